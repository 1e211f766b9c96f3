"""The files that came with a message, from its whole content: those of messages attached to it and signed ones too."""

from collections.abc import Iterator
from email.message import Message

from mailvote.mail.body import WRAPPING
from mailvote.mail.charsets import decoded_header
from mailvote.mail.letter import Enclosure
from mailvote.mail.mime import MimeFaultError, Part, parse, transfer_decoded
from mailvote.mail.smime import signed_content
from mailvote.mail.tidy import spaced

MAX_NAME = 120
MAX_FILES = 20
MAX_WITHIN = 2

_OF_THE_MAIL = ("image/", "text/calendar", "application/pgp-", "application/pkcs7-signature", "application/x-pkcs7-")
"""What mail programs put beside a letter by themselves: pictures of a signature, and signatures of the other kind."""


def files_of(content: bytes) -> tuple[Enclosure, ...]:
    """The files in the order in which they stand; nothing raises out of here, and what cannot be read is left out."""
    try:
        root, _ = parse(content)
        found = list(_files(root, MAX_WITHIN))
    except (MimeFaultError, ValueError):
        return ()
    return tuple(found[:MAX_FILES])


def _files(part: Part, within: int) -> Iterator[Enclosure]:
    if part.children:
        for child in part.children:
            yield from _files(child, within)
    elif part.content_type in WRAPPING:
        signed = signed_content(transfer_decoded(part))
        yield from _of_message(signed[0], within) if signed else ()
    elif part.content_type == "message/rfc822":
        yield from _of_message(transfer_decoded(part), within)
    elif _is_file(part):
        yield Enclosure(name=_name(part), content_type=part.content_type[:100], content=transfer_decoded(part))


def _of_message(content: bytes, within: int) -> Iterator[Enclosure]:
    if within:
        yield from _files(parse(content)[0], within - 1)


def _is_file(part: Part) -> bool:
    """Whether a part is neither the text of the message nor an ornament of it."""
    is_attached = part.disposition == "attachment" or (bool(part.filename) and part.disposition != "inline")
    if part.content_type in ("text/plain", "text/html"):
        return is_attached
    if part.content_type.startswith(_OF_THE_MAIL):
        return part.content_type.startswith("image/") and is_attached
    return not part.content_type.startswith("multipart/")


def _name(part: Part) -> str:
    """The name of the file, without any folder, as one line."""
    plain = spaced(decoded_header(_stated(part))).replace("\\", "/").rpartition("/")[2]
    return plain[:MAX_NAME].strip(". ") or "unnamed"


def _stated(part: Part) -> str:
    """The name as the headers state it, put together where it is split or encoded by RFC 2231."""
    headers = Message()
    for name in ("content-disposition", "content-type"):
        if value := part.header(name):
            headers[name] = value
    try:
        return headers.get_filename() or part.filename
    except Exception:  # noqa: BLE001 - mail is hostile: a name that nobody can read is no reason to lose the file
        return part.filename
