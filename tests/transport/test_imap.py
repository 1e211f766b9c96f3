"""The mailbox over IMAP: the same contract against Dovecot and the embedded server."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from mailvote.errors import ConfigurationError, LoginRefused, MailServerUnreachable
from mailvote.office.ports import Received
from mailvote.transport.fetching import BATCH, CAP, LARGE, PIECE, batches
from mailvote.transport.imap import ImapMailbox
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.transport.conftest import Server

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def message(number: int, size: int = 0) -> bytes:
    head = b"From: lead@abbey.example\r\nSubject: Reply %d\r\n\r\n2\r\n" % number
    return head + b"x" * max(0, size - len(head))


def read(mailbox: ImapMailbox, folder: str = "INBOX", after: int = 0) -> list[Received]:
    mailbox.select(folder)
    return [received for batch in mailbox.waiting(folder, after) for received in batch]


@pytest.fixture
def mailbox(server: Server) -> Iterator[ImapMailbox]:
    with closing(ImapMailbox(server.settings())) as opened:
        yield opened


def test_an_empty_folder_yields_no_batch(mailbox: ImapMailbox) -> None:
    mailbox.select("INBOX")
    assert list(mailbox.waiting("INBOX", 0)) == []


def test_a_message_comes_with_its_bytes_size_and_place(server: Server, mailbox: ImapMailbox) -> None:
    server.deliver(message(1), NOON)
    (received,) = read(mailbox)
    assert received.content == message(1)
    assert received.size == len(message(1))
    assert received.folder == "INBOX"
    assert received.uidvalidity == mailbox.select("INBOX")


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 7, 1, 17, 0, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, 0, tzinfo=timezone(timedelta(hours=1))),
        datetime(2031, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    ],
)
def test_r18_time_of_receipt_is_the_servers_to_the_second_in_utc(
    server: Server, mailbox: ImapMailbox, at: datetime
) -> None:
    server.deliver(message(1), at)
    (received,) = read(mailbox)
    assert received.received_at == at
    assert received.received_at.tzinfo is UTC


@pytest.mark.parametrize("size", [CAP - 1, CAP, CAP + 1, 3 * CAP])
def test_never_more_than_256_kib_of_a_message_is_fetched(server: Server, mailbox: ImapMailbox, size: int) -> None:
    server.deliver(message(1, size), NOON)
    (received,) = read(mailbox)
    assert received.size == size
    assert received.content == message(1, size)[:CAP]


@pytest.mark.parametrize("size", [1, CAP, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_message_that_is_wanted_as_a_whole_comes_to_its_last_byte(
    server: Server, mailbox: ImapMailbox, size: int
) -> None:
    server.deliver(message(1, size), NOON)
    (received,) = read(mailbox)
    assert mailbox.whole("INBOX", received.uid, received.size) == message(1, size)
    assert mailbox.whole("INBOX", received.uid, received.size - 1) is None


def test_a_whole_message_is_fetched_between_two_batches(server: Server, mailbox: ImapMailbox) -> None:
    for number in range(201):
        server.deliver(message(number, 2 * CAP if number == 7 else 0), NOON)
    mailbox.select("INBOX")
    batches_of_it = mailbox.waiting("INBOX", 0)
    first = next(batches_of_it)
    large = next(received for received in first if received.size > len(received.content))
    assert mailbox.whole("INBOX", large.uid, 3 * CAP) == message(7, 2 * CAP)
    assert sum(map(len, batches_of_it)) + len(first) == 201


def test_a_message_that_is_gone_is_not_given_out(server: Server, mailbox: ImapMailbox) -> None:
    assert read(mailbox) == []
    assert mailbox.whole("INBOX", 99, CAP) is None


def test_a_whole_message_stays_unseen(dovecot: Dovecot) -> None:
    dovecot.deliver(message(1, 2 * CAP), NOON)
    with closing(ImapMailbox(dovecot.settings())) as mailbox:
        (received,) = read(mailbox)
        mailbox.whole("INBOX", received.uid, 3 * CAP)
    arrived = [path.name for part in ("new", "cur") for path in (dovecot.maildir() / part).iterdir()]
    assert not arrived[0].partition(":2,")[2]


def test_450_messages_come_in_batches_of_200_ascending(server: Server, mailbox: ImapMailbox) -> None:
    for number in range(450):
        server.deliver(message(number), NOON + timedelta(seconds=number))
    mailbox.select("INBOX")
    found = list(mailbox.waiting("INBOX", 0))
    assert [len(batch) for batch in found] == [200, 200, 50]
    uids = [received.uid for batch in found for received in batch]
    assert uids == sorted(set(uids))
    assert [received.content for batch in found for received in batch] == [message(n) for n in range(450)]


def test_only_uids_above_the_last_one_read_come_again(server: Server, mailbox: ImapMailbox) -> None:
    for number in range(3):
        server.deliver(message(number), NOON)
    first, second, third = (received.uid for received in read(mailbox))
    assert [received.uid for received in read(mailbox, after=first)] == [second, third]
    assert read(mailbox, after=third) == []
    assert read(mailbox, after=third + 1000) == []


def test_mail_that_comes_in_later_is_seen_after_the_next_select(server: Server, mailbox: ImapMailbox) -> None:
    assert read(mailbox) == []
    server.deliver(message(1), NOON)
    (first,) = read(mailbox)
    server.deliver(message(2), NOON)
    assert [received.content for received in read(mailbox, after=first.uid)] == [message(2)]


def test_reading_marks_nothing_as_seen(dovecot: Dovecot) -> None:
    dovecot.deliver(message(1), NOON)
    with closing(ImapMailbox(dovecot.settings())) as mailbox:
        read(mailbox)
    arrived = [path.name for part in ("new", "cur") for path in (dovecot.maildir() / part).iterdir()]
    assert len(arrived) == 1
    assert not arrived[0].partition(":2,")[2]


def test_every_folder_of_the_settings_is_read(server: Server, mailbox: ImapMailbox) -> None:
    server.deliver(message(1), NOON, "Junk")
    assert mailbox.folders() == ("INBOX", "Junk")
    (received,) = read(mailbox, "Junk")
    assert received.folder == "Junk"


def test_a_folder_that_never_existed_is_left_out_with_a_line_in_the_log(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    settings = server.settings(folders=("Inbox", "Spam"))
    with closing(ImapMailbox(settings)) as mailbox:
        assert mailbox.folders() == ("INBOX",)
    assert "no folder Spam" in caplog.text


def test_a_folder_that_vanished_makes_the_sweep_fail(dovecot: Dovecot) -> None:
    dovecot.deliver(message(1), NOON, "Ballots")
    with closing(ImapMailbox(dovecot.settings(folders=("INBOX", "Ballots")))) as mailbox:
        assert mailbox.folders() == ("INBOX", "Ballots")
        dovecot.maildir("Ballots").rename(dovecot.home / "gone")
        assert mailbox.folders() == ("INBOX", "Ballots")
        with pytest.raises(MailServerUnreachable):
            mailbox.select("Ballots")


@pytest.mark.parametrize("name", ["Räte & Wähler", "Entwürfe/2026", 'a "quoted" one', "選挙"])
def test_folder_names_may_hold_any_character(dovecot: Dovecot, name: str) -> None:
    with closing(ImapMailbox(dovecot.settings(archive=name))) as mailbox:
        dovecot.deliver(message(1), NOON)
        (received,) = read(mailbox)
        mailbox.file_away("INBOX", [received.uid])
    with closing(ImapMailbox(dovecot.settings(folders=("INBOX", name)))) as mailbox:
        assert mailbox.folders() == ("INBOX", name)
        assert [received.content for received in read(mailbox, name)] == [message(1)]


def test_filing_moves_exactly_the_named_messages_and_reading_goes_on(server: Server) -> None:
    for number in range(450):
        server.deliver(message(number), NOON)
    with closing(ImapMailbox(server.settings(archive="Archive"))) as mailbox:
        seen = 0
        mailbox.select("INBOX")
        for batch in mailbox.waiting("INBOX", 0):
            mailbox.file_away("INBOX", [received.uid for received in batch if received.uid % 2])
            seen += len(batch)
        assert seen == 450
        assert len(read(mailbox)) == len(read(mailbox, "Archive")) == 225
        assert all(received.uid % 2 == 0 for received in read(mailbox))


def test_filing_without_an_archive_only_marks_as_seen(dovecot: Dovecot) -> None:
    dovecot.deliver(message(1), NOON)
    dovecot.deliver(message(2), NOON)
    with closing(ImapMailbox(dovecot.settings())) as mailbox:
        first, _ = read(mailbox)
        mailbox.file_away("INBOX", [first.uid])
        mailbox.file_away("INBOX", [])
        assert len(read(mailbox)) == 2
    seen = [path.name for path in (dovecot.maildir() / "cur").iterdir() if path.name.endswith(":2,S")]
    assert len(seen) == 1


def test_uidvalidity_changes_when_a_folder_is_rebuilt_and_nothing_is_filed_by_old_uids(
    dovecot: Dovecot,
) -> None:
    dovecot.deliver(message(1), NOON, "Ballots")
    settings = dovecot.settings(folders=("INBOX", "Ballots"), archive="Archive")
    with closing(ImapMailbox(settings)) as mailbox:
        before = mailbox.select("Ballots")
        dovecot.stop()
        shutil.rmtree(dovecot.maildir("Ballots"))
        for index in dovecot.maildir().glob("dovecot.list.index*"):
            index.unlink()
        dovecot.deliver(message(2), NOON, "Ballots")
        dovecot.start()
        with pytest.raises(MailServerUnreachable, match="rebuilt"):
            mailbox.file_away("Ballots", [1])
        with pytest.raises(MailServerUnreachable, match="rebuilt"):
            list(mailbox.waiting("Ballots", 0))
        after = mailbox.select("Ballots")
        assert after != before
        assert [received.content for received in read(mailbox, "Ballots")] == [message(2)]


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_server_that_went_away_is_out_of_reach_and_found_again(dovecot: Dovecot, how: str) -> None:
    dovecot.deliver(message(1), NOON)
    with closing(ImapMailbox(dovecot.settings())) as mailbox:
        assert len(read(mailbox)) == 1
        getattr(dovecot, how)()
        for _ in range(2):
            with pytest.raises(MailServerUnreachable):
                mailbox.select("INBOX")
        dovecot.start()
        dovecot.deliver(message(2), NOON)
        assert len(read(mailbox)) == 2


def test_a_restart_between_two_sweeps_goes_unnoticed(dovecot: Dovecot) -> None:
    dovecot.deliver(message(1), NOON)
    with closing(ImapMailbox(dovecot.settings())) as mailbox:
        assert len(read(mailbox)) == 1
        dovecot.kill()
        dovecot.start()
        assert len(read(mailbox)) == 1


def test_a_restart_in_the_midst_of_a_sweep_loses_nothing(dovecot: Dovecot) -> None:
    for number in range(450):
        dovecot.deliver(message(number), NOON)
    with closing(ImapMailbox(dovecot.settings())) as mailbox:
        mailbox.select("INBOX")
        found: list[Received] = []
        for batch in mailbox.waiting("INBOX", 0):
            found += batch
            dovecot.kill()
            dovecot.start()
        assert [received.content for received in found] == [message(n) for n in range(450)]


def test_a_wrong_password_is_refused_without_naming_it(server: Server) -> None:
    with (
        closing(ImapMailbox(server.settings(password="hunter2"))) as mailbox,
        pytest.raises(LoginRefused) as refused,
    ):
        mailbox.folders()
    assert "hunter2" not in str(refused.value)
    assert server.settings().username in str(refused.value)


def test_no_word_of_a_message_or_password_reaches_the_log(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.deliver(b"Subject: secret-subject\r\n\r\nVOTE-FOR-4711\r\n", NOON)
    with closing(ImapMailbox(server.settings())) as mailbox:
        assert len(read(mailbox)) == 1
    assert "4711" not in caplog.text
    assert "secret-subject" not in caplog.text
    assert server.settings().password not in caplog.text


def test_a_report_tells_capabilities_folders_and_the_newest_message(server: Server) -> None:
    server.deliver(message(1), NOON)
    server.deliver(message(2), NOON + timedelta(days=1))
    with closing(ImapMailbox(server.settings(folders=("INBOX", "Junk", "Nowhere")))) as mailbox:
        last = read(mailbox)[-1].uid
        report = mailbox.report()
    assert {"IDLE", "UIDPLUS", "MOVE"} <= report.capabilities
    assert set(report.folders) == {"INBOX", "Junk"}
    inbox, junk = report.swept
    assert (inbox.name, inbox.last_uid, inbox.newest_at) == ("INBOX", last, NOON + timedelta(days=1))
    assert (junk.name, junk.last_uid, junk.newest_at) == ("Junk", 0, None)


def test_a_closed_mailbox_stays_closed(server: Server) -> None:
    mailbox = ImapMailbox(server.settings())
    mailbox.select("INBOX")
    mailbox.close()
    mailbox.close()
    with pytest.raises(MailServerUnreachable, match="closed"):
        mailbox.select("INBOX")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_is_checked_against_our_own_authority(security: str) -> None:
    authority = trustme.CA()
    with running_dovecot(authority=authority) as dovecot, authority.cert_pem.tempfile() as certificates:
        port = dovecot.tls_port if security == "tls" else dovecot.port
        reach = {"host": "localhost", "port": port, "security": security}
        own = dovecot.settings(**reach, ca_file=certificates)
        with closing(ImapMailbox(own)) as mailbox:
            assert mailbox.folders() == ("INBOX", "Junk")
        unknown = ImapMailbox(dovecot.settings(**reach))
        with pytest.raises(MailServerUnreachable, match="certificate"):
            unknown.folders()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_for_another_host_is_refused(security: str) -> None:
    authority = trustme.CA()
    with (
        running_dovecot(authority=authority, certificate_for="imap.other.example") as dovecot,
        authority.cert_pem.tempfile() as certificates,
    ):
        port = dovecot.tls_port if security == "tls" else dovecot.port
        reach = {"host": "localhost", "port": port, "security": security, "ca_file": certificates}
        with pytest.raises(MailServerUnreachable, match="certificate"):
            ImapMailbox(dovecot.settings(**reach)).folders()


def test_no_password_is_sent_to_a_server_without_starttls(server: Server) -> None:
    with pytest.raises(MailServerUnreachable, match="STARTTLS"):
        ImapMailbox(server.settings(security="starttls")).folders()


def test_a_plain_connection_to_another_machine_is_refused_however_it_was_configured(server: Server) -> None:
    settings = server.settings().model_copy(update={"host": "imap.selg.example"})
    with pytest.raises(ConfigurationError):
        ImapMailbox(settings)


@given(st.lists(st.booleans(), max_size=900))
def test_batches_keep_order_lose_nothing_and_stay_small(large: list[bool]) -> None:
    uids = range(1, len(large) + 1)
    heavy = frozenset(uid for uid, is_large in zip(uids, large, strict=True) if is_large)
    groups = list(batches(uids, heavy))
    assert [uid for group in groups for uid in group] == list(uids)
    for group in groups:
        assert 0 < len(group) <= BATCH
        assert sum(CAP if uid in heavy else LARGE for uid in group) <= BATCH * LARGE
