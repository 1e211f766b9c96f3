"""Candidates on file: one candidacy an address, and a key each, which can be forgotten alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from mailvote.store import ballots, candidates
from mailvote.store import tables as t
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate
from mailvote.store.vault import KeyDestroyed, SealBroken, Secrets
from tests.store.places import HOUR, NOW, ORGANISATION, RULES_TEXT, SECRETS, enrol, organisation, paper

DAY = timedelta(days=1)
ADDRESS = "a.brown@x.example"


def called(conn: Connection, secrets: Secrets = SECRETS) -> Ballot:
    """A ballot for which candidates may apply for two weeks."""
    wanted = replace(paper(ballots.next_reference(conn, ORGANISATION, 2026), options=()), opens_at=NOW, closes_at=NOW)
    apply_by = NOW + 14 * DAY
    return ballots.add(
        conn, secrets, ORGANISATION, wanted, "", NOW, rules_text=RULES_TEXT, apply_by=apply_by, draft=True
    )


@pytest.fixture
def ballot(conn: Connection) -> Ballot:
    organisation(conn)
    return called(conn)


def apply(
    conn: Connection, ballot: Ballot, address: str = ADDRESS, *, name: str = "Dr Alice Brown", hours: int = 0
) -> Candidate:
    return candidates.apply(
        conn,
        SECRETS,
        ballot_id=ballot.id,
        name=name,
        address=address,
        member_id=None,
        missing=("experience", "conflicts"),
        received_at=NOW + hours * HOUR,
    )


def test_r20_a_candidate_comes_back_as_they_applied(conn: Connection, ballot: Ballot) -> None:
    found = apply(conn, ballot)
    assert found == candidates.get(conn, found.id) == candidates.find(conn, ballot.id, ADDRESS)
    assert (found.name, found.state, found.applied_at) == ("Dr Alice Brown", "applied", NOW)
    assert found.missing == ("experience", "conflicts")


def test_r20_who_applies_again_is_one_candidate_still(conn: Connection, ballot: Ballot) -> None:
    first, second = apply(conn, ballot), apply(conn, ballot, name="Alice Brown", hours=1)
    assert candidates.of_ballot(conn, ballot.id) == (second,)
    assert (second.id, second.name, second.applied_at) == (first.id, "Alice Brown", NOW + HOUR)


def test_r20_an_expression_that_replaces_another_is_sealed_with_the_same_key(conn: Connection, ballot: Ballot) -> None:
    first = apply(conn, ballot)
    sealed = candidates.sealer(conn, SECRETS, first.id).seal(b"statement", b"place")
    apply(conn, ballot, hours=1)
    assert candidates.sealer(conn, SECRETS, first.id).open(sealed, b"place") == b"statement"


def test_candidates_stand_in_the_order_in_which_they_first_applied(conn: Connection, ballot: Ballot) -> None:
    apply(conn, ballot, "one@x.example")
    apply(conn, ballot, "two@x.example", hours=1)
    apply(conn, ballot, "one@x.example", hours=2)
    assert [one.address for one in candidates.of_ballot(conn, ballot.id)] == ["one@x.example", "two@x.example"]


def test_one_address_may_stand_in_two_ballots(conn: Connection, ballot: Ballot) -> None:
    other = called(conn)
    assert apply(conn, ballot).id != apply(conn, other).id
    assert len(candidates.of_ballot(conn, other.id)) == 1


def test_the_practice_of_a_candidate_is_kept(conn: Connection, ballot: Ballot) -> None:
    rycote = enrol(conn, "Rycote")["Rycote"]
    found = candidates.apply(
        conn,
        SECRETS,
        ballot_id=ballot.id,
        name="Dr Rycote",
        address=ADDRESS,
        member_id=rycote,
        missing=(),
        received_at=NOW,
    )
    assert (found.member_id, found.missing) == (rycote, ())


def test_r20_who_withdrew_may_apply_again(conn: Connection, ballot: Ballot) -> None:
    found = apply(conn, ballot)
    candidates.set_state(conn, found.id, "withdrawn")
    assert candidates.get(conn, found.id).state == "withdrawn"
    assert apply(conn, ballot, hours=1).state == "applied"


def test_r23_what_is_forgotten_of_a_candidate_opens_no_more(conn: Connection, ballot: Ballot) -> None:
    found, other = apply(conn, ballot), apply(conn, ballot, "other@x.example")
    candidates.forget(conn, found.id, NOW)
    with pytest.raises(KeyDestroyed):
        candidates.sealer(conn, SECRETS, found.id)
    assert candidates.get(conn, found.id).forgotten_at == NOW
    assert candidates.sealer(conn, SECRETS, other.id).seal(b"", b"")


def test_r23_to_forget_twice_keeps_the_first_time(conn: Connection, ballot: Ballot) -> None:
    found = apply(conn, ballot)
    candidates.forget(conn, found.id, NOW)
    candidates.forget(conn, found.id, NOW + HOUR)
    assert candidates.get(conn, found.id).forgotten_at == NOW


def test_r23_documents_and_reasons_go_with_the_key_of_the_candidate_alone(conn: Connection, ballot: Ballot) -> None:
    found, other = apply(conn, ballot), apply(conn, ballot, "other@x.example")
    for candidate in (found, other):
        conn.execute(insert(t.document).values(_document(candidate)))
        conn.execute(insert(t.finding).values(_finding(candidate)))
    candidates.forget(conn, found.id, NOW)
    assert list(conn.execute(select(t.document.c.candidate_id)).scalars()) == [other.id]
    reasons = conn.execute(select(t.finding.c.reason_sealed).order_by(t.finding.c.candidate_id)).scalars()
    assert list(reasons) == [None, b"sealed"]


def test_r23_a_key_that_was_forgotten_never_comes_back(conn: Connection, ballot: Ballot) -> None:
    found = apply(conn, ballot)
    sealed = candidates.sealer(conn, SECRETS, found.id).seal(b"statement", b"place")
    candidates.forget(conn, found.id, NOW)
    assert apply(conn, ballot, hours=1).forgotten_at is None
    with pytest.raises(SealBroken):
        candidates.sealer(conn, SECRETS, found.id).open(sealed, b"place")


def test_nobody_is_found_who_did_not_apply(conn: Connection, ballot: Ballot) -> None:
    assert candidates.find(conn, ballot.id, ADDRESS) is None
    with pytest.raises(LookupError):
        candidates.get(conn, 1)
    with pytest.raises(LookupError):
        candidates.sealer(conn, SECRETS, 1)


def _document(candidate: Candidate) -> dict[str, object]:
    return {
        "organisation": ORGANISATION,
        "kind": "statement",
        "candidate_id": candidate.id,
        "size": 1,
        "head_sealed": b"sealed",
        "content_sealed": b"sealed",
        "added_at": NOW,
    }


def _finding(candidate: Candidate) -> dict[str, object]:
    return {"candidate_id": candidate.id, "is_eligible": True, "reason_sealed": b"sealed", "found_at": NOW}
