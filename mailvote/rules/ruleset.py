"""A kind of ballot as a frozen value, read from one TOML file: the rules as data (interface.md 9)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from mailvote.errors import ConfigurationError, Mistake
from mailvote.rules import tomltable
from mailvote.rules.electorate import Role
from mailvote.rules.rulecheck import cross_checks
from mailvote.rules.rulekeys import KEYS, OPEN_TABLES, REQUIRED_TABLES, TABLES, tables_of
from mailvote.rules.tomltable import Key, parse_fraction

__all__ = [
    "Candidacy",
    "Destruction",
    "OutcomeRule",
    "RuleSet",
    "Threshold",
    "Window",
    "load_ruleset",
    "parse_fraction",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How long a ballot is open, and when the silent are reminded (R17); 0 days: any close that is later."""

    working_days: int
    count_opening_day: bool = False
    remind_working_days_before: tuple[int, ...] = (2, 1)
    remind_at: time = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """How much of the electorate must take part for the ballot to be valid (R12)."""

    base: Literal["practices", "population"]
    at_least: Fraction
    abstentions_take_part: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRule:
    """How the counts become an outcome (R15, R16, R29, R30), and what it leads to.

    A further election is held under the rule set `run_off_rules`; `feeds` is the rule set of a ballot elsewhere in
    which this result is cast, as a locality's decision is in the county's. Where `review_when_opposed_by` electors or
    more oppose a decision (0: never), `review` says what follows.
    """

    rule: str = "most-votes"
    at_least: Fraction | None = None
    tie: str = "run-off"
    run_off_rules: str = "run-off"
    uncontested: str = "vote"
    review_when_opposed_by: int = 0
    review: str = "it is to be reviewed"
    feeds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """When votes are destroyed after the outcome is confirmed, or if it never is (R23)."""

    after: str = "1 month"
    destroy_unconfirmed_after: str = "6 months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidacy:
    """How candidates are called and assessed (R20), and how long what they write about themselves is kept (R23).

    At least `panel` people assess them. The days are what is proposed for a timeline: working days from the call to the
    last day of applications, and from there to the opening. What is kept is kept that long after the confirmation.
    """

    panel: int = 2
    apply_working_days: int = 15
    assess_working_days: int = 5
    keep_unsuccessful: str = "1 month"
    keep_elected: str = "1 month"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One kind of ballot. `sources` names the clause behind single rules; `cite` falls back to `source`.

    `weights` are the fixed votes of practices by name, in hundredths where `weights_in_hundredths` says so;
    `shared_votes` are those that the members of a county share by population (R5).
    """

    name: str
    title: str
    source: str
    window: Window
    outcome: OutcomeRule
    participation: Threshold | None = None
    candidacy: Candidacy = Candidacy()
    destruction: Destruction = Destruction()
    sources: tuple[tuple[str, str], ...] = ()
    choices: str = "candidates"
    seats: int = 1
    choose_at_most: int | Literal["seats"] = "seats"
    electorate: str = "practices"
    weight: str = "equal"
    weights: tuple[tuple[str, int], ...] = ()
    weights_in_hundredths: bool = False
    shared_votes: int = 10
    who_may_vote: tuple[Role, ...] = (Role.LEAD, Role.DEPUTY, Role.PROXY)
    revote: str = "rank"
    secrecy: str = "confidential"
    publish_codes: bool = True
    manager_sees_running_votes: bool = False
    interest_excludes_from_base: bool = True

    def cite(self, rule: str) -> str:
        """Where a rule comes from: its own clause where the file gives one, else the source of them all."""
        return dict(self.sources).get(rule, self.source)

    @property
    def weight_scale(self) -> int:
        """What a weight is divided by to give votes: county and broken weights are whole hundredths (R5)."""
        return 100 if self.weight == "county" or self.weights_in_hundredths else 1

    @property
    def has_fixed_options(self) -> bool:
        """Whether the options are always 1 For and 2 Against."""
        return self.choices == "for-against"

    @property
    def elects(self) -> bool:
        """Whether the outcome is somebody or something chosen from the paper (R15)."""
        return self.outcome.rule in ("most-votes", "majority")

    @property
    def may_need_run_off(self) -> bool:
        """Whether a count can lead to a further election, after a tie or without a majority (R15, R16)."""
        return self.elects and (self.outcome.tie == "run-off" or self.outcome.rule == "majority")

    @property
    def is_by_mail(self) -> bool:
        """Whether ballot papers are sent; otherwise the manager records what was voted (R27)."""
        return bool(self.who_may_vote)

    @property
    def is_open(self) -> bool:
        """Whether the declaration lists how each practice voted (R32)."""
        return self.secrecy == "open"

    @property
    def publishes_codes(self) -> bool:
        """Whether votes stand in the declaration by code: a weight beside a code would give its practice away."""
        return self.publish_codes and self.weight == "equal" and not self.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule set and the TOML text that it was read from, which a ballot keeps for as long as it lives."""

    rules: RuleSet
    text: str = field(repr=False)


@lru_cache(maxsize=64)
def load_ruleset(text: str, *, where: str) -> RuleSet:
    """The rule set in the text of a TOML file; ConfigurationError names every mistake, `where` the file."""
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([Mistake(where, "", f"cannot be read as TOML: {error}")]) from None
    mistakes = [Mistake(where, key, phrase) for key, phrase in _mistakes(file)]
    if mistakes:
        raise ConfigurationError(mistakes)
    return _ruleset(file)


def _mistakes(file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every mistake in every table: `window.working_days`, and what is wrong with it."""
    yield from tomltable.mistakes(file, KEYS, tables=(*TABLES, *OPEN_TABLES))
    for name, keys in tables_of(file).items():
        if name in file or name in REQUIRED_TABLES:
            yield from _mistakes_in_table(name, file.get(name, {}), keys)
    yield from cross_checks(file)


def _mistakes_in_table(name: str, table: object, keys: Mapping[str, Key]) -> Iterator[tuple[str, str]]:
    if isinstance(table, Mapping):
        yield from ((f"{name}.{key}", phrase) for key, phrase in tomltable.mistakes(table, keys))
    else:
        yield name, f"not a table; allowed: [{name}] with {', '.join(keys) or 'names of practices'}"


def _ruleset(file: Mapping[str, Any]) -> RuleSet:
    """The value of a file without mistakes."""
    found = {name: tomltable.values(file.get(name, {}), keys) for name, keys in tables_of(file).items()}
    top = tomltable.values(file, KEYS)
    defaults = _defaults(top)
    return RuleSet(
        **{"publish_codes": defaults["publish_codes"]} | top,
        **_fixed_weights(found["weights"]),
        window=Window(**defaults["window"] | found["window"]),
        participation=Threshold(**found["participation"]) if "participation" in file else None,
        outcome=OutcomeRule(**defaults["outcome"] | found["outcome"]),
        candidacy=Candidacy(**_kept_as_long_as_the_rest(found["destruction"]) | found["candidates"]),
        destruction=Destruction(**found["destruction"]),
        sources=tuple(found["sources"].items()),
    )


def _defaults(top: Mapping[str, Any]) -> dict[str, Any]:
    """What is meant where a file is silent and another of its settings leaves one reading."""
    by_mail = top.get("who_may_vote") != ()
    return {
        "publish_codes": top.get("weight", "equal") == "equal",
        "window": {} if by_mail else {"remind_working_days_before": ()},
        "outcome": {"tie": "not-carried"} if top.get("choices") == "for-against" else {},
    }


def _kept_as_long_as_the_rest(destruction: Mapping[str, Any]) -> dict[str, Any]:
    """What candidates wrote stands in letters of the ballot, too: it is kept as long as these where nothing is said."""
    return dict.fromkeys(("keep_unsuccessful", "keep_elected"), destruction.get("after", Destruction().after))


def _fixed_weights(votes: Mapping[str, Fraction]) -> dict[str, Any]:
    """The table [weights] in whole votes, or all of it in hundredths when one of them is broken."""
    broken = any(number.denominator > 1 for number in votes.values())
    scale = 100 if broken else 1
    weights = tuple((name, int(number * scale)) for name, number in votes.items())
    return {"weights": weights, "weights_in_hundredths": broken}
