"""Mail received: one row a message however often it is seen, with the fate it ended in (interface.md 7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from mailvote.rules.acceptance import Fate
from mailvote.store import tables as t
from mailvote.store import votes
from mailvote.store.references import reference
from mailvote.store.sightings import failures, note_failure, note_sighting, seen, seen_id, whereabouts
from mailvote.store.tables import FATES
from mailvote.store.vault import ContentKey, Sealer, bind

__all__ = [
    "Arrival",
    "InboxRow",
    "add",
    "attribute",
    "content",
    "count_from",
    "failures",
    "figures",
    "get",
    "hint",
    "listing",
    "note_failure",
    "of_ballot",
    "pending",
    "rows",
    "seen",
    "seen_at",
    "senders",
    "set_fate",
    "sight",
    "take_back",
    "twin",
    "whereabouts",
    "with_message_id",
]

KIBIBYTE = 1024

# Built once: the statements that every message needs. A listing does not fetch what is sealed.
_PLAIN = tuple(column for column in t.inbox.c if not column.name.endswith("_sealed"))
_ROWS: Select[Any] = (
    select(*_PLAIN, t.ballot.c.year, t.ballot.c.number, t.member.c.name.label("practice"))
    .select_from(t.inbox)
    .outerjoin(t.ballot, t.inbox.c.ballot_id == t.ballot.c.id)
    .outerjoin(t.member, t.inbox.c.member_id == t.member.c.id)
)
_TWIN = _ROWS.where(
    t.inbox.c.organisation == bindparam("organisation"), t.inbox.c.content_key == bindparam("content_key")
)
_ADD = insert(t.inbox).returning(t.inbox.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as the mail server showed it; `content_key` comes from `Sealer.fingerprint`."""

    organisation: str
    folder: str
    uidvalidity: int
    uid: int
    content_key: ContentKey
    message_id: str
    received_at: datetime
    from_address: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A message on file. `size` is rounded up to whole kibibytes, so that it tells no vote from another.

    `reference` and `practice` name the ballot and the member; for mail of none they are "" and the ids None.
    """

    id: int
    organisation: str
    message_id: str
    received_at: datetime
    from_address: str
    size: int
    ballot_id: int | None
    member_id: int | None
    person_id: int | None
    fate: Fate
    ground: str
    reference: str
    practice: str


def twin(conn: Connection, organisation: str, content_key: ContentKey) -> InboxRow | None:
    """The message on file of which this is another delivery, copy or move."""
    row = conn.execute(_TWIN, {"organisation": organisation, "content_key": content_key}).one_or_none()
    return None if row is None else _inbox_row(row)


def with_message_id(conn: Connection, organisation: str, message_id: str) -> tuple[InboxRow, ...]:
    """The messages that bear this Message-ID; the sender chooses it, so it is a hint and settles nothing."""
    chosen = and_(t.inbox.c.organisation == organisation, t.inbox.c.message_id == message_id)
    return _many(conn, chosen)


def add(
    conn: Connection,
    arrival: Arrival,
    *,
    ballot_id: int | None,
    member_id: int | None,
    person_id: int | None,
    fate: Fate | str,
    ground: str,
    content: bytes | None,
    now: datetime,
    sealer: Sealer | None = None,
    hint: bytes | None = None,
) -> int:
    """File a message; its id. `content` and `hint` (how we read a message that was asked back) are sealed.

    `sealer` is that of the ballot, or of the organisation for mail of none; ValueError if it is missing.
    """
    values = {
        **_columns(arrival),
        "ballot_id": ballot_id,
        "member_id": member_id,
        "person_id": person_id,
        "fate": fate,
        "ground": ground,
        "read_at": now,
        **_sealed(sealer, arrival.organisation, arrival.content_key, {"content": content, "hint": hint}),
    }
    inbox_id = conn.execute(_ADD, values).scalar_one()
    note_sighting(conn, inbox_id, *_place(arrival))
    return int(inbox_id)


def _columns(arrival: Arrival) -> dict[str, str | int | datetime]:
    return {
        "organisation": arrival.organisation,
        "content_key": arrival.content_key,
        "message_id": arrival.message_id,
        "received_at": arrival.received_at,
        "from_address": arrival.from_address,
        "size": -(-arrival.size // KIBIBYTE) * KIBIBYTE,
    }


def _sealed(
    sealer: Sealer | None, organisation: str, content_key: str, plain: Mapping[str, bytes | None]
) -> dict[str, bytes]:
    given = {name: data for name, data in plain.items() if data is not None}
    if sealer is None:
        if given:
            raise ValueError("a message can be kept only with a sealer")
        return {}
    return {
        f"{name}_sealed": sealer.seal(data, _context(name, organisation, content_key)) for name, data in given.items()
    }


def _context(name: str, organisation: str, content_key: str) -> bytes:
    return bind("inbox", name, organisation, content_key)


def sight(conn: Connection, inbox_id: int, arrival: Arrival) -> bool:
    """The message was seen here too: moved, delivered again, new UIDVALIDITY. Whether it came earlier."""
    note_sighting(conn, inbox_id, *_place(arrival))
    return earlier(conn, inbox_id, arrival.received_at)


def _place(arrival: Arrival) -> tuple[str, str, int, int]:
    return arrival.organisation, arrival.folder, arrival.uidvalidity, arrival.uid


def earlier(conn: Connection, inbox_id: int, received_at: datetime) -> bool:
    """Keep the earliest time of receipt, of message and vote; whether this is earlier (trust.md 2)."""
    later = and_(t.inbox.c.id == inbox_id, t.inbox.c.received_at > received_at)
    moved = conn.execute(update(t.inbox).where(later).values(received_at=received_at)).rowcount == 1
    if moved:
        votes.received_earlier(conn, inbox_id, received_at)
    return moved


def take_back(conn: Connection, organisation: str, inbox_id: int) -> None:
    """Forget a message that was filed unread and where it was seen, so that it can be taken in anew."""
    conn.execute(delete(t.sighting).where(t.sighting.c.inbox_id == inbox_id))
    conn.execute(delete(t.inbox).where(t.inbox.c.organisation == organisation, t.inbox.c.id == inbox_id))


def seen_at(conn: Connection, organisation: str, folder: str, uidvalidity: int, uid: int) -> InboxRow | None:
    """The message on file that was seen in that place."""
    inbox_id = seen_id(conn, organisation, folder, uidvalidity, uid)
    return None if inbox_id is None else get(conn, organisation, inbox_id)


def set_fate(conn: Connection, inbox_id: int, fate: Fate | str, ground: str) -> None:
    """The message ends otherwise than first decided: replaced, settled, rejected."""
    conn.execute(update(t.inbox).where(t.inbox.c.id == inbox_id).values(fate=fate, ground=ground))


def attribute(
    conn: Connection,
    inbox_id: int,
    *,
    ballot_id: int,
    before: Sealer,
    after: Sealer,
) -> None:
    """The message turns out to belong to a ballot, as a start to the one it made; it is sealed anew."""
    row = conn.execute(select(t.inbox).where(t.inbox.c.id == inbox_id)).one()
    plain = {name: _opened(before, row, name) for name in ("content", "hint")}
    sealed = _sealed(after, row.organisation, row.content_key, plain)
    conn.execute(update(t.inbox).where(t.inbox.c.id == inbox_id).values({"ballot_id": ballot_id, **sealed}))


def get(conn: Connection, organisation: str, inbox_id: int) -> InboxRow | None:
    """The organisation's message of that number."""
    chosen = and_(t.inbox.c.organisation == organisation, t.inbox.c.id == inbox_id)
    row = conn.execute(_ROWS.where(chosen)).one_or_none()
    return None if row is None else _inbox_row(row)


def listing(conn: Connection, organisation: str, state: Fate | str | None = None) -> tuple[InboxRow, ...]:
    """The organisation's messages, of one fate if named, in the order of their receipt."""
    here = t.inbox.c.organisation == organisation
    return _many(conn, here if state is None else and_(here, t.inbox.c.fate == state))


def rows(conn: Connection, organisation: str, inbox_ids: Collection[int]) -> tuple[InboxRow, ...]:
    """The organisation's messages of these numbers."""
    return _many(conn, and_(t.inbox.c.organisation == organisation, t.inbox.c.id.in_(inbox_ids)))


def of_ballot(conn: Connection, organisation: str, ballot_id: int) -> tuple[InboxRow, ...]:
    """All that was received about the ballot."""
    return _many(conn, and_(t.inbox.c.organisation == organisation, t.inbox.c.ballot_id == ballot_id))


def pending(
    conn: Connection, ballot_id: int, member_id: int, fate: Fate | str = Fate.CHALLENGED
) -> tuple[InboxRow, ...]:
    """The practice's messages to the ballot that wait in this fate, in the order of their receipt."""
    mine = and_(t.inbox.c.ballot_id == ballot_id, t.inbox.c.member_id == member_id)
    return _many(conn, and_(mine, t.inbox.c.fate == fate))


def figures(conn: Connection, organisation: str, ballot_id: int | None) -> dict[str, int]:
    """How many messages of the ballot (None: of no ballot) ended in each fate, every fate named."""
    mine = and_(t.inbox.c.organisation == organisation, t.inbox.c.ballot_id == ballot_id)
    counted = select(t.inbox.c.fate, func.count().label("messages")).where(mine).group_by(t.inbox.c.fate)
    return dict.fromkeys(FATES, 0) | {row.fate: row.messages for row in conn.execute(counted)}


def count_from(conn: Connection, organisation: str, from_address: str, ground: str, since: datetime) -> int:
    """How many messages from that address, received since then, ended on this ground."""
    sender = and_(t.inbox.c.organisation == organisation, t.inbox.c.from_address == from_address)
    chosen = and_(sender, t.inbox.c.received_at >= since, t.inbox.c.ground == ground)
    return conn.execute(select(func.count()).select_from(t.inbox).where(chosen)).scalar_one()


def senders(
    conn: Connection, ballot_id: int, grounds: Collection[str], since: datetime, *, unknown: bool = False
) -> dict[str, int]:
    """Who sent messages to the ballot, received since then, that ended on these grounds, and how many each.

    `unknown`: only those who were not on the register.
    """
    chosen = and_(t.inbox.c.ballot_id == ballot_id, t.inbox.c.received_at >= since, t.inbox.c.ground.in_(grounds))
    chosen = and_(chosen, t.inbox.c.person_id.is_(None)) if unknown else chosen
    query = select(t.inbox.c.from_address, func.count().label("messages")).where(chosen)
    return {row.from_address: row.messages for row in conn.execute(query.group_by(t.inbox.c.from_address))}


def content(conn: Connection, sealer: Sealer, inbox_id: int) -> bytes | None:
    """The message as it was kept; None when it was not, or is destroyed."""
    return _opened(sealer, _get(conn, inbox_id), "content")


def hint(conn: Connection, sealer: Sealer, inbox_id: int) -> bytes | None:
    """How the message was read when its sender was asked back."""
    return _opened(sealer, _get(conn, inbox_id), "hint")


def _get(conn: Connection, inbox_id: int) -> Row[Any]:
    row = conn.execute(select(t.inbox).where(t.inbox.c.id == inbox_id)).one_or_none()
    if row is None:
        raise LookupError(f"no message {inbox_id}")
    return row


def _opened(sealer: Sealer, row: Row[Any], name: str) -> bytes | None:
    sealed = {"content": row.content_sealed, "hint": row.hint_sealed}[name]
    return None if sealed is None else sealer.open(sealed, _context(name, row.organisation, row.content_key))


def _many(conn: Connection, chosen: ColumnElement[bool]) -> tuple[InboxRow, ...]:
    query = _ROWS.where(chosen).order_by(t.inbox.c.received_at, t.inbox.c.id)
    return tuple(_inbox_row(row) for row in conn.execute(query))


def _inbox_row(row: Row[Any]) -> InboxRow:
    return InboxRow(
        id=row.id,
        organisation=row.organisation,
        message_id=row.message_id,
        received_at=row.received_at,
        from_address=row.from_address,
        size=row.size,
        ballot_id=row.ballot_id,
        member_id=row.member_id,
        person_id=row.person_id,
        fate=Fate(row.fate),
        ground=row.ground,
        reference=reference(row.organisation, row.year, row.number) if row.ballot_id else "",
        practice=row.practice or "",
    )
