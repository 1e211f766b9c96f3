"""How each kind of ballot is decided, in the words of its paper."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mailvote.mail.deciding import deciding
from mailvote.rules.ruleset import OutcomeRule
from tests.mail.kinds import KINDS, Kind


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "election",
            "The candidate with the most votes is elected. "
            "If candidates tie, the tied candidates alone stand in a further election.",
        ),
        (
            "run-off",
            "The candidate with the most votes is elected. "
            "If candidates tie, the tied candidates alone stand in a further election.",
        ),
        (
            "elr-locality-lead",
            "The two candidates with the most votes are elected. "
            "If candidates tie, the tied candidates alone stand in a further election.",
        ),
        (
            "decision",
            "It is carried if the practices voting For have more registered patients than those voting Against; "
            "if the two are equal, it is not carried.",
        ),
        (
            "censure",
            "It is carried if the practices voting For have more registered patients than those voting Against; "
            "if the two are equal, it is not carried.",
        ),
        (
            "meeting-vote",
            "It is carried if more practices vote For than Against; if the two are equal, it is not carried.",
        ),
        (
            "admission",
            "It is carried if at least two thirds of all practices vote For. "
            "All practices are counted in, also those that abstain or do not reply.",
        ),
        (
            "county-decision",
            "It is carried if there are more votes For than Against, each locality counting with its weight; "
            "if the two are equal, it is not carried. "
            "If two or more localities vote Against, the Governing Body reviews it at its next meeting.",
        ),
        ("advisory-poll", "This is a poll: its result is reported, and binds nobody."),
    ],
)
def test_each_kind_says_how_it_is_decided(name: str, words: str) -> None:
    assert deciding(KINDS[name].house, KINDS[name].paper) == words


@pytest.mark.parametrize(
    ("outcome", "changes", "words"),
    [
        (
            OutcomeRule(rule="majority"),
            {},
            "The candidate with more than half of the votes for candidates is elected. "
            "If no candidate has it, the leading candidates alone stand in a further election.",
        ),
        (
            OutcomeRule(rule="majority"),
            {"seats": 2},
            "Up to two candidates with more than half of the votes for candidates are elected. "
            "If no candidate has it, the leading candidates alone stand in a further election.",
        ),
        (
            OutcomeRule(rule="most-votes", tie="not-carried"),
            {"choices": "options", "weight": "population"},
            "The option with the most votes by weight is chosen. If options tie, none of them is chosen.",
        ),
        (
            OutcomeRule(rule="most-votes"),
            {"choices": "options"},
            "The option with the most votes is chosen. "
            "If options tie, the tied options alone stand in a further ballot.",
        ),
        (
            OutcomeRule(rule="fraction-of-electorate", at_least=Fraction(3, 5)),
            {"choices": "for-against", "weight": "population"},
            "It is carried if the practices voting For have at least 60% of all the weight. "
            "All practices are counted in, also those that abstain or do not reply.",
        ),
        (
            OutcomeRule(rule="more-for-than-against", tie="not-carried", review_when_opposed_by=1),
            {"choices": "for-against"},
            "It is carried if more practices vote For than Against; if the two are equal, it is not carried. "
            "If any practice votes Against, it is to be reviewed.",
        ),
    ],
)
def test_an_organisations_own_rules_say_how_they_decide(
    outcome: OutcomeRule, changes: dict[str, object], words: str
) -> None:
    own = Kind(rules=replace(KINDS["election"].rules, outcome=outcome, **changes))  # type: ignore[arg-type]
    assert deciding(own.house, own.paper) == words
