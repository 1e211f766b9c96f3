"""Codes that survive being read aloud, retyped and mangled."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.codes import ALPHABET, crockford, read_crockford, receipt_words, token_tag
from mailvote.rules.wordlist import WORDS

TOKENS = st.binary(min_size=16, max_size=16).map(crockford)


def test_sixteen_bytes_make_twenty_six_characters() -> None:
    assert crockford(bytes(16)) == "0" * 26
    assert crockford(b"\xff" * 16) == "Z" * 25 + "W"
    assert crockford(b"") == ""


@given(TOKENS)
def test_a_token_has_no_letters_that_look_like_another(token: str) -> None:
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", token)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_different_bytes_make_different_tokens(one: bytes, other: bytes) -> None:
    assert (crockford(one) == crockford(other)) is (one == other)


@given(TOKENS)
def test_a_token_is_read_back_in_any_case_in_groups_and_with_look_alikes(token: str) -> None:
    mangled = token.lower().replace("1", "l", 1).replace("1", "I").replace("0", "o", 1).replace("0", "O")
    groups = "-".join(mangled[at : at + 4] for at in range(0, 26, 4))
    assert read_crockford(token) == read_crockford(mangled) == read_crockford(groups) == token
    assert read_crockford(groups.replace("-", "\N{NON-BREAKING HYPHEN}")) == token


@pytest.mark.parametrize(
    "text",
    [
        "",
        "U",
        "K4QM 7RTC",
        "K4QM_7RTC",
        "K4QM\n",
        "é",
        "\N{LATIN SMALL LETTER DOTLESS I}",
        "\N{FULLWIDTH DIGIT ONE}",
    ],
)
def test_what_is_no_code_reads_as_nothing(text: str) -> None:
    assert read_crockford(text) == ""


def test_every_character_of_the_alphabet_is_read() -> None:
    assert read_crockford(ALPHABET) == ALPHABET


def test_the_tag_in_a_subject_is_the_beginning_of_the_token() -> None:
    assert token_tag("K4QM7RTC0123456789ABCDEFGH") == "K4QM-7RTC"


def test_a_receipt_is_one_word_for_each_byte() -> None:
    assert receipt_words(bytes([0, 255, 2])) == "acorn-zigzag-amber"
    assert len(receipt_words(b"\x07\x11\x2a\xf3").split("-")) == 4


def test_there_is_a_different_plain_word_for_each_byte() -> None:
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(re.fullmatch("[a-z]{4,7}", word) for word in WORDS)


def test_the_first_four_letters_tell_every_word_apart() -> None:
    assert len({word[:4] for word in WORDS}) == 256


def test_one_typing_error_never_makes_another_word() -> None:
    assert [pair for pair in combinations(WORDS, 2) if one_error_apart(*pair)] == []


def one_error_apart(one: str, other: str) -> bool:
    """One letter wrong, missing or too many, or two neighbours swapped."""
    short, long = sorted((one, other), key=len)
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    swapped = short[:same] + short[same + 1 : same + 2] + short[same : same + 1] + short[same + 2 :]
    return long[same + 1 :] in (short[same:], short[same + 1 :]) or swapped == long


def test_the_measure_of_errors_is_itself_right() -> None:
    assert one_error_apart("kettle", "nettle")
    assert one_error_apart("easel", "weasel")
    assert one_error_apart("planet", "plane")
    assert one_error_apart("form", "from")
    assert not one_error_apart("amber", "acorn")
    assert not one_error_apart("timber", "tiber s")
