"""Where messages were seen on the mail server, and how often reading one there has failed."""

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, select

from mailvote.store import tables as t
from mailvote.store.dialects import insert_new, upsert

PLACE = ("organisation", "folder", "uidvalidity", "uid")
"""What tells one message of a mail server from all others, for as long as it lies there."""


def _at(table: Table) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(name) for name in PLACE))


_SEEN = select(t.sighting.c.inbox_id).where(_at(t.sighting))
_TRIES = select(t.failure.c.tries).where(_at(t.failure))


def _place(organisation: str, folder: str, uidvalidity: int, uid: int) -> dict[str, str | int]:
    return dict(zip(PLACE, (organisation, folder, uidvalidity, uid), strict=True))


def note_sighting(conn: Connection, inbox_id: int, organisation: str, folder: str, uidvalidity: int, uid: int) -> None:
    """The message on file lies, or lay, in this place."""
    place = _place(organisation, folder, uidvalidity, uid)
    insert_new(conn, t.sighting, {**place, "inbox_id": inbox_id}, unique=PLACE)


def seen(conn: Connection, organisation: str, folder: str, uidvalidity: int, uid: int) -> bool:
    """Whether this very message of this folder was dealt with before."""
    return seen_id(conn, organisation, folder, uidvalidity, uid) is not None


def seen_id(conn: Connection, organisation: str, folder: str, uidvalidity: int, uid: int) -> int | None:
    """The number of the message on file that was seen in this place."""
    return conn.execute(_SEEN, _place(organisation, folder, uidvalidity, uid)).scalar_one_or_none()


def whereabouts(conn: Connection, inbox_id: int) -> tuple[tuple[str, int, int], ...]:
    """Folder, UIDVALIDITY and UID of every place where the message was seen."""
    here = select(t.sighting).where(t.sighting.c.inbox_id == inbox_id)
    rows = conn.execute(here.order_by(t.sighting.c.folder, t.sighting.c.uid))
    return tuple((row.folder, row.uidvalidity, row.uid) for row in rows)


def failures(conn: Connection, organisation: str, folder: str, uidvalidity: int, uid: int) -> int:
    """How often reading this message has failed."""
    place = _place(organisation, folder, uidvalidity, uid)
    return conn.execute(_TRIES, place).scalar_one_or_none() or 0


def places(conn: Connection, organisation: str) -> dict[tuple[str, int, int], int]:
    """Every place where a message was seen, folder, UIDVALIDITY and UID, with the message's number on file."""
    rows = conn.execute(select(t.sighting).where(t.sighting.c.organisation == organisation))
    return {(row.folder, row.uidvalidity, row.uid): row.inbox_id for row in rows}


def note_failure(conn: Connection, organisation: str, folder: str, uidvalidity: int, uid: int) -> int:
    """Reading this message failed once more; how often it has failed now."""
    place = _place(organisation, folder, uidvalidity, uid)
    tries = 1 + failures(conn, organisation, folder, uidvalidity, uid)
    upsert(conn, t.failure, place, {"tries": tries})
    return tries
