"""OBJECT: a vote that is not what its practice wants is held until the manager settles it or the practice votes again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mailvote.mail.sender import Authentication
from tests.office.commandcraft import (
    BELL,
    BELL_DEPUTY,
    DECISION,
    HART,
    HART_DEPUTY,
    MEETING,
    command,
    declare,
    outcome_of,
    part,
    proof,
    shipped,
    to_settle,
    vote,
)
from tests.office.mailcraft import HART_CONTACT, STRANGER, bare, flat, last_filed, posted, purposes, reply_to
from tests.office.test_election import CLOSE
from tests.office.test_senders import stamped
from tests.office.world import MANAGER, START, World, text_of


def voted_by_lead(world: World) -> str:
    """An open decision in which Hart's lead has voted For."""
    reference = world.start(DECISION)
    vote(world, (HART, "for"))
    world.later(minutes=5)
    return reference


def test_the_objection_of_a_colleague_holds_a_vote_by_email(world: World) -> None:
    voted_by_lead(world)
    world.reply(world.last(HART_DEPUTY, "Reply received"), "OBJECT")
    world.tick()
    assert world.fates() == {"held": 1, "commands": 3}
    assert part(world) == (0, 0, 10), "the practice counts as not having replied"
    assert "The vote of The Hart Surgery is held. It does not count for now." in flat(world.last(HART_DEPUTY))
    assert "Dr Tom Pell, deputy, objects to the vote of The Hart Surgery." in flat(world.last(HART))
    told = world.last(MANAGER)
    assert "objects to the vote that came for it by mail" in flat(told)
    assert "For" not in text_of(told).split("reply with one of these lines")[0], "never what the vote says (R22)"


def test_a_voter_may_object_to_the_vote_in_the_receipt(world: World) -> None:
    """Somebody else may have written it."""
    voted_by_lead(world)
    world.reply(world.last(HART, "Receipt"), "I object\n\nI have not sent this.")
    world.tick()
    assert world.fates() == {"held": 1, "commands": 3}
    assert posted(world, MANAGER, "manager-objection")


def test_a_practice_with_a_vote_that_is_held_is_reminded(world: World) -> None:
    voted_by_lead(world)
    world.reply(world.last(HART_DEPUTY), "OBJECT")
    world.at(CLOSE - timedelta(days=4, hours=7)).tick()
    assert purposes(world, HART)["reminder"] == 1


@pytest.mark.parametrize("voter", [HART, HART_DEPUTY])
def test_the_practice_votes_again_and_what_was_held_is_replaced(world: World, voter: str) -> None:
    voted_by_lead(world)
    world.reply(world.last(HART_DEPUTY), "OBJECT")
    world.tick()
    vote(world, (voter, "against"))
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 3}
    assert outcome_of(declare(world))["totals"] == {"For": 0, "Against": 10_318}


def test_the_manager_settles_what_the_vote_is_and_the_practice_is_told(world: World) -> None:
    voted_by_lead(world)
    world.reply(world.last(HART_DEPUTY), "OBJECT")
    world.tick()
    number = to_settle(world.last(MANAGER))
    said = flat(proof(world, f"settle {number} as against"))
    assert "The objection of The Hart Surgery is settled. Its vote in SELG-2026-01 is: Against" in said
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert world.fates() == {"counted": 1, "commands": 5}
    for person in (HART, HART_DEPUTY):
        assert "The election manager has settled the objection. The vote of The Hart Surgery stands as: 2 Against" in (
            flat(world.last(person))
        )
    assert outcome_of(declare(world))["totals"] == {"For": 0, "Against": 10_318}


def test_what_was_settled_may_be_objected_to_and_settled_again(world: World) -> None:
    voted_by_lead(world)
    for option in ("against", "for"):
        world.reply(world.last(HART_DEPUTY), "OBJECT")
        world.tick()
        command(world, f"settle {to_settle(world.last(MANAGER))} as {option}")
    assert world.fates()["counted"] == 1
    assert len(posted(world, HART, "settled")) == 2
    assert outcome_of(declare(world))["totals"] == {"For": 10_318, "Against": 0}


def test_the_manager_rejects_a_vote_that_is_held_and_the_practice_can_vote_again(world: World) -> None:
    voted_by_lead(world)
    world.reply(world.last(HART_DEPUTY), "OBJECT")
    world.tick()
    command(world, f"reject {to_settle(world.last(MANAGER))}")
    assert world.fates() == {"rejected": 1, "commands": 5}
    assert "no vote of The Hart Surgery is counted for now" in flat(world.last(HART))
    vote(world, (HART_DEPUTY, "against"))
    assert part(world) == (1, 0, 9)


def test_an_objection_that_nobody_settles_keeps_the_vote_out_and_stands_in_the_reconciliation(world: World) -> None:
    voted_by_lead(world)
    vote(world, (BELL, "against"))
    world.reply(world.last(HART_DEPUTY, "Reply received"), "OBJECT")
    world.tick()
    figures = declare(world)
    assert outcome_of(figures)["totals"] == {"For": 0, "Against": 8_770}
    assert "5 messages received: 1 counted + 1 held + 3 commands = 5." in flat(world.last(HART))


def test_it_can_be_settled_after_the_close_until_the_count(world: World) -> None:
    voted_by_lead(world)
    world.reply(world.last(HART_DEPUTY), "OBJECT")
    world.tick()
    number = to_settle(world.last(MANAGER))
    world.at(CLOSE + timedelta(minutes=5)).tick()
    command(world, f"settle {number} as for")
    assert "The ballot has closed. If this is not right" in flat(world.last(HART))
    assert "OBJECT" not in text_of(world.last(HART))
    assert outcome_of(declare(world))["totals"] == {"For": 10_318, "Against": 0}


def test_a_second_objection_changes_nothing_and_is_noted(world: World) -> None:
    voted_by_lead(world)
    world.reply(world.last(HART_DEPUTY), "OBJECT")
    world.tick()
    world.reply(world.last(HART), "OBJECT")
    world.tick()
    assert world.fates() == {"held": 1, "commands": 4}
    assert "The vote of The Hart Surgery is held." in flat(world.last(HART))
    assert len(posted(world, MANAGER, "manager-objection")) == 1


def test_with_nothing_to_object_to_the_sender_is_asked_what_is_meant(world: World) -> None:
    """On a decision “object” may be meant as Against."""
    world.start(DECISION)
    world.reply(world.paper(HART), "OBJECT")
    world.tick()
    assert world.fates() == {"challenged": 1, "commands": 2}
    said = flat(world.last(HART))
    assert "no vote of The Hart Surgery stands in this ballot. Nothing has changed." in said
    assert "If you mean that your practice votes against, reply with the one word" in said
    vote(world, (HART, "against"))
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}


@pytest.mark.parametrize("after", [timedelta(), timedelta(days=3)])
def test_after_the_close_an_objection_is_late(world: World, after: timedelta) -> None:
    voted_by_lead(world)
    receipt = world.last(HART)
    declare(world)
    before = world.figures()["outcome"]
    world.reply(receipt, "OBJECT", at=CLOSE + after)
    world.later(days=4).tick()
    assert world.fates() == {"counted": 1, "late": 1, "commands": 2}
    assert world.figures()["outcome"] == before
    assert "closed" in flat(world.last(HART))


def test_an_objection_in_time_that_is_found_after_the_count_waits_for_the_manager(world: World) -> None:
    voted_by_lead(world)
    receipt = world.last(HART)
    declare(world)
    world.reply(receipt, "OBJECT", at=CLOSE - timedelta(hours=1), folder="Junk")
    world.tick()
    assert world.fates() == {"counted": 1, "held": 1, "commands": 2}
    assert part(world) == (1, 0, 9)


def test_nobody_unproven_takes_a_vote_out_of_the_count(world: World) -> None:
    voted_by_lead(world)
    world.send(bare(HART, "OBJECT"))
    world.tick()
    assert last_filed(world).ground == "objection-unproven"
    assert part(world) == (1, 0, 9)
    assert "we could not make sure that the message is yours" in flat(world.last(HART))
    assert "message waits for you" in str(world.last(MANAGER)["Subject"])


def test_a_forged_objection_changes_nothing(checked: World) -> None:
    checked.start(DECISION)
    checked.send(stamped(reply_to(checked.paper(HART), "for"), Authentication.PASS))
    checked.later(minutes=5).tick()
    checked.send(stamped(reply_to(checked.paper(HART), "OBJECT", number=1), Authentication.FAIL))
    checked.tick()
    assert part(checked) == (1, 0, 9)
    assert checked.fates() == {"counted": 1, "held": 1, "commands": 2}


@pytest.mark.parametrize("sender", [BELL, STRANGER, HART_CONTACT])
def test_who_has_no_vote_of_the_practice_cannot_object_to_it(world: World, sender: str) -> None:
    voted_by_lead(world)
    world.reply(world.last(HART), "OBJECT", sender=sender)
    world.tick()
    assert part(world) == (1, 0, 9)
    assert not posted(world, MANAGER, "manager-objection")


def test_an_objection_to_a_recorded_vote_is_itself_the_message_to_settle(world: World) -> None:
    reference = world.start(DECISION)
    command(world, f"record {reference}\n- Hart Surgery: Against\n- Bell Surgery: For")
    world.reply(world.last(HART), "OBJECT")
    world.tick()
    assert world.fates() == {"held": 1, "commands": 4}
    assert part(world, "voted", "no_reply", "recorded") == (1, 9, 1)
    told = world.last(MANAGER)
    assert "objects to the vote that was recorded for it" in flat(told)
    command(world, f"settle {to_settle(told)} as for")
    assert part(world, "voted", "no_reply", "recorded") == (2, 8, 2)
    assert world.fates() == {"replaced": 1, "commands": 6}
    assert outcome_of(declare(world))["totals"] == {"For": 19_088, "Against": 0}


def test_the_manager_may_record_the_right_vote_instead(world: World) -> None:
    reference = world.start(DECISION)
    command(world, f"record {reference}\n- Hart Surgery: Against")
    world.reply(world.last(HART), "OBJECT")
    world.tick()
    said = flat(proof(world, f"record {reference}\n- Hart Surgery: For"))
    assert "The Hart Surgery: For (in place of the vote that it objects to)" in said
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert world.fates() == {"replaced": 1, "commands": 6}
    assert part(world, "voted", "recorded") == (1, 1)


def test_who_was_at_the_meeting_may_object_to_the_record_but_only_before_the_close(world: World) -> None:
    """Nobody votes by email at a meeting, and everybody may object to what was recorded (R27)."""
    reference = world.start(MEETING)
    command(world, f"record {reference}\n- Hart Surgery: For\n- Bell Surgery: For")
    told = {person: world.last(person, "Recorded") for person in (HART, BELL_DEPUTY)}
    world.reply(told[HART], "OBJECT")
    world.tick()
    assert part(world) == (1, 0, 9)
    assert "counts as not having taken part, until the election manager settles the matter" in flat(world.last(HART))
    command(world, f"settle {to_settle(world.last(MANAGER))} as against")
    assert part(world, "voted", "recorded") == (2, 2)
    figures = declare(world)
    assert outcome_of(figures)["totals"] == {"For": 1, "Against": 1}
    world.reply(told[BELL_DEPUTY], "OBJECT")
    world.tick()
    assert world.figures()["participation"] == figures["participation"]
    assert world.fates() == {"replaced": 1, "late": 1, "commands": 6}


def test_the_colleague_who_does_not_object_is_shown_no_choice(world: World) -> None:
    world.start(START)
    vote(world, (HART, "2"))
    world.reply(world.last(HART), "OBJECT")
    world.tick()
    for letter in (world.last(HART), world.last(HART_DEPUTY), world.last(MANAGER)):
        assert "2 Dr Bob Carter" not in text_of(letter).split("reply with", maxsplit=1)[0]


def test_where_the_first_vote_counts_an_objection_makes_room_for_another(office: Callable[..., World]) -> None:
    world = office(rule_sets={"decision": shipped("decision", ('revote = "rank"', 'revote = "first"'))})
    voted_by_lead(world)
    world.reply(world.last(HART_DEPUTY), "OBJECT")
    world.tick()
    vote(world, (HART, "against"))
    assert outcome_of(declare(world))["totals"] == {"For": 0, "Against": 10_318}
