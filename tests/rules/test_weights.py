"""What each practice's vote weighs, and how it is written."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.weights import county_votes, unit, weigh, weighing_problems, weight_figure, weight_words
from tests.rules.examples import ELECTION, practices, selg

POPULATION = replace(ELECTION, name="decision", weight="population")
COUNTY = replace(ELECTION, name="county-decision", weight="county")

LOCALITIES = (
    ("North East Oxfordshire", 81_090, "1.13"),
    ("North Oxfordshire", 108_566, "1.51"),
    ("Oxford City", 211_438, "2.94"),
    ("South East Oxfordshire", 91_732, "1.27"),
    ("South West Oxfordshire", 142_407, "1.98"),
    ("West Oxfordshire", 80_960, "1.12"),
)
"""The six localities of the constitution with the votes that are printed beside them (R5)."""

PRINTED_TOTAL = 720_029


def fixed(*weights: tuple[str, int], hundredths: bool = False, **changes: object) -> RuleSet:
    rules = replace(ELECTION, name="budget-vote", weight="fixed", weights=weights, weights_in_hundredths=hundredths)
    return replace(rules, **changes)


def members(*names: str, **aliases: str) -> Electorate:
    """Members of these names; `aliases` by name."""
    rows = enumerate(names, start=1)
    return Electorate(
        members=tuple(
            Member(id=n, name=name, aliases=(aliases[name],) if name in aliases else (), group="South")
            for n, name in rows
        )
    )


def county() -> Electorate:
    rows = enumerate(LOCALITIES, start=1)
    return Electorate(members=tuple(Member(id=n, name=name, population=size) for n, (name, size, _) in rows))


def weights(electorate: Electorate) -> list[int]:
    return [member.weight for member in electorate.members]


def test_r3_one_practice_has_one_vote() -> None:
    assert weights(weigh(selg(), ELECTION, total=None)) == [1] * 10


def test_r3_equal_weights_take_the_place_of_others() -> None:
    assert weights(weigh(practices(2, weight=7), ELECTION, total=None)) == [1, 1]


def test_r2_an_email_vote_weighs_as_much_as_the_registered_population() -> None:
    weighed = weigh(selg(), POPULATION, total=None)
    assert sum(weights(weighed)) == 91_732
    assert [member.weight for member in weighed.members] == [member.population for member in weighed.members]


def test_weighing_changes_nothing_else() -> None:
    unweighed = [replace(member, weight=1) for member in weigh(selg(), POPULATION, total=None).members]
    assert tuple(unweighed) == selg().members


def test_r5_the_six_localities_have_the_printed_votes() -> None:
    weighed = weigh(county(), COUNTY, total=PRINTED_TOTAL)
    assert [weight_words(COUNTY, member.weight) for member in weighed.members] == [votes for *_, votes in LOCALITIES]


def test_r5_the_printed_rows_add_up_to_less_than_ten_and_nothing_is_put_right_in_silence() -> None:
    assert county().population == 716_193
    assert weight_words(COUNTY, sum(weights(weigh(county(), COUNTY, total=PRINTED_TOTAL)))) == "9.95"


def test_r5_the_total_is_an_input_and_another_one_gives_other_votes() -> None:
    weighed = weigh(county(), COUNTY, total=716_193)
    assert [weight_words(COUNTY, weight) for weight in weights(weighed)] == [
        "1.13",
        "1.52",
        "2.95",
        "1.28",
        "1.99",
        "1.13",
    ]


def test_the_number_of_votes_to_share_is_in_the_rule_set() -> None:
    twenty = replace(COUNTY, shared_votes=20)
    assert weight_words(twenty, weigh(county(), twenty, total=PRINTED_TOTAL).members[3].weight) == "2.55"


@pytest.mark.parametrize(
    ("population", "total", "hundredths"),
    [
        (99, 200_000, 0),
        (100, 200_000, 1),
        (101, 200_000, 1),
        (299, 200_000, 1),
        (300, 200_000, 2),
        (301, 200_000, 2),
        (499, 200_000, 2),
        (500, 200_000, 3),
        (501, 200_000, 3),
        (0, 200_000, 0),
        (200_000, 200_000, 1000),
    ],
)
def test_r5_half_a_hundredth_is_rounded_up(population: int, total: int, hundredths: int) -> None:
    assert county_votes(population, total, 10) == hundredths


@given(st.integers(0, 10**8), st.integers(1, 10**8), st.integers(1, 1000))
def test_r5_exact_fractions_agree_with_decimals_of_fifty_digits(population: int, total: int, shared: int) -> None:
    with localcontext(prec=50):
        votes = Decimal(population) * shared / Decimal(total)
        expected = votes.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    rules = replace(COUNTY, shared_votes=shared)
    assert Decimal(str(weight_figure(rules, county_votes(population, total, shared)))) == expected


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_r5_rounded_shares_of_the_whole_miss_it_by_half_a_hundredth_each_at_most(sizes: list[int]) -> None:
    total = max(sum(sizes), 1)
    given_out = sum(county_votes(size, total, 10) for size in sizes)
    assert abs(given_out - (1000 if sum(sizes) else 0)) * 2 <= len(sizes)


def test_fixed_votes_are_those_of_the_table() -> None:
    rules = fixed(("Goring", 2), ("Hart", 3))
    assert weights(weigh(members("Hart", "Goring"), rules, total=None)) == [3, 2]


@pytest.mark.parametrize("written", ["The Hart Surgery", "the HART surgery", "The Hart  Surgery.", "Hart", "hart!"])
def test_r1_a_practice_stands_in_the_table_by_name_or_alias_in_any_case_and_punctuation(written: str) -> None:
    electorate = members("The Hart Surgery", **{"The Hart Surgery": "Hart"})
    assert weights(weigh(electorate, fixed((written, 3)), total=None)) == [3]
    assert weighing_problems(electorate, fixed((written, 3)), total=None) == ()


def test_equal_weights_have_no_problems_whatever_is_missing() -> None:
    assert weighing_problems(members("Hart"), ELECTION, total=None) == ()


def test_complete_figures_have_no_problems() -> None:
    assert weighing_problems(selg(), POPULATION, total=None) == ()
    assert weighing_problems(county(), COUNTY, total=PRINTED_TOTAL) == ()


def test_r2_missing_populations_are_named_together() -> None:
    electorate = Electorate(
        members=(
            *members("Hart", "Goring").members,
            Member(id=3, name="Bell", population=0),
            Member(id=4, name="Rycote", population=5),
        )
    )
    sentence = (
        "The votes are weighted by population, and the register has none for Hart and Goring: import the figures first."
    )
    assert weighing_problems(electorate, POPULATION, total=None) == (sentence,)
    assert weighing_problems(electorate, COUNTY, total=10) == (sentence,)


@pytest.mark.parametrize("total", [None, 0])
def test_r5_without_a_stated_total_a_county_cannot_be_weighed(total: int | None) -> None:
    assert weighing_problems(county(), COUNTY, total=total) == (
        "The votes are shared out by population, and no total is stated for it: "
        "import the register again with --total and the figure as printed.",
    )
    with pytest.raises(ValueError, match="rule set county-decision does not give one weight to each of 6 members"):
        weigh(county(), COUNTY, total=total)


@pytest.mark.parametrize(("total", "told"), [(211_437, True), (211_438, False), (211_439, False)])
def test_r5_a_total_that_is_less_than_one_of_its_parts_is_told(total: int, *, told: bool) -> None:
    problem = (
        f"The stated total of {total:,} is less than the population of Oxford City alone, 211,438: "
        "import the register again with --total and the figure as printed."
    )
    assert weighing_problems(county(), COUNTY, total=total) == ((problem,) if told else ())


def test_a_practice_without_votes_in_the_table_is_named() -> None:
    rules = fixed(("Hart", 3))
    one = weighing_problems(members("Hart", "Goring"), rules, total=None)
    two = weighing_problems(members("Hart", "Goring", "Bell"), rules, total=None)
    assert one == ("Goring has no votes: say how many in the table [weights] of the rule set budget-vote.",)
    assert two == ("Goring and Bell have no votes: say how many in the table [weights] of the rule set budget-vote.",)


@pytest.mark.parametrize(
    ("written", "remedy"),
    [("The Hrat Surgery", "did you mean The Hart Surgery?"), ("Zebra", "check its spelling, or leave it out.")],
)
def test_a_name_in_the_table_that_is_no_practice_is_told_with_the_nearest_one(written: str, remedy: str) -> None:
    rules = fixed(("The Hart Surgery", 3), (written, 2))
    assert weighing_problems(members("The Hart Surgery"), rules, total=None, noun="locality") == (
        f"“{written}” in the table [weights] of the rule set budget-vote is no locality of the register: {remedy}",
    )


def test_where_one_group_votes_the_table_may_name_the_practices_of_the_others() -> None:
    rules = fixed(("Hart", 3), ("Goring", 2), electorate="one-group")
    assert weighing_problems(members("Hart"), rules, total=None) == ()


def test_a_practice_in_the_table_under_its_name_and_an_alias_is_told_and_not_guessed() -> None:
    electorate = members("The Hart Surgery", **{"The Hart Surgery": "Hart"})
    rules = fixed(("The Hart Surgery", 3), ("Hart", 4))
    assert weighing_problems(electorate, rules, total=None) == (
        "“The Hart Surgery” and “Hart” in the table [weights] of the rule set budget-vote are both "
        "The Hart Surgery: leave one out.",
    )
    with pytest.raises(ValueError, match="rule set budget-vote does not give one weight to each of 1 members"):
        weigh(electorate, rules, total=None)


@pytest.mark.parametrize("rules", [POPULATION, COUNTY, fixed(("Bell", 3))], ids=lambda rules: rules.weight)
def test_what_has_no_weight_is_never_weighed_as_nothing(rules: RuleSet) -> None:
    with pytest.raises(ValueError, match="does not give one weight"):
        weigh(members("Hart"), rules, total=100)


@pytest.mark.parametrize(
    ("rules", "weight", "words", "figure", "counted"),
    [
        (ELECTION, 1, "1", 1, "1 vote"),
        (ELECTION, 4, "4", 4, "4 votes"),
        (ELECTION, 1234, "1,234", 1234, "1,234 votes"),
        (POPULATION, 1, "1", 1, "1 registered patient"),
        (POPULATION, 48_818, "48,818", 48_818, "48,818 registered patients"),
        (COUNTY, 0, "0.00", "0.00", "0.00 votes"),
        (COUNTY, 5, "0.05", "0.05", "0.05 votes"),
        (COUNTY, 100, "1.00", "1.00", "1.00 votes"),
        (COUNTY, 619, "6.19", "6.19", "6.19 votes"),
        (COUNTY, 123_456, "1,234.56", "1234.56", "1,234.56 votes"),
        (fixed(("Hart", 3)), 3, "3", 3, "3 votes"),
        (fixed(("Hart", 127), hundredths=True), 127, "1.27", "1.27", "1.27 votes"),
    ],
)
def test_a_weight_is_written_as_what_it_counts(
    rules: RuleSet, weight: int, words: str, figure: object, counted: str
) -> None:
    assert (weight_words(rules, weight), weight_figure(rules, weight), unit(rules, weight)) == (words, figure, counted)


def test_case_10_for_6_19_against_2_64() -> None:
    """South East, South West and City are for, North East and North against, West abstains."""
    votes = {member.name: member.weight for member in weigh(county(), COUNTY, total=PRINTED_TOTAL).members}
    in_favour = sum(votes[name] for name in ("South East Oxfordshire", "South West Oxfordshire", "Oxford City"))
    opposed = sum(votes[name] for name in ("North East Oxfordshire", "North Oxfordshire"))
    assert (unit(COUNTY, in_favour), unit(COUNTY, opposed)) == ("6.19 votes", "2.64 votes")
