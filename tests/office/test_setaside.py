"""A message that was set aside is read again in one transaction, as if it had just come; or nothing changes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailvote.errors import MailvoteError, UnknownName
from mailvote.office import looking, setaside
from mailvote.office.filing import set_aside
from mailvote.office.intake import UNREADABLE
from mailvote.office.ports import Received
from mailvote.rules.acceptance import Fate
from mailvote.store import inbox
from mailvote.store.database import begin
from mailvote.store.inbox import KIBIBYTE, InboxRow
from tests.office.test_election import AFTER_GRACE, CLOSE, LEADS, vote
from tests.office.world import World, answer, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        world.start()
        yield world


def put_aside(world: World, message: EmailMessage | None, *, at: datetime | None = None, padding: int = 0) -> int:
    """Have the message on file unread, as after a defect that has been mended since; its number."""
    content = message.as_bytes(policy=policy.SMTP) if message else b""
    received = Received(
        folder="Junk",
        uidvalidity=7,
        uid=99,
        received_at=at or world.now,
        size=len(content) + padding,
        content=content,
    )
    with begin(world.app.engine) as conn:
        set_aside(conn, world.office.desk, received, ground=UNREADABLE, now=world.now)
        (row,) = inbox.listing(conn, "selg", Fate.HELD)
    return row.id


def retry(world: World, number: int) -> InboxRow:
    with begin(world.app.engine) as conn:
        return setaside.retry(conn, world.office.desk, number, world.now)


def a_vote(world: World, words: str = "2", lead: str = LEADS[0]) -> EmailMessage:
    return answer(world.paper(lead), words, number=77)


def test_a_vote_that_was_set_aside_counts_once_it_can_be_read(world: World) -> None:
    row = retry(world, put_aside(world, a_vote(world)))
    assert (row.fate, row.practice) == (Fate.COUNTED, "The Hart Surgery")
    assert world.fates() == {"counted": 1, "commands": 2}
    assert world.unattributed() == {}
    world.tick()
    assert "Dr Bob Carter" in str(world.last(LEADS[0]))


def test_r18_it_counts_as_of_the_time_when_the_server_received_it(world: World) -> None:
    number = put_aside(world, a_vote(world), at=CLOSE - timedelta(seconds=1))
    assert retry(world.at(CLOSE + timedelta(minutes=5)), number).fate is Fate.COUNTED
    assert world.fates()["counted"] == 1


def test_r18_it_is_late_if_the_server_received_it_at_the_close(world: World) -> None:
    number = put_aside(world, a_vote(world), at=CLOSE)
    assert retry(world.at(CLOSE + timedelta(minutes=5)), number).fate is Fate.LATE


def test_the_message_is_not_taken_in_again_from_the_server(world: World) -> None:
    retry(world, put_aside(world, a_vote(world)))
    for uid in range(1, 100):
        world.mailbox.deliver(b"From: nobody@elsewhere.example\r\n\r\n%d" % uid, world.now, "Junk")
    world.tick()
    assert world.fates()["counted"] == 1


def test_p4_a_copy_of_a_message_on_file_is_counted_with_it(world: World) -> None:
    message = a_vote(world)
    world.send(message)
    world.tick()
    row = retry(world, put_aside(world, message))
    assert row.fate is Fate.COUNTED
    assert world.fates() == {"counted": 1, "commands": 2}
    assert world.unattributed() == {}


def test_once_read_it_is_not_set_aside_any_more(world: World) -> None:
    row = retry(world, put_aside(world, a_vote(world)))
    with pytest.raises(MailvoteError, match="is not set aside"):
        retry(world, row.id)


def test_an_unknown_number_is_told(world: World) -> None:
    with pytest.raises(UnknownName, match="no message '99'"):
        retry(world, 99)


def test_what_the_server_never_gave_out_cannot_be_read(world: World) -> None:
    number = put_aside(world, None)
    with pytest.raises(MailvoteError, match="never gave out"):
        retry(world, number)


def test_a_vote_is_not_added_to_a_ballot_that_is_declared(world: World) -> None:
    vote(world, *"11111111")
    number = put_aside(world, a_vote(world, lead=LEADS[9]))
    before = world.at(AFTER_GRACE).tick().figures()
    retry(world, number)
    after = world.figures()
    assert (after["participation"], after["outcome"]) == (before["participation"], before["outcome"])
    assert world.fates()["held"] == 1


@pytest.mark.parametrize("cut", [0, 1, 4096])
def test_a_message_is_read_as_cut_only_where_it_was(world: World, cut: int) -> None:
    message = EmailMessage()
    message["From"] = "nobody@elsewhere.example"
    message.set_content("Hello")
    number = put_aside(world, message, padding=cut)
    with begin(world.app.engine) as conn:
        row = looking.message_numbered(conn, world.office.desk, number)
        received = setaside._received(conn, world.office.desk, row)
    assert (received.size > len(received.content)) == (cut > KIBIBYTE)
