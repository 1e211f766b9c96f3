"""R21: what a candidate writes while the election runs reaches the manager alone."""

from collections.abc import Callable

from mailvote.rules.acceptance import Fate
from tests.office.commandcraft import HART, declare, outcome_of, vote
from tests.office.conftest import AUTHSERV
from tests.office.mailcraft import bare, flat, last_filed, posted, with_headers
from tests.office.test_confirming import at
from tests.office.test_election import LEADS
from tests.office.test_launching import ANNE, BEN, REFERENCE, launched, open_
from tests.office.world import MANAGER, World

PLEA = "Dear all,\n\nPlease vote for me, zanzibar.\n\nAnne"


def letters_of_others(world: World, before: int) -> set[str]:
    return {row.recipient for row in posted(world)[before:]} - {MANAGER, ANNE[1]}


def test_please_vote_for_me_goes_to_the_manager_and_to_nobody_else(world: World) -> None:
    open_(world)
    before = len(posted(world))
    world.mail(ANNE[1], PLEA, subject="Vote")
    world.tick()
    said = flat(world.last(MANAGER, "A candidate has written"))
    assert "Dr Anne Ellis, a candidate in Locality Clinical Director, has written to us." in said
    assert "Please vote for me, zanzibar." in said
    assert letters_of_others(world, before) == set()
    assert "passed your message on to the election manager" in flat(world.last(ANNE[1]))
    filed = last_filed(world)
    assert (filed.fate, filed.ground) == (Fate.COMMANDS, "candidate-mail")
    assert world.figures(REFERENCE)["participation"]["voted"] == 0  # type: ignore[index, call-overload]


def test_so_it_is_from_the_launch_to_the_declaration(world: World) -> None:
    launched(world)
    for moment in ("2026-12-20 10:00", "2027-01-04 09:00", "2027-01-11 17:05"):
        world.at(at(moment)).tick()
        world.mail(ANNE[1], f"A question of {moment}.")
        world.tick()
        assert f"A question of {moment}." in flat(world.last(MANAGER, "A candidate has written"))
    world.at(at("2027-01-11 17:11")).tick()
    world.mail(ANNE[1], "Thank you all.")
    world.tick()
    assert "Thank you all." not in flat(world.last(MANAGER, "A candidate has written"))


def test_a_reply_to_a_letter_of_ours_is_passed_on_too(world: World) -> None:
    open_(world)
    world.mail(ANNE[1], "First.")
    world.tick()
    world.reply(world.last(ANNE[1]), "And second: may I see who has voted?")
    world.tick()
    assert "may I see who has voted?" in flat(world.last(MANAGER, "A candidate has written"))
    assert len([row for row in posted(world, ANNE[1]) if row.purpose == "expression-passed-on"]) == 1, "once a day"


def test_ten_messages_a_day_are_passed_on_and_all_are_on_file(world: World) -> None:
    open_(world)
    for number in range(12):
        world.mail((ANNE, BEN)[number % 2][1], f"Message {number}.")
        world.tick()
    told = world.letters(MANAGER, "A candidate has written")
    assert len(told) == 10
    assert "This is the last message of a candidate in this election" in flat(told[-1])
    assert "This is the last message" not in flat(told[-2])
    assert world.figures(REFERENCE)["messages"]["commands"] >= 12  # type: ignore[index, call-overload, operator]


def test_a_candidate_who_votes_for_a_practice_still_votes(world: World) -> None:
    open_(world, (("Dr Anita Ashworth", HART), BEN))
    vote(world, (HART, "1"))
    assert world.fates()["counted"] == 1
    world.mail(LEADS[1], "1", subject=f"My vote in {REFERENCE}")
    before = len(posted(world))
    world.mail(HART, "Please vote for me, everybody!")
    world.tick()
    assert not world.letters(MANAGER, "A candidate has written")
    assert {row.recipient for row in posted(world)[before:]} <= {
        HART,
        MANAGER,
        LEADS[1],
        "dr.t.pell@hart-surgery.example",
    }
    vote(world, *((lead, "1") for lead in LEADS[1:]))
    assert outcome_of(declare(world, REFERENCE))["elected"] == ["Dr Anita Ashworth"]


def test_what_is_forged_in_a_candidates_name_is_held_and_not_answered(office: Callable[..., World]) -> None:
    world = open_(office(changes=AUTHSERV))
    before = len(posted(world))
    failed = "mx.selg.example; dmarc=fail header.from=candidate.example"
    world.send(with_headers(bare(ANNE[1], PLEA, number=99), authentication_results=failed))
    world.tick()
    filed = last_filed(world)
    assert (filed.fate, filed.ground) == (Fate.HELD, "forged")
    assert {row.recipient for row in posted(world)[before:]} == {MANAGER}
    assert "zanzibar" not in flat(world.last(MANAGER))


def test_a_stranger_with_the_candidates_name_is_no_candidate(world: World) -> None:
    open_(world)
    world.mail(f"{ANNE[0]} <someone@elsewhere.example>", PLEA)
    world.tick()
    assert not world.letters(MANAGER, "A candidate has written")
    assert last_filed(world).fate is Fate.IGNORED
