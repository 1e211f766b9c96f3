"""Set the clock of a ballot that has ended: when it is destroyed, and when the manager is reminded of it (R23)."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.office.desk import Desk
from mailvote.rules import keeping
from mailvote.rules.lifecycle import Deadline, DeadlineKind
from mailvote.store import ballots, deadlines
from mailvote.store.ballots import Ballot

CANCELLED = "cancelled"


def outcome_kind(ballot: Ballot) -> str:
    """The kind of the outcome that was declared, or `cancelled`; empty while the ballot goes on."""
    if ballot.dates.cancelled_at is not None:
        return CANCELLED
    return str(ballot.published.get("kind", "")) if isinstance(ballot.published, dict) else ""


def clock(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> tuple[Deadline, ...]:
    """What falls due on the ballot as it stands; nothing before it has ended or once it is destroyed."""
    found = keeping.ending(ballot.dates, kind=outcome_kind(ballot), replaced_at=ballots.replaced_at(conn, ballot))
    if found is None or ballot.dates.destroyed_at is not None:
        return ()
    return keeping.clock(ballot.paper.rules, desk.house.calendar, found, now)


def set_clock(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """The ballot has ended, is confirmed, or has been replaced: what falls due follows from its dates anew."""
    deadlines.set_deadlines(conn, ballot.id, clock(conn, desk, ballot, now), kinds=keeping.KINDS)


def set_clocks_before(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """This ballot was called, started or cancelled: the clocks of those that it replaces follow."""
    for earlier in ballots.replaced_by(conn, ballot):
        set_clock(conn, desk, earlier, now)


def wind_clocks(conn: Connection, desk: Desk, now: datetime) -> None:
    """Set the clocks of ballots that ended under a version of the bot that knew of none."""
    for ballot in ballots.unwound(conn, desk.organisation):
        set_clock(conn, desk, ballot, now)


def due_of(conn: Connection, ballot: Ballot, kind: DeadlineKind) -> datetime | None:
    """When that falls due on the ballot, if it is still to come."""
    return next((one.due_at for one in deadlines.waiting(conn, ballot.id) if one.kind == kind), None)
