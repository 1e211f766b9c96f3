"""The letters to voters: one small function for each, worded in `wording/`."""

from collections.abc import Callable
from datetime import datetime

from mailvote.mail import phrases
from mailvote.mail.answering import mark, on_paper, reply_link
from mailvote.mail.letter import Letter, Letterhead, letter, say_time, short_time
from mailvote.mail.practice_letters import cancelled, declaration, extended, opening_notice
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording
from mailvote.rules.electorate import Member, Person
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

Writer = Callable[..., Letter]
"""Any of the functions of this module."""


def paper(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
    *,
    note: str = "",
    head: str = "",
) -> Letter:
    """The ballot paper; without a token the specimen of a proof. `note` says that the close was moved."""
    values = on_paper(house, paper, member, person, token)
    rules = {
        "validity": phrases.validity(house, paper.rules),
        "destruction": phrases.destruction(paper.rules),
        "published": phrases.published(house, paper.rules),
    }
    contacts = [option for option in paper.options if option.contact]
    return letter(w, house, "paper", "voter-paper", **values, **rules, contacts=contacts, note=note, head=head)


def reminder(w: Wording, house: Letterhead, paper: Paper, member: Member, person: Person, token: str) -> Letter:
    """To a practice with neither vote nor abstention."""
    return letter(w, house, "reminder", "voter-reminder", **on_paper(house, paper, member, person, token))


def receipt(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
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
        **on_paper(house, paper, member, person, token),
        **facts,
        chosen=[option for option in paper.options if option.number in choice],
        published_codes=paper.rules.publish_codes,
    )


def colleague_notice(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
    *,
    voter: Person,
    received_at: datetime,
) -> Letter:
    """To the practice's other voting people: that `voter` has replied, never what."""
    values = on_paper(house, paper, member, person, token)
    return letter(w, house, "colleague-notice", "voter-colleague", **values, voter=voter, received_at=received_at)


def outranked_voter(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
    *,
    voter: Person,
    standing: Person,
    received_at: datetime,
) -> Letter:
    """To `voter`, whose vote does not replace that of `standing` (R9, case 11)."""
    values = on_paper(house, paper, member, person, token) | _ranked(paper, voter, standing, received_at)
    return letter(w, house, "outranked-voter", "voter-outranked", **values)


def outranked_lead(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
    *,
    voter: Person,
    standing: Person,
    received_at: datetime,
) -> Letter:
    """To `standing`, whose vote stands although `voter` has voted too (R9, case 11)."""
    values = on_paper(house, paper, member, person, token) | _ranked(paper, voter, standing, received_at)
    return letter(w, house, "outranked-lead", "lead-outranked", **values)


def superseded_voter(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
    *,
    voter: Person,
    received_at: datetime,
) -> Letter:
    """To `person`, whose vote that of `voter` has replaced (R9, case 12)."""
    values = on_paper(house, paper, member, person, token) | _ranked(paper, person, voter, received_at)
    return letter(w, house, "superseded-voter", "voter-superseded", **values)


def unclear(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
    *,
    sentence: str,
    received_at: datetime,
) -> Letter:
    """Why a message could not be read, and the options once more."""
    values = on_paper(house, paper, member, person, token)
    return letter(w, house, "unclear", "voter-unclear", **values, sentence=sentence, received_at=received_at)


def challenge(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
    *,
    choice: tuple[int, ...] | None,
    received_at: datetime,
) -> Letter:
    """Is this message yours? `token` is the question's own; a `choice` of None: nothing was read."""
    values = on_paper(house, paper, member, person, token)
    values["code_line"] = confirmation_line(token)
    return letter(
        w,
        house,
        "challenge",
        "voter-challenge",
        **values,
        reading=_reading(paper, choice),
        yes_link=reply_link(house, token, mark(paper, token), "YES"),
        received_at=received_at,
    )


def which(
    w: Wording,
    house: Letterhead,
    member: Member,
    person: Person,
    choices: tuple[tuple[Paper, Member, str], ...],
    received_at: datetime,
) -> Letter:
    """Which of several papers does a message answer (R10)? The text holds no paper's code."""
    ballots = [
        {
            "title": paper.title,
            "practice": elector.name,
            "closes_at": paper.closes_at,
            "mark": mark(paper, token),
            "link": reply_link(house, token, mark(paper, token), ""),
        }
        for paper, elector, token in choices
    ]
    return letter(w, house, "which", "voter-which", ballots=ballots, received_at=received_at)


def late(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    open_titles: tuple[str, ...],
    received_at: datetime,
) -> Letter:
    """To the sender of a message that came after the close (R18)."""
    values = on_paper(house, paper, member, person, "")
    return letter(w, house, "late", "voter-late", **values, open_titles=open_titles, received_at=received_at)


def refusal(w: Wording, house: Letterhead, person_name: str, title: str, sentence: str) -> Letter:
    """To someone whose message cannot count, whatever it says (R4); `title` may be empty."""
    return letter(w, house, "refusal", "sender-refusal", name=person_name, title=title, sentence=sentence)


def warning(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    person: Person,
    token: str,
    sentence: str,
    received_at: datetime,
) -> Letter:
    """To a practice whose name or paper somebody else has used."""
    values = on_paper(house, paper, member, person, token)
    return letter(w, house, "warning", "voter-warning", **values, sentence=sentence, received_at=received_at)


def _ranked(paper: Paper, voter: Person, standing: Person, received_at: datetime) -> dict[str, object]:
    reason = phrases.rank_reason(paper.rules, voter, standing)
    return {"voter": voter, "standing": standing, "reason": reason, "received_at": received_at}


def _reading(paper: Paper, choice: tuple[int, ...] | None) -> str:
    """The choice in words; empty where nothing was read."""
    if choice is None:
        return ""
    chosen = [f"{option.number} {option.name}" for option in paper.options if option.number in choice]
    return ", ".join(chosen) or "an abstention"
