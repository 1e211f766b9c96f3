"""The command language of managers: from the text of an instruction to one frozen value, or every mistake in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailvote.mail.addresses import valid_address
from mailvote.mail.dates import Unreadable, read_moment
from mailvote.mail.forms import (
    FIELDS,
    Instruction,
    canonical,
    form_in,
    form_lines,
    nearest_command,
    nearest_key,
    read_instruction,
)
from mailvote.mail.tidy import spaced, typed
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
    "canonical",
    "form_in",
    "form_lines",
    "nearest_command",
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
    option: str


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

    sentences: tuple[str, ...]


Command = (
    Help
    | NewBallot
    | StartBallot
    | Status
    | Extend
    | Cancel
    | Remind
    | Resend
    | Settle
    | Reject
    | Confirm
    | Drop
)


def understand(instruction: Instruction, calendar: Calendar) -> Command | Misunderstood:
    """The command that the instruction means; all its mistakes at once when it means none."""
    sheet = _Reader(instruction, calendar)
    command = _READINGS[instruction.verb](sheet)
    return Misunderstood(sentences=tuple(sheet.mistakes)) if sheet.mistakes or command is None else command


class _Reader:
    """Reads the parts of one instruction and collects what is wrong with them."""

    def __init__(self, instruction: Instruction, calendar: Calendar) -> None:
        self.instruction = instruction
        self.calendar = calendar
        self.mistakes: list[str] = []

    def known(self, *keys: str) -> None:
        """Name the keys that are not among `keys`, and those given twice."""
        seen: set[str] = set()
        for key, _ in self.instruction.fields:
            if key not in keys:
                self.mistakes.append(_unknown_key(key, keys, self.instruction))
            elif key in seen:
                self.mistakes.append(f"“{key}” is given more than once: keep one.")
            seen.add(key)

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.instruction.value(key)
        if required and not value:
            self.mistakes.append(f"“{key}” is missing: add a line “{key}: …”.")
        return value

    def moment(self, key: str, *, required: bool = False) -> datetime | None:
        value = self.text(key, required=required)
        read = read_moment(value, self.calendar) if value else None
        if isinstance(read, Unreadable):
            self.mistakes.append(f"{key}: {read.sentence}")
            return None
        return read

    def seats(self) -> int | None:
        value = typed(self.text("Seats"))
        number = _NUMBERS.get(value.casefold(), value)
        if not value:
            return None
        if re.fullmatch(r"[1-9]\d{0,2}", number, re.ASCII):
            return int(number)
        self.mistakes.append(f"Seats: “{value}” is not a number of seats: write a whole number such as 1.")
        return None

    def options(self) -> tuple[tuple[str, str], ...]:
        if not self.instruction.items:
            self.mistakes.append(
                "“Candidates” are missing: add a line “Candidates:” and below it one line for each, beginning with “-”."
            )
        return tuple(self._option(item) for item in self.instruction.items)

    def _option(self, item: str) -> tuple[str, str]:
        found = list(dict.fromkeys(address.casefold() for address in _ADDRESS.findall(item)))
        start = _ADDRESS.search(item)
        name = spaced(item[: start.start()] if start else item)
        name = re.sub(r"(?:\s*[<(\[,;:–—-]|\s*<?mailto:)+\s*$", "", name, flags=re.IGNORECASE)
        if not name:
            self.mistakes.append(
                f"Candidates: “{item}” has no name: write it like - Dr A. Example <a.example@practice.example>."
            )
        if len(found) > 1:
            self.mistakes.append(f"Candidates: “{item}” has more than one address: keep one.")
        if not found and re.search(r"[@<>]", item):
            self.mistakes.append(
                f"Candidates: “{item}” has no address I can read: write it like - Dr A. Example <a.example@practice.example>."
            )
        return name, self._address(item, start[0]) if start else ""

    def _address(self, item: str, address: str) -> str:
        try:
            return valid_address(address)
        except ValueError as fault:
            self.mistakes.append(f"Candidates: “{item}”: {fault}")
            return ""


_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[^\s<>()\[\],;:\"@]{1,253}")
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def _unknown_key(key: str, allowed: tuple[str, ...], instruction: Instruction) -> str:
    close = nearest_key(key)
    hint = (
        f"did you mean “{close}”?"
        if close in allowed and close != key
        else f"known here: {', '.join(allowed)}."
    )
    return f"“{key}” is not a field of “{instruction.verb}”: {hint}"


def _new(sheet: _Reader) -> Command | None:
    return NewBallot(kind=sheet.instruction.argument) if _kind(sheet) else None


def _kind(sheet: _Reader) -> bool:
    kind = sheet.instruction.argument
    if kind in KINDS:
        return True
    sheet.mistakes.append(f"“{kind}” is not a kind of ballot I run. Kinds: {', '.join(KINDS)}.")
    return False


def _start(sheet: _Reader) -> Command | None:
    if not _kind(sheet):
        return None
    sheet.known("Title", "Question", "Rule set", "Group", "Seats", "Opens", "Closes", "Note")
    return StartBallot(
        kind=sheet.instruction.argument,
        title=sheet.text("Title", required=True),
        question=sheet.text("Question"),
        ruleset=typed(sheet.text("Rule set")).casefold() or sheet.instruction.argument,
        group=sheet.text("Group"),
        seats=sheet.seats(),
        opens=sheet.moment("Opens"),
        closes=sheet.moment("Closes"),
        options=sheet.options(),
        note=sheet.text("Note"),
    )


def _extend(sheet: _Reader) -> Command | None:
    closes = sheet.moment("Closes", required=True)
    if closes is None:
        sheet.known("Closes")
        return None
    return Extend(reference=sheet.instruction.argument, closes=closes)


def _resend(sheet: _Reader) -> Command | None:
    reference, _, practice = sheet.instruction.argument.partition(" ")
    practice = re.sub(r"^to ", "", practice).strip("\"' ")
    if not practice:
        sheet.mistakes.append(f"Name the practice, as in: resend {reference} Nettlebed Surgery")
        return None
    return Resend(reference=reference, practice=practice)


def _settle(sheet: _Reader) -> Command | None:
    number, _, option = sheet.instruction.argument.partition(" as ")
    return Settle(message_id=int(number), option=option.strip("\"' "))


def _confirm(sheet: _Reader) -> Command | None:
    """A confirmation that says more than "confirm" is not one."""
    changed = [key for key, _ in sheet.instruction.fields if key in FIELDS]
    if (
        changed
        or sheet.instruction.items
        or any(_REMARK.search(typed(line)) for line in sheet.instruction.rest)
    ):
        sheet.mistakes.append(
            "Your reply says “confirm” and then something more. Reply with just “confirm”, "
            "or send the form with your changes and I will make a new proof."
        )
        return None
    return Confirm()


_REMARK = re.compile(
    r"\?|\b(?:but|except|instead|change|changed|however|wait|not|unless|if|don't)\b", re.IGNORECASE
)


_READINGS: Mapping[str, Callable[[_Reader], Command | None]] = {
    "help": lambda sheet: Help(),
    "new": _new,
    "start": _start,
    "status": lambda sheet: Status(reference=sheet.instruction.argument),
    "extend": _extend,
    "cancel": lambda sheet: Cancel(reference=sheet.instruction.argument, reason=sheet.text("Reason")),
    "remind": lambda sheet: Remind(reference=sheet.instruction.argument),
    "resend": _resend,
    "settle": _settle,
    "reject": lambda sheet: Reject(message_id=int(sheet.instruction.argument)),
    "confirm": _confirm,
    "drop": lambda sheet: Drop(),
}
