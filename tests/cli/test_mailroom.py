"""`mailvote inbox`, `set-aside` and `outbox`: what waits for a person is listed and settled, what failed is tried again."""

import pytest

from mailvote.store import ballots, journal
from mailvote.store.database import reading
from tests.cli.conftest import CommandLine
from tests.office.test_election import LEADS
from tests.office.world import World

STRANGER = "stranger@elsewhere.example"


@pytest.fixture
def held(world: World) -> int:
    """The number of a message that a stranger sent with a practice's code."""
    world.start()
    world.reply(world.paper(LEADS[0]), "2", sender=STRANGER)
    world.tick()
    assert world.fates()["held"] == 1
    return 3


def test_the_inbox_lists_every_message_and_what_belongs_to_no_ballot(mailvote: CommandLine, held: int) -> None:
    mailvote.world.mail("nobody@elsewhere.example", "Hello")
    mailvote.world.tick()
    listed = mailvote.json("inbox")
    assert [message["state"] for message in listed["messages"]] == ["commands", "commands", "held", "ignored"]
    assert listed["unattributed"]["ignored"] == 1
    assert sum(listed["unattributed"].values()) == 1


def test_a_listed_message_has_every_key_of_the_contract(mailvote: CommandLine, held: int) -> None:
    (message,) = mailvote.json("inbox", "--state", "held")["messages"]
    assert message == {
        "id": held,
        "organisation": "selg",
        "ballot": "SELG-2026-01",
        "received_at": "2026-11-23T09:00:00+00:00",
        "from": STRANGER,
        "practice": "The Hart Surgery",
        "state": "held",
        "reason": message["reason"],
    }
    assert message["reason"]


def test_the_inbox_as_lines(mailvote: CommandLine, held: int) -> None:
    (line,) = mailvote("inbox", "--state", "held").stdout.splitlines()
    assert line.split("\t")[:3] == ["3", "2026-11-23 09:00:00", STRANGER]
    assert mailvote("inbox", "--state", "late").stdout == "There are no such messages.\n"


def test_an_unknown_state_is_2(mailvote: CommandLine) -> None:
    assert "'held'" in mailvote("inbox", "--state", "lost", exit_code=2).stderr


def test_a_held_message_is_settled_as_a_vote(mailvote: CommandLine, held: int) -> None:
    result = mailvote("inbox", "settle", held, "--as", "Dr Bob Carter")
    assert "Message 3 is counted." in result.stdout
    assert "the next tick" in result.stdout
    assert mailvote.world.fates()["counted"] == 1
    mailvote.world.tick()
    assert mailvote.world.letters(LEADS[0], "2 Dr Bob Carter") or len(mailvote.world.letters(LEADS[0])) > 1


def test_a_held_message_is_rejected(mailvote: CommandLine, held: int) -> None:
    message = mailvote.json("inbox", "settle", held, "--reject")
    assert (message["state"], message["reason"]) == ("rejected", "rejected-by-manager")


def test_who_settled_it_stands_in_the_journal(mailvote: CommandLine, held: int) -> None:
    mailvote("inbox", "settle", held, "--as", "abstain")
    with reading(mailvote.world.app.engine) as conn:
        (ballot,) = ballots.every(conn, "selg")
        (event,) = [event for event in journal.events(conn, ballot.id) if event.kind == "settled"]
    assert event.body["by"] == "the command line"


@pytest.mark.parametrize("option", ["9", "Dr Nobody", ""])
def test_an_option_that_is_not_on_the_paper_is_refused_with_1(mailvote: CommandLine, held: int, option: str) -> None:
    result = mailvote("inbox", "settle", held, "--as", option, exit_code=1)
    assert "is not on the paper" in result.stderr
    assert mailvote.world.fates()["held"] == 1


def test_what_does_not_wait_is_not_settled(mailvote: CommandLine, held: int) -> None:
    assert "does not wait" in mailvote("inbox", "settle", 1, "--reject", exit_code=1).stderr


@pytest.mark.parametrize("command", ["inbox settle 99 --reject", "outbox retry 999", "set-aside retry 99"])
def test_an_unknown_number_is_2(mailvote: CommandLine, held: int, command: str) -> None:
    assert "there is no" in mailvote(*command.split(), exit_code=2).stderr


@pytest.mark.parametrize("arguments", ["3", "3 --reject --as 2", "three --reject"])
def test_settle_wants_a_number_and_one_of_two_options(mailvote: CommandLine, arguments: str) -> None:
    mailvote("inbox", "settle", *arguments.split(), exit_code=2)


def test_the_outbox_lists_what_is_not_delivered_and_why(mailvote: CommandLine, world: World) -> None:
    world.postman.delaying = {LEADS[0]}
    world.start()
    (letter,) = mailvote.json("outbox")["letters"]
    assert letter == {
        "id": letter["id"],
        "to": LEADS[0],
        "purpose": "paper",
        "ballot": "SELG-2026-01",
        "state": "delayed",
        "tries": 1,
        "next_try_at": "2026-11-23T09:01:00+00:00",
        "error": "451 try later",
    }
    assert len(mailvote.json("outbox", "--state", "sent")["letters"]) > 20
    assert "451 try later" in mailvote("outbox").stdout


def test_a_refused_letter_is_tried_again(mailvote: CommandLine, world: World) -> None:
    world.postman.refusing = {LEADS[0]}
    world.start()
    (failed,) = mailvote.json("outbox", "--state", "failed")["letters"]
    assert failed["next_try_at"] is None
    world.postman.refusing = set()
    assert "tried again" in mailvote("outbox", "retry", failed["id"]).stdout
    world.tick()
    assert world.paper(LEADS[0])
    assert not mailvote.json("outbox")["letters"]


def test_a_letter_that_was_sent_is_not_sent_again(mailvote: CommandLine, held: int) -> None:
    letter = mailvote.json("outbox", "--state", "sent")["letters"][0]
    assert "is sent" in mailvote("outbox", "retry", letter["id"], exit_code=1).stderr
    assert mailvote("outbox").stdout == "There are no such letters.\n"


NESTED = "Content-Type: multipart/mixed; boundary=b{0}\r\n\r\n--b{0}\r\n"


def test_a_message_that_still_cannot_be_read_stays_set_aside(mailvote: CommandLine, world: World) -> None:
    world.start()
    nested = "From: <dr.a.ashworth@hart-surgery.example>\r\n" + "".join(map(NESTED.format, range(200)))
    world.mailbox.deliver(nested.encode(), world.now)
    world.tick()
    before = mailvote.json("inbox")
    (message,) = mailvote.json("inbox", "--state", "held")["messages"]
    result = mailvote("set-aside", "retry", message["id"], exit_code=1)
    assert result.stderr == f"message {message['id']} still cannot be read; nothing was changed\n"
    assert mailvote.json("inbox") == before
    assert not mailvote.json("outbox")["letters"]


def test_what_is_not_set_aside_is_not_read_again(mailvote: CommandLine, held: int) -> None:
    assert "is not set aside" in mailvote("set-aside", "retry", held, exit_code=1).stderr
