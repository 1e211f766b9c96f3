"""The letters about the end of a ballot: that its outcome is confirmed, or still waits for that (R24)."""

from datetime import date, datetime

from mailvote.mail import phrases
from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.layouts import layout_of
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording
from mailvote.rules.keeping import WITHOUT_RESULT
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet


def confirmed(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    name: str,
    *,
    headline: str,
    declared_at: datetime,
    effective_on: date | None,
    changes: tuple[str, ...],
    note: str,
    kept: tuple[str, ...],
) -> Letter:
    """To everybody who was told of the result: it is confirmed, from when it holds, and what is destroyed when.

    `changes` says who holds the office from now on, `kept` what is destroyed when, a sentence each.
    """
    return letter(
        w,
        house,
        "confirmed",
        "practice-confirmation",
        paper=paper,
        name=name,
        headline=headline,
        declared_at=declared_at,
        effective=house.phrasebook.dates.day(effective_on) if effective_on else "",
        effect=effect(paper.rules),
        changes=changes,
        note=note,
        kept=kept,
    )


def unconfirmed(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    nonce: str,
    *,
    kind: str,
    headline: str,
    ended_at: datetime,
    destroy_at: datetime,
    held: str,
) -> Letter:
    """To the manager, weekly: the outcome is not confirmed, or nothing was settled; what happens if nothing does.

    The reply may be the form of the confirmation, filled in. `held` is the reason of a hold, where there is one.
    """
    form = Instruction(verb="outcome", argument=paper.reference)
    return letter(
        w,
        house,
        "unconfirmed",
        "manager-unconfirmed",
        reply_above=REPLY_ABOVE,
        paper=paper,
        headline=headline,
        ended_at=ended_at,
        destroy_at=destroy_at,
        held=held,
        why=WITHOUT_RESULT.get(kind, ""),
        is_cancelled=kind == "cancelled",
        elects=paper.rules.choices == "candidates",
        lines=form_lines(form, blanks=layout_of(form).fields),
        after=phrases.span_words(paper.rules.destruction.after),
        code_line=confirmation_line(nonce),
    )


def effect(rules: RuleSet) -> str:
    """What it is that takes effect."""
    return "appointment" if rules.choices == "candidates" else "decision"


def kept_until(
    house: Letterhead,
    rules: RuleSet,
    *,
    destroy_at: datetime,
    unsuccessful_at: datetime | None = None,
    elected_at: datetime | None = None,
) -> tuple[str, ...]:
    """What is destroyed when, once the outcome is confirmed (R23): votes, and what candidates wrote of themselves."""
    what = "The messages about it are" if rules.is_open else "The votes and the messages about it are"
    stays = f" How each {house.noun} voted stays on record." if rules.is_open else ""
    votes = f"{what} destroyed on {house.time(destroy_at)} ({rules.cite('destruction')}).{stays}"
    if unsuccessful_at is None or elected_at is None:
        return (votes,)
    if unsuccessful_at == elected_at:
        return (votes, f"What the candidates wrote about themselves goes on {house.time(elected_at)}.")
    lost = f"What those who were not elected wrote about themselves goes on {house.time(unsuccessful_at)}"
    return (votes, f"{lost}, what those elected wrote on {house.time(elected_at)}.")
