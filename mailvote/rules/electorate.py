"""Who the members are, who may speak for each of them, and whose word goes first."""

import string
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum


class Role(StrEnum):
    """What a person is to a practice, in order of precedence (R7, R9); a contact has no vote (R4)."""

    LEAD = "lead"
    DEPUTY = "deputy"
    PROXY = "proxy"
    CONTACT = "contact"


def rank(role: Role) -> int:
    """The precedence of a role: lead 0, deputy 1, proxy 2; the lower number goes first (R9)."""
    return tuple(Role).index(role)


def votes(role: Role) -> bool:
    """Whether a person in this role may cast the practice's vote (R4, R9)."""
    return role is not Role.CONTACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One appointment: somebody who speaks for a practice in one role, from `since` to before `until`.

    A proxy's is for the ballot of `ballot_id` alone (R7); `barred` is the interest for which this person must not
    vote in the ballot at hand, "" without one (R11).
    """

    id: int
    member_id: int
    role: Role
    name: str
    address: str
    since: datetime | None = None
    until: datetime | None = None
    ballot_id: int | None = None
    barred: str = ""

    def in_force(self, at: datetime) -> bool:
        """Whether the appointment holds at that instant (R7); an open end has no limit."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A practice: one name, any number of aliases (R1), its population and weight as frozen (R2, R3).

    `barred` is the interest for which the practice must not vote in the ballot at hand, "" without one (R11).
    """

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    group: str = ""
    population: int | None = None
    weight: int = 1
    people: tuple[Person, ...] = ()
    barred: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Electorate:
    """The practices entitled to one ballot (or all of an organisation), with their people."""

    members: tuple[Member, ...]

    def member(self, member_id: int) -> Member:
        """The member with that id; KeyError when it is not in this electorate."""
        for member in self.members:
            if member.id == member_id:
                return member
        raise KeyError(member_id)

    def named(self, text: str) -> Member | None:
        """The member of that name or alias, in any case, spacing and punctuation (R1)."""
        key = name_key(text)
        return next((member for name, member in self._names() if key and name_key(name) == key), None)

    def nearest(self, text: str) -> str | None:
        """The name of the member whose name or alias looks most like `text`, or alone has it as a part."""
        key = name_key(text)
        names = {name_key(name): member.name for name, member in self._names()}
        close = get_close_matches(key, names, n=1)
        if close:
            return names[close[0]]
        within = {name for known, name in names.items() if len(key) >= PART_OF_A_NAME and key in known}
        return within.pop() if len(within) == 1 else None

    def speakers(self, address: str, at: datetime) -> tuple[Person, ...]:
        """Everybody in force then with that address, in any role, highest precedence first (R10)."""
        wanted = _plain(address)
        people = (person for member in self.members for person in member.people if person.in_force(at))
        return _by_rank(person for person in people if _plain(person.address) == wanted)

    def voters(self, member_id: int, at: datetime) -> tuple[Person, ...]:
        """Those in force then who may cast the member's vote, highest precedence first (R9, R11)."""
        member = self.member(member_id)
        able = (person for person in member.people if votes(person.role) and person.in_force(at))
        return () if member.barred else _by_rank(person for person in able if not person.barred)

    def eligible(self) -> "Electorate":
        """The members that no declared interest keeps from voting (R11)."""
        return Electorate(members=tuple(member for member in self.members if not member.barred))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that the members belong to, in the order in which they appear (R6)."""
        return tuple(dict.fromkeys(member.group for member in self.members if member.group))

    def group_named(self, text: str) -> str | None:
        """The group of that name in any case, spacing and punctuation."""
        key = name_key(text)
        return next((group for group in self.groups if key and name_key(group) == key), None)

    @property
    def population(self) -> int:
        """The registered population of all members together; a member without a figure adds nothing."""
        return sum(member.population or 0 for member in self.members)

    def _names(self) -> Iterable[tuple[str, Member]]:
        return ((name, member) for member in self.members for name in (member.name, *member.aliases))


PART_OF_A_NAME = 3
"""Letters and digits of which a part of a name must have so many to be taken for it."""


def name_key(text: str) -> str:
    """What two spellings of one name share: letters and digits in lower case, '&' read as 'and' (R1)."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", "and")
    kept = "".join(character for character in folded if unicodedata.category(character)[0] in "LMN")
    return unicodedata.normalize("NFKC", kept)


_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def _plain(address: str) -> str:
    """ASCII letters alone lose their case: full folding would let a look-alike letter pass for another."""
    return address.strip().translate(_ASCII_LOWER)


def _by_rank(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: (rank(person.role), person.id)))
