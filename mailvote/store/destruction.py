"""The destruction of a ballot as a row: what goes, how far it has come, and the certificate at its end (R23)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from mailvote.rules.chain import JSON
from mailvote.store import tables as t

Step: TypeAlias = Literal["shredded", "emptied", "scrubbed", "expunged", "told"]
"""Key gone; rows gone; free pages gone; messages gone from the mailbox; the managers told that it takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strays:
    """Mail that belongs to no ballot and goes with one: the numbers of messages received, and of letters of ours."""

    messages: tuple[int, ...] = ()
    letters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """What was fixed at `begun_at`, and when each step was done; a step that is not done is None.

    `numbers` is how much of each kind goes from the database, `found` the places in each folder of the mailbox from
    which a message went or is about to go.
    """

    ballot_id: int
    begun_at: datetime
    strays: Strays
    numbers: Mapping[str, int]
    shredded_at: datetime | None
    emptied_at: datetime | None
    scrubbed_at: datetime | None
    expunged_at: datetime | None
    found: Mapping[str, tuple[str, ...]]
    told_at: datetime | None
    ended_at: datetime | None
    certificate: JSON

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left anywhere that the bot can reach."""
        return None not in (self.shredded_at, self.emptied_at, self.scrubbed_at, self.expunged_at)


def get(conn: Connection, ballot_id: int) -> Destruction | None:
    """How far the destruction of the ballot has come; None where it has not begun."""
    row = conn.execute(select(t.destruction).where(t.destruction.c.ballot_id == ballot_id)).one_or_none()
    return None if row is None else _destruction(row)


def begin(conn: Connection, ballot_id: int, at: datetime, *, strays: Strays, numbers: Mapping[str, int]) -> None:
    """What will go is fixed; anew, where that was done before and nothing has gone since."""
    values = {
        "ballot_id": ballot_id,
        "begun_at": at,
        "strays": {"messages": list(strays.messages), "letters": list(strays.letters)},
        "numbers": dict(numbers),
        "found": {},
    }
    conn.execute(delete(t.destruction).where(t.destruction.c.ballot_id == ballot_id))
    conn.execute(insert(t.destruction).values(values))


def note(conn: Connection, ballot_id: int, step: Step, at: datetime) -> None:
    """The step is done."""
    _set(conn, ballot_id, {f"{step}_at": at})


def note_found(conn: Connection, ballot_id: int, folder: str, places: Iterable[tuple[int, int]]) -> None:
    """Messages are about to go from these places, UIDVALIDITY and UID; each counts once, however often we begin."""
    row = conn.execute(select(t.destruction.c.found).where(t.destruction.c.ballot_id == ballot_id)).one()
    known = dict.fromkeys(row.found.get(folder, ()))
    known |= dict.fromkeys(f"{uidvalidity}:{uid}" for uidvalidity, uid in places)
    _set(conn, ballot_id, {"found": {**row.found, folder: list(known)}})


def note_unopened(conn: Connection, ballot_id: int, folders: Iterable[str]) -> None:
    """These folders, and no others, could not be looked into."""
    row = conn.execute(select(t.destruction.c.found).where(t.destruction.c.ballot_id == ballot_id)).one()
    emptied = {folder: places for folder, places in row.found.items() if places}
    _set(conn, ballot_id, {"found": {folder: [] for folder in folders} | emptied})


def look_again(conn: Connection, ballot_id: int) -> None:
    """Something of the ballot has come to light in the mailbox since: it is looked through once more."""
    _set(conn, ballot_id, {"expunged_at": None})


def scrub_again(conn: Connection, ballot_id: int) -> None:
    """More rows of the ballot were deleted since, those of a candidate whose time had come."""
    _set(conn, ballot_id, {"scrubbed_at": None})


def end(conn: Connection, ballot_id: int, at: datetime, certificate: Mapping[str, JSON]) -> None:
    """All of it is done, and certified; the ballot is destroyed."""
    _set(conn, ballot_id, {"ended_at": at, "certificate": dict(certificate)})
    conn.execute(update(t.ballot).where(t.ballot.c.id == ballot_id).values(destroyed_at=at))


def unfinished(conn: Connection, organisation: str) -> tuple[int, ...]:
    """The ballots whose key is gone and of which anything else is still to be done."""
    steps = (t.destruction.c[name].is_(None) for name in ("emptied_at", "scrubbed_at", "expunged_at", "ended_at"))
    query = select(t.destruction.c.ballot_id).join(t.ballot, t.destruction.c.ballot_id == t.ballot.c.id)
    chosen = and_(t.ballot.c.organisation == organisation, t.destruction.c.shredded_at.is_not(None), or_(*steps))
    return tuple(conn.execute(query.where(chosen).order_by(t.destruction.c.ballot_id)).scalars())


def taken_with(conn: Connection, organisation: str, inbox_id: int) -> tuple[int, ...]:
    """The ballots with which a message of no ballot was destroyed."""
    query = select(t.destruction).join(t.ballot, t.destruction.c.ballot_id == t.ballot.c.id)
    rows = conn.execute(query.where(t.ballot.c.organisation == organisation)).all()
    return tuple(row.ballot_id for row in rows if inbox_id in row.strays["messages"])


def _set(conn: Connection, ballot_id: int, values: Mapping[str, Any]) -> None:
    conn.execute(update(t.destruction).where(t.destruction.c.ballot_id == ballot_id).values(dict(values)))


def _destruction(row: Row[Any]) -> Destruction:
    return Destruction(
        ballot_id=row.ballot_id,
        begun_at=row.begun_at,
        strays=Strays(messages=tuple(row.strays["messages"]), letters=tuple(row.strays["letters"])),
        numbers=row.numbers,
        shredded_at=row.shredded_at,
        emptied_at=row.emptied_at,
        scrubbed_at=row.scrubbed_at,
        expunged_at=row.expunged_at,
        found={folder: tuple(places) for folder, places in row.found.items()},
        told_at=row.told_at,
        ended_at=row.ended_at,
        certificate=row.certificate,
    )
