"""Several organisations in one installation take turns, and one sign of life speaks for them all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mailvote.app import App, open_app
from mailvote.config import load
from mailvote.errors import MailServerUnreachable, MailvoteError
from mailvote.store.vault import SealBroken
from tests.fakes import FakeMailbox, FakePostman
from tests.office.world import MANAGER, MONDAY, START, letter, open_world

SETTINGS = """
[service]
heartbeat_url = "http://127.0.0.1:{port}/"
"""
ORGANISATION = """
[[organisation]]
id = "{id}"
name = "The {id} group"
address = "{id}@ballots.example"
managers = ["{id} manager <manager@{id}.example>"]
imap = {{ host = "127.0.0.1", username = "" }}
smtp = {{ host = "127.0.0.1", username = "" }}
"""


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """A web server on loopback, and the requests that it was sent."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1], heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Place:
    """An installation of two organisations with fake mail servers, and the heartbeats that it sent."""

    app: App
    mailboxes: list[FakeMailbox]
    postmen: list[FakePostman]
    heartbeats: list[str] = field(default_factory=list)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    mailboxes, postmen = [FakeMailbox(), FakeMailbox()], [FakePostman(), FakePostman()]
    with listening() as (port, heartbeats):
        file = tmp_path / "mailvote.toml"
        file.write_text(SETTINGS.format(port=port) + ORGANISATION.format(id="one") + ORGANISATION.format(id="two"))
        with open_app(load(file, {}), clock=lambda: MONDAY) as app:
            fakes = zip(app.offices, mailboxes, postmen, strict=True)
            offices = tuple(replace(office, mailbox=box, postman=man) for office, box, man in fakes)
            yield Place(replace(app, offices=offices), mailboxes, postmen, heartbeats)


def test_p12_one_heartbeat_after_a_tick_in_which_everything_was_reached(place: Place) -> None:
    place.app.tick()
    assert place.heartbeats == ["/"]


def test_p12_no_heartbeat_while_the_mailbox_of_any_organisation_is_out_of_reach(place: Place) -> None:
    place.mailboxes[1].broken = True
    with pytest.raises(MailServerUnreachable):
        place.app.tick()
    assert not place.heartbeats


def test_p12_no_heartbeat_while_letters_cannot_be_sent(place: Place) -> None:
    place.postmen[0].broken = True
    with pytest.raises(MailServerUnreachable):
        place.app.tick()
    assert not place.heartbeats


def _noted(turns: list[str], organisation: str) -> tuple[str, ...]:
    turns.append(organisation)
    return ("INBOX",)


def test_organisations_take_turns_so_that_one_does_not_hold_up_the_other(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []
    for office, mailbox in zip(place.app.offices, place.mailboxes, strict=True):
        monkeypatch.setattr(mailbox, "folders", partial(_noted, turns, office.settings.id))
    place.app.tick()
    turns.clear()
    for name, mailbox in zip(("one", "two"), place.mailboxes, strict=True):
        mailbox.deliver(letter(f"manager@{name}.example", "help").as_bytes(), MONDAY)
    place.app.tick()
    assert turns[:4] == ["one", "two", "one", "two"]


def test_a_record_that_cannot_be_opened_stops_one_organisation_and_not_the_other(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.app.tick()

    def broken() -> tuple[str, ...]:
        raise SealBroken

    monkeypatch.setattr(place.mailboxes[0], "folders", broken)
    place.mailboxes[1].deliver(letter("manager@two.example", "help").as_bytes(), MONDAY)
    with pytest.raises(MailvoteError, match="sealed record"):
        place.app.tick()
    assert [parcel.recipient for parcel in place.postmen[1].parcels] == ["manager@two.example"]


def test_a_mistake_of_our_own_is_named_by_kind_and_place_and_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise ZeroDivisionError("Dr Alice Brown")

    with open_world(tmp_path) as world:
        world.tick()
        world.mail(MANAGER, START)
        monkeypatch.setattr("mailvote.app.attend", stumble)
        done = world.app.round(world.office)
    assert (done.taken, done.tried) == (1, 1)
    (fault,) = done.faults
    assert str(fault).startswith("ZeroDivisionError in test_app.py, line ")
    assert "Alice" not in str(fault)


def test_a_key_file_beside_a_database_that_was_lost_is_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with open_world(tmp_path):
        assert "the key file" not in caplog.text
    (tmp_path / "mailvote.db").unlink()
    with open_world(tmp_path, fresh_start=False):
        assert "put back its database" in caplog.text
