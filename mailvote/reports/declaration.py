"""The declaration of a ballot as everybody may see it, and its page; made of what was published, counted once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from typing import Any

from mailvote.mail import phrases, results
from mailvote.mail.letter import Letterhead, stamp
from mailvote.reports.page import page
from mailvote.rules.chain import JSON
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.participation import Participation


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declared ballot in words and numbers: totals and turnout, votes by their codes alone (R22, R24).

    `turnout` has its rows in order, each a label with a number; `messages` is the line in which all messages add up.
    """

    organisation: str
    reference: str
    title: str
    headline: str
    is_elected: bool
    sentences: tuple[str, ...]
    choice: str
    totals: tuple[tuple[str, int], ...] = field(repr=False)
    nouns: str
    turnout: tuple[tuple[str, int], ...]
    codes: tuple[tuple[str, str], ...] = field(repr=False)
    messages: str
    next_step: str
    small_print: str


def declaration(house: Letterhead, paper: Paper, figures: Mapping[str, JSON], published: JSON) -> Declaration:
    """The declaration of a ballot from its figures (interface.md 7) and what was published with its outcome.

    ValueError for a ballot that has no outcome by count: one not declared yet, or cancelled.
    """
    outcome = read_outcome(figures)
    part = outcome.participation
    table: Any = published
    opened, closed = (stamp(at, house.calendar) for at in (paper.opens_at, paper.closes_at))
    return Declaration(
        organisation=house.organisation,
        reference=paper.reference,
        title=paper.title,
        headline=results.headline(paper.rules, outcome),
        is_elected=bool(outcome.elected),
        sentences=outcome.sentences,
        choice="Candidate" if paper.rules.choices == "candidates" else "Option",
        totals=outcome.totals,
        nouns=house.nouns,
        turnout=(
            ("Voted", part.voted),
            ("Abstained", part.abstained),
            ("Did not reply", part.no_reply),
            ("All", part.voted + part.abstained + part.no_reply),
        ),
        codes=tuple((str(code), str(name)) for code, name in table.get("codes", ())),
        messages=phrases.reconciliation(_numbers(figures["messages"])),
        next_step=f"{results.next_step(paper.rules, outcome)} {phrases.destruction(house, paper.rules)}",
        small_print=f"The ballot opened on {opened} and closed on {closed}. Rules: {paper.rules.source}. "
        f"How a {house.noun} voted is not published.",
    )


def read_outcome(figures: Mapping[str, JSON]) -> Outcome:
    """The outcome that the figures of a declared ballot tell; ValueError where there is none."""
    told: Any = figures["outcome"]
    if told is None or told["kind"] == "cancelled":
        raise ValueError("this ballot has not been declared")
    totals = tuple((str(name), votes) for name, votes in told["totals"].items())
    return Outcome(
        kind=told["kind"],
        elected=tuple(told["elected"]),
        contenders=(),
        open_seats=0,
        totals=tuple((name, votes) for name, votes in totals if isinstance(votes, int)),
        exact=(),
        figures=tuple((name, f"{votes:,}" if isinstance(votes, int) else votes or "") for name, votes in totals),
        held_back="",
        support=None,
        run_off=told["run_off"] or "",
        participation=_participation(figures["participation"]),
        sentences=tuple(told["sentences"]),
        manager_sentences=(),
    )


def _participation(told: Any) -> Participation:
    required = told["required"]
    return Participation(
        voted=told["voted"],
        abstained=told["abstained"],
        no_reply=told["no_reply"],
        recorded=told["recorded"],
        share=Fraction(told["share"]),
        required=None if required is None else Fraction(required),
        met=told["met"],
        met_otherwise=told["met"],
    )


def _numbers(told: Any) -> dict[str, int]:
    return {str(name): int(number) for name, number in told.items()}


_STYLE = """
main { max-width: 44rem; margin: 0 auto; padding: 1rem .75rem 2rem; }
.result { border-left: 6px solid var(--good); }
.result.open { border-left-color: var(--bad); }
.bar { display: block; height: .5rem; margin-top: .3rem; border-radius: 3px; background: var(--bar); min-width: 2px; }
.bars td:first-child { width: 99%; }
.whole { white-space: nowrap; }
.code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .875rem; }
@media print { body { background: none; } .card { border: 0; padding: 0; } }
"""


def declaration_page(it: Declaration) -> str:
    """The declaration as one HTML page."""
    sentences = "".join(f"<li>{escape(sentence)}</li>\n" for sentence in it.sentences)
    content = (
        f'<main>\n<p class="soft">{escape(it.organisation)}</p>\n'
        f'<div class="card result{"" if it.is_elected else " open"}">\n'
        f"<h1>{escape(it.headline)}</h1>\n"
        f'<p>{escape(it.title)} <span class="soft whole">{escape(it.reference)}</span></p>\n'
        f"<ul>\n{sentences}</ul>\n"
        f"<h2>Votes</h2>\n{_totals(it)}"
        f"<h2>Who took part</h2>\n{_table((it.nouns.capitalize(), 'Number'), it.turnout)}"
        f"<h2>Every message</h2>\n<p>{escape(it.messages)}</p>\n"
        f"{_codes(it)}<h2>What happens next</h2>\n<p>{escape(it.next_step)}</p>\n"
        f'<p class="soft">{escape(it.small_print)}</p>\n</div>\n</main>\n'
    )
    return page(f"{it.headline}: {it.title} [{it.reference}]", content, style=_STYLE)


def _totals(it: Declaration) -> str:
    """Names and votes with a bar each, as long as its part of the most votes."""
    most = max((votes for _, votes in it.totals), default=0) or 1
    rows = "".join(
        f'<tr><td>{escape(name)}<span class="bar" style="width:{100 * votes // most}%"></span></td>'
        f'<td class="number">{votes:,}</td></tr>\n'
        for name, votes in it.totals
    )
    return f'<table class="bars">\n{_head((it.choice, "Votes"))}<tbody>\n{rows}</tbody></table>\n'


def _table(head: tuple[str, str], rows: Sequence[tuple[str, int]]) -> str:
    cells = "".join(f'<tr><td>{escape(name)}</td><td class="number">{number:,}</td></tr>\n' for name, number in rows)
    return f"<table>\n{_head(head)}<tbody>\n{cells}</tbody></table>\n"


def _head(head: tuple[str, str]) -> str:
    first, second = map(escape, head)
    return f'<thead><tr><th scope="col">{first}</th><th scope="col" class="number">{second}</th></tr></thead>\n'


def _codes(it: Declaration) -> str:
    if not it.codes:
        return ""
    rows = "".join(
        f'<tr><td class="code">{escape(code)}</td><td>{escape(choice)}</td></tr>\n' for code, choice in it.codes
    )
    return (
        "<h2>Find your vote</h2>\n<p>Each vote is listed by the code in its receipt, in the order of the codes.</p>\n"
        '<table>\n<thead><tr><th scope="col">Code</th><th scope="col">Vote</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table>\n"
    )
