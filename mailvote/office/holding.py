"""Stop the clock of destruction and let it go on again (R23)."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.commands import Hold, Release
from mailvote.mail.letter import stamp
from mailvote.office.desk import Addressee, Desk
from mailvote.office.keeping import due_of
from mailvote.office.plans import Done, Duty, Plan, find_ballot, known_ballot
from mailvote.store import ballots, erasure, journal
from mailvote.store.ballots import Ballot


def plan_hold(conn: Connection, desk: Desk, command: Hold, now: datetime) -> Plan:
    """A hold on a ballot that is not destroyed, whatever its stage."""
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,), is_over=True)
    over = _destroyed(desk, ballot) or _begun(conn, ballot) or _held(desk, ballot)
    if over:
        return Plan(ballot_id=ballot.id, problems=(over,), is_over=True)
    what = (
        f"Nothing of {ballot.paper.reference}, {ballot.paper.title}, is destroyed before you release it.",
        *_due(conn, desk, ballot),
        f"To let the clock go on later, send: release {ballot.paper.reference}",
    )
    return Plan(ballot_id=ballot.id, what=what)


def hold(conn: Connection, desk: Desk, command: Hold, author: Addressee, now: datetime) -> Done:
    """Stop the clock, and say in the journal who did and why."""
    ballot = known_ballot(conn, desk, command.reference)
    ballots.hold(conn, ballot, now, command.reason)
    journal.record(conn, ballot.id, now, "held", {"by": author.address, "reason": command.reason})
    reference = ballot.paper.reference
    sentence = f"{reference} is on hold: nothing of it is destroyed before you send: release {reference}"
    return Done(sentences=(sentence,), ballot_id=ballot.id)


def plan_release(conn: Connection, desk: Desk, command: Release, now: datetime) -> Plan:
    """The end of a hold; the date of the destruction stays as it was."""
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,), is_over=True)
    over = _destroyed(desk, ballot) or _free(ballot)
    if over:
        return Plan(ballot_id=ballot.id, problems=(over,), is_over=True)
    what = (
        f"The hold on {ballot.paper.reference}, {ballot.paper.title}, ends.",
        *(_overdue(conn, desk, ballot, now) or _due(conn, desk, ballot)),
    )
    return Plan(ballot_id=ballot.id, what=what)


def release(conn: Connection, desk: Desk, command: Release, author: Addressee, now: datetime) -> Done:
    """Let the clock go on; what was due meanwhile is destroyed by the next tick."""
    ballot = known_ballot(conn, desk, command.reference)
    ballots.release(conn, ballot)
    journal.record(conn, ballot.id, now, "released", {"by": author.address})
    due = _overdue(conn, desk, ballot, now) or _due(conn, desk, ballot)
    return Done(sentences=(f"{ballot.paper.reference} is no longer on hold.", *due), ballot_id=ballot.id)


HOLD = Duty(plan=plan_hold, carry_out=hold)
RELEASE = Duty(plan=plan_release, carry_out=release)


def _destroyed(desk: Desk, ballot: Ballot) -> str:
    at = ballot.dates.destroyed_at
    if at is None:
        return ""
    return f"{ballot.paper.reference} was destroyed on {stamp(at, desk.house.calendar)}: nothing of it is left to hold."


def _begun(conn: Connection, ballot: Ballot) -> str:
    """Without its key nothing of it can be kept any more, also where something else is still to be destroyed."""
    if not erasure.is_shredded(conn, ballot.id):
        return ""
    return f"{ballot.paper.reference} is being destroyed: its key is gone, so there is nothing left to hold."


def _held(desk: Desk, ballot: Ballot) -> str:
    if ballot.dates.held_at is None:
        return ""
    since = stamp(ballot.dates.held_at, desk.house.calendar)
    return f"{ballot.paper.reference} is on hold since {since} already: {ballot.hold_reason}"


def _free(ballot: Ballot) -> str:
    return "" if ballot.dates.held_at else f"{ballot.paper.reference} is not on hold, so there is nothing to release."


def _due(conn: Connection, desk: Desk, ballot: Ballot) -> tuple[str, ...]:
    """When its destruction is due, once that is known."""
    at = due_of(conn, ballot, "destroy")
    return (f"Its destruction is due on {desk.house.time(at)}.",) if at else ()


def _overdue(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> tuple[str, ...]:
    """That it is destroyed without delay once it is released."""
    at = due_of(conn, ballot, "destroy")
    if at is None or at > now:
        return ()
    return (f"Its destruction was due on {desk.house.time(at)}, and is carried out at once.",)
