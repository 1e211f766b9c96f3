"""An import from the file's bytes to the register: planned first, shown, then carried out whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import date, datetime

from sqlalchemy import Connection

from mailvote.office.roster.difference import Difference, difference
from mailvote.office.roster.reading import read_roster
from mailvote.office.roster.rows import RosterRow
from mailvote.rules.workingdays import Calendar
from mailvote.store import register
from mailvote.store.roster import registered


def plan_import(
    conn: Connection,
    organisation: str,
    content: bytes,
    *,
    replace: bool = False,
    total: int | None = None,
    now: datetime,
    calendar: Calendar,
) -> Difference:
    """What importing that file would do; `total` is what its populations are said to add up to."""
    roster = read_roster(content, calendar)
    found = difference(registered(conn, organisation), roster, replace=replace, now=now, calendar=calendar)
    if total is None:
        return found
    as_of = _date_of_total(roster.rows, calendar.local(now).date())
    warnings = (*found.warnings, *_total_warnings(roster.rows, total))
    return changed(found, warnings=warnings, total=(as_of, total))


def carry_out(conn: Connection, organisation: str, planned: Difference, now: datetime) -> None:
    """Apply a planned import in the transaction of `conn`; one with problems changes nothing."""
    if planned.problems:
        return
    register.apply(conn, organisation, planned.changes, now)
    if planned.total:
        register.add_total(conn, organisation, *planned.total)


def _total_warnings(rows: Sequence[RosterRow], total: int) -> tuple[str, ...]:
    """Both numbers where the stated total is not the sum of the rows (R2)."""
    added = sum(row.population or 0 for row in rows)
    if added == total:
        return ()
    without = sum(row.population is None for row in rows)
    missing = f" ({without} of {len(rows)} rows have none)" if without else ""
    return (f"The populations add up to {added:,}{missing}; the stated total is {total:,}.",)


def _date_of_total(rows: Sequence[RosterRow], today: date) -> date:
    """The date that a stated total is for: that of the rows, today where they have none or several."""
    dates = {row.population_as_of for row in rows if row.population_as_of}
    return dates.pop() if len(dates) == 1 else today
