"""`mailvote check`: everything that an election will need, looked at beforehand, the worst first."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import click

from mailvote.app import utc_now
from mailvote.cli import output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import settings_of
from mailvote.config import OrganisationSettings, Settings
from mailvote.errors import ConfigurationError, DatabaseUnreachable
from mailvote.office import checks
from mailvote.office.checks import Check
from mailvote.reports.figures import check_figures
from mailvote.resources import rule_sets
from mailvote.rules.codes import crockford
from mailvote.store import organisations, register
from mailvote.store.database import current, engine_of, reading
from mailvote.transport.imap import ImapMailbox
from mailvote.transport.smtp import SmtpPostman


@click.command(epilog=example("mailvote check", "mailvote check --send", "mailvote check --json"))
@click.option("--send", is_flag=True, help="Also mail a message to the mailbox and wait until it is there.")
@flags
@click.pass_obj
def check(flags: Flags, send: bool) -> None:
    """Look whether everything stands.

    One line each, the worst first: configuration, database, key file, roster, IMAP and SMTP login, folders,
    capabilities, clock. With a problem among them the exit code is 1, with a mistake in the configuration 2.
    """
    try:
        settings = settings_of(flags)
        chosen = _chosen(settings, flags.organisation)
    except ConfigurationError as error:
        if flags.json:
            _show(flags, [Check(name="configuration", ok=False, detail=str(each)) for each in error.mistakes])
        raise
    found, fault = _look(settings, chosen, send=send)
    _show(flags, found)
    if fault:
        raise fault
    if not all(each.ok for each in found):
        sys.exit(1)


def _chosen(settings: Settings, name: str | None) -> tuple[OrganisationSettings, ...]:
    """The organisation named, else all; ConfigurationError with the mistakes of their rule sets."""
    chosen = (settings.organisation(name),) if name else settings.organisations
    for organisation in chosen:
        rule_sets(organisation.rule_sets)
    return chosen


def _look(
    settings: Settings, chosen: Iterable[OrganisationSettings], *, send: bool
) -> tuple[tuple[Check, ...], DatabaseUnreachable | None]:
    """Everything that was found, the worst first; a database out of reach does not keep us from the mail servers."""
    found = [Check(name="configuration", ok=True, detail=str(settings.path))]
    fault = None
    try:
        found += _records(settings, chosen, utc_now())
    except DatabaseUnreachable as problem:
        fault = problem
    for organisation in chosen:
        found += _named(settings, organisation, _mail(organisation, send=send))
    return checks.worst_first(found), fault


def _records(settings: Settings, chosen: Iterable[OrganisationSettings], now: datetime) -> Iterator[Check]:
    """The database, the key file that belongs to it, and the rosters in it."""
    with engine_of(settings.database.url) as engine:
        revision = current(engine)
        yield checks.check_database(revision, auto_upgrade=settings.database.auto_upgrade)
        if not revision.up_to_date:
            yield checks.check_key_file(settings.service.key_file, is_new=revision.current is None)
            return
        with reading(engine) as conn:
            yield checks.check_key_file(settings.service.key_file, is_new=organisations.is_empty(conn))
            for organisation in chosen:
                electorate = register.electorate(conn, organisation.id, now)
                yield from _named(settings, organisation, checks.check_roster(electorate, now))


def _mail(organisation: OrganisationSettings, *, send: bool) -> Iterator[Check]:
    imap = organisation.imap
    with closing(ImapMailbox(imap)) as mailbox, closing(SmtpPostman(organisation.smtp)) as postman:
        yield from checks.check_mailbox(mailbox, folders=imap.folders, archive=imap.archive, now=utc_now())
        yield from checks.check_postman(postman)
        if send:
            yield from checks.check_round_trip(
                mailbox,
                postman,
                address=organisation.address,
                nonce=crockford(secrets.token_bytes(16)),
                clock=utc_now,
                pause=time.sleep,
            )


def _named(settings: Settings, organisation: OrganisationSettings, found: Iterable[Check]) -> Iterator[Check]:
    """The checks under the organisation's name where there are several."""
    several = len(settings.organisations) > 1
    for each in found:
        yield replace(each, name=f"{organisation.id}: {each.name}") if several else each


def _show(flags: Flags, found: Iterable[Check]) -> None:
    if flags.json:
        output.document({"checks": [check_figures(each.name, ok=each.ok, detail=each.detail) for each in found]})
    else:
        output.verdicts((_mark(each), each.name, each.detail) for each in found)


def _mark(found: Check) -> output.Mark:
    return output.Mark.NOTE if found.is_note else output.Mark.OK if found.ok else output.Mark.PROBLEM
