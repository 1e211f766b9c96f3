"""The register: practices with their names, dated people and dated populations, and every way to change it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from mailvote.rules.electorate import Electorate, Member, Person, Role, name_key
from mailvote.store import tables as t


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


Change = AddMember | ChangeMember | EndMember | Appoint | Rename | Dismiss | SetPopulation
"""One line of an import's difference. `member` is the name by which the register knows the practice before the import,
or the name given in an `AddMember` earlier in the same list."""
