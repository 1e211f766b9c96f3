"""The command language of managers: from an instruction to one frozen value, or to every mistake in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailvote.mail.fields import Fields
from mailvote.mail.forms import (
    FIELDS,
    Instruction,
    alike,
    canonical,
    form_in,
    form_lines,
    read_instruction,
)
from mailvote.mail.tidy import typed
from mailvote.rules.workingdays import Calendar

__all__ = [
    "KINDS",
    "Cancel",
    "Command",
    "Confirm",
    "Drop",
    "Extend",
    "Help",
    "Instruction",
    "Misunderstood",
    "NewBallot",
    "Reject",
    "Remind",
    "Resend",
    "Settle",
    "StartBallot",
    "Status",
    "alike",
    "canonical",
    "form_in",
    "form_lines",
    "read_instruction",
    "understand",
]

KINDS = ("election",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Send every command, each with a filled-in example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBallot:
    """Send the form for a ballot of this kind."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBallot:
    """Prepare a ballot; `opens` None: when confirmed, `closes` None: the earliest close the rules permit."""

    kind: str
    title: str
    question: str
    ruleset: str
    group: str
    seats: int | None
    opens: datetime | None
    closes: datetime | None
    options: tuple[tuple[str, str], ...]  # name, contact address or ""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Say how the ballot stands; an empty reference asks for all that run."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """Move the close of a ballot later."""

    reference: str
    closes: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Call a ballot off."""

    reference: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """Write once more to the practices that have not replied."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    """Send its ballot paper to one practice again."""

    reference: str
    practice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Count a held message as a vote for this option."""

    message_id: int
    option: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """Do not count a held message."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Do what the proof says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Do not do what the proof says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misunderstood:
    """What is wrong with an instruction: one sentence with its remedy for each mistake."""

    sentences: tuple[str, ...] = field(repr=False)


Command = Help | NewBallot | StartBallot | Status | Extend | Cancel | Remind | Resend | Settle | Reject | Confirm | Drop


def understand(instruction: Instruction, calendar: Calendar) -> Command | Misunderstood:
    """The command that the instruction means; all its mistakes at once when it means none."""
    fields = Fields(instruction, calendar)
    command = _READINGS[instruction.verb](fields)
    return Misunderstood(sentences=tuple(fields.mistakes)) if fields.mistakes or command is None else command


def _new(fields: Fields) -> Command | None:
    return NewBallot(kind=fields.instruction.argument) if _kind(fields) else None


def _kind(fields: Fields) -> bool:
    kind = fields.instruction.argument
    if kind in KINDS:
        return True
    fields.mistakes.append(f"“{kind}” is not a kind of ballot I run. Kinds: {', '.join(KINDS)}.")
    return False


def _start(fields: Fields) -> Command | None:
    if not _kind(fields):
        return None
    fields.only("Title", "Question", "Rule set", "Group", "Seats", "Opens", "Closes", "Note")
    return StartBallot(
        kind=fields.instruction.argument,
        title=fields.text("Title", required=True),
        question=fields.text("Question"),
        ruleset=typed(fields.text("Rule set")).casefold() or fields.instruction.argument,
        group=fields.text("Group"),
        seats=fields.seats(),
        opens=fields.moment("Opens"),
        closes=fields.moment("Closes"),
        options=fields.options(),
        note=fields.text("Note"),
    )


def _extend(fields: Fields) -> Command | None:
    fields.near("Closes")
    closes = fields.moment("Closes", required=True)
    return Extend(reference=fields.instruction.argument, closes=closes) if closes else None


def _cancel(fields: Fields) -> Command | None:
    fields.near("Reason")
    return Cancel(reference=fields.instruction.argument, reason=fields.text("Reason"))


def _resend(fields: Fields) -> Command | None:
    reference, _, practice = fields.instruction.argument.partition(" ")
    practice = re.sub(r"^to ", "", practice).strip("\"' ")
    if not practice:
        fields.mistakes.append(f"Say whose papers are to go again, by name, as in: resend {reference} NAME")
        return None
    return Resend(reference=reference, practice=practice)


def _settle(fields: Fields) -> Command | None:
    number, _, option = fields.instruction.argument.partition(" as ")
    return Settle(message_id=int(number), option=option.strip("\"' "))


def _confirm(fields: Fields) -> Command | None:
    """A confirmation that says more than "confirm" is not one."""
    said = fields.instruction
    changed = said.items or any(key in FIELDS for key, _ in said.fields)
    remarks = (*said.rest, *(f"{key}: {value}" for key, value in said.fields))
    if not changed and not any(_REMARK.search(typed(remark)) for remark in remarks):
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
    "settle": _settle,
    "reject": lambda fields: Reject(message_id=int(fields.instruction.argument)),
    "confirm": _confirm,
    "drop": lambda fields: Drop(),
}
