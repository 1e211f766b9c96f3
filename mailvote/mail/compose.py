"""A letter and an envelope make the bytes of one message: the same bytes on every version of Python."""

import base64
import hashlib
import quopri
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime

from mailvote.mail.ashtml import html_of
from mailvote.mail.astext import text_of
from mailvote.mail.letter import Enclosure, Letter
from mailvote.mail.markup import parsed
from mailvote.mail.tidy import spaced

__all__ = ["Enclosure", "Envelope", "completed", "compose", "stand_in"]

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
_MESSAGE_ID = re.compile(r"[!-;=?-~]{3,240}")
_CONTENT_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(; [a-z]+=[A-Za-z0-9_-]+)*")
_LINE = 76
_CHUNK = 39  # octets in one encoded word, so that "Subject: " fits on the same line
_KEPT_REFERENCES = 10
_BLOCK = 57 * 1024  # octets that make whole lines
_IN_PLACE_OF = b"mailvote document:"  # a multiple of three octets, so that its encoding is the same whatever follows
_STAND_IN = re.compile(
    rb"(?<=\r\n\r\n)" + re.escape(base64.b64encode(_IN_PLACE_OF)) + rb"([A-Za-z0-9+/=]{4,40})(?=\r\n--=_)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom, to whom and in which thread; `answers` is the Message-ID of the message that is answered."""

    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    reply_to: str
    message_id: str
    date: datetime
    answers: str = ""
    references: tuple[str, ...] = ()
    replied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One MIME part: its header lines and its encoded lines."""

    headers: tuple[str, ...]
    lines: tuple[str, ...] = field(repr=False)


def compose(letter: Letter, envelope: Envelope) -> bytes:
    """The message for one recipient: ASCII, CRLF, text before HTML; ValueError for what is no address."""
    body = _alternatives(letter, envelope)
    if letter.enclosures:
        body = _multipart("mixed", envelope, (body, *map(_enclosure, letter.enclosures)))
    lines = (*_headers(letter, envelope), "MIME-Version: 1.0", *body.headers, "", *body.lines)
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def stand_in(enclosure: Enclosure, number: int) -> Enclosure:
    """What is composed in the place of a file that is kept elsewhere under that number (`completed`)."""
    return replace(enclosure, content=_IN_PLACE_OF + str(number).encode())


def completed(message: bytes, contents: Mapping[int, bytes]) -> bytes:
    """The message with the files themselves; LookupError where one of them is not among the contents.

    No text can pass for a stand-in, since `=_` never occurs in encoded text, and what is put in is not read again.
    """

    def content(found: re.Match[bytes]) -> bytes:
        return _encoded_file(contents[int(base64.b64decode(found[1]))])

    return _STAND_IN.sub(content, message)


def _headers(letter: Letter, envelope: Envelope) -> tuple[str, ...]:
    answered = _identifiers((envelope.answers,))
    thread = _identifiers((*envelope.references, envelope.answers))[-_KEPT_REFERENCES:]
    named = (
        ("Date", (format_datetime(envelope.date.astimezone(UTC)),)),
        ("From", _mailbox(envelope.sender_name, envelope.sender)),
        ("To", _mailbox(envelope.recipient_name, envelope.recipient)),
        ("Reply-To", (_address(envelope.reply_to),)),
        ("Subject", _words(letter.subject)),
        ("Message-ID", _identifiers((envelope.message_id,))),
        ("In-Reply-To", answered),
        ("References", thread),
        ("Auto-Submitted", ("auto-replied" if envelope.replied else "auto-generated",)),
        ("X-Auto-Response-Suppress", ("OOF,", "AutoReply")),
    )
    return tuple(line for name, words in named if words for line in _folded(name, words))


def _folded(name: str, words: tuple[str, ...]) -> list[str]:
    """The header on lines of at most 76 characters where its words allow."""
    lines = [f"{name}: {words[0]}"]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= _LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(f" {word}")
    return lines


def _mailbox(name: str, address: str) -> tuple[str, ...]:
    """A display name as one quoted string or as encoded words, and the address."""
    name = spaced(name)
    if not name:
        return (_address(address),)
    if name.isascii() and len(name) <= _LINE and "=?" not in name:
        quoted = name.replace("\\", r"\\").replace('"', r"\"")
        return (f'"{quoted}"', f"<{_address(address)}>")
    return (*_encoded(name), f"<{_address(address)}>")


def _address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise ValueError("not an address that can stand in a header")
    return address


def _identifiers(identifiers: tuple[str, ...]) -> tuple[str, ...]:
    """The Message-IDs in angle brackets, each once; what could not stand in a header is left out."""
    plain = dict.fromkeys(identifier.strip().removeprefix("<").removesuffix(">") for identifier in identifiers)
    return tuple(f"<{identifier}>" for identifier in plain if _MESSAGE_ID.fullmatch(identifier))


def _words(text: str) -> tuple[str, ...]:
    """An unstructured header's text as words that need no more care than folding."""
    text = spaced(text)
    plain = text.isascii() and "=?" not in text and all(len(word) <= _LINE for word in text.split())
    return tuple(text.split()) if plain else _encoded(text)


def _encoded(text: str) -> tuple[str, ...]:
    """RFC 2047 encoded words of at most 75 characters, none of which cuts a character in two."""
    chunks, chunk = [], b""
    for character in text:
        octets = character.encode()
        if len(chunk) + len(octets) > _CHUNK:
            chunks.append(chunk)
            chunk = b""
        chunk += octets
    return tuple(f"=?utf-8?b?{base64.b64encode(part).decode('ascii')}?=" for part in (*chunks, chunk))


def _alternatives(letter: Letter, envelope: Envelope) -> _Part:
    tree = parsed(letter.body)
    parts = (_text("plain", text_of(tree)), _text("html", html_of(tree, letter.subject)))
    return _multipart("alternative", envelope, parts)


def _text(subtype: str, text: str) -> _Part:
    encoded = quopri.encodestring(text.encode(), quotetabs=False).decode("ascii")
    return _Part(
        headers=(
            f"Content-Type: text/{subtype}; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ),
        lines=tuple(encoded.split("\n")),
    )


def _enclosure(enclosure: Enclosure) -> _Part:
    if not _CONTENT_TYPE.fullmatch(enclosure.content_type):
        raise ValueError("not a content type that can stand in a header")
    name = re.sub(r"[^A-Za-z0-9._ -]+", "-", spaced(enclosure.name)).strip(" .") or "enclosure"
    return _Part(
        headers=(
            f"Content-Type: {enclosure.content_type}",
            "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{name[:80]}"',
        ),
        lines=tuple(_encoded_file(enclosure.content).decode("ascii").split("\r\n")) if enclosure.content else (),
    )


def _encoded_file(content: bytes) -> bytes:
    """A file in lines of base64 without the last break, made piece by piece, since it may have many megabytes."""
    pieces = (content[start : start + _BLOCK] for start in range(0, len(content), _BLOCK))
    return b"".join(base64.encodebytes(piece).replace(b"\n", b"\r\n") for piece in pieces).removesuffix(b"\r\n")


def _multipart(subtype: str, envelope: Envelope, parts: tuple[_Part, ...]) -> _Part:
    """Parts between boundaries that follow from the Message-ID; `=_` never occurs in encoded text."""
    digest = hashlib.sha256(f"{subtype} {envelope.message_id}".encode()).hexdigest()[:32]
    boundary = f"=_{digest}"
    lines: list[str] = []
    for part in parts:
        lines += [f"--{boundary}", *part.headers, "", *part.lines]
    return _Part(
        headers=(f"Content-Type: multipart/{subtype};", f' boundary="{boundary}"'),
        lines=(*lines, f"--{boundary}--"),
    )
