"""The letters to the manager about a destruction: the certificate, and that one cannot be finished (R23)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.phrases import span_words
from mailvote.mail.wording import Wording
from mailvote.rules.english import counted
from mailvote.rules.lifecycle import Dates
from mailvote.rules.paper import Paper

THINGS: tuple[tuple[str, str, str], ...] = (
    ("votes", "vote", "every choice, replaced and withdrawn votes included"),
    ("messages", "message", "what was received, as far as its text was kept"),
    ("letters", "letter", "what was sent: papers, receipts, reminders, results"),
    ("proofs", "proof", "the commands that were to be confirmed"),
    ("documents", "file", "attachments, and what candidates wrote of themselves"),
)
"""What a certificate counts: its name in the journal, one of it in words, and what that means."""

DUMPS = (
    "copies of the database that were made with other tools than “mailvote backup”: whoever has one of them and the "
    "key file can read what it holds"
)

OUT_OF_REACH = (
    "letters in the mailboxes of the {nouns}, of the candidates and of the panel: receipts show a choice",
    "your own copies of the tally sheet, in your mailbox or on paper, and messages that you have forwarded",
    "what the mail providers keep for themselves: their own backups, and bins that their customers do not see",
    DUMPS,
    "files that were written with “mailvote export” or “mailvote report”",
    "tally sheets and ballot papers that were printed",
)
"""The copies that the bot cannot get at; whoever has them is asked to see to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a certificate says: how much went from the database (`numbers`), and from each folder (`mailbox`).

    `unopened` are folders that the mail server did not let us look into, `head` the fingerprint of the record.
    """

    rule: str
    begun_at: datetime
    destroyed_at: datetime
    numbers: Mapping[str, int]
    mailbox: Mapping[str, int]
    unopened: tuple[str, ...] = ()
    head: str = field(default="")


def rule_words(house: Letterhead, paper: Paper, dates: Dates, *, replaced: bool) -> str:
    """Under which rule a ballot is destroyed, with the day from which the time ran (R23, interface.md 8)."""
    rules = paper.rules.destruction
    if dates.confirmed_at is not None:
        return f"{span_words(rules.after)} after the outcome was confirmed on {_day(house, dates.confirmed_at)}"
    at = dates.declared_at or dates.cancelled_at
    ended = f"it was {'declared' if dates.declared_at else 'cancelled'}{f' on {_day(house, at)}' if at else ''}"
    if replaced:
        return f"{span_words(rules.after)} after {ended}, since another ballot has followed"
    if dates.opened_at is None and dates.called_at is None:
        return f"{span_words(rules.after)} after {ended}"
    why = "it was never confirmed" if dates.declared_at else "no other ballot has followed"
    return f"{span_words(rules.destroy_unconfirmed_after)} after {ended}, since {why}"


def certificate(w: Wording, house: Letterhead, paper: Paper, record: Record) -> Letter:
    """What was destroyed, when and under which rule; and which copies the manager alone can see to."""
    rows = [*_counts(record)]
    return letter(
        w,
        house,
        "certificate",
        "manager-certificate",
        paper=paper,
        record=record,
        rows=rows,
        folders=[(folder, counted(number, "message")) for folder, number in record.mailbox.items()],
        out_of_reach=out_of_reach(house),
        head=record.head,
    )


def out_of_reach(house: Letterhead) -> tuple[str, ...]:
    return tuple(line.format(nouns=house.nouns) for line in OUT_OF_REACH)


def lines(house: Letterhead, paper: Paper, record: Record) -> tuple[str, ...]:
    """The certificate for whoever reads a terminal."""
    counts = (f"  {number}: {meaning}" for number, meaning in _counts(record))
    folders = (f"  {counted(number, 'message')} from the folder {name}" for name, number in record.mailbox.items())
    return (
        f"Certificate of destruction: {paper.reference}, {paper.title}",
        f"Destroyed on {house.stamp(record.destroyed_at)}, {record.rule} (R23).",
        *counts,
        *folders,
        *(f"  not looked into, since the mail server refuses it: the folder {name}" for name in record.unopened),
        f"Fingerprint of the record: {record.head}",
        "Out of reach, for you to see to:",
        *(f"  - {line}" for line in out_of_reach(house)),
    )


def _counts(record: Record) -> Iterator[tuple[str, str]]:
    """How much of each kind went, and what that is; votes also where there were none."""
    for name, noun, meaning in THINGS:
        if record.numbers[name] or name == "votes":
            yield counted(record.numbers[name], noun), meaning


def unfinished(
    w: Wording, house: Letterhead, paper: Paper, *, begun_at: datetime, done: Sequence[str], waits: Sequence[str]
) -> Letter:
    """That something has kept the destruction from its end for many hours: what is gone, and what is in the way."""
    values = {"begun_at": begun_at, "done": tuple(done), "waits": tuple(waits)}
    return letter(w, house, "destruction-waits", "manager-destruction-waits", paper=paper, **values)


def _day(house: Letterhead, at: datetime) -> str:
    return house.phrasebook.dates.day(house.calendar.local(at))
