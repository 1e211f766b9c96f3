"""Restraint after a refused login: a provider locks an account at whose door somebody knocks too often."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mailvote.errors import LoginRefused

LONGEST_PAUSE = 300.0


class Restraint:
    """While it lasts, `knocking` repeats the last refusal without asking; each further one doubles the pause."""

    def __init__(self, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._first = self._pause = min(pause, LONGEST_PAUSE)
        self._clock = clock
        self._until = 0.0
        self._refusal: LoginRefused | None = None

    @contextmanager
    def knocking(self) -> Iterator[None]:
        """Around one attempt to log in."""
        if self._refusal is not None and self._clock() < self._until:
            raise LoginRefused(self._refusal.what)
        try:
            yield
        except LoginRefused as refusal:
            self._refusal, self._until = refusal, self._clock() + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            raise
        self._refusal, self._pause = None, self._first
