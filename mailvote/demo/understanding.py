"""How the office understood a message, in a sentence: its fate from the file, the vote from the receipt it sent."""

import re
from collections.abc import Mapping, Sequence
from html import unescape

from mailvote.demo.drafts import HTML, content
from mailvote.demo.house import Sent
from mailvote.rules.acceptance import Fate
from mailvote.store.inbox import InboxRow

_BECAUSE: Mapping[str, str] = {
    "absence": "an automatic reply is neither a vote nor an abstention, and nobody answers it",
    "stranger": "not on the register, so it gets no answer",
    "non-voter": "the sender may not vote for the practice, and is told so politely",
    "no-paper": "it lacks the code of the paper; the registered address is asked whether it is genuine",
    "late": "it reached the mail server after the close; its sender is told",
}
"""By the ground on which the office decided."""

_ANSWERED: Mapping[str, str] = {
    "form": "asks for a ballot; nothing happens before the form comes back",
    "proof": "the form is read; nothing happens before the manager has seen all of it and confirms",
    "done": "confirmed, and done at once",
    "status": "a question, answered at once",
}
"""What a manager's command comes to, by the letter that answers it."""

_OTHERWISE: Mapping[Fate, str] = {
    Fate.CHALLENGED: "not certain, so the sender is asked back, once, with the options",
    Fate.HELD: "the manager is asked to look at it",
}

_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


def understood(row: InboxRow, letters: Sequence[Sent]) -> str:
    """Why the message has its fate; of a counted one, what was recorded and from which kind of words."""
    if row.fate is Fate.COUNTED:
        receipt = next((sent for sent in letters if sent.purpose == "receipt"), None)
        recorded = _HEADING.search(content(receipt.letter, HTML)) if receipt else None
        return f"{_plain(recorded[1]) if recorded else 'a vote'} for {row.practice} (read as: {_said(row.ground)})"
    if row.fate is Fate.COMMANDS:
        return next((_ANSWERED[sent.purpose] for sent in letters if sent.purpose in _ANSWERED), "a manager's command")
    return _BECAUSE.get(row.ground) or _OTHERWISE.get(row.fate, row.ground)


def _said(reading: str) -> str:
    return reading.replace("-", " ")


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()
