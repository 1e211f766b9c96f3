"""A watcher that brings the next poll forward: IDLE as a hint, polling as the truth."""

import logging
import socket
import ssl
from collections.abc import Callable
from selectors import EVENT_READ, DefaultSelector
from threading import Event, Thread

from imapclient import IMAPClient

from mailvote.config import ImapSettings
from mailvote.errors import LoginRefused, MailvoteError
from mailvote.transport.imaplogin import connect, hang_up, in_our_words

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0
"""Seconds of silence after which IDLE begins anew, which proves the connection alive (at most 29 minutes)."""

_FIRST_PAUSE, _LONGEST_PAUSE, _REFUSED_PAUSE = 1.0, 60.0, 300.0
_BREATH = 0.1
_PATIENCE = 0.5


def watch(settings: ImapSettings, wake: Callable[[], None], stop: Event) -> None:
    """Call `wake`, on a thread of its own, whenever mail comes into the first folder, until `stop` is set.

    Returns within a second of that, even where the server hangs. `wake` is also called after every new
    connection, for what came in before it. A server without IDLE is left in peace.
    """
    listener, bell = socket.socketpair()
    with listener, bell:
        watcher = _Watcher(settings, wake, stop, listener)
        thread = Thread(target=watcher.run, name=f"idle {settings.username}", daemon=True)
        thread.start()
        stop.wait()
        bell.send(b"!")
        thread.join(_PATIENCE)


class _Watcher:
    """Watches over one connection after the other; the listener becomes readable when it is time to stop."""

    def __init__(self, settings: ImapSettings, wake: Callable[[], None], stop: Event, listener: socket.socket) -> None:
        self._settings, self._wake, self._stop, self._listener = settings, wake, stop, listener
        self._pause = _FIRST_PAUSE
        self._is_lost = False

    def run(self) -> None:
        while not self._stop.is_set():
            try:
                client = connect(self._settings)
                with in_our_words(self._settings):
                    self._watch(client)
                return
            except LoginRefused as refusal:
                self._rest(refusal, _REFUSED_PAUSE)
            except MailvoteError as fault:
                self._rest(fault, self._pause)
                self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    def _rest(self, fault: MailvoteError, seconds: float) -> None:
        """Wait before the next connection; the log hears of the first fault after a good connection alone."""
        level = logging.INFO if self._is_lost else logging.WARNING
        self._is_lost = True
        log.log(level, "new mail is found by polling alone until the server is back: %s", fault)
        self._stop.wait(seconds)

    def _watch(self, client: IMAPClient) -> None:
        """Returns when there is nothing more to watch for; raises when the connection is lost."""
        try:
            if not client.has_capability("IDLE"):
                log.info("%s offers no IDLE; new mail is found by polling", self._settings.host)
                return
            client.select_folder(self._settings.folders[0], readonly=True)
            self._tell()
            while not self._stop.is_set():
                self._idle_once(client)
                self._pause, self._is_lost = _FIRST_PAUSE, False
        finally:
            hang_up(client)

    def _idle_once(self, client: IMAPClient) -> None:
        """One IDLE, ended by news, by the bell, or by the longest wait.

        imapclient's own `idle_check` spins on a dead connection and breaks on a line split over packets: here
        a readable socket only ends the IDLE, and the answer is read up to its tagged line, in blocking mode.
        """
        self._tell_news(client.noop())  # some servers never tell in an IDLE what came before it
        client.idle()
        ready = [client.socket()] if _holds_back(client) else self._wait(client.socket())
        if self._listener in ready:
            return
        if not self._tell_news(client.idle_done()) and ready:
            self._stop.wait(_BREATH)

    def _tell_news(self, answer: tuple[bytes, list[tuple[object, ...]]]) -> bool:
        """Whether the untagged part of an answer spoke of new mail."""
        _, responses = answer
        is_news = any(b"EXISTS" in response or b"RECENT" in response for response in responses)
        if is_news:
            self._tell()
        return is_news

    def _wait(self, connection: socket.socket) -> list[object]:
        with DefaultSelector() as selector:
            selector.register(connection, EVENT_READ)
            selector.register(self._listener, EVENT_READ)
            return [key.fileobj for key, _ in selector.select(LONGEST_WAIT)]

    def _tell(self) -> None:
        if not self._stop.is_set():
            self._wake()


def _holds_back(client: IMAPClient) -> bool:
    """Whether bytes that shared a packet with "+ idling" lie in imaplib's buffer, unseen by select()."""
    client.socket().setblocking(False)
    try:
        return bool(client._imap.file.peek(1))  # noqa: SLF001
    except ssl.SSLWantReadError:
        return False
    finally:
        client._set_read_timeout()  # noqa: SLF001
