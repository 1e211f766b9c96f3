"""A copy of the database in one file, of one moment, without keys: what is sealed in it stays sealed (trust.md 4)."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Column, Connection, Engine, Row, Table, insert, select

from mailvote.errors import MailvoteError
from mailvote.store import tables as t
from mailvote.store.database import begin, current, make_engine, outside_transactions, upgrade

AT_ONCE = 500
"""Rows that are read and written together."""

LEFT_OUT: Mapping[Column[Any], Any] = {
    t.ballot.c.key_wrapped: None,
    t.candidate.c.key_wrapped: None,
    t.organisation.c.key_wrapped: b"",
}
"""What is never read for a copy, and what stands in its place: the keys, which the key file would open."""


def back_up(engine: Engine, path: Path) -> dict[str, int]:
    """Write the copy, an SQLite file of mode 0600 whatever the database is; how many rows of each table it holds.

    MailvoteError when there is something at that path already, or the schema is not up to date. A copy that fails
    leaves no file.
    """
    if not current(engine).up_to_date:
        raise MailvoteError("the schema is not that of this version; run: mailvote db upgrade")
    _create(path)
    try:
        return _fill(engine, path)
    except BaseException:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        raise


def _create(path: Path) -> None:
    """Nothing is ever overwritten, and nobody else may read it at any moment."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise MailvoteError(f"{path} is there already; name a file that is not") from None
    except OSError as error:
        raise MailvoteError(f"{path} cannot be written: {error.strerror}") from None


def _fill(engine: Engine, path: Path) -> dict[str, int]:
    copy = make_engine(URL.create("sqlite", database=str(path)).render_as_string())
    try:
        upgrade(copy)
        with _one_moment(engine) as source, begin(copy) as target:
            copied = {table.name: _copy(source, target, table) for table in t.metadata.sorted_tables}
        with outside_transactions(copy) as conn:
            conn.exec_driver_sql("PRAGMA journal_mode = DELETE")
    finally:
        copy.dispose()
    return copied


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees the database as it is at its first look, whatever is written meanwhile."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect() as plain:
        conn = plain.execution_options(reading=True, postgresql_readonly=True, **level)
        with conn.begin():
            yield conn


def _copy(source: Connection, target: Connection, table: Table) -> int:
    """Row by row in the order of the keys, so that a row comes after the one that it refers to in its own table."""
    wanted = [column for column in table.c if column not in LEFT_OUT]
    rows = source.execution_options(yield_per=AT_ONCE).execute(select(*wanted).order_by(*table.primary_key))
    number = 0
    for chunk in rows.partitions():
        target.execute(insert(table), [_row(table, row) for row in chunk])
        number += len(chunk)
    return number


def _row(table: Table, row: Row[Any]) -> dict[str, Any]:
    """A content key goes too: the key of the organisation, still in use, made it, and a short vote could be guessed."""
    values = row._asdict() | {column.name: value for column, value in LEFT_OUT.items() if column.table is table}
    return values | ({"content_key": f"left out {row.id}"} if table is t.inbox else {})
