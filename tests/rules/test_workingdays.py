"""R17: the window in working days, against a calendar walked by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.ruleset import Window
from mailvote.rules.workingdays import (
    Calendar,
    default_close,
    earliest_close,
    meeting_close,
    next_working_day,
    reminder_times,
    window_problem,
)
from tests.rules.examples import CALENDAR, LONDON, local, utc

FIVE_DAYS = Window(working_days=5)
FIVE_WITH_OPENING = Window(working_days=5, count_opening_day=True)


def close(opens: str, window: Window = FIVE_DAYS, calendar: Calendar = CALENDAR) -> str:
    return f"{calendar.local(earliest_close(local(opens), window, calendar)):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("2026-11-23 09:00", "Mon 2026-11-30 17:00"),
        ("2026-11-23 00:00", "Mon 2026-11-30 17:00"),
        ("2026-11-23 23:59", "Mon 2026-11-30 17:00"),
        ("2026-12-18 10:00", "Tue 2026-12-29 17:00"),
    ],
)
def test_r17_the_day_of_opening_is_not_counted(opens: str, closes: str) -> None:
    assert close(opens) == closes


@pytest.mark.parametrize("opens", ["2026-11-21 12:00", "2026-11-22 23:00", "2026-11-23 09:00"])
def test_r17_opened_on_a_weekend_it_counts_as_if_opened_on_monday(opens: str) -> None:
    assert close(opens) == "Mon 2026-11-30 17:00"


def test_r17_opened_on_a_bank_holiday_it_counts_as_if_opened_on_the_next_working_day() -> None:
    assert close("2026-12-25 09:00") == close("2026-12-29 09:00") == "Wed 2027-01-06 17:00"


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("2026-11-23 11:59", "Fri 2026-11-27 17:00"),
        ("2026-11-23 12:00", "Mon 2026-11-30 17:00"),
        ("2026-11-21 18:00", "Fri 2026-11-27 17:00"),
    ],
)
def test_r17_the_opening_day_counts_before_noon_where_the_rule_set_says_so(opens: str, closes: str) -> None:
    assert close(opens, FIVE_WITH_OPENING) == closes


def test_r17_an_opening_day_that_is_already_over_does_not_count() -> None:
    early = replace(CALENDAR, closing_time=time(10))
    one_day = replace(FIVE_WITH_OPENING, working_days=1)
    assert close("2026-11-23 09:59", one_day, early) == "Mon 2026-11-23 10:00"
    assert close("2026-11-23 10:00", one_day, early) == "Tue 2026-11-24 10:00"


def test_the_day_of_opening_is_that_of_the_organisation_not_of_utc() -> None:
    assert close("2026-06-08 00:30") == "Mon 2026-06-15 17:00"
    assert earliest_close(utc("2026-06-07 23:30"), FIVE_DAYS, CALENDAR) == utc("2026-06-15 16:00")


def test_without_working_days_the_ballot_closes_after_it_opens() -> None:
    opens = utc("2026-11-23 09:00")
    no_days = Window(working_days=0)
    assert window_problem(opens, opens, no_days, CALENDAR) == utc("2026-11-23 09:00:01")
    assert window_problem(opens, opens + timedelta(seconds=1), no_days, CALENDAR) is None


def test_a_close_that_is_left_out_is_the_earliest_permitted() -> None:
    opens = utc("2026-11-23 09:00")
    assert default_close(opens, FIVE_DAYS, CALENDAR) == earliest_close(opens, FIVE_DAYS, CALENDAR)


@pytest.mark.parametrize("opens", ["2026-12-24 12:00", "2026-12-24 18:00", "2026-12-27 09:00"])
def test_r27_without_a_minimum_a_close_that_is_left_out_is_that_of_the_next_working_day(opens: str) -> None:
    assert default_close(utc(opens), Window(working_days=0), CALENDAR) == utc("2026-12-29 17:00")


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("2026-11-30 18:00", "2026-12-08 17:00"),
        ("2026-12-01 09:00", "2026-12-08 17:00"),
        ("2026-12-02 00:00", "2027-01-12 17:00"),
    ],
)
def test_r16_a_further_election_closes_at_the_first_meeting_that_leaves_the_minimum(opens: str, closes: str) -> None:
    meetings = [date(2027, 1, 12), date(2026, 12, 8)]
    assert meeting_close(meetings, utc(opens), FIVE_DAYS, CALENDAR) == utc(closes)


def test_r16_without_a_meeting_far_enough_ahead_there_is_no_close() -> None:
    assert meeting_close([date(2026, 11, 27)], utc("2026-11-23 09:00"), FIVE_DAYS, CALENDAR) is None


def test_r17_a_shorter_window_is_answered_with_the_earliest_permitted_close() -> None:
    opens, earliest = utc("2026-11-23 09:00"), utc("2026-11-30 17:00")
    second = timedelta(seconds=1)
    assert window_problem(opens, earliest - second, FIVE_DAYS, CALENDAR) == earliest
    assert window_problem(opens, earliest, FIVE_DAYS, CALENDAR) is None
    assert window_problem(opens, earliest + second, FIVE_DAYS, CALENDAR) is None


def test_reminders_go_out_on_the_second_last_and_last_working_day_before_the_close_oldest_first() -> None:
    times = reminder_times(utc("2026-11-30 17:00"), FIVE_DAYS, CALENDAR)
    assert times == (utc("2026-11-26 09:00"), utc("2026-11-27 09:00"))


def test_reminders_leave_out_bank_holidays_and_keep_to_the_clock_on_the_wall() -> None:
    times = reminder_times(utc("2026-12-29 17:00"), FIVE_DAYS, CALENDAR)
    assert times == (utc("2026-12-23 09:00"), utc("2026-12-24 09:00"))
    summer = reminder_times(utc("2026-06-15 16:00"), FIVE_DAYS, CALENDAR)
    assert summer == (utc("2026-06-11 08:00"), utc("2026-06-12 08:00"))


def test_a_close_on_a_sunday_is_reminded_of_on_the_working_days_before() -> None:
    times = reminder_times(utc("2026-11-29 17:00"), FIVE_DAYS, CALENDAR)
    assert times == (utc("2026-11-26 09:00"), utc("2026-11-27 09:00"))


def test_a_time_that_the_clocks_skip_is_as_long_after_the_change() -> None:
    assert CALENDAR.at(date(2026, 3, 29), time(1, 30)) == utc("2026-03-29 01:30")
    assert f"{CALENDAR.local(utc('2026-03-29 01:30')):%H:%M}" == "02:30"


def test_of_a_time_that_comes_twice_the_second_is_meant() -> None:
    assert CALENDAR.at(date(2026, 10, 25), time(1, 30)) == utc("2026-10-25 01:30")


def test_a_calendar_does_not_print_its_list_of_holidays() -> None:
    assert "2026" not in repr(CALENDAR)


@cache
def english_calendar(closing_time: time) -> Calendar:
    days = holidays.country_holidays("GB", subdiv="ENG", years=range(2024, 2032))
    return Calendar(timezone=LONDON, closing_time=closing_time, holidays=frozenset(days))


def a_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in english_calendar(time(17)).holidays


def days_of_voting(opens: datetime, closes: datetime, *, count_opening_day: bool) -> int:
    """The oracle: walk every day of the window and count those that R17 counts."""
    opening_day = opens.date()
    before_noon = opens.hour < 12
    while not a_working_day(opening_day):
        opening_day += timedelta(days=1)
        before_noon = True
    number, day = 0, opening_day
    while day <= closes.date():
        whole = day > opening_day or (count_opening_day and before_noon)
        over = day < closes.date() or closes.time() >= time(17)
        number += a_working_day(day) and whole and over
        day += timedelta(days=1)
    return number


@given(
    opens=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)),  # noqa: DTZ001 - given its zone below
    working_days=st.integers(1, 12),
    count_opening_day=st.booleans(),
)
def test_r17_windows_are_never_shorter_than_the_rule_nor_a_day_longer(
    opens: datetime, working_days: int, count_opening_day: bool
) -> None:
    opens = opens.replace(tzinfo=LONDON)
    window = Window(working_days=working_days, count_opening_day=count_opening_day)
    closes = english_calendar(time(17)).local(earliest_close(opens, window, english_calendar(time(17))))
    assert a_working_day(closes.date())
    assert closes.time() == time(17)
    assert days_of_voting(opens, closes, count_opening_day=count_opening_day) == working_days
    one_day_less = closes - timedelta(days=1)
    assert days_of_voting(opens, one_day_less, count_opening_day=count_opening_day) < working_days
    assert closes > opens


@given(
    closes=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)),  # noqa: DTZ001 - given its zone below
    numbers=st.sets(st.integers(1, 8)),
)
def test_every_reminder_has_its_number_of_working_days_left_before_the_day_of_the_close(
    closes: datetime, numbers: set[int]
) -> None:
    closes = closes.replace(tzinfo=LONDON)
    window = Window(working_days=5, remind_working_days_before=tuple(numbers))
    times = [at.astimezone(LONDON) for at in reminder_times(closes, window, english_calendar(time(17)))]
    assert times == sorted(times)
    left = [
        sum(a_working_day(at.date() + timedelta(days=n)) for n in range((closes.date() - at.date()).days))
        for at in times
    ]
    assert left == sorted(numbers, reverse=True)
    assert all(a_working_day(at.date()) and at.time() == time(9) for at in times)


@given(
    zone=st.sampled_from(["Europe/London", "Australia/Lord_Howe", "America/New_York", "Africa/Casablanca"]),
    at=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_a_time_on_the_wall_is_read_as_the_last_instant_that_shows_it(zone: str, at: datetime) -> None:
    calendar = replace(CALENDAR, timezone=ZoneInfo(zone))
    shown = calendar.local(at)
    read = calendar.at(shown.date(), shown.time())
    assert read >= at
    assert calendar.local(read).replace(tzinfo=None, fold=0) == shown.replace(tzinfo=None, fold=0)


@given(at=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_next_working_morning_is_the_first_working_day_after_today(at: datetime) -> None:
    calendar = english_calendar(time(17))
    morning = next_working_day(at, time(9), calendar).astimezone(LONDON)
    today = at.astimezone(LONDON).date()
    between = [today + timedelta(days=n) for n in range(1, (morning.date() - today).days)]
    assert a_working_day(morning.date())
    assert morning.time() == time(9)
    assert not any(a_working_day(day) for day in between)


@pytest.mark.parametrize("year", range(2024, 2031))
def test_r17_from_every_minute_of_a_year_the_window_is_as_long_as_the_rule_says(year: int) -> None:
    """Whatever the minute of the opening day, the ballot closes at 17:00 on the fifth working day after it."""
    calendar = english_calendar(time(17))
    day = date(year, 1, 1)
    at = calendar.at(day, time(0))
    while day.year == year:
        closes, tomorrow = fifth_working_day(day), day + timedelta(days=1)
        midnight = calendar.at(tomorrow, time(0))
        while at < midnight:
            assert earliest_close(at, FIVE_DAYS, calendar) == closes
            at += timedelta(minutes=1)
        day = tomorrow


def fifth_working_day(opened: date) -> datetime:
    """The oracle: the closing time of the fifth working day after the one on which the ballot counts as opened."""
    day = opened
    while not a_working_day(day):
        day += timedelta(days=1)
    for _ in range(5):
        day += timedelta(days=1)
        while not a_working_day(day):
            day += timedelta(days=1)
    return datetime.combine(day, time(17), LONDON)
