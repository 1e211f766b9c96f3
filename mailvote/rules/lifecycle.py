"""The stage of a ballot, derived from its dates, and the deadlines that move it on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from mailvote.rules.ruleset import Window
from mailvote.rules.workingdays import Calendar, reminder_times


class Stage(StrEnum):
    """Where a ballot stands (interface.md 7); computed from its dates, never stored."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    DECLARED = "declared"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When a ballot shall open and close, and when it really opened, was declared or cancelled.

    A draft waits for the manager's word, and need not have any date yet (R16).
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    declared_at: datetime | None = None
    cancelled_at: datetime | None = None
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that falls due on a ballot at an instant; kept as a row until it is done."""

    kind: Literal["open", "remind", "close"]
    due_at: datetime


def stage(dates: Dates, now: datetime) -> Stage:
    """The stage at that instant. A ballot is closed until it is declared, however long the count waits."""
    if dates.cancelled_at is not None:
        return Stage.CANCELLED
    if dates.declared_at is not None:
        return Stage.DECLARED
    if dates.opened_at is None:
        return Stage.DRAFT if dates.is_draft else Stage.SCHEDULED
    return Stage.OPEN if dates.closes_at is None or now < dates.closes_at else Stage.CLOSED


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
