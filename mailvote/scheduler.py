"""The service: fixed ticks and IDLE watchers wake one worker, which does round after round until it is told to stop."""

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

from mailvote.alarm import Alarm
from mailvote.app import App, Round
from mailvote.errors import DatabaseUnreachable
from mailvote.store.database import Hold
from mailvote.transport.idle import watch

log = logging.getLogger(__name__)

LONGEST_FAREWELL = 3.0
"""Seconds after SIGTERM at which the process goes, whatever still hangs: killed at any moment, it loses nothing."""


class _Stopped(Exception):
    """The service was told to stop while it waited for the installation."""


class Service:
    """Runs an installation until `stop`: the ticks are the truth, IDLE only brings the next one forward."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._interval = app.settings.service.poll_interval.total_seconds()
        self._alarms = {office.settings.id: Alarm() for office in app.offices}
        self._stopped = threading.Event()
        self._awake = threading.Event()

    def run(self, *, standby: bool) -> None:
        """Work until stopped. A standby waits for the installation, and for a database that has gone away."""
        with suppress(_Stopped):
            while not self._stopped.is_set():
                try:
                    self._hold_and_work(wait=None if standby else timedelta())
                except DatabaseUnreachable as fault:
                    if not standby:
                        raise
                    log.error("the installation is lost, trying again in %g s: %s", self._interval, fault)
                    self._pause(self._interval)

    def stop(self) -> None:
        """Finish the step at hand and return from `run`; safe to call from any thread, twice too."""
        self._stopped.set()
        self._awake.set()
        for office in self._app.offices:
            office.mailbox.close()
            office.postman.close()

    def _hold_and_work(self, *, wait: timedelta | None) -> None:
        """At each tick, and earlier where new mail is told of; should the ticks fail, the wait ends all the same."""
        with self._app.holding(wait=wait, pause=self._pause) as hold, self._ticking(), self._watching():
            while not self._stopped.is_set():
                self._work(hold)
                self._awake.wait(2 * self._interval)
                self._awake.clear()

    def _pause(self, seconds: float) -> None:
        """Wait; told to stop, give up."""
        if self._stopped.wait(seconds):
            raise _Stopped

    def _work(self, hold: Hold) -> None:
        """Rounds until nothing is left to do; a fault is tried again at the next tick, unless a stop was its cause."""
        rounds = self._app.work(lambda: self._is_to_stop(hold))
        if not self._stopped.is_set():
            for done in rounds:
                self._report(done)

    def _is_to_stop(self, hold: Hold) -> bool:
        """Asked before every round, which needs the installation still to be ours."""
        hold.check()
        return self._stopped.is_set()

    def _report(self, done: Round) -> None:
        """Faults, and their end, go to the log."""
        alarm, now = self._alarms[done.organisation], self._app.clock()
        if done.faults:
            for line in alarm.sound([str(fault) for fault in done.faults], now):
                log.error("%s: %s", done.organisation, line)
        elif relief := alarm.all_clear(now):
            log.warning("%s: %s", done.organisation, relief)

    @contextmanager
    def _ticking(self) -> Iterator[None]:
        scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None})
        scheduler.add_job(self._awake.set, "interval", seconds=self._interval, id="tick")
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)

    @contextmanager
    def _watching(self) -> Iterator[None]:
        over = threading.Event()
        watchers = [
            threading.Thread(target=watch, args=(office.settings.imap, self._awake.set, over), name="idle", daemon=True)
            for office in self._app.offices
        ]
        for watcher in watchers:
            watcher.start()
        try:
            yield
        finally:
            over.set()
            for watcher in watchers:
                watcher.join(timeout=1)


def stop_on_signals(service: Service) -> None:
    """SIGTERM and SIGINT end the service cleanly, and the process within `LONGEST_FAREWELL`."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=_end, args=(service,), daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _end(service: Service) -> None:
    """A connection or a name that is being looked up cannot be broken off from outside: then the process just goes."""
    patience = threading.Timer(LONGEST_FAREWELL, os._exit, [0])
    patience.daemon = True
    patience.start()
    service.stop()
