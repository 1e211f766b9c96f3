"""P2 and trust.md 2: killed at any moment and started again, every vote counts once and every letter goes out."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.daemon import RULES
from tests.journeys.installation import Installation, installed
from tests.office.test_election import LEADS
from tests.office.world import START

MOMENTS = (0.1, 0.2, 0.26, 0.32, 0.4)
"""Seconds after taking the installation's lock at which a process is killed: while it reads, decides and stores."""

LETTERS = (1, 4, 9)
"""Numbers of letters after which a process is killed while it sends."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, now=datetime.now(UTC) - timedelta(minutes=1), rules=RULES) as place:
        yield place


def ticking(place: Installation) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "mailvote", "tick"],
        env={**os.environ, **place.environment},
        stderr=subprocess.DEVNULL,
    )


def kill_when(process: subprocess.Popen[bytes], moment: Callable[[], bool]) -> bool:
    """Kill the process as soon as the moment has come; whether it came before the process ended."""
    never = threading.Event()
    while process.poll() is None and not moment():
        never.wait(0.005)
    came = process.poll() is None
    process.kill()
    process.wait()
    return came


def kill_at_work(place: Installation, seconds: float) -> bool:
    """Kill a tick that long after it took the lock."""
    process, lock = ticking(place), place.folder / "mailvote.db.lock"
    taken: list[float] = []

    def moment() -> bool:
        if not taken and lock.read_text().strip() == str(process.pid):
            taken.append(time.monotonic())
        return bool(taken) and time.monotonic() >= taken[0] + seconds

    return kill_when(process, moment)


def kill_sending(place: Installation, letters: int) -> bool:
    """Kill a tick once it has sent that many letters."""
    before = len(place.sink.received)
    return kill_when(ticking(place), lambda: len(place.sink.received) >= before + letters)


def test_p2_killed_again_and_again_every_vote_counts_once(place: Installation) -> None:
    close = place.now + timedelta(days=1)
    reference = place.start(START + f"Closes: {close:%Y-%m-%d %H:%M}\n")
    early = LEADS[: len(MOMENTS)]
    for lead, seconds in zip(early, MOMENTS, strict=True):
        place.reply(place.paper(lead), "1")
        place.reply(place.paper(lead), "3", at=place.now + timedelta(seconds=1))
        kill_at_work(place, seconds)
    killed = []
    for number, letters in enumerate(LETTERS):
        for lead in LEADS:
            place.reply(place.paper(lead), "1" if number % 2 else "2", at=place.now + timedelta(seconds=2 + number))
        killed.append(kill_sending(place, letters))
    assert all(killed), "every one was killed while it sent"
    place.at(datetime.now(UTC)).tick()
    messages = place.show(reference)["messages"]
    cast = {lead: len(LETTERS) + (2 if lead in early else 0) for lead in LEADS}
    assert (messages["counted"], messages["replaced"]) == (10, sum(cast.values()) - 10)
    assert sum(messages.values()) == place.sent == sum(cast.values()) + 2
    for lead in LEADS:
        receipts = {str(mail["Message-ID"]): mail.as_bytes() for mail in place.letters(lead, "Receipt")}
        assert len(receipts) == cast[lead], "a receipt for each vote, however often it was sent"
    place.at(close + timedelta(minutes=11)).tick()
    assert place.show(reference)["outcome"]["totals"]["Dr Bob Carter"] == 10
    assert {sender.partition("+")[0].partition("@")[0] for sender, _, _ in place.sink.received} == {"ballots"}
