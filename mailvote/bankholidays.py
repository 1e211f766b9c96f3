"""Which days are bank holidays: the one place that asks the `holidays` library about a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays


def bank_holidays(
    calendar: str, years: Iterable[int], *, closed: Iterable[date] = (), opened: Iterable[date] = ()
) -> frozenset[date]:
    """The bank holidays of `calendar` (country, then subdivision) in `years`.

    `closed` adds days on which the organisation does not work, `opened` takes out those on which it does
    (settings `closed_days` and `open_days`). Raises ValueError with a sentence for an unknown calendar.
    """
    return (_of_calendar(calendar, tuple(years)) | frozenset(closed)) - frozenset(opened)


@lru_cache(maxsize=32)
def _of_calendar(calendar: str, years: tuple[int, ...]) -> frozenset[date]:
    country, _, subdivision = calendar.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    except NotImplementedError:
        raise ValueError(f"unknown calendar {calendar!r}") from None
    return frozenset(found)
