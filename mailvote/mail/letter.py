"""What a letter is before it is posted: its words, what is enclosed, and the house that writes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr

from mailvote.mail.phrasebook import Phrasebook
from mailvote.mail.retelling import retold
from mailvote.mail.tidy import spaced
from mailvote.mail.wording import Wording
from mailvote.rules.workingdays import Calendar

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that goes with a letter; its type may have parameters: `text/calendar; method=PUBLISH`."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one person: `body` is CommonMark, of which `compose` makes the text and the HTML."""

    purpose: str
    subject: str = field(repr=False)
    body: str = field(repr=False)
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The organisation that writes, in which language, and what its texts call a member.

    `managers` are `Name <address>`.
    """

    organisation: str
    id: str
    address: str
    noun: str
    nouns: str
    calendar: Calendar
    managers: tuple[str, ...]
    plus_addressing: bool
    phrasebook: Phrasebook

    def time(self, at: datetime) -> str:
        """The instant in full, `Monday 30 November 2026 at 17:00 (GMT, Europe/London time)`, in words of the house."""
        local = self.calendar.local(at)
        return self.phrasebook.dates.time(local, _clock(local), self.calendar.timezone.key)

    def beginning(self, at: datetime) -> str:
        """From when something holds, as in `say_beginning`."""
        local = self.calendar.local(at)
        return self.time(at) if local.time() != MIDNIGHT else self.phrasebook.dates.day(local)

    def end(self, at: datetime) -> str:
        """Until when something holds, as in `say_end`."""
        if self.calendar.local(at).time() != MIDNIGHT:
            return self.time(at)
        return self.phrasebook.dates.end(self.calendar.local(at - timedelta(microseconds=1)))

    def stamp(self, at: datetime) -> str:
        """When something was received, `Wed 25 Nov 2026 at 14:03:22 GMT`."""
        local = self.calendar.local(at)
        return self.phrasebook.dates.stamp(local, _clock(local))

    def short_time(self, at: datetime) -> str:
        """`Mon 30 Nov 17:00`."""
        local = self.calendar.local(at)
        return self.phrasebook.dates.short_time(local, _clock(local))

    @property
    def manager(self) -> str:
        """The first manager's name and address in words: `Morgan Reed, manager@selg.example`."""
        name, address = parseaddr(self.managers[0]) if self.managers else ("", "")
        return f"{spaced(name)}, {address}" if name and address else address or self.address


def say_time(at: datetime, calendar: Calendar) -> str:
    """`Monday 30 November 2026 at 17:00 (GMT, Europe/London time)`."""
    local = calendar.local(at)
    return f"{say_day(local)} at {_clock(local)} ({local.tzname()}, {calendar.timezone.key} time)"


def say_day(day: date) -> str:
    """`Friday 1 January 2027`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_beginning(at: datetime, calendar: Calendar) -> str:
    """From when something holds: a day alone where it is the midnight at which that day begins."""
    local = calendar.local(at)
    return say_time(at, calendar) if local.time() != MIDNIGHT else say_day(local)


def say_end(at: datetime, calendar: Calendar) -> str:
    """Until when something holds: `the end of` a day where it is the midnight at which that day is over."""
    if calendar.local(at).time() != MIDNIGHT:
        return say_time(at, calendar)
    return f"the end of {say_day(calendar.local(at - timedelta(microseconds=1)))}"


def stamp(at: datetime, calendar: Calendar) -> str:
    """`Wed 25 Nov 2026 at 14:03:22 GMT`: when something was received."""
    local = calendar.local(at)
    return f"{_day(local)} {local.year} at {_clock(local)} {local.tzname()}"


def short_time(at: datetime, calendar: Calendar) -> str:
    """`Mon 30 Nov 17:00`."""
    local = calendar.local(at)
    return f"{_day(local)} {_clock(local)}"


def _day(local: datetime) -> str:
    return f"{DAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]}"


def _clock(local: datetime) -> str:
    """Hours and minutes; the seconds only where there are any."""
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def letter(wording: Wording, house: Letterhead, purpose: str, template: str, /, **values: object) -> Letter:
    """The letter of that purpose, worded by the template, which always knows the house and speaks its language."""
    tools: dict[str, Callable[[datetime], str]] = {
        "time": house.time,
        "beginning": house.beginning,
        "end": house.end,
        "stamp": house.stamp,
        "short_time": house.short_time,
    }
    told = retold(values, house.phrasebook)
    subject, body = wording.render(template, house=house, **tools, **told)
    return Letter(purpose=purpose, subject=subject, body=body)
