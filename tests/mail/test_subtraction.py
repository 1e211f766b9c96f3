"""Our own letter in a reply: taken out where it stands without any mark, however its lines were broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.message import Incoming
from mailvote.mail.reply import OwnWords, own_words
from mailvote.mail.subtraction import subtract

PAPER = """Please reply above this line

Reply with just the number, for example 2.

Who shall be Locality Clinical Director?

  1 Dr Jane Smith
  2 Dr Arun Patel

Your reply must reach us before Monday 30 November 2026 at 17:00 (GMT,
Europe/London time). You vote for Mill Stream Surgery.

To abstain, reply with the one word:

  ABSTAIN
"""
QUOTED = PAPER.partition("\n\n")[2]


def left(text: str, html: str | None = None) -> OwnWords:
    return subtract(own_words(Incoming(text=text, html=html)), PAPER)


@pytest.mark.parametrize("own", ["2", "ABSTAIN", "2 Dr Arun Patel", "We vote for Dr Arun Patel.\nThank you"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_our_own_letter_without_marks_is_no_word_of_theirs(own: str, gap: str) -> None:
    words = left(f"{own}{gap}{QUOTED}")
    assert words.lines == tuple(own.split("\n"))
    assert "  1 Dr Jane Smith" in words.quoted


def test_lines_that_a_program_broke_anew_are_known_again() -> None:
    paragraph = " ".join(QUOTED.split())
    rewrapped = [paragraph[at : at + 50] for at in range(0, len(paragraph), 50)]
    assert left("\n".join(["2", "", *rewrapped])).lines == ("2",)


def test_our_letter_below_a_signature_is_taken_out_there() -> None:
    words = left(f"2\n\nKind regards\nTom\n\n{QUOTED}")
    assert (words.lines, words.below) == (("2",), ("Tom",))


@pytest.mark.parametrize(
    "text",
    ["2 Dr Arun Patel", "1 Dr Jane Smith\n2 Dr Arun Patel", "ABSTAIN", "Who shall be Locality Clinical Director?\n2"],
)
def test_an_option_or_one_line_copied_from_our_letter_is_the_senders_own(text: str) -> None:
    assert left(text).lines == tuple(text.split("\n"))


def test_our_lines_among_those_between_quotations_go() -> None:
    broken = (
        "> Your reply must reach us before Monday 30 November 2026 at 17:00 (GMT,\nEurope/London time). You vote for"
    )
    words = left(f"{broken} Mill Stream Surgery.\n> To abstain, reply\n\nthat is 2")
    assert [line for line in words.between if line] == ["that is 2"]


def test_two_forms_that_differ_only_by_our_letter_are_one() -> None:
    assert left("2", html=f"<p>2</p><pre>{QUOTED}</pre>").alternative is None
    assert left("2", html=f"<p>3</p><pre>{QUOTED}</pre>").alternative is not None


@given(text=st.text(max_size=300), letter=st.text(max_size=300))
def test_no_letter_and_no_text_raises_and_nothing_is_added(text: str, letter: str) -> None:
    words = own_words(Incoming(text=text))
    assert words.lines[: len(subtract(words, letter).lines)] == subtract(words, letter).lines
