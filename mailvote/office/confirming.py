"""Confirm an outcome with its date of effect, tell everybody, and remind the manager of what waits for it (R24)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import results
from mailvote.mail.commands import ConfirmOutcome, Instruction
from mailvote.mail.confirmation_letters import confirmed, effect, kept_until, unconfirmed
from mailvote.mail.letter import say_day, stamp
from mailvote.mail.term_sentences import say_date
from mailvote.office.candidacy import standing
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.keeping import clock, due_of, outcome_kind, set_clock
from mailvote.office.offices import succeed, succession
from mailvote.office.opening import everybody
from mailvote.office.plans import Done, Duty, Plan, find_ballot, in_words, known_ballot
from mailvote.office.post import post
from mailvote.office.proofing import FORM, keep
from mailvote.rules.english import counted
from mailvote.rules.keeping import WITHOUT_RESULT
from mailvote.rules.lifecycle import stage
from mailvote.rules.paper import Option
from mailvote.store import ballots, deadlines, erasure, journal
from mailvote.store.ballots import Ballot
from mailvote.store.deadlines import Due

FAR_AHEAD = timedelta(days=366)


def plan(conn: Connection, desk: Desk, command: ConfirmOutcome, now: datetime) -> Plan:
    """What would be recorded, who is told and what is destroyed when; or why there is nothing to confirm."""
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,), is_over=True)
    over = _over(conn, desk, ballot, now)
    if over:
        return Plan(ballot_id=ballot.id, problems=(over,), is_over=True)
    settled = _settled(desk, ballot, command, now)
    return Plan(
        ballot_id=ballot.id,
        what=(*_what(conn, desk, ballot, settled, now), *_proposed(command, settled)),
        problems=tuple(_problems(desk, ballot, settled.effective)),
        instead=None if settled == command else _instruction(settled),
    )


def _settled(desk: Desk, ballot: Ballot, command: ConfirmOutcome, now: datetime) -> ConfirmOutcome:
    """An appointment needs its day: where none is given, today is proposed, for the manager to see before it holds."""
    if command.effective is not None or ballot.paper.rules.choices != "candidates":
        return command
    return replace(command, effective=desk.house.calendar.local(now).date())


def _proposed(command: ConfirmOutcome, settled: ConfirmOutcome) -> tuple[str, ...]:
    if command.effective == settled.effective:
        return ()
    return ("You gave no day, so this is today: for another, write it behind “Effective:” in the form below.",)


def _instruction(command: ConfirmOutcome) -> Instruction:
    effective = (("Effective", say_date(command.effective)),) if command.effective else ()
    note = (("Note", command.note),) if command.note else ()
    return Instruction(verb="outcome", argument=command.reference, fields=(*effective, *note))


def carry_out(conn: Connection, desk: Desk, command: ConfirmOutcome, author: Addressee, now: datetime) -> Done:
    """Record the confirmation; office, clock and letters follow from it."""
    before = known_ballot(conn, desk, command.reference)
    ballot = ballots.confirm(conn, before, now, command.effective)
    effective_on = command.effective.isoformat() if command.effective else None
    journal.record(conn, ballot.id, now, "confirmed", {"by": author.address, "effective_on": effective_on})
    changes = _succeed(conn, desk, ballot, command.effective, author, now)
    set_clock(conn, desk, ballot, now)
    kept = _kept(conn, desk, ballot, now)
    told = _tell(conn, desk, ballot, command.note, changes, kept, now)
    sentences = (
        f"The outcome of {ballot.paper.reference}, {ballot.paper.title}, is confirmed: {headline(ballot)}.",
        *_effect(ballot, command.effective),
        *changes,
        f"{counted(told, 'letter')} went out.",
        *kept,
    )
    return Done(sentences=sentences, ballot_id=ballot.id)


DUTY = Duty(plan=plan, carry_out=carry_out)


def headline(ballot: Ballot) -> str:
    """The outcome that was declared, in a line."""
    kind, elected = outcome_kind(ballot), [option.name for option in elected_in(ballot)]
    contenders = ballot.published.get("contenders") if isinstance(ballot.published, dict) else None
    names = [str(name) for name in contenders] if isinstance(contenders, list) else []
    return results.headline_of(ballot.paper.rules, kind, elected, names)


def elected_in(ballot: Ballot) -> tuple[Option, ...]:
    """Who was declared elected, as they stood on the paper."""
    names = ballot.published.get("elected") if isinstance(ballot.published, dict) else None
    return tuple(option for option in ballot.paper.options if isinstance(names, list) and option.name in names)


def remind_unconfirmed(conn: Connection, desk: Desk, now: datetime) -> None:
    """Once a week, tell the managers of every ballot that has ended and waits for a confirmation or another ballot."""
    for due in deadlines.due(conn, desk.organisation, now):
        if due.kind == "confirm":
            _remind(conn, desk, due, now)
            deadlines.done(conn, due.id, now)
            set_clock(conn, desk, ballots.get(conn, due.ballot_id), now)


def _remind(conn: Connection, desk: Desk, due: Due, now: datetime) -> None:
    ballot = ballots.get(conn, due.ballot_id)
    ended_at, destroy_at = ballot.dates.declared_at or ballot.dates.cancelled_at, due_of(conn, ballot, "destroy")
    if ended_at is None or destroy_at is None:
        return
    for manager in desk.managers:
        nonce = keep(conn, desk, purpose=FORM, author=manager, instruction=None, now=now, ballot_id=ballot.id)
        letter = unconfirmed(
            desk.wording,
            desk.house,
            ballot.paper,
            nonce,
            kind=outcome_kind(ballot),
            headline="" if ballot.published is None else headline(ballot),
            ended_at=ended_at,
            destroy_at=destroy_at,
            held=ballot.hold_reason,
        )
        post(conn, desk, letter, manager, occasion=f"{due.due_at:%F}", now=now, ballot_id=ballot.id, token=nonce)


def _over(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> str:
    """Why no correction of the command helps; empty where the outcome can be confirmed."""
    reference, kind = ballot.paper.reference, outcome_kind(ballot)
    if not kind:
        stands = in_words(stage(ballot.dates, now))
        return f"{reference} is {stands}: its outcome can be confirmed once it is declared. Nothing was recorded."
    if ballot.dates.confirmed_at is not None:
        when = stamp(ballot.dates.confirmed_at, desk.house.calendar)
        effective = f", with effect from {say_day(ballot.effective_on)}" if ballot.effective_on else ""
        return f"{reference} was confirmed on {when} already{effective}; nothing is done twice."
    if erasure.is_shredded(conn, ballot.id):
        stands = "is destroyed" if ballot.dates.destroyed_at else "is being destroyed"
        return f"{reference} {stands}, so its outcome is not confirmed any more. Enter a holder with: set office"
    if kind in WITHOUT_RESULT:
        goes = _goes(conn, desk, ballot)
        return f"There is nothing to confirm in {reference}: {WITHOUT_RESULT[kind]}.{goes} Nothing was recorded."
    return ""


def _goes(conn: Connection, desk: Desk, ballot: Ballot) -> str:
    """When the votes of a ballot without a result are destroyed."""
    due_at = due_of(conn, ballot, "destroy")
    if due_at is None:
        return ""
    further = ballots.run_off_of(conn, ballot.id)
    follows = f" The further election is {further.paper.reference}." if further else ""
    return f"{follows} Its votes are destroyed on {desk.house.time(due_at)}."


def _problems(desk: Desk, ballot: Ballot, effective_on: date | None) -> Iterator[str]:
    """Nothing takes effect before it was declared."""
    if effective_on is None:
        return
    declared_at = ballot.dates.declared_at
    declared_on = desk.house.calendar.local(declared_at).date() if declared_at else effective_on
    if effective_on < declared_on:
        earliest = f"the outcome was declared on {say_day(declared_on)}, so give that day or a later one"
        yield f"“Effective” is {say_day(effective_on)}, but {earliest}."


def _what(conn: Connection, desk: Desk, ballot: Ballot, command: ConfirmOutcome, now: datetime) -> Iterator[str]:
    yield f"The outcome of {ballot.paper.reference}, {ballot.paper.title}, is confirmed: {headline(ballot)}."
    yield from _effect(ballot, command.effective)
    if command.effective is not None:
        if command.effective > desk.house.calendar.local(now).date() + FAR_AHEAD:
            yield "That day is more than a year away: please make sure that the year is right."
        yield from succession(conn, desk, ballot, elected_in(ballot), command.effective)
    told = len(_audience(conn, desk, ballot, now))
    yield f"All {desk.house.nouns}, contacts and candidates are told: {counted(told, 'letter')}."
    confirmed_now = replace(ballot, dates=replace(ballot.dates, confirmed_at=now))
    yield from _kept(conn, desk, confirmed_now, now)


def _effect(ballot: Ballot, effective_on: date | None) -> tuple[str, ...]:
    if effective_on is None:
        return ()
    return (f"The {effect(ballot.paper.rules)} takes effect on {say_day(effective_on)}.",)


def _kept(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> tuple[str, ...]:
    """What of a confirmed ballot is destroyed when, and that a hold stops it."""
    due = {one.kind: one.due_at for one in clock(conn, desk, ballot, now)}
    sentences = kept_until(
        desk.house,
        ballot.paper.rules,
        destroy_at=due["destroy"],
        unsuccessful_at=due.get("forget-unsuccessful"),
        elected_at=due.get("forget-elected"),
    )
    held = f"It is on hold: nothing is destroyed before you send: release {ballot.paper.reference}"
    return (*sentences, held) if ballot.dates.held_at else sentences


def _succeed(
    conn: Connection, desk: Desk, ballot: Ballot, effective_on: date | None, author: Addressee, now: datetime
) -> tuple[str, ...]:
    if effective_on is None:
        return ()
    return succeed(conn, desk, ballot, elected_in(ballot), effective_on, by=author.address, now=now)


def _audience(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> tuple[Addressee, ...]:
    """Everybody of the practices, the candidates and the managers, each address once (R24)."""
    people = [addressee(person) for _, person in everybody(ballots.electorate(conn, ballot, now), now)]
    candidates = [Addressee(name=one.name, address=one.address) for one in standing(conn, ballot)]
    return tuple({one.address: one for one in (*desk.managers, *candidates, *people)}.values())


def _tell(
    conn: Connection,
    desk: Desk,
    ballot: Ballot,
    note: str,
    changes: tuple[str, ...],
    kept: tuple[str, ...],
    now: datetime,
) -> int:
    """The news to everybody; how many letters went out."""
    told = _audience(conn, desk, ballot, now)
    for person in told:
        letter = confirmed(
            desk.wording,
            desk.house,
            ballot.paper,
            person.name,
            headline=headline(ballot),
            declared_at=ballot.dates.declared_at or now,
            effective_on=ballot.effective_on,
            changes=changes,
            note=note,
            kept=kept,
        )
        post(conn, desk, letter, person, occasion="confirmed", now=now, ballot_id=ballot.id)
    return len(told)
