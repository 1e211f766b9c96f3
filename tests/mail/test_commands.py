"""Interface 6: what a command means, and every mistake in it at once."""

from dataclasses import replace
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
    StartRunOff,
    Status,
    form_fields,
    read_instruction,
    understand,
)
from mailvote.mail.forms import form_lines
from mailvote.rules.ruleset import RuleSet
from tests.rules.examples import CALENDAR, ELECTION


def kind(name: str, choices: str) -> RuleSet:
    return replace(ELECTION, name=name, choices=choices)


KINDS = (
    ELECTION,
    kind("run-off", "candidates"),
    kind("decision", "for-against"),
    kind("county-decision", "for-against"),
    kind("meeting-vote", "for-against"),
    kind("advisory-poll", "options"),
    kind("budget-vote", "options"),
    kind("elr-locality-lead", "candidates"),
)
RULE_SETS = {rules.name: rules for rules in KINDS}
LISTED = "Kinds: election, decision, county-decision, meeting vote, poll, budget-vote, elr-locality-lead."

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
        ("new decision", NewBallot(kind="decision")),
        ("new meeting vote", NewBallot(kind="meeting-vote")),
        ("new poll, please", NewBallot(kind="advisory-poll")),
        ("new County Decision", NewBallot(kind="county-decision")),
        ("new budget-vote", NewBallot(kind="budget-vote")),
        ("new elr locality lead", NewBallot(kind="elr-locality-lead")),
        (
            "start run-off SELG-2026-03",
            StartRunOff(reference="SELG-2026-03", opens=None, closes=None, note=""),
        ),
        (
            "Start the run off of selg-2026-03\nOpens: 1/12/2026 09:00\nClose: 8/12/2026\nNote: At the meeting.\n\nAll.",
            StartRunOff(
                reference="SELG-2026-03",
                opens=datetime(2026, 12, 1, 9, tzinfo=UTC),
                closes=datetime(2026, 12, 8, 17, tzinfo=UTC),
                note="At the meeting.\n\nAll.",
            ),
        ),
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
        ("settle 12 as 1 and 2", Settle(message_id=12, option="1 and 2")),
        ("settle 12 as 'Dr B'", Settle(message_id=12, option="Dr B")),
        ("reject 12", Reject(message_id=12)),
        ("confirm", Confirm()),
        ("confirm\n\nMorgan Reed\nTel: 01865 000000", Confirm()),
        ("confirm\n\nMorgan Reed\nEmail: manager@selg.example\nTel: 01865 000000", Confirm()),
        ("confirm\n\nTel: 01865 000000\nFax: 01865 000001", Confirm()),
        ("confirm\n\nFrom: SELG <ballots@selg.example>\nSent: 23 November 2026\n\nCloses: 1 May 2027", Confirm()),
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
        "confirm\n\nThanks\nCloses: 1 December 2026",
        "confirm\nEmail: h.marsh@nettlebed.example",
        "confirm\n\nEmail: h.marsh@nettlebed.example",
        "confirm\n\nFrom: 1 December 2026",
        "confirm\n\nBallot: SELG-2026-03",
        "confirm\nThe Bell Surgery: Against",
        "confirm\n\n- The Bell Surgery: Against",
        "confirm\n\nClosses: 1 December 2026",
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


@pytest.mark.parametrize(("length", "known"), [(299, True), (300, True), (301, False)])
def test_what_stands_on_one_line_is_short_so_that_a_confirmation_means_all_that_its_proof_shows(
    length: int, known: bool
) -> None:
    title, name = "t" * length, "n" * length
    said = meaning(f"start election\nTitle: {title}\nQuestion: {'q' * 900}\nCandidates:\n- {name}\n- Dr Bob Carter\n")
    if known:
        assert isinstance(said, StartBallot)
        assert (said.title, said.options[0][0]) == (title, name)
    else:
        assert said == Misunderstood(
            sentences=(
                "“Title” is longer than 300 characters: make it shorter.",
                f"The line “{'n' * 20}…” is longer than 300 characters: make it shorter.",
            )
        )


def test_missing_candidates_are_named() -> None:
    assert mistakes("start election\nTitle: Chair")[0].startswith("“Candidates” are missing")


@pytest.mark.parametrize("verb", ["new", "start"])
def test_a_kind_that_cannot_be_run_is_named_with_those_that_can(verb: str) -> None:
    assert mistakes(f"{verb} referendum") == (f"“referendum” is not a kind of ballot I run. {LISTED}",)
    assert mistakes(f"{verb} decison") == (f"“decison” is not a kind of ballot I run. Did you mean decision? {LISTED}",)


@pytest.mark.parametrize("line", ["start run-off", "new run-off", "start a runoff", "new run-off SELG-2026-03"])
def test_r16_a_run_off_starts_by_a_reference_alone(line: str) -> None:
    (sentence,) = mistakes(line)
    assert sentence.endswith("start run-off REF")


def test_r16_a_run_off_is_no_rule_set_of_another_ballot() -> None:
    (sentence,) = mistakes("start election\nTitle: Chair\nRule set: run-off\nCandidates:\n- A")
    assert sentence.endswith("start run-off REF")


def test_the_mistakes_of_a_run_off_are_named_by_its_own_name() -> None:
    assert mistakes("start run-off SELG-2026-03\nClosess: soon\nOpens: soon") == (
        "“Closess” is not a field of “start run-off”: did you mean “Closes”?",
        "Opens: “soon” is not a date I can read: write it like 30 November 2026 17:00.",
    )


def ballot(text: str) -> StartBallot:
    command = meaning(text)
    assert isinstance(command, StartBallot), command
    return command


@pytest.mark.parametrize(
    ("text", "kind", "ruleset"),
    [
        ("start decision\nTitle: x", "decision", "decision"),
        ("start a new decision\nTitle: x", "decision", "decision"),
        ("start meeting vote\nTitle: x", "meeting-vote", "meeting-vote"),
        ("start decision\nTitle: x\nRule set: county-decision", "decision", "county-decision"),
        ("start decision\nTitle: x\nRule set: Meeting Vote", "decision", "meeting-vote"),
        ("start county decision\nTitle: x", "county-decision", "county-decision"),
        ("start poll\nTitle: x\nOptions:\n- A", "advisory-poll", "advisory-poll"),
        ("start decision\nTitle: x\nRule set: poll\nOptions:\n- A", "decision", "advisory-poll"),
        ("start election\nTitle: x\nRule set: elr-locality-lead\n- Dr A", "election", "elr-locality-lead"),
    ],
)
def test_a_ballot_runs_under_the_rule_set_of_its_kind_unless_it_names_another(
    text: str, kind: str, ruleset: str
) -> None:
    started = ballot(text)
    assert (started.kind, started.ruleset) == (kind, ruleset)


def test_an_unknown_rule_set_is_named_with_the_nearest() -> None:
    (sentence,) = mistakes("start decision\nTitle: x\nRule set: county-decison")
    assert sentence.startswith("Rule set: there is none called “county-decison”. Did you mean county-decision? Known: ")


def test_r26_for_and_against_need_no_list() -> None:
    assert ballot("start decision\nTitle: x").options == ()


@pytest.mark.parametrize("items", ["- For\n- Against", "- against.\n- FOR", "For\nAgainst", "1. *For*\n2. Against"])
def test_r26_for_and_against_may_be_listed(items: str) -> None:
    assert ballot(f"start decision\nTitle: x\nOptions:\n{items}").options == ()


@pytest.mark.parametrize("items", ["- For", "- For\n- Against\n- Abstain", "- Yes\n- No", "- For\n- For"])
def test_r26_any_other_list_is_a_mistake(items: str) -> None:
    sentence = "The options of ballots under the rule set “decision” are always For and Against: leave the list out."
    assert mistakes(f"start decision\nTitle: x\nOptions:\n{items}") == (sentence,)


def test_r26_a_decision_fills_no_seats() -> None:
    assert ballot("start decision\nTitle: x\nSeats: 1").seats == 1
    (sentence,) = mistakes("start decision\nTitle: x\nSeats: 2")
    assert sentence.endswith("leave “Seats” out.")


def test_r31_the_options_of_a_poll_are_any_text() -> None:
    text = "start poll\nTitle: x\nOptions:\n- Write to help@x.example\n- North <or South>: both\n- 5pm – 7pm"
    assert ballot(text).options == (
        ("Write to help@x.example", ""),
        ("North <or South>: both", ""),
        ("5pm – 7pm", ""),
    )


def test_what_is_missing_is_called_options_or_candidates_by_the_rule_set_in_use() -> None:
    assert mistakes("start poll\nTitle: x") == (
        "“Options” are missing: add a line “Options:” and below it one line for each, beginning with “-”.",
    )
    assert mistakes("start decision\nTitle: x\nRule set: election")[0].startswith("“Candidates” are missing")
    assert mistakes("start election\nTitle: x\nRule set: poll")[0].startswith("“Options” are missing")


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("start election", "Title Question Rule_set Group Seats Opens Closes Candidates Note"),
        ("start poll", "Title Question Rule_set Group Opens Closes Options Note"),
        ("start meeting vote", "Title Question Rule_set Group Opens Closes Note"),
        ("start election\nRule set: decision", "Title Question Rule_set Group Opens Closes Note"),
        ("start referendum", "Title Question Rule_set Group Seats Opens Closes Candidates Note"),
        ("start run-off SELG-2026-03", "Opens Closes Note"),
        ("extend SELG-2026-03", "Closes"),
        ("cancel SELG-2026-03", "Reason"),
        ("status", ""),
    ],
)
def test_a_form_shows_the_fields_that_its_rule_set_has_a_use_for(command: str, fields: str) -> None:
    instruction = read_instruction("", command.split("\n"))
    assert instruction is not None
    blanks = form_fields(instruction, RULE_SETS)
    shown = [line.partition(":")[0].replace(" ", "_") for line in form_lines(instruction, blanks=blanks)[1:-1]]
    assert [key for key in shown if key != "-"] == fields.split()


def test_an_extension_without_a_readable_close_is_refused() -> None:
    assert mistakes("extend SELG-2026-03") == ("“Closes” is missing: add a line “Closes: …”.",)
    assert mistakes("extend SELG-2026-03\nClose date: 1/12/2026")[0].endswith("did you mean “Closes”?")
    assert "not a date" in mistakes("extend SELG-2026-03 to next week")[0]
    assert len(mistakes("extend SELG-2026-03 to 1/12/2026\nCloses: 2/12/2026")) == 1


def test_a_courtesy_is_no_part_of_a_name() -> None:
    assert meaning("resend SELG-2026-03 to The Bell, please.") == Resend(reference="SELG-2026-03", practice="The Bell")


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
