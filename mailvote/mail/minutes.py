"""The outcome of a ballot as one paragraph that can be pasted into the minutes of a meeting."""

from collections.abc import Sequence
from datetime import datetime

from mailvote.mail import results
from mailvote.mail.letter import Letterhead
from mailvote.mail.tidy import spaced
from mailvote.rules.english import listed
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet

RollCall = Sequence[tuple[str, str, str]]
"""How each practice voted in an open ballot: its name, its choice, and what that weighs in words."""


def minutes(
    house: Letterhead,
    paper: Paper,
    outcome: Outcome,
    *,
    roll_call: RollCall = (),
    run_off_closes_at: datetime | None = None,
) -> str:
    """What was voted on, how and when, who took part, the figures, the outcome and its rule, on one line."""
    said = (
        f"{house.organisation}, {_named(paper)}, reference {paper.reference}.",
        _question(paper),
        "No vote was held." if outcome.unopposed else _manner(house, paper),
        *outcome.sentences,
        "" if outcome.unopposed else _figures(paper.rules, outcome),
        _votes(house, paper, roll_call),
        results.run_off(house, paper.rules, outcome, run_off_closes_at),
        f"Rules: {paper.rules.source}.",
    )
    return house.phrasebook.told(spaced(" ".join(sentence for sentence in said if sentence)))


def _named(paper: Paper) -> str:
    """The kind of ballot and its title, which names the kind itself where a run-off was drafted."""
    kind = f"{paper.rules.title}: "
    return kind + paper.title.removeprefix(kind)


def _question(paper: Paper) -> str:
    question = spaced(paper.question)
    return f"The question was: “{question}”" if question else ""


def _manner(house: Letterhead, paper: Paper) -> str:
    """How it was voted, and from when to when."""
    how = "by email" if paper.rules.is_by_mail else "at a meeting, and recorded by the election manager"
    kept = "an open" if paper.rules.is_open else "a confidential"
    opened, closed = (house.stamp(at) for at in (paper.opens_at, paper.closes_at))
    return f"The vote was taken {how}, from {opened} to {closed}; {_weights(house, paper.rules)}, in {kept} ballot."


def _weights(house: Letterhead, rules: RuleSet) -> str:
    return {
        "equal": f"each {house.noun} had one vote",
        "population": f"the vote of each {house.noun} had the weight of its registered patients",
        "county": f"each {house.noun} had its share of {rules.shared_votes} votes by registered population",
        "fixed": f"each {house.noun} had the weight that the rules give it",
    }[rules.weight]


def _figures(rules: RuleSet, outcome: Outcome) -> str:
    counts = ", ".join(f"{name} {text}" for name, text in results.figures(outcome))
    return f"{results.measure(rules, outcome)}: {counts}."


def _votes(house: Letterhead, paper: Paper, roll_call: RollCall) -> str:
    """Who voted how, choice by choice in the order of the paper, and then who did not."""
    order = dict.fromkeys((*(option.name for option in paper.options), *(choice for _, choice, _ in roll_call)))
    groups = ((choice, [practice for practice, chosen, _ in roll_call if chosen == choice]) for choice in order)
    return " ".join(f"{choice}: {listed(practices)}." for choice, practices in groups if practices)
