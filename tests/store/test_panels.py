"""R20: who is on the panel of a ballot, whatever becomes of it meanwhile."""

import pytest
from sqlalchemy import Connection

from mailvote.store import panels
from mailvote.store.ballots import Ballot
from tests.store.places import HOUR, NOW, drafted, organisation

PANEL = (("Dr Mary Director", "director@occg.example"), ("Sam Member", "sam@x.example"))


@pytest.fixture
def ballot(conn: Connection) -> Ballot:
    organisation(conn)
    return drafted(conn)


def test_the_panel_is_listed_as_it_was_set(conn: Connection, ballot: Ballot) -> None:
    found = panels.set_panel(conn, ballot.id, PANEL, NOW)
    assert [(one.name, one.address, one.asked_at) for one in found] == [(*person, None) for person in PANEL]
    assert panels.members(conn, ballot.id) == found


def test_who_stays_on_the_panel_stays_the_same_and_keeps_having_been_asked(conn: Connection, ballot: Ballot) -> None:
    director, sam = panels.set_panel(conn, ballot.id, PANEL, NOW)
    panels.asked(conn, sam.id, NOW)
    changed = panels.set_panel(
        conn, ballot.id, (("Samuel Member", sam.address), ("Jo Other", "jo@x.example")), NOW + HOUR
    )
    assert [(one.name, one.asked_at) for one in changed] == [("Samuel Member", NOW), ("Jo Other", None)]
    assert changed[0].id == sam.id
    assert [one.id for one in panels.everybody(conn, ballot.id)] == [director.id, sam.id, changed[1].id]


def test_who_left_the_panel_and_comes_back_is_asked_anew(conn: Connection, ballot: Ballot) -> None:
    director, _ = panels.set_panel(conn, ballot.id, PANEL, NOW)
    panels.asked(conn, director.id, NOW)
    panels.set_panel(conn, ballot.id, PANEL[1:], NOW + HOUR)
    back = panels.set_panel(conn, ballot.id, PANEL, NOW + HOUR)
    assert {one.name: one.asked_at for one in back} == {"Sam Member": None, "Dr Mary Director": None}
