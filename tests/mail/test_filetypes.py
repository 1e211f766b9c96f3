"""R20: which files of a manager are sent on, known by their names and by what is in them."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.filetypes import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    LONGEST_NAME,
    TYPES,
    extension,
    megabytes,
    plain_name,
    taken,
)
from mailvote.mail.letter import Enclosure

PDF = b"%PDF-1.7\nsome pages"
PROGRAM = b"MZ\x90\x00\x03" + bytes(100)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive(*names: str, size: int = 10) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as members:
        for name in names:
            members.writestr(name, b"x" * size)
    return packed.getvalue()


def opendocument() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as members:
        members.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        members.writestr("content.xml", "<x/>")
    return packed.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")

GOOD = {
    "a.pdf": PDF,
    "A.PDF": b"\n\n" + PDF,
    "a.docx": DOCX,
    "a.doc": OLD_WORD,
    "a.odt": opendocument(),
    "a.rtf": b"{\\rtf1 hello}",
    "a.xlsx": XLSX,
    "a.png": b"\x89PNG\r\n\x1a\n...",
    "a.jpg": b"\xff\xd8\xff\xe0...",
    "a.jpeg": b"\xff\xd8\xff\xe1...",
    "a.txt": "Ŵyn\n".encode(),
    "wide.txt": "Ŵyn\n".encode("utf-16"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_taken_whose_name_and_content_agree(name: str) -> None:
    found = taken(name, GOOD[name])
    assert isinstance(found, Enclosure)
    assert (found.name, found.content) == (name, GOOD[name])
    assert any(found.content_type == kind.content_type for kind in TYPES if extension(name) in kind.extensions)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("setup.exe", PROGRAM, "is of another type than .pdf, .docx,"),
        ("job.pdf.exe", PDF, "is of another type than"),
        ("job.pdf", PROGRAM, "is not what its name says: what is in it is no PDF"),
        ("job.docx", PDF, "is not what its name says: what is in it is no Word document"),
        ("job.docx", XLSX, "is not what its name says"),
        ("job.docx", OLD_WORD, "or is protected by a password"),
        ("job.doc", DOCX, "is not what its name says"),
        ("job.odt", DOCX, "is not what its name says"),
        ("job.txt", PROGRAM, "is not what its name says"),
        ("job.docm", DOCX, "is of another type than"),
        ("job.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "holds macros"),
        ("job.docx", archive("word/document.xml"), "is not what its name says"),
        ("job.zip", DOCX, "is of another type than"),
        ("job.html", b"<p>", "is of another type than"),
        ("job.pdf", b"", "is empty"),
        ("winmail.dat", b"\x78\x9f\x3e\x22", "only Outlook opens (winmail.dat)"),
        ("job", PDF, "is of another type than"),
        ("", PROGRAM, "is of another type than"),
    ],
)
def test_what_is_not_taken_is_said_with_the_reason(name: str, content: bytes, said: str) -> None:
    found = taken(name, content)
    assert isinstance(found, str)
    assert said in found


@pytest.mark.parametrize(("size", "fits"), [(LARGEST_FILE - 1, True), (LARGEST_FILE, True), (LARGEST_FILE + 1, False)])
def test_a_file_may_have_10_mb_and_no_byte_more(size: int, fits: bool) -> None:
    found = taken("job.pdf", PDF + b"x" * (size - len(PDF)))
    assert isinstance(found, Enclosure) is fits
    assert fits or "larger than 10 MB" in str(found)


def test_a_file_that_unpacks_to_far_more_than_it_has_is_not_taken() -> None:
    """Nothing is unpacked to find that out: its table of contents says so."""
    bomb = archive("[Content_Types].xml", "word/document.xml", "word/a", "word/b", size=LARGEST_UNPACKED // 3)
    assert len(bomb) < LARGEST_FILE
    assert taken("job.docx", bomb) == "unpacks to more than 200 MB"


def test_a_file_without_a_name_is_called_by_what_it_is() -> None:
    found = taken("", PDF)
    assert isinstance(found, Enclosure)
    assert found.name == "attachment.pdf"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Morgan\\job.pdf", "job.pdf"),
        ("..pdf", "pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("job\r\nBcc: x@y.example\r\n.pdf", "job Bcc: x@y.example .pdf"),
        ("fdp.\u202eexe", "fdp. exe"),
        ("  a   b.pdf ", "a b.pdf"),
        ("job.pdf.", "job.pdf"),
        ("/", ""),
        ("x" * 200 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_only_ever_a_name(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@given(st.text(max_size=300), st.binary(max_size=300))
def test_whatever_is_attached_gives_a_file_or_a_reason(name: str, content: bytes) -> None:
    found = taken(name, content)
    assert found
    if isinstance(found, Enclosure):
        assert "/" not in found.name
        assert "\\" not in found.name
        assert len(found.name) <= LONGEST_NAME


@given(st.binary(max_size=200), st.binary(max_size=60))
def test_no_damaged_archive_raises(content: bytes, tail: bytes) -> None:
    for name in ("a.docx", "a.odt", "a.xlsx"):
        assert taken(name, b"PK\x03\x04" + content + b"PK\x01\x02" + tail + b"PK\x05\x06" + content[:30])


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 KB"), (999_999, "999 KB"), (1_000_000, "1 MB"), (1_250_000, "1.2 MB")]
)
def test_sizes_are_said_as_people_say_them(size: int, said: str) -> None:
    assert megabytes(size) == said
