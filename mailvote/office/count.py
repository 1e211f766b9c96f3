"""Count a closed ballot once every message that was in time must have been read, and declare it to everybody."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import manager_letters, practice_letters
from mailvote.office.desk import Desk, addressee
from mailvote.office.keys import sealer
from mailvote.office.opening import everybody
from mailvote.office.post import post, post_to_managers
from mailvote.reports.figures import outcome_figures
from mailvote.rules.electorate import Electorate
from mailvote.rules.lifecycle import may_count
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.paper import Paper
from mailvote.rules.tally import Vote
from mailvote.store import ballots, deadlines, inbox, journal, organisations, votes
from mailvote.store.ballots import Ballot
from mailvote.store.votes import StoredVote

ABSTAINED = "Abstained"
NO_REPLY = "No reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A ballot that has been counted: the electorate, its votes and what they came to."""

    ballot: Ballot
    electorate: Electorate
    votes: tuple[StoredVote, ...] = field(repr=False)
    outcome: Outcome = field(repr=False)


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
    electorate = ballots.electorate(conn, ballot)
    in_force = votes.in_force(conn, sealer(conn, desk, ballot.id), ballot.id)
    cast = [Vote(member_id=vote.member_id, choice=vote.choice, recorded=vote.inbox_id is None) for vote in in_force]
    outcome = decide(ballot.paper, electorate, cast, noun=desk.house.noun)
    return Count(ballot=ballot, electorate=electorate, votes=in_force, outcome=outcome)


def _declare(conn: Connection, desk: Desk, count: Count, now: datetime) -> None:
    """Seal the votes that were counted into the chain, publish the outcome, and post it to everybody (R24)."""
    ballot = count.ballot
    commitments = sorted(vote.commitment for vote in count.votes)
    journal.record(conn, ballot.id, now, "closed", {"votes": commitments})
    figures = outcome_figures(ballot.paper.rules, count.outcome)
    head = journal.record(conn, ballot.id, now, "declared", figures).digest
    codes = _codes(count) if ballot.paper.rules.publish_codes else ()
    ballots.declare(conn, ballot, now, {**figures, "codes": [list(row) for row in codes]})
    _post_to_everybody(conn, desk, count, codes, head, now)
    _post_to_managers(conn, desk, count, head, now)


def _post_to_everybody(
    conn: Connection, desk: Desk, count: Count, codes: tuple[tuple[str, str], ...], head: str, now: datetime
) -> None:
    """The result to each address of every practice and contact, once (R24)."""
    ballot = count.ballot
    messages = inbox.figures(conn, desk.organisation, ballot.id)
    for person in {person.address: person for _, person in everybody(count.electorate, now)}.values():
        letter = practice_letters.declaration(
            desk.wording,
            desk.house,
            ballot.paper,
            person.name,
            count.outcome,
            codes,
            count.electorate,
            messages=messages,
            head=head,
        )
        post(conn, desk, letter, addressee(person), occasion="declared", now=now, ballot_id=ballot.id)


def _post_to_managers(conn: Connection, desk: Desk, count: Count, head: str, now: datetime) -> None:
    """The result with the confidential tally sheet and the line in which all messages add up (R22, P4)."""
    ballot = count.ballot
    letter = manager_letters.manager_declaration(
        desk.wording,
        desk.house,
        ballot.paper,
        count.outcome,
        _tally_sheet(count),
        inbox.figures(conn, desk.organisation, ballot.id),
        head,
    )
    post_to_managers(conn, desk, letter, occasion="declared", now=now, ballot_id=ballot.id)


def _codes(count: Count) -> tuple[tuple[str, str], ...]:
    """Receipt codes with what was counted under each, so that a practice finds its own vote (trust.md 3)."""
    return tuple(sorted((vote.code, _named(count.ballot.paper, vote)) for vote in count.votes))


def _tally_sheet(count: Count) -> tuple[tuple[str, str, str], ...]:
    """For the manager alone: practice, choice, and who cast it (R22)."""
    by_member = {vote.member_id: vote for vote in count.votes}
    return tuple(
        (member.name, _named(count.ballot.paper, vote), vote.role or "manager")
        if (vote := by_member.get(member.id))
        else (member.name, NO_REPLY, "")
        for member in count.electorate.members
    )


def _named(paper: Paper, vote: StoredVote) -> str:
    return ", ".join(option.name for option in paper.chosen(vote.choice)) or ABSTAINED
