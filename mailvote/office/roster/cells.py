"""What a cell of a file may say: a line, a name, an address, a day; ValueError with what is wrong and allowed."""

from __future__ import annotations

from datetime import date

from mailvote.mail.addresses import valid_address
from mailvote.mail.dates import Unreadable, read_moment
from mailvote.office.roster.table import Cell
from mailvote.rules.electorate import name_key
from mailvote.rules.workingdays import Calendar

_LONGEST = 200
_ADDRESS = "a plain address such as dr.a.ashworth@hart-surgery.example"


def one_line(cell: Cell) -> str:
    text = cell.isoformat() if isinstance(cell, date) else cell
    if len(text) > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST} characters; allowed: a shorter name")
    if text[:1] in ("=", "+", "-", "@"):
        raise ValueError(f"{text[:20]!r} would be a formula in a spreadsheet; allowed: a name")
    return text


def person_name(cell: Cell) -> str:
    text = one_line(cell)
    if not name_key(text):
        raise ValueError("missing; allowed: the person's name")
    return text


def plain_address(cell: Cell) -> str:
    if not cell:
        raise ValueError(f"missing; allowed: {_ADDRESS}")
    try:
        return valid_address(str(cell))
    except ValueError as problem:
        raise ValueError(f"{str(cell)!r}: {problem}; allowed: {_ADDRESS}") from None


def day(cell: Cell, calendar: Calendar) -> date | None:
    if isinstance(cell, date) or not cell:
        return cell or None
    moment = read_moment(cell, calendar)
    if isinstance(moment, Unreadable):
        raise ValueError(f"{cell!r} is no date; allowed: 2026-11-30 or 30/11/2026 (day before month)")
    return calendar.local(moment).date()
