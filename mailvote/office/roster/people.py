"""How the people of a registered practice become those of its row, from one instant on and never before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailvote.office.roster.rows import Named
from mailvote.office.roster.saying import say_day
from mailvote.rules.electorate import Member, Person, Role
from mailvote.rules.workingdays import Calendar
from mailvote.store.changes import Appoint, Change, Dismiss, Rename

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the difference: what a person reads, and the change that it announces."""

    sentence: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The instant from which a practice's people are those of its row."""

    member: Member
    at: datetime
    calendar: Calendar

    def standing(self, role: Role) -> tuple[Person, ...]:
        return tuple(one for one in self.member.people if one.role is role and one.in_force(self.at))

    def say(self, phrase: str, change: Change) -> Step:
        day = say_day(self.calendar.local(self.at).date())
        return Step(sentence=f"{self.member.name}: {phrase} from {day}", changes=(change,))


def take_turn(member: Member, at: datetime, calendar: Calendar) -> Turn:
    """The turn at that instant, or a second after the last who began just then: nobody's time is empty."""
    while any(person.since == at for person in member.people):
        at += SECOND
    return Turn(member=member, at=at, calendar=calendar)


def representative_steps(turn: Turn, role: Role, wanted: Named | None) -> Iterator[Step]:
    """How the lead or the deputy becomes the one of the row, if it is another (R7)."""
    standing = next(iter(turn.standing(role)), None)
    if wanted is None:
        if standing:
            yield _dismissal(turn, standing)
    elif standing is None:
        yield _appointment(turn, role, wanted, f"{wanted} becomes {role}")
    elif not _same_address(standing, wanted):
        yield _succession(turn, standing, wanted)
    elif standing.name != wanted.name:
        yield _correction(turn, standing, wanted)


def contact_steps(turn: Turn, wanted: tuple[Named, ...]) -> Iterator[Step]:
    """How the contacts become those of the row; they are told apart by their addresses."""
    standing = turn.standing(Role.CONTACT)
    for person in standing:
        same = next((one for one in wanted if _same_address(person, one)), None)
        if same is None:
            yield _dismissal(turn, person)
        elif same.name != person.name:
            yield _correction(turn, person, same)
    for one in wanted:
        if not any(_same_address(person, one) for person in standing):
            yield _appointment(turn, Role.CONTACT, one, f"{one} becomes a contact")


def later_appointments(turn: Turn) -> Iterator[str]:
    """A warning for each lead or deputy registered for a time to come: an import leaves that as it is."""
    for person in turn.member.people:
        if person.role is not Role.CONTACT and person.since and person.since > turn.at:
            day = say_day(turn.calendar.local(person.since).date())
            yield f"{turn.member.name}: {person.name} stays appointed {person.role} from {day}."


def _succession(turn: Turn, standing: Person, wanted: Named) -> Step:
    phrase = f"{standing.role} changes from {standing.name} to {wanted}"
    if standing.name == wanted.name:
        phrase = f"the address of {standing.role} {wanted} changes from {standing.address} to {wanted.address}"
    return _appointment(turn, standing.role, wanted, phrase)


def _appointment(turn: Turn, role: Role, wanted: Named, phrase: str) -> Step:
    change = Appoint(member=turn.member.name, role=role, name=wanted.name, address=wanted.address, since=turn.at)
    return turn.say(phrase, change)


def _dismissal(turn: Turn, standing: Person) -> Step:
    role = "a contact" if standing.role is Role.CONTACT else standing.role
    phrase = f"{standing.name or standing.address} is no longer {role}"
    return turn.say(phrase, Dismiss(person_id=standing.id, until=turn.at))


def _correction(turn: Turn, standing: Person, wanted: Named) -> Step:
    before = standing.name or standing.address
    sentence = f"{turn.member.name}: {standing.role} {before} is now written {wanted}"
    return Step(sentence=sentence, changes=(Rename(person_id=standing.id, name=wanted.name),))


def _same_address(person: Person, wanted: Named) -> bool:
    return person.address.casefold() == wanted.address.casefold()
