"""The letters to all of a ballot's people, contacts included: opened, extended, cancelled, declared."""

from collections.abc import Mapping
from datetime import datetime

from mailvote.mail import phrases, results
from mailvote.mail.answering import asked, choices, mark, rules_in_words
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.minutes import minutes
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import body_line
from mailvote.mail.wording import Wording
from mailvote.rules.keeping import WITHOUT_RESULT
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper, option_noun
from mailvote.rules.ruleset import RuleSet


def opening_notice(w: Wording, house: Letterhead, paper: Paper, name: str) -> Letter:
    """To a contact: a ballot is open. It carries no paper (R4)."""
    values = {**rules_in_words(house, paper), "casting": phrases.casting(house, paper.rules)}
    published = phrases.published(house, paper.rules)
    return letter(w, house, "opening-notice", "practice-opening", **values, published=published, paper=paper, name=name)


def extended(
    w: Wording, house: Letterhead, paper: Paper, name: str, old_closes_at: datetime, token: str = ""
) -> Letter:
    """The close has moved (R19); to a voter, who has a token, the letter is a paper too where votes come by mail."""
    token = token if paper.rules.is_by_mail else ""
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
        **asked(paper),
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
    *,
    roll_call: tuple[tuple[str, str, str], ...] = (),
    run_off_closes_at: datetime | None = None,
    messages: Mapping[str, int] | None = None,
    head: str = "",
) -> Letter:
    """The result for everyone: figures and turnout; votes by their codes, or in an open ballot by practice (R24, R32).

    `roll_call` has a row for each practice: its name, its choice, and what that weighs in words.
    """
    return letter(
        w,
        house,
        "declaration",
        "practice-declaration",
        **result(house, paper, outcome, roll_call, run_off_closes_at),
        name=name,
        codes=sorted(codes) if paper.rules.publishes_codes else [],
        reconciliation=phrases.reconciliation(messages) if messages is not None else "",
        disclosed=results.disclosed(house, paper.rules),
        head=head,
    )


def result(
    house: Letterhead,
    paper: Paper,
    outcome: Outcome,
    roll_call: tuple[tuple[str, str, str], ...],
    run_off_closes_at: datetime | None,
) -> dict[str, object]:
    """What both copies of the declaration say."""
    listed = roll_call if paper.rules.is_open else ()
    return {
        "paper": paper,
        "outcome": outcome,
        "headline": results.headline(paper.rules, outcome),
        "run_off": results.run_off(house, paper.rules, outcome, run_off_closes_at),
        "choices_title": option_noun(paper.rules).capitalize(),
        "measure": results.measure(paper.rules, outcome),
        "weight_title": results.weight_title(paper.rules),
        "figures": results.figures(outcome),
        "roll_call": listed,
        "is_weighted": any(weight for _, _, weight in listed),
        "turnout": results.turnout(paper.rules, outcome),
        "next": results.next_step(paper.rules, outcome),
        "destruction": _destruction(house, paper.rules, outcome),
        "minutes": minutes(house, paper, outcome, roll_call=listed, run_off_closes_at=run_off_closes_at),
    }


def _destruction(house: Letterhead, rules: RuleSet, outcome: Outcome) -> str:
    """When the votes go: a confirmation comes only of what was settled (R23)."""
    said = phrases.destruction_without_result if outcome.kind in WITHOUT_RESULT else phrases.destruction
    return said(house, rules)
