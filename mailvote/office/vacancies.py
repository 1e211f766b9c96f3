"""Terms that end soon and offices that fall vacant early: the manager is told, with the call drafted (R20, R25)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from mailvote.mail import term_letters
from mailvote.mail.commands import Instruction, Vacancy, form_fields, form_lines
from mailvote.mail.letter import Letter
from mailvote.mail.term_sentences import changes, say_date
from mailvote.office.calling import call_form
from mailvote.office.desk import Addressee, Desk
from mailvote.office.officeholders import nearest
from mailvote.office.offices import under_way
from mailvote.office.plans import Done, Duty, Plan
from mailvote.office.post import post
from mailvote.office.proofing import FORM, keep
from mailvote.rules.electorate import name_key
from mailvote.rules.english import listed
from mailvote.rules.terms import Office, Tenure, Term, ending, free_places, holders, vacated
from mailvote.store import offices

Writer = Callable[[tuple[str, ...], str], Letter]
"""Writes a letter around the lines of a form and its nonce."""


def warn_of_terms(conn: Connection, desk: Desk, now: datetime) -> None:
    """Write to the managers about each term that ends within the notice, once, unless its election is under way."""
    today = desk.house.calendar.local(now).date()
    for tenure in offices.tenures(conn, desk.organisation):
        terms = ending(tenure, today, desk.warn_of_terms)
        if terms and under_way(conn, tenure.office, now) is None:
            _warn(conn, desk, tenure, terms, now)
            offices.warned(conn, [term.id for term in terms], now)


def _warn(conn: Connection, desk: Desk, tenure: Tenure, terms: tuple[Term, ...], now: datetime) -> None:
    today = desk.house.calendar.local(now).date()

    def write(form: tuple[str, ...], nonce: str) -> Letter:
        return term_letters.term_ending(desk.wording, desk.house, tenure.office, terms, form, nonce, today)

    _post_with_form(conn, desk, tenure.office, len(terms) + free_places(tenure, today), write, now)


def plan(conn: Connection, desk: Desk, command: Vacancy, now: datetime) -> Plan:
    """Whose term would end early, and the call that would be drafted."""
    tenure = _tenure(conn, desk, command)
    if isinstance(tenure, str):
        return Plan(problems=(tenure,))
    today = desk.house.calendar.local(now).date()
    term = _whose(tenure, command, today)
    if isinstance(term, str):
        return Plan(problems=(term,))
    problems = tuple(_problems(tenure.office, term, command, today)) if term else ()
    if problems:
        return Plan(problems=problems)
    return Plan(what=(*_what(tenure, term, command, now), _about_call(conn, tenure.office, now)))


def carry_out(conn: Connection, desk: Desk, command: Vacancy, author: Addressee, now: datetime) -> Done:
    """Put it on the register, and draft the call at once unless an election is under way."""
    tenure = _tenure(conn, desk, command)
    if isinstance(tenure, str):
        raise ValueError("only an office on the register falls vacant")
    term = _whose(tenure, command, desk.house.calendar.local(now).date())
    if isinstance(term, str):
        raise ValueError("a vacancy with problems is not carried out")
    sentences, last = _what(tenure, term, command, now), _about_call(conn, tenure.office, now)
    if term is not None:
        offices.save(conn, vacated(tenure, term, command.until, now), by=author.address, at=now)
    if under_way(conn, tenure.office, now) is None:
        _announce(conn, desk, tenure, term, sentences, command.reason, now)
        offices.warned(conn, [term.id] if term else [], now)
    return Done(sentences=(*sentences, last), ballot_id=None)


DUTY = Duty(plan=plan, carry_out=carry_out)


def _announce(
    conn: Connection,
    desk: Desk,
    tenure: Tenure,
    term: Term | None,
    sentences: tuple[str, ...],
    reason: str,
    now: datetime,
) -> None:
    def write(form: tuple[str, ...], nonce: str) -> Letter:
        return term_letters.vacancy(desk.wording, desk.house, tenure.office, sentences, reason, form, nonce)

    free = free_places(tenure, desk.house.calendar.local(now).date())
    _post_with_form(conn, desk, tenure.office, free + (term is not None), write, now)


def _post_with_form(conn: Connection, desk: Desk, office: Office, seats: int, write: Writer, now: datetime) -> None:
    """A letter to each manager with a form of their own for so many seats, which they send back filled in."""
    form = _for_seats(call_form(conn, desk, office, now), seats)
    lines = form_lines(form, blanks=form_fields(form, desk.rules))
    for manager in desk.managers:
        nonce = keep(conn, desk, purpose=FORM, author=manager, instruction=None, now=now)
        letter = write(lines, nonce)
        post(conn, desk, letter, manager, occasion=f"{office.id} {now.isoformat()}", now=now, token=nonce)


def _for_seats(form: Instruction, seats: int) -> Instruction:
    fields = tuple((key, str(seats) if key == "Seats" else value) for key, value in form.fields)
    return replace(form, fields=fields)


def _tenure(conn: Connection, desk: Desk, command: Vacancy) -> Tenure | str:
    office = offices.find(conn, desk.organisation, command.office)
    if office is not None:
        return offices.tenure(conn, office)
    near = nearest(conn, desk, command.office)
    known = [one.name for one in offices.every(conn, desk.organisation)]
    there = f"There are {listed(known)}." if known else "There is none yet: “set office” enters one."
    return f"There is no office “{command.office}”. {f'Did you mean {near}?' if near else there}"


def _whose(tenure: Tenure, command: Vacancy, today: date) -> Term | str | None:
    """The term that ends early; None where nobody holds the office, or what is missing."""
    there = holders(tenure, today)
    if not there and not command.holder:
        return None
    known = listed([term.holder for term in there]) if there else "Nobody"
    if not command.holder and len(there) > 1:
        return f"Say who leaves, on a line “Holder:”: {known} hold {tenure.office.name}."
    wanted = name_key(command.holder)
    own = [term for term in there if not wanted or name_key(term.holder) == wanted]
    holds = "hold" if len(there) > 1 else "holds"
    return own[0] if own else f"{command.holder} does not hold {tenure.office.name}. {known} {holds} it."


def _problems(office: Office, term: Term, command: Vacancy, today: date) -> Iterator[str]:
    until = command.until
    if until is not None and term.since is not None and until < term.since:
        yield f"{term.holder} has held {office.name} only since {say_date(term.since)}: give a later day."
    if until is not None and term.until is not None and term.in_force(today) and until > term.until:
        yield f"The term of {term.holder} ends on {say_date(term.until)} anyway: give an earlier day."
    if term.vacated_at is not None and until == term.ended_on:
        yield "That is on the register already."


def _what(tenure: Tenure, term: Term | None, command: Vacancy, now: datetime) -> tuple[str, ...]:
    if term is None:
        return (f"Nobody holds {tenure.office.name}, so nothing changes on the register.",)
    return changes(tenure, vacated(tenure, term, command.until, now))


def _about_call(conn: Connection, office: Office, now: datetime) -> str:
    ballot = under_way(conn, office, now)
    if ballot is not None:
        return f"{ballot.paper.reference}, {ballot.paper.title}, is under way for this office, so no call is drafted."
    return "The managers get a call for candidates to complete, with dates proposed."
