"""Mail to send: composed once, kept sealed, claimed under a lease, sent with the same bytes however often (trust.md 2)."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, update

from mailvote.store import tables as t
from mailvote.store.dialects import insert_new
from mailvote.store.references import reference
from mailvote.store.vault import Sealer, bind

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(hours=48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A composed letter on its way into the outbox; `content` is the whole message as it will be sent."""

    organisation: str
    ballot_id: int | None
    member_id: int | None
    person_id: int | None
    purpose: str
    sequence: str
    recipient: str
    message_id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLetter:
    """A claimed letter; `tries` counts the attempts, this one included."""

    id: int
    organisation: str
    recipient: str
    content: bytes = field(repr=False)
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A letter as it is listed (interface.md 8); `reference` is "" for a letter of no ballot."""

    id: int
    organisation: str
    ballot_id: int | None
    reference: str
    recipient: str
    purpose: str
    message_id: str
    state: str
    tries: int
    next_try_at: datetime | None
    error: str
    posted_at: datetime
    sent_at: datetime | None


def post(conn: Connection, sealer: Sealer, outgoing: Outgoing, now: datetime) -> bool:
    """Put a letter in the outbox; False when it is there already, under the same Message-ID.

    `sealer` is that of the letter's ballot, or of the organisation for a letter of none.
    """
    values = {
        "organisation": outgoing.organisation,
        "ballot_id": outgoing.ballot_id,
        "member_id": outgoing.member_id,
        "person_id": outgoing.person_id,
        "purpose": outgoing.purpose,
        "sequence": outgoing.sequence,
        "recipient": outgoing.recipient,
        "message_id": outgoing.message_id,
        "content_sealed": sealer.seal(outgoing.content, _context(outgoing)),
        "state": "waiting",
        "tries": 0,
        "error": "",
        "posted_at": now,
        "next_try_at": now,
    }
    return insert_new(conn, t.outbox, values, unique=("organisation", "message_id"))


def _context(letter: Outgoing | Row[Any]) -> bytes:
    return bind("outbox", letter.organisation, letter.ballot_id, letter.recipient, letter.message_id)


def claim(
    conn: Connection,
    sealers: Callable[[str, int | None], Sealer],
    now: datetime,
    limit: int,
    lease: timedelta,
    *,
    organisation: str | None = None,
) -> tuple[OutboxLetter, ...]:
    """Take up to `limit` letters that are due, for as long as the lease; nobody else gets them meanwhile.

    The longest due goes first within an organisation, and organisations take turns, so that the papers of one do not
    hold up the receipts of another.
    """
    chosen = _taken(conn, _in_turn(conn, now, limit, organisation)[:limit], now, lease)
    return tuple(
        OutboxLetter(
            id=row.id,
            organisation=row.organisation,
            recipient=row.recipient,
            content=sealers(row.organisation, row.ballot_id).open(row.content_sealed, _context(row)),
            tries=row.tries,
        )
        for row in chosen
    )


def _in_turn(conn: Connection, now: datetime, limit: int, only: str | None) -> list[int]:
    queues = [
        conn.execute(_due(organisation, now).limit(limit)).scalars().all()
        for organisation in ([only] if only else _organisations(conn))
    ]
    return [letter for letter in chain.from_iterable(zip_longest(*queues)) if letter is not None]


def _organisations(conn: Connection) -> list[str]:
    return list(conn.execute(select(t.organisation.c.id).order_by(t.organisation.c.id)).scalars())


def _free(now: datetime) -> ColumnElement[bool]:
    unclaimed = or_(t.outbox.c.claimed_until.is_(None), t.outbox.c.claimed_until <= now)
    return and_(t.to_send, t.outbox.c.next_try_at <= now, unclaimed)
