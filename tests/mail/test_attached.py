"""The files that come with a message: every program's way of enclosing them, and nothing raises."""

from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.attached import MAX_FILES, files_of

PDF = b"%PDF-1.7 some pages"


def message(*files: tuple[str, bytes, str], text: str = "Please see the attached.") -> EmailMessage:
    """A message with files by name, content and type."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@x.example", "ballots@selg.example", "Expression of interest"
    mail.set_content(text)
    for name, content, kind in files:
        maintype, _, subtype = kind.partition("/")
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return mail


def names(mail: EmailMessage) -> list[str]:
    return [file.name for file in files_of(mail.as_bytes())]


def test_files_come_out_as_they_were_put_in() -> None:
    mail = message(("statement.pdf", PDF, "application/pdf"), ("cv.docx", b"PK\x03\x04", "application/octet-stream"))
    assert [(one.name, one.content, one.content_type) for one in files_of(mail.as_bytes())] == [
        ("statement.pdf", PDF, "application/pdf"),
        ("cv.docx", b"PK\x03\x04", "application/octet-stream"),
    ]


def test_the_text_and_html_of_a_message_are_no_files() -> None:
    mail = message()
    mail.add_alternative("<p>Please see the attached.</p>", subtype="html")
    assert names(mail) == []


def test_a_text_that_is_attached_is_a_file() -> None:
    assert names(message(("statement.txt", b"I am a doctor.", "text/plain"))) == ["statement.txt"]


def test_the_logo_of_a_signature_is_no_file_and_an_attached_photograph_is_one() -> None:
    mail = message(("scan.jpg", b"\xff\xd8\xff", "image/jpeg"))
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline")
    assert names(mail) == ["scan.jpg"]


def test_a_signature_and_a_calendar_entry_are_no_files() -> None:
    mail = message(
        ("smime.p7s", b"0", "application/pkcs7-signature"),
        ("signature.asc", b"-----BEGIN", "application/pgp-signature"),
        ("invite.ics", b"BEGIN:VCALENDAR", "text/calendar"),
    )
    assert names(mail) == []


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("Élan vital.pdf", "Élan vital.pdf"),
        ("C:\\Users\\brown\\statement.pdf", "statement.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a long name " * 12 + ".pdf", ("a long name " * 12)[:76] + ".pdf"),
        ("two\u2028lines\u202eof.pdf", "two lines of.pdf"),
    ],
)
def test_a_name_is_one_line_without_folders_however_it_was_encoded(stated: str, shown: str) -> None:
    assert names(message((stated, PDF, "application/pdf"))) == [shown]


def test_a_name_in_an_encoded_word_is_read_as_outlook_writes_it() -> None:
    raw = message(("x.pdf", PDF, "application/pdf")).as_bytes()
    assert files_of(raw.replace(b'filename="x.pdf"', b'filename="=?utf-8?B?w4lsYW4ucGRm?="'))[0].name == "Élan.pdf"


def test_a_file_without_a_name_has_one_in_words() -> None:
    raw = message(("x.pdf", PDF, "application/pdf")).as_bytes().replace(b'; filename="x.pdf"', b"")
    assert files_of(raw)[0].name == "unnamed"


def test_what_was_attached_to_a_message_that_is_attached_is_found() -> None:
    outer = message()
    outer.add_attachment(message(("statement.pdf", PDF, "application/pdf")))
    assert [(file.name, file.content) for file in files_of(outer.as_bytes())] == [("statement.pdf", PDF)]


def test_messages_within_messages_are_opened_no_deeper_than_two() -> None:
    mail = message(("statement.pdf", PDF, "application/pdf"))
    for _ in range(3):
        outer = message()
        outer.add_attachment(mail)
        mail = outer
    assert names(mail) == []


def test_no_message_brings_more_files_than_can_be_looked_at() -> None:
    mail = message(*((f"{number}.pdf", PDF, "application/pdf") for number in range(MAX_FILES + 5)))
    assert len(names(mail)) == MAX_FILES


def test_a_message_beyond_the_bounds_has_no_files() -> None:
    assert files_of(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 500) == ()


@given(st.binary(max_size=400), st.integers(0, 600))
def test_nothing_raises_whatever_comes(junk: bytes, place: int) -> None:
    raw = message(("statement.pdf", PDF, "application/pdf")).as_bytes()
    files_of(raw[:place] + junk + raw[place:])
