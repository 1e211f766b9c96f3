"""trust.md 3: what is published of a confidential weighted ballot gives no practice's vote away.

The reader is played by brute force: he goes through all choices of the practices and keeps those that agree with
everything he knows. Nothing of this is shared with the module under test but the ladder of figures.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.rules.disclosure import LADDER, OUTCOME_ALONE, Figures, bounds, disclose, what_was_cast
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import Threshold
from mailvote.rules.tally import Vote
from mailvote.rules.witnesses import witnesses
from tests.rules.examples import ELECTION, paper

CONFIDENTIAL = replace(ELECTION, weight="population", secrecy="confidential", publish_codes=False)

SELG_2015 = (10318, 7478, 10571, 3661, 8648, 8770, 4745, 9612, 11408, 16521)
"""Registered populations of the ten practices on 1 April 2015 (SELG constitution 2015/16, Locality voting weightings)."""

Choice = tuple[int, ...]
Totals = tuple[int, ...]
Verdict = Callable[[Totals], object]


def leaders(totals: Totals) -> object:
    """Most votes: who is elected, or who is tied."""
    return tuple(number for number, total in enumerate(totals) if total == max(totals))


def order(totals: Totals) -> object:
    return sorted(range(len(totals)), key=lambda number: (-totals[number], number))


def two_thirds(totals: Totals) -> object:
    return 3 * totals[0] >= 2 * sum(totals)


def nothing(_: Totals) -> object:
    """A poll that is only reported."""
    return None


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """Weights of those that took part and what each chose, by numbers of options from 1."""

    weights: tuple[int, ...]
    choices: tuple[Choice, ...]
    options: int
    at_most: int = 1
    verdict: Verdict = leaders
    told: bool = False

    @property
    def paper(self) -> Paper:
        threshold = Threshold(base="population", at_least=Fraction(1, 2), abstentions_take_part=False)
        rules = replace(CONFIDENTIAL, choose_at_most=self.at_most, participation=threshold if self.told else None)
        return paper(*"ABCDEF"[: self.options], rules=rules)

    @property
    def electorate(self) -> Electorate:
        rows = enumerate(self.weights, start=1)
        silent = Member(id=99, name="Silent", population=5000, weight=5000)
        voters = (Member(id=n, name=f"Practice {n}", population=weight, weight=weight) for n, weight in rows)
        return Electorate(members=(silent, *voters))

    @property
    def votes(self) -> tuple[Vote, ...]:
        return tuple(Vote(member_id=n, choice=choice) for n, choice in enumerate(self.choices, start=1))

    def figures(self, noun: str = "practice") -> Figures:
        return disclose(self.paper, self.electorate, self.votes, self.verdict, noun=noun)

    def what_is_known(self, choices: Sequence[Choice]) -> object:
        """All that is announced of such choices but the figures."""
        told = sum(weight for weight, choice in zip(self.weights, choices, strict=True) if choice)
        return (
            sum(not choice for choice in choices),
            told if self.told else None,
            self.verdict(totals_of(self.weights, choices, self.options)),
        )


def totals_of(weights: Sequence[int], choices: Sequence[Choice], options: int) -> Totals:
    totals = [0] * options
    for weight, choice in zip(weights, choices, strict=True):
        for number in choice:
            totals[number - 1] += weight
    return tuple(totals)


def rounded(totals: Totals, everything: int, step: Fraction | None) -> object:
    """What a reader sees of the totals: how many steps, half up."""
    if step is None or not everything:
        return totals
    if step == OUTCOME_ALONE:
        return None
    return tuple(int((Fraction(total, everything) / step + Fraction(1, 2)) // 1) for total in totals)


def all_choices(ballot: Ballot) -> Iterator[tuple[Choice, ...]]:
    numbers = range(1, ballot.options + 1)
    abstentions = ballot.choices.count(())
    lawful = [choice for size in range(1, ballot.at_most + 1) for choice in combinations(numbers, size)]
    for idle in combinations(range(len(ballot.weights)), abstentions):
        yield from product(*([()] if one in idle else lawful for one in range(len(ballot.weights))))


def finest_by_brute_force(ballot: Ballot) -> Fraction | None | str:
    """The first rung on which every practice has two choices among those that agree with what is published."""
    everything = sum(ballot.weights)
    cast = totals_of(ballot.weights, ballot.choices, ballot.options)
    known = ballot.what_is_known(ballot.choices)
    figures = [rounded(cast, everything, step) for step in LADDER]
    possible: list[list[set[Choice]]] = [[set() for _ in ballot.weights] for _ in LADDER]
    for choices in all_choices(ballot):
        if ballot.what_is_known(choices) == known:
            totals = totals_of(ballot.weights, choices, ballot.options)
            for rung, step in enumerate(LADDER):
                if rounded(totals, everything, step) == figures[rung]:
                    for seen, choice in zip(possible[rung], choices, strict=True):
                        seen.add(choice)
    safe = (step for step, practices in zip(LADDER, possible, strict=True) if all(len(seen) > 1 for seen in practices))
    return next(safe, "none")


def decision(ballot: Ballot) -> Fraction | None | str:
    """The rung that is published, "none" where it is said that the outcome alone may give a vote away."""
    figures = ballot.figures()
    return "none" if "cannot be hidden" in figures.held_back else figures.step


def weights_of(number: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Like list sizes, large and small, and the sort that one would choose to break the search."""
    sizes = [st.integers(1, 12), st.integers(2_000, 20_000), st.integers(100, 300_000), st.sampled_from([7, 8, 40])]
    lists = [st.lists(size, min_size=number, max_size=number).map(tuple) for size in sizes]
    powers = st.just(tuple(1 << place for place in range(number)))
    giant = st.lists(st.integers(50, 99), min_size=number - 1, max_size=number - 1).map(lambda rest: (400, *rest))
    return st.one_of(*lists, powers, giant)


@st.composite
def ballots(draw: st.DrawFn, shapes: Sequence[tuple[int, int, int]], *, most_abstentions: int) -> Ballot:
    """A ballot of (practices, options, choices each), whose last practices abstain in any case."""
    number, options, at_most = draw(st.sampled_from(shapes))
    idle = draw(st.integers(0, min(most_abstentions, number)))
    favourites = st.integers(1, draw(st.integers(1, options)))
    choice = st.sets(favourites, min_size=1, max_size=at_most).map(lambda numbers: tuple(sorted(numbers)))
    chosen = draw(st.lists(choice, min_size=number - idle, max_size=number - idle))
    return Ballot(
        weights=draw(weights_of(number)),
        choices=(*chosen, *[()] * idle),
        options=options,
        at_most=at_most,
        verdict=draw(st.sampled_from([leaders, order, two_thirds, nothing])),
        told=draw(st.booleans()),
    )


@settings(max_examples=200, deadline=None)
@given(ballots([(1, 2, 1), (2, 2, 1), (4, 2, 1), (7, 2, 1), (3, 3, 1), (5, 3, 1), (3, 3, 2), (4, 2, 2)], most_abstentions=3))
def test_no_vote_follows_and_nothing_is_held_back_without_need(ballot: Ballot) -> None:
    assert decision(ballot) == finest_by_brute_force(ballot)


@settings(max_examples=60, deadline=None)
@given(ballots([(12, 2, 1), (11, 2, 1)], most_abstentions=0))
def test_no_vote_follows_among_twelve_practices_and_two_options(ballot: Ballot) -> None:
    assert decision(ballot) == finest_by_brute_force(ballot)
