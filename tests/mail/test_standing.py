"""How a running ballot stands, in the base of its rules, without a choice or a total."""

from dataclasses import replace

import pytest

from mailvote.mail import manager_letters
from mailvote.mail.astext import as_text
from mailvote.mail.standing import BallotStatus, rows, taking_part
from tests.mail.kinds import KINDS
from tests.mail.letterbox import MESSAGES, RECEIVED, WORDING


def status(name: str, part: int, base: int, *, voted: int = 4, abstained: int = 0) -> BallotStatus:
    return BallotStatus(
        paper=KINDS[name].paper,
        stage="open",
        voted=voted,
        abstained=abstained,
        silent=("The Bell Surgery",),
        messages=MESSAGES,
        part=part,
        base=base,
    )


@pytest.mark.parametrize(
    ("name", "part", "base", "words"),
    [
        ("election", 7, 10, "7 of 10 practices have taken part (70.0%); 80% are needed, which makes 8: 1 more."),
        ("election", 8, 10, "8 of 10 practices have taken part (80.0%); 80% are needed, so that is enough."),
        ("election", 9, 10, "9 of 10 practices have taken part (90.0%); 80% are needed, so that is enough."),
        ("election", 1, 10, "1 of 10 practices has taken part (10.0%); 80% are needed, which makes 8: 7 more."),
        (
            "decision",
            45865,
            91732,
            "Practices with 45,865 of 91,732 registered patients have taken part (49.9%); 50% are needed, "
            "which makes 45,866: 1 more.",
        ),
        (
            "decision",
            45866,
            91732,
            "Practices with 45,866 of 91,732 registered patients have taken part (50.0%); 50% are needed, "
            "so that is enough.",
        ),
        (
            "decision",
            48818,
            91732,
            "Practices with 48,818 of 91,732 registered patients have taken part (53.2%); 50% are needed, "
            "so that is enough.",
        ),
        ("admission", 3, 10, "3 of 10 practices have taken part (30.0%); the rules ask for no minimum."),
        ("county-decision", 5, 6, "5 of 6 localities have taken part (83.3%); the rules ask for no minimum."),
        ("advisory-poll", 0, 0, "0 of 0 practices have taken part (0.0%); the rules ask for no minimum."),
    ],
)
def test_r12_r26_taking_part_is_measured_as_the_rules_measure_it(name: str, part: int, base: int, words: str) -> None:
    assert taking_part(KINDS[name].house, status(name, part, base)) == words


def test_r13_the_three_kinds_are_counted_apart() -> None:
    assert rows(status("election", 5, 10, voted=4, abstained=1)) == (
        ("Voted", "4"),
        ("Abstained", "1"),
        ("Have not replied", "1"),
    )
    assert rows(status("meeting-vote", 5, 10))[2] == ("Nothing recorded", "1")


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        (RECEIVED, "draft, waits for you. It is to close on Wednesday 25 November 2026 at 14:03:22"),
        (None, "draft, waits for you. When it is to close is not settled yet."),
    ],
)
def test_a_draft_waits_for_the_manager_and_counts_nothing(closes: object, words: str) -> None:
    draft = replace(status("run-off", 0, 10), stage="draft", proposed_close=closes)  # type: ignore[arg-type]
    text = " ".join(as_text(manager_letters.status(WORDING, KINDS["run-off"].house, (draft,)).body).split())
    assert words in text
    assert "To set it going, send: start run-off SELG-2026-03" in text
    assert "Voted" not in text
    assert "Opened" not in text


def test_a_vote_at_a_meeting_is_recorded_and_not_heard_from() -> None:
    at_meeting = status("meeting-vote", 45866, 91732)
    text = as_text(manager_letters.status(WORDING, KINDS["meeting-vote"].house, (at_meeting,)).body)
    assert "Nothing recorded yet for: The Bell Surgery." in text
