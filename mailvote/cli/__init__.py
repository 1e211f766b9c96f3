"""The command `mailvote`: one small function for each subcommand, and the exit code of every failure."""

from __future__ import annotations

import sys
from typing import Any

import click

from mailvote import __version__
from mailvote.cli.ballots import ballots
from mailvote.cli.check import check
from mailvote.cli.database import db
from mailvote.cli.destroy import backup, destroy
from mailvote.cli.instruct import command
from mailvote.cli.mailroom import inbox, outbox, set_aside
from mailvote.cli.offices import offices
from mailvote.cli.options import example, flags
from mailvote.cli.output import refuse
from mailvote.cli.register import register
from mailvote.cli.service import demo, run, tick
from mailvote.errors import MailvoteError

__all__ = ["main"]


class _Main(click.Group):
    """Turns every failure of ours into its sentences on standard error and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MailvoteError as error:
            refuse(*str(error).splitlines())
            sys.exit(error.exit_code)


@click.group(
    cls=_Main,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example("mailvote check", "mailvote --json ballots", "mailvote ballots show SELG-2026-03 --json"),
)
@flags
@click.version_option(__version__, prog_name="mailvote")
def main() -> None:
    """Run an organisation's elections by email: papers out, replies in, the count, the declaration.

    Exit codes: 0 done; 1 a check found problems, or a command was refused; 2 bad usage or configuration;
    3 another process holds the installation; 4 mail server or database out of reach.
    """


for each in (
    check,
    db,
    register,
    run,
    tick,
    ballots,
    command,
    offices,
    inbox,
    set_aside,
    outbox,
    destroy,
    backup,
    demo,
):
    main.add_command(each)
