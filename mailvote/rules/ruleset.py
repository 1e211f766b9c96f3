"""A kind of ballot as a frozen value, read from one TOML file: the rules as data (interface.md 9)."""

from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from typing import Literal

from mailvote.rules.electorate import Role


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
