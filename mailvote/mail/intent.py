"""What a reply to a ballot paper means: counted only where no other reading is possible, asked back otherwise.

The table of mail.md 4 is `ROWS`: what can be relied on (tier A), what is offered back for a YES (tier B), in order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from mailvote.mail.certain import LINES, certain
from mailvote.mail.likely import LIKELY, Likely, likely
from mailvote.mail.readings import READINGS, Found
from mailvote.mail.reply import OwnWords
from mailvote.mail.requests import Wish, wish_in
from mailvote.mail.unclear import Unclear, unclear, why_unclear
from mailvote.mail.voter import Voter

__all__ = [
    "ROWS",
    "Abstention",
    "Confirmation",
    "Intent",
    "Likely",
    "Objection",
    "Request",
    "Unclear",
    "Vote",
    "Wish",
    "read_intent",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote for the options of those numbers; `reading` names the row of the table that says so."""

    choice: tuple[int, ...] = field(repr=False)
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """Notice that the practice abstains (R13)."""

    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """YES and nothing else: the answer to a question of ours."""

    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """OBJECT: what was recorded for the practice is wrong; the rest of the message is for the manager."""

    reading: str = "objection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """WITHDRAW, MY VOTE, RESEND, STATUS or HELP."""

    wish: Wish

    @property
    def reading(self) -> str:
        return self.wish.value


Intent = Vote | Abstention | Confirmation | Objection | Request | Likely | Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table: the names that its readings bear in the journal, and how far they are relied on."""

    tier: Literal["A", "B"]
    names: tuple[str, ...]
    read: Callable[[OwnWords, Voter, str], Intent | None]


def read_intent(words: OwnWords, voter: Voter, subject: str = "") -> Intent:
    """What the sender means: the first row of the table that reads it, or why none does.

    A message whose text and HTML mean different things is unclear for the reason "alternatives-differ".
    """
    found = _read(words, voter, subject)
    if found is None:
        return why_unclear(words, voter)
    if words.alternative is not None and _meaning(_read(words.alternative, voter, subject)) != _meaning(found):
        return why_unclear(words, voter) if isinstance(found, Likely) else unclear("alternatives-differ")
    return found


def _read(words: OwnWords, voter: Voter, subject: str) -> Intent | None:
    return next((found for row in ROWS if (found := row.read(words, voter, subject)) is not None), None)


def _meaning(intent: Intent | None) -> object:
    """What two forms of one message must have in common; that they are worded alike is not asked."""
    if isinstance(intent, Vote | Likely):
        return type(intent), intent.choice
    return (Request, intent.wish) if isinstance(intent, Request) else (type(intent), None)


def _wish(words: OwnWords, voter: Voter, subject: str) -> Intent | None:
    wish = wish_in(words, voter)
    if wish is None:
        return None
    return Objection() if wish is Wish.OBJECT else Request(wish=wish)


def _vote(words: OwnWords, voter: Voter, subject: str) -> Intent | None:
    found = certain(words, voter)
    return None if found is None else _intent(found, voter)


def _intent(found: Found, voter: Voter) -> Intent:
    if found.choice is None:
        return Confirmation(reading=found.reading)
    if len(found.choice) > voter.paper.choose_at_most:
        return unclear("too-many", voter.paper)
    return Vote(choice=found.choice, reading=found.reading) if found.choice else Abstention(reading=found.reading)


ROWS: tuple[Row, ...] = (
    Row(tier="A", names=tuple(wish.value for wish in Wish), read=_wish),
    Row(tier="A", names=(*(reading.name for reading in READINGS), LINES), read=_vote),
    Row(tier="B", names=tuple(name for name, _ in LIKELY), read=likely),
)
"""The readings in the order in which they are tried. What none of them reads is asked about, for a ground of
`unclear.GROUNDS`."""
