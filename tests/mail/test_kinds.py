"""Interface 6 and 8: which kinds of ballot a manager can ask for, and by which words."""

from dataclasses import replace

import pytest

from mailvote.mail.kinds import kind_of, kinds_to_type, unknown_kind, unknown_rule_set
from mailvote.resources import rule_sets
from mailvote.rules.ruleset import RuleSet
from tests.rules.examples import ELECTION


def named(*names: str) -> dict[str, RuleSet]:
    return {name: replace(ELECTION, name=name) for name in names}


KNOWN = named("election", "run-off", "decision", "county-decision", "meeting-vote", "advisory-poll", "budget-vote")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("election", "election"),
        ("Election", "election"),
        ("county-decision", "county-decision"),
        ("county decision", "county-decision"),
        ("County–Decision", "county-decision"),
        ("decision", "decision"),
        ("meeting vote", "meeting-vote"),
        ("meeting-vote", "meeting-vote"),
        ("poll", "advisory-poll"),
        ("advisory poll", "advisory-poll"),
        ("budget-vote", "budget-vote"),
        ("budget vote", "budget-vote"),
        ("run-off", "run-off"),
        ("*election*", "election"),
        ("vote", None),
        ("elections", None),
        ("", None),
    ],
)
def test_a_kind_is_a_rule_set_by_its_own_name_or_a_shorter_one(words: str, name: str | None) -> None:
    assert kind_of(words, KNOWN) == name


def test_a_short_name_means_nothing_without_its_rule_set() -> None:
    assert kind_of("poll", named("election")) is None
    assert kind_of("meeting vote", named("election")) is None


def test_an_organisation_may_have_a_rule_set_of_its_own_called_poll() -> None:
    known = named("poll", "advisory-poll")
    assert kind_of("poll", known) == "poll"
    assert kind_of("advisory poll", known) == "advisory-poll"
    assert kinds_to_type(known) == ("poll", "advisory-poll")


def test_the_list_of_kinds_is_as_a_manager_types_them_and_leaves_run_offs_out() -> None:
    assert kinds_to_type(KNOWN) == ("election", "decision", "county-decision", "meeting vote", "poll", "budget-vote")


@pytest.mark.parametrize(
    "words",
    ["election", "decision", "censure", "admission", "meeting vote", "poll", "county-decision", "elr-locality-lead"],
)
def test_the_kinds_of_the_interface_come_with_the_package(words: str) -> None:
    shipped = {name: file.rules for name, file in rule_sets().items()}
    assert kind_of(words, shipped) in shipped
    assert words in kinds_to_type(shipped)


def test_an_unknown_kind_is_named_with_the_nearest_and_all_there_are() -> None:
    listed = "Kinds: election, decision, county-decision, meeting vote, poll, budget-vote."
    assert (
        unknown_kind("electoin", KNOWN) == f"“electoin” is not a kind of ballot I run. Did you mean election? {listed}"
    )
    assert unknown_kind("coffee break", KNOWN) == f"“coffee break” is not a kind of ballot I run. {listed}"


@pytest.mark.parametrize("words", ["run-off", "run off", "runoff", "run-off of selg-2026-03"])
def test_how_a_run_off_starts_is_said_to_whoever_wants_one_afresh(words: str) -> None:
    assert "start run-off REF" in unknown_kind(words, KNOWN)
    assert "run-off" in unknown_rule_set("Run-off", KNOWN)


def test_an_unknown_rule_set_is_named_with_the_nearest_and_all_there_are() -> None:
    assert unknown_rule_set("Decison", KNOWN).startswith(
        "Rule set: there is none called “Decison”. Did you mean decision?"
    )
    assert unknown_rule_set("tea", KNOWN).endswith(
        "“tea”. Known: election, decision, county-decision, meeting vote, poll, budget-vote."
    )
