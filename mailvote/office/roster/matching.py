"""Which registered practice each row of the file is about (R1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailvote.office.roster.rows import RosterRow
from mailvote.office.roster.table import Problem
from mailvote.rules.electorate import name_key
from mailvote.rules.workingdays import Calendar
from mailvote.store.roster import Registered

Pair = tuple[RosterRow, Registered | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What is registered, as an import of this instant sees it."""

    practices: tuple[Registered, ...]
    now: datetime
    calendar: Calendar

    @property
    def present(self) -> tuple[Registered, ...]:
        """Those that have not left; one that joins later is among them."""
        return tuple(each for each in self.practices if not each.ended(self.now))

    def match(self, row: RosterRow) -> Registered | None:
        """The practice of the row, known by name first and then by alias; None for a new one.

        A row without an end in the past is never about a practice that has left: one that comes back is "as
        if it were a practice that had no previous relationship" (C Voluntary Withdrawal).
        """
        present = _known(row, self.present)
        if row.valid_to is None or row.valid_to >= self.calendar.local(self.now).date():
            return next(present, None)
        left = list(_known(row, [each for each in self.practices if each.ended(self.now)]))
        exact = (each for each in left if each.until and last_day(each.until, self.calendar) == row.valid_to)
        return next(exact, None) or next(present, None) or next(iter(left), None)

    def ambiguities(self, pairs: Sequence[Pair]) -> Iterator[Problem]:
        """Rows whose names belong to several practices, and rows that are about the same one."""
        first: dict[int, RosterRow] = {}
        for row, found in pairs:
            if found is None:
                continue
            others = sorted(each.member.name for each in _known(row, self.present) if each is not found)
            if others:
                phrase = f"{row.practice!r} and its aliases name {found.member.name} and {others[0]}; allowed: one"
                yield Problem(line=row.line, column="aliases", phrase=phrase)
            if (other := first.setdefault(found.member.id, row)) is not row:
                phrase = f"{row.practice!r} is {found.member.name}, as is line {other.line}; allowed: one row each"
                yield Problem(line=row.line, column="practice", phrase=phrase)


def last_day(until: datetime, calendar: Calendar) -> date:
    """The last day of a membership, as `valid_to` names it."""
    return calendar.local(until - timedelta(microseconds=1)).date()


def _known(row: RosterRow, practices: Sequence[Registered]) -> Iterator[Registered]:
    """The practices that a name of the row names, each once, in the order of the row's names."""
    found: dict[int, Registered] = {}
    for name in row.names:
        for each in practices:
            if name_key(name) in map(name_key, (each.member.name, *each.member.aliases)):
                found.setdefault(each.member.id, each)
    return iter(found.values())
