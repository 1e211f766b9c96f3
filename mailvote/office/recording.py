"""Record a vote: into force it comes, out goes the one it replaces, and everybody concerned is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from mailvote.mail import letters, manager_letters, office_letters
from mailvote.mail.ballotpaper import Precedence
from mailvote.mail.judgement import OBJECTION
from mailvote.mail.message import Incoming
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer
from mailvote.office.post import post_to_managers, post_to_voter
from mailvote.office.roll import Holding, hold
from mailvote.rules.acceptance import Claim, Fate, fate_of_loser
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Member, Person, Role, rank
from mailvote.rules.electorate import votes as may_vote
from mailvote.store import inbox, journal, votes
from mailvote.store.ballots import Ballot
from mailvote.store.inbox import InboxRow
from mailvote.store.votes import Standing

OBJECTED = "objected"
"""The ground on which a vote's message is held: somebody of its practice objects to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The one vote that a practice has in a ballot (R3)."""

    ballot: Ballot
    member: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A vote as it stands in the books: its code, the head of the journal, and the vote that it replaces."""

    code: str = field(repr=False)
    head: str
    former: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVote:
    """A vote that is to come into force; `held.person` casts it, `received_at` decides about its rank in time."""

    held: Holding
    choice: tuple[int, ...] = field(repr=False)
    received_at: datetime
    uid: int
    inbox_id: int
    now: datetime
    answers: Incoming | None = field(default=None, repr=False)

    @property
    def occasion(self) -> str:
        return str(self.inbox_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A vote on its way into the books: without a `person` the manager records it, with the rank of a lead."""

    choice: tuple[int, ...] = field(repr=False)
    received_at: datetime
    person: Person | None = None
    inbox_id: int | None = None
    order: int = 0

    @property
    def claim(self) -> Claim | None:
        """What it has to show against the vote in force; a recorded one replaces whatever stands."""
        return claim(self.person.role, self.received_at, self.order) if self.person else None


def record_vote(conn: Connection, desk: Desk, vote: NewVote) -> None:
    """Record one vote in place of the practice's vote in force, if any, and post the letters (R9, P5)."""
    held = vote.held
    ticket = Ticket(
        person=held.person,
        choice=vote.choice,
        received_at=vote.received_at,
        order=vote.uid,
        inbox_id=vote.inbox_id,
    )
    entry = enter(conn, desk, Voice(ballot=held.ballot, member=held.member), ticket, vote.now)
    _acknowledge(conn, desk, vote, code=entry.code, head=entry.head, replaced=entry.former is not None)
    _tell_colleagues(conn, desk, vote, entry.former)


def enter(conn: Connection, desk: Desk, voice: Voice, ticket: Ticket, now: datetime) -> Entry:
    """Put a vote in force and the one before it out of force, into the books of the ballot and into its journal."""
    ballot, member = voice.ballot, voice.member
    former = votes.standing(conn, ballot.id, member.id)
    if former is not None:
        _supersede(conn, ballot, former, ticket.claim, now)
    _answer_what_waits(conn, voice, ticket.person)
    recorded = votes.record(
        conn,
        sealer(conn, desk, ballot.id),
        ballot_id=ballot.id,
        member_id=member.id,
        person=ticket.person,
        received_at=ticket.received_at,
        choice=ticket.choice,
        inbox_id=ticket.inbox_id,
        now=now,
    )
    body: dict[str, JSON] = {
        "practice": member.name,
        "role": ticket.person.role if ticket.person else "manager",
        "received_at": ticket.received_at.isoformat(),
        "commitment": recorded.commitment,
        "replaces": former is not None,
    }
    event = journal.record(conn, ballot.id, at=now, kind="vote", body=body)
    return Entry(code=recorded.code, head=event.digest, former=former)


def strike_out(
    conn: Connection,
    voice: Voice,
    standing: Standing,
    *,
    how: Literal["objected", "barred", "withdrawn"],
    now: datetime,
) -> None:
    """Take a vote out of force that nothing replaces: held after an objection, forbidden by an interest, withdrawn."""
    votes.supersede(conn, standing.vote_id, now, how)
    if standing.inbox_id is not None:
        inbox.set_fate(conn, standing.inbox_id, *_STRUCK_OUT[how])
    journal.record(conn, voice.ballot.id, now, how, {"practice": voice.member.name})


_STRUCK_OUT = {
    "objected": (Fate.HELD, OBJECTED),
    "barred": (Fate.REJECTED, "interest"),
    "withdrawn": (Fate.WITHDRAWN, "withdrawn"),
}
"""What becomes of the message of a vote that is taken out of force."""


def _answer_what_waits(conn: Connection, voice: Voice, person: Person | None) -> None:
    """A new vote answers the questions to the same person, and settles what was objected to."""
    ballot_id, member_id = voice.ballot.id, voice.member.id
    asked = inbox.pending(conn, ballot_id, member_id, fate=Fate.CHALLENGED)
    answered = [row for row in asked if person is None or row.person_id == person.id]
    for row in (*answered, *objected(conn, ballot_id, member_id)):
        inbox.set_fate(conn, row.id, Fate.REPLACED, "answered")


def objected(conn: Connection, ballot_id: int, member_id: int) -> tuple[InboxRow, ...]:
    """The messages that wait because of an objection: that of the vote, or the objection where the vote has none."""
    held = inbox.pending(conn, ballot_id, member_id, fate=Fate.HELD)
    return tuple(row for row in held if row.ground in (OBJECTED, OBJECTION))


def claim(role: Role | None, received_at: datetime, order: int) -> Claim:
    """A vote's claim to stand; one without a person was recorded by the manager and has the lead's rank."""
    return Claim(role=role or Role.LEAD, received_at=received_at, order=order)


def _supersede(conn: Connection, ballot: Ballot, former: Standing, winner: Claim | None, now: datetime) -> None:
    votes.supersede(conn, former.vote_id, now, "replaced")
    if former.inbox_id is None:
        return
    loser = claim(former.role, former.received_at, former.order)
    fate = fate_of_loser(loser, winner, ballot.paper.rules.revote) if winner else Fate.REPLACED
    inbox.set_fate(conn, former.inbox_id, fate, "outranked" if fate is Fate.REJECTED else "replaced")


def _acknowledge(conn: Connection, desk: Desk, vote: NewVote, *, code: str, head: str, replaced: bool) -> None:
    post_to_voter(
        conn,
        desk,
        vote.held,
        letters.receipt,
        occasion=vote.occasion,
        now=vote.now,
        answers=vote.answers,
        choice=vote.choice,
        received_at=vote.received_at,
        code=code,
        head=head,
        replaced=replaced,
    )


def _tell_colleagues(conn: Connection, desk: Desk, vote: NewVote, former: Standing | None) -> None:
    """The practice's other voting people hear that a vote came, never which (case 12: whose vote went)."""
    overruled = _overruled(vote.held, former)
    for colleague in voters(desk, vote.held, vote.now):
        if colleague.person.address == vote.held.person.address:
            continue
        is_overruled = overruled is not None and colleague.person.id == overruled.id
        post_to_voter(
            conn,
            desk,
            colleague,
            letters.superseded_voter if is_overruled else letters.colleague_notice,
            occasion=vote.occasion,
            now=vote.now,
            voter=vote.held.person,
            received_at=vote.received_at,
        )
    if overruled is not None:
        _tell_managers(conn, desk, vote, overruled)
    elif former is not None and former.inbox_id is None:
        _tell_of_lost_record(conn, desk, vote)


def voters(desk: Desk, held: Holding | Voice, at: datetime) -> Iterator[Holding]:
    """Everybody in force who may vote for the practice, with their papers."""
    for person in held.member.people:
        if may_vote(person.role) and person.in_force(at) and not person.barred:
            yield hold(desk, held.ballot, held.member, person)


def _overruled(held: Holding, former: Standing | None) -> Person | None:
    """Who cast the vote that a higher rank has replaced, if that is what happened."""
    if former is None or former.role is None or rank(former.role) <= rank(held.person.role):
        return None
    return next((person for person in held.member.people if person.id == former.person_id), None)


def _tell_managers(conn: Connection, desk: Desk, vote: NewVote, overruled: Person) -> None:
    held = vote.held
    precedence = Precedence(voter=overruled, standing=held.person, received_at=vote.received_at)
    letter = manager_letters.manager_superseded(desk.wording, desk.house, held.ballot.paper, held.member, precedence)
    post_to_managers(conn, desk, letter, occasion=vote.occasion, now=vote.now, ballot_id=held.ballot.id)


def _tell_of_lost_record(conn: Connection, desk: Desk, vote: NewVote) -> None:
    """The managers hear that a vote by email has replaced one that they recorded."""
    held = vote.held
    letter = office_letters.manager_record_replaced(
        desk.wording, desk.house, held.ballot.paper, held.member, held.person, vote.received_at
    )
    post_to_managers(conn, desk, letter, occasion=vote.occasion, now=vote.now, ballot_id=held.ballot.id)
