"""The one way to the database: how it is opened, how a transaction begins, what is out of our reach.

`upgrade`, `downgrade`, `current` (schema) and `exclusive` (the lock) are to be had from here too.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError

from mailvote.errors import ConfigurationError, DatabaseBusy, DatabaseUnreachable, Mistake
from mailvote.store.lock import Hold, exclusive
from mailvote.store.schema import Revision, current, downgrade, upgrade

__all__ = [
    "Hold",
    "Revision",
    "begin",
    "current",
    "downgrade",
    "engine_of",
    "exclusive",
    "make_engine",
    "outside_transactions",
    "reading",
    "upgrade",
]

BUSY_SECONDS = 30
CONNECT_SECONDS = 10

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
)

SQLITE_FAULTS = {
    sqlite3.SQLITE_CORRUPT: "is damaged; stop mailvote and put back a backup",
    sqlite3.SQLITE_NOTADB: "is damaged or no SQLite database; stop mailvote and put back a backup",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and mailvote may write there",
    sqlite3.SQLITE_PERM: "cannot be opened; check that mailvote may read and write it and its folder",
    sqlite3.SQLITE_READONLY: "cannot be written; check that mailvote may write it and its folder",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check that the disk it lies on is sound and not full",
    sqlite3.SQLITE_FULL: "cannot grow because the disk is full; make room on it",
    sqlite3.SQLITE_BUSY: f"was busy for {BUSY_SECONDS} seconds; find out which process holds it",
    sqlite3.SQLITE_LOCKED: "is locked; find out which process holds it and try again",
}
"""What SQLite reports when the file is at fault and not our SQL, and the end of the sentence for it."""


def make_engine(url: str) -> Engine:
    """The engine for `[database] url`: a SQLite file or PostgreSQL. Nothing is opened yet.

    ConfigurationError for any other address, and when the driver of PostgreSQL is not installed.
    """
    address = _address(url)
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address)
    event.listen(engine, "handle_error", _translate, retval=True)
    return engine


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """The engine of `make_engine` for as long as it is needed."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise _refused("this is no database address") from None
    if address.drivername in ("postgresql", "postgresql+psycopg"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise _refused(f"{address.drivername} is not supported")
    if address.query or not address.database or address.database == ":memory:":
        raise _refused("a database in memory, or with options, would lose votes")
    return address


def _refused(why: str) -> ConfigurationError:
    allowed = "allowed: sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
    return ConfigurationError([Mistake("", "database.url", f"{why}; {allowed}")])


def _sqlite(address: URL) -> Engine:
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "do_connect", _create_private)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create_private(_dialect: Any, _record: Any, arguments: list[Any], _parameters: Any) -> None:
    """A new database file belongs to us alone: SQLite gives its journal files the same mode."""
    path = arguments[0]
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        reason = f"{error.strerror}; check that its folder exists and mailvote may write there"
        raise DatabaseUnreachable(f"the database file {path} cannot be opened: {reason}") from None


def _prepare_sqlite(dbapi: sqlite3.Connection, _record: Any) -> None:
    dbapi.isolation_level = None
    for pragma in PRAGMAS:
        dbapi.execute(pragma)


def _begin_sqlite(conn: Connection) -> None:
    """Take the write lock at once: of two transactions that read and then write, one could only fail."""
    options = conn.get_execution_options()
    if not options.get("outside"):
        conn.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")


def _postgresql(address: URL) -> Engine:
    arguments = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": f"mailvote {os.getpid()}",
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    }
    given = {name: value for name, value in arguments.items() if name not in address.query}
    try:
        return create_engine(address, hide_parameters=True, pool_pre_ping=True, connect_args=given)
    except ModuleNotFoundError:
        raise _refused("PostgreSQL needs a driver: pip install 'mailvote[postgres]'") from None


LOCK_NOT_AVAILABLE = "55P03"
"""What PostgreSQL says where a lock was not to be had in the time that was set for it."""

_BROKEN_OFF = re.compile(r"no such savepoint|no transaction is active")
"""After an error of the disk SQLite has rolled back by itself, and says so of whatever follows."""


def _translate(context: ExceptionContext) -> BaseException | None:
    """What is out of our reach gets our name; wrong SQL and broken constraints stay what they are."""
    original, url = context.original_exception, context.engine.url if context.engine else None
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        name = f"the database file {url.database}" if url else "the database file"
        if _BROKEN_OFF.search(str(original)):
            code = sqlite3.SQLITE_IOERR
        return DatabaseUnreachable(f"{name} {SQLITE_FAULTS[code]}") if code in SQLITE_FAULTS else None
    if getattr(original, "sqlstate", "") == LOCK_NOT_AVAILABLE:
        return DatabaseBusy("somebody else has a table of the database open")
    if isinstance(context.sqlalchemy_exception, OperationalError | InterfaceError):
        where = f"{url.host or 'localhost'}, database {url.database}" if url else "its address"
        return DatabaseUnreachable(f"PostgreSQL at {where} does not answer ({_first_line(original)})")
    return None


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


@contextmanager
def begin(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write: committed at the end, rolled back by any exception."""
    with engine.begin() as conn:
        yield conn


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that only looks, and never waits for one that writes."""
    with engine.connect() as plain:
        conn = plain.execution_options(reading=True, postgresql_readonly=True)
        with conn.begin():
            yield conn


@contextmanager
def outside_transactions(engine: Engine) -> Iterator[Connection]:
    """A connection of its own for what works in no transaction, as VACUUM; what is set on it ends with it."""
    with engine.connect() as plain:
        level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        conn = plain.execution_options(outside=True, **level)
        conn.detach()
        yield conn
