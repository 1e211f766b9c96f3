"""A roster file, read whole: its rows, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailvote.office.roster.headings import Headings, read_headings
from mailvote.office.roster.rows import RosterRow, RowReader, repeated
from mailvote.office.roster.table import Line, Problem, read_lines
from mailvote.rules.workingdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What a file says: rows, the columns it has, and either no problem or no use."""

    rows: tuple[RosterRow, ...] = ()
    columns: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_roster(content: bytes, calendar: Calendar) -> Roster:
    """The roster in a CSV, XLSX, XLS or ODS file; never raises: what is wrong stands in `problems`."""
    try:
        found = read_lines(content)
    except ValueError as problem:
        return Roster(problems=(Problem(line=0, column="", phrase=f"the file {problem}"),))
    headings, problems = read_headings(found.lines)
    if headings is None:
        return Roster(problems=problems)
    rows, bad = _rows(found.lines, headings, calendar)
    wrong = (*problems, *bad, *repeated(rows), *_nothing(found.lines, headings))
    return Roster(
        rows=rows,
        columns=headings.columns,
        problems=tuple(sorted(wrong, key=lambda problem: problem.line)),
        notes=tuple(f"The file {note}." for note in found.notes),
    )


def _rows(
    lines: tuple[Line, ...], headings: Headings, calendar: Calendar
) -> tuple[tuple[RosterRow, ...], list[Problem]]:
    readers = [RowReader(line, headings, calendar) for line in lines if line.number > headings.line]
    rows = tuple(row for reader in readers if (row := reader.row()))
    return rows, [problem for reader in readers for problem in reader.problems]


def _nothing(lines: tuple[Line, ...], headings: Headings) -> Iterator[Problem]:
    if all(line.number <= headings.line for line in lines):
        yield Problem(line=headings.line, column="", phrase="no practice follows the headings; allowed: one row each")
