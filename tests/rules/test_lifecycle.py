"""The stage of a ballot from its dates, R18 to the second, and the deadlines of a window."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailvote.rules.lifecycle import Dates, Deadline, Stage, in_time, may_count, new_deadlines, stage
from mailvote.rules.ruleset import Window
from tests.rules.examples import CALENDAR, local, utc

OPENS, CLOSES = utc("2026-11-23 09:00"), utc("2026-11-30 17:00")
SECOND = timedelta(seconds=1)
GRACE = timedelta(minutes=10)

PLANNED = Dates(opens_at=OPENS, closes_at=CLOSES)
OPENED = Dates(opens_at=OPENS, closes_at=CLOSES, opened_at=OPENS)
DECLARED = Dates(opens_at=OPENS, closes_at=CLOSES, opened_at=OPENS, declared_at=CLOSES + GRACE)
CANCELLED = Dates(opens_at=OPENS, closes_at=CLOSES, opened_at=OPENS, cancelled_at=OPENS + GRACE)

APPLY_BY = OPENS - timedelta(days=7)
CALLED = Dates(called_at=OPENS - timedelta(days=28), apply_by=APPLY_BY, is_draft=True)
CONFIRMED = replace(DECLARED, confirmed_at=CLOSES + GRACE)


@pytest.mark.parametrize(
    ("dates", "now", "expected"),
    [
        (PLANNED, OPENS - SECOND, Stage.SCHEDULED),
        (PLANNED, OPENS + SECOND, Stage.SCHEDULED),
        (OPENED, OPENS, Stage.OPEN),
        (OPENED, CLOSES - SECOND, Stage.OPEN),
        (OPENED, CLOSES, Stage.CLOSED),
        (OPENED, CLOSES + timedelta(days=30), Stage.CLOSED),
        (Dates(opened_at=OPENS), OPENS, Stage.OPEN),
        (DECLARED, CLOSES + GRACE, Stage.DECLARED),
        (CANCELLED, CLOSES + GRACE, Stage.CANCELLED),
        (Dates(cancelled_at=OPENS), OPENS, Stage.CANCELLED),
        (Dates(is_draft=True), OPENS, Stage.DRAFT),
        (Dates(is_draft=True, closes_at=CLOSES), CLOSES, Stage.DRAFT),
        (Dates(is_draft=True, cancelled_at=OPENS), OPENS, Stage.CANCELLED),
        (CALLED, APPLY_BY - SECOND, Stage.CALLED),
        (CALLED, APPLY_BY, Stage.ASSESSMENT),
        (CALLED, APPLY_BY + SECOND, Stage.ASSESSMENT),
        (replace(CALLED, assessed_at=APPLY_BY + GRACE), APPLY_BY + GRACE, Stage.DRAFT),
        (replace(CALLED, cancelled_at=APPLY_BY), APPLY_BY, Stage.CANCELLED),
        (CONFIRMED, CLOSES + GRACE, Stage.CONFIRMED),
        (replace(CONFIRMED, held_at=CLOSES + GRACE), CLOSES + GRACE, Stage.CONFIRMED),
        (replace(CONFIRMED, destroyed_at=CLOSES + GRACE), CLOSES + GRACE, Stage.DESTROYED),
        (replace(CANCELLED, destroyed_at=CLOSES + GRACE), CLOSES + GRACE, Stage.DESTROYED),
    ],
)
def test_the_stage_follows_from_the_dates(dates: Dates, now: object, expected: Stage) -> None:
    assert stage(dates, now) is expected


def test_case_14_a_vote_received_one_second_before_the_close_is_in_time() -> None:
    assert in_time(local("2026-11-30 16:59:59"), CLOSES)


def test_case_15_a_vote_received_at_the_very_second_of_the_close_is_late() -> None:
    assert not in_time(local("2026-11-30 17:00:00"), CLOSES)
    assert not in_time(local("2026-11-30 17:00:01"), CLOSES)


@pytest.mark.parametrize(
    ("sweep_began_at", "counts"),
    [
        (None, False),
        (CLOSES, False),
        (CLOSES + GRACE - SECOND, False),
        (CLOSES + GRACE, True),
        (CLOSES + GRACE + SECOND, True),
    ],
)
def test_r18_the_count_waits_for_a_sweep_that_began_after_the_close_and_its_grace(
    sweep_began_at: object, counts: bool
) -> None:
    assert may_count(CLOSES, GRACE, sweep_began_at) is counts


def test_a_ballot_has_its_opening_its_reminders_and_its_close_in_order() -> None:
    assert new_deadlines(OPENS, CLOSES, Window(working_days=5), CALENDAR) == (
        Deadline(kind="open", due_at=OPENS),
        Deadline(kind="remind", due_at=utc("2026-11-26 09:00")),
        Deadline(kind="remind", due_at=utc("2026-11-27 09:00")),
        Deadline(kind="close", due_at=CLOSES),
    )


def test_a_reminder_outside_the_window_is_left_out() -> None:
    window = Window(working_days=0)
    kinds = [deadline.kind for deadline in new_deadlines(OPENS, OPENS + SECOND, window, CALENDAR)]
    assert kinds == ["open", "close"]
    just_opened = new_deadlines(utc("2026-11-26 09:00"), CLOSES, window, CALENDAR)
    assert [deadline.due_at for deadline in just_opened if deadline.kind == "remind"] == [utc("2026-11-27 09:00")]
