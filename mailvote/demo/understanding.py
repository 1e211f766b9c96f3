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
    "non-voter": "the sender has no vote to cast, and is told so politely",
    "no-ballot": "no ballot is open for the sender, who is told so",
    "no-paper": "it lacks the code of the paper; the registered address is asked whether it is genuine",
    "late-expression": "it came after the end of the applications; the manager is told",
    "candidate-mail": "mail of a candidate while the ballot runs: the manager gets it, and nobody else",
    "late": "it reached the mail server after the close; its sender is told",
    "courtesy": "thanks, and nothing else: that needs no answer",
    "interest": "the practice has declared an interest, so it does not vote here; the sender is told",
    "objection": "the vote of the practice is held, and the manager is told; nobody counts it meanwhile",
    "outranked": "a vote of higher rank stands; the sender, the lead and the manager are told",
}
"""By the ground on which the office decided."""

_ANSWERED: Mapping[str, str] = {
    "form": "asks for a ballot; nothing happens before the form comes back",
    "proof": "read, and shown back in full; nothing happens before the sender confirms it",
    "done": "confirmed, and done at once",
    "status": "a question, answered at once",
    "expression-confirm": "nothing shows yet that it comes from that address, which is asked once",
    "expression-received": "taken, and told back heading by heading with what is missing",
    "panel-received": "read candidate by candidate, and told back",
}
"""What a command or an application comes to, by the letter that answers it."""

_NOT_YET = "something is not right yet, so it comes back to be corrected; nothing has happened"

_OTHERWISE: Mapping[Fate, str] = {
    Fate.CHALLENGED: "not certain, so the sender is asked back, once, with the options",
    Fate.HELD: "the manager is asked to look at it",
}

_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


def understood(row: InboxRow, letters: Sequence[Sent]) -> str:
    """Why the message has its fate; of a counted one, what was recorded and from which kind of words.

    `letters` are those that its sender got in return.
    """
    if row.fate is Fate.COUNTED:
        receipts = [content(sent.letter, HTML) for sent in letters if sent.purpose == "receipt"]
        chosen = [f"“{_plain(heading)}”" for receipt in receipts for heading in _HEADING.findall(receipt)]
        return f"recorded for {row.practice} as {' and '.join(chosen) or 'a vote'} (read as: {_said(row.ground)})"
    if row.ground in _BECAUSE:
        return _BECAUSE[row.ground]
    otherwise = "a command" if row.fate is Fate.COMMANDS else _OTHERWISE.get(row.fate, row.ground)
    return next((_answer(sent) for sent in letters if sent.purpose in _ANSWERED), otherwise)


def _answer(sent: Sent) -> str:
    return _NOT_YET if str(sent.letter["Subject"]).startswith("Please correct") else _ANSWERED[sent.purpose]


def _said(reading: str) -> str:
    return reading.replace("-", " ")


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()
