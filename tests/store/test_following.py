"""Which ballot follows which, which has no clock yet, and what makes room for what (R23)."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from mailvote.rules.lifecycle import Deadline
from mailvote.store import ballots, deadlines, documents, organisations, proofs
from mailvote.store.documents import File
from tests.store.places import HOUR, NOW, ORGANISATION, SECRETS, drafted, opened, organisation, scheduled


@pytest.fixture(autouse=True)
def _organisation(conn: Connection) -> None:
    organisation(conn)


def test_a_ballot_is_replaced_by_a_later_one_of_the_same_title_from_its_start_on(conn: Connection) -> None:
    first = ballots.cancel(conn, opened(conn), NOW, "")
    assert ballots.replaced_at(conn, first) is None
    second = scheduled(conn)
    assert ballots.replaced_at(conn, first) == NOW
    assert ballots.replaced_by(conn, second) == (first,)
    assert ballots.replaced_by(conn, first) == ()
    ballots.cancel(conn, second, NOW, "")
    assert ballots.replaced_at(conn, first) is None


def test_a_ballot_that_goes_on_is_not_replaced(conn: Connection) -> None:
    opened(conn)
    assert ballots.replaced_by(conn, scheduled(conn)) == ()


def test_a_run_off_replaces_its_parent_once_it_is_no_draft(conn: Connection) -> None:
    parent = ballots.declare(conn, opened(conn), NOW, {})
    draft = drafted(conn, parent_id=parent.id)
    assert ballots.replaced_at(conn, parent) is None
    at = NOW + HOUR
    ballots.schedule(conn, draft, at, opens_at=at, closes_at=at + HOUR, question="", note="")
    assert ballots.replaced_at(conn, parent) == at
    assert ballots.replaced_by(conn, draft) == (parent,)


def test_an_ended_ballot_is_unwound_until_something_says_when_it_is_destroyed(conn: Connection) -> None:
    going = opened(conn)
    ended = ballots.declare(conn, opened(conn), NOW, {})
    assert ballots.unwound(conn, ORGANISATION) == (ended,)
    deadlines.add(conn, ended.id, Deadline(kind="destroy", due_at=NOW + HOUR))
    assert ballots.unwound(conn, ORGANISATION) == ()
    assert going.id != ended.id


def test_deadlines_of_some_kinds_make_room_for_others_of_these_kinds_alone(conn: Connection) -> None:
    ballot = scheduled(conn)
    close = Deadline(kind="close", due_at=NOW)
    old, new = (Deadline(kind="destroy", due_at=NOW + timedelta(days=day)) for day in (30, 60))
    deadlines.set_deadlines(conn, ballot.id, (close, old))
    deadlines.set_deadlines(conn, ballot.id, (new,), kinds=("destroy", "confirm"))
    assert deadlines.waiting(conn, ballot.id) == (close, new)


def test_newer_proofs_of_one_command_make_the_older_ones_end(conn: Connection) -> None:
    ballot, sealer = scheduled(conn), organisations.sealer(conn, SECRETS, ORGANISATION)
    texts = {"a": "launch SELG-2026-01\n", "b": "cancel SELG-2026-01\n"}
    for nonce, text in texts.items():
        proofs.add(
            conn, sealer, organisation=ORGANISATION, nonce=nonce, purpose="proof", author="m@selg.example", text=text,
            sent_at=NOW, ballot_id=ballot.id,
        )  # fmt: skip
    proofs.overtake(conn, sealer, ORGANISATION, ballot.id, "launch", NOW)
    ended = [found.ended_how for nonce in texts if (found := proofs.find(conn, sealer, ORGANISATION, nonce))]
    assert ended == ["replaced", ""]


def test_a_file_goes_by_another_name_and_stays_the_same_file(conn: Connection) -> None:
    sealer = organisations.sealer(conn, SECRETS, ORGANISATION)
    before = File(name="cv.pdf", content_type="application/pdf", content=b"%PDF-")
    number = documents.add(conn, sealer, organisation=ORGANISATION, kind="call", file=before, now=NOW)
    documents.rename(conn, sealer, number, "Dr A. Example - cv.pdf")
    found = documents.file(conn, sealer, number)
    assert (found.name, found.content_type, found.content) == ("Dr A. Example - cv.pdf", "application/pdf", b"%PDF-")
