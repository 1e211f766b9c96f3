"""The two fakes of the suite: a mailbox that holds what it is given, and a postman who keeps what he is handed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes

from mailvote.errors import MailServerUnreachable
from mailvote.office.ports import Delivery, Disposition, FolderRefused, Glimpse, MailboxReport, Parcel, Received

UIDVALIDITY = 7
CAP = 256 * 1024


@dataclass
class FakeMailbox:
    """Folders of messages; `broken` makes every call fail as an unreachable server does.

    `unswept` are folders beside those of the settings, `locked` those in which nothing may be deleted, `closed` those
    that do not open to be looked through, `expunged` what was taken out for good.
    """

    contents: dict[str, list[Received]] = field(default_factory=lambda: {"INBOX": [], "Junk": []})
    filed: list[tuple[str, int]] = field(default_factory=list)
    broken: bool = False
    uidvalidity: int = UIDVALIDITY
    whole_messages: dict[tuple[str, int], bytes] = field(default_factory=dict)
    fetched: list[tuple[str, int]] = field(default_factory=list)
    unswept: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    expunged: list[Received] = field(default_factory=list)

    def deliver(self, message: bytes, received_at: datetime, folder: str = "INBOX") -> int:
        lain = [*self.contents.setdefault(folder, []), *(one for one in self.expunged if one.folder == folder)]
        uid = 1 + max((one.uid for one in lain), default=0)
        self.whole_messages[folder, uid] = message
        self.contents[folder].append(
            Received(
                folder=folder,
                uidvalidity=self.uidvalidity,
                uid=uid,
                received_at=received_at.replace(microsecond=0),
                size=len(message),
                content=message[:CAP],
            )
        )
        return uid

    def folders(self) -> tuple[str, ...]:
        if self.broken:
            raise MailServerUnreachable("the fake mailbox is broken")
        return tuple(folder for folder in self.contents if folder not in self.unswept)

    def select(self, folder: str) -> int:
        return self.uidvalidity

    def waiting(self, folder: str, after: int) -> Iterator[tuple[Received, ...]]:
        batch = tuple(received for received in self.contents[folder] if received.uid > after)
        if batch:
            yield batch

    def whole(self, folder: str, uid: int, limit: int) -> bytes | None:
        """What was `fetched` is remembered: only what is needed may be."""
        if self.broken:
            raise MailServerUnreachable("the fake mailbox is broken")
        self.fetched.append((folder, uid))
        message = self.whole_messages.get((folder, uid))
        return message if message and len(message) <= limit else None

    def file_away(self, folder: str, uids: Sequence[int]) -> None:
        self.filed += [(folder, uid) for uid in uids]

    def every_folder(self) -> tuple[str, ...]:
        return (*self.folders(), *sorted(self.unswept))

    def look_through(self, folder: str) -> Iterator[tuple[Glimpse, ...]]:
        self.folders()
        if folder in self.closed:
            raise FolderRefused(folder, "is refused by the mail server")
        yield tuple(_glimpse(received) for received in self.contents[folder])

    def expunge(self, folder: str, uids: Sequence[int]) -> None:
        if folder in self.locked:
            raise FolderRefused(folder, "may only be read")
        going = [received for received in self.contents[folder] if received.uid in uids]
        self.expunged += going
        self.contents[folder] = [received for received in self.contents[folder] if received not in going]

    def report(self) -> MailboxReport:
        return MailboxReport(capabilities=frozenset(), folders=self.folders(), swept=())

    def close(self) -> None:
        pass


def _glimpse(received: Received) -> Glimpse:
    """As a server answers a FETCH of two header fields."""
    message = message_from_bytes(received.content)
    lines = [f"{name}: {value}" for name in ("From", "Message-ID") for value in message.get_all(name, [])]
    return Glimpse(
        folder=received.folder,
        uidvalidity=received.uidvalidity,
        uid=received.uid,
        received_at=received.received_at,
        size=received.size,
        head="".join(f"{line}\r\n" for line in (*lines, "")).encode(),
    )


@dataclass
class FakePostman:
    """Keeps every parcel; `refusing` are addresses that are refused, `delaying` those put off."""

    parcels: list[Parcel] = field(default_factory=list)
    refusing: set[str] = field(default_factory=set)
    delaying: set[str] = field(default_factory=set)
    broken: bool = False

    def deliver(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        if self.broken:
            raise MailServerUnreachable("the fake postman is ill")
        for parcel in parcels:
            yield self._hand_over(parcel)

    def _hand_over(self, parcel: Parcel) -> Delivery:
        if parcel.recipient in self.refusing:
            return Delivery(parcel_id=parcel.id, disposition=Disposition.REFUSED, error="550 no such user")
        if parcel.recipient in self.delaying:
            return Delivery(parcel_id=parcel.id, disposition=Disposition.DELAYED, error="451 try later")
        self.parcels.append(parcel)
        return Delivery(parcel_id=parcel.id, disposition=Disposition.SENT)

    def greet(self) -> frozenset[str]:
        if self.broken:
            raise MailServerUnreachable("the fake postman is ill")
        return frozenset()

    def close(self) -> None:
        pass
