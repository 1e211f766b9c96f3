"""Rule sets as data: read whole, refused with every mistake, each with what is allowed."""

from dataclasses import fields, replace
from datetime import time
from fractions import Fraction
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.errors import ConfigurationError
from mailvote.rules import rulekeys
from mailvote.rules.electorate import Role
from mailvote.rules.rulecheck import CHECKS
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
run_off_rules = "run-off"
uncontested = "vote"
review_when_opposed_by = 0
feeds = ""

[destruction]
after = "1 month"
destroy_unconfirmed_after = "6 months"

[sources]
participation = "Appendix 1, section 12"
"""

DECISION = """
name = "decision"
title = "Decision"
source = "for tests"
choices = "for-against"
weight = "population"
[window]
working_days = 5
[outcome]
rule = "more-for-than-against"
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

NO_NAME = 'no name of a rule set; allowed: lower-case letters, digits and hyphens, such as "budget-vote"'

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
            rule="most-votes",
            at_least=None,
            tie="run-off",
            run_off_rules="run-off",
            uncontested="vote",
            review_when_opposed_by=0,
            feeds="",
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
        'election.toml: name: missing; allowed: lower-case letters, digits and hyphens, such as "budget-vote"',
        "election.toml: title: missing; allowed: some words in quotation marks",
        "election.toml: source: missing; allowed: some words in quotation marks",
        "election.toml: window.working_days: missing; allowed: a whole number, 0 or more",
        'election.toml: outcome.rule: missing; allowed: "most-votes", "majority", "more-for-than-against", '
        '"fraction-of-electorate" or "report-only"',
    ]


def test_every_mistake_is_told_at_once() -> None:
    text = ELECTION.replace("80%", "180%").replace("rank", "fast").replace("working_days = 5", "")
    assert [mistake.split(":")[1].strip() for mistake in mistakes(text)] == [
        "revote",
        "window.working_days",
        "participation.at_least",
    ]


def test_a_documented_value_that_is_not_built_yet_says_so() -> None:
    (mistake,) = mistakes(changed("manager_sees_running_votes", "true"))
    assert "true is not built yet; allowed: " in mistake


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("name", '" "', f'" " is {NO_NAME}'),
        ("name", '"Budget vote"', f'"Budget vote" is {NO_NAME}'),
        ("name", "3", f"3 is {NO_NAME}"),
        ("run_off_rules", '""', f'"" is {NO_NAME}'),
        ("feeds", '"County"', f'"County" is {NO_NAME}, or ""'),
        ("title", '" "', '" " is no text; allowed: some words in quotation marks'),
        ("title", "3", "3 is no text; allowed: some words in quotation marks"),
        ("seats", "true", "true is no such number; allowed: a whole number from 1 to 99"),
        ("seats", '"1"', '"1" is no such number; allowed: a whole number from 1 to 99'),
        ("seats", "0", "0 is no such number; allowed: a whole number from 1 to 99"),
        ("seats", "100", "100 is no such number; allowed: a whole number from 1 to 99"),
        ("choose_at_most", "0", '0 is no such number; allowed: "seats" or a whole number from 1 to 99'),
        ("choose_at_most", '"all"', '"all" is no such number; allowed: "seats" or a whole number from 1 to 99'),
        ("electorate", '"group"', '"group" is not known; allowed: "practices", "localities" or "one-group"'),
        ("weight", '"size"', '"size" is not known; allowed: "equal", "population", "county" or "fixed"'),
        ("review_when_opposed_by", "-1", "-1 is no such number; allowed: a whole number, 0 or more"),
        ("publish_codes", "1", "1 is not known; allowed: true or false"),
        ("revote", '"last"', '"last" is not known; allowed: "rank", "latest" or "first"'),
        (
            "who_may_vote",
            '["contact"]',
            '"contact" is not known; allowed: a list of any of "lead", "deputy" and "proxy"',
        ),
        ("who_may_vote", '""', '"" is no list; allowed: a list of any of "lead", "deputy" and "proxy"'),
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
    top = ", ".join([*rulekeys.KEYS, *rulekeys.TABLES, *rulekeys.OPEN_TABLES])
    window = ", ".join(rulekeys.TABLES["window"])
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
    assert "election.toml: weights: not a table; allowed: [weights] with names of practices" in mistakes(
        said(DECISION, 'weight = "fixed"', "weights = 5")
    )


@pytest.mark.parametrize(
    ("key", "value", "where", "read"),
    [
        ("choices", '"options"', "choices", "options"),
        ("seats", "2", "seats", 2),
        ("seats", "99", "seats", 99),
        ("choose_at_most", "3", "choose_at_most", 3),
        ("choose_at_most", "99", "choose_at_most", 99),
        ("electorate", '"localities"', "electorate", "localities"),
        ("electorate", '"one-group"', "electorate", "one-group"),
        ("who_may_vote", '["lead"]', "who_may_vote", (Role.LEAD,)),
        ("secrecy", '"open"', "secrecy", "open"),
        ("interest_excludes_from_base", "false", "interest_excludes_from_base", False),
        ("rule", '"majority"', "outcome.rule", "majority"),
        ("rule", '"report-only"', "outcome.rule", "report-only"),
        ("tie", '"not-carried"', "outcome.tie", "not-carried"),
        ("run_off_rules", '"second-round"', "outcome.run_off_rules", "second-round"),
        ("feeds", '"county-decision"', "outcome.feeds", "county-decision"),
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


def said(text: str, *lines: str) -> str:
    """The rule set with these lines said first in their tables: `seats = 2`, `outcome.tie = "run-off"`.

    A line that says something else about the same setting goes.
    """
    for line in lines:
        dotted, _, value = line.partition(" = ")
        table, _, key = dotted.rpartition(".")
        kept = "\n".join(other for other in text.splitlines() if not other.startswith(f"{key} = "))
        setting = f"{key} = {value}"
        text = kept.replace(f"[{table}]", f"[{table}]\n{setting}") if table else f"{setting}\n{kept}"
    return f"{text}\n"


FIXED = '\n[weights]\n"The Hart Surgery" = 3\n'

TOGETHER = [
    (said(DECISION, "seats = 2"), 'seats: 2 does not go with choices = "for-against"; allowed: 1'),
    (
        said(DECISION, "choose_at_most = 2"),
        'choose_at_most: 2 does not go with choices = "for-against"; allowed: "seats" or 1',
    ),
    (
        said(DECISION, "publish_codes = true"),
        "publish_codes: true would show who voted how, since a weight tells which practice it is; "
        'allowed: false, unless weight = "equal"',
    ),
    (
        said(DECISION, "shared_votes = 12"),
        'shared_votes: 12 goes with weight = "county" alone; allowed: no such key here',
    ),
    (DECISION + FIXED, 'weights: goes with weight = "fixed" alone; allowed: no such table here'),
    (
        said(DECISION, 'weight = "fixed"'),
        'weights: missing with weight = "fixed"; '
        'allowed: [weights] with the votes of every practice, such as "The Hart Surgery" = 3',
    ),
    (
        said(DECISION, 'weight = "fixed"') + FIXED + '"the HART-surgery" = 2\n',
        "weights: one name stands there in two spellings; allowed: each practice once",
    ),
    (
        said(DECISION, "who_may_vote = []", "window.remind_working_days_before = [2, 1]"),
        "window.remind_working_days_before: [2, 1] reminds nobody, since who_may_vote = []; allowed: []",
    ),
    (
        said(DECISION, 'outcome.rule = "majority"'),
        'outcome.rule: "majority" does not go with choices = "for-against"; '
        'allowed: "more-for-than-against", "fraction-of-electorate" or "report-only"',
    ),
    (
        said(ELECTION, 'outcome.rule = "more-for-than-against"'),
        'outcome.rule: "more-for-than-against" goes with choices = "for-against" alone; '
        'allowed: "most-votes", "majority" or "report-only"',
    ),
    (
        said(DECISION, 'outcome.rule = "fraction-of-electorate"'),
        'outcome.at_least: missing with rule = "fraction-of-electorate"; allowed: a share such as "80%" or "2/3"',
    ),
    (
        said(DECISION, 'outcome.at_least = "2/3"'),
        'outcome.at_least: "2/3" goes with rule = "fraction-of-electorate" alone; allowed: ""',
    ),
    (
        said(DECISION, 'outcome.tie = "run-off"'),
        'outcome.tie: "run-off" does not go with choices = "for-against"; allowed: "not-carried"',
    ),
    (
        said(ELECTION, "outcome.review_when_opposed_by = 1"),
        'outcome.review_when_opposed_by: 1 goes with choices = "for-against" alone, where somebody can oppose; '
        "allowed: 0",
    ),
    *(
        (
            changed("after", '"3 months"') + f'\n[candidates]\n{key} = "2 months"\n',
            f'candidates.{key}: "2 months" is over before the letters go in which it stands as well; '
            "allowed: as long as [destruction] after, or longer",
        )
        for key in ("keep_unsuccessful", "keep_elected")
    ),
]


@pytest.mark.parametrize(("text", "mistake"), TOGETHER, ids=[mistake.split(";")[0] for _, mistake in TOGETHER])
def test_settings_that_do_not_go_together_are_named_with_what_is_allowed(text: str, mistake: str) -> None:
    assert mistakes(text) == [f"election.toml: {mistake}"]


def test_every_cross_check_has_its_case() -> None:
    assert [check.key for check in CHECKS] == [mistake.partition(":")[0] for _, mistake in TOGETHER]


def test_everything_that_does_not_go_together_is_told_at_once() -> None:
    text = said(ELECTION, 'choices = "for-against"', "seats = 2", 'weight = "population"')
    assert [mistake.split(":")[1].strip() for mistake in mistakes(text)] == [
        "seats",
        "publish_codes",
        "outcome.rule",
        "outcome.tie",
    ]


@pytest.mark.parametrize(
    "text",
    [
        said(DECISION, 'choices = "yes-no"'),
        said(DECISION, 'weight = "size"', "shared_votes = 12"),
        said(DECISION, 'outcome.rule = "most"', 'outcome.at_least = "2/3"'),
        said(DECISION, 'outcome.rule = "fraction-of-electorate"', 'outcome.at_least = "two thirds"'),
        "weights = 5\n" + said(DECISION, 'weight = "fixed"'),
    ],
)
def test_a_slip_is_told_once_and_not_again_by_what_rests_on_it(text: str) -> None:
    assert len(mistakes(text)) == 1


def test_a_rule_that_is_missing_is_told_once() -> None:
    text = said(DECISION, 'outcome.at_least = "2/3"').replace('rule = "more-for-than-against"', "")
    assert [mistake.split(":")[1].strip() for mistake in mistakes(text)] == ["outcome.rule"]


def test_r29_two_thirds_of_all_practices_is_an_exact_share() -> None:
    text = said(DECISION, 'outcome.rule = "fraction-of-electorate"', 'outcome.at_least = "2/3"')
    assert load_ruleset(text, where="admission.toml").outcome.at_least == Fraction(2, 3)


def test_r26_without_a_word_a_tie_between_for_and_against_is_not_carried() -> None:
    assert load_ruleset(DECISION, where="decision.toml").outcome.tie == "not-carried"
    assert load_ruleset(SHORTEST, where="quick.toml").outcome.tie == "run-off"


def test_r22_without_a_word_codes_are_published_where_every_practice_weighs_the_same() -> None:
    assert load_ruleset(SHORTEST, where="quick.toml").publish_codes
    assert not load_ruleset(DECISION, where="decision.toml").publish_codes


def test_r27_who_may_vote_nobody_means_that_the_manager_records_and_nobody_is_reminded() -> None:
    meeting = load_ruleset(said(DECISION, "who_may_vote = []"), where="meeting-vote.toml")
    assert (meeting.is_by_mail, meeting.who_may_vote, meeting.window.remind_working_days_before) == (False, (), ())
    assert load_ruleset(DECISION, where="decision.toml").is_by_mail


@pytest.mark.parametrize(
    ("lines", "publishes"),
    [
        ((), True),
        (("publish_codes = false",), False),
        (('secrecy = "open"',), False),
        (('weight = "population"', "publish_codes = false"), False),
    ],
)
def test_r22_codes_are_published_for_confidential_votes_of_equal_weight_alone(
    lines: tuple[str, ...], publishes: bool
) -> None:
    assert load_ruleset(said(ELECTION, *lines), where="election.toml").publishes_codes is publishes


def test_a_weight_never_publishes_codes_whatever_the_value_was_made_with() -> None:
    assert not replace(load_ruleset(ELECTION, where="election.toml"), weight="population").publishes_codes


def test_r32_an_open_vote_and_a_vote_for_or_against_are_known_by_a_property() -> None:
    election, decision = (load_ruleset(text, where="a.toml") for text in (ELECTION, DECISION))
    assert (election.is_open, election.has_fixed_options) == (False, False)
    assert (decision.is_open, decision.has_fixed_options) == (False, True)
    assert load_ruleset(said(DECISION, 'secrecy = "open"'), where="a.toml").is_open


@pytest.mark.parametrize(
    ("text", "elects", "may_need_run_off"),
    [
        (ELECTION, True, True),
        (said(ELECTION, 'outcome.tie = "not-carried"'), True, False),
        (said(ELECTION, 'outcome.rule = "majority"', 'outcome.tie = "not-carried"'), True, True),
        (said(ELECTION, 'outcome.rule = "report-only"'), False, False),
        (DECISION, False, False),
    ],
)
def test_r16_a_further_election_may_follow_a_tie_and_a_lack_of_majority(
    text: str, elects: bool, may_need_run_off: bool
) -> None:
    rules = load_ruleset(text, where="a.toml")
    assert (rules.elects, rules.may_need_run_off) == (elects, may_need_run_off)


def fixed(*weights: str) -> RuleSet:
    """A decision in which practices A, B, C ... have these votes."""
    lines = "".join(f'"{name}" = {weight}\n' for name, weight in zip("ABC", weights, strict=False))
    return load_ruleset(said(DECISION, 'weight = "fixed"') + f"[weights]\n{lines}", where="fixed.toml")


@pytest.mark.parametrize(
    ("written", "scale", "weights"),
    [
        (("3", "1"), 1, (("A", 3), ("B", 1))),
        (('"3"', '"1.00"'), 1, (("A", 3), ("B", 1))),
        (("3", '"1.27"'), 100, (("A", 300), ("B", 127))),
        (('"0.5"', '"0.01"', "1000000"), 100, (("A", 50), ("B", 1), ("C", 100_000_000))),
    ],
)
def test_fixed_weights_are_whole_votes_or_all_of_them_hundredths(
    written: tuple[str, ...], scale: int, weights: tuple[tuple[str, int], ...]
) -> None:
    rules = fixed(*written)
    assert (rules.weight_scale, rules.weights) == (scale, weights)


@pytest.mark.parametrize(
    ("weight", "problem"),
    [
        ("0", "0 is not above 0 and up to 1,000,000"),
        ('"0.00"', '"0.00" is not above 0 and up to 1,000,000'),
        ("1000001", "1000001 is not above 0 and up to 1,000,000"),
        ("-1", "-1 is not above 0 and up to 1,000,000"),
        ("1.27", "1.27 is no number of votes"),
        ("true", "true is no number of votes"),
        ('"1.275"', '"1.275" is no number of votes'),
        ('"1,000"', '"1,000" is no number of votes'),
        ('"-1"', '"-1" is no number of votes'),
        ('"\N{ARABIC-INDIC DIGIT EIGHT}"', '"\N{ARABIC-INDIC DIGIT EIGHT}" is no number of votes'),
    ],
)
def test_what_is_no_weight_is_named_by_its_practice(weight: str, problem: str) -> None:
    text = said(DECISION, 'weight = "fixed"') + f'[weights]\n"The Hart Surgery" = {weight}\n"B" = 1\n'
    assert mistakes(text) == [
        f"election.toml: weights.The Hart Surgery: {problem}; "
        'allowed: votes such as 3, or with decimals in quotation marks such as "1.27"'
    ]


def test_a_county_counts_in_hundredths_and_shares_ten_votes_unless_told_otherwise() -> None:
    county = said(DECISION, 'weight = "county"')
    assert load_ruleset(county, where="a.toml").weight_scale == 100
    assert load_ruleset(county, where="a.toml").shared_votes == 10
    assert load_ruleset(said(county, "shared_votes = 12"), where="a.toml").shared_votes == 12
    assert load_ruleset(DECISION, where="a.toml").weight_scale == 1


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


def kept_for(span: str) -> str:
    return f'\n[candidates]\nkeep_unsuccessful = "{span}"\nkeep_elected = "{span}"\n'


@pytest.mark.parametrize(("kept", "after"), [("2 months", "2 months"), ("3 months", "2 months")])
def test_r23_statements_may_be_kept_as_long_as_the_letters_or_longer(kept: str, after: str) -> None:
    rules = load_ruleset(changed("after", f'"{after}"') + kept_for(kept), where="election.toml")
    assert (rules.candidacy.keep_unsuccessful, rules.candidacy.keep_elected) == (kept, kept)


def test_r23_a_time_that_cannot_be_read_is_told_once() -> None:
    (mistake,) = mistakes(changed("after", '"soon"') + kept_for("1 month"))
    assert "destruction.after" in mistake
