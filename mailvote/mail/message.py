"""Bytes of a received message into one frozen value, whatever they hold: nothing raises out of here (mail.md 1)."""

import re
from dataclasses import dataclass, field

from mailvote.mail.addresses import addresses_in
from mailvote.mail.body import Attachment, Body, body_of
from mailvote.mail.charsets import decoded_header
from mailvote.mail.mime import Headers, MimeFaultError, parse

__all__ = ["MAX_BYTES", "Attachment", "Incoming", "read_message"]

MAX_BYTES = 256 * 1024
"""What is fetched and read of a message; the rest of a larger one is attachments or quotation."""

MAX_IDS = 50
MAX_RECIPIENTS = 100

_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_ID = re.compile(r"<([^<>\s]{1,250})>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as the rest of the package sees it.

    `headers` holds lower-case names with raw, unfolded values; `thread` the Message-IDs it answers;
    `defects` what was wrong but bearable (such as "bare-cr", "text-cut" where a bound cut the text part);
    `fault` is "" or why the message must be set aside: "over-sized", "over-nested" or "unreadable".
    """

    headers: Headers = field(default=(), repr=False)
    subject: str = field(default="", repr=False)
    message_id: str = ""
    thread: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    text: str | None = field(default=None, repr=False)
    html: str | None = field(default=None, repr=False)
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()
    truncated: bool = False
    fault: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of the header of that name, topmost first."""
        return tuple(value for key, value in self.headers if key == name)


def read_message(content: bytes, *, size: int | None = None) -> Incoming:
    """Read a message of which `content` was fetched and whose size on the server is `size`."""
    truncated = len(content) > MAX_BYTES or (size is not None and size > len(content))
    try:
        return _read(content[:MAX_BYTES], truncated)
    except MimeFaultError as error:
        return Incoming(fault=str(error), truncated=truncated)
    except Exception:  # noqa: BLE001 - mail is hostile: whatever a library trips over is one message set aside
        return Incoming(fault="unreadable", truncated=truncated)


def _read(content: bytes, truncated: bool) -> Incoming:
    root, defects = parse(content, complete=not truncated)
    if not root.headers:
        return Incoming(fault="unreadable", defects=defects, truncated=truncated)
    body = body_of(root)
    return Incoming(
        headers=root.headers,
        subject=decoded_header(root.header("subject")).strip(),
        message_id=next(iter(_ids(root.header("message-id"))), ""),
        thread=_ids(f"{root.header('in-reply-to')} {root.header('references')}"),
        recipients=_recipients(root.headers),
        text=body.text,
        html=body.html,
        attachments=body.attachments,
        defects=(*defects, *_cuts(body)),
        truncated=truncated,
    )


def _cuts(body: Body) -> tuple[str, ...]:
    cuts = {"text-cut": body.text_cut, "html-cut": body.html_cut}
    return tuple(name for name, cut in cuts.items() if cut)


def _ids(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ID.findall(value)[-MAX_IDS:]))


def _recipients(headers: Headers) -> tuple[str, ...]:
    found = (address for name, value in headers if name in _RECIPIENTS for address in addresses_in(value))
    return tuple(dict.fromkeys(found))[:MAX_RECIPIENTS]
