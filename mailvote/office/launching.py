"""Launch the election among the candidates who were found eligible: their order by lot, the proof, the papers (R20)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import launch_letters
from mailvote.mail.commands import Launch
from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.layouts import layout_of
from mailvote.mail.letter import say_time
from mailvote.mail.manager_letters import form_time
from mailvote.office.desk import Addressee, Desk
from mailvote.office.drafting import Asked, Draft, begin, draft, sample, what
from mailvote.office.keys import sealer
from mailvote.office.papers import names_of_papers, prepare_papers
from mailvote.office.plans import Done, Duty, Plan, find_ballot, in_words
from mailvote.office.post import post
from mailvote.office.proofing import LIFE_OF_A_PROOF, PROOF, keep
from mailvote.rules.electorate import name_key
from mailvote.rules.lifecycle import Stage, stage
from mailvote.rules.lot import drawn
from mailvote.rules.paper import Option
from mailvote.rules.ruleset import RuleFile
from mailvote.rules.workingdays import default_close, window_problem
from mailvote.store import ballots, candidates, journal, proofs
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate

SETTLED = "assessed"
"""The event of the journal that fixes who stands; its digest is the seed of the lot."""


def offer(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """Draw the order, prepare the papers, and put the launch before every manager as a proof of its own.

    Offered again, after a candidate has withdrawn, it takes the place of what was offered before. LookupError where
    nobody is eligible, or it is not settled yet who is.
    """
    ballot = _draw(conn, ballot, now)
    prepare_papers(conn, desk, ballot, now)
    proofs.overtake(conn, sealer(conn, desk, None), desk.organisation, ballot.id, "launch", now)
    command = Launch(
        reference=ballot.paper.reference, opens=ballot.dates.opens_at, closes=ballot.dates.closes_at, note=""
    )
    command = _feasible(desk, ballot, command, now)
    instruction = _instruction(desk, command)
    found = _draft(conn, desk, ballot, command, now)
    for manager in desk.managers:
        nonce = keep(conn, desk, purpose=PROOF, author=manager, instruction=instruction, now=now, ballot_id=ballot.id)
        letter = launch_letters.launch_offered(
            desk.wording,
            desk.house,
            found.paper,
            nonce,
            what=_what(conn, desk, ballot, command, found),
            problems=found.problems,
            lines=form_lines(instruction, blanks=layout_of(instruction).fields),
            sample=sample(desk, found, files=names_of_papers(conn, desk, ballot)),
            expires_at=now + LIFE_OF_A_PROOF,
        )
        post(conn, desk, letter, manager, occasion=f"launch {now}", now=now, ballot_id=ballot.id, token=nonce)


def _draw(conn: Connection, ballot: Ballot, now: datetime) -> Ballot:
    """The ballot with its candidates in the order of the lot, whose seed is known to all (R20)."""
    settled = [event.digest for event in journal.events(conn, ballot.id) if event.kind == SETTLED]
    people = _told_apart(eligible(conn, ballot))
    if not settled or not people:
        raise LookupError(f"it is not settled who stands in {ballot.paper.reference}")
    order = enumerate(drawn(people, settled[-1]), start=1)
    options = [Option(number=number, name=name, contact=address) for number, (name, address) in order]
    at = ballot.dates.assessed_at or now
    return ballots.settle_candidates(conn, ballot, at, options, lot=settled[-1])


def _told_apart(standing: Iterable[Candidate]) -> tuple[tuple[str, str], ...]:
    """Names with their addresses; namesakes have the address in their name too, so that each can be voted for."""
    people = tuple((one.name, one.address) for one in standing)
    keys = Counter(name_key(name) for name, _ in people)
    return tuple((f"{name} ({at})" if keys[name_key(name)] > 1 else name, at) for name, at in people)


def is_up_to_date(conn: Connection, ballot: Ballot) -> bool:
    """Whether those on the paper are those who stand: a candidate may withdraw until the launch."""
    return {one.address for one in eligible(conn, ballot)} == {option.contact for option in ballot.paper.options}


def eligible(conn: Connection, ballot: Ballot) -> tuple[Candidate, ...]:
    """Those who were found eligible and have not withdrawn."""
    return tuple(one for one in candidates.of_ballot(conn, ballot.id) if one.state == "eligible")


def plan(conn: Connection, desk: Desk, command: Launch, now: datetime) -> Plan:
    """What the confirmation would set going, or why it cannot; dates of ours that have passed are settled anew."""
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,), is_over=True)
    over = _over(conn, ballot, now)
    if over:
        return Plan(ballot_id=ballot.id, problems=(over,), is_over=True)
    feasible = _feasible(desk, ballot, command, now)
    found = _draft(conn, desk, ballot, feasible, now)
    return Plan(
        ballot_id=ballot.id,
        what=(*_moved(desk, command, feasible), *_what(conn, desk, ballot, feasible, found)),
        problems=found.problems,
        sample=sample(desk, found, files=names_of_papers(conn, desk, ballot)),
        instead=_instruction(desk, feasible) if feasible != command else None,
    )


def carry_out(conn: Connection, desk: Desk, command: Launch, author: Addressee, now: datetime) -> Done:
    """Give the ballot its dates, and open it unless its opening lies ahead."""
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str) or _over(conn, ballot, now):
        raise ValueError("only a ballot whose candidates are settled is launched")
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
    return Done(sentences=begin(conn, desk, ballot, command.opens, now), ballot_id=ballot.id)


DUTY = Duty(plan=plan, carry_out=carry_out)


def _over(conn: Connection, ballot: Ballot, now: datetime) -> str:
    """Why no correction of the command helps; empty where the ballot waits for its launch."""
    reference, at = ballot.paper.reference, stage(ballot.dates, now)
    if ballot.dates.called_at is None:
        start = f" It is started with: start run-off {reference}" if at is Stage.DRAFT else ""
        return f"{reference} was not called for candidates, so there is nothing to launch.{start}"
    if at in (Stage.CALLED, Stage.ASSESSMENT):
        return f"{reference} is {in_words(at)}: it can be launched once it is settled who stands."
    if at is not Stage.DRAFT:
        return f"{reference} is {in_words(at)} already, so it is not launched again."
    if not eligible(conn, ballot):
        return f"Nobody can stand in {reference}. To let candidates apply once more, send: reopen call {reference}"
    if not is_up_to_date(conn, ballot):
        return f"Who stands in {reference} has changed since: answer the newest letter that offers its launch."
    return ""


def _feasible(desk: Desk, ballot: Ballot, command: Launch, now: datetime) -> Launch:
    """The command without planned dates that have passed, or come too near; those that the manager chose stay."""
    planned = ballot.dates
    opens, closes = command.opens, command.closes
    if opens is not None and opens == planned.opens_at and opens <= now:
        opens = None
    window, calendar = ballot.paper.rules.window, desk.house.calendar
    if closes is not None and closes == planned.closes_at and window_problem(opens or now, closes, window, calendar):
        closes = None
    return replace(command, opens=opens, closes=closes)


def _moved(desk: Desk, asked: Launch, feasible: Launch) -> tuple[str, ...]:
    """Which of the planned dates no longer hold."""
    calendar = desk.house.calendar
    opens = asked.opens if feasible.opens is None else None
    closes = asked.closes if feasible.closes is None else None
    return (
        *((f"The opening that was planned, {say_time(opens, calendar)}, has passed.",) if opens else ()),
        *((f"The close that was planned, {say_time(closes, calendar)}, is too near by now.",) if closes else ()),
    )


def _draft(conn: Connection, desk: Desk, ballot: Ballot, command: Launch, now: datetime) -> Draft:
    opens_at = command.opens or now
    closes_at = command.closes or default_close(opens_at, ballot.paper.rules.window, desk.house.calendar)
    return draft(
        conn,
        desk,
        file=RuleFile(rules=ballot.paper.rules, text=ballots.rules_text(conn, ballot.id)),
        paper=replace(ballot.paper, opens_at=opens_at, closes_at=closes_at, note=command.note),
        group=ballot.group,
        asked=Asked(opens=command.opens, closes=command.closes),
        electorate=ballots.electorate(conn, ballot, opens_at),
        now=now,
    )


def _what(conn: Connection, desk: Desk, ballot: Ballot, command: Launch, found: Draft) -> tuple[str, ...]:
    """What the confirmation would set going, in sentences; first who stands, in which order."""
    named = f"{ballot.paper.reference}, {ballot.paper.title},"
    return (
        *launch_letters.candidates_in_order(ballot.paper),
        *what(conn, desk, found, named=named),
        *(() if found.paper.elects_unopposed else launch_letters.enclosed(names_of_papers(conn, desk, ballot))),
    )


def _instruction(desk: Desk, command: Launch) -> Instruction:
    """The command as its form has it, so that a confirmation means the dates that were shown."""
    moments = (("Opens", command.opens), ("Closes", command.closes))
    dates = tuple((key, form_time(desk.house, at)) for key, at in moments if at is not None)
    note = (("Note", command.note),) if command.note else ()
    return Instruction(verb="launch", argument=command.reference, fields=(*dates, *note))
