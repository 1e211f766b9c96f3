"""R23 and R24: an outcome is confirmed with its date of effect, and the clock of destruction follows from it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mailvote.rules.chain import verify
from mailvote.store import ballots, deadlines, journal
from mailvote.store.database import begin, reading
from tests.office.commandcraft import DECISION, HART, command, declare, proof, vote
from tests.office.mailcraft import HART_CONTACT, flat, posted
from tests.office.test_election import AFTER_GRACE, LEADS
from tests.office.test_runoffs import SAM, TWO_MANAGERS
from tests.office.world import MANAGER, START, World, text_of

FIRST, SECOND = "SELG-2026-01", "SELG-2026-02"
CONFIRM = f"confirm outcome {FIRST}\nEffective: 1 January 2027\n"
ELECTED = "1111222"
TIED = "1111222233"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def declared(world: World, choices: str = "1111111111", text: str = START) -> World:
    """An election with these votes, counted on Monday 30 November 2026 at 17:11."""
    world.start(text)
    vote(world, *zip(LEADS, choices, strict=False))
    return world.at(AFTER_GRACE).tick()


def clock(world: World, reference: str = FIRST) -> dict[str, datetime]:
    """What falls due on the ballot."""
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", reference)
        assert ballot is not None
        return {one.kind: one.due_at for one in deadlines.waiting(conn, ballot.id)}


def chain(world: World, reference: str = FIRST) -> list[str]:
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", reference)
        assert ballot is not None
        events = journal.events(conn, ballot.id)
    assert verify(events) == ()
    return [event.kind for event in events]


def stage(world: World, reference: str = FIRST) -> object:
    return world.figures(reference)["stage"]


def test_the_manager_is_told_with_the_result_how_to_confirm_it(world: World) -> None:
    declared(world)
    said = flat(world.last(MANAGER, "Result"))
    assert f"Once the outcome is confirmed, send: confirm outcome {FIRST}, and below it a line “Effective:”" in said


def test_the_proof_says_what_is_confirmed_who_is_told_and_what_is_destroyed_when(world: World) -> None:
    said = flat(proof(declared(world), CONFIRM))
    assert f"The outcome of {FIRST}, Locality Clinical Director, is confirmed: Elected: Dr Alice Brown." in said
    assert "The appointment takes effect on Friday 1 January 2027." in said
    assert "are destroyed on Wednesday 30 December 2026 at 17:00" in said
    assert stage(world) == "declared", "nothing happens before the proof is confirmed"


def test_everybody_who_was_told_of_the_result_is_told_of_the_confirmation(world: World) -> None:
    declared(world)
    told = {row.recipient for row in posted(world, purpose="declaration")}
    done = flat(command(world, f"{CONFIRM}Note: Confirmed by the Accountable Officer.\n"))
    letters = posted(world, purpose="confirmed")
    assert {row.recipient for row in letters} == told | {MANAGER}
    assert len(letters) == len({row.recipient for row in letters})
    assert f"{len(letters)} letters went out." in done
    for person in (HART, HART_CONTACT):
        said = flat(world.last(person, "Confirmed"))
        assert "Elected: Dr Alice Brown" in said
        assert "takes effect on Friday 1 January 2027" in said
        assert "Confirmed by the Accountable Officer." in said


def test_the_confirmation_starts_the_clock_of_destruction(world: World) -> None:
    command(declared(world), CONFIRM)
    assert stage(world) == "confirmed"
    assert clock(world) == {"destroy": at("2026-12-30 17:00")}
    assert chain(world)[-1] == "confirmed"


def test_31_january_and_a_month_is_28_february(world: World) -> None:
    declared(world).at(at("2027-01-31 10:00")).tick()
    command(world, CONFIRM)
    assert clock(world) == {"destroy": at("2027-02-28 17:00")}


def test_confirming_twice_does_nothing_twice(world: World) -> None:
    command(declared(world), CONFIRM)
    world.later(days=1)
    said = flat(proof(world, f"confirm outcome {FIRST}\nEffective: 2 January 2027"))
    assert f"{FIRST} was confirmed on Mon 30 Nov 2026" in said
    assert "with effect from Friday 1 January 2027" in said
    assert chain(world).count("confirmed") == 1
    assert clock(world) == {"destroy": at("2026-12-30 17:00")}


def test_of_two_managers_who_confirm_one_is_told_that_it_is_done(office: Callable[..., World]) -> None:
    world = declared(office(changes=TWO_MANAGERS))
    first = proof(world, CONFIRM)
    world.mail(SAM, CONFIRM)
    world.tick()
    second = world.last(SAM)
    for letter in (first, second):
        world.reply(letter, "confirm")
        world.tick()
    assert "was confirmed on" in flat(world.last(SAM))
    assert chain(world).count("confirmed") == 1
    assert len([row for row in posted(world, HART) if row.purpose == "confirmed"]) == 1


def test_an_outcome_is_not_confirmed_before_it_is_declared(world: World) -> None:
    world.start()
    assert f"{FIRST} is open: its outcome can be confirmed once it is declared." in flat(proof(world, CONFIRM))
    world.at(AFTER_GRACE - timedelta(minutes=5))
    assert f"{FIRST} is closed" in flat(proof(world, CONFIRM))


@pytest.mark.parametrize(
    ("choices", "why"),
    [(TIED, "it ended in a tie. The further election is SELG-2026-02."), (ELECTED, "it was not valid.")],
)
def test_what_settled_nothing_is_not_confirmed(world: World, choices: str, why: str) -> None:
    said = flat(proof(declared(world, choices), CONFIRM))
    assert f"There is nothing to confirm in {FIRST}: {why} Its votes are destroyed on" in said
    assert "confirm" not in chain(world)


def test_nobody_elected_and_cancelled_are_not_confirmed(world: World) -> None:
    declared(world, "")
    world.start(START.replace("Director", "Deputy"))
    command(world, f"cancel {SECOND}")
    assert "it was cancelled." in flat(proof(world, CONFIRM.replace(FIRST, SECOND)))
    abstained = world.start(START.replace("Director", "Lead"))
    vote(world, *((lead, "abstain") for lead in LEADS))
    declare(world)
    assert "nobody was elected." in flat(proof(world, CONFIRM.replace(FIRST, abstained)))


def test_an_unknown_ballot_has_no_outcome(world: World) -> None:
    world.tick()
    assert "There is no ballot SELG-2026-09." in flat(proof(world, "confirm outcome SELG-2026-09"))


def test_an_election_without_a_day_of_effect_is_proposed_that_of_the_command_which_can_be_corrected(
    world: World,
) -> None:
    letter = proof(declared(world), f"confirm outcome {FIRST}")
    assert "takes effect on Monday 30 November 2026. " in flat(letter)
    assert "You gave no day, so this is today: for another, write it behind “Effective:”" in flat(letter)
    assert "Effective: 30 November 2026" in text_of(letter)
    world.reply(letter, f"confirm outcome {FIRST}\nEffective: Sunday 31 January 2027")
    world.tick()
    said = flat(world.last(MANAGER))
    assert "takes effect on Sunday 31 January 2027" in said
    assert "are destroyed" in said


def test_the_day_that_was_proposed_holds_also_when_it_is_confirmed_on_the_next(world: World) -> None:
    letter = proof(declared(world), f"confirm outcome {FIRST}")
    world.later(hours=20).reply(letter, "confirm")
    world.tick()
    assert "takes effect on Monday 30 November 2026." in flat(world.last(MANAGER))
    assert world.figures()["stage"] == "confirmed"


def test_a_decision_needs_no_day_and_may_have_one(world: World) -> None:
    world.start(DECISION)
    vote(world, *((lead, "for") for lead in LEADS))
    declare(world)
    assert "“Effective”" not in flat(proof(world, f"confirm outcome {FIRST}"))
    said = flat(command(world, CONFIRM))
    assert "The decision takes effect on Friday 1 January 2027." in said
    assert "how each practice voted stays on record" in said.casefold()
    assert stage(world) == "confirmed"


@pytest.mark.parametrize(
    ("day", "refused"), [("29 November 2026", True), ("30 November 2026", False), ("1 December 2026", False)]
)
def test_nothing_takes_effect_before_it_was_declared(world: World, day: str, refused: bool) -> None:
    declared(world).later(days=1)
    said = flat(proof(world, f"confirm outcome {FIRST}\nEffective: {day}"))
    assert ("the outcome was declared on Monday 30 November 2026, so give that day or a later one" in said) is refused


def test_a_day_that_lies_more_than_a_year_ahead_is_pointed_out(world: World) -> None:
    said = flat(proof(declared(world), f"confirm outcome {FIRST}\nEffective: 1 January 2029"))
    assert "more than a year away" in said


def test_an_outcome_that_nobody_confirms_is_asked_about_every_week_and_goes_after_six_months(world: World) -> None:
    declared(world)
    assert clock(world) == {"confirm": at("2026-12-07 09:00"), "destroy": at("2027-05-30 16:00")}
    world.at(at("2026-12-07 08:59")).tick()
    assert not world.letters(MANAGER, "Still to be confirmed")
    world.at(at("2026-12-07 09:00")).tick().tick()
    assert len(world.letters(MANAGER, "Still to be confirmed")) == 1
    assert clock(world)["confirm"] == at("2026-12-14 09:00")
    world.at(at("2026-12-30 12:00")).tick().tick()
    assert len(world.letters(MANAGER, "Still to be confirmed")) == 2, "one, however many weeks were missed"
    assert clock(world)["confirm"] == at("2027-01-04 09:00")
    assert "destroyed on Sunday 30 May 2027 at 17:00" in flat(world.last(MANAGER))


def test_the_reminder_is_a_form_that_can_be_sent_back(world: World) -> None:
    declared(world).at(at("2026-12-07 09:00")).tick()
    reminder = world.last(MANAGER, "Still to be confirmed")
    world.reply(reminder, f"confirm outcome {FIRST}\nEffective: 1 January 2027\nEnd of form")
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert stage(world) == "confirmed"
    world.at(at("2026-12-14 09:00")).tick()
    assert len(world.letters(MANAGER, "Still to be confirmed")) == 1, "what is confirmed needs no reminder"


def test_the_reminder_of_what_settled_nothing_says_so(world: World) -> None:
    declared(world, ELECTED).at(at("2026-12-07 09:00")).tick()
    said = flat(world.last(MANAGER, "Without a result"))
    assert "settled nothing: it was not valid" in said
    assert "confirm outcome" not in said


def test_a_tie_goes_a_month_after_its_declaration_once_the_further_election_has_started(world: World) -> None:
    declared(world, TIED)
    assert clock(world) == {"confirm": at("2026-12-07 09:00"), "destroy": at("2027-05-30 16:00")}
    world.reply(world.letters(MANAGER, "further election")[-1], "confirm")
    world.tick()
    assert clock(world) == {"destroy": at("2026-12-30 17:00")}
    command(world, f"cancel {SECOND}")
    assert clock(world) == {"confirm": at("2026-12-07 09:00"), "destroy": at("2027-05-30 16:00")}
    assert clock(world, SECOND)["destroy"] == at("2027-05-30 16:00")


def test_a_further_election_that_starts_months_later_leaves_a_day_for_a_hold(world: World) -> None:
    declared(world, TIED).at(at("2027-03-01 12:00")).tick()
    command(world, f"start run-off {FIRST}\nCloses: 15 March 2027")
    assert clock(world) == {"destroy": at("2027-03-02 17:00")}


def test_an_election_held_again_under_the_same_title_replaces_the_one_that_was_not_valid(world: World) -> None:
    declared(world, ELECTED)
    world.start(START.replace("Director", "Deputy"))
    assert clock(world)["destroy"] == at("2027-05-30 16:00"), "another election replaces nothing"
    world.start()
    assert clock(world) == {"destroy": at("2026-12-30 17:00")}


def test_a_cancelled_draft_goes_after_a_month_without_a_word(world: World) -> None:
    declared(world, TIED)
    command(world, f"cancel {SECOND}")
    assert clock(world, SECOND) == {"destroy": at("2026-12-30 17:00")}


def test_a_ballot_that_ended_before_there_were_clocks_gets_one(world: World) -> None:
    declared(world)
    with begin(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", FIRST)
        assert ballot is not None
        deadlines.set_deadlines(conn, ballot.id, ())
    world.at(at("2026-12-10 12:00")).tick()
    assert clock(world) == {"confirm": at("2026-12-14 09:00"), "destroy": at("2027-05-30 16:00")}


def test_a_hold_stops_the_clock_with_its_reason_in_the_journal(world: World) -> None:
    declared(world)
    said = flat(proof(world, f"hold {FIRST}\nReason: A practice has asked for a recount."))
    assert f"Nothing of {FIRST}, Locality Clinical Director, is destroyed before you release it." in said
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert chain(world)[-1] == "held"
    assert clock(world)["destroy"] == at("2027-05-30 16:00"), "a hold does not move the day"
    assert "since you hold it: A practice has asked for a recount." in flat(
        world.at(at("2026-12-07 09:00")).tick().last(MANAGER)
    )
    done = flat(command(world, CONFIRM))
    assert f"nothing is destroyed before you send: release {FIRST}" in done


def test_a_hold_needs_a_reason(world: World) -> None:
    assert "“Reason” is missing" in flat(proof(declared(world), f"hold {FIRST}"))


def test_a_hold_before_the_confirmation_lasts_until_it_is_released(world: World) -> None:
    world.start()
    command(world, f"hold {FIRST}\nReason: A complaint is awaited.")
    vote(world, *((lead, "1") for lead in LEADS))
    world.at(AFTER_GRACE).tick()
    command(world, CONFIRM)
    said = flat(command(world, f"release {FIRST}"))
    assert f"{FIRST} is no longer on hold." in said
    assert "due on Wednesday 30 December 2026 at 17:00" in said
    assert chain(world)[-1] == "released"


def test_a_hold_twice_and_a_release_without_a_hold_change_nothing(world: World) -> None:
    declared(world)
    assert f"{FIRST} is not on hold, so there is nothing to release." in flat(proof(world, f"release {FIRST}"))
    command(world, f"hold {FIRST}\nReason: A recount.")
    assert "is on hold since Mon 30 Nov 2026" in flat(proof(world, f"hold {FIRST}\nReason: Another."))
    assert chain(world).count("held") == 1


@pytest.mark.parametrize("verb", ["hold", "release"])
def test_a_ballot_that_there_is_not_cannot_be_held(world: World, verb: str) -> None:
    world.tick()
    assert "There is no ballot SELG-2026-09." in flat(proof(world, f"{verb} SELG-2026-09\nReason: x"))


def test_a_practice_confirms_nothing(world: World) -> None:
    declared(world)
    world.mail(HART, CONFIRM)
    world.tick()
    assert stage(world) == "declared"
