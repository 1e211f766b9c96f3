"""`mailvote run`, `tick` and `demo`: the office at work for good, once, and for show."""

from __future__ import annotations

import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path

import click

from mailvote.cli import logs, output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import opened
from mailvote.scheduler import Service, stop_on_signals

DEMO_LIBRARIES = ("aiosmtpd", "proxyprotocol", "pymap", "pysasl")


@click.command(epilog=example("mailvote run", "mailvote run --no-standby"))
@click.option("--no-standby", is_flag=True, help="Exit with 3 where another process holds the installation.")
@flags
@click.pass_obj
def run(flags: Flags, no_standby: bool) -> None:
    """Run the service until SIGTERM.

    It polls, attends to deadlines and sends letters; where the server offers IDLE, it answers at once.
    Where another process holds the installation, it waits as a standby on PostgreSQL and exits with 3 on SQLite.
    """
    with opened(flags) as app:
        service = Service(app)
        stop_on_signals(service)
        service.run(standby=not no_standby and app.engine.dialect.name == "postgresql")
    if flags.json:
        output.document({"ok": True})


@click.command(epilog=example("mailvote tick", "faketime '2026-12-01 09:00' mailvote tick"))
@flags
@click.pass_obj
def tick(flags: Flags) -> None:
    """Do all that is due, once.

    It polls every folder, attends to deadlines and sends letters, until nothing is left to do at this instant.
    What is out of reach is left out: everything else is done, and the exit code is 4.
    """
    with opened(flags) as app:
        app.tick()
    if flags.json:
        output.document({"ok": True})


@click.command(epilog=example("mailvote demo", "mailvote demo --kind decision --speed 2 --out demo --watch"))
@click.option("--speed", type=click.FloatRange(min=0), default=1.0, metavar="N", help="N times as fast; 0: no pauses.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Where to put the files.")
@click.option("--kind", default="election", show_default=True, metavar="KIND", help="The kind of ballot to play.")
@click.option("--watch", is_flag=True, help="Show every letter in full as it is sent.")
@flags
@click.pass_obj
def demo(flags: Flags, speed: float, out: Path | None, kind: str, watch: bool) -> None:
    """Play a whole ballot, from the manager's first mail to the declaration.

    It runs on a mail server inside the process; nothing is opened on the network. KIND is election, run-off, decision,
    meeting-vote, censure, admission, county-decision, advisory-poll or elr-locality-lead.
    """
    logs.set_up("text", flags.verbose)
    try:
        from mailvote.demo import play

        with redirect_stdout(sys.stderr) if flags.json else nullcontext():
            code = play(speed=speed, out=out, kind=kind, watch=watch)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in DEMO_LIBRARIES:
            raise
        raise click.UsageError("The demo needs an extra: pip install 'mailvote[demo]'") from None
    if flags.json:
        output.document({"ok": code == 0})
    sys.exit(code)
