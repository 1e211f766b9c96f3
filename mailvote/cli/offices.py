"""`mailvote offices`: who holds what until when (R25)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from mailvote.cli import output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import opened
from mailvote.mail.term_letters import OfficeRow
from mailvote.office import officelist
from mailvote.rules.terms import Term
from mailvote.store.database import reading

HEADINGS = ("office", "holder", "from", "until", "")
EMPTY = "The register of offices is empty: mailvote register offices FILE fills it."


@click.command(epilog=example("mailvote offices", "mailvote offices --json"))
@flags
@click.pass_obj
def offices(flags: Flags) -> None:
    """Show the offices with their holders, and what ends when.

    Who is still in office after the end of a term stays until a successor takes it.
    """
    with opened(flags) as app, reading(app.engine) as conn:
        desk = app.office().desk
        today = desk.house.calendar.local(app.clock()).date()
        if flags.json:
            output.document({"offices": list(officelist.figures(conn, desk, today))})
        else:
            rows = officelist.rows(conn, desk, today)
            output.table(HEADINGS, (line for row in rows for line in _lines(row, today)), nothing=EMPTY)


def _lines(row: OfficeRow, today: date) -> Iterator[tuple[str, ...]]:
    for term in row.holders:
        yield (row.office.name, _person(term), _day(term.since), _day(term.last_day), _remark(term, today))
    for _ in range(row.free):
        since = f"since the end of {row.empty_since}" if row.empty_since else ""
        yield (row.office.name, "vacant", "", "", since)
    for term in row.to_come:
        yield (row.office.name, _person(term), _day(term.since), _day(term.last_day), "next")


def _person(term: Term) -> str:
    return f"{term.holder} <{term.address}>" if term.address else term.holder


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _remark(term: Term, today: date) -> str:
    if term.vacated_at is not None:
        return "leaves early" if term.ended_on else "leaves when a successor comes"
    return "over; stays until a successor comes" if term.remains(today) else ""
