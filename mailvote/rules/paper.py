"""The ballot paper: what is asked, between which options, in which window, under which rules."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailvote.rules.electorate import Electorate, name_key
from mailvote.rules.english import listed
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

    def chosen(self, choice: Collection[int]) -> tuple[Option, ...]:
        """The options of a choice in the order of the paper; none for an abstention."""
        return tuple(option for option in self.options if option.number in choice)

    @property
    def choose_at_most(self) -> int:
        """How many options one practice may choose (R14)."""
        return self.seats if self.rules.choose_at_most == "seats" else self.rules.choose_at_most


def paper_problems(paper: Paper, electorate: Electorate, *, noun: str = "practice") -> tuple[str, ...]:
    """What stands in the way of sending this paper to these practices: a sentence each, with its remedy.

    Whether the window is long enough is told by `workingdays.window_problem`.
    """
    return (*_problems_of_paper(paper), *_problems_of_electorate(paper.rules, electorate, noun))


ABSTAINING = frozenset({"abstain", "abstention", "withdraw"})


def _problems_of_paper(paper: Paper) -> Iterator[str]:
    if not paper.title.strip():
        yield "The ballot has no title: say on the line “Title:” what is decided."
    if not paper.options:
        yield "There are no candidates: list each on a line of its own that begins with a dash."
    if paper.seats != 1:
        yield "One ballot fills one seat: hold a separate election for each of the seats."
    for option in paper.options:
        yield from _problems_of_option(option)
    yield from _namesakes(paper.options)


def _problems_of_option(option: Option) -> Iterator[str]:
    key = name_key(option.name)
    if not key:
        yield f"Candidate {option.number} has no name: write it after the dash."
    elif key.isnumeric() or key in ABSTAINING:
        yield (
            f"Candidate {option.number} is called “{option.name}”, which means something else in a reply: "
            "write the name in full."
        )


def _namesakes(options: Sequence[Option]) -> Iterator[str]:
    """R10 for candidates: a name that two of them share cannot be voted for."""
    keys = Counter(name_key(option.name) for option in options)
    for key, number in keys.items():
        if key and number > 1:
            name = next(option.name for option in options if name_key(option.name) == key)
            yield f"{number} candidates are called {name}: add to each name what tells them apart."


def _problems_of_electorate(rules: RuleSet, electorate: Electorate, noun: str) -> Iterator[str]:
    if not electorate.members:
        yield f"No {noun} is entitled to vote: check the group, and that the roster has been imported."
    uncounted = [member.name for member in electorate.members if not member.population]
    if uncounted and rules.participation and rules.participation.base == "population":
        yield (
            f"Participation is measured by population, and the register has none for {listed(uncounted)}: "
            "import the figures first."
        )
