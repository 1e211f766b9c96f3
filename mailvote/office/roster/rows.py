"""From cells to rows of the roster: every cell judged, every problem named with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from mailvote.office.roster.cells import day, one_line, person_name, plain_address
from mailvote.office.roster.headings import Headings
from mailvote.office.roster.table import Cell, Line, Problem
from mailvote.rules.electorate import name_key
from mailvote.rules.english import counted
from mailvote.rules.workingdays import Calendar

_WHOLE_NUMBER = re.compile(r"\d{1,8}|\d{1,3}([, ]\d{3})+")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person as the roster names them; the name of a contact may be empty."""

    name: str
    address: str

    def __str__(self) -> str:
        return self.name or self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One practice as the file has it. What a file has no column for is left empty, and stays as it is."""

    line: int
    practice: str
    lead: Named
    aliases: tuple[str, ...] = ()
    group: str = ""
    population: int | None = None
    population_as_of: date | None = None
    deputy: Named | None = None
    contacts: tuple[Named, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.practice, *self.aliases)


class RowReader:
    """Reads the cells of one line and gathers what is wrong with them."""

    def __init__(self, line: Line, headings: Headings, calendar: Calendar) -> None:
        self.cells: Mapping[str, Cell] = headings.cells_of(line)
        self.number = line.number
        self.calendar = calendar
        self.problems: list[Problem] = []

    def row(self) -> RosterRow | None:
        """The row, or None when there are problems."""
        practice = self._read("practice", _practice)
        aliases = self._read("aliases", _aliases)
        group = self._read("group", one_line)
        population = self._read("population", _population)
        as_of = self._read("population_as_of", self._date)
        lead, deputy, contacts = self._person("lead"), self._person("deputy"), self._contacts()
        valid_from, valid_to = self._read("valid_from", self._date), self._read("valid_to", self._date)
        self._compare(population, as_of, valid_from, valid_to)
        if self.problems or practice is None or lead is None:
            return None
        return RosterRow(
            line=self.number,
            practice=practice,
            lead=lead,
            aliases=aliases or (),
            group=group or "",
            population=population,
            population_as_of=as_of,
            deputy=deputy,
            contacts=contacts,
            valid_from=valid_from,
            valid_to=valid_to,
        )

    def _read(self, column: str, reader: Callable[[Cell], Value]) -> Value | None:
        try:
            return reader(self.cells.get(column, ""))
        except ValueError as problem:
            self._wrong(column, str(problem))
            return None

    def _wrong(self, column: str, phrase: str) -> None:
        self.problems.append(Problem(line=self.number, column=column, phrase=phrase))

    def _person(self, role: str) -> Named | None:
        """A lead, who must be there, or a deputy, who may be."""
        name, mail = f"{role}_name", f"{role}_email"
        if role == "deputy" and not self.cells.get(name) and not self.cells.get(mail):
            return None
        found = self._read(name, person_name), self._read(mail, plain_address)
        return Named(name=found[0], address=found[1]) if found[0] and found[1] else None

    def _contacts(self) -> tuple[Named, ...]:
        names, mails = (_split(self.cells.get(column, "")) for column in ("contact_name", "contact_email"))
        named = [name for name in names if name]
        if len(names) != len(mails) and named:
            counts = f"{counted(len(names), 'name')} and {counted(len(mails), 'address')}"
            self._wrong("contact_email", f"{counts}; allowed: as many of one as of the other, separated by ;")
            return ()
        pairs = zip(names if named else [""] * len(mails), mails, strict=True)
        return tuple(filter(None, (self._contact(name, mail) for name, mail in pairs if name or mail)))

    def _contact(self, name: str, mail: str) -> Named | None:
        try:
            return Named(name=person_name(name) if name else "", address=plain_address(mail))
        except ValueError as problem:
            self._wrong("contact_email", str(problem))
            return None

    def _date(self, cell: Cell) -> date | None:
        return day(cell, self.calendar)

    def _compare(
        self, population: int | None, as_of: date | None, valid_from: date | None, valid_to: date | None
    ) -> None:
        if as_of and population is None:
            self._wrong("population", f"missing for {as_of}; allowed: a whole number of people")
        if valid_from and valid_to and valid_to < valid_from:
            self._wrong("valid_to", f"{valid_to} lies before valid_from; allowed: {valid_from} or later")


def _practice(cell: Cell) -> str:
    text = one_line(cell)
    if not name_key(text):
        raise ValueError("missing; allowed: the practice's name")
    return text


def _aliases(cell: Cell) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_practice(alias) for alias in _split(cell) if alias))


def _population(cell: Cell) -> int | None:
    if not cell:
        return None
    if not isinstance(cell, str) or not _WHOLE_NUMBER.fullmatch(cell) or not (number := _digits(cell)):
        raise ValueError(f"{str(cell)!r} is not allowed; allowed: a whole number of people such as 10318 or 10,318")
    return number


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _split(cell: Cell) -> list[str]:
    """The parts between semicolons; one at the end, as people leave it, begins no further part."""
    text = str(cell).rstrip("; ")
    return [part.strip() for part in text.split(";")] if text else []


def repeated(rows: tuple[RosterRow, ...]) -> Iterator[Problem]:
    """A practice, or one of its other names, that stands in two rows."""
    first: dict[str, RosterRow] = {}
    for row in rows:
        for name in row.names:
            other = first.setdefault(name_key(name), row)
            if other is not row:
                phrase = f"{name!r} is the practice of line {other.line} already; allowed: one row per practice"
                yield Problem(line=row.line, column="practice", phrase=phrase)
                break
