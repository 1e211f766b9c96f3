"""R23: which of the messages in a mailbox go with a ballot: those on file, their copies, and never another's."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.office.clearing import Doomed
from mailvote.office.ports import Glimpse
from tests.office.mailcraft import flat
from tests.office.test_destruction import DUE, certificates, confirmed, lying
from tests.office.test_election import LEADS
from tests.office.world import World

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LEAD, OTHER, US = "lead@abbey.example", "eve@elsewhere.example", "ballots@selg.example"

DOOMED = Doomed(
    places={("INBOX", 7, 1): True, ("INBOX", 7, 2): False},
    marks=frozenset({("1@x", LEAD), ("both@x", LEAD)}),
    spared=frozenset({("both@x", LEAD)}),
    unmarked=frozenset({(LEAD, NOON, 2048), ("", NOON, 9216)}),
    letters=frozenset({("ours@selg", US)}),
)


def glimpse(
    message_id: str = "",
    sender: str = LEAD,
    place: tuple[str, int, int] = ("Elsewhere", 9, 9),
    at: datetime | None = NOON,
    size: int | None = 100,
) -> Glimpse:
    lines = [f"From: Somebody <{sender}>", *([f"Message-ID: <{message_id}>"] if message_id else []), "", ""]
    folder, uidvalidity, uid = place
    head = "\r\n".join(lines).encode()
    return Glimpse(folder=folder, uidvalidity=uidvalidity, uid=uid, received_at=at, size=size, head=head)


@pytest.mark.parametrize(
    ("seen", "goes"),
    [
        (glimpse("1@x"), True),
        (glimpse("1@x", OTHER), False),
        (glimpse("2@x"), False),
        (glimpse("1@x", place=("INBOX", 7, 2)), False),
        (glimpse("2@x", place=("INBOX", 7, 1)), True),
        (glimpse("2@x", place=("INBOX", 8, 1)), False),
        (glimpse("both@x"), False),
        (glimpse("both@x", place=("INBOX", 7, 1)), True),
        (glimpse("ours@selg", US), True),
        (glimpse("ours@selg", OTHER), False),
        (glimpse("other@selg", US), False),
        (glimpse(size=2048), True),
        (glimpse(size=1025), True),
        (glimpse(size=1024), False),
        (glimpse(size=2048, at=NOON + timedelta(seconds=1)), False),
        (glimpse(size=2048, sender=OTHER), False),
        (glimpse("2@x", size=2048), False),
        (glimpse("any@x", OTHER, size=9000), True),
        (glimpse(at=None, size=None), False),
        (glimpse(at=None, size=None, place=("INBOX", 7, 1)), True),
    ],
)
def test_a_place_settles_it_then_message_id_and_sender_then_time_and_size(seen: Glimpse, goes: bool) -> None:
    assert DOOMED.takes(seen) is goes


@given(st.binary(max_size=300))
def test_no_header_raises_and_none_of_them_makes_a_message_go_that_was_seen_to_stay(head: bytes) -> None:
    place = Glimpse(folder="INBOX", uidvalidity=7, uid=2, received_at=NOON, size=2048, head=head)
    assert not DOOMED.takes(place)
    elsewhere = Glimpse(folder="Elsewhere", uidvalidity=7, uid=2, received_at=NOON, size=1, head=head)
    DOOMED.takes(elsewhere)


def test_a_folder_that_does_not_open_and_was_never_read_is_named_and_holds_nothing_up(world: World) -> None:
    world.mailbox.contents |= {"Board": [], "Kept": []}
    world.mailbox.unswept = {"Board", "Kept"}
    world.mailbox.closed = {"Board"}
    confirmed(world)
    world.mailbox.deliver(world.mailbox.contents["INBOX"][3].content, NOON, "Kept")
    world.at(DUE).tick()
    said = flat(certificates(world)[0])
    assert "The folder Board was not looked into" in said
    assert "1 message from the folder Kept" in said


def test_a_folder_that_is_swept_and_does_not_open_holds_it_up(world: World) -> None:
    confirmed(world)
    world.mailbox.closed = {"Junk"}
    world.at(DUE).tick()
    assert certificates(world) == []
    world.mailbox.closed = set()
    world.tick()
    assert len(certificates(world)) == 1


def test_two_messages_with_one_message_id_are_told_apart_by_their_senders(world: World) -> None:
    confirmed(world)
    vote = next(one for one in world.mailbox.contents["INBOX"] if LEADS[0].encode() in one.content)
    twin = vote.content.replace(LEADS[0].encode(), b"someone@elsewhere.example")
    world.mailbox.unswept = {"Kept"}
    world.mailbox.deliver(twin, vote.received_at, "Kept")
    world.at(DUE).tick()
    (left,) = lying(world)
    assert "someone@elsewhere.example" in str(left["From"])
