"""Sweep the mailbox: every folder from where we stopped, and a note when all of them were read without error (R18)."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine

from mailvote.errors import MailServerUnreachable, OutOfReach
from mailvote.office.desk import Desk
from mailvote.office.fetching import Fetching
from mailvote.office.filing import set_aside
from mailvote.office.intake import TRIES, UNREADABLE, take_in
from mailvote.office.ports import Mailbox, MessageUnreadable, Received
from mailvote.store import inbox, organisations
from mailvote.store.database import begin

log = logging.getLogger(__name__)


def sweep(engine: Engine, desk: Desk, mailbox: Mailbox, clock: Callable[[], datetime]) -> int:
    """Read everything that waits in every folder; how many messages there were.

    Raises `OutOfReach` or `MessageUnreadable` where a folder could not be read to its end: then no sweep is recorded,
    and nothing is counted on the strength of it.
    """
    began_at = clock()
    folders = mailbox.folders()
    _refuse_vanished(engine, desk, folders)
    taken = sum(_sweep_folder(engine, desk, mailbox, folder, clock) for folder in folders)
    with begin(engine) as conn:
        organisations.record_sweep(conn, desk.organisation, began_at)
    return taken


def _refuse_vanished(engine: Engine, desk: Desk, folders: Sequence[str]) -> None:
    """A folder of the settings that we have read before and that is gone may hold votes: no sweep is complete then."""
    with begin(engine) as conn:
        read_before = organisations.folders(conn, desk.organisation)
    vanished = sorted(read_before.intersection(desk.folders).difference(folders))
    if vanished:
        raise MailServerUnreachable(
            f"the folder {vanished[0]} has gone from the mailbox {desk.house.address}; "
            "bring it back, or take it out of the settings"
        )


def _sweep_folder(engine: Engine, desk: Desk, mailbox: Mailbox, folder: str, clock: Callable[[], datetime]) -> int:
    uidvalidity = mailbox.select(folder)
    whole = Fetching(engine, desk, mailbox)
    taken = 0
    try:
        for batch in mailbox.waiting(folder, _last_uid(engine, desk, folder, uidvalidity)):
            with begin(engine) as conn:
                take_in(conn, desk, batch, clock(), whole)
            taken += len(batch)
            _file_away(mailbox, folder, batch)
    except MessageUnreadable as unreadable:
        _note(engine, desk, unreadable, clock())
        return taken + 1 + _sweep_folder(engine, desk, mailbox, folder, clock)
    except OutOfReach:
        whole.note()
        raise
    return taken


def _last_uid(engine: Engine, desk: Desk, folder: str, uidvalidity: int) -> int:
    """How far we have read; from the start again where the server has numbered its messages anew."""
    with begin(engine) as conn:
        position = organisations.position(conn, desk.organisation, folder)
    return position.last_uid if position and position.uidvalidity == uidvalidity else 0


def _note(engine: Engine, desk: Desk, unreadable: MessageUnreadable, now: datetime) -> None:
    """Count a failure to fetch one message; raise it again until it has failed three times, then set it aside."""
    place = (desk.organisation, unreadable.folder, unreadable.uidvalidity, unreadable.uid)
    with begin(engine) as conn:
        failures = inbox.note_failure(conn, *place)
    if failures < TRIES:
        raise unreadable
    received = Received(
        folder=unreadable.folder,
        uidvalidity=unreadable.uidvalidity,
        uid=unreadable.uid,
        received_at=unreadable.received_at or now,
        size=0,
        content=b"",
    )
    with begin(engine) as conn:
        set_aside(conn, desk, received, ground=UNREADABLE, now=now)
        organisations.set_position(conn, *place)


def _file_away(mailbox: Mailbox, folder: str, batch: Sequence[Received]) -> None:
    """Mark what is dealt with; if that fails, nothing is lost: the database is the memory."""
    try:
        mailbox.file_away(folder, [received.uid for received in batch])
    except OutOfReach as problem:
        log.warning("messages of folder %s could not be filed away: %s", folder, problem)
