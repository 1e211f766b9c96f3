"""Take in what the mailbox received: one transaction a batch, one savepoint a message, every message to one fate."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from mailvote.errors import OutOfReach
from mailvote.mail.sender import Unidentified
from mailvote.office import applications, candidatemail, instructions, panelmail, remnants, returns
from mailvote.office.case import Case, arrival, gather
from mailvote.office.desk import Desk
from mailvote.office.fetching import not_fetched
from mailvote.office.filing import file, report_held, set_aside
from mailvote.office.keys import sealer
from mailvote.office.ports import Received, Whole
from mailvote.office.roll import Roll, call_roll, is_registered
from mailvote.rules.acceptance import Fate
from mailvote.store import inbox, organisations

log = logging.getLogger(__name__)

TRIES = 3
"""How often a message that raises is tried before it is set aside."""

UNREADABLE = "unreadable"
SENDER_UNCLEAR = "sender-unclear"


def take_in(conn: Connection, desk: Desk, batch: Sequence[Received], now: datetime, whole: Whole = not_fetched) -> None:
    """Take in one batch of one folder inside the caller's transaction, and remember how far we have read.

    `whole` fetches all of a message that is larger than what came of it.
    """
    if not batch:
        return
    activated_at = organisations.ensure(conn, desk.secrets, desk.organisation, now).activated_at
    roll = call_roll(conn, desk, now)
    for received in batch:
        if received.received_at >= activated_at.replace(microsecond=0) and not _is_known(conn, desk, received):
            changed = _take_in_one(conn, desk, roll, received, now, whole)
            roll = call_roll(conn, desk, now) if changed else roll
    last = batch[-1]
    organisations.set_position(conn, desk.organisation, last.folder, last.uidvalidity, last.uid)


def _is_known(conn: Connection, desk: Desk, received: Received) -> bool:
    return inbox.seen(conn, desk.organisation, received.folder, received.uidvalidity, received.uid)


def _take_in_one(conn: Connection, desk: Desk, roll: Roll, received: Received, now: datetime, whole: Whole) -> bool:
    """Whether the message was an instruction, after which the roll may have changed."""
    for _ in range(TRIES):
        try:
            with conn.begin_nested():
                return receive(conn, desk, roll, received, now, whole)
        except OutOfReach:
            raise
        except Exception as error:  # noqa: BLE001 - P11: no message stops the count, whatever it does to us
            log.warning("message %s of folder %s raised %s", received.uid, received.folder, type(error).__name__)
    set_aside(conn, desk, received, ground=UNREADABLE, now=now)
    return False


def receive(
    conn: Connection, desk: Desk, roll: Roll, received: Received, now: datetime, whole: Whole = not_fetched
) -> bool:
    """Take in one message; whether it was an instruction. Whatever its content makes us trip over is raised."""
    case = gather(desk, roll, received)
    if case.incoming.fault:
        set_aside(conn, desk, received, ground=case.incoming.fault, now=now)
        return False
    found = arrival(desk, case, sealer(conn, desk, None))
    twin = inbox.twin(conn, desk.organisation, found.content_key)
    if twin is not None and not (inbox.sight(conn, twin.id, found) and twin.fate is Fate.LATE):
        return False
    if twin is not None:
        inbox.take_back(conn, desk.organisation, twin.id)
    elif remnants.sighted(conn, desk, found, case.ballot_id):
        return False
    return _sort(conn, desk, roll, case, now, whole)


def _sort(conn: Connection, desk: Desk, roll: Roll, case: Case, now: datetime, whole: Whole) -> bool:
    """Whom a message is for: nobody, an assessment, the clerk, a call for candidates, or the returns of a ballot."""
    if case.automatic is not None:
        file(conn, desk, case, fate=Fate.AUTOMATIC, ground=case.automatic, now=now)
    elif isinstance(case.sender, Unidentified):
        _file_unidentified(conn, desk, roll, case, now)
    elif panelmail.concerns(conn, desk, case):
        panelmail.receive(conn, desk, case, now)
    elif instructions.concerns(conn, desk, case):
        instructions.receive(conn, desk, case, now, whole)
        return True
    elif applications.concerns(conn, desk, case):
        applications.receive(conn, desk, case, now, whole)
    elif candidatemail.concerns(conn, desk, case):
        candidatemail.receive(conn, desk, case, now)
    else:
        returns.receive(conn, desk, roll, case, now)
    return False


def _file_unidentified(conn: Connection, desk: Desk, roll: Roll, case: Case, now: datetime) -> None:
    """Hold what names a paper of ours or a registered address in a doubtful From; ignore the rest (interface.md 8)."""
    at = case.received.received_at
    named = case.sender.named if isinstance(case.sender, Unidentified) else ()
    known = case.attribution.paper is not None or any(is_registered(roll, address, at) for address in named)
    fate = Fate.HELD if known else Fate.IGNORED
    inbox_id = file(conn, desk, case, fate=fate, ground=SENDER_UNCLEAR, now=now)
    if known:
        report_held(conn, desk, case, inbox_id, SENDER_UNCLEAR, now=now)
