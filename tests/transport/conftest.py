"""The two IMAP servers that the contract of a mailbox is held against: Debian's Dovecot and the embedded one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import pytest

from mailvote.config import ImapSettings
from mailvote.demo.postoffice import PostOffice
from tests.servers.dovecot import Dovecot, running_dovecot

LOOPBACK = "127.0.0.1"


class Server(Protocol):
    """What a test asks of an IMAP server."""

    def deliver(self, message: bytes, received_at: datetime, folder: str = "INBOX") -> object: ...

    def settings(self, **changes: object) -> ImapSettings: ...


class Embedded:
    """The demo's post office in the shape of `Server`."""

    def __init__(self, office: PostOffice, port: int) -> None:
        self._office, self._port = office, port

    def deliver(self, message: bytes, received_at: datetime, folder: str = "INBOX") -> None:
        self._office.append(message, received_at, folder)

    def settings(self, **changes: object) -> ImapSettings:
        values: dict[str, object] = {
            "host": LOOPBACK,
            "port": self._port,
            "security": "none",
            "username": self._office.username,
            "password": self._office.password,
            "folders": ("INBOX", "Junk"),
            "timeout": 10.0,
        }
        return ImapSettings.model_validate(values | changes)


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@pytest.fixture
def post_office() -> Iterator[Embedded]:
    office = PostOffice("ballots", "paper", folders=("Junk",))
    ports = office.start()
    yield Embedded(office, ports.imap)
    office.stop()


@pytest.fixture(params=["dovecot", "post_office"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each test that asks for `server` runs against both."""
    found: Server = request.getfixturevalue(request.param)
    return found
