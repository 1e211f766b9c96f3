"""Fuzzing of everything from the bytes of a message to what becomes of it: no crash, no option off the paper, no delay.

It is no part of `make test`. Install atheris beside the test extras in an environment of its own, and from the root of
the tree run for ten minutes

    python -m tests.fuzz.reading FOLDER -max_total_time=600 -max_len=16384

FOLDER keeps what was found to be new; the messages under `tests/mail/post` are put into it first. A crash is written to a
file named `crash-...`; a message that took long under the instrumentation is kept as `FOLDER/../slow/...`. These are timed
as they would run in the office, each with the bound of 200 ms, by

    python -m tests.fuzz.reading --replay FOLDER/../slow FOLDER
"""

import hashlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mailvote.mail.identity import Finding, Standing
from mailvote.mail.intent import Likely, Vote
from mailvote.mail.judgement import Matter, decide
from mailvote.mail.message import MAX_BYTES, read_message
from mailvote.mail.reply import own_words
from mailvote.rules.acceptance import Claim
from mailvote.rules.electorate import Role
from tests.mail.voters import PAPERS, POST, VOTER, read_intent
from tests.rules.examples import utc

LIMIT = 0.2
"""Seconds of work that one message may cost (mail.md 4)."""

KEPT = 0.4
"""Seconds under the instrumentation from which on a message is worth timing without it."""

LANGUAGES = ("en", "cy")
NOON = utc("2026-11-24 12:00")
CLAIM = Claim(role=Role.LEAD, received_at=NOON, order=1)


def understand(data: bytes) -> None:
    """Take one message to its verdict; the first byte chooses the paper, the language and whether a question waits."""
    choice, content = (data[0] if data else 0), data[1 : MAX_BYTES + 1]
    paper = list(PAPERS.values())[choice % len(PAPERS)]
    questioned = bool(choice & 0x40)
    incoming = read_message(content)
    intent = read_intent(
        own_words(incoming),
        paper,
        sender_name=VOTER,
        questioned=questioned,
        subject=incoming.subject,
        language=LANGUAGES[bool(choice & 0x80)],
    )
    if isinstance(intent, Vote | Likely):
        assert all(paper.option(number) for number in intent.choice), "an option that is not on the paper"
        assert len(set(intent.choice)) == len(intent.choice) <= paper.choose_at_most, "more than may be chosen"
    assert not isinstance(intent, Vote) or intent.choice, "a vote for nothing"
    finding = Finding(standing=Standing.IDENTIFIED, ground="paper")
    decide(Matter(finding=finding, has_ballot=True, ground=None, intent=intent, claim=CLAIM, asked=questioned))


def timed(data: bytes) -> float:
    began = time.process_time()
    understand(data)
    return time.process_time() - began


def seeds() -> Iterator[bytes]:
    """Our own corpus, each message for each paper."""
    for path in sorted(POST.glob("*.eml")):
        for choice in range(len(PAPERS)):
            yield bytes([choice]) + path.read_bytes()


def fuzz(folder: Path, options: list[str]) -> None:
    """Fuzz with atheris, beginning from our corpus; what takes long is kept for `replay`."""
    import atheris

    slow = folder.parent / "slow"
    for place in (folder, slow):
        place.mkdir(parents=True, exist_ok=True)
    for seed in seeds():
        (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
    atheris.instrument_all()

    def one(data: bytes) -> None:
        if timed(data) > KEPT:
            (slow / hashlib.sha1(data).hexdigest()).write_bytes(data)

    atheris.Setup([sys.argv[0], str(folder), *options], one)
    atheris.Fuzz()


def replay(folders: list[Path]) -> int:
    """Time every message of these folders; 1 if one of them takes too long."""
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    took = sorted((min(timed(path.read_bytes()) for _ in range(2)), path.name) for path in found)
    for seconds, name in took[-5:]:
        print(f"{seconds * 1000:.0f} ms {name}")
    print(f"{len(took)} messages, longest {took[-1][0] * 1000:.0f} ms; the bound is {LIMIT * 1000:.0f} ms")
    return int(took[-1][0] > LIMIT)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--replay"]:
        sys.exit(replay([Path(name) for name in sys.argv[2:]]))
    fuzz(Path(sys.argv[1]), sys.argv[2:])
