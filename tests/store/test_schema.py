"""Migrations build what `tables.py` says, on both databases, and take it away again."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from mailvote.errors import ConfigurationError, UnknownName
from mailvote.store.database import begin, current, downgrade, upgrade
from mailvote.store.schema import Revision
from mailvote.store.tables import metadata


def test_an_empty_database_has_no_revision(empty_database: Engine) -> None:
    assert current(empty_database) == Revision(current=None, head="0003", newer=False)


def test_upgrading_twice_does_nothing_twice(empty_database: Engine) -> None:
    assert upgrade(empty_database) == upgrade(empty_database)
    assert current(empty_database).up_to_date


def test_the_migrations_build_the_schema_of_tables_py(conn: Connection) -> None:
    context = MigrationContext.configure(conn, opts={"compare_type": True})
    assert compare_metadata(context, metadata) == []


def test_every_check_constraint_and_partial_index_is_there(conn: Connection) -> None:
    """Comparison passes over check constraints, so they are compared by name."""
    inspector = inspect(conn)
    for table in metadata.sorted_tables:
        wanted = {constraint.name for constraint in table.constraints if "ck_" in str(constraint.name)}
        assert {check["name"] for check in inspector.get_check_constraints(table.name)} == wanted
        indexes = {index["name"] for index in inspector.get_indexes(table.name) if "duplicates_constraint" not in index}
        assert indexes == {index.name for index in table.indexes}


def test_downgrading_to_base_leaves_nothing_of_ours(database: Engine) -> None:
    assert downgrade(database, "base").current is None
    assert set(inspect(database).get_table_names()) <= {"alembic_version"}
    assert upgrade(database).up_to_date


def test_a_downgrade_to_an_unknown_revision_is_refused(database: Engine) -> None:
    with pytest.raises(UnknownName, match="no revision 'zzzz'"):
        downgrade(database, "zzzz")
    assert current(database).up_to_date


def test_a_newer_schema_is_recognised_and_left_alone(database: Engine) -> None:
    with begin(database) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert current(database).newer
    with pytest.raises(ConfigurationError, match="newer than this mailvote"):
        upgrade(database)
    with pytest.raises(ConfigurationError, match="newer than this mailvote"):
        downgrade(database, "base")


def test_a_migration_that_fails_leaves_the_schema_as_it_was(empty_database: Engine) -> None:
    with begin(empty_database) as conn:
        conn.execute(text("CREATE TABLE vote (id INTEGER)"))
    with pytest.raises(Exception, match="vote"):
        upgrade(empty_database)
    assert set(inspect(empty_database).get_table_names()) == {"vote"}


def test_where_the_schema_stands_is_known_while_another_writes(database: Engine) -> None:
    with begin(database):
        assert current(database).up_to_date
