"""A message inside an S/MIME signature: read where it is only signed, and no bytes raise or cost time."""

import time

from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.message import MAX_BYTES, read_message
from mailvote.mail.reply import own_words
from mailvote.mail.smime import signed_content

SIGNED = bytes.fromhex("06092a864886f70d010702")
SEALED = bytes.fromhex("06092a864886f70d010703")
DATA = bytes.fromhex("06092a864886f70d010701")
INNER = b"Content-Type: text/plain\r\n\r\nVOTE 2\r\n"


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x83" + size.to_bytes(3)
    return bytes([tag]) + length + content


def ber(tag: int, *parts: bytes) -> bytes:
    """The same, its length left open."""
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def wrapped(octets: bytes, kind: bytes = SIGNED, write=der) -> bytes:  # type: ignore[no-untyped-def]
    inside = write(0x30, DATA, write(0xA0, octets))
    return write(0x30, kind, write(0xA0, write(0x30, der(0x02, b"\1"), der(0x31), inside, der(0x31))))


def mailed(content: bytes, content_type: str = "application/pkcs7-mime") -> bytes:
    return f"From: a@b.example\nContent-Type: {content_type}; name=smime.p7m\n\n".encode() + content


def test_what_is_signed_is_read_whether_its_length_is_given_or_left_open() -> None:
    assert signed_content(wrapped(der(0x04, INNER))) == (INNER, True)
    assert signed_content(wrapped(ber(0x24, der(0x04, INNER[:20]), der(0x04, INNER[20:])), write=ber)) == (INNER, True)


def test_what_is_encrypted_or_holds_nothing_or_is_no_such_thing_gives_nothing() -> None:
    for content in (wrapped(der(0x04, INNER), SEALED), wrapped(b""), wrapped(der(0x04)), b"", b"x", b"\x30\x80", INNER):
        assert signed_content(content) is None


def test_a_signed_message_cut_by_the_fetch_is_known_for_cut() -> None:
    whole = wrapped(der(0x04, INNER * 20))
    assert signed_content(whole[:200]) == (signed_content(whole)[0][: len(signed_content(whole[:200])[0])], False)  # type: ignore[index]
    assert own_words(read_message(mailed(whole[:200]))).fault == "cut-off"


def test_the_own_words_are_found_inside_up_to_three_signatures() -> None:
    message = mailed(wrapped(der(0x04, INNER)), "application/octet-stream")
    for deeper in range(2):
        assert own_words(read_message(message)).lines == ("VOTE 2",), deeper
        message = mailed(wrapped(der(0x04, message)))
    assert own_words(read_message(mailed(wrapped(der(0x04, message))))).fault == "encrypted"


def test_an_encrypted_part_beside_a_text_makes_the_text_no_answer() -> None:
    message = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nVOTE 2\n--b\n"
        b"Content-Type: application/pkcs7-mime\n\nx\n--b--\n"
    )
    assert own_words(read_message(message)).fault == "encrypted"


def test_thousands_of_elements_cost_no_time() -> None:
    hostile = (
        wrapped(der(0x24, b"\x04\0" * (MAX_BYTES // 2 - 100))),
        b"\x30\x80" * (MAX_BYTES // 2),
        wrapped(b"\x24\x80" * 60_000),
        (b"\x30\x80" + b"\x05\0" * 300) * 200,
    )
    for content in hostile:
        began = time.process_time()
        signed_content(content)
        assert time.process_time() - began < 0.1


@given(content=st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    signed_content(content)
    signed_content(wrapped(content))


@given(place=st.integers(0, 120), junk=st.binary(max_size=8), cut=st.integers(0, 20))
def test_no_damaged_signature_raises(place: int, junk: bytes, cut: int) -> None:
    content = wrapped(der(0x04, INNER))
    own_words(read_message(mailed(content[:place] + junk + content[place + cut :])))
