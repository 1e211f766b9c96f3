"""WITHDRAW, MY VOTE, RESEND, STATUS, HELP: what a voter may ask for, who is answered, and what it changes (interface.md 6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mailvote.mail.sender import Authentication
from mailvote.rules.acceptance import Fate
from tests.office.commandcraft import DECISION, MEETING, command, declare, outcome_of, part, shipped, to_settle
from tests.office.mailcraft import (
    BELL_LEAD,
    HART_CONTACT,
    HART_DEPUTY,
    HART_LEAD,
    STRANGER,
    bare,
    flat,
    last_filed,
    posted,
    purposes,
    reply_to,
)
from tests.office.test_election import CLOSE
from tests.office.test_senders import stamped
from tests.office.world import MANAGER, World, text_of

DEPUTY_ELECTION = "start election\nTitle: Deputy Director\nCandidates:\n- Dr X Young\n- Dr Z Zeal"


def voted(world: World, who: str = HART_LEAD, text: str = "2") -> None:
    """An open election in which one of Hart has voted."""
    world.start()
    world.reply(world.paper(who), text)
    world.later(minutes=5).tick()


def say(world: World, who: str, text: str) -> None:
    """Answer the paper of that person with these words, five minutes later."""
    world.reply(world.paper(who), text)
    world.later(minutes=5).tick()


# Withdraw


@pytest.mark.parametrize(
    "text", ["WITHDRAW", "Please withdraw our vote", "Hi Morgan,\nI wish to withdraw my vote.\nThanks"]
)
def test_a_vote_that_is_withdrawn_does_not_count_any_more(world: World, text: str) -> None:
    voted(world)
    say(world, HART_LEAD, text)
    assert world.fates() == {"withdrawn": 1, "commands": 3}
    assert part(world) == (0, 0, 10)
    assert "The vote of The Hart Surgery is withdrawn." in flat(world.last(HART_LEAD))
    assert "Dr Anita Ashworth, lead, has withdrawn the vote" in flat(world.last(HART_DEPUTY))
    assert "2 Dr Bob Carter" not in text_of(world.last(HART_DEPUTY)).split("vote again", maxsplit=1)[0]


def test_after_a_withdrawal_the_practice_may_vote_again_and_is_reminded(world: World) -> None:
    voted(world)
    say(world, HART_LEAD, "withdraw")
    world.at(CLOSE - timedelta(days=4, hours=7)).tick()
    assert purposes(world, HART_LEAD)["reminder"] == 1
    say(world, HART_DEPUTY, "1")
    assert world.fates() == {"counted": 1, "withdrawn": 1, "commands": 3}


def test_an_abstention_can_be_withdrawn_like_a_vote(world: World) -> None:
    voted(world, text="abstain")
    say(world, HART_LEAD, "withdraw")
    assert part(world) == (0, 0, 10)


def test_with_nothing_to_withdraw_the_sender_is_told_so(world: World) -> None:
    world.start()
    say(world, HART_LEAD, "withdraw")
    assert world.fates() == {"commands": 3}
    assert "no vote of The Hart Surgery stands in this ballot" in flat(world.last(HART_LEAD))


def test_what_waits_for_a_yes_is_withdrawn_too(world: World) -> None:
    world.start()
    say(world, HART_LEAD, "After much talk the partners here have decided to vote for Dr Carter")
    question = world.last(HART_LEAD)
    say(world, HART_LEAD, "withdraw")
    world.reply(question, "YES")
    world.later(minutes=5).tick()
    assert world.fates() == {"withdrawn": 1, "challenged": 1, "commands": 3}


def test_r9_a_deputy_withdraws_his_own_vote_but_not_that_of_the_lead(world: World) -> None:
    voted(world)
    say(world, HART_DEPUTY, "withdraw")
    assert world.fates() == {"counted": 1, "rejected": 1, "commands": 2}
    assert "whose vote outranks yours" in flat(world.last(HART_DEPUTY))


def test_r9_the_lead_withdraws_the_vote_of_the_deputy(world: World) -> None:
    voted(world, HART_DEPUTY)
    say(world, HART_LEAD, "withdraw")
    assert world.fates() == {"withdrawn": 1, "commands": 3}


def test_an_older_vote_that_is_found_after_the_withdrawal_does_not_count(world: World) -> None:
    voted(world)
    earlier = world.now - timedelta(minutes=4)
    say(world, HART_LEAD, "withdraw")
    world.reply(world.paper(HART_LEAD), "3", at=earlier, folder="Junk")
    world.tick()
    assert world.fates() == {"withdrawn": 2, "commands": 3}
    assert part(world) == (0, 0, 10)


def test_a_withdrawal_that_is_found_after_a_newer_vote_changes_nothing(world: World) -> None:
    world.start()
    world.later(minutes=10)
    say(world, HART_LEAD, "2")
    world.reply(world.paper(HART_LEAD), "withdraw", at=world.now - timedelta(minutes=7), folder="Junk")
    world.tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}


@pytest.mark.parametrize(
    "text", ["Withdraw?", "Do not withdraw our vote", "Withdraw my vote and count 3", "withdraw\n3"]
)
def test_what_only_speaks_of_withdrawing_withdraws_nothing(world: World, text: str) -> None:
    voted(world)
    say(world, HART_LEAD, text)
    assert world.fates() == {"counted": 1, "challenged": 1, "commands": 2}


def test_nobody_unproven_withdraws_a_vote(world: World) -> None:
    voted(world)
    world.send(bare(HART_LEAD, "WITHDRAW"))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.CHALLENGED, "withdrawal-unproven")
    assert part(world) == (1, 0, 9)


@pytest.mark.parametrize("sender", [BELL_LEAD, STRANGER, HART_CONTACT])
def test_who_has_no_vote_of_the_practice_withdraws_none(world: World, sender: str) -> None:
    voted(world)
    world.reply(world.last(HART_LEAD), "WITHDRAW", sender=sender)
    world.tick()
    assert part(world) == (1, 0, 9)


def test_after_the_close_a_withdrawal_is_late(world: World) -> None:
    voted(world)
    world.reply(world.last(HART_LEAD), "WITHDRAW", at=CLOSE)
    world.at(CLOSE + timedelta(minutes=1)).tick()
    assert world.fates() == {"counted": 1, "late": 1, "commands": 2}


def test_a_vote_that_is_held_is_withdrawn_by_the_manager_alone(world: World) -> None:
    voted(world)
    say(world, HART_DEPUTY, "object")
    say(world, HART_LEAD, "withdraw")
    assert world.fates() == {"held": 2, "commands": 3}
    assert "You ask to withdraw a vote that is held already." in flat(world.last(HART_LEAD))


def test_r27_a_recorded_vote_is_objected_to_and_waits_for_the_manager(world: World) -> None:
    reference = world.start(MEETING)
    command(world, f"record {reference}\n- Hart Surgery: Against")
    world.reply(world.last(HART_LEAD, "Recorded"), "WITHDRAW")
    world.tick()
    assert part(world) == (0, 0, 10)
    assert to_settle(world.last(MANAGER))


def test_where_the_first_vote_counts_none_is_withdrawn(office: Callable[..., World]) -> None:
    world = office(rule_sets={"decision": shipped("decision", ('revote = "rank"', 'revote = "first"'))})
    world.start(DECISION)
    say(world, HART_LEAD, "for")
    say(world, HART_LEAD, "withdraw")
    assert world.fates() == {"counted": 1, "rejected": 1, "commands": 2}
    assert "it cannot be withdrawn" in flat(world.last(HART_LEAD))
    assert outcome_of(declare(world))["totals"] == {"For": 10_318, "Against": 0}


# My vote


@pytest.mark.parametrize("who", [HART_LEAD, HART_DEPUTY])
@pytest.mark.parametrize("text", ["MY VOTE", "What is our vote?", "How did we vote?"])
def test_my_vote_shows_the_vote_in_force_to_those_who_may_vote(world: World, who: str, text: str) -> None:
    voted(world)
    say(world, who, text)
    assert world.fates() == {"counted": 1, "commands": 3}
    assert "The vote of The Hart Surgery stands as: 2 Dr Bob Carter" in flat(world.last(who, "Your vote as it stands"))


def test_my_vote_shows_an_abstention_and_that_there_is_none(world: World) -> None:
    world.start()
    say(world, HART_LEAD, "my vote")
    assert "No vote of The Hart Surgery stands" in flat(world.last(HART_LEAD))
    say(world, HART_LEAD, "abstain")
    say(world, HART_LEAD, "my vote")
    assert "An abstention" in flat(world.last(HART_LEAD))


def test_my_vote_tells_of_a_vote_that_is_held(world: World) -> None:
    voted(world)
    say(world, HART_DEPUTY, "object")
    say(world, HART_LEAD, "my vote")
    assert "is held after an objection" in flat(world.last(HART_LEAD))


def test_my_vote_is_shown_after_the_close_too(world: World) -> None:
    voted(world)
    world.at(CLOSE + timedelta(minutes=2))
    world.reply(world.paper(HART_LEAD), "my vote")
    world.tick()
    assert "2 Dr Bob Carter" in flat(world.last(HART_LEAD, "Your vote as it stands"))
    assert "nothing can be changed any more" in flat(world.last(HART_LEAD, "Your vote as it stands"))


@pytest.mark.parametrize("sender", [HART_CONTACT, BELL_LEAD, STRANGER])
def test_r22_my_vote_shows_nothing_to_anybody_else(world: World, sender: str) -> None:
    voted(world)
    world.reply(world.last(HART_LEAD), "MY VOTE", sender=sender)
    world.send(bare(sender, "MY VOTE", number=7))
    world.later(minutes=5).tick()
    shown = [flat(letter) for letter in world.letters(sender, "Your vote as it stands")]
    assert not any("stands as" in letter or "The Hart Surgery" in letter for letter in shown)
    assert not posted(world, HART_CONTACT, "vote-shown")


def test_r22_a_forged_my_vote_is_answered_to_nobody(checked: World) -> None:
    checked.start()
    checked.send(stamped(reply_to(checked.paper(HART_LEAD), "2"), Authentication.PASS))
    checked.later(minutes=5).tick()
    checked.send(stamped(reply_to(checked.paper(HART_LEAD), "MY VOTE", number=1), Authentication.FAIL))
    checked.tick()
    assert not posted(checked, HART_LEAD, "vote-shown")


# Resend, status, help


def test_resend_brings_the_paper_once_more(world: World) -> None:
    world.start()
    say(world, HART_LEAD, "Please resend the ballot paper")
    papers = [letter for letter in world.letters(HART_LEAD) if "Vote by" in str(letter["Subject"])]
    assert len(papers) == 2
    world.reply(papers[1], "2")
    world.tick()
    assert world.fates() == {"counted": 1, "commands": 3}


def test_resend_without_a_code_brings_every_paper_that_is_open(world: World) -> None:
    world.start()
    world.start(DEPUTY_ELECTION)
    world.send(bare(HART_LEAD, "RESEND"))
    world.tick()
    assert purposes(world, HART_LEAD)["paper"] == 4


def test_status_tells_whether_a_reply_is_counted_and_never_which(world: World) -> None:
    voted(world)
    world.start(DEPUTY_ELECTION)
    world.send(bare(HART_LEAD, "Status"))
    world.tick()
    told = flat(world.last(HART_LEAD, "How your ballots stand"))
    assert "Locality Clinical Director, for The Hart Surgery. Closes" in told
    assert "A reply is in force. Ballot [SELG-2026-01]" in told
    assert "No reply is counted yet. Ballot [SELG-2026-02]" in told
    assert "Carter" not in told


def test_status_and_help_are_answered_where_no_ballot_is_open(world: World) -> None:
    world.tick()
    for number, text in enumerate(("status", "HELP")):
        world.send(bare(HART_LEAD, text, number=number))
        world.tick()
    assert purposes(world, HART_LEAD) == {"status-shown": 1, "help-shown": 1}
    assert world.unattributed() == {"commands": 2}
    assert "There is no ballot open for you" in flat(world.letters(HART_LEAD)[0])


def test_help_names_every_word_that_can_be_written(world: World) -> None:
    world.start()
    say(world, HART_LEAD, "help")
    told = flat(world.last(HART_LEAD))
    assert all(word in told for word in ("ABSTAIN", "WITHDRAW", "MY VOTE", "RESEND", "STATUS", "OBJECT"))


@pytest.mark.parametrize("text", ["help", "status", "my vote", "resend"])
def test_who_asks_all_day_is_answered_a_few_times(world: World, text: str) -> None:
    world.start()
    for _ in range(12):
        say(world, HART_LEAD, text)
    assert sum(purposes(world, HART_LEAD).values()) <= 7


@pytest.mark.parametrize("text", ["help", "status", "my vote", "resend"])
def test_p10_no_stranger_is_answered(world: World, text: str) -> None:
    world.start()
    world.send(bare(STRANGER, text))
    world.reply(world.paper(HART_LEAD), text, sender=STRANGER)
    world.later(minutes=5).tick()
    assert purposes(world, STRANGER) == {}
