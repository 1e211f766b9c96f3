"""Dates as managers type them: day before month, local time, and a sentence for what cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mailvote.mail.tidy import folded
from mailvote.rules.workingdays import Calendar

EXAMPLE = "30 November 2026 17:00"
MIDNIGHT = time(0)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WEEKDAY = r"(?:on )?(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? "
_NUMBERED = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = r"(?P<name>[a-z]{3,9})\.?"
_DATES = (
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})",
    rf"{_NUMBERED}(?: of)?[ -]{_NAMED},?(?:[ -](?P<year>\d{{4}}))?",
    rf"{_NAMED} {_NUMBERED},?(?: (?P<year>\d{{4}}))?",
)
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?::(?P<second>\d{2}))? ?(?P<half>[ap]\.?m\b\.?)?"
    r"|(?P<word>noon|midday|midnight))"
)
_ZONE = r"(?: ?\(?(?P<zone>[a-z]{2,5})?,? ?(?P<place>[a-z]+/[a-z_/]+)?(?: time)?\)?)"
_SHAPES = tuple(
    re.compile(rf"(?:{_WEEKDAY})?{shape}(?:(?:,|t| at| by|, at)? ?{_CLOCK}{_ZONE})?\.?") for shape in _DATES
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A date that was not understood, with the sentence its writer reads."""

    sentence: str


def read_moment(text: str, calendar: Calendar) -> datetime | Unreadable:
    """The instant that `text` names in the organisation's zone, in UTC; without a time the closing time."""
    return _read(text, calendar, lambda day: calendar.at(day, calendar.closing_time))


def read_beginning(text: str, calendar: Calendar) -> datetime | Unreadable:
    """The instant, as `read_moment` has it; without a time the one at which that day begins."""
    return _read(text, calendar, lambda day: calendar.at(day, MIDNIGHT))


def read_end(text: str, calendar: Calendar) -> datetime | Unreadable:
    """The instant, as `read_moment` has it; without a time the midnight at which that day is over."""
    return _read(text, calendar, lambda day: calendar.at(day + timedelta(days=1), MIDNIGHT))


def is_dated(text: str) -> bool:
    """Whether the text is a date and nothing else, though it may be one that does not exist."""
    found = _shape(text)
    return found is not None and _month(found.groupdict()) > 0


def _read(text: str, calendar: Calendar, alone: Callable[[date], datetime]) -> datetime | Unreadable:
    """The instant that `text` names; `alone` gives that of a date without a time."""
    found = _shape(text)
    if found is None:
        return Unreadable(sentence=f"“{text}” is not a date I can read: write it like {EXAMPLE}.")
    day = _day(text, found)
    if isinstance(day, Unreadable):
        return day
    clock = _clock(text, found)
    if clock is None:
        return alone(day)
    return clock if isinstance(clock, Unreadable) else _instant(text, found, day, clock, calendar)


def _shape(text: str) -> re.Match[str] | None:
    plain = folded(text)
    return next((found for shape in _SHAPES if (found := shape.fullmatch(plain))), None)


def _day(text: str, found: re.Match[str]) -> date | Unreadable:
    parts = found.groupdict()
    if parts["year"] is None:
        return Unreadable(sentence=f"“{text}” has no year: write it like {EXAMPLE}.")
    month = _month(parts)
    if not month:
        return Unreadable(sentence=f"“{text}” names no month I know; the day comes before the month, as in 30/11/2026.")
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if not 2000 <= year < 2200:
        return Unreadable(sentence=f"“{text}” lies in the year {year}: write it like {EXAMPLE}.")
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        return Unreadable(
            sentence=f"“{text}” does not exist: {MONTHS[month - 1]} {year} has no day {int(parts['day'])}."
        )
    return _on_weekday(text, parts, day)


def _month(parts: dict[str, str | None]) -> int:
    """1 to 12, or 0 when the number or name is no month."""
    if parts.get("month"):
        number = int(parts["month"] or 0)
        return number if number <= 12 else 0
    name = parts["name"] or ""
    return next((number for number, month in enumerate(MONTHS, start=1) if month.casefold().startswith(name)), 0)


def _on_weekday(text: str, parts: dict[str, str | None], day: date) -> date | Unreadable:
    said, meant = parts["weekday"], DAYS[day.weekday()]
    if said is None or meant.casefold().startswith(said):
        return day
    return Unreadable(sentence=f"“{text}” does not fit: {day.day} {MONTHS[day.month - 1]} {day.year} is a {meant}.")


def _clock(text: str, found: re.Match[str]) -> time | Unreadable | None:
    """The time of day, None where the text has none."""
    parts = found.groupdict()
    if parts["word"] == "midnight":
        return Unreadable(sentence=f"“{text}”: midnight belongs to two days; write 00:00 or 23:59.")
    if parts["word"]:
        return time(12)
    if parts["hour"] is None:
        return None
    if parts["minute"] is None and parts["half"] is None:
        return Unreadable(sentence=f"“{text}” has an hour without minutes: write 17:00 or 5pm.")
    hour = _hour(int(parts["hour"]), parts["half"])
    try:
        return time(hour, int(parts["minute"] or 0), int(parts["second"] or 0))
    except ValueError:
        return Unreadable(sentence=f"“{text}” has no such time of day: write 17:00 or 5pm.")


def _hour(hour: int, half: str | None) -> int:
    """The hour on a 24-hour clock; 99, which no clock has, for 13pm and the like."""
    if half is None:
        return hour
    return hour % 12 + (12 if half.startswith("p") else 0) if 1 <= hour <= 12 else 99


def _instant(text: str, found: re.Match[str], day: date, clock: time, calendar: Calendar) -> datetime | Unreadable:
    zone = calendar.timezone
    first, second = (datetime.combine(day, clock, zone).replace(fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        return Unreadable(sentence=f"“{text}” does not exist in {zone.key}: the clocks go forward then.")
    if first.utcoffset() != second.utcoffset():
        return Unreadable(sentence=f"“{text}” happens twice in {zone.key}, as the clocks go back: choose another time.")
    if not _own_zone(found, first):
        return Unreadable(sentence=f"“{text}” names another zone: times are read in {zone.key}, so leave the zone out.")
    return first.astimezone(UTC)


def _own_zone(found: re.Match[str], moment: datetime) -> bool:
    zone, place = found["zone"], found["place"]
    own = (moment.tzname() or "").casefold(), str(moment.tzinfo).casefold()
    return (zone is None or zone in (own[0], "time")) and (place is None or place == own[1])
