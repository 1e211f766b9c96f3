"""Deadlines as rows that every tick asks for; being late loses none of them (trust.md 2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, select, update

from mailvote.rules.lifecycle import Deadline, DeadlineKind
from mailvote.store import tables as t
from mailvote.store.dialects import insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline that has come."""

    id: int
    ballot_id: int
    kind: DeadlineKind
    due_at: datetime


def set_deadlines(
    conn: Connection, ballot_id: int, deadlines: Iterable[Deadline], *, kinds: Collection[DeadlineKind] = ()
) -> None:
    """These take the place of all deadlines that are not done, or of those of some kinds; what is done stays done."""
    waiting = and_(t.deadline.c.ballot_id == ballot_id, t.deadline.c.done_at.is_(None))
    chosen = and_(waiting, t.deadline.c.kind.in_(kinds)) if kinds else waiting
    conn.execute(delete(t.deadline).where(chosen))
    for deadline in deadlines:
        add(conn, ballot_id, deadline)


def add(conn: Connection, ballot_id: int, deadline: Deadline) -> None:
    """One more deadline, beside those there are; the same one is never set twice."""
    values = {"ballot_id": ballot_id, "kind": deadline.kind, "due_at": deadline.due_at}
    insert_new(conn, t.deadline, values, unique=("ballot_id", "kind", "due_at"))


def waiting(conn: Connection, ballot_id: int) -> tuple[Deadline, ...]:
    """What is not done yet of the ballot, the nearest first."""
    chosen = and_(t.deadline.c.ballot_id == ballot_id, t.deadline.c.done_at.is_(None))
    query = select(t.deadline.c.kind, t.deadline.c.due_at).where(chosen).order_by(t.deadline.c.due_at, t.deadline.c.id)
    return tuple(Deadline(**row) for row in conn.execute(query).mappings())


def due(conn: Connection, organisation: str, now: datetime) -> tuple[Due, ...]:
    """What has come and is not done, oldest first."""
    query = (
        select(t.deadline.c.id, t.deadline.c.ballot_id, t.deadline.c.kind, t.deadline.c.due_at)
        .join(t.ballot)
        .where(t.ballot.c.organisation == organisation, t.deadline.c.done_at.is_(None))
        .where(t.deadline.c.due_at <= now)
        .order_by(t.deadline.c.due_at, t.deadline.c.id)
    )
    return tuple(Due(**row) for row in conn.execute(query).mappings())


def done(conn: Connection, deadline_id: int, at: datetime) -> None:
    """The deadline was met at `at`."""
    conn.execute(update(t.deadline).where(t.deadline.c.id == deadline_id).values(done_at=at))
