"""One working process an installation: a file lock beside a SQLite file, an advisory lock in PostgreSQL."""

import fcntl
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from mailvote.errors import DatabaseUnreachable, InstallationBusy

STEP = timedelta(milliseconds=250)

ADVISORY_KEY = 0x6D61696C
"""The number of our lock among a PostgreSQL database's advisory locks: "mail" in ASCII."""

_HOLDER = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = :key AND l.objsubid = 1 "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Hold:
    """The lock, held. A broken connection to PostgreSQL frees it, a file may be removed: `check` before every round."""

    def __init__(self, check: Callable[[], None]) -> None:
        self.check = check


@contextmanager
def exclusive(
    engine: Engine,
    *,
    wait: timedelta | None = timedelta(),
    pause: Callable[[float], object] = time.sleep,
) -> Iterator[Hold]:
    """Hold the installation, or wait so long for it (None: as a standby, for ever); then InstallationBusy.

    `pause` is called with the seconds between two tries, and may raise to give up.
    """
    lock = _file_lock if engine.dialect.name == "sqlite" else _advisory_lock
    with lock(engine, wait, pause) as check:
        yield Hold(check)


def _attempt(taken: Callable[[], bool], wait: timedelta | None, pause: Callable[[float], object]) -> bool:
    """Try until it is taken; whether it was, before the patience ended."""
    tries = count() if wait is None else range(wait // STEP + 1)
    for turn in tries:
        if turn:
            pause(STEP.total_seconds())
        if taken():
            return True
    return False


@contextmanager
def _file_lock(
    engine: Engine, wait: timedelta | None, pause: Callable[[float], object]
) -> Iterator[Callable[[], None]]:
    """The file stays when the lock is given up: a name removed and made again would let two processes in."""
    path = Path(os.path.realpath(f"{engine.url.database}") + ".lock")
    handle = _open(path)
    try:
        if not _attempt(lambda: _flock(handle), wait, pause):
            raise InstallationBusy(_number(os.pread(handle, 20, 0).decode("ascii", "replace")))
        _sign(handle)
        database = Path(f"{engine.url.database}")
        locked = _identity(database)
        yield lambda: _still_there(database, locked)
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        reason = f"{error.strerror}; check that its folder exists and mailvote may write there"
        raise DatabaseUnreachable(f"the lock file {path} cannot be opened: {reason}") from None


def _sign(handle: int) -> None:
    """Leave our number for whoever waits; a disk too full for it does not keep us from the lock."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that has taken its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _still_there(path: Path, locked: tuple[int, int] | None) -> None:
    """DatabaseUnreachable when the file has gone: SQLite would go on writing where nobody will ever read."""
    if locked is not None and _identity(path) != locked:
        raise DatabaseUnreachable(
            f"the database file {path} has been removed or replaced; put it back before mailvote starts again"
        )


def _flock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _advisory_lock(
    engine: Engine, wait: timedelta | None, pause: Callable[[float], object]
) -> Iterator[Callable[[], None]]:
    """A connection of its own holds the lock; closing it gives the lock up, whatever state it is in."""
    with engine.connect() as plain:
        conn = plain.execution_options(isolation_level="AUTOCOMMIT")
        if not _attempt(lambda: _advise(conn), wait, pause):
            raise InstallationBusy(_number(conn.execute(_HOLDER, {"key": ADVISORY_KEY}).scalar() or ""))
        try:
            yield lambda: _still_held(conn)
        finally:
            _give_up(conn)


def _give_up(conn: Connection) -> None:
    """Unlocked first, for a server notices a closed connection only after a while."""
    if conn.invalidated:
        return
    with suppress(DatabaseUnreachable):
        conn.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_KEY})
    conn.invalidate()


def _advise(conn: Connection) -> bool:
    return bool(conn.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}).scalar_one())


def _still_held(conn: Connection) -> None:
    """DatabaseUnreachable when the connection broke, and with it the lock: another may hold it by now."""
    if conn.invalidated:
        raise DatabaseUnreachable("PostgreSQL broke the connection that held the installation; start mailvote again")
    conn.execute(text("SELECT 1"))


def _number(words: str) -> int | None:
    found = re.search(r"[0-9]+", words)
    return int(found[0]) if found else None
