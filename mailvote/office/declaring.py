"""Declare a ballot that was counted: what is published, and the letters to everybody and to the managers (R24)."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import manager_letters, practice_letters
from mailvote.mail.minutes import minutes
from mailvote.office.candidacy import standing
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.keeping import set_clock
from mailvote.office.opening import everybody
from mailvote.office.post import post, post_to_managers
from mailvote.reports.figures import outcome_figures
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.weights import weight_words
from mailvote.store import ballots, inbox, journal
from mailvote.store.ballots import Ballot
from mailvote.store.votes import StoredVote

INTEREST = "Declared interest"
BY_MAIL = ("Abstained", "No reply")
AT_A_MEETING = ("Present, no vote", "Did not take part")
"""What stands for a practice that chose nothing, and for one that nothing is known of (R13, R27)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A ballot that has been counted: the electorate, its votes and what they came to."""

    ballot: Ballot
    electorate: Electorate
    votes: tuple[StoredVote, ...] = field(repr=False)
    outcome: Outcome = field(repr=False)
    run_off: Ballot | None = None

    @property
    def run_off_closes_at(self) -> datetime | None:
        return self.run_off.dates.closes_at if self.run_off else None


def declare(conn: Connection, desk: Desk, count: Count, now: datetime) -> None:
    """Publish the outcome, post it to everybody, and set the clock of what is kept (R23, R24)."""
    ballot = count.ballot
    figures = outcome_figures(ballot.paper.rules, count.outcome)
    head = journal.record(conn, ballot.id, now, "declared", figures).digest
    declared = ballots.declare(conn, ballot, now, {**figures, **_published(desk, count)})
    set_clock(conn, desk, declared, now)
    _post_to_everybody(conn, desk, count, head, now)
    _post_to_managers(conn, desk, count, head, now)


def _published(desk: Desk, count: Count) -> dict[str, JSON]:
    """What the declaration shows beside the outcome: codes or names with votes, and the words for the minutes."""
    closes_at, roll_call = count.run_off_closes_at, _roll_call(count)
    return {
        "figures": [list(row) for row in count.outcome.figures],
        "held_back": count.outcome.held_back,
        "open_seats": count.outcome.open_seats,
        "unopposed": count.outcome.unopposed,
        "contenders": list(count.outcome.contenders),
        "codes": [list(row) for row in _codes(count)],
        "votes": [list(row) for row in roll_call],
        "run_off_closes_at": closes_at.isoformat() if closes_at else None,
        "minutes": minutes(
            desk.house, count.ballot.paper, count.outcome, roll_call=roll_call, run_off_closes_at=closes_at
        ),
    }


def _post_to_everybody(conn: Connection, desk: Desk, count: Count, head: str, now: datetime) -> None:
    """The result to each address of every practice, contact and candidate, once (R24)."""
    ballot = count.ballot
    messages = inbox.figures(conn, desk.organisation, ballot.id)
    people = [addressee(person) for _, person in everybody(count.electorate, now)]
    candidates = [Addressee(name=one.name, address=one.address) for one in standing(conn, ballot)]
    for person in {person.address: person for person in (*candidates, *people)}.values():
        letter = practice_letters.declaration(
            desk.wording,
            desk.house,
            ballot.paper,
            person.name,
            count.outcome,
            _codes(count),
            messages=messages,
            head=head,
            roll_call=_roll_call(count),
            run_off_closes_at=count.run_off_closes_at,
        )
        post(conn, desk, letter, person, occasion="declared", now=now, ballot_id=ballot.id)


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
        roll_call=_roll_call(count),
        run_off_closes_at=count.run_off_closes_at,
    )
    post_to_managers(conn, desk, letter, occasion="declared", now=now, ballot_id=ballot.id)


def _codes(count: Count) -> tuple[tuple[str, str], ...]:
    """Receipt codes with what was counted under each, so that a practice finds its own vote (trust.md 3)."""
    if not count.ballot.paper.rules.publishes_codes:
        return ()
    return tuple(sorted((vote.code, _named(count.ballot.paper, vote)) for vote in count.votes))


def _roll_call(count: Count) -> tuple[tuple[str, str, str], ...]:
    """How each practice voted, with its weight where votes are weighed; of an open ballot alone (R32)."""
    rules = count.ballot.paper.rules
    if not rules.is_open:
        return ()
    by_member = {vote.member_id: vote for vote in count.votes}
    rows = ((member, _tally_row(count, member, by_member.get(member.id))) for member in count.electorate.members)
    return tuple((row[0], row[1], "".join(_weight(count, member))) for member, row in rows)


def _tally_sheet(count: Count) -> tuple[tuple[str, ...], ...]:
    """For the manager alone: practice, choice, who cast it, and its weight where votes are weighed (R22)."""
    if count.outcome.unopposed:
        return ()
    by_member = {vote.member_id: vote for vote in count.votes}
    return tuple(
        (*_tally_row(count, member, by_member.get(member.id)), *_weight(count, member))
        for member in count.electorate.members
    )


def _tally_row(count: Count, member: Member, vote: StoredVote | None) -> tuple[str, str, str]:
    if vote is None:
        _, silent = _words(count.ballot.paper)
        return member.name, INTEREST if member.barred else silent, ""
    return member.name, _named(count.ballot.paper, vote), vote.role or "manager"


def _weight(count: Count, member: Member) -> tuple[str, ...]:
    rules = count.ballot.paper.rules
    return () if rules.weight == "equal" else (weight_words(rules, member.weight),)


def _named(paper: Paper, vote: StoredVote) -> str:
    abstained, _ = _words(paper)
    return ", ".join(option.name for option in paper.chosen(vote.choice)) or abstained


def _words(paper: Paper) -> tuple[str, str]:
    return BY_MAIL if paper.rules.is_by_mail else AT_A_MEETING
