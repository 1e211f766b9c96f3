"""Mail received: one row a message, seen wherever it lies, counted once, in exactly one fate (promise P4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from mailvote.rules.acceptance import Fate
from mailvote.store import ballots, inbox
from mailvote.store import tables as t
from mailvote.store.inbox import Arrival
from mailvote.store.vault import SealBroken, Sealer
from tests.store.places import HOUR, NOW, ORGANISATION, SECRETS, arrival, enrol, opened, organisation


@pytest.fixture
def office(conn: Connection) -> Sealer:
    return organisation(conn)


def file(conn: Connection, came: Arrival, **values: Any) -> int:
    plain: dict[str, Any] = {
        "ballot_id": None,
        "member_id": None,
        "person_id": None,
        "fate": Fate.HELD,
        "ground": "",
        "content": None,
        "now": NOW,
    }
    return inbox.add(conn, came, **(plain | values))


def test_a_message_that_is_filed_has_been_seen(conn: Connection, office: Sealer) -> None:
    assert not inbox.seen(conn, ORGANISATION, "INBOX", 7, 1)
    file(conn, arrival(office))
    assert inbox.seen(conn, ORGANISATION, "INBOX", 7, 1)


@pytest.mark.parametrize("place", [("Junk", 7, 1), ("INBOX", 8, 1), ("INBOX", 7, 2)])
def test_another_place_is_another_sighting(conn: Connection, office: Sealer, place: tuple[str, int, int]) -> None:
    file(conn, arrival(office))
    assert not inbox.seen(conn, ORGANISATION, *place)


def test_a_message_seen_again_elsewhere_is_recognised_and_counted_once(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office))
    moved = arrival(office, folder="Junk", uidvalidity=9, uid=5)
    twin = inbox.twin(conn, ORGANISATION, moved.content_key)
    assert twin is not None
    assert twin.id == inbox_id
    assert not inbox.sight(conn, twin.id, moved)
    assert inbox.seen(conn, ORGANISATION, "Junk", 9, 5)
    assert sum(inbox.figures(conn, ORGANISATION, None).values()) == 1


def test_the_earliest_time_of_receipt_is_kept(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office, received_at=NOW))
    for uid, received_at, earlier in ((2, NOW + HOUR, False), (3, NOW - HOUR, True), (4, NOW, False)):
        assert inbox.sight(conn, inbox_id, arrival(office, uid=uid, received_at=received_at)) is earlier
    row = inbox.get(conn, ORGANISATION, inbox_id)
    assert row is not None
    assert row.received_at == NOW - HOUR


def test_a_message_sighted_twice_at_one_place_is_no_error(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office))
    inbox.sight(conn, inbox_id, arrival(office))
    assert len(conn.execute(select(t.sighting)).all()) == 1


def test_a_message_cannot_be_filed_twice(conn: Connection, office: Sealer) -> None:
    file(conn, arrival(office))
    with pytest.raises(IntegrityError):
        file(conn, arrival(office, uid=2))


def test_a_different_message_has_no_twin(conn: Connection, office: Sealer) -> None:
    file(conn, arrival(office, body=b"1"))
    assert inbox.twin(conn, ORGANISATION, office.fingerprint(b"2")) is None


def test_organisations_have_their_own_mail(conn: Connection, office: Sealer) -> None:
    organisation(conn, "elr")
    inbox_id = file(conn, arrival(office))
    assert inbox.get(conn, "elr", inbox_id) is None
    assert inbox.listing(conn, "elr") == ()
    assert not inbox.seen(conn, "elr", "INBOX", 7, 1)
    assert inbox.twin(conn, "elr", office.fingerprint(b"1")) is None
    assert sum(inbox.figures(conn, "elr", None).values()) == 0


def test_p4_the_figures_name_every_fate_and_add_up(conn: Connection, office: Sealer) -> None:
    enrol(conn, "Rycote")
    ballot = opened(conn)
    for number, fate in enumerate((*Fate, Fate.COUNTED), 1):
        file(conn, arrival(office, uid=number, body=bytes([number])), fate=fate, ballot_id=ballot.id)
    file(conn, arrival(office, uid=99, body=b"x"), fate=Fate.IGNORED)
    figures = inbox.figures(conn, ORGANISATION, ballot.id)
    assert figures == dict.fromkeys([str(fate) for fate in Fate], 1) | {"counted": 2}
    unattributed = inbox.figures(conn, ORGANISATION, None)
    assert unattributed["ignored"] == sum(unattributed.values()) == 1
    assert sum(figures.values()) + sum(unattributed.values()) == len(inbox.listing(conn, ORGANISATION))


def test_a_fate_that_does_not_exist_is_refused(conn: Connection, office: Sealer) -> None:
    with pytest.raises(IntegrityError):
        file(conn, arrival(office), fate="lost")


def test_a_fate_changes_with_its_ground(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office), fate=Fate.HELD, ground="unreadable")
    inbox.set_fate(conn, inbox_id, Fate.REJECTED, "by the manager")
    row = inbox.get(conn, ORGANISATION, inbox_id)
    assert row is not None
    assert (row.fate, row.ground) == (Fate.REJECTED, "by the manager")


def test_a_listing_names_ballot_and_practice(conn: Connection, office: Sealer) -> None:
    member_id = enrol(conn, "Rycote")["Rycote"]
    ballot = opened(conn)
    file(conn, arrival(office, uid=1, body=b"a", received_at=NOW + HOUR), ballot_id=ballot.id, member_id=member_id)
    file(conn, arrival(office, uid=2, body=b"b"), fate=Fate.IGNORED)
    rows = inbox.listing(conn, ORGANISATION)
    assert [(row.reference, row.practice) for row in rows] == [("", ""), ("SELG-2026-01", "Rycote")]
    assert inbox.listing(conn, ORGANISATION, Fate.IGNORED) == rows[:1]


def test_pending_messages_are_those_of_one_practice_in_one_fate(conn: Connection, office: Sealer) -> None:
    members = enrol(conn, "Rycote", "Hart")
    ballot = opened(conn)
    wanted = []
    for number, (practice, fate) in enumerate(
        [("Rycote", "challenged"), ("Hart", "challenged"), ("Rycote", "counted"), ("Rycote", "challenged")]
    ):
        came = arrival(office, uid=number, body=bytes([number]))
        inbox_id = file(conn, came, ballot_id=ballot.id, member_id=members[practice], fate=fate)
        wanted += [inbox_id] if (practice, fate) == ("Rycote", "challenged") else []
    assert [row.id for row in inbox.pending(conn, ballot.id, members["Rycote"])] == wanted


def test_what_was_kept_opens_with_the_same_sealer(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office), content=b"I vote for 2", hint=b"[2]", sealer=office)
    assert inbox.content(conn, office, inbox_id) == b"I vote for 2"
    assert inbox.hint(conn, office, inbox_id) == b"[2]"


def test_what_was_not_kept_is_none(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office))
    assert inbox.content(conn, office, inbox_id) is None
    assert inbox.hint(conn, office, inbox_id) is None


def test_nothing_is_ever_kept_in_clear(conn: Connection, office: Sealer) -> None:
    with pytest.raises(ValueError, match="only with a sealer"):
        file(conn, arrival(office), content=b"I vote for 2")
    file(conn, arrival(office, body=b"I vote for 2"), content=b"I vote for 2", hint=b"I vote for 2", sealer=office)
    assert "I vote" not in str(conn.execute(select(t.inbox)).all())


def test_sealed_content_fits_in_its_own_row_and_column_alone(conn: Connection, office: Sealer) -> None:
    one = file(conn, arrival(office, uid=1, body=b"a"), content=b"1", hint=b"1", sealer=office)
    two = file(conn, arrival(office, uid=2, body=b"b"), content=b"2", hint=b"2", sealer=office)
    row = conn.execute(select(t.inbox).where(t.inbox.c.id == one)).one()
    conn.execute(update(t.inbox).where(t.inbox.c.id == two).values(content_sealed=row.content_sealed))
    conn.execute(update(t.inbox).where(t.inbox.c.id == one).values(content_sealed=row.hint_sealed))
    for inbox_id in (one, two):
        with pytest.raises(SealBroken):
            inbox.content(conn, office, inbox_id)


def test_a_start_that_made_a_ballot_is_attributed_and_sealed_anew(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office), content=b"start election", fate=Fate.COMMANDS, sealer=office)
    ballot = opened(conn)
    key = ballots.sealer(conn, SECRETS, ballot.id)
    inbox.attribute(conn, inbox_id, ballot_id=ballot.id, before=office, after=key)
    assert inbox.content(conn, key, inbox_id) == b"start election"
    with pytest.raises(SealBroken):
        inbox.content(conn, office, inbox_id)
    assert inbox.figures(conn, ORGANISATION, ballot.id)["commands"] == 1
    assert inbox.figures(conn, ORGANISATION, None)["commands"] == 0


def test_sizes_are_kept_in_whole_kibibytes(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office))
    row = inbox.get(conn, ORGANISATION, inbox_id)
    assert row is not None
    assert row.size == 2048


def test_an_unknown_message_is_an_error(conn: Connection, office: Sealer) -> None:
    with pytest.raises(LookupError, match="no message 4711"):
        inbox.content(conn, office, 4711)


def test_failures_are_counted_for_each_message(conn: Connection, office: Sealer) -> None:
    place = (ORGANISATION, "INBOX", 7, 1)
    assert [inbox.note_failure(conn, *place) for _ in range(3)] == [1, 2, 3]
    assert inbox.note_failure(conn, ORGANISATION, "INBOX", 7, 2) == 1


def test_messages_from_one_address_on_one_ground_can_be_counted(conn: Connection, office: Sealer) -> None:
    for number in range(3):
        came = arrival(office, uid=number, body=bytes([number]), received_at=NOW + number * HOUR)
        file(conn, came, ground="unknown-token")
    address = "lead1@rycote.example"
    assert inbox.count_from(conn, ORGANISATION, address, "unknown-token", NOW + timedelta(minutes=1)) == 2
    assert inbox.count_from(conn, ORGANISATION, address, "late", NOW) == 0


def test_who_wrote_about_a_ballot_is_counted_by_address_also_of_the_unknown_alone(
    conn: Connection, office: Sealer
) -> None:
    members = enrol(conn, "Rycote")
    ballot = opened(conn)
    lead = ballots.electorate(conn, ballot).voters(members["Rycote"], NOW)[0]
    known = replace(arrival(office, uid=9, body=b"9"), from_address=lead.address)
    file(conn, known, ground="expression", ballot_id=ballot.id, member_id=members["Rycote"], person_id=lead.id)
    for number, address in enumerate(("a@x.example", "a@x.example", "b@x.example")):
        came = replace(arrival(office, uid=number + 1, body=bytes([number])), from_address=address)
        file(conn, came, ground="expression", ballot_id=ballot.id)
    unknown = {"a@x.example": 2, "b@x.example": 1}
    assert inbox.senders(conn, ballot.id, ("expression",), NOW) == unknown | {lead.address: 1}
    assert inbox.senders(conn, ballot.id, ("expression",), NOW, unknown=True) == unknown
    assert inbox.senders(conn, ballot.id, ("late",), NOW) == {}
    assert inbox.senders(conn, ballot.id, ("expression",), NOW + HOUR) == {}


def test_messages_are_found_by_message_id_as_a_hint(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office))
    assert [row.id for row in inbox.with_message_id(conn, ORGANISATION, "<one@rycote.example>")] == [inbox_id]
    assert inbox.with_message_id(conn, ORGANISATION, "<two@rycote.example>") == ()


def test_every_place_of_a_message_is_known(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office))
    inbox.sight(conn, inbox_id, arrival(office, folder="Junk", uidvalidity=9, uid=5))
    assert inbox.whereabouts(conn, inbox_id) == (("INBOX", 7, 1), ("Junk", 9, 5))
    found = inbox.seen_at(conn, ORGANISATION, "Junk", 9, 5)
    assert found is not None
    assert found.id == inbox_id
    assert inbox.seen_at(conn, ORGANISATION, "Junk", 9, 6) is None


def test_a_message_taken_back_can_be_taken_in_anew(conn: Connection, office: Sealer) -> None:
    inbox_id = file(conn, arrival(office), ground="unreadable")
    inbox.take_back(conn, ORGANISATION, inbox_id)
    assert inbox.get(conn, ORGANISATION, inbox_id) is None
    assert not inbox.seen(conn, ORGANISATION, "INBOX", 7, 1)
    file(conn, arrival(office))
