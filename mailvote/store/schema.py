"""Migrations, run without an ini file from wheel or source tree: upgrade, downgrade, where we stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from mailvote.errors import ConfigurationError, MailvoteError, Mistake, UnknownName


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Where the schema stands: `current` None in an empty database, `newer` after a later mailvote."""

    current: str | None
    head: str
    newer: bool

    @property
    def up_to_date(self) -> bool:
        return self.current == self.head


def current(engine: Engine) -> Revision:
    """Where the schema of the database stands; found out without waiting for anybody who writes."""
    with engine.connect() as conn:
        return _current(conn.execution_options(reading=True))


def _current(conn: Connection) -> Revision:
    scripts = ScriptDirectory.from_config(_config(conn))
    known = {script.revision for script in scripts.walk_revisions()}
    present = MigrationContext.configure(conn).get_current_revision()
    head = scripts.get_current_head() or ""
    return Revision(current=present, head=head, newer=present is not None and present not in known)


def upgrade(engine: Engine) -> Revision:
    """Bring an empty or older schema up to this version, in one transaction; nothing to do is nothing done.

    ConfigurationError when the schema is newer than this version of mailvote.
    """
    with _migrating(engine) as conn:
        _refuse_newer(conn)
        command.upgrade(_config(conn), "head")
        return _current(conn)


def downgrade(engine: Engine, revision: str) -> Revision:
    """Take the schema back to a revision ("base": empty it), in one transaction.

    UnknownName if there is no such revision, MailvoteError if it has no room for what is on file.
    """
    with _migrating(engine) as conn:
        _refuse_newer(conn)
        try:
            command.downgrade(_config(conn), revision)
        except CommandError:
            raise UnknownName("revision", revision, _current(conn).head) from None
        return _current(conn)


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """One transaction on a connection of its own, in which SQLite lets go of a table that others refer to.

    It changes most tables by building them anew. That it left every reference intact is checked at the end.
    """
    with engine.connect() as conn:
        conn.detach()
        if conn.dialect.name == "sqlite":
            conn.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with conn.begin():
            yield conn
            if conn.dialect.name == "sqlite":
                _check_references(conn)


def _check_references(conn: Connection) -> None:
    broken = conn.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        where = f"a row of table {broken[0]} refers to one of table {broken[2]} that is not there"
        raise MailvoteError(f"the schema was not changed, because {where}; stop mailvote and put back a backup")


def _refuse_newer(conn: Connection) -> None:
    stand = _current(conn)
    if stand.newer:
        why = f"the schema is at {stand.current}, newer than this mailvote"
        raise ConfigurationError([Mistake("", "database.url", f"{why}; allowed: up to {stand.head} (update mailvote)")])


def _config(conn: Connection) -> Config:
    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _folder() -> Path:
    """In the wheel the migrations lie inside the package, in the source tree beside it."""
    package = Path(str(files("mailvote")))
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"
