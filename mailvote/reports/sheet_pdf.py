"""A4 pages of headings and paragraphs; this module needs reportlab, of the extra `reports`."""

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
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

FACE, BOLD = "Vera", "VeraBd"

INK, SOFT, LINE = HexColor("#1a1f24"), HexColor("#4d5761"), HexColor("#d5dbe1")
TEXT = ParagraphStyle("text", fontName=FACE, fontSize=9.5, leading=14, textColor=INK, spaceAfter=4)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=8, leading=11.5, textColor=SOFT)
TITLE = ParagraphStyle("title", parent=TEXT, fontName=BOLD, fontSize=16, leading=21, spaceAfter=6)
HEADING = ParagraphStyle("heading", parent=TEXT, fontName=BOLD, fontSize=11, leading=15, spaceBefore=10)
_MARGIN, _PADDING = 22 * mm, 6
WIDTH = A4[0] - 2 * (_MARGIN + _PADDING)  # reportlab pads its frames by 6 points


def pdf(story: Sequence[Flowable], *, title: str, author: str) -> bytes:
    """The story as a PDF file; the same story gives the same bytes."""
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=title,
        author=author,
        lang="en-GB",
        invariant=1,
    )
    document.build(list(story))
    return file.getvalue()


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """The text as one paragraph, whatever it holds."""
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


for _face in (FACE, BOLD):
    registerFont(TTFont(_face, f"{_face}.ttf"))
registerFontFamily(FACE, normal=FACE, bold=BOLD, italic=FACE, boldItalic=BOLD)
