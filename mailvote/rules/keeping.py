"""How long what a ballot leaves behind is kept, and when its manager is reminded to confirm it (R23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from mailvote.rules.lifecycle import Dates, Deadline, DeadlineKind
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.workingdays import DAY, Calendar, closing_time_after

KINDS: tuple[DeadlineKind, ...] = ("confirm", "destroy", "forget-unsuccessful", "forget-elected")
"""The deadlines of a ballot that has ended."""

WEEK = timedelta(days=7)
MORNING = time(9)
"""When the manager is reminded, local time."""

WITHOUT_RESULT: Mapping[str, str] = {
    "not-valid": "it was not valid",
    "tied": "it ended in a tie",
    "no-majority": "nobody has a majority",
    "none-elected": "nobody was elected",
    "cancelled": "it was cancelled",
}
"""The outcomes that settle nothing, so that there is nothing to confirm, and why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A ballot that has been declared or cancelled; `replaced_at` is when a later one took its place.

    `is_confirmable`: there is an outcome to confirm. `left_nothing`: it was cancelled before anybody was told of it.
    """

    at: datetime
    confirmed_at: datetime | None = None
    replaced_at: datetime | None = None
    was_called: bool = False
    is_confirmable: bool = True
    left_nothing: bool = False


def ending(dates: Dates, *, kind: str, replaced_at: datetime | None) -> Ended | None:
    """How a ballot with an outcome of that kind has ended, or None while it goes on."""
    at = dates.declared_at or dates.cancelled_at
    if at is None:
        return None
    return Ended(
        at=at,
        confirmed_at=dates.confirmed_at,
        replaced_at=replaced_at,
        was_called=dates.called_at is not None,
        is_confirmable=kind not in WITHOUT_RESULT,
        left_nothing=dates.opened_at is None and dates.called_at is None,
    )


def clock(rules: RuleSet, calendar: Calendar, ended: Ended, now: datetime) -> tuple[Deadline, ...]:
    """All that falls due on a ballot that has ended, seen at `now`; what is not among it does so no longer."""
    if ended.confirmed_at is not None:
        return _confirmed(rules, calendar, ended, ended.confirmed_at)
    destroy_at = _destruction(rules, calendar, ended)
    reminders = () if _needs_no_reminder(ended) else _reminder(calendar, ended, now, destroy_at)
    forgetting = _forgetting(destroy_at, destroy_at) if ended.was_called else ()
    return (*reminders, Deadline(kind="destroy", due_at=destroy_at), *forgetting)


def _confirmed(rules: RuleSet, calendar: Calendar, ended: Ended, at: datetime) -> tuple[Deadline, ...]:
    spans = (rules.destruction.after, rules.candidacy.keep_unsuccessful, rules.candidacy.keep_elected)
    destroy_at, unsuccessful_at, elected_at = (closing_time_after(at, span, calendar) for span in spans)
    forgetting = _forgetting(unsuccessful_at, elected_at) if ended.was_called else ()
    return (Deadline(kind="destroy", due_at=destroy_at), *forgetting)


def _forgetting(unsuccessful_at: datetime, elected_at: datetime) -> tuple[Deadline, ...]:
    return (
        Deadline(kind="forget-unsuccessful", due_at=unsuccessful_at),
        Deadline(kind="forget-elected", due_at=elected_at),
    )


def _destruction(rules: RuleSet, calendar: Calendar, ended: Ended) -> datetime:
    """Without a confirmation: soon after the end where nothing hangs on it any more, else after a long time.

    A ballot that is replaced late is kept for a day longer, so that there is time for a hold.
    """
    soon = closing_time_after(ended.at, rules.destruction.after, calendar)
    if ended.left_nothing:
        return soon
    if ended.replaced_at is None:
        return max(soon, closing_time_after(ended.at, rules.destruction.destroy_unconfirmed_after, calendar))
    day_after = calendar.at(calendar.local(ended.replaced_at).date() + DAY, calendar.closing_time)
    return max(soon, day_after)


def _needs_no_reminder(ended: Ended) -> bool:
    """What has an outcome is to be confirmed, though a later ballot came; what has none is then done with."""
    return ended.left_nothing or (ended.replaced_at is not None and not ended.is_confirmable)


def _reminder(calendar: Calendar, ended: Ended, now: datetime, destroy_at: datetime) -> tuple[Deadline, ...]:
    """The next of the weekly reminders after `now`: one, however many were missed."""
    ended_on, today = calendar.local(ended.at).date(), calendar.local(now).date()
    weeks = max(1, (today - ended_on) // WEEK)
    days = (ended_on + WEEK * number for number in (weeks, weeks + 1))
    due_at = next(at for day in days if (at := calendar.at(day, MORNING)) > now)
    return (Deadline(kind="confirm", due_at=due_at),) if due_at < destroy_at else ()
