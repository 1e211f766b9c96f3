"""Reading bytes: what a message holds, and that nothing in one raises, costs time or goes unseen."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.automatic import automatic_reason
from mailvote.mail.message import MAX_BYTES, Incoming, read_message
from mailvote.mail.reply import own_words
from mailvote.mail.sender import TrustPolicy, authentication, identify
from mailvote.mail.tokens import marks_in
from tests.mail.hostile import HOSTILE, TEXT, nested
from tests.mail.voters import PAPER, POST, VOTER, read_intent

LIMIT = 0.2
OWN = "ballots@selg.example"


def read_through(content: bytes) -> Incoming:
    """Everything that intake does with the bytes of a message before it decides."""
    incoming = read_message(content, size=len(content))
    identify(incoming)
    automatic_reason(incoming, frozenset({OWN}))
    marks_in(incoming, OWN)
    for provider in ("generic", "gmail", "m365"):
        authentication(incoming, "a@b.example", TrustPolicy(provider=provider, authserv_id="mx.selg.example"))
    read_intent(own_words(incoming), PAPER, sender_name=VOTER)
    return incoming


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_message_takes_longer_than_a_fifth_of_a_second(name: str) -> None:
    def measured() -> float:
        began = time.process_time()
        read_through(HOSTILE[name])
        return time.process_time() - began

    assert min(measured() for _ in range(3)) < LIMIT


@given(content=st.binary(max_size=2000))
def test_no_bytes_raise(content: bytes) -> None:
    read_through(content)


@given(
    header=st.lists(st.tuples(st.sampled_from(["From", "Subject", "Content-Type", "Authentication-Results", "Received",
                                               "Content-Transfer-Encoding", "References"]), st.text(max_size=80))),
    body=st.text(max_size=200),
)  # fmt: skip
def test_no_header_raises(header: list[tuple[str, str]], body: str) -> None:
    lines = "".join(f"{name}: {value}\n" for name, value in header)
    read_through(f"{lines}\n{body}".encode("utf-8", "surrogatepass"))


POSTED = st.sampled_from(sorted(POST.glob("*.eml"))).map(lambda path: path.read_bytes())


@given(content=POSTED, place=st.integers(0, 3000), junk=st.binary(max_size=20), cut=st.integers(0, 3000))
def test_no_damaged_message_raises(content: bytes, place: int, junk: bytes, cut: int) -> None:
    read_through(content[:place] + junk + content[place + cut :])


def test_header_beyond_its_bound_sets_the_message_aside() -> None:
    assert read_message(b"Subject: " + b"x" * 70_000 + b"\n" + TEXT).fault == "over-sized"
    assert read_message(b"X: y\n" * 1001 + TEXT).fault == "over-sized"


def test_parts_beyond_their_bound_set_the_message_aside() -> None:
    assert read_message(nested(10)).fault == ""
    assert read_message(nested(1000)).fault == "over-nested"
    assert read_message(HOSTILE["thirty thousand parts"]).fault == "over-nested"


def test_bytes_without_a_header_are_unreadable() -> None:
    assert read_message(b"").fault == "unreadable"
    assert read_message(b"\0" * 100).fault == "unreadable"


def with_attachment(text: bytes, *, attached: int) -> bytes:
    return (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        + text
        + b"\n--b\nContent-Type: application/pdf; name=cv.pdf\nContent-Transfer-Encoding: base64\n\n"
        + b"A" * attached
    )


def test_a_message_cut_by_the_fetch_is_fine_while_its_text_is_whole() -> None:
    incoming = read_message(with_attachment(b"VOTE 2\n", attached=MAX_BYTES), size=60_000_000)
    assert (incoming.truncated, incoming.fault, incoming.defects) == (True, "", ())
    assert incoming.text == "VOTE 2\n"
    assert own_words(incoming).fault == ""


def test_a_text_cut_by_the_fetch_is_not_relied_on_unless_its_quotation_had_begun() -> None:
    cut = read_message(b"From: a@b.example\n\nVOTE 2\n", size=10_000)
    assert (cut.defects, own_words(cut).fault) == (("text-cut",), "cut-off")
    quoted = read_message(b"From: a@b.example\n\nVOTE 2\n\n> quoted\n", size=10_000)
    assert (own_words(quoted).lines, own_words(quoted).fault) == (("VOTE 2",), "")


def test_headers_keep_their_raw_values_and_order() -> None:
    incoming = read_message(b"Received: one\nRECEIVED: two\n three\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\n")
    assert incoming.values("received") == ("one", "two three")
    assert incoming.values("subject") == ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=",)
    assert incoming.subject == "Grüße"


def test_ids_and_recipients_are_found_wherever_they_stand() -> None:
    incoming = read_message(
        b"Message-ID: <own@x>\nIn-Reply-To: <a@x>\nReferences: <b@x>\n <a@x>\n"
        b"To: SELG <Ballots+T@selg.example>, x@y.example\nCc: c@d.example\nDelivered-To: e@f.example\n\n"
    )
    assert (incoming.message_id, incoming.thread) == ("own@x", ("a@x", "b@x"))
    assert incoming.recipients == ("ballots+t@selg.example", "x@y.example", "c@d.example", "e@f.example")


@pytest.mark.parametrize(
    ("head", "defect"),
    [
        (b"Subject: a\rFrom: x@y.example", "bare-cr"),
        (b"Subject: a\0b", "nul"),
        (b"Subject: a\nno colon", "header-without-colon"),
    ],
)
def test_what_is_wrong_with_a_header_block_is_told(head: bytes, defect: str) -> None:
    incoming = read_message(b"From: a@b.example\n" + head + b"\n\n2")
    assert defect in incoming.defects
    assert incoming.values("from") == ("a@b.example",)


def test_neither_text_nor_subject_shows_in_a_log() -> None:
    shown = repr(read_message(b"From: a@b.example\nSubject: secret\n\nsecret"))
    assert "secret" not in shown


def test_a_forwarded_message_is_an_attachment_and_never_read() -> None:
    content = (POST / "050-forwarded-as-attachment.eml").read_bytes()
    incoming = read_message(content)
    assert [attachment.content_type for attachment in incoming.attachments] == ["message/rfc822"]
    assert "VOTE 2" not in (incoming.text or "")


def test_text_beside_html_in_one_letter_is_brought_into_both_forms() -> None:
    content = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>VOTE 2</p>\n"
        b"--b\nContent-Type: text/plain\n\na < b\n--b--\n"
    )
    incoming = read_message(content)
    assert own_words(incoming).lines == ("VOTE 2", "", "a < b")
