"""Name a lead, a deputy, or a proxy for one ballot, and tell everybody whom it concerns (R7, R8)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy import Connection

from mailvote.mail import register_letters
from mailvote.mail.commands import SetPerson
from mailvote.mail.letter import Letter, say_beginning, say_end
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.plans import Done, Duty, Plan, find_ballot, find_member
from mailvote.office.post import post
from mailvote.office.roster.lookalikes import address_warnings
from mailvote.rules.electorate import Electorate, Member, Person, Role, votes
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, register
from mailvote.store.ballots import Ballot

MIDNIGHT = time(0)
GOING = (Stage.CALLED, Stage.ASSESSMENT, Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN)
"""While a ballot may still get a proxy."""

WHEN_THE_PAPER_GOES = {Stage.DRAFT: "if the ballot opens", Stage.SCHEDULED: "when the ballot opens"}
"""In an open ballot it goes at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An appointment with everything that the register knows about it.

    `ballot` is a proxy's; `voice` is the practice as that ballot sees it, with what bars it, else as the register does.
    """

    command: SetPerson
    member: Member
    ballot: Ballot | None
    voice: Member
    incumbent: Person | None
    everybody: Electorate

    @property
    def role(self) -> str:
        return f"{self.command.role} of {self.member.name}{self.in_ballot}"

    @property
    def in_ballot(self) -> str:
        paper = self.ballot.paper if self.ballot else None
        return f" for the ballot {paper.title} ({paper.reference})" if paper else ""

    @property
    def ballot_id(self) -> int | None:
        return self.ballot.id if self.ballot else None


def plan(conn: Connection, desk: Desk, command: SetPerson, now: datetime) -> Plan:
    """Who will speak for the practice from when, and in whose place."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        return Plan(problems=(matter,))
    return Plan(
        ballot_id=matter.ballot_id,
        what=(*_what(desk, matter, now), *_warnings(matter, now)),
        problems=tuple(_problems(desk, matter, now)),
    )


def confirmed(command: SetPerson, at: datetime) -> SetPerson:
    """The appointment holds from when its confirmation was received, or from the later time that it names (R7)."""
    return replace(command, since=max(at, command.since) if command.since else at)


def carry_out(conn: Connection, desk: Desk, command: SetPerson, author: Addressee, now: datetime) -> Done:
    """Enter the appointment and tell everybody whom it concerns; a proxy's paper goes out with the next round."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        raise ValueError("an appointment with problems is not made")
    change = register.Appoint(
        member=matter.member.name,
        role=command.role,
        name=command.name,
        address=command.address,
        since=command.since,
        until=command.until,
        ballot_id=matter.ballot_id,
    )
    register.apply(conn, desk.organisation, [change], now)
    _tell(conn, desk, matter, author, now)
    return Done(sentences=(_done(desk, matter, now),), ballot_id=matter.ballot_id)


DUTY = Duty(plan=plan, carry_out=carry_out, counts_from_receipt=True, confirmed=confirmed)


def ballots_for_proxies(conn: Connection, desk: Desk, practice: Member, now: datetime) -> tuple[Ballot, ...]:
    """The ballots, open or to be opened, for which that practice could name a proxy."""
    return tuple(
        ballot
        for ballot in ballots.unfinished(conn, desk.organisation)
        if stage(ballot.dates, now) in (Stage.SCHEDULED, Stage.OPEN)
        and Role.PROXY in ballot.paper.rules.who_may_vote
        and _voice(conn, ballot, practice, now) is not None
    )


def _matter(conn: Connection, desk: Desk, command: SetPerson, now: datetime) -> Matter | str:
    everybody = register.electorate(conn, desk.organisation, now)
    member = find_member(desk, everybody, command.practice)
    if isinstance(member, str):
        return member
    ballot = _ballot(conn, desk, command, member, now) if command.role is Role.PROXY else None
    if isinstance(ballot, str):
        return ballot
    voice = _voice(conn, ballot, member, now) if ballot else member
    if voice is None:
        return f"{member.name} has no vote in that ballot, so it can have no proxy in it."
    same = (one for one in voice.people if one.role is command.role)
    incumbent = next((one for one in same if one.in_force(command.since or now)), None)
    return Matter(command=command, member=member, ballot=ballot, voice=voice, incumbent=incumbent, everybody=everybody)


def _voice(conn: Connection, ballot: Ballot, member: Member, now: datetime) -> Member | None:
    """The practice with its people as the ballot sees them; None where it has no vote."""
    electors = ballots.electorate(conn, ballot, now).members
    return next((one for one in electors if one.id == member.id), None)


def _ballot(conn: Connection, desk: Desk, command: SetPerson, member: Member, now: datetime) -> Ballot | str:
    """The ballot that a proxy is named for (R7)."""
    if not command.reference:
        return _which_ballot(ballots_for_proxies(conn, desk, member, now))
    return find_ballot(conn, desk, command.reference)


def _which_ballot(going: tuple[Ballot, ...]) -> str:
    if not going:
        return "A proxy is named for one ballot, and at present there is none that could have a proxy."
    known = "; ".join(f"{ballot.paper.reference}, {ballot.paper.title}" for ballot in going)
    return f"A proxy is named for one ballot. Say which, on a line “Ballot:” with its reference: {known}."


def _problems(desk: Desk, matter: Matter, now: datetime) -> Iterator[str]:
    command, calendar = matter.command, desk.house.calendar
    if command.since is not None and command.since < calendar.at(calendar.local(now).date(), MIDNIGHT):
        yield "“From” lies in the past: an appointment holds from the moment it is made, or later."
    if command.until is not None and command.until <= max(now, command.since or now):
        yield "“Until” must come after the appointment begins."
    if matter.ballot is not None:
        yield from _problems_of_ballot(matter.ballot, command, now)
    if command.address in desk.own_addresses:
        yield f"{command.address} is the address of the ballots themselves: give the person's own."
    if matter.incumbent is not None and matter.incumbent.address == command.address:
        yield f"{matter.incumbent.name} is {matter.role} under that address already."


def _problems_of_ballot(ballot: Ballot, command: SetPerson, now: datetime) -> Iterator[str]:
    paper, at, closes_at = ballot.paper, stage(ballot.dates, now), ballot.dates.closes_at
    if at not in GOING:
        yield f"{paper.reference} is {at}: no proxy can vote in it any more."
    elif closes_at is not None and closes_at <= (command.since or now):
        yield f"“From” lies after the close of {paper.reference}."
    if Role.PROXY not in paper.rules.who_may_vote:
        yield f"The rules of {paper.reference} ({paper.rules.source}) know no proxies."


def _what(desk: Desk, matter: Matter, now: datetime) -> Iterator[str]:
    command, calendar = matter.command, desk.house.calendar
    begins = f"from {say_beginning(command.since, calendar)}" if command.since else "as soon as this is confirmed"
    ends = f" until {say_end(command.until, calendar)}" if command.until else ""
    yield f"{command.name} <{command.address}> becomes {matter.role}, {begins}{ends}."
    if matter.incumbent is not None:
        yield f"{matter.incumbent.name} is then no longer {matter.role}."
    if command.until and not matter.ballot:
        yield f"After that {matter.member.name} has no {command.role}, unless one is named."
    if matter.ballot is not None:
        goes = WHEN_THE_PAPER_GOES.get(stage(matter.ballot.dates, now), "then")
        yield f"A ballot paper goes to {command.name} {goes}, and the vote counts in this ballot alone."
    others = ", ".join(told.address for told in desk.told_of_proxies) if matter.ballot else ""
    yield f"The people of {matter.member.name} and the managers are told{f', and {others}' if others else ''}."


def _warnings(matter: Matter, now: datetime) -> Iterator[str]:
    yield from _shared(matter, now)
    yield from _barred(matter)
    yield from _lookalikes(matter)


def _shared(matter: Matter, now: datetime) -> Iterator[str]:
    """R10: who else of the practice has the address, so that a vote from it has the higher rank of the two."""
    command = matter.command
    for person in matter.voice.people:
        if person.address == command.address and person.in_force(now) and person is not matter.incumbent:
            same = f"{command.address} is also the address of {person.name}, {person.role} of {matter.member.name}"
            yield f"{same}: a vote from there counts as that of the higher of the two."


def _barred(matter: Matter) -> Iterator[str]:
    """R11: a declared interest that the appointment does not get round."""
    if matter.voice.barred:
        yield f"{matter.member.name} does not vote in this ballot as long as its interest is declared."


def _lookalikes(matter: Matter) -> Iterator[str]:
    """An address that stands for another practice too, or looks like one that does (mail.md 3)."""
    held = [
        (member.name, person.address)
        for member in matter.everybody.members
        if member.id != matter.member.id
        for person in member.people
    ]
    mine = (matter.member.name, matter.command.address)
    for other in dict.fromkeys(held):
        yield from address_warnings([mine, other])


def _done(desk: Desk, matter: Matter, now: datetime) -> str:
    command, calendar = matter.command, desk.house.calendar
    if command.since is not None and command.since > now:
        return f"{command.name} becomes {matter.role} on {say_beginning(command.since, calendar)}."
    return f"{command.name} is now {matter.role}."


def _tell(conn: Connection, desk: Desk, matter: Matter, author: Addressee, now: datetime) -> None:
    """A letter to each address but the author's, who has the answer to the command."""
    command = matter.command
    occasion = f"{command.role} {matter.member.id} {command.address} {now.isoformat()}"
    told = {one.address: one for one in _audience(desk, matter, now)}
    for to in told.values():
        if to.address != author.address or to.address == command.address:
            letter = _letter(desk, matter, author, to)
            post(conn, desk, letter, to, occasion=occasion, now=now, ballot_id=matter.ballot_id)


def _audience(desk: Desk, matter: Matter, now: datetime) -> Iterator[Addressee]:
    """The managers, whoever is told of proxies, the practice's voting people, and who was appointed.

    A proxy is served with a ballot paper instead.
    """
    yield from desk.managers
    yield from desk.told_of_proxies if matter.ballot else ()
    yield from (addressee(one) for one in matter.voice.people if votes(one.role) and one.in_force(now))
    if matter.ballot is None:
        yield Addressee(name=matter.command.name, address=matter.command.address, member_id=matter.member.id)


def _letter(desk: Desk, matter: Matter, author: Addressee, to: Addressee) -> Letter:
    command, member = matter.command, matter.member
    by = author.name or author.address
    if matter.ballot is not None:
        paper, proxy = matter.ballot.paper, _proxy(matter)
        return register_letters.proxy_named(desk.wording, desk.house, paper, member, proxy, by, command.reason)
    return register_letters.appointment(
        desk.wording,
        desk.house,
        member,
        command.role,
        command.name,
        command.address,
        command.since,
        command.until,
        by,
        reason=command.reason,
        to_holder=to.address == command.address,
    )


def _proxy(matter: Matter) -> Person:
    """Whoever is named, as the letters show it."""
    command = matter.command
    return Person(
        id=0,
        member_id=matter.member.id,
        role=Role.PROXY,
        name=command.name,
        address=command.address,
        since=command.since,
        until=command.until,
    )
