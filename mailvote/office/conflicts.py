"""Record a declared interest, review it and end it, and tell everybody whom it concerns (R11)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import register_letters
from mailvote.mail.commands import EndInterest, RecordInterest, ReviewInterest
from mailvote.mail.letter import say_beginning, say_end
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.exclusion import strike_out_barred
from mailvote.office.plans import Done, Duty, Plan, find_ballot, find_member
from mailvote.office.post import post
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Member, Person, Role, name_key
from mailvote.rules.electorate import votes as may_vote
from mailvote.rules.english import listed
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, interests, journal, register, votes
from mailvote.store.ballots import Ballot
from mailvote.store.interests import Interest

GOING = (Stage.CALLED, Stage.ASSESSMENT, Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN)
"""While an interest can still keep somebody from voting in a ballot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An interest about to be recorded: of one `person`, or without one of the practice; `ballot` None: in general.

    `member` is the practice as the ballot sees it, with the proxies that it has there.
    """

    command: RecordInterest
    member: Member
    person: Person | None
    ballot: Ballot | None

    @property
    def whose(self) -> str:
        return f"{self.person.name}, {self.member.name}" if self.person else self.member.name

    @property
    def ballot_id(self) -> int | None:
        return self.ballot.id if self.ballot else None

    @property
    def person_id(self) -> int | None:
        return self.person.id if self.person else None


def plan_interest(conn: Connection, desk: Desk, command: RecordInterest, now: datetime) -> Plan:
    """Whom the interest keeps from voting, and where."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        return Plan(problems=(matter,))
    entered = f"On the register of interests: {matter.whose}: {command.reason}"
    effect = _effect(conn, desk, matter, matter.ballot, now) if matter.ballot else _general(conn, desk, now)
    problems = tuple(_problems(conn, desk, matter, now))
    return Plan(ballot_id=matter.ballot_id, what=(entered, *effect), problems=problems)


def confirmed(command: RecordInterest, at: datetime) -> RecordInterest:
    """Without a date of its own an interest holds from when its confirmation was received."""
    return replace(command, since=command.since or at)


def record_interest(conn: Connection, desk: Desk, command: RecordInterest, author: Addressee, now: datetime) -> Done:
    """Put the interest on the register; a vote that it forbids is no longer in force."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        raise ValueError("an interest with problems is not recorded")
    entry = interests.add(
        conn,
        desk.organisation,
        member_id=matter.member.id,
        person_id=matter.person_id,
        ballot_id=matter.ballot_id,
        description=command.reason,
        since=command.since or now,
        until=command.until,
        by=author.address,
        at=now,
    )
    if matter.ballot is not None and matter.ballot.dates.opened_at is not None:
        _enter_in_journal(conn, matter.ballot, entry, "interest", author, now)
        strike_out_barred(conn, matter.ballot, now)
    _tell(conn, desk, matter, entry, author, now)
    against = f", for {entry.reference}" if entry.reference else ""
    sentence = f"Entry {entry.id} is on the register of interests: {matter.whose}{against}."
    return Done(sentences=(sentence,), ballot_id=matter.ballot_id)


def plan_review(conn: Connection, desk: Desk, command: ReviewInterest, now: datetime) -> Plan:
    """That an entry still holds."""
    entry = _entry(conn, desk, command.number, now)
    if isinstance(entry, str):
        return Plan(problems=(entry,))
    return Plan(what=(f"Entry {entry.id}, {entry.whose}, is reviewed today and still holds: {entry.description}",))


def review(conn: Connection, desk: Desk, command: ReviewInterest, author: Addressee, now: datetime) -> Done:
    interests.review(conn, desk.organisation, command.number, now)
    return Done(sentences=(f"Entry {command.number} is reviewed; you will be asked again in a year.",), ballot_id=None)


def plan_end(conn: Connection, desk: Desk, command: EndInterest, now: datetime) -> Plan:
    """That an entry holds no longer."""
    entry = _entry(conn, desk, command.number, now)
    if isinstance(entry, str):
        return Plan(problems=(entry,))
    ended = f"Entry {entry.id}, {entry.whose}, ends now: {entry.description}"
    return Plan(ballot_id=entry.ballot_id, what=(ended, *_freed(conn, entry, now)))


def end(conn: Connection, desk: Desk, command: EndInterest, author: Addressee, now: datetime) -> Done:
    """Whoever may vote again gets a paper with the next round."""
    entry = interests.end(conn, desk.organisation, command.number, now)
    ballot = ballots.get(conn, entry.ballot_id) if entry.ballot_id else None
    if ballot is not None and stage(ballot.dates, now) is Stage.OPEN:
        _enter_in_journal(conn, ballot, entry, "interest-ended", author, now)
    return Done(sentences=(f"Entry {entry.id}, {entry.whose}, has ended.",), ballot_id=entry.ballot_id)


INTEREST = Duty(plan=plan_interest, carry_out=record_interest, counts_from_receipt=True, confirmed=confirmed)
REVIEW = Duty(plan=plan_review, carry_out=review)
END = Duty(plan=plan_end, carry_out=end)


def _matter(conn: Connection, desk: Desk, command: RecordInterest, now: datetime) -> Matter | str:
    member = find_member(desk, register.electorate(conn, desk.organisation, now), command.practice)
    if isinstance(member, str):
        return member
    ballot = find_ballot(conn, desk, command.reference) if command.reference else None
    if isinstance(ballot, str):
        return ballot
    if ballot is not None:
        electors = ballots.electorate(conn, ballot, now).members
        found = next((one for one in electors if one.id == member.id), None)
        if found is None:
            return f"{member.name} has no vote in {ballot.paper.reference} in any case."
        member = found
    person = _person(member, command.name, now) if command.name else None
    if isinstance(person, str):
        return person
    return Matter(command=command, member=member, person=person, ballot=ballot)


def _person(member: Member, name: str, now: datetime) -> Person | str:
    people = [person for person in member.people if may_vote(person.role) and person.in_force(now)]
    for person in people:
        if name_key(person.name) == name_key(name):
            return person
    known = f" Its people are: {listed([person.name for person in people])}." if people else ""
    return f"Nobody called {name} speaks for {member.name}.{known} For an interest of all of it, leave “Name” out."


def _problems(conn: Connection, desk: Desk, matter: Matter, now: datetime) -> Iterator[str]:
    command, ballot = matter.command, matter.ballot
    if ballot is not None and stage(ballot.dates, now) not in GOING:
        yield f"{ballot.paper.reference} is {stage(ballot.dates, now)}: an interest changes nothing in it any more."
    if command.until is not None and command.until <= max(now, command.since or now):
        yield "“Until” must come after the interest begins, and lie ahead."
    for entry in interests.listing(conn, desk.organisation, now):
        if (entry.member_id, entry.person_id, entry.ballot_id) == (
            matter.member.id,
            matter.person_id,
            matter.ballot_id,
        ) and name_key(entry.description) == name_key(command.reason):
            yield f"That is on the register already: entry {entry.id}."


def _general(conn: Connection, desk: Desk, now: datetime) -> Iterator[str]:
    yield "It names no ballot, so it keeps nobody from voting until it is declared for one."
    going = [one.paper for one in ballots.unfinished(conn, desk.organisation) if stage(one.dates, now) in GOING]
    if going:
        known = "; ".join(f"{paper.reference}, {paper.title}" for paper in going)
        yield f"To declare it for a ballot, write its reference on a line “Ballot:”: {known}."


def _effect(conn: Connection, desk: Desk, matter: Matter, ballot: Ballot, now: datetime) -> Iterator[str]:
    command, calendar = matter.command, desk.house.calendar
    begins = f", from {say_beginning(command.since, calendar)}" if command.since and command.since > now else ""
    ends = f", until {say_end(command.until, calendar)}" if command.until else ""
    yield _bars(matter, ballot, f"{begins}{ends}")
    standing = votes.standing(conn, ballot.id, matter.member.id)
    if standing is not None and (matter.person is None or matter.person.id == standing.person_id):
        yield f"The vote that {matter.member.name} has sent is then no longer counted."
    if matter.person is not None and not _others(matter, now):
        yield f"Nobody else on the register could vote for {matter.member.name}."


def _bars(matter: Matter, ballot: Ballot, when: str) -> str:
    reference, name = ballot.paper.reference, matter.member.name
    if matter.person is not None:
        return f"{matter.person.name} does not vote in {reference}{when}; another person of {name} can."
    told = "It is told what is put to the vote, without a ballot paper."
    alone = "If it is the interest of one person alone, write whose on a line “Name:”; the others can then vote."
    return f"{name} does not vote in {reference}{when}. {told} {alone}"


def _others(matter: Matter, now: datetime) -> list[Person]:
    """Who can vote for the practice beside the person whose interest it is."""
    return [
        one
        for one in matter.member.people
        if matter.person is not None
        and may_vote(one.role)
        and one.in_force(now)
        and not one.barred
        and (one.name, one.address) != (matter.person.name, matter.person.address)
    ]


def _freed(conn: Connection, entry: Interest, now: datetime) -> tuple[str, ...]:
    """What becomes of the ballot from which the entry kept somebody."""
    if entry.ballot_id is None:
        return ()
    at = stage(ballots.get(conn, entry.ballot_id).dates, now)
    whose = entry.person or entry.member
    if at is Stage.OPEN:
        return (f"{whose} may then vote in {entry.reference}, and gets a ballot paper.",)
    if at in GOING:
        return (f"{whose} gets a ballot paper when {entry.reference} opens.",)
    return (f"{entry.reference} is {at}: nothing changes in it.",)


def _enter_in_journal(
    conn: Connection, ballot: Ballot, entry: Interest, kind: str, author: Addressee, now: datetime
) -> None:
    body: dict[str, JSON] = {"practice": entry.member, "interest": entry.id, "by": author.address}
    journal.record(conn, ballot.id, now, kind, body)


def _tell(conn: Connection, desk: Desk, matter: Matter, entry: Interest, author: Addressee, now: datetime) -> None:
    """The practice's voting people and the managers hear of it, but the author, who has the answer to the command."""
    letter = register_letters.interest_recorded(
        desk.wording,
        desk.house,
        matter.member,
        entry.person,
        matter.ballot.paper if matter.ballot else None,
        entry.description,
        entry.since,
        entry.until,
        author.name or author.address,
    )
    people = [addressee(one) for one in matter.member.people if _hears_of_it(matter, one, now)]
    for to in {one.address: one for one in (*desk.managers, *people)}.values():
        if to.address != author.address:
            post(conn, desk, letter, to, occasion=f"interest {entry.id}", now=now, ballot_id=matter.ballot_id)


def _hears_of_it(matter: Matter, person: Person, now: datetime) -> bool:
    is_of_the_practice = person.role is not Role.PROXY or person.ballot_id == matter.ballot_id
    return may_vote(person.role) and person.in_force(now) and is_of_the_practice


def _entry(conn: Connection, desk: Desk, number: int, now: datetime) -> Interest | str:
    entry = interests.find(conn, desk.organisation, number)
    if entry is None:
        return f"There is no entry {number} on the register of interests. To see them all, send: interests"
    return f"Entry {number} has ended already." if entry.until is not None and entry.until <= now else entry
