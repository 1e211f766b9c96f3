"""One of every letter about a destruction."""

from dataclasses import replace
from datetime import timedelta

from mailvote.mail import destruction_letters
from mailvote.mail.destruction_letters import Record
from mailvote.mail.letter import Letter
from tests.mail.letterbox import RECEIVED, Cast

NUMBERS = {"votes": 8, "messages": 12, "letters": 109, "proofs": 1, "documents": 0}


def record(rule: str = "one month after the outcome was confirmed", **changes: object) -> Record:
    facts: dict[str, object] = {
        "rule": rule,
        "begun_at": RECEIVED,
        "destroyed_at": RECEIVED + timedelta(seconds=3),
        "numbers": NUMBERS,
        "mailbox": {"INBOX": 12, "Sent": 1},
        "head": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }
    return Record(**{**facts, **changes})  # type: ignore[arg-type]


def final_post(cast: Cast) -> dict[str, Letter]:
    w, house, paper, words = cast.wording, cast.house, cast.paper, cast.words
    certificate, unfinished = destruction_letters.certificate, destruction_letters.unfinished
    open_ballot = replace(paper, rules=replace(paper.rules, secrecy="open"))
    return {
        "certificate": certificate(w, house, paper, record(unopened=(words,))),
        "certificate of an open ballot": certificate(w, house, open_ballot, record(words, mailbox={})),
        "destruction waits": unfinished(w, house, paper, begun_at=RECEIVED, done=(words,), waits=(words, words)),
        "destruction waits for all": unfinished(w, house, paper, begun_at=RECEIVED, done=(), waits=(words,)),
    }
