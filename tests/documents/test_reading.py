"""The text of files that strangers send, and what hostile ones cost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.documents.reading import kind_of, read_text
from mailvote.documents.worker import MAX_TEXT, _paragraphs, text_of_docx
from tests.documents.files import EXPRESSION, bomb, docx, entities, packed, pdf

SECONDS = 8
"""More than the limits of the reading allow, on a machine that does much else."""


def lines(content: bytes) -> list[str]:
    return [line.strip() for line in read_text(content).lines if line.strip()]


def test_the_lines_of_a_pdf_come_in_their_order() -> None:
    assert lines(pdf(*EXPRESSION)) == list(EXPRESSION)


def test_the_paragraphs_of_a_word_file_are_put_together_from_their_runs() -> None:
    assert lines(docx(*EXPRESSION, headings=EXPRESSION[::2])) == list(EXPRESSION)


def test_paragraphs_of_a_word_file_are_apart_so_that_a_heading_stands_alone() -> None:
    assert "\n".join(read_text(docx("Statement", "I am.")).lines).strip() == "Statement\n\nI am."


def test_tables_line_breaks_and_tabs_of_a_word_file_are_read() -> None:
    cells = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>One</w:t><w:tab/><w:t>Two</w:t><w:br/><w:t>Three</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert lines(docx(body=cells)) == ["One\tTwo", "Three"]


def test_what_was_deleted_in_a_word_file_and_what_is_there_for_old_programs_is_not_read() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>Old</w:delText></w:r></w:del><w:ins><w:r><w:t>New</w:t></w:r></w:ins></w:p>"
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Framed</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>Framed</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
    )
    assert lines(docx(body=body)) == ["New", "Framed"]


def test_a_scan_has_no_text_and_that_is_said() -> None:
    assert read_text(pdf()).fault == "no-text"
    assert read_text(docx("", " ")).fault == "no-text"


def test_a_pdf_that_is_locked_with_a_password_cannot_be_read() -> None:
    assert read_text(pdf(*EXPRESSION, password="secret")).fault == "unreadable"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 and nothing else",
        pdf(*EXPRESSION)[:400],
        docx(*EXPRESSION)[:-200],
        packed({"word/document.xml": b"<w:document"}),
        packed({"word/document.xml.bak": b"word/document.xml"}),
    ],
    ids=["no pages", "cut off", "cut archive", "broken text", "no text"],
)
def test_a_damaged_file_cannot_be_read(content: bytes) -> None:
    assert read_text(content).fault == "unreadable"


@pytest.mark.parametrize(("name", "content"), [("bomb", bomb()), ("laughs", entities())], ids=["bomb", "laughs"])
def test_a_hostile_file_costs_little_and_stops_nothing(name: str, content: bytes) -> None:
    began = time.perf_counter()
    assert read_text(content).fault == "unreadable"
    assert time.perf_counter() - began < SECONDS


def test_a_file_that_never_ends_is_given_up() -> None:
    loop = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n" + b"9 0 obj\n" * 200_000
    began = time.perf_counter()
    assert read_text(loop + b"trailer\n<< /Root 1 0 R >>\n").fault == "unreadable"
    assert time.perf_counter() - began < SECONDS


def test_no_more_text_is_taken_than_anybody_would_read() -> None:
    found = read_text(docx(*(["word " * 1000] * 100)))
    assert 0 < len("\n".join(found.lines)) <= MAX_TEXT


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf("x"), "pdf"),
        (b"\r\n" + pdf("x"), "pdf"),
        (docx("x"), "docx"),
        (docx("x", extra={"word/vbaProject.bin": b"program"}), ""),
        (packed({"xl/workbook.xml": b"<x/>"}), ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
        (b"Statement: I am a doctor.", ""),
        (b"", ""),
    ],
    ids=["pdf", "pdf after blanks", "docx", "docx with a program", "xlsx", "doc", "text", "empty"],
)
def test_the_kind_of_a_file_is_told_by_what_is_in_it(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@settings(max_examples=30)
@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)
    )
)
def test_every_word_of_a_word_file_is_found(words: list[str]) -> None:
    found = " ".join(" ".join(text_of_docx(docx(*words))).split())
    assert all(" ".join(word.split()) in found for word in words)


def test_no_nesting_is_too_deep_for_a_word_file() -> None:
    from xml.etree.ElementTree import Element, SubElement

    root = inner = Element("root")
    for _ in range(5000):
        inner = SubElement(inner, "deeper")
    assert list(_paragraphs(root)) == [""]
