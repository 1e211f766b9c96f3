"""The letters about an election among candidates who applied: its launch, and what they write while it runs (R20)."""

from collections.abc import Sequence
from datetime import datetime

from mailvote.mail.answering import command_link
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording, quoted
from mailvote.rules.english import listed
from mailvote.rules.paper import Paper


def launch_offered(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    nonce: str,
    *,
    what: tuple[str, ...],
    problems: tuple[str, ...],
    lines: tuple[str, ...],
    sample: Letter | None,
    expires_at: datetime,
) -> Letter:
    """The proof of a launch, offered to the manager once it is settled who stands (R20)."""
    return letter(
        w,
        house,
        "proof",
        "manager-launch",
        reply_above=REPLY_ABOVE,
        paper=paper,
        what=what,
        problems=problems,
        lines=lines,
        sample=sample,
        sample_source=quoted(sample.body.replace(house.phrasebook.marker, "", 1).lstrip("\n")) if sample else "",
        expires_at=expires_at,
        confirm_link=command_link(house, nonce, "confirm"),
        code_line=confirmation_line(nonce),
    )


def candidates_in_order(paper: Paper) -> tuple[str, ...]:
    """Who stands, as numbered on the paper, and how that order came about."""
    named = listed([f"{option.number} {option.name} ({option.contact})" for option in paper.options])
    if len(paper.options) == 1:
        return (f"{paper.options[0].name} ({paper.options[0].contact}) alone stands.",)
    return (f"The candidates, in the order of the lot: {named}.", f"The order was {lot(paper)} It is the same for all.")


def lot(paper: Paper) -> str:
    """How the order was drawn, behind “was”, so that anyone can draw it again; empty where it was not drawn."""
    if not paper.lot:
        return ""
    return f"drawn by lot: by the SHA-256 of the seed {paper.lot} followed by the name, lowest first."


def enclosed(files: Sequence[str]) -> tuple[str, ...]:
    """What goes with each paper; what does not fit into one letter follows in another."""
    return (f"With each paper goes what the candidates have written: {listed(files)}.",) if files else ()


def candidate_mail(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    *,
    name: str,
    address: str,
    received_at: datetime,
    said: str,
    files: Sequence[str],
    inbox_id: int,
    is_last: bool,
) -> Letter:
    """To the manager alone: what a candidate has written while the election runs (R21).

    `is_last`: no more messages of candidates are sent on today.
    """
    return letter(
        w,
        house,
        "candidate-mail",
        "manager-candidate-mail",
        paper=paper,
        name=name,
        address=address,
        received_at=received_at,
        said=said,
        files=files,
        inbox_id=inbox_id,
        is_last=is_last,
    )
