"""A database in use comes through an upgrade with nothing lost, and back again where that is possible."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, Integer, MetaData, inspect, select, text
from sqlalchemy.exc import IntegrityError

from mailvote.errors import MailvoteError
from mailvote.rules.chain import verify
from mailvote.rules.electorate import Role
from mailvote.rules.lifecycle import Deadline, Stage, stage
from mailvote.store import (
    ballots,
    deadlines,
    inbox,
    interests,
    journal,
    organisations,
    outbox,
    proofs,
    register,
    schema,
    votes,
)
from mailvote.store import tables as t
from mailvote.store.ballots import Ballot
from mailvote.store.database import begin, current, downgrade, engine_of, upgrade
from mailvote.store.register import Appoint, ChangeMember
from mailvote.store.vault import Sealer
from tests.databases import SQLite
from tests.store.places import (
    CLOSE,
    HOUR,
    NOW,
    ORGANISATION,
    SECRETS,
    arrival,
    drafted,
    enrol,
    lead_of,
    letter,
    opened,
    organisation,
    scheduled,
)

FIRST = "0001"
Columns = dict[str, tuple[str, ...]]
Rows = dict[str, list[tuple[Any, ...]]]


def cast(conn: Connection, office: Sealer, ballot: Ballot, member_id: int, uid: int, *choice: int) -> int:
    """A vote by mail, with its message, its paper and its receipt."""
    sealer = ballots.sealer(conn, SECRETS, ballot.id)
    body = f"{ballot.id} {uid}".encode()
    outbox.post(conn, sealer, letter(100 * ballot.id + uid, ballot_id=ballot.id), NOW)
    inbox_id = inbox.add(
        conn, arrival(office, uid=uid, body=body, received_at=NOW + HOUR), ballot_id=ballot.id, member_id=member_id,
        person_id=None, fate="counted", ground="", content=body, now=NOW, sealer=sealer,
    )  # fmt: skip
    person = lead_of(conn, ballot, member_id)
    return votes.record(
        conn, sealer, ballot_id=ballot.id, member_id=member_id, person=person, received_at=NOW + HOUR,
        choice=choice, inbox_id=inbox_id, now=NOW + HOUR,
    ).vote_id  # fmt: skip


def live_through(conn: Connection) -> None:
    """What a first version may have on file: ballots of every stage with votes, letters, mail and deadlines."""
    office = organisation(conn)
    rycote, hart = enrol(conn, "Rycote", "Hart").values()
    proxy = Appoint(member="Hart", role=Role.PROXY, name="Hay", address="hay@hart.example", since=NOW)
    register.apply(conn, ORGANISATION, [proxy, ChangeMember(member="Hart", aliases=("The Hart",))], NOW)
    register.add_total(conn, ORGANISATION, NOW.date(), 3000)
    declared, running, coming, cancelled = opened(conn), opened(conn), scheduled(conn), scheduled(conn)
    cast(conn, office, declared, rycote, 1, 2)
    ballots.declare(conn, declared, CLOSE + HOUR, {"outcome": "elected", "codes": [["ADD BED", "Dr B. Example"]]})
    first = cast(conn, office, running, rycote, 2, 1)
    votes.supersede(conn, first, NOW + HOUR, "replaced")
    cast(conn, office, running, rycote, 3, 2)
    cast(conn, office, running, hart, 4)
    ballots.cancel(conn, cancelled, NOW, "The vacancy is filled.")
    for ballot in (declared, running):
        journal.record(conn, ballot.id, NOW, "opened", {"practices": [["Rycote", 1]]})
        journal.record(conn, ballot.id, NOW + HOUR, "received", {"number": 1})
    for ballot in (running, coming):
        deadlines.set_deadlines(
            conn, ballot.id, [Deadline(kind="open", due_at=NOW), Deadline(kind="close", due_at=CLOSE)]
        )
    proofs.add(
        conn, office, organisation=ORGANISATION, nonce="7ZZZZZZZZZ0123456789ABCDEF", purpose="proof",
        author="manager@selg.example", text="cancel SELG-2026-02", sent_at=NOW, ballot_id=running.id,
    )  # fmt: skip
    inbox.note_failure(conn, ORGANISATION, "INBOX", 7, 9)
    organisations.set_position(conn, ORGANISATION, "INBOX", 7, 9)
    organisations.record_sweep(conn, ORGANISATION, NOW)


def columns_of(conn: Connection) -> Columns:
    """Every table of the database and its columns."""
    inspector = inspect(conn)
    names = (name for name in inspector.get_table_names() if name != "alembic_version")
    return {name: tuple(column["name"] for column in inspector.get_columns(name)) for name in names}


def rows_of(conn: Connection, columns: Columns) -> Rows:
    """What stands in these columns, table by table."""
    return {name: sorted(_rows(conn, name, chosen), key=repr) for name, chosen in columns.items()}


def _rows(conn: Connection, name: str, chosen: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in conn.execute(select(*(t.metadata.tables[name].c[column] for column in chosen)))]


def build_first(engine: Engine) -> None:
    """The schema as the first version built it, by the migration that it came with."""
    with engine.begin() as conn:
        command.upgrade(schema._config(conn), FIRST)


def fill(conn: Connection, source: Connection) -> None:
    """Copy what the first schema has columns for; PostgreSQL then counts on from the copied numbers."""
    old = MetaData()
    old.reflect(conn)
    for table in old.sorted_tables:
        chosen = tuple(column.name for column in table.c)
        if table.name != "alembic_version" and (rows := _rows(source, table.name, chosen)):
            conn.execute(table.insert(), [dict(zip(chosen, row, strict=True)) for row in rows])
            if conn.dialect.name == "postgresql" and isinstance(table.c[0].type, Integer) and "id" in chosen:
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                conn.execute(text(f"SELECT setval({sequence}, max(id)) FROM {table.name}"))


@pytest.fixture
def in_use(empty_database: Engine, sqlite_server: SQLite, tmp_path: Path) -> Engine:
    """A database of the first version with a year's work in it."""
    build_first(empty_database)
    (tmp_path / "source").mkdir()
    address = sqlite_server.fresh(tmp_path / "source")
    with engine_of(address) as engine, begin(engine) as source, begin(empty_database) as conn:
        live_through(source)
        fill(conn, source)
    return empty_database


def test_an_upgrade_loses_nothing(in_use: Engine) -> None:
    with begin(in_use) as conn:
        columns = columns_of(conn)
        before = rows_of(conn, columns)
    assert not [name for name, rows in before.items() if not rows]
    assert upgrade(in_use).up_to_date
    with begin(in_use) as conn:
        assert rows_of(conn, columns) == before


def test_an_upgraded_database_goes_on_where_it_was(in_use: Engine) -> None:
    upgrade(in_use)
    with begin(in_use) as conn:
        declared, running, coming, cancelled = ballots.every(conn, ORGANISATION)
        stages = [stage(ballot.dates, NOW + HOUR) for ballot in (declared, running, coming, cancelled)]
        assert stages == [Stage.DECLARED, Stage.OPEN, Stage.SCHEDULED, Stage.CANCELLED]
        assert declared.published == {"outcome": "elected", "codes": [["ADD BED", "Dr B. Example"]]}
        sealer = ballots.sealer(conn, SECRETS, running.id)
        assert [vote.choice for vote in votes.in_force(conn, sealer, running.id)] == [(2,), ()]
        assert verify(journal.events(conn, running.id)) == ()
        assert len(deadlines.due(conn, ORGANISATION, CLOSE)) == 4
        papers = outbox.claim(conn, ORGANISATION, lambda one: ballots.sealer(conn, SECRETS, one or 0), NOW, 9, HOUR)
        assert {paper.content for paper in papers} == {b"letter 101", b"letter 202", b"letter 203", b"letter 204"}


def test_an_upgraded_database_takes_what_is_new(in_use: Engine) -> None:
    upgrade(in_use)
    with begin(in_use) as conn:
        ballot = ballots.every(conn, ORGANISATION)[1]
        rycote, hart = (member.id for member in ballots.electorate(conn, ballot, NOW).members)
        standing = votes.standing(conn, ballot.id, rycote)
        assert standing is not None
        votes.supersede(conn, standing.vote_id, NOW + HOUR, "objected")
        drafted(conn, parent_id=ballot.id)
        interests.add(
            conn, ORGANISATION, member_id=rycote, person_id=None, ballot_id=ballot.id, description="Owns the building",
            since=NOW, until=None, by="manager@selg.example", at=NOW,
        )  # fmt: skip
        proxy = Appoint(member="Hart", role=Role.PROXY, name="Grey", address="g@hart.example", ballot_id=ballot.id)
        register.apply(conn, ORGANISATION, [proxy], NOW)
        voters = ballots.electorate(conn, ballot, NOW).voters(hart, NOW)
        assert [person.name for person in voters] == ["Dr Hart", "Hay", "Grey"]
        assert ballots.electorate(conn, ballot, NOW).voters(rycote, NOW) == ()


def test_after_an_upgrade_votes_are_still_tied_to_electors_and_one_for_each(in_use: Engine) -> None:
    upgrade(in_use)
    rest = "received_at, recorded_at, abstained, commitment, choice_sealed"
    for elector in ("ballot_id, 99999", "ballot_id, member_id"):
        copied = f"SELECT {elector}, {rest} FROM vote WHERE ended_at IS NULL"
        with pytest.raises(IntegrityError), begin(in_use) as conn:
            conn.execute(text(f"INSERT INTO vote (ballot_id, member_id, {rest}) {copied}"))


def test_a_downgrade_keeps_everything_that_the_first_version_knows(in_use: Engine) -> None:
    with begin(in_use) as conn:
        columns = columns_of(conn)
        before = rows_of(conn, columns)
    upgrade(in_use)
    assert downgrade(in_use, FIRST).current == FIRST
    with begin(in_use) as conn:
        assert columns_of(conn) == columns
        assert rows_of(conn, columns) == before
    assert upgrade(in_use).up_to_date


def shape(engine: Engine) -> dict[str, object]:
    """Columns, keys, checks and indexes of every table, without the order in which they were made."""
    inspector = inspect(engine)
    return {name: _shape(inspector, name) for name in inspector.get_table_names()}


def _shape(inspector: Any, name: str) -> dict[str, object]:
    columns = {
        each["name"]: (str(each["type"]), each["nullable"], str(each["default"]))
        for each in inspector.get_columns(name)
    }
    listed = {
        kind: sorted(str(_plain(each)) for each in getattr(inspector, f"get_{kind}")(name))
        for kind in ("foreign_keys", "check_constraints", "unique_constraints", "indexes")
    }
    return {"columns": columns, "key": inspector.get_pk_constraint(name), **listed}


def _plain(value: Any) -> object:
    """Without the objects that stand for SQL, which differ although the SQL does not."""
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else str(value)


def test_a_downgrade_gives_the_schema_of_the_first_version_exactly(empty_database: Engine) -> None:
    build_first(empty_database)
    wanted = shape(empty_database)
    upgrade(empty_database)
    downgrade(empty_database, FIRST)
    assert shape(empty_database) == wanted


def new_draft(conn: Connection) -> None:
    ballots.cancel(conn, drafted(conn), NOW, "not needed")


def new_run_off(conn: Connection) -> None:
    draft = drafted(conn, parent_id=opened(conn).id)
    ballots.schedule(conn, draft, NOW, opens_at=NOW, closes_at=CLOSE, question="", note="")


def new_proxy(conn: Connection) -> None:
    ballot_id = scheduled(conn).id
    change = Appoint(member="Hart", role=Role.PROXY, name="Grey", address="g@hart.example", ballot_id=ballot_id)
    register.apply(conn, ORGANISATION, [change], NOW)


def new_ending(conn: Connection) -> None:
    ballot = opened(conn)
    (member, *_) = ballot_members(conn, ballot)
    votes.supersede(conn, cast(conn, organisation(conn), ballot, member, 77, 1), NOW, "barred")


def new_interest(conn: Connection) -> None:
    (member, *_) = ballot_members(conn, ballots.every(conn, ORGANISATION)[0])
    interests.add(
        conn, ORGANISATION, member_id=member, person_id=None, ballot_id=None, description="Owns the building",
        since=NOW, until=NOW, by="manager@selg.example", at=NOW,
    )  # fmt: skip


def ballot_members(conn: Connection, ballot: Ballot) -> list[int]:
    return [member.id for member in ballots.electorate(conn, ballot, NOW).members]


@pytest.mark.parametrize(
    ("happen", "named"),
    [
        (new_draft, r"drafts \(1\)"),
        (new_run_off, r"run-offs that name their parent \(1\)"),
        (new_proxy, r"proxies for one ballot \(1\)"),
        (new_ending, r"votes ended by an objection or an interest \(1\)"),
        (new_interest, r"declared interests \(1\)"),
    ],
)
def test_a_downgrade_that_would_lose_something_is_refused_and_changes_nothing(
    in_use: Engine, happen: Any, named: str
) -> None:
    upgrade(in_use)
    with begin(in_use) as conn:
        happen(conn)
        before = rows_of(conn, columns_of(conn))
    with pytest.raises(MailvoteError, match=f"no room for: {named}; nothing was changed"):
        downgrade(in_use, FIRST)
    assert current(in_use).up_to_date
    with begin(in_use) as conn:
        assert rows_of(conn, columns_of(conn)) == before


def test_an_emptied_database_is_empty_whatever_it_held(in_use: Engine) -> None:
    upgrade(in_use)
    with begin(in_use) as conn:
        for happen in (new_draft, new_proxy, new_ending, new_interest):
            happen(conn)
    assert downgrade(in_use, "base").current is None
    assert set(inspect(in_use).get_table_names()) <= {"alembic_version"}


def test_on_sqlite_a_broken_reference_stops_an_upgrade(sqlite_database: Engine) -> None:
    downgrade(sqlite_database, FIRST)
    with sqlite_database.connect() as conn:
        conn.detach()
        conn.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        conn.execute(text("INSERT INTO alias (member_id, name) VALUES (4711, 'Barn')"))
        conn.commit()
    with pytest.raises(MailvoteError, match="a row of table alias refers to one of table member"):
        upgrade(sqlite_database)
    assert current(sqlite_database).current == FIRST


def test_on_sqlite_references_are_kept_again_after_an_upgrade(sqlite_database: Engine) -> None:
    with pytest.raises(IntegrityError), begin(sqlite_database) as conn:
        conn.execute(text("INSERT INTO alias (member_id, name) VALUES (4711, 'Barn')"))
