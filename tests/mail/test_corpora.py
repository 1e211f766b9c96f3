"""Optional measures over public mail, where the folder named by CORPORA_DIR holds some; nothing of it is kept here."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mailvote.mail.automatic import automatic_reason
from mailvote.mail.clutter import signature_start
from mailvote.mail.intent import Confirmation, Unclear
from mailvote.mail.message import Incoming, read_message
from mailvote.mail.reply import own_words
from mailvote.mail.sender import identify
from mailvote.mail.tokens import marks_in
from tests.mail.voters import PAPER, VOTER, read_intent

CORPORA = os.environ.get("CORPORA_DIR", "")
PEOPLE = frozenset({"arf-24.eml", "lhost-sendmail-14.eml"})
"""Of the bounces these two are forwarded by a person, and bear no sign of a machine."""

MARKED = "the label keeps lines led by '>': such a line is never the sender's own"
UNMARKED = "the label keeps what stands unmarked below an attribution: a letter is read down to its quotation alone"
FORWARD = "the label keeps the text of a forwarded message: it is somebody else's"
DISAGREEMENTS = {
    "embedded_email_7.txt": MARKED,
    "embedded_email_16.txt": MARKED,
    "quote_and_text.txt": MARKED,
    "quote_only.txt": MARKED,
    "embedded_email_17.txt": UNMARKED,
    "embedded_email_18.txt": UNMARKED,
    "forwarded_message.txt": FORWARD,
}
"""The labelled replies of which the label says something else than our design, and why; none may leak all the same."""

KEPT = 0.97
LEAKED = 0.025

pytestmark = pytest.mark.skipif(not CORPORA, reason="CORPORA_DIR names no folder of public mail")


def files(folder: str = "") -> Iterator[Path]:
    return (path for path in sorted((Path(CORPORA) / folder).rglob("*")) if path.is_file())


def read_both_ways(content: bytes) -> Iterator[Incoming]:
    """A file as a message, and as the text of one."""
    yield read_message(content)
    yield Incoming(text=content.decode("utf-8", "replace"))


def test_no_file_raises_and_none_holds_a_vote() -> None:
    for path in files():
        for incoming in read_both_ways(path.read_bytes()):
            identify(incoming)
            marks_in(incoming, "ballots@selg.example")
            intent = read_intent(own_words(incoming), PAPER, sender_name=VOTER)
            assert isinstance(intent, Unclear | Confirmation), path.name


def test_every_bounce_and_automatic_reply_is_known_for_one() -> None:
    messages = {path.name: read_message(path.read_bytes()) for path in files("bounces-sisimai")}
    missed = {name for name, incoming in messages.items() if automatic_reason(incoming, frozenset()) is None}
    assert missed <= PEOPLE


def own_lines(text: str) -> list[str]:
    """What is read of a reply: the words above its quotation, or those below where nothing stands above."""
    words = own_words(Incoming(text=text.replace("\r\n", "\n")))
    return written(words.lines) or written(words.between)


def written(lines: Sequence[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines if line.strip()]


def labelled() -> Iterator[tuple[str, list[str], list[str]]]:
    """Each labelled reply: its name, what we read of it, and what its label keeps down to the end of the letter."""
    for path in files("replies-discourse/emails"):
        label = written((path.parent.parent / "expected" / path.name).read_text(encoding="utf-8").splitlines())
        own = own_lines(path.read_bytes().decode("utf-8", "replace"))
        yield path.name, own, label[: signature_start(label)]


def test_labelled_replies_are_kept_whole_and_leak_nothing_quoted() -> None:
    replies = list(labelled())
    leaking = [name for name, own, label in replies if not set(own) <= set(label)]
    agreed = [(own, label) for name, own, label in replies if name not in DISAGREEMENTS]
    kept = sum(own == label for own, label in agreed)
    print(f"{kept} of {len(agreed)} kept right, {len(leaking)} of {len(replies)} leak: {leaking}")
    assert set(DISAGREEMENTS) <= {name for name, _, _ in replies}
    assert kept >= KEPT * len(agreed)
    assert len(leaking) <= LEAKED * len(replies)
