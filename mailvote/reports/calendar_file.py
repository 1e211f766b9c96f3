"""The calendar file of a ballot's close, which calendars show, move and strike out (RFC 5545, RFC 5546)."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from mailvote.mail.letter import Enclosure
from mailvote.rules.paper import Paper

WARNING = timedelta(hours=4)


def calendar_file(
    paper: Paper, *, domain: str, sequence: int, stamped_at: datetime, cancelled: bool = False
) -> Enclosure:
    """The close as an event in UTC; a higher `sequence` replaces what went out before, `cancelled` strikes it out."""
    method = "CANCEL" if cancelled else "PUBLISH"
    calendar = Calendar()
    calendar.add("prodid", "-//mailvote//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(paper, domain, sequence, stamped_at, cancelled))
    return Enclosure(
        name="close-of-ballot.ics",
        content_type=f"text/calendar; method={method}; charset=utf-8",
        content=calendar.to_ical(),
    )


def _event(paper: Paper, domain: str, sequence: int, stamped_at: datetime, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", f"{paper.reference}@{domain}")
    event.add("sequence", sequence)
    event.add("dtstamp", stamped_at.replace(microsecond=0))
    event.add("dtstart", paper.closes_at)
    event.add("dtend", paper.closes_at)
    event.add("summary", f"Ballot closes: {paper.title}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if not cancelled:
        event.add_component(_alarm(paper))
    return event


def _alarm(paper: Paper) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Vote now: {paper.title}")
    alarm.add("trigger", -WARNING)
    return alarm
