"""mail.md 3 and R20: whose answer counts, and what becomes of every other message about an assessment."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qsl

import pytest

from mailvote.office.keys import sealer
from mailvote.rules.acceptance import Fate
from mailvote.store import inbox
from mailvote.store.database import reading
from tests.office.commandcraft import HART, command
from tests.office.conftest import AUTHSERV
from tests.office.mailcraft import STRANGER, bare, flat, last_filed, posted, reply_to, with_headers
from tests.office.test_assessment import ALICE, ASKED_AT, BOB, CAROL, answer, asked, request, states
from tests.office.test_calls import CALL, DIRECTOR, SAM, called
from tests.office.test_launching import applied, ballot_of
from tests.office.world import MANAGER, World, letter

PASS = "mx.selg.example; dmarc=pass header.from=occg.example"
FAIL = "mx.selg.example; dmarc=fail header.from=occg.example"

HURRIED = [
    "eligible: both",
    "Both eligible.",
    "Hi,\n\nboth eligible, thanks\n\nMary",
    "Eligible - Dr Brown and Dr Carter",
    "Dr Brown yes, Dr Carter yes",
    "Yes to both.\n\nSent from my iPhone",
    "eligible: Dr Alise Brown\neligible: Carter",
    "Brown ✅ Carter ✅",
    "All two are eligible\n\nKind regards\n\nDr Mary Director\nMedical Director",
    "alice and bob are both eligible",
]


def settled(world: World, reference: str) -> set[str]:
    return set(states(world, reference).values())


@pytest.mark.parametrize("text", HURRIED)
def test_a_panel_in_a_hurry_is_understood(world: World, text: str) -> None:
    asked(world)
    said = flat(answer(world, DIRECTOR, text))
    assert "You find eligible: Dr Alice Brown" in said
    assert "Nothing more is needed from you." in said


def test_an_answer_below_the_letter_is_understood(world: World) -> None:
    asked(world)
    reply = reply_to(request(world, SAM), "")
    lines = reply.get_content().strip()
    reply.set_content(f"{lines}\n\nDr Brown: eligible\nDr Carter: not eligible, conflict\n")
    world.send(reply)
    world.tick()
    assert "not eligible" in flat(world.last(SAM))
    assert "Nothing more is needed from you." in flat(world.last(SAM))


def test_the_list_filled_in_where_it_stands_is_understood(world: World) -> None:
    asked(world)
    reply = reply_to(request(world, SAM), "")
    text = reply.get_content()
    assert "> Dr Alice Brown:" in text
    text = text.replace("> Dr Alice Brown:", "> Dr Alice Brown: eligible")
    reply.set_content(text.replace("> Dr Bob Carter:", "> Dr Bob Carter: not eligible because of a conflict"))
    world.send(reply)
    world.tick()
    assert "Nothing more is needed from you." in flat(world.last(SAM))


def test_our_own_letters_sent_back_find_nobody_eligible(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Dr Brown: eligible")
    for ours in world.letters(DIRECTOR)[-2:]:
        world.reply(ours, "")
        world.tick().tick()
    assert "Open: whether Dr Bob Carter can stand." in flat(world.last(DIRECTOR))
    assert settled(world, reference) == {"applied"}


def test_what_is_not_understood_is_named_and_put_before_the_manager(world: World) -> None:
    asked(world)
    said = flat(answer(world, DIRECTOR, "I am not sure about Dr Brown. Could you ask her for a reference?"))
    assert "I could not find out from your answer who is eligible." in said
    assert "“I am not sure about Dr Brown.”" in said
    told = flat(world.last(MANAGER, "has written"))
    assert "Dr Mary Director, who is on the panel, has written something" in told
    assert "reference" not in told


def test_a_name_that_is_nobodys_is_named(world: World) -> None:
    asked(world)
    said = flat(answer(world, DIRECTOR, "eligible: Dr Brown\neligible: Dr Evans"))
    assert "“eligible: Dr Evans” This names none of the candidates." in said


def test_one_name_twice_with_different_findings_is_asked_about(world: World) -> None:
    asked(world)
    said = flat(answer(world, DIRECTOR, "eligible: Dr Brown, Dr Carter\nnot eligible: Dr Carter (conflict)"))
    assert "You say two different things of this candidate." in said
    assert "Open: whether Dr Bob Carter can stand." in said


def test_two_members_with_one_surname_are_told_apart_by_their_addresses(world: World) -> None:
    ann, tom = "ann.shah@occg.example", "tom.shah@occg.example"
    panel = CALL.replace("Dr Mary Director", "Dr Ann Shah").replace(DIRECTOR, ann)
    reference = called(world, panel.replace("Sam Member", "Dr Tom Shah").replace(SAM, tom))
    applied(world, reference, (ALICE, BOB))
    world.at(ASKED_AT).tick().tick()
    answer(world, ann, "Both eligible\n\nDr Shah")
    assert settled(world, reference) == {"applied"}
    answer(world, tom, "Both eligible\n\nDr Shah")
    assert settled(world, reference) == {"eligible"}


def test_an_answer_from_a_colleagues_address_does_not_count_and_both_are_told(world: World) -> None:
    reference = asked(world)
    world.reply(request(world, DIRECTOR), "both eligible", sender="secretary@occg.example")
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.HELD, "panel-stranger")
    assert "a message came from another address, at occg.example," in flat(world.last(DIRECTOR, "Somebody answered"))
    said = flat(world.last(MANAGER, "A message waits for you"))
    assert "comes from another address" in said
    assert "Locality Clinical Director" in said
    assert posted(world, "secretary@") == []
    answer(world, SAM, "both eligible")
    assert settled(world, reference) == {"applied"}


def test_the_answer_of_one_member_to_the_letter_of_the_other_is_held(world: World) -> None:
    asked(world)
    world.reply(request(world, DIRECTOR), "both eligible", sender=SAM)
    world.tick()
    assert last_filed(world).ground == "panel-foreign"
    assert len(world.letters(DIRECTOR, "Somebody answered")) == 1


def test_an_answer_that_fails_its_check_is_held_and_its_address_is_not_answered(
    office: Callable[..., World],
) -> None:
    world = office(changes=AUTHSERV)
    reference = asked_checked(world)
    before = len(posted(world, DIRECTOR))
    world.send(with_headers(reply_to(request(world, DIRECTOR), "both eligible"), authentication_results=FAIL))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.HELD, "forged")
    assert len(posted(world, DIRECTOR)) == before
    assert "failed the mail server's check" in flat(world.last(MANAGER, "A message waits for you")).replace("’", "'")
    assert settled(world, reference) == {"applied"}


def asked_checked(world: World) -> str:
    """As `asked`, where the mail server checks every sender."""
    passed = "mx.selg.example; dmarc=pass header.from=selg.example"
    world.tick()
    world.send(with_headers(bare(MANAGER, CALL, subject=""), authentication_results=passed))
    world.tick()
    world.send(with_headers(reply_to(world.last(MANAGER), "confirm", number=1), authentication_results=passed))
    world.tick()
    reference = world.references()[-1]
    applied(world, reference, (ALICE, BOB))
    world.at(ASKED_AT).tick().tick()
    return reference


def test_an_answer_that_passes_its_check_is_taken_also_as_a_new_message(office: Callable[..., World]) -> None:
    world = office(changes=AUTHSERV)
    reference = asked_checked(world)
    for member in (DIRECTOR, SAM):
        message = bare(member, "Dr Brown: eligible\nDr Carter: eligible", subject="The candidates")
        world.send(with_headers(message, authentication_results=PASS))
    world.tick().tick()
    assert settled(world, reference) == {"eligible"}


def test_an_answer_without_proof_is_asked_about_once_and_then_held(world: World) -> None:
    reference = asked(world)
    world.mail(SAM, "Both are eligible", subject="Candidates")
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.CHALLENGED, "panel-unproven")
    confirm = world.last(SAM, "Please confirm your assessment")
    world.mail(SAM, "Both are eligible!", subject="Candidates again")
    world.tick()
    assert last_filed(world).fate is Fate.HELD
    assert len(world.letters(SAM, "Please confirm your assessment")) == 1
    world.reply(confirm, "Both are eligible")
    world.tick()
    assert "Nothing more is needed from you." in flat(world.last(SAM))
    answer(world, DIRECTOR, "both eligible")
    assert settled(world, reference) == {"eligible"}


def test_a_stranger_without_a_code_is_ignored(world: World) -> None:
    asked(world)
    world.mail(STRANGER, "Both are eligible", subject="Candidates")
    world.tick()
    assert last_filed(world).fate is Fate.IGNORED


def test_a_message_before_the_panel_was_asked_goes_to_the_manager(world: World) -> None:
    called(world)
    named = world.last(SAM, "You are on the panel")
    world.reply(named, "I shall be away all December, and cannot take part.")
    world.tick()
    assert "The panel has not been asked yet" in flat(world.last(MANAGER, "has written"))
    before = len(posted(world))
    world.reply(named, "Thanks!")
    world.tick()
    assert len(posted(world)) == before


def test_what_a_machine_answers_makes_no_loop(world: World) -> None:
    asked(world)
    for number in range(9):
        world.send(reply_to(request(world, SAM), "I do not understand you.", number=900 + number))
        world.tick()
    received = [row for row in posted(world, SAM) if row.purpose == "panel-received"]
    assert len(received) == 5


def test_the_out_of_office_reply_of_a_member_is_no_answer(world: World) -> None:
    asked(world)
    reply = with_headers(reply_to(request(world, SAM), "All eligible"), auto_submitted="auto-replied")
    world.send(reply)
    world.tick()
    assert last_filed(world).fate is Fate.AUTOMATIC


def test_a_manager_may_be_on_the_panel_and_still_gives_commands(world: World) -> None:
    reference = called(world, CALL.replace("Sam Member", "Morgan Reed").replace(SAM, MANAGER))
    applied(world, reference, (ALICE, BOB))
    world.at(ASKED_AT).tick().tick()
    answer(world, DIRECTOR, "both eligible")
    world.reply(request(world, MANAGER), f"status {reference}")
    world.tick()
    assert "How it stands" in str(world.last(MANAGER)["Subject"])
    answer(world, MANAGER, "both eligible")
    assert settled(world, reference) == {"eligible"}


def test_a_lead_on_the_panel_still_votes_in_another_ballot(world: World) -> None:
    other = world.start()
    reference = called(world, CALL.replace("Sam Member", "Dr Anita Ashworth").replace(SAM, HART))
    applied(world, reference, (ALICE, BOB, CAROL))
    world.reply(world.paper(HART), "1")
    world.tick()
    world.at(ASKED_AT).tick().tick()
    answer(world, HART, "all eligible")
    assert world.figures(other)["messages"]["counted"] == 1  # type: ignore[index, call-overload]
    answer(world, DIRECTOR, "all eligible")
    assert settled(world, reference) == {"eligible"}


def test_an_answer_stands_in_the_figures_of_its_ballot_and_its_text_nowhere(world: World) -> None:
    reference = asked(world)
    answer(world, DIRECTOR, "Dr Brown yes, Dr Carter no (zanzibar)")
    row = last_filed(world)
    assert (row.fate, row.ground, row.reference) == (Fate.COMMANDS, "assessment", reference)
    desk = world.office.desk
    with reading(world.app.engine) as conn:
        assert inbox.content(conn, sealer(conn, desk, ballot_of(world, reference).id), row.id) is None


def test_an_answer_that_changes_after_the_manager_has_decided_changes_nothing(world: World) -> None:
    reference = asked(world, ALICE, BOB, CAROL)
    command(world, f"assess {reference}\nDr Brown: eligible")
    said = answer(world, DIRECTOR, "Dr Brown: not eligible (conflict)\nDr Carter and Dr Dunn: eligible")
    assert "Nothing more is needed from you." in flat(said)
    answer(world, SAM, "all not eligible because of a conflict")
    assert states(world, reference)[ALICE[0]] == "applied"
    assert "The panel does not agree on Dr Bob Carter and Dr Carol Dunn." in flat(
        world.last(MANAGER, "the panel is split")
    )


def test_the_link_of_the_letter_begins_an_answer_that_needs_no_quoting(world: World) -> None:
    reference = asked(world)
    html = request(world, SAM).get_body(("html",))
    assert html is not None
    link = re.search(r'href="(mailto:[^"]+)"[^>]*>Write your assessment', html.get_content())
    assert link is not None
    address, _, query = unescape(link[1]).removeprefix("mailto:").partition("?")
    said = dict(parse_qsl(query))
    assert said["body"] == "Dr Alice Brown:\r\nDr Bob Carter:"
    text = said["body"].replace("Brown:", "Brown: eligible").replace("Carter:", "Carter: eligible")
    world.send(letter(SAM, text, subject=said["subject"], to=address))
    world.tick()
    answer(world, DIRECTOR, "both eligible")
    assert settled(world, reference) == {"eligible"}
