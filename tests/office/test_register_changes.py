"""People who come and go while a ballot is open: whoever was in force when a vote arrived, counts (R7)."""

from datetime import timedelta

from mailvote.rules.acceptance import Fate
from tests.office.mailcraft import HART_DEPUTY, HART_LEAD, count, flat, last_filed, purposes, reply_to
from tests.office.test_several_ballots import enrol
from tests.office.world import World

NEW_LEAD = "dr.n.new@hart-surgery.example"
CHANGE = f"The Hart Surgery,Dr Nora New,{NEW_LEAD},Dr Tom Pell,{HART_DEPUTY}"


def totals(world: World) -> object:
    world.at(world.now + timedelta(days=8)).tick()
    return count(world)["totals"]


def test_r7_a_vote_that_the_old_lead_sent_before_the_change_counts_however_late_it_is_read(world: World) -> None:
    world.start()
    vote = reply_to(world.paper(HART_LEAD), "1")
    sent_at = world.later(hours=1).now
    world.later(hours=1)
    enrol(world, CHANGE)
    world.send(vote, at=sent_at)
    world.later(hours=1).tick()
    assert last_filed(world).fate is Fate.COUNTED
    assert totals(world)["Dr Alice Brown"] == 1  # type: ignore[index]


def test_r7_the_new_lead_gets_a_paper_at_the_next_tick_and_replaces_the_old_leads_vote(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "1")
    world.later(hours=1).tick()
    enrol(world, CHANGE)
    world.later(minutes=1).tick()
    assert purposes(world, NEW_LEAD) == {"paper": 1}
    assert "Dr Nora New" in flat(world.paper(NEW_LEAD)) or "The Hart Surgery" in flat(world.paper(NEW_LEAD))
    world.reply(world.paper(NEW_LEAD), "2")
    world.tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert totals(world)["Dr Bob Carter"] == 1  # type: ignore[index]


def test_r7_the_old_lead_is_a_stranger_from_the_change_on(world: World) -> None:
    world.start()
    paper = world.paper(HART_LEAD)
    world.later(hours=1)
    enrol(world, CHANGE)
    world.later(hours=1)
    world.send(reply_to(paper, "1"))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.HELD, "stranger-with-paper")
    assert purposes(world, HART_LEAD) == {"paper": 1}
    assert purposes(world, NEW_LEAD)["warning"] == 1


def test_the_old_leads_paper_serves_the_new_lead(world: World) -> None:
    world.start()
    paper = world.paper(HART_LEAD)
    enrol(world, CHANGE)
    world.later(hours=1)
    world.send(reply_to(paper, "1", sender=NEW_LEAD))
    world.tick()
    assert world.fates()["counted"] == 1


def test_r9_the_deputys_vote_is_outranked_by_that_of_the_lead_who_left(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "1")
    world.later(hours=1).tick()
    enrol(world, CHANGE)
    world.later(hours=1)
    world.reply(world.paper(HART_DEPUTY), "2")
    world.tick()
    assert world.fates() == {"counted": 1, "rejected": 1, "commands": 2}
    assert purposes(world, HART_LEAD) == {"paper": 1, "receipt": 1}, "who has left the register is not written to"


def test_a_practice_that_joins_while_a_ballot_is_open_is_no_elector_of_it(world: World) -> None:
    world.start()
    enrol(world, "The New Surgery,Dr Z,z@new-surgery.example,,")
    world.later(hours=1)
    world.mail("z@new-surgery.example", "2")
    world.tick()
    assert purposes(world, "z@new-surgery.example") == {"refusal": 1}
    assert world.figures()["electorate"]["practices"] == 10  # type: ignore[index, call-overload]
