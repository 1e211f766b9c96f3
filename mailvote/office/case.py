"""One received message with everything that can be known of it before anything is decided."""

from dataclasses import dataclass, field

from mailvote.mail.automatic import automatic_reason
from mailvote.mail.message import Incoming, read_message
from mailvote.mail.reply import OwnWords, own_words
from mailvote.mail.sender import Authentication, Sender, Unidentified, authentication, identify
from mailvote.mail.tokens import Marks, marks_in
from mailvote.office.desk import Desk
from mailvote.office.ports import Received
from mailvote.office.roll import Attribution, Roll, attribute
from mailvote.rules.chain import canonical
from mailvote.rules.paper import Paper
from mailvote.store.inbox import Arrival
from mailvote.store.vault import Sealer


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A message, read but not judged."""

    received: Received
    incoming: Incoming = field(repr=False)
    sender: Sender | Unidentified
    automatic: str | None
    authentication: Authentication
    marks: Marks = field(repr=False)
    words: OwnWords = field(repr=False)
    attribution: Attribution

    @property
    def address(self) -> str:
        return self.sender.address if isinstance(self.sender, Sender) else ""

    @property
    def ballot_id(self) -> int | None:
        """The ballot whose figures this message stands in, if it is settled which (interface.md 7)."""
        held = self.attribution.about or self.attribution.paper
        return held.ballot.id if held else None

    @property
    def paper(self) -> Paper | None:
        held = self.attribution.about or self.attribution.paper
        return held.ballot.paper if held else None


def gather(desk: Desk, roll: Roll, received: Received) -> Case:
    """Read one message and find out who it is from and what it is about; never raises on its content."""
    incoming = read_message(received.content, size=received.size)
    sender = identify(incoming)
    address = sender.address if isinstance(sender, Sender) else ""
    marks = marks_in(incoming, desk.house.address)
    return Case(
        received=received,
        incoming=incoming,
        sender=sender,
        automatic=automatic_reason(incoming, own=desk.own_addresses),
        authentication=authentication(incoming, address, desk.trust),
        marks=marks,
        words=own_words(incoming),
        attribution=attribute(roll, marks, address, received.received_at),
    )


def arrival(desk: Desk, case: Case, sealer: Sealer) -> Arrival:
    """The message as the inbox files it, under the content key that recognises a second delivery (trust.md 2).

    The organisation's `sealer` makes the key, so that who reads the database cannot guess a vote from it.
    """
    received = case.received
    return Arrival(
        organisation=desk.organisation,
        folder=received.folder,
        uidvalidity=received.uidvalidity,
        uid=received.uid,
        content_key=sealer.fingerprint(_content(case)),
        message_id=case.incoming.message_id,
        received_at=received.received_at,
        from_address=case.address,
        size=received.size,
    )


def _content(case: Case) -> bytes:
    """What stays the same however often and whenever a message is delivered and read.

    The ballot is that of the codes that the message carries, not the one that it is found to be about: which
    ballots fit a message changes as ballots open and end. Where there is no proper Message-ID, what stands in its
    place and Date, the sender's own, tell two messages apart.
    """
    marks, incoming = case.marks, case.incoming
    named = [sorted(marks.tokens), sorted(marks.tags), sorted(marks.references)]
    name = incoming.message_id or [*incoming.values("message-id"), *incoming.values("date")]
    text = " ".join(" ".join(case.words.lines).split()).casefold()
    return canonical([named, case.address, name, text])
