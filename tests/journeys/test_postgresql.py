"""The election of case 1 on real mail with PostgreSQL, upgraded from an empty database by its first command."""

from pathlib import Path

from tests.databases import PostgreSQL
from tests.journeys.installation import CLOSE, MANAGER, installed, text_of
from tests.journeys.test_election import AFTER_GRACE, vote


def test_case_1_on_postgresql(tmp_path: Path, postgresql_server: PostgreSQL) -> None:
    with installed(tmp_path, database=postgresql_server.empty(tmp_path)) as place:
        reference = place.start()
        vote(place, "1", "1", "1", "1", "2", "2", "2", "abstain")
        place.at(CLOSE).tick()
        assert place.show(reference)["stage"] == "closed"
        place.at(AFTER_GRACE).tick()
        outcome = place.show(reference)["outcome"]
        assert (outcome["kind"], outcome["elected"]) == ("elected", ["Dr Alice Brown"])
        assert "10 messages received: 8 counted + 2 commands = 10." in text_of(place.last(MANAGER))
