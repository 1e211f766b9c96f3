"""How long after its arrival a vote is acknowledged by `mailvote run`, against the server's own word of new mail.

Run from the root of the tree: `.venv/bin/python -m benchmarks.acknowledgement`. The floor, measured in the same run on
the same Dovecot, is the time until a bare IDLE connection hears of a message; the ratio is what to keep an eye on.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from mailvote.transport.imaplogin import connect
from tests.journeys.installation import Installation, installed
from tests.journeys.test_service import RULES, running, until
from tests.office.test_election import LEADS
from tests.office.world import MANAGER, START, letter

VOTES = 30
PAUSE = 0.8
"""Seconds between two messages, so that each finds the service at rest."""


def median_and_95th(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]


def rest() -> None:
    threading.Event().wait(PAUSE)


def time_floor(place: Installation) -> list[float]:
    """From the delivery of a message nobody answers to the server's `EXISTS` on a bare connection."""
    client = connect(place.dovecot.settings())
    client.select_folder("INBOX", readonly=True)
    client.idle()
    times = []
    for number in range(VOTES):
        rest()
        client.idle_check(timeout=0)
        began = time.monotonic()
        place.deliver(letter("nobody@elsewhere.example", "hello", number=number), at=datetime.now(UTC))
        while not any(b"EXISTS" in answer for answer in client.idle_check(timeout=5)):
            pass
        times.append(time.monotonic() - began)
    client.idle_done()
    client.logout()
    return times


def time_receipts(place: Installation) -> list[float]:
    """From the delivery of a vote to the arrival of its receipt at the SMTP server."""
    times = []
    for number in range(VOTES):
        lead = LEADS[number % len(LEADS)]
        rest()
        times.append(timed(place, lead, place.paper(lead), str(1 + number % 3)))
    return times


def timed(place: Installation, lead: str, paper: EmailMessage, choice: str) -> float:
    before = len(place.letters(lead, "Receipt"))
    place.at(datetime.now(UTC)).reply(paper, choice)
    return until(arrived(place, lead, before))


def arrived(place: Installation, lead: str, before: int) -> Callable[[], bool]:
    return lambda: len(place.letters(lead, "Receipt")) > before


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        installed(Path(folder), now=datetime.now(UTC), rules=RULES, poll="10m") as place,
    ):
        close = datetime.now(UTC) + timedelta(hours=1)
        place.start(START + f"Closes: {close:%Y-%m-%d %H:%M}\n")
        with running(place):
            until(lambda: len(place.letters(MANAGER)) > 1)
            receipts = median_and_95th(time_receipts(place))
        floor = median_and_95th(time_floor(place))
    print(f"floor    p50 {floor[0] * 1000:.0f} ms, p95 {floor[1] * 1000:.0f} ms: a bare IDLE hears of the message")
    print(f"receipt  p50 {receipts[0] * 1000:.0f} ms, p95 {receipts[1] * 1000:.0f} ms: {VOTES} votes one by one")
    print(f"ratio    p50 {receipts[0] / floor[0]:.2f}, p95 {receipts[1] / floor[1]:.2f}")


if __name__ == "__main__":
    main()
