"""The letters on what the assessment of the candidates comes to: to candidates, and to the manager (R20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailvote.mail.answering import command_link
from mailvote.mail.call_letters import kept
from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import confirmation_line, reply_line
from mailvote.mail.wording import Wording
from mailvote.rules.english import listed
from mailvote.rules.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A candidate who is decided; `reasons` are those that the candidate is told."""

    name: str
    is_eligible: bool
    reasons: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """A candidate on whom the panel is split: each member with finding and reason."""

    name: str
    findings: tuple[tuple[str, bool, str], ...] = field(repr=False)


def eligible(w: Wording, house: Letterhead, paper: Paper, name: str, token: str) -> Letter:
    """To a candidate who may stand, and may still withdraw."""
    values = {"paper": paper, "name": name, "code_line": reply_line(token)}
    return letter(w, house, "candidate-eligible", "candidate-eligible", **values)


def not_eligible(w: Wording, house: Letterhead, paper: Paper, name: str, reasons: tuple[str, ...]) -> Letter:
    """To a candidate who may not stand, with the reasons, which are nobody's by name."""
    values = {"paper": paper, "name": name, "reasons": reasons, "kept": kept(paper.rules.candidacy)}
    return letter(w, house, "candidate-not-eligible", "candidate-not-eligible", **values)


def split(
    w: Wording, house: Letterhead, paper: Paper, disputed: Sequence[Disputed], agreed: Sequence[Assessed]
) -> Letter:
    """To the manager, who decides where the panel differs, and sees all findings and reasons."""
    lines = assess_form(paper.reference, [one.name for one in disputed])
    shown = [(one.name, [(who, _words(said), why) for who, said, why in one.findings]) for one in disputed]
    return letter(
        w,
        house,
        "manager-split",
        "manager-split",
        reply_above=REPLY_ABOVE,
        paper=paper,
        disputed=shown,
        agreed=[(one.name, _words(one.is_eligible)) for one in agreed],
        lines=lines,
        names=listed([one.name for one in disputed]),
    )


def silent(w: Wording, house: Letterhead, paper: Paper, members: Mapping[str, Sequence[str]]) -> Letter:
    """To the manager: which members of the panel have been reminded of which candidates, and what can be done."""
    names = list(dict.fromkeys(name for left in members.values() for name in left))
    return letter(
        w,
        house,
        "manager-panel-silent",
        "manager-panel-silent",
        reply_above=REPLY_ABOVE,
        paper=paper,
        members=[(member, listed(list(left))) for member, left in members.items()],
        lines=assess_form(paper.reference, names),
    )


def panel_wrote(
    w: Wording, house: Letterhead, paper: Paper, member: str, received_at: datetime, was_asked: bool
) -> Letter:
    """To the manager: a member of the panel has written something that finds nobody eligible or not."""
    facts = {"member": member, "received_at": received_at, "was_asked": was_asked}
    return letter(w, house, "manager-panel-mail", "manager-panel-mail", paper=paper, **facts)


def assessed(w: Wording, house: Letterhead, paper: Paper, candidates: Sequence[Assessed]) -> Letter:
    """To the manager: who is eligible and who is not; the draft of the election follows by itself."""
    eligible_ones = [one.name for one in candidates if one.is_eligible]
    others = [(one.name, one.reasons) for one in candidates if not one.is_eligible]
    values = {"paper": paper, "eligible": eligible_ones, "others": others}
    return letter(w, house, "manager-assessed", "manager-assessed", **values)


def nobody_eligible(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    candidates: Sequence[Assessed],
    reopening: Instruction,
    nonce: str,
    apply_by: datetime,
    expires_at: datetime,
) -> Letter:
    """To the manager: nobody can stand, and what a confirmation would reopen until when."""
    return letter(
        w,
        house,
        "manager-nobody-eligible",
        "manager-nobody-eligible",
        reply_above=REPLY_ABOVE,
        paper=paper,
        others=[(one.name, one.reasons) for one in candidates],
        apply_by=apply_by,
        expires_at=expires_at,
        lines=form_lines(reopening),
        confirm_link=command_link(house, nonce, "confirm"),
        code_line=confirmation_line(nonce),
    )


def assess_form(reference: str, names: Sequence[str]) -> tuple[str, ...]:
    """The command by which the manager decides, to be filled in."""
    return (f"assess {reference}", *(f"{name}:" for name in names))


def _words(is_eligible: bool) -> str:
    return "eligible" if is_eligible else "not eligible"
