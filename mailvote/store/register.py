"""The register as it stands at an instant: practices with their names, dated people and dated populations."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from mailvote.rules.electorate import Electorate, Member, Person, Role
from mailvote.store import tables as t
from mailvote.store.changes import (
    AddMember,
    Appoint,
    Change,
    ChangeMember,
    Dismiss,
    EndMember,
    Rename,
    SetPopulation,
)
from mailvote.store.dialects import upsert
from mailvote.store.enrolment import apply

__all__ = [
    "AddMember",
    "Appoint",
    "Change",
    "ChangeMember",
    "Dismiss",
    "EndMember",
    "Rename",
    "SetPopulation",
    "add_total",
    "aliases_of",
    "apply",
    "as_person",
    "electorate",
    "people_of",
    "totals",
]

_Value = TypeVar("_Value")


def electorate(conn: Connection, organisation: str, at: datetime, *, group: str = "") -> Electorate:
    """The practices of the organisation (of one group, if named) at `at`, with all their dated people.

    The proxies of single ballots are among them; `ballots.electorate` leaves out those of other ballots (R7).

    Populations are the newest dated on or before the day of `at`, in the zone that `at` is given in (R2).
    """
    here = t.member.c.organisation == organisation
    chosen = and_(here, _in_force(at), t.member.c.group_name == group if group else here)
    rows = conn.execute(select(t.member).where(chosen).order_by(t.member.c.id)).all()
    figures = _populations(conn, chosen, at.date())
    aliases, people = aliases_of(conn, chosen), people_of(conn, chosen)
    return Electorate(
        members=tuple(
            Member(
                id=row.id,
                name=row.name,
                aliases=aliases[row.id],
                group=row.group_name,
                population=figures.get(row.id),
                people=people[row.id],
            )
            for row in rows
        )
    )


def _in_force(at: datetime) -> ColumnElement[bool]:
    begun = or_(t.member.c.since.is_(None), t.member.c.since <= at)
    return and_(begun, or_(t.member.c.until.is_(None), t.member.c.until > at))


def aliases_of(conn: Connection, chosen: ColumnElement[bool]) -> dict[int, tuple[str, ...]]:
    """The aliases of every chosen member, by its id; `chosen` is a condition on the table `member`."""
    query = select(t.alias).join(t.member).where(chosen).order_by(t.alias.c.member_id, t.alias.c.name)
    return _by_member((row.member_id, row.name) for row in conn.execute(query))


def people_of(conn: Connection, chosen: ColumnElement[bool]) -> dict[int, tuple[Person, ...]]:
    """Everybody who ever spoke for a chosen member, by its id, in the order of their appointment.

    `chosen` may ask something of the table `person` too.
    """
    query = select(t.person).join(t.member).where(chosen).order_by(t.person.c.id)
    return _by_member((row.member_id, as_person(row)) for row in conn.execute(query))


def as_person(row: Row[Any]) -> Person:
    """A row of table `person` as the rules know it."""
    return Person(
        id=row.id,
        member_id=row.member_id,
        role=Role(row.role),
        name=row.name,
        address=row.address,
        since=row.since,
        until=row.until,
        ballot_id=row.ballot_id,
    )


def _by_member(pairs: Iterable[tuple[int, _Value]]) -> dict[int, tuple[_Value, ...]]:
    found: defaultdict[int, tuple[_Value, ...]] = defaultdict(tuple)
    for member_id, value in pairs:
        found[member_id] += (value,)
    return found


def _populations(conn: Connection, chosen: ColumnElement[bool], day: date) -> dict[int, int]:
    dated = select(t.population).join(t.member).where(chosen, t.population.c.as_of <= day)
    return {row.member_id: row.population for row in conn.execute(dated.order_by(t.population.c.as_of))}


def add_total(conn: Connection, organisation: str, as_of: date, total: int) -> None:
    """The population printed for a day, kept as stated and never recomputed (R5)."""
    upsert(conn, t.total, {"organisation": organisation, "as_of": as_of}, {"total": total})


def totals(conn: Connection, organisation: str) -> dict[date, int]:
    """The stated totals by day, oldest first."""
    rows = select(t.total).where(t.total.c.organisation == organisation).order_by(t.total.c.as_of)
    return {row.as_of: row.total for row in conn.execute(rows)}
