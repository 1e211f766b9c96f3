"""The outcome of a ballot in the words of its declarations: headline, figures, what follows from it."""

from collections.abc import Sequence
from datetime import datetime

from mailvote.mail.letter import Letterhead
from mailvote.mail.phrases import number_words
from mailvote.rules.english import listed
from mailvote.rules.keeping import WITHOUT_RESULT
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet

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

_WILL_WRITE = "The election manager will write to you about what is to be done."
_TO_CONFIRM = "The outcome is now to be confirmed."
_NEXT = {
    "carried": _TO_CONFIRM,
    "not-carried": _TO_CONFIRM,
    "not-binding": "The question is still open. It can be put to the vote again, or taken to the next meeting.",
    "advised": "A poll binds nobody: those who asked have the result, for what they decide.",
}


def headline(rules: RuleSet, outcome: Outcome) -> str:
    """The outcome in a line."""
    return headline_of(rules, outcome.kind, outcome.elected, outcome.contenders)


def headline_of(rules: RuleSet, kind: str, elected: Sequence[str], contenders: Sequence[str] = ()) -> str:
    """The outcome in a line, from what was published of it."""
    is_election = rules.choices == "candidates"
    won = "Elected" if is_election else "Chosen"
    match kind:
        case "elected":
            return f"{won}: {listed(elected)}"
        case "part-elected":
            return f"{won} in part: {listed(elected)}"
        case "tied":
            return f"Tied: {listed(contenders)}"
        case "not-valid" if is_election:
            return "Not valid: nobody is elected"
        case "none-elected" if not is_election:
            return "Nothing is chosen"
    return _HEADLINES[kind]


def next_step(rules: RuleSet, outcome: Outcome) -> str:
    """What follows from the outcome (R16, R24)."""
    steps = (_confirming(rules, outcome), _standing_again(rules, outcome))
    return " ".join(step for step in steps if step) or _NEXT.get(outcome.kind, _WILL_WRITE)


def run_off(house: Letterhead, rules: RuleSet, outcome: Outcome, closes_at: datetime | None) -> str:
    """The further election, as far as it is known (R16); empty where there is none."""
    if not _stands_again(rules, outcome):
        return ""
    further = _further(rules)
    alone = f"{listed(outcome.contenders)} alone stand in it{_for_seats(outcome)}."
    if not outcome.run_off:
        return f"A {further} is to be held. {alone}"
    if closes_at is None:
        return f"A {further}, {outcome.run_off}, is drafted; its date is still to be set. {alone}"
    return f"A {further}, {outcome.run_off}, is drafted for {say_date(house, closes_at)}. {alone}"


def start_run_off(outcome: Outcome, closes_at: datetime | None) -> str:
    """What the manager sends to set the further election going; empty where none is drafted."""
    if not outcome.run_off:
        return ""
    send = f"To set the further election going, send: start run-off {outcome.run_off}"
    return send if closes_at else f"{send}, and below it a line “Closes:”: I know of no meeting that leaves enough time"


def confirm_outcome(paper: Paper, outcome: Outcome) -> str:
    """What the manager sends once the outcome is confirmed (R24); empty where there is nothing to confirm."""
    if outcome.kind in WITHOUT_RESULT:
        return ""
    send = f"Once the outcome is confirmed, send: confirm outcome {paper.reference}"
    day = ", and below it a line “Effective:” with the day from which it takes effect"
    return f"{send}{day if paper.rules.choices == 'candidates' else ''}"


def feeding(rules: RuleSet, outcome: Outcome) -> str:
    """The line that casts this result in a ballot elsewhere (R30); empty where there is none to cast."""
    vote = {"carried": "FOR", "not-carried": "AGAINST"}.get(outcome.kind)
    if not rules.outcome.feeds or vote is None:
        return ""
    elsewhere = rules.outcome.feeds.replace("-", " ")
    return f"If this decides the vote of the group in a {elsewhere}, reply to its ballot paper with: {vote}"


def figures(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """What everybody is told of each option, in the order of the paper."""
    return tuple((name, text or WITHHELD) for name, text in outcome.figures)


def measure(rules: RuleSet, outcome: Outcome) -> str:
    """What the figures count: votes, the registered patients behind them, or only a share of the weight."""
    return "Share" if outcome.held_back else weight_title(rules)


def weight_title(rules: RuleSet) -> str:
    """What stands above the weights of single practices."""
    return _MEASURES[rules.weight]


def turnout(rules: RuleSet, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """Who took part, counted in practices, the three kinds apart (R13); nothing where no vote was held."""
    if outcome.unopposed:
        return ()
    part = outcome.participation
    silent = "Did not reply" if rules.is_by_mail else "Did not take part"
    abstained = "Abstained" if rules.is_by_mail else "Took part without voting"
    rows = (("Voted", part.voted), (abstained, part.abstained), (silent, part.no_reply))
    everybody = sum(number for _, number in rows)
    return tuple((label, f"{number:,}") for label, number in (*rows, ("All", everybody)))


def disclosed(house: Letterhead, rules: RuleSet) -> str:
    """What a declaration says of itself in small print: whether it lists how each practice voted (R22, R32)."""
    if rules.is_open:
        return f"The ballot is an open one: the result lists how each {house.noun} voted."
    return f"How a {house.noun} voted is not published."


def say_date(house: Letterhead, at: datetime) -> str:
    """`8 December 2026`, as the organisation's calendar has it."""
    return house.phrasebook.dates.plain(house.calendar.local(at))


def _confirming(rules: RuleSet, outcome: Outcome) -> str:
    """That those who have won wait for the confirmation (R24)."""
    if not outcome.elected:
        return ""
    if rules.choices != "candidates":
        return _TO_CONFIRM
    holders = "the present holder stays" if len(outcome.elected) == 1 else "the present holders stay"
    return f"{_TO_CONFIRM[:-1]}, with the date from which it takes effect. Until then {holders} in office."


def _standing_again(rules: RuleSet, outcome: Outcome) -> str:
    return f"You will get the papers of the {_further(rules)} when it opens." if _stands_again(rules, outcome) else ""


def _stands_again(rules: RuleSet, outcome: Outcome) -> bool:
    return bool(outcome.contenders) and rules.outcome.tie == "run-off"


def _further(rules: RuleSet) -> str:
    return "further election" if rules.choices == "candidates" else "further ballot"


def _for_seats(outcome: Outcome) -> str:
    return f", for {number_words(outcome.open_seats)} seats" if outcome.open_seats > 1 else ""
