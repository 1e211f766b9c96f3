"""The whole life of an office by mail alone: call, applications, assessment, launch, vote, confirmation, destruction."""

import re
from collections.abc import Callable

from mailvote.mail.sender import Authentication
from mailvote.rules.chain import verify
from mailvote.store import journal, offices
from mailvote.store.database import reading
from tests.office.commandcraft import BELL, GORING, HART, command, declare, outcome_of
from tests.office.conftest import AUTHSERV
from tests.office.mailcraft import flat
from tests.office.test_calls import CALL, DIRECTOR, SAM, called, enclosed
from tests.office.test_confirming import at
from tests.office.test_expressions import THREE_PRACTICES, apply
from tests.office.test_launching import ballot_of
from tests.office.test_senders import stamped
from tests.office.world import MANAGER, World, answer

REFERENCE = "SELG-2026-01"
OFFICE = "Office: Locality Clinical Director\n"
ANNE, BEN, CARA = "anne.ellis@home.example", "ben.foster@home.example", "cara.gray@home.example"
WORDS = "Statement\nzanzibar {name}.\n\nExperience and direction\nTen years.\n\nConflicts of interest\nNone.\n"


def stand(world: World, name: str, address: str) -> None:
    apply(world, WORDS.format(name=name), sender=f"Dr {name} <{address}>", subject=f"I apply [{REFERENCE}]")


def assessed(world: World) -> None:
    """Both members of the panel find Anne and Ben eligible, and Cara not."""
    for member in (DIRECTOR, SAM):
        world.reply(
            world.letters(member, "Please assess")[-1],
            "Anne Ellis: eligible\nBen Foster: eligible\nCara Gray: not eligible, because she is no clinician",
        )
        world.tick().tick()


def holders(world: World) -> list[tuple[str, str]]:
    with reading(world.app.engine) as conn:
        office = offices.find(conn, "selg", "Locality Clinical Director")
        assert office is not None
        return [(one.holder, str(one.since)) for one in offices.holders(conn, office.id, world.now.date())]


def test_an_office_is_filled_from_the_call_to_the_certificate(office: Callable[..., World]) -> None:
    world = office(roster=THREE_PRACTICES, changes=AUTHSERV)
    world.tick()
    command(
        world, f"set office\n{OFFICE}Holder: Dr Old Holder\nFrom: 1 February 2024\nUntil: 31 January 2027\nYears: 3"
    )
    called(world, CALL.replace("Apply by", f"{OFFICE}Apply by"))
    world.later(days=1)
    for name, address in (("Anne Ellis", ANNE), ("Ben Foster", BEN), ("Cara Gray", CARA)):
        stand(world, name, address)
    world.at(at("2026-12-14 17:30")).tick().tick()
    assessed(world)
    assert "no clinician" in flat(world.last(CARA))

    world.reply(world.letters(MANAGER, "launch of")[-1], "confirm")
    world.tick()
    world.at(at("2027-01-04 09:00")).tick()
    files = enclosed(world.last(HART, "Vote by"))
    assert {name for name in files if name.endswith(".pdf")} == {
        "Dr Anne Ellis - Expression of interest.pdf",
        "Dr Ben Foster - Expression of interest.pdf",
    }
    world.mail(ANNE, "Please vote for me.")
    world.tick()
    assert "Please vote for me." in flat(world.last(MANAGER, "A candidate has written"))

    names = [option.name for option in ballot_of(world).paper.options]
    anne = str(names.index("Dr Anne Ellis") + 1)
    for number, (voter, words) in enumerate(((HART, anne), (BELL, anne), (GORING, "abstain"))):
        paper = world.letters(voter, "Vote by")[-1]
        world.send(stamped(answer(paper, words, sender=voter, number=number), Authentication.PASS))
    world.tick()
    assert outcome_of(declare(world, REFERENCE))["elected"] == ["Dr Anne Ellis"]
    done = flat(command(world, f"confirm outcome {REFERENCE}\nEffective: 1 February 2027"))
    assert "Dr Anne Ellis" in done
    assert holders(world) == [("Dr Old Holder", "2024-02-01")], "the previous incumbent stays until that date (R24)"
    assert "takes effect on Monday 1 February 2027" in flat(world.last(HART, "Confirmed"))
    assert "takes effect on Monday 1 February 2027" in flat(world.last(ANNE, "Confirmed"))

    world.at(at("2027-02-11 17:00")).tick()
    world.later(minutes=1).tick()
    assert world.figures(REFERENCE)["stage"] == "destroyed"
    assert world.letters(MANAGER, "Certificate of destruction")
    assert holders(world) == [("Dr Anne Ellis", "2027-02-01")]
    with reading(world.app.engine) as conn:
        events = journal.events(conn, ballot_of(world).id)
    assert verify(events) == ()
    kinds = " ".join(event.kind for event in events)
    assert re.search(r"called .*assessed .*opened .*closed declared confirmed .*destroyed", kinds)
    lying = b"".join(one.content for folder in world.mailbox.contents.values() for one in folder)
    assert b"zanzibar" not in lying, "statements and votes are gone from the mailbox too"


def test_a_candidate_who_withdraws_by_mail_before_the_launch_does_not_stand(office: Callable[..., World]) -> None:
    world = office(roster=THREE_PRACTICES, changes=AUTHSERV)
    called(world)
    world.later(days=1)
    for name, address in (("Anne Ellis", ANNE), ("Ben Foster", BEN), ("Cara Gray", CARA)):
        stand(world, name, address)
    world.at(at("2026-12-14 17:30")).tick().tick()
    for member in (DIRECTOR, SAM):
        world.reply(world.letters(member, "Please assess")[-1], "All are eligible.")
        world.tick().tick()
    world.reply(world.last(BEN), "withdraw")
    world.tick().tick()
    assert len(world.letters(MANAGER, "launch of")) == 2
    world.reply(world.letters(MANAGER, "launch of")[-1], "confirm")
    world.tick().at(at("2027-01-04 09:00")).tick()
    assert {option.name for option in ballot_of(world).paper.options} == {"Dr Anne Ellis", "Dr Cara Gray"}
    assert not [name for name in enclosed(world.last(HART, "Vote by")) if "Ben" in name]
