"""A whole election on an embedded mail server, in a minute."""

import time
from pathlib import Path

from rich.console import Console

from mailvote.errors import ConfigurationError, Mistake

KINDS = ("election",)
STOPPED = 130
"""The exit code of what Ctrl-C has stopped."""


def play(*, speed: float = 1.0, out: Path | None = None, kind: str = "election", watch: bool = False) -> int:
    """Play the ballot of that kind; the exit code of the command line.

    `speed` 2 plays twice as fast, 0 without any pause; without a terminal there is none anyway. `out` is the folder
    for the files, None a new temporary one. ModuleNotFoundError where the extra `demo` is not installed.
    """
    from mailvote.demo import performance
    from mailvote.demo.folder import prepare
    from mailvote.demo.narrator import Narrator

    began = time.monotonic()
    try:
        _check(kind, speed)
        folder = prepare(out)
    except ConfigurationError as error:
        Console(stderr=True).print(str(error), markup=False, highlight=False, soft_wrap=True)
        return error.exit_code
    narrator = Narrator(console=Console(), speed=speed)
    try:
        declared = performance.perform(folder, narrator, watch=watch)
    except KeyboardInterrupt:
        narrator.stopped(folder)
        return STOPPED
    narrator.close(performance.files(folder), time.monotonic() - began)
    return 0 if declared else 1


def _check(kind: str, speed: float) -> None:
    mistakes = []
    if kind not in KINDS:
        phrase = f"{kind!r} cannot be played yet; allowed: {', '.join(KINDS)}"
        mistakes.append(Mistake("demo", "--kind", phrase))
    if not speed >= 0:
        phrase = f"{speed:g} is no speed; allowed: 1, 2 for twice as fast, 0 for no pauses"
        mistakes.append(Mistake("demo", "--speed", phrase))
    if mistakes:
        raise ConfigurationError(mistakes)
