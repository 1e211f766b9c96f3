"""The ballot paper: what is asked, between which options, in which window, under which rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailvote.rules.electorate import Electorate, name_key
from mailvote.rules.english import counted, listed
from mailvote.rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One line that a practice can choose; `contact` is how to reach a candidate (R21)."""

    number: int
    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The question as every practice sees it, with the rules frozen when the ballot opens."""

    reference: str
    title: str
    question: str
    note: str
    options: tuple[Option, ...]
    seats: int
    opens_at: datetime
    closes_at: datetime
    rules: RuleSet

    def option(self, number: int) -> Option | None:
        """The option of that number, if the paper has one."""
        return next((option for option in self.options if option.number == number), None)
