"""Record a vote: into force it comes, out goes the one it replaces, and everybody concerned is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import letters, manager_letters
from mailvote.mail.ballotpaper import Precedence
from mailvote.mail.message import Incoming
from mailvote.office import challenges
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer
from mailvote.office.post import post_to_managers, post_to_voter
from mailvote.office.roll import Holding, hold
from mailvote.rules.acceptance import Claim, Fate, fate_of_loser
from mailvote.rules.electorate import Person, Role, rank
from mailvote.rules.electorate import votes as may_vote
from mailvote.store import inbox, journal, votes
from mailvote.store.votes import Standing


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


def record_vote(conn: Connection, desk: Desk, vote: NewVote) -> None:
    """Record one vote in place of the practice's vote in force, if any, and post the letters (R9, P5)."""
    held = vote.held
    former = votes.standing(conn, held.ballot.id, held.member.id)
    if former is not None:
        _supersede(conn, vote, former)
    for question in challenges.waiting(conn, held):
        inbox.set_fate(conn, question.id, Fate.REPLACED, "answered")
    recorded = votes.record(
        conn,
        sealer(conn, desk, held.ballot.id),
        ballot_id=held.ballot.id,
        member_id=held.member.id,
        person=held.person,
        received_at=vote.received_at,
        choice=vote.choice,
        inbox_id=vote.inbox_id,
        now=vote.now,
    )
    event = journal.record(
        conn,
        held.ballot.id,
        at=vote.now,
        kind="vote",
        body={
            "practice": held.member.name,
            "role": held.person.role,
            "received_at": vote.received_at.isoformat(),
            "commitment": recorded.commitment,
            "replaces": former is not None,
        },
    )
    _acknowledge(conn, desk, vote, code=recorded.code, head=event.digest, replaced=former is not None)
    _tell_colleagues(conn, desk, vote, former)


def claim(role: Role | None, received_at: datetime, order: int) -> Claim:
    """A vote's claim to stand; one without a person was recorded by the manager and has the lead's rank."""
    return Claim(role=role or Role.LEAD, received_at=received_at, order=order)


def _supersede(conn: Connection, vote: NewVote, former: Standing) -> None:
    votes.supersede(conn, former.vote_id, vote.now, "replaced")
    if former.inbox_id is None:
        return
    loser = claim(former.role, former.received_at, former.order)
    winner = claim(vote.held.person.role, vote.received_at, vote.uid)
    fate = fate_of_loser(loser, winner, vote.held.ballot.paper.rules.revote)
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


def voters(desk: Desk, held: Holding, at: datetime) -> Iterator[Holding]:
    """Everybody in force who may vote for the practice, with their papers."""
    for person in held.member.people:
        if may_vote(person.role) and person.in_force(at):
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
