"""The service: fixed ticks and IDLE watchers wake one worker, which does round after round until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

from mailvote.app import App
from mailvote.transport.idle import watch

log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The service was told to stop while it waited for the installation."""


class Service:
    """Runs an installation until `stop`: the ticks are the truth, IDLE only brings the next one forward."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._stopped = threading.Event()
        self._awake = threading.Event()

    def run(self, *, standby: bool) -> None:
        """Hold the installation (as `standby`, wait for it) and work until stopped."""
        wait = None if standby else timedelta()
        with (
            suppress(_Stopped),
            self._app.holding(wait=wait, pause=self._pause) as hold,
            self._ticking(),
            self._watching(),
        ):
            while not self._stopped.is_set():
                hold.check()
                self._work()
                self._awake.wait()
                self._awake.clear()

    def stop(self) -> None:
        """Finish the step at hand and return from `run`; safe to call from any thread, twice too."""
        self._stopped.set()
        self._awake.set()
        for office in self._app.offices:
            office.mailbox.close()
            office.postman.close()

    def _pause(self, seconds: float) -> None:
        """Wait as a standby; told to stop, give up."""
        if self._stopped.wait(seconds):
            raise _Stopped

    def _work(self) -> None:
        """Rounds until nothing is left to do; a fault is tried again at the next tick."""
        for done in self._app.work(self._stopped.is_set):
            for fault in done.faults:
                log.error("%s: %s", done.organisation, fault)

    @contextmanager
    def _ticking(self) -> Iterator[None]:
        interval = self._app.settings.service.poll_interval.total_seconds()
        scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None})
        scheduler.add_job(self._awake.set, "interval", seconds=interval, id="tick")
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)

    @contextmanager
    def _watching(self) -> Iterator[None]:
        watchers = [
            threading.Thread(
                target=watch, args=(office.settings.imap, self._awake.set, self._stopped), name="idle", daemon=True
            )
            for office in self._app.offices
        ]
        for watcher in watchers:
            watcher.start()
        try:
            yield
        finally:
            self._stopped.set()
            for watcher in watchers:
                watcher.join(timeout=2)


def stop_on_signals(service: Service) -> None:
    """SIGTERM and SIGINT end the service cleanly."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=service.stop, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
