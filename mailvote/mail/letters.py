"""The letters to voters: one small function for each, worded in `wording/`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Concatenate

from mailvote.mail.answering import mark, on_paper, reply_link, rules_in_words
from mailvote.mail.ballotpaper import BallotPaper, Precedence, by_rank
from mailvote.mail.launch_letters import lot
from mailvote.mail.letter import Letter, Letterhead, letter, say_time, short_time
from mailvote.mail.practice_letters import cancelled, declaration, extended, opening_notice
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording
from mailvote.rules.electorate import Person
from mailvote.rules.paper import Paper

__all__ = [
    "Letter",
    "Letterhead",
    "Writer",
    "cancelled",
    "challenge",
    "colleague_notice",
    "declaration",
    "extended",
    "late",
    "opening_notice",
    "outranked_lead",
    "outranked_voter",
    "paper",
    "receipt",
    "refusal",
    "reminder",
    "say_time",
    "short_time",
    "superseded_voter",
    "unclear",
    "warning",
    "which",
]

Writer = Callable[Concatenate[Wording, Letterhead, BallotPaper, ...], Letter]
"""Any of these functions that writes about one ballot paper."""


def paper(
    w: Wording,
    house: Letterhead,
    ballot_paper: BallotPaper,
    *,
    note: str = "",
    head: str = "",
    files: Sequence[str] = (),
) -> Letter:
    """The ballot paper, or the specimen of a proof. `note` says that the close was moved, `files` what is enclosed."""
    paper = ballot_paper.paper
    contacts = [option for option in paper.options if option.contact]
    values = on_paper(house, ballot_paper) | rules_in_words(house, paper)
    return letter(
        w,
        house,
        "paper",
        "voter-paper",
        **values,
        contacts=contacts,
        note=note,
        head=head,
        files=files,
        lot=lot(paper),
    )


def reminder(w: Wording, house: Letterhead, ballot_paper: BallotPaper) -> Letter:
    """To a practice with neither vote nor abstention."""
    return letter(w, house, "reminder", "voter-reminder", **on_paper(house, ballot_paper))


def receipt(
    w: Wording,
    house: Letterhead,
    ballot_paper: BallotPaper,
    *,
    choice: tuple[int, ...],
    received_at: datetime,
    code: str,
    head: str,
    replaced: bool,
) -> Letter:
    """How the vote was understood; an empty `choice` is an abstention, `head` the end of the chain."""
    facts = {"received_at": received_at, "code": code, "head": head, "replaced": replaced}
    return letter(
        w,
        house,
        "receipt",
        "voter-receipt",
        **on_paper(house, ballot_paper),
        **facts,
        chosen=ballot_paper.paper.chosen(choice),
        published_codes=ballot_paper.paper.rules.publishes_codes,
    )


def colleague_notice(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, voter: Person, received_at: datetime
) -> Letter:
    """To the practice's other voting people: that `voter` has replied, never what."""
    values = on_paper(house, ballot_paper)
    return letter(w, house, "colleague-notice", "voter-colleague", **values, voter=voter, received_at=received_at)


def outranked_voter(w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, precedence: Precedence) -> Letter:
    """To the one whose vote does not replace the one that stands (R9, case 11)."""
    values = on_paper(house, ballot_paper) | by_rank(ballot_paper.paper.rules, precedence)
    return letter(w, house, "outranked-voter", "voter-outranked", **values)


def outranked_lead(w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, precedence: Precedence) -> Letter:
    """To the one whose vote stands although another of the practice has voted too (R9, case 11)."""
    values = on_paper(house, ballot_paper) | by_rank(ballot_paper.paper.rules, precedence)
    return letter(w, house, "outranked-lead", "lead-outranked", **values)


def superseded_voter(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, voter: Person, received_at: datetime
) -> Letter:
    """To the person of the paper, whose vote that of `voter` has replaced (R9, case 12)."""
    precedence = Precedence(voter=ballot_paper.person, standing=voter, received_at=received_at)
    values = on_paper(house, ballot_paper) | by_rank(ballot_paper.paper.rules, precedence)
    return letter(w, house, "superseded-voter", "voter-superseded", **values)


def unclear(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, sentence: str, received_at: datetime
) -> Letter:
    """Why a message could not be read, and the options once more."""
    values = on_paper(house, ballot_paper)
    return letter(w, house, "unclear", "voter-unclear", **values, sentence=sentence, received_at=received_at)


def challenge(
    w: Wording,
    house: Letterhead,
    ballot_paper: BallotPaper,
    *,
    choice: tuple[int, ...] | None,
    received_at: datetime,
) -> Letter:
    """Is this message yours? The paper's token is the question's own; a `choice` of None: nothing was read."""
    paper, token = ballot_paper.paper, ballot_paper.token
    return letter(
        w,
        house,
        "challenge",
        "voter-challenge",
        **on_paper(house, ballot_paper) | {"code_line": confirmation_line(token)},
        reading=_reading(paper, choice),
        yes_link=reply_link(house, paper, token, "YES"),
        received_at=received_at,
    )


def which(w: Wording, house: Letterhead, fitting: tuple[BallotPaper, ...], received_at: datetime) -> Letter:
    """Which of several papers does a message answer (R10)? The text holds no paper's code."""
    ballots = [
        {
            "title": one.paper.title,
            "practice": one.member.name,
            "closes_at": one.paper.closes_at,
            "mark": mark(one.paper, one.token),
            "link": reply_link(house, one.paper, one.token, ""),
        }
        for one in fitting
    ]
    return letter(w, house, "which", "voter-which", ballots=ballots, received_at=received_at)


def late(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, open_titles: tuple[str, ...], received_at: datetime
) -> Letter:
    """To the sender of a message that came after the close (R18); the paper comes without its token."""
    values = on_paper(house, ballot_paper)
    return letter(w, house, "late", "voter-late", **values, open_titles=open_titles, received_at=received_at)


def refusal(w: Wording, house: Letterhead, person_name: str, title: str, sentence: str) -> Letter:
    """To someone whose message cannot count, whatever it says (R4); `title` may be empty."""
    return letter(w, house, "refusal", "sender-refusal", name=person_name, title=title, sentence=sentence)


def warning(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, sentence: str, received_at: datetime
) -> Letter:
    """To a practice whose name or paper somebody else has used."""
    values = on_paper(house, ballot_paper)
    return letter(w, house, "warning", "voter-warning", **values, sentence=sentence, received_at=received_at)


def _reading(paper: Paper, choice: tuple[int, ...] | None) -> str:
    """The choice in words; empty where nothing was read."""
    if choice is None:
        return ""
    return ", ".join(f"{option.number} {option.name}" for option in paper.chosen(choice)) or "an abstention"
