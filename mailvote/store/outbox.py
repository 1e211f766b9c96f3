"""Mail to send: composed once, sealed, claimed under a lease, the same bytes at every try (trust.md 2)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, update

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
    sequence: int | str
    recipient: str
    message_id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLetter:
    """A claimed letter; `tries` counts the attempts, this one included."""

    id: int
    purpose: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """By what a letter of ours is known again: its number, and its Message-ID without the brackets."""

    id: int
    message_id: str


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
        "sequence": str(outgoing.sequence),
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
    organisation: str,
    sealer: Callable[[int | None], Sealer],
    now: datetime,
    limit: int,
    lease: timedelta,
) -> tuple[OutboxLetter, ...]:
    """Take up to `limit` letters that are due, the longest due first; nobody else gets them until the lease ends.

    `sealer` finds what opens the letters of a ballot, or of none.
    """
    due = conn.execute(_due(organisation, now).limit(limit)).scalars().all()
    return tuple(
        OutboxLetter(
            id=row.id,
            purpose=row.purpose,
            recipient=row.recipient,
            content=sealer(row.ballot_id).open(row.content_sealed, _context(row)),
            tries=row.tries,
        )
        for row in _taken(conn, due, now, lease)
    )


def _free(now: datetime) -> ColumnElement[bool]:
    unclaimed = or_(t.outbox.c.claimed_until.is_(None), t.outbox.c.claimed_until <= now)
    return and_(t.to_send, t.outbox.c.next_try_at <= now, unclaimed)


def _due(organisation: str, now: datetime) -> Select[int]:
    mine = and_(t.outbox.c.organisation == organisation, _free(now))
    return select(t.outbox.c.id).where(mine).order_by(t.outbox.c.next_try_at, t.outbox.c.id)


def _taken(conn: Connection, letters: Sequence[int], now: datetime, lease: timedelta) -> list[Row[Any]]:
    """The letters that are still free, in their order: somebody else may have claimed one since we looked."""
    ours = and_(t.outbox.c.id.in_(letters), _free(now))
    values = {"claimed_until": now + lease, "tries": t.outbox.c.tries + 1}
    rows = conn.execute(update(t.outbox).where(ours).values(values).returning(t.outbox)).all() if letters else []
    return sorted(rows, key=lambda row: letters.index(row.id))


def sent(conn: Connection, letter_id: int, at: datetime) -> None:
    """The letter was taken by the recipient's server or its relay."""
    _settle(conn, letter_id, state="sent", sent_at=at, error="")


def delayed(conn: Connection, letter_id: int, error: str, next_try_at: datetime) -> None:
    """The letter could not be delivered yet; `error` is the server's code and text, never a body."""
    _settle(conn, letter_id, state="delayed", error=error, next_try_at=next_try_at)


def failed(conn: Connection, letter_id: int, error: str) -> None:
    """The letter was refused for good, or given up after 48 hours."""
    _settle(conn, letter_id, state="failed", error=error)


def _settle(conn: Connection, letter_id: int, **values: str | datetime) -> None:
    open_letter = and_(t.outbox.c.id == letter_id, t.to_send)
    conn.execute(update(t.outbox).where(open_letter).values(claimed_until=None, **values))


def release(conn: Connection, letters: Collection[int]) -> None:
    """Give claims back that were never tried, as when no server could be reached; they cost no try."""
    claimed = and_(t.outbox.c.id.in_(letters), t.to_send, t.outbox.c.claimed_until.is_not(None))
    conn.execute(update(t.outbox).where(claimed).values(claimed_until=None, tries=t.outbox.c.tries - 1))


def break_leases(conn: Connection) -> None:
    """Free what a process that died had claimed; only for whoever holds the installation's lock, alone at work."""
    conn.execute(update(t.outbox).where(t.outbox.c.claimed_until.is_not(None)).values(claimed_until=None))


def retry(conn: Connection, letter_id: int, now: datetime) -> bool:
    """Try a failed or delayed letter again at once, with a full count of tries; False if it is neither."""
    stuck = and_(t.outbox.c.id == letter_id, t.outbox.c.state.in_(["failed", "delayed"]))
    stuck = and_(stuck, t.outbox.c.content_sealed.is_not(None))
    values = {"state": "waiting", "tries": 0, "error": "", "next_try_at": now, "claimed_until": None}
    return conn.execute(update(t.outbox).where(stuck).values(values)).rowcount == 1


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries: the pause doubles up to four hours; None after 48 hours."""
    waited = sum((_pause(before) for before in range(1, tries)), timedelta())
    return now + _pause(tries) if waited < GIVE_UP_AFTER else None


def _pause(tries: int) -> timedelta:
    doublings: int = 2 ** min(tries - 1, 16)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def content(conn: Connection, sealer: Sealer, letter_id: int) -> bytes | None:
    """The letter as it was composed; None once it is destroyed."""
    row = conn.execute(select(t.outbox).where(t.outbox.c.id == letter_id)).one()
    return None if row.content_sealed is None else sealer.open(row.content_sealed, _context(row))


def listing(conn: Connection, organisation: str, states: Collection[str] = ()) -> tuple[OutboxRow, ...]:
    """The letters of the organisation in these states (none named: in any), oldest first."""
    plain = (column for column in t.outbox.c if column is not t.outbox.c.content_sealed)
    query: Select[Any] = select(*plain, t.ballot.c.year, t.ballot.c.number).select_from(t.outbox)
    query = query.outerjoin(t.ballot, t.outbox.c.ballot_id == t.ballot.c.id)
    query = query.where(t.outbox.c.organisation == organisation)
    if states:
        query = query.where(t.outbox.c.state.in_(states))
    return tuple(_outbox_row(row) for row in conn.execute(query.order_by(t.outbox.c.posted_at, t.outbox.c.id)))


def of_ballot(conn: Connection, ballot_id: int, letter_ids: Collection[int] = ()) -> tuple[Known, ...]:
    """Every letter that was posted about the ballot, and these others."""
    return _known(conn, _mine(ballot_id, letter_ids))


def destroyed(conn: Connection, ballot_id: int, letter_ids: Collection[int]) -> tuple[Known, ...]:
    """Those of the ballot, and of these others, whose content is destroyed."""
    return _known(conn, and_(_mine(ballot_id, letter_ids), t.outbox.c.content_sealed.is_(None)))


def _mine(ballot_id: int, letter_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(t.outbox.c.ballot_id == ballot_id, t.outbox.c.id.in_(letter_ids))


def _known(conn: Connection, chosen: ColumnElement[bool]) -> tuple[Known, ...]:
    rows = conn.execute(select(t.outbox.c.id, t.outbox.c.message_id).where(chosen).order_by(t.outbox.c.id))
    return tuple(Known(id=row.id, message_id=row.message_id.strip("<>")) for row in rows)


def _outbox_row(row: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        organisation=row.organisation,
        ballot_id=row.ballot_id,
        reference=reference(row.organisation, row.year, row.number) if row.ballot_id else "",
        recipient=row.recipient,
        purpose=row.purpose,
        message_id=row.message_id,
        state=row.state,
        tries=row.tries,
        next_try_at=row.next_try_at if row.state in ("waiting", "delayed") else None,
        error=row.error,
        posted_at=row.posted_at,
        sent_at=row.sent_at,
    )


def count_to(
    conn: Connection,
    organisation: str,
    recipient: str,
    purpose_in: Collection[str],
    ballot_id: int | None,
    since: datetime,
) -> int:
    """How many letters of these purposes were posted to the address since then; None: about no ballot."""
    mine = and_(t.outbox.c.organisation == organisation, t.outbox.c.recipient == recipient)
    chosen = and_(mine, t.outbox.c.purpose.in_(purpose_in), t.outbox.c.posted_at >= since)
    chosen = and_(chosen, t.outbox.c.ballot_id == ballot_id)
    return conn.execute(select(func.count()).select_from(t.outbox).where(chosen)).scalar_one()


def posted_to(conn: Connection, ballot_id: int, purpose: str) -> frozenset[int]:
    """The people to whom a letter of this purpose was posted in the ballot, by their ids."""
    chosen = and_(t.outbox.c.ballot_id == ballot_id, t.outbox.c.purpose == purpose)
    people = select(t.outbox.c.person_id).distinct().where(chosen, t.outbox.c.person_id.is_not(None))
    return frozenset(conn.execute(people).scalars())


def last_posted(conn: Connection, ballot_id: int, purpose: str) -> datetime | None:
    """When the newest letter of this purpose was posted in the ballot."""
    chosen = and_(t.outbox.c.ballot_id == ballot_id, t.outbox.c.purpose == purpose)
    return conn.execute(select(func.max(t.outbox.c.posted_at)).where(chosen)).scalar()
