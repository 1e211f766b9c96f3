"""`mailvote destroy` and `mailvote backup`: what the clock would do, by hand; a copy that nobody can read."""

from __future__ import annotations

from pathlib import Path

import click

from mailvote.app import App, Office
from mailvote.cli import output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import opened, settings_of
from mailvote.errors import MailvoteError
from mailvote.mail.destruction_letters import lines, out_of_reach
from mailvote.office import destruction, looking
from mailvote.office.certificates import to_json
from mailvote.office.forgetting import forget_due
from mailvote.rules.chain import JSON
from mailvote.store import ballots
from mailvote.store.backup import back_up
from mailvote.store.ballots import Ballot
from mailvote.store.database import begin, engine_of, reading

NOTHING_DUE = "Nothing is due to be destroyed."

Certified = tuple[Office, Ballot]


@click.command(epilog=example("mailvote destroy --due", "mailvote destroy SELG-2026-03"))
@click.argument("reference", metavar="[REF]", required=False)
@click.option("--due", is_flag=True, help="Every ballot whose time has come.")
@flags
@click.pass_obj
def destroy(flags: Flags, reference: str | None, due: bool) -> None:
    """Destroy what ballots leave behind once their time has come, and print the certificates.

    It does what the next tick would do. A ballot that is not due, or on hold, is refused; of one that is destroyed
    already the certificate is printed again.
    """
    if bool(reference) == due:
        raise click.UsageError("Give either the reference of a ballot or --due.")
    with opened(flags) as app, app.holding(wait=app.patience):
        if reference:
            _show(flags, app, [_destroy_one(app, app.office(), reference)])
        else:
            _show(flags, app, [done for office in app.offices for done in _destroy_due(app, office)])


def _destroy_one(app: App, office: Office, reference: str) -> Certified:
    with reading(app.engine) as conn:
        ballot = looking.ballot_named(conn, office.desk, reference)
        refusal = destruction.not_due(conn, office.desk, ballot, app.clock())
    if ballot.dates.destroyed_at is not None:
        return office, ballot
    if refusal:
        raise MailvoteError(refusal)
    return _destroyed(app, office, ballot.id)


def _destroy_due(app: App, office: Office) -> list[Certified]:
    with begin(app.engine) as conn:
        forget_due(conn, office.desk, app.clock())
        due = destruction.due_ballots(conn, office.desk, app.clock())
    return [_destroyed(app, office, ballot_id) for ballot_id in due]


def _destroyed(app: App, office: Office, ballot_id: int) -> Certified:
    in_the_way = destruction.destroy(app.engine, office.desk, office.mailbox, ballot_id, app.clock)
    if in_the_way:
        raise MailvoteError("\n".join(in_the_way))
    with reading(app.engine) as conn:
        return office, ballots.get(conn, ballot_id)


def _show(flags: Flags, app: App, done: list[Certified]) -> None:
    if flags.json:
        output.document({"certificates": [_document(app, *each) for each in done]})
    else:
        for office, ballot in done:
            output.say(*_lines(app, office, ballot))
        output.say(*([] if done else [NOTHING_DUE]))


def _lines(app: App, office: Office, ballot: Ballot) -> tuple[str, ...]:
    with reading(app.engine) as conn:
        return lines(office.desk.house, ballot.paper, destruction.certificate_of(conn, ballot.id))


def _document(app: App, office: Office, ballot: Ballot) -> dict[str, JSON]:
    with reading(app.engine) as conn:
        record = destruction.certificate_of(conn, ballot.id)
    names: dict[str, JSON] = {"reference": ballot.paper.reference, "title": ballot.paper.title}
    rest: dict[str, JSON] = {"head": record.head, "out_of_reach": list(out_of_reach(office.desk.house))}
    return names | to_json(record) | rest


@click.command(epilog=example("mailvote backup /srv/backup/mailvote-2026-11-22.db"))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@flags
@click.pass_obj
def backup(flags: Flags, path: Path) -> None:
    """Write a copy of the database to FILE, while the service runs.

    It is a SQLite file of mode 0600, of SQLite and PostgreSQL alike, without the keys: nobody can read a vote in it,
    not even with the key file. FILE must not be there yet.
    """
    with engine_of(settings_of(flags).database.url) as engine:
        rows = back_up(engine, path)
    if flags.json:
        output.document({"ok": True, "rows": dict(rows)})
    else:
        output.say(f"{path}: {sum(rows.values())} rows, without any key.")
