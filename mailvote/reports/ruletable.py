"""The rules of every kind of ballot side by side, as tables in Markdown: what each file says, in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailvote.mail.phrases import share_words
from mailvote.rules.electorate import Role
from mailvote.rules.english import counted, listed
from mailvote.rules.ruleset import RuleSet, Threshold

BEGIN = "<!-- The tables between these two lines are written by `make docs`. -->"
END = "<!-- End of the tables. -->"

NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule of the rulebook, and what a rule set says to it."""

    number: str
    title: str
    cell: Callable[[RuleSet], str]


def rule_tables(rule_sets: Sequence[RuleSet]) -> str:
    """A table for each group of rule sets that has any, each under its heading, rules down and rule sets across."""
    tables = [_table(title, [rules for rules in rule_sets if belongs(rules)]) for title, belongs in GROUPS]
    return "\n\n".join(table for table in tables if table)


def with_tables(document: str, tables: str) -> str:
    """The document with these tables between its two marks; ValueError when it has none."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the document does not say where the tables belong")
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def _table(title: str, rule_sets: Sequence[RuleSet]) -> str:
    if not rule_sets:
        return ""
    head = ["Rule", *(f"{rules.title}<br>`{rules.name}`" for rules in rule_sets)]
    rows = [[f"{row.number} {row.title}", *(row.cell(rules) for rules in rule_sets)] for row in ROWS]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join([f"### {title}", "", *(f"| {' | '.join(cells)} |" for cells in lines)])


def _population(rules: RuleSet) -> str:
    threshold = rules.participation
    uses = [
        *(["weighs the votes"] if rules.weight in ("population", "county") else []),
        *(["measures who takes part"] if threshold and threshold.base == "population" else []),
    ]
    return f"{listed(uses)}, as at the opening" if uses else NOT_ASKED


def _weight(rules: RuleSet) -> str:
    return {
        "equal": "one vote each",
        "population": "one vote each, with the weight of its population",
        "county": "one vote each, with its share of the county's votes",
        "fixed": "one vote each, with the weight in the table [weights]",
    }[rules.weight]


def _contacts(rules: RuleSet) -> str:
    return "are told, and do not vote" if rules.is_by_mail else "may attend, and do not vote"


def _county(rules: RuleSet) -> str:
    if rules.weight != "county":
        return NOT_ASKED
    return f"{counted(rules.shared_votes, 'vote')} shared by population, to two decimals"


def _electorate(rules: RuleSet) -> str:
    who = {
        "practices": "all practices, or the group that is named",
        "localities": "the localities of the county",
        "one-group": "the practices of one group, which must be named",
    }[rules.electorate]
    return f"{who}; {counted(rules.seats, 'seat')}" if rules.elects else who


def _voters(rules: RuleSet) -> str:
    if not rules.is_by_mail:
        return "those present at the meeting"
    return f"{listed([role.value for role in rules.who_may_vote])} in force when the vote arrives"


def _proxy(rules: RuleSet) -> str:
    if not rules.is_by_mail:
        return "seen to at the meeting"
    return "may be named before it votes" if Role.PROXY in rules.who_may_vote else "none"


def _revote(rules: RuleSet) -> str:
    if not rules.is_by_mail:
        return "what is recorded last"
    return {
        "rank": "the later vote of the same or a higher rank",
        "latest": "the latest vote, whoever sent it",
        "first": "the first vote",
    }[rules.revote]


def _shared_address(rules: RuleSet) -> str:
    return "the ballot paper it answers decides" if rules.is_by_mail else "no ballot papers"


def _interest(rules: RuleSet) -> str:
    base = "does not count in the base" if rules.interest_excludes_from_base else "still counts in the base"
    return f"may not vote, {base}"


def _threshold(threshold: Threshold | None) -> str:
    if threshold is None:
        return NOT_ASKED
    of = "practices" if threshold.base == "practices" else "the population"
    abstentions = "count" if threshold.abstentions_take_part else "do not count"
    return f"{share_words(threshold.at_least)} of {of}, abstentions {abstentions}"


def _choice(rules: RuleSet) -> str:
    if rules.has_fixed_options:
        return "For or Against"
    noun = rules.choices.removesuffix("s")
    if rules.choose_at_most == "seats":
        return f"one {noun} for each seat"
    return f"one {noun}" if rules.choose_at_most == 1 else f"up to {rules.choose_at_most} {rules.choices}"


def _outcome(rules: RuleSet) -> str:
    return {
        "most-votes": "most votes",
        "majority": "more than half of the votes",
        "more-for-than-against": "carried with more For than Against",
        "fraction-of-electorate": "carried by a share of all (R29)",
        "report-only": "reported alone (R31)",
    }[rules.outcome.rule]


def _tie(rules: RuleSet) -> str:
    if rules.elects and rules.outcome.tie == "run-off":
        return f"a further election, under `{rules.outcome.run_off_rules}`"
    if rules.outcome.rule == "more-for-than-against":
        return "not carried"
    return "nobody is elected" if rules.elects else NOT_ASKED


def _window(rules: RuleSet) -> str:
    window = rules.window
    if not window.working_days:
        return "no minimum"
    opening = "counted if before noon" if window.count_opening_day else "not counted"
    return f"at least {counted(window.working_days, 'working day')}, the day of opening {opening}{_reminders(rules)}"


def _reminders(rules: RuleSet) -> str:
    days = [str(number) for number in rules.window.remind_working_days_before]
    if not days:
        return ""
    return f"; reminders {listed(days)} working days before the close"


def _lengthened(rules: RuleSet) -> str:
    days = rules.window.working_days
    return f"lengthen it, never below {counted(days, 'working day')}; cancel it" if days else "lengthen it; cancel it"


def _candidates(rules: RuleSet) -> str:
    """How they are called and assessed, and what follows where nobody can lose."""
    if rules.choices != "candidates":
        return NOT_ASKED
    unopposed = "voted on all the same" if rules.outcome.uncontested == "vote" else "elected without a vote"
    assessed = f"those who answer a call are assessed by {rules.candidacy.panel} people or more"
    return f"{assessed}; who stands unopposed is {unopposed}"


def _secrecy(rules: RuleSet) -> str:
    if rules.is_open:
        return "turnout alone before the close; then who voted how"
    declared = "totals, and votes by code" if rules.publishes_codes else "totals"
    return f"turnout alone before the close; then {declared}, never who voted how"


def _destruction(rules: RuleSet) -> str:
    what = "messages" if rules.is_open else "votes and messages"
    after, without = rules.destruction.after, rules.destruction.destroy_unconfirmed_after
    return f"{what}, {after} after the confirmation; without one, {without} after the declaration"


def _email_vote(rules: RuleSet) -> str:
    if not (rules.has_fixed_options and rules.is_by_mail):
        return NOT_ASKED
    return {
        "population": "For or Against, by weight of population",
        "county": "For or Against, by weight of the locality",
        "fixed": "For or Against, by fixed weight",
        "equal": "For or Against, one vote each",
    }[rules.weight]


def _meeting(rules: RuleSet) -> str:
    return NOT_ASKED if rules.is_by_mail else "recorded by the manager, mailed to each practice"


def _represented(rules: RuleSet) -> str:
    threshold = rules.participation
    if threshold is None or threshold.base != "population":
        return NOT_ASKED
    return f"{share_words(threshold.at_least)} of the population"


def _approval(rules: RuleSet) -> str:
    share = rules.outcome.at_least
    return NOT_ASKED if share is None else f"{share_words(share)} of all practices, replied or not"


def _beyond(rules: RuleSet) -> str:
    """What a county decision has to do with it: the review there, or a result that is cast there."""
    outcome = rules.outcome
    if outcome.review_when_opposed_by:
        return f"reviewed when {outcome.review_when_opposed_by} or more oppose"
    return f"the result may be cast in a `{outcome.feeds}`" if outcome.feeds else NOT_ASKED


def _poll(rules: RuleSet) -> str:
    return "totals and response, overall and by group" if rules.outcome.rule == "report-only" else NOT_ASKED


def _record(rules: RuleSet) -> str:
    return "open: the declaration lists each practice's vote" if rules.is_open else "confidential"


GROUPS: tuple[tuple[str, Callable[[RuleSet], bool]], ...] = (
    ("Elections", lambda rules: rules.elects),
    ("Votes For or Against, by email", lambda rules: rules.has_fixed_options and rules.is_by_mail),
    ("Meetings and polls", lambda rules: not rules.elects and not (rules.has_fixed_options and rules.is_by_mail)),
)
"""Every rule set stands in one of these tables."""

ROWS = (
    Row(number="R2", title="Registered population", cell=_population),
    Row(number="R3", title="One practice, one vote", cell=_weight),
    Row(number="R4", title="Contacts", cell=_contacts),
    Row(number="R5", title="Votes of the county", cell=_county),
    Row(number="R6", title="Electorate and seats", cell=_electorate),
    Row(number="R7", title="Who may vote", cell=_voters),
    Row(number="R8", title="Proxy", cell=_proxy),
    Row(number="R9", title="Which vote counts", cell=_revote),
    Row(number="R10", title="An address of several", cell=_shared_address),
    Row(number="R11", title="A practice with a declared interest", cell=_interest),
    Row(number="R12", title="Must take part", cell=lambda rules: _threshold(rules.participation)),
    Row(number="R14", title="Each practice chooses", cell=_choice),
    Row(number="R15", title="Outcome", cell=_outcome),
    Row(number="R16", title="A tie", cell=_tie),
    Row(number="R17", title="Window", cell=_window),
    Row(number="R19", title="The manager may", cell=_lengthened),
    Row(number="R20", title="Candidates", cell=_candidates),
    Row(number="R22", title="What is seen", cell=_secrecy),
    Row(number="R23", title="What is destroyed", cell=_destruction),
    Row(number="R26", title="Vote by email", cell=_email_vote),
    Row(number="R27", title="Vote at a meeting", cell=_meeting),
    Row(number="R28", title="Population represented", cell=_represented),
    Row(number="R29", title="Approval by a share", cell=_approval),
    Row(number="R30", title="The county", cell=_beyond),
    Row(number="R31", title="Poll", cell=_poll),
    Row(number="R32", title="On record", cell=_record),
)
"""The rules of the rulebook that a file can say something to, in its order."""
