"""The certificate and its like: under which rule, how much, and what the manager alone can see to (R23)."""

from datetime import UTC, datetime

import pytest

from mailvote.mail.astext import as_text
from mailvote.mail.destruction_letters import lines, out_of_reach, rule_words
from mailvote.rules.lifecycle import Dates
from tests.mail.finalpost import final_post, record
from tests.mail.letterbox import HOUSE, PAPER, Cast

LETTERS = final_post(Cast())
MONDAY = datetime(2026, 11, 30, 17, 11, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


def said(name: str) -> str:
    return " ".join(as_text(LETTERS[name].body).split())


@pytest.mark.parametrize(
    ("dates", "replaced", "rule"),
    [
        (
            Dates(opened_at=MONDAY, declared_at=MONDAY, confirmed_at=TUESDAY),
            True,
            "one month after the outcome was confirmed on Tuesday 1 December 2026",
        ),
        (
            Dates(opened_at=MONDAY, declared_at=MONDAY),
            False,
            "six months after it was declared on Monday 30 November 2026, since it was never confirmed",
        ),
        (
            Dates(opened_at=MONDAY, declared_at=MONDAY),
            True,
            "one month after it was declared on Monday 30 November 2026, since another ballot has followed",
        ),
        (
            Dates(called_at=MONDAY, apply_by=MONDAY, cancelled_at=TUESDAY),
            False,
            "six months after it was cancelled on Tuesday 1 December 2026, since no other ballot has followed",
        ),
        (Dates(cancelled_at=TUESDAY), False, "one month after it was cancelled on Tuesday 1 December 2026"),
    ],
)
def test_the_rule_is_said_with_the_day_from_which_the_time_ran(dates: Dates, replaced: bool, rule: str) -> None:
    assert rule_words(HOUSE, PAPER, dates, replaced=replaced) == rule


def test_what_there_was_none_of_has_no_row_but_votes_always_have_one() -> None:
    assert "12 messages" in said("certificate")
    assert "0 files" not in said("certificate")
    assert any("0 votes" in line for line in lines(HOUSE, PAPER, record(numbers=dict.fromkeys(record().numbers, 0))))


def test_an_open_ballot_keeps_how_practices_voted_and_the_certificate_says_so() -> None:
    assert "how each practice voted" in said("certificate of an open ballot")
    assert "how each practice voted" not in said("certificate")


def test_letter_and_terminal_remind_of_the_same_copies_out_of_reach() -> None:
    shown = "\n".join(lines(HOUSE, PAPER, record()))
    for line in out_of_reach(HOUSE):
        assert line in said("certificate")
        assert line in shown


def test_what_could_not_be_looked_into_is_named() -> None:
    assert "was not looked into" in said("certificate")
    assert "not looked into" in "\n".join(lines(HOUSE, PAPER, record(unopened=("Secret",))))
