"""Take a message back that was set aside, and have it read once more from its sealed content."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.errors import DatabaseUnreachable, MailvoteError
from mailvote.office.desk import Desk
from mailvote.office.intake import UNREADABLE, receive
from mailvote.office.keys import sealer
from mailvote.office.looking import message_numbered
from mailvote.office.ports import Received
from mailvote.office.roll import call_roll
from mailvote.rules.acceptance import Fate
from mailvote.store import inbox
from mailvote.store.inbox import KIBIBYTE, InboxRow

GROUNDS = (UNREADABLE, "over-sized", "over-nested")
"""Why messages are set aside: reading them failed, or `mail.message` found the fault of that name."""


def retry(conn: Connection, desk: Desk, number: int, now: datetime) -> InboxRow:
    """Read a message that was set aside as if it had just been fetched; how it is on file now.

    MailvoteError when it still cannot be read: roll back, and nothing has changed.
    """
    row = message_numbered(conn, desk, number)
    if not _is_set_aside(row):
        raise MailvoteError(f"message {number} is not set aside: it is {row.fate} ({row.ground})")
    received = _received(conn, desk, row)
    inbox.take_back(conn, desk.organisation, number)
    again = _read_again(conn, desk, received, now)
    if again is None or _is_set_aside(again):
        raise MailvoteError(f"message {number} still cannot be read; nothing was changed")
    return again


def _is_set_aside(row: InboxRow) -> bool:
    return row.fate is Fate.HELD and row.ground in GROUNDS


def _received(conn: Connection, desk: Desk, row: InboxRow) -> Received:
    """The message as the mailbox gave it out at the time."""
    content = inbox.content(conn, sealer(conn, desk, None), row.id)
    places = inbox.whereabouts(conn, row.id)
    if not content or not places:
        raise MailvoteError(f"the mail server never gave out message {row.id}, so there is nothing to read again")
    folder, uidvalidity, uid = places[0]
    return Received(
        folder=folder,
        uidvalidity=uidvalidity,
        uid=uid,
        received_at=row.received_at,
        size=_size(row, content),
        content=content,
    )


def _size(row: InboxRow, content: bytes) -> int:
    """The size in bytes, which the inbox keeps in whole kibibytes: larger than the content only where that was cut."""
    is_whole = row.size - KIBIBYTE < len(content) <= row.size
    return len(content) if is_whole else row.size


def _read_again(conn: Connection, desk: Desk, received: Received, now: datetime) -> InboxRow | None:
    try:
        receive(conn, desk, call_roll(conn, desk, now), received, now)
    except DatabaseUnreachable:
        raise
    except Exception:  # noqa: BLE001 - P11: whatever reading it trips over, it stays set aside
        return None
    return inbox.seen_at(conn, desk.organisation, received.folder, received.uidvalidity, received.uid)
