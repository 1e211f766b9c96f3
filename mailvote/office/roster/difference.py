"""What an import would do: the changes of the register, and each of them as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mailvote.office.roster.lookalikes import Held, address_warnings
from mailvote.office.roster.matching import Pair, Register, last_day
from mailvote.office.roster.people import Step, Turn, contact_steps, later_appointments, representative_steps, take_turn
from mailvote.office.roster.reading import Roster
from mailvote.office.roster.rows import RosterRow
from mailvote.office.roster.saying import newcomer, say_day
from mailvote.office.roster.table import Problem
from mailvote.rules.electorate import Role, name_key
from mailvote.rules.english import listed
from mailvote.rules.workingdays import Calendar
from mailvote.store.changes import AddMember, Appoint, Change, ChangeMember, EndMember, SetPopulation
from mailvote.store.roster import Registered

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Changes with their sentences, or the problems for which nothing may be applied; and warnings.

    `total` is the stated total with its date, to be registered with the changes.
    """

    changes: tuple[Change, ...] = ()
    sentences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    total: tuple[date, int] | None = None


def difference(
    current: Sequence[Registered], roster: Roster, *, replace: bool = False, now: datetime, calendar: Calendar
) -> Difference:
    """Compare the register with a roster; `replace` ends the practices that the roster does not name.

    No change reaches into the past: a `valid_from` that is over begins now, unless the practice is new.
    """
    register = Register(practices=tuple(current), now=now, calendar=calendar)
    pairs = tuple((row, register.match(row)) for row in roster.rows)
    problems = (*roster.problems, *register.ambiguities(pairs), *_ends_too_early(pairs))
    if problems:
        return Difference(problems=problems, warnings=roster.notes)
    steps = tuple(_steps(register, pairs, roster.columns, replace))
    return Difference(
        changes=tuple(change for step in steps for change in step.changes),
        sentences=tuple(step.sentence for step in steps),
        warnings=(*roster.notes, *_warnings(register, pairs)),
    )


def _steps(register: Register, pairs: Sequence[Pair], columns: frozenset[str], replace: bool) -> Iterator[Step]:
    for row, found in pairs:
        if found is None:
            yield _joining(register, row)
        elif not found.ended(register.now):
            yield from _changing(register, row, found, columns)
    named = {found.member.id for _, found in pairs if found}
    for each in register.present if replace else ():
        if each.member.id not in named:
            yield _leaving(each, "does not stand in the file and leaves now", register.now)


def _joining(register: Register, row: RosterRow) -> Step:
    """A new practice with all its people, from `valid_from` or for always; one that left before joins now."""
    since = _start(row.valid_from, register.calendar)
    if since is None and any(_shares_a_name(row, each) for each in register.practices):
        since = register.now
    until = _start(row.valid_to + DAY if row.valid_to else None, register.calendar)
    as_of = row.population_as_of or register.calendar.local(register.now).date()
    people = [
        (Role.LEAD, row.lead),
        (Role.DEPUTY, row.deputy),
        *((Role.CONTACT, one) for one in row.contacts),
    ]
    changes: list[Change] = [
        AddMember(name=row.practice, aliases=_aliases(row, row.practice), group=row.group, since=since, until=until)
    ]
    for role, one in people:
        if one:
            changes.append(Appoint(member=row.practice, role=role, name=one.name, address=one.address, since=since))
    if row.population:
        changes.append(SetPopulation(member=row.practice, as_of=as_of, population=row.population))
    return Step(sentence=newcomer(row, as_of), changes=tuple(changes))


def _changing(register: Register, row: RosterRow, found: Registered, columns: frozenset[str]) -> Iterator[Step]:
    turn = _turn(register, row, found)
    yield from _name_steps(row, found, columns)
    yield from representative_steps(turn, Role.LEAD, row.lead)
    if "deputy_email" in columns:
        yield from representative_steps(turn, Role.DEPUTY, row.deputy)
    if "contact_email" in columns:
        yield from contact_steps(turn, row.contacts)
    yield from _population_steps(register, row, found)
    yield from _end_steps(register, row, found)


def _turn(register: Register, row: RosterRow, found: Registered) -> Turn:
    starts = (register.now, _start(row.valid_from, register.calendar), found.since)
    return take_turn(found.member, max(filter(None, starts)), register.calendar)


def _name_steps(row: RosterRow, found: Registered, columns: frozenset[str]) -> Iterator[Step]:
    """A practice that the file knows by an alias keeps its name, unless the file makes that name an alias."""
    member = found.member
    name = row.practice if _renames(row, found) else member.name
    if name != member.name:
        sentence = f"{member.name} is now called {name}"
        yield Step(sentence=sentence, changes=(ChangeMember(member=member.name, name=name),))
    aliases = _aliases(row, name)
    if "aliases" in columns and set(aliases) != set(member.aliases):
        known = f"is also known as {listed(aliases)}" if aliases else "has no other names"
        change = ChangeMember(member=member.name, aliases=aliases)
        yield Step(sentence=f"{member.name}: the practice {known}", changes=(change,))
    if "group" in columns and row.group != member.group:
        sentence = f"{member.name}: group changes from {member.group or 'none'} to {row.group or 'none'}"
        yield Step(sentence=sentence, changes=(ChangeMember(member=member.name, group=row.group),))


def _renames(row: RosterRow, found: Registered) -> bool:
    own, given = name_key(found.member.name), name_key(row.practice)
    return own == given or (own in map(name_key, row.aliases) and given not in map(name_key, found.member.aliases))


def _aliases(row: RosterRow, name: str) -> tuple[str, ...]:
    """The other names of the row, each spelling once; the one by which the row is known stays among them."""
    others = {name_key(other): other for other in reversed((*row.aliases, row.practice))}
    return tuple(sorted(other for key, other in others.items() if key != name_key(name)))


def _population_steps(register: Register, row: RosterRow, found: Registered) -> Iterator[Step]:
    """A figure without a date is today's, and no change where the newest one is the same (R2)."""
    if row.population is None:
        return
    as_of = row.population_as_of or register.calendar.local(register.now).date()
    standing = found.population_on(as_of)
    known = standing == (as_of, row.population)
    if known or (row.population_as_of is None and standing and standing[1] == row.population):
        return
    before = f", {standing[1]:,} on {say_day(standing[0])} before it" if standing else ""
    sentence = f"{found.member.name}: population {row.population:,} on {say_day(as_of)}{before}"
    change = SetPopulation(member=found.member.name, as_of=as_of, population=row.population)
    yield Step(sentence=sentence, changes=(change,))


def _end_steps(register: Register, row: RosterRow, found: Registered) -> Iterator[Step]:
    registered_end = found.until and last_day(found.until, register.calendar)
    if row.valid_to and row.valid_to != registered_end:
        at = max(register.now, register.calendar.at(row.valid_to + DAY, time()))
        phrase = "leaves now" if at == register.now else f"leaves at the end of {say_day(row.valid_to)}"
        yield _leaving(found, phrase, at)


def _leaving(found: Registered, phrase: str, at: datetime) -> Step:
    """Nobody leaves before joining: a practice that was still to join is a member for one second."""
    until = max(at, found.since + timedelta(seconds=1)) if found.since else at
    change = EndMember(member=found.member.name, until=until)
    return Step(sentence=f"{found.member.name} {phrase}", changes=(change,))


def _ends_too_early(pairs: Sequence[Pair]) -> Iterator[Problem]:
    for row, found in pairs:
        if found and found.since and row.valid_to and row.valid_to < found.since.date():
            phrase = f"{row.valid_to} lies before the practice joined; allowed: {found.since.date()} or later"
            yield Problem(line=row.line, column="valid_to", phrase=phrase)


def _warnings(register: Register, pairs: Sequence[Pair]) -> Iterator[str]:
    for row, found in pairs:
        if found:
            yield from later_appointments(_turn(register, row, found))
        if found and found.until and not row.valid_to and not found.ended(register.now):
            day = say_day(last_day(found.until, register.calendar))
            yield f"{found.member.name} stays registered as leaving at the end of {day}."
    yield from address_warnings([*_held_by_rows(pairs), *_held_by_others(register, pairs)])


def _held_by_rows(pairs: Sequence[Pair]) -> Iterator[Held]:
    for row, found in pairs:
        for one in (row.lead, row.deputy, *row.contacts):
            if one:
                yield (found.member.name if found else row.practice), one.address


def _held_by_others(register: Register, pairs: Sequence[Pair]) -> Iterator[Held]:
    named = {found.member.id for _, found in pairs if found}
    for each in register.present:
        for person in each.member.people if each.member.id not in named else ():
            if person.in_force(register.now):
                yield each.member.name, person.address


def _shares_a_name(row: RosterRow, found: Registered) -> bool:
    names = {name_key(name) for name in (found.member.name, *found.member.aliases)}
    return not names.isdisjoint(map(name_key, row.names))


def _start(day: date | None, calendar: Calendar) -> datetime | None:
    return calendar.at(day, time()) if day else None
