"""`mailvote db`: the schema, brought up, taken back, looked at."""

from __future__ import annotations

import click

from mailvote.cli import output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import settings_of
from mailvote.store import database
from mailvote.store.database import Revision


@click.group(epilog=example("mailvote db current", "mailvote db upgrade"))
@flags
def db() -> None:
    """The schema of the database."""


@db.command(epilog=example("mailvote db upgrade"))
@flags
@click.pass_obj
def upgrade(flags: Flags) -> None:
    """Bring an empty or older schema up to this version."""
    with database.engine_of(settings_of(flags).database.url) as engine, database.exclusive(engine):
        _show(flags, database.upgrade(engine))


@db.command(epilog=example("mailvote db downgrade 0001", "mailvote db downgrade base"))
@click.argument("revision", metavar="REV")
@flags
@click.pass_obj
def downgrade(flags: Flags, revision: str) -> None:
    """Take the schema back to revision REV.

    `base` empties the database, votes included.
    """
    with database.engine_of(settings_of(flags).database.url) as engine, database.exclusive(engine):
        _show(flags, database.downgrade(engine, revision))


@db.command(epilog=example("mailvote db current"))
@flags
@click.pass_obj
def current(flags: Flags) -> None:
    """Say where the schema stands, and where it should."""
    with database.engine_of(settings_of(flags).database.url) as engine:
        _show(flags, database.current(engine))


def _show(flags: Flags, stand: Revision) -> None:
    if flags.json:
        output.document({"current": stand.current, "head": stand.head, "up_to_date": stand.up_to_date})
    else:
        newest = "the newest" if stand.up_to_date else f"the newest is {stand.head}"
        output.say(f"{stand.current or 'empty'} ({newest})")
