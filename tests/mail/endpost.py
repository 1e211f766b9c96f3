"""One of every letter about the launch of an election among candidates, and about the end of a ballot."""

from dataclasses import replace
from datetime import date

from mailvote.mail import confirmation_letters
from mailvote.mail.letter import Letter
from tests.mail.letterbox import RECEIVED, TOKEN, Cast

NEW_YEAR = date(2027, 1, 1)


def end_post(cast: Cast) -> dict[str, Letter]:
    """The letters about confirmations."""
    w, house, paper, words = cast.wording, cast.house, cast.paper, cast.words
    decided = replace(paper, rules=replace(paper.rules, choices="for-against"))
    confirmed, unconfirmed = confirmation_letters.confirmed, confirmation_letters.unconfirmed
    facts = {"ended_at": RECEIVED, "destroy_at": RECEIVED}
    kept = (words, words)
    return {
        "confirmed": confirmed(
            w, house, paper, words, headline=words, declared_at=RECEIVED, effective_on=NEW_YEAR, changes=kept,
            note=words, kept=kept,
        ),
        "confirmed decision": confirmed(
            w, house, decided, "", headline=words, declared_at=RECEIVED, effective_on=None, changes=(), note="",
            kept=kept,
        ),
        "unconfirmed": unconfirmed(w, house, paper, TOKEN, kind="elected", headline=words, held="", **facts),
        "unconfirmed decision": unconfirmed(
            w, house, decided, TOKEN, kind="carried", headline=words, held=words, **facts
        ),
        "settled nothing": unconfirmed(w, house, paper, TOKEN, kind="tied", headline=words, held="", **facts),
        "cancelled, nothing followed": unconfirmed(
            w, house, paper, TOKEN, kind="cancelled", headline="", held=words, **facts
        ),
    }  # fmt: skip
