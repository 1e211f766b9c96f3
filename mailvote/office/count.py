"""Count a closed ballot once every message that was in time must have been read, and declare it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.office import runoff
from mailvote.office.declaring import Count, declare
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer
from mailvote.rules.lifecycle import may_count
from mailvote.rules.outcome import decide
from mailvote.rules.tally import Vote
from mailvote.store import ballots, deadlines, journal, organisations, votes
from mailvote.store.ballots import Ballot


def count_due(conn: Connection, desk: Desk, now: datetime) -> None:
    """Count every ballot whose close is due and past a complete sweep that began after close and grace (R18)."""
    swept_at = organisations.last_sweep(conn, desk.organisation)
    for due in deadlines.due(conn, desk.organisation, now):
        if due.kind == "close":
            ballot = ballots.get(conn, due.ballot_id)
            if may_count(ballot.paper.closes_at, desk.closing_grace, swept_at):
                _declare(conn, desk, _count(conn, desk, ballot), now)
                deadlines.done(conn, due.id, now)


def _count(conn: Connection, desk: Desk, ballot: Ballot) -> Count:
    electorate = ballots.electorate(conn, ballot, ballot.paper.closes_at)
    in_force = votes.in_force(conn, sealer(conn, desk, ballot.id), ballot.id)
    cast = [Vote(member_id=vote.member_id, choice=vote.choice, recorded=vote.inbox_id is None) for vote in in_force]
    outcome = decide(ballot.paper, electorate, cast, noun=desk.house.noun)
    return Count(ballot=ballot, electorate=electorate, votes=in_force, outcome=outcome)


def _declare(conn: Connection, desk: Desk, count: Count, now: datetime) -> None:
    """Seal the votes that were counted into the chain, publish the outcome, and offer what follows from it (R16)."""
    ballot = count.ballot
    commitments = sorted(vote.commitment for vote in count.votes)
    journal.record(conn, ballot.id, now, "closed", {"votes": commitments})
    count = _with_run_off(conn, desk, count, now)
    declare(conn, desk, count, now)
    if count.run_off is not None:
        runoff.offer(conn, desk, ballot, count.outcome, now)


def _with_run_off(conn: Connection, desk: Desk, count: Count, now: datetime) -> Count:
    """A tie drafts the further election before it is declared, so that the declaration can name it (R16)."""
    if not count.outcome.contenders or count.ballot.paper.rules.outcome.tie != "run-off":
        return count
    draft = runoff.prepare(conn, desk, count.ballot, count.outcome, now)
    return replace(count, run_off=draft, outcome=replace(count.outcome, run_off=draft.paper.reference))
