"""Every kind of ballot played on an embedded mail server, each in a minute."""

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from mailvote.errors import ConfigurationError, Mistake

STOPPED = 130
"""The exit code of what Ctrl-C has stopped."""


def play(*, speed: float = 1.0, out: Path | None = None, kind: str = "election", watch: bool = False) -> int:
    """Play the ballot of that kind; the exit code of the command line.

    `speed` 2 plays twice as fast, 0 without any pause; without a terminal there is none anyway. `out` is the folder
    for the files, None a new temporary one. ModuleNotFoundError where the extra `demo` is not installed.
    """
    with _stopped_by_ctrl_c() as stop:
        return _play(stop, speed=speed, out=out, kind=kind, watch=watch)


def _play(stop: threading.Event, *, speed: float, out: Path | None, kind: str, watch: bool) -> int:
    from mailvote.demo.folder import prepare
    from mailvote.demo.narrator import Narrator
    from mailvote.demo.outputs import files
    from mailvote.demo.performance import perform
    from mailvote.demo.playbill import SCRIPTS

    began = time.monotonic()
    try:
        _check(kind, speed, allowed=tuple(SCRIPTS))
        folder = prepare(out)
    except ConfigurationError as error:
        Console(stderr=True).print(str(error), markup=False, highlight=False, soft_wrap=True)
        return error.exit_code
    narrator = Narrator(console=Console(), speed=speed, stop=stop)
    declared = perform(SCRIPTS[kind], folder, narrator, watch=watch)
    if stop.is_set() and not declared:
        narrator.stopped(folder)
        return STOPPED
    narrator.close(files(folder), time.monotonic() - began)
    return 0 if declared else 1


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets: the scene ends as it should, and no other begins."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _check(kind: str, speed: float, *, allowed: Sequence[str]) -> None:
    mistakes = []
    if kind not in allowed:
        phrase = f"{kind!r} cannot be played; allowed: {', '.join(allowed)}"
        mistakes.append(Mistake("demo", "--kind", phrase))
    if not speed >= 0:
        phrase = f"{speed:g} is no speed; allowed: 1, 2 for twice as fast, 0 for no pauses"
        mistakes.append(Mistake("demo", "--speed", phrase))
    if mistakes:
        raise ConfigurationError(mistakes)
