"""Settle the messages that wait for a person: count one as the vote it means, or reject it."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.commands import Reject, Settle
from mailvote.office import objections
from mailvote.office.choosing import not_an_option, option_name, read_option
from mailvote.office.desk import Addressee, Desk
from mailvote.office.plans import Done, Duty, Plan
from mailvote.office.recording import NewVote, Voice, claim, record_vote
from mailvote.office.replies import refusal_sentence
from mailvote.office.roll import Holding, hold
from mailvote.rules.acceptance import Fate, judge, prevails
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Member, Person, rank
from mailvote.rules.electorate import votes as may_vote
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, inbox, journal, votes
from mailvote.store.ballots import Ballot
from mailvote.store.inbox import InboxRow

WAITING = (Fate.HELD, Fate.CHALLENGED)
"""The fates that a manager may settle: held for him, or asked back and not answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A waiting message with the vote that it may become."""

    row: InboxRow
    held: Holding
    choice: tuple[int, ...] = field(repr=False)

    @property
    def is_objection(self) -> bool:
        """Whether it waits because the practice objects to its vote."""
        return self.row.ground in objections.GROUNDS


def plan_settlement(conn: Connection, desk: Desk, command: Settle, now: datetime) -> Plan:
    """Which vote the message would become."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        return Plan(problems=(matter,), is_over=True)
    return Plan(ballot_id=matter.held.ballot.id, what=_what(desk, matter))


def _what(desk: Desk, matter: Matter) -> tuple[str, ...]:
    held, paper, noun = matter.held, matter.held.ballot.paper, desk.house.noun
    choice = option_name(paper, matter.choice)
    if matter.is_objection:
        return (
            f"The objection of {held.member.name} is settled. Its vote in {paper.reference} is: {choice}",
            f"Those who may vote for the {noun} are told, and can object again before the close.",
        )
    message = f"Message {matter.row.id} from {matter.row.from_address}"
    return (
        f"{message} counts as the vote of {held.member.name} in {paper.reference}: {choice}",
        f"{held.person.name} gets the receipt and can still change the vote before the close.",
    )


def settle(conn: Connection, desk: Desk, command: Settle, author: Addressee, now: datetime) -> Done:
    """Record the vote as of the time when the message was received."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        raise ValueError("a message that cannot be settled is not settled")
    held, row = matter.held, matter.row
    body: dict[str, JSON] = {"message": row.id, "practice": held.member.name, "by": author.address}
    journal.record(conn, held.ballot.id, now, "settled", body)
    if matter.is_objection:
        objections.settle(conn, desk, row, held, matter.choice, now)
        sentence = f"The objection of {held.member.name} is settled: its vote is counted as you gave it."
    else:
        _count(conn, desk, matter, now)
        sentence = f"Message {row.id} is counted."
    return Done(sentences=(sentence,), ballot_id=held.ballot.id)


def _count(conn: Connection, desk: Desk, matter: Matter, now: datetime) -> None:
    row = matter.row
    inbox.set_fate(conn, row.id, Fate.COUNTED, "settled")
    vote = NewVote(held=matter.held, choice=matter.choice, received_at=row.received_at, uid=0, inbox_id=row.id, now=now)
    record_vote(conn, desk, vote)


def plan_rejection(conn: Connection, desk: Desk, command: Reject, now: datetime) -> Plan:
    """That the message will not be counted."""
    row = _waiting(conn, desk, command.message_id)
    if isinstance(row, str):
        return Plan(problems=(row,), is_over=True)
    if row.ground in objections.GROUNDS:
        sentence = f"The objection of {row.practice} is settled: no vote of it is counted, and it is told so."
    else:
        sender = row.from_address or "somebody unreadable"
        sentence = f"Message {row.id} from {sender} will not be counted; it stays on file."
    return Plan(ballot_id=row.ballot_id, what=(sentence,))


def reject(conn: Connection, desk: Desk, command: Reject, author: Addressee, now: datetime) -> Done:
    """Leave the message uncounted for good."""
    row = _waiting(conn, desk, command.message_id)
    if isinstance(row, str):
        raise ValueError("a message that does not wait is not rejected")
    inbox.set_fate(conn, row.id, Fate.REJECTED, "rejected-by-manager")
    if row.ballot_id is not None:
        journal.record(conn, row.ballot_id, now, "rejected", {"message": row.id, "by": author.address})
        _tell_of_rejection(conn, desk, row, ballots.get(conn, row.ballot_id), now)
    return Done(sentences=(f"Message {row.id} is rejected.",), ballot_id=row.ballot_id)


def _tell_of_rejection(conn: Connection, desk: Desk, row: InboxRow, ballot: Ballot, now: datetime) -> None:
    """A practice whose objection ends without a vote is told so, while it can do something about it."""
    waits = stage(ballot.dates, now) in (Stage.OPEN, Stage.CLOSED)
    if row.ground in objections.GROUNDS and row.member_id is not None and waits:
        member = ballots.electorate(conn, ballot, now).member(row.member_id)
        objections.tell_settled(conn, desk, Voice(ballot=ballot, member=member), now)


SETTLEMENT = Duty(plan=plan_settlement, carry_out=settle)
REJECTION = Duty(plan=plan_rejection, carry_out=reject)


def _waiting(conn: Connection, desk: Desk, message_id: int) -> InboxRow | str:
    row = inbox.get(conn, desk.organisation, message_id)
    if row is None:
        return f"There is no message {message_id}."
    if row.fate not in WAITING:
        fate = "a command" if row.fate is Fate.COMMANDS else row.fate
        return f"Message {message_id} does not wait for anybody: it is {fate}."
    return row


def _matter(conn: Connection, desk: Desk, command: Settle, now: datetime) -> Matter | str:
    row = _waiting(conn, desk, command.message_id)
    if isinstance(row, str):
        return row
    if row.ballot_id is None or row.member_id is None:
        return f"Message {row.id} belongs to no ballot and {desk.house.noun}, so it can only be rejected."
    ballot = ballots.get(conn, row.ballot_id)
    if stage(ballot.dates, now) not in (Stage.OPEN, Stage.CLOSED):
        return f"{ballot.paper.reference} is {stage(ballot.dates, now)}: nothing can be counted in it any more."
    choice = read_option(ballot.paper, command.option, desk.vocabulary)
    if choice is None:
        return not_an_option(ballot.paper, command.option)
    member = ballots.electorate(conn, ballot, now).member(row.member_id)
    person = _person(member, row)
    if person is None:
        return f"{member.name} has nobody on the register who may vote."
    return _checked(conn, desk, Matter(row=row, held=hold(desk, ballot, member, person), choice=choice))


def _person(member: Member, row: InboxRow) -> Person | None:
    """Who sent the message; for a stranger's, the practice's person of highest rank, who gets the receipt."""
    known = next((person for person in member.people if person.id == row.person_id), None)
    if known is not None:
        return known
    able = (person for person in member.people if may_vote(person.role) and person.in_force(row.received_at))
    return min(able, key=lambda person: rank(person.role), default=None)


def _checked(conn: Connection, desk: Desk, matter: Matter) -> Matter | str:
    """The matter, unless the rules forbid this vote or another one prevails over it (R9, R18)."""
    held, row = matter.held, matter.row
    ground = judge((held.objecting if matter.is_objection else held.returned)(row.received_at))
    if ground is not None:
        return f"Message {row.id} cannot be counted: {refusal_sentence(desk, ground.sentence, held)}"
    standing = votes.standing(conn, held.ballot.id, held.member.id)
    if standing is None:
        return matter
    mine = claim(held.person.role, row.received_at, 0)
    theirs = claim(standing.role, standing.received_at, standing.order)
    if prevails(mine, theirs, held.ballot.paper.rules.revote):
        return matter
    return f"{held.member.name} has a vote in force that prevails over message {row.id}."
