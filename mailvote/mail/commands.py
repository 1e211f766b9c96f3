"""The command language of managers and leads: from an instruction to one frozen value, or to every mistake in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mailvote.mail.fields import HEADINGS, Fields
from mailvote.mail.forms import Instruction, alike, amended, canonical, form_in, form_lines, read_instruction
from mailvote.mail.kinds import RUN_OFF, kind_of, kinds_to_type, unknown_kind
from mailvote.mail.layouts import LAYOUTS, PANEL, command_name
from mailvote.mail.lifecommands import OF_AN_OFFICE
from mailvote.mail.orders import (
    Assess,
    CallForCandidates,
    Cancel,
    Command,
    Confirm,
    ConfirmOutcome,
    Drop,
    EndInterest,
    Extend,
    Help,
    Hold,
    Launch,
    Misunderstood,
    NewBallot,
    NewCall,
    Record,
    RecordInterest,
    Reject,
    Release,
    Remind,
    ReopenCall,
    Resend,
    ReviewInterest,
    SetOffice,
    SetPanel,
    SetPerson,
    Settle,
    ShowInterests,
    ShowOffices,
    ShowRoster,
    StartBallot,
    StartRunOff,
    Status,
    Vacancy,
)
from mailvote.mail.tidy import typed
from mailvote.rules.electorate import Role
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.workingdays import Calendar

__all__ = [
    "LEAD_VERBS",
    "RUN_OFF",
    "Assess",
    "CallForCandidates",
    "Cancel",
    "Command",
    "Confirm",
    "ConfirmOutcome",
    "Drop",
    "EndInterest",
    "Extend",
    "Help",
    "Hold",
    "Instruction",
    "Launch",
    "Misunderstood",
    "NewBallot",
    "NewCall",
    "Record",
    "RecordInterest",
    "Reject",
    "Release",
    "Remind",
    "ReopenCall",
    "Resend",
    "ReviewInterest",
    "SetOffice",
    "SetPanel",
    "SetPerson",
    "Settle",
    "ShowInterests",
    "ShowOffices",
    "ShowRoster",
    "StartBallot",
    "StartRunOff",
    "Status",
    "Vacancy",
    "alike",
    "amended",
    "canonical",
    "form_fields",
    "form_in",
    "form_lines",
    "kind_of",
    "kinds_to_type",
    "read_instruction",
    "understand",
]

LEAD_VERBS = frozenset({"nominate", "declare"})
"""The commands that the lead of a practice may give (R8, R11); all others are the manager's."""


def understand(
    instruction: Instruction, calendar: Calendar, rule_sets: Mapping[str, RuleSet]
) -> Command | Misunderstood:
    """The command that the instruction means; all its mistakes at once when it means none."""
    fields = Fields(instruction, calendar, rule_sets)
    fields.short()
    command = _READINGS[instruction.verb](fields)
    return Misunderstood(sentences=tuple(fields.mistakes)) if fields.mistakes or command is None else command


def form_fields(instruction: Instruction, rule_sets: Mapping[str, RuleSet]) -> tuple[str, ...]:
    """The fields, and the word above the list, that the form of a command shows filled in or not; empty without one."""
    layout = LAYOUTS.get(command_name(instruction))
    if layout is None or not layout.heading:
        return layout.fields if layout else ()
    if layout.heading == PANEL:
        return (*layout.fields, PANEL)
    rules = rule_sets.get(kind_of(instruction.value("Rule set") or instruction.argument, rule_sets) or "")
    if rules is None:
        return (*layout.fields, layout.heading)
    shown = tuple(key for key in layout.fields if key != "Seats" or rules.choices == "candidates")
    return (*shown, HEADINGS[rules.choices]) if HEADINGS[rules.choices] else shown


CALLS = ("call", "call for candidates")
"""What a manager may ask a form for besides the kinds of ballot."""


def _new(fields: Fields) -> Command | None:
    if fields.instruction.argument in CALLS:
        return NewCall()
    kind = _kind(fields)
    return NewBallot(kind=kind) if kind else None


def _kind(fields: Fields) -> str | None:
    """The kind that the command names; the reason why not among the mistakes where it names none."""
    words = fields.instruction.argument
    kind = kind_of(words, fields.rule_sets)
    if kind is None or kind == RUN_OFF:
        fields.mistakes.append(unknown_kind(words, fields.rule_sets))
        return None
    return kind


def _start(fields: Fields) -> Command | None:
    name, _, reference = fields.instruction.argument.partition(" ")
    if name == RUN_OFF and reference:
        return _start_run_off(fields, reference)
    kind = _kind(fields)
    return _start_ballot(fields, kind) if kind else None


def _start_run_off(fields: Fields, reference: str) -> Command:
    fields.near()
    opens, closes = fields.moment("Opens"), fields.moment("Closes")
    return StartRunOff(reference=reference, opens=opens, closes=closes, note=fields.text("Note"))


def _start_ballot(fields: Fields, kind: str) -> Command:
    fields.only()
    rules = fields.rule_set(kind)
    return StartBallot(
        kind=kind,
        title=fields.text("Title", required=True),
        question=fields.text("Question"),
        ruleset=rules.name if rules else "",
        group=fields.text("Group"),
        seats=fields.seats(rules),
        opens=fields.moment("Opens"),
        closes=fields.moment("Closes"),
        options=fields.options(rules) if rules else (),
        note=fields.text("Note"),
    )


def _extend(fields: Fields) -> Command | None:
    fields.near()
    closes = fields.moment("Closes", required=True)
    return Extend(reference=fields.instruction.argument, closes=closes) if closes else None


def _cancel(fields: Fields) -> Command | None:
    fields.near()
    return Cancel(reference=fields.instruction.argument, reason=fields.text("Reason"))


def _resend(fields: Fields) -> Command | None:
    reference, _, practice = fields.instruction.argument.partition(" ")
    practice = re.sub(r"^to ", "", practice).strip("\"' ")
    if not practice:
        fields.mistakes.append(f"Say whose papers are to go again, by name, as in: resend {reference} NAME")
        return None
    return Resend(reference=reference, practice=practice)


def _record(fields: Fields) -> Command:
    reference, votes = fields.instruction.argument, fields.votes()
    if not fields.instruction.items:
        like = "write one line for each below the command, as in - NAME: OPTION."
        fields.mistakes.append(f"There are no votes to record: {like}")
    return Record(reference=reference, votes=votes)


def _set(fields: Fields) -> Command:
    return _appointment(fields, practice=fields.line("Practice", required=True))


def _nominate(fields: Fields) -> Command:
    return _appointment(fields, practice=fields.line("Practice"))


def _appointment(fields: Fields, *, practice: str) -> Command:
    fields.only()
    since, until = fields.term()
    return SetPerson(
        role=Role(fields.instruction.argument),
        practice=practice,
        reference=fields.reference(),
        name=fields.line("Name", required=True),
        address=fields.address(),
        since=since,
        until=until,
        reason=fields.text("Reason"),
    )


def _interest(fields: Fields) -> Command:
    return _declaration(fields, practice=fields.line("Practice", required=True))


def _declare(fields: Fields) -> Command:
    return _declaration(fields, practice=fields.line("Practice"))


def _declaration(fields: Fields, *, practice: str) -> Command:
    fields.only()
    since, until = fields.term()
    return RecordInterest(
        practice=practice,
        reference=fields.reference(),
        name=fields.line("Name"),
        since=since,
        until=until,
        reason=fields.text("Reason", required=True),
    )


def _entry(fields: Fields) -> int:
    """The number of the entry in the register of interests."""
    return int(fields.instruction.argument.rpartition(" ")[2])


def _settle(fields: Fields) -> Command | None:
    number, _, option = fields.instruction.argument.partition(" as ")
    return Settle(message_id=int(number), option=option.strip("\"' "))


def _confirm(fields: Fields) -> Command | None:
    """A confirmation that says more than "confirm" is not one."""
    said = fields.instruction
    if not said.items and not said.fields and not any(_REMARK.search(typed(remark)) for remark in said.rest):
        return Confirm()
    fields.mistakes.append(
        "Your reply says “confirm” and then something more. Reply with just “confirm”, "
        "or send the form with your changes and I will make a new proof."
    )
    return None


_REMARK = re.compile(r"\?|\b(?:but|except|instead|change|changed|however|wait|not|unless|if|don't)\b", re.IGNORECASE)


_READINGS: Mapping[str, Callable[[Fields], Command | None]] = {
    "help": lambda fields: Help(),
    "new": _new,
    "start": _start,
    "status": lambda fields: Status(reference=fields.instruction.argument),
    "extend": _extend,
    "cancel": _cancel,
    "remind": lambda fields: Remind(reference=fields.instruction.argument),
    "resend": _resend,
    "record": _record,
    "set": _set,
    "nominate": _nominate,
    "interest": _interest,
    "declare": _declare,
    "interests": lambda fields: ShowInterests(),
    "review": lambda fields: ReviewInterest(number=_entry(fields)),
    "end": lambda fields: EndInterest(number=_entry(fields)),
    "roster": lambda fields: ShowRoster(),
    "settle": _settle,
    "reject": lambda fields: Reject(message_id=int(fields.instruction.argument)),
    "confirm": _confirm,
    "drop": lambda fields: Drop(),
    **OF_AN_OFFICE,
}
