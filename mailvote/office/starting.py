"""Start a ballot: from the manager's form to a proof with every problem, from its confirmation to the ballot."""

from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection

from mailvote.mail.commands import StartBallot
from mailvote.office.desk import Addressee, Desk
from mailvote.office.drafting import Asked, Draft, begin, draft, sample, what, without_proxies
from mailvote.office.enclosing import give_to_ballot, names
from mailvote.office.plans import Done, Duty, Plan
from mailvote.rules.electorate import Electorate
from mailvote.rules.paper import FOR_AND_AGAINST, Option, Paper
from mailvote.rules.ruleset import RuleFile, RuleSet
from mailvote.rules.workingdays import default_close
from mailvote.store import ballots, documents, register


def plan(conn: Connection, desk: Desk, command: StartBallot, now: datetime) -> Plan:
    """What the confirmation would set going, or why it cannot."""
    found = _draft(conn, desk, command, now)
    if isinstance(found, str):
        return Plan(problems=(found,))
    paper = found.paper
    named = f"The {paper.rules.title.lower()} “{paper.title}” becomes {paper.reference} and"
    files = names(conn, desk, documents.get(conn, command.documents))
    shown = sample(desk, found, files=files)
    return Plan(what=what(conn, desk, found, named=named), problems=found.problems, sample=shown)


def carry_out(conn: Connection, desk: Desk, command: StartBallot, author: Addressee, now: datetime) -> Done:
    """Keep the ballot, and open it unless its opening lies ahead."""
    found = _draft(conn, desk, command, now)
    if isinstance(found, str) or found.problems:
        raise ValueError("a ballot with problems is not started")
    ballot = ballots.add(
        conn, desk.secrets, desk.organisation, found.paper, found.group, now, rules_text=found.file.text
    )
    give_to_ballot(conn, desk, command.documents, ballot.id, "paper")
    return Done(sentences=begin(conn, desk, ballot, command.opens, now), ballot_id=ballot.id)


def with_documents(command: StartBallot, document_ids: tuple[int, ...]) -> StartBallot:
    return replace(command, documents=document_ids)


DUTY = Duty(plan=plan, carry_out=carry_out, enclosing=with_documents)


def _draft(conn: Connection, desk: Desk, command: StartBallot, now: datetime) -> Draft | str:
    file = desk.rule_sets.get(command.ruleset)
    if file is None:
        return _unknown_rule_set(desk, command.ruleset)
    paper = _paper(conn, desk, command, file, now)
    everybody = register.electorate(conn, desk.organisation, paper.opens_at)
    group = everybody.group_named(command.group) or command.group
    electorate = without_proxies(register.electorate(conn, desk.organisation, paper.opens_at, group=group))
    asked = Asked(opens=command.opens, closes=command.closes)
    found = draft(conn, desk, file=file, paper=paper, group=group, asked=asked, electorate=electorate, now=now)
    return replace(found, problems=(*_problems_of_group(desk, paper.rules, group, everybody), *found.problems))


def _paper(conn: Connection, desk: Desk, command: StartBallot, file: RuleFile, now: datetime) -> Paper:
    opens_at = command.opens or now
    calendar = desk.house.calendar
    return Paper(
        reference=ballots.next_reference(conn, desk.organisation, calendar.local(now).year),
        title=command.title,
        question=command.question,
        note=command.note,
        options=FOR_AND_AGAINST if file.rules.has_fixed_options else _options(command),
        seats=command.seats or file.rules.seats,
        opens_at=opens_at,
        closes_at=command.closes or default_close(opens_at, file.rules.window, calendar),
        rules=file.rules,
    )


def _options(command: StartBallot) -> tuple[Option, ...]:
    return tuple(
        Option(number=number, name=name, contact=contact)
        for number, (name, contact) in enumerate(command.options, start=1)
    )


def _unknown_rule_set(desk: Desk, name: str) -> str:
    near = get_close_matches(name, desk.rule_sets, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(desk.rule_sets))}."
    return f"There is no rule set “{name}”. {hint}"


def _problems_of_group(desk: Desk, rules: RuleSet, group: str, everybody: Electorate) -> tuple[str, ...]:
    """R6: a ballot is put to everybody or to one group, and some kinds to one group only."""
    groups = everybody.groups
    known = f"The groups on the register: {'; '.join(groups)}." if groups else "The register has no groups."
    if not group and rules.electorate == "one-group":
        return (f"“Group” is missing: such a ballot is put to the {desk.house.nouns} of one group. {known}",)
    if group and group not in groups:
        return (f"No {desk.house.noun} on the register belongs to the group “{group}”. {known}",)
    return ()
