"""The journal of a ballot: a chain of events that can only grow (trust.md 3)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from mailvote.rules.chain import JSON, Event, canonical, next_event
from mailvote.store import tables as t

# Built once: a ballot with ten thousand votes records as many events.
_LOCK = select(t.ballot.c.id).where(t.ballot.c.id == bindparam("ballot_id")).with_for_update()
_CHAIN = select(t.event).where(t.event.c.ballot_id == bindparam("ballot_id"))
_OLDEST_FIRST = _CHAIN.order_by(t.event.c.sequence)
_NEWEST_TWO = _CHAIN.order_by(t.event.c.sequence.desc()).limit(2)
_ADD = insert(t.event)


def record(conn: Connection, ballot_id: int, at: datetime, kind: str, body: Mapping[str, JSON]) -> Event:
    """Add an event to the ballot's chain, which stays locked until the transaction ends: it never forks."""
    conn.execute(_LOCK, {"ballot_id": ballot_id})
    event = next_event(_last(conn, ballot_id), at=at, kind=kind, body=body)
    values = {
        "ballot_id": ballot_id,
        "sequence": event.sequence,
        "at": event.at,
        "kind": event.kind,
        "body": canonical(event.body).decode(),
        "digest": event.digest,
    }
    conn.execute(_ADD, values)
    return event


def _last(conn: Connection, ballot_id: int) -> Event | None:
    rows = conn.execute(_NEWEST_TWO, {"ballot_id": ballot_id}).all()
    return _event(rows[0], rows[1].digest if len(rows) > 1 else "") if rows else None


def head(conn: Connection, ballot_id: int) -> str:
    """The digest of the newest event, which stands in every receipt; "" before the first."""
    last = _last(conn, ballot_id)
    return last.digest if last else ""


def events(conn: Connection, ballot_id: int) -> tuple[Event, ...]:
    """The whole chain, oldest first; `previous` is derived, so a row taken out shows in verification."""
    chain: list[Event] = []
    for row in conn.execute(_OLDEST_FIRST, {"ballot_id": ballot_id}):
        chain.append(_event(row, chain[-1].digest if chain else ""))
    return tuple(chain)


def _event(row: Row[Any], previous: str) -> Event:
    return Event(
        sequence=row.sequence,
        at=row.at,
        kind=row.kind,
        body=json.loads(row.body),
        previous=previous,
        digest=row.digest,
    )
