"""The timeline of an election from its call: until when candidates apply, and when the vote opens and closes (R20)."""

from dataclasses import dataclass
from datetime import datetime, time

from mailvote.rules.ruleset import RuleSet
from mailvote.rules.workingdays import Calendar, default_close, working_days_after

MORNING = time(9)
"""When a vote is proposed to open, local time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Three instants in UTC: the end of applications, which is too late itself, the opening and the close."""

    apply_by: datetime
    opens_at: datetime
    closes_at: datetime


def propose(
    called_at: datetime,
    rules: RuleSet,
    calendar: Calendar,
    *,
    apply_by: datetime | None = None,
    opens_at: datetime | None = None,
) -> Timeline:
    """The dates that the rule set proposes to a call of that instant; those that are given stand.

    Candidates apply until the closing time of a working day, the assessment has its working days from there, the vote
    opens in the morning, and closes at the earliest that is permitted.
    """
    days = rules.candidacy
    applied = apply_by or working_days_after(called_at, days.apply_working_days, calendar.closing_time, calendar)
    opens = opens_at or working_days_after(applied, days.assess_working_days, MORNING, calendar)
    return Timeline(apply_by=applied, opens_at=opens, closes_at=default_close(opens, rules.window, calendar))
