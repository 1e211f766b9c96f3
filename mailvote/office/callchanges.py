"""Change a call that is out: give candidates longer, or put other people on the panel (R20)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.commands import ReopenCall, SetPanel
from mailvote.mail.letter import say_time
from mailvote.office import announcing, callchecks
from mailvote.office.desk import Addressee, Desk
from mailvote.office.plans import Done, Duty, Plan, find_ballot, in_words, known_ballot
from mailvote.rules.english import listed
from mailvote.rules.lifecycle import Deadline, DeadlineKind, stage
from mailvote.rules.timeline import Timeline, propose
from mailvote.store import ballots, candidates, deadlines, journal, panels
from mailvote.store.ballots import Ballot


def plan_reopening(conn: Connection, desk: Desk, command: ReopenCall, now: datetime) -> Plan:
    """A later end of applications, and a later vote where the assessment would have too little time."""
    ballot = _in_preparation(conn, desk, command.reference, now)
    if isinstance(ballot, Plan):
        return ballot
    planned = _timeline(desk, ballot, command.apply_by, now)
    return Plan(
        ballot_id=ballot.id,
        what=tuple(_what_reopens(desk, ballot, planned)),
        problems=tuple(callchecks.of_reopening(desk, ballot, command.apply_by, now)),
    )


def reopen(conn: Connection, desk: Desk, command: ReopenCall, author: Addressee, now: datetime) -> Done:
    """Candidates may apply until the new time; everybody who was told of the call is told."""
    before = known_ballot(conn, desk, command.reference)
    planned = _timeline(desk, before, command.apply_by, now)
    ballot = ballots.reopen_call(conn, before, planned.apply_by, opens_at=planned.opens_at, closes_at=planned.closes_at)
    ends = Deadline(kind="apply", due_at=planned.apply_by)
    deadlines.set_deadlines(conn, ballot.id, (ends,), kinds=BEFORE_THE_VOTE)
    dates = {"apply_by": planned.apply_by, "opens_at": planned.opens_at, "closes_at": planned.closes_at}
    body = {key: at.isoformat() for key, at in dates.items()}
    journal.record(conn, ballot.id, now, "reopened", body | {"by": author.address})
    occasion = f"reopened {planned.apply_by.isoformat()}"
    announcing.announce(conn, desk, ballot, now, occasion=occasion, again=True)
    announcing.tell_panel(conn, desk, ballot, panels.members(conn, ballot.id), now, occasion=occasion, again=True)
    until = say_time(planned.apply_by, desk.house.calendar)
    return Done(sentences=(f"Candidates may apply for {ballot.paper.reference} until {until}.",), ballot_id=ballot.id)


def plan_panel(conn: Connection, desk: Desk, command: SetPanel, now: datetime) -> Plan:
    """Who would be on the panel, who would leave it, and why somebody cannot be on it."""
    ballot = _in_preparation(conn, desk, command.reference, now)
    if isinstance(ballot, Plan):
        return ballot
    if ballot.dates.assessed_at is not None:
        settled = f"It is settled who stands in {ballot.paper.reference}, so its panel has nothing left to assess."
        return Plan(ballot_id=ballot.id, problems=(settled,), is_over=True)
    return Plan(
        ballot_id=ballot.id,
        what=tuple(_what_changes(conn, ballot, command)),
        problems=(
            *callchecks.of_panel(ballot.paper.rules, command.panel),
            *_candidates_on(conn, ballot, command),
        ),
    )


def set_panel(conn: Connection, desk: Desk, command: SetPanel, author: Addressee, now: datetime) -> Done:
    """Put these people on the panel; who is new on it is told, and who leaves it."""
    ballot = known_ballot(conn, desk, command.reference)
    change = _change(conn, ballot, command)
    before = {member.address: member for member in panels.members(conn, ballot.id)}
    members = panels.set_panel(conn, ballot.id, command.panel, now)
    body = {"panel": [member.name for member in members], "by": author.address}
    journal.record(conn, ballot.id, now, "panel", body)
    newcomers = tuple(member for member in members if member.address in change.comes)
    announcing.tell_panel(conn, desk, ballot, newcomers, now, occasion=f"named {now.isoformat()}")
    announcing.release_from_panel(conn, desk, ballot, [before[address] for address in change.leaves], now)
    names = listed([member.name for member in members])
    return Done(sentences=(f"The panel of {ballot.paper.reference} is {names}.",), ballot_id=ballot.id)


BEFORE_THE_VOTE: tuple[DeadlineKind, ...] = ("apply", "assess")
"""What falls due anew when a call is reopened."""

REOPENING = Duty(plan=plan_reopening, carry_out=reopen)
PANEL = Duty(plan=plan_panel, carry_out=set_panel)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """The addresses of who comes onto a panel and of who leaves it."""

    comes: tuple[str, ...]
    leaves: tuple[str, ...]


def _in_preparation(conn: Connection, desk: Desk, reference: str, now: datetime) -> Ballot | Plan:
    """The ballot while nothing of it is put to the vote; else the plan that says why nothing can be changed."""
    ballot = find_ballot(conn, desk, reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,))
    if callchecks.is_in_preparation(ballot, now):
        return ballot
    if ballot.dates.called_at is None:
        why = f"No candidates were called for in {reference}."
    else:
        why = f"{reference} is {in_words(stage(ballot.dates, now))}: its call cannot be changed any more."
    return Plan(ballot_id=ballot.id, problems=(why,), is_over=True)


def _timeline(desk: Desk, ballot: Ballot, apply_by: datetime, now: datetime) -> Timeline:
    """The vote as it was planned while it leaves the assessment its days, else as the rule set proposes it."""
    proposed = propose(now, ballot.paper.rules, desk.house.calendar, apply_by=apply_by)
    opens_at, closes_at = ballot.dates.opens_at, ballot.dates.closes_at
    if opens_at is None or closes_at is None or opens_at < proposed.opens_at:
        return proposed
    return Timeline(apply_by=apply_by, opens_at=opens_at, closes_at=closes_at)


def _what_reopens(desk: Desk, ballot: Ballot, planned: Timeline) -> Iterator[str]:
    calendar, paper, before = desk.house.calendar, ballot.paper, ballot.dates.apply_by
    instead = f" instead of {say_time(before, calendar)}" if before else ""
    day_off = callchecks.on_a_day_off(desk, planned.apply_by)
    until = f"until {say_time(planned.apply_by, calendar)}{instead}.{day_off}"
    yield f"Candidates for {paper.reference}, {paper.title}, may apply {until}"
    if planned.opens_at != ballot.dates.opens_at:
        opens, closes = say_time(planned.opens_at, calendar), say_time(planned.closes_at, calendar)
        yield f"The vote moves: it is planned to open on {opens} and to close on {closes}."
    yield "All who were told of the call are told, and the panel. Whoever has applied need not do so again."
    if ballot.dates.assessed_at is not None:
        yield "Who stands is settled anew after that."


def _what_changes(conn: Connection, ballot: Ballot, command: SetPanel) -> Iterator[str]:
    change, names = _change(conn, ballot, command), {address: name for name, address in command.panel}
    gone = [member.name for member in panels.members(conn, ballot.id) if member.address in change.leaves]
    if command.panel:
        yield f"The panel of {ballot.paper.reference}, {ballot.paper.title}, is {listed(list(names.values()))}."
    if change.comes:
        yield f"Told that they are on it: {listed([names[address] for address in change.comes])}."
    if gone:
        yield f"Told that they are no longer on it: {listed(gone)}. What they found of the candidates does not count."


def _change(conn: Connection, ballot: Ballot, command: SetPanel) -> _Change:
    before = [member.address for member in panels.members(conn, ballot.id)]
    after = list(dict.fromkeys(address for _, address in command.panel))
    return _Change(
        comes=tuple(address for address in after if address not in before),
        leaves=tuple(address for address in before if address not in after),
    )


def _candidates_on(conn: Connection, ballot: Ballot, command: SetPanel) -> Iterator[str]:
    """Who stands cannot assess (R20)."""
    standing = {one.address for one in candidates.of_ballot(conn, ballot.id) if one.state != "withdrawn"}
    for name, address in command.panel:
        if address in standing:
            yield f"{name}, {address}, has applied: whoever stands cannot assess. Name somebody else."
