"""Fetch whole messages while a batch is taken in: only those that are needed, and none that keeps failing."""

from dataclasses import dataclass

from sqlalchemy import Engine

from mailvote.office.desk import Desk
from mailvote.office.ports import Mailbox, Received
from mailvote.store import inbox
from mailvote.store.database import begin, reading

LARGEST = 40 * 1024 * 1024
"""The largest message that is ever fetched whole, in bytes."""

TRIES = 3
"""How often fetching one message may break the connection before it is done without."""


def not_fetched(received: Received) -> bytes | None:
    """What there is where the mailbox is not at hand: the message if it is small enough to be whole as it came."""
    return received.content if received.size <= len(received.content) else None


@dataclass(slots=True)
class Fetching:
    """A `Whole` over a mailbox. A failure of the mail server breaks off the batch, which is read again later.

    `broken_off` is then the message that was asked for; `note` counts it once the batch is rolled back.
    """

    engine: Engine
    desk: Desk
    mailbox: Mailbox
    broken_off: Received | None = None

    def __call__(self, received: Received) -> bytes | None:
        if received.size <= len(received.content) or received.size > LARGEST or self._failures(received) >= TRIES:
            return not_fetched(received)
        self.broken_off = received
        content = self.mailbox.whole(received.folder, received.uid, LARGEST)
        self.broken_off = None
        return content

    def note(self) -> None:
        """Remember that fetching a message broke the connection, so that it cannot keep the others from being read."""
        if self.broken_off is not None:
            with begin(self.engine) as conn:
                inbox.note_failure(conn, self.desk.organisation, *_place(self.broken_off))
            self.broken_off = None

    def _failures(self, received: Received) -> int:
        with reading(self.engine) as conn:
            return inbox.failures(conn, self.desk.organisation, *_place(received))


def _place(received: Received) -> tuple[str, int, int]:
    return received.folder, received.uidvalidity, received.uid
