"""trust.md 3: what is published of a confidential weighted ballot gives no practice's vote away.

The reader is played by brute force: he goes through all choices of the practices and keeps those that agree with
everything he knows. Nothing of this is shared with the module under test but the ladder of figures.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.rules.disclosure import LADDER, OUTCOME_ALONE, Figures, bounds, disclose, what_was_cast
from mailvote.rules.disclosure.witnesses import witnesses
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import Threshold
from mailvote.rules.tally import Vote
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
    """Weights of those that took part and what each chose, by numbers of options from 1.

    `told`: only votes take part, and the declaration says how many patients they stand for. `reviewed`: it says how many
    chose the second option alone, if two or more did.
    """

    weights: tuple[int, ...]
    choices: tuple[Choice, ...]
    options: int
    at_most: int = 1
    verdict: Verdict = leaders
    told: bool = False
    reviewed: bool = False

    @property
    def paper(self) -> Paper:
        threshold = Threshold(base="population", at_least=Fraction(1, 2), abstentions_take_part=not self.told)
        outcome = replace(ELECTION.outcome, review_when_opposed_by=2 if self.reviewed else 0)
        rules = replace(CONFIDENTIAL, choose_at_most=self.at_most, participation=threshold, outcome=outcome)
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
        voted = sum(weight for weight, choice in zip(self.weights, choices, strict=True) if choice)
        opposed = sum(choice == (2,) for choice in choices)
        return (
            sum(not choice for choice in choices),
            voted if self.told else None,
            opposed if self.reviewed and opposed >= 2 else None,
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
    parts = step.denominator
    return tuple((2 * parts * total + everything) // (2 * everything) for total in totals)


def as_text(totals: Totals, everything: int, step: Fraction | None) -> list[str]:
    if step is None:
        return [f"{total:,}" for total in totals]
    if step == OUTCOME_ALONE:
        return [""] * len(totals)
    shares = [Fraction(total, everything) / step + Fraction(1, 2) for total in totals]
    return [f"{float(share // 1 * step * 100):.{1 if step < Fraction(1, 100) else 0}f}%" for share in shares]


def all_choices(ballot: Ballot) -> Iterator[tuple[Choice, ...]]:
    numbers = range(1, ballot.options + 1)
    abstentions = ballot.choices.count(())
    lawful = [choice for size in range(1, ballot.at_most + 1) for choice in combinations(numbers, size)]
    for idle in combinations(range(len(ballot.weights)), abstentions):
        yield from product(*([()] if one in idle else lawful for one in range(len(ballot.weights))))


def finest_by_brute_force(ballot: Ballot) -> Fraction | str | None:
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


def decision(ballot: Ballot) -> Fraction | str | None:
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
        reviewed=draw(st.booleans()),
    )


SMALL = [(1, 2, 1), (2, 2, 1), (4, 2, 1), (7, 2, 1), (3, 3, 1), (5, 3, 1), (3, 3, 2), (4, 2, 2)]


@settings(max_examples=150, deadline=None)
@given(ballots(SMALL, most_abstentions=3))
def test_no_vote_follows_and_nothing_is_held_back_without_need(ballot: Ballot) -> None:
    assert decision(ballot) == finest_by_brute_force(ballot)
    totals = totals_of(ballot.weights, ballot.choices, ballot.options)
    figures = ballot.figures()
    assert [text for _, text in figures.totals] == as_text(totals, sum(ballot.weights), figures.step)


@settings(max_examples=20, deadline=None)
@given(ballots([(12, 2, 1), (11, 2, 1)], most_abstentions=0))
def test_no_vote_follows_among_twelve_practices_and_two_options(ballot: Ballot) -> None:
    assert decision(ballot) == finest_by_brute_force(ballot)


@settings(max_examples=10, deadline=None)
@given(ballots([(8, 3, 1)], most_abstentions=0))
def test_no_vote_follows_among_eight_practices_and_three_options(ballot: Ballot) -> None:
    assert decision(ballot) == finest_by_brute_force(ballot)


def seen(ballot: Ballot, step: Fraction | None) -> object:
    """All that a reader has before him when figures are published in these steps."""
    totals = totals_of(ballot.weights, ballot.choices, ballot.options)
    assert all(len(choice) <= ballot.at_most for choice in ballot.choices)
    return ballot.what_is_known(ballot.choices), rounded(totals, sum(ballot.weights), step)


def in_numbers(choices: Sequence[int]) -> tuple[Choice, ...]:
    return tuple(tuple(place + 1 for place in range(6) if choice >> place & 1) for choice in choices)


def with_two_choices(weights: Sequence[int], choices: Sequence[Choice]) -> set[int]:
    """Weights of which two practices chose differently: they can change places."""
    several = Counter(weight for weight, _ in {*zip(weights, choices, strict=True)})
    return {weight for weight, number in several.items() if number > 1}


@settings(max_examples=15, deadline=None)
@given(ballots([(13, 3, 1), (20, 2, 1), (25, 3, 2), (34, 4, 1), (34, 2, 1), (50, 6, 3)], most_abstentions=5))
def test_in_large_ballots_every_practice_has_a_witness_under_what_is_published(ballot: Ballot) -> None:
    """Each witness is held here against what a reader sees; practices of one weight can change places unnoticed."""
    figures = ballot.figures()
    if "cannot be hidden" in figures.held_back:
        return
    cast = what_was_cast(ballot.paper, ballot.electorate, ballot.votes, ballot.verdict)
    as_cast = replace(ballot, weights=cast.weights, choices=in_numbers(cast.choices))
    assert seen(as_cast, figures.step) == seen(ballot, figures.step)
    hidden = with_two_choices(as_cast.weights, as_cast.choices)
    for witness in map(in_numbers, witnesses(cast, bounds(cast, figures.step)).found):
        assert seen(replace(as_cast, choices=witness), figures.step) == seen(ballot, figures.step)
        changed = zip(as_cast.weights, as_cast.choices, witness, strict=True)
        hidden |= {weight for weight, one, other in changed if one != other}
    assert hidden == {*ballot.weights}


@st.composite
def halves(draw: st.DrawFn) -> tuple[tuple[int, ...], int]:
    """Thirteen to thirty weights, and how many of them are for it."""
    number = draw(st.integers(13, 30))
    weights = draw(st.lists(st.integers(1, 400), min_size=number, max_size=number))
    return tuple(weights), draw(st.integers(0, number))


def sums_of(weights: Sequence[int]) -> set[int]:
    sums = {0}
    for weight in weights:
        sums |= {one + weight for one in sums}
    return sums


@settings(max_examples=40, deadline=None)
@given(halves())
def test_for_two_options_exact_totals_are_published_just_when_no_vote_follows(
    case: tuple[tuple[int, ...], int],
) -> None:
    """Whether a practice may have been on the other side, by the sums that the others can have."""
    weights, in_favour = case
    ballot = Ballot(weights=weights, choices=((1,),) * in_favour + ((2,),) * (len(weights) - in_favour), options=2)
    total = sum(weights[:in_favour])
    either = [{total, total - weight} <= sums_of(weights[:n] + weights[n + 1 :]) for n, weight in enumerate(weights)]
    assert (ballot.figures().step is None) == all(either)


@settings(max_examples=15, deadline=None)
@given(ballots([(6, 3, 2), (15, 3, 1)], most_abstentions=3), st.randoms(use_true_random=False))
def test_the_order_of_votes_and_of_practices_makes_no_difference(ballot: Ballot, shuffler: Random) -> None:
    rows = [*zip(ballot.weights, ballot.choices, strict=True)]
    shuffler.shuffle(rows)
    weights, choices = zip(*rows, strict=True)
    assert replace(ballot, weights=weights, choices=choices).figures() == ballot.figures()


def test_unanimity_without_abstention_cannot_be_hidden_where_one_practice_decides() -> None:
    figures = Ballot(weights=(9000, 4000, 3000), choices=((1,),) * 3, options=2).figures()
    assert figures == Figures(
        totals=(("A", ""), ("B", "")),
        step=OUTCOME_ALONE,
        held_back="Totals are not given, because list sizes are public; how single practices voted may follow from the "
        "outcome alone, and that cannot be hidden.",
    )


def test_unanimity_is_hidden_by_the_outcome_alone_where_no_practice_decides() -> None:
    figures = Ballot(weights=(5000, 4000, 3000), choices=((1,),) * 3, options=2).figures()
    assert (figures.totals, figures.step) == ((("A", ""), ("B", "")), OUTCOME_ALONE)
    assert figures.held_back == (
        "Totals are not given, because list sizes are public and even rough ones could tell how single practices voted."
    )


@pytest.mark.parametrize("choice", [(1,), ()], ids=["vote", "abstention"])
def test_what_a_single_practice_did_cannot_be_hidden(choice: Choice) -> None:
    assert decision(Ballot(weights=(5000,), choices=(choice,), options=2)) == "none"


def test_practices_that_all_abstain_cannot_be_hidden() -> None:
    assert decision(Ballot(weights=(5000, 5000), choices=((), ()), options=2)) == "none"


def test_where_nobody_took_part_there_is_nothing_to_hide() -> None:
    figures = Ballot(weights=(), choices=(), options=2).figures()
    assert figures == Figures(totals=(("A", "0"), ("B", "0")), step=None, held_back="")


def test_practices_without_a_patient_hide_behind_any_figures() -> None:
    assert Ballot(weights=(0, 0), choices=((1,), (1,)), options=2).figures().step is None
    assert decision(Ballot(weights=(0, 0), choices=((1,), (1,)), options=1)) == "none"


def test_equal_lists_hide_each_other_and_totals_are_exact() -> None:
    figures = Ballot(weights=(6000, 6000, 6000), choices=((1,), (1,), (2,)), options=2).figures()
    assert figures == Figures(totals=(("A", "12,000"), ("B", "6,000")), step=None, held_back="")


def test_powers_of_two_give_every_vote_away_in_all_figures_that_are_not_the_outcome_alone() -> None:
    weights = tuple(1 << place for place in range(18))
    ballot = Ballot(weights=weights, choices=((1,), (2,)) * 9, options=2, verdict=nothing)
    assert ballot.figures().step == OUTCOME_ALONE


def test_a_giant_that_decides_cannot_be_hidden() -> None:
    weights = (300_000, *range(50, 149))
    assert decision(Ballot(weights=weights, choices=((1,),) + ((2,), (3,), ()) * 33, options=3)) == "none"


HART, CHALGROVE, MORLAND, NETTLEBED, SONNING, BELL, MILLSTREAM, GORING, RYCOTE, WALLINGFORD = range(10)


def selg(*against: int, verdict: Verdict = leaders) -> Ballot:
    """The ten practices with their lists of 2015; these are against it and the others for it."""
    choices = tuple((2,) if place in against else (1,) for place in range(10))
    return Ballot(weights=SELG_2015, choices=choices, options=2, verdict=verdict)


@pytest.mark.parametrize(
    ("against", "totals", "nearest"),
    [
        ((NETTLEBED, SONNING, GORING, RYCOTE, WALLINGFORD), ("45.7%", "54.3%"), "0.1%"),
        ((RYCOTE, WALLINGFORD), ("70%", "30%"), "1%"),
        ((WALLINGFORD,), ("80%", "20%"), "20%"),
    ],
)
def test_figures_are_rounded_with_a_sentence_that_says_why(
    against: tuple[int, ...], totals: tuple[str, str], nearest: str
) -> None:
    figures = selg(*against).figures("surgery")
    assert figures.totals == (("A", totals[0]), ("B", totals[1]))
    assert figures.held_back == (
        "Exact totals are not given, because list sizes are public and the totals could tell how single surgeries voted; "
        f"they are given as shares of the weight that took part, to the nearest {nearest}."
    )


def test_other_weights_than_list_sizes_are_called_so() -> None:
    ballot = selg(WALLINGFORD)
    county = replace(ballot.paper, rules=replace(ballot.paper.rules, weight="county"))
    figures = disclose(county, ballot.electorate, ballot.votes, leaders, noun="locality")
    assert figures.held_back.startswith(
        "Exact totals are not given, because the weights of votes are public and the totals could tell how single "
        "localities voted;"
    )


def test_r5_exact_totals_of_votes_in_hundredths_are_written_with_two_decimals() -> None:
    ballot = Ballot(weights=(127, 127, 127), choices=((1,), (1,), (2,)), options=2)
    county = replace(ballot.paper, rules=replace(ballot.paper.rules, weight="county"))
    figures = disclose(county, ballot.electorate, ballot.votes, leaders, noun="locality")
    assert figures.totals == (("A", "2.54"), ("B", "1.27"))


@pytest.mark.parametrize(
    ("total", "alike"),
    [(98, (97, 98)), (99, (99, 100)), (100, (99, 100)), (101, (101, 102)), (0, (-1, 0)), (200, (199, 200))],
)
def test_totals_are_rounded_half_up_just_below_exactly_at_and_just_above_the_half(
    total: int, alike: tuple[int, int]
) -> None:
    ballot = Ballot(weights=(total, 200 - total), choices=((1,), (2,)), options=2)
    cast = what_was_cast(ballot.paper, ballot.electorate, ballot.votes, leaders)
    assert bounds(cast, Fraction(1, 100))[0] == alike


def test_other_totals_hide_a_vote_only_where_they_would_have_led_to_the_same_verdict() -> None:
    ballot = Ballot(weights=(60, 30, 20), choices=((1,), (2,), (2,)), options=2)
    assert decision(replace(ballot, verdict=nothing)) == OUTCOME_ALONE
    assert decision(replace(ballot, verdict=leaders)) == "none"


def test_under_the_majority_rule_only_what_leaves_the_abstentions_their_weight_hides_a_vote() -> None:
    """A majority is of the weight that voted, which other abstentions would change."""
    ballot = Ballot(weights=(40, 30, 20, 10), choices=((1,), (1,), (2,), ()), options=2)
    most_votes, majority = (
        replace(ballot.paper, rules=replace(ballot.paper.rules, outcome=replace(ELECTION.outcome, rule=rule)))
        for rule in ("most-votes", "majority")
    )
    steps = [
        disclose(paper, ballot.electorate, ballot.votes, leaders, noun="practice").held_back
        for paper in (most_votes, majority)
    ]
    assert ["cannot be hidden" in held_back for held_back in steps] == [False, True]


def outcomes(options: int) -> Counter[Totals]:
    """In how many ways the ten practices of SELG can come to each totals, when all of them vote."""
    ways = Counter({(0,) * options: 1})
    for weight in SELG_2015:
        longer: Counter[Totals] = Counter()
        for totals, number in ways.items():
            for option in range(options):
                longer[*totals[:option], totals[option] + weight, *totals[option + 1 :]] += number
        ways = longer
    return ways


@pytest.mark.parametrize("options", [2, 3])
def test_even_totals_give_all_votes_away_which_is_why_they_are_rounded(options: int) -> None:
    """trust.md 3: exact totals fit a single assignment of votes in nearly all outcomes, coarser ones more seldom."""
    totals = outcomes(options)
    everything = sum(SELG_2015)
    given_away = []
    for step in (None, Fraction(1, 1000), Fraction(1, 100), Fraction(1, 20)):
        figures: Counter[object] = Counter()
        for one, ways in totals.items():
            figures[rounded(one, everything, step)] += ways
        given_away.append(sum(ways for ways in figures.values() if ways == 1) / options**10)
    exact, decimal, whole, steps_of_5 = given_away
    assert exact >= 0.98
    assert 0.2 < decimal < 0.65
    assert 0.005 < whole < 0.03
    assert steps_of_5 < 0.003


def given_away_by_the_choice_of(ladder: Sequence[Fraction | None]) -> int:
    """In how many outcomes of SELG between two options a vote follows for one who knows how the rung was chosen."""
    rows = [(choices, totals_of(SELG_2015, choices, 2)) for choices in product([(1,), (2,)], repeat=10)]
    published: dict[object, list[tuple[Choice, ...]]] = {}
    waiting = rows
    for step in ladder:
        alike: dict[object, list[tuple[Choice, ...]]] = {}
        for choices, totals in rows:
            alike.setdefault((leaders(totals), rounded(totals, sum(SELG_2015), step)), []).append(choices)
        safe = {figures for figures, group in alike.items() if nothing_follows(group)}
        left = []
        for choices, totals in waiting:
            figures = (leaders(totals), rounded(totals, sum(SELG_2015), step))
            if figures in safe:
                published.setdefault((step, figures), []).append(choices)
            else:
                left.append((choices, totals))
        waiting = left
    return sum(len(group) for group in published.values() if not nothing_follows(group))


def nothing_follows(group: Sequence[tuple[Choice, ...]]) -> bool:
    return all(len(set(column)) > 1 for column in zip(*group, strict=True))


def test_rungs_that_stand_far_apart_seldom_give_a_vote_away_by_which_one_was_chosen() -> None:
    dense = (None, *(Fraction(1, parts) for parts in (1000, 100, 20, 10, 4)), OUTCOME_ALONE)
    assert given_away_by_the_choice_of(LADDER) == 14
    assert given_away_by_the_choice_of(dense) == 82
