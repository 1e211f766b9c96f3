"""Name a lead, a deputy, or a proxy for one ballot, and tell everybody whom it concerns (R7, R8)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy import Connection

from mailvote.mail import register_letters
from mailvote.mail.commands import SetPerson
from mailvote.mail.letter import Letter, say_time
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.plans import Done, Duty, Plan, find_ballot, find_member
from mailvote.office.post import post
from mailvote.office.roster.lookalikes import address_warnings
from mailvote.rules.electorate import Electorate, Member, Person, Role
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import register
from mailvote.store.ballots import Ballot

MIDNIGHT = time(0)
GOING = (Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN)
"""While a ballot may still get a proxy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An appointment with everything that the register knows about it; `ballot` is a proxy's."""

    command: SetPerson
    member: Member
    ballot: Ballot | None
    incumbent: Person | None
    everybody: Electorate


def plan(conn: Connection, desk: Desk, command: SetPerson, now: datetime) -> Plan:
    """Who will speak for the practice from when, and in whose place."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        return Plan(problems=(matter,))
    return Plan(
        ballot_id=matter.ballot.id if matter.ballot else None,
        what=(*_what(desk, matter), *_warnings(matter)),
        problems=tuple(_problems(desk, matter, now)),
    )


def carry_out(conn: Connection, desk: Desk, command: SetPerson, author: Addressee, now: datetime) -> Done:
    """Enter the appointment and tell everybody whom it concerns; a proxy's paper goes out with the next round."""
    matter = _matter(conn, desk, command, now)
    if isinstance(matter, str):
        raise ValueError("an appointment with problems is not made")
    since = max(now, command.since) if command.since else now
    change = register.Appoint(
        member=matter.member.name,
        role=command.role,
        name=command.name,
        address=command.address,
        since=since,
        until=command.until,
        ballot_id=matter.ballot.id if matter.ballot else None,
    )
    register.apply(conn, desk.organisation, [change], now)
    _tell(conn, desk, replace(matter, command=replace(command, since=since)), author, now)
    return Done(
        sentences=(f"{command.name} is {_role(matter)} of {matter.member.name}.",), ballot_id=_ballot_id(matter)
    )


DUTY = Duty(plan=plan, carry_out=carry_out)


def _matter(conn: Connection, desk: Desk, command: SetPerson, now: datetime) -> Matter | str:
    everybody = register.electorate(conn, desk.organisation, now)
    member = find_member(desk, everybody, command.practice)
    if isinstance(member, str):
        return member
    ballot = _ballot(conn, desk, command, now) if command.role is Role.PROXY else None
    if isinstance(ballot, str):
        return ballot
    at = command.since or now
    same = (one for one in member.people if one.role is command.role and one.ballot_id == (ballot and ballot.id))
    incumbent = next((one for one in same if one.in_force(at)), None)
    return Matter(command=command, member=member, ballot=ballot, incumbent=incumbent, everybody=everybody)


def _ballot(conn: Connection, desk: Desk, command: SetPerson, now: datetime) -> Ballot | str:
    """The ballot that a proxy is named for (R7)."""
    if not command.reference:
        return "A proxy is named for one ballot: say which, by its reference, as in: proxy SELG-2026-03"
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return ballot
    at, paper = stage(ballot.dates, now), ballot.paper
    if at not in GOING:
        return f"{paper.reference} is {at}: no proxy can vote in it any more."
    if Role.PROXY not in paper.rules.who_may_vote:
        return f"The rules of {paper.reference} ({paper.rules.source}) know no proxies."
    return ballot


def _problems(desk: Desk, matter: Matter, now: datetime) -> Iterator[str]:
    command, calendar = matter.command, desk.house.calendar
    if command.since is not None and command.since < calendar.at(calendar.local(now).date(), MIDNIGHT):
        yield "“From” lies in the past: an appointment holds from the moment it is made, or later."
    if command.until is not None and command.until <= (command.since or now):
        yield "“Until” must come after the appointment begins."
    if command.address in desk.own_addresses:
        yield f"{command.address} is the address of the ballots themselves: give the person's own."
    if matter.incumbent is not None and matter.incumbent.address == command.address:
        yield f"{matter.incumbent.name} is {_role(matter)} of {matter.member.name} under that address already."


def _what(desk: Desk, matter: Matter) -> tuple[str, ...]:
    command, calendar = matter.command, desk.house.calendar
    begins = f"from {say_time(command.since, calendar)}" if command.since else "as soon as this is confirmed"
    ends = f" until {say_time(command.until, calendar)}" if command.until else ""
    person = f"{command.name} <{command.address}>"
    sentences = [f"{person} becomes {_role(matter)} of {matter.member.name}, {begins}{ends}."]
    if matter.incumbent is not None:
        sentences.append(f"{matter.incumbent.name} is then no longer {_role(matter)}.")
    if matter.ballot is not None:
        sentences.append(f"A vote of {command.name} counts in {matter.ballot.paper.reference} alone.")
    return (*sentences, *_told(desk, matter))


def _told(desk: Desk, matter: Matter) -> tuple[str, ...]:
    others = [told.address for told in desk.told_of_proxies] if matter.ballot else []
    also = f", and {', '.join(others)}" if others else ""
    return (f"The people of {matter.member.name} and the managers are told{also}.",)


def _warnings(matter: Matter) -> tuple[str, ...]:
    """An address that stands for another practice too, or looks like one that does (mail.md 3)."""
    held = [
        (member.name, person.address)
        for member in matter.everybody.members
        if member.id != matter.member.id
        for person in member.people
    ]
    mine = (matter.member.name, matter.command.address)
    return tuple(sentence for other in dict.fromkeys(held) for sentence in address_warnings([mine, other]))


def _tell(conn: Connection, desk: Desk, matter: Matter, author: Addressee, now: datetime) -> None:
    occasion = f"{matter.command.role} {now.isoformat()}"
    told = {one.address: one for one in _audience(desk, matter, now)}
    for to in told.values():
        letter = _letter(desk, matter, author, to)
        post(conn, desk, letter, to, occasion=occasion, now=now, ballot_id=_ballot_id(matter))


def _audience(desk: Desk, matter: Matter, now: datetime) -> Iterator[Addressee]:
    """The managers, whoever is told of proxies, the practice's voting people, and who was appointed."""
    yield from desk.managers
    yield from desk.told_of_proxies if matter.ballot else ()
    for person in matter.member.people:
        if person.role in (Role.LEAD, Role.DEPUTY) and person.in_force(now):
            yield addressee(person)
    if matter.ballot is None:
        yield Addressee(name=matter.command.name, address=matter.command.address, member_id=matter.member.id)


def _letter(desk: Desk, matter: Matter, author: Addressee, to: Addressee) -> Letter:
    command, member = matter.command, matter.member
    by = author.name or author.address
    if matter.ballot is not None:
        proxy = Person(id=0, member_id=member.id, role=Role.PROXY, name=command.name, address=command.address)
        return register_letters.proxy_named(
            desk.wording, desk.house, matter.ballot.paper, member, proxy, by, command.reason
        )
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
        to_holder=to.address == command.address,
    )


def _role(matter: Matter) -> str:
    return f"proxy for {matter.ballot.paper.reference}" if matter.ballot else str(matter.command.role)


def _ballot_id(matter: Matter) -> int | None:
    return matter.ballot.id if matter.ballot else None
