"""How long one message takes from its bytes to what it means, over our own corpus, hostile ones and public mail.

Run from the root of the tree: `.venv/bin/python -m benchmarks.reading`; `CORPORA_DIR` names a folder of public mail to
read besides. The floor, measured in the same run, is the least that any reader does with a message: decode its bytes,
part them into lines, fold their case, once. The ratio of p99 to the floor of a message of median size is what to keep
an eye on; the bounds are 20 ms at p99 and 200 ms for the worst.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from mailvote.mail.message import MAX_BYTES, read_message
from mailvote.mail.reply import own_words
from tests.mail.hostile import HOSTILE
from tests.mail.voters import PAPER, POST, VOTER, read_intent

ROUNDS = 3
WORST = 3

Messages = Sequence[tuple[str, bytes]]


def posted() -> Iterator[tuple[str, bytes]]:
    """The messages of our own corpus."""
    return ((path.stem, path.read_bytes()) for path in sorted(POST.glob("*.eml")))


def public(folder: str) -> Iterator[tuple[str, bytes]]:
    """Public mail; what has no header there is the text of a message."""
    paths = (path for path in sorted(Path(folder).rglob("*")) if path.is_file())
    for path in paths:
        content = path.read_bytes()[:MAX_BYTES]
        yield path.name, content if path.suffix == ".eml" else b"From: a@b.example\n\n" + content


def floor_of(content: bytes) -> object:
    return content.decode("utf-8", "replace").casefold().splitlines()


def words_of(content: bytes) -> object:
    return own_words(read_message(content))


def meaning_of(content: bytes) -> object:
    return read_intent(own_words(read_message(content)), PAPER, sender_name=VOTER)


STEPS: tuple[tuple[str, Callable[[bytes], object]], ...] = (("own words", words_of), ("meaning", meaning_of))


def milliseconds(work: Callable[[bytes], object], content: bytes) -> float:
    """The shortest of some rounds: what the machine does besides is none of the reader's time."""

    def once() -> float:
        began = time.process_time_ns()
        work(content)
        return (time.process_time_ns() - began) / 1e6

    return min(once() for _ in range(ROUNDS))


def report(title: str, messages: Messages) -> None:
    floor = median(milliseconds(floor_of, content) for _, content in messages)
    print(f"{title}: {len(messages):,} messages, floor {floor:.3f} ms")
    for step, work in STEPS:
        took = sorted((milliseconds(work, content), name) for name, content in messages)
        p50, p99 = (took[len(took) * part // 100][0] for part in (50, 99))
        print(f"  {step}: p50 {p50:.2f} ms, p99 {p99:.2f} ms, ratio of p99 to the floor {p99 / floor:,.0f}")
        print("    worst: " + ", ".join(f"{one:.1f} ms {name}" for one, name in reversed(took[-WORST:])))


def main() -> None:
    report("our own", list(posted()))
    report("hostile", list(HOSTILE.items()))
    if folder := os.environ.get("CORPORA_DIR", ""):
        report("public", list(public(folder)))


if __name__ == "__main__":
    main()
