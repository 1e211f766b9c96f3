"""The files that come with a command: what is taken of them, under which name, and why the rest is not (R20, P11)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailvote.mail.body import MAX_WRAPPINGS, WRAPPING
from mailvote.mail.filetypes import LARGEST_FILE, TOO_LARGE, plain_name, taken
from mailvote.mail.leaves import Leaf, content_of, leaves_of, name_of
from mailvote.mail.letter import Enclosure
from mailvote.mail.mime import MimeFaultError
from mailvote.mail.smime import signed_content

MOST_FILES = 20
"""So many files come with one command."""

_WORDS = frozenset({"text/plain", "text/html", "text/calendar", "text/enriched"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_ENCODED_MOST = LARGEST_FILE * 3 // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What came with a message: the files that are taken, and a sentence for whatever is not."""

    files: tuple[Enclosure, ...] = field(default=(), repr=False)
    refused: tuple[str, ...] = field(default=(), repr=False)


PICTURES_STAY = "Pictures within the mail itself, such as those of a signature, are not sent on: attach them as files."
TOO_MANY = f"More than {MOST_FILES} files are attached: the first {MOST_FILES} are taken, and no others."
UNREADABLE = "What is attached to your message could not be read: please send it once more, as ordinary files."


def files_in(message: bytes, wrappings: int = MAX_WRAPPINGS) -> Attached:
    """The files of a whole message, one inside so many S/MIME signatures too; never raises."""
    try:
        leaves = tuple(leaves_of(message))
    except MimeFaultError:
        return Attached(refused=(UNREADABLE,))
    if len(leaves) == 1 and leaves[0].part.content_type in WRAPPING:
        (leaf,) = leaves
        signed = signed_content(content_of(message, leaf))
        return files_in(signed[0], wrappings - 1) if signed and wrappings else Attached(refused=(UNREADABLE,))
    files, refused = list[Enclosure](), list[str]()
    for leaf in leaves:
        found = _file(message, leaf) if _is_file(leaf) and len(files) < MOST_FILES else None
        if isinstance(found, Enclosure):
            files.append(replace(found, name=_unused(found.name, files)))
        elif found:
            refused.append(found)
    pictures = any(leaf.of_letter and leaf.part.content_type.startswith("image/") for leaf in leaves)
    many = sum(map(_is_file, leaves)) > MOST_FILES
    remarks = (*((TOO_MANY,) * many), *((PICTURES_STAY,) * pictures))
    return Attached(files=tuple(files), refused=(*refused, *remarks))


def chosen(files: Sequence[tuple[str, bytes]]) -> Attached:
    """Files by name and content, as they are given over the counter."""
    found = [(name, taken(name, content)) for name, content in files]
    kept = list[Enclosure]()
    for _, file in found:
        if isinstance(file, Enclosure):
            kept.append(replace(file, name=_unused(file.name, kept)))
    return Attached(
        files=tuple(kept), refused=tuple(_refusal(name, why) for name, why in found if isinstance(why, str))
    )


def _file(message: bytes, leaf: Leaf) -> Enclosure | str:
    """The file of a part, or the sentence that says why it is not taken."""
    name = name_of(leaf.part)
    if leaf.end - leaf.start > _ENCODED_MOST:
        return _refusal(name, TOO_LARGE)
    found = taken(name, content_of(message, leaf))
    return found if isinstance(found, Enclosure) else _refusal(name, found)


def _refusal(name: str, why: str) -> str:
    shown = plain_name(name)
    return f"{f'“{shown}”' if shown else 'A file without a name'} is not sent on: it {why}."


def _is_file(leaf: Leaf) -> bool:
    part = leaf.part
    if leaf.of_letter or part.content_type in _SIGNATURES:
        return False
    return part.content_type not in _WORDS or bool(name_of(part)) or part.disposition == "attachment"


def _unused(name: str, files: list[Enclosure]) -> str:
    """The name, with a number where another file has it already."""
    there = {file.name.casefold() for file in files}
    stem, dot, ending = name.rpartition(".")
    names = (
        name,
        *(f"{stem or ending} ({number}){dot if stem else ''}{ending if stem else ''}" for number in _NUMBERS),
    )
    return next(one for one in names if one.casefold() not in there)


_NUMBERS = range(2, MOST_FILES + 2)
