"""The kinds of ballot that a manager can ask for: every rule set by its own name, some by a shorter one."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from mailvote.mail.tidy import folded
from mailvote.rules.ruleset import RuleSet

RUN_OFF = "run-off"
"""The one rule set that is never asked for by its name: its ballots are drafted (R16)."""

SHORT = {"meeting vote": "meeting-vote", "poll": "advisory-poll"}
"""What a manager may type in place of a rule set's own name."""

NOT_AFRESH = (
    "A run-off cannot be started afresh: I draft it when a ballot ends in a tie. "
    "Start it with the reference of that ballot or of the draft: start run-off REF"
)


def kind_of(words: str, rule_sets: Mapping[str, RuleSet]) -> str | None:
    """The name of the rule set that these words mean, None where they mean none."""
    wanted = _key(words)
    names = {_key(short): name for short, name in SHORT.items() if name in rule_sets}
    names |= {_key(name): name for name in rule_sets}
    return names.get(wanted)


def kinds_to_type(rule_sets: Mapping[str, RuleSet]) -> tuple[str, ...]:
    """The kinds that `new` and `start` take, as a manager would type them."""
    typed = {name: short for short, name in SHORT.items() if kind_of(short, rule_sets) == name}
    return tuple(typed.get(name, name) for name in rule_sets if name != RUN_OFF)


def unknown_kind(words: str, rule_sets: Mapping[str, RuleSet]) -> str:
    """The sentence for words that mean no kind to start: the nearest one, and all there are; how a run-off starts."""
    if re.match(r"run[- ]?off\b", words):
        return NOT_AFRESH
    return f"“{words}” is not a kind of ballot I run. {_nearest(words, rule_sets)}Kinds: {_listed(rule_sets)}."


def unknown_rule_set(words: str, rule_sets: Mapping[str, RuleSet]) -> str:
    """The sentence for a field `Rule set` that names none to start a ballot under."""
    if kind_of(words, rule_sets) == RUN_OFF:
        return NOT_AFRESH
    return f"Rule set: there is none called “{words}”. {_nearest(words, rule_sets)}Known: {_listed(rule_sets)}."


def _nearest(words: str, rule_sets: Mapping[str, RuleSet]) -> str:
    near = get_close_matches(folded(words), kinds_to_type(rule_sets), n=1, cutoff=0.7)
    return f"Did you mean {near[0]}? " if near else ""


def _listed(rule_sets: Mapping[str, RuleSet]) -> str:
    return ", ".join(kinds_to_type(rule_sets))


def _key(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(words))
