"""Findings on file: one a candidate and member of the panel, and reasons that go with the candidate's key."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from mailvote.store import candidates, findings, panels
from mailvote.store import tables as t
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate
from mailvote.store.findings import Found
from mailvote.store.vault import Sealer
from tests.store.places import HOUR, NOW, SECRETS, organisation
from tests.store.test_candidates import apply, called

PANEL = (("Dr Naomi Shah", "n.shah@x.example"), ("Dr Tom Jones", "t.jones@x.example"))


@pytest.fixture
def ballot(conn: Connection) -> Ballot:
    organisation(conn)
    return called(conn)


@pytest.fixture
def candidate(conn: Connection, ballot: Ballot) -> Candidate:
    panels.set_panel(conn, ballot.id, PANEL, NOW)
    return apply(conn, ballot)


def find(
    conn: Connection, candidate: Candidate, member: int | None, said: bool, reason: str = "", at: datetime = NOW
) -> bool:
    return findings.record(
        conn,
        candidates.sealer(conn, SECRETS, candidate.id),
        candidate_id=candidate.id,
        panellist_id=member,
        is_eligible=said,
        reason=reason,
        found_at=at,
    )


def on_file(conn: Connection, candidate: Candidate) -> tuple[Found, ...]:
    def sealer(candidate_id: int) -> Sealer:
        return candidates.sealer(conn, SECRETS, candidate_id)

    return findings.of_ballot(conn, candidate.ballot_id, sealer)


def said(found: tuple[Found, ...]) -> list[tuple[int | None, bool, str]]:
    return [(one.panellist_id, one.is_eligible, one.reason) for one in found]


def test_r20_each_member_of_the_panel_has_one_finding_and_the_manager_one_word(
    conn: Connection, ballot: Ballot, candidate: Candidate
) -> None:
    first, second = (member.id for member in panels.members(conn, ballot.id))
    assert find(conn, candidate, first, True)
    assert find(conn, candidate, second, False, "No experience.")
    assert find(conn, candidate, None, False, "Agreed with Dr Jones.")
    assert find(conn, candidate, None, True)
    expected = [(first, True, ""), (second, False, "No experience."), (None, True, "")]
    assert said(on_file(conn, candidate)) == expected


def test_r20_a_changed_mind_takes_the_place_of_the_finding_before(
    conn: Connection, ballot: Ballot, candidate: Candidate
) -> None:
    member = panels.members(conn, ballot.id)[0].id
    find(conn, candidate, member, False, "No experience.")
    assert find(conn, candidate, member, True, at=NOW + HOUR)
    assert said(on_file(conn, candidate)) == [(member, True, "")]


def test_an_older_answer_that_is_read_later_changes_nothing(
    conn: Connection, ballot: Ballot, candidate: Candidate
) -> None:
    member = panels.members(conn, ballot.id)[0].id
    find(conn, candidate, member, True, at=NOW + HOUR)
    assert not find(conn, candidate, member, False, "No experience.")
    assert said(on_file(conn, candidate)) == [(member, True, "")]


def test_two_answers_of_one_instant_are_as_they_were_read(
    conn: Connection, ballot: Ballot, candidate: Candidate
) -> None:
    find(conn, candidate, None, True)
    assert find(conn, candidate, None, False, "No.")
    assert said(on_file(conn, candidate)) == [(None, False, "No.")]


def test_r23_a_reason_is_sealed_under_the_key_of_its_candidate_and_goes_with_it(
    conn: Connection, candidate: Candidate
) -> None:
    find(conn, candidate, None, False, "zanzibar")
    sealed = conn.execute(select(t.finding.c.reason_sealed)).scalar_one()
    assert b"zanzibar" not in sealed
    candidates.forget(conn, candidate.id, NOW + HOUR)
    assert said(on_file(conn, candidate)) == [(None, False, "")]


def test_a_finding_shows_neither_what_it_says_nor_why(conn: Connection, candidate: Candidate) -> None:
    find(conn, candidate, None, False, "zanzibar")
    assert "zanzibar" not in repr(on_file(conn, candidate))
    assert "False" not in repr(on_file(conn, candidate))
