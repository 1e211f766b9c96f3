"""The register of interests: who must not vote on what, and what needs to be looked at again (R11)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import register_letters
from mailvote.mail.commands import EndInterest, RecordInterest, ReviewInterest
from mailvote.mail.letter import Letter
from mailvote.mail.register_letters import InterestRow
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.plans import Done, Duty, Plan, find_ballot, find_member
from mailvote.office.post import post, post_to_managers
from mailvote.office.recording import Voice, strike_out
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Member, Person, Role, name_key
from mailvote.rules.english import listed
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import interests, journal, register, votes
from mailvote.store.ballots import Ballot
from mailvote.store.interests import Interest

REPRESENTATIVES = (Role.LEAD, Role.DEPUTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An interest about to be recorded: of one `person`, or without one of the practice; `ballot` None: in general."""

    command: RecordInterest
    member: Member
    person: Person | None
    ballot: Ballot | None

    @property
    def whose(self) -> str:
        return f"{self.person.name}, {self.member.name}" if self.person else self.member.name


def plan_interest(conn: Connection, desk: Desk, command: RecordInterest, now: datetime) -> Plan:
    """Whom the interest keeps from voting, and where."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        return Plan(problems=(matter,))
    return Plan(ballot_id=_ballot_id(matter), what=_what(conn, desk, matter), problems=_problems(matter, now))


def record_interest(conn: Connection, desk: Desk, command: RecordInterest, author: Addressee, now: datetime) -> Done:
    """Put the interest on the register; a vote that it forbids is no longer in force."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        raise ValueError("an interest with problems is not recorded")
    entry = interests.add(
        conn,
        desk.organisation,
        member_id=matter.member.id,
        person_id=matter.person.id if matter.person else None,
        ballot_id=_ballot_id(matter),
        description=command.reason,
        since=command.since or now,
        until=command.until,
        by=author.address,
        at=now,
    )
    if matter.ballot is not None:
        body: dict[str, JSON] = {"practice": matter.member.name, "interest": entry.id, "by": author.address}
        journal.record(conn, matter.ballot.id, now, "interest", body)
        _strike_out(conn, matter, matter.ballot, now)
    _tell(conn, desk, matter, author, now)
    return Done(sentences=(f"Entry {entry.id} is on the register: {matter.whose}.",), ballot_id=_ballot_id(matter))


def plan_review(conn: Connection, desk: Desk, command: ReviewInterest, now: datetime) -> Plan:
    """That an entry still holds."""
    entry = _entry(conn, desk, command.number, now)
    if isinstance(entry, str):
        return Plan(problems=(entry,))
    return Plan(what=(f"Entry {entry.id}, {_whose(entry)}, is reviewed today and still holds: {entry.description}",))


def review(conn: Connection, desk: Desk, command: ReviewInterest, author: Addressee, now: datetime) -> Done:
    interests.review(conn, desk.organisation, command.number, now)
    return Done(sentences=(f"Entry {command.number} is reviewed; you will be asked again in a year.",), ballot_id=None)


def plan_end(conn: Connection, desk: Desk, command: EndInterest, now: datetime) -> Plan:
    """That an entry holds no longer."""
    entry = _entry(conn, desk, command.number, now)
    if isinstance(entry, str):
        return Plan(problems=(entry,))
    ended = f"Entry {entry.id}, {_whose(entry)}, ends now: {entry.description}"
    freed = f"It may vote again in {entry.reference}, if that ballot is still open." if entry.reference else ""
    return Plan(ballot_id=entry.ballot_id, what=(ended, freed) if freed else (ended,))


def end(conn: Connection, desk: Desk, command: EndInterest, author: Addressee, now: datetime) -> Done:
    """A practice that may vote again gets its papers with the next round."""
    entry = interests.find(conn, desk.organisation, command.number)
    interests.end(conn, desk.organisation, command.number, now)
    ballot_id = entry.ballot_id if entry else None
    return Done(sentences=(f"Entry {command.number} has ended.",), ballot_id=ballot_id)


INTEREST = Duty(plan=plan_interest, carry_out=record_interest)
REVIEW = Duty(plan=plan_review, carry_out=review)
END = Duty(plan=plan_end, carry_out=end)


def listing(conn: Connection, desk: Desk, now: datetime) -> Letter:
    """The register of interests as the manager reads it."""
    entries = interests.listing(conn, desk.organisation, now)
    today = desk.house.calendar.local(now)
    overdue = [_row(entry) for entry in entries if entry.review_due(today)]
    return register_letters.interests(desk.wording, desk.house, [_row(entry) for entry in entries], overdue)


def point_out_interests(conn: Connection, desk: Desk, now: datetime) -> None:
    """Put the entries that nobody has looked at for a year before the managers, once each year."""
    due = interests.overdue(conn, desk.organisation, desk.house.calendar.local(now))
    if not due:
        return
    letter = register_letters.interests_overdue(desk.wording, desk.house, [_row(entry) for entry in due])
    post_to_managers(conn, desk, letter, occasion=now.isoformat(), now=now)
    interests.pointed_out(conn, [entry.id for entry in due], now)


def _matter(conn: Connection, desk: Desk, command: RecordInterest, now: datetime) -> Matter | str:
    member = find_member(desk, register.electorate(conn, desk.organisation, now), command.practice)
    if isinstance(member, str):
        return member
    ballot = find_ballot(conn, desk, command.reference) if command.reference else None
    if isinstance(ballot, str):
        return ballot
    person = _person(member, command.name, now) if command.name else None
    if isinstance(person, str):
        return person
    return Matter(command=command, member=member, person=person, ballot=ballot)


def _person(member: Member, name: str, now: datetime) -> Person | str:
    people = [person for person in member.people if person.in_force(now) and person.role is not Role.CONTACT]
    for person in people:
        if name_key(person.name) == name_key(name):
            return person
    known = f" Its people are: {listed([person.name for person in people])}." if people else ""
    return f"Nobody called {name} speaks for {member.name}.{known} For an interest of all of it, leave “Name” out."


def _problems(matter: Matter, now: datetime) -> tuple[str, ...]:
    command = matter.command
    at = stage(matter.ballot.dates, now) if matter.ballot else Stage.OPEN
    if matter.ballot is not None and at not in (Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN):
        return (f"{matter.ballot.paper.reference} is {at}: an interest changes nothing in it any more.",)
    if command.until is not None and command.until <= (command.since or now):
        return ("“Until” must come after the interest begins.",)
    return ()


def _what(conn: Connection, desk: Desk, matter: Matter) -> tuple[str, ...]:
    entered = f"On the register of interests: {matter.whose}: {matter.command.reason}"
    if matter.ballot is None:
        return (entered, "It is declared in general, and keeps nobody from voting until it is recorded for a ballot.")
    reference = matter.ballot.paper.reference
    bars = f"{matter.member.name} gets no ballot paper in {reference} and does not vote in it."
    if matter.person is not None:
        bars = f"{matter.person.name} cannot vote in {reference}; another person of {matter.member.name} can."
    standing = votes.standing(conn, matter.ballot.id, matter.member.id)
    struck = f"The vote in force of {matter.member.name} is no longer counted."
    return (entered, bars, struck) if standing and _bars(matter, standing.person_id) else (entered, bars)


def _bars(matter: Matter, person_id: int | None) -> bool:
    return matter.person is None or matter.person.id == person_id


def _strike_out(conn: Connection, matter: Matter, ballot: Ballot, now: datetime) -> None:
    standing = votes.standing(conn, ballot.id, matter.member.id)
    if standing is not None and _bars(matter, standing.person_id):
        strike_out(conn, Voice(ballot=ballot, member=matter.member), standing, how="barred", now=now)


def _tell(conn: Connection, desk: Desk, matter: Matter, author: Addressee, now: datetime) -> None:
    """The practice's lead and deputy and the managers hear of it."""
    letter = register_letters.interest_recorded(
        desk.wording,
        desk.house,
        matter.member,
        matter.person.name if matter.person else "",
        matter.ballot.paper if matter.ballot else None,
        matter.command.reason,
        matter.command.since or now,
        matter.command.until,
        author.name or author.address,
    )
    people = [addressee(one) for one in matter.member.people if one.role in REPRESENTATIVES and one.in_force(now)]
    for to in {one.address: one for one in (*desk.managers, *people)}.values():
        post(conn, desk, letter, to, occasion=f"interest {now.isoformat()}", now=now, ballot_id=_ballot_id(matter))


def _entry(conn: Connection, desk: Desk, number: int, now: datetime) -> Interest | str:
    entry = interests.find(conn, desk.organisation, number)
    if entry is None:
        return f"There is no entry {number} on the register of interests. To see them all, send: interests"
    return f"Entry {number} has ended already." if entry.until is not None and entry.until <= now else entry


def _row(entry: Interest) -> InterestRow:
    return InterestRow(
        number=entry.id,
        practice=entry.member,
        person=entry.person,
        reference=entry.reference,
        description=entry.description,
        since=entry.since,
        until=entry.until,
        recorded_by=entry.recorded_by,
        reviewed_at=entry.reviewed_at,
    )


def _whose(entry: Interest) -> str:
    return f"{entry.person}, {entry.member}" if entry.person else entry.member


def _ballot_id(matter: Matter) -> int | None:
    return matter.ballot.id if matter.ballot else None
