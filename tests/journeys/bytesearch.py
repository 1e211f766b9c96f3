"""Look for a marker in files as a thief would: in every encoding of mail, in UTF-16, and inside what is compressed."""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

DEEP = 3
"""How many layers of mail and compression are opened, one inside the other."""

LARGE = 4_000_000

_STARTS = ((b"\x1f\x8b\x08", 31), (b"\x78\x01", 15), (b"\x78\x9c", 15), (b"\x78\xda", 15))
"""How gzip and zlib data begin, and how zlib is told to read them."""

_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{4}\x08\x00.{16}(..)(..)", re.DOTALL)
"""The header of a deflated member of a zip archive, with the lengths of its name and of what follows that."""


def files_with(marker: str, folders: Iterable[Path]) -> list[Path]:
    """The files below these folders that hold the marker in any form; large ones are not searched for compressed data.

    Only the files of PostgreSQL are as large, and it compresses nothing that is as short as a page.
    """
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    return [file for file in files if _holds(file, marker)]


def _holds(file: Path, marker: str) -> bool:
    data = file.read_bytes()
    return any(form in data for form in _forms(marker)) if len(data) > LARGE else holds(data, marker)


def holds(data: bytes, marker: str, depth: int = DEEP) -> bool:
    """Whether the marker is in the data, plain, encoded or compressed."""
    plain = (data, re.sub(rb"\s", b"", data), re.sub(rb"=\r?\n", b"", data))
    if any(form in each for form in _forms(marker) for each in plain):
        return True
    return depth > 0 and any(holds(part, marker, depth - 1) for part in (*_inflated(data), *_parts(data)))


def _forms(marker: str) -> Iterator[bytes]:
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        form = marker.encode(encoding)
        yield form
        yield from (base64.b64encode(b"x" * offset + form)[4 if offset else 0 : -4] for offset in range(3))


def _inflated(data: bytes) -> Iterator[bytes]:
    for start, window in _STARTS:
        yield from (_inflate(data[found.start() :], window) for found in re.finditer(re.escape(start), data))
    for header in _LOCAL_HEADER.finditer(data):
        skip = sum(int.from_bytes(length, "little") for length in header.groups())
        yield _inflate(data[header.end() + skip :], -15)


def _inflate(data: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data, 10_000_000)
    except zlib.error:
        return b""


def _parts(data: bytes) -> Iterator[bytes]:
    """What a mail holds, decoded."""
    if b"Content-Transfer-Encoding" in data:
        for part in message_from_bytes(data).walk():
            payload = None if part.is_multipart() else _decoded(part)
            if payload:
                yield payload


def _decoded(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
