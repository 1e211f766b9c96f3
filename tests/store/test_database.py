"""Opening the database: settings, times, text, transactions, and what happens when it is damaged."""

import stat
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from mailvote.errors import ConfigurationError, DatabaseUnreachable
from mailvote.store import ballots, organisations
from mailvote.store import tables as t
from mailvote.store.database import begin, current, make_engine, reading, upgrade
from tests.store.places import NOW, ORGANISATION, RULES_TEXT, SECRETS, enrol, opened, organisation, paper


def test_sqlite_keeps_what_was_committed_and_forgets_what_was_deleted(sqlite_database: Engine) -> None:
    with begin(sqlite_database) as conn:
        settings = [
            conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert settings == ["wal", 2, 1, 1]


def test_a_new_sqlite_file_belongs_to_us_alone(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'mailvote.db'}")
    with begin(engine) as conn:
        conn.execute(text("CREATE TABLE x (y INTEGER)"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"mailvote.db": 0o600, "mailvote.db-wal": 0o600, "mailvote.db-shm": 0o600}
    engine.dispose()


@pytest.mark.parametrize("url", ["postgresql://u:secret@db/x", "postgresql+psycopg://u:secret@db/x"])
def test_both_addresses_of_postgresql_use_psycopg_3_and_hide_the_password(url: str) -> None:
    engine = make_engine(url)
    assert engine.dialect.driver == "psycopg"
    assert "secret" not in repr(engine)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mailvote.db",
        "mysql://db/x",
        "postgresql+asyncpg://db/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///f?mode=memory",
    ],
)
def test_any_other_address_is_refused_with_what_is_allowed(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"database\.url: .*; allowed: sqlite:///FILE or"):
        make_engine(url)


def test_a_time_without_a_zone_is_refused(conn: Connection) -> None:
    with pytest.raises(StatementError, match="a time without a zone cannot be stored"):
        organisations.ensure(conn, SECRETS, ORGANISATION, datetime(2026, 11, 23, 9))  # noqa: DTZ001


def test_a_time_comes_back_in_utc_to_the_microsecond(conn: Connection) -> None:
    organisation(conn)
    local = datetime(2026, 7, 1, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    organisations.record_sweep(conn, ORGANISATION, local)
    found = organisations.last_sweep(conn, ORGANISATION)
    assert found is not None
    assert found.isoformat() == "2026-07-01T09:00:00.123456+00:00"


def test_times_compare_as_instants_whatever_their_zone(conn: Connection) -> None:
    organisation(conn)
    ahead = timezone(timedelta(hours=5))
    organisations.record_sweep(conn, ORGANISATION, NOW)
    earlier = select(func.count()).where(t.organisation.c.swept_at < (NOW + timedelta(seconds=1)).astimezone(ahead))
    assert conn.execute(earlier).scalar_one() == 1


def test_text_that_a_database_refuses_is_made_harmless(conn: Connection) -> None:
    organisation(conn)
    organisations.set_position(conn, ORGANISATION, "In\x00box \ud800 😀", 1, 1)
    assert conn.execute(select(t.position.c.folder)).scalar_one() == "In\ufffdbox \ufffd 😀"


def test_an_exception_rolls_the_whole_transaction_back(database: Engine) -> None:
    transaction = begin(database)
    organisation(transaction.__enter__())
    transaction.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    with reading(database) as conn:
        assert organisations.find(conn, ORGANISATION) is None


def test_a_savepoint_that_fails_leaves_the_rest_of_the_batch(database: Engine) -> None:
    with begin(database) as conn:
        organisation(conn)
        with pytest.raises(IntegrityError), conn.begin_nested():
            conn.execute(insert(t.organisation).values(id=ORGANISATION, activated_at=NOW, key_wrapped=b""))
    with reading(database) as conn:
        assert organisations.find(conn, ORGANISATION) is not None


def test_one_that_looks_does_not_wait_for_one_that_writes(database: Engine) -> None:
    with begin(database) as writer:
        organisation(writer)
        with reading(database) as reader:
            assert organisations.find(reader, ORGANISATION) is None


def test_fifty_writers_at_once_all_succeed_and_number_without_gaps(database: Engine) -> None:
    with begin(database) as conn:
        organisation(conn)
    problems: list[Exception] = []

    def write() -> None:
        try:
            with begin(database) as conn:
                reference = ballots.next_reference(conn, ORGANISATION, 2026)
                ballots.add(conn, SECRETS, ORGANISATION, paper(reference), "", NOW, rules_text=RULES_TEXT)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            problems.append(error)

    threads = [threading.Thread(target=write) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(database) as conn:
        references = [ballot.paper.reference for ballot in ballots.every(conn, ORGANISATION)]
    assert problems == []
    assert references == [f"SELG-2026-{number:02d}" for number in range(1, 51)]


def test_a_file_that_is_no_database_is_out_of_reach_with_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mailvote.db"
    path.write_bytes(b"This is not a database. " * 500)
    with pytest.raises(DatabaseUnreachable) as caught:
        current(make_engine(f"sqlite:///{path}"))
    assert str(caught.value) == (
        f"the database file {path} is damaged or no SQLite database; stop mailvote and put back a backup"
    )


def test_a_file_with_damaged_pages_is_out_of_reach(sqlite_database: Engine) -> None:
    with begin(sqlite_database) as conn:
        enrol(conn, "Rycote", "Hart")
    with begin(sqlite_database) as conn:
        conn.exec_driver_sql("SELECT 1")
    sqlite_database.dispose()
    path = Path(str(sqlite_database.url.database))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(DatabaseUnreachable, match="is damaged"), begin(sqlite_database) as conn:
        conn.execute(select(t.member)).all()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable, match="cannot be opened: No such file or directory"):
        upgrade(make_engine(f"sqlite:///{tmp_path}/nowhere/mailvote.db"))


def test_a_server_that_does_not_answer_is_out_of_reach_and_no_password_is_told() -> None:
    with pytest.raises(DatabaseUnreachable) as caught:
        current(make_engine("postgresql://mailvote:secret@127.0.0.1:1/mailvote"))
    assert str(caught.value).startswith("PostgreSQL at 127.0.0.1, database mailvote does not answer (")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_errors_show_no_parameters(conn: Connection) -> None:
    organisation(conn)
    enrol(conn, "Rycote")
    ballot = opened(conn)
    with pytest.raises(IntegrityError) as caught:
        conn.execute(
            insert(t.option).values(ballot_id=ballot.id, number=1, name="A secret choice", contact="x@y.example")
        )
    assert "A secret choice" not in str(caught.value.statement)
    assert "A secret choice" not in repr(caught.value)


def test_a_mistake_in_our_sql_is_not_called_an_outage(database: Engine) -> None:
    with pytest.raises(Exception, match="no_such_table") as caught, begin(database) as conn:
        conn.execute(text("SELECT * FROM no_such_table"))
    assert not isinstance(caught.value, DatabaseUnreachable)


def test_a_foreign_key_is_kept(conn: Connection) -> None:
    with pytest.raises(IntegrityError):
        conn.execute(insert(t.alias).values(member_id=4711, name="Nobody"))
