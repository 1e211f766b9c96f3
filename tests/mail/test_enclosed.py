"""R20: the files of a manager's message, however a mail program has put them into it."""

import tracemalloc
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.mail.enclosed import MOST_FILES, PICTURES_STAY, TOO_MANY, UNREADABLE, chosen, files_in
from mailvote.mail.filetypes import LARGEST_FILE
from mailvote.mail.message import read_message
from tests.mail.test_smime import der, wrapped

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 9
PNG = b"\x89PNG\r\n\x1a\n" + bytes(90)


def mail(*files: tuple[str, bytes], html: bool = False) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["Subject"] = "manager@selg.example", "call"
    message.set_content("call for candidates\n")
    if html:
        message.add_alternative("<p>call for candidates</p>", subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def names(content: bytes) -> list[str]:
    return [file.name for file in files_in(content).files]


def test_the_files_come_as_they_are_in_their_order() -> None:
    found = files_in(mail(("b.pdf", PDF), ("a.txt", b"hello\n"), html=True).as_bytes())
    assert [(file.name, file.content) for file in found.files] == [("b.pdf", PDF), ("a.txt", b"hello\n")]
    assert found.refused == ()


def test_a_message_without_files_has_none() -> None:
    assert files_in(mail(html=True).as_bytes()) == files_in(b"") == files_in(b"Subject: x\r\n\r\nhello")


@pytest.mark.parametrize(
    "name", ["Stellenbeschreibung für Ärzte.pdf", "Swydd-ddisgrifiad ŵ.pdf", "it's.pdf", "x" * 70 + ".pdf"]
)
def test_a_name_in_any_writing_is_read(name: str) -> None:
    assert names(mail((name, PDF)).as_bytes()) == [name]


@pytest.mark.parametrize(
    "header",
    [
        b'Content-Disposition: attachment; filename="=?utf-8?q?J=C3=B6b.pdf?="',
        b"Content-Disposition: attachment; filename*=utf-8''J%C3%B6b.pdf",
        b"Content-Disposition: attachment; filename*0*=utf-8''J%C3%B6; filename*1=b.pdf",
        b"Content-Disposition: attachment; filename*=unknown-x''J%C3%B6b.pdf",
        b'Content-Type: application/pdf; name="=?utf-8?b?SsO2Yi5wZGY=?="',
        b'Content-Disposition: inline;\r\n filename="J\xc3\xb6b.pdf"',
    ],
)
def test_a_name_is_read_in_every_form_of_it(header: bytes) -> None:
    assert names(
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + header + b"\r\n\r\n%PDF-1\r\n--x--\r\n"
    ) == ["Jöb.pdf"]


def test_a_file_named_to_climb_out_of_its_folder_is_only_a_name() -> None:
    assert names(mail(("../../x.pdf", PDF)).as_bytes()) == ["x.pdf"]


def test_two_files_of_one_name_are_told_apart() -> None:
    assert names(mail(("a.pdf", PDF), ("A.pdf", PDF), ("a.pdf", PDF)).as_bytes()) == ["a.pdf", "A (2).pdf", "a (3).pdf"]


def test_what_is_refused_is_named_with_the_reason_and_the_rest_is_taken() -> None:
    found = files_in(mail(("setup.exe", b"MZ..."), ("a.pdf", PDF), ("b.pdf", b"MZ...")).as_bytes())
    assert [file.name for file in found.files] == ["a.pdf"]
    assert [sentence.partition("”")[0] for sentence in found.refused] == ["“setup.exe", "“b.pdf"]


@pytest.mark.parametrize("count", [MOST_FILES - 1, MOST_FILES, MOST_FILES + 1, 30])
def test_twenty_files_are_taken_and_no_more(count: int) -> None:
    found = files_in(mail(*((f"{number}.pdf", PDF) for number in range(count))).as_bytes())
    assert len(found.files) == min(count, MOST_FILES)
    assert (TOO_MANY in found.refused) is (count > MOST_FILES)


def test_a_picture_in_a_signature_is_no_file_and_one_that_is_attached_is() -> None:
    message = mail(html=True)
    body = message.get_body(("html",))
    assert body is not None
    body.add_related(PNG, "image", "png", cid="<logo@x>", filename="image001.png")
    assert files_in(message.as_bytes()).files == ()
    assert files_in(message.as_bytes()).refused == (PICTURES_STAY,)
    message.add_attachment(PNG, maintype="image", subtype="png", filename="map.png")
    assert names(message.as_bytes()) == ["map.png"]


def test_a_signature_of_the_whole_message_is_no_file() -> None:
    signed = (
        b"Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n" + mail(("a.pdf", PDF)).as_bytes() + b"\r\n--s\r\n"
    )
    signed += b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMIIG\r\n--s--\r\n"
    assert names(signed) == ["a.pdf"]
    assert files_in(signed).refused == ()


def test_the_files_of_a_message_inside_a_signature_are_its_files() -> None:
    message = EmailMessage(policy=policy.SMTP)
    message.set_content(
        wrapped(der(0x04, mail(("a.pdf", PDF)).as_bytes())), "application", "pkcs7-mime", filename="smime.p7m"
    )
    assert names(message.as_bytes()) == ["a.pdf"]


def test_winmail_is_refused_with_what_to_do() -> None:
    (sentence,) = files_in(mail(("winmail.dat", b"\x78\x9f\x3e\x22")).as_bytes()).refused
    assert "send the mail as plain text or HTML" in sentence


@pytest.mark.parametrize("breaks", [b"\n", b"\r\n"])
def test_every_kind_of_line_break_is_read(breaks: bytes) -> None:
    content = mail(("a.pdf", PDF), ("b.pdf", PDF)).as_bytes().replace(b"\r\n", breaks)
    assert [file.content for file in files_in(content).files] == [PDF, PDF]


def test_a_message_cut_short_gives_what_came_of_it() -> None:
    content = mail(("a.pdf", PDF), ("b.txt", b"x" * 500)).as_bytes()
    assert names(content[:-400])[:1] == ["a.pdf"]


@pytest.mark.parametrize(
    "hostile",
    [
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 50_000,
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 50,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(60)),
        b"X: y\r\n" * 100_000,
    ],
)
def test_a_message_beyond_all_bounds_is_unreadable_and_no_worse(hostile: bytes) -> None:
    assert files_in(hostile).refused in ((UNREADABLE,), ())


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_nothing_raises(content: bytes) -> None:
    files_in(content)
    files_in(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + content + b"\r\n--x--")


@settings(max_examples=100)
@given(st.lists(st.sampled_from(["a.pdf", "b.txt", "", "c.exe"]), max_size=5), st.booleans())
def test_the_reader_of_messages_sees_as_many_attachments(given_names: list[str], html: bool) -> None:
    content = mail(*((name, PDF) for name in given_names), html=html).as_bytes()
    found = files_in(content)
    assert len(found.files) + len(found.refused) == len(read_message(content).attachments)


def test_p11_a_message_of_40_mb_takes_little_more_memory_than_itself_and_its_files() -> None:
    """Three files of 10 MB: 40 MB as encoded, 30 MB as taken."""
    content = mail(*((f"{number}.pdf", b"%PDF-1.7\n" + b"x" * (LARGEST_FILE - 10)) for number in range(3))).as_bytes()
    tracemalloc.start()
    found = files_in(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [len(file.content) for file in found.files] == [LARGEST_FILE - 1] * 3
    assert most < 80_000_000


def test_files_over_the_counter_are_judged_alike() -> None:
    found = chosen([("../a.pdf", PDF), ("setup.exe", b"MZ"), ("a.pdf", PDF)])
    assert [file.name for file in found.files] == ["a.pdf", "a (2).pdf"]
    assert len(found.refused) == 1
