"""Reading a vote between any options: numbers and names in full, and names that look like something else (R31)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.mail.intent import Unclear, Vote
from tests.mail.voters import POLL, intent_of, means, of_kind

CLEAR = {
    "1": ("vote 1", "number"),
    "VOTE 4": ("vote 4", "number"),
    "Option 3 please": ("vote 3", "number"),
    "Tuesday 8 December": ("vote 1", "full-name"),
    "tuesday, 8 december.": ("vote 1", "full-name"),
    "Vote for Tuesday 8 December, thanks": ("vote 1", "full-name"),
    "1 Tuesday 8 December": ("vote 1", "number-and-name"),
    "Tuesday 8 December (1)": ("vote 1", "number-and-name"),
    "2027": ("vote 2", "full-name"),
    "We vote for 2027": ("vote 2", "full-name"),
    "2 - 2027": ("vote 2", "number-and-name"),
    "Yes, with conditions": ("vote 3", "full-name"),
    "Yes with conditions please": ("vote 3", "full-name"),
    "Against any merger": ("vote 4", "full-name"),
    "We are in favour of 2027": ("vote 2", "full-name"),
    "Abstain": ("abstain", "abstention"),
    "Yes": ("confirm", "confirmation"),
}

NOT_COUNTED = (
    "Tuesday", "8 December", "8", "December", "Tuesday 8", "Thursday 8 December", "Tuesday 9 December",
    "Tuesday 8 Decembre", "2028", "20277", "vote 2026", "Vote yes", "Conditions", "with conditions", "yes without conditions",
    "Against", "For", "against a merger", "Not against any merger", "merger", "any merger", "T December", "Tuesday or 2027",
    "1 2027", "2 Tuesday 8 December", "1 and 2", "Tuesday 8 December?", "2027 if possible", "not 2027", "5", "No",
    "2027\nTuesday 8 December", "2027 with you",
)  # fmt: skip


@pytest.mark.parametrize("text", CLEAR)
def test_r31_an_option_of_a_poll_is_chosen_by_its_number_or_its_name_in_full(text: str) -> None:
    intent = intent_of(text, on=POLL)
    assert (means(intent), intent.reading) == CLEAR[text]


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_part_of_a_name_and_a_name_with_errors_are_asked_back(text: str) -> None:
    assert means(intent_of(text, on=POLL)) == "unclear"


def test_a_label_before_a_colon_names_an_option_where_all_have_one() -> None:
    merging = of_kind("options", "Option A: merge", "Option B: merge later", "Option C: stay")
    clear = {"Option A": "vote 1", "option b please": "vote 2", "We vote for Option C": "vote 3", "2 Option B": "vote 2",
             "Option A: merge": "vote 1", "Option B: merge later": "vote 2"}  # fmt: skip
    assert {text: means(intent_of(text, on=merging)) for text in clear} == clear
    asked = ("A", "merge", "Option D", "Option B: merge", "Option A or B", "2 Option A", "Option A\nOption B", "later")
    assert {means(intent_of(text, on=merging)) for text in asked} == {"unclear"}


@pytest.mark.parametrize("text", ["Option A", "Merge"])
def test_a_label_names_nothing_where_another_option_has_none(text: str) -> None:
    assert means(intent_of(text, on=of_kind("options", "Option A: merge", "Stay"))) == "unclear"


def test_what_stands_behind_a_comma_or_in_brackets_belongs_to_an_option() -> None:
    sites = of_kind("options", "Merge, if both keep a site", "Stay (for a year)")
    assert [means(intent_of(text, on=sites)) for text in ("Merge", "Stay")] == ["unclear", "unclear"]
    assert means(intent_of("Merge if both keep a site", on=sites)) == "vote 1"
    assert means(intent_of("Stay (for a year)", on=sites)) == "vote 2"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("2 sites", "3 sites"), "2"),
        (("2 sites", "3 sites"), "VOTE 2"),
        (("Two sites", "Three sites"), "2"),
        (("Two sites", "Three sites"), "two"),
        (("Two", "Three"), "vote two"),
        (("2", "3", "4"), "2"),
        (("2", "3", "4"), "2 3"),
        (("2", "1"), "1"),
        (("Option 2", "Option 1"), "Option 2"),
        (("Thursday 3 December", "Wednesday 2 December", "Monday 1 December"), "3"),
    ],
)
def test_a_number_that_stands_in_the_name_of_another_option_is_asked_back(names: tuple[str, ...], text: str) -> None:
    assert means(intent_of(text, on=of_kind("options", *names))) == "unclear"


def test_who_writes_such_a_number_is_told_how_to_write_it() -> None:
    sites = of_kind("options", "2 sites", "3 sites")
    intent = intent_of("2", on=sites)
    assert isinstance(intent, Unclear)
    assert intent.reason == "number-in-a-name"
    assert "OPTION" in intent.sentence
    assert means(intent_of("Option 2", on=sites)) == "vote 2"
    assert means(intent_of("2 sites", on=sites)) == "vote 1"


@pytest.mark.parametrize(
    "text", ["vote for against", "for against", "I vote for 2", "for, against", "Thanks for this\n2"]
)
def test_options_called_for_and_against_in_a_poll_are_never_taken_from_a_phrase(text: str) -> None:
    undecided = of_kind("options", "For", "Against", "Undecided")
    assert means(intent_of(text, on=undecided)) == "unclear"
    clear = {"For": "vote 1", "against": "vote 2", "Vote for": "vote 1", "2": "vote 2", "2\nThanks": "vote 2"}
    assert {text: means(intent_of(text, on=undecided)) for text in clear} == clear


def test_an_option_whose_name_lies_in_anothers_is_chosen_by_the_whole_of_it() -> None:
    longer = of_kind("options", "Merge later", "Merge", "Support merge")
    assert means(intent_of("Vote for merge later", on=longer)) == "vote 1"
    assert means(intent_of("Merge", on=longer)) == "vote 2"
    assert means(intent_of("We support merge", on=longer)) == "unclear"


def test_options_called_like_answers_are_chosen_only_where_nothing_else_can_be_meant() -> None:
    answers = of_kind("options", "Yes", "No", "Agree", "Good")
    free = {"Yes": "unclear", "No": "vote 2", "no thanks": "unclear", "vote yes": "vote 1", "Agree": "vote 3",
            "agree with you": "unclear", "Good": "unclear", "vote happy": "unclear", "vote disagree": "unclear"}  # fmt: skip
    assert {text: means(intent_of(text, on=answers)) for text in free} == free
    asked = {"Yes": "confirm", "No": "unclear", "vote yes": "vote 1", "vote no": "vote 2"}
    assert {text: means(intent_of(text, on=answers, questioned=True)) for text in asked} == asked


def test_thanks_that_are_the_name_of_an_option_are_not_passed_over() -> None:
    intent = intent_of("Great", on=of_kind("options", "Great", "Poor"))
    assert isinstance(intent, Unclear)
    assert intent.reason != "courtesy"


def test_a_poll_may_allow_several_options() -> None:
    dates = replace(POLL, rules=replace(POLL.rules, choose_at_most=2))
    assert means(intent_of("1 and 2", on=dates)) == "vote 1 2"
    assert means(intent_of("2027, Tuesday 8 December", on=dates)) == "vote 1 2"
    assert means(intent_of("1, 2, 4", on=dates)) == "unclear"


WORDS = st.sampled_from(["Tuesday", "8", "December", "2027", "Yes", "with", "conditions", "Against", "any", "merger", "vote", "for",
                         "1", "2", "3", "4", "option", "not", "or", "please", ",", "\n", "no", "?", "Thursday"])  # fmt: skip
OWN = {
    1: ("1", "Tuesday 8 December"),
    2: ("2", "2027"),
    3: ("3", "Yes with conditions"),
    4: ("4", "Against any merger"),
}


@settings(max_examples=800)
@given(words=st.lists(WORDS, max_size=8))
def test_words_put_together_at_random_never_count_for_an_option_they_do_not_name(words: list[str]) -> None:
    intent = intent_of(" ".join(words), on=POLL)
    if isinstance(intent, Vote):
        (number,) = intent.choice
        said = " ".join(word for word in words if word not in (",", "\n"))
        assert number == 1 or str(number) in words or OWN[number][1] in said
        assert number != 1 or "1" in words or OWN[1][1] in said
        assert not {"not", "or", "?", "no", "Thursday"}.intersection(words)
