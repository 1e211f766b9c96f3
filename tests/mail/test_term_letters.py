"""What the letters about offices and terms say (R24, R25)."""

import pytest

from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import WIDTH, as_text
from mailvote.mail.forms import form_in
from mailvote.mail.instruction import Instruction
from mailvote.mail.letter import Letter
from tests.mail.letterbox import Cast
from tests.mail.termpost import term_post
from tests.mail.visible import words_of_html, words_of_text

LETTERS = term_post(Cast(words="Locality Clinical Director"))
WITH_FORM = tuple(name for name in LETTERS if "form" in name)


def flat(name: str) -> str:
    return " ".join(as_text(LETTERS[name].body).split())


def form_of(letter: Letter) -> Instruction | None:
    return form_in(as_text(letter.body).splitlines())


@pytest.mark.parametrize("name", LETTERS)
def test_both_alternatives_say_the_same_in_lines_that_any_mail_program_shows(name: str) -> None:
    letter = LETTERS[name]
    text = as_text(letter.body)
    assert words_of_html(as_html(letter.body, letter.subject)) == words_of_text(text)
    assert max(len(line) for line in text.splitlines()) <= WIDTH


@pytest.mark.parametrize("name", WITH_FORM)
def test_the_call_stands_in_the_letter_as_it_is_read_back(name: str) -> None:
    form = form_of(LETTERS[name])
    assert form is not None
    assert (form.verb, form.value("Office"), form.value("Apply by")) == (
        "call",
        "Locality Clinical Director",
        "22 January 2027 17:00",
    )
    assert "reply to this mail" in flat(name)


def test_the_register_says_of_each_office_how_it_stands() -> None:
    text = flat("offices")
    for said in (
        "The register has 9 offices.",
        "Vacant places in: Locality lead; Chair; Vice chair.",
        "from 1 April 2025, to the end of 31 March 2027",
        "Next: Dr Naomi Sinclair, from 1 April 2027, to the end of 31 March 2029",
        "term ended on 30 June 2025, stays until a successor takes office",
        "term ended on 30 June 2025, stays to the end of 31 January 2027",
        "gives up the office and stays until a successor takes it",
        "One place is vacant",
        "to the end of 31 January 2027, before the end of the term",
        "Vacant, since the end of 20 November 2026",
        "3 places are vacant",
        "Dr Bryn Lane: no end is known",
        "in office to the end of 31 March 2027",
        "Elected by Oadby and Wigston, for 2 years, under the rule set elr-locality-lead; 2 places",
        "Elected by all practices, for 2 years, under the rule set election; 1 place",
    ):
        assert said in text


def test_a_term_that_ends_is_told_with_its_day_and_how_far_off_it_is() -> None:
    assert LETTERS["term ending, with its form"].subject.startswith("A term ends on 31 March 2027: ")
    assert "ends on 31 March 2027, in 90 days. Without a successor" in flat("term ending, with its form")


def test_terms_that_are_over_are_told_as_such() -> None:
    text = flat("terms over, with their form")
    assert LETTERS["terms over, with their form"].subject.startswith("The term is over: ")
    assert "The term of Dr Paul Orme ended on 30 June 2025." in text
    assert "Dr Hannah Corbett gives up the office, and stays until a successor takes it." in text


def test_the_reason_of_a_vacancy_stands_in_its_letter_where_there_is_one() -> None:
    assert "The reason that was given:" in flat("vacancy, with its form")
    assert "The reason that was given:" not in flat("vacancy without a reason, with its form")
