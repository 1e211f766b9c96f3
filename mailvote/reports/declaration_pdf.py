"""The declaration on paper, in A4; this module needs reportlab, of the extra `reports`."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from unicodedata import combining, normalize

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from mailvote.reports.declaration import Declaration

FACE, BOLD = "Vera", "VeraBd"

_INK, _SOFT, _LINE = HexColor("#1a1f24"), HexColor("#4d5761"), HexColor("#d5dbe1")
_TEXT = ParagraphStyle("text", fontName=FACE, fontSize=9.5, leading=14, textColor=_INK, spaceAfter=4)
_NUMBER = ParagraphStyle("number", parent=_TEXT, alignment=2)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=8, leading=11.5, textColor=_SOFT)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName=BOLD, fontSize=16, leading=21, spaceAfter=6)
_HEADING = ParagraphStyle("heading", parent=_TEXT, fontName=BOLD, fontSize=11, leading=15, spaceBefore=10)
_MARGIN, _PADDING = 22 * mm, 6
_WIDTH = A4[0] - 2 * (_MARGIN + _PADDING)  # reportlab pads its frames by 6 points
_ROWS = TableStyle(
    [
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE),
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
    head: ParagraphStyle = _SMALL
    body: ParagraphStyle = _TEXT


def _numbers(width: float) -> _Column:
    return _Column(width=width, head=ParagraphStyle("head", parent=_SMALL, alignment=2), body=_NUMBER)


_WIDE_AND_NUMBER = (_Column(width=_WIDTH - 40 * mm), _numbers(40 * mm))
_WIDE_AND_TWO = (_Column(width=_WIDTH - 80 * mm), _Column(width=40 * mm), _numbers(40 * mm))
_HALVES = (_Column(width=_WIDTH / 2), _Column(width=_WIDTH / 2))


def declaration_pdf(it: Declaration) -> bytes:
    """The declaration as a PDF file; the same declaration gives the same bytes."""
    for face in (FACE, BOLD):
        registerFont(TTFont(face, f"{face}.ttf"))
    registerFontFamily(FACE, normal=FACE, bold=BOLD, italic=FACE, boldItalic=BOLD)
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=f"{it.headline}: {it.title} [{it.reference}]",
        author=it.organisation,
        lang="en-GB",
        invariant=1,
    )
    document.build(_story(it))
    return file.getvalue()


def _story(it: Declaration) -> list[Flowable]:
    return [
        _paragraph(it.organisation, _SMALL),
        _paragraph(it.headline, _TITLE),
        _paragraph(f"{it.title} [{it.reference}]", _TEXT),
        *(_paragraph(sentence, _TEXT) for sentence in it.sentences),
        *([_paragraph(it.run_off, _TEXT)] if it.run_off else []),
        *_numbered("Votes", (it.choice, it.measure), it.figures),
        *_roll_call(it),
        *_numbered("Who took part", (it.nouns.capitalize(), "Number"), it.turnout),
        _paragraph("Every message", _HEADING),
        _paragraph(it.messages, _TEXT),
        *_codes(it),
        _paragraph("What happens next", _HEADING),
        _paragraph(it.next_step, _TEXT),
        *_minutes(it),
        _paragraph(it.small_print, _SMALL),
    ]


def _numbered(heading: str, head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> list[Flowable]:
    """Names with a number each; nothing where no vote was held."""
    return [_paragraph(heading, _HEADING), _table(head, rows, _WIDE_AND_NUMBER)] if rows else []


def _roll_call(it: Declaration) -> list[Flowable]:
    """How each practice voted; the weights only where votes are weighted."""
    if not it.roll_call:
        return []
    heading = _paragraph(f"How each {it.noun} voted", _HEADING)
    if not any(weight for _, _, weight in it.roll_call):
        return [heading, _table((it.noun.capitalize(), "Vote"), [row[:2] for row in it.roll_call], _HALVES)]
    head = (it.noun.capitalize(), "Vote", it.weight_title)
    return [heading, _table(head, it.roll_call, _WIDE_AND_TWO)]


def _codes(it: Declaration) -> list[Flowable]:
    if not it.codes:
        return []
    explained = "Each vote is listed by the code in its receipt, in the order of the codes."
    listed = _table(("Code", "Vote"), it.codes, _HALVES)
    return [_paragraph("Find your vote", _HEADING), _paragraph(explained, _TEXT), listed]


def _minutes(it: Declaration) -> list[Flowable]:
    return [_paragraph("For the minutes", _HEADING), _paragraph(it.minutes, _TEXT)] if it.minutes else []


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[_Column]) -> Table:
    cells = [[_paragraph(name, column.head) for name, column in zip(head, columns, strict=True)]]
    cells += [[_paragraph(text, column.body) for text, column in zip(row, columns, strict=True)] for row in rows]
    return Table(cells, colWidths=[column.width for column in columns], style=_ROWS, repeatRows=1)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(printable(text), quote=False), style)


def printable(text: str) -> str:
    """The text in the letters that the typeface has: others lose their accents, or become a question mark."""
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    known = getFont(FACE).face.charToGlyph
    if ord(character) in known:
        return character
    bare = "".join(part for part in normalize("NFKD", character) if not combining(part))
    return bare if bare and all(ord(part) in known for part in bare) else "?"
