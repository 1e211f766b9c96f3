"""The manager's commands by mail: who may give them, what a proof needs, and that nothing is done twice."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from mailvote.rules.acceptance import Fate
from tests.office.mailcraft import HART_LEAD, bare, flat, last_filed, posted, purposes, reply_to
from tests.office.world import BALLOTS, MANAGER, START, World, open_world, text_of

SECOND = "second@selg.example"
TWO_MANAGERS = (
    'managers = ["Morgan Reed <manager@selg.example>"] -> '
    f'managers = ["Morgan Reed <manager@selg.example>", "Sam Second <{SECOND}>"]'
)


def proof_of(world: World, text: str = START) -> EmailMessage:
    world.tick()
    world.mail(MANAGER, text)
    world.tick()
    return world.last(MANAGER)


def say(world: World, to: EmailMessage, text: str, **where: str) -> str:
    """Answer a letter; what the manager reads in return."""
    world.reply(to, text, **where)
    world.tick()
    return flat(world.last(MANAGER))


def test_from_new_election_to_the_open_ballot_wholly_by_mail(world: World) -> None:
    form = proof_of(world, "new election")
    filled = text_of(form).replace("Title:", "Title: Locality Clinical Director", 1)
    filled = filled.replace("Candidates:", "Candidates:\n- Dr Alice Brown\n- Dr Bob Carter", 1)
    reply = bare(MANAGER, f"Here it is.\n\n-----Original Message-----\n{filled}", subject=f"RE: {form['Subject']}")
    reply.replace_header("To", str(form["Reply-To"]))
    world.send(reply)
    world.tick()
    proof = world.last(MANAGER)
    assert "Locality Clinical Director" in flat(proof)
    say(world, proof, "confirm")
    assert world.figures()["stage"] == "scheduled"
    world.later(days=1).tick()
    assert world.figures()["stage"] == "open"
    assert world.fates() == {"commands": 2}
    assert len(posted(world, purpose="paper")) == 20


def test_confirming_twice_makes_one_ballot(world: World) -> None:
    proof = proof_of(world)
    say(world, proof, "confirm")
    assert "nothing was done twice" in say(world, proof, "Confirm please")
    assert len(world.references()) == 1
    assert len(posted(world, purpose="paper")) == 20


def test_two_confirmations_in_one_batch_make_one_ballot(world: World) -> None:
    proof = proof_of(world)
    world.reply(proof, "confirm")
    world.reply(proof, "confirm")
    world.tick()
    assert len(world.references()) == 1


@pytest.mark.parametrize(("hours", "seconds", "ballots"), [(24, -1, 1), (24, 0, 1), (24, 1, 0)])
def test_a_proof_lives_24_hours_to_the_receipt_of_the_confirmation(
    world: World, hours: int, seconds: int, ballots: int
) -> None:
    proof = proof_of(world)
    world.later(hours=hours, seconds=seconds)
    world.reply(proof, "confirm")
    world.later(hours=5).tick()
    assert len(world.references()) == ballots
    assert ballots or "more than 24 hours" in flat(world.last(MANAGER))


def test_cancel_drops_a_proof_for_good(world: World) -> None:
    proof = proof_of(world)
    assert "Dropped" in say(world, proof, "cancel")
    assert "dropped" in say(world, proof, "confirm")
    assert world.references() == []


def test_a_corrected_form_in_the_reply_makes_a_new_proof_and_ends_the_old_one(world: World) -> None:
    old = proof_of(world)
    say(world, old, START.replace("Dr Carol Dunn", "Dr Dora Dee"))
    new = world.last(MANAGER)
    assert "Dr Dora Dee" in flat(new)
    say(world, old, "confirm")
    assert world.references() == []
    say(world, new, "confirm")
    assert len(world.references()) == 1


def test_a_confirmation_without_the_proofs_code_confirms_nothing(world: World) -> None:
    proof_of(world)
    world.mail(MANAGER, "confirm")
    world.tick()
    assert "nothing to confirm" in flat(world.last(MANAGER))
    assert world.references() == []


def test_a_confirmation_by_somebody_else_with_the_proofs_code_confirms_nothing(world: World) -> None:
    proof = proof_of(world)
    world.reply(proof, "confirm", sender=HART_LEAD)
    world.reply(proof, "confirm", sender="eve@elsewhere.example")
    world.tick()
    assert world.references() == []
    assert posted(world, "eve@") == []


def test_another_manager_cannot_confirm_what_one_has_asked_for(
    tmp_path: Path,
) -> None:
    with open_world(tmp_path, changes=TWO_MANAGERS) as world:
        proof = proof_of(world)
        world.reply(proof, "confirm", sender=SECOND)
        world.tick()
        assert world.references() == []
        assert "nothing to confirm" in flat(world.last(SECOND))


def test_a_command_that_is_only_copied_to_us_does_nothing(world: World) -> None:
    reference = world.start()
    message = bare(MANAGER, f"cancel {reference}\nReason: zanzibar", number=60)
    message.replace_header("To", "colleague@selg.example")
    message["Cc"] = BALLOTS
    before = len(posted(world, MANAGER))
    world.send(message)
    world.tick()
    assert last_filed(world).fate is Fate.IGNORED
    assert len(posted(world, MANAGER)) == before


@pytest.mark.parametrize(
    "text",
    [
        "See below.\n\n> cancel {reference}\n> Reason: zanzibar",
        "FYI\n\n---------- Forwarded message ---------\nFrom: x\n\ncancel {reference}\nReason: zanzibar",
        "Hello,\nplease do not cancel {reference}",
    ],
)
def test_a_command_quoted_forwarded_or_talked_about_does_nothing(world: World, text: str) -> None:
    reference = world.start()
    world.mail(MANAGER, text.format(reference=reference), subject=f"Fwd: cancel {reference}")
    world.tick()
    assert "did not find a command" in flat(world.last(MANAGER))
    assert world.figures()["stage"] == "open"


def test_a_lead_who_is_no_manager_commands_nothing(world: World) -> None:
    reference = world.start()
    world.send(reply_to(world.paper(HART_LEAD), f"cancel {reference}\nReason: zanzibar"))
    world.tick()
    assert world.figures()["stage"] == "open"
    assert last_filed(world).fate is Fate.CHALLENGED


def test_extend_moves_the_close_and_never_back(world: World) -> None:
    reference = world.start()
    say(world, proof_of(world, f"extend {reference}\nCloses: 4 December 2026"), "confirm")
    assert str(world.figures()["closes_at"]).startswith("2026-12-04T17:00")
    assert len(posted(world, purpose="extended")) >= 20
    assert "later" in flat(proof_of(world, f"extend {reference}\nCloses: 1 December 2026"))


def test_remind_goes_to_the_silent_alone_and_not_twice_in_24_hours(world: World) -> None:
    reference = world.start()
    world.reply(world.paper(HART_LEAD), "abstain")
    world.tick()
    world.mail(MANAGER, f"remind {reference}")
    world.tick()
    assert len(posted(world, purpose="reminder")) == 18
    world.later(hours=23, minutes=59).mail(MANAGER, f"remind {reference}")
    world.tick()
    assert "less than 24 hours ago" in flat(world.last(MANAGER))
    world.later(minutes=1).mail(MANAGER, f"remind {reference}")
    world.tick()
    assert len(posted(world, purpose="reminder")) == 36
    assert purposes(world, HART_LEAD) == {"paper": 1, "receipt": 1}


def test_resend_names_the_nearest_practice_where_it_knows_none_of_that_name(world: World) -> None:
    reference = world.start()
    world.mail(MANAGER, f"resend {reference} Hart Surgry")
    world.tick()
    assert "The Hart Surgery" in flat(world.last(MANAGER))
    assert purposes(world, HART_LEAD) == {"paper": 1}


def test_p10_a_machine_at_the_managers_address_is_not_answered_for_ever(world: World) -> None:
    world.tick()
    for number in range(8):
        world.mail(MANAGER, f"I am out of the office, message {number}.", subject="Re: your message")
        world.later(minutes=1).tick()
    assert len(world.letters(MANAGER)) == 3
    world.mail(MANAGER, "status")
    world.tick()
    assert len(world.letters(MANAGER)) == 4, "a command is answered all the same"


def test_p10_a_practice_is_sent_its_paper_three_times_a_day_at_most(world: World) -> None:
    reference = world.start()
    for _ in range(4):
        world.mail(MANAGER, f"resend {reference} Hart Surgery")
        world.later(minutes=1).tick()
    assert len(world.letters(HART_LEAD, "Vote by")) == 3, "the first and two more"
    assert "so none went now" in flat(world.last(MANAGER))


def test_a_field_alone_above_the_quoted_proof_changes_the_form(world: World) -> None:
    world.tick()
    world.mail(MANAGER, START)
    world.tick()
    world.reply(world.last(MANAGER), "Closes: 7 December 2026 5pm\n\nMorgan")
    world.tick()
    proof = world.last(MANAGER, "Please confirm")
    assert "closes on Monday 7 December 2026 at 17:00" in " ".join(text_of(proof).split())
    world.reply(proof, "confirm")
    world.tick()
    assert world.figures()["closes_at"] == "2026-12-07T17:00:00+00:00"


def test_a_field_alone_that_cannot_be_read_is_named_and_not_passed_over(world: World) -> None:
    world.tick()
    world.mail(MANAGER, START)
    world.tick()
    world.reply(world.last(MANAGER), "Closes: whenever you like")
    world.tick()
    assert "whenever you like" in text_of(world.last(MANAGER, "Please correct"))
