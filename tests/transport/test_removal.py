"""R23: messages are taken out of a folder for good, exactly those that are named, on servers of every kind."""

import imaplib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from mailvote.errors import MailServerUnreachable
from mailvote.office.ports import FolderRefused, Glimpse
from mailvote.transport.imap import ImapMailbox
from tests.servers.dovecot import PASSWORD, USERNAME, Dovecot, running_dovecot
from tests.servers.imap_script import ScriptedImap
from tests.servers.scripted import Conversation
from tests.transport.conftest import Server

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

WITHOUT_UIDPLUS = "imap_capability = IMAP4rev1 LITERAL+ SASL-IR IDLE\n"
GMAIL = """
namespace inbox {
  mailbox "[Gmail]/All Mail" {
    auto = create
    special_use = \\All
  }
  mailbox "[Gmail]/Bin" {
    auto = create
    special_use = \\Trash
  }
}
"""


def message(number: int) -> bytes:
    head = f"Subject: Reply {number}\r\nMessage-ID: <{number}@abbey.example>\r\nFrom: Ann <lead@abbey.example>\r\n"
    return f"{head}\r\n2\r\n".encode()


def look(mailbox: ImapMailbox, folder: str = "INBOX") -> list[Glimpse]:
    return [glimpse for batch in mailbox.look_through(folder) for glimpse in batch]


def uids(mailbox: ImapMailbox, folder: str = "INBOX") -> list[int]:
    return [glimpse.uid for glimpse in look(mailbox, folder)]


def mark_deleted(dovecot: Dovecot, uid: int) -> None:
    """As another mail client does."""
    with imaplib.IMAP4("127.0.0.1", dovecot.port) as client:
        client.authenticate("PLAIN", lambda _: f"\0{USERNAME}\0{PASSWORD}".encode())
        client.select("INBOX")
        assert client.uid("STORE", str(uid), "+FLAGS", "(\\Deleted)")[0] == "OK"


def marked_deleted(dovecot: Dovecot) -> int:
    return sum("T" in path.name.partition(":2,")[2] for path in (dovecot.maildir() / "cur").iterdir())


@pytest.fixture
def mailbox(server: Server) -> Iterator[ImapMailbox]:
    with closing(ImapMailbox(server.settings())) as opened:
        yield opened


def test_a_glimpse_shows_where_when_how_large_and_two_header_lines_alone(server: Server, mailbox: ImapMailbox) -> None:
    server.deliver(message(1), NOON)
    (glimpse,) = look(mailbox)
    assert (glimpse.received_at, glimpse.size) == (NOON, len(message(1)))
    assert sorted(glimpse.head.strip().splitlines()) == [
        b"From: Ann <lead@abbey.example>",
        b"Message-ID: <1@abbey.example>",
    ]


def test_exactly_the_named_messages_go_and_all_others_stay(server: Server, mailbox: ImapMailbox) -> None:
    for number in range(450):
        server.deliver(message(number), NOON)
    gone = 0
    for batch in mailbox.look_through("INBOX"):
        going = [glimpse.uid for glimpse in batch if glimpse.uid % 3 == 0]
        mailbox.expunge("INBOX", going)
        gone += len(going)
    left = uids(mailbox)
    assert (len(left), gone) == (300, 150)
    assert all(uid % 3 for uid in left)


def test_removing_what_has_gone_already_does_nothing(server: Server, mailbox: ImapMailbox) -> None:
    server.deliver(message(1), NOON)
    (uid,) = uids(mailbox)
    for _ in range(2):
        mailbox.expunge("INBOX", [uid])
    assert uids(mailbox) == []


def test_every_folder_of_the_account_is_named_also_those_that_are_never_swept(dovecot: Dovecot) -> None:
    dovecot.deliver(message(1), NOON, "Sent")
    dovecot.deliver(message(2), NOON, "Räte")
    with closing(ImapMailbox(dovecot.settings())) as mailbox:
        assert {"INBOX", "Junk", "Sent"} <= set(mailbox.every_folder())
        assert len(uids(mailbox, "Sent")) == 1


@pytest.mark.parametrize("more", ["", WITHOUT_UIDPLUS], ids=["UIDPLUS", "without UIDPLUS"])
def test_what_somebody_else_has_marked_as_deleted_stays_and_stays_marked(more: str) -> None:
    with running_dovecot(more=more) as dovecot, closing(ImapMailbox(dovecot.settings())) as mailbox:
        for number in range(3):
            dovecot.deliver(message(number), NOON)
        ours, theirs, other = uids(mailbox)
        mark_deleted(dovecot, theirs)
        mailbox.expunge("INBOX", [ours])
        assert uids(mailbox) == [theirs, other]
        assert marked_deleted(dovecot) == 1


def test_with_gmail_a_message_goes_through_the_bin_out_of_all_mail_too() -> None:
    with running_dovecot(more=GMAIL) as dovecot:
        for folder in ("INBOX", "[Gmail].All Mail"):
            dovecot.deliver(message(1), NOON, folder)
        dovecot.deliver(message(2), NOON, "[Gmail].All Mail")
        dovecot.deliver(message(3), NOON, "[Gmail].Bin")
        with closing(ImapMailbox(dovecot.settings(provider="gmail"))) as mailbox:
            folders = mailbox.every_folder()
            assert folders[-1] == "[Gmail]/Bin"
            for folder in folders:
                for batch in mailbox.look_through(folder):
                    mailbox.expunge(folder, [one.uid for one in batch if b"<1@" in one.head])
            left = {folder: [one.head for one in look(mailbox, folder)] for folder in folders}
    assert [len(left[folder]) for folder in ("INBOX", "[Gmail]/All Mail", "[Gmail]/Bin")] == [0, 1, 1]
    assert not any(b"<1@" in head for heads in left.values() for head in heads)


def test_gmail_that_hides_its_bin_is_told_of_before_anything_is_removed(dovecot: Dovecot) -> None:
    with (
        closing(ImapMailbox(dovecot.settings(provider="gmail"))) as mailbox,
        pytest.raises(FolderRefused, match="show the bin"),
    ):
        mailbox.every_folder()


def read_only(conversation: Conversation, tag: str, line: str) -> None:
    conversation.say("* 3 EXISTS", "* OK [UIDVALIDITY 7] valid", f"{tag} OK [READ-ONLY] done")


def refuse(conversation: Conversation, tag: str, line: str) -> None:
    conversation.say(f"{tag} NO [NOPERM] not for you")


@pytest.mark.parametrize(
    ("command", "answer", "why"),
    [
        ("SELECT", read_only, "may only be read"),
        ("SELECT", refuse, "not for you"),
        ("UID STORE", refuse, "not for you"),
        ("NOOP", refuse, "keeps messages"),
    ],
)
def test_a_folder_in_which_nothing_may_be_deleted_says_so(command: str, answer: object, why: str) -> None:
    with ScriptedImap({command: answer}) as server, closing(ImapMailbox(server.settings())) as mailbox:  # type: ignore[dict-item]
        assert len(look_by_place(mailbox)) == 3
        with pytest.raises(FolderRefused, match=why):
            mailbox.expunge("INBOX", [2])


def look_by_place(mailbox: ImapMailbox) -> list[int]:
    """The scripted server answers a FETCH of headers with bodies, so that only the place is known."""
    return [glimpse.uid for glimpse in look(mailbox) if not glimpse.head]


def test_a_folder_that_cannot_be_opened_says_so() -> None:
    with (
        ScriptedImap({"EXAMINE": refuse}) as server,
        closing(ImapMailbox(server.settings())) as mailbox,
        pytest.raises(FolderRefused, match=r"INBOX .*not for you"),
    ):
        list(mailbox.look_through("INBOX"))


def test_a_folder_rebuilt_since_it_was_looked_through_loses_nothing() -> None:
    opened = []

    def another(conversation: Conversation, tag: str, line: str) -> None:
        opened.append(line)
        conversation.say("* 3 EXISTS", "* OK [UIDVALIDITY 8] valid", f"{tag} OK done")

    with ScriptedImap({"SELECT": another}) as server, closing(ImapMailbox(server.settings())) as mailbox:
        look(mailbox)
        with pytest.raises(MailServerUnreachable, match="rebuilt"):
            mailbox.expunge("INBOX", [2])
        assert not any("STORE" in line or "EXPUNGE" in line for line in server.heard)
    assert opened


def test_nothing_of_a_message_goes_into_a_command() -> None:
    with ScriptedImap() as server, closing(ImapMailbox(server.settings())) as mailbox:
        look(mailbox)
        with pytest.raises(FolderRefused):
            mailbox.expunge("INBOX", [1, 3])
        sent = [line for line in server.heard if line.startswith("UID")]
    assert all(set(line) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 *:,.()[]<>\\-+Ddelt1822") for line in sent), sent


def test_without_a_name_nothing_is_opened_for_writing() -> None:
    with ScriptedImap() as server, closing(ImapMailbox(server.settings())) as mailbox:
        mailbox.expunge("INBOX", [])
        assert server.heard == []
