"""The headings of an expression of interest, however people write them (R20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.headings import (
    CONFLICTS,
    EXPERIENCE,
    HEADINGS,
    STATEMENT,
    TITLES,
    headings_in,
    meaning,
    named_after,
    paragraphs_in,
    reflowed,
)


def found(text: str) -> list[tuple[str, str]]:
    return [(paragraph.heading, paragraph.text) for paragraph in paragraphs_in(text.strip("\n").splitlines())]


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("Statement", STATEMENT),
        ("PERSONAL STATEMENT", STATEMENT),
        ("Supporting information", STATEMENT),
        ("How I meet the person specification", STATEMENT),
        ("Statement showing how I meet the person specification included in the job description", STATEMENT),
        ("Statement of my experience against the person spec", ""),
        ("Statment", STATEMENT),
        ("Experience and direction", EXPERIENCE),
        ("Experience & direction offered", EXPERIENCE),
        ("The experience and direction I would offer to the locality", EXPERIENCE),
        ("Expereince and direciton", EXPERIENCE),
        ("My vision for the locality", EXPERIENCE),
        ("Conflicts of interest", CONFLICTS),
        ("Conflict of Interests", CONFLICTS),
        ("Declaration of potential conflicts of interest", CONFLICTS),
        ("Declaration of interest", CONFLICTS),
        ("Interests", CONFLICTS),
        ("Statement of conflicts of interest", CONFLICTS),
        ("Expression of interest", ""),
        ("I have experience of commissioning", ""),
        ("Locality Clinical Director", ""),
        ("Dear Morgan", ""),
        ("Job description", ""),
        ("Director", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_a_heading_is_known_by_its_words_and_has_no_others(words: str, heading: str) -> None:
    assert meaning(words) == heading


@pytest.mark.parametrize("title", TITLES.values())
@pytest.mark.parametrize(
    "shape",
    [
        "{}", "{}:", "{} :", "**{}**", "*{}*", "__{}__", "## {}", "1. {}", "1) {}", "(1) {}", "2.1 {}", "a) {}", "(iii) {}",
        "Section 2: {}", "Part 1 - {}", "• {}", "- {}", "> {}", "Q1. {}", "3 {}", "**1. {}:**", "1.  **{}**", "{}.",
    ],
)  # fmt: skip
def test_a_heading_is_known_in_whatever_dress(title: str, shape: str) -> None:
    heading = {title: heading for heading, title in TITLES.items()}[title]
    for written in (title, title.upper(), title.lower()):
        assert found(f"{shape.format(written)}\n\nWhat I have to say.") == [(heading, "What I have to say.")]


@pytest.mark.parametrize("sign", [": ", ":", " - ", " – ", " — ", ". ", ":** "])
def test_the_text_may_stand_behind_its_heading_on_the_same_line(sign: str) -> None:
    assert found(f"Conflicts of interest{sign}none") == [(CONFLICTS, "none")]


def test_a_heading_may_be_wrapped() -> None:
    text = "Statement showing how I meet\nthe person specification\nI am a doctor.\n\n2. Experience &\ndirection offered\nI lead."
    assert found(text) == [(STATEMENT, "I am a doctor."), (EXPERIENCE, "I lead.")]


def test_a_wrapped_heading_may_have_its_text_behind_it() -> None:
    assert found("Declaration of potential conflicts\nof interest: none at all") == [(CONFLICTS, "none at all")]


def test_the_headings_may_come_in_any_order_after_a_greeting() -> None:
    text = """
Dear Morgan,

3. Conflicts of interest
None.
1. Statement
I am a doctor.
"""
    assert found(text) == [("", "Dear Morgan,"), (CONFLICTS, "None."), (STATEMENT, "I am a doctor.")]


def test_a_heading_with_nothing_under_it_is_none() -> None:
    assert found("Statement:\n\nExperience and direction:\n\nConflicts of interest:\nNone") == [(CONFLICTS, "None")]


def test_a_heading_that_comes_twice_has_both_texts() -> None:
    assert found("Statement\nOne.\n\nInterests\nNone.\n\nStatement\nTwo.") == [
        (STATEMENT, "One.\n\nTwo."),
        (CONFLICTS, "None."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I bring a good deal of experience and I know every practice of the locality by its\nexperience\nand its direction.",
        "I have much to offer to all of the patients of our locality and what I can bring is\nExperience\nand direction of travel.",
        "My statement: is longer than this.".replace(": is", " is"),
        "What I say here is a statement, and a long one at that; see below.",
    ],
)
def test_a_word_in_a_wrapped_sentence_is_no_heading(text: str) -> None:
    assert [heading for heading, _ in found(text)] == [""]


def test_what_programs_wrapped_is_put_together_and_what_people_put_apart_stays() -> None:
    lines = [
        "I have been a partner in a large practice for many years, and",
        "have led it.",
        "",
        "- one",
        "- two",
        "",
        "End.",
    ]
    assert reflowed(lines) == (
        "I have been a partner in a large practice for many years, and have led it.\n\n- one\n- two\n\nEnd."
    )


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Statement Dr Brown.pdf", STATEMENT),
        ("alice-brown_personal_statement_v2.docx", STATEMENT),
        ("conflicts_of_interest.docx", CONFLICTS),
        ("Experience and direction.pdf", EXPERIENCE),
        ("Expression of interest - Brown.pdf", ""),
        ("Alice Brown CV.pdf", ""),
        ("scan0001.pdf", ""),
        ("pdf", ""),
    ],
)
def test_a_file_may_bear_its_heading_in_its_name(name: str, heading: str) -> None:
    assert named_after(name) == heading


WORDS = st.text(alphabet="abc ", min_size=1).map(lambda text: f"Zz{text.strip() or 'x'}.")


@given(st.permutations(HEADINGS), st.lists(WORDS, min_size=3, max_size=3))
def test_every_order_of_the_headings_gives_each_its_own_text(order: list[str], texts: list[str]) -> None:
    text = "\n\n".join(f"{TITLES[heading]}\n{words}" for heading, words in zip(order, texts, strict=True))
    assert [heading for heading, _ in found(text)] == order
    assert headings_in(text.splitlines()) == tuple(order)


@given(st.text(max_size=400))
def test_nothing_raises_and_nothing_is_made_up(text: str) -> None:
    for paragraph in paragraphs_in(text.splitlines()):
        assert all(word in text for word in paragraph.text.split())
