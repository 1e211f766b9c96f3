"""What declarations say of each outcome, and what they say follows from it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailvote.mail import results
from mailvote.rules.outcome import Outcome
from mailvote.rules.ruleset import OutcomeRule, RuleSet
from tests.mail.letterbox import ELECTED, HOUSE, RULE_SETS

ELECTION, DECISION, POLL = (RULE_SETS[name] for name in ("election", "decision", "advisory-poll"))
CHOICE = replace(POLL, outcome=OutcomeRule(rule="most-votes"))
MEETING = datetime(2026, 12, 8, 17, tzinfo=UTC)
TIED = replace(ELECTED, kind="tied", elected=(), contenders=("Dr A", "Dr B"), open_seats=1)


def outcome(kind: str, *elected: str) -> Outcome:
    return replace(ELECTED, kind=kind, elected=elected)


@pytest.mark.parametrize(
    ("rules", "result", "headline", "following"),
    [
        (ELECTION, outcome("elected", "Dr A"), "Elected: Dr A", "Until then the present holder stays in office."),
        (
            ELECTION,
            outcome("elected", "Dr A", "Dr B"),
            "Elected: Dr A and Dr B",
            "Until then the present holders stay in office.",
        ),
        (CHOICE, outcome("elected", "Thursday"), "Chosen: Thursday", "The outcome is now to be confirmed."),
        (ELECTION, outcome("part-elected", "Dr A"), "Elected in part: Dr A", "stays in office."),
        (CHOICE, outcome("part-elected", "Thursday"), "Chosen in part: Thursday", "to be confirmed."),
        (ELECTION, TIED, "Tied: Dr A and Dr B", "You will get the papers of the further election when it opens."),
        (
            ELECTION,
            replace(TIED, kind="no-majority"),
            "No majority",
            "You will get the papers of the further election when it opens.",
        ),
        (ELECTION, outcome("none-elected"), "Nobody is elected", "will write to you about what is to be done."),
        (CHOICE, outcome("none-elected"), "Nothing is chosen", "will write to you about what is to be done."),
        (ELECTION, outcome("not-valid"), "Not valid: nobody is elected", "will write to you about what is to be done."),
        (POLL, outcome("not-valid"), "Not valid", "will write to you about what is to be done."),
        (DECISION, outcome("carried"), "Carried", "The outcome is now to be confirmed."),
        (DECISION, outcome("not-carried"), "Not carried", "The outcome is now to be confirmed."),
        (DECISION, outcome("not-binding"), "Not binding", "The question is still open."),
        (POLL, outcome("advised"), "Result of the poll", "A poll binds nobody"),
    ],
)
def test_r15_to_r31_each_outcome_has_its_headline_and_what_follows(
    rules: RuleSet, result: Outcome, headline: str, following: str
) -> None:
    assert results.headline(rules, result) == headline
    assert following in results.next_step(rules, result)


def test_case_13_who_is_elected_waits_for_confirmation_while_the_rest_stand_again() -> None:
    part = replace(TIED, kind="part-elected", elected=("Dr A",), contenders=("Dr B", "Dr C"))
    assert results.next_step(ELECTION, part) == (
        "The outcome is now to be confirmed, with the date from which it takes effect. "
        "Until then the present holder stays in office. "
        "You will get the papers of the further election when it opens."
    )


@pytest.mark.parametrize(
    ("reference", "closes_at", "words"),
    [
        ("SELG-2026-04", MEETING, "A further election, SELG-2026-04, is drafted for 8 December 2026."),
        ("SELG-2026-04", None, "A further election, SELG-2026-04, is drafted; its date is still to be set."),
        ("", None, "A further election is to be held."),
    ],
)
def test_r16_the_further_election_is_named_as_far_as_it_is_known(
    reference: str, closes_at: datetime | None, words: str
) -> None:
    drafted = replace(TIED, run_off=reference)
    assert results.run_off(HOUSE, ELECTION, drafted, closes_at) == f"{words} Dr A and Dr B alone stand in it."


def test_r16_several_open_seats_are_said() -> None:
    said = results.run_off(HOUSE, ELECTION, replace(TIED, open_seats=2), None)
    assert said.endswith("Dr A and Dr B alone stand in it, for two seats.")


def test_a_ballot_between_options_is_followed_by_a_further_ballot() -> None:
    assert results.run_off(HOUSE, CHOICE, TIED, None).startswith("A further ballot is to be held.")
    assert results.next_step(CHOICE, TIED) == "You will get the papers of the further ballot when it opens."


def test_where_the_rules_leave_a_tie_at_that_nothing_further_is_announced() -> None:
    rules = replace(ELECTION, outcome=OutcomeRule(tie="not-carried"))
    assert results.run_off(HOUSE, rules, TIED, MEETING) == ""
    assert results.next_step(rules, TIED) == "The election manager will write to you about what is to be done."
    assert results.run_off(HOUSE, ELECTION, ELECTED, MEETING) == ""


def test_the_manager_is_told_how_to_set_the_further_election_going() -> None:
    drafted = replace(TIED, run_off="SELG-2026-04")
    send = "To set the further election going, send: start run-off SELG-2026-04"
    assert results.start_run_off(drafted, MEETING) == send
    assert results.start_run_off(drafted, None).startswith(f"{send}, and below it a line “Closes:”")
    assert results.start_run_off(TIED, MEETING) == ""


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("carried", "reply to its ballot paper with: FOR"),
        ("not-carried", "reply to its ballot paper with: AGAINST"),
        ("not-binding", ""),
    ],
)
def test_r30_a_locality_is_offered_the_line_that_casts_its_result(kind: str, line: str) -> None:
    said = results.feeding(DECISION, outcome(kind))
    assert said == (f"If this decides the vote of the group in a county decision, {line}" if line else "")
    assert results.feeding(RULE_SETS["admission"], outcome(kind)) == ""


def test_trust_3_a_figure_that_is_held_back_is_said_to_be() -> None:
    held = replace(ELECTED, figures=(("For", "53%"), ("Against", "")), held_back="Exact totals are not given.")
    assert results.figures(held) == (("For", "53%"), ("Against", "not given"))
    assert results.measure(DECISION, held) == "Share"
    assert results.measure(DECISION, ELECTED) == "Registered patients"
    assert results.measure(ELECTION, ELECTED) == "Votes"


def test_r13_the_three_kinds_are_counted_apart_and_at_a_meeting_in_its_own_words() -> None:
    assert results.turnout(ELECTION, ELECTED) == (
        ("Voted", "7"),
        ("Abstained", "1"),
        ("Did not reply", "2"),
        ("All", "10"),
    )
    labels = [label for label, _ in results.turnout(RULE_SETS["meeting-vote"], ELECTED)]
    assert labels == ["Voted", "Took part without voting", "Did not take part", "All"]
