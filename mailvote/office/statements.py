"""What a candidate has sent, as it is kept: paragraphs and files, sealed under the candidate's own key (R20, R23)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256

from sqlalchemy import Connection

from mailvote.documents.reading import TYPES, Reading, kind_of, read_text
from mailvote.mail import dossier as dossiers
from mailvote.mail.dossier import UNREADABLE, Dossier, SentFile
from mailvote.mail.headings import TITLES, headings_in, named_after
from mailvote.mail.letter import Enclosure
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer_of
from mailvote.store import candidates, documents
from mailvote.store.candidates import Candidate
from mailvote.store.documents import Document

MEGABYTE = 1_000_000

FILES_AT_MOST = 5 * MEGABYTE
"""How much the files of one expression of interest may have in all."""

MOST_FILES = 8
"""How many files of one message are taken."""

FAILURES = 2
"""How many files of one message may fail to be read before the others are taken unread."""

RECORD = Enclosure(name="expression.json", content_type="application/json", content=b"")
"""What the paragraphs of a candidate are kept as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a candidate wrote, for those who may read it: titles with their texts in order, and the files.

    What stands under no heading has the title "". Of a candidate who was forgotten there is neither.
    """

    candidate: Candidate
    paragraphs: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The files that a message brought: those that are taken, looked through, and sentences about those that are not.

    `contents` are the files by their digests.
    """

    files: tuple[SentFile, ...] = ()
    contents: Mapping[str, Enclosure] = field(default_factory=dict, repr=False)
    refused: tuple[str, ...] = field(default=(), repr=False)

    @property
    def number(self) -> int:
        return len(self.files) + len(self.refused)


def statement(conn: Connection, desk: Desk, candidate: Candidate) -> Statement:
    """What a candidate has sent, as it stands now."""
    kept = dossier(conn, desk, candidate)
    return Statement(
        candidate=candidate,
        paragraphs=tuple((TITLES.get(one.heading, ""), one.text) for one in kept.paragraphs),
        documents=files_of(conn, kept.files),
    )


def files_of(conn: Connection, files: Iterable[SentFile]) -> tuple[Document, ...]:
    """The rows of files that are on record."""
    return documents.get(conn, [file.document for file in files])


def dossier(conn: Connection, desk: Desk, candidate: Candidate) -> Dossier:
    """What stands on record of a candidate; nothing, once they are forgotten."""
    kept = documents.of_candidate(conn, candidate.id, "expression")
    if not kept:
        return Dossier()
    return dossiers.read(documents.file(conn, sealer_of(conn, desk, kept[-1]), kept[-1].id).content)


def keep(
    conn: Connection, desk: Desk, candidate: Candidate, after: Dossier, contents: Mapping[str, Enclosure], now: datetime
) -> Dossier:
    """This is what stands from now on: files that are new are kept, those that no longer belong to it go."""
    before = documents.of_candidate(conn, candidate.id)
    add = partial(_add, conn, desk, candidate, now)
    files = tuple(
        file if file.document else replace(file, document=add("statement", contents[file.digest]))
        for file in after.files
    )
    stands = replace(after, files=files)
    add("expression", replace(RECORD, content=dossiers.written(stands)))
    staying = {file.document for file in files}
    documents.delete(conn, [one.id for one in before if one.id not in staying])
    return stands


def _add(
    conn: Connection, desk: Desk, candidate: Candidate, now: datetime, kind: documents.Kind, file: Enclosure
) -> int:
    sealer = candidates.sealer(conn, desk.secrets, candidate.id)
    return documents.add(
        conn,
        sealer,
        organisation=desk.organisation,
        kind=kind,
        file=file,
        now=now,
        candidate_id=candidate.id,
    )


def look_through(files: Iterable[Enclosure]) -> Brought:
    """Take the files that are PDF or Word and fit, and look for the headings in each.

    After a few that cannot be read the others are taken unread: a hostile file costs seconds, and mail waits for it.
    """
    taken: dict[str, SentFile] = {}
    contents: dict[str, Enclosure] = {}
    refused: list[str] = []
    for file in files:
        if reason := _refusal(file, tuple(taken.values())):
            refused.append(reason)
            continue
        failed = sum(one.fault == UNREADABLE for one in taken.values())
        sent = _sent(file, read_text(file.content) if failed < FAILURES else Reading(fault=UNREADABLE))
        taken[sent.digest] = sent
        contents[sent.digest] = Enclosure(
            name=sent.name, content_type=TYPES[kind_of(file.content)], content=file.content
        )
    return Brought(files=tuple(taken.values()), contents=contents, refused=tuple(refused))


def _refusal(file: Enclosure, taken: Sequence[SentFile]) -> str:
    """Why a file is not taken, "" if it is."""
    if file.name.casefold() == "winmail.dat":
        return (
            "Your files came in a form that only Outlook opens (winmail.dat): please send the mail as HTML, or as text."
        )
    if not kind_of(file.content):
        return (
            f"“{file.name}” is neither a PDF nor a Word file (DOCX): please save it as one of these and send it again."
        )
    if len(taken) == MOST_FILES:
        return f"“{file.name}” is one file too many: please put them together into {MOST_FILES} at the most."
    if sum(one.size for one in taken) + len(file.content) > FILES_AT_MOST:
        return f"“{file.name}” is too large: all files together may have {FILES_AT_MOST // MEGABYTE} MB."
    return ""


def _sent(file: Enclosure, reading: Reading) -> SentFile:
    headings = dict.fromkeys((*headings_in(reading.lines), named_after(file.name)))
    return SentFile(
        name=_with_ending(file),
        size=len(file.content),
        digest=sha256(file.content).hexdigest(),
        headings=tuple(heading for heading in headings if heading),
        fault=reading.fault,
    )


def _with_ending(file: Enclosure) -> str:
    """The name with the ending that belongs to the content, so that every program opens it."""
    ending = f".{kind_of(file.content)}"
    return file.name if file.name.casefold().endswith(ending) else f"{file.name}{ending}"
