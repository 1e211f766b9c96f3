"""The parts of a message that have no parts, by their places in its bytes, without a second copy of them (P11).

A message with files may have 40 MB, so only what is wanted of it is decoded.
"""

import re
from binascii import Error as BinasciiError
from binascii import a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

from mailvote.mail.charsets import decoded_header
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

_BLANK = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part without parts, by its place in the message; `of_letter`: it belongs to the words, as a picture may."""

    part: Part
    start: int
    end: int
    of_letter: bool


def content_of(message: bytes, leaf: Leaf) -> bytes:
    """The file as it was before it was encoded for mail; proper base64 is decoded where it stands."""
    encoding = leaf.part.header("content-transfer-encoding").strip().casefold()
    try:
        if encoding == "base64":
            return a2b_base64(memoryview(message)[leaf.start : leaf.end])
    except BinasciiError:
        pass
    return transfer_decoded(replace(leaf.part, body=message[leaf.start : leaf.end]))


def name_of(part: Part) -> str:
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


def leaves_of(message: bytes) -> Iterator[Leaf]:
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
            yield Leaf(part, body, end, of_letter)
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
