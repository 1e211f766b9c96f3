"""Which files are sent on: types that everybody can open, known by their name and by what is in them."""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mailvote.mail.letter import Enclosure
from mailvote.mail.tidy import spaced
from mailvote.rules.english import listed

LARGEST_FILE = 10_000_000
"""How large one file may be, in bytes."""

LARGEST_UNPACKED = 200_000_000
"""What a packed file may unpack to, in bytes: more is no letter but a trap."""

LONGEST_NAME = 80
MOST_MEMBERS = 10_000

_END_OF_ARCHIVE = b"PK\x05\x06"
_MEMBER = b"PK\x01\x02"
_MEMBER_HEAD = 46
_TAIL = 22 + 65535
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+")
_TNEF = "winmail.dat"

Look = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file: how people call it, its extensions, its content type, and how it is known by its content."""

    words: str
    extensions: tuple[str, ...]
    content_type: str
    is_one: Look


@dataclass(frozen=True, slots=True)
class _Member:
    """One file in an archive, by its name and its size once unpacked."""

    name: bytes
    size: int


def taken(name: str, content: bytes) -> Enclosure | str:
    """The file as it is sent on, under a name that is only a name; or why it is not taken, as in `FILE is empty`."""
    named = plain_name(name) or _name_by_content(content)
    known = next((kind for kind in TYPES if extension(named) in kind.extensions), None)
    if named.casefold() == _TNEF:
        return "comes in a form that only Outlook opens (winmail.dat): send the mail as plain text or HTML"
    if known is None:
        return f"is of another type than {ALLOWED}"
    refusal = _refusal(known, content)
    return refusal or Enclosure(name=named, content_type=known.content_type, content=content)


def megabytes(size: int) -> str:
    """`214 KB`, `1.2 MB`."""
    return f"{size / 1_000_000:.1f} MB".replace(".0 MB", " MB") if size >= 1_000_000 else f"{max(1, size // 1000)} KB"


TOO_LARGE = f"is larger than {megabytes(LARGEST_FILE)}, the most that a file may have"
"""Why a large file is not taken."""


def plain_name(name: str) -> str:
    """What a file is called, without folders, controls, and dots in front; short, and with its extension."""
    base = spaced(_CONTROLS.sub(" ", re.split(r"[/\\]", name)[-1])).lstrip(". ").rstrip(". ")
    ending = extension(base)
    return base if len(base) <= LONGEST_NAME else f"{base[: LONGEST_NAME - len(ending) - 1]}.{ending[:LONGEST_NAME]}"


def extension(name: str) -> str:
    """What stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _name_by_content(content: bytes) -> str:
    """A name for a file that has none; one without an extension where what is in it tells no type."""
    found = next((kind for kind in TYPES if kind.content_type != "text/plain" and kind.is_one(content)), None)
    return f"attachment.{found.extensions[0]}" if found else "attachment"


def _refusal(kind: FileType, content: bytes) -> str:
    if not content:
        return "is empty"
    if len(content) > LARGEST_FILE:
        return TOO_LARGE
    if not kind.is_one(content):
        return f"is not what its name says: what is in it is no {kind.words}, or is protected by a password"
    members = tuple(_members(content))
    if any(member.name.endswith(b"vbaProject.bin") or member.name.startswith(b"Basic/") for member in members):
        return "holds macros: save it without them, or as PDF"
    if sum(member.size for member in members) > LARGEST_UNPACKED:
        return f"unpacks to more than {megabytes(LARGEST_UNPACKED)}"
    return ""


def _members(content: bytes) -> Iterator[_Member]:
    """What its table of contents says is in an archive; nothing is unpacked."""
    end = content.rfind(_END_OF_ARCHIVE, max(0, len(content) - _TAIL))
    if not content.startswith(b"PK\x03\x04") or end < 0 or end + 20 > len(content):
        return
    number, place = struct.unpack_from("<H4xI", content, end + 10)
    for _ in range(min(number, MOST_MEMBERS)):
        head = content[place : place + _MEMBER_HEAD]
        if len(head) < _MEMBER_HEAD or not head.startswith(_MEMBER):
            return
        size, name, extra, comment = struct.unpack_from("<IHHH", head, 24)
        yield _Member(content[place + _MEMBER_HEAD : place + _MEMBER_HEAD + name], size)
        place += _MEMBER_HEAD + name + extra + comment


def _begins(*signatures: bytes) -> Look:
    return lambda content: content.startswith(signatures)


def _holds(folder: bytes) -> Look:
    """An Office file: an archive with a list of its types and a folder of its own."""

    def look(content: bytes) -> bool:
        names = [member.name for member in _members(content)]
        return b"[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return look


def _is_pdf(content: bytes) -> bool:
    """Readers take a PDF whose first line comes within the first kilobyte."""
    return b"%PDF-" in content[:1024]


def _is_odt(content: bytes) -> bool:
    return content.startswith(b"PK") and b"mimetypeapplication/vnd.oasis.opendocument.text" in content[:200]


def _is_text(content: bytes) -> bool:
    """Text has no NUL, save where its first bytes say that each character has two."""
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in content


_OFFICE = "application/vnd.openxmlformats-officedocument"

TYPES: tuple[FileType, ...] = (
    FileType("PDF", ("pdf",), "application/pdf", _is_pdf),
    FileType("Word document", ("docx",), f"{_OFFICE}.wordprocessingml.document", _holds(b"word/")),
    FileType("Word document", ("doc",), "application/msword", _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    FileType("OpenDocument text", ("odt",), "application/vnd.oasis.opendocument.text", _is_odt),
    FileType("RTF document", ("rtf",), "application/rtf", _begins(b"{\\rtf")),
    FileType("Excel table", ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet", _holds(b"xl/")),
    FileType("PNG picture", ("png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    FileType("JPEG picture", ("jpg", "jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
    FileType("plain text", ("txt",), "text/plain", _is_text),
)
"""What is sent on; a file must be one by its name and by its content."""

ALLOWED = listed([f".{name}" for kind in TYPES for name in kind.extensions])
