"""What a candidate has sent in all: paragraphs and files, what is missing, what another message changes (R20)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mailvote.mail.expressions import in_order, merged, missing
from mailvote.mail.headings import HEADINGS, Paragraph

NO_TEXT, UNREADABLE = "no-text", "unreadable"
"""Why nobody but a person can look for headings in a file: it is a scan, or a program cannot read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file that came with an expression of interest.

    `headings` are those found in it or in its name, `fault` why its text could not be read, "" where it could.
    `document` is its number on record, 0 before it is kept; by `digest` the same file is known again.
    """

    name: str = field(repr=False)
    size: int
    digest: str
    headings: tuple[str, ...] = ()
    fault: str = ""
    document: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The paragraphs by heading and the files of one candidate, or of one message of a candidate."""

    paragraphs: tuple[Paragraph, ...] = field(default=(), repr=False)
    files: tuple[SentFile, ...] = ()

    @property
    def found(self) -> frozenset[str]:
        """The headings with something under them, in the words or in a file."""
        in_words = (paragraph.heading for paragraph in self.paragraphs if paragraph.heading)
        return frozenset((*in_words, *(heading for file in self.files for heading in file.headings)))

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not found, as `expressions.missing` says it."""
        return missing(self.found, unchecked=any(file.fault for file in self.files))

    def text(self, heading: str) -> str:
        """What the words say under a heading."""
        return next((paragraph.text for paragraph in self.paragraphs if paragraph.heading == heading), "")


class Change(StrEnum):
    """What a message makes of what was sent before it."""

    FIRST = "first"
    SAME = "same"
    REPLACES = "replaces"
    CORRECTS = "corrects"


def combined(before: Dossier | None, sent: Dossier, *, answers: bool) -> tuple[Dossier, Change]:
    """What stands after a message. One that has all three headings takes the place of everything.

    One that has some takes the place of these, and the rest stays. A file in which no heading was found counts as a
    whole expression of interest, unless the message `answers` our letter that something is missing.
    """
    if before is None:
        return _ordered(sent), Change.FIRST
    if _is_there(sent, before):
        return before, Change.SAME
    if before == Dossier():
        return _ordered(sent), Change.FIRST
    if sent.found.issuperset(HEADINGS) or (_has_unknown(sent) and not (answers and before.missing)):
        return _ordered(_with_known(sent, before)), Change.REPLACES
    kept = tuple(file for file in before.files if not _takes_its_place(sent, file))
    together = Dossier(paragraphs=merged(before.paragraphs, sent.paragraphs), files=(*kept, *sent.files))
    return _ordered(_with_known(together, before)), Change.CORRECTS


def _ordered(dossier: Dossier) -> Dossier:
    return Dossier(paragraphs=in_order(dossier.paragraphs), files=dossier.files)


def _is_there(sent: Dossier, before: Dossier) -> bool:
    """Whether all that a message holds stands there already, as when it is sent twice."""
    names = {(file.name, file.digest) for file in before.files}
    return set(sent.paragraphs) <= set(before.paragraphs) and all((one.name, one.digest) in names for one in sent.files)


def _has_unknown(sent: Dossier) -> bool:
    return any(not file.headings for file in sent.files)


def _takes_its_place(sent: Dossier, file: SentFile) -> bool:
    """Whether a file goes: the same name came again, or all that it holds."""
    if any(other.name == file.name or other.digest == file.digest for other in sent.files):
        return True
    return bool(file.headings) and sent.found.issuperset(file.headings)


def _with_known(after: Dossier, before: Dossier) -> Dossier:
    """The files that are on record already stay the rows that they are."""
    rows = {(file.name, file.digest): file for file in before.files}
    files = tuple(rows.get((file.name, file.digest), file) for file in after.files)
    return Dossier(paragraphs=after.paragraphs, files=files)


def as_json(dossier: Dossier) -> dict[str, Any]:
    """The dossier as it is kept, sealed."""
    return {
        "paragraphs": [[paragraph.heading, paragraph.text] for paragraph in dossier.paragraphs],
        "files": [
            [file.name, file.size, file.digest, list(file.headings), file.fault, file.document]
            for file in dossier.files
        ],
    }


def from_json(kept: dict[str, Any]) -> Dossier:
    """The dossier that was kept."""
    return Dossier(
        paragraphs=tuple(Paragraph(heading=heading, text=text) for heading, text in kept["paragraphs"]),
        files=tuple(_file(row) for row in kept["files"]),
    )


def _file(row: Sequence[Any]) -> SentFile:
    name, size, digest, headings, fault, document = row
    return SentFile(name=name, size=size, digest=digest, headings=tuple(headings), fault=fault, document=document)


def written(dossier: Dossier) -> bytes:
    return json.dumps(as_json(dossier)).encode()


def read(content: bytes) -> Dossier:
    return from_json(json.loads(content))
