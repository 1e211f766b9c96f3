"""What a mailbox does when its server fails: nothing is skipped in silence, nothing is taken for read."""

import logging
import re
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain, repeat
from threading import Event, Thread

import pytest

from mailvote.errors import LoginRefused, MailServerUnreachable
from mailvote.office.ports import MessageUnreadable
from mailvote.transport.imap import ImapMailbox
from tests.servers.imap_script import Say, ScriptedImap, body, give, wanted
from tests.servers.scripted import Conversation


def uids_read(mailbox: ImapMailbox, after: int = 0) -> list[int]:
    mailbox.select("INBOX")
    return [received.uid for batch in mailbox.waiting("INBOX", after) for received in batch]


def obey(conversation: Conversation, tag: str, line: str) -> None:
    give(*wanted(line))(conversation, tag, line)


def once(fault: Say, *, then: Say | None = None) -> Say:
    """Fail the first time; ever after give the messages that are asked for, or what else is said."""
    coming = chain([fault], repeat(then or obey))

    def say(conversation: Conversation, tag: str, line: str) -> None:
        next(coming)(conversation, tag, line)

    return say


def answer(*lines: str) -> Say:
    def say(conversation: Conversation, tag: str, line: str) -> None:
        conversation.say(*lines, f"{tag} OK done")

    return say


def refuse(text: str) -> Say:
    return lambda conversation, tag, line: conversation.say(f"{tag} NO {text}")


def leave(conversation: Conversation, tag: str, line: str) -> None:
    raise EOFError


def hang(conversation: Conversation, tag: str, line: str) -> None:
    conversation.hang()


def break_off(conversation: Conversation, tag: str, line: str) -> None:
    """Die in the middle of a message."""
    conversation.send(body(1).encode()[:-30])
    raise EOFError


def say_bye(conversation: Conversation, tag: str, line: str) -> None:
    conversation.say("* BYE Too many connections")
    raise EOFError


@pytest.mark.parametrize("fault", [break_off, leave, say_bye, refuse("[SERVERBUG] sorry"), answer(), give(9)])
def test_a_fetch_that_fails_once_is_tried_again_and_loses_nothing(fault: Say) -> None:
    with ScriptedImap({"UID FETCH": once(fault)}) as server, closing(ImapMailbox(server.settings())) as mailbox:
        assert uids_read(mailbox) == [1, 2, 3]


def test_an_incomplete_answer_is_completed(caplog: pytest.LogCaptureFixture) -> None:
    with ScriptedImap({"UID FETCH": once(give(1, 3))}) as server:
        mailbox = ImapMailbox(server.settings())
        assert uids_read(mailbox) == [1, 2, 3]
        mailbox.close()


def fail_at(uid: int, how: Say) -> Say:
    """Serve everything but one message, alone or in company; what is not its body is told."""

    def say(conversation: Conversation, tag: str, line: str) -> None:
        asked = wanted(line)
        if uid in asked and "BODY" in line:
            how(conversation, tag, line)
        elif "BODY" in line:
            obey(conversation, tag, line)
        else:
            known = f'* {uid} FETCH (UID {uid} INTERNALDATE "23-Nov-2026 12:00:00 +0100")'
            conversation.say(known, f"{tag} OK done")

    return say


@pytest.mark.parametrize(
    "fault",
    [
        refuse("[SERVERBUG] sorry"),
        answer(),
        answer("* 2 FETCH (UID 2 RFC822.SIZE 10 INTERNALDATE NIL BODY[]<0> NIL)"),
        answer('* 2 FETCH (UID 2 RFC822.SIZE 10 INTERNALDATE "23-Nov-2026 12:00:00 +0000" BODY[]<0> NIL)'),
        answer('* 2 FETCH (UID 2 RFC822.SIZE 10 INTERNALDATE "23-Nov-2026 12:00:00 +0000" BODY[]<0> "")'),
        answer('* 2 FETCH (UID 2 RFC822.SIZE NIL INTERNALDATE "noon" BODY[]<0> "abc")'),
        break_off,
        leave,
    ],
)
def test_a_message_that_is_never_given_out_is_named_after_all_before_it_were_read(fault: Say) -> None:
    with (
        ScriptedImap({"UID FETCH": fail_at(2, fault)}) as server,
        closing(ImapMailbox(server.settings())) as mailbox,
    ):
        mailbox.select("INBOX")
        waiting = mailbox.waiting("INBOX", 0)
        assert [received.uid for received in next(waiting)] == [1]
        with pytest.raises(MessageUnreadable) as unreadable:
            next(waiting)
        error = unreadable.value
        assert (error.folder, error.uidvalidity, error.uid) == ("INBOX", 7, 2)
        assert error.received_at == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def test_a_server_that_hangs_up_over_everything_is_to_blame_and_no_message() -> None:
    with (
        ScriptedImap({"UID FETCH": leave}) as server,
        closing(ImapMailbox(server.settings())) as mailbox,
        pytest.raises(MailServerUnreachable, match="administrator"),
    ):
        uids_read(mailbox)


def test_a_message_removed_before_it_was_read_is_left_out_with_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    special = {"UID FETCH": fail_at(2, answer()), "UID SEARCH UID 2": answer("* SEARCH")}
    with ScriptedImap(special) as server, closing(ImapMailbox(server.settings())) as mailbox:
        assert uids_read(mailbox) == [1, 3]
    assert "message 2 of folder INBOX was removed" in caplog.text


def test_a_date_without_zone_is_read_as_utc() -> None:
    dated = answer(body(1, date="23-Nov-2026 12:00:00 -0000"))
    special = {"UID FETCH": dated, "UID SEARCH": once(answer("* SEARCH 1"), then=answer("* SEARCH"))}
    with ScriptedImap(special) as server, closing(ImapMailbox(server.settings())) as mailbox:
        mailbox.select("INBOX")
        ((received,),) = mailbox.waiting("INBOX", 0)
        assert received.received_at == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_server_that_hangs_is_out_of_reach_after_the_timeout_and_asked_again_later() -> None:
    with ScriptedImap({"UID FETCH": once(hang)}) as server:
        mailbox = ImapMailbox(server.settings(timeout=0.2))
        with pytest.raises(MailServerUnreachable, match=r"did not answer within 0.2 s"):
            uids_read(mailbox)
        assert uids_read(mailbox) == [1, 2, 3]
        mailbox.close()


def test_closing_from_another_thread_breaks_off_a_call_that_hangs() -> None:
    hangs = Event()

    def tell_and_hang(conversation: Conversation, tag: str, line: str) -> None:
        hangs.set()
        conversation.hang()

    with ScriptedImap({"UID FETCH": tell_and_hang}) as server:
        mailbox = ImapMailbox(server.settings(timeout=30.0))
        caught: list[BaseException] = []

        def sweep() -> None:
            try:
                uids_read(mailbox)
            except MailServerUnreachable as error:
                caught.append(error)

        thread = Thread(target=sweep)
        thread.start()
        assert hangs.wait(5)
        mailbox.close()
        thread.join(5)
        assert len(caught) == 1


@pytest.mark.parametrize(
    ("greeting", "said"),
    [
        (say_bye, "Too many connections"),
        (leave, "closed the connection"),
        (lambda conversation, tag, line: conversation.say("220 mail.selg.example ESMTP"), "."),
    ],
)
def test_a_server_that_does_not_let_us_in_is_out_of_reach(greeting: Say, said: str) -> None:
    with ScriptedImap({"greeting": greeting}) as server, pytest.raises(MailServerUnreachable, match=said):
        ImapMailbox(server.settings(timeout=1.0)).folders()


@pytest.mark.parametrize("fault", [leave, hang, say_bye, refuse("[UNAVAILABLE] later"), refuse("[LIMIT] too many")])
def test_a_login_that_fails_for_the_moment_is_no_refusal(fault: Say) -> None:
    with ScriptedImap({"AUTHENTICATE": fault}) as server, pytest.raises(MailServerUnreachable):
        ImapMailbox(server.settings(timeout=0.3)).folders()


def test_a_refused_login_repeats_the_servers_words_on_one_line() -> None:
    refused = refuse("[AUTHENTICATIONFAILED] go\x07away")
    expected = r"refused the login of ballots: .*go away$"
    with ScriptedImap({"AUTHENTICATE": refused}) as server, pytest.raises(LoginRefused, match=expected):
        ImapMailbox(server.settings()).folders()


def test_a_server_without_sasl_plain_is_logged_in_to_all_the_same() -> None:
    with ScriptedImap(capabilities="IMAP4rev1") as server, closing(ImapMailbox(server.settings())) as mailbox:
        assert mailbox.folders() == ("INBOX",)
    assert 'LOGIN ballots "paper"' in server.heard


def test_nothing_listens_there() -> None:
    with ScriptedImap() as server:
        settings = server.settings()
    with pytest.raises(MailServerUnreachable, match="accepts no connections"):
        ImapMailbox(settings).folders()


def test_a_mailbox_without_inbox_is_an_error() -> None:
    listed = answer('* LIST () "/" Outbox')
    with ScriptedImap({"LIST": listed}) as server, pytest.raises(MailServerUnreachable, match="INBOX"):
        ImapMailbox(server.settings()).folders()


def test_a_folder_that_cannot_be_opened_does_not_count_as_there() -> None:
    listed = answer('* LIST () "/" inbox', '* LIST (\\Noselect) "/" Junk', '* LIST () "/" "12"')
    with ScriptedImap({"LIST": listed}) as server:
        mailbox = ImapMailbox(server.settings(folders=("Inbox", "Junk", "12")))
        assert mailbox.folders() == ("INBOX", "12")
        mailbox.close()


def test_without_move_and_uidplus_the_originals_stay_and_nobody_elses_mail_is_expunged() -> None:
    with ScriptedImap(capabilities="IMAP4rev1 AUTH=PLAIN") as server:
        mailbox = ImapMailbox(server.settings(archive="Done"))
        mailbox.select("INBOX")
        mailbox.file_away("INBOX", [1, 3])
        mailbox.close()
    assert "UID COPY 1,3 Done" in [command.replace('"', "") for command in server.heard]
    assert any(command.startswith("UID STORE 1,3 +FLAGS.SILENT (\\Deleted)") for command in server.heard)
    assert not any("EXPUNGE" in command for command in server.heard)


def test_commands_hold_numbers_and_settings_alone() -> None:
    known = re.compile(
        r"AUTHENTICATE PLAIN|CAPABILITY|LOGOUT|(EXAMINE|SELECT) \"?INBOX\"?|UID SEARCH UID \d+:\*( LARGER 65536)?"
        r"|UID FETCH [\d,]+ \(RFC822\.SIZE INTERNALDATE BODY\.PEEK\[\]<0\.262144>\)"
        r"|UID STORE [\d,]+ \+FLAGS\.SILENT \(\\Seen\)"
    )
    with ScriptedImap() as server:
        mailbox = ImapMailbox(server.settings())
        assert uids_read(mailbox) == [1, 2, 3]
        mailbox.file_away("INBOX", [1, 2, 3])
        mailbox.close()
    assert [command for command in server.heard if not known.fullmatch(command)] == []


def test_an_answer_that_cannot_be_read_is_not_repeated_in_the_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    broken = answer("* 1 FETCH (UID 1 BODY[] secret-vote-4711")
    with ScriptedImap({"UID FETCH": broken}) as server, pytest.raises((MailServerUnreachable, MessageUnreadable)) as e:
        uids_read(ImapMailbox(server.settings(timeout=0.5)))
    assert "4711" not in str(e.value)
    assert "4711" not in caplog.text


@pytest.mark.parametrize("fault", [break_off, leave, say_bye])
def test_a_whole_message_over_which_the_server_hangs_up_once_is_asked_for_again(fault: Say) -> None:
    with ScriptedImap({"UID FETCH": once(fault)}) as server, closing(ImapMailbox(server.settings())) as mailbox:
        mailbox.select("INBOX")
        assert mailbox.whole("INBOX", 2, 1000) is not None


@pytest.mark.parametrize("fault", [break_off, leave, refuse("[SERVERBUG] sorry"), answer()])
def test_a_whole_message_that_is_never_given_out_is_done_without(fault: Say) -> None:
    special = {"UID FETCH": fail_at(2, fault)}
    with ScriptedImap(special) as server, closing(ImapMailbox(server.settings())) as mailbox:
        mailbox.select("INBOX")
        assert mailbox.whole("INBOX", 2, 1000) is None
        assert mailbox.whole("INBOX", 1, 1000) is not None


def test_a_server_that_hangs_up_over_every_whole_message_and_tells_nothing_is_out_of_reach() -> None:
    with ScriptedImap({"UID FETCH": leave}) as server, closing(ImapMailbox(server.settings())) as mailbox:
        mailbox.select("INBOX")
        with pytest.raises(MailServerUnreachable, match="administrator"):
            mailbox.whole("INBOX", 2, 1000)
