"""Reading a vote for several seats: every way to write a list, and nothing that only looks like one (R14)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.mail.intent import Unclear, Vote
from mailvote.mail.unclear import SENTENCES
from mailvote.rules.paper import Paper
from tests.mail.voters import PAPER, TWO_SEATS, intent_of, means, of_kind, paper

THREE_SEATS = replace(TWO_SEATS, seats=3)
MANY = replace(paper(*(f"Dr {first} {last}" for first in ("Ann", "Bob") for last in ("Ash", "Birch", "Cedar", "Elm",
                                                                                  "Hazel", "Oak", "Yew"))), seats=3)  # fmt: skip

LISTS = {
    "1 and 2": ("vote 1 2", "numbers"),
    "1, 2": ("vote 1 2", "numbers"),
    "1,3": ("vote 1 3", "numbers"),
    "1 & 3": ("vote 1 3", "numbers"),
    "1+2": ("vote 1 2", "numbers"),
    "1 + 2": ("vote 1 2", "numbers"),
    "1; 3": ("vote 1 3", "numbers"),
    "3 plus 1": ("vote 1 3", "numbers"),
    "4 and 1 please": ("vote 1 4", "numbers"),
    "1 and 3, thanks": ("vote 1 3", "numbers"),
    "one and three": ("vote 1 3", "numbers"),
    "(1) and (3)": ("vote 1 3", "numbers"),
    "#1, #3": ("vote 1 3", "numbers"),
    "Options 1 and 3": ("vote 1 3", "numbers"),
    "Candidates numbers 2 and 4": ("vote 2 4", "numbers"),
    "option 1 and option 3": ("vote 1 3", "numbers"),
    "VOTE 1, 3": ("vote 1 3", "numbers"),
    "Vote: 1 and 3": ("vote 1 3", "numbers"),
    "We vote for 1 and 3": ("vote 1 3", "numbers"),
    "My votes are 1 and 3": ("vote 1 3", "numbers"),
    "Our votes: 2, 4": ("vote 2 4", "numbers"),
    "1 Alice Brown, 3 Carol Dunn": ("vote 1 3", "numbers"),
    "1 - Dr Brown and 3 - Dr Dunn": ("vote 1 3", "numbers"),
    "Dr Alice Brown (1) and Dr Carol Dunn (3)": ("vote 1 3", "numbers"),
    "1, Dr Alice Brown, 3, Dr Carol Dunn": ("vote 1 3", "numbers"),
    "1 and 3 Dr Dunn": ("vote 1 3", "numbers"),
    "1 and\n3": ("vote 1 3", "numbers"),
    "Dr Brown and Dr Carter": ("vote 1 2", "names"),
    "Alice Brown, Carol Dunn": ("vote 1 3", "names"),
    "Drs Brown and Carter": ("vote 1 2", "names"),
    "A. Brown & D. Evans": ("vote 1 4", "names"),
    "Dr Alice Broun and Dr Carol Dunn": ("vote 1 3", "names"),
    "Our votes go to Dr Brown and Dr Dunn, thanks": ("vote 1 3", "names"),
    "We support Carter and Evans": ("vote 2 4", "names"),
    "1\n3": ("vote 1 3", "lines"),
    "3\n\n1\n\nThanks\nTom": ("vote 1 3", "lines"),
    "VOTE 1\nVOTE 3": ("vote 1 3", "lines"),
    "- 1\n- 3": ("vote 1 3", "lines"),
    "1. Alice Brown\n3. Carol Dunn": ("vote 1 3", "lines"),
    "1,\n3": ("vote 1 3", "lines"),
    "Hi Morgan,\nWe vote for:\n1\n3\nRegards\nTom": ("vote 1 3", "lines"),
    "- Alice Brown\n- Carol Dunn": ("vote 1 3", "lines"),
    "We vote for:\n- Alice Brown\n- Carol Dunn\nThanks": ("vote 1 3", "lines"),
    "I vote for Dr Brown\nI vote for Dr Dunn": ("vote 1 3", "lines"),
    "1 and 3\nKind regards\nTom Jones\n2 Mill Street": ("vote 1 3", "numbers"),
    "1 and 3\nTom Jones\nGP Partner": ("vote 1 3", "numbers"),
    "2": ("vote 2", "number"),
    "VOTE 2": ("vote 2", "number"),
    "Dr Carter": ("vote 2", "surname"),
    "1, Alice Brown": ("vote 1", "number-and-name"),
    "Abstain": ("abstain", "abstention"),
    "Yes": ("confirm", "confirmation"),
}

NOT_COUNTED = {
    "1, 1": "twice",
    "1\n1": "twice",
    "1 and 1": "twice",
    "1, 2 and 3": "too-many",
    "1\n2\n3": "too-many",
    "1, 2\n3": "too-many",
    "Dr Brown, Dr Carter and Dr Dunn": "too-many",
    "- Alice Brown\n- Ben Carter\n- Carol Dunn": "too-many",
    "12": "unknown-number",
    "VOTE 12": "unknown-number",
    "1-2": "no-list",
    "1 - 2": "no-list",
    "1/2": "no-list",
    "1 2": "no-list",
    "1.2": "no-list",
    "1 or 2": "condition",
    "1 and/or 2": "condition",
    "1, 2 or 3": "condition",
    "1 and maybe 3": "condition",
    "1 not 2": "negation",
    "1 and not 2": "negation",
    "1, no 2": "negation",
    "1, 3?": "question",
    "1 and 3 only": "no-list",
    "1 then 3": "no-list",
    "1st 3, 2nd 1": "no-list",
    "First choice 1, second choice 3": "no-list",
    "1. Carol Dunn\n2. Alice Brown": "no-list",
    "1 and Dr Carter": "no-list",
    "1, Dr Carter": "no-list",
    "1\nDr Carter": "no-list",
    "Alice Brown\nCarol Dunn": "no-list",
    "I vote for Dr Brown\nDr Carter": "no-list",
    "I vote for Dr Brown\n- Dr Carter": "no-list",
    "Dr Brown and Dr Carter but not Dr Dunn": "negation",
    "1 and 5": "more-words",
    "1 and": "more-words",
    "1,": "more-words",
    "1 &\nKind regards\nTom": "afterthought",
    "Dr Brown\nKind regards\n& D Evans": "afterthought",
    "1\nKind regards\nTom\nand 3 as a second": "afterthought",
    "1, 3,\nThanks": "no-list",
    "and 3": "more-words",
    "1\nDr Brown": "more-words",
    "1 and abstain": "more-words",
    "1\nabstain": "no-list",
    "abstain\n1": "no-list",
    "1, 3\nPlease ignore 3": "twice",
    "1, 3\nKind regards\nTom\njust 1 please": "afterthought",
    "1, 3\nKind regards\nTom\n1 only": "afterthought",
    "1\nKind regards\nTom\nand 3": "afterthought",
    "1 and 3\nRegards\nDr Carol Dunn": "afterthought",
    "1 and 3\nTom Jones\nDr Ben Carter": "no-list",
}


@pytest.mark.parametrize("text", LISTS)
def test_r14_a_practice_may_choose_as_many_as_there_are_seats(text: str) -> None:
    intent = intent_of(text, on=TWO_SEATS)
    assert (means(intent), intent.reading) == LISTS[text]


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_what_is_no_certain_list_is_asked_back_with_its_reason(text: str) -> None:
    intent = intent_of(text, on=TWO_SEATS)
    assert isinstance(intent, Unclear)
    assert intent.reason == NOT_COUNTED[text]


def test_r14_one_fewer_than_the_seats_as_many_and_one_more() -> None:
    assert [means(intent_of(text, on=THREE_SEATS)) for text in ("1, 2", "1, 2, 3", "1, 2, 3, 4")] == [
        "vote 1 2",
        "vote 1 2 3",
        "unclear",
    ]


@pytest.mark.parametrize(("seats", "words"), [(2, "the two that"), (3, "the three that")])
def test_who_names_too_many_is_told_how_many_may_be_chosen(seats: int, words: str) -> None:
    intent = intent_of("1, 2, 3, 4", on=replace(TWO_SEATS, seats=seats))
    assert isinstance(intent, Unclear)
    assert words in intent.sentence


@pytest.mark.parametrize("text", ["1 and 2", "1, 2", "1+2", "1\n2", "1 & 2", "Dr Smith and Dr Patel", "1 or 2"])
def test_r14_with_one_seat_two_options_are_asked_back(text: str) -> None:
    intent = intent_of(text, on=PAPER)
    assert isinstance(intent, Unclear)
    assert (intent.reason, intent.sentence) == ("several", SENTENCES["several"])


def test_a_candidate_does_not_vote_for_himself_by_signing() -> None:
    sender = "Dr Ben Carter"
    assert means(intent_of("1\nDr Ben Carter", on=TWO_SEATS, sender=sender)) == "unclear"
    assert means(intent_of("Dr Brown, Dr Carter", on=TWO_SEATS, sender=sender)) == "unclear"
    assert means(intent_of("- Dr Brown\n- Dr Carter", on=TWO_SEATS, sender=sender)) == "unclear"
    assert means(intent_of("1 and 3\nRegards\nDr Ben Carter", on=TWO_SEATS, sender=sender)) == "vote 1 3"


def test_a_candidate_may_vote_for_himself_among_others_in_so_many_words() -> None:
    sender = "Dr Ben Carter"
    assert means(intent_of("We vote for Dr Brown and Dr Carter", on=TWO_SEATS, sender=sender)) == "vote 1 2"
    assert means(intent_of("1 Dr Brown, 2 Dr Carter", on=TWO_SEATS, sender=sender)) == "vote 1 2"


def test_a_surname_that_two_candidates_share_is_asked_back_in_a_list() -> None:
    namesakes = replace(paper("Dr Jane Smith", "Dr John Smith", "Dr Arun Patel"), seats=2)
    assert means(intent_of("Smith and Patel", on=namesakes)) == "unclear"
    assert means(intent_of("Jane Smith and Patel", on=namesakes)) == "vote 1 3"


def test_a_bare_number_of_two_digits_may_be_two_numbers() -> None:
    assert [means(intent_of(text, on=MANY)) for text in ("12", "13", "11")] == ["unclear"] * 3
    certain = {"10": "vote 10", "VOTE 12": "vote 12", "Option 12": "vote 12", "1, 12": "vote 1 12"}
    assert {text: means(intent_of(text, on=MANY)) for text in certain} == certain


@pytest.mark.parametrize("text", ["፩፪", "፩, ፪", "፩ and ፩", "1, ፪", "①②", "1.1", "1²"])
def test_other_digits_than_those_of_the_keyboard_raise_nothing(text: str) -> None:
    assert means(intent_of(text, on=TWO_SEATS)) == "unclear"


def test_an_option_whose_name_is_a_list_itself_is_asked_back() -> None:
    drinks = of_kind("options", "Tea and coffee", "Tea", "Coffee", "Water", choose_at_most=2)
    assert means(intent_of("Tea and coffee", on=drinks)) == "unclear"
    assert means(intent_of("Tea and coffee and water", on=drinks)) == "unclear"
    assert means(intent_of("1 and 4", on=drinks)) == "vote 1 4"
    assert means(intent_of("Tea, water", on=drinks)) == "vote 2 4"


NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}
SURNAMES = {1: "Brown", 2: "Carter", 3: "Dunn", 4: "Evans"}
WHOLE = {option.number: option.name for option in TWO_SEATS.options}

ITEMS = st.sampled_from([
    str, NUMBERS.__getitem__, "option {}".format, "({})".format, lambda n: f"{n} {WHOLE[n]}", lambda n: f"Dr {SURNAMES[n]} ({n})",
])  # fmt: skip
NAMES = st.sampled_from(
    [WHOLE.__getitem__, lambda n: WHOLE[n].upper(), lambda n: f"Dr {SURNAMES[n]}", SURNAMES.__getitem__]
)
JOINTS = st.sampled_from([", ", ",", " and ", " & ", " + ", "; ", ", and ", " plus "])
BEFORE = st.sampled_from(
    ["", "Vote ", "VOTE: ", "We vote for ", "My votes are ", "Please record our vote for ", "Our votes: "]
)
AFTER = st.sampled_from(["", ".", " please", ", thanks", "\nThanks", "\n\nKind regards\nTom", "\nTom Jones"])
SUBSETS = st.permutations([1, 2, 3, 4]).flatmap(lambda order: st.integers(1, 4).map(lambda size: order[:size]))


def seats(number: int) -> Paper:
    return replace(TWO_SEATS, seats=number)


@given(chosen=SUBSETS, item=ITEMS, joint=JOINTS, before=BEFORE, after=AFTER, most=st.integers(2, 4))
def test_any_choice_within_the_limit_reads_back_exactly_by_number(
    chosen: list[int], item: object, joint: str, before: str, after: str, most: int
) -> None:
    assert callable(item)
    text = before + joint.join(map(item, chosen)) + after
    intent = intent_of(text, on=seats(most))
    if before and item == NUMBERS.__getitem__:
        assert isinstance(intent, Unclear)
    elif len(chosen) > most:
        assert isinstance(intent, Unclear)
        assert intent.reason == "too-many"
    else:
        assert isinstance(intent, Vote)
        assert intent.choice == tuple(sorted(chosen))


@given(chosen=SUBSETS, name=NAMES, joint=JOINTS, before=BEFORE, after=st.sampled_from(["", ".", " please", "\nThanks"]))
def test_any_choice_reads_back_exactly_by_name(
    chosen: list[int], name: object, joint: str, before: str, after: str
) -> None:
    assert callable(name)
    intent = intent_of(before + joint.join(map(name, chosen)) + after, on=seats(4))
    assert isinstance(intent, Vote)
    assert intent.choice == tuple(sorted(chosen))


@given(
    chosen=SUBSETS,
    items=st.sampled_from(["{}", "- {}", "VOTE {}", "{}.", "Option {}"]),
    gap=st.sampled_from(["\n", "\n\n"]),
)
def test_any_choice_reads_back_exactly_with_an_option_on_each_line(chosen: list[int], items: str, gap: str) -> None:
    intent = intent_of(gap.join(items.format(number) for number in chosen) + "\n\nThanks\nTom", on=seats(4))
    assert isinstance(intent, Vote)
    assert intent.choice == tuple(sorted(chosen))


PUT_IN = st.sampled_from(["not", "no", "never", "or", "?", "2", "4", "1", "Dr Evans", "abstain", "unless", "maybe", "and", ",",
                          "\n", "only", "5", "either", "first", "12", "-", "+", "&"])  # fmt: skip
SURE = st.sampled_from(
    [text for text, (meaning, _) in LISTS.items() if meaning.startswith("vote") and "Mill" not in text]
)


@settings(max_examples=600)
@given(
    vote=SURE,
    insert=PUT_IN,
    data=st.data(),
)
def test_what_is_put_into_a_list_is_never_counted_for_somebody_it_did_not_name(
    vote: str, insert: str, data: st.DataObject
) -> None:
    words = vote.split(" ")
    place = data.draw(st.integers(0, len(words)))
    changed = intent_of(" ".join((*words[:place], insert, *words[place:])), on=THREE_SEATS)
    if isinstance(changed, Vote):
        first = intent_of(vote, on=THREE_SEATS)
        assert isinstance(first, Vote)
        named = {"2": {2}, "4": {4}, "1": {1}, "Dr Evans": {4}}.get(insert, set())
        assert set(changed.choice) == set(first.choice) | named


@given(words=st.lists(st.sampled_from(["1", "2", "3", "4", "5", "and", ",", "&", "+", "or", "not", "Dr", "Brown", "Carter", "\n",
                                       "vote", "for", "-", "abstain", "please", ".", "options", ";", "Alice"]), max_size=10))  # fmt: skip
def test_words_put_together_at_random_never_count_for_an_option_they_do_not_name(words: list[str]) -> None:
    intent = intent_of(" ".join(words), on=TWO_SEATS)
    if isinstance(intent, Vote):
        assert len(intent.choice) <= 2
        assert intent.choice == tuple(sorted(set(intent.choice)))
        assert all(str(number) in words or SURNAMES[number] in words for number in intent.choice)
        assert not {"or", "not", "5", "abstain"}.intersection(words)


@given(text=st.text(max_size=200), names=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5))
def test_no_text_names_an_option_that_is_not_on_the_paper_or_one_twice(text: str, names: list[str]) -> None:
    for choices in ("candidates", "options"):
        intent = intent_of(text, on=of_kind(choices, *names, choose_at_most=3))
        if isinstance(intent, Vote):
            assert len(set(intent.choice)) == len(intent.choice) <= 3
            assert all(1 <= number <= len(names) for number in intent.choice)
