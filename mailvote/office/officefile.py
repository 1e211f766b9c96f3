"""The import of a file of offices: planned first, shown, then carried out whole (R25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations

from sqlalchemy import Connection

from mailvote.mail.term_sentences import changes
from mailvote.office.desk import Desk
from mailvote.office.officeholders import enter
from mailvote.office.officerows import OF_THE_OFFICE, OfficeFile, OfficeLine, read_offices
from mailvote.office.roster.table import Problem
from mailvote.rules.electorate import Electorate, name_key
from mailvote.rules.english import counted
from mailvote.rules.terms import Office, Tenure, Term, crowded, meet, same_person
from mailvote.store import offices, register


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeImport:
    """The offices as the file would leave them, with the difference in sentences; or the problems."""

    changes: tuple[Tenure, ...] = ()
    sentences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def plan_offices(conn: Connection, desk: Desk, content: bytes, now: datetime) -> OfficeImport:
    """What importing that file would do. An office, or a term, that it does not name stays as it is."""
    found = read_offices(content, desk.house.calendar)
    everybody = register.electorate(conn, desk.organisation, now)
    known = offices.tenures(conn, desk.organisation)
    return compare(desk, everybody, known, found, desk.house.calendar.local(now).date())


def compare(desk: Desk, everybody: Electorate, known: Sequence[Tenure], found: OfficeFile, today: date) -> OfficeImport:
    """The offices after each line of the file, unless there is a problem."""
    if found.problems:
        return OfficeImport(problems=found.problems, warnings=found.notes)
    by_name = {name_key(tenure.office.name): tenure for tenure in known}
    planned = [
        _of_office(desk, everybody, by_name.get(name_key(lines[0].said.office)), lines, today)
        for lines in _by_office(found.lines)
    ]
    problems = tuple(problem for one in planned for problem in one.problems)
    return OfficeImport(
        changes=() if problems else tuple(tenure for one in planned for tenure in one.changes),
        sentences=() if problems else tuple(sentence for one in planned for sentence in one.sentences),
        warnings=found.notes,
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
    )


def carry_out(conn: Connection, planned: OfficeImport, *, by: str, now: datetime) -> None:
    """Apply a planned import in the transaction of `conn`; one with problems changes nothing."""
    for tenure in planned.changes:
        offices.save(conn, tenure, by=by, at=now)


def _by_office(lines: Sequence[OfficeLine]) -> tuple[tuple[OfficeLine, ...], ...]:
    """The lines of each office, those that begin first before the others, each with all that is said of the office."""
    names = dict.fromkeys(name_key(line.said.office) for line in lines)
    return tuple(_complete([line for line in lines if name_key(line.said.office) == name]) for name in names)


def _complete(lines: Sequence[OfficeLine]) -> tuple[OfficeLine, ...]:
    said = {
        field: next((value for line in lines if (value := getattr(line.said, field))), getattr(lines[0].said, field))
        for field in OF_THE_OFFICE.values()
    }
    whole = (replace(line, said=replace(line.said, **said)) for line in lines)
    return tuple(sorted(whole, key=lambda line: line.said.since or date.min))


def _of_office(
    desk: Desk, everybody: Electorate, before: Tenure | None, lines: Sequence[OfficeLine], today: date
) -> OfficeImport:
    """The office after each of its lines; what more than one line is wrong with is told of the last of them."""
    after, problems = before, list[Problem]()
    for line in lines:
        entry = enter(desk, everybody, after, line.said, today)
        problems += [Problem(line=line.number, column="", phrase=problem) for problem in entry.problems]
        after = entry.after
    problems = problems or _problems_among(desk, everybody, lines)
    if after is None or problems or after == before:
        return OfficeImport(problems=tuple(dict.fromkeys(problems)))
    return OfficeImport(changes=(after,), sentences=changes(before, after))


def _problems_among(desk: Desk, everybody: Electorate, lines: Sequence[OfficeLine]) -> list[Problem]:
    """What no line is wrong with alone: the file says nothing of who makes room for whom."""
    alone = [(line, enter(desk, everybody, None, line.said, date.max).after) for line in lines]
    held = [(line, term) for line, tenure in alone for term in tenure.terms]
    return [*_twice(held), *_crowded(alone[0][1].office, held)]


def _twice(held: Sequence[tuple[OfficeLine, Term]]) -> Iterator[Problem]:
    """Two terms of one person at one time."""
    for (line, term), (other, before) in combinations(reversed(held), 2):
        if same_person(term, before) and meet(term, before):
            phrase = f"{term.holder} holds it by line {other.number} at that time; allowed: terms that do not overlap"
            yield Problem(line=line.number, column="holder", phrase=phrase)


def _crowded(office: Office, held: Sequence[tuple[OfficeLine, Term]]) -> Iterator[Problem]:
    """More holders at one time than there are places."""
    day = crowded(Tenure(office=office, terms=tuple(term for _, term in held)), date.min)
    if day is not None:
        when = "" if day == date.min else f" on {day}"
        more = f"more people hold it{when} than it has places ({counted(office.places, 'place')})"
        phrase = f"{more}; allowed: terms that do not overlap"
        yield Problem(line=held[-1][0].number, column="places", phrase=phrase)
