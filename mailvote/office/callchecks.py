"""What may stand in the way of a call for candidates: a sentence each, with its remedy (R20)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection

from mailvote.mail.commands import CallForCandidates
from mailvote.mail.letter import say_time
from mailvote.office.desk import Desk
from mailvote.office.offices import under_way
from mailvote.rules.electorate import Electorate, name_key
from mailvote.rules.english import counted, listed
from mailvote.rules.lifecycle import Stage, stage
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.terms import Office
from mailvote.rules.timeline import Timeline, propose
from mailvote.rules.workingdays import window_problem
from mailvote.store import ballots, offices


def timeline(desk: Desk, command: CallForCandidates, rules: RuleSet, now: datetime) -> Timeline:
    """The dates that the manager gave, and for those left out what the rule set proposes."""
    found = propose(now, rules, desk.house.calendar, apply_by=command.apply_by, opens_at=command.opens)
    closes_at = command.closes or found.closes_at
    return Timeline(apply_by=found.apply_by, opens_at=found.opens_at, closes_at=closes_at)


def of_rules(rules: RuleSet) -> Iterator[str]:
    """Candidates are called for where candidates are elected, by mail."""
    if rules.choices != "candidates" or not rules.elects or not rules.is_by_mail:
        yield (
            f"The rule set “{rules.name}” elects no candidates by mail, so none can be called for: "
            "write another on the line “Rule set:”."
        )


def of_office(
    conn: Connection, desk: Desk, command: CallForCandidates, office: Office | None, group: str
) -> Iterator[str]:
    """An office is one on the register, and is filled by those whose office it is (R25)."""
    if command.office and office is None:
        yield _unknown_office(conn, desk, command.office)
    if office is not None and name_key(office.group) != name_key(group):
        whose = f"the group “{office.group}”" if office.group else "the whole organisation"
        yield f"The office “{office.name}” is one of {whose}: leave “Group” out, or “Office”."
    if office is not None and command.seats and command.seats > office.places:
        places = counted(office.places, "place")
        yield f"The office “{office.name}” has {places}: “Seats” cannot be more."


def _unknown_office(conn: Connection, desk: Desk, name: str) -> str:
    known = {name_key(one.name): one.name for one in offices.every(conn, desk.organisation)}
    near = get_close_matches(name_key(name), list(known), n=1)
    there = f"On it are {listed(list(known.values()))}." if known else "It is empty."
    return (
        f"There is no office “{name}” on the register. {f'Did you mean {known[near[0]]}?' if near else there} "
        "To enter one, send “set office”; where the election fills none, leave “Office” out."
    )


def of_group(desk: Desk, rules: RuleSet, group: str, everybody: Electorate) -> Iterator[str]:
    """R6: an election is by everybody or by one group, and there must be somebody to elect."""
    groups = everybody.groups
    known = f"The groups on the register: {'; '.join(groups)}." if groups else "The register has no groups."
    if not group and rules.electorate == "one-group":
        yield f"“Group” is missing: such an election is held in one group. {known}"
    elif group and group not in groups:
        yield f"No {desk.house.noun} on the register belongs to the group “{group}”. {known}"
    elif not everybody.members:
        yield f"There is no {desk.house.noun} on the register: import the roster first."


def of_twins(
    conn: Connection, desk: Desk, paper: Paper, office: Office | None, group: str, now: datetime
) -> Iterator[str]:
    """One office is filled by one election at a time; without an office the title tells elections apart."""
    going = under_way(conn, office, now) if office else None
    if office and going:
        reference = going.paper.reference
        yield f"{reference} is under way for the office “{office.name}”: it must end, or be cancelled, first."
        return
    for ballot in ballots.unfinished(conn, desk.organisation):
        same = name_key(ballot.paper.title) == name_key(paper.title) and ballot.group == group
        if same and ballot.dates.called_at is not None and ballot.dates.opened_at is None:
            yield (
                f"{ballot.paper.reference} calls for candidates for “{ballot.paper.title}” already: cancel it first, "
                "or give this one another title."
            )


def of_panel(rules: RuleSet, panel: Sequence[tuple[str, str]]) -> Iterator[str]:
    """At least so many people, each at an address of their own, since each answers for himself (R20)."""
    least = rules.candidacy.panel
    if len(panel) < least:
        yield (
            f"The panel needs {counted(least, 'member')} at least, and the list has {len(panel)}: add a line for each, "
            "as in - Dr A. Example <a.example@practice.example>"
        )
    for address, number in Counter(address for _, address in panel if address).items():
        if number > 1:
            names = listed([name for name, theirs in panel if theirs == address])
            yield f"The panel has {address} {number} times, for {names}: each member needs an address of their own."
    for key, number in Counter(name_key(name) for name, _ in panel).items():
        if number > 1:
            name = next(name for name, _ in panel if name_key(name) == key)
            yield f"The panel has {name} {number} times: add to each name what tells them apart."


def of_dates(desk: Desk, command: CallForCandidates, rules: RuleSet, planned: Timeline, now: datetime) -> Iterator[str]:
    """Applications end in the future and before the vote opens, which is open long enough (R17)."""
    calendar = desk.house.calendar
    if planned.apply_by <= now:
        yield (
            f"“Apply by”, {say_time(planned.apply_by, calendar)}, has passed: give a later time, "
            "or leave the line out to have one proposed."
        )
    elif planned.opens_at <= planned.apply_by:
        yield (
            f"The vote would open on {say_time(planned.opens_at, calendar)}, and candidates apply until "
            f"{say_time(planned.apply_by, calendar)}: give a later “Opens”, or leave the line out."
        )
    earliest = window_problem(planned.opens_at, planned.closes_at, rules.window, calendar)
    if earliest is not None:
        remedy = "leave “Closes” out to have it set so" if command.closes else "give a later one"
        yield (
            f"The close, {say_time(planned.closes_at, calendar)}, is too early ({rules.cite('window')}): the earliest "
            f"permitted is {say_time(earliest, calendar)}; {remedy}."
        )


def of_reopening(desk: Desk, ballot: ballots.Ballot, apply_by: datetime, now: datetime) -> Iterator[str]:
    """A call is reopened until a later time, while nothing is put to the vote yet."""
    calendar, before = desk.house.calendar, ballot.dates.apply_by
    if apply_by <= now:
        yield f"“Apply by”, {say_time(apply_by, calendar)}, has passed: give a later time."
    elif before is not None and apply_by <= before:
        yield f"Candidates may apply until {say_time(before, calendar)} already: give a later time."


def is_in_preparation(ballot: ballots.Ballot, now: datetime) -> bool:
    """Whether candidates are called for, assessed, or wait for the manager's word to be put to the vote."""
    before_the_vote = (Stage.CALLED, Stage.ASSESSMENT, Stage.DRAFT)
    return ballot.dates.called_at is not None and stage(ballot.dates, now) in before_the_vote


def on_a_day_off(desk: Desk, at: datetime) -> str:
    """A remark where applications end on a day on which nobody works; nothing forbids it."""
    calendar = desk.house.calendar
    return "" if calendar.is_working_day(calendar.local(at).date()) else " Note that this is not a working day."
