"""The postman: a synchronous face over a few kept SMTP connections; the event loop lives in here."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

from mailvote.config import SmtpSettings
from mailvote.errors import MailServerUnreachable, OutOfReach
from mailvote.office.ports import Delivery, Disposition, Parcel
from mailvote.transport.pace import MINUTE, Pace
from mailvote.transport.restraint import Restraint
from mailvote.transport.server import place, refuse_in_clear
from mailvote.transport.smtpline import Line, LineBroken, open_line

_FAREWELL = 1.0

Result = TypeVar("Result")


class SmtpPostman:
    """A `Postman`: every letter at least once, and one that was accepted is never reported otherwise."""

    def __init__(self, settings: SmtpSettings, *, minute: float = MINUTE, pause: float = 60.0) -> None:
        """`pause` is that of `Restraint`, in seconds."""
        refuse_in_clear(settings)
        self._settings = settings
        self._restraint = Restraint(pause)
        self._pace = Pace(settings.per_minute, minute)
        self._idle: list[Line] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._round: _Round | None = None
        self._busy = Lock()
        self._closed = False

    def deliver(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """See `Postman.deliver`."""
        if not parcels:
            return
        with self._busy:
            self._round = _Round(self._settings, self._restraint, self._pace, self._idle, parcels)
            try:
                yield from self._played(self._round)
            finally:
                self._run(self._round.end())
                self._round = None
                self._hang_up_if_closed()

    def greet(self) -> frozenset[str]:
        """See `Postman.greet`."""
        with self._busy:
            return self._run(self._greet())

    def close(self) -> None:
        """See `Postman.close`."""
        self._closed = True
        loop, under_way = self._loop, self._round
        if self._busy.acquire(blocking=False):
            self._hang_up_if_closed()
            self._busy.release()
        elif loop is not None and under_way is not None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(under_way.break_off)

    def _played(self, playing: "_Round") -> Iterator[Delivery]:
        self._run(playing.begin())
        while playing.expected:
            yield from self._run(playing.results())

    def _run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        if self._loop is None:
            if self._closed:
                coroutine.close()
                raise MailServerUnreachable(f"{place(self._settings)} was left: the postman has gone home")
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(coroutine)

    async def _greet(self) -> frozenset[str]:
        while self._idle:
            line = self._idle.pop()
            with suppress(LineBroken):
                await line.noop()
                self._idle.append(line)
                return line.offers
        with self._restraint.knocking():
            line = await open_line(self._settings)
        try:
            await line.noop()
        except LineBroken as error:
            raise MailServerUnreachable(f"{place(self._settings)} said: {error.reason}") from None
        self._idle.append(line)
        return line.offers

    def _hang_up_if_closed(self) -> None:
        if self._closed and self._loop is not None:
            self._loop.run_until_complete(_say_goodbye(self._idle))
            self._loop.close()
            self._loop = None


class _Round:
    """One call of `deliver`: workers share the parcels, each with a connection of its own."""

    def __init__(
        self, settings: SmtpSettings, restraint: Restraint, pace: Pace, idle: list[Line], parcels: Sequence[Parcel]
    ) -> None:
        self._settings, self._restraint, self._pace, self._idle = settings, restraint, pace, idle
        self._door = asyncio.Lock()
        self._is_shut = False
        self._to_do = deque(parcels)
        self._results: asyncio.Queue[Delivery | OutOfReach] = asyncio.Queue()
        self._workers: asyncio.Task[None] | None = None
        self._troubles: list[OutOfReach] = []
        self._tried = False
        self._is_over = False
        self.expected = len(parcels)

    async def begin(self) -> None:
        self._workers = asyncio.create_task(self._work_together())

    async def results(self) -> list[Delivery]:
        """What has become known since the last call, at least one; raises where nothing could be tried."""
        found = [await self._results.get()]
        while not self._results.empty():
            found.append(self._results.get_nowait())
        for result in found:
            if isinstance(result, OutOfReach):
                self.expected = 0
                raise result
        self.expected -= len(found)
        return [result for result in found if isinstance(result, Delivery)]

    def break_off(self) -> None:
        """Stop at once; what is not yet known becomes delayed.

        The flag is there because `asyncio.wait_for`, inside aiosmtplib, may swallow a cancellation before 3.12.
        """
        self._is_over = True
        if self._workers is not None:
            self._workers.cancel()

    async def end(self) -> None:
        self.break_off()
        if self._workers is not None:
            with suppress(asyncio.CancelledError):
                await self._workers

    async def _work_together(self) -> None:
        """Every parcel gets its result, however the workers fare."""
        size = min(self._settings.connections, len(self._to_do))
        try:
            await asyncio.gather(*(self._work() for _ in range(size)))
        finally:
            self._give_up_the_rest()

    def _give_up_the_rest(self) -> None:
        reason = str(self._troubles[-1]) if self._troubles else "broken off before it was tried"
        if self._to_do and self._troubles and not self._tried:
            self._results.put_nowait(self._troubles[0])
            return
        for parcel in self._to_do:
            self._report(_delayed(parcel, reason))
        self._to_do.clear()

    async def _work(self) -> None:
        """Deliver parcels until none is left, or the server is in no state to take any."""
        while self._has_more():
            line = await self._line()
            if line is None:
                return
            try:
                await self._use(line)
            except LineBroken as error:
                if line.is_fresh:
                    self._troubles.append(MailServerUnreachable(f"{place(self._settings)}: {error.reason}"))
                    return
            except BaseException:
                line.close()
                raise
            else:
                line.is_fresh = False
                self._idle.append(line)

    async def _line(self) -> Line | None:
        while self._idle:
            line = self._idle.pop()
            if line.is_open:
                return line
        async with self._door:
            return None if self._is_shut else await self._new_line()

    async def _new_line(self) -> Line | None:
        """One connection is opened after the other: where the first is turned away, the rest need not knock."""
        try:
            with self._restraint.knocking():
                return await open_line(self._settings)
        except OutOfReach as trouble:
            self._is_shut = True
            self._troubles.append(trouble)
            return None

    async def _use(self, line: Line) -> None:
        """Deliver over one line until it breaks; what it broke over before the content left is still to do."""
        while self._has_more() and line.is_open:
            await self._pace.turn()
            if not self._has_more():
                return
            parcel = self._to_do.popleft()
            try:
                self._report(await line.hand_over(parcel))
            except LineBroken as error:
                if error.content_left or line.is_fresh:
                    self._report(_delayed(parcel, error.reason))
                else:
                    self._to_do.appendleft(parcel)
                raise
            except BaseException:
                self._report(_delayed(parcel, "broken off; it may have been delivered"))
                raise

    def _has_more(self) -> bool:
        return bool(self._to_do) and not self._is_over

    def _report(self, delivery: Delivery) -> None:
        self._tried = True
        self._results.put_nowait(delivery)


def _delayed(parcel: Parcel, reason: str) -> Delivery:
    return Delivery(parcel_id=parcel.id, disposition=Disposition.DELAYED, error=reason[:200])


async def _say_goodbye(lines: list[Line]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_FAREWELL):
            await asyncio.gather(*(line.quit() for line in lines))
    for line in lines:
        line.close()
    lines.clear()
