"""Phrases of the difference that a person reads before an import is applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mailvote.office.roster.rows import RosterRow
from mailvote.rules.english import listed


def say_day(day: date) -> str:
    """23 November 2026"""
    return f"{day.day} {day:%B %Y}"


def newcomer(row: RosterRow, as_of: date) -> str:
    """A new practice in one sentence, with everything that is registered for it."""
    return f"{row.practice} is new{_membership(row)}: {', '.join(_particulars(row, as_of))}"


def _membership(row: RosterRow) -> str:
    begun = f" from {say_day(row.valid_from)}" if row.valid_from else ""
    return begun + (f" to the end of {say_day(row.valid_to)}" if row.valid_to else "")


def _particulars(row: RosterRow, as_of: date) -> Iterator[str]:
    yield f"lead {row.lead.name} <{row.lead.address}>"
    if row.deputy:
        yield f"deputy {row.deputy.name} <{row.deputy.address}>"
    if row.contacts:
        yield f"contact {listed([f'{each.name} <{each.address}>'.strip() for each in row.contacts])}"
    if row.population:
        yield f"population {row.population:,} on {say_day(as_of)}"
    if row.group:
        yield f"group {row.group}"
    if row.aliases:
        yield f"also known as {listed(row.aliases)}"
