"""Votes: the only module that sees a choice in clear, between sealing and opening (R22, trust.md 3)."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, select, update

from mailvote.rules.chain import NONCE_BYTES, commitment
from mailvote.rules.codes import receipt_words
from mailvote.rules.electorate import Person, Role
from mailvote.store import tables as t
from mailvote.store.vault import Sealer, bind

BLOCK = 512
"""Every sealed choice is padded to this length, so that none is told from another by its size."""

CODE_BYTES = 4

# Built once: the statements that every vote needs.
_IN_FORCE = and_(t.vote.c.ballot_id == bindparam("ballot_id"), t.vote.c.ended_at.is_(None))
_UID = select(func.min(t.sighting.c.uid)).where(t.sighting.c.inbox_id == t.vote.c.inbox_id).scalar_subquery()
_MINE = t.vote.c.member_id == bindparam("member_id")
_STANDING = select(t.vote, _UID.label("uid")).where(_IN_FORCE, _MINE)
_ELECTOR = select(t.elector.c.name).where(
    t.elector.c.ballot_id == bindparam("ballot_id"), t.elector.c.member_id == bindparam("member_id")
)
_RECORD = insert(t.vote).returning(t.vote.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A vote as it was just written: the code and commitment stand in the receipt; the nonce stays sealed."""

    vote_id: int
    code: str = field(repr=False)
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The vote in force of one practice, without its choice.

    `role` is the voter's at that time, None for a vote on paper recorded by the manager; `order` is the
    message's UID, which settles two votes of one second (interface.md 8).
    """

    vote_id: int
    member_id: int
    person_id: int | None
    role: Role | None
    received_at: datetime
    inbox_id: int | None
    order: int
    abstained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVote:
    """A vote in force, opened for the count."""

    member_id: int
    person_id: int | None
    role: Role | None
    received_at: datetime
    choice: tuple[int, ...] = field(repr=False)
    code: str = field(repr=False)
    nonce: bytes = field(repr=False)
    commitment: str
    inbox_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """Who took part so far, by member; of these votes the manager entered those of the `recorded`."""

    voted: frozenset[int]
    abstained: frozenset[int]
    recorded: frozenset[int]


def record(
    conn: Connection,
    sealer: Sealer,
    *,
    ballot_id: int,
    member_id: int,
    person: Person | None,
    received_at: datetime,
    choice: tuple[int, ...],
    inbox_id: int | None,
    now: datetime,
) -> Recorded:
    """Put a vote in force; () is an abstention. LookupError when the member is no elector of the ballot.

    The database refuses a second vote in force of one practice (R3): supersede the standing one first.
    """
    nonce, code = secrets.token_bytes(NONCE_BYTES), receipt_words(secrets.token_bytes(CODE_BYTES))
    committed = commitment(nonce, _elector_name(conn, ballot_id, member_id), choice)
    plain = json.dumps({"choice": choice, "nonce": nonce.hex(), "code": code}).encode()
    values = {
        "ballot_id": ballot_id,
        "member_id": member_id,
        "person_id": person and person.id,
        "inbox_id": inbox_id,
        "role": person and person.role,
        "received_at": received_at,
        "recorded_at": now,
        "abstained": not choice,
        "commitment": committed,
        "choice_sealed": sealer.seal(plain, _context(ballot_id, member_id, committed), block=BLOCK),
    }
    vote_id = conn.execute(_RECORD, values).scalar_one()
    return Recorded(vote_id=vote_id, code=code, commitment=committed)


def _elector_name(conn: Connection, ballot_id: int, member_id: int) -> str:
    name = conn.execute(_ELECTOR, {"ballot_id": ballot_id, "member_id": member_id}).scalar_one_or_none()
    if name is None:
        raise LookupError(f"member {member_id} is no elector of ballot {ballot_id}")
    return str(name)


def _context(ballot_id: int, member_id: int, committed: str) -> bytes:
    return bind("vote", ballot_id, member_id, committed)


def standing(conn: Connection, ballot_id: int, member_id: int) -> Standing | None:
    """The practice's vote in force, or None."""
    row = conn.execute(_STANDING, {"ballot_id": ballot_id, "member_id": member_id}).one_or_none()
    if row is None:
        return None
    return Standing(
        vote_id=row.id,
        member_id=row.member_id,
        person_id=row.person_id,
        role=None if row.role is None else Role(row.role),
        received_at=row.received_at,
        inbox_id=row.inbox_id,
        order=row.uid or 0,
        abstained=row.abstained,
    )


Ending: TypeAlias = Literal["replaced", "withdrawn", "objected", "barred"]
"""How a vote ends before the count: by a later vote, by its voter, by an objection, by a declared interest."""


def supersede(conn: Connection, vote_id: int, at: datetime, how: Ending) -> None:
    """The vote is no longer in force; its row stays, sealed, until the destruction."""
    in_force = and_(t.vote.c.id == vote_id, t.vote.c.ended_at.is_(None))
    conn.execute(update(t.vote).where(in_force).values(ended_at=at, ended_how=how))


def received_earlier(conn: Connection, inbox_id: int, received_at: datetime) -> None:
    """Another copy of the vote's message came earlier; the earliest time counts (trust.md 2)."""
    later = and_(t.vote.c.inbox_id == inbox_id, t.vote.c.received_at > received_at)
    conn.execute(update(t.vote).where(later).values(received_at=received_at))


def in_force(conn: Connection, sealer: Sealer, ballot_id: int) -> tuple[StoredVote, ...]:
    """Every vote in force, opened, ordered by member: for the count, after the close."""
    rows = conn.execute(select(t.vote).where(_IN_FORCE).order_by(t.vote.c.member_id), {"ballot_id": ballot_id})
    return tuple(_opened(sealer, row) for row in rows)


def _opened(sealer: Sealer, row: Row[Any]) -> StoredVote:
    context = _context(row.ballot_id, row.member_id, row.commitment)
    plain = json.loads(sealer.open(row.choice_sealed, context))
    return StoredVote(
        member_id=row.member_id,
        person_id=row.person_id,
        role=None if row.role is None else Role(row.role),
        received_at=row.received_at,
        choice=tuple(plain["choice"]),
        code=plain["code"],
        nonce=bytes.fromhex(plain["nonce"]),
        commitment=row.commitment,
        inbox_id=row.inbox_id,
    )


def turnout(conn: Connection, ballot_id: int) -> Turnout:
    """Who has voted, who abstained and whose votes the manager entered; no choice is opened for it.

    It is the same once the votes are destroyed: that much of them is kept with the ballot (R23).
    """
    kept = conn.execute(select(t.ballot.c.took_part).where(t.ballot.c.id == ballot_id)).scalar_one_or_none()
    if kept is not None:
        return Turnout(**{name: frozenset(members) for name, members in kept.items()})
    columns = select(t.vote.c.member_id, t.vote.c.abstained, t.vote.c.inbox_id)
    rows = conn.execute(columns.where(_IN_FORCE), {"ballot_id": ballot_id}).all()
    return Turnout(
        voted=frozenset(row.member_id for row in rows if not row.abstained),
        abstained=frozenset(row.member_id for row in rows if row.abstained),
        recorded=frozenset(row.member_id for row in rows if row.inbox_id is None),
    )


def how_many(conn: Connection, ballot_id: int) -> int:
    """How many votes are on file, in force or not."""
    return conn.execute(select(func.count()).select_from(t.vote).where(t.vote.c.ballot_id == ballot_id)).scalar_one()


def destroy(conn: Connection, ballot_id: int) -> None:
    """Every vote of the ballot goes, those in force and those that were replaced (R23)."""
    conn.execute(delete(t.vote).where(t.vote.c.ballot_id == ballot_id))
