"""Call for candidates: from the manager's form to a proof, from its confirmation to the letter that everybody gets."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import call_letters
from mailvote.mail.call_letters import Call
from mailvote.mail.commands import CallForCandidates, Instruction
from mailvote.mail.letter import say_time
from mailvote.mail.manager_letters import form_time
from mailvote.office import announcing, callchecks
from mailvote.office.desk import Addressee, Desk
from mailvote.office.enclosing import give_to_ballot, names
from mailvote.office.keeping import set_clocks_before
from mailvote.office.plans import Done, Duty, Plan
from mailvote.office.proofing import FORM, keep
from mailvote.office.requests import Reply, Request
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate
from mailvote.rules.english import counted, listed
from mailvote.rules.lifecycle import Deadline
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleFile
from mailvote.rules.terms import Office
from mailvote.rules.timeline import Timeline, propose
from mailvote.store import ballots, deadlines, documents, journal, offices, panels, register
from mailvote.store.ballots import Ballot
from mailvote.store.documents import Document

DEFAULT_RULES = "election"

HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A call as the manager asks for it, checked; the dates on `paper` are those planned for the vote."""

    file: RuleFile
    paper: Paper
    group: str
    apply_by: datetime
    office: Office | None
    electorate: Electorate
    problems: tuple[str, ...] = field(repr=False)


def call_documents(conn: Connection, ballot: Ballot) -> tuple[Document, ...]:
    """What was sent with the call."""
    return documents.of_ballot(conn, ballot.id, "call")


def call_form(conn: Connection, desk: Desk, office: Office | None, now: datetime) -> Instruction:
    """The form of a call with its dates proposed; that of an office with what the register knows of it."""
    name = office.rule_set if office and office.rule_set in desk.rule_sets else DEFAULT_RULES
    proposed = propose(now, desk.rule_sets[name].rules, desk.house.calendar)
    closes_on = desk.house.calendar.local(proposed.closes_at).date()
    about = (
        ("Title", office.name if office else ""),
        ("Office", office.name if office else ""),
        ("Rule set", name),
        ("Group", office.group if office else ""),
        ("Seats", str(_seats(conn, office, closes_on) if office else desk.rule_sets[name].rules.seats)),
    )
    return Instruction(verb="call", fields=(*((key, value) for key, value in about if value), *_dates(desk, proposed)))


def offer_call_form(conn: Connection, desk: Desk, request: Request) -> Reply:
    """Answer `new call`."""
    form = call_form(conn, desk, None, request.now)
    nonce = keep(
        conn,
        desk,
        purpose=FORM,
        author=request.author.who,
        instruction=None,
        now=request.now,
        inbox_id=request.inbox_id,
    )
    return Reply(letter=call_letters.call_form(desk.wording, desk.house, form, nonce, desk.rules), nonce=nonce)


def plan(conn: Connection, desk: Desk, command: CallForCandidates, now: datetime) -> Plan:
    """What the confirmation would set going, or why it cannot; dates left out are settled as they are proposed."""
    found = _draft(conn, desk, command, now)
    if isinstance(found, str):
        return Plan(problems=(found,))
    sample = call_letters.call(desk.wording, desk.house, _specimen(conn, desk, found, command), "")
    settled = None if _has_dates(command) else _settled(desk, command, found)
    return Plan(what=_what(desk, found, command, now), problems=found.problems, sample=sample, instead=settled)


def carry_out(conn: Connection, desk: Desk, command: CallForCandidates, author: Addressee, now: datetime) -> Done:
    """Keep the ballot that candidates are called for, its panel and its files, and tell everybody."""
    found = _draft(conn, desk, command, now)
    if isinstance(found, str) or found.problems:
        raise ValueError("a call with problems does not go out")
    ballot = ballots.add(
        conn,
        desk.secrets,
        desk.organisation,
        found.paper,
        found.group,
        now,
        rules_text=found.file.text,
        office_id=found.office.id if found.office else None,
        apply_by=found.apply_by,
        draft=True,
    )
    panel = panels.set_panel(conn, ballot.id, command.panel, now)
    give_to_ballot(conn, desk, command.documents, ballot.id, "call")
    deadlines.add(conn, ballot.id, Deadline(kind="apply", due_at=found.apply_by))
    journal.record(conn, ballot.id, now, "called", _foundation(conn, ballot, found, command, author))
    set_clocks_before(conn, desk, ballot, now)
    told = announcing.announce(conn, desk, ballot, now, occasion="called")
    announcing.tell_panel(conn, desk, ballot, panel, now, occasion="called")
    return Done(sentences=_done(desk, ballot, told), ballot_id=ballot.id)


def with_documents(command: CallForCandidates, document_ids: tuple[int, ...]) -> CallForCandidates:
    return replace(command, documents=document_ids)


DUTY = Duty(
    plan=plan,
    carry_out=carry_out,
    enclosing=with_documents,
    without_files="No file goes with it: to send a job description, reply with it attached.",
)


def _draft(conn: Connection, desk: Desk, command: CallForCandidates, now: datetime) -> Draft | str:
    office = offices.find(conn, desk.organisation, command.office) if command.office else None
    name = command.ruleset or (office.rule_set if office else DEFAULT_RULES)
    file = desk.rule_sets.get(name)
    if file is None:
        return f"There is no rule set “{name}”: write another on the line “Rule set:”."
    timeline = callchecks.timeline(desk, command, file.rules, now)
    everybody = register.electorate(conn, desk.organisation, now)
    wanted = command.group or (office.group if office else "")
    group = everybody.group_named(wanted) or wanted
    paper = _paper(conn, desk, command, file, office, timeline, now)
    return Draft(
        file=file,
        paper=paper,
        group=group,
        apply_by=timeline.apply_by,
        office=office,
        electorate=register.electorate(conn, desk.organisation, now, group=group),
        problems=(
            *callchecks.of_rules(file.rules),
            *callchecks.of_office(conn, desk, command, office, group),
            *callchecks.of_group(desk, file.rules, group, everybody),
            *callchecks.of_twins(conn, desk, paper, office, group, now),
            *callchecks.of_panel(file.rules, command.panel),
            *callchecks.of_dates(desk, command, file.rules, timeline, now),
        ),
    )


def _paper(
    conn: Connection,
    desk: Desk,
    command: CallForCandidates,
    file: RuleFile,
    office: Office | None,
    timeline: Timeline,
    now: datetime,
) -> Paper:
    calendar = desk.house.calendar
    seats = _seats(conn, office, calendar.local(timeline.closes_at).date()) if office else file.rules.seats
    return Paper(
        reference=ballots.next_reference(conn, desk.organisation, calendar.local(now).year),
        title=command.title,
        question="",
        note=command.note,
        options=(),
        seats=command.seats or seats,
        opens_at=timeline.opens_at,
        closes_at=timeline.closes_at,
        rules=file.rules,
    )


def _seats(conn: Connection, office: Office, closes_on: date) -> int:
    """How many places of an office are to be filled: all but those of terms that run on for half a year; at least 1."""
    run_on = sum(term.in_force(closes_on + HALF_A_YEAR) for term in offices.terms(conn, office.id))
    return max(1, office.places - run_on)


def _dates(desk: Desk, timeline: Timeline) -> tuple[tuple[str, str], ...]:
    """The dates as lines of the form."""
    moments = (("Apply by", timeline.apply_by), ("Opens", timeline.opens_at), ("Closes", timeline.closes_at))
    return tuple((key, form_time(desk.house, at)) for key, at in moments)


def _has_dates(command: CallForCandidates) -> bool:
    return None not in (command.apply_by, command.opens, command.closes)


def _settled(desk: Desk, command: CallForCandidates, found: Draft) -> Instruction:
    """The command with the dates that it left out, so that a confirmation means those that its proof showed."""
    given = (
        ("Title", command.title),
        ("Office", command.office),
        ("Rule set", command.ruleset),
        ("Group", command.group),
        ("Seats", str(command.seats) if command.seats else ""),
    )
    fields = tuple((key, value) for key, value in given if value)
    note = (("Note", command.note),) if command.note else ()
    timeline = Timeline(apply_by=found.apply_by, opens_at=found.paper.opens_at, closes_at=found.paper.closes_at)
    panel = tuple(f"{name} <{address}>" for name, address in command.panel)
    return Instruction(verb="call", fields=(*fields, *_dates(desk, timeline), *note), items=panel)


def _specimen(conn: Connection, desk: Desk, found: Draft, command: CallForCandidates) -> Call:
    return Call(
        paper=found.paper,
        group=found.group,
        apply_by=found.apply_by,
        panel=tuple(name for name, _ in command.panel) or ("the panel",),
        files=names(conn, desk, documents.get(conn, command.documents)),
    )


def _what(desk: Desk, found: Draft, command: CallForCandidates, now: datetime) -> tuple[str, ...]:
    names = listed([name for name, _ in command.panel]) if command.panel else "nobody yet"
    rules = found.paper.rules
    return (
        _who_is_told(desk, found, now),
        _until_when(desk, found),
        f"They are assessed by {names}, who are told now that they are on the panel.",
        _when_is_the_vote(desk, found.paper),
        f"It runs under the rule set “{rules.name}” ({rules.source}).",
    )


def _who_is_told(desk: Desk, found: Draft, now: datetime) -> str:
    addresses = counted(len(announcing.audience(desk, found.electorate, now)), "address")
    members = counted(len(found.electorate.members), desk.house.noun)
    office = f" It fills the office “{found.office.name}” on the register." if found.office else ""
    to_all = f"everybody of {members}, contacts too, and the managers"
    return f"{found.paper.reference} is made, and its call for candidates goes to {addresses}: {to_all}.{office}"


def _until_when(desk: Desk, found: Draft) -> str:
    what = f"Candidates for “{found.paper.title}” ({counted(found.paper.seats, 'seat')})"
    apply_by = say_time(found.apply_by, desk.house.calendar)
    return f"{what} apply until {apply_by}.{callchecks.on_a_day_off(desk, found.apply_by)}"


def _when_is_the_vote(desk: Desk, paper: Paper) -> str:
    opens, closes = (say_time(at, desk.house.calendar) for at in (paper.opens_at, paper.closes_at))
    asked = "I ask you again before any ballot paper goes out"
    return f"The vote is planned to open on {opens} and to close on {closes}; {asked}."


def _foundation(
    conn: Connection, ballot: Ballot, found: Draft, command: CallForCandidates, author: Addressee
) -> dict[str, JSON]:
    """What the first event of the chain fixes: what was called for, until when, who assesses, and which files went."""
    return {
        "reference": ballot.paper.reference,
        "title": ballot.paper.title,
        "office": found.office.name if found.office else "",
        "group": ballot.group,
        "seats": ballot.paper.seats,
        "rule_set": ballot.paper.rules.name,
        "apply_by": found.apply_by.isoformat(),
        "opens_at": found.paper.opens_at.isoformat(),
        "closes_at": found.paper.closes_at.isoformat(),
        "panel": [name for name, _ in command.panel],
        "files": len(call_documents(conn, ballot)),
        "by": author.address,
    }


def _done(desk: Desk, ballot: Ballot, told: int) -> tuple[str, ...]:
    paper, apply_by = ballot.paper, ballot.dates.apply_by or ballot.paper.opens_at
    until = say_time(apply_by, desk.house.calendar)
    return (
        f"{paper.reference}: the call for candidates for {paper.title} goes to {counted(told, 'address')}.",
        f"Candidates apply until {until}. You get each expression of interest as it comes.",
        f"To give them longer, send: reopen call {paper.reference}",
    )
