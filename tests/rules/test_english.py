"""Numbers and lists in plain English."""

import pytest

from mailvote.rules.english import counted, listed, plural


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("practice", "practices"),
        ("surgery", "surgeries"),
        ("day", "days"),
        ("branch", "branches"),
        ("class", "classes"),
    ],
)
def test_nouns_take_their_regular_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_one_is_singular_and_none_or_many_plural() -> None:
    assert [counted(number, "vote") for number in (0, 1, 2)] == ["0 votes", "1 vote", "2 votes"]


def test_thousands_are_set_apart() -> None:
    assert counted(91732, "patient") == "91,732 patients"


def test_lists_end_with_and() -> None:
    assert [listed("A"), listed("AB"), listed("ABC")] == ["A", "A and B", "A, B and C"]
