"""Recognise what is left of a destroyed ballot when it comes to light again: it is not read, and goes too (R23)."""

from sqlalchemy import Connection

from mailvote.office.desk import Desk
from mailvote.store import destruction, erasure, inbox
from mailvote.store.inbox import Arrival


def sighted(conn: Connection, desk: Desk, found: Arrival, ballot_id: int | None) -> bool:
    """Whether this is a copy of a message that was destroyed, found in another place or delivered again.

    What that one said is not known any more: a copy is known by Message-ID and sender, where it is about a destroyed
    ballot. What is about none may be a new command of somebody whose program gives every message the same Message-ID,
    so there the time of receipt has to be the same too. What is about a ballot that is not destroyed is none.
    """
    is_alive = ballot_id is not None and not erasure.is_shredded(conn, ballot_id)
    if is_alive or not found.message_id:
        return False
    at = found.received_at if ballot_id is None else None
    twins = erasure.emptied_twins(conn, desk.organisation, found.message_id, found.from_address, at)
    for inbox_id, about in twins:
        inbox.sight(conn, inbox_id, found)
        for each in {ballot_id, about, *destruction.taken_with(conn, desk.organisation, inbox_id)}:
            if each is not None:
                destruction.look_again(conn, each)
    return bool(twins)


def take(conn: Connection, inbox_id: int, ballot_id: int) -> None:
    """A message that was filed as of no ballot turned out to be about a destroyed one: it goes the same way."""
    erasure.empty_message(conn, inbox_id)
    destruction.look_again(conn, ballot_id)
