"""The register as a roster file: what it writes, an import reads back without a difference."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from mailvote.office.roster.headings import COLUMNS
from mailvote.office.roster.matching import last_day
from mailvote.office.roster.people import take_turn
from mailvote.rules.electorate import Person, Role
from mailvote.rules.workingdays import Calendar
from mailvote.store.roster import Registered


def export_roster(current: Sequence[Registered], *, at: datetime, calendar: Calendar) -> str:
    """CSV text of the practices that have not left at that instant, each with its people in force then."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(_row(each, at, calendar) for each in current if not each.ended(at))
    return text.getvalue()


def _row(found: Registered, at: datetime, calendar: Calendar) -> dict[str, object]:
    moment = take_turn(found.member, max(at, found.since or at), calendar).at
    figure = found.population_on(calendar.local(moment).date())
    member = found.member
    return {
        "practice": member.name,
        "aliases": "; ".join(member.aliases),
        "group": member.group,
        "population": figure[1] if figure else "",
        "population_as_of": figure[0] if figure else "",
        "valid_from": calendar.local(found.since).date() if found.since else "",
        "valid_to": last_day(found.until, calendar) if found.until else "",
        **_people(tuple(one for one in member.people if one.in_force(moment))),
    }


def _people(people: Sequence[Person]) -> dict[str, object]:
    return {
        f"{role}_{column}": "; ".join(getattr(one, field) for one in people if one.role is role).strip("; ")
        for role in (Role.LEAD, Role.DEPUTY, Role.CONTACT)
        for column, field in (("name", "name"), ("email", "address"))
    }
