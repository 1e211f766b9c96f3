"""The letters to all of a ballot's people, contacts included: opened, extended, cancelled, declared."""

from collections.abc import Mapping
from datetime import datetime

from mailvote.mail import phrases
from mailvote.mail.answering import choices, mark
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import body_line
from mailvote.mail.wording import Wording
from mailvote.rules.electorate import Electorate
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper


def opening_notice(w: Wording, house: Letterhead, paper: Paper, name: str) -> Letter:
    """To a contact: a ballot is open. It carries no paper (R4)."""
    return letter(w, house, "opening-notice", "practice-opening", paper=paper, name=name)


def extended(
    w: Wording, house: Letterhead, paper: Paper, name: str, old_closes_at: datetime, token: str = ""
) -> Letter:
    """The close has moved (R19); to a voter, who has a token, the letter is a paper too."""
    return letter(
        w,
        house,
        "extended",
        "practice-extended",
        paper=paper,
        name=name,
        old_closes_at=old_closes_at,
        mark=mark(paper, token),
        code_line=body_line(token) if token else "",
        reply_above=REPLY_ABOVE,
        choices=choices(house, paper, token),
    )


def cancelled(w: Wording, house: Letterhead, paper: Paper, name: str, reason: str) -> Letter:
    """The ballot is called off (R19); `reason` may be empty."""
    return letter(w, house, "cancelled", "practice-cancelled", paper=paper, name=name, reason=reason)


def declaration(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    name: str,
    outcome: Outcome,
    codes: tuple[tuple[str, str], ...],
    electorate: Electorate,
    *,
    messages: Mapping[str, int] | None = None,
    head: str = "",
) -> Letter:
    """The result for everyone: totals and turnout, and votes by their codes alone (R22, R24)."""
    listed = sorted(codes) if paper.rules.publish_codes else []
    return letter(
        w,
        house,
        "declaration",
        "practice-declaration",
        **result(paper, outcome, len(electorate.members)),
        name=name,
        codes=listed,
        reconciliation=phrases.reconciliation(messages) if messages is not None else "",
        head=head,
    )


def result(paper: Paper, outcome: Outcome, members: int) -> Mapping[str, object]:
    """What both copies of the declaration say."""
    return {
        "paper": paper,
        "outcome": outcome,
        "all": members,
        "headline": phrases.headline(outcome),
        "next": phrases.next_step(outcome),
        "destruction": phrases.destruction(paper.rules),
        "choices_title": "Candidate" if paper.rules.choices == "candidates" else "Option",
    }
