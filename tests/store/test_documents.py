"""Files on record: one sealed copy each, of a proof, then of a ballot, and gone when they are deleted."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select

from mailvote.mail.letter import Enclosure
from mailvote.store import ballots, documents, outbox, proofs
from mailvote.store import tables as t
from mailvote.store.vault import SealBroken, Sealer
from tests.store.places import HOUR, NOW, ORGANISATION, SECRETS, drafted, organisation
from tests.store.places import letter as letter_numbered

FILE = Enclosure(name="Job description\n2.pdf", content_type="application/pdf", content=b"%PDF-1.7\n marker \x00\n")


@pytest.fixture
def office(conn: Connection) -> Sealer:
    return organisation(conn)


def proof(conn: Connection, office: Sealer, nonce: str = "N" * 26) -> int:
    return proofs.add(
        conn,
        office,
        organisation=ORGANISATION,
        nonce=nonce,
        purpose="proof",
        author="m@x.example",
        text="",
        sent_at=NOW,
    ).id


def kept(conn: Connection, office: Sealer, **whose: int) -> int:
    return documents.add(conn, office, organisation=ORGANISATION, kind="call", file=FILE, now=NOW, **whose)


def test_a_file_comes_back_as_it_was_with_its_name_and_type(conn: Connection, office: Sealer) -> None:
    document_id = kept(conn, office, proof_id=proof(conn, office))
    assert documents.file(conn, office, document_id) == FILE
    assert documents.head(conn, office, document_id) == replace(FILE, content=b"")


def test_neither_name_nor_content_stands_in_the_database_in_clear(conn: Connection, office: Sealer) -> None:
    kept(conn, office, proof_id=proof(conn, office))
    stored = str(conn.execute(select(t.document)).all())
    assert "Job" not in stored
    assert "marker" not in stored


def test_the_files_of_a_proof_are_listed_in_the_order_in_which_they_came(conn: Connection, office: Sealer) -> None:
    proof_id = proof(conn, office)
    first, second = kept(conn, office, proof_id=proof_id), kept(conn, office, proof_id=proof_id)
    found = documents.of_proof(conn, proof_id)
    assert [one.id for one in found] == [first, second]
    assert found == documents.get(conn, [second, first])
    assert {one.size for one in found} == {len(FILE.content)}


def test_a_file_given_to_a_ballot_is_sealed_under_the_key_of_the_ballot(conn: Connection, office: Sealer) -> None:
    document_id, ballot = kept(conn, office, proof_id=proof(conn, office)), drafted(conn)
    own = ballots.sealer(conn, SECRETS, ballot.id)
    documents.give(conn, document_id, office, own, ballot_id=ballot.id, kind="paper")
    assert [one.id for one in documents.of_ballot(conn, ballot.id, "paper")] == [document_id]
    assert documents.of_ballot(conn, ballot.id, "call") == ()
    assert documents.file(conn, own, document_id) == FILE
    with pytest.raises(SealBroken):
        documents.file(conn, office, document_id)


def test_what_is_sealed_for_one_document_does_not_open_as_another(conn: Connection, office: Sealer) -> None:
    first, second = kept(conn, office), kept(conn, office)
    sealed = conn.execute(select(t.document.c.content_sealed).where(t.document.c.id == first)).scalar_one()
    conn.execute(t.document.update().where(t.document.c.id == second).values(content_sealed=sealed))
    with pytest.raises(SealBroken):
        documents.file(conn, office, second)


def test_a_deleted_document_is_gone_and_no_letter_has_it_any_more(conn: Connection, office: Sealer) -> None:
    document_id, other = kept(conn, office), kept(conn, office)
    letter = letter_numbered(1)
    outbox.post(conn, office, letter, NOW)
    documents.enclose(conn, ORGANISATION, letter.message_id, [document_id, other])
    outbox_id = conn.execute(select(t.outbox.c.id)).scalar_one()
    assert [one.id for one in documents.enclosed(conn, outbox_id)] == [document_id, other]
    documents.delete(conn, [document_id])
    assert [one.id for one in documents.enclosed(conn, outbox_id)] == [other]
    assert conn.execute(select(func.count()).select_from(t.document)).scalar_one() == 1
    with pytest.raises(LookupError):
        documents.file(conn, office, document_id)
    with pytest.raises(LookupError):
        documents.head(conn, office, document_id)


def test_files_are_left_over_once_their_proof_is_confirmed_or_dropped_or_old(conn: Connection, office: Sealer) -> None:
    ids = {how: proof(conn, office, how[0] * 26) for how in ("confirmed", "dropped", "replaced", "waiting")}
    files = {how: kept(conn, office, proof_id=proof_id) for how, proof_id in ids.items()}
    for how in ("confirmed", "dropped", "replaced"):
        proofs.end(conn, ids[how], NOW, how)
    assert documents.leftovers(conn, ORGANISATION, NOW) == (files["confirmed"], files["dropped"])
    assert documents.leftovers(conn, "elr", NOW + HOUR) == ()
    assert len(documents.leftovers(conn, ORGANISATION, NOW + HOUR)) == 4
