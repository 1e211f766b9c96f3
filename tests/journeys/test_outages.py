"""The service in real time while mail servers, database and people fail around it: no vote is lost, and it stops."""

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailvote.store.database import begin, engine_of
from tests.databases import PostgreSQL
from tests.journeys.daemon import RULES, Daemon, running, until
from tests.journeys.installation import MANAGER, SELG, Installation, installed
from tests.office.test_election import LEADS
from tests.office.world import START
from tests.servers.imap_script import ScriptedImap
from tests.servers.scripted import Conversation
from tests.servers.smtp_script import silent_from
from tests.servers.smtp_sink import SmtpSink

POLL, SOON, STOP = 2.0, 5.0, 5.0
"""Seconds: between two polls, until an acknowledgement after an outage, and until the end after SIGTERM."""

LEAD, OTHER = LEADS[:2]


@contextmanager
def open_election(folder: Path, database: str = "sqlite:///mailvote.db") -> Iterator[Installation]:
    poll, now = f"{POLL:g}s", datetime.now(UTC) - timedelta(minutes=1)
    with installed(folder, now=now, database=database, grace="0s", poll=poll, rules=RULES) as place:
        place.start(START + f"Closes: {now + timedelta(days=1):%Y-%m-%d %H:%M}\n")
        yield place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with open_election(tmp_path) as place:
        yield place


@pytest.fixture
def daemon(place: Installation) -> Iterator[Daemon]:
    """A service that has already acknowledged a vote."""
    with running(place.environment) as daemon:
        acknowledged(place, LEAD)
        yield daemon


def vote(place: Installation, lead: str, choice: str = "1") -> None:
    place.at(datetime.now(UTC)).reply(place.paper(lead), choice)


def receipts(place: Installation, *leads: str) -> int:
    """How many receipts for a vote have come for them; looked for without reading, for it is asked often."""
    return sum(to in leads and b"\r\nSubject: Receipt" in content for _, to, content in list(place.sink.received))


def acknowledged(place: Installation, lead: str) -> float:
    """Vote, and wait for the receipt; how many seconds that took."""
    before = receipts(place, lead)
    vote(place, lead)
    return until(lambda: receipts(place, lead) > before)


def counted(place: Installation) -> int:
    return int(place.json("ballots")["ballots"][-1]["messages"]["counted"])


def point(place: Installation, *, imap: int = 0, smtp: int = 0) -> None:
    """Have the mail servers on other ports."""
    settings = place.folder / "mailvote.toml"
    words = settings.read_text()
    for old, new in ((place.dovecot.port, imap), (place.sink.port, smtp)):
        words = words.replace(f"port = {old}\n", f"port = {new or old}\n")
    settings.write_text(words)


def test_after_an_outage_of_the_mailbox_votes_are_acknowledged_again(place: Installation, daemon: Daemon) -> None:
    place.dovecot.kill()
    until(lambda: daemon.says("ERROR", "accepts no connections"))
    vote(place, OTHER)
    place.dovecot.start()
    assert until(lambda: receipts(place, OTHER)) < SOON
    until(lambda: daemon.says("all is well again"))
    assert acknowledged(place, LEAD) < SOON
    assert daemon.stop() < STOP
    assert len(daemon.log) <= 4, "an outage is told once, not at every poll"


def test_with_the_postman_out_votes_are_counted_and_receipts_follow(place: Installation, daemon: Daemon) -> None:
    place.sink.stop()
    vote(place, OTHER)
    until(lambda: counted(place) == 2)
    until(lambda: daemon.says("ERROR", f":{place.sink.port} accepts no connections"))
    (receipt,) = (letter for letter in place.json("outbox")["letters"] if letter["to"] == OTHER)
    assert (receipt["state"], receipt["tries"], receipt["error"]) == ("waiting", 0, "")
    assert datetime.fromisoformat(receipt["next_try_at"]) < datetime.now(UTC)
    with SmtpSink(port=place.sink.port) as place.sink:
        assert until(lambda: receipts(place, OTHER)) < SOON
        assert daemon.stop() < STOP
    assert len(daemon.log) <= 3


@pytest.mark.parametrize("step", ["greeting", "content"])
def test_a_postman_who_hangs_holds_up_neither_the_count_nor_the_stop(place: Installation, step: str) -> None:
    with silent_from(step) as server:
        point(place, smtp=server.port)
        vote(place, LEAD)
        with running(place.environment) as daemon:
            until(lambda: server.connections and counted(place))
            assert daemon.stop() < STOP
            assert daemon.log == []


@pytest.mark.parametrize("step", ["greeting", "AUTHENTICATE", "UID FETCH"])
def test_a_mailbox_that_hangs_does_not_hold_up_the_stop(place: Installation, step: str) -> None:
    hangs = threading.Event()

    def hang(conversation: Conversation, tag: str, line: str) -> None:
        hangs.set()
        conversation.hang()

    with ScriptedImap({step: hang}) as server:
        point(place, imap=server.port)
        with running(place.environment) as daemon:
            until(hangs.is_set)
            assert daemon.stop() < STOP
            assert daemon.says("ERROR") == 0


def test_at_rest_it_costs_next_to_nothing_and_stops_at_once(daemon: Daemon) -> None:
    assert daemon.share_of_cpu(5) < 0.03
    assert daemon.stop() < 2
    assert daemon.log == []


def test_a_second_process_is_told_which_one_is_at_work_until_ctrl_c_ends_that(place: Installation) -> None:
    with running(place.environment) as daemon:
        lock = place.folder / "mailvote.db.lock"
        until(lambda: lock.read_text().strip() == str(daemon.process.pid))
        for command in ("run", "tick"):
            assert f"process {daemon.process.pid}) holds" in place.run(command, exit_code=3).stderr
        assert daemon.stop(signal.SIGINT) < STOP
    place.at(datetime.now(UTC)).tick()


def test_people_work_beside_it_while_it_works_off_a_storm(place: Installation, daemon: Daemon) -> None:
    (place.folder / "status.txt").write_text("status\n")
    papers = [place.paper(lead) for lead in LEADS]
    for number in range(500):
        place.at(datetime.now(UTC)).reply(papers[number % len(papers)], "1")
    for command in (
        ("ballots",),
        ("inbox",),
        ("register", "import", str(SELG / "roster.csv")),
        ("command", "--as", MANAGER, str(place.folder / "status.txt")),
    ):
        place.run(*command)
    assert receipts(place, *LEADS) < 501, "they worked beside it, not after it"
    until(lambda: receipts(place, *LEADS) == 501, seconds=60)
    assert counted(place) == len(LEADS)
    assert daemon.log == []


def test_a_password_that_is_refused_is_tried_again(place: Installation, daemon: Daemon) -> None:
    users = place.dovecot.home / "users"
    right = users.read_text()
    users.write_text(right.replace("{PLAIN}", "{PLAIN}not "))
    place.dovecot.kill()
    place.dovecot.start()
    until(lambda: daemon.says("ERROR", "refused the login"))
    assert "refused the login" in place.run("check", exit_code=1).output
    users.write_text(right)
    assert acknowledged(place, OTHER) < 4 * POLL
    assert daemon.stop() < STOP


def test_with_its_database_file_gone_it_says_so_and_ends(place: Installation, daemon: Daemon) -> None:
    gone = place.folder / "mailvote.db"
    for file in (gone, *place.folder.glob("mailvote.db-*")):
        file.unlink()
    assert daemon.ended(within=2 * POLL) == 4
    assert daemon.log[-1].startswith(f"the database file {gone} has been removed")
    assert receipts(place, OTHER) == 0
    assert not gone.exists()


def test_with_its_disk_full_it_waits_for_room(place: Installation, daemon: Daemon) -> None:
    before = resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    vote(place, OTHER)
    until(lambda: daemon.says("ERROR", f"{place.folder}/mailvote.db cannot"))
    assert daemon.share_of_cpu(POLL) < 0.2
    resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, before)
    assert until(lambda: receipts(place, OTHER)) < SOON
    assert counted(place) == 2
    assert not daemon.says("raised"), "the message was not to blame"
    assert daemon.stop() < STOP


def test_a_standby_stops_at_once_and_takes_over_where_the_lock_is_lost(
    tmp_path: Path, postgresql_server: PostgreSQL
) -> None:
    database = postgresql_server.empty(tmp_path)
    with open_election(tmp_path, database) as place, running(place.environment) as first:
        acknowledged(place, LEAD)
        with running(place.environment) as second:
            until(lambda: waits(database, second))
            assert second.stop() < 2
        with engine_of(database) as engine, begin(engine) as conn:
            conn.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
        until(lambda: first.says("ERROR", "the installation is lost"))
        assert acknowledged(place, OTHER) < 2 * SOON
        assert first.stop() < STOP


def waits(database: str, daemon: Daemon) -> bool:
    """Whether the process has a connection, over which it asks for the lock again and again."""
    query = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = :name AND query LIKE '%try_advisory%'")
    with engine_of(database) as engine, begin(engine) as conn:
        return bool(conn.execute(query, {"name": f"mailvote {daemon.process.pid}"}).scalar_one())
