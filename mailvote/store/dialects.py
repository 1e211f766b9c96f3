"""The few statements that SQLite and PostgreSQL spell alike and SQLAlchemy keeps in two places."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Values = Mapping[str, Any]


def _insert(conn: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def upsert(conn: Connection, table: Table, key: Values, values: Values) -> None:
    """Insert the row, or give the row with this key these values."""
    statement = _insert(conn, table).values({**key, **values})
    conn.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def insert_new(conn: Connection, table: Table, values: Values, *, unique: tuple[str, ...]) -> bool:
    """Insert the row unless one agrees with it in the unique columns; whether it was inserted."""
    statement = _insert(conn, table).values(dict(values)).on_conflict_do_nothing(index_elements=list(unique))
    return conn.execute(statement.returning(*table.primary_key)).one_or_none() is not None
