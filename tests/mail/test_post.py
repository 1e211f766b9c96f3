"""A numbered corpus of replies as mail programs write them, each with its one right reading beside it."""

import pytest

from mailvote.mail.message import read_message
from mailvote.mail.sender import Sender, identify
from tests.mail.voters import PAPERS, POST, expected_post, reading_of

EXPECTED = expected_post()
SURNAME_FIRST = {"JONES, Tom (MILL STREAM SURGERY)": "Dr Tom Jones"}


def read(name: str, *, line_end: bytes) -> tuple[str, str]:
    """What a message means on the paper that it answers, an election unless its row names another."""
    on = PAPERS[EXPECTED[name].get("paper", "election")]
    content = (POST / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", line_end)
    sender = identify(read_message(content))
    assert isinstance(sender, Sender)
    return reading_of(
        content,
        SURNAME_FIRST.get(sender.name, sender.name),
        on,
        questioned="questioned" in EXPECTED[name],
        language=EXPECTED[name].get("language", "en"),
    )


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("name", EXPECTED)
def test_each_message_is_read_as_it_was_meant(name: str, line_end: bytes) -> None:
    expected = EXPECTED[name]
    assert read(name, line_end=line_end) == (expected["means"], expected["reading"])


def is_asked(means: str) -> bool:
    return means.startswith(("unclear", "ask"))


def test_of_the_clear_messages_85_in_100_are_counted_without_asking(capsys: pytest.CaptureFixture[str]) -> None:
    """Clear are those that are counted and those marked so, which a person would understand as well (mail.md 4)."""
    counted = [name for name, row in EXPECTED.items() if not is_asked(row["means"])]
    asked = [name for name, row in EXPECTED.items() if is_asked(row["means"]) and "clear" in row]
    share = len(counted) / (len(counted) + len(asked))
    with capsys.disabled():
        print(f"\n{len(EXPECTED)} messages: {len(counted)} counted, {len(asked)} clear and asked: {share:.1%}")
    assert share >= 0.85


def test_every_message_has_its_meaning_written_beside_it() -> None:
    assert {path.stem for path in POST.glob("*.eml")} == set(EXPECTED)
