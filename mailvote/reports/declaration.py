"""The declaration of a ballot as everybody may see it, and its page; made of what was published, counted once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from mailvote.mail import phrases, results
from mailvote.mail.letter import Letterhead, stamp
from mailvote.reports.page import page
from mailvote.reports.published import read_outcome
from mailvote.rules.chain import JSON
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper, option_noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declared ballot in words: figures and turnout, and what its rules publish of single votes (R22, R24, R32).

    `figures` and `turnout` have their rows in order, each a label with a number in words; `lengths` has the bar of
    each figure in hundredths of the longest, and is empty where totals are held back. `roll_call` has practice,
    choice and weight, and is empty in a confidential ballot. `messages` is the line in which all messages add up.
    """

    organisation: str
    reference: str
    title: str
    headline: str
    is_settled: bool
    sentences: tuple[str, ...]
    run_off: str
    choice: str
    measure: str
    figures: tuple[tuple[str, str], ...] = field(repr=False)
    lengths: tuple[int, ...] = field(repr=False)
    noun: str
    nouns: str
    roll_call: tuple[tuple[str, str, str], ...] = field(repr=False)
    weight_title: str
    turnout: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...] = field(repr=False)
    messages: str
    next_step: str
    minutes: str = field(repr=False)
    small_print: str


def declaration(house: Letterhead, paper: Paper, figures: Mapping[str, JSON], published: JSON) -> Declaration:
    """The declaration of a ballot from its figures (interface.md 7) and what was published with its outcome.

    ValueError for a ballot that has no outcome by count: one not declared yet, or cancelled.
    """
    outcome = read_outcome(paper.rules, figures, published)
    table: Any = published
    messages: Any = figures["messages"]
    closes_at = table.get("run_off_closes_at")
    return Declaration(
        organisation=house.organisation,
        reference=paper.reference,
        title=paper.title,
        headline=results.headline(paper.rules, outcome),
        is_settled=outcome.kind in results.SETTLED,
        sentences=outcome.sentences,
        run_off=results.run_off(house, paper.rules, outcome, datetime.fromisoformat(closes_at) if closes_at else None),
        choice=option_noun(paper.rules).capitalize(),
        measure=results.measure(paper.rules, outcome),
        figures=results.figures(outcome),
        lengths=_lengths(outcome),
        noun=house.noun,
        nouns=house.nouns,
        roll_call=tuple((str(name), str(choice), str(weight)) for name, choice, weight in table.get("votes") or ()),
        weight_title=results.weight_title(paper.rules),
        turnout=results.turnout(paper.rules, outcome),
        codes=tuple((str(code), str(name)) for code, name in table.get("codes") or ()),
        messages=phrases.reconciliation({str(fate): int(number) for fate, number in messages.items()}),
        next_step=f"{results.next_step(paper.rules, outcome)} {phrases.destruction(house, paper.rules)}",
        minutes=str(table.get("minutes") or ""),
        small_print=_small_print(house, paper, outcome),
    )


def _small_print(house: Letterhead, paper: Paper, outcome: Outcome) -> str:
    if outcome.unopposed:
        return f"No vote was held. Rules: {paper.rules.source}."
    opened, closed = (stamp(at, house.calendar) for at in (paper.opens_at, paper.closes_at))
    window = f"The ballot opened on {opened} and closed on {closed}."
    return f"{window} Rules: {paper.rules.source}. {results.disclosed(house, paper.rules)}"


def _lengths(outcome: Outcome) -> tuple[int, ...]:
    """Each total in hundredths of the greatest."""
    most = max((total for _, total in outcome.totals), default=0) or 1
    return tuple(100 * total // most for _, total in outcome.totals)


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
    content = (
        f'<main>\n<p class="soft">{escape(it.organisation)}</p>\n'
        f'<div class="card result{"" if it.is_settled else " open"}">\n'
        f"<h1>{escape(it.headline)}</h1>\n"
        f'<p>{escape(it.title)} <span class="soft whole">{escape(it.reference)}</span></p>\n'
        f"{_sentences(it)}{_figures(it)}{_roll_call(it)}{_turnout(it)}"
        f"<h2>Every message</h2>\n{_paragraph(it.messages)}"
        f"{_codes(it)}<h2>What happens next</h2>\n{_paragraph(it.next_step)}"
        f"{_minutes(it)}{_paragraph(it.small_print, 'soft')}</div>\n</main>\n"
    )
    return page(f"{it.headline}: {it.title} [{it.reference}]", content, style=_STYLE)


def _sentences(it: Declaration) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>\n" for sentence in it.sentences)
    return f"<ul>\n{items}</ul>\n{_paragraph(it.run_off) if it.run_off else ''}"


def _figures(it: Declaration) -> str:
    """Names and figures; with a bar each, as long as its part of the most votes, where totals are exact."""
    if not it.figures:
        return ""
    bars = [f'<span class="bar" style="width:{length}%"></span>' for length in it.lengths] or [""] * len(it.figures)
    rows = "".join(
        f'<tr><td>{escape(name)}{bar}</td><td class="number">{escape(text)}</td></tr>\n'
        for (name, text), bar in zip(it.figures, bars, strict=True)
    )
    head = _head((it.choice, it.measure))
    return f'<h2>Votes</h2>\n<table class="bars">\n{head}<tbody>\n{rows}</tbody></table>\n'


def _turnout(it: Declaration) -> str:
    """Who took part; nothing where no vote was held."""
    if not it.turnout:
        return ""
    return f"<h2>Who took part</h2>\n{_table((it.nouns.capitalize(), 'Number'), it.turnout)}"


def _roll_call(it: Declaration) -> str:
    """How each practice voted; the weights only where votes are weighted."""
    if not it.roll_call:
        return ""
    weighted = any(weight for _, _, weight in it.roll_call)
    head = (it.noun.capitalize(), "Vote", *([it.weight_title] if weighted else []))
    rows = [row if weighted else row[:2] for row in it.roll_call]
    number = 2 if weighted else len(head)
    return f"<h2>How each {escape(it.noun)} voted</h2>\n{_table(head, rows, number=number)}"


def _minutes(it: Declaration) -> str:
    return f"<h2>For the minutes</h2>\n{_paragraph(it.minutes)}" if it.minutes else ""


def _codes(it: Declaration) -> str:
    if not it.codes:
        return ""
    rows = "".join(
        f'<tr><td class="code">{escape(code)}</td><td>{escape(choice)}</td></tr>\n' for code, choice in it.codes
    )
    return (
        "<h2>Find your vote</h2>\n<p>Each vote is listed by the code in its receipt, in the order of the codes.</p>\n"
        f"<table>\n{_head(('Code', 'Vote'), number=2)}<tbody>\n{rows}</tbody></table>\n"
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, number: int = 1) -> str:
    """A table whose columns hold numbers from the column `number` on."""
    body = "".join(f"<tr>{_cells(row, number)}</tr>\n" for row in rows)
    return f"<table>\n{_head(head, number=number)}<tbody>\n{body}</tbody></table>\n"


def _cells(row: Sequence[str], number: int) -> str:
    return "".join(f"<td{_aligned(place, number)}>{escape(cell)}</td>" for place, cell in enumerate(row))


def _head(head: Sequence[str], *, number: int = 1) -> str:
    cells = "".join(f'<th scope="col"{_aligned(place, number)}>{escape(cell)}</th>' for place, cell in enumerate(head))
    return f"<thead><tr>{cells}</tr></thead>\n"


def _aligned(place: int, number: int) -> str:
    return ' class="number"' if place >= number else ""


def _paragraph(text: str, style: str = "") -> str:
    return f'<p class="{style}">{escape(text)}</p>\n' if style else f"<p>{escape(text)}</p>\n"
