"""Ties and missing majorities: a further election is drafted among those who are level, and the manager starts it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from mailvote.mail.astext import as_text
from mailvote.office import looking
from mailvote.store.database import reading
from tests.office.commandcraft import (
    DECISION,
    HART,
    command,
    declare,
    outcome_of,
    proof,
    shipped,
    vote,
)
from tests.office.mailcraft import HART_CONTACT, flat, posted
from tests.office.test_election import AFTER_GRACE, LEADS
from tests.office.world import MANAGER, World, text_of

FIRST, SECOND, THIRD = "SELG-2026-01", "SELG-2026-02", "SELG-2026-03"
MEETINGS = "next_meetings = [2026-12-08, 2027-01-12]"
NO_MEETINGS = f"{MEETINGS} -> next_meetings = []"
NEAR_MEETING = f"{MEETINGS} -> next_meetings = [2026-12-07, 2027-01-12]"
TWO_MANAGERS = (
    'managers = ["Morgan Reed <manager@selg.example>"] -> '
    'managers = ["Morgan Reed <manager@selg.example>", "Sam Hale <sam@selg.example>"]'
)
SAM = "sam@selg.example"
TWO_SEATS = """start election
Title: Locality directors
Seats: 2
Candidates:
- Dr Alice Brown
- Dr Bob Carter
- Dr Carol Dunn
- Dr Dan Ellis
"""


def tied(world: World) -> EmailMessage:
    """An election in which Brown and Carter have four votes each; the letter that offers the run-off."""
    world.start()
    vote(world, *zip(LEADS, "1111222233", strict=True))
    world.at(AFTER_GRACE).tick()
    return offered(world)


def offered(world: World, to: str = MANAGER) -> EmailMessage:
    return world.letters(to, "further election")[-1]


def confirmed(world: World, letter: EmailMessage) -> EmailMessage:
    world.reply(letter, "confirm")
    world.tick()
    return world.last(str(letter["To"]).partition("<")[2].rstrip(">"))


def stages(world: World) -> list[object]:
    return [world.figures(reference)["stage"] for reference in world.references()]


def at(day: int, hour: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_case_3_a_tie_drafts_a_run_off_of_those_who_are_tied_for_the_next_meeting(world: World) -> None:
    """R16."""
    tied(world)
    first, draft = world.figures(FIRST), world.figures(SECOND)
    assert (outcome_of(first)["kind"], outcome_of(first)["run_off"]) == ("tied", SECOND)
    assert (draft["stage"], draft["ruleset"], draft["title"]) == (
        "draft",
        "run-off",
        "Run-off: Locality Clinical Director",
    )
    assert draft["options"] == [{"number": 1, "name": "Dr Alice Brown"}, {"number": 2, "name": "Dr Bob Carter"}]
    assert (draft["opens_at"], draft["closes_at"]) == (None, "2026-12-08T17:00:00+00:00")
    assert draft["outcome"] is None


def test_the_declaration_names_the_run_off_and_its_day(world: World) -> None:
    tied(world)
    said = flat(world.last(HART, "Result"))
    assert "A further election, SELG-2026-02, is drafted for 8 December 2026." in said
    assert "Dr Alice Brown and Dr Bob Carter alone stand in it." in said


def test_nobody_gets_a_paper_before_the_manager_has_confirmed(world: World) -> None:
    tied(world)
    world.later(days=3).tick()
    assert not world.letters(HART, "Run-off")
    assert stages(world) == ["declared", "draft"]


def test_one_reply_to_the_letter_starts_it_and_everybody_votes_afresh(world: World) -> None:
    done = confirmed(world, tied(world))
    assert "SELG-2026-02, Run-off: Locality Clinical Director, is open until Tuesday 8 December 2026 at 17:00" in flat(
        done
    )
    assert world.figures(SECOND)["opens_at"] == "2026-11-30T17:11:00+00:00"
    assert world.figures(SECOND)["participation"]["voted"] == 0  # type: ignore[index, call-overload]
    assert "a.brown@x.example" in text_of(world.last(HART, "Run-off")), "how to reach a candidate is kept (R21)"
    vote(world, *zip(LEADS, "1111111222", strict=True))
    declared = outcome_of(declare(world))
    assert (declared["kind"], declared["elected"]) == ("elected", ["Dr Alice Brown"])
    assert declared["totals"] == {"Dr Alice Brown": 7, "Dr Bob Carter": 3}


@pytest.mark.parametrize("reference", [FIRST, SECOND])
def test_the_command_takes_the_reference_of_the_draft_or_of_its_parent(world: World, reference: str) -> None:
    tied(world)
    said = flat(proof(world, f"start run-off {reference}"))
    assert "SELG-2026-02, Run-off: Locality Clinical Director, opens when you confirm." in said
    assert "It closes on Tuesday 8 December 2026 at 17:00" in said
    assert "That is the day of the next meeting that leaves enough time (Appendix 1, section 14)." in said
    confirmed(world, world.last(MANAGER))
    assert stages(world) == ["declared", "open"]


def test_the_letter_may_be_answered_with_another_close(world: World) -> None:
    letter = tied(world)
    assert "Closes: 8 December 2026 17:00" in text_of(letter)
    world.reply(letter, f"start run-off {SECOND}\nCloses: 10 December 2026\nNote: The meeting has moved.")
    world.tick()
    assert "It closes on Thursday 10 December 2026 at 17:00" in flat(world.last(MANAGER))
    assert "next meeting" not in flat(world.last(MANAGER)).partition("The form")[0]
    confirmed(world, world.last(MANAGER))
    assert world.figures(SECOND)["closes_at"] == "2026-12-10T17:00:00+00:00"
    assert "The meeting has moved." in flat(world.last(HART))


@pytest.mark.parametrize(("day", "fits"), [(4, False), (7, True), (8, True)])
def test_a_close_of_the_managers_own_must_leave_the_minimum_window(world: World, day: int, fits: bool) -> None:
    """R17: opened on Monday 30 November after the closing time, five working days end on Monday 7 December."""
    tied(world)
    said = flat(proof(world, f"start run-off {SECOND}\nCloses: {day} December 2026"))
    assert ("is too early" in said) is not fits
    assert ("leave “Closes” out to have it close at the next meeting" in said) is not fits


def test_it_opens_when_the_form_says_so(world: World) -> None:
    tied(world)
    command(world, f"start run-off {SECOND}\nOpens: 1 December 2026 09:00")
    assert stages(world) == ["declared", "scheduled"]
    world.at(at(1, 9)).tick()
    assert stages(world) == ["declared", "open"]
    assert world.letters(HART, "Run-off")


def test_without_a_known_meeting_the_close_is_asked_for(office: Callable[..., World]) -> None:
    world = office(changes=NO_MEETINGS)
    letter = tied(world)
    assert str(letter["Subject"]).startswith("Please say when it closes: further election")
    assert (world.figures(SECOND)["opens_at"], world.figures(SECOND)["closes_at"]) == (None, None)
    assert "its date is still to be set" in flat(world.last(HART, "Result"))
    said = flat(confirmed(world, letter))
    assert "I know of no meeting that leaves enough time for the vote: write the close on a line “Closes:”" in said
    world.reply(letter, f"start run-off {SECOND}\nCloses: 9 December 2026")
    world.tick()
    confirmed(world, world.last(MANAGER))
    assert world.figures(SECOND)["closes_at"] == "2026-12-09T17:00:00+00:00"


def test_a_meeting_that_has_become_too_near_is_not_kept_to_behind_the_managers_back(
    office: Callable[..., World],
) -> None:
    """The close of a confirmation is the one that was shown (interface.md 8)."""
    world = office(changes=NEAR_MEETING)
    letter = tied(world)
    assert "Monday 7 December 2026 at 17:00" in flat(letter)
    world.at(at(1, 12))
    said = flat(confirmed(world, letter))
    assert "The close that was drafted, Monday 7 December 2026 at 17:00 (GMT, Europe/London time), is too near" in said
    assert "It closes on Tuesday 12 January 2027 at 17:00" in said
    assert stages(world) == ["declared", "draft"]
    confirmed(world, world.last(MANAGER))
    assert world.figures(SECOND)["closes_at"] == "2027-01-12T17:00:00+00:00"


def test_a_meeting_that_is_too_near_at_the_count_is_passed_over(office: Callable[..., World]) -> None:
    world = office(changes=f"{MEETINGS} -> next_meetings = [2026-12-04, 2027-01-12]")
    tied(world)
    assert world.figures(SECOND)["closes_at"] == "2027-01-12T17:00:00+00:00"


@pytest.mark.parametrize(("late", "stage"), [(timedelta(), "open"), (timedelta(seconds=1), "draft")])
def test_the_letter_can_be_confirmed_for_24_hours(world: World, late: timedelta, stage: str) -> None:
    letter = tied(world)
    world.at(AFTER_GRACE + timedelta(hours=24) + late)
    told = confirmed(world, letter)
    assert stages(world) == ["declared", stage]
    if late:
        assert "Your confirmation came more than 24 hours after the proof" in flat(told)
        confirmed(world, told)
        assert stages(world) == ["declared", "open"]


def test_of_several_managers_one_confirms_and_the_other_is_told_that_it_is_done(office: Callable[..., World]) -> None:
    world = office(changes=TWO_MANAGERS)
    tied(world)
    mine, theirs = offered(world), offered(world, SAM)
    confirmed(world, theirs)
    assert stages(world) == ["declared", "open"]
    said = flat(confirmed(world, mine))
    assert "Nothing has been done." in said
    assert "SELG-2026-02 is open already, so it is not started again." in said
    assert len(posted(world, HART, "paper")) == 2, "one of each ballot"


def test_a_second_tie_drafts_another_and_says_so(world: World) -> None:
    confirmed(world, tied(world))
    vote(world, *zip(LEADS, "1111122222", strict=True))
    declared = outcome_of(declare(world))
    assert (declared["kind"], declared["run_off"]) == ("tied", THIRD)
    said = flat(offered(world))
    assert "The further election has ended in a tie as well" in said
    assert "I have drafted another further election, SELG-2026-03" in said
    assert world.figures(THIRD)["title"] == "Run-off: Locality Clinical Director"
    assert world.figures(THIRD)["closes_at"] == "2027-01-12T17:00:00+00:00"
    command(world, f"start run-off {SECOND}")
    assert stages(world) == ["declared", "declared", "open"]


def test_case_13_who_is_elected_is_declared_and_the_rest_stand_again_for_the_seat_that_is_left(world: World) -> None:
    """Two seats; A 6, B 4, C 4, D 2."""
    world.start(TWO_SEATS)
    votes = ("1 and 2", "1 and 2", "1, 3", "1, 3", "1", "1", "2 and 3", "2 and 3", "4", "4")
    vote(world, *zip(LEADS, votes, strict=True))
    declared = outcome_of(declare(world))
    assert declared["totals"] == {"Dr Alice Brown": 6, "Dr Bob Carter": 4, "Dr Carol Dunn": 4, "Dr Dan Ellis": 2}
    assert (declared["kind"], declared["elected"], declared["run_off"]) == ("part-elected", ["Dr Alice Brown"], SECOND)
    assert "Elected in part: Dr Alice Brown" in text_of(world.last(HART, "Result"))
    assert "for 1 seat: Dr Bob Carter and Dr Carol Dunn" in flat(offered(world))
    confirmed(world, offered(world))
    assert "Reply with just the number, for example 2." in flat(world.last(HART, "Run-off")), "one seat, one number"
    vote(world, *zip(LEADS, "1222222222", strict=True))
    assert outcome_of(declare(world))["elected"] == ["Dr Carol Dunn"]


def test_an_election_in_which_too_few_took_part_drafts_nothing(world: World) -> None:
    world.start()
    vote(world, (LEADS[0], "1"), (LEADS[1], "2"))
    declared = outcome_of(declare(world))
    assert (declared["kind"], declared["run_off"]) == ("not-valid", None)
    assert world.references() == [FIRST]
    assert "only a tie, or no majority, calls for one" in flat(proof(world, f"start run-off {FIRST}"))


def test_a_draft_stands_in_the_status(world: World) -> None:
    tied(world)
    for words in ("status", f"status {SECOND}"):
        world.mail(MANAGER, words)
        world.tick()
        said = flat(world.last(MANAGER))
        assert "Ballot SELG-2026-02, draft, waits for you. It is to close on Tuesday 8 December 2026 at 17:00" in said
        assert "To set it going, send: start run-off SELG-2026-02" in said


def test_a_draft_is_cancelled_without_a_word_to_the_practices(world: World) -> None:
    letter = tied(world)
    before = len(world.letters(HART))
    said = flat(proof(world, f"cancel {SECOND}\nReason: Dr Carter has withdrawn."))
    assert "Its papers have not gone out." in said
    confirmed(world, world.last(MANAGER))
    assert world.figures(SECOND)["outcome"]["kind"] == "cancelled"  # type: ignore[index, call-overload]
    assert len(world.letters(HART)) == before
    assert "SELG-2026-02 is cancelled already, so it is not started again." in flat(confirmed(world, letter))


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (f"extend {SECOND}\nCloses: 15 December 2026", "say when it closes as you start it, with: start run-off"),
        (f"record {SECOND}\n- Hart Surgery: 1", "SELG-2026-02 is a draft: votes are recorded while a ballot is open."),
        (f"remind {SECOND}", "SELG-2026-02 is a draft, not open."),
        (f"resend {SECOND} Hart Surgery", "SELG-2026-02 is a draft, not open."),
    ],
)
def test_what_cannot_be_done_to_a_draft_is_refused(world: World, words: str, answer: str) -> None:
    tied(world)
    assert answer in flat(proof(world, words))


def test_without_a_majority_the_leader_and_all_who_are_second_stand_again(office: Callable[..., World]) -> None:
    """R15 and interface.md 8, in an organisation that asks for one."""
    world = office(rule_sets={"election": shipped("election", ('rule = "most-votes"', 'rule = "majority"'))})
    world.start()
    vote(world, *zip(LEADS, "1111222333", strict=True))
    declared = outcome_of(declare(world))
    assert (declared["kind"], declared["elected"], declared["run_off"]) == ("no-majority", [], SECOND)
    assert len(world.figures(SECOND)["options"]) == 3  # type: ignore[arg-type]
    said = flat(offered(world))
    assert "Nobody has more than half of the votes in Locality Clinical Director, SELG-2026-01." in said
    confirmed(world, offered(world))
    vote(world, *zip(LEADS, "1111122233", strict=True))
    assert outcome_of(declare(world))["elected"] == ["Dr Alice Brown"]


@pytest.mark.parametrize(("votes", "elected"), [("1111112222", ["Dr Alice Brown"]), ("1111122222", [])])
def test_a_majority_is_more_than_half(office: Callable[..., World], votes: str, elected: list[str]) -> None:
    world = office(rule_sets={"election": shipped("election", ('rule = "most-votes"', 'rule = "majority"'))})
    world.start()
    vote(world, *zip(LEADS, votes, strict=True))
    assert outcome_of(declare(world))["elected"] == elected


def test_a_tie_among_so_few_that_no_further_election_is_provided_for_leaves_it_to_the_manager(
    office: Callable[..., World],
) -> None:
    world = office(rule_sets={"election": shipped("election", ('tie = "run-off"', 'tie = "not-carried"'))})
    world.start()
    vote(world, *zip(LEADS, "1111222233", strict=True))
    declared = outcome_of(declare(world))
    assert (declared["kind"], declared["run_off"]) == ("tied", None)
    assert world.references() == [FIRST]


def test_the_contacts_hear_of_the_run_off_as_of_any_election(world: World) -> None:
    confirmed(world, tied(world))
    assert str(world.last(HART_CONTACT)["Subject"]).startswith("Ballot open until Tue 8 Dec 17:00: Run-off")


def test_the_specimen_of_a_draft_shows_the_close_it_would_have(office: Callable[..., World]) -> None:
    """`mailvote ballots paper REF` before the manager's word; without a meeting the earliest close there could be."""
    world = office(changes=NO_MEETINGS)
    tied(world)
    with reading(world.app.engine) as conn:
        letter = looking.specimen(conn, world.office.desk, SECOND, "Hart Surgery", world.now)
    assert "Monday 7 December 2026 at 17:00" in " ".join(as_text(letter.body).split())
    assert "Dr Carol Dunn" not in as_text(letter.body)


def test_the_specimen_of_a_ballot_to_come_has_its_weight(world: World) -> None:
    reference = world.start(DECISION + "Opens: 24 November 2026 09:00\n")
    with reading(world.app.engine) as conn:
        letter = looking.specimen(conn, world.office.desk, reference, "Hart Surgery", world.now)
    assert "10,318" in " ".join(as_text(letter.body).split())
