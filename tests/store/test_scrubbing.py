"""Nothing of deleted rows stays in the files of the database, and a reader in the way is noticed (trust.md 3)."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from mailvote.store import tables as t
from mailvote.store.database import begin, reading
from mailvote.store.scrubbing import scrub

MARKER = "quokka-4711"


def fill(database: Engine) -> None:
    with begin(database) as conn:
        rows = [{"key": f"k{n}", "text": MARKER * 50} for n in range(300)]
        conn.execute(text("INSERT INTO total (organisation, as_of, total) VALUES ('x', '2026-01-01', 1)"))
        conn.execute(
            text(
                "INSERT INTO office (organisation, name, group_name, places, term_years, rule_set) "
                "VALUES (:key, :text, '', 1, 1, '')"
            ),
            rows,
        )


def delete(database: Engine) -> None:
    with begin(database) as conn:
        conn.execute(text("DELETE FROM office"))


def on_disk(folder: Path) -> bool:
    return any(MARKER.encode() in file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_of_deleted_rows_nothing_is_left_in_any_file(sqlite_database: Engine, tmp_path: Path) -> None:
    fill(sqlite_database)
    delete(sqlite_database)
    assert on_disk(tmp_path), "the journal keeps what was deleted"
    assert scrub(sqlite_database, [t.office])
    assert not on_disk(tmp_path)


def test_a_reader_who_holds_the_database_open_is_noticed_and_nothing_is_said_to_be_gone(database: Engine) -> None:
    fill(database)
    with reading(database) as other:
        assert other.execute(text("SELECT count(*) FROM office")).scalar() == 300
        delete(database)
        assert not scrub(database, [t.office])
    assert scrub(database, [t.office])


def test_a_reader_of_another_table_who_could_still_see_the_rows_is_noticed_too(postgresql_database: Engine) -> None:
    fill(postgresql_database)
    with postgresql_database.connect().execution_options(isolation_level="REPEATABLE READ") as other:
        other.execute(text("SELECT count(*) FROM total"))
        delete(postgresql_database)
        assert not scrub(postgresql_database, [t.office])
    assert scrub(postgresql_database, [t.office])


def test_in_postgresql_the_deleted_rows_are_in_no_file_of_the_tables(postgresql_database: Engine) -> None:
    fill(postgresql_database)
    delete(postgresql_database)
    assert scrub(postgresql_database, [t.office])
    with postgresql_database.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("CHECKPOINT"))
        folder = Path(str(conn.execute(text("SHOW data_directory")).scalar()))
    left = [file for file in (folder / "base").rglob("*") if file.is_file() and MARKER.encode() in file.read_bytes()]
    assert left == []


@pytest.mark.parametrize("times", [1, 2])
def test_scrubbing_changes_nothing_that_is_there(database: Engine, times: int) -> None:
    fill(database)
    assert all(scrub(database, [t.office]) for _ in range(times))
    with reading(database) as conn:
        assert conn.execute(text("SELECT count(*) FROM office")).scalar() == 300
