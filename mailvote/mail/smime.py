"""The message inside an S/MIME signature that wraps it (RFC 8551, CMS signed-data): read, its signature not checked.

Who sent a message is decided elsewhere (mail.md 3); the wrapping is undone only to see the sender's words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_ELEMENTS = 4000
MAX_DEPTH = 12

_SEQUENCE = 0x30
_IDENTIFIER = 0x06
_OCTETS = 0x04
_OCTETS_IN_PIECES = 0x24
_EXPLICIT = 0xA0
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_LONG_TAG = 0x1F
_INDEFINITE = 0x80
_END = b"\0\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    """One element of BER: its tag, and where in the bytes its content begins and ends and the next one begins."""

    tag: int
    start: int
    stop: int
    after: int


@dataclass(slots=True, repr=False)
class _Reader:
    """Reads elements within bounds; raises ValueError where the bytes are not BER or the bounds are passed.

    `cut` tells whether an element ended before its own end, as where a message was fetched in part.
    """

    data: bytes = field(repr=False)
    left: int = MAX_ELEMENTS
    cut: bool = False

    def element(self, at: int, end: int, depth: int = 0) -> _Element:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH or at + 2 > end or self.data[at] & _LONG_TAG == _LONG_TAG:
            raise ValueError
        tag, length, start = self.data[at], self.data[at + 1], at + 2
        if length == _INDEFINITE:
            stop = self._end_of(start, end, depth)
            return _Element(tag=tag, start=start, stop=stop, after=stop + len(_END))
        if length > _INDEFINITE:
            start += length - _INDEFINITE
            length = int.from_bytes(self.data[at + 2 : start])
        self.cut = self.cut or start + length > end
        stop = min(start + length, end)
        return _Element(tag=tag, start=start, stop=stop, after=stop)

    def _end_of(self, start: int, end: int, depth: int) -> int:
        place = start
        while place < end and self.data[place : place + len(_END)] != _END:
            place = self.element(place, end, depth + 1).after
        self.cut = self.cut or place >= end
        return min(place, end)

    def children(self, parent: _Element) -> Iterator[_Element]:
        place = parent.start
        while place < parent.stop:
            child = self.element(place, parent.stop)
            yield child
            place = child.after

    def content(self, element: _Element) -> bytes:
        return self.data[element.start : element.stop]

    def within(self, parent: _Element, tag: int) -> _Element:
        """The first child with that tag."""
        return next((child for child in self.children(parent) if child.tag == tag), _NOTHING)


_NOTHING = _Element(tag=0, start=0, stop=0, after=0)


def signed_content(wrapped: bytes) -> tuple[bytes, bool] | None:
    """The message that a signature wraps and whether it is whole; None where it is encrypted or wraps nothing."""
    reader = _Reader(data=wrapped)
    try:
        content = _content(reader)
    except ValueError:
        return None
    return (content, not reader.cut) if content else None


def _content(reader: _Reader) -> bytes:
    outer = reader.element(0, len(reader.data))
    if reader.content(reader.within(outer, _IDENTIFIER)) != _SIGNED_DATA:
        return b""
    signed = reader.within(reader.within(outer, _EXPLICIT), _SEQUENCE)
    octets = reader.within(reader.within(signed, _SEQUENCE), _EXPLICIT)
    return b"".join(_octets(reader, octets, MAX_DEPTH))


def _octets(reader: _Reader, parent: _Element, depth: int) -> Iterator[bytes]:
    """The content of a string of octets, which may come in pieces, and these in pieces again."""
    for child in reader.children(parent):
        if child.tag == _OCTETS:
            yield reader.content(child)
        elif child.tag == _OCTETS_IN_PIECES and depth:
            yield from _octets(reader, child, depth - 1)
