"""The stage of a ballot, derived from its dates, and the deadlines that move it on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias

from mailvote.rules.ruleset import Window
from mailvote.rules.workingdays import Calendar, reminder_times


class Stage(StrEnum):
    """Where a ballot stands (interface.md 7); computed from its dates, never stored."""

    CALLED = "called"
    ASSESSMENT = "assessment"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    DECLARED = "declared"
    CONFIRMED = "confirmed"
    DESTROYED = "destroyed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When a ballot shall open and close, and when each step of its life was really taken.

    A draft waits for the manager's word, and need not have any date yet (R16). Candidates may apply from `called_at`
    until `apply_by`; at `assessed_at` it was settled who of them stands (R20). `confirmed_at` is the confirmation of
    the outcome (R24); while `held_at` is set, nothing is destroyed (R23).
    """

    called_at: datetime | None = None
    apply_by: datetime | None = None
    assessed_at: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    declared_at: datetime | None = None
    confirmed_at: datetime | None = None
    destroyed_at: datetime | None = None
    cancelled_at: datetime | None = None
    held_at: datetime | None = None
    is_draft: bool = False


DeadlineKind: TypeAlias = Literal[
    "apply", "assess", "open", "remind", "close", "confirm", "destroy", "forget-unsuccessful", "forget-elected"
]
"""What falls due: the end of applications, a reminder to the panel that assesses them, the steps of the window,
a reminder that the outcome is not confirmed yet, the destruction, and that of the statements of those who were not
elected, and of those who were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that falls due on a ballot at an instant; kept as a row until it is done."""

    kind: DeadlineKind
    due_at: datetime


def stage(dates: Dates, now: datetime) -> Stage:
    """The stage at that instant. A ballot is closed until it is declared, however long the count waits."""
    ended = next((stage for stage, at in _ENDINGS if at(dates) is not None), None)
    if ended is not None:
        return ended
    if dates.opened_at is None:
        return _before_scheduled(dates, now) if dates.is_draft else Stage.SCHEDULED
    return Stage.OPEN if dates.closes_at is None or now < dates.closes_at else Stage.CLOSED


_ENDINGS: tuple[tuple[Stage, Callable[[Dates], datetime | None]], ...] = (
    (Stage.DESTROYED, lambda dates: dates.destroyed_at),
    (Stage.CANCELLED, lambda dates: dates.cancelled_at),
    (Stage.CONFIRMED, lambda dates: dates.confirmed_at),
    (Stage.DECLARED, lambda dates: dates.declared_at),
)
"""The stages that a date alone settles, the last of a life first."""


def _before_scheduled(dates: Dates, now: datetime) -> Stage:
    """Candidates apply, then they are assessed; a draft waits for the manager's word alone."""
    if dates.apply_by is None or dates.assessed_at is not None:
        return Stage.DRAFT
    return Stage.CALLED if now < dates.apply_by else Stage.ASSESSMENT


def in_time(received_at: datetime, closes_at: datetime) -> bool:
    """Whether the mail server received it before the close; at the very second it is late (R18)."""
    return received_at < closes_at


def may_count(closes_at: datetime, grace: timedelta, sweep_began_at: datetime | None) -> bool:
    """Whether a complete sweep of every folder began once the grace after the close was over (R18)."""
    return sweep_began_at is not None and sweep_began_at >= closes_at + grace


def new_deadlines(opens_at: datetime, closes_at: datetime, window: Window, calendar: Calendar) -> tuple[Deadline, ...]:
    """Opening, reminders and close in order; a reminder that would not come after the opening is left out."""
    reminders = (at for at in reminder_times(closes_at, window, calendar) if at > opens_at)
    return (
        Deadline(kind="open", due_at=opens_at),
        *(Deadline(kind="remind", due_at=at) for at in reminders),
        Deadline(kind="close", due_at=closes_at),
    )
