"""What a candidate has written, on paper, in A4; this module needs reportlab, of the extra `reports`."""

from mailvote.reports.sheet_pdf import HEADING, SMALL, TEXT, TITLE, paragraph, pdf, printable
from mailvote.reports.statement import Expression


def statement_pdf(it: Expression) -> bytes | None:
    """The expression of interest as a PDF file; None where the typeface lacks a letter of it.

    The same words give the same bytes.
    """
    letters = it.words.replace("\n", "")
    if printable(letters) != letters:
        return None
    story = [paragraph(it.organisation, SMALL), paragraph(it.name, TITLE), paragraph(it.occasion, TEXT)]
    for title, lines in it.sections:
        story += [paragraph(title, HEADING)] if title else []
        story += [paragraph(line, TEXT) for line in lines]
    return pdf(story, title=f"{it.name}: {it.occasion}", author=it.name)
