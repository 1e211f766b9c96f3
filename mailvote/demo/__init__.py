"""A whole election on an embedded mail server, in a minute."""

import time
from pathlib import Path

from rich.console import Console

from mailvote.errors import ConfigurationError, Mistake

KINDS = ("election",)
STOPPED = 130


def play(*, speed: float = 1.0, out: Path | None = None, kind: str = "election", watch: bool = False) -> int:
    """Play the ballot of that kind; the exit code of the command line.

    `speed` 2 plays twice as fast, 0 without any pause; without a terminal there is none anyway. `out` is the folder
    for the files, None a new temporary one. ModuleNotFoundError without the extra `demo`.
    """
    from mailvote.demo import folder as places

    try:
        _check(kind, speed)
        folder = places.prepare(out)
    except ConfigurationError as error:
        Console(stderr=True).print(str(error), markup=False, highlight=False, soft_wrap=True)
        return error.exit_code
    return _played(folder, speed=speed, watch=watch)


def _check(kind: str, speed: float) -> None:
    mistakes = []
    if kind not in KINDS:
        mistakes.append(Mistake("demo", "--kind", f"{kind!r} is not played yet; allowed: {', '.join(KINDS)}"))
    if not speed >= 0:
        mistakes.append(
            Mistake("demo", "--speed", f"{speed} is too slow; allowed: 0 for no pauses, 2 for twice as fast")
        )
    if mistakes:
        raise ConfigurationError(mistakes)


def _played(folder: Path, *, speed: float, watch: bool) -> int:
    """Play in a folder that is ready, and stop cleanly when interrupted."""
    from mailvote.demo.album import Album
    from mailvote.demo.folder import OFFICE
    from mailvote.demo.house import open_house
    from mailvote.demo.narrator import Narrator
    from mailvote.demo.performance import NO_PDF, Performance, cast_of
    from mailvote.demo.script import ELECTION, START

    began = time.monotonic()
    narrator = Narrator(console=Console(), speed=speed)
    narrator.open(folder)
    try:
        with open_house(folder / OFFICE, START) as house:
            house.strike(START)
            performance = Performance(
                house=house,
                folder=folder,
                album=Album(folder),
                narrator=narrator,
                watch=watch,
                cast=cast_of(house),
            )
            for scene in ELECTION:
                performance.play(scene)
            declared = performance.finish()
    except KeyboardInterrupt:
        narrator.stopped(folder)
        return STOPPED
    has_pdf = (folder / "declaration.pdf").exists()
    narrator.close(performance.files(), () if has_pdf else (NO_PDF,), time.monotonic() - began)
    return 0 if declared is not None else 1
