"""The further election that a tie calls for: drafted with those who are tied, started by the manager's word (R16)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import office_letters
from mailvote.mail.commands import StartRunOff
from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.layouts import layout_of
from mailvote.office.desk import Addressee, Desk
from mailvote.office.drafting import Asked, Draft, begin, draft, sample, what
from mailvote.office.plans import Done, Duty, Plan, find_ballot
from mailvote.office.post import post
from mailvote.office.proofing import LIFE_OF_A_PROOF, PROOF, keep
from mailvote.rules.lifecycle import Stage, stage
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Option, Paper
from mailvote.rules.ruleset import RuleFile
from mailvote.rules.workingdays import default_close, meeting_close, window_problem
from mailvote.store import ballots, interests
from mailvote.store.ballots import Ballot

PREFIX = "Run-off: "
"""What stands before the title of the ballot that was tied."""


def prepare(conn: Connection, desk: Desk, parent: Ballot, outcome: Outcome, now: datetime) -> Ballot:
    """Keep a draft among the contenders; it closes at the next meeting that leaves the minimum window, if one is known.

    A time that is not known yet is `now`. An interest declared in the first ballot bears on the second as well (R11).
    """
    file = _rules(desk, parent, ballots.rules_text(conn, parent.id))
    calendar = desk.house.calendar
    closes_at = meeting_close(desk.next_meetings, now, file.rules.window, calendar)
    paper = Paper(
        reference=ballots.next_reference(conn, desk.organisation, calendar.local(now).year),
        title=PREFIX + parent.paper.title.removeprefix(PREFIX),
        question=parent.paper.question,
        note="",
        options=_contenders(parent.paper, outcome),
        seats=outcome.open_seats,
        opens_at=now,
        closes_at=closes_at or now,
        rules=file.rules,
    )
    ballot = ballots.add(
        conn,
        desk.secrets,
        desk.organisation,
        paper,
        parent.group,
        now,
        rules_text=file.text,
        parent_id=parent.id,
        draft=True,
    )
    _carry_interests_over(conn, desk, parent, ballot, now)
    return ballot


def _carry_interests_over(conn: Connection, desk: Desk, parent: Ballot, ballot: Ballot, now: datetime) -> None:
    for one in interests.of_ballot(conn, parent.id):
        if one.in_force(now):
            interests.add(
                conn,
                desk.organisation,
                member_id=one.member_id,
                person_id=one.person_id,
                ballot_id=ballot.id,
                description=one.description,
                since=one.since,
                until=one.until,
                by=one.recorded_by,
                at=now,
            )


def offer(conn: Connection, desk: Desk, parent: Ballot, outcome: Outcome, now: datetime) -> None:
    """Put the draft before every manager as a proof of its own: the reply `confirm` starts it."""
    ballot = ballots.run_off_of(conn, parent.id)
    if ballot is None:
        raise LookupError(f"no run-off is drafted for {parent.paper.reference}")
    instruction = Instruction(verb="start", argument=f"run-off {ballot.paper.reference}")
    found = _draft(conn, desk, ballot, _as_drafted(ballot), now)
    for manager in desk.managers:
        nonce = keep(conn, desk, purpose=PROOF, author=manager, instruction=instruction, now=now, ballot_id=ballot.id)
        letter = office_letters.run_off_drafted(
            desk.wording,
            desk.house,
            parent.paper,
            ballot.paper,
            outcome.contenders,
            ballot.dates.closes_at,
            nonce,
            form_lines(instruction, blanks=layout_of(instruction).fields),
            sample(desk, found),
            parent.parent_id is not None,
            now + LIFE_OF_A_PROOF,
        )
        post(conn, desk, letter, manager, occasion="run-off", now=now, ballot_id=ballot.id, token=nonce)


def plan(conn: Connection, desk: Desk, command: StartRunOff, now: datetime) -> Plan:
    """What the confirmation would set going, or why it cannot."""
    ballot = _find(conn, desk, command.reference, now)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,))
    found = _draft(conn, desk, ballot, command, now)
    named = f"{ballot.paper.reference}, {ballot.paper.title},"
    return Plan(
        ballot_id=ballot.id,
        what=what(conn, desk, found, named=named),
        problems=found.problems,
        sample=sample(desk, found),
    )


def carry_out(conn: Connection, desk: Desk, command: StartRunOff, author: Addressee, now: datetime) -> Done:
    """Give the draft its dates, and open it unless its opening lies ahead."""
    ballot = _find(conn, desk, command.reference, now)
    if isinstance(ballot, str):
        raise ValueError("only a draft is started")
    paper = _draft(conn, desk, ballot, command, now).paper
    ballot = ballots.confirm(
        conn,
        ballot,
        now,
        opens_at=paper.opens_at,
        closes_at=paper.closes_at,
        question=paper.question,
        note=paper.note,
    )
    return Done(sentences=begin(conn, desk, ballot, command.opens, now), ballot_id=ballot.id)


DUTY = Duty(plan=plan, carry_out=carry_out)


def _rules(desk: Desk, parent: Ballot, text: str) -> RuleFile:
    """The rule set that the first ballot's names for this, or its own where that is gone."""
    return desk.rule_sets.get(parent.paper.rules.outcome.run_off_rules) or RuleFile(rules=parent.paper.rules, text=text)


def _contenders(paper: Paper, outcome: Outcome) -> tuple[Option, ...]:
    """Who is tied, with their contacts, numbered afresh in the order of the first paper."""
    standing = [option for option in paper.options if option.name in outcome.contenders]
    return tuple(replace(option, number=number) for number, option in enumerate(standing, start=1))


def _as_drafted(ballot: Ballot) -> StartRunOff:
    return StartRunOff(reference=ballot.paper.reference, opens=None, closes=None, note="")


def _find(conn: Connection, desk: Desk, reference: str, now: datetime) -> Ballot | str:
    """The draft of that reference, or of the ballot of that reference (interface.md 8)."""
    named = find_ballot(conn, desk, reference)
    if isinstance(named, str):
        return named
    ballot = named if named.parent_id is not None and ballots.run_off_of(conn, named.id) is None else None
    ballot = ballot or ballots.run_off_of(conn, named.id)
    if ballot is None:
        return f"No further election is drafted for {named.paper.reference}: only a tie, or no majority, calls for one."
    at = stage(ballot.dates, now)
    return ballot if at is Stage.DRAFT else f"{ballot.paper.reference} is {at} already, so it is not started again."


def _draft(conn: Connection, desk: Desk, ballot: Ballot, command: StartRunOff, now: datetime) -> Draft:
    opens_at = command.opens or now
    closes_at = command.closes or _close(desk, ballot, opens_at)
    window, calendar = ballot.paper.rules.window, desk.house.calendar
    paper = replace(
        ballot.paper,
        opens_at=opens_at,
        closes_at=closes_at or default_close(opens_at, window, calendar),
        note=command.note,
    )
    found = draft(
        conn,
        desk,
        file=RuleFile(rules=paper.rules, text=ballots.rules_text(conn, ballot.id)),
        paper=paper,
        group=ballot.group,
        asked=Asked(opens=command.opens, closes=closes_at),
        electorate=ballots.electorate(conn, ballot, opens_at),
        now=now,
    )
    return found if closes_at else replace(found, problems=(NO_MEETING, *found.problems))


NO_MEETING = (
    "The date of the next meeting is not known: write the close on a line “Closes:”, "
    "or leave it out once the meeting is in the setting next_meetings."
)


def _close(desk: Desk, ballot: Ballot, opens_at: datetime) -> datetime | None:
    """The close that was drafted while it still leaves the minimum window, else that of the next meeting."""
    window, calendar = ballot.paper.rules.window, desk.house.calendar
    drafted = ballot.dates.closes_at
    if drafted is not None and window_problem(opens_at, drafted, window, calendar) is None:
        return drafted
    return meeting_close(desk.next_meetings, opens_at, window, calendar)
