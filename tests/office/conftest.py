"""The office under test; whatever a test does to it, the promises that hold always are checked at its end."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from mailvote.office.applicants import QUESTIONS
from mailvote.store import ballots, candidates, panels, register
from mailvote.store.database import reading
from tests.office.mailcraft import delivered, fates_of_all, on_file, posted
from tests.office.world import World, open_world

CANDIDATES = ("Alice", "Brown", "Bob", "Carter", "Carol", "Dunn")
PRIVATE = (*CANDIDATES, "Locality Clinical Director", "zanzibar")
"""Choices, a subject, and the marker that tests put into bodies: none of it may stand in a log."""

AUTHSERV = 'folders = ["INBOX", "Junk"] -> folders = ["INBOX", "Junk"]\nauthserv_id = "mx.selg.example"'


@pytest.fixture
def world(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    """An office whose mail server's checks of senders are not configured."""
    with _promised(tmp_path, caplog) as world:
        yield world


@pytest.fixture
def checked(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    """An office whose mail server mx.selg.example checks senders."""
    with _promised(tmp_path, caplog, changes=AUTHSERV) as world:
        yield world


@pytest.fixture
def office(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[..., World]]:
    """Opens an office with the settings, roster or rule sets that a test gives it, once."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(_promised(tmp_path, caplog, **settings))


@contextmanager
def _promised(folder: Path, caplog: pytest.LogCaptureFixture, **settings: Any) -> Iterator[World]:
    caplog.set_level(logging.DEBUG, logger="mailvote")
    with open_world(folder, **settings) as world:
        yield world
        world.mailbox.broken = world.postman.broken = False
        world.tick()
        assert_every_message_has_one_fate(world)
        assert_what_is_counted_is_in_force(world)
        assert_nobody_unknown_was_written_to(world)
        assert_the_log_tells_nothing(caplog)


def assert_every_message_has_one_fate(world: World) -> None:
    """P4: the fates add up to the messages delivered since activation."""
    assert fates_of_all(world).total() == delivered(world)


def assert_what_is_counted_is_in_force(world: World) -> None:
    """Counted messages and recorded votes are the votes and abstentions in force (interface.md 7)."""
    for reference in world.references():
        figures: dict[str, Any] = world.figures(reference)
        part = figures["participation"]
        assert figures["messages"]["counted"] + part["recorded"] == part["voted"] + part["abstained"]


def assert_nobody_unknown_was_written_to(world: World) -> None:
    """P10: every recipient is on the register, a manager, told of proxies by the settings (R8), a candidate, or on a
    panel (R20); besides these, who wrote about a call is answered, and asked once whether it was they.
    """
    with reading(world.app.engine) as conn:
        members = register.electorate(conn, "selg", world.now).members
        called = ballots.every(conn, "selg")
        panel = [one for ballot in called for one in panels.everybody(conn, ballot.id)]
        stand = [one for ballot in called for one in candidates.of_ballot(conn, ballot.id)]
    known = {person.address for member in members for person in member.people}
    known |= {one.address for one in (*world.office.desk.managers, *world.office.desk.told_of_proxies)}
    known |= {one.address for one in panel} | {one.address for one in stand}
    if any(ballot.dates.destroyed_at for ballot in called):  # the rows of who did not stand are gone with the ballot
        known |= {row.recipient for row in posted(world, purpose="expression-received")}
    unknown = [row for row in posted(world) if row.recipient not in known]
    asked = [(row.recipient, row.ballot_id) for row in unknown if row.purpose in QUESTIONS]
    assert len(set(asked)) == len(asked)
    assert {row.recipient for row in unknown} <= {row.from_address for row in on_file(world) if row.ballot_id}
    assert all(row.purpose.startswith("expression-") for row in unknown)


def assert_the_log_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """R22: no choice, body or subject in any record of ours."""
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("mailvote"))
    assert [word for word in PRIVATE if word.casefold() in said.casefold()] == []
