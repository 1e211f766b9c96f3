"""File a message with its fate, its content sealed, or set one aside that cannot be read."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import manager_letters
from mailvote.office.case import Case, arrival
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer
from mailvote.office.ports import Received
from mailvote.office.post import post_to_managers
from mailvote.rules.acceptance import Fate
from mailvote.rules.chain import JSON, canonical
from mailvote.rules.electorate import Person
from mailvote.store import destruction, erasure, inbox, journal
from mailvote.store.ballots import Ballot
from mailvote.store.inbox import Arrival
from mailvote.store.vault import Sealer


def file(
    conn: Connection,
    desk: Desk,
    case: Case,
    *,
    fate: Fate,
    ground: str,
    now: datetime,
    hint: bytes | None = None,
) -> int:
    """Give a message its row in the inbox and, where it belongs to a ballot, its event in the journal.

    Of one about a destroyed ballot nothing is kept that it says, and it goes from the mailbox (R23).
    """
    held = case.attribution.about or case.attribution.paper
    own = case.attribution.about
    is_kept = not erasure.is_shredded(conn, case.ballot_id)
    found = arrival(desk, case, sealer(conn, desk, None))
    inbox_id = inbox.add(
        conn,
        found if is_kept else replace(found, content_key=erasure.no_content_key()),
        ballot_id=case.ballot_id,
        member_id=held.member.id if held else None,
        person_id=own.person.id if own else None,
        fate=fate,
        ground=ground,
        content=case.received.content if is_kept else None,
        now=now,
        sealer=sealer(conn, desk, case.ballot_id),
        hint=hint if is_kept else None,
    )
    if case.ballot_id is not None and not is_kept:
        destruction.look_again(conn, case.ballot_id)
    if held is not None:
        body: dict[str, JSON] = {"message": inbox_id, "practice": held.member.name, "fate": fate, "ground": ground}
        journal.record(conn, held.ballot.id, now, "message", body)
    return inbox_id


def file_about(
    conn: Connection,
    desk: Desk,
    case: Case,
    ballot: Ballot,
    *,
    fate: Fate,
    ground: str,
    now: datetime,
    person: Person | None = None,
    with_content: bool = True,
) -> int:
    """Give a message about a ballot its row, where it speaks for no practice: from candidates, a panel, about a call.

    `with_content` False: what it says is kept elsewhere, or not at all. Of one about a destroyed ballot nothing is kept
    (R23).
    """
    is_kept = not erasure.is_shredded(conn, ballot.id)
    found = arrival(desk, case, sealer(conn, desk, None))
    inbox_id = inbox.add(
        conn,
        found if is_kept else replace(found, content_key=erasure.no_content_key()),
        ballot_id=ballot.id,
        member_id=person.member_id if person else None,
        person_id=person.id if person else None,
        fate=fate,
        ground=ground,
        content=case.received.content if is_kept and with_content else None,
        now=now,
        sealer=sealer(conn, desk, ballot.id),
    )
    if not is_kept:
        destruction.look_again(conn, ballot.id)
    journal.record(conn, ballot.id, now, "message", {"message": inbox_id, "fate": fate, "ground": ground})
    return inbox_id


def report_held(
    conn: Connection, desk: Desk, case: Case, inbox_id: int, ground: str, *, now: datetime, occasion: str = ""
) -> None:
    """Put a held message before the managers, who alone can settle it."""
    held = case.attribution.about or case.attribution.paper
    letter = manager_letters.held(
        desk.wording,
        desk.house,
        held.ballot.paper if held else None,
        inbox_id,
        case.address,
        held.member.name if held else "",
        case.received.received_at,
        ground,
    )
    post_to_managers(conn, desk, letter, occasion=occasion or str(inbox_id), now=now, ballot_id=case.ballot_id)


def set_aside(conn: Connection, desk: Desk, received: Received, *, ground: str, now: datetime) -> None:
    """File a message that cannot be read, unread, and tell the managers; the next message is read (P11)."""
    office_sealer = sealer(conn, desk, None)
    found = _unread(desk, received, office_sealer)
    twin = inbox.twin(conn, desk.organisation, found.content_key)
    if twin is not None:
        inbox.sight(conn, twin.id, found)
        return
    inbox_id = inbox.add(
        conn,
        found,
        ballot_id=None,
        member_id=None,
        person_id=None,
        fate=Fate.HELD,
        ground=ground,
        content=received.content,
        now=now,
        sealer=office_sealer,
    )
    letter = manager_letters.set_aside(desk.wording, desk.house, inbox_id, received.received_at, received.size)
    post_to_managers(conn, desk, letter, occasion=str(inbox_id), now=now)


def _unread(desk: Desk, received: Received, office_sealer: Sealer) -> Arrival:
    """It is known again by its bytes, since nothing in it can be relied on; by its place where not even these came."""
    place = canonical([received.folder, received.uidvalidity, received.uid])
    return Arrival(
        organisation=desk.organisation,
        folder=received.folder,
        uidvalidity=received.uidvalidity,
        uid=received.uid,
        content_key=office_sealer.fingerprint(b"set aside " + (received.content or place)),
        message_id="",
        received_at=received.received_at,
        from_address="",
        size=received.size,
    )
