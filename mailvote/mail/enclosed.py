"""The files that come with a command, found in the bytes of a message without a second copy of them (mail.md 1, P11).

A message with files may have 40 MB, so its parts are places in its bytes, and only what is taken is decoded.
"""

import re
from binascii import Error as BinasciiError
from binascii import a2b_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_to_bytes

from mailvote.mail.body import MAX_WRAPPINGS, WRAPPING
from mailvote.mail.charsets import decoded_header
from mailvote.mail.filetypes import LARGEST_FILE, TOO_LARGE, plain_name, taken
from mailvote.mail.letter import Enclosure
from mailvote.mail.mime import (
    MAX_DEPTH,
    MAX_HEADER_BYTES,
    MAX_PARTS,
    MimeFaultError,
    Part,
    headers_of,
    parameters_of,
    transfer_decoded,
)
from mailvote.mail.smime import signed_content

MOST_FILES = 20
"""So many files come with one command."""

_WORDS = frozenset({"text/plain", "text/html", "text/calendar", "text/enriched"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_BLANK = re.compile(rb"\r?\n\r?\n")
_ENCODED_MOST = LARGEST_FILE * 3 // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What came with a message: the files that are taken, and a sentence for whatever is not."""

    files: tuple[Enclosure, ...] = field(default=(), repr=False)
    refused: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part without parts, by its place in the message; `of_letter`: it belongs to the words, as a picture may."""

    part: Part
    start: int
    end: int
    of_letter: bool


PICTURES_STAY = "Pictures within the mail itself, such as those of a signature, are not sent on: attach them as files."
TOO_MANY = f"More than {MOST_FILES} files are attached: the first {MOST_FILES} are taken, and no others."
UNREADABLE = "What is attached to your message could not be read: please send it once more, as ordinary files."


def files_in(message: bytes, wrappings: int = MAX_WRAPPINGS) -> Attached:
    """The files of a whole message, one inside so many S/MIME signatures too; never raises."""
    try:
        leaves = tuple(_leaves(message))
    except MimeFaultError:
        return Attached(refused=(UNREADABLE,))
    if len(leaves) == 1 and leaves[0].part.content_type in WRAPPING:
        (leaf,) = leaves
        signed = signed_content(transfer_decoded(replace(leaf.part, body=message[leaf.start : leaf.end])))
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


def _file(message: bytes, leaf: _Leaf) -> Enclosure | str:
    """The file of a part, or the sentence that says why it is not taken."""
    name = _name(leaf.part)
    if leaf.end - leaf.start > _ENCODED_MOST:
        return _refusal(name, TOO_LARGE)
    found = taken(name, _content(message, leaf))
    return found if isinstance(found, Enclosure) else _refusal(name, found)


def _content(message: bytes, leaf: _Leaf) -> bytes:
    """The file as it was before it was encoded for mail; proper base64 is decoded where it stands."""
    encoding = leaf.part.header("content-transfer-encoding").strip().casefold()
    try:
        if encoding == "base64":
            return a2b_base64(memoryview(message)[leaf.start : leaf.end])
    except BinasciiError:
        pass
    return transfer_decoded(replace(leaf.part, body=message[leaf.start : leaf.end]))


def _refusal(name: str, why: str) -> str:
    shown = plain_name(name)
    return f"“{shown}” {why}: it is not sent on." if shown else f"A file without a name {why}: it is not sent on."


def _is_file(leaf: _Leaf) -> bool:
    part = leaf.part
    if leaf.of_letter or part.content_type in _SIGNATURES:
        return False
    return part.content_type not in _WORDS or bool(_name(part)) or part.disposition == "attachment"


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


def _name(part: Part) -> str:
    """The name of a file in any of the forms in which mail programs write it (RFC 2047, RFC 2231)."""
    disposition, stated = (parameters_of(part.header(name)) for name in ("content-disposition", "content-type"))
    found = _joined(disposition, "filename") or _joined(stated, "name") or part.header("content-description")
    return decoded_header(found)[:400]


def _joined(parameters: dict[str, str], name: str) -> str:
    """A parameter that may come in numbered pieces, each of them encoded or not."""
    if f"{name}*" in parameters:
        return _unquoted(parameters[f"{name}*"])
    pieces = [key for key in parameters if re.fullmatch(rf"{name}\*\d{{1,2}}\*?", key)]
    if not pieces:
        return parameters.get(name, "")
    whole = "".join(parameters[key] for key in sorted(pieces, key=lambda key: int(key.strip("*").rpartition("*")[2])))
    return _unquoted(whole) if any(key.endswith("*") for key in pieces) else whole


def _unquoted(value: str) -> str:
    """`utf-8''name%20of%20file.pdf` in plain characters."""
    charset, quote, rest = value.partition("'")
    octets = unquote_to_bytes(rest.partition("'")[2] if quote else value)
    try:
        return octets.decode(charset if quote and charset else "utf-8", "replace")
    except LookupError:
        return octets.decode("utf-8", "replace")


def _leaves(message: bytes) -> Iterator[_Leaf]:
    """Every part that has no parts of its own, in order. Raises MimeFaultError at a bound."""
    waiting = [(0, len(message), 0, False)]
    opened = 0
    while waiting:
        start, end, depth, of_letter = waiting.pop()
        opened += 1
        if opened > MAX_PARTS or depth > MAX_DEPTH:
            raise MimeFaultError("over-nested")
        part, body = _head(message, start, end)
        if not part.content_type.startswith("multipart/"):
            yield _Leaf(part, body, end, of_letter)
            continue
        sections = list(_sections(message, body, end, part.parameters.get("boundary", ""), MAX_PARTS))
        related = part.content_type == "multipart/related"
        inner = [
            (one, other, depth + 1, of_letter or _in_letter(message, place, one, other, related))
            for place, (one, other) in enumerate(sections)
        ]
        waiting += reversed(inner)


def _in_letter(message: bytes, place: int, start: int, end: int, related: bool) -> bool:
    """Whether a part is a picture that the words show: what a `related` whole has besides its root."""
    return related and place > 0 and _head(message, start, end)[0].content_type.startswith("image/")


def _head(message: bytes, start: int, end: int) -> tuple[Part, int]:
    """A part without its body, and where that begins."""
    if message[start : start + 2] in (b"\r\n", b"\n\r") or message[start : start + 1] == b"\n":
        head, body = b"", start + (2 if message[start : start + 1] == b"\r" else 1)
    else:
        blank = _BLANK.search(message, start, min(end, start + MAX_HEADER_BYTES + 4))
        if blank is None and end - start > MAX_HEADER_BYTES:
            raise MimeFaultError("over-sized")
        head, body = message[start : blank.start() if blank else end], blank.end() if blank else end
    headers, _, _ = headers_of(head)
    stated = next((value for key, value in headers if key == "content-type"), "")
    content_type = stated.partition(";")[0].strip().casefold() or "text/plain"
    return Part(headers=headers, content_type=content_type, parameters=parameters_of(stated), body=b""), body


def _sections(message: bytes, start: int, end: int, boundary: str, most: int) -> Iterator[tuple[int, int]]:
    """Where the parts between the boundary lines begin and end; the last one may lack its end."""
    mark = b"--" + boundary.encode("utf-8")
    begun = -1
    place = _line(message, mark, start, end)
    while place >= 0 and boundary and most:
        after = message.find(b"\n", place, end)
        after = end if after < 0 else after + 1
        rest = message[place + len(mark) : min(after, place + len(mark) + 80)].strip(b" \t\r\n")
        if rest in (b"", b"--"):
            if begun >= 0:
                most -= 1
                yield begun, max(begun, _before_break(message, place))
            begun = after if not rest else -1
            if rest:
                return
        place = _line(message, mark, after, end)
    if begun >= 0:
        yield begun, end


def _line(message: bytes, mark: bytes, start: int, end: int) -> int:
    """Where the next line begins that begins with the mark; -1 for none."""
    if message.startswith(mark, start, end):
        return start
    found = message.find(b"\n" + mark, start, end)
    return found + 1 if found >= 0 else -1


def _before_break(message: bytes, place: int) -> int:
    """The end of what stands before the line break in front of that place."""
    return place - 2 if message[place - 2 : place] == b"\r\n" else place - 1
