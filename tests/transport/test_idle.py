"""The watcher: it tells of new mail at once, survives its server, and stops when it is told to."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from queue import Empty, Queue
from threading import Event, Thread

import pytest
import trustme

from mailvote.config import ImapSettings
from mailvote.transport import idle
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.imap_script import ScriptedImap
from tests.servers.scripted import Conversation
from tests.transport.conftest import Server

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
AT_ONCE = 2.0


class Watch:
    """A running watcher whose calls of `wake` can be waited for."""

    def __init__(self, settings: ImapSettings) -> None:
        self._woken: Queue[float] = Queue()
        self.stop = Event()
        self.thread = Thread(target=idle.watch, args=(settings, lambda: self._woken.put(time.monotonic()), self.stop))
        self.thread.start()

    def is_woken(self, within: float) -> bool:
        try:
            self._woken.get(timeout=within)
        except Empty:
            return False
        return True

    def end(self) -> float:
        """Stop it; the seconds that this took."""
        began = time.monotonic()
        self.stop.set()
        self.thread.join(10)
        return time.monotonic() - began


@contextmanager
def watching(settings: ImapSettings) -> Iterator[Watch]:
    watch = Watch(settings)
    try:
        yield watch
    finally:
        watch.end()


def test_new_mail_wakes_within_two_seconds(server: Server) -> None:
    with watching(server.settings()) as watch:
        assert watch.is_woken(10)
        for number in range(3):
            server.deliver(b"Subject: %d\r\n\r\n2\r\n" % number, NOON)
            assert watch.is_woken(AT_ONCE)


def test_it_stops_within_a_second_while_it_waits(server: Server) -> None:
    watch = Watch(server.settings())
    assert watch.is_woken(10)
    assert watch.end() < 1
    assert not watch.thread.is_alive()


def test_it_works_over_tls() -> None:
    authority = trustme.CA()
    with running_dovecot(authority=authority) as dovecot, authority.cert_pem.tempfile() as certificates:
        reach = {"host": "localhost", "port": dovecot.tls_port, "security": "tls", "ca_file": certificates}
        with watching(dovecot.settings(**reach)) as watch:
            assert watch.is_woken(10)
            dovecot.deliver(b"Subject: x\r\n\r\n2\r\n", NOON)
            assert watch.is_woken(AT_ONCE)


def test_after_a_restart_it_connects_again_and_tells_of_what_may_have_come(dovecot: Dovecot) -> None:
    with watching(dovecot.settings()) as watch:
        assert watch.is_woken(10)
        dovecot.kill()
        dovecot.start()
        assert watch.is_woken(10)
        dovecot.deliver(b"Subject: x\r\n\r\n2\r\n", NOON)
        assert watch.is_woken(AT_ONCE)


def test_it_goes_on_trying_where_nothing_listens_and_still_stops() -> None:
    with ScriptedImap() as server:
        settings = server.settings()
    watch = Watch(settings)
    assert not watch.is_woken(0.2)
    assert watch.thread.is_alive()
    assert watch.end() < 1


def test_it_stops_within_a_second_where_the_server_hangs() -> None:
    hangs = Event()

    def hang(conversation: Conversation, tag: str, line: str) -> None:
        hangs.set()
        conversation.hang()

    with ScriptedImap({"AUTHENTICATE": hang}) as server:
        watch = Watch(server.settings(timeout=20.0))
        assert hangs.wait(5)
        assert watch.end() < 1


def idling(*packets: bytes) -> ScriptedImap:
    """A server that sends these packets at the first IDLE, and is silent ever after."""
    seen: list[str] = []

    def say(conversation: Conversation, tag: str, line: str) -> None:
        seen.append(line)
        for packet in packets if len(seen) == 1 else [b"+ idling\r\n"]:
            conversation.send(packet)
        if conversation.hear() == "DONE":
            conversation.say(f"{tag} OK done")

    return ScriptedImap({"IDLE": say})


@pytest.mark.parametrize(
    "packets",
    [
        [b"+ idling\r\n* 4 EXISTS\r\n"],
        [b"+ idling\r\n", b"* 4 EXISTS\r\n"],
        [b"+ idling\r\n* 4 EX", b"ISTS\r\n"],
        [b"+ idling\r\n", b"* 4 ", b"EXISTS\r\n* 1 RECENT\r\n"],
    ],
)
def test_news_is_heard_however_it_is_cut_into_packets(packets: list[bytes]) -> None:
    with idling(*packets) as server, watching(server.settings()) as watch:
        assert watch.is_woken(5)
        assert watch.is_woken(AT_ONCE)


def test_chatter_is_no_news() -> None:
    chatter = b"+ idling\r\n* OK Still here\r\n* 2 FETCH (FLAGS (\\Seen))\r\n"
    with idling(chatter) as server, watching(server.settings()) as watch:
        assert watch.is_woken(5)
        assert not watch.is_woken(0.5)


def test_a_server_that_repeats_its_count_at_every_noop_is_not_asked_on_and_on() -> None:
    def repeat(conversation: Conversation, tag: str, line: str) -> None:
        conversation.say("* 3 EXISTS", f"{tag} OK done")

    with idling(b"+ idling\r\n") as server:
        server.special["NOOP"] = repeat
        with watching(server.settings()) as watch:
            assert watch.is_woken(5)
            assert not watch.is_woken(0.5) or not watch.is_woken(0.5)
            assert server.heard.count("NOOP") <= 2


def test_a_server_without_idle_is_left_in_peace() -> None:
    with ScriptedImap(capabilities="IMAP4rev1 AUTH=PLAIN") as server:
        watch = Watch(server.settings())
        assert not watch.is_woken(0.5)
        assert server.connections == 1
        assert watch.end() < 1


def test_a_silent_connection_is_proved_alive_by_idling_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "LONGEST_WAIT", 0.05)
    with idling(b"+ idling\r\n") as server, watching(server.settings()) as watch:
        assert watch.is_woken(5)
        assert not watch.is_woken(0.5)
        assert server.heard.count("IDLE") > 2
        assert server.connections == 1
