"""The declaration on paper, in A4; this module needs reportlab, of the extra `reports`."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from mailvote.reports.declaration import Declaration
from mailvote.reports.sheet_pdf import HEADING, LINE, SMALL, TEXT, TITLE, WIDTH, paragraph, pdf

_NUMBER = ParagraphStyle("number", parent=TEXT, alignment=2)
_ROWS = TableStyle(
    [
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """How wide a column is, and how its words and those above it stand."""

    width: float
    head: ParagraphStyle = SMALL
    body: ParagraphStyle = TEXT


def _numbers(width: float) -> _Column:
    return _Column(width=width, head=ParagraphStyle("head", parent=SMALL, alignment=2), body=_NUMBER)


_WIDE_AND_NUMBER = (_Column(width=WIDTH - 40 * mm), _numbers(40 * mm))
_WIDE_AND_TWO = (_Column(width=WIDTH - 80 * mm), _Column(width=40 * mm), _numbers(40 * mm))
_HALVES = (_Column(width=WIDTH / 2), _Column(width=WIDTH / 2))


def declaration_pdf(it: Declaration) -> bytes:
    """The declaration as a PDF file; the same declaration gives the same bytes."""
    return pdf(_story(it), title=f"{it.headline}: {it.title} [{it.reference}]", author=it.organisation)


def _story(it: Declaration) -> list[Flowable]:
    return [
        paragraph(it.organisation, SMALL),
        paragraph(it.headline, TITLE),
        paragraph(f"{it.title} [{it.reference}]", TEXT),
        *(paragraph(sentence, TEXT) for sentence in it.sentences),
        *([paragraph(it.run_off, TEXT)] if it.run_off else []),
        *_numbered("Votes", (it.choice, it.measure), it.figures),
        *_roll_call(it),
        *_numbered("Who took part", (it.nouns.capitalize(), "Number"), it.turnout),
        paragraph("Every message", HEADING),
        paragraph(it.messages, TEXT),
        *_codes(it),
        paragraph("What happens next", HEADING),
        paragraph(it.next_step, TEXT),
        *_minutes(it),
        paragraph(it.small_print, SMALL),
    ]


def _numbered(heading: str, head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> list[Flowable]:
    """Names with a number each; nothing where no vote was held."""
    return [paragraph(heading, HEADING), _table(head, rows, _WIDE_AND_NUMBER)] if rows else []


def _roll_call(it: Declaration) -> list[Flowable]:
    """How each practice voted; the weights only where votes are weighted."""
    if not it.roll_call:
        return []
    heading = paragraph(f"How each {it.noun} voted", HEADING)
    if not any(weight for _, _, weight in it.roll_call):
        return [heading, _table((it.noun.capitalize(), "Vote"), [row[:2] for row in it.roll_call], _HALVES)]
    head = (it.noun.capitalize(), "Vote", it.weight_title)
    return [heading, _table(head, it.roll_call, _WIDE_AND_TWO)]


def _codes(it: Declaration) -> list[Flowable]:
    if not it.codes:
        return []
    explained = "Each vote is listed by the code in its receipt, in the order of the codes."
    listed = _table(("Code", "Vote"), it.codes, _HALVES)
    return [paragraph("Find your vote", HEADING), paragraph(explained, TEXT), listed]


def _minutes(it: Declaration) -> list[Flowable]:
    return [paragraph("For the minutes", HEADING), paragraph(it.minutes, TEXT)] if it.minutes else []


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[_Column]) -> Table:
    cells = [[paragraph(name, column.head) for name, column in zip(head, columns, strict=True)]]
    cells += [[paragraph(text, column.body) for text, column in zip(row, columns, strict=True)] for row in rows]
    return Table(cells, colWidths=[column.width for column in columns], style=_ROWS, repeatRows=1)
