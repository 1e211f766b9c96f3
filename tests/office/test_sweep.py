"""The sweep: complete or not, and never complete by mistake (R18)."""

from datetime import timedelta

import pytest

from mailvote.errors import MailServerUnreachable
from tests.office.mailcraft import flat
from tests.office.test_election import AFTER_GRACE, LEADS, vote
from tests.office.world import MANAGER, World, letter


def test_r18_a_folder_that_vanished_with_votes_in_it_holds_the_count_up(world: World) -> None:
    world.start()
    world.send(letter("nobody@elsewhere.example", "spam"), folder="Junk")
    vote(world, *"11111111")
    junk = world.mailbox.contents.pop("Junk")
    world.at(AFTER_GRACE)
    with pytest.raises(MailServerUnreachable, match="Junk has gone"):
        world.tick()
    assert world.figures()["stage"] == "closed"
    world.mailbox.contents["Junk"] = junk
    world.tick()
    assert world.figures()["stage"] == "declared"


def test_r18_a_vote_found_after_the_declaration_changes_nothing_and_is_put_before_the_manager(world: World) -> None:
    world.start()
    vote(world, *"11111111")
    in_time = world.now
    world.at(AFTER_GRACE).tick()
    before = world.figures()["participation"]
    world.later(days=1).reply(world.paper(LEADS[8]), "2", at=in_time)
    world.tick()
    assert world.figures()["participation"] == before
    assert world.fates()["held"] == 1
    assert "only after the result had been declared" in flat(world.last(MANAGER))
    assert "after the votes had been counted" in flat(world.last(LEADS[8]))


def test_a_vote_in_the_junk_folder_counts(world: World) -> None:
    world.start()
    world.reply(world.paper(LEADS[0]), "1", folder="Junk")
    world.tick()
    assert world.fates()["counted"] == 1


def test_r18_the_close_waits_for_the_grace_to_the_second(world: World) -> None:
    world.start()
    world.at(AFTER_GRACE - timedelta(minutes=1, seconds=1)).tick()
    assert world.figures()["stage"] == "closed"
    world.later(seconds=1).tick()
    assert world.figures()["stage"] == "declared"
