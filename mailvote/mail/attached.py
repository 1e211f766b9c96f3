"""The files that came with a message, whatever they are: those of messages attached to it and of signed ones too."""

from collections.abc import Iterator

from mailvote.mail.body import WRAPPING
from mailvote.mail.filetypes import plain_name
from mailvote.mail.leaves import Leaf, content_of, leaves_of, name_of
from mailvote.mail.letter import Enclosure
from mailvote.mail.mime import MimeFaultError
from mailvote.mail.smime import signed_content

MAX_FILES = 20
MAX_WITHIN = 2

_OF_THE_MAIL = ("text/calendar", "application/pgp-", "application/pkcs7-signature", "application/x-pkcs7-")
"""What mail programs put beside a letter by themselves."""


def files_of(content: bytes) -> tuple[Enclosure, ...]:
    """The files in the order in which they stand; nothing raises out of here, and what cannot be read is left out."""
    try:
        found = list(_files(content, MAX_WITHIN))
    except (MimeFaultError, ValueError):
        return ()
    return tuple(found[:MAX_FILES])


def _files(content: bytes, within: int) -> Iterator[Enclosure]:
    for leaf in leaves_of(content):
        if leaf.part.content_type in WRAPPING:
            signed = signed_content(content_of(content, leaf))
            yield from _files(signed[0], within - 1) if signed and within else ()
        elif leaf.part.content_type == "message/rfc822":
            yield from _files(content_of(content, leaf), within - 1) if within else ()
        elif _is_file(leaf):
            name = plain_name(name_of(leaf.part)) or "unnamed"
            yield Enclosure(name=name, content_type=leaf.part.content_type, content=content_of(content, leaf))


def _is_file(leaf: Leaf) -> bool:
    """Whether a part is neither the text of the message nor an ornament of it, such as the picture of a signature."""
    part = leaf.part
    is_attached = part.disposition == "attachment" or (bool(name_of(part)) and part.disposition != "inline")
    if part.content_type in ("text/plain", "text/html") or part.content_type.startswith("image/"):
        return is_attached and not leaf.of_letter
    return not part.content_type.startswith(_OF_THE_MAIL)
