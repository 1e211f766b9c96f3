"""The outcome of a ballot in the words of its declarations: headline, figures, what follows from it."""

from datetime import datetime
from typing import Any

from mailvote.mail.asking import choice_word
from mailvote.mail.letter import MONTHS, Letterhead
from mailvote.mail.phrases import number_words, share_words
from mailvote.rules.english import listed
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.participation import percent
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.weights import weight_words

SETTLED = frozenset({"elected", "carried", "not-carried", "advised"})
"""The kinds of outcome after which nothing is left to be decided."""

WITHHELD = "not given"
"""Stands for a figure that is not published (trust.md 3)."""

_HEADLINES = {
    "no-majority": "No majority",
    "none-elected": "Nobody is elected",
    "not-valid": "Not valid",
    "carried": "Carried",
    "not-carried": "Not carried",
    "not-binding": "Not binding",
    "advised": "Result of the poll",
}
_MEASURES = {"equal": "Votes", "population": "Registered patients", "county": "Votes", "fixed": "Votes"}


def headline(rules: RuleSet, outcome: Outcome) -> str:
    """The outcome in a line."""
    is_election = rules.choices == "candidates"
    won = "Elected" if is_election else "Chosen"
    match outcome.kind:
        case "elected":
            return f"{won}: {listed(outcome.elected)}"
        case "part-elected":
            return f"{won} in part: {listed(outcome.elected)}"
        case "tied":
            return f"Tied: {listed(contenders(outcome))}"
        case "not-valid" if is_election:
            return "Not valid: nobody is elected"
        case "none-elected" if not is_election:
            return "Nothing is chosen"
    return _HEADLINES[outcome.kind]


def next_step(rules: RuleSet, outcome: Outcome) -> str:
    """What follows from the outcome (R16, R24)."""
    steps = (_confirming(rules, outcome), _standing_again(rules, outcome))
    return " ".join(step for step in steps if step) or _OPEN_ENDS.get(outcome.kind, _WILL_WRITE)


def run_off(house: Letterhead, rules: RuleSet, outcome: Outcome, closes_at: datetime | None) -> str:
    """The further election, as far as it is known (R16); empty where there is none."""
    if not contenders(outcome):
        return ""
    further = f"A further {'election' if rules.choices == 'candidates' else 'ballot'}"
    alone = f"{listed(contenders(outcome))} alone stand in it{_for_seats(outcome)}."
    if not getattr(outcome, "run_off", ""):
        return f"{further} is to be held. {alone} The election manager will write to you about it."
    if closes_at is None:
        return f"{further}, {getattr(outcome, 'run_off', '')}, is drafted; its date is still to be set. {alone}"
    return f"{further}, {getattr(outcome, 'run_off', '')}, is drafted for {say_date(house, closes_at)}. {alone}"


def start_run_off(outcome: Outcome, closes_at: datetime | None) -> str:
    """What the manager sends to set the further election going; empty where none is drafted."""
    if not getattr(outcome, "run_off", ""):
        return ""
    send = f"To set the further election going, send: start run-off {getattr(outcome, 'run_off', '')}"
    return send if closes_at else f"{send}, with a line “Closes:” below it, since no meeting date is known that fits"


def feeding(rules: RuleSet, outcome: Outcome) -> str:
    """The line that casts this result in a ballot elsewhere (R30); empty where there is none to cast."""
    vote = {"carried": "FOR", "not-carried": "AGAINST"}.get(outcome.kind)
    if not rules.outcome.feeds or vote is None:
        return ""
    elsewhere = rules.outcome.feeds.replace("-", " ")
    return f"If this decides the vote of the group in a {elsewhere}, reply to its ballot paper with: {vote}"


def figures(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """What is published for each option, in the order of the paper."""
    return tuple(
        (name, text or WITHHELD)
        for name, text in getattr(outcome, "figures", tuple((n, f"{v:,}") for n, v in outcome.totals))
    )


def exact_totals(rules: RuleSet, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """The totals for the manager alone, where the published figures hold something back; else empty."""
    if not getattr(outcome, "held_back", ""):
        return ()
    return tuple((name, weight_words(rules, total)) for name, total in outcome.totals)


def measure(rules: RuleSet) -> str:
    """What the figures count: votes, or the registered patients behind them."""
    return _MEASURES[rules.weight]


def support_line(support: Any) -> str:
    """`For: 70.0%, and at least 2/3 are needed.`, never across the line it is held against (rulebook 6)."""
    if support is None:
        return ""
    share = percent(support.share, required=support.required)
    return f"For: {share} of all; at least {share_words(support.required)} are needed."


def turnout(rules: RuleSet, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """Who took part, counted in practices, the three kinds apart (R13)."""
    part = outcome.participation
    silent = "Did not reply" if rules.is_by_mail else "No vote recorded"
    rows = (("Voted", part.voted), ("Abstained", part.abstained), (silent, part.no_reply))
    everybody = sum(number for _, number in rows)
    return tuple((label, f"{number:,}") for label, number in (*rows, ("All", everybody)))


def contenders(outcome: Any) -> tuple[str, ...]:
    return getattr(outcome, "contenders", getattr(outcome, "tied", ()))


def disclosed(house: Letterhead, rules: RuleSet) -> str:
    """What a declaration says of itself in small print: whether it lists how each practice voted (R22, R32)."""
    if rules.is_open:
        return f"The ballot is an open one: the result lists how each {house.noun} voted."
    return f"How a {house.noun} voted is not published."


def say_date(house: Letterhead, at: datetime) -> str:
    """`8 December 2026`, as the organisation's calendar has it."""
    local = house.calendar.local(at)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


_WILL_WRITE = "The election manager will write to you about what is to be done."
_OPEN_ENDS = {
    "not-binding": "The question is open. It can be put to the vote again, or taken to the next meeting.",
    "advised": "A poll binds nobody. Its result goes to those who asked, for what they decide.",
}


def _confirming(rules: RuleSet, outcome: Outcome) -> str:
    """That the outcome waits for its confirmation (R24), where there is one to confirm."""
    if outcome.kind in ("carried", "not-carried"):
        return "The outcome is now to be confirmed."
    if not outcome.elected:
        return ""
    if rules.choices != "candidates":
        return "The outcome is now to be confirmed."
    return (
        "The outcome is now to be confirmed, with the date from which it takes effect. "
        f"Until then the present {'holder stays' if len(outcome.elected) == 1 else 'holders stay'} in office."
    )


def _standing_again(rules: RuleSet, outcome: Outcome) -> str:
    if not contenders(outcome):
        return ""
    further = "election" if rules.choices == "candidates" else "ballot"
    return f"You will get the papers of the further {further} when it opens."


def _for_seats(outcome: Outcome) -> str:
    seats = getattr(outcome, "open_seats", 0)
    return f", for {number_words(seats)} seats" if seats > 1 else ""
