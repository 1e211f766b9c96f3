"""What we know of an organisation besides its settings: activation, key, sweeps, how far folders are read."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, insert, select, update

from mailvote.store import tables as t
from mailvote.store.dialects import upsert
from mailvote.store.vault import Sealer, Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation, activated by its first tick; mail received before `activated_at` is never answered."""

    id: str
    activated_at: datetime
    key_wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far a folder has been read: every message up to `last_uid` under this UIDVALIDITY."""

    uidvalidity: int
    last_uid: int


def ensure(conn: Connection, secrets: Secrets, organisation: str, now: datetime) -> Organisation:
    """The organisation, activated at `now` (in whole seconds) if this is its first time."""
    known = find(conn, organisation)
    if known is not None:
        return known
    activated_at = now.replace(microsecond=0)
    key = secrets.new_key(_owner(organisation))
    conn.execute(insert(t.organisation).values(id=organisation, activated_at=activated_at, key_wrapped=key))
    return Organisation(id=organisation, activated_at=activated_at, key_wrapped=key)


_FIND = select(t.organisation).where(t.organisation.c.id == bindparam("id"))


def find(conn: Connection, organisation: str) -> Organisation | None:
    """The organisation, if it was ever activated."""
    row = conn.execute(_FIND, {"id": organisation}).one_or_none()
    if row is None:
        return None
    return Organisation(id=row.id, activated_at=row.activated_at, key_wrapped=row.key_wrapped)


def is_empty(conn: Connection) -> bool:
    """Whether no organisation was ever activated: only then a key file may be created."""
    return conn.execute(select(t.organisation.c.id).limit(1)).first() is None


def sealer(conn: Connection, secrets: Secrets, organisation: str) -> Sealer:
    """What seals the mail of no ballot. LookupError before the organisation is activated."""
    known = find(conn, organisation)
    if known is None:
        raise LookupError(f"organisation {organisation} is not activated")
    return secrets.sealer(known.key_wrapped, _owner(organisation))


def _owner(organisation: str) -> str:
    return f"organisation {organisation}"


def record_sweep(conn: Connection, organisation: str, began_at: datetime) -> None:
    """A sweep of every folder that began then is complete, without error."""
    chosen = t.organisation.c.id == organisation
    conn.execute(update(t.organisation).where(chosen).values(swept_at=began_at))


def last_sweep(conn: Connection, organisation: str) -> datetime | None:
    """When the newest complete sweep began (R18)."""
    swept_at = select(t.organisation.c.swept_at).where(t.organisation.c.id == organisation)
    return conn.execute(swept_at).scalar_one_or_none()


def folders(conn: Connection, organisation: str) -> frozenset[str]:
    """The folders that have been read at least once."""
    known = select(t.position.c.folder).where(t.position.c.organisation == organisation)
    return frozenset(conn.execute(known).scalars())


def position(conn: Connection, organisation: str, folder: str) -> Position | None:
    """How far the folder was read; None if never."""
    chosen = and_(t.position.c.organisation == organisation, t.position.c.folder == folder)
    row = conn.execute(select(t.position).where(chosen)).one_or_none()
    return None if row is None else Position(uidvalidity=row.uidvalidity, last_uid=row.last_uid)


def set_position(conn: Connection, organisation: str, folder: str, uidvalidity: int, last_uid: int) -> None:
    """The folder is read up to and including `last_uid`."""
    key = {"organisation": organisation, "folder": folder}
    upsert(conn, t.position, key, {"uidvalidity": uidvalidity, "last_uid": last_uid})
