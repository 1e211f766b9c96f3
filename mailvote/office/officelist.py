"""The register of offices as people read it: who holds what until when, and who comes next (R25)."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from mailvote.mail import term_letters
from mailvote.mail.letter import Letter
from mailvote.mail.term_letters import OfficeRow
from mailvote.office.desk import Desk
from mailvote.rules.chain import JSON
from mailvote.rules.terms import Tenure, Term, free_places, holders
from mailvote.store import offices


def listing(conn: Connection, desk: Desk, now: datetime) -> Letter:
    """Every office with its holders as the manager reads it."""
    today = desk.house.calendar.local(now).date()
    return term_letters.offices(desk.wording, desk.house, rows(conn, desk, today), today)


def rows(conn: Connection, desk: Desk, day: date) -> tuple[OfficeRow, ...]:
    """The offices as they stand on that day."""
    return tuple(_row(tenure, day) for tenure in offices.tenures(conn, desk.organisation))


def figures(conn: Connection, desk: Desk, day: date) -> list[dict[str, JSON]]:
    """The offices as `offices --json` lists them: one entry for each holder, and one for each place without."""
    return [entry for row in rows(conn, desk, day) for entry in _entries(row)]


def _entries(row: OfficeRow) -> Iterator[dict[str, JSON]]:
    for term in row.holders:
        yield _entry(row, holder=term.holder, since=term.since, until=term.last_day)
    for _ in range(row.free):
        yield _entry(row, holder=None, since=None, until=None)


def _entry(row: OfficeRow, *, holder: str | None, since: date | None, until: date | None) -> dict[str, JSON]:
    days = {"from": since, "until": until}
    said: dict[str, JSON] = {key: day.isoformat() if day else None for key, day in days.items()}
    return {"name": row.office.name, "holder": holder, **said}


def _row(tenure: Tenure, day: date) -> OfficeRow:
    return OfficeRow(
        office=tenure.office,
        holders=holders(tenure, day),
        free=free_places(tenure, day),
        empty_since=_empty_since(tenure, day),
        to_come=tuple(term for term in tenure.terms if not term.begun(day) and not _never_was(term)),
    )


def _empty_since(tenure: Tenure, day: date) -> date | None:
    """The last day of whoever left last, where a place is free and that is known."""
    left = (term.ended_on for term in tenure.terms if term.ended_on is not None and term.ended_on < day)
    return max(left, default=None) if free_places(tenure, day) else None


def _never_was(term: Term) -> bool:
    """Whether another one was put in its place before it began."""
    return term.ended_on is not None and term.since is not None and term.ended_on < term.since
