"""The register of interests as people read it: in a letter, as a file, and what was not reviewed for a year (R11)."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import register_letters
from mailvote.mail.letter import Letter
from mailvote.mail.register_letters import InterestRow
from mailvote.office.desk import Desk
from mailvote.office.post import post_to_managers
from mailvote.reports.figures import interest_figures
from mailvote.rules.chain import JSON
from mailvote.store import ballots, interests
from mailvote.store.interests import Interest

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would work out."""


def listing(conn: Connection, desk: Desk, now: datetime) -> Letter:
    """The register of interests as the manager reads it."""
    entries = interests.listing(conn, desk.organisation, now)
    today = desk.house.calendar.local(now)
    overdue = [one for one in entries if one.review_due(today)]
    return register_letters.interests(desk.wording, desk.house, _rows(conn, desk, entries), _rows(conn, desk, overdue))


def point_out_interests(conn: Connection, desk: Desk, now: datetime) -> None:
    """Put the entries that nobody has looked at for a year before the managers, once each year."""
    due = interests.overdue(conn, desk.organisation, desk.house.calendar.local(now))
    if not due:
        return
    letter = register_letters.interests_overdue(desk.wording, desk.house, _rows(conn, desk, due))
    post_to_managers(conn, desk, letter, occasion=now.isoformat(), now=now)
    interests.pointed_out(conn, [entry.id for entry in due], now)


def figures(desk: Desk, entries: Sequence[Interest], at: datetime) -> list[dict[str, JSON]]:
    """The entries as `register interests --json` lists them."""
    today = desk.house.calendar.local(at)
    return [
        interest_figures(
            number=one.id,
            practice=one.member,
            person=one.person,
            ballot=one.reference,
            description=one.description,
            since=one.since,
            until=one.until,
            recorded_at=one.recorded_at,
            recorded_by=one.recorded_by,
            reviewed_at=one.reviewed_at,
            review_due=one.review_due(today),
        )
        for one in entries
    ]


def export_interests(desk: Desk, entries: Sequence[Interest], at: datetime) -> str:
    """The entries as CSV text, a heading first; no cell of it is a formula."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for row in figures(desk, entries, at):
        writer.writerow({key: _cell(row[key]) for key in COLUMNS})
    return text.getvalue()


COLUMNS = (
    "number",
    "practice",
    "person",
    "ballot",
    "description",
    "from",
    "until",
    "recorded_at",
    "recorded_by",
    "reviewed_at",
    "review_due",
)


def _cell(value: JSON) -> str:
    """Text as it is, an empty cell for what is not there, and nothing that a spreadsheet takes for a formula."""
    said = "" if value is None else ("no", "yes")[value] if isinstance(value, bool) else str(value)
    return f"'{said}" if said.startswith(FORMULA) else said


def _rows(conn: Connection, desk: Desk, entries: Sequence[Interest]) -> list[InterestRow]:
    titles = {one.id: one.paper.title for one in ballots.every(conn, desk.organisation)} if entries else {}
    return [_row(entry, titles.get(entry.ballot_id, "") if entry.ballot_id else "") for entry in entries]


def _row(entry: Interest, title: str) -> InterestRow:
    return InterestRow(
        number=entry.id,
        practice=entry.member,
        person=entry.person,
        reference=entry.reference,
        title=title,
        description=entry.description,
        since=entry.since,
        until=entry.until,
        recorded_by=entry.recorded_by,
        reviewed_at=entry.reviewed_at,
    )
