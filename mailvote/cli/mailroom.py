"""`mailvote inbox`, `set-aside` and `outbox`: messages that wait for a person, letters that wait for a server."""

from __future__ import annotations

from datetime import datetime

import click

from mailvote.cli import output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import opened
from mailvote.errors import MailvoteError
from mailvote.office import counter, looking, setaside
from mailvote.reports.figures import letter_figures, message_figures
from mailvote.rules.acceptance import Fate
from mailvote.rules.chain import JSON
from mailvote.rules.workingdays import Calendar
from mailvote.store import inbox as inbox_store
from mailvote.store import outbox as outbox_store
from mailvote.store.database import begin, reading
from mailvote.store.inbox import InboxRow
from mailvote.store.outbox import OutboxRow
from mailvote.store.tables import OUTBOX_STATES

INBOX_HEADINGS = ("id", "received", "from", "practice", "ballot", "state", "reason")
OUTBOX_HEADINGS = ("id", "to", "purpose", "ballot", "state", "tries", "next try", "error")
UNDELIVERED = tuple(state for state in OUTBOX_STATES if state != "sent")
NEXT_TICK = "Letters about it are in the outbox; the next tick sends them."


@click.group(
    invoke_without_command=True, epilog=example("mailvote inbox --state held", "mailvote inbox settle 17 --as 2")
)
@click.option("--state", type=click.Choice([fate.value for fate in Fate]), help="Only messages in this state.")
@flags
@click.pass_context
def inbox(context: click.Context, state: str | None) -> None:
    """List messages received, or settle one.

    Those in state held or challenged wait for a person.
    """
    if context.invoked_subcommand is None:
        _list_inbox(context.obj, state)


def _list_inbox(flags: Flags, state: str | None) -> None:
    with opened(flags) as app, reading(app.engine) as conn:
        desk = app.office().desk
        rows = inbox_store.listing(conn, desk.organisation, state)
        unattributed = inbox_store.figures(conn, desk.organisation, None)
    if flags.json:
        output.document({"messages": [_message(row) for row in rows], "unattributed": dict(unattributed)})
    else:
        table = (_message_cells(row, _clock(row.received_at, desk.house.calendar)) for row in rows)
        output.table(INBOX_HEADINGS, table, nothing="There are no such messages.")


@inbox.command(epilog=example("mailvote inbox settle 17 --as 2", "mailvote inbox settle 17 --reject"))
@click.argument("number", metavar="ID", type=int)
@click.option(
    "--as", "option", metavar="OPTION", help="Count it as a vote for this option, by number or name, or `abstain`."
)
@click.option("--reject", is_flag=True, help="Do not count it.")
@flags
@click.pass_obj
def settle(flags: Flags, number: int, option: str | None, reject: bool) -> None:
    """Count a waiting message, or reject it."""
    if (option is None) != reject:
        raise click.UsageError("Give either --as OPTION or --reject.")
    with opened(flags) as app, begin(app.engine) as conn:
        desk = app.office().desk
        done = counter.settle(conn, desk, number, option, app.clock())
        row = looking.message_numbered(conn, desk, number)
    if flags.json:
        output.document(_message(row))
    else:
        output.say(*done.sentences, NEXT_TICK)


@click.group("set-aside", epilog=example("mailvote set-aside retry 17"))
@flags
def set_aside() -> None:
    """Messages that could not be read.

    `mailvote inbox --state held` lists them.
    """


@set_aside.command("retry", epilog=example("mailvote set-aside retry 17"))
@click.argument("number", metavar="ID", type=int)
@flags
@click.pass_obj
def retry_message(flags: Flags, number: int) -> None:
    """Read a message once more, as after an update.

    Where it still cannot be read, nothing changes and the exit code is 1.
    """
    with opened(flags) as app, begin(app.engine) as conn:
        row = setaside.retry(conn, app.office().desk, number, app.clock())
    if flags.json:
        output.document(_message(row))
    else:
        about = f" in {row.reference}" if row.reference else ""
        output.say(
            f"Message {number} was read and is now message {row.id}: {row.fate}{about} ({row.ground}).", NEXT_TICK
        )


@click.group(invoke_without_command=True, epilog=example("mailvote outbox", "mailvote outbox retry 17"))
@click.option("--state", type=click.Choice(OUTBOX_STATES), help="Letters in this state; else all not yet delivered.")
@flags
@click.pass_context
def outbox(context: click.Context, state: str | None) -> None:
    """List letters not yet delivered, or try one.

    The list says why: what the mail server answered, and when it is tried again.
    """
    if context.invoked_subcommand is None:
        _list_outbox(context.obj, (state,) if state else UNDELIVERED)


def _list_outbox(flags: Flags, states: tuple[str, ...]) -> None:
    with opened(flags) as app, reading(app.engine) as conn:
        desk = app.office().desk
        rows = outbox_store.listing(conn, desk.organisation, states)
    if flags.json:
        output.document({"letters": [_letter(row) for row in rows]})
    else:
        calendar = desk.house.calendar
        table = (_letter_cells(row, _clock(row.next_try_at, calendar) if row.next_try_at else "") for row in rows)
        output.table(OUTBOX_HEADINGS, table, nothing="There are no such letters.")


@outbox.command("retry", epilog=example("mailvote outbox retry 17"))
@click.argument("number", metavar="ID", type=int)
@flags
@click.pass_obj
def retry_letter(flags: Flags, number: int) -> None:
    """Try a letter again with the next tick.

    Only a delayed or failed one can be; it has all its tries again.
    """
    with opened(flags) as app, begin(app.engine) as conn:
        desk = app.office().desk
        row = looking.letter_numbered(conn, desk, number)
        if not outbox_store.retry(conn, number, app.clock()):
            raise MailvoteError(f"letter {number} is {row.state}: only a delayed or failed one can be tried again")
        row = looking.letter_numbered(conn, desk, number)
    if flags.json:
        output.document(_letter(row))
    else:
        output.say(f"Letter {number} to {row.recipient} is tried again with the next tick.")


def _clock(at: datetime, calendar: Calendar) -> str:
    """The organisation's time in a form that sorts."""
    return f"{calendar.local(at):%Y-%m-%d %H:%M:%S}"


def _message(row: InboxRow) -> dict[str, JSON]:
    return message_figures(
        id=row.id,
        organisation=row.organisation,
        ballot=row.reference,
        received_at=row.received_at,
        sender=row.from_address,
        practice=row.practice,
        state=row.fate,
        reason=row.ground,
    )


def _message_cells(row: InboxRow, received: str) -> tuple[str, ...]:
    return (str(row.id), received, row.from_address, row.practice, row.reference, row.fate, row.ground)


def _letter(row: OutboxRow) -> dict[str, JSON]:
    return letter_figures(
        id=row.id,
        to=row.recipient,
        purpose=row.purpose,
        ballot=row.reference,
        state=row.state,
        tries=row.tries,
        next_try_at=row.next_try_at,
        error=row.error,
    )


def _letter_cells(row: OutboxRow, next_try: str) -> tuple[str, ...]:
    return (str(row.id), row.recipient, row.purpose, row.reference, row.state, str(row.tries), next_try, row.error)
