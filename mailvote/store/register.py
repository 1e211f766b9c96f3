"""The register: practices with their names, dated people and dated populations, and every way to change it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from mailvote.rules.electorate import Electorate, Member, Person, Role
from mailvote.store import tables as t

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMember:
    """A practice joins, for good (`since` None) or from an instant on."""

    name: str
    aliases: tuple[str, ...] = ()
    group: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMember:
    """A practice's name, aliases, group or end are put right; a field left None stays as it is."""

    member: str
    name: str | None = None
    aliases: tuple[str, ...] | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMember:
    """A practice leaves at an instant; its rows stay, for the ballots it took part in."""

    member: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Appoint:
    """Somebody takes a role at an instant (None: has always held it); a lead or deputy before them ends then (R7)."""

    member: str
    role: Role
    name: str
    address: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """The same person under a corrected name; a new address is a new appointment."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismiss:
    """Somebody gives up a role at an instant."""

    person_id: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPopulation:
    """A practice's registered population on a day; a second figure for the same day replaces the first (R2)."""

    member: str
    as_of: date
    population: int


Change: TypeAlias = AddMember | ChangeMember | EndMember | Appoint | Rename | Dismiss | SetPopulation
"""One line of an import's difference. `member` is the name by which the register knows the practice before the import,
or the name given in an `AddMember` earlier in the same list."""


def electorate(conn: Connection, organisation: str, at: datetime, *, group: str = "") -> Electorate:
    """The practices that belong to the organisation at `at` (of one group, if named), with all their dated people.

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
    """Everybody who ever spoke for a chosen member, by its id, in the order of their appointment."""
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
    )


def _by_member(pairs: Iterable[tuple[int, _Value]]) -> dict[int, tuple[_Value, ...]]:
    found: defaultdict[int, tuple[_Value, ...]] = defaultdict(tuple)
    for member_id, value in pairs:
        found[member_id] += (value,)
    return found


def _populations(conn: Connection, chosen: ColumnElement[bool], day: date) -> dict[int, int]:
    dated = select(t.population).join(t.member).where(chosen, t.population.c.as_of <= day)
    return {row.member_id: row.population for row in conn.execute(dated.order_by(t.population.c.as_of))}
