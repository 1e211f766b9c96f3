"""Working days, the earliest permitted close and the times of reminders (R17)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailvote.rules.ruleset import Window

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NOON = time(12)
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The organisation's clock on the wall: its zone, its closing time and its bank holidays."""

    timezone: ZoneInfo
    closing_time: time
    holidays: frozenset[date] = field(repr=False)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, and no bank holiday."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def local(self, at: datetime) -> datetime:
        """The instant as the organisation's clock shows it."""
        return at.astimezone(self.timezone)

    def at(self, day: date, clock: time) -> datetime:
        """The instant, in UTC, at which the organisation's clock shows that time on that day.

        When the clocks go back a time comes twice, and the second is meant; when they go forward a time is
        skipped, and the instant is as long after the change as the time is after the skipped hour began.
        Either way nobody who reads the clock differently is late.
        """
        readings = (datetime.combine(day, clock.replace(fold=fold), self.timezone) for fold in (0, 1))
        return max(reading.astimezone(UTC) for reading in readings)


def earliest_close(opens_at: datetime, window: Window, calendar: Calendar) -> datetime:
    """The earliest close that the window permits to a ballot opened at that instant, in UTC (R17).

    Without a number of working days it is the next second after the opening.
    """
    if window.working_days == 0:
        return (opens_at + SECOND).astimezone(UTC)
    days = _days_that_count(opens_at, window, calendar)
    last = next(day for number, day in enumerate(days, start=1) if number == window.working_days)
    return calendar.at(last, calendar.closing_time)


def default_close(opens_at: datetime, window: Window, calendar: Calendar) -> datetime:
    """When a ballot closes for which no close is given, in UTC: at the earliest that the rules permit.

    Where they ask for no minimum, at the closing time of the next working day, so that everybody can answer.
    """
    if window.working_days:
        return earliest_close(opens_at, window, calendar)
    return next_working_day(opens_at, calendar.closing_time, calendar)


def meeting_close(meetings: Iterable[date], opens_at: datetime, window: Window, calendar: Calendar) -> datetime | None:
    """The closing time, in UTC, of the first meeting that leaves the window its minimum (R16); None if no date does."""
    earliest = earliest_close(opens_at, window, calendar)
    closes = (calendar.at(day, calendar.closing_time) for day in sorted(meetings))
    return next((close for close in closes if close >= earliest), None)


def window_problem(opens_at: datetime, closes_at: datetime, window: Window, calendar: Calendar) -> datetime | None:
    """The earliest permitted close, when the one asked for is too near; None when it is far enough."""
    earliest = earliest_close(opens_at, window, calendar)
    return earliest if closes_at < earliest else None


def reminder_times(closes_at: datetime, window: Window, calendar: Calendar) -> tuple[datetime, ...]:
    """When the silent are reminded: so many working days before the day of the close, oldest first."""
    closing_day = calendar.local(closes_at).date()
    numbers = window.remind_working_days_before
    days = {_working_day_before(closing_day, number, calendar) for number in numbers}
    return tuple(calendar.at(day, window.remind_at) for day in sorted(days))


def months_after(day: date, span: str) -> date:
    """The calendar day so many months later (`1 month`, `6 months`): 31 January and a month is 28 February (R23)."""
    number = day.year * 12 + day.month - 1 + int(span.partition(" ")[0])
    year, month = divmod(number, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - DAY)


def closing_time_after(at: datetime, span: str, calendar: Calendar) -> datetime:
    """The closing time, in UTC, on the calendar day that many months after the day of the instant (R23)."""
    return calendar.at(months_after(calendar.local(at).date(), span), calendar.closing_time)


def working_days_after(at: datetime, number: int, clock: time, calendar: Calendar) -> datetime:
    """That time of day on the working day that many after the day of the instant, in UTC; at least 1."""
    days = _working_days_from(calendar.local(at).date() + DAY, calendar)
    return calendar.at(next(day for count, day in enumerate(days, start=1) if count == number), clock)


def _days_that_count(opens_at: datetime, window: Window, calendar: Calendar) -> Iterator[date]:
    """The working days of the window, the first one first.

    A ballot opened on a working day has that day as its day of opening, any other the next working day.
    The day of opening counts only where the rule set says so and it was reached before noon (R17), and
    before the closing time, for a day that is over cannot be a day of voting.
    """
    opened = calendar.local(opens_at)
    working = _working_days_from(opened.date(), calendar)
    opening_day = next(working)
    early = opening_day > opened.date() or opened.time() < min(NOON, calendar.closing_time)
    if window.count_opening_day and early:
        yield opening_day
    yield from working


def next_working_day(at: datetime, clock: time, calendar: Calendar) -> datetime:
    """That time of day on the first working day after the day of the instant, in UTC."""
    return working_days_after(at, 1, clock, calendar)


def _working_days_from(day: date, calendar: Calendar) -> Iterator[date]:
    while True:
        if calendar.is_working_day(day):
            yield day
        day += DAY


def _working_day_before(day: date, number: int, calendar: Calendar) -> date:
    while number:
        day -= DAY
        number -= calendar.is_working_day(day)
    return day
