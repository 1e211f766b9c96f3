"""Interface 6: dates as managers type them, and a sentence for each that cannot be meant."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.dates import Unreadable, is_dated, read_beginning, read_end, read_moment
from mailvote.mail.letter import say_time
from mailvote.mail.manager_letters import form_time
from tests.mail.letterbox import CALENDAR, HOUSE

FIVE = datetime(2026, 11, 30, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-30 17:00",
        "2026-11-30T17:00",
        "2026/11/30 17:00",
        "30/11/2026 17:00",
        "30/11/26 17:00",
        "30.11.2026, 17.00",
        "30-11-2026 17:00",
        "30 November 2026 17:00",
        "30 November 2026 5pm",
        "30 November 2026 at 5 p.m.",
        "30th of November 2026 at 5.00 pm",
        "30 Nov. 2026 17:00",
        "30-Nov-2026 17:00",
        "Mon 30 Nov 2026 17:00",
        "Monday, 30 November 2026, 17:00.",
        "November 30, 2026 5pm",
        "  30\u00a0NOVEMBER\u00a02026   17:00:00 ",
        "30–11–2026 17:00",
        "30 November 2026 17:00 GMT",
        "Monday 30 November 2026 at 17:00 (GMT, Europe/London time)",
        "*30 November 2026* 17:00",
        "30 November 2026",
        "30/11/2026",
        "2026-11-30",
        "Monday 30 November 2026",
    ],
)  # fmt: skip
def test_a_date_is_read_day_before_month_and_alone_gets_the_closing_time(text: str) -> None:
    assert read_moment(text, CALENDAR) == FIVE


@pytest.mark.parametrize(
    ("text", "hour"), [("noon", 12), ("12 pm", 12), ("12am", 0), ("12.30 am", 0), ("00:00", 0), ("9am", 9)]
)
def test_hours_are_read_on_either_clock(text: str, hour: int) -> None:
    read = read_moment(f"30 November 2026 {text}", CALENDAR)
    assert isinstance(read, datetime)
    assert read.hour == hour


def test_times_are_local_and_given_back_in_utc() -> None:
    assert read_moment("30 July 2026 17:00", CALENDAR) == datetime(2026, 7, 30, 16, tzinfo=UTC)
    assert read_moment("30 July 2026 17:00 BST", CALENDAR) == datetime(2026, 7, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "beginning", "end"),
    [
        ("30 November 2026", datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        ("31/12/2026", datetime(2026, 12, 31, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        ("1 July 2026", datetime(2026, 6, 30, 23, tzinfo=UTC), datetime(2026, 7, 1, 23, tzinfo=UTC)),
        ("29 March 2026", datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC)),
        ("25 October 2026", datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)),
        ("30 November 2026 17:00", FIVE, FIVE),
        ("30 November 2026 5pm", FIVE, FIVE),
    ],
)
def test_a_day_begins_and_ends_at_local_midnight(text: str, beginning: datetime, end: datetime) -> None:
    assert read_beginning(text, CALENDAR) == beginning
    assert read_end(text, CALENDAR) == end


@pytest.mark.parametrize("read", [read_beginning, read_end])
def test_a_day_that_cannot_be_meant_is_named_as_anywhere(read: Callable[..., datetime | Unreadable]) -> None:
    for text in ("soon", "31 November 2026", "30 November", "30 November 2026 midnight"):
        assert read(text, CALENDAR) == read_moment(text, CALENDAR)


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("1 December 2026", True), ("*1/12/2026*", True), ("Tue 1 Dec 2026 09:00", True), ("31 November 2026", True),
        ("1 December", True), ("Team 5", False), ("soon", False), ("", False), ("SELG <ballots@selg.example>", False),
        ("1 December 2026 or later", False),
    ],
)  # fmt: skip
def test_a_date_is_told_from_other_words(text: str, dated: bool) -> None:
    assert is_dated(text) is dated


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("next Monday", "is not a date I can read"),
        ("", "is not a date I can read"),
        ("30/11-2026", "is not a date I can read"),
        ("30 November 2026 17:00 or later", "is not a date I can read"),
        ("30 November", "has no year"),
        ("30 Nov 17:00", "has no year"),
        ("11/30/2026", "the day comes before the month"),
        ("30 Frimaire 2026", "names no month I know"),
        ("0/0/2026", "names no month I know"),
        ("31 November 2026", "November 2026 has no day 31"),
        ("29/2/2026", "February 2026 has no day 29"),
        ("30 November 1726", "lies in the year 1726"),
        ("Tuesday 30 November 2026", "is a Monday"),
        ("30 November 2026 25:00", "no such time of day"),
        ("30 November 2026 13pm", "no such time of day"),
        ("30 November 2026 17:60", "no such time of day"),
        ("30 November 2026 5", "an hour without minutes"),
        ("30 November 2026 midnight", "midnight belongs to two days"),
        ("30 November 2026 17:00 UTC", "names another zone"),
        ("30 July 2026 17:00 GMT", "names another zone"),
        ("30 November 2026 17:00 Europe/Paris", "names another zone"),
        ("29 March 2026 01:30", "does not exist in Europe/London: the clocks go forward"),
        ("25 October 2026 01:30", "happens twice in Europe/London"),
    ],
)
def test_a_date_that_cannot_be_meant_is_named_with_its_remedy(text: str, why: str) -> None:
    read = read_moment(text, CALENDAR)
    assert isinstance(read, Unreadable)
    assert why in read.sentence
    assert f"“{text}”" in read.sentence


@given(at=st.datetimes(min_value=datetime(2001, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_we_write_we_read_back(at: datetime) -> None:
    minute = at.replace(second=0, microsecond=0)
    for written in (form_time(HOUSE, minute), say_time(minute, CALENDAR)):
        read = read_moment(written, CALENDAR)
        assert read == minute or (isinstance(read, Unreadable) and "twice" in read.sentence)


@given(text=st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert isinstance(read_moment(text, CALENDAR), datetime | Unreadable)
