"""The bytes of a letter: safe in every header, the same every time, and read back by any mail program."""

import email
import email.policy
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import as_text
from mailvote.mail.compose import Enclosure, completed, compose, stand_in
from mailvote.mail.letter import Letter
from mailvote.mail.message import read_message
from mailvote.mail.tidy import spaced
from tests.mail.letterbox import TOKEN, envelope, every_letter

HEADERS = [
    "Date", "From", "To", "Reply-To", "Subject", "Message-ID",
    "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
]  # fmt: skip
ANSWERING = ["In-Reply-To", "References"]
CALENDAR_FILE = Enclosure(
    name="close.ics", content_type="text/calendar; method=PUBLISH; charset=utf-8", content=b"BEGIN:VCALENDAR\r\n" * 40
)
LETTERS = every_letter()
PLAIN = Letter(purpose="test", subject="Vote by Mon 30 Nov 17:00", body="Hello\n")


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def mailbox_in(content: bytes, header: str) -> tuple[str, str]:
    """Name and address as RFC 2047 has them; the newer parser keeps a blank between two encoded words."""
    raw = email.message_from_bytes(content)[header].replace("\r\n", "")
    name, address = parseaddr(raw)
    return str(make_header(decode_header(name))), address


def content_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("name", LETTERS)
def test_any_mail_program_reads_back_what_was_written(name: str) -> None:
    letter = LETTERS[name]
    content = compose(letter, envelope())
    message = parsed(content)
    assert message["Subject"] == letter.subject
    assert content_of(message, "plain") == as_text(letter.body)
    assert content_of(message, "html") == as_html(letter.body, letter.subject)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("name", LETTERS)
def test_our_own_reader_reads_it_too(name: str) -> None:
    incoming = read_message(compose(LETTERS[name], envelope()))
    assert incoming.subject.split() == LETTERS[name].subject.split()
    assert (incoming.text or "").split() == as_text(LETTERS[name].body).split()
    assert not incoming.defects
    assert not incoming.fault


@pytest.mark.parametrize("name", LETTERS)
def test_every_byte_is_plain_ascii_on_lines_that_any_server_takes(name: str) -> None:
    content = compose(replace(LETTERS[name], enclosures=(CALENDAR_FILE,)), envelope())
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 120
    assert content.endswith(b"--\r\n")


def test_the_same_letter_has_the_same_bytes() -> None:
    assert compose(LETTERS["paper"], envelope()) == compose(LETTERS["paper"], envelope())
    assert compose(LETTERS["paper"], envelope()) != compose(LETTERS["paper"], envelope(message_id="<2@selg.example>"))


def test_the_headers_say_that_a_machine_writes_and_nobodys_absence_is_wanted() -> None:
    message = parsed(compose(PLAIN, envelope()))
    assert message.keys() == HEADERS
    assert message["From"] == "South East Oxfordshire Locality Group <ballots@selg.example>"
    assert message["To"] == "Dr Helen Marsh <h.marsh@nettlebed.example>"
    assert message["Reply-To"] == f"ballots+{TOKEN}@selg.example"
    assert message["Message-ID"] == f"<{TOKEN}.1@selg.example>"
    assert message["Date"] == "Wed, 25 Nov 2026 14:03:22 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"


def test_an_answer_stands_in_the_thread() -> None:
    message = parsed(
        compose(PLAIN, envelope(answers="b@x.example", references=("<a@x.example>", "b@x.example"), replied=True))
    )
    assert message["In-Reply-To"] == "<b@x.example>"
    assert message["References"].split() == ["<a@x.example>", "<b@x.example>"]
    assert message["Auto-Submitted"] == "auto-replied"


def test_a_long_thread_keeps_its_end() -> None:
    thread = tuple(f"{number}@x.example" for number in range(40))
    references = parsed(compose(PLAIN, envelope(references=thread, answers="last@x.example")))["References"].split()
    assert references == [*(f"<{number}@x.example>" for number in range(31, 40)), "<last@x.example>"]


@given(
    subject=st.text(max_size=300),
    name=st.text(max_size=100),
    answers=st.text(max_size=80),
    references=st.lists(st.text(max_size=80), max_size=5),
)
def test_nothing_a_stranger_typed_becomes_a_header(
    subject: str, name: str, answers: str, references: list[str]
) -> None:
    assume(spaced(subject))
    sent = envelope(recipient_name=name, sender_name=name, answers=answers, references=tuple(references))
    content = compose(replace(PLAIN, subject=subject), sent)
    message = parsed(content)
    assert [header for header in message.keys() if header not in ANSWERING] == HEADERS  # noqa: SIM118
    assert message["Subject"] == spaced(subject)
    assert mailbox_in(content, "To") == (spaced(name), "h.marsh@nettlebed.example")
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(
    "injected", ["x\r\nBcc: a@evil.example", "x\rBcc: a@evil.example", "x\x00y", "x\u2028Bcc: a", "=?utf-8?q?Bcc?="]
)
def test_a_break_or_an_encoded_word_in_a_value_stays_words(injected: str) -> None:
    message = parsed(compose(replace(PLAIN, subject=injected), envelope(recipient_name=injected)))
    assert "Bcc" not in message
    assert message["Subject"] == spaced(injected)
    assert message["To"].addresses[0].display_name == spaced(injected)


@pytest.mark.parametrize(
    "name", ["Marsh, Helen", 'Helen "Nell" Marsh', "back\\slash", "a@b.example", "Zoë O’Neill", ""]
)
def test_any_name_survives_the_header(name: str) -> None:
    address = parsed(compose(PLAIN, envelope(recipient_name=name)))["To"].addresses
    assert [(each.display_name, each.addr_spec) for each in address] == [(name, "h.marsh@nettlebed.example")]


@pytest.mark.parametrize(
    "address",
    ["", "a b@x.example", "a@x.example, b@x.example", "a@x.example\r\nBcc: b@x", "<a@x.example>", "é@x.example"],
)
def test_what_is_no_address_is_never_written_to(address: str) -> None:
    for part in ("recipient", "sender", "reply_to"):
        with pytest.raises(ValueError, match="not an address"):
            compose(PLAIN, envelope(**{part: address}))


def test_a_long_subject_in_any_script_is_cut_between_letters_and_read_back_whole() -> None:
    subject = "Wahl der Ärztin \U0001f600 李雷 " * 8
    content = compose(replace(PLAIN, subject=subject), envelope())
    assert parsed(content)["Subject"] == spaced(subject)
    assert max(len(line) for line in content.split(b"\r\n")) < 79


def test_an_enclosure_goes_beside_the_letter() -> None:
    message = parsed(compose(replace(PLAIN, enclosures=(CALENDAR_FILE,)), envelope()))
    assert message.get_content_type() == "multipart/mixed"
    enclosed = list(message.iter_attachments())
    assert [part.get_filename() for part in enclosed] == ["close.ics"]
    assert enclosed[0].get_content_type() == "text/calendar"
    assert enclosed[0].get_param("method") == "PUBLISH"
    assert enclosed[0].get_payload(decode=True) == CALENDAR_FILE.content
    assert content_of(message, "plain") == "Hello\n"


def test_an_enclosures_name_cannot_leave_its_quotes() -> None:
    enclosure = replace(CALENDAR_FILE, name='../a"; x="\r\nBcc: evil')
    message = parsed(compose(replace(PLAIN, enclosures=(enclosure,)), envelope()))
    assert [part.get_filename() for part in message.iter_attachments()] == ["-a- x- Bcc- evil"]
    with pytest.raises(ValueError, match="content type"):
        compose(replace(PLAIN, enclosures=(replace(CALENDAR_FILE, content_type="text/plain\r\nX: y"),)), envelope())


def test_the_boundaries_of_a_message_are_all_different_and_never_in_its_text() -> None:
    hostile = replace(PLAIN, body="\\=\\_" + "0" * 32 + "\n", enclosures=(CALENDAR_FILE,))
    content = compose(hostile, envelope()).decode("ascii")
    boundaries = [line for line in content.split("\r\n") if line.startswith("--=_")]
    assert len(set(boundaries)) == 4
    assert all(one != other for one, other in pairwise(boundaries[:2]))
    assert content_of(parsed(content.encode()), "plain") == f"=_{'0' * 32}\n"


def test_a_file_that_is_kept_elsewhere_makes_the_same_bytes_once_it_is_put_in_its_place() -> None:
    files = {
        7: CALENDAR_FILE,
        12: Enclosure(name="b.pdf", content_type="application/pdf", content=b"%PDF-1.7 \x00" * 999),
    }
    stored = compose(replace(PLAIN, enclosures=tuple(stand_in(file, key) for key, file in files.items())), envelope())
    contents = {key: file.content for key, file in files.items()}
    assert completed(stored, contents) == compose(replace(PLAIN, enclosures=tuple(files.values())), envelope())
    assert len(stored) < 5000


@pytest.mark.parametrize("number", [1, 23, 456, 789012345678])
def test_what_stands_in_for_a_file_that_is_gone_is_noticed(number: int) -> None:
    stored = compose(replace(PLAIN, enclosures=(stand_in(CALENDAR_FILE, number),)), envelope())
    with pytest.raises(LookupError):
        completed(stored, {number + 1: b"another"})
    assert len(completed(stored, {number: b"x" * 100_000})) > 100_000


@given(st.text())
def test_no_text_passes_for_a_file_that_is_kept_elsewhere(text: str) -> None:
    mark = "bWFpbHZvdGUgZG9jdW1lbnQ6MQ=="
    body = f"{text}\n\n    {mark}\n    --=_\n\n{mark}\n--=_{text}\n"
    letter = replace(PLAIN, body=body, enclosures=(stand_in(CALENDAR_FILE, 1),))
    whole = completed(compose(letter, envelope()), {1: CALENDAR_FILE.content})
    assert whole == compose(replace(letter, enclosures=(CALENDAR_FILE,)), envelope())


def test_an_empty_file_has_its_place_too() -> None:
    empty = replace(CALENDAR_FILE, content=b"")
    stored = compose(replace(PLAIN, enclosures=(stand_in(empty, 1),)), envelope())
    (found,) = parsed(completed(stored, {1: b""})).iter_attachments()
    assert found.get_filename() == "close.ics"
