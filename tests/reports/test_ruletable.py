"""The tables of the rule sets: what every file says to every rule, in plain words, as docs/rulesets.md shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from mailvote.reports.ruletable import BEGIN, END, ROWS, rule_tables, with_tables
from mailvote.resources import rule_sets
from mailvote.rules import rulekeys
from mailvote.rules.electorate import Role
from mailvote.rules.rulecheck import CHECKS
from mailvote.rules.ruleset import OutcomeRule, RuleSet, Threshold, Window, load_ruleset
from mailvote.rules.weights import weigh, weighing_problems
from tests.rewrite import RULE_SETS, rule_set_document
from tests.rules.examples import ELECTION, selg

DECISION = replace(
    ELECTION,
    name="decision",
    title="Decision",
    choices="for-against",
    weight="population",
    outcome=OutcomeRule(rule="more-for-than-against", tie="not-carried"),
)


def cell(number: str, rules: RuleSet) -> str:
    """What the table says to one rule."""
    (line,) = [line for line in rule_tables([rules]).splitlines() if line.startswith(f"| {number} ")]
    return line.split(" | ")[1].removesuffix(" |")


def outcome(**changes: object) -> RuleSet:
    return replace(ELECTION, outcome=replace(ELECTION.outcome, **changes))


def test_the_document_shows_the_rule_sets_as_they_are() -> None:
    """When this fails, `make docs` writes the tables again."""
    assert RULE_SETS.read_text(encoding="utf-8") == rule_set_document()


def test_every_rule_that_a_file_can_speak_to_has_a_row_in_order() -> None:
    numbers = [*range(2, 13), *range(14, 18), 19, 20, 22, 23, *range(26, 33)]
    assert [row.number for row in ROWS] == [f"R{number}" for number in numbers]


def test_every_rule_set_stands_in_one_column() -> None:
    tables = rule_tables([file.rules for file in rule_sets().values()])
    heads = [line for line in tables.splitlines() if line.startswith("| Rule |")]
    assert sorted(re.findall(r"<br>`([a-z-]+)`", "".join(heads))) == sorted(rule_sets())
    assert len(heads) == 3


def test_no_table_is_wider_than_a_page() -> None:
    tables = rule_tables([file.rules for file in rule_sets().values()])
    assert max(line.count(" | ") for line in tables.splitlines()) <= 4


def test_a_cell_never_breaks_the_table() -> None:
    lines = rule_tables([DECISION]).splitlines()
    assert lines[0] == "### Votes For or Against, by email"
    assert {line.count("|") for line in lines[2:]} == {3}
    assert len(lines) == 4 + len(ROWS)


@pytest.mark.parametrize(
    ("number", "rules", "words"),
    [
        ("R2", ELECTION, "not asked"),
        ("R2", replace(DECISION, participation=None), "weighs the votes, as at the opening"),
        (
            "R2",
            replace(DECISION, participation=Threshold(base="population", at_least=Fraction(1, 2))),
            "weighs the votes and measures who takes part, as at the opening",
        ),
        ("R3", ELECTION, "one vote each"),
        ("R3", DECISION, "one vote each, with the weight of its population"),
        ("R3", replace(DECISION, weight="fixed"), "one vote each, with the weight in the table [weights]"),
        ("R4", ELECTION, "are told, and do not vote"),
        ("R4", replace(DECISION, who_may_vote=()), "may attend, and do not vote"),
        ("R5", ELECTION, "not asked"),
        ("R5", replace(DECISION, weight="county"), "10 votes shared by population, to two decimals"),
        ("R6", ELECTION, "all practices, or the group that is named; 1 seat"),
        (
            "R6",
            replace(ELECTION, electorate="one-group", seats=2),
            "the practices of one group, which must be named; 2 seats",
        ),
        ("R6", replace(DECISION, electorate="localities"), "the localities of the county"),
        ("R7", ELECTION, "lead, deputy and proxy in force when the vote arrives"),
        ("R7", replace(ELECTION, who_may_vote=(Role.LEAD,)), "lead in force when the vote arrives"),
        ("R7", replace(DECISION, who_may_vote=()), "those present at the meeting"),
        ("R8", ELECTION, "may be named before it votes"),
        ("R8", replace(ELECTION, who_may_vote=(Role.LEAD,)), "none"),
        ("R8", replace(DECISION, who_may_vote=()), "seen to at the meeting"),
        ("R9", ELECTION, "the later vote of the same or a higher rank"),
        ("R9", replace(ELECTION, revote="latest"), "the latest vote, whoever sent it"),
        ("R9", replace(ELECTION, revote="first"), "the first vote"),
        ("R9", replace(DECISION, who_may_vote=()), "what is recorded last"),
        ("R10", ELECTION, "the ballot paper it answers decides"),
        ("R10", replace(DECISION, who_may_vote=()), "no ballot papers"),
        ("R11", ELECTION, "may not vote, does not count in the base"),
        ("R11", replace(ELECTION, interest_excludes_from_base=False), "may not vote, still counts in the base"),
        ("R12", ELECTION, "80% of practices, abstentions count"),
        ("R12", replace(ELECTION, participation=None), "not asked"),
        (
            "R12",
            replace(
                ELECTION,
                participation=Threshold(base="population", at_least=Fraction(2, 3), abstentions_take_part=False),
            ),
            "2/3 of the population, abstentions do not count",
        ),
        ("R14", ELECTION, "one candidate for each seat"),
        ("R14", replace(ELECTION, choices="options", choose_at_most=1), "one option"),
        ("R14", replace(ELECTION, choose_at_most=3), "up to 3 candidates"),
        ("R14", DECISION, "For or Against"),
        ("R15", ELECTION, "most votes"),
        ("R15", outcome(rule="majority"), "more than half of the votes"),
        ("R15", DECISION, "carried with more For than Against"),
        ("R16", ELECTION, "a further election, under `run-off`"),
        ("R16", outcome(tie="not-carried"), "nobody is elected"),
        ("R16", outcome(rule="report-only"), "not asked"),
        ("R16", DECISION, "not carried"),
        (
            "R17",
            ELECTION,
            "at least 5 working days, the day of opening not counted; reminders 2 and 1 working days before the close",
        ),
        (
            "R17",
            replace(ELECTION, window=Window(working_days=1, count_opening_day=True, remind_working_days_before=())),
            "at least 1 working day, the day of opening counted if before noon",
        ),
        ("R17", replace(ELECTION, window=Window(working_days=0)), "no minimum"),
        ("R19", ELECTION, "lengthen it, never below 5 working days; cancel it"),
        ("R19", replace(ELECTION, window=Window(working_days=0)), "lengthen it; cancel it"),
        ("R22", ELECTION, "turnout alone before the close; then totals, and votes by code, never who voted how"),
        ("R22", DECISION, "turnout alone before the close; then totals, never who voted how"),
        ("R22", replace(DECISION, secrecy="open"), "turnout alone before the close; then who voted how"),
        (
            "R23",
            ELECTION,
            "votes and messages, 1 month after the confirmation; without one, 6 months after the declaration",
        ),
        (
            "R23",
            replace(DECISION, secrecy="open"),
            "messages, 1 month after the confirmation; without one, 6 months after the declaration",
        ),
        ("R26", ELECTION, "not asked"),
        ("R26", DECISION, "For or Against, by weight of population"),
        ("R26", replace(DECISION, who_may_vote=()), "not asked"),
        ("R27", ELECTION, "not asked"),
        ("R27", replace(DECISION, who_may_vote=()), "recorded by the manager, mailed to each practice"),
        ("R28", ELECTION, "not asked"),
        (
            "R28",
            replace(DECISION, participation=Threshold(base="population", at_least=Fraction(4, 5))),
            "80% of the population",
        ),
        ("R29", ELECTION, "not asked"),
        (
            "R29",
            outcome(rule="fraction-of-electorate", at_least=Fraction(2, 3)),
            "2/3 of all practices, replied or not",
        ),
        ("R30", ELECTION, "not asked"),
        ("R30", outcome(review_when_opposed_by=2), "reviewed when 2 or more oppose"),
        ("R30", outcome(feeds="county-decision"), "the result may be cast in a `county-decision`"),
        ("R31", ELECTION, "not asked"),
        ("R31", outcome(rule="report-only"), "totals and response, overall and by group"),
        ("R32", ELECTION, "confidential"),
        ("R32", replace(DECISION, secrecy="open"), "open: the declaration lists each practice's vote"),
    ],
)
def test_a_cell_says_what_the_file_says(number: str, rules: RuleSet, words: str) -> None:
    assert cell(number, rules) == words


def test_tables_take_the_place_of_those_before_and_leave_the_rest() -> None:
    document = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert with_tables(document, "new") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    assert with_tables(with_tables(document, "old"), "new") == with_tables(document, "new")


@pytest.mark.parametrize("document", ["", f"{BEGIN} without an end", f"{END} {BEGIN}"])
def test_a_document_without_its_marks_is_not_written(document: str) -> None:
    with pytest.raises(ValueError, match="does not say where the tables belong"):
        with_tables(document, "new")


def documented() -> str:
    return RULE_SETS.read_text(encoding="utf-8").partition("## All keys")[2].partition("## What each")[0]


def test_every_key_and_every_value_that_is_allowed_is_documented() -> None:
    text = documented()
    keys = {*rulekeys.KEYS, *(key for table in rulekeys.TABLES.values() for key in table)}
    assert {key for key in keys if f"`{key}`" not in text} == set()
    assert {name for name in (*rulekeys.TABLES, *rulekeys.OPEN_TABLES) if f"`[{name}]`" not in text} == set()
    every = " ".join(key.allowed for table in (rulekeys.KEYS, *rulekeys.TABLES.values()) for key in table.values())
    values = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', every)) - {"budget-vote"}
    assert {value for value in values if value not in text} == set()


def test_every_cross_check_is_documented() -> None:
    together = documented().partition("### What goes together")[2]
    short = {"window.remind_working_days_before": "reminders"}
    assert {check.key for check in CHECKS if short.get(check.key, check.key.split(".")[-1]) not in together} == set()


def test_the_example_of_the_document_is_a_rule_set_for_the_ten_practices() -> None:
    example = re.search(r"<!-- example -->\n```toml\n(.*?)```", RULE_SETS.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    rules = load_ruleset(example[1], where="budget-vote.toml")
    assert weighing_problems(selg(), rules, total=None) == ()
    assert sum(member.weight for member in weigh(selg(), rules, total=None).members) == 2500


def test_every_rule_set_that_ships_is_introduced() -> None:
    introduction = RULE_SETS.read_text(encoding="utf-8").partition("## Rules of your own")[0]
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", introduction, re.MULTILINE)) == sorted(rule_sets())
