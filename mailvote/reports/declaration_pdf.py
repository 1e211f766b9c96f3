"""The declaration on paper, in A4; this module needs reportlab, of the extra `reports`."""

from collections.abc import Sequence
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
        _paragraph("Votes", _HEADING),
        _table(it.choice, "Votes", it.totals),
        _paragraph("Who took part", _HEADING),
        _table(it.nouns.capitalize(), "Number", it.turnout),
        _paragraph("Every message", _HEADING),
        _paragraph(it.messages, _TEXT),
        *_codes(it),
        _paragraph("What happens next", _HEADING),
        _paragraph(it.next_step, _TEXT),
        _paragraph(it.small_print, _SMALL),
    ]


def _codes(it: Declaration) -> list[Flowable]:
    if not it.codes:
        return []
    explained = "Each vote is listed by the code in its receipt, in the order of the codes."
    rows = [[_paragraph("Code", _SMALL), _paragraph("Vote", _SMALL)]]
    rows += [[_paragraph(code, _TEXT), _paragraph(choice, _TEXT)] for code, choice in it.codes]
    listed = Table(rows, colWidths=[_WIDTH / 2, _WIDTH / 2], style=_ROWS, repeatRows=1)
    return [_paragraph("Find your vote", _HEADING), _paragraph(explained, _TEXT), listed]


def _table(name: str, number: str, rows: Sequence[tuple[str, int]]) -> Table:
    cells = [[_paragraph(name, _SMALL), _paragraph(number, ParagraphStyle("head", parent=_SMALL, alignment=2))]]
    cells += [[_paragraph(label, _TEXT), _paragraph(f"{value:,}", _NUMBER)] for label, value in rows]
    return Table(cells, colWidths=[_WIDTH - 25 * mm, 25 * mm], style=_ROWS, repeatRows=1)


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
