"""A backup is a copy of one moment in a file that nobody can read, with the key file or without (trust.md 4)."""

import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, text

from mailvote.errors import MailvoteError
from mailvote.store import ballots, inbox, organisations, outbox
from mailvote.store import tables as t
from mailvote.store.backup import back_up
from mailvote.store.database import begin, engine_of, reading
from mailvote.store.inbox import Arrival
from mailvote.store.outbox import Outgoing
from mailvote.store.vault import ContentKey, Secrets
from tests.rules.examples import paper

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MARKER = b"quokka-4711"
SECRETS = Secrets.derived_from(bytes(32))


@pytest.fixture
def filled(database: Engine) -> Engine:
    """A ballot with a message and a letter, both of which hold the marker, and a candidate."""
    with begin(database) as conn:
        organisations.ensure(conn, SECRETS, "selg", NOON)
        ballot = ballots.add(
            conn, SECRETS, "selg", paper(), "", NOON, rules_text=(Path("config/rulesets/election.toml")).read_text()
        )
        sealer = ballots.sealer(conn, SECRETS, ballot.id)
        arrival = Arrival(
            organisation="selg", folder="INBOX", uidvalidity=7, uid=1, content_key=ContentKey("guessable"),
            message_id="1@x", received_at=NOON, from_address="a@x.example", size=10,
        )  # fmt: skip
        inbox.add(
            conn, arrival, ballot_id=ballot.id, member_id=None, person_id=None, fate="counted", ground="",
            content=MARKER, now=NOON, sealer=sealer,
        )  # fmt: skip
        outgoing = Outgoing(
            organisation="selg", ballot_id=ballot.id, member_id=None, person_id=None, purpose="receipt", sequence="1",
            recipient="a@x.example", message_id="<2@x>", content=MARKER,
        )  # fmt: skip
        outbox.post(conn, sealer, outgoing, NOON)
        conn.execute(
            insert(t.candidate).values(
                ballot_id=ballot.id, name="A", address="a@x.example", state="applied", missing="", applied_at=NOON,
                key_wrapped=SECRETS.new_key("candidate"),
            )
        )  # fmt: skip
    return database


def wrapped_keys(database: Engine) -> list[bytes]:
    with reading(database) as conn:
        return [
            key
            for table in (t.organisation, t.ballot, t.candidate)
            for key in conn.execute(select(table.c.key_wrapped)).scalars()
        ]


def test_it_holds_every_row_but_no_key_and_nothing_in_clear(filled: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    rows = back_up(filled, copy)
    content = copy.read_bytes()
    keys = wrapped_keys(filled)
    assert len(keys) == 3
    assert not any(key in content for key in keys)
    assert MARKER not in content
    assert b"guessable" not in content
    with reading(filled) as conn:
        counts = {
            table.name: conn.execute(select(func.count()).select_from(table)).scalar()
            for table in t.metadata.sorted_tables
        }
    assert rows == counts
    assert rows["inbox"] == rows["outbox"] == rows["candidate"] == 1


def test_it_is_one_sound_file_that_mailvote_can_open(filled: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    back_up(filled, folder / "copy.db")
    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600
    with sqlite3.connect(folder / "copy.db") as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
    with engine_of(f"sqlite:///{folder / 'copy.db'}") as engine, reading(engine) as conn:
        (ballot,) = ballots.every(conn, "selg")
        assert (ballot.paper.title, ballot.paper.options) == (paper().title, paper().options)


def test_it_is_of_one_moment_while_others_write(filled: Engine, tmp_path: Path) -> None:
    with begin(filled) as conn:
        conn.execute(text("UPDATE ballot SET title = 'half done'"))
        back_up(filled, tmp_path / "copy.db")
    with engine_of(f"sqlite:///{tmp_path / 'copy.db'}") as engine, reading(engine) as conn:
        assert ballots.every(conn, "selg")[0].paper.title == paper().title


def test_nothing_is_overwritten_and_a_failure_leaves_no_file(filled: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"mine")
    with pytest.raises(MailvoteError, match="is there already"):
        back_up(filled, copy)
    assert copy.read_bytes() == b"mine"
    with pytest.raises(MailvoteError, match="cannot be written"):
        back_up(filled, tmp_path / "nowhere" / "copy.db")
    with begin(filled) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    with pytest.raises(MailvoteError, match="db upgrade"):
        back_up(filled, tmp_path / "other.db")
    assert not (tmp_path / "other.db").exists()


def test_a_disk_that_fails_leaves_no_file(sqlite_database: Engine, tmp_path: Path) -> None:
    with begin(sqlite_database) as conn:
        conn.execute(text("DROP TABLE enclosure"))
    with pytest.raises(Exception, match="enclosure"):
        back_up(sqlite_database, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []
