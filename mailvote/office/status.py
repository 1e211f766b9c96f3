"""How ballots stand: turnout and messages, never a choice before the count (R22)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.letter import say_time
from mailvote.mail.standing import BallotStatus
from mailvote.office.callstatus import call_status
from mailvote.office.desk import Desk
from mailvote.office.keeping import kept
from mailvote.office.plans import find_ballot
from mailvote.reports.figures import ballot_figures, cancelled_figures
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate, Role
from mailvote.rules.lifecycle import stage
from mailvote.rules.participation import entitled, participation, taking_part
from mailvote.rules.tally import Vote
from mailvote.store import ballots, inbox, votes
from mailvote.store.ballots import Ballot
from mailvote.store.votes import Turnout


def reports(conn: Connection, desk: Desk, reference: str, now: datetime) -> Sequence[tuple[int, BallotStatus]] | str:
    """The ballot of that reference, or every running one; with the ballots' ids."""
    if not reference:
        running = ballots.unfinished(conn, desk.organisation)
        return [(ballot.id, _report(conn, desk, ballot, now)) for ballot in running]
    ballot = find_ballot(conn, desk, reference)
    return ballot if isinstance(ballot, str) else [(ballot.id, _report(conn, desk, ballot, now))]


def figures(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> dict[str, JSON]:
    """The ballot as JSON (interface.md 7); no totals before it is counted."""
    electorate = entitled(ballots.electorate(conn, ballot, now), ballot.paper.rules)
    published = ballot.published if isinstance(ballot.published, dict) else None
    threshold = None if published and published.get("unopposed") else ballot.paper.rules.participation
    if ballot.dates.cancelled_at is not None:
        published = cancelled_figures(f"Cancelled on {say_time(ballot.dates.cancelled_at, desk.house.calendar)}.")
    return ballot_figures(
        ballot.paper,
        dates=ballot.dates,
        organisation=desk.organisation,
        stage=stage(ballot.dates, now),
        electorate=electorate,
        participation=participation(electorate, _takers(conn, ballot, electorate), threshold),
        messages=inbox.figures(conn, desk.organisation, ballot.id),
        published=published,
    )


def _report(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> BallotStatus:
    everybody = ballots.electorate(conn, ballot, now)
    turnout = votes.turnout(conn, ballot.id)
    counted = entitled(everybody, ballot.paper.rules)
    part, base = taking_part(counted, _takers(conn, ballot, counted), ballot.paper.rules.participation)
    return BallotStatus(
        paper=ballot.paper,
        stage=stage(ballot.dates, now),
        voted=len(turnout.voted),
        abstained=len(turnout.abstained),
        silent=_silent(everybody.eligible(), turnout),
        messages=inbox.figures(conn, desk.organisation, ballot.id),
        part=part,
        base=base,
        barred=tuple(member.name for member in everybody.members if member.barred),
        proxies=_proxies(everybody, now),
        proposed_close=ballot.dates.closes_at if ballot.dates.is_draft else None,
        call=call_status(conn, desk, ballot, now),
        kept=kept(conn, desk, ballot),
    )


def _proxies(electorate: Electorate, now: datetime) -> tuple[tuple[str, str], ...]:
    return tuple(
        (member.name, person.name)
        for member in electorate.members
        for person in member.people
        if person.role is Role.PROXY and person.in_force(now)
    )


def _silent(electorate: Electorate, turnout: Turnout) -> tuple[str, ...]:
    replied = turnout.voted | turnout.abstained
    return tuple(member.name for member in electorate.members if member.id not in replied)


def _takers(conn: Connection, ballot: Ballot, electorate: Electorate) -> list[Vote]:
    """Who took part, as votes whose choice nobody has opened: only whether they abstained is known.

    A vote that an interest has forbidden since is left out already before it is struck out (R11).
    """
    able = {member.id for member in electorate.eligible().members}
    turnout = votes.turnout(conn, ballot.id)
    choices = dict.fromkeys(turnout.voted, (UNOPENED,)) | dict.fromkeys(turnout.abstained, ())
    return [
        Vote(member_id=member, choice=choice, recorded=member in turnout.recorded)
        for member, choice in choices.items()
        if member in able
    ]


UNOPENED = 0
"""Stands for a choice that has not been opened; no option has this number."""
