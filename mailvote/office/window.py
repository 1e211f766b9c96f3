"""Lengthen an open ballot or call it off; everybody who was told of it is told either way (R19)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import practice_letters
from mailvote.mail.commands import Cancel, Extend
from mailvote.mail.letter import say_time
from mailvote.office import announcing
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.keeping import set_clock, set_clocks_before
from mailvote.office.opening import close_in_calendar, everybody
from mailvote.office.plans import Done, Duty, Plan, find_ballot, known_ballot
from mailvote.office.post import post
from mailvote.office.roll import hold
from mailvote.rules.electorate import votes
from mailvote.rules.lifecycle import Stage, new_deadlines, stage
from mailvote.rules.workingdays import window_problem
from mailvote.store import ballots, deadlines, journal
from mailvote.store.ballots import Ballot


def plan_extension(conn: Connection, desk: Desk, command: Extend, now: datetime) -> Plan:
    """A later close for a ballot that has not closed."""
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,))
    calendar, paper = desk.house.calendar, ballot.paper
    at = stage(ballot.dates, now)
    if at not in (Stage.OPEN, Stage.SCHEDULED):
        return Plan(ballot_id=ballot.id, problems=(_not_to_be_lengthened(ballot, at),), is_over=True)
    moved = f"{say_time(command.closes, calendar)} instead of {say_time(paper.closes_at, calendar)}"
    return Plan(
        ballot_id=ballot.id,
        what=(
            f"{paper.reference}, {paper.title}, closes on {moved}.",
            f"All {desk.house.nouns} and contacts are told; votes already cast stay as they are.",
        ),
        problems=_problems_of_extension(desk, command, ballot),
    )


def extend(conn: Connection, desk: Desk, command: Extend, author: Addressee, now: datetime) -> Done:
    """Move the close and every deadline that hangs on it, and tell everybody."""
    before = known_ballot(conn, desk, command.reference)
    ballot = ballots.move_close(conn, before, command.closes)
    window, calendar = ballot.paper.rules.window, desk.house.calendar
    opened = ballot.dates.opened_at is not None
    ahead = [
        one
        for one in new_deadlines(ballot.paper.opens_at, command.closes, window, calendar)
        if one.kind == "close" or one.due_at > now or not opened
    ]
    deadlines.set_deadlines(conn, ballot.id, ahead)
    body = {
        "from": before.paper.closes_at.isoformat(),
        "to": command.closes.isoformat(),
        "by": author.address,
    }
    journal.record(conn, ballot.id, now, "extended", body)
    if opened:
        _tell_of_extension(conn, desk, before, ballot, now)
    sentence = f"{ballot.paper.reference} now closes on {say_time(command.closes, calendar)}."
    return Done(sentences=(sentence,), ballot_id=ballot.id)


def plan_cancellation(conn: Connection, desk: Desk, command: Cancel, now: datetime) -> Plan:
    """The end of a ballot without an outcome."""
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,))
    at = stage(ballot.dates, now)
    reference = ballot.paper.reference
    if at in (Stage.DECLARED, Stage.CONFIRMED, Stage.DESTROYED, Stage.CANCELLED):
        problem = f"{reference} is {at} already and can no longer be cancelled."
        return Plan(ballot_id=ballot.id, problems=(problem,), is_over=True)
    what = f"{reference}, {ballot.paper.title}, is cancelled for good."
    return Plan(ballot_id=ballot.id, what=(what, _who_is_told(desk, ballot)))


def _who_is_told(desk: Desk, ballot: Ballot) -> str:
    if ballot.dates.opened_at is not None:
        return f"All {desk.house.nouns} and contacts are told, with your reason. No votes are counted."
    if ballot.dates.called_at is not None:
        return "Everybody who was told of the call is told, its candidates and its panel, with your reason."
    if ballot.parent_id is not None:
        return "Its papers have not gone out. The result that calls for it was declared; nobody is told more now."
    return "Nobody has been told of it yet, so nobody is told now."


def cancel(conn: Connection, desk: Desk, command: Cancel, author: Addressee, now: datetime) -> Done:
    """Call the ballot off and tell everybody who was told of it."""
    before = known_ballot(conn, desk, command.reference)
    ballot = ballots.cancel(conn, before, now, command.reason)
    deadlines.set_deadlines(conn, ballot.id, ())
    set_clock(conn, desk, ballot, now)
    set_clocks_before(conn, desk, ballot, now)
    journal.record(conn, ballot.id, now, "cancelled", {"by": author.address, "reason": command.reason})
    if before.dates.opened_at is not None:
        _tell_of_cancellation(conn, desk, ballot, command.reason, now)
    elif before.dates.called_at is not None:
        announcing.tell_of_cancellation(conn, desk, ballot, command.reason, now)
    return Done(sentences=(f"{ballot.paper.reference} is cancelled.",), ballot_id=ballot.id)


EXTENSION = Duty(plan=plan_extension, carry_out=extend, counts_from_receipt=True)
CANCELLATION = Duty(plan=plan_cancellation, carry_out=cancel)


def _not_to_be_lengthened(ballot: Ballot, at: Stage) -> str:
    reference = ballot.paper.reference
    if at in (Stage.CALLED, Stage.ASSESSMENT):
        return f"{reference} is not open yet. To give candidates longer to apply, send: reopen call {reference}"
    if at is Stage.DRAFT:
        start = "launch" if ballot.dates.called_at else "start run-off"
        return f"{reference} is a draft: say when it closes as you start it, with: {start} {reference}"
    return f"{reference} is {at}: only a ballot that has not closed can be lengthened."


def _problems_of_extension(desk: Desk, command: Extend, ballot: Ballot) -> tuple[str, ...]:
    paper, calendar = ballot.paper, desk.house.calendar
    if command.closes <= paper.closes_at:
        return (f"The close can only be moved later: it stands at {say_time(paper.closes_at, calendar)} (R19).",)
    too_early = window_problem(paper.opens_at, command.closes, paper.rules.window, calendar)
    return (f"The earliest permitted close is {say_time(too_early, calendar)}.",) if too_early else ()


def _tell_of_extension(conn: Connection, desk: Desk, before: Ballot, ballot: Ballot, now: datetime) -> None:
    """Whoever may vote gets the new close with a paper that can be answered, everybody else the news."""
    enclosed = (close_in_calendar(desk, ballot, now),)
    for member, person in everybody(ballots.electorate(conn, ballot, now), now):
        token = hold(desk, ballot, member, person).token if votes(person.role) else ""
        letter = practice_letters.extended(
            desk.wording, desk.house, ballot.paper, person.name, before.paper.closes_at, token
        )
        post(
            conn,
            desk,
            replace(letter, enclosures=enclosed),
            addressee(person),
            occasion=ballot.paper.closes_at.isoformat(),
            now=now,
            ballot_id=ballot.id,
            token=token,
        )


def _tell_of_cancellation(conn: Connection, desk: Desk, ballot: Ballot, reason: str, now: datetime) -> None:
    enclosed = (close_in_calendar(desk, ballot, now, cancelled=True),)
    people = tuple(addressee(person) for _, person in everybody(ballots.electorate(conn, ballot, now), now))
    known = {one.address for one in people}
    candidates = tuple(one for one in announcing.involved(conn, ballot) if one.address not in known)
    for one in (*people, *candidates):
        letter = practice_letters.cancelled(desk.wording, desk.house, ballot.paper, one.name, reason)
        letter = replace(letter, enclosures=enclosed)
        post(conn, desk, letter, one, occasion="cancelled", now=now, ballot_id=ballot.id)
