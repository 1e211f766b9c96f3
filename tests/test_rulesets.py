"""The rule sets that ship: nine files, each line with its source, which an organisation adds to without code."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from operator import attrgetter
from pathlib import Path

import pytest

from mailvote.errors import ConfigurationError
from mailvote.resources import resource, rule_sets
from mailvote.rules.electorate import Role
from mailvote.rules.ruleset import RuleSet, Threshold

FILES = sorted(resource("rulesets").glob("*.toml"))
FOLDER = resource("rulesets")

TITLES = {
    "admission": "Admission of a practice",
    "advisory-poll": "Advisory poll",
    "censure": "Vote of censure",
    "county-decision": "County decision",
    "decision": "Decision",
    "election": "Election",
    "elr-locality-lead": "Election of locality leads",
    "meeting-vote": "Vote at a meeting",
    "run-off": "Run-off",
}

ALL_VOTERS = (Role.LEAD, Role.DEPUTY, Role.PROXY)

FACTS = [
    ("R6", "elr-locality-lead", "choices", "candidates"),
    ("R6", "elr-locality-lead", "seats", 2),
    ("R6", "elr-locality-lead", "electorate", "one-group"),
    ("R6", "elr-locality-lead", "weight", "equal"),
    ("R6", "elr-locality-lead", "participation", None),
    ("R6", "elr-locality-lead", "secrecy", "confidential"),
    ("R16", "elr-locality-lead", "outcome.run_off_rules", "elr-locality-lead"),
    ("R12", "run-off", "participation", Threshold(base="practices", at_least=Fraction(4, 5))),
    ("R16", "election", "outcome.tie", "run-off"),
    ("R16", "election", "outcome.run_off_rules", "run-off"),
    ("R16", "run-off", "outcome.run_off_rules", "run-off"),
    ("R26", "decision", "choices", "for-against"),
    ("R26", "decision", "weight", "population"),
    ("R26", "decision", "secrecy", "open"),
    ("R26", "decision", "participation", Threshold(base="population", at_least=Fraction(1, 2))),
    ("R26", "decision", "outcome.rule", "more-for-than-against"),
    ("R26", "decision", "outcome.tie", "not-carried"),
    ("R30", "decision", "outcome.feeds", "county-decision"),
    ("R27", "meeting-vote", "choices", "for-against"),
    ("R27", "meeting-vote", "weight", "equal"),
    ("R27", "meeting-vote", "who_may_vote", ()),
    ("R27", "meeting-vote", "window.working_days", 0),
    ("R27", "meeting-vote", "window.remind_working_days_before", ()),
    ("R27", "meeting-vote", "participation", Threshold(base="population", at_least=Fraction(1, 2))),
    ("R27", "meeting-vote", "outcome.rule", "more-for-than-against"),
    ("R28", "censure", "weight", "population"),
    ("R28", "censure", "participation", Threshold(base="population", at_least=Fraction(4, 5))),
    ("R28", "censure", "outcome.rule", "more-for-than-against"),
    ("R29", "admission", "choices", "for-against"),
    ("R29", "admission", "weight", "equal"),
    ("R29", "admission", "participation", None),
    ("R29", "admission", "outcome.rule", "fraction-of-electorate"),
    ("R29", "admission", "outcome.at_least", Fraction(2, 3)),
    ("R30", "county-decision", "electorate", "localities"),
    ("R30", "county-decision", "weight", "county"),
    ("R5", "county-decision", "shared_votes", 10),
    ("R30", "county-decision", "who_may_vote", (Role.LEAD, Role.DEPUTY)),
    ("R30", "county-decision", "participation", None),
    ("R30", "county-decision", "outcome.rule", "more-for-than-against"),
    ("R30", "county-decision", "outcome.review_when_opposed_by", 2),
    ("R31", "advisory-poll", "choices", "options"),
    ("R31", "advisory-poll", "participation", None),
    ("R31", "advisory-poll", "outcome.rule", "report-only"),
    *(("R32", name, "secrecy", "open") for name in ("meeting-vote", "censure", "admission", "county-decision")),
    *(("R32", name, "secrecy", "confidential") for name in ("election", "run-off", "advisory-poll")),
    *(("R17", name, "window.working_days", 5) for name in TITLES if name != "meeting-vote"),
    *(("R9", name, "who_may_vote", ALL_VOTERS) for name in TITLES if name not in ("meeting-vote", "county-decision")),
    *(("R23", name, "destruction.after", "1 month") for name in TITLES),
]


def shipped(name: str) -> RuleSet:
    return rule_sets()[name].rules


def test_nine_kinds_of_ballot_ship_each_in_the_file_of_its_name() -> None:
    assert {name: file.rules.title for name, file in rule_sets().items()} == TITLES
    assert [file.stem for file in FILES] == sorted(TITLES)


@pytest.mark.parametrize(("rule", "name", "setting", "value"), FACTS, ids=lambda value: str(value)[:30])
def test_what_the_rulebook_says_of_each_kind(rule: str, name: str, setting: str, value: object) -> None:
    assert attrgetter(setting)(shipped(name)) == value, rule


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_line_says_where_it_comes_from(file: Path) -> None:
    rules = file.read_text(encoding="utf-8").partition("[sources]")[0]
    settings = [line for line in rules.splitlines() if re.match(r"\w+ = ", line)]
    uncited = [line for line in settings if not re.search(r"# (C [A-Z]|E [S0-9]|default|for |the word )", line)]
    assert [line.partition(" = ")[0] for line in uncited] == ["name", "source"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_default_names_its_rule_of_the_rulebook_or_says_why(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    defaults = [line.partition("# default")[2] for line in lines if "# default" in line]
    assert defaults
    assert all(re.match(r" \(R\d+\)|: (as )?|$", reason) for reason in defaults)


@pytest.mark.parametrize("name", TITLES)
def test_every_rule_that_a_sentence_speaks_of_has_its_own_clause(name: str) -> None:
    rules = shipped(name)
    cited = {rule for rule, _ in rules.sources}
    spoken_of = {"voters", "proxy", "interest", "window", "choice", "weights", "secrecy", "abstention"}
    spoken_of |= {"participation", "outcome", "tie", "declaration", "confirmation", "destruction"}
    assert cited - {"review"} == spoken_of
    assert ("review" in cited) is bool(rules.outcome.review_when_opposed_by)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_a_default_is_not_cited_as_a_clause(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    sources = tomllib.loads(text)["sources"]
    for rule, key in (
        ("outcome", "rule"),
        ("participation", "at_least"),
        ("weights", "weight"),
        ("secrecy", "secrecy"),
    ):
        line = re.search(rf"^{key} = .*", text, re.MULTILINE)
        if line is not None and '""' not in line[0]:
            assert ("# default" in line[0]) is sources[rule].startswith("default of the rule set"), f"{file.name} {key}"


def test_an_organisation_overrides_a_kind_and_adds_one_without_code(tmp_path: Path) -> None:
    """The decision becomes confidential, and the organisation votes on its budget with fixed weights."""
    decision = (FOLDER / "decision.toml").read_text(encoding="utf-8")
    (tmp_path / "decision.toml").write_text(
        decision.replace('secrecy = "open"', 'secrecy = "confidential"'), encoding="utf-8"
    )
    (tmp_path / "budget-vote.toml").write_text(BUDGET_VOTE, encoding="utf-8")
    found = rule_sets(tmp_path)
    assert found.keys() == {*TITLES, "budget-vote"}
    assert (shipped("decision").secrecy, found["decision"].rules.secrecy) == ("open", "confidential")
    budget = found["budget-vote"].rules
    assert (budget.title, budget.weights, budget.weight_scale) == (
        "Vote on the budget",
        (("The Hart Surgery", 300), ("Nettlebed Surgery", 127)),
        100,
    )
    assert found["budget-vote"].text == BUDGET_VOTE


BUDGET_VOTE = """
name = "budget-vote"
title = "Vote on the budget"
source = "Standing orders of the group"
choices = "for-against"
weight = "fixed"

[weights]
"The Hart Surgery" = 3
"Nettlebed Surgery" = "1.27"

[window]
working_days = 10

[outcome]
rule = "more-for-than-against"
"""


def refusals(folder: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as refusal:
        rule_sets(folder)
    return [str(mistake) for mistake in refusal.value.mistakes]


def test_a_further_election_under_rules_that_are_not_there_is_told_when_the_folder_is_read(tmp_path: Path) -> None:
    election = (FOLDER / "election.toml").read_text(encoding="utf-8")
    (tmp_path / "election.toml").write_text(
        election.replace('run_off_rules = "run-off"', 'run_off_rules = "runoff"'), encoding="utf-8"
    )
    assert refusals(tmp_path) == [
        'rule set election: outcome.run_off_rules: "runoff" is the name of no rule set; allowed: '
        "election, elr-locality-lead, run-off"
    ]


@pytest.mark.parametrize("rules", ["decision", "advisory-poll"])
def test_a_further_election_is_held_under_rules_that_elect_somebody(tmp_path: Path, rules: str) -> None:
    election = (FOLDER / "election.toml").read_text(encoding="utf-8")
    (tmp_path / "election.toml").write_text(
        election.replace('run_off_rules = "run-off"', f'run_off_rules = "{rules}"'), encoding="utf-8"
    )
    assert refusals(tmp_path) == [
        f'rule set election: outcome.run_off_rules: "{rules}" elects nobody; allowed: '
        "election, elr-locality-lead, run-off"
    ]


def test_rules_without_a_further_election_name_whatever_they_like(tmp_path: Path) -> None:
    decision = (FOLDER / "decision.toml").read_text(encoding="utf-8")
    (tmp_path / "decision.toml").write_text(
        decision.replace('tie = "not', 'run_off_rules = "nothing"\ntie = "not'), encoding="utf-8"
    )
    assert rule_sets(tmp_path)["decision"].rules.outcome.run_off_rules == "nothing"


def test_r16_a_weighted_election_is_not_followed_by_an_unweighted_one(tmp_path: Path) -> None:
    text = (FOLDER / "election.toml").read_text(encoding="utf-8")
    weighted = text.replace('weight = "equal" ', 'weight = "population" ').replace(
        "publish_codes = true ", "publish_codes = false "
    )
    (tmp_path / "election.toml").write_text(weighted, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        rule_sets(tmp_path)
    (mistake,) = caught.value.mistakes
    assert (mistake.where, mistake.key) == ("rule set election", "outcome.run_off_rules")
    assert mistake.allowed == '"run-off" weighs votes or keeps them secret in another way; allowed: election'
