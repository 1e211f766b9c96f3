"""R20: what a call for candidates says, and how it asks for its answer."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from mailvote.mail import call_letters
from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import WIDTH, as_text
from mailvote.mail.compose import compose
from mailvote.mail.forms import form_in
from mailvote.mail.letter import Letter
from mailvote.mail.message import read_message
from mailvote.mail.tokens import REPLY_LABEL, marks_in
from mailvote.rules.ruleset import Candidacy
from tests.mail.callpost import a_call, call_post
from tests.mail.letterbox import HOUSE, PAPER, TOKEN, WORDING, Cast, envelope
from tests.mail.visible import read_html, words_of_html, words_of_text

CAST = Cast(words="Job description, part 2")
LETTERS = call_post(CAST)


def flat(letter: Letter) -> str:
    return " ".join(as_text(letter.body).split())


def link(letter: Letter) -> str:
    return next(unquote(one) for one in read_html(as_html(letter.body, letter.subject)).targets if "mailto:" in one)


@pytest.mark.parametrize("name", LETTERS)
def test_both_alternatives_say_the_same(name: str) -> None:
    letter = LETTERS[name]
    assert words_of_html(as_html(letter.body, letter.subject)) == words_of_text(as_text(letter.body))


@pytest.mark.parametrize("name", LETTERS)
def test_no_line_is_wider_than_a_mail_program(name: str) -> None:
    assert max(len(line) for line in as_text(LETTERS[name].body).splitlines()) <= WIDTH


def test_the_link_of_a_call_writes_an_expression_with_its_headings() -> None:
    written = link(LETTERS["call"])
    assert written.startswith(
        f"mailto:ballots+{TOKEN}@selg.example?subject=Expression of interest [SELG-2026-03]&body="
    )
    for heading in ("Name:", "Statement:", "Experience and direction:", "Conflicts of interest:"):
        assert f"{heading}\r\n" in f"{written}\r\n"


def test_without_plus_addressing_the_subject_of_the_link_carries_the_code() -> None:
    house = replace(HOUSE, plus_addressing=False)
    letter = call_letters.call(WORDING, house, a_call(CAST), "")
    assert f"subject=Expression of interest [SELG-2026-03] {TOKEN}&body=" in link(letter)


def test_the_code_of_a_call_is_found_in_a_reply_to_it() -> None:
    letter = LETTERS["call"]
    assert f"{REPLY_LABEL} {TOKEN}" in as_text(letter.body)
    plain = replace(envelope(), reply_to="ballots@selg.example", message_id="<x@selg.example>")
    assert marks_in(read_message(compose(letter, plain)), "ballots@selg.example").tokens == {TOKEN}


def test_a_specimen_has_no_code_and_no_live_link() -> None:
    letter = LETTERS["call as a specimen"]
    assert TOKEN not in letter.body
    assert "mailto:" not in as_html(letter.body, letter.subject)


@pytest.mark.parametrize(
    ("panel", "said"),
    [
        (("A",), "A assesses who is eligible. Each candidate is told."),
        (("A", "B"), "A and B assess who is eligible. Both have to agree. Each candidate is told."),
        (("A", "B", "C"), "A, B and C assess who is eligible. All of them have to agree."),
    ],
)
def test_it_says_who_assesses_and_that_they_have_to_agree(panel: tuple[str, ...], said: str) -> None:
    assert said in flat(call_letters.call(WORDING, HOUSE, a_call(CAST, panel=panel), ""))


@pytest.mark.parametrize(
    ("unsuccessful", "elected", "said"),
    [
        ("1 month", "1 month", "It is destroyed one month after the outcome of the election is confirmed."),
        ("1 month", "12 months", "that of whoever is elected after twelve months."),
    ],
)
def test_it_says_how_long_is_kept_what_a_candidate_writes(unsuccessful: str, elected: str, said: str) -> None:
    assert said in call_letters.kept(Candidacy(keep_unsuccessful=unsuccessful, keep_elected=elected))


def test_it_says_how_many_are_elected_and_by_whom() -> None:
    assert "One person is elected by the practices of South East Oxfordshire Locality Group." in flat(LETTERS["call"])
    assert "Two people are elected by the practices of Job description, part 2." in flat(LETTERS["call of a group"])


def test_the_form_is_read_back_as_a_call_wherever_it_stands() -> None:
    lines = as_text(LETTERS["form of a call"].body).splitlines()
    form = form_in([f"> {line}" for line in lines])
    assert form is not None
    assert (form.verb, form.value("Apply by")) == ("call", "14 December 2026 17:00")
    assert "at least two, one on each line" in flat(LETTERS["form of a call"])


def test_nobody_is_told_that_they_are_on_the_panel_with_themselves() -> None:
    assert "together with Sam Member" in flat(LETTERS["panel named"])
    assert "together with" not in flat(LETTERS["panel of one named"])


def test_the_subject_of_further_papers_names_the_letter_that_they_belong_to() -> None:
    assert LETTERS["more papers"].subject.startswith("Papers 2 of 3: Candidates wanted by")
    assert PAPER.reference in LETTERS["more papers"].subject
