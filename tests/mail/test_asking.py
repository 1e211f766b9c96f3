"""What a paper asks its reader to write, for every kind of choice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail import asking
from mailvote.rules.paper import Option, Paper
from tests.mail.kinds import KINDS
from tests.mail.letterbox import RULE_SETS


def paper(options: int, seats: int) -> Paper:
    lines = tuple(Option(number=number, name=f"Dr {number}") for number in range(1, options + 1))
    return replace(KINDS["election"].paper, options=lines, seats=seats)


@pytest.mark.parametrize(
    ("options", "seats", "words"),
    [
        (1, 1, "Reply with just the number, for example 1."),
        (2, 1, "Reply with just the number, for example 2."),
        (9, 1, "Reply with just the number, for example 2."),
        (3, 2, "Reply with up to 2 numbers, for example 1, 3."),
        (5, 3, "Reply with up to 3 numbers, for example 1, 3, 4."),
        (2, 2, "Reply with up to 2 numbers, for example 1, 2."),
        (2, 3, "Reply with up to 2 numbers, for example 1, 2."),
        (1, 2, "Reply with just the number, for example 1."),
    ],
)
def test_r14_the_instruction_names_as_many_numbers_as_may_be_chosen(options: int, seats: int, words: str) -> None:
    assert asking.instruction(paper(options, seats)) == words


@pytest.mark.parametrize("name", [name for name, rules in RULE_SETS.items() if rules.choices == "for-against"])
def test_a_decision_is_answered_in_its_own_words(name: str) -> None:
    decision = KINDS[name].paper
    assert asking.instruction(decision) == "Reply FOR or AGAINST, or just the number."
    assert asking.answer(decision) == "FOR or AGAINST, or just the number"
    assert asking.correction(decision) == "FOR, AGAINST or ABSTAIN"


def test_a_paper_with_several_seats_asks_for_all_numbers_in_one_reply() -> None:
    several = paper(4, 2)
    assert asking.answer(several) == "with up to 2 numbers, your choices"
    assert asking.correction(several) == "with all the numbers of your choice, or with ABSTAIN,"
    assert "add your other numbers, and send it" in asking.buttons(several)
    assert "a second reply adds nothing to the first" in asking.buttons(several)
    assert "you still have to send it" in asking.buttons(paper(4, 1))


@given(options=st.integers(1, 12), seats=st.integers(1, 15))
def test_every_number_of_an_example_stands_on_the_paper_once(options: int, seats: int) -> None:
    it = paper(options, seats)
    numbers = asking.example(it)
    assert sorted(set(numbers)) == list(numbers)
    assert len(numbers) == asking.choose_at_most(it) <= options
    assert all(it.option(number) for number in numbers)
