"""The fixtures that every package of tests shares."""

import gc

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


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector of garbage need not look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
