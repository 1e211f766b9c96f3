"""`mailvote run` as its own process in real time: its log, its use of the processor, and how soon it stops."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SECRETS = ("Alice", "Brown", "Clinical", "Vote by", "Receipt", "our vote")
"""Words of choices, bodies and subjects in these tests; none may ever stand in the log."""

RULES = """
name = "election"
title = "Election"
source = "a rule set for tests"
choices = "candidates"

[window]
working_days = 0

[participation]
base = "practices"
at_least = "80%"

[outcome]
rule = "most-votes"
"""


class Daemon:
    """A running service."""

    def __init__(self, environment: Mapping[str, str], *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mailvote", "run", *arguments],
            env={**os.environ, **environment},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._follow, daemon=True)
        self._reader.start()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Tell it to stop and hold it to the exit code of success; how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        assert self.ended(within=10) == 0, self.log
        return time.monotonic() - began

    def ended(self, *, within: float = 20) -> int:
        """Its exit code, once it has ended."""
        code = self.process.wait(within)
        self._reader.join(5)
        return code

    def says(self, *words: str) -> int:
        """How many lines of the log hold all of these words."""
        return sum(all(word in line for word in words) for line in list(self.log))

    @property
    def cpu(self) -> float:
        """Seconds of processor time that it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        user, system = fields[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def share_of_cpu(self, seconds: float) -> float:
        """The share of one processor that it uses over so many seconds."""
        before = self.cpu
        threading.Event().wait(seconds)
        return (self.cpu - before) / seconds

    def _follow(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line.rstrip())


@contextmanager
def running(environment: Mapping[str, str], *arguments: str) -> Iterator[Daemon]:
    """A service for the length of a test, at the end of which its log must hold no secret and no traceback."""
    daemon = Daemon(environment, *arguments)
    try:
        yield daemon
    finally:
        daemon.process.kill()
        daemon.ended()
    told = [line for line in daemon.log if any(word in line for word in (*SECRETS, "Traceback"))]
    assert not told, daemon.log


def until(condition: Callable[[], object], seconds: float = 20) -> float:
    """Wait until it holds; how many seconds that took."""
    began, never = time.monotonic(), threading.Event()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        never.wait(0.02)
    return time.monotonic() - began
