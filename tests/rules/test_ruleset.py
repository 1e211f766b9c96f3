"""Rule sets as data: read whole, refused with every mistake, each with what is allowed."""

from dataclasses import fields, replace
from datetime import time
from fractions import Fraction
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.errors import ConfigurationError
from mailvote.rules import ruleset
from mailvote.rules.electorate import Role
from mailvote.rules.ruleset import (
    Destruction,
    OutcomeRule,
    RuleSet,
    Threshold,
    Window,
    load_ruleset,
    parse_fraction,
)

ELECTION = """
name = "election"
title = "Election"
source = "SELG constitution 2015/16, Appendix 1"
choices = "candidates"
seats = 1
choose_at_most = "seats"
electorate = "practices"
weight = "equal"
who_may_vote = ["lead", "deputy", "proxy"]
revote = "rank"
secrecy = "confidential"
publish_codes = true
manager_sees_running_votes = false
interest_excludes_from_base = true

[window]
working_days = 5
count_opening_day = false
remind_working_days_before = [2, 1]
remind_at = "09:00"

[participation]
base = "practices"
at_least = "80%"
abstentions_take_part = true

[outcome]
rule = "most-votes"
at_least = ""
tie = "run-off"
uncontested = "vote"
review_when_opposed_by = 0

[destruction]
after = "1 month"
destroy_unconfirmed_after = "6 months"

[sources]
participation = "Appendix 1, section 12"
"""

SHORTEST = """
name = "quick"
title = "Quick election"
source = "for tests"
[window]
working_days = 0
[outcome]
rule = "most-votes"
"""

EIGHTY_PER_CENT_BY_DEFAULT = Threshold(base="practices", at_least=Fraction(4, 5))


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as refusal:
        load_ruleset(text, where="election.toml")
    return [str(mistake) for mistake in refusal.value.mistakes]


def changed(key: str, value: str) -> str:
    """The election with another value at the one line of that key."""
    lines = [f"{key} = {value}" if line.startswith(f"{key} ") else line for line in ELECTION.splitlines()]
    return "\n".join(lines)


def test_the_complete_rule_set_of_an_election() -> None:
    assert load_ruleset(ELECTION, where="election.toml") == RuleSet(
        name="election",
        title="Election",
        source="SELG constitution 2015/16, Appendix 1",
        sources=(("participation", "Appendix 1, section 12"),),
        choices="candidates",
        seats=1,
        choose_at_most="seats",
        electorate="practices",
        weight="equal",
        who_may_vote=(Role.LEAD, Role.DEPUTY, Role.PROXY),
        revote="rank",
        secrecy="confidential",
        publish_codes=True,
        manager_sees_running_votes=False,
        interest_excludes_from_base=True,
        window=Window(working_days=5, count_opening_day=False, remind_working_days_before=(2, 1), remind_at=time(9)),
        participation=Threshold(base="practices", at_least=Fraction(4, 5), abstentions_take_part=True),
        outcome=OutcomeRule(
            rule="most-votes", at_least=None, tie="run-off", uncontested="vote", review_when_opposed_by=0
        ),
        destruction=Destruction(after="1 month", destroy_unconfirmed_after="6 months"),
    )


def test_what_is_left_out_has_the_documented_default_and_no_threshold() -> None:
    quick = load_ruleset(SHORTEST, where="quick.toml")
    election = load_ruleset(ELECTION, where="election.toml")
    own = {"name", "title", "source", "sources", "window", "participation"}
    assert replace(quick.window, working_days=5) == election.window
    assert election.participation == EIGHTY_PER_CENT_BY_DEFAULT
    same = [field.name for field in fields(RuleSet) if field.name not in own]
    assert [getattr(quick, name) for name in same] == [getattr(election, name) for name in same]
    assert quick.participation is None
    assert quick.window == Window(working_days=0)


def test_a_rule_cites_its_own_clause_or_the_source_of_all() -> None:
    election = load_ruleset(ELECTION, where="election.toml")
    assert election.cite("participation") == "Appendix 1, section 12"
    assert election.cite("tie") == "SELG constitution 2015/16, Appendix 1"


def test_a_file_that_is_no_toml_says_where() -> None:
    assert mistakes("name = \n")[0].startswith("election.toml: cannot be read as TOML: ")
    assert "line 1" in mistakes("name = \n")[0]


def test_an_empty_file_is_told_everything_that_is_missing() -> None:
    assert mistakes("") == [
        "election.toml: name: missing; allowed: some words in quotation marks",
        "election.toml: title: missing; allowed: some words in quotation marks",
        "election.toml: source: missing; allowed: some words in quotation marks",
        "election.toml: window.working_days: missing; allowed: a whole number, 0 or more",
        'election.toml: outcome.rule: missing; allowed: "most-votes"',
    ]


def test_every_mistake_is_told_at_once() -> None:
    text = ELECTION.replace("80%", "180%").replace("rank", "fast").replace("working_days = 5", "")
    assert [mistake.split(":")[1].strip() for mistake in mistakes(text)] == [
        "revote",
        "window.working_days",
        "participation.at_least",
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("choices", '"options"'),
        ("seats", "2"),
        ("choose_at_most", "3"),
        ("electorate", '"localities"'),
        ("weight", '"population"'),
        ("secrecy", '"open"'),
        ("manager_sees_running_votes", "true"),
        ("interest_excludes_from_base", "false"),
        ("rule", '"majority"'),
        ("tie", '"not-carried"'),
        ("uncontested", '"elected"'),
        ("review_when_opposed_by", "2"),
    ],
)
def test_a_documented_value_that_is_not_built_yet_says_so(key: str, value: str) -> None:
    (mistake,) = mistakes(changed(key, value))
    assert f"{value} is not built yet; allowed: " in mistake


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("name", '" "', '" " is no text; allowed: some words in quotation marks'),
        ("title", "3", "3 is no text; allowed: some words in quotation marks"),
        ("seats", "true", "true is not known; allowed: 1"),
        ("seats", '"1"', '"1" is not known; allowed: 1'),
        ("choose_at_most", "0", '0 is not known; allowed: "seats" or 1'),
        ("publish_codes", "1", "1 is not known; allowed: true or false"),
        ("revote", '"last"', '"last" is not known; allowed: "rank", "latest" or "first"'),
        (
            "who_may_vote",
            '["contact"]',
            '"contact" is not known; allowed: a list of any of "lead", "deputy" and "proxy"',
        ),
        ("who_may_vote", "[]", '"" is not known; allowed: a list of any of "lead", "deputy" and "proxy"'),
        (
            "who_may_vote",
            '["lead", "lead"]',
            'the same is said twice; allowed: a list of any of "lead", "deputy" and "proxy"',
        ),
        ("working_days", "-1", "-1 is no such number; allowed: a whole number, 0 or more"),
        ("working_days", "5.0", "5.0 is no such number; allowed: a whole number, 0 or more"),
        ("working_days", "true", "true is no such number; allowed: a whole number, 0 or more"),
        (
            "remind_working_days_before",
            "[0]",
            "0 is no such number; allowed: different whole numbers, 1 or more, such as [2, 1]",
        ),
        (
            "remind_working_days_before",
            "2",
            "2 is no list; allowed: different whole numbers, 1 or more, such as [2, 1]",
        ),
        ("remind_at", '"9:00"', '"9:00" is no time of day; allowed: a time of day such as "09:00"'),
        ("remind_at", '"24:00"', '"24:00" is no time of day; allowed: a time of day such as "09:00"'),
        ("base", '"patients"', '"patients" is not known; allowed: "practices" or "population"'),
        ("at_least", "0.8", '"0.8" is no share; allowed: a share such as "80%" or "2/3"'),
        (
            "after",
            '"1 year"',
            '"1 year" is no number of months; allowed: calendar months such as "1 month" or "6 months"',
        ),
        (
            "after",
            "1",
            '1 is no number of months; allowed: calendar months such as "1 month" or "6 months"',
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(key: str, value: str, problem: str) -> None:
    assert any(mistake.endswith(problem) for mistake in mistakes(changed(key, value)))


def test_an_unknown_key_is_named_with_the_nearest_known_one() -> None:
    text = ELECTION.replace("remind_at", "remind_att").replace("[destruction]", "[destroy]\n[destruction]")
    top, window = ", ".join([*ruleset.KEYS, *ruleset.TABLES]), ", ".join(ruleset.TABLES["window"])
    assert mistakes("colour = 1\n" + text) == [
        f"election.toml: colour: unknown key; allowed: {top}",
        f"election.toml: destroy: unknown key; did you mean destruction?; allowed: {top}",
        f"election.toml: window.remind_att: unknown key; did you mean remind_at?; allowed: {window}",
    ]


def test_a_table_that_is_none_is_told_what_it_holds() -> None:
    assert (
        "election.toml: window: not a table; allowed: [window] with "
        "working_days, count_opening_day, remind_working_days_before, remind_at"
    ) in mistakes("window = 5\n")


@pytest.mark.parametrize(
    ("key", "value", "where", "read"),
    [
        ("revote", '"latest"', "revote", "latest"),
        ("revote", '"first"', "revote", "first"),
        ("publish_codes", "false", "publish_codes", False),
        ("who_may_vote", '["deputy"]', "who_may_vote", (Role.DEPUTY,)),
        ("working_days", "0", "window.working_days", 0),
        ("count_opening_day", "true", "window.count_opening_day", True),
        ("remind_working_days_before", "[1]", "window.remind_working_days_before", (1,)),
        ("remind_at", '"23:59"', "window.remind_at", time(23, 59)),
        ("base", '"population"', "participation.base", "population"),
        ("abstentions_take_part", "false", "participation.abstentions_take_part", False),
        ("after", '"12 months"', "destruction.after", "12 months"),
    ],
)
def test_each_setting_that_is_built_is_read(key: str, value: str, where: str, read: object) -> None:
    assert attrgetter(where)(load_ruleset(changed(key, value), where="election.toml")) == read


def test_no_reminders_and_one_choice_are_rules_too() -> None:
    text = changed("remind_working_days_before", "[]").replace('"seats"', "1")
    rules = load_ruleset(text, where="election.toml")
    assert (rules.window.remind_working_days_before, rules.choose_at_most) == ((), 1)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("80%", Fraction(4, 5)),
        ("80 %", Fraction(4, 5)),
        ("12.5%", Fraction(1, 8)),
        ("100%", Fraction(1)),
        (" 2/3 ", Fraction(2, 3)),
        ("1/2", Fraction(1, 2)),
    ],
)
def test_a_share_is_read_exactly(text: str, share: Fraction) -> None:
    assert parse_fraction(text) == share


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no share"),
        ("80", "no share"),
        ("-80%", "no share"),
        ("2/3%", "no share"),
        ("\N{ARABIC-INDIC DIGIT EIGHT}0%", "no share"),
        ("1/0", "divides by nothing"),
        ("0%", "up to 100%"),
        ("101%", "up to 100%"),
        ("4/3", "up to 100%"),
    ],
)
def test_what_is_no_share_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_fraction(text)


@given(st.text() | st.from_regex(r"[0-9/%. ]{0,6}", fullmatch=True))
def test_a_share_is_either_read_or_refused_and_never_outside_its_bounds(text: str) -> None:
    try:
        share = parse_fraction(text)
    except ValueError:
        return
    assert 0 < share <= 1
