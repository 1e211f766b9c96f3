"""How fast letters may go: providers refuse those who send more than so many a minute."""

import asyncio
from collections import deque

MINUTE = 60.0


class Pace:
    """At most so many letters in any minute, over all connections and calls; 0 is no limit."""

    def __init__(self, per_minute: int, minute: float = MINUTE) -> None:
        self._minute = minute
        self._limit = per_minute
        self._departures: deque[float] = deque(maxlen=per_minute or 1)

    def wait(self, now: float) -> float:
        """Seconds until the next letter may go, on any steady clock."""
        if not self._limit or len(self._departures) < self._limit:
            return 0.0
        return max(0.0, self._departures[0] + self._minute - now)

    async def turn(self) -> None:
        """Wait for the next letter's turn and take it."""
        clock = asyncio.get_running_loop().time
        while (seconds := self.wait(clock())) > 0:
            await asyncio.sleep(seconds)
        self.take(clock())

    def take(self, now: float) -> None:
        """Note that a letter goes now."""
        self._departures.append(now)
