"""Interface 6: what a command means, and every mistake in it at once."""

from datetime import UTC, datetime

import pytest

from mailvote.mail.commands import (
    Cancel,
    Command,
    Confirm,
    Drop,
    Extend,
    Help,
    Misunderstood,
    NewBallot,
    Reject,
    Remind,
    Resend,
    Settle,
    StartBallot,
    Status,
    read_instruction,
    understand,
)
from tests.mail.letterbox import CALENDAR
from tests.rules.examples import ELECTION

RULE_SETS = {ELECTION.name: ELECTION}

FULL = """start election
Title: Locality Clinical Director
Question: Whom does your practice choose?
Rule set: Election
Group: North
Seats: one
Opens: 23 November 2026 9am
Closes: 30/11/2026
Candidates:
- Dr Amina Osei <A.Osei@hart.example>
- Dr Bryn Example (b.example@bell.example)
- Dr Caoimhe O’Neill
Note: Ask your partners.
"""


def meaning(text: str) -> Command | Misunderstood:
    instruction = read_instruction("", text.split("\n"))
    assert instruction is not None
    return understand(instruction, CALENDAR, RULE_SETS)


def mistakes(text: str) -> tuple[str, ...]:
    read = meaning(text)
    assert isinstance(read, Misunderstood)
    return read.sentences


def test_a_full_form_is_understood() -> None:
    assert meaning(FULL) == StartBallot(
        kind="election",
        title="Locality Clinical Director",
        question="Whom does your practice choose?",
        ruleset="election",
        group="North",
        seats=1,
        opens=datetime(2026, 11, 23, 9, tzinfo=UTC),
        closes=datetime(2026, 11, 30, 17, tzinfo=UTC),
        options=(
            ("Dr Amina Osei", "a.osei@hart.example"),
            ("Dr Bryn Example", "b.example@bell.example"),
            ("Dr Caoimhe O’Neill", ""),
        ),
        note="Ask your partners.",
    )


def test_only_a_title_and_candidates_are_required() -> None:
    assert meaning("start election\nTitle: Chair\nCandidates:\n- A\n- B") == StartBallot(
        kind="election",
        title="Chair",
        question="",
        ruleset="election",
        group="",
        seats=None,
        opens=None,
        closes=None,
        options=(("A", ""), ("B", "")),
        note="",
    )


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("help", Help()),
        ("new election", NewBallot(kind="election")),
        ("status", Status(reference="")),
        ("status selg-2026-03", Status(reference="SELG-2026-03")),
        (
            "extend SELG-2026-03\nCloses: 2 December 2026 12:00",
            Extend(reference="SELG-2026-03", closes=datetime(2026, 12, 2, 12, tzinfo=UTC)),
        ),
        ("cancel SELG-2026-03", Cancel(reference="SELG-2026-03", reason="")),
        (
            "cancel SELG-2026-03\nReason: A candidate withdrew.\n\nTel: we rang.",
            Cancel(reference="SELG-2026-03", reason="A candidate withdrew.\n\nTel: we rang."),
        ),
        ("remind SELG-2026-03", Remind(reference="SELG-2026-03")),
        ("resend SELG-2026-03 to “The Bell”", Resend(reference="SELG-2026-03", practice="The Bell")),
        ("settle 12 as 2", Settle(message_id=12, option="2")),
        ("settle 12 as 'Dr B'", Settle(message_id=12, option="Dr B")),
        ("reject 12", Reject(message_id=12)),
        ("confirm", Confirm()),
        ("confirm\n\nMorgan Reed\nTel: 01865 000000", Confirm()),
        ("cancel", Drop()),
    ],
)
def test_each_command_has_one_meaning(text: str, command: Command) -> None:
    assert meaning(text) == command


@pytest.mark.parametrize(
    "text",
    [
        "confirm\nbut close it at 18:00",
        "confirm\nCloses: 1 December 2026",
        "confirm\n- Dr C",
        "confirm\nIs that right?",
        "yes\nexcept for the title",
    ],
)
def test_a_confirmation_that_says_more_confirms_nothing(text: str) -> None:
    assert "Reply with just “confirm”" in mistakes(text)[0]


def test_every_mistake_is_named_at_once() -> None:
    text = """start election
Titel: Chair
Seats: many
Seats: 2
Opens: 31 November 2026
Closes: soon
Colour: blue
Candidates:
- <a@x.example>
- Dr B <b@x.example> <c@x.example>
- Dr C <c at x>
- Dr D <d@x>
"""
    sentences = mistakes(text)
    for part in (
        "“Titel” is not a field of “start”: did you mean “Title”?",
        "“Seats” is given more than once: keep one.",
        "“Colour” is not a field of “start”: known here: Title,",
        "“Title” is missing",
        "Seats: “many” is not a number",
        "Opens: “31 November 2026” does not exist",
        "Closes: “soon” is not a date I can read",
        "“<a@x.example>” has no name",
        "has more than one address",
        "“Dr C <c at x>” has no address that can be read",
        "Candidates: “Dr D <d@x>”: ",
    ):
        assert any(part in sentence for sentence in sentences), part
    assert len(sentences) == 11


def test_missing_candidates_are_named() -> None:
    assert mistakes("start election\nTitle: Chair")[0].startswith("“Candidates” are missing")


def test_a_kind_that_cannot_be_run_is_named_with_those_that_can() -> None:
    assert mistakes("new decision") == ("“decision” is not a kind of ballot I run. Kinds: election.",)


def test_an_extension_without_a_readable_close_is_refused() -> None:
    assert mistakes("extend SELG-2026-03") == ("“Closes” is missing: add a line “Closes: …”.",)
    assert mistakes("extend SELG-2026-03\nClose date: 1/12/2026")[0].endswith("did you mean “Closes”?")
    assert "not a date" in mistakes("extend SELG-2026-03 to next week")[0]
    assert len(mistakes("extend SELG-2026-03 to 1/12/2026\nCloses: 2/12/2026")) == 1


def test_resend_needs_a_practice() -> None:
    assert mistakes("resend SELG-2026-03")[0].startswith("Say whose papers")


@pytest.mark.parametrize(
    "item",
    [
        "Dr B <b@x.example<mailto:b@x.example>>",
        "Dr B <mailto:b@x.example>",
        "Dr B, b@x.example",
        "Dr B – b@x.example.",
        "Dr B (b@x.example)",
        "Dr B b@x.example <b@x.example>",
        "Dr B [mailto:B@x.example]",
    ],
)
def test_an_address_is_found_in_any_dress(item: str) -> None:
    started = meaning(f"start election\nTitle: Chair\nCandidates:\n- {item}")
    assert isinstance(started, StartBallot)
    assert started.options == (("Dr B", "b@x.example"),)
