"""The changes of the register as values: what an import or a command will do, before anything is done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from mailvote.rules.electorate import Role


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
    """Somebody takes a role at an instant; the lead, deputy or proxy before them ends then (R7).

    Without an instant they always had it; a proxy is named now, for the ballot of `ballot_id` or for every one.
    """

    member: str
    role: Role
    name: str
    address: str
    since: datetime | None = None
    until: datetime | None = None
    ballot_id: int | None = None


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
    """A practice's registered population on a day; another figure for that day replaces the first (R2)."""

    member: str
    as_of: date
    population: int


Change: TypeAlias = AddMember | ChangeMember | EndMember | Appoint | Rename | Dismiss | SetPopulation
"""One line of an import's difference. `member` is a name or alias of the practice before the import, or one
that an earlier change of the same list gave it."""
