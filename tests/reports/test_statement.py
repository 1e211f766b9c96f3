"""What candidates have written goes out as they wrote it: as PDF where every letter can be printed, else as text."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mailvote.reports.statement import Expression, statement_text
from mailvote.reports.statement_pdf import statement_pdf

EXPRESSION = Expression(
    organisation="South East Oxfordshire Locality Group",
    title="Locality Clinical Director",
    reference="SELG-2026-03",
    name="Dr Zoë O’Neill",
    paragraphs=(
        ("Statement", "I have been\ta partner <for> ten years.\n\nI & my practice – both."),
        ("", "What stands under no heading."),
        ("Conflicts of interest", "None."),
    ),
)


def test_the_pdf_is_one_and_the_same_bytes_for_the_same_words() -> None:
    made = statement_pdf(EXPRESSION)
    assert made is not None
    assert made.startswith(b"%PDF-")
    assert made == statement_pdf(replace(EXPRESSION))


def test_what_the_typeface_cannot_print_goes_out_as_text_and_loses_no_letter() -> None:
    chinese = replace(EXPRESSION, name="李雷", paragraphs=(("Statement", "Ŵyn, 李雷 🙂"),))
    assert statement_pdf(chinese) is None
    assert "Ŵyn, 李雷 🙂" in statement_text(chinese).decode()


def test_the_text_has_titles_and_paragraphs_in_their_order() -> None:
    assert statement_text(EXPRESSION).decode().split("\r\n\r\n") == [
        "South East Oxfordshire Locality Group",
        "Dr Zoë O’Neill",
        "Expression of interest: Locality Clinical Director [SELG-2026-03]",
        "STATEMENT",
        "I have been a partner <for> ten years.",
        "I & my practice – both.",
        "What stands under no heading.",
        "CONFLICTS OF INTEREST",
        "None.\r\n",
    ]


def test_it_does_not_print_what_it_holds() -> None:
    assert "partner" not in repr(EXPRESSION)


@given(st.text(max_size=400), st.text(max_size=40))
def test_whatever_somebody_writes_there_is_a_file_of_it(text: str, title: str) -> None:
    it = replace(EXPRESSION, paragraphs=((title, text),))
    assert statement_pdf(it) or statement_text(it)
