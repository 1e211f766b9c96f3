"""The Word files that people of a story attach: a title, and paragraphs below headings."""

import io
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from html import escape

from mailvote.demo.script import File

WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAMESPACE = "http://schemas.openxmlformats.org"
_TYPES = (
    f'<Types xmlns="{_NAMESPACE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="application/{WORD}.main+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_NAMESPACE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_NAMESPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_WRITTEN_AT = (2026, 10, 23, 9, 0, 0)


def enclosing(message: EmailMessage, files: Iterable[File]) -> EmailMessage:
    """The message with the files attached to it."""
    for file in files:
        message.add_attachment(word_file(file), maintype="application", subtype=WORD, filename=file.name)
    return message


def word_file(file: File) -> bytes:
    """The file as Word keeps it (ECMA-376): always the same bytes."""
    lines = [_line(file.title, "Title")]
    lines += [line for heading, text in file.paragraphs for line in (_line(heading, "Heading1"), _line(text, "Normal"))]
    body = (
        f'<w:document xmlns:w="{_NAMESPACE}/wordprocessingml/2006/main"><w:body>{"".join(lines)}</w:body></w:document>'
    )
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": body}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WRITTEN_AT), f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return packed.getvalue()


def _line(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
