"""The fields of one instruction, read one by one, with every mistake in them collected."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from mailvote.mail.addresses import valid_address
from mailvote.mail.dates import Unreadable, read_beginning, read_end, read_moment
from mailvote.mail.instruction import Instruction, is_reference
from mailvote.mail.kinds import RUN_OFF, kind_of, unknown_rule_set
from mailvote.mail.layouts import CANDIDATES, OPTIONS, command_name, layout_of
from mailvote.mail.tidy import folded, spaced, typed
from mailvote.mail.votelines import vote_in
from mailvote.rules.electorate import name_key
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.workingdays import Calendar

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[^\s<>()\[\],;:\"@]{1,253}")
_BEFORE_ADDRESS = re.compile(r"(?:\s*[<(\[,;:–—-]|\s*<?mailto:)+\s*$", re.IGNORECASE)
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_LIKE = "write it like - Dr A. Example <a.example@practice.example>."
_FIXED = (("against", "for"), ("for", "against"))
HEADINGS: Mapping[str, str] = {"candidates": CANDIDATES, "options": OPTIONS, "for-against": ""}
"""What stands above the list of a form, by the choices of its rule set; nothing where they are fixed."""


LONGEST = 300
"""How long a title, a name or whatever else stands on one line may be: what is read again later is read in full."""


class Fields:
    """The fields of an instruction; what cannot be read is answered with a sentence in `mistakes`."""

    def __init__(self, instruction: Instruction, calendar: Calendar, rule_sets: Mapping[str, RuleSet]) -> None:
        self.instruction = instruction
        self.calendar = calendar
        self.rule_sets = rule_sets
        self.layout = layout_of(instruction)
        self.mistakes: list[str] = []

    def only(self) -> None:
        """Name the fields that the form does not have, and those given twice."""
        self.near()
        for key, _ in self.instruction.fields:
            if not self._is_known(key) and not self.layout.nearest(key):
                self._unknown(key, f"known here: {', '.join(self.layout.fields)}.")

    def short(self) -> None:
        """Name what is too long for a line: the confirmation must mean all of what its proof shows."""
        values = ((f"“{key}”", value) for key, value in self.instruction.fields if key not in self.layout.prose)
        items = ((f"The line “{item[:20]}…”", item) for item in self.instruction.items if self.layout.heading)
        for what, text in (*values, *items):
            if len(text) > LONGEST:
                self.mistakes.append(f"{what} is longer than {LONGEST} characters: make it shorter.")

    def near(self) -> None:
        """Name the fields that look like a misspelt one of the form, and those given twice; leave others be."""
        written = [key for key, _ in self.instruction.fields]
        for key in dict.fromkeys(written):
            if self._is_known(key) and written.count(key) > 1:
                self.mistakes.append(f"“{key}” is given more than once: keep one.")
            elif key in self.layout.foreign:
                self._unknown(key, f"known here: {', '.join(self.layout.fields)}.")
            elif not self._is_known(key) and (near := self.layout.nearest(key)):
                self._unknown(key, f"did you mean “{near}”?")

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.instruction.value(key)
        if required and not value:
            self.mistakes.append(f"“{key}” is missing: add a line “{key}: …”.")
        return value

    def line(self, key: str, *, required: bool = False) -> str:
        """A text of one line."""
        return spaced(self.text(key, required=required))

    def moment(self, key: str, *, required: bool = False) -> datetime | None:
        """An instant; a date alone means the closing time of that day."""
        return self._moment(key, read_moment, required=required)

    def term(self) -> tuple[datetime | None, datetime | None]:
        """From when and until when something holds, from the first to the last instant of days without a time."""
        since, until = self._moment("From", read_beginning), self._moment("Until", read_end)
        if since and until and until <= since:
            self.mistakes.append(
                "“Until” is not after “From”: the day itself is included, so give that day or a later one."
            )
        return since, until

    def reference(self, *, required: bool = False) -> str:
        """The ballot that the field `Ballot` names, or an empty text."""
        written = typed(self.text("Ballot", required=required))
        if written and not is_reference(written):
            self.mistakes.append(f"Ballot: “{written}” is no reference of a ballot: “status” lists those there are.")
        return written.upper()

    def day(self, key: str) -> date | None:
        """A day alone, as the organisation's calendar has it."""
        begins = self._moment(key, read_beginning)
        return None if begins is None else self.calendar.local(begins).date()

    def number(self, key: str) -> int | None:
        """A whole number from 1 to 99, in figures or words."""
        value = typed(self.text(key))
        number = _NUMBERS.get(value.casefold().removesuffix(" years").removesuffix(" year"), value.split(" ")[0])
        if not value:
            return None
        if re.fullmatch(r"[1-9]\d?", number, re.ASCII):
            return int(number)
        self.mistakes.append(f"{key}: “{value}” is not a number: write a whole number such as 2.")
        return None

    def people(self, heading: str, *, required: bool = False) -> tuple[tuple[str, str], ...]:
        """The list as names with their addresses; every line must have both."""
        items = self.instruction.items
        if required and not items:
            remedy = f"add a line “{heading}:” and below it one line for each, beginning with “-”."
            self.mistakes.append(f"“{heading}” is missing: {remedy}")
        found = tuple(self._person(heading, item) for item in items)
        for item, (name, address) in zip(items, found, strict=True):
            if name and not address and not re.search(r"[@<>]", item):
                self.mistakes.append(f"{heading}: “{item}” has no address: {_LIKE}")
        return found

    def address(self, *, required: bool = True) -> str:
        """The address in the field `Email`, whatever a mail program has made of it."""
        written = self.line("Email", required=required)
        found = _addresses(written)
        if not found:
            if written:
                self.mistakes.append(f"Email: “{written}” is no address: write it like a.example@practice.example.")
            return ""
        if len(found) > 1:
            self.mistakes.append(f"Email: “{written}” is more than one address: keep one.")
        return self._address("Email", written, found[0])

    def rule_set(self, kind: str) -> RuleSet | None:
        """The rule set that the form names, else that of the kind."""
        words = self.line("Rule set")
        name = kind_of(words, self.rule_sets) if words else kind
        if name is None or name == RUN_OFF:
            self.mistakes.append(unknown_rule_set(words, self.rule_sets))
            return None
        return self.rule_sets[name]

    def seats(self, rules: RuleSet | None) -> int | None:
        """How many seats the form fills, where ballots under these rules fill any."""
        seats = self._seats()
        if rules and rules.has_fixed_options and seats not in (None, 1):
            self.mistakes.append(f"Ballots under the rule set “{rules.name}” fill no seats: leave “Seats” out.")
        return seats

    def _seats(self) -> int | None:
        value = typed(self.text("Seats"))
        number = _NUMBERS.get(value.casefold(), value)
        if not value:
            return None
        if re.fullmatch(r"[1-9]\d{0,2}", number, re.ASCII):
            return int(number)
        self.mistakes.append(f"Seats: “{value}” is not a number of seats: write a whole number such as 1.")
        return None

    def options(self, rules: RuleSet) -> tuple[tuple[str, str], ...]:
        """The list as names with their contact addresses, empty where there is none; none where choices are fixed."""
        items, heading = self.instruction.items, HEADINGS[rules.choices]
        if not heading:
            self._only_for_and_against(rules)
            return ()
        if not items:
            remedy = f"add a line “{heading}:” and below it one line for each, beginning with “-”."
            self.mistakes.append(f"“{heading}” are missing: {remedy}")
        if heading == OPTIONS:
            return tuple((spaced(item), "") for item in items)
        return tuple(self._person(CANDIDATES, item) for item in items)

    def votes(self) -> tuple[tuple[str, str], ...]:
        """The list as practices with their options; every line must name both, and no practice may come twice."""
        votes = [(item, vote_in(item)) for item in self.instruction.items]
        for item, vote in votes:
            if vote is None:
                self.mistakes.append(f"“{item}” does not name an option: write it like - NAME: OPTION, with the dash.")
        read = tuple(vote for _, vote in votes if vote)
        keys = [name_key(name) for name, _ in read]
        twice = {key: name for (name, _), key in zip(read, keys, strict=True) if keys.count(key) > 1}
        self.mistakes.extend(
            f"“{name}” is in the list more than once: keep one line for it." for name in twice.values()
        )
        return read

    def _moment(
        self, key: str, read: Callable[[str, Calendar], datetime | Unreadable], *, required: bool = False
    ) -> datetime | None:
        value = self.text(key, required=required)
        moment = read(value, self.calendar) if value else None
        if isinstance(moment, Unreadable):
            self.mistakes.append(f"{key}: {moment.sentence}")
            return None
        return moment

    def _only_for_and_against(self, rules: RuleSet) -> None:
        listed = tuple(folded(item).rstrip(".") for item in self.instruction.items)
        if listed and listed not in _FIXED:
            ballots = f"ballots under the rule set “{rules.name}”"
            self.mistakes.append(f"The options of {ballots} are always For and Against: leave the list out.")

    def _person(self, heading: str, item: str) -> tuple[str, str]:
        addresses = _addresses(item)
        first = _ADDRESS.search(item)
        name = spaced(_BEFORE_ADDRESS.sub("", item[: first.start()])) if first else spaced(item)
        if not name:
            self.mistakes.append(f"{heading}: “{item}” has no name: {_LIKE}")
        if len(addresses) > 1:
            self.mistakes.append(f"{heading}: “{item}” has more than one address: keep one.")
        if not addresses and re.search(r"[@<>]", item):
            self.mistakes.append(f"{heading}: “{item}” has no address that can be read: {_LIKE}")
        return name, self._address(heading, item, addresses[0]) if addresses else ""

    def _address(self, key: str, item: str, address: str) -> str:
        try:
            return valid_address(address)
        except ValueError as fault:
            self.mistakes.append(f"{key}: “{item}”: {fault}")
            return ""

    def _is_known(self, key: str) -> bool:
        return key in self.layout.fields

    def _unknown(self, key: str, hint: str) -> None:
        self.mistakes.append(f"“{key}” is not a field of “{command_name(self.instruction)}”: {hint}")


def _addresses(text: str) -> list[str]:
    """The different addresses in a text, each as it is written first."""
    first: dict[str, str] = {}
    for found in _ADDRESS.findall(text):
        first.setdefault(found.rstrip(".'").casefold(), found.rstrip(".'"))
    return list(first.values())
