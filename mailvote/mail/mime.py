"""Bytes of a message into headers and parts, within bounds that no message can move.

The standard library's parser recurses into nested parts and matches every line against every open boundary,
which lets a small message cost seconds or raise; this one costs a few passes over the bytes.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailvote.mail.charsets import decoded

MAX_HEADER_BYTES = 64 * 1024
MAX_HEADER_LINES = 1000
MAX_VALUE = 8 * 1024
MAX_DEPTH = 12
MAX_PARTS = 100

Headers = tuple[tuple[str, str], ...]

_NAME = re.compile(rb"[!-9;-~]+[ \t]*\Z")
_BLANK = re.compile(rb"(?:\A|\n)\r?\n")
_PARAMETER = re.compile(r";\s*([\w*.-]{1,60})\s*=\s*(?:\"([^\"]{0,400})\"|([^\s;\"]{1,400}))")
_BASE64_JUNK = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


class MimeFaultError(Exception):
    """The message goes beyond a bound and is to be set aside; the text is one of `message.FAULTS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a message; `complete` is False where the end of what was fetched came before the part's own."""

    headers: Headers = field(repr=False)
    content_type: str
    parameters: dict[str, str]
    body: bytes = field(repr=False)
    children: tuple["Part", ...] = ()
    complete: bool = True

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def disposition(self) -> str:
        return self.header("content-disposition").partition(";")[0].strip().casefold()

    @property
    def filename(self) -> str:
        named = parameters_of(self.header("content-disposition"))
        return named.get("filename") or named.get("filename*") or self.parameters.get("name", "")


@dataclass(slots=True)
class _Budget:
    """How many parts may still be opened."""

    parts: int = MAX_PARTS


def parse(content: bytes, *, complete: bool = True) -> tuple[Part, tuple[str, ...]]:
    """The message as a tree of parts, and the defects of its header block. Raises MimeFaultError at a bound."""
    head, body = _split(content)
    if len(head) > MAX_HEADER_BYTES:
        raise MimeFaultError("over-sized")
    headers, defects, misplaced = headers_of(head)
    part = _part(headers, misplaced + body, "text/plain", _Budget(), 0, complete)
    return part, defects


def transfer_decoded(part: Part) -> bytes:
    """The part's own bytes, with its transfer encoding undone; damaged encodings give what can be read."""
    encoding = part.header("content-transfer-encoding").partition(";")[0].strip().casefold()
    if encoding == "base64":
        clean = part.body.translate(None, _BASE64_JUNK)
        return binascii.a2b_base64(clean[: len(clean) - len(clean) % 4] + _padded(clean))
    if encoding == "quoted-printable":
        return binascii.a2b_qp(part.body)
    return part.body


def _padded(clean: bytes) -> bytes:
    rest = clean[len(clean) - len(clean) % 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _split(content: bytes) -> tuple[bytes, bytes]:
    blank = _BLANK.search(content)
    return (content[: blank.start() + 1], content[blank.end() :]) if blank else (content, b"")


def headers_of(head: bytes) -> tuple[Headers, tuple[str, ...], bytes]:
    """The headers of a block, unfolded, its defects, and what stands in it without being one (the body began there)."""
    fields: list[list[bytes]] = []
    lines = head.split(b"\n")
    misplaced = b""
    if len(lines) > MAX_HEADER_LINES:
        raise MimeFaultError("over-sized")
    for number, line in enumerate(lines):
        name, colon, _ = line.partition(b":")
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1].append(line)
        elif colon and _NAME.match(name):
            fields.append([line])
        elif line.strip() and not (number == 0 and line.startswith((b"From ", b">From "))):
            misplaced = b"\n".join(lines[number:])
            break
    pairs = tuple(_field(lines) for lines in fields)
    return pairs, _defects(head, misplaced), misplaced


def _field(lines: list[bytes]) -> tuple[str, str]:
    """Lower-case name and unfolded raw value, capped."""
    name, _, value = b"".join(line.rstrip(b"\r") for line in lines).partition(b":")
    text = decoded(value[:MAX_VALUE]).replace("\r", " ").replace("\x00", " ")
    return name.strip().decode("ascii").casefold(), text.strip()


def _defects(head: bytes, misplaced: bytes) -> tuple[str, ...]:
    found = {
        "bare-cr": b"\r" in head.replace(b"\r\n", b"\n"),
        "nul": b"\x00" in head,
        "header-without-colon": bool(misplaced),
    }
    return tuple(name for name, present in found.items() if present)


def _part(headers: Headers, body: bytes, default: str, budget: _Budget, depth: int, complete: bool) -> Part:
    budget.parts -= 1
    if depth > MAX_DEPTH or budget.parts < 0:
        raise MimeFaultError("over-nested")
    stated = next((value for key, value in headers if key == "content-type"), "")
    content_type, parameters = stated.partition(";")[0].strip().casefold() or default, parameters_of(stated)
    children: tuple[Part, ...] = ()
    if content_type.startswith("multipart/"):
        children = _children(body, content_type, parameters.get("boundary", ""), budget, depth, complete)
    return Part(
        headers=headers,
        content_type=content_type,
        parameters=parameters,
        body=b"" if children else body,
        children=children,
        complete=complete,
    )


def _children(
    body: bytes, content_type: str, boundary: str, budget: _Budget, depth: int, complete: bool
) -> tuple[Part, ...]:
    default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
    parts = []
    for section, closed in _sections(body, boundary, budget.parts):
        head, content = _split(section)
        if len(head) > MAX_HEADER_BYTES:
            raise MimeFaultError("over-sized")
        headers, _, misplaced = headers_of(head)
        parts.append(_part(headers, misplaced + content, default, budget, depth + 1, closed or complete))
    return tuple(parts)


def _sections(body: bytes, boundary: str, limit: int) -> list[tuple[bytes, bool]]:
    """What stands between the boundary lines, each with whether a boundary closed it."""
    sections: list[tuple[bytes, bool]] = []
    start = -1
    for begin, end, last in _boundary_lines(b"\n" + body, b"\n--" + boundary.encode("utf-8")) if boundary else ():
        if start >= 0:
            sections.append((body[start:begin].removesuffix(b"\r"), True))
        if len(sections) > limit:
            raise MimeFaultError("over-nested")
        start = -1 if last else end
        if last:
            break
    return sections if start < 0 else [*sections, (body[start:], False)]


def _boundary_lines(lines: bytes, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where in the body each boundary line begins and the next line does, and whether it is the last one."""
    place = lines.find(boundary)
    while place >= 0:
        end = lines.find(b"\n", place + 1)
        end = len(lines) if end < 0 else end
        rest = lines[place + len(boundary) : end].strip(b" \t\r")
        if rest in (b"", b"--"):
            yield max(place - 1, 0), end, rest == b"--"
        place = lines.find(boundary, end)


def parameters_of(value: str) -> dict[str, str]:
    """What stands behind the first part of a header as `name=value`; of several of one name the first."""
    found = _PARAMETER.findall(value[:MAX_VALUE])
    return {name.casefold(): quoted or plain for name, quoted, plain in reversed(found)}
