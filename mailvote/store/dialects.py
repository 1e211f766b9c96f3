"""The few statements that SQLite and PostgreSQL spell alike and SQLAlchemy keeps in two places."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

Values = Mapping[str, Any]


def upsert(conn: Connection, table: Table, key: Values, values: Values) -> None:
    """Insert the row, or give the row with this key these values."""
    conn.execute(_upsert(conn.dialect.name, table, tuple(key), tuple(values)), {**key, **values})


def insert_new(conn: Connection, table: Table, values: Values, *, unique: tuple[str, ...]) -> bool:
    """Insert the row unless one agrees with it in the unique columns; whether it was inserted."""
    return conn.execute(_insert_new(conn.dialect.name, table, unique), values).one_or_none() is not None


@lru_cache(maxsize=64)
def _upsert(dialect: str, table: Table, key: tuple[str, ...], names: tuple[str, ...]) -> Executable:
    statement = _insert(dialect, table)
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={name: statement.excluded[name] for name in names}
    )


@lru_cache(maxsize=64)
def _insert_new(dialect: str, table: Table, unique: tuple[str, ...]) -> Executable:
    statement = _insert(dialect, table).on_conflict_do_nothing(index_elements=list(unique))
    return statement.returning(*table.primary_key)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
