"""Set the clock of a ballot that has ended: when it is destroyed, and when the manager is reminded of it (R23)."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.letter import say_day, stamp
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


def kept(conn: Connection, desk: Desk, ballot: Ballot) -> tuple[str, ...]:
    """In sentences: whether the outcome is confirmed, what is on hold, and when it is destroyed."""
    return tuple(filter(None, (_confirmed(desk, ballot), _held(desk, ballot), _destroyed(conn, desk, ballot))))


def _confirmed(desk: Desk, ballot: Ballot) -> str:
    if ballot.dates.confirmed_at is None:
        return ""
    effective = f", with effect from {say_day(ballot.effective_on)}" if ballot.effective_on else ""
    return f"Its outcome was confirmed on {stamp(ballot.dates.confirmed_at, desk.house.calendar)}{effective}."


def _held(desk: Desk, ballot: Ballot) -> str:
    if ballot.dates.held_at is None:
        return ""
    return f"It is on hold since {stamp(ballot.dates.held_at, desk.house.calendar)}: {ballot.hold_reason}"


def _destroyed(conn: Connection, desk: Desk, ballot: Ballot) -> str:
    if ballot.dates.destroyed_at is not None:
        return f"Its votes were destroyed on {stamp(ballot.dates.destroyed_at, desk.house.calendar)}."
    at = due_of(conn, ballot, "destroy")
    return f"Its destruction is due on {desk.house.time(at)}." if at else ""
