"""What the log says of faults: each when it begins, ever more rarely while it lasts, and one line when all is well."""

from collections.abc import Sequence
from datetime import datetime, timedelta

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
"""Between two lines about the same fault; the pause doubles. A poll a minute would write 1,440 of them a day."""


class Alarm:
    """The faults of one organisation, from the first until a round goes by without any."""

    def __init__(self) -> None:
        self._began_at: datetime | None = None
        self._due: dict[str, tuple[datetime, timedelta]] = {}

    def sound(self, faults: Sequence[str], now: datetime) -> tuple[str, ...]:
        """The lines that are due about these faults, of which there is at least one."""
        began_at = self._began_at = self._began_at or now
        due = [fault for fault in dict.fromkeys(faults) if now >= self._due.get(fault, (now,))[0]]
        lines = tuple(_line(fault, now - began_at, is_new=fault not in self._due) for fault in due)
        self._due |= {fault: self._next(fault, now) for fault in due}
        return lines

    def all_clear(self, now: datetime) -> str | None:
        """The line that is due after a round without faults, if there were any before it."""
        began_at, self._began_at = self._began_at, None
        self._due.clear()
        return f"all is well again after {_span(now - began_at)}" if began_at is not None else None

    def _next(self, fault: str, now: datetime) -> tuple[datetime, timedelta]:
        last = self._due.get(fault)
        pause = min(2 * last[1], LONGEST_PAUSE) if last else FIRST_PAUSE
        return now + pause, pause


def _line(fault: str, lasting: timedelta, *, is_new: bool) -> str:
    return fault if is_new else f"{fault} (trouble for {_span(lasting)})"


def _span(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
