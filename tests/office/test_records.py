"""Votes on paper, by telephone or at a meeting: the manager records them, and every practice is told (R9, R27)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.office.commandcraft import (
    BELL,
    DECISION,
    GORING,
    HART,
    HART_DEPUTY,
    MEETING,
    NETTLEBED,
    WALLINGFORD,
    command,
    declare,
    outcome_of,
    part,
    proof,
    shipped,
    vote,
)
from tests.office.mailcraft import bare, flat, posted, purposes
from tests.office.test_election import AFTER_GRACE, CLOSE
from tests.office.world import MANAGER, START, World, text_of

REVOTE = 'revote = "rank"'


def revoting(setting: str) -> dict[str, str]:
    """An organisation's own decision, with another setting of `revote`."""
    return {"decision": shipped("decision", (REVOTE, f'revote = "{setting}"'))}


def test_a_vote_on_paper_counts_like_one_by_email(world: World) -> None:
    reference = world.start(DECISION)
    vote(world, (HART, "for"))
    done = command(world, f"record {reference}\n- Wallingford: Against\n- Nettlebed Surgery: abstain")
    assert "2 votes recorded in SELG-2026-01; each practice is told its own." in flat(done)
    assert part(world, "voted", "abstained", "no_reply", "recorded") == (2, 1, 7, 2)
    assert world.fates() == {"counted": 1, "commands": 4}, "what is recorded is no message (interface.md 7)"
    figures = declare(world)
    assert outcome_of(figures)["totals"] == {"For": 10_318, "Against": 16_521}
    assert "The election manager recorded 2 of these replies." in flat(world.last(HART))
    assert "Wallingford Medical Centre Against manager 16,521" in flat(world.last(MANAGER))


def test_the_proof_lists_each_practice_with_its_option_and_says_what_is_replaced(world: World) -> None:
    reference = world.start(DECISION)
    vote(world, (HART, "for"))
    command(world, f"record {reference}\n- Bell Surgery: For")
    said = flat(proof(world, f"record {reference}\n- Hart Surgery: against\n- The Bell Surgery: 2\n- Wallingford: for"))
    assert "The Hart Surgery: Against (in place of its vote by email)" in said
    assert "The Bell Surgery: Against (in place of the vote recorded before)" in said
    assert "Wallingford Medical Centre: For Each" in said.replace(" - ", " ")
    assert "A recorded vote ranks as one of the lead" in said
    assert part(world) == (2, 0, 8), "nothing is recorded before it is confirmed"


def test_every_line_that_means_nothing_is_named(world: World) -> None:
    reference = world.start(DECISION)
    lines = "- Wallingfort: For\n- Hart Surgery: perhaps\n- The Hart Surgery: For\n- Bell Surgery: present"
    said = flat(proof(world, f"record {reference}\n{lines}"))
    assert "There is no practice “Wallingfort” here. Did you mean Wallingford" in said
    assert "The Hart Surgery: “perhaps” is not on the paper. Its options are: 1 For; 2 Against; or “abstain”." in said
    assert "The Bell Surgery: “present” is not on the paper" in said, "nobody is present at a vote by email (R13)"


def test_a_practice_has_one_line_under_whichever_of_its_names(world: World) -> None:
    reference = world.start(DECISION)
    said = flat(proof(world, f"record {reference}\n- Hart Surgery: For\n- The Hart Surgery: Against"))
    assert "The Hart Surgery stands there twice: a practice has one vote." in said


def test_each_practice_is_mailed_what_was_recorded_for_it_and_for_no_other(world: World) -> None:
    reference = world.start(DECISION)
    command(world, f"record {reference}\n- Hart Surgery: Against\n- Bell Surgery: For")
    for person, words, other in (
        (HART, "2 Against", "1 For"),
        (HART_DEPUTY, "2 Against", "1 For"),
        (BELL, "1 For", "2 Against"),
    ):
        told = world.last(person, "Recorded for")
        assert words in text_of(told)
        assert other not in text_of(told)
        assert "OBJECT" in text_of(told)
    assert "Recorded for" not in str(world.last(NETTLEBED)["Subject"])


def test_a_vote_by_email_that_a_recorded_one_replaces_is_replaced(world: World) -> None:
    reference = world.start(DECISION)
    vote(world, (HART, "for"))
    command(world, f"record {reference}\n- Hart Surgery: Against")
    assert world.fates() == {"replaced": 1, "commands": 4}
    assert "It replaces the earlier vote of your practice." in flat(world.last(HART))
    assert part(world, "voted", "recorded") == (1, 1)


def test_a_later_vote_of_the_lead_replaces_a_recorded_one(world: World) -> None:
    """R9: the manager records with the rank of a lead."""
    reference = world.start(DECISION)
    command(world, f"record {reference}\n- Hart Surgery: Against")
    world.later(minutes=5)
    vote(world, (HART, "for"))
    assert part(world, "voted", "recorded") == (1, 0)
    assert "It replaces the earlier vote of your practice." in flat(world.last(HART, "Receipt"))
    assert "has replied for The Hart Surgery" in flat(world.last(HART_DEPUTY))
    told = world.last(MANAGER)
    assert str(told["Subject"]).startswith("A vote replaced the one you recorded: The Hart Surgery")
    assert "Against" not in text_of(told)


def test_a_later_vote_of_the_deputy_does_not_and_deputy_lead_and_manager_are_told(world: World) -> None:
    """Case 11, where the manager recorded the vote that stands."""
    reference = world.start(DECISION)
    command(world, f"record {reference}\n- Hart Surgery: Against")
    world.later(minutes=5)
    vote(world, (HART_DEPUTY, "for"))
    assert world.fates() == {"rejected": 1, "commands": 4}
    assert part(world, "voted", "recorded") == (1, 1)
    assert (
        "the election manager has recorded a vote of your practice, and a recorded vote ranks as one of the lead"
        in (flat(world.last(HART_DEPUTY)))
    )
    assert "The vote that the election manager recorded for The Hart Surgery stands. Dr Tom Pell" in flat(
        world.last(HART)
    )
    assert "you had recorded a vote of the practice" in flat(world.last(MANAGER))
    for told in (world.last(HART), world.last(MANAGER)):
        assert "1 For" not in text_of(told)


def test_the_deputy_may_object_to_what_was_recorded_and_vote_then(world: World) -> None:
    reference = world.start(DECISION)
    command(world, f"record {reference}\n- Hart Surgery: Against")
    world.reply(world.last(HART_DEPUTY), "OBJECT")
    world.tick()
    assert part(world) == (0, 0, 10)
    vote(world, (HART_DEPUTY, "for"))
    assert part(world, "voted", "recorded") == (1, 0)
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 4}


def test_a_record_that_was_confirmed_in_time_counts_however_late_it_is_read(world: World) -> None:
    reference = world.start(DECISION)
    world.at(CLOSE - timedelta(hours=1)).tick()
    given = proof(world, f"record {reference}\n- Hart Surgery: For")
    world.reply(given, "confirm", at=CLOSE - timedelta(seconds=1))
    world.at(AFTER_GRACE).tick()
    assert world.figures()["stage"] == "declared"
    assert part(world, "voted", "recorded") == (1, 1)


def test_a_record_confirmed_at_the_second_of_the_close_is_refused(world: World) -> None:
    reference = world.start(DECISION)
    world.at(CLOSE - timedelta(hours=1)).tick()
    given = proof(world, f"record {reference}\n- Hart Surgery: For")
    world.reply(given, "confirm", at=CLOSE)
    world.at(CLOSE + timedelta(minutes=1)).tick()
    assert "SELG-2026-01 is closed: votes are recorded while a ballot is open." in flat(world.last(MANAGER))
    world.at(AFTER_GRACE).tick()
    assert part(world) == (0, 0, 10)


def test_a_vote_by_email_after_the_confirmation_replaces_the_record_also_where_both_are_read_together(
    world: World,
) -> None:
    reference = world.start(DECISION)
    given = proof(world, f"record {reference}\n- Hart Surgery: For")
    world.reply(given, "confirm", at=world.now + timedelta(minutes=10))
    world.reply(world.paper(HART), "against", at=world.now + timedelta(minutes=20))
    world.later(hours=3).tick()
    assert part(world, "voted", "recorded") == (1, 0)
    assert world.fates()["counted"] == 1


@pytest.mark.parametrize("days", [-1, 8])
def test_votes_are_recorded_while_a_ballot_is_open_and_at_no_other_time(world: World, days: int) -> None:
    opens = "Opens: 24 November 2026 09:00\n"
    reference = world.start(DECISION + (opens if days < 0 else ""))
    world.later(days=max(days, 0)).tick()
    before = world.figures()["stage"]
    said = flat(proof(world, f"record {reference}\n- Hart Surgery: For"))
    assert f"{reference} is {before}: votes are recorded while a ballot is open." in said


def test_a_record_for_another_ballot_names_those_there_are(world: World) -> None:
    world.start(DECISION)
    assert "There is no ballot SELG-2026-07. The newest are SELG-2026-01." in (
        flat(proof(world, "record SELG-2026-07\n- Hart Surgery: For"))
    )


def test_the_same_record_confirmed_twice_is_entered_once(world: World) -> None:
    reference = world.start(DECISION)
    given = proof(world, f"record {reference}\n- Hart Surgery: For")
    for _ in range(2):
        world.reply(given, "confirm")
        world.tick()
    assert len(posted(world, HART, "recorded")) == 1
    assert "confirmed already; nothing was done twice" in flat(world.last(MANAGER))


def test_two_records_at_one_instant_are_both_mailed(world: World) -> None:
    reference = world.start(DECISION)
    command(world, f"record {reference}\n- Hart Surgery: For")
    command(world, f"record {reference}\n- Hart Surgery: Against")
    assert len(posted(world, HART, "recorded")) == 2
    assert "2 Against" in text_of(world.last(HART))


def test_several_seats_are_recorded_with_several_names(world: World) -> None:
    reference = world.start(START.replace("Candidates:", "Seats: 2\nCandidates:"))
    command(world, f"record {reference}\n- Hart Surgery: Dr Alice Brown and Dr Carol Dunn\n- Bell Surgery: 1, 2")
    declared = outcome_of(declare(world))
    assert declared["totals"] == {"Dr Alice Brown": 2, "Dr Bob Carter": 1, "Dr Carol Dunn": 1}


def test_where_the_first_vote_counts_none_is_recorded_in_its_place(office: Callable[..., World]) -> None:
    world = office(rule_sets=revoting("first"))
    reference = world.start(DECISION)
    vote(world, (HART, "for"))
    said = flat(proof(world, f"record {reference}\n- Hart Surgery: Against\n- Bell Surgery: For"))
    assert "The Hart Surgery has voted already, and here the first vote of a practice counts." in said
    command(world, f"record {reference}\n- Bell Surgery: For")
    world.later(minutes=5)
    vote(world, (BELL, "against"))
    assert "recorded a vote of your practice, and the first vote counts" in flat(world.last(BELL))
    assert world.fates() == {"counted": 1, "rejected": 1, "commands": 5}


def test_where_the_latest_vote_counts_the_deputys_replaces_a_recorded_one(
    office: Callable[..., World],
) -> None:
    world = office(rule_sets=revoting("latest"))
    reference = world.start(DECISION)
    command(world, f"record {reference}\n- Hart Surgery: Against")
    assert "To replace it by a vote of your own, reply FOR or AGAINST" in flat(world.last(HART_DEPUTY))
    world.later(minutes=5)
    vote(world, (HART_DEPUTY, "for"))
    assert world.fates() == {"counted": 1, "commands": 4}


def test_at_a_meeting_the_manager_records_who_was_present_and_how_they_voted(world: World) -> None:
    """R27: one vote a practice; binding if those present represent at least half of the population."""
    reference = world.start(MEETING)
    assert not world.letters(HART, "Vote by"), "nobody votes by email"
    assert "the election manager records them" in flat(world.last(HART))
    command(world, f"record {reference}\n- Hart Surgery: For\n- Rycote Practice: For\n- Bell Surgery: Against")
    command(world, f"record {reference}\n- Wallingford: present")
    assert "Present, no vote cast" in text_of(world.last(WALLINGFORD))
    assert part(world, "voted", "abstained", "recorded", "share") == (3, 1, 4, "47017/91732")
    declared = outcome_of(declare(world))
    assert (declared["kind"], declared["totals"]) == ("carried", {"For": 2, "Against": 1})
    said = flat(world.last(HART))
    assert "Of 10 practices, 3 voted, 1 took part without voting and 6 did not take part." in said
    assert "Wallingford Medical Centre Present, no vote" in said
    assert "Nettlebed Surgery Did not take part" in said


@pytest.mark.parametrize(("present", "kind"), [("Wallingford", "carried"), ("Rycote Practice", "not-binding")])
def test_presence_decides_whether_a_vote_at_a_meeting_is_binding(world: World, present: str, kind: str) -> None:
    """With Wallingford 47,017 patients of 91,732 are represented, with Rycote 41,904: 45.7%."""
    reference = world.start(MEETING)
    command(world, f"record {reference}\n- Morland House: For\n- Hart Surgery: For\n- Goring and Woodcote: for")
    command(world, f"record {reference}\n- {present}: present")
    assert outcome_of(declare(world))["kind"] == kind


def test_the_proof_of_a_meeting_says_who_is_not_on_the_sheet(world: World) -> None:
    reference = world.start(MEETING)
    said = flat(proof(world, f"record {reference}\n- Hart Surgery: For\n- Wallingford: was present"))
    assert "Wallingford Medical Centre: present, no vote" in said
    assert "counted as not taking part: Chalgrove and Watlington Surgeries, Morland House Surgery" in said


def test_a_vote_by_email_to_a_vote_at_a_meeting_is_refused_kindly(world: World) -> None:
    reference = world.start(MEETING)
    world.reply(world.last(HART), "For")
    world.send(bare(GORING, "Against", subject=f"[{reference}]"))
    world.tick()
    assert world.fates() == {"rejected": 2, "commands": 2}
    for person in (HART, GORING):
        assert "In this ballot nobody votes by email: the votes are cast at the meeting" in flat(world.last(person))
    assert part(world) == (0, 0, 10)


def test_nobody_is_reminded_of_a_vote_at_a_meeting(world: World) -> None:
    world.start(MEETING + "Closes: 30 November 2026 17:00")
    world.at(CLOSE - timedelta(hours=1)).tick()
    assert purposes(world, HART) == {"opening-notice": 1}


def test_a_vote_that_the_lead_sent_after_the_confirmation_is_not_replaced_though_it_is_read_before_it(
    world: World,
) -> None:
    reference = world.start(DECISION)
    asked = proof(world, f"record {reference}\n- Hart Surgery: Against\n- Bell Surgery: Against")
    world.later(minutes=10)
    world.reply(world.letters(HART, "Vote by")[-1], "For")
    world.reply(asked, "confirm", at=world.now - timedelta(minutes=5), folder="Junk")
    world.later(minutes=1).tick()
    again = world.last(MANAGER)
    assert "The Hart Surgery: Against (in place of its vote by email)" in flat(again), "he knows now what he replaces"
    assert part(world, "voted", "recorded") == (1, 0)
    world.reply(again, "confirm")
    world.tick()
    assert part(world, "voted", "recorded") == (2, 2)


@pytest.mark.parametrize("words", ["remind", "resend"])
def test_neither_reminders_nor_papers_are_sent_for_a_vote_at_a_meeting(world: World, words: str) -> None:
    reference = world.start(MEETING)
    said = flat(proof(world, f"{words} {reference}{' Hart Surgery' if words == 'resend' else ''}"))
    assert f"No ballot papers are sent in {reference}: you record its votes, so nothing was sent." in said


def test_a_vote_that_came_between_the_proof_and_its_confirmation_is_not_replaced_unseen(world: World) -> None:
    reference = world.start(DECISION)
    asked = proof(world, f"record {reference}\n- Hart Surgery: Against")
    world.later(minutes=10)
    world.reply(world.letters(HART, "Vote by")[-1], "For")
    world.tick().later(minutes=10)
    world.reply(asked, "confirm")
    world.tick()
    assert part(world, "voted", "recorded") == (1, 0)
    again = world.last(MANAGER)
    assert "The Hart Surgery: Against (in place of its vote by email)" in flat(again)
    world.reply(again, "confirm")
    world.later(minutes=1).tick()
    assert part(world, "voted", "recorded") == (1, 1)
