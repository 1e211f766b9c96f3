"""R27 and interface 6: `record REF`, and the list below it as people and mail programs write it."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.commands import (
    Command,
    Instruction,
    Misunderstood,
    Record,
    canonical,
    form_in,
    read_instruction,
    understand,
)
from mailvote.mail.tidy import spaced
from mailvote.mail.votelines import LONGEST_VOTE, listed_votes, vote_in, without_bullet
from mailvote.rules.electorate import name_key
from tests.rules.examples import CALENDAR, SELG

VOTES = (("The Hart Surgery", "For"), ("Chalgrove & Watlington Surgeries", "Against"), ("The Bell Surgery", "abstain"))
PLAIN = """record SELG-2026-03
- The Hart Surgery: For
- Chalgrove & Watlington Surgeries: Against
- The Bell Surgery: abstain
End of form
"""


def meaning(text: str) -> Command | Misunderstood:
    instruction = read_instruction("", text.split("\n"))
    assert instruction is not None
    return understand(instruction, CALENDAR, {})


def recorded(text: str) -> tuple[tuple[str, str], ...]:
    command = meaning(text)
    assert isinstance(command, Record), command
    assert command.reference == "SELG-2026-03"
    return command.votes


def mistakes(text: str) -> tuple[str, ...]:
    read = meaning(text)
    assert isinstance(read, Misunderstood), read
    return read.sentences


@pytest.mark.parametrize(
    "line",
    [
        "record SELG-2026-03",
        "Record votes for selg-2026-03:",
        "record the votes in SELG–2026–03",
        "record SELG-2026-03, please",
    ],
)
def test_votes_are_recorded_for_one_ballot(line: str) -> None:
    assert recorded(f"{line}\n- The Hart Surgery: For") == (VOTES[0],)


SHAPES = {
    "as it was meant": PLAIN,
    "without an end": PLAIN.replace("End of form\n", ""),
    "without dashes": PLAIN.replace("- The", "The").replace("- Chal", "Chal"),
    "with hyphens between": PLAIN.replace(": ", " - "),
    "with dashes between": PLAIN.replace(": ", " – "),
    "with equals signs": PLAIN.replace(": ", " = "),
    "with bare equals signs": PLAIN.replace(": ", "="),
    "with bare colons": PLAIN.replace(": ", ":"),
    "with spaced colons": PLAIN.replace(": ", " : "),
    "with wide colons": PLAIN.replace(": ", "："),
    "with bullets": PLAIN.replace("- ", "•\t"),
    "with Outlook's bullets": PLAIN.replace("- ", "·         "),
    "with Word's bullets": PLAIN.replace("- ", "o   "),
    "with numbers": PLAIN.replace("- The H", "1. The H").replace("- Ch", "2. Ch").replace("- The B", "3) The B"),
    "with no-break spaces": PLAIN.replace(" ", "\u00a0"),
    "with bold names": PLAIN.replace("- The Hart Surgery", "- *The Hart Surgery*"),
    "with bold names and colons": PLAIN.replace("- The Hart Surgery:", "- *The Hart Surgery:*"),
    "in quotation marks": PLAIN.replace("The Hart Surgery: For", "“The Hart Surgery”: “For”"),
    "with blank lines": PLAIN.replace("\n", "\n\n"),
    "with blank lines and no dashes": PLAIN.replace("\n- ", "\n\n"),
    "with a heading": PLAIN.replace("03\n", "03\n\nVotes:\n"),
    "with a heading and no dashes": PLAIN.replace("- The", "The").replace("- Ch", "Ch").replace("03\n", "03\nVotes:\n"),
    "with words above": PLAIN.replace("03\n", "03\n\nThese were given at the meeting.\n\n"),
    "with a line drawn above": PLAIN.replace("03\n", "03\n------\n"),
    "with an empty bullet": PLAIN.replace("- The B", "-\n- The B"),
    "with a signature": PLAIN.replace("End of form", "\nMorgan Reed\nTel: 01865 000000"),
    "with the option on a line of its own": PLAIN.replace("Surgery: For", "Surgery:\nFor"),
    "with the colon on a line of its own": PLAIN.replace("Surgery: For", "Surgery\n: For"),
    "with one dash forgotten": PLAIN.replace("- The Bell", "The Bell"),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_the_list_is_read_however_it_was_written(shape: str) -> None:
    assert recorded(SHAPES[shape]) == VOTES


LONG = "Goring and Woodcote Medical Practice with the Health Centre of"


@pytest.mark.parametrize(
    ("lines", "votes"),
    [
        ((f"- {LONG}", "Wallingford: For", "- The Bell Surgery: For"), 2),
        ((LONG, "Wallingford: For", "The Bell Surgery: For"), 2),
        ((f"- {LONG} Wallingford: For", "The Bell Surgery: For"), 1),
    ],
)
def test_a_line_that_a_mail_program_broke_is_joined(lines: tuple[str, ...], votes: int) -> None:
    read = recorded("\n".join(("record SELG-2026-03", *lines)))
    assert len(read) == votes
    assert read[0][0] == f"{LONG} Wallingford"


def test_a_long_line_without_a_dash_is_not_taken_for_the_end_of_the_one_before() -> None:
    assert recorded(f"record SELG-2026-03\n{LONG} Wallingford: For\nThe Bell Surgery: Against") == (
        (f"{LONG} Wallingford", "For"),
        ("The Bell Surgery", "Against"),
    )


@pytest.mark.parametrize(
    ("item", "vote"),
    [
        ("Bell & Partners, The: For", ("Bell & Partners, The", "For")),
        ("Osei-Bonsu and Hart - Surgery: For", ("Osei-Bonsu and Hart - Surgery", "For")),
        ("The Bell Surgery: Merge in 2027: stage 1", ("The Bell Surgery", "Merge in 2027: stage 1")),
        ("The Bell Surgery = Merge in 2027:1", ("The Bell Surgery", "Merge in 2027:1")),
        ("Osei-Bonsu Surgery - Dr Smith-Jones", ("Osei-Bonsu Surgery", "Dr Smith-Jones")),
        ("27 Beaumont Street: For", ("27 Beaumont Street", "For")),
        ("The Bell Surgery", None),
        ("The Bell Surgery:", None),
        (": For", None),
        ("“”: For", None),
        ("Osei-Bonsu", None),
    ],
)
def test_a_line_is_parted_at_its_surest_sign(item: str, vote: tuple[str, str] | None) -> None:
    assert vote_in(item) == vote


@pytest.mark.parametrize(
    "text", ["record SELG-2026-03", "record SELG-2026-03\n\nMorgan Reed", "record SELG-2026-03\n-\n"]
)
def test_without_a_list_there_is_nothing_to_record_and_an_example_is_given(text: str) -> None:
    assert mistakes(text) == (
        "There are no votes to record: write one line for each below the command, as in - NAME: OPTION.",
    )


def test_every_line_that_names_no_option_is_named() -> None:
    sentences = mistakes("record SELG-2026-03\n- The Bell Surgery\n- The Hart Surgery: For\n- Millstream:\n")
    assert sentences == tuple(
        f"“{item}” does not name an option: write it like - NAME: OPTION, with the dash."
        for item in ("The Bell Surgery", "Millstream:")
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("Bell For", "", "Hart: Against"),
        ("Hart: For", "Bell Against"),
        ("Hart: For", "", "Bell Against", "", "Mill: For"),
        ("- Hart: For", "", "Bell Against", "", "- Mill: For"),
        ("Hart: For", "Bell:", "Mill: For"),
        ("- Hart: For", "- Bell:", "- Mill: For"),
    ],
)
def test_no_vote_is_lost_because_it_was_mistyped(lines: tuple[str, ...]) -> None:
    sentences = mistakes("\n".join(("record SELG-2026-03", *lines)))
    assert len(sentences) == 1
    assert "Bell" in sentences[0]


def test_r3_a_practice_votes_once_in_whatever_spelling() -> None:
    text = "record SELG-2026-03\n- The Bell Surgery: For\n- Hart: For\n- the bell-surgery: Against\n- Hart: For\n- Mill: For"
    assert mistakes(text) == (
        "“the bell-surgery” is in the list more than once: keep one line for it.",
        "“Hart” is in the list more than once: keep one line for it.",
    )


def test_a_record_shows_no_vote_in_its_repr() -> None:
    instruction = read_instruction("", PLAIN.splitlines())
    assert "Against" not in repr(instruction) + repr(meaning(PLAIN))


def test_a_quoted_list_is_a_form() -> None:
    quoted = [f"> {line}" for line in PLAIN.splitlines()]
    assert form_in(["Confirm", "", *quoted]) == read_instruction("", PLAIN.splitlines())
    assert form_in(["> record SELG-2026-03", "> The Hart Surgery - For"]) == Instruction(
        verb="record", argument="SELG-2026-03", items=("The Hart Surgery - For",)
    )
    assert form_in(["> record SELG-2026-03", "> Please tell me how."]) is None


NAMES = st.sampled_from(
    [name for name, _ in SELG] + ["Chalgrove & Watlington", "Osei-Bonsu, Hart and Partners", "Ash - Elm"]
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="*_\"'“”=＝：-–—:"), max_size=30).map(spaced).filter(
    lambda text: text[:1].isalnum() and text[-1:].isalnum()
)  # fmt: skip


@given(votes=st.lists(st.tuples(NAMES, TEXTS), min_size=1, max_size=8, unique_by=lambda vote: name_key(vote[0])))
def test_what_is_written_down_is_read_back_and_its_canonical_form_too(votes: list[tuple[str, str]]) -> None:
    text = "\n".join(["record SELG-2026-03", *(f"- {practice}: {option}" for practice, option in votes)])
    instruction = read_instruction("", text.split("\n"))
    assert instruction is not None
    assert recorded(text) == tuple(votes)
    assert form_in(canonical(instruction).split("\n")) == instruction


LINES = st.sampled_from(
    ["", "- a: b", "a: b", "c - d", "e", "- f", "g:", "- h:", "i = j", ": k", "-", "----", "End of form", "x" * 60,
     "- " + "y" * 60, "- " + "z" * 60 + ": q", "w" * 60 + ": q", "> a: b", "1. n: m", "o  r: s"]
)  # fmt: skip


@given(lines=st.lists(LINES | st.text(max_size=30), max_size=10))
def test_any_list_reads_back_from_its_canonical_form(lines: list[str]) -> None:
    first = read_instruction("", ["record SELG-2026-03", *lines])
    assert first is not None
    assert read_instruction("", canonical(first).split("\n")) == first


@given(lines=st.lists(LINES, max_size=10))
def test_no_word_is_lost_between_the_list_and_what_stands_around_it(lines: list[str]) -> None:
    written = [spaced(line) for line in lines]
    items, rest = listed_votes(written)
    words = " ".join(map(without_bullet, written)).split()
    assert sorted(" ".join((*items, *rest)).split()) == sorted(words)


@pytest.mark.parametrize(
    "line", ["x" * 999, "x" * 60, "a * " * 249, "a" + "*" * 998, "a:" * 499, "a - " * 124, "a *_" * 124]
)
def test_no_list_takes_long_to_read(line: str) -> None:
    started = perf_counter()
    read_instruction("", ["record SELG-2026-03", *([line] * 1000)])
    assert perf_counter() - started < 5


def test_a_line_without_end_names_no_vote() -> None:
    assert vote_in("The Bell Surgery: " + "x" * LONGEST_VOTE) is None
    assert len(mistakes(f"record SELG-2026-03\n- The Bell Surgery: {'x ' * LONGEST_VOTE}")) == 1
