"""Declare elected, without a vote, those against whom nobody stands, where the rules have it so (R20)."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.office.declaring import Count, declare
from mailvote.office.desk import Desk
from mailvote.office.opening import foundation
from mailvote.office.weighing import weighed
from mailvote.rules.outcome import decide_unopposed
from mailvote.store import ballots, deadlines, journal
from mailvote.store.ballots import Ballot


def declare_unopposed(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> tuple[str, ...]:
    """Open, close and declare the ballot in one breath; nobody gets a paper, everybody the result."""
    electorate, _ = weighed(conn, desk, ballot.paper.rules, ballots.electorate(conn, ballot, now), now)
    ballot = ballots.open_(conn, ballot, now, now, now, electorate)
    journal.record(conn, ballot.id, now, "opened", foundation(conn, ballot, electorate))
    deadlines.set_deadlines(conn, ballot.id, ())
    outcome = decide_unopposed(ballot.paper, electorate)
    declare(conn, desk, Count(ballot=ballot, electorate=electorate, votes=(), outcome=outcome), now)
    return (f"{ballot.paper.reference}, {ballot.paper.title}, is declared.", *outcome.sentences)
