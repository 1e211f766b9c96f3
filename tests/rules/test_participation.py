"""R12 and R13: who took part, in exact fractions."""

from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.electorate import Electorate
from mailvote.rules.participation import (
    amount_needed,
    participation,
    percent,
    taking_part,
)
from mailvote.rules.ruleset import Threshold
from mailvote.rules.tally import Vote
from tests.rules.examples import EIGHTY_PER_CENT, cast, practices, selg

HALF_OF_THE_POPULATION = Threshold(base="population", at_least=Fraction(1, 2))
VOTES_ALONE = replace(EIGHTY_PER_CENT, abstentions_take_part=False)

SHARES = st.fractions(min_value=Fraction(1, 1000), max_value=1, max_denominator=1000)


@pytest.mark.parametrize(("voted", "met"), [(7, False), (8, True), (9, True)])
def test_r12_eight_of_ten_is_valid(voted: int, met: bool) -> None:
    assert participation(practices(10), cast(voted), EIGHTY_PER_CENT).met is met


@pytest.mark.parametrize(("voted", "met"), [(27, False), (28, True), (29, True)])
def test_r12_case_4_twenty_eight_of_thirty_four_is_valid(voted: int, met: bool) -> None:
    assert participation(practices(34), cast(voted), EIGHTY_PER_CENT).met is met


@pytest.mark.parametrize(("number", "needed"), [(10, 8), (34, 28), (1, 1), (5, 4), (6, 5)])
def test_r12_the_fewest_practices_that_are_needed(number: int, needed: int) -> None:
    assert amount_needed(EIGHTY_PER_CENT, number) == needed


def test_by_population_the_fewest_patients_that_suffice() -> None:
    assert amount_needed(HALF_OF_THE_POPULATION, selg().population) == 45_866


def test_what_took_part_is_counted_in_practices_or_in_patients() -> None:
    votes = cast(1, abstentions=1)
    assert taking_part(practices(10), votes, None) == (2, 10)
    assert taking_part(practices(10), votes, VOTES_ALONE) == (1, 10)
    assert taking_part(selg(), votes, HALF_OF_THE_POPULATION) == (10_318 + 7_478, 91_732)


def test_r13_voted_abstained_and_silent_are_counted_apart() -> None:
    turnout = participation(practices(10), cast(4, 3, abstentions=1), EIGHTY_PER_CENT)
    assert (turnout.voted, turnout.abstained, turnout.no_reply) == (7, 1, 2)
    assert (turnout.share, turnout.required) == (Fraction(4, 5), Fraction(4, 5))


@pytest.mark.parametrize(
    ("voted", "abstained", "met", "met_otherwise"),
    [
        (7, 0, False, False),
        (7, 1, True, False),
        (8, 0, True, True),
        (6, 1, False, False),
        (0, 8, True, False),
        (8, 2, True, True),
    ],
)
def test_r12_the_verdict_under_the_other_reading_of_abstentions(
    voted: int, abstained: int, met: bool, met_otherwise: bool
) -> None:
    votes = cast(voted, abstentions=abstained)
    default = participation(practices(10), votes, EIGHTY_PER_CENT)
    assert (default.met, default.met_otherwise) == (met, met_otherwise)
    other = participation(practices(10), votes, VOTES_ALONE)
    assert (other.met, other.met_otherwise) == (met_otherwise, met)


def test_votes_that_the_manager_recorded_are_told_apart() -> None:
    votes = (Vote(member_id=1, choice=(1,), recorded=True), Vote(member_id=2, choice=()))
    assert participation(practices(10), votes, EIGHTY_PER_CENT).recorded == 1


def test_without_a_threshold_any_turnout_will_do() -> None:
    turnout = participation(practices(10), cast(1, abstentions=1), None)
    assert (turnout.share, turnout.required) == (Fraction(1, 5), None)
    assert turnout.met
    assert turnout.met_otherwise


def test_where_the_base_is_the_population_the_size_of_the_practices_decides() -> None:
    electorate = selg()
    four = {"Wallingford Medical Centre", "The Rycote Practice", "Morland House Surgery", "The Hart Surgery"}
    votes = [Vote(member_id=m.id, choice=(1,)) for m in electorate.members if m.name in four]
    turnout = participation(electorate, votes, HALF_OF_THE_POPULATION)
    assert (turnout.share, turnout.met) == (Fraction(48_818, 91_732), True)
    assert percent(turnout.share) == "53.2%"


def test_an_electorate_without_practices_meets_no_threshold() -> None:
    nobody = Electorate(members=())
    turnout = participation(nobody, (), EIGHTY_PER_CENT)
    assert (turnout.share, turnout.met) == (0, False)
    assert amount_needed(EIGHTY_PER_CENT, 0) == 0


@given(st.integers(1, 500), SHARES)
def test_thresholds_are_exact_at_the_edge(number: int, required: Fraction) -> None:
    threshold = Threshold(base="practices", at_least=required)
    electorate, needed = practices(number), amount_needed(threshold, number)
    assert participation(electorate, cast(needed), threshold).met
    assert not participation(electorate, cast(needed - 1), threshold).met
    assert needed == ceil(number * required)


def test_eighty_per_cent_is_exact_for_every_electorate_of_1_to_500() -> None:
    for number in range(1, 501):
        needed = amount_needed(EIGHTY_PER_CENT, number)
        assert needed * 10 >= number * 8 > (needed - 1) * 10


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=12), st.data())
def test_by_population_shares_are_exact(sizes: list[int], data: st.DataObject) -> None:
    members = practices(len(sizes)).members
    weighed = Electorate(members=tuple(replace(m, population=size) for m, size in zip(members, sizes, strict=True)))
    present = data.draw(st.sets(st.sampled_from([m.id for m in members])))
    turnout = participation(weighed, [Vote(member_id=n, choice=(1,)) for n in present], HALF_OF_THE_POPULATION)
    part = sum(sizes[n - 1] for n in present)
    assert turnout.met is (2 * part >= sum(sizes) > 0)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(4, 5), "80.0%"),
        (Fraction(7, 10), "70.0%"),
        (Fraction(0), "0.0%"),
        (Fraction(1), "100.0%"),
        (Fraction(2, 3), "66.7%"),
        (Fraction(1, 2000), "0.1%"),
        (Fraction(1, 2001), "0.0%"),
    ],
)
def test_a_share_is_shown_with_one_decimal_half_up(share: Fraction, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(7994, 10_000), "79.9%"),
        (Fraction(79_999, 100_000), "79.9%"),
        (Fraction(8, 10), "80.0%"),
        (Fraction(80_001, 100_000), "80.0%"),
    ],
)
def test_a_share_that_failed_never_shows_as_eighty_per_cent(share: Fraction, shown: str) -> None:
    assert percent(share, required=Fraction(4, 5)) == shown


@given(st.fractions(min_value=0, max_value=1), SHARES)
def test_the_shown_share_is_on_the_same_side_of_the_threshold_as_the_true_one(
    share: Fraction, required: Fraction
) -> None:
    shown = Fraction(percent(share, required=required).rstrip("%")) / 100
    assert (shown >= required) is (share >= required)
    assert 0 <= shown <= 1
    assert abs(shown - share) < Fraction(1, 1000)
