"""Take a destroyed ballot's messages out of the mailbox: those received and their copies, and our own in Sent (R23)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine

from mailvote.mail.message import read_message
from mailvote.mail.sender import Sender, identify
from mailvote.office.desk import Desk
from mailvote.office.ports import FolderRefused, Glimpse, Mailbox
from mailvote.store import destruction, inbox, outbox, sightings
from mailvote.store.database import begin, reading
from mailvote.store.destruction import Strays
from mailvote.store.inbox import KIBIBYTE, InboxRow

Mark = tuple[str, str]
"""Message-ID and sender of a message; the sender chooses the first, so one alone settles nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doomed:
    """What has to go, by all that is on file of it.

    `places` says of each place where we saw a message whether that one goes, and settles it. Elsewhere lie copies: a
    mark that is among the `marks` goes unless it is among the `spared`, and so does one of the `letters` of ours. What
    bears no Message-ID is told by its sender, its time of receipt and its size (`unmarked`).
    """

    places: Mapping[tuple[str, int, int], bool] = field(repr=False)
    marks: frozenset[Mark] = field(repr=False)
    spared: frozenset[Mark] = field(repr=False)
    unmarked: frozenset[tuple[str, datetime, int]] = field(repr=False)
    letters: frozenset[Mark] = field(repr=False)

    def takes(self, glimpse: Glimpse) -> bool:
        """Whether the message that lies there has to go."""
        seen = self.places.get((glimpse.folder, glimpse.uidvalidity, glimpse.uid))
        if seen is not None:
            return seen
        mark = _mark(glimpse)
        if mark in self.spared:
            return False
        return mark in self.marks or mark in self.letters or self._is_unmarked(glimpse, mark)

    def _is_unmarked(self, glimpse: Glimpse, mark: Mark) -> bool:
        """Of what could not be read when it came not even the sender is on file."""
        if glimpse.received_at is None or glimpse.size is None:
            return False
        message_id, sender = mark
        senders = {""} if message_id else {"", sender}
        size = -(-glimpse.size // KIBIBYTE) * KIBIBYTE
        return any((each, glimpse.received_at, size) in self.unmarked for each in senders)


def clear(engine: Engine, desk: Desk, mailbox: Mailbox, ballot_id: int) -> tuple[FolderRefused, ...]:
    """Go through every folder, and remove what has to go; what keeps some of it there.

    Each place is noted before it is emptied, so that a crash neither loses one nor counts one twice. `OutOfReach` where
    the mail server does not answer.
    """
    with reading(engine) as conn:
        doomed = gather_doomed(conn, desk, ballot_id)
    refused, unopened = list[FolderRefused](), list[str]()
    try:
        for folder in mailbox.every_folder():
            refusal = _clear_folder(engine, mailbox, ballot_id, doomed, folder)
            if refusal is not None and _matters(engine, desk, doomed, ballot_id, folder):
                refused.append(refusal)
            elif refusal is not None:
                unopened.append(folder)
    except FolderRefused as refusal:
        return (refusal,)
    with begin(engine) as conn:
        destruction.note_unopened(conn, ballot_id, unopened)
    return tuple(refused)


def _clear_folder(
    engine: Engine, mailbox: Mailbox, ballot_id: int, doomed: Doomed, folder: str
) -> FolderRefused | None:
    try:
        for batch in mailbox.look_through(folder):
            going = [glimpse for glimpse in batch if doomed.takes(glimpse)]
            if going:
                with begin(engine) as conn:
                    destruction.note_found(conn, ballot_id, folder, ((one.uidvalidity, one.uid) for one in going))
                mailbox.expunge(folder, [one.uid for one in going])
    except FolderRefused as refusal:
        return refusal
    return None


def _matters(engine: Engine, desk: Desk, doomed: Doomed, ballot_id: int, folder: str) -> bool:
    """Whether a folder that the server refuses holds what has to go, or is one that we read."""
    with reading(engine) as conn:
        begun = destruction.get(conn, ballot_id)
    found = begun is not None and bool(begun.found.get(folder))
    return found or folder in desk.folders or any(goes and where[0] == folder for where, goes in doomed.places.items())


def gather_doomed(conn: Connection, desk: Desk, ballot_id: int) -> Doomed:
    """All that is on file of what has to go."""
    begun = destruction.get(conn, ballot_id)
    strays = begun.strays if begun else Strays()
    own = inbox.of_ballot(conn, desk.organisation, ballot_id)
    going = (*own, *inbox.rows(conn, desk.organisation, strays.messages))
    ids = {row.id for row in going}
    marks = frozenset(_mark_of(row) for row in going if row.message_id)
    letters = outbox.destroyed(conn, ballot_id, strays.letters)
    return Doomed(
        places={where: number in ids for where, number in sightings.places(conn, desk.organisation).items()},
        marks=marks,
        spared=_spared(conn, desk, marks, ids),
        unmarked=frozenset((row.from_address, row.received_at, row.size) for row in going if not row.message_id),
        letters=frozenset((letter.message_id, ours) for letter in letters for ours in desk.own_addresses),
    )


def _spared(conn: Connection, desk: Desk, marks: Iterable[Mark], going: set[int]) -> frozenset[Mark]:
    """Marks that a message bears, too, which stays: of that one, and of this, only the places tell which is which."""
    wanted = frozenset(marks)
    staying = (row for row in inbox.listing(conn, desk.organisation) if row.id not in going)
    return frozenset(_mark_of(row) for row in staying) & wanted


def _mark_of(row: InboxRow) -> Mark:
    return row.message_id, row.from_address


def _mark(glimpse: Glimpse) -> Mark:
    incoming = read_message(glimpse.head)
    sender = identify(incoming)
    return incoming.message_id, sender.address if isinstance(sender, Sender) else ""
