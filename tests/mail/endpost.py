"""One of every letter about the launch of an election among candidates, and about the end of a ballot."""

from dataclasses import replace
from datetime import date

from mailvote.mail import confirmation_letters, launch_letters, letters
from mailvote.mail.letter import Letter
from tests.mail.letterbox import RECEIVED, TOKEN, Cast

NEW_YEAR = date(2027, 1, 1)


def end_post(cast: Cast) -> dict[str, Letter]:
    """The letters about launches, what candidates write, and confirmations."""
    return launches(cast) | confirmations(cast)


def launches(cast: Cast) -> dict[str, Letter]:
    w, house, words = cast.wording, cast.house, cast.words
    paper = replace(cast.paper, lot="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    drawn = letters.paper(w, house, replace(cast.specimen, paper=paper), files=(words, words))
    plain = letters.paper(w, house, cast.specimen, files=(words,))
    facts = {"lines": (words, "Closes:"), "expires_at": RECEIVED}
    wrote = {"name": words, "address": "a.osei@candidate.example", "received_at": RECEIVED, "inbox_id": 12}
    offer, mail = launch_letters.launch_offered, launch_letters.candidate_mail
    return {
        "paper in the order of a lot": drawn,
        "paper with files": plain,
        "proof of a launch": offer(w, house, paper, TOKEN, what=(words,), problems=(), sample=drawn, **facts),
        "launch with a problem": offer(
            w, house, paper, TOKEN, what=(words,), problems=(words, words), sample=None, **facts
        ),
        "candidate's mail": mail(w, house, paper, said=words, files=(words,), is_last=True, **wrote),
        "candidate's mail without words": mail(w, house, paper, said="", files=(), is_last=False, **wrote),
    }


def confirmations(cast: Cast) -> dict[str, Letter]:
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
