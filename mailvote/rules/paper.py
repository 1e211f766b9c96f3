"""The ballot paper: what is asked, between which options, in which window, under which rules."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailvote.rules.electorate import Electorate, name_key
from mailvote.rules.english import listed, plural
from mailvote.rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One line that a practice can choose; `contact` is how to reach a candidate (R21)."""

    number: int
    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The question as every practice sees it, with the rules frozen when the ballot opens.

    `lot` is the published value by which the order of the candidates was drawn, "" where it was not (R20).
    """

    reference: str
    title: str
    question: str
    note: str
    options: tuple[Option, ...]
    seats: int
    opens_at: datetime
    closes_at: datetime
    rules: RuleSet
    lot: str = ""

    def option(self, number: int) -> Option | None:
        """The option of that number, if the paper has one."""
        return next((option for option in self.options if option.number == number), None)

    def chosen(self, choice: Collection[int]) -> tuple[Option, ...]:
        """The options of a choice in the order of the paper; none for an abstention."""
        return tuple(option for option in self.options if option.number in choice)

    @property
    def is_contested(self) -> bool:
        """Whether somebody who stands can be left without a seat."""
        return len(self.options) > self.seats

    @property
    def elects_unopposed(self) -> bool:
        """Whether those who stand are elected without a vote: the rules say so, and nobody can lose (R20)."""
        is_election = self.rules.choices == "candidates" and self.rules.outcome.uncontested == "elected"
        return is_election and bool(self.options) and not self.is_contested

    @property
    def choose_at_most(self) -> int:
        """How many options one practice may choose (R14)."""
        return self.seats if self.rules.choose_at_most == "seats" else self.rules.choose_at_most


def paper_problems(paper: Paper, electorate: Electorate, *, noun: str = "practice") -> tuple[str, ...]:
    """What stands in the way of sending this paper to these practices: a sentence each, with its remedy.

    Whether the window is long enough is told by `workingdays.window_problem`.
    """
    return (*_problems_of_paper(paper), *_problems_of_electorate(paper.rules, electorate, noun))


MEANS_SOMETHING_ELSE = frozenset({"abstain", "abstention", "withdraw", "object", "objection"})
"""What a voter writes instead of an option: no option may be called so."""

FOR_AND_AGAINST = (Option(number=1, name="For"), Option(number=2, name="Against"))
"""The options of every decision (R26)."""


def option_noun(rules: RuleSet) -> str:
    """What the lines of a paper are called: candidates in an election, options elsewhere."""
    return "candidate" if rules.choices == "candidates" else "option"


def _problems_of_paper(paper: Paper) -> Iterator[str]:
    noun = option_noun(paper.rules)
    if not paper.title.strip():
        yield "The ballot has no title: say on the line “Title:” what is decided."
    if not paper.options:
        yield f"There are no {plural(noun)}: list each on a line of its own that begins with a dash."
    if paper.seats != 1 and paper.rules.has_fixed_options:
        yield "A decision For or Against fills no seats: leave the line “Seats:” out."
    for option in paper.options if not paper.rules.has_fixed_options else ():
        yield from _problems_of_option(option, noun)
    yield from _namesakes(paper.options, noun)


def _problems_of_option(option: Option, noun: str) -> Iterator[str]:
    key = name_key(option.name)
    if not key:
        yield f"{noun.capitalize()} {option.number} has no name: write it after the dash."
    elif key.isnumeric() or key in MEANS_SOMETHING_ELSE:
        yield (
            f"{noun.capitalize()} {option.number} is called “{option.name}”, which means something else in a reply: "
            "write the name in full."
        )


def _namesakes(options: Sequence[Option], noun: str) -> Iterator[str]:
    """R10 for candidates: a name that two of them share cannot be voted for."""
    keys = Counter(name_key(option.name) for option in options)
    for key, number in keys.items():
        if key and number > 1:
            name = next(option.name for option in options if name_key(option.name) == key)
            yield f"{number} {plural(noun)} are called {name}: add to each name what tells them apart."


def _problems_of_electorate(rules: RuleSet, electorate: Electorate, noun: str) -> Iterator[str]:
    if not electorate.members:
        yield f"No {noun} is entitled to vote: check the group, and that the roster has been imported."
    uncounted = [member.name for member in electorate.members if not member.population]
    if uncounted and rules.participation and rules.participation.base == "population":
        yield (
            f"Participation is measured by population, and the register has none for {listed(uncounted)}: "
            "import the figures first."
        )
