"""The roster as the manager reads it in a letter: every practice with its people of today."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import register_letters
from mailvote.mail.letter import Letter
from mailvote.mail.register_letters import RosterRow
from mailvote.office.desk import Desk
from mailvote.rules.electorate import Member, Person, Role
from mailvote.store import ballots, register
from mailvote.store.ballots import Ballot
from mailvote.store.roster import Registered, registered


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxyship:
    """A proxy of a practice in the ballot of `reference` (R7)."""

    reference: str
    practice: str
    member_id: int
    person: Person


def proxyships(conn: Connection, organisation: str, at: datetime) -> tuple[Proxyship, ...]:
    """The proxies in force at that instant for ballots that were not over then, ballot by ballot."""
    members = register.electorate(conn, organisation, at).members
    going = (one for one in ballots.every(conn, organisation) if _is_going(one, at))
    return tuple(
        Proxyship(reference=ballot.paper.reference, practice=member.name, member_id=member.id, person=person)
        for ballot in going
        for member in members
        for person in member.people
        if person.ballot_id == ballot.id and person.in_force(at)
    )


def _is_going(ballot: Ballot, at: datetime) -> bool:
    ended = ballot.dates.declared_at or ballot.dates.cancelled_at
    return ended is None or at < ended


def roster_letter(conn: Connection, desk: Desk, now: datetime) -> Letter:
    """Practices in force with their population, lead, deputy, and proxies for ballots that are not over."""
    everybody = register.electorate(conn, desk.organisation, now)
    proxies = proxyships(conn, desk.organisation, now)
    present = (one for one in registered(conn, desk.organisation) if one.in_force(now))
    rows = [_row(desk, one, everybody.member(one.member.id), proxies, now) for one in present]
    return register_letters.roster(desk.wording, desk.house, rows)


def _row(desk: Desk, one: Registered, member: Member, proxies: tuple[Proxyship, ...], now: datetime) -> RosterRow:
    as_of, population = one.population_on(desk.house.calendar.local(now).date()) or (None, None)
    people = [person for person in member.people if person.in_force(now)]
    return RosterRow(
        name=one.member.name,
        group=one.member.group,
        population=population,
        population_as_of=as_of,
        lead=_holder(people, Role.LEAD),
        deputy=_holder(people, Role.DEPUTY),
        proxies=tuple((proxy.reference, proxy.person) for proxy in proxies if proxy.member_id == member.id),
    )


def _holder(people: list[Person], role: Role) -> Person | None:
    return next((person for person in people if person.role is role), None)
