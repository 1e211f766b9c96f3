"""The reference of a ballot, such as SELG-2026-03: organisation, year and running number (interface.md 6)."""

import re
from typing import NamedTuple

_SHAPE = re.compile(r"(?P<prefix>.+)-(?P<year>[0-9]{4})-(?P<number>[0-9]{1,9})", re.ASCII)


class Place(NamedTuple):
    """Where a ballot stands in its organisation's year."""

    year: int
    number: int


def reference(organisation: str, year: int, number: int) -> str:
    """The reference as it is printed."""
    return f"{organisation.upper()}-{year:04d}-{number:02d}"


def place(organisation: str, text: str) -> Place | None:
    """Year and number of a reference of this organisation, in any case; None when it is none."""
    shape = _SHAPE.fullmatch(text.strip())
    if shape is None or shape["prefix"].upper() != organisation.upper():
        return None
    return Place(int(shape["year"]), int(shape["number"]))
