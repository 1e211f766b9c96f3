"""An election, a decision by weight and a run-off on real mail with PostgreSQL, upgraded from an empty database."""

from pathlib import Path

from tests.databases import PostgreSQL
from tests.journeys.installation import CLOSE, MANAGER, installed, text_of
from tests.journeys.test_election import AFTER_GRACE, vote
from tests.journeys.test_rulebook import DECISION, FIRST_MEETING, FOR_IN_CASE_5, PRACTICES, answer_papers, declared


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


def test_cases_5_and_3_on_postgresql(tmp_path: Path, postgresql_server: PostgreSQL) -> None:
    with installed(tmp_path, database=postgresql_server.empty(tmp_path)) as place:
        decision, election = place.start(DECISION), place.start()
        answer_papers(place, decision, FOR_IN_CASE_5)
        answer_papers(place, election, dict(zip(PRACTICES, "1111222233", strict=True)))
        assert declared(place, decision)["totals"] == {"For": 48_818, "Against": 0}
        run_off = declared(place, election)["run_off"]
        place.confirm(MANAGER)
        answer_papers(place, run_off, dict(zip(PRACTICES, "1111111222", strict=True)))
        assert declared(place, run_off, FIRST_MEETING)["elected"] == ["Dr Alice Brown"]
