"""The line of headings: which column is which, in whatever case and spacing, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from mailvote.office.roster.table import LINES_BEFORE_HEADINGS, Cell, Line, Problem

COLUMNS = (
    "practice",
    "aliases",
    "group",
    "population",
    "population_as_of",
    "lead_name",
    "lead_email",
    "deputy_name",
    "deputy_email",
    "contact_name",
    "contact_email",
    "valid_from",
    "valid_to",
)
REQUIRED = ("practice", "lead_name", "lead_email")
"""The first of them is the heading by which a table is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Where each known column stands, and on which line the headings are."""

    line: int
    places: Mapping[str, int]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self.places)

    def cells_of(self, line: Line) -> dict[str, Cell]:
        """The cells of a line by column; a line that is too short has empty ones."""
        return {name: line.cells[place] for name, place in self.places.items() if place < len(line.cells)}


def read_headings(
    lines: Sequence[Line], columns: Sequence[str] = COLUMNS, required: Sequence[str] = REQUIRED
) -> tuple[Headings | None, tuple[Problem, ...]]:
    """The first line that has the first heading that is required, and every problem with the headings."""
    for line in lines[:LINES_BEFORE_HEADINGS]:
        names = [_column(cell, columns) for cell in line.cells]
        if required[0] in names:
            places = {name: names.index(name) for name in columns if name in names}
            return Headings(line=line.number, places=places), tuple(_problems(line, names, lines, columns, required))
    phrase = f"there is no heading {required[0]}; allowed: a first line with {', '.join(columns)}"
    return None, (Problem(line=lines[0].number if lines else 0, column="", phrase=phrase),)


def _problems(
    line: Line, names: Sequence[str], lines: Sequence[Line], columns: Sequence[str], required: Sequence[str]
) -> Iterator[Problem]:
    for name in required:
        if name not in names:
            yield Problem(line=line.number, column=name, phrase="this heading is missing; it is required")
    for place, (name, cell) in enumerate(zip(names, line.cells, strict=True)):
        if name and name in names[:place]:
            yield Problem(line=line.number, column=name, phrase="two columns bear this heading; allowed: one")
        elif cell and not name:
            yield Problem(line=line.number, column=str(cell), phrase=_unknown(str(cell), columns))
    yield from _without_heading(line, lines)


def _without_heading(line: Line, lines: Sequence[Line]) -> Iterator[Problem]:
    """Cells under no heading: what they mean cannot be known."""
    headed = [bool(cell) for cell in line.cells]
    for other in lines:
        stray = [place for place, cell in enumerate(other.cells) if cell and not any(headed[place : place + 1])]
        if other.number > line.number and stray:
            phrase = f"column {stray[0] + 1} has no heading; allowed: a heading for it, or nothing in it"
            yield Problem(line=other.number, column="", phrase=phrase)


def _column(cell: Cell, columns: Sequence[str]) -> str:
    """`Lead e-mail`, `LEAD_EMAIL` -> lead_email; "" for a heading that we do not know."""
    key = _letters(str(cell))
    return next((name for name in columns if _letters(name) == key), "")


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())


def _unknown(text: str, columns: Sequence[str]) -> str:
    near = get_close_matches(text.casefold().replace(" ", "_"), columns, n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"unknown heading{hint}; allowed: {', '.join(columns)}"
