"""trust.md 3: the searches behind `disclose` find witnesses where there are any, and give up in bounded time."""

from dataclasses import replace
from functools import cache
from itertools import chain, combinations, count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.rules.disclosure import balance
from mailvote.rules.disclosure.balance import Balancer, Groups, Scales, as_heavy, as_many
from mailvote.rules.disclosure.columns import search
from mailvote.rules.disclosure.exchanges import exchanges
from mailvote.rules.disclosure.reader import Bounds, Cast
from mailvote.rules.disclosure.witnesses import witnesses

A, B, C = 1, 2, 4


def cast(weights: tuple[int, ...], choices: tuple[int, ...], *, options: int = 3, at_most: int = 1) -> Cast:
    """What practices, the heaviest first, chose; every verdict is the same."""
    return Cast(
        weights=weights,
        told=((),) * len(weights),
        choices=choices,
        options=options,
        at_most=at_most,
        opposed_from=0,
        verdict=cache(lambda totals: None),
    )


def exact(it: Cast) -> Bounds:
    return tuple((total, total) for total in it.totals)


def groups_of(places: list[int]) -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(places, number) for number in range(len(places) + 1)))


def every_balance(scales: Scales, first: int, *, same_number: bool) -> set[Groups]:
    """By brute force, each group in the order of its places."""
    ours = [group for group in groups_of([*range(len(scales.friends))]) if first in group]
    theirs = groups_of([*range(len(scales.rivals))])
    return {
        (friends, rivals)
        for friends in ours
        for rivals in theirs
        if scales.low <= sum(scales.friends[n] for n in friends) - sum(scales.rivals[n] for n in rivals) <= scales.high
        and (len(friends) == len(rivals) or not same_number)
    }


@st.composite
def scales(draw: st.DrawFn) -> Scales:
    """Groups may differ by up to the heaviest weight, as the search for exchanges has it."""
    some = st.lists(st.integers(1, 40), min_size=1, max_size=5).map(tuple)
    friends, rivals = draw(some), draw(some)
    heaviest = max(*friends, *rivals)
    return Scales(
        friends=friends, rivals=rivals, low=-draw(st.integers(0, heaviest)), high=draw(st.integers(0, heaviest))
    )


@given(scales(), st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_groups_that_balance_are_found_where_there_are_any(it: Scales, place: int) -> None:
    first = place % len(it.friends)
    for balancer, same_number in ((as_heavy, False), (as_many, True)):
        lawful = every_balance(it, first, same_number=same_number)
        found = balancer(it)(first)
        assert (found is None) == (not lawful)
        assert found is None or (tuple(sorted(found[0])), tuple(sorted(found[1]))) in lawful


@pytest.mark.parametrize("rivals", [99, 100, 101])
def test_groups_are_listed_up_to_a_limit_and_not_beyond(rivals: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two friends against two of a hundred rivals: 4,950 pairs and one friend are within the limit, 5,050 are not."""
    it = Scales(friends=(200, 3), rivals=(100,) * (rivals - 1) + (103,), low=0, high=0)
    assert (as_many(it)(0) is None) == (rivals > 100)


def test_groups_heavier_than_the_limit_are_not_looked_at() -> None:
    most = balance.MOST_WEIGHT
    found = [as_heavy(Scales(friends=(one,), rivals=(one,), low=0, high=0))(0) for one in (most - 1, most, most + 1)]
    assert found == [((0,), (0,)), ((0,), (0,)), None]


def test_weights_beyond_all_lists_take_neither_time_nor_memory() -> None:
    """Sums are bits: a bit for a weight like this would fill the memory of a continent."""
    find = as_heavy(Scales(friends=(1 << 60, 5), rivals=(5, 1 << 60), low=-(1 << 60), high=1 << 60))
    assert (find(0), find(1)) == (None, ((1,), (0,)))


def test_all_friends_may_be_needed_to_balance_one_rival() -> None:
    find: Balancer = as_heavy(Scales(friends=(5, 4, 3), rivals=(12,), low=0, high=0))
    found = [find(place) for place in range(3)]
    assert [groups and (sorted(groups[0]), groups[1]) for groups in found] == [([0, 1, 2], (0,))] * 3


@pytest.mark.parametrize(("patience", "found"), [(1000, True), (0, False)])
def test_a_search_without_patience_finds_nothing(patience: int, found: bool) -> None:
    it = cast((5, 4, 3, 2), (A, B, B, A), options=2)
    assert (search(it, exact(it), 0, range(4), iter(range(patience))) is not None) == found


def test_what_others_chose_outside_the_window_stays_as_it_was() -> None:
    it = cast((9, 5, 4, 3, 2), (A, A, B, B, A), options=2)
    assert search(it, exact(it), 1, [1, 2, 3, 4], count()) == (A, B, A, A, B)
    assert search(it, exact(it), 0, [0, 4], count()) is None


def test_three_options_may_balance_where_no_two_do() -> None:
    """9 of A cannot be exchanged for some of 6 and 5 of B, nor for some of 3 and 2 of C, but for 6 and 3."""
    it = cast((9, 6, 5, 3, 2), (A, B, B, C, C))
    assert exchanges(it, exact(it))(0) is None
    assert search(it, exact(it), 0, range(5), count()) == (B, A, C, A, B)


def test_abstentions_change_hands_one_for_one() -> None:
    it = cast((7, 6, 4, 3), (A, 0, 0, A), options=1)
    assert [exchanges(it, exact(it))(practice) for practice in range(4)] == [(0, A, A, 0)] * 4
    assert [search(it, exact(it), practice, range(4), count()) for practice in range(4)] == [(0, A, A, 0)] * 4
    unlike = cast((7, 5, 4, 3), (A, 0, 0, A), options=1)
    assert exchanges(unlike, exact(unlike))(0) is None


def test_where_two_may_be_chosen_an_option_may_be_added_or_dropped() -> None:
    """B is 6, with 4 and 2 or with 6 alone."""
    it = cast((6, 5, 4, 2), (A, A, A | B, A | B), at_most=2, options=2)
    assert it.totals == (17, 6)
    assert search(it, exact(it), 0, range(4), count()) == (A | B, A, A, A)


def test_a_search_proves_that_there_is_no_other_choice() -> None:
    """A is 4, with 4 or with 3 and 1, but C needs 1 for itself."""
    it = cast((4, 3, 2, 1), (A, B, B, C))
    assert search(it, exact(it), 0, range(4), count()) is None


def test_nobody_abstains_who_may_not() -> None:
    it = cast((5,), (A,), at_most=2, options=2)
    assert search(it, ((0, 5), (0, 0)), 0, [0], count()) is None


@pytest.mark.parametrize(
    ("choices", "at_most"),
    [
        ((A | B, C), 1),
        ((A, 0), 1),
        ((B, C), 1),
    ],
    ids=["too many options", "another abstains", "another total"],
)
def test_choices_that_a_reader_can_rule_out_are_no_witness(choices: tuple[int, ...], at_most: int) -> None:
    it = cast((5, 5), (A, C), at_most=at_most)
    assert it.fits((C, A), exact(it))
    assert not it.fits(choices, exact(it))


def test_choices_with_another_verdict_are_no_witness() -> None:
    it = replace(cast((5, 4), (A, B)), verdict=lambda totals: totals[0] > totals[1])
    anything = ((0, 9),) * 3
    assert it.fits((A, C), anything)
    assert not it.fits((B, A), anything)


def test_choices_that_change_what_is_told_besides_are_no_witness() -> None:
    it = replace(cast((5, 5, 4), (A, 0, B)), told=((7,), (8,), (9,)))
    anything = ((0, 14),) * 3
    assert it.fits((B, 0, A), anything)
    assert not it.fits((0, A, B), anything)


@pytest.mark.parametrize(("opposed_from", "hidden"), [(1, False), (2, True), (3, True)])
def test_r30_how_many_opposed_is_told_from_a_number_on(opposed_from: int, hidden: bool) -> None:
    """One of three opposed: where that is told, none or two who opposed are ruled out."""
    it = replace(cast((5, 5, 5), (A, B, A), options=2), opposed_from=opposed_from)
    assert it.fits((A, A, A), ((0, 15),) * 2) == hidden
    assert it.fits((B, B, A), ((0, 15),) * 2) == (opposed_from == 3)


def test_two_practices_of_one_weight_that_chose_differently_hide_each_other() -> None:
    it = cast((5, 5, 3), (A, B, C))
    assert not witnesses(it, exact(it)).for_all
    assert witnesses(replace(it, weights=(5, 5), told=((), ()), choices=(A, B)), ((5, 5), (5, 5), (0, 0))).for_all


def test_witnesses_to_finer_figures_are_kept_where_they_fit() -> None:
    it = cast((5, 4, 3, 2), (A, B, B, A), options=2)
    known = (B, A, A, B)
    assert witnesses(it, exact(it), [known]).found == (known,)
    assert (B, B, B, B) not in witnesses(it, exact(it), [(B, B, B, B)]).found


def test_among_more_than_twelve_practices_the_nearest_and_the_lightest_are_tried() -> None:
    """Twenty practices that all chose alike: the light ones can give way to a heavier one within the bounds."""
    weights = tuple(range(400, 380, -1))
    it = cast(weights, (A,) * 20, options=2)
    assert not witnesses(it, exact(it)).for_all
    assert witnesses(it, ((0, sum(weights)),) * 2).for_all


def test_choices_do_not_stand_in_what_is_printed() -> None:
    it = cast((5, 4), (A, B))
    assert "choices" not in repr(it)
    assert "found" not in repr(witnesses(it, exact(it)))
