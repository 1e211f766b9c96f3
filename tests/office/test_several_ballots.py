"""Several open ballots, several practices at one address, several people at one: asked, and nothing guessed (R10)."""

from datetime import timedelta

from mailvote.mail.sender import Authentication
from mailvote.office import roster
from mailvote.rules.acceptance import Fate
from mailvote.store.database import begin
from tests.office.mailcraft import HART_DEPUTY, HART_LEAD, bare, flat, last_filed, purposes, reply_to, with_headers
from tests.office.test_election import AFTER_GRACE
from tests.office.test_senders import stamped
from tests.office.world import MANAGER, World, answer

DEPUTY_DIRECTOR = "start election\nTitle: Deputy Director\nCandidates:\n- Dr Xenia Xu\n- Dr Yves Young"
SHARED = "shared@surgeries.example"


def enrol(world: World, *rows: str) -> None:
    """Rows of a roster, imported now."""
    content = "\n".join(("practice,lead_name,lead_email,deputy_name,deputy_email", *rows)).encode()
    with begin(world.app.engine) as conn:
        calendar = world.office.desk.house.calendar
        planned = roster.plan_import(conn, "selg", content, now=world.now, calendar=calendar)
        assert not planned.problems
        roster.carry_out(conn, "selg", planned, world.now)


def voted(world: World, reference: str) -> object:
    return world.figures(reference)["participation"]["voted"]  # type: ignore[index, call-overload]


def test_a_bare_vote_with_two_ballots_open_is_asked_about_and_the_answer_to_a_link_counts(world: World) -> None:
    first = world.start()
    second = world.start(DEPUTY_DIRECTOR)
    world.send(bare(HART_LEAD, "2"))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.CHALLENGED, "which-ballot")
    which = world.last(HART_LEAD)
    assert "Locality Clinical Director" in flat(which)
    assert "Deputy Director" in flat(which)
    paper = world.letters(HART_LEAD, "Deputy Director")[0]
    linked = with_headers(bare(HART_LEAD, "2", number=2), to=str(paper["Reply-To"]))
    world.send(linked)
    world.tick()
    assert (voted(world, first), voted(world, second)) == (0, 1)


def test_a_plain_reply_to_the_question_which_is_not_guessed_but_goes_to_the_manager(world: World) -> None:
    world.start()
    world.start(DEPUTY_DIRECTOR)
    world.send(bare(HART_LEAD, "2"))
    world.tick()
    world.reply(world.last(HART_LEAD), "2")
    world.tick()
    assert last_filed(world).fate is Fate.HELD
    assert purposes(world, MANAGER)["held"] == 1
    assert purposes(world, HART_LEAD) == {"paper": 2, "which": 1, "refusal": 1}


def test_the_reference_in_the_subject_settles_which_ballot_but_proves_nothing(world: World) -> None:
    first = world.start()
    world.start(DEPUTY_DIRECTOR)
    world.send(bare(HART_LEAD, "2", subject=f"[{first}]"))
    world.tick()
    row = last_filed(world)
    assert (row.fate, row.ground, row.reference) == (Fate.CHALLENGED, "no-paper", first)


def test_votes_on_two_papers_are_two_votes(world: World) -> None:
    first, second = world.start(), world.start(DEPUTY_DIRECTOR)
    world.reply(world.letters(HART_LEAD, "Locality")[0], "1")
    world.reply(world.letters(HART_LEAD, "Deputy")[0], "2")
    world.tick()
    assert (voted(world, first), voted(world, second)) == (1, 1)


def test_one_mail_with_the_codes_of_two_ballots_is_held(world: World) -> None:
    world.start()
    world.start(DEPUTY_DIRECTOR)
    vote = reply_to(world.letters(HART_LEAD, "Locality")[0], "1")
    vote["Cc"] = str(world.letters(HART_LEAD, "Deputy")[0]["Reply-To"])
    world.send(vote)
    world.tick()
    assert last_filed(world).ground == "several-papers"


def test_r10_a_shared_mailbox_votes_for_the_practice_whose_paper_it_answers(world: World) -> None:
    world.tick()
    enrol(world, f"The Hart Surgery,Dr A,{SHARED},,", f"The Bell Surgery,Dr B,{SHARED},,")
    world.start()
    papers = world.letters(SHARED, "Vote by")
    assert len(papers) == 2
    hart = next(paper for paper in papers if "The Hart Surgery" in flat(paper))
    world.send(answer(hart, "2", number=1))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).practice) == (Fate.COUNTED, "The Hart Surgery")
    assert world.fates()["counted"] == 1


def test_r10_a_bare_vote_from_a_shared_mailbox_is_asked_for_which_practice(world: World) -> None:
    world.tick()
    enrol(world, f"The Hart Surgery,Dr A,{SHARED},,", f"The Bell Surgery,Dr B,{SHARED},,")
    world.start()
    world.send(bare(SHARED, "2"))
    world.tick()
    assert last_filed(world).ground == "which-ballot"
    assert "The Hart Surgery" in flat(world.last(SHARED))
    assert "The Bell Surgery" in flat(world.last(SHARED))


def test_a_lead_and_deputy_of_one_address_vote_with_the_leads_rank(world: World) -> None:
    world.tick()
    enrol(world, f"The Hart Surgery,Dr A,{SHARED},Dr D,{SHARED}")
    world.start()
    for number, paper in enumerate(world.letters(SHARED, "Vote by")):
        world.send(answer(paper, str(number + 1), number=number))
        world.later(minutes=1).tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert "outranked-voter" not in purposes(world, SHARED)


def test_a_contact_who_is_also_a_deputy_elsewhere_votes_there_alone(world: World) -> None:
    world.tick()
    contact = "jo.carter@hart-surgery.example"
    enrol(world, f"The Bell Surgery,Dr B,b@bell.example,Jo Carter,{contact}")
    world.start()
    world.send(bare(contact, "2"))
    world.tick()
    assert (last_filed(world).practice, last_filed(world).ground) == ("The Bell Surgery", "no-paper")
    world.send(reply_to(world.paper(HART_LEAD), "2", sender=contact, number=3))
    world.tick()
    assert (last_filed(world).practice, last_filed(world).ground) == ("The Hart Surgery", "non-voter")


# A manager who is also a lead


def manager_leads_hart(world: World) -> None:
    world.tick()
    enrol(world, f"The Hart Surgery,Morgan Reed,{MANAGER},Dr Tom Pell,{HART_DEPUTY}")


def test_a_manager_who_is_a_lead_votes_on_the_paper_and_commands_with_commands(world: World) -> None:
    manager_leads_hart(world)
    world.mail(MANAGER, "start election\nTitle: Chief\nCandidates:\n- Dr X\n- Dr Y")
    world.tick()
    world.reply(world.last(MANAGER, "confirm") if world.letters(MANAGER, "confirm") else world.last(MANAGER), "confirm")
    world.tick()
    world.reply(world.paper(MANAGER), "2")
    world.tick()
    assert world.fates() == {"counted": 1, "commands": 2}
    world.mail(MANAGER, "status")
    world.tick()
    assert "status" in purposes(world, MANAGER)


def test_the_command_of_a_manager_who_is_a_lead_is_recognised_when_it_is_delivered_again(world: World) -> None:
    manager_leads_hart(world)
    world.start()
    command = bare(MANAGER, "status", subject="", number=50)
    for _ in range(2):
        world.send(command)
        world.later(hours=1).tick()
    assert purposes(world, MANAGER)["status"] == 1


def test_the_managers_command_above_a_practices_quoted_paper_is_a_command(world: World) -> None:
    reference = world.start()
    world.send(reply_to(world.paper(HART_LEAD), f"resend {reference} The Hart Surgery", sender=MANAGER))
    world.tick()
    assert purposes(world, HART_LEAD) == {"paper": 2}
    assert "warning" not in purposes(world, HART_LEAD)


def test_ballots_that_closed_do_not_fit_a_bare_vote(world: World) -> None:
    world.start()
    world.at(world.now + timedelta(days=8)).tick()
    second = world.start(DEPUTY_DIRECTOR)
    world.send(bare(HART_LEAD, "2"))
    world.tick()
    assert (last_filed(world).ground, last_filed(world).reference) == ("no-paper", second)


def test_an_answer_to_the_result_of_a_ballot_is_late_in_it_and_no_vote_in_the_next(checked: World) -> None:
    first = checked.start()
    second = checked.start(DEPUTY_DIRECTOR.replace("Title", "Closes: 18 December 2026\nTitle"))
    checked.at(AFTER_GRACE).tick()
    result = checked.last(HART_LEAD, "Result")
    checked.send(stamped(answer(result, "2", number=7), Authentication.PASS))
    checked.tick()
    assert (last_filed(checked).fate, last_filed(checked).reference) == (Fate.LATE, first)
    assert voted(checked, second) == 0
    assert "Deputy Director" in flat(checked.last(HART_LEAD, "Too late"))
    checked.send(stamped(bare(HART_LEAD, "2", number=8), Authentication.PASS))
    checked.tick()
    assert voted(checked, second) == 1, "without a reference the only open ballot is meant"
