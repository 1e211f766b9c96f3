"""Deadlines are rows: asked for at every tick, kept until done, never done twice."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from mailvote.rules.lifecycle import Deadline
from mailvote.store import deadlines
from tests.store.places import CLOSE, HOUR, NOW, ORGANISATION, organisation, scheduled

OPEN = Deadline(kind="open", due_at=NOW)
REMIND = Deadline(kind="remind", due_at=CLOSE - timedelta(days=1))
SHUT = Deadline(kind="close", due_at=CLOSE)


@pytest.fixture
def ballot_id(conn: Connection) -> int:
    organisation(conn)
    ballot_id = scheduled(conn).id
    deadlines.set_deadlines(conn, ballot_id, (SHUT, REMIND, OPEN))
    return ballot_id


def due(conn: Connection, at: object = CLOSE) -> list[str]:
    return [found.kind for found in deadlines.due(conn, ORGANISATION, at)]  # type: ignore[arg-type]


def test_a_deadline_is_due_from_its_instant_on(conn: Connection, ballot_id: int) -> None:
    moments = (NOW - timedelta(microseconds=1), NOW, CLOSE - timedelta(microseconds=1), CLOSE)
    assert [due(conn, at) for at in moments] == [[], ["open"], ["open", "remind"], ["open", "remind", "close"]]


def test_what_was_missed_is_due_however_late(conn: Connection, ballot_id: int) -> None:
    assert due(conn, CLOSE + timedelta(days=400)) == ["open", "remind", "close"]


def test_what_is_done_is_not_due_again(conn: Connection, ballot_id: int) -> None:
    opening = deadlines.due(conn, ORGANISATION, NOW)[0]
    assert (opening.ballot_id, opening.due_at) == (ballot_id, NOW)
    deadlines.done(conn, opening.id, NOW + HOUR)
    assert due(conn) == ["remind", "close"]


def test_new_deadlines_replace_those_that_are_not_done(conn: Connection, ballot_id: int) -> None:
    later = Deadline(kind="close", due_at=CLOSE + HOUR)
    deadlines.set_deadlines(conn, ballot_id, (OPEN, later))
    assert due(conn) == ["open"]
    assert due(conn, CLOSE + HOUR) == ["open", "close"]


def test_a_deadline_that_is_done_and_set_again_stays_done(conn: Connection, ballot_id: int) -> None:
    for found in deadlines.due(conn, ORGANISATION, REMIND.due_at):
        deadlines.done(conn, found.id, NOW)
    deadlines.set_deadlines(conn, ballot_id, (OPEN, REMIND, SHUT))
    assert due(conn) == ["close"]


def test_an_organisation_sees_its_own_deadlines_alone(conn: Connection, ballot_id: int) -> None:
    assert deadlines.due(conn, "elr", CLOSE) == ()


def test_a_deadline_in_hand_never_comes_to_mean_one_that_was_set_since(conn: Connection, ballot_id: int) -> None:
    opening = deadlines.due(conn, ORGANISATION, NOW)[0]
    deadlines.set_deadlines(conn, ballot_id, (REMIND, SHUT))
    deadlines.done(conn, opening.id, NOW)
    assert due(conn, CLOSE) == ["remind", "close"]
