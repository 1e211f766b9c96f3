"""Addresses: strict where a header gives them, helpful where a person types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.addresses import addresses_in, plain_address, valid_address


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        (" Jane.Smith@NHS.example ", "jane.smith@nhs.example"),
        ("o'brien@x.example", "o'brien@x.example"),
        ("jane@bücher.example", "jane@xn--bcher-kva.example"),
    ],
)
def test_what_a_person_types_is_normalised(typed: str, normalised: str) -> None:
    assert valid_address(typed) == normalised


@pytest.mark.parametrize(
    "typed", ["jane", "jane@", "jane@localhost", "jane smith@x.example", '"jane"@x.example', "jåne@x.example", ""]
)
def test_what_is_no_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+.*\w"):
        valid_address(typed)


def test_case_is_of_no_account_and_nothing_else_is_folded() -> None:
    assert plain_address("J.Smith+x@X.Example") == "j.smith+x@x.example"


def test_a_letter_that_only_looks_like_another_makes_no_plain_address() -> None:
    assert plain_address("j\N{CYRILLIC SMALL LETTER A}ne@x.example") is None


def test_addresses_are_found_in_running_text_once_each() -> None:
    assert addresses_in("a@x.example, <A@X.example>; b@y.example.") == ("a@x.example", "b@y.example")


@given(text=st.text(max_size=200))
def test_a_plain_address_is_normal_already(text: str) -> None:
    for address in (*addresses_in(text), *filter(None, [plain_address(text)])):
        assert plain_address(address) == address
