"""The journal: a chain for each ballot that only grows, and shows every change (promise P9)."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, update

from mailvote.rules.chain import JSON, verify
from mailvote.store import journal
from mailvote.store import tables as t
from mailvote.store.database import begin, reading
from tests.store.places import HOUR, NOW, organisation, scheduled


@pytest.fixture
def ballot_id(conn: Connection) -> int:
    organisation(conn)
    return scheduled(conn).id


def write(conn: Connection, ballot_id: int, events: int) -> None:
    for number in range(events):
        body: dict[str, JSON] = {"number": number, "names": ["é", None, {"deep": True}]}
        journal.record(conn, ballot_id, NOW + number * HOUR, "noted", body)


def test_a_ballot_without_events_has_no_head(conn: Connection, ballot_id: int) -> None:
    assert journal.head(conn, ballot_id) == ""
    assert journal.events(conn, ballot_id) == ()


def test_events_come_back_as_they_were_recorded_and_the_chain_holds(conn: Connection, ballot_id: int) -> None:
    recorded = [journal.record(conn, ballot_id, NOW, "noted", {"number": number}) for number in range(3)]
    assert journal.events(conn, ballot_id) == tuple(recorded)
    assert verify(journal.events(conn, ballot_id)) == ()
    assert journal.head(conn, ballot_id) == recorded[-1].digest


def test_every_ballot_has_a_chain_of_its_own(conn: Connection, ballot_id: int) -> None:
    other = scheduled(conn).id
    write(conn, ballot_id, 2)
    write(conn, other, 1)
    assert [event.sequence for event in journal.events(conn, other)] == [1]
    assert verify(journal.events(conn, other)) == ()


@pytest.mark.parametrize("change", [{"body": "{}"}, {"kind": "x"}, {"at": NOW - HOUR}, {"digest": "0" * 64}])
def test_p9_a_changed_event_is_found(conn: Connection, ballot_id: int, change: dict[str, object]) -> None:
    write(conn, ballot_id, 3)
    conn.execute(update(t.event).where(t.event.c.sequence == 2).values(change))
    assert verify(journal.events(conn, ballot_id))


@pytest.mark.parametrize("sequence", [1, 2])
def test_p9_an_event_taken_out_is_found(conn: Connection, ballot_id: int, sequence: int) -> None:
    write(conn, ballot_id, 3)
    conn.execute(delete(t.event).where(t.event.c.sequence == sequence))
    assert verify(journal.events(conn, ballot_id))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_any_body_survives_both_databases(conn: Connection, ballot_id: int, body: dict[str, object]) -> None:
    journal.record(conn, ballot_id, NOW, "noted", body)  # type: ignore[arg-type]
    event = journal.events(conn, ballot_id)[-1]
    assert event.body == body
    assert verify(journal.events(conn, ballot_id)) == ()


def test_the_chain_never_forks_however_many_write_at_once(database: Engine) -> None:
    with begin(database) as conn:
        organisation(conn)
        ballot_id = scheduled(conn).id

    def note() -> None:
        with begin(database) as conn:
            write(conn, ballot_id, 2)

    threads = [threading.Thread(target=note) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(database) as conn:
        events = journal.events(conn, ballot_id)
    assert len(events) == 20
    assert verify(events) == ()


def test_a_body_is_not_in_the_repr(conn: Connection, ballot_id: int) -> None:
    assert "Rycote" not in repr(journal.record(conn, ballot_id, NOW, "noted", {"practice": "Rycote"}))
