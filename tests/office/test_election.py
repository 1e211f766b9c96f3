"""An election from the manager's command to the declaration, and the worked cases that mail drives."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.office.world import BALLOTS, MANAGER, World, text_of

CLOSE = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
AFTER_GRACE = CLOSE + timedelta(minutes=11)

LEADS = (
    "dr.a.ashworth@hart-surgery.example",
    "dr.b.holloway@chalgrove-watlington.example",
    "dr.c.imrie@morland-house.example",
    "dr.d.quaye@nettlebed-surgery.example",
    "dr.e.frith@sonning-common.example",
    "dr.f.siddiqui@bell-surgery.example",
    "dr.g.okafor@millstream-surgery.example",
    "dr.h.voss@goring-woodcote.example",
    "dr.i.yusuf@rycote-practice.example",
    "dr.j.lane@wallingford-medical.example",
)
HART_LEAD, HART_DEPUTY, HART_CONTACT = LEADS[0], "dr.t.pell@hart-surgery.example", "jo.carter@hart-surgery.example"


def vote(world: World, *choices: str) -> None:
    """The leads in the order of the roster each reply with one of these words."""
    for lead, choice in zip(LEADS, choices, strict=False):
        world.reply(world.paper(lead), choice)
    world.tick()


def declare(world: World) -> dict[str, object]:
    world.at(AFTER_GRACE).tick()
    outcome = world.figures()["outcome"]
    assert isinstance(outcome, dict)
    return outcome


def test_case_1_eight_of_ten_take_part_and_four_to_three_elects(world: World) -> None:
    world.start()
    vote(world, "1", "1", "1", "1", "2", "2", "2", "abstain")
    outcome = declare(world)
    assert (outcome["kind"], outcome["elected"]) == ("elected", ["Dr Alice Brown"])
    assert outcome["totals"] == {"Dr Alice Brown": 4, "Dr Bob Carter": 3, "Dr Carol Dunn": 0}
    assert "the election would not be valid" in " ".join(text_of(world.last(MANAGER)).split())


def test_case_2_seven_of_ten_are_not_enough(world: World) -> None:
    world.start()
    vote(world, "1", "1", "1", "1", "2", "2", "2")
    outcome = declare(world)
    assert (outcome["kind"], outcome["elected"]) == ("not-valid", [])
    assert outcome["totals"] == {"Dr Alice Brown": 4, "Dr Bob Carter": 3, "Dr Carol Dunn": 0}


def test_case_3_four_to_four_is_a_tie(world: World) -> None:
    world.start()
    vote(world, "1", "1", "1", "1", "2", "2", "2", "2", "3", "3")
    assert declare(world)["kind"] == "tied"


def test_case_11_the_deputys_later_vote_does_not_replace_the_leads(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "1")
    world.later(minutes=5).tick()
    world.reply(world.paper(HART_DEPUTY), "2")
    world.tick()
    assert world.fates() == {"counted": 1, "rejected": 1, "commands": 2}
    told = {str(mail["To"]) for mail in world.letters() if "Hart" in text_of(mail)}
    assert len(world.letters(HART_LEAD)) == 3, "paper, receipt, and that the deputy voted too"
    assert len(world.letters(HART_DEPUTY)) == 3, "paper, that the lead voted, and that the lead's vote stands"
    assert "Dr Tom Pell" in text_of(world.last(MANAGER))
    vote(world, "1", "1", "1", "1", "1", "1", "1", "1", "1", "1")
    assert declare(world)["totals"]["Dr Alice Brown"] == 10  # type: ignore[index]
    assert told


def test_case_12_the_leads_later_vote_replaces_the_deputys(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_DEPUTY), "1")
    world.later(minutes=5).tick()
    world.reply(world.paper(HART_LEAD), "2")
    world.tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert "Dr Anita Ashworth" in text_of(world.last(HART_DEPUTY))
    assert "Hart" in text_of(world.last(MANAGER))


def test_case_14_a_vote_received_a_second_before_the_close_is_counted_however_late_it_is_read(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "1", at=CLOSE - timedelta(seconds=1))
    world.at(CLOSE + timedelta(minutes=70)).tick()
    assert world.fates()["counted"] == 1


def test_case_15_a_vote_received_at_the_very_second_of_the_close_is_late(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "1", at=CLOSE)
    world.at(CLOSE + timedelta(minutes=1)).tick()
    assert world.fates() == {"late": 1, "commands": 2}
    answer = world.last(HART_LEAD)
    assert "closed" in text_of(answer)
    assert answer["Reply-To"] == BALLOTS
    assert "Ballot paper code" not in text_of(answer)


def test_r18_the_count_waits_for_a_sweep_that_began_after_close_and_grace(world: World) -> None:
    world.start()
    world.at(CLOSE + timedelta(minutes=9, seconds=59)).tick()
    assert world.figures()["stage"] == "closed"
    world.mailbox.broken = True
    world.at(CLOSE + timedelta(minutes=30))
    with pytest.raises(Exception, match="broken"):
        world.tick()
    assert world.figures()["outcome"] is None
    world.mailbox.broken = False
    world.tick()
    assert world.figures()["stage"] == "declared"
