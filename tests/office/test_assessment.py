"""R20: the panel assesses the candidates, by mail alone, from the end of the applications to the offer of the launch."""

from email.message import EmailMessage

import pytest

from mailvote.mail.sender import Authentication
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import candidates, journal, panels
from mailvote.store.database import begin, reading
from tests.office.commandcraft import command, proof
from tests.office.mailcraft import flat, posted, reply_to
from tests.office.test_calls import CALL, DIRECTOR, PDF, SAM, called, enclosed
from tests.office.test_confirming import at
from tests.office.test_launching import applied, ballot_of
from tests.office.test_senders import stamped
from tests.office.world import MANAGER, World, letter

ALICE, BOB, CAROL = (
    ("Dr Alice Brown", "a.brown@candidate.example"),
    ("Dr Bob Carter", "b.carter@candidate.example"),
    ("Dr Carol Dunn", "c.dunn@candidate.example"),
)
ASKED_AT = at("2026-12-14 17:30")


def asked(world: World, *people: tuple[str, str]) -> str:
    """A call to which these have answered, by default Alice and Bob; its time is over and the panel has been asked."""
    reference = called(world, CALL, ("Job description.pdf", PDF))
    applied(world, reference, people or (ALICE, BOB))
    world.at(ASKED_AT).tick().tick()
    return reference


def request(world: World, member: str) -> EmailMessage:
    """The newest letter that asks this member of the panel."""
    return world.letters(member, "Please assess")[-1]


def answer(world: World, member: str, text: str) -> EmailMessage:
    """A member of the panel answers the letter; what they are told."""
    world.later(minutes=5)
    world.reply(request(world, member), text)
    world.tick().tick()
    return world.last(member)


def states(world: World, reference: str) -> dict[str, str]:
    with reading(world.app.engine) as conn:
        return {one.name: one.state for one in candidates.of_ballot(conn, ballot_of(world, reference).id)}


def stage_of(world: World, reference: str) -> Stage:
    return stage(ballot_of(world, reference).dates, world.now)


def told(world: World, candidate: tuple[str, str]) -> str:
    """What a candidate was told last."""
    return flat(world.last(candidate[1]))


def test_the_panel_is_asked_after_the_end_of_the_applications_and_a_complete_sweep(world: World) -> None:
    reference = called(world)
    applied(world, reference, (ALICE, BOB))
    world.at(at("2026-12-14 17:05")).tick()
    assert world.letters(DIRECTOR, "Please assess") == []
    world.at(at("2026-12-14 17:11")).tick().tick()
    for member in (DIRECTOR, SAM):
        assert "Please assess 2 candidates" in str(request(world, member)["Subject"])


def test_the_panel_gets_the_statements_and_what_the_post_asks_for_and_is_told_that_they_are_confidential(
    world: World,
) -> None:
    asked(world)
    files = enclosed(request(world, DIRECTOR))
    assert set(files) == {
        "Job description.pdf",
        "Dr Alice Brown - Expression of interest.pdf",
        "Dr Bob Carter - Expression of interest.pdf",
    }
    assert files["Job description.pdf"] == PDF
    said = flat(request(world, DIRECTOR))
    assert "The statements are confidential." in said
    assert "The panel is Sam Member and you." in said
    assert "has led a practice" not in said


def test_the_panel_is_told_what_a_candidate_did_not_send(world: World) -> None:
    reference = called(world)
    with begin(world.app.engine) as conn:
        candidates.apply(
            conn,
            world.office.desk.secrets,
            ballot_id=ballot_of(world, reference).id,
            name=ALICE[0],
            address=ALICE[1],
            member_id=None,
            missing=("conflicts",),
            received_at=world.now,
        )
    world.at(ASKED_AT).tick().tick()
    assert "Nothing was found under “Conflicts of interest”." in flat(request(world, SAM))


def test_whom_both_find_eligible_stands_and_the_launch_is_offered(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "eligible: both")
    assert states(world, reference) == {"Dr Alice Brown": "applied", "Dr Bob Carter": "applied"}
    assert world.letters(ALICE[1], "eligible") == []
    answer(world, SAM, "Dr Brown: eligible\nDr Carter: eligible")
    assert states(world, reference) == {"Dr Alice Brown": "eligible", "Dr Bob Carter": "eligible"}
    assert "You are eligible to stand for Locality Clinical Director." in told(world, ALICE)
    assert {option.name for option in ballot_of(world, reference).paper.options} == {ALICE[0], BOB[0]}
    assert world.letters(MANAGER, "launch of")
    assert stage_of(world, reference) is Stage.DRAFT


def test_whom_neither_finds_eligible_is_told_the_reasons_and_not_whose_they_are(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Eligible: Dr Brown. Not eligible: Dr Carter because he is no clinician")
    answer(world, SAM, "Dr Brown yes, Dr Carter no (no experience of commissioning)")
    assert states(world, reference) == {"Dr Alice Brown": "eligible", "Dr Bob Carter": "ineligible"}
    said = told(world, BOB)
    assert "not eligible to stand in this election" in said
    assert "- he is no clinician - no experience of commissioning" in said
    assert "Director," not in said
    assert "Sam" not in said
    assert "no clinician" not in told(world, ALICE)
    assert "Dr Bob Carter: he is no clinician; no experience of commissioning" in flat(
        world.last(MANAGER, "The candidates are assessed")
    )


def test_the_journal_names_who_stands_and_of_the_others_their_number(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Eligible: Dr Brown. Not eligible: Dr Carter because zanzibar")
    answer(world, SAM, "Eligible: Dr Brown. Not eligible: Dr Carter because zanzibar")
    with reading(world.app.engine) as conn:
        events = {event.kind: event.body for event in journal.events(conn, ballot_of(world, reference).id)}
    assert events["assessed"] == {"eligible": ["Dr Alice Brown"], "not_eligible": 1}
    assert events["panel-asked"]["panel"] == ["Dr Mary Director", "Sam Member"]
    assert "zanzibar" not in str(events)
    assert "Carter" not in str(events)


def test_a_split_goes_to_the_manager_with_both_reasons_and_to_nobody_else(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "All eligible (ten years each)")
    assert world.letters(MANAGER, "split") == []
    answer(world, SAM, "Dr Brown yes, Dr Carter no (conflict)")
    said = flat(world.last(MANAGER, "the panel is split"))
    assert "The panel does not agree on Dr Bob Carter. You decide" in said
    assert "Dr Mary Director finds: eligible, because: ten years each" in said
    assert "Sam Member finds: not eligible, because: conflict" in said
    assert "- Dr Alice Brown: eligible" in said
    assert f"assess {reference} Dr Bob Carter:" in said
    assert not [row for row in posted(world, "candidate.example") if row.purpose.startswith("candidate-")]
    assert "conflict" not in flat(world.last(DIRECTOR))


def test_the_manager_decides_a_split_once_it_is_confirmed(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "All eligible")
    answer(world, SAM, "Dr Brown yes, Dr Carter no (conflict)")
    proved = proof(world, f"assess {reference}\nDr Carter: not eligible because of a contract with the group")
    assert "Dr Bob Carter is not eligible, and is told this reason: a contract with the group." in flat(proved)
    assert "With that the assessment is over" in flat(proved)
    assert states(world, reference)["Dr Bob Carter"] == "applied"
    world.reply(proved, "confirm")
    world.tick().tick()
    assert states(world, reference) == {"Dr Alice Brown": "eligible", "Dr Bob Carter": "ineligible"}
    assert "- a contract with the group" in told(world, BOB)
    assert "conflict" not in told(world, BOB)


def test_a_manager_who_gives_no_reason_adopts_that_of_the_panel(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "All eligible")
    answer(world, SAM, "Dr Brown yes, Dr Carter no (a conflict)")
    done = command(world, f"assess {reference}\n- Dr Carter: not eligible")
    assert "You have decided on 1 candidate." in flat(done)
    assert "- a conflict" in told(world, BOB)


def test_the_manager_may_decide_for_a_panel_that_is_silent_and_the_rest_stays_open(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Dr Brown: eligible")
    done = command(world, f"assess {reference}\nDr Carter: not eligible because he is no clinician")
    assert "Still open: Dr Alice Brown." in flat(done)
    assert states(world, reference) == {"Dr Alice Brown": "applied", "Dr Bob Carter": "applied"}
    assert "Nothing more is needed" in flat(answer(world, SAM, "Dr Brown is eligible"))
    assert states(world, reference) == {"Dr Alice Brown": "eligible", "Dr Bob Carter": "ineligible"}


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("Dr Brown: not eligible because of a conflict", "The panel agrees that Dr Alice Brown is eligible"),
        ("Dr Evans: eligible", "“Dr Evans: eligible”: This names none of the candidates."),
        ("Dr Carol Dunn: eligible if she resigns", "This seems to depend on something"),
        ("Dr Bob Carter: not eligible", "Dr Bob Carter is to be told why."),
    ],
)
def test_what_the_manager_cannot_decide_is_named_in_the_proof(world: World, lines: str, problem: str) -> None:
    reference = asked(world, ALICE, BOB, CAROL)
    answer(world, DIRECTOR, "Dr Brown: eligible")
    answer(world, SAM, "Dr Brown: eligible")
    proved = proof(world, f"assess {reference}\n{lines}")
    assert "Please correct" in str(proved["Subject"])
    assert problem in flat(proved)
    world.reply(proved, "confirm")
    world.tick()
    assert set(states(world, reference).values()) == {"applied"}


def test_nobody_is_assessed_before_the_end_of_the_applications_or_after_the_settlement(world: World) -> None:
    reference = called(world)
    applied(world, reference, (ALICE,))
    early = proof(world, f"assess {reference}\nDr Brown: eligible")
    assert f"Candidates for {reference} apply until Monday 14 December 2026 at 17:00" in flat(early)
    world.at(ASKED_AT).tick().tick()
    for member in (DIRECTOR, SAM):
        answer(world, member, "eligible")
    late = proof(world, f"assess {reference}\nDr Brown: not eligible because of a conflict")
    assert f"It is settled already who stands in {reference}" in flat(late)
    assert "There is no ballot SELG-2026-07" in flat(proof(world, "assess SELG-2026-07\nDr Brown: eligible"))
    other = world.start()
    said = flat(proof(world, f"assess {other}\nDr Brown: eligible"))
    assert f"{other} was not called for candidates" in said


def test_who_leaves_somebody_out_is_asked_again_for_them(world: World) -> None:
    reference = asked(world)
    said = answer(world, DIRECTOR, "Dr Brown is eligible")
    assert "Still open for 1 candidate" in str(said["Subject"])
    assert "Open: whether Dr Bob Carter can stand." in flat(said)
    assert "Nothing more is needed from you." in flat(answer(world, DIRECTOR, "Dr Carter too is eligible"))
    answer(world, SAM, "both eligible")
    assert set(states(world, reference).values()) == {"eligible"}


def test_who_finds_somebody_not_eligible_is_asked_why_and_may_answer_with_the_reason_alone(world: World) -> None:
    reference = asked(world)
    said = answer(world, DIRECTOR, "Dr Brown yes, Dr Carter no")
    assert "Open: why Dr Bob Carter cannot stand." in flat(said)
    answer(world, SAM, "Dr Brown yes, Dr Carter no (no experience)")
    assert set(states(world, reference).values()) == {"applied"}
    world.reply(said, "No experience of commissioning.")
    world.later(minutes=5).tick().tick()
    assert states(world, reference) == {"Dr Alice Brown": "eligible", "Dr Bob Carter": "ineligible"}
    assert "- No experience of commissioning - no experience" in told(world, BOB)


def test_a_mind_may_change_before_the_other_has_answered(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Dr Brown yes, Dr Carter no (conflict)")
    answer(world, DIRECTOR, "Sorry,\nDr Carter is eligible")
    answer(world, SAM, "both eligible")
    assert set(states(world, reference).values()) == {"eligible"}


def test_a_mind_that_changes_ends_a_split(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Dr Brown yes, Dr Carter no (conflict)")
    answer(world, SAM, "both eligible")
    assert world.letters(MANAGER, "the panel is split")
    answer(world, DIRECTOR, "Dr Carter: eligible")
    assert set(states(world, reference).values()) == {"eligible"}
    assert len(world.letters(MANAGER, "the panel is split")) == 1


def test_a_mind_that_changes_after_the_settlement_is_told_that_it_is_too_late(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "both eligible")
    answer(world, SAM, "both eligible")
    said = answer(world, SAM, "Dr Carter: not eligible (conflict)")
    assert "The assessment is settled, and the candidates are told." in flat(said)
    assert set(states(world, reference).values()) == {"eligible"}
    answer(world, SAM, "Dr Carter: not eligible (conflict)!")
    assert len(world.letters(SAM, "changed nothing")) == 1, "once a day"


def test_an_older_answer_that_is_found_later_does_not_undo_a_newer_one(world: World) -> None:
    reference = asked(world)
    world.later(minutes=30)
    world.reply(request(world, DIRECTOR), "both eligible")
    world.tick()
    world.reply(request(world, DIRECTOR), "both not eligible, new", at=ASKED_AT, folder="Junk")
    world.tick()
    answer(world, SAM, "both eligible")
    assert set(states(world, reference).values()) == {"eligible"}


def test_where_nobody_is_eligible_the_manager_is_offered_to_reopen_the_call(world: World) -> None:
    reference = asked(world)
    for member in (DIRECTOR, SAM):
        answer(world, member, "Neither is eligible because the statements say nothing")
    offer = world.last(MANAGER, "Nobody can stand")
    assert "None of the candidates for Locality Clinical Director is eligible." in flat(offer)
    assert "until Thursday 7 January 2027 at 17:00" in flat(offer)
    assert not world.letters(MANAGER, "launch of")
    world.reply(offer, "confirm")
    world.tick().tick()
    assert stage_of(world, reference) is Stage.CALLED
    assert "The call for candidates for Locality Clinical Director is open again." in flat(
        world.last("hart-surgery", "still wanted")
    )


def test_after_a_reopened_call_the_panel_is_asked_of_the_new_candidates_alone(world: World) -> None:
    reference = asked(world)
    for member in (DIRECTOR, SAM):
        answer(world, member, "Neither is eligible because the statements say nothing")
    world.reply(world.last(MANAGER, "Nobody can stand"), "confirm")
    world.tick()
    applied(world, reference, (CAROL,))
    world.at(at("2027-01-07 17:30")).tick().tick()
    assert set(enclosed(request(world, SAM))) == {"Job description.pdf", "Dr Carol Dunn - Expression of interest.pdf"}
    for member in (DIRECTOR, SAM):
        answer(world, member, "eligible")
    assert states(world, reference)["Dr Carol Dunn"] == "eligible"
    assert states(world, reference)["Dr Alice Brown"] == "ineligible"
    assert [option.name for option in ballot_of(world, reference).paper.options] == ["Dr Carol Dunn"]


def test_who_applies_anew_after_a_reopened_call_is_assessed_anew(world: World) -> None:
    reference = asked(world, ALICE)
    for member in (DIRECTOR, SAM):
        answer(world, member, "not eligible because the statement says nothing")
    world.reply(world.last(MANAGER, "Nobody can stand"), "confirm")
    world.tick()
    applied(world, reference, (ALICE,))
    world.at(at("2027-01-07 17:30")).tick().tick()
    assert states(world, reference) == {"Dr Alice Brown": "applied"}
    for member in (DIRECTOR, SAM):
        answer(world, member, "eligible")
    assert "You are eligible to stand" in told(world, ALICE)


def test_without_any_candidate_the_manager_is_told_so_with_the_same_offer(world: World) -> None:
    reference = called(world)
    world.at(ASKED_AT).tick().tick()
    offer = flat(world.last(MANAGER, "Nobody can stand"))
    assert "Nobody stands for Locality Clinical Director. There is no candidate to be assessed." in offer
    assert world.letters(DIRECTOR, "Please assess") == []
    assert stage_of(world, reference) is Stage.DRAFT


EXPRESSION = """Name: {name}

Statement: I have led a practice for ten years.

Experience and direction: Commissioning since 2015.

Conflicts of interest: none.
"""


def asked_by_mail(world: World, *people: tuple[str, str]) -> str:
    """As `asked`, but the candidates have sent their expressions of interest, and confirmed them."""
    reference = called(world)
    for name, address in people:
        world.later(minutes=1)
        world.mail(address, EXPRESSION.format(name=name), subject=f"Expression of interest [{reference}]")
        world.tick()
        world.reply(world.last(address), "YES")
        world.tick()
    world.at(ASKED_AT).tick().tick()
    return reference


def withdraw(world: World, candidate: tuple[str, str]) -> None:
    world.later(minutes=5)
    world.reply(world.last(candidate[1]), "withdraw")
    world.tick().tick()


def test_everything_goes_by_mail_from_the_call_to_the_offer_of_the_launch(world: World) -> None:
    reference = asked_by_mail(world, ALICE, BOB)
    assert "Dr Alice Brown - Expression of interest.pdf" in enclosed(request(world, SAM))
    answer(world, DIRECTOR, "All eligible")
    answer(world, SAM, "Dr Brown yes, Dr Carter no (conflict)")
    command(world, f"assess {reference}\nDr Carter: eligible")
    assert states(world, reference) == {"Dr Alice Brown": "eligible", "Dr Bob Carter": "eligible"}
    world.reply(world.last(MANAGER, "launch of"), "confirm")
    world.tick()
    assert stage_of(world, reference) is Stage.SCHEDULED


def test_namesakes_are_told_apart_by_a_number_that_their_files_have_too(world: World) -> None:
    reference = asked(world, ALICE, (ALICE[0], "alice@elsewhere.example"))
    assert set(enclosed(request(world, SAM))) >= {f"{ALICE[0]} {n} - Expression of interest.pdf" for n in (1, 2)}
    for member in (DIRECTOR, SAM):
        answer(world, member, "eligible: Dr Alice Brown 1\nnot eligible: Dr Alice Brown 2 because she is no clinician")
    with reading(world.app.engine) as conn:
        found = {one.address: one.state for one in candidates.of_ballot(conn, ballot_of(world, reference).id)}
    assert found == {ALICE[1]: "eligible", "alice@elsewhere.example": "ineligible"}
    assert "Dear Dr Alice Brown," in told(world, ALICE)


def test_the_panel_is_asked_of_a_candidate_whose_message_was_in_time_and_is_found_later(checked: World) -> None:
    reference = asked(checked, ALICE)
    checked.later(minutes=30)
    late = letter(BOB[1], EXPRESSION.format(name=BOB[0]), subject=f"Expression of interest [{reference}]")
    checked.send(stamped(late, Authentication.PASS), at=at("2026-12-14 16:59"), folder="Junk")
    checked.tick().tick()
    for member in (DIRECTOR, SAM):
        assert len(checked.letters(member, "Please assess")) == 2
        assert "Dr Bob Carter - Expression of interest.pdf" in enclosed(request(checked, member))
        answer(checked, member, "both eligible")
    assert set(states(checked, reference).values()) == {"eligible"}


def test_a_candidate_who_withdraws_after_the_panel_was_asked_is_left_out_and_the_panel_told(world: World) -> None:
    reference = asked_by_mail(world, ALICE, BOB)
    withdraw(world, BOB)
    assert states(world, reference)["Dr Bob Carter"] == "withdrawn"
    said = world.last(SAM, "has withdrawn")
    assert "Dr Bob Carter has withdrawn and is not to be assessed any more." in flat(said)
    assert "Still open: 1 candidate." in flat(said)
    received = answer(world, DIRECTOR, "Dr Brown yes, Dr Carter no (conflict)")
    assert "Nothing is recorded on Dr Bob Carter" in flat(received)
    answer(world, SAM, "both eligible")
    assert states(world, reference) == {"Dr Alice Brown": "eligible", "Dr Bob Carter": "withdrawn"}
    assert len(world.letters(SAM, "has withdrawn")) == 1


def test_a_withdrawal_settles_the_assessment_where_nothing_else_was_open(world: World) -> None:
    reference = asked_by_mail(world, ALICE, BOB)
    answer(world, DIRECTOR, "Dr Brown: eligible")
    answer(world, SAM, "Dr Brown: eligible")
    withdraw(world, BOB)
    assert states(world, reference)["Dr Alice Brown"] == "eligible"
    assert world.letters(MANAGER, "launch of")


NEW_PANEL = f"- Dr Mary Director <{DIRECTOR}>\n- Jo New <jo.new@occg.example>\n"
NEW = "jo.new@occg.example"


def test_a_new_member_of_the_panel_is_asked_and_what_the_old_one_found_does_not_count(world: World) -> None:
    reference = asked(world)
    answer(world, SAM, "Dr Brown no (conflict), Dr Carter yes")
    command(world, f"panel {reference}\nPanel:\n{NEW_PANEL}")
    world.tick()
    assert "The panel is Dr Mary Director and you." in flat(request(world, NEW))
    assert len(world.letters(DIRECTOR, "Please assess")) == 1
    answer(world, DIRECTOR, "both eligible")
    assert set(states(world, reference).values()) == {"applied"}
    answer(world, NEW, "both eligible")
    assert set(states(world, reference).values()) == {"eligible"}


def test_who_has_left_the_panel_is_told_that_an_answer_changes_nothing(world: World) -> None:
    reference = asked(world)
    command(world, f"panel {reference}\nPanel:\n{NEW_PANEL}")
    assert "You are not on the panel any more." in flat(answer(world, SAM, "both eligible"))
    with reading(world.app.engine) as conn:
        assert len(panels.members(conn, ballot_of(world, reference).id)) == 2


def test_a_silent_panel_is_reminded_once_after_three_working_days_and_the_manager_told(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Dr Brown: eligible, Dr Carter: not eligible")
    world.at(at("2026-12-17 08:59")).tick()
    assert world.letters(SAM, "Reminder") == []
    world.at(at("2026-12-17 09:00")).tick().tick()
    assert "You have not said yet whether Dr Alice Brown and Dr Bob Carter can stand." in flat(
        world.last(SAM, "Reminder")
    )
    assert "You have said that Dr Bob Carter cannot stand, but not why" in flat(world.last(DIRECTOR, "Reminder"))
    said = flat(world.last(MANAGER, "has not answered"))
    assert "- Sam Member, who has yet to assess Dr Alice Brown and Dr Bob Carter" in said
    assert "- Dr Mary Director, who has yet to assess Dr Bob Carter" in said
    for day in range(18, 30):
        world.at(at(f"2026-12-{day} 09:30")).tick()
    assert len(world.letters(SAM, "Reminder")) == len(world.letters(MANAGER, "has not answered")) == 1
    world.reply(world.last(SAM, "Reminder"), "both eligible")
    world.tick().tick()
    world.reply(world.last(DIRECTOR, "Reminder"), "Dr Carter is eligible")
    world.tick().tick()
    assert set(states(world, reference).values()) == {"eligible"}


def test_a_panel_that_has_answered_is_not_reminded(world: World) -> None:
    asked(world)
    answer(world, DIRECTOR, "both eligible")
    world.at(at("2026-12-17 09:00")).tick().tick()
    assert world.letters(DIRECTOR, "Reminder") == []
    assert len(world.letters(SAM, "Reminder")) == 1


def test_a_call_that_is_cancelled_asks_nobody_and_takes_no_answers(world: World) -> None:
    reference = asked(world)
    command(world, f"cancel {reference}")
    assert "The call was cancelled." in flat(answer(world, SAM, "both eligible"))
    world.at(at("2026-12-17 09:00")).tick()
    assert world.letters(SAM, "Reminder") == []


def test_ticks_and_repeated_mail_do_nothing_twice(world: World) -> None:
    asked(world)
    for member, text in ((DIRECTOR, "both eligible"), (SAM, "Dr Brown yes, Dr Carter no (conflict)")):
        answer(world, member, text)
    before = len(posted(world))
    for _ in range(3):
        world.later(hours=1).tick()
    assert len(posted(world)) == before


def status(world: World, reference: str) -> str:
    """What the manager is answered who asks how the ballot stands."""
    world.mail(MANAGER, f"status {reference}")
    world.tick()
    return flat(world.last(MANAGER, "How it stands"))


def test_the_status_of_a_call_shows_who_applies_and_what_is_missing(world: World) -> None:
    reference = called(world)
    assert "Nobody has applied so far." in status(world, reference)
    applied(world, reference, (ALICE, BOB))
    said = status(world, reference)
    assert "open to candidates" in said
    assert "Candidates apply until Monday 14 December 2026 at 17:00" in said
    assert "Dr Alice Brown has applied" in said
    assert "Sam Member is asked after the end of the applications" in said
    assert world.figures(reference)["stage"] == "called"


def test_the_status_of_an_assessment_shows_who_has_answered_and_never_what(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Dr Brown yes, Dr Carter no (zanzibar)")
    said = status(world, reference)
    assert "in assessment" in said
    assert "Dr Alice Brown being assessed Dr Bob Carter being assessed" in said
    assert "Dr Mary Director has answered Sam Member has not answered" in said
    assert "zanzibar" not in said
    assert "not eligible" not in said
    assert "zanzibar" not in str(world.figures(reference))
    assert world.figures(reference)["stage"] == "assessment"
    answer(world, SAM, "Dr Brown: eligible")
    assert "Sam Member has answered in part; still open: Dr Bob Carter" in status(world, reference)


def test_the_status_of_a_split_shows_what_each_has_found_without_the_reasons(world: World) -> None:
    reference = asked(world, ALICE, BOB, CAROL)
    command(world, f"assess {reference}\nDr Dunn: eligible")
    answer(world, DIRECTOR, "Dr Brown yes, Dr Carter no (zanzibar)")
    answer(world, SAM, "all eligible")
    said = status(world, reference)
    assert "Dr Alice Brown eligible" in said
    assert "Dr Bob Carter the panel is split; Dr Mary Director: not eligible; Sam Member: eligible" in said
    assert "Dr Carol Dunn eligible, as you have decided" in said
    assert "zanzibar" not in said


def test_the_status_after_the_assessment_shows_who_stands_and_what_to_send(world: World) -> None:
    reference = asked(world)
    for member in (DIRECTOR, SAM):
        answer(world, member, "Dr Brown yes, Dr Carter no (conflict)")
    said = status(world, reference)
    assert "Dr Alice Brown eligible Dr Bob Carter not eligible" in said
    assert f"To set it going, send: launch {reference}" in said


def test_the_status_of_an_election_that_nobody_can_stand_in_says_so(world: World) -> None:
    reference = called(world)
    world.at(ASKED_AT).tick().tick()
    said = status(world, reference)
    assert f"Nobody can stand. To let candidates apply once more, send: reopen call {reference}" in said


def test_the_form_on_the_proof_of_a_decision_may_be_corrected_where_it_stands(world: World) -> None:
    reference = asked(world)
    proved = proof(world, f"assess {reference}\nDr Brown: eligible\nDr Carter: not eligible because of a conflict")
    reply = reply_to(proved, "")
    reply.set_content(reply.get_content().replace("because of a conflict", "because he is no clinician"))
    world.send(reply)
    world.tick()
    again = world.last(MANAGER)
    assert "is told this reason: he is no clinician." in flat(again)
    world.reply(again, "confirm")
    world.tick().tick()
    assert "- he is no clinician" in told(world, BOB)


def test_a_confirmation_stands_though_the_mail_program_wraps_the_reason_in_the_quotation(world: World) -> None:
    reference = asked(world)
    reason = "he has a contract with the group which he would have to oversee in this post, as the statement says"
    proved = proof(world, f"assess {reference}\nDr Brown: eligible\nDr Carter: not eligible because {reason}")
    wrapped = reply_to(proved, "confirm")
    wrapped.set_content(wrapped.get_content().replace("which he would", "which\n> he would"))
    world.send(wrapped)
    world.tick().tick()
    assert f"- {reason}" in told(world, BOB)


def test_whoever_withdraws_after_the_settlement_leaves_the_launch_which_is_offered_anew(world: World) -> None:
    reference = asked_by_mail(world, ALICE, BOB)
    for member in (DIRECTOR, SAM):
        answer(world, member, "both eligible")
    first = world.last(MANAGER, "launch of")
    withdraw(world, BOB)
    second = world.last(MANAGER, "launch of")
    assert second["Message-ID"] != first["Message-ID"]
    assert [option.name for option in ballot_of(world, reference).paper.options] == ["Dr Alice Brown"]
    world.tick()
    assert len(world.letters(MANAGER, "launch of")) == 2
    world.reply(second, "confirm")
    world.tick()
    assert stage_of(world, reference) is Stage.SCHEDULED


def test_where_the_last_candidate_withdraws_after_the_settlement_the_call_is_offered_to_be_reopened(
    world: World,
) -> None:
    reference = asked_by_mail(world, ALICE)
    for member in (DIRECTOR, SAM):
        answer(world, member, "eligible")
    withdraw(world, ALICE)
    assert "Nobody stands for Locality Clinical Director." in flat(world.last(MANAGER, "Nobody can stand"))
    world.tick()
    assert len(world.letters(MANAGER, "Nobody can stand")) == 1
    assert ballot_of(world, reference).paper.options == ()
