"""Shaping messages as senders of every kind do, and reading back what the office made of them."""

import re
from collections import Counter
from email.message import EmailMessage

from mailvote.rules.acceptance import Fate
from mailvote.store import inbox, organisations, outbox
from mailvote.store.database import reading
from mailvote.store.inbox import InboxRow
from mailvote.store.outbox import OutboxRow
from tests.office.world import World, answer, letter, text_of

HART_LEAD = "dr.a.ashworth@hart-surgery.example"
HART_DEPUTY = "dr.t.pell@hart-surgery.example"
HART_CONTACT = "jo.carter@hart-surgery.example"
BELL_LEAD = "dr.f.siddiqui@bell-surgery.example"
STRANGER = "eve@elsewhere.example"

_RECEIVED = re.compile(rb"(?im)^received:.*\r?\n(?:[ \t].*\r?\n)*")


def with_headers(message: EmailMessage, **headers: str) -> EmailMessage:
    """The message with headers replaced or added; `auto_submitted` stands for Auto-Submitted."""
    for name, value in headers.items():
        header = name.replace("_", "-").title()
        del message[header]
        message[header] = value
    return message


def reply_to(paper: EmailMessage, text: str, *, sender: str | None = None, number: int = 0) -> EmailMessage:
    return answer(paper, text, sender=sender, number=number)


def bare(sender: str, text: str, *, subject: str = "My vote", number: int = 0) -> EmailMessage:
    """A new message that carries no code of any paper."""
    return letter(sender, text, subject=subject, number=number)


def posted(world: World, to: str = "", purpose: str = "") -> list[OutboxRow]:
    with reading(world.app.engine) as conn:
        rows = outbox.listing(conn, "selg")
    return [row for row in rows if to in row.recipient and (not purpose or row.purpose == purpose)]


def purposes(world: World, to: str) -> dict[str, int]:
    """How many letters of each purpose were posted to an address."""
    return dict(Counter(row.purpose for row in posted(world, to)))


def on_file(world: World, fate: Fate | None = None) -> tuple[InboxRow, ...]:
    """The messages in the order in which they were filed."""
    with reading(world.app.engine) as conn:
        return tuple(sorted(inbox.listing(conn, "selg", fate), key=lambda row: row.id))


def last_filed(world: World) -> InboxRow:
    return on_file(world)[-1]


def flat(message: EmailMessage) -> str:
    """The text of a letter without its line breaks."""
    return " ".join(text_of(message).split())


def count(world: World, reference: str = "") -> dict[str, object]:
    """The outcome of a ballot that is past its close."""
    outcome = world.figures(reference)["outcome"]
    assert isinstance(outcome, dict)
    return outcome


def delivered(world: World) -> int:
    """How many messages reached the mailbox since activation, each once however often it lies there."""
    with reading(world.app.engine) as conn:
        stored = organisations.find(conn, "selg")
    if stored is None:
        return 0
    activated_at = stored.activated_at.replace(microsecond=0)
    mailbox = world.mailbox
    lying = (received for folder in mailbox.contents.values() for received in folder)
    swept = [one for one in (*lying, *mailbox.expunged) if one.folder not in mailbox.unswept]
    return len({_RECEIVED.sub(b"", one.content) for one in swept if one.received_at >= activated_at})


def fates_of_all(world: World) -> Counter[str]:
    """The fates of all ballots and of no ballot together."""
    total: Counter[str] = Counter()
    with reading(world.app.engine) as conn:
        total.update(inbox.figures(conn, "selg", None))
    for reference in world.references():
        messages = world.figures(reference)["messages"]
        assert isinstance(messages, dict)
        total.update({fate: int(str(number)) for fate, number in messages.items()})
    return total
