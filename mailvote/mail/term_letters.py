"""The letters about offices: who holds what until when, what ends soon, and what falls vacant early (R25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.term_sentences import standing
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording
from mailvote.rules.english import counted, listed
from mailvote.rules.terms import Office, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow:
    """One office as a list shows it: its holders, how many places are `free`, and who takes office later.

    `empty_since` is the last day of whoever left last, None where no place is free or that is not known.
    """

    office: Office
    holders: tuple[Term, ...] = ()
    free: int = 0
    empty_since: date | None = None
    to_come: tuple[Term, ...] = ()


def offices(w: Wording, house: Letterhead, rows: Sequence[OfficeRow], today: date) -> Letter:
    """To the manager: every office with its holders, what is over and what is vacant."""
    return letter(
        w,
        house,
        "offices",
        "manager-offices",
        number=counted(len(rows), "office"),
        rows=rows,
        today=today,
        vacant=[row.office.name for row in rows if row.free],
        standing=standing,
        counted=counted,
        day=house.phrasebook.dates.plain,
    )


def term_ending(
    w: Wording,
    house: Letterhead,
    office: Office,
    terms: Sequence[Term],
    form: Sequence[str],
    nonce: str,
    today: date,
) -> Letter:
    """To the manager, once a term: it ends soon or is over, with the call for candidates drafted."""
    ends = [term.last_day for term in terms if term.last_day is not None]
    return letter(
        w,
        house,
        "term-ending",
        "manager-term-ending",
        reply_above=REPLY_ABOVE,
        office=office,
        terms=terms,
        names=listed([term.holder for term in terms]),
        first=min(ends, default=today),
        today=today,
        lines=form,
        day=house.phrasebook.dates.plain,
        counted=counted,
        code_line=confirmation_line(nonce),
    )


def vacancy(
    w: Wording,
    house: Letterhead,
    office: Office,
    sentences: Sequence[str],
    reason: str,
    form: Sequence[str],
    nonce: str,
) -> Letter:
    """To the manager, at once: an office falls vacant early, with the call for candidates drafted."""
    return letter(
        w,
        house,
        "vacancy",
        "manager-vacancy",
        reply_above=REPLY_ABOVE,
        office=office,
        sentences=sentences,
        reason=reason,
        lines=form,
        code_line=confirmation_line(nonce),
    )
