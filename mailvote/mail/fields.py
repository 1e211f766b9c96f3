"""The fields of one instruction, read one by one, with every mistake in them collected."""

import re
from datetime import datetime

from mailvote.mail.addresses import valid_address
from mailvote.mail.dates import Unreadable, read_moment
from mailvote.mail.forms import Instruction, nearest_key
from mailvote.mail.tidy import spaced, typed
from mailvote.rules.workingdays import Calendar

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[^\s<>()\[\],;:\"@]{1,253}")
_BEFORE_ADDRESS = re.compile(r"(?:\s*[<(\[,;:–—-]|\s*<?mailto:)+\s*$", re.IGNORECASE)
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_LIKE = "write it like - Dr A. Example <a.example@practice.example>."


class Fields:
    """The fields of an instruction; what cannot be read is answered with a sentence in `mistakes`."""

    def __init__(self, instruction: Instruction, calendar: Calendar) -> None:
        self.instruction = instruction
        self.calendar = calendar
        self.mistakes: list[str] = []

    def only(self, *keys: str) -> None:
        """Name the fields that are not among `keys`, and those given twice."""
        self.near(*keys)
        strange = [key for key, _ in self.instruction.fields if key not in keys and nearest_key(key) not in keys]
        for key in strange:
            self._unknown(key, f"known here: {', '.join(keys)}.")

    def near(self, *keys: str) -> None:
        """Name the fields that look like a misspelt one of `keys`, and those given twice; leave others be."""
        written = [key for key, _ in self.instruction.fields]
        for key in dict.fromkeys(written):
            if key in keys and written.count(key) > 1:
                self.mistakes.append(f"“{key}” is given more than once: keep one.")
            elif key not in keys and nearest_key(key) in keys:
                self._unknown(key, f"did you mean “{nearest_key(key)}”?")

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
        """The list as names with their contact addresses, empty where there is none."""
        if not self.instruction.items:
            remedy = "add a line “Candidates:” and below it one line for each, beginning with “-”."
            self.mistakes.append(f"“Candidates” are missing: {remedy}")
        return tuple(self._option(item) for item in self.instruction.items)

    def _option(self, item: str) -> tuple[str, str]:
        addresses = dict.fromkeys(found.rstrip(".'").casefold() for found in _ADDRESS.findall(item))
        first = _ADDRESS.search(item)
        name = spaced(_BEFORE_ADDRESS.sub("", item[: first.start()])) if first else spaced(item)
        if not name:
            self.mistakes.append(f"Candidates: “{item}” has no name: {_LIKE}")
        if len(addresses) > 1:
            self.mistakes.append(f"Candidates: “{item}” has more than one address: keep one.")
        if not addresses and re.search(r"[@<>]", item):
            self.mistakes.append(f"Candidates: “{item}” has no address that can be read: {_LIKE}")
        return name, self._address(item, first[0].rstrip(".'")) if first else ""

    def _address(self, item: str, address: str) -> str:
        try:
            return valid_address(address)
        except ValueError as fault:
            self.mistakes.append(f"Candidates: “{item}”: {fault}")
            return ""

    def _unknown(self, key: str, hint: str) -> None:
        self.mistakes.append(f"“{key}” is not a field of “{self.instruction.verb}”: {hint}")
