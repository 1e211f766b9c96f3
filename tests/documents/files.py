"""Files as applicants send them: PDF and Word, with and without text, and the hostile ones."""

import io
import zipfile
from html import escape

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

EXPRESSION = (
    "1. Statement",
    "I have been a partner in Thame for twenty years.",
    "2. Experience & direction offered",
    "I would bring services closer to patients.",
    "3. Conflicts of interest",
    "None.",
)
"""An expression of interest with all that is asked for."""


def pdf(*lines: str, password: str = "", padding: int = 0) -> bytes:
    """A page with these lines of text; without any it is as a scan is. `padding` makes the file so much larger."""
    page = io.BytesIO()
    canvas = Canvas(page, encrypt=StandardEncryption(password, canPrint=0) if password else None)
    canvas.setKeywords("x" * padding)
    for number, line in enumerate(lines):
        canvas.drawString(72, 750 - 16 * number, line)
    canvas.rect(72, 72, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    return page.getvalue()


def docx(
    *paragraphs: str, headings: tuple[str, ...] = (), body: str = "", extra: dict[str, bytes] | None = None
) -> bytes:
    """A Word file; `headings` are set in a heading style, each word in a run of its own, as Word likes to do."""
    written = "".join(_heading(text) if text in headings else _paragraph(text) for text in paragraphs)
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"><w:body>{written}{body}</w:body></w:document>'
    return packed({"word/document.xml": xml.encode(), **(extra or {})})


def packed(members: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return archive.getvalue()


def bomb() -> bytes:
    """A Word file of 50 kB that unpacks to 50 MB."""
    return packed({"word/document.xml": bytes(50_000_000)})


def entities() -> bytes:
    """A Word file whose text is a billion laughs."""
    laughs = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    xml = f'<!DOCTYPE d [<!ENTITY l0 "lol">{laughs}]><w:document xmlns:w="{WORD}"><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:document>'
    return packed({"word/document.xml": xml.encode()})


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _heading(text: str) -> str:
    runs = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{escape(word)} </w:t></w:r>" for word in text.split())
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{runs}</w:p>'
