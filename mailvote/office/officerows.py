"""A file of offices, read whole: one row for each holder, or everything that is wrong with it (R25)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mailvote.mail.commands import SetOffice
from mailvote.office.roster.cells import day, one_line, plain_address
from mailvote.office.roster.headings import Headings, read_headings
from mailvote.office.roster.table import Cell, Line, Problem, read_lines
from mailvote.rules.electorate import name_key
from mailvote.rules.workingdays import Calendar

COLUMNS = ("office", "group", "places", "years", "rule_set", "holder", "email", "from", "until")
OF_THE_OFFICE = {"group": "group", "places": "places", "years": "years", "rule_set": "ruleset"}
"""The columns that say the same in every row of an office, or nothing, and what they are called in a command."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLine:
    """One line of the file: an office, and one of its holders unless nobody holds it."""

    number: int
    said: SetOffice


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFile:
    """What a file says, and either no problem or no use."""

    lines: tuple[OfficeLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_offices(content: bytes, calendar: Calendar) -> OfficeFile:
    """The offices in a CSV, XLSX, XLS or ODS file; never raises: what is wrong stands in `problems`."""
    try:
        found = read_lines(content, "office")
    except ValueError as problem:
        return OfficeFile(problems=(Problem(line=0, column="", phrase=f"the file {problem}"),))
    headings, problems = read_headings(found.lines, COLUMNS, ("office",))
    if headings is None:
        return OfficeFile(problems=problems)
    readers = [_Reader(line, headings, calendar) for line in found.lines if line.number > headings.line]
    lines = tuple(line for reader in readers if (line := reader.line()))
    wrong = [*problems, *(problem for reader in readers for problem in reader.problems)]
    wrong += [*_contradictions(lines), *_repeated(lines), *([] if readers else [_nothing(headings)])]
    return OfficeFile(
        lines=lines,
        problems=tuple(sorted(wrong, key=lambda problem: problem.line)),
        notes=tuple(f"The file {note}." for note in found.notes),
    )


def _nothing(headings: Headings) -> Problem:
    return Problem(line=headings.line, column="", phrase="no office follows the headings; allowed: one row per holder")


class _Reader:
    """Reads the cells of one line and gathers what is wrong with them."""

    def __init__(self, line: Line, headings: Headings, calendar: Calendar) -> None:
        self.cells: Mapping[str, Cell] = headings.cells_of(line)
        self.number = line.number
        self.calendar = calendar
        self.problems: list[Problem] = []

    def line(self) -> OfficeLine | None:
        """The line, or None when there are problems."""
        said = SetOffice(
            office=self._read("office", _office) or "",
            group=self._read("group", one_line) or "",
            holder=self._read("holder", one_line) or "",
            address=self._read("email", lambda cell: plain_address(cell) if cell else "") or "",
            since=self._read("from", lambda cell: day(cell, self.calendar)),
            until=self._read("until", lambda cell: day(cell, self.calendar)),
            years=self._read("years", _number),
            places=self._read("places", _number),
            ruleset=self._read("rule_set", one_line) or "",
        )
        self._compare(said)
        return None if self.problems else OfficeLine(number=self.number, said=said)

    def _read(self, column: str, reader: Callable[[Cell], Value]) -> Value | None:
        try:
            return reader(self.cells.get(column, ""))
        except ValueError as problem:
            self._wrong(column, str(problem))
            return None

    def _compare(self, said: SetOffice) -> None:
        if said.since and said.until and said.until < said.since:
            self._wrong("until", f"{said.until} lies before from ({said.since}); allowed: that day or a later one")
        if not said.holder and (said.address or said.since or said.until):
            self._wrong("holder", "missing for an address or a term; allowed: a name, or nothing about a holder")

    def _wrong(self, column: str, phrase: str) -> None:
        self.problems.append(Problem(line=self.number, column=column, phrase=phrase))


def _office(cell: Cell) -> str:
    text = one_line(cell)
    if not name_key(text):
        raise ValueError("missing; allowed: the name of the office")
    return text


def _number(cell: Cell) -> int | None:
    if not cell:
        return None
    if not isinstance(cell, str) or not re.fullmatch(r"[1-9]\d?", cell):
        raise ValueError(f"{str(cell)!r} is not allowed; allowed: a whole number from 1 to 99")
    return int(cell)


def _contradictions(lines: Sequence[OfficeLine]) -> Iterator[Problem]:
    """Rows of one office that say different things about it."""
    first: dict[tuple[str, str], tuple[str, OfficeLine]] = {}
    for line in lines:
        for column, field in OF_THE_OFFICE.items():
            value = str(getattr(line.said, field) or "")
            said, where = first.setdefault((name_key(line.said.office), column), (value, line))
            if not said:
                first[name_key(line.said.office), column] = (value, line)
            elif value and name_key(value) != name_key(said):
                phrase = f"{value!r}, while line {where.number} says {said!r}; allowed: one of them for each office"
                yield Problem(line=line.number, column=column, phrase=phrase)


def _repeated(lines: Sequence[OfficeLine]) -> Iterator[Problem]:
    """An office and a holder with the same first day in two rows, or an office without a holder in two."""
    first: dict[tuple[str, str, str], OfficeLine] = {}
    for line in lines:
        key = (name_key(line.said.office), name_key(line.said.holder), str(line.said.since))
        other = first.setdefault(key, line)
        if other is not line:
            what = line.said.holder or "this office without a holder"
            phrase = f"{what} stands in line {other.number} already; allowed: one row for each term"
            yield Problem(line=line.number, column="holder", phrase=phrase)
