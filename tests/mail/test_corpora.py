"""Optional measures over public mail, where the folder named by CORPORA_DIR holds some; nothing of it is kept here."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailvote.mail.automatic import automatic_reason
from mailvote.mail.intent import Confirmation, Unclear
from mailvote.mail.message import Incoming, read_message
from mailvote.mail.reply import own_words
from mailvote.mail.sender import identify
from mailvote.mail.tokens import marks_in
from tests.mail.voters import PAPER, VOTER, read_intent

CORPORA = os.environ.get("CORPORA_DIR", "")
PEOPLE = frozenset({"arf-24.eml", "lhost-sendmail-14.eml"})
"""Of the bounces these two are forwarded by a person, and bear no sign of a machine."""

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
