"""R3 and R14: one practice, one vote, counted with its weight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.paper import Option
from mailvote.rules.tally import Vote, tally
from tests.rules.examples import cast, paper, practices

A_B_C = paper("A", "B", "C").options


def test_every_option_stands_in_the_tally_in_the_order_of_its_number() -> None:
    shuffled = (Option(number=3, name="C"), Option(number=1, name="A"), Option(number=2, name="B"))
    assert list(tally(shuffled, practices(10), cast(4, 3)).items()) == [(1, 4), (2, 3), (3, 0)]


def test_r13_an_abstention_adds_to_no_option() -> None:
    assert tally(A_B_C, practices(10), cast(0, 0, 0, abstentions=10)) == {1: 0, 2: 0, 3: 0}


def test_r3_a_vote_counts_with_the_weight_of_its_practice() -> None:
    assert tally(A_B_C, practices(3, weight=113), cast(2, 1)) == {1: 226, 2: 113, 3: 0}


def test_r14_with_more_seats_a_practice_may_choose_several() -> None:
    both = (Vote(member_id=1, choice=(1, 3)), Vote(member_id=2, choice=(3,)))
    assert tally(A_B_C, practices(2), both) == {1: 1, 2: 0, 3: 2}


@pytest.mark.parametrize(
    "votes",
    [
        (Vote(member_id=1, choice=(1,)), Vote(member_id=1, choice=(1,))),
        (Vote(member_id=1, choice=(1,)), Vote(member_id=1, choice=())),
        (Vote(member_id=11, choice=(1,)),),
        (Vote(member_id=1, choice=(4,)),),
        (Vote(member_id=1, choice=(1, 1)),),
    ],
    ids=["two votes", "vote and abstention", "stranger", "not on the paper", "same option twice"],
)
def test_r3_what_cannot_be_counted_is_never_passed_over_and_no_choice_is_named(
    votes: tuple[Vote, ...],
) -> None:
    with pytest.raises(ValueError, match=r"^member \d+ (is not|has more|chose what)") as refusal:
        tally(A_B_C, practices(10), votes)
    assert "4" not in str(refusal.value)


def test_r22_a_vote_does_not_print_its_choice() -> None:
    assert repr(Vote(member_id=3, choice=(2,))) == "Vote(member_id=3, recorded=False)"


@given(st.data())
def test_the_order_of_votes_never_matters(data: st.DataObject) -> None:
    votes = cast(*data.draw(st.tuples(*[st.integers(0, 5)] * 3)))
    shuffled = data.draw(st.permutations(votes))
    assert tally(A_B_C, practices(15), shuffled) == tally(A_B_C, practices(15), votes)


@given(st.tuples(*[st.integers(0, 20)] * 3), st.integers(0, 20))
def test_no_vote_is_lost_and_none_invented(numbers: tuple[int, int, int], abstentions: int) -> None:
    counts = tally(A_B_C, practices(80), cast(*numbers, abstentions=abstentions))
    assert tuple(counts.values()) == numbers
