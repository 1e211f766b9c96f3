"""The letters that answer what a voter asks for, and the one that offers back what a message seems to say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailvote.mail.answering import mark, on_paper, reply_link
from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording
from mailvote.rules.electorate import Person
from mailvote.rules.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteShown:
    """A practice's vote as MY VOTE is answered: an empty `choice` is an abstention; `is_held` after an objection.

    `is_destroyed`: nobody can say any more what it was (R23).
    """

    choice: tuple[int, ...] | None = field(default=None, repr=False)
    received_at: datetime | None = None
    code: str = field(default="", repr=False)
    is_held: bool = False
    is_destroyed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotShown:
    """One ballot of the sender as STATUS is answered: whether a reply stands, never which."""

    ballot_paper: BallotPaper
    stage: str
    has_reply: bool
    is_held: bool
    is_asked: bool


def offered(
    w: Wording,
    house: Letterhead,
    ballot_paper: BallotPaper,
    *,
    choice: tuple[int, ...],
    sentence: str,
    received_at: datetime,
) -> Letter:
    """Is this what you mean? The paper's token is the question's own (mail.md 4, tier B)."""
    paper, token = ballot_paper.paper, ballot_paper.token
    return letter(
        w,
        house,
        "offered",
        "voter-offered",
        **on_paper(house, ballot_paper) | {"code_line": confirmation_line(token)},
        reading=_reading(paper, choice),
        sentence=sentence,
        yes_link=reply_link(house, paper, token, "YES"),
        received_at=received_at,
    )


def withdrawn(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, stood: bool, received_at: datetime
) -> Letter:
    """To who wrote WITHDRAW: the vote does not count any more, or none `stood`."""
    values = on_paper(house, ballot_paper)
    return letter(w, house, "withdrawn", "voter-withdrawn", **values, stood=stood, received_at=received_at)


def withdrawn_by_colleague(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, voter: Person, received_at: datetime
) -> Letter:
    """To the practice's other voting people: `voter` has withdrawn the vote."""
    values = on_paper(house, ballot_paper)
    return letter(
        w, house, "withdrawn-by-colleague", "voter-colleague-withdrawn", **values, voter=voter, received_at=received_at
    )


def vote_shown(w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, vote: VoteShown, is_open: bool) -> Letter:
    """To one of the practice's voting people: the vote in force."""
    chosen = ballot_paper.paper.chosen(vote.choice or ())
    values = on_paper(house, ballot_paper)
    return letter(w, house, "vote-shown", "voter-vote-shown", **values, vote=vote, chosen=chosen, is_open=is_open)


def status_shown(w: Wording, house: Letterhead, person_name: str, ballots: Sequence[BallotShown]) -> Letter:
    """How the ballots of the sender's practices stand; no letter of it holds a paper's code."""
    shown = [
        {
            "title": one.ballot_paper.paper.title,
            "practice": one.ballot_paper.member.name,
            "closes_at": one.ballot_paper.paper.closes_at,
            "mark": mark(one.ballot_paper.paper, ""),
            "stage": one.stage,
            "has_reply": one.has_reply,
            "is_held": one.is_held,
            "is_asked": one.is_asked,
        }
        for one in ballots
    ]
    return letter(w, house, "status-shown", "voter-status", name=person_name, ballots=shown)


def help_shown(w: Wording, house: Letterhead, person_name: str) -> Letter:
    """What a voter can write."""
    return letter(w, house, "help-shown", "voter-help", name=person_name)


def _reading(paper: Paper, choice: tuple[int, ...]) -> str:
    return ", ".join(f"{option.number} {option.name}" for option in paper.chosen(choice)) or "an abstention"
