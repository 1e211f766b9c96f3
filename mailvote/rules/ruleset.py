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
from mailvote.rules.electorate import Role, votes
from mailvote.rules.tomltable import (
    Key,
    clock_time,
    months,
    one_of,
    parse_fraction,
    share,
    some_of,
    whole_number,
    whole_numbers,
    words,
)

__all__ = [
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
    """How the counts become an outcome (R15, R16)."""

    rule: str = "most-votes"
    at_least: Fraction | None = None
    tie: str = "run-off"
    uncontested: str = "vote"
    review_when_opposed_by: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """When votes are destroyed after the outcome is confirmed, or if it never is (R23)."""

    after: str = "1 month"
    destroy_unconfirmed_after: str = "6 months"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One kind of ballot. `sources` names the clause behind single rules; `cite` falls back to `source`."""

    name: str
    title: str
    source: str
    window: Window
    outcome: OutcomeRule
    participation: Threshold | None = None
    destruction: Destruction = Destruction()
    sources: tuple[tuple[str, str], ...] = ()
    choices: str = "candidates"
    seats: int = 1
    choose_at_most: int | Literal["seats"] = "seats"
    electorate: str = "practices"
    weight: str = "equal"
    who_may_vote: tuple[Role, ...] = (Role.LEAD, Role.DEPUTY, Role.PROXY)
    revote: str = "rank"
    secrecy: str = "confidential"
    publish_codes: bool = True
    manager_sees_running_votes: bool = False
    interest_excludes_from_base: bool = True

    def cite(self, rule: str) -> str:
        """Where a rule comes from: its own clause where the file gives one, else the source of them all."""
        return dict(self.sources).get(rule, self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule set and the TOML text that it was read from, which a ballot keeps for as long as it lives."""

    rules: RuleSet
    text: str = field(repr=False)


KEYS: Mapping[str, Key] = {
    "name": words(required=True),
    "title": words(required=True),
    "source": words(required=True),
    "choices": one_of("candidates", later=("options", "for-against")),
    "seats": one_of(1, later=tuple(range(2, 100))),
    "choose_at_most": one_of("seats", 1, later=tuple(range(2, 100))),
    "electorate": one_of("practices", later=("localities",)),
    "weight": one_of("equal", later=("population", "county", "fixed")),
    "who_may_vote": some_of({role.value: role for role in Role if votes(role)}),
    "revote": one_of("rank", "latest", "first"),
    "secrecy": one_of("confidential", later=("open",)),
    "publish_codes": one_of(True, False),
    "manager_sees_running_votes": one_of(False, later=(True,)),
    "interest_excludes_from_base": one_of(True, later=(False,)),
}
"""The keys at the top of the file and what each may be."""

TABLES: Mapping[str, Mapping[str, Key]] = {
    "window": {
        "working_days": whole_number(at_least=0, required=True),
        "count_opening_day": one_of(True, False),
        "remind_working_days_before": whole_numbers(at_least=1, example="[2, 1]"),
        "remind_at": clock_time(),
    },
    "participation": {
        "base": one_of("practices", "population", required=True),
        "at_least": share(required=True),
        "abstentions_take_part": one_of(True, False),
    },
    "outcome": {
        "rule": one_of(
            "most-votes",
            later=("majority", "more-for-than-against", "fraction-of-electorate", "report-only"),
            required=True,
        ),
        "at_least": one_of("", later=("2/3",)),
        "tie": one_of("run-off", later=("not-carried",)),
        "uncontested": one_of("vote", later=("elected",)),
        "review_when_opposed_by": one_of(0, later=tuple(range(1, 100))),
    },
    "destruction": {"after": months(), "destroy_unconfirmed_after": months()},
    "sources": {
        rule: words()
        for rule in (
            "voters",
            "window",
            "choice",
            "secrecy",
            "abstention",
            "participation",
            "outcome",
            "tie",
            "declaration",
            "confirmation",
            "destruction",
        )
    },
}
"""The tables of the file, each with its keys and what they may be. What stands in neither is refused."""

REQUIRED_TABLES = ("window", "outcome")


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
    yield from tomltable.mistakes(file, KEYS, tables=TABLES.keys())
    for name in TABLES:
        if name in file or name in REQUIRED_TABLES:
            yield from _mistakes_in_table(name, file.get(name, {}))


def _mistakes_in_table(name: str, table: object) -> Iterator[tuple[str, str]]:
    if isinstance(table, Mapping):
        found = tomltable.mistakes(table, TABLES[name])
        yield from ((f"{name}.{key}", phrase) for key, phrase in found)
    else:
        yield name, f"not a table; allowed: [{name}] with {', '.join(TABLES[name])}"


def _ruleset(file: Mapping[str, Any]) -> RuleSet:
    """The value of a file without mistakes."""
    found = {name: tomltable.values(file.get(name, {}), keys) for name, keys in TABLES.items()}
    return RuleSet(
        **tomltable.values(file, KEYS),
        window=Window(**found["window"]),
        participation=Threshold(**found["participation"]) if "participation" in file else None,
        outcome=OutcomeRule(**found["outcome"] | {"at_least": None}),
        destruction=Destruction(**found["destruction"]),
        sources=tuple(found["sources"].items()),
    )
