"""How a letter asks for its answer: marks that bring the paper's code back, links that write the reply."""

from dataclasses import dataclass
from urllib.parse import quote

from mailvote.mail import asking, phrases
from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.deciding import deciding
from mailvote.mail.letter import Letterhead
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import body_line, confirmation_line, plus_address, subject_mark
from mailvote.rules.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of the paper as it can be pressed; `link` is empty on a paper that is only shown."""

    number: int
    name: str
    link: str


def on_paper(house: Letterhead, ballot_paper: BallotPaper) -> dict[str, object]:
    """What every letter about a ballot paper knows."""
    paper, token = ballot_paper.paper, ballot_paper.token
    return {
        "paper": paper,
        "member": ballot_paper.member,
        "person": ballot_paper.person,
        "mark": mark(paper, token),
        "code_line": body_line(token) if token else "",
        "reply_above": REPLY_ABOVE,
        **asked(paper),
        "choices": choices(house, paper, token),
        "abstain_link": reply_link(house, paper, token, "ABSTAIN"),
        "abstention": phrases.abstention(paper.rules),
        "precedence": phrases.precedence(paper.rules),
        "change": phrases.change(house, paper),
        "weight": phrases.weight(house, paper.rules, ballot_paper.member),
    }


def asked(paper: Paper) -> dict[str, str]:
    """What to reply: as a sentence of its own, behind the word “reply”, and by pressing a button."""
    return {
        "instruction": asking.instruction(paper),
        "answer": asking.answer(paper),
        "buttons": asking.buttons(paper),
    }


def rules_in_words(house: Letterhead, paper: Paper) -> dict[str, str]:
    """How the vote works: how it is decided, who sees it, and what becomes of it."""
    return {
        "deciding": deciding(house, paper),
        "validity": phrases.validity(house, paper.rules),
        "secrecy": phrases.secrecy(house, paper.rules),
        "destruction": phrases.destruction(house, paper.rules),
    }


def mark(paper: Paper, token: str) -> str:
    """The mark in the subject; without a token the reference alone."""
    return subject_mark(paper.reference, token) if token else f"[{paper.reference}]"


def choices(house: Letterhead, paper: Paper, token: str) -> list[Choice]:
    """The options, each with the link that writes `VOTE 2`."""
    return [
        Choice(
            number=option.number,
            name=option.name,
            link=reply_link(house, paper, token, f"VOTE {option.number}"),
        )
        for option in paper.options
    ]


def reply_link(house: Letterhead, paper: Paper, token: str, body: str) -> str:
    """A mailto link to the address that carries the token, if there is one; no choice stands in its subject."""
    if not token:
        return ""
    address = plus_address(house.address, token) if house.plus_addressing else house.address
    words = f"Vote {mark(paper, token)}"
    subject = quote(words if house.plus_addressing else f"{words} {token}", safe="")
    return f"mailto:{quote(address, safe='@')}?subject={subject}" + (f"&body={quote(body, safe='')}" if body else "")


def command_link(house: Letterhead, nonce: str, command: str) -> str:
    """A mailto link that answers a proof; where the address cannot carry the code, the text does."""
    address = plus_address(house.address, nonce) if house.plus_addressing else house.address
    body = command if house.plus_addressing else f"{command}\r\n\r\n{confirmation_line(nonce)}\r\n"
    subject = quote(f"Your command [{house.id.upper()}]", safe="")
    return f"mailto:{quote(address, safe='@')}?subject={subject}&body={quote(body, safe='')}"
