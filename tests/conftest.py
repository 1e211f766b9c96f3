"""The fixtures that every package of tests shares."""

from tests.databases import (
    conn,
    database,
    empty_database,
    postgresql_database,
    postgresql_server,
    server,
    shared_database,
    sqlite_database,
    sqlite_server,
)

__all__ = [
    "conn",
    "database",
    "empty_database",
    "postgresql_database",
    "postgresql_server",
    "server",
    "shared_database",
    "sqlite_database",
    "sqlite_server",
]
