"""`mailvote run` as its own process in real time: a vote is acknowledged at once, SIGTERM ends it in good order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.daemon import RULES, running, until
from tests.journeys.installation import MANAGER, Installation, installed, text_of
from tests.office.test_election import LEADS
from tests.office.world import START

POLL = 2


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    now = datetime.now(UTC)
    with installed(tmp_path, now=now, grace="0s", poll=f"{POLL}s", rules=RULES) as place:
        yield place


def test_an_election_in_real_time_is_acknowledged_counted_and_stopped(place: Installation) -> None:
    close = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=25)
    place.tick()
    with running(place.environment) as daemon:
        place.at(datetime.now(UTC)).mail(MANAGER, START + f"Closes: {close:%Y-%m-%d %H:%M:%S}\n")
        until(lambda: place.letters(MANAGER))
        place.at(datetime.now(UTC)).reply(place.last(MANAGER), "confirm")
        until(lambda: all(place.letters(lead) for lead in LEADS))
        for lead in LEADS[:8]:
            place.at(datetime.now(UTC)).reply(place.paper(lead), "1")
        assert until(lambda: all(len(place.letters(lead)) > 1 for lead in LEADS[:8])) < 10
        until(lambda: place.letters(MANAGER, "Result"), seconds=60)
        assert datetime.now(UTC) - close < timedelta(seconds=POLL + 3), "declared at the first tick after the close"
        assert "Elected: Dr Alice Brown" in text_of(place.last(LEADS[9]))
        assert daemon.stop() < 5
