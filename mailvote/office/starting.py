"""Start a ballot: from the manager's form to a proof with every problem, from its confirmation to the ballot."""

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection

from mailvote.mail import letters
from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.commands import StartBallot
from mailvote.mail.letter import Letter, say_time
from mailvote.office.desk import Addressee, Desk
from mailvote.office.opening import contacts, is_sent_a_paper, open_ballot
from mailvote.office.plans import Done, Duty, Plan
from mailvote.rules.electorate import Electorate, Member, Person
from mailvote.rules.english import counted
from mailvote.rules.lifecycle import new_deadlines
from mailvote.rules.paper import Option, Paper, paper_problems
from mailvote.rules.ruleset import RuleFile
from mailvote.rules.workingdays import earliest_close, window_problem
from mailvote.store import ballots, deadlines, register
from mailvote.store.ballots import Ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A ballot as the manager asks for it, checked but not kept."""

    file: RuleFile
    paper: Paper
    group: str
    electorate: Electorate
    problems: tuple[str, ...]


def plan(conn: Connection, desk: Desk, command: StartBallot, now: datetime) -> Plan:
    """What the confirmation would set going, or why it cannot."""
    draft = _draft(conn, desk, command, now)
    if isinstance(draft, str):
        return Plan(problems=(draft,))
    return Plan(what=_what(desk, command, draft), problems=draft.problems, sample=_sample(desk, draft))


def carry_out(conn: Connection, desk: Desk, command: StartBallot, author: Addressee, now: datetime) -> Done:
    """Keep the ballot, and open it unless its opening lies ahead."""
    draft = _draft(conn, desk, command, now)
    if isinstance(draft, str) or draft.problems:
        raise ValueError("a ballot with problems is not started")
    ballot = ballots.add(
        conn, desk.secrets, desk.organisation, draft.paper, draft.group, now, rules_text=draft.file.text
    )
    rules, calendar = draft.paper.rules, desk.house.calendar
    schedule = new_deadlines(draft.paper.opens_at, draft.paper.closes_at, rules.window, calendar)
    deadlines.set_deadlines(conn, ballot.id, schedule)
    return Done(sentences=_begun(conn, desk, ballot, command, now), ballot_id=ballot.id)


def _begun(conn: Connection, desk: Desk, ballot: Ballot, command: StartBallot, now: datetime) -> tuple[str, ...]:
    """Open at once what has no later opening; either way, say when it is open."""
    calendar, named = desk.house.calendar, f"{ballot.paper.reference}, {ballot.paper.title},"
    if command.opens is not None and command.opens > now:
        return (f"{named} opens on {say_time(command.opens, calendar)}; the papers go out then.",)
    opened, papers, note = open_ballot(conn, desk, ballot, now)
    closes = say_time(opened.paper.closes_at, calendar)
    sentence = f"{named} is open until {closes}; {counted(papers, 'ballot paper')} went out."
    return (sentence, note) if note else (sentence,)


DUTY = Duty(plan=plan, carry_out=carry_out)


def _draft(conn: Connection, desk: Desk, command: StartBallot, now: datetime) -> Draft | str:
    file = desk.rule_sets.get(command.ruleset)
    if file is None:
        return _unknown_rule_set(desk, command.ruleset)
    opens_at = command.opens or now
    calendar = desk.house.calendar
    electorate = register.electorate(conn, desk.organisation, opens_at, group=command.group)
    paper = Paper(
        reference=ballots.next_reference(conn, desk.organisation, calendar.local(now).year),
        title=command.title,
        question=command.question,
        note=command.note,
        options=tuple(
            Option(number=number, name=name, contact=contact)
            for number, (name, contact) in enumerate(command.options, start=1)
        ),
        seats=command.seats or file.rules.seats,
        opens_at=opens_at,
        closes_at=command.closes or earliest_close(opens_at, file.rules.window, calendar),
        rules=file.rules,
    )
    problems = (
        *_problems_of_dates(desk, command, paper, now),
        *_problems_of_group(desk, command, electorate),
        *paper_problems(paper, electorate, noun=desk.house.noun),
    )
    return Draft(file=file, paper=paper, group=command.group, electorate=electorate, problems=problems)


def _unknown_rule_set(desk: Desk, name: str) -> str:
    near = get_close_matches(name, desk.rule_sets, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(desk.rule_sets))}."
    return f"There is no rule set “{name}”. {hint}"


def _problems_of_dates(desk: Desk, command: StartBallot, paper: Paper, now: datetime) -> tuple[str, ...]:
    calendar = desk.house.calendar
    if command.opens is not None and command.opens < now:
        remedy = "leave “Opens” out to open when you confirm, or give a later time."
        return (f"The opening, {say_time(command.opens, calendar)}, has passed: {remedy}",)
    too_early = window_problem(paper.opens_at, paper.closes_at, paper.rules.window, calendar)
    if too_early is None:
        return ()
    days = counted(paper.rules.window.working_days, "working day")
    minimum = f"the ballot must be open for at least {days} ({paper.rules.cite('window')})"
    remedy = f"The earliest permitted close is {say_time(too_early, calendar)}; leave “Closes” out to have it set so."
    return (f"The close, {say_time(paper.closes_at, calendar)}, is too early: {minimum}. {remedy}",)


def _problems_of_group(desk: Desk, command: StartBallot, electorate: Electorate) -> tuple[str, ...]:
    if not command.group or electorate.members:
        return ()
    return (f"No {desk.house.noun} on the register belongs to the group “{command.group}”.",)


def _what(desk: Desk, command: StartBallot, draft: Draft) -> tuple[str, ...]:
    calendar, paper = desk.house.calendar, draft.paper
    people = sum(len(_sent_papers(desk, member, paper.opens_at)) for member in draft.electorate.members)
    members = counted(len(draft.electorate.members), desk.house.noun)
    notices = counted(len(contacts(draft.electorate, paper.opens_at)), "contact")
    opens = "when you confirm" if command.opens is None else f"on {say_time(paper.opens_at, calendar)}"
    closes = f"It closes on {say_time(paper.closes_at, calendar)}."
    if command.opens is None and command.closes is None:
        closes = f"Confirmed now, it closes on {say_time(paper.closes_at, calendar)}, the earliest close permitted."
    return (
        f"The {paper.rules.title.lower()} “{paper.title}” becomes {paper.reference} and opens {opens}.",
        closes,
        f"Ballot papers for {members}: {people} in all. A notice without a paper: {notices}.",
        f"It runs under the rule set “{paper.rules.name}” ({paper.rules.source}).",
    )


def _sent_papers(desk: Desk, member: Member, at: datetime) -> tuple[Person, ...]:
    return tuple(person for person in member.people if is_sent_a_paper(desk, person, at))


def _sample(desk: Desk, draft: Draft) -> Letter | None:
    """The paper of the first practice as a specimen."""
    for member in draft.electorate.members:
        for person in _sent_papers(desk, member, draft.paper.opens_at):
            paper = BallotPaper(paper=draft.paper, member=member, person=person)
            return letters.paper(desk.wording, desk.house, paper)
    return None
