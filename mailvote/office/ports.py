"""What the office asks of the outside world: a mailbox to read and a postman to send with."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

from mailvote.errors import MailvoteError


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One message as the mail server holds it; `content` is at most its first 256 KiB, `size` the whole.

    `received_at` is the server's own time of receipt (INTERNALDATE), aware and in UTC: R18 goes by it.
    """

    folder: str
    uidvalidity: int
    uid: int
    received_at: datetime
    size: int
    content: bytes = field(repr=False)


Whole: TypeAlias = Callable[[Received], bytes | None]
"""All of a message of which no more than the beginning is at hand; None where it is too large or not given out."""


class MessageUnreadable(MailvoteError):
    """Note a failure for the message and come back; after three, set it aside and read on behind its UID.

    The server lists the message and tells its time of receipt (None where it does not even do that), but gives
    it out neither in a batch nor alone. Everything with a lower UID was yielded before.
    """

    exit_code = 4

    def __init__(self, folder: str, uidvalidity: int, uid: int, received_at: datetime | None) -> None:
        self.folder, self.uidvalidity, self.uid, self.received_at = folder, uidvalidity, uid, received_at
        super().__init__(f"the mail server does not give out message {uid} of folder {folder}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """So much of a message as tells which one it is; `head` holds its From and Message-ID lines and no other.

    Of a message that the server lists but does not show, only the place is known.
    """

    folder: str
    uidvalidity: int
    uid: int
    received_at: datetime | None
    size: int | None
    head: bytes = field(repr=False)


class FolderRefused(MailvoteError):
    """Give the account the right to open the folder and to delete in it, or take the messages out by hand."""

    exit_code = 4

    def __init__(self, folder: str, why: str) -> None:
        self.folder, self.why = folder, why
        super().__init__(f"the folder {folder} {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReport:
    """One folder as the server describes it; `newest_at` is when its last message was received, if any."""

    name: str
    last_uid: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxReport:
    """What a mailbox looks like: its capabilities, all its folders, and in detail those we sweep."""

    capabilities: frozenset[str]
    folders: tuple[str, ...]
    swept: tuple[FolderReport, ...]


class Mailbox(Protocol):
    """A mailbox of the organisation; every method may raise `MailServerUnreachable` or `LoginRefused`.

    After such an error the next call connects afresh, so the caller only has to come back later.
    """

    def folders(self) -> tuple[str, ...]:
        """The folders to sweep: those of the settings that exist on the server, in the order of the settings.

        One that was there before stays listed, so that its `select` raises and the sweep is not complete.
        """

    def select(self, folder: str) -> int:
        """Open the folder for reading only, as it is at this moment, and return its UIDVALIDITY."""

    def waiting(self, folder: str, after: int) -> Iterator[tuple[Received, ...]]:
        """Batches of up to 200 messages whose UID is above `after`, ascending; the folder stays read-only.

        `select` it first: that brings the view up to date. Raises `MessageUnreadable`, too.
        """

    def whole(self, folder: str, uid: int, limit: int) -> bytes | None:
        """A message from its first byte to its last; None where it has more than `limit`, is gone or not given out."""

    def file_away(self, folder: str, uids: Sequence[int]) -> None:
        """Mark the messages seen and move them to the archive where one is set; cosmetic, so it may fail."""

    def every_folder(self) -> tuple[str, ...]:
        """Every folder of the account that can be opened, in the order in which messages are to be taken out."""

    def look_through(self, folder: str) -> Iterator[tuple[Glimpse, ...]]:
        """Batches of all that lies in the folder at this moment, ascending; it is opened for reading only.

        Raises `FolderRefused` where the server does not open it.
        """

    def expunge(self, folder: str, uids: Sequence[int]) -> None:
        """Remove exactly these messages for good, as `look_through` has just numbered them (R23).

        Nothing that another has marked as deleted goes with them. Raises `FolderRefused` where nothing may be deleted.
        """

    def report(self) -> MailboxReport:
        """Look around for `mailvote check`; changes nothing."""

    def close(self) -> None:
        """Log out for good; never raises. From another thread it breaks off a call that is under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A letter ready to go: its stored bytes and the envelope for its one recipient."""

    id: int
    sender: str
    recipient: str
    content: bytes = field(repr=False)


class Disposition(StrEnum):
    """What became of a parcel: accepted by the server, to be tried again, or refused for good."""

    SENT = "sent"
    DELAYED = "delayed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of one parcel; `error` is the server's answer (at most 200 characters), '' when sent."""

    parcel_id: int
    disposition: Disposition
    error: str = ""


class Postman(Protocol):
    """Hands letters to the mail server."""

    def deliver(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Try every parcel and yield what became of each, as it becomes known (not in the order given).

        Raises `MailServerUnreachable` or `LoginRefused` only when nothing at all could be tried. Where a rate
        is set it waits as long as that takes: hand over no more than the lease of the letters has time for.
        """

    def greet(self) -> frozenset[str]:
        """Connect, log in, and return the names of what the server offers: for `check` and the heartbeat."""

    def close(self) -> None:
        """Say goodbye for good; never raises. From another thread it breaks off a delivery under way."""
