"""The roster as the manager reads it in a letter: every practice with its people of today."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import register_letters
from mailvote.mail.letter import Letter
from mailvote.mail.register_letters import RosterRow
from mailvote.office.desk import Desk
from mailvote.rules.electorate import Member, Person, Role
from mailvote.store import ballots, register
from mailvote.store.roster import Registered, registered


def roster_letter(conn: Connection, desk: Desk, now: datetime) -> Letter:
    """Practices in force with their population, lead, deputy, and proxies for ballots that are not over."""
    everybody = register.electorate(conn, desk.organisation, now)
    running = {ballot.id: ballot.paper.reference for ballot in ballots.unfinished(conn, desk.organisation)}
    present = (one for one in registered(conn, desk.organisation) if one.in_force(now))
    rows = [_row(desk, one, everybody.member(one.member.id), running, now) for one in present]
    return register_letters.roster(desk.wording, desk.house, rows)


def _row(desk: Desk, one: Registered, member: Member, running: dict[int, str], now: datetime) -> RosterRow:
    as_of, population = one.population_on(desk.house.calendar.local(now).date()) or (None, None)
    people = [person for person in member.people if person.in_force(now)]
    return RosterRow(
        name=one.member.name,
        group=one.member.group,
        population=population,
        population_as_of=as_of,
        lead=_holder(people, Role.LEAD),
        deputy=_holder(people, Role.DEPUTY),
        proxies=tuple((running[one.ballot_id], one) for one in people if one.ballot_id in running),
    )


def _holder(people: list[Person], role: Role) -> Person | None:
    return next((person for person in people if person.role is role), None)
