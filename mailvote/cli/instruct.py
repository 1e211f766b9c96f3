"""`mailvote command`: a manager's or a lead's command over the counter, proved and confirmed as by mail."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from mailvote.cli import output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import opened
from mailvote.mail.astext import as_text
from mailvote.mail.filetypes import LARGEST_FILE
from mailvote.office import counter
from mailvote.office.requests import Reply
from mailvote.store import ballots
from mailvote.store.database import begin

ON_ITS_WAY = "The letter above is in the outbox; the next tick sends it."


@click.command(
    epilog=example(
        "mailvote command --as manager@selg.example start.txt",
        "mailvote command --as manager@selg.example call.txt --attach description.pdf --attach person.docx",
        "echo status | mailvote command --as manager@selg.example -",
        "mailvote command --as manager@selg.example --confirm 7KQ2M9XAPV3T5R8WZB4N6CYD1E",
    )
)
@click.option(
    "--as", "address", required=True, metavar="ADDRESS", help="The registered address of a manager, or of a lead."
)
@click.option("--confirm", "nonce", metavar="NONCE", help="Confirm the proof with this code, instead of a FILE.")
@click.option(
    "--attach",
    "attached",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file that goes with the command, as with a mail; may be given several times.",
)
@click.argument("file", type=click.File("rb"), required=False)
@flags
@click.pass_obj
def command(flags: Flags, address: str, nonce: str | None, attached: tuple[Path, ...], file: BinaryIO | None) -> None:
    """Give a command of a manager, or of the lead of a practice.

    FILE (- for standard input) has the command on its first line and its fields below. The answer is printed
    and mailed to whose command it is. A command that changes something is answered with a proof, and takes effect when
    that is confirmed. One that is refused has the exit code 1.
    """
    if (nonce is None) == (file is None):
        raise click.UsageError("Give either a FILE or --confirm NONCE.")
    if attached and file is None:
        raise click.UsageError("Attach files to the command itself: a confirmation takes none.")
    text = _text(file) if file else ""
    with opened(flags) as app:
        app.activate()
        desk, now = app.office().desk, app.clock()
        with begin(app.engine) as conn:
            if nonce is not None:
                reply = counter.confirm(conn, desk, address, nonce, now)
            else:
                reply = counter.order(conn, desk, address, text, now, _files(attached))
            reference = ballots.get(conn, reply.ballot_id).paper.reference if reply.ballot_id else None
    _show(flags, reply, address, reference)
    if reply.refused:
        sys.exit(1)


def _files(paths: tuple[Path, ...]) -> list[tuple[str, bytes]]:
    """What is attached; of a file that is too large no more than shows it."""
    found = []
    for path in paths:
        with path.open("rb") as file:
            found.append((path.name, file.read(LARGEST_FILE + 1)))
    return found


def _text(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.BadParameter("is not UTF-8", param_hint="FILE") from None


def _show(flags: Flags, reply: Reply, address: str, reference: str | None) -> None:
    text, nonce = as_text(reply.letter.body), reply.nonce if counter.is_to_confirm(reply) else None
    if flags.json:
        output.document(
            {
                "ballot": reference,
                "subject": reply.letter.subject,
                "text": text,
                "nonce": nonce,
                "refused": reply.refused,
            }
        )
        return
    output.say(f"Subject: {reply.letter.subject}", "", text.rstrip("\n"), "", ON_ITS_WAY)
    if nonce:
        output.say(f"To confirm it here: mailvote command --as {address} --confirm {nonce}")
