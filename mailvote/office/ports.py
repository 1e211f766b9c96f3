"""What the office asks of the outside world: a mailbox to read and a postman to send with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


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


class Mailbox(Protocol):
    """A mailbox of the organisation; every method may raise `MailServerUnreachable` or `LoginRefused`.

    After such an error the next call connects afresh, so the caller only has to come back later.
    """

    def folders(self) -> tuple[str, ...]:
        """The folders to sweep: those of the settings that exist on the server, in the order of the settings."""

    def select(self, folder: str) -> int:
        """Open the folder for reading only and return its UIDVALIDITY."""

    def waiting(self, folder: str, after: int) -> Iterator[tuple[Received, ...]]:
        """Batches of up to 200 messages whose UID is above `after`, ascending; the folder stays read-only."""

    def file_away(self, folder: str, uids: Sequence[int]) -> None:
        """Mark the messages seen and move them to the archive where one is set; cosmetic, so it may fail."""

    def close(self) -> None:
        """Log out; never raises."""


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
    """What became of one parcel; `error` is the server's code and text (at most 200 characters), '' when sent."""

    parcel_id: int
    disposition: Disposition
    error: str = ""


class Postman(Protocol):
    """Hands letters to the mail server."""

    def deliver(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Try every parcel and yield what became of each, as it becomes known (not in the order given).

        Raises `MailServerUnreachable` or `LoginRefused` only when nothing at all could be tried.
        """

    def close(self) -> None:
        """Say goodbye; never raises."""
