"""Forms, proofs and questions: known by their nonce alone, answered once."""

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from mailvote.store import proofs
from mailvote.store import tables as t
from mailvote.store.proofs import Proof, Purpose
from mailvote.store.vault import Sealer
from tests.store.places import HOUR, NOW, ORGANISATION, organisation, scheduled

NONCE = "7ZZZZZZZZZ0123456789ABCDEF"


@pytest.fixture
def office(conn: Connection) -> Sealer:
    return organisation(conn)


def add(conn: Connection, office: Sealer, *, nonce: str = NONCE, purpose: Purpose = "proof") -> Proof:
    return proofs.add(
        conn,
        office,
        organisation=ORGANISATION,
        nonce=nonce,
        purpose=purpose,
        author="manager@selg.example",
        text="settle 4 as Dr B. Example",
        sent_at=NOW,
    )


def test_a_proof_is_found_by_its_nonce(conn: Connection, office: Sealer) -> None:
    proof = add(conn, office)
    assert proofs.find(conn, office, ORGANISATION, NONCE) == proof
    assert (proof.text, proof.ended_at, proof.ended_how) == ("settle 4 as Dr B. Example", None, "")


def test_another_nonce_or_organisation_finds_nothing(conn: Connection, office: Sealer) -> None:
    add(conn, office)
    assert proofs.find(conn, office, ORGANISATION, NONCE[::-1]) is None
    assert proofs.find(conn, office, "elr", NONCE) is None


def test_a_proof_ends_once(conn: Connection, office: Sealer) -> None:
    proof, ballot_id = add(conn, office), scheduled(conn).id
    assert proofs.end(conn, proof.id, NOW + HOUR, "confirmed", ballot_id)
    assert not proofs.end(conn, proof.id, NOW + HOUR, "confirmed")
    found = proofs.find(conn, office, ORGANISATION, NONCE)
    assert found is not None
    assert (found.ended_at, found.ended_how, found.ballot_id) == (NOW + HOUR, "confirmed", ballot_id)


def test_who_reads_the_database_can_neither_confirm_nor_read_the_instruction(conn: Connection, office: Sealer) -> None:
    proof = add(conn, office)
    stored = str(conn.execute(select(t.proof)).all())
    assert NONCE not in stored
    assert "Dr B" not in stored
    assert NONCE not in repr(proof)
    assert "Dr B" not in repr(proof)


def test_a_nonce_is_used_once(conn: Connection, office: Sealer) -> None:
    add(conn, office)
    with pytest.raises(IntegrityError):
        add(conn, office, purpose="form")


def test_what_waits_for_an_answer_about_a_ballot_is_known_and_can_be_forgotten(
    conn: Connection, office: Sealer
) -> None:
    ballot_id = scheduled(conn).id
    asked = {"organisation": ORGANISATION, "purpose": "challenge", "author": "a@x.example", "sent_at": NOW}
    first = proofs.add(conn, office, nonce=NONCE, text="kept", ballot_id=ballot_id, **asked)  # type: ignore[arg-type]
    other = proofs.add(conn, office, nonce=NONCE[::-1], text="kept", **asked)  # type: ignore[arg-type]
    assert [one.id for one in proofs.waiting(conn, ORGANISATION, "challenge", ballot_id)] == [first.id]
    assert [one.author for one in proofs.waiting(conn, ORGANISATION, "challenge", ballot_id)] == ["a@x.example"]
    assert proofs.waiting(conn, ORGANISATION, "proof", ballot_id) == ()
    proofs.end(conn, first.id, NOW, "expired")
    proofs.forget(conn, first.id)
    assert proofs.waiting(conn, ORGANISATION, "challenge", ballot_id) == ()
    found = proofs.find(conn, office, ORGANISATION, NONCE)
    assert found is not None
    assert (found.text, found.ended_how) == ("", "expired")
    assert proofs.find(conn, office, ORGANISATION, NONCE[::-1]) == other
