"""R23, trust.md 3: killed between any two steps of a destruction and started again, the same is destroyed, once."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event

from mailvote.office.destruction import destroy_due
from mailvote.office.ports import Glimpse
from mailvote.rules.chain import verify
from mailvote.store import ballots, journal
from mailvote.store.database import reading
from tests.fakes import FakeMailbox
from tests.office.mailcraft import flat
from tests.office.test_destruction import DUE, certificates, confirmed, lying
from tests.office.test_election import LEADS
from tests.office.world import World


class Killed(BaseException):
    """What no part of the bot catches, as it catches no SIGKILL."""


@dataclass
class SlowMailbox(FakeMailbox):
    """Shows two messages at a time, and is killed in the midst of the expunge of that number, one of the two gone."""

    dies_at: int = 0
    expunges: int = 0

    def look_through(self, folder: str) -> Iterator[tuple[Glimpse, ...]]:
        for batch in super().look_through(folder):
            yield from (batch[start : start + 2] for start in range(0, len(batch), 2))

    def expunge(self, folder: str, uids: Sequence[int]) -> None:
        self.expunges += 1
        if self.expunges == self.dies_at:
            super().expunge(folder, uids[:1])
            raise Killed
        super().expunge(folder, uids)


@dataclass
class Snapshot:
    """An office just before a destruction is due, to which it can be taken back."""

    world: World
    mailbox: FakeMailbox
    sent: int

    @classmethod
    def of(cls, world: World) -> "Snapshot":
        world.app.engine.dispose()
        shutil.copy(cls.file(world), f"{cls.file(world)}.before")
        return cls(world=world, mailbox=deepcopy(world.mailbox), sent=len(world.postman.parcels))

    @staticmethod
    def file(world: World) -> str:
        return str(world.app.engine.url.database)

    def restore(self, **changes: Any) -> World:
        """The office as it was, with another mailbox of the same contents."""
        self.world.app.engine.dispose()
        shutil.copy(f"{self.file(self.world)}.before", self.file(self.world))
        mailbox = SlowMailbox(**{**vars(deepcopy(self.mailbox)), **changes})
        office = replace(self.world.office, mailbox=mailbox)
        self.world.app = replace(self.world.app, offices=(office,))
        self.world.mailbox = mailbox
        del self.world.postman.parcels[self.sent :]
        return self.world.at(DUE)


@pytest.fixture
def snapshot(world: World) -> Snapshot:
    confirmed(world)
    return Snapshot.of(world)


@contextmanager
def killed_at(world: World, kind: str, number: int) -> Iterator[Callable[[], bool]]:
    """Killed when the engine does that for the given time: just before a commit, or just before what follows it."""
    seen = count(1)
    struck: list[int] = []

    def strike(_: object) -> None:
        if next(seen) == number:
            struck.append(number)
            raise Killed

    event.listen(world.app.engine, kind, strike)
    try:
        yield lambda: bool(struck)
    finally:
        event.remove(world.app.engine, kind, strike)


def assert_destroyed_once(world: World) -> None:
    (reference,) = world.references()
    assert world.figures(reference)["stage"] == "destroyed"
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", reference)
        assert ballot is not None
        chain = journal.events(conn, ballot.id)
    assert [one.kind for one in chain].count("destroyed") == 1
    assert not verify(chain)
    (mail,) = {str(mail["Message-ID"]): mail for mail in certificates(world)}.values()
    assert "8 votes" in flat(mail)
    assert "12 messages from the folder INBOX" in flat(mail)
    assert not [mail for mail in lying(world) if str(mail["From"]) in LEADS]


@pytest.mark.parametrize("kind", ["commit", "begin"])
def test_killed_at_any_transaction_it_goes_on_and_comes_to_the_same_end(snapshot: Snapshot, kind: str) -> None:
    for number in count(1):
        world = snapshot.restore()
        with killed_at(world, kind, number) as was_killed:
            try:
                destroy_due(world.app.engine, world.office.desk, world.mailbox, lambda: DUE)
            except Killed:
                assert was_killed()
        world.later(minutes=1).tick()
        assert_destroyed_once(world)
        if not was_killed():
            break
    assert number > 10


def test_killed_in_the_midst_of_the_mailbox_it_goes_on_and_counts_every_message_once(snapshot: Snapshot) -> None:
    for number in count(1):
        world = snapshot.restore(dies_at=number)
        mailbox = world.mailbox
        try:
            world.tick()
        except Killed:
            assert certificates(world) == []
        world.later(minutes=1).tick()
        assert_destroyed_once(world)
        assert isinstance(mailbox, SlowMailbox)
        if mailbox.expunges < number:
            break
    assert number > 5


def test_a_message_that_somebody_removed_meanwhile_keeps_nothing_back(snapshot: Snapshot) -> None:
    world = snapshot.restore()
    world.mailbox.expunged += world.mailbox.contents["INBOX"][4:6]
    del world.mailbox.contents["INBOX"][4:6]
    world.tick()
    assert "10 messages from the folder INBOX" in flat(certificates(world)[0])
