"""Leave nothing of deleted rows in the files of the database: free pages, journals, dead rows (R23, trust.md 3)."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, text

from mailvote.errors import DatabaseBusy
from mailvote.store.database import outside_transactions

PATIENCE_MS = 2000
"""How long to wait for a reader; the service answers nobody meanwhile."""


def scrub(engine: Engine, tables: Sequence[Table]) -> bool:
    """Build these tables anew without what was deleted; False where somebody holds the database open meanwhile.

    What an open transaction may still want to see can be taken away only when it is over: try again later.
    """
    with outside_transactions(engine) as conn:
        if engine.dialect.name == "sqlite":
            return _scrub_sqlite(conn)
        return _scrub_postgresql(conn, tables)


def _scrub_sqlite(conn: Connection) -> bool:
    """VACUUM writes the whole database into its journal, so a reader who keeps that from being emptied is found first.

    `secure_delete` alone leaves what was deleted in the journal (-wal) and in pages that a reader holds on to.
    """
    conn.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    if not _is_checkpointed(conn):
        return False
    conn.exec_driver_sql("VACUUM")
    return _is_checkpointed(conn)


def _is_checkpointed(conn: Connection) -> bool:
    """Whether all of the journal was brought into the database file and the journal cut to nothing."""
    busy, _, _ = conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy


def _scrub_postgresql(conn: Connection, tables: Sequence[Table]) -> bool:
    conn.exec_driver_sql(f"SET lock_timeout = {PATIENCE_MS}")
    kept = _DeadRows(conn)
    try:
        for table in tables:
            conn.execute(text(f'VACUUM (FULL, VERBOSE) "{table.name}"'))
    except DatabaseBusy:
        return False
    return not kept.number


class _DeadRows:
    """How many deleted rows PostgreSQL says that it had to keep, for a transaction that could still see them.

    The number comes first in the detail of what VERBOSE reports, whatever the language.
    """

    def __init__(self, conn: Connection) -> None:
        self.number = 0
        driver: Any = conn.connection.dbapi_connection
        driver.add_notice_handler(self._read)

    def _read(self, notice: Any) -> None:
        found = re.match(r"\s*([0-9]+)", notice.message_detail or "")
        self.number += int(found[1]) if found else 0
