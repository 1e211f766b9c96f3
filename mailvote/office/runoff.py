"""The further election that a tie calls for: drafted with those who are tied, started by the manager's word (R16)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import office_letters
from mailvote.mail.commands import StartRunOff
from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.layouts import layout_of
from mailvote.mail.letter import say_time
from mailvote.mail.manager_letters import form_time
from mailvote.office.desk import Addressee, Desk
from mailvote.office.drafting import Asked, Draft, begin, draft, sample, what
from mailvote.office.enclosing import give_to_ballot, names
from mailvote.office.papers import papers_of
from mailvote.office.plans import Done, Duty, Plan, find_ballot
from mailvote.office.post import post
from mailvote.office.proofing import LIFE_OF_A_PROOF, PROOF, keep
from mailvote.rules.lifecycle import Stage, stage
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Option, Paper
from mailvote.rules.ruleset import RuleFile
from mailvote.rules.workingdays import default_close, meeting_close, window_problem
from mailvote.store import ballots, documents, interests
from mailvote.store.ballots import Ballot
from mailvote.store.documents import Document

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
        office_id=parent.office_id,
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
    command = StartRunOff(reference=ballot.paper.reference, opens=None, closes=ballot.dates.closes_at, note="")
    instruction = _instruction(desk, command)
    found = _draft(conn, desk, ballot, command, now)
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
    ballot = _find(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,), is_over=True)
    if stage(ballot.dates, now) is not Stage.DRAFT:
        return Plan(ballot_id=ballot.id, problems=(_started(ballot, now),), is_over=True)
    found = _draft(conn, desk, ballot, command, now)
    moved = _moved_close(desk, ballot, command, now)
    named = f"{ballot.paper.reference}, {ballot.paper.title},"
    return Plan(
        ballot_id=ballot.id,
        what=(*what(conn, desk, found, named=named), *_about_meeting(desk, ballot, command, moved)),
        problems=found.problems,
        sample=sample(desk, found, files=names(conn, desk, _files(conn, ballot, command))),
        instead=_instruction(desk, replace(command, closes=moved)) if moved else None,
    )


def _started(ballot: Ballot, now: datetime) -> str:
    return f"{ballot.paper.reference} is {stage(ballot.dates, now)} already, so it is not started again."


def carry_out(conn: Connection, desk: Desk, command: StartRunOff, author: Addressee, now: datetime) -> Done:
    """Give the draft its dates, and open it unless its opening lies ahead."""
    ballot = _find(conn, desk, command.reference)
    if isinstance(ballot, str) or not ballot.dates.is_draft:
        raise ValueError("only a draft is started")
    paper = _draft(conn, desk, ballot, command, now).paper
    ballot = ballots.schedule(
        conn,
        ballot,
        now,
        opens_at=paper.opens_at,
        closes_at=paper.closes_at,
        question=paper.question,
        note=paper.note,
    )
    give_to_ballot(conn, desk, command.documents, ballot.id, "paper")
    return Done(sentences=begin(conn, desk, ballot, command.opens, now), ballot_id=ballot.id)


def with_documents(command: StartRunOff, document_ids: tuple[int, ...]) -> StartRunOff:
    return replace(command, documents=document_ids)


def _files(conn: Connection, ballot: Ballot, command: StartRunOff) -> tuple[Document, ...]:
    """What goes with the papers: what belongs to them already, and what came with the command."""
    return (*papers_of(conn, ballot), *documents.get(conn, command.documents))


DUTY = Duty(plan=plan, carry_out=carry_out, enclosing=with_documents)


def _rules(desk: Desk, parent: Ballot, text: str) -> RuleFile:
    """The rule set that the first ballot's names for this, or its own where that is gone."""
    return desk.rule_sets.get(parent.paper.rules.outcome.run_off_rules) or RuleFile(rules=parent.paper.rules, text=text)


def _contenders(paper: Paper, outcome: Outcome) -> tuple[Option, ...]:
    """Who is tied, with their contacts, numbered afresh in the order of the first paper."""
    standing = [option for option in paper.options if option.name in outcome.contenders]
    return tuple(replace(option, number=number) for number, option in enumerate(standing, start=1))


def _instruction(desk: Desk, command: StartRunOff) -> Instruction:
    """The command as its form has it, so that a confirmation means the close that was shown."""
    moments = (("Opens", command.opens), ("Closes", command.closes))
    dates = tuple((key, form_time(desk.house, at)) for key, at in moments if at is not None)
    note = (("Note", command.note),) if command.note else ()
    return Instruction(verb="start", argument=f"run-off {command.reference}", fields=(*dates, *note))


def _find(conn: Connection, desk: Desk, reference: str) -> Ballot | str:
    """The run-off of that reference, or that of the ballot of that reference (interface.md 8)."""
    named = find_ballot(conn, desk, reference)
    if isinstance(named, str):
        return named
    found = ballots.run_off_of(conn, named.id) or (named if named.parent_id is not None else None)
    nothing = f"No further election is drafted for {named.paper.reference}: only a tie, or no majority, calls for one."
    return found or nothing


def _draft(conn: Connection, desk: Desk, ballot: Ballot, command: StartRunOff, now: datetime) -> Draft:
    opens_at = command.opens or now
    closes_at = _asked_close(ballot, command) or _close(desk, ballot, opens_at)
    paper = replace(as_it_would_be(desk, ballot, opens_at), note=command.note)
    paper = replace(paper, closes_at=closes_at) if closes_at else paper
    found = draft(
        conn,
        desk,
        file=RuleFile(rules=paper.rules, text=ballots.rules_text(conn, ballot.id)),
        paper=paper,
        group=ballot.group,
        asked=Asked(opens=command.opens, closes=closes_at),
        electorate=ballots.electorate(conn, ballot, opens_at),
        now=now,
        unsaid="to have it close at the next meeting that leaves enough time",
    )
    return found if closes_at else replace(found, problems=(NO_MEETING, *found.problems))


def as_it_would_be(desk: Desk, ballot: Ballot, opens_at: datetime) -> Paper:
    """The paper of a draft if it opened then: its own dates need not be settled yet."""
    window, calendar = ballot.paper.rules.window, desk.house.calendar
    closes_at = _close(desk, ballot, opens_at) or default_close(opens_at, window, calendar)
    return replace(ballot.paper, opens_at=opens_at, closes_at=closes_at)


NO_MEETING = (
    "I know of no meeting that leaves enough time for the vote: write the close on a line “Closes:”, "
    "or leave it out once the meeting is in the setting next_meetings."
)


def _asked_close(ballot: Ballot, command: StartRunOff) -> datetime | None:
    """A close that the manager chose; that of the draft is ours, and moves when it has become too near."""
    return command.closes if command.closes != ballot.dates.closes_at else None


def _moved_close(desk: Desk, ballot: Ballot, command: StartRunOff, now: datetime) -> datetime | None:
    """The close of another meeting than the draft has, where no close is asked for; else None."""
    if _asked_close(ballot, command) is not None:
        return None
    closes_at = _close(desk, ballot, command.opens or now)
    return closes_at if closes_at != ballot.dates.closes_at else None


def _about_meeting(desk: Desk, ballot: Ballot, command: StartRunOff, moved: datetime | None) -> tuple[str, ...]:
    """Where the close comes from, and why it is not the one that was drafted."""
    if _asked_close(ballot, command) is not None:
        return ()
    drafted, rules = ballot.dates.closes_at, ballot.paper.rules
    meeting = f"That is the day of the next meeting that leaves enough time ({rules.cite('tie')})."
    if moved is None or drafted is None:
        return (meeting,) if moved or drafted else ()
    too_near = f"The close that was drafted, {say_time(drafted, desk.house.calendar)}, is too near by now."
    return (too_near, meeting)


def _close(desk: Desk, ballot: Ballot, opens_at: datetime) -> datetime | None:
    """The close that was drafted while it still leaves the minimum window, else that of the next meeting."""
    window, calendar = ballot.paper.rules.window, desk.house.calendar
    drafted = ballot.dates.closes_at
    if drafted is not None and window_problem(opens_at, drafted, window, calendar) is None:
        return drafted
    return meeting_close(desk.next_meetings, opens_at, window, calendar)
