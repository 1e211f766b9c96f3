"""P2 and trust.md 2: killed at any moment and started again, every vote counts once and every letter goes out."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.installation import BALLOTS, Installation, installed
from tests.journeys.test_service import RULES
from tests.office.test_election import LEADS
from tests.office.world import START

LIVES = 14
"""How many processes are started and killed; each lives a little longer than the one before."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, now=datetime.now(UTC), rules=RULES) as place:
        yield place


def killed_tick(place: Installation, life: float) -> None:
    """A tick in a process of its own that is killed after so many seconds, if it has not ended."""
    environment = {**os.environ, **place.environment}
    process = subprocess.Popen([sys.executable, "-m", "mailvote", "tick"], env=environment, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=life)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def test_p2_killed_again_and_again_every_vote_counts_once(place: Installation) -> None:
    close = place.now + timedelta(days=1)
    reference = place.start(START + f"Closes: {close:%Y-%m-%d %H:%M}\n")
    for lead in LEADS:
        place.reply(place.paper(lead), "1")
        place.reply(place.paper(lead), "2", at=place.now + timedelta(seconds=1))
    for number in range(LIVES):
        killed_tick(place, life=0.7 + 0.06 * number)
    place.tick()
    messages = place.show(reference)["messages"]
    assert (messages["counted"], messages["replaced"], sum(messages.values())) == (10, 10, 22)
    for lead in LEADS:
        receipts = Counter(str(mail["Message-ID"]) for mail in place.letters(lead, "Receipt"))
        assert len(receipts) == 2, "one receipt for each vote, however often it was sent"
    place.at(close + timedelta(minutes=11)).tick()
    assert place.show(reference)["outcome"]["totals"]["Dr Bob Carter"] == 10
    assert all(sender.startswith(BALLOTS.partition("@")[0]) for sender, _, _ in place.sink.received)
