"""R20 and R21: the launch of an election among those who were found eligible, from the lot to the papers."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from mailvote.mail.dossier import Dossier, SentFile
from mailvote.mail.headings import CONFLICTS, EXPERIENCE, STATEMENT, Paragraph
from mailvote.mail.letter import Enclosure
from mailvote.office import launching, statements
from mailvote.rules.lot import drawn
from mailvote.store import ballots, candidates, journal
from mailvote.store.ballots import Ballot
from mailvote.store.database import begin, reading
from tests.office.commandcraft import HART, command, declare, outcome_of, proof, shipped, vote
from tests.office.mailcraft import HART_CONTACT, HART_DEPUTY, flat, posted
from tests.office.test_calls import CALL, called, enclosed
from tests.office.test_confirming import at, chain, clock
from tests.office.test_election import LEADS
from tests.office.test_runoffs import SAM, TWO_MANAGERS
from tests.office.world import MANAGER, World, text_of

REFERENCE = "SELG-2026-01"
ANNE, BEN, CARA = PEOPLE = (
    ("Dr Anne Ellis", "a.ellis@candidate.example"),
    ("Dr Ben Foster", "b.foster@candidate.example"),
    ("Dr Cara Gray", "c.gray@candidate.example"),
)
SETTLED_AT = at("2026-12-16 10:00")
MEGABYTE = 1_000_000
LAUNCH = "launch"


def ballot_of(world: World, reference: str = REFERENCE) -> Ballot:
    with reading(world.app.engine) as conn:
        found = ballots.find(conn, "selg", reference)
    assert found is not None
    return found


def applied(world: World, reference: str, people: tuple[tuple[str, str], ...], size: int = 0) -> None:
    """These people have applied, each with three paragraphs and where a size is given with a file of it."""
    desk, ballot = world.office.desk, ballot_of(world, reference)
    with begin(world.app.engine) as conn:
        for name, address in people:
            candidate = candidates.apply(
                conn, desk.secrets, ballot_id=ballot.id, name=name, address=address, member_id=None, missing=(),
                received_at=world.now,
            )  # fmt: skip
            content = f"%PDF-1.7 {name} ".encode() + bytes(size)
            files = (SentFile(name="cv.pdf", size=len(content), digest=name),) if size else ()
            dossier = Dossier(paragraphs=paragraphs(name), files=files)
            contents = {name: Enclosure(name="cv.pdf", content_type="application/pdf", content=content)}
            statements.keep(conn, desk, candidate, dossier, contents, world.now)


def paragraphs(name: str) -> tuple[Paragraph, ...]:
    said = {STATEMENT: f"{name} has led a practice.", EXPERIENCE: "Ten years of it.", CONFLICTS: "None."}
    return tuple(Paragraph(heading=heading, text=text) for heading, text in said.items())


def settle(world: World, reference: str = REFERENCE, eligible: tuple[tuple[str, str], ...] = PEOPLE) -> None:
    """It is found who of them is eligible, and the launch is offered."""
    desk, ballot = world.office.desk, ballot_of(world, reference)
    with begin(world.app.engine) as conn:
        for one in candidates.of_ballot(conn, ballot.id):
            found = "eligible" if (one.name, one.address) in eligible else "ineligible"
            candidates.set_state(conn, one.id, found)  # type: ignore[arg-type]
        journal.record(conn, ballot.id, world.now, "assessed", {"eligible": [name for name, _ in eligible]})
        launching.offer(conn, desk, ballots.get(conn, ballot.id), world.now)


def offered(
    world: World, people: tuple[tuple[str, str], ...] = PEOPLE, *, text: str = CALL, size: int = 0
) -> EmailMessage:
    """A call to which these people have answered, all found eligible; the letter that offers the launch."""
    reference = called(world, text)
    applied(world, reference, people, size)
    world.at(SETTLED_AT).tick()
    settle(world, reference, people)
    world.tick()
    return world.last(MANAGER, "launch of")


def launched(world: World, *args: object, **values: object) -> World:
    world.reply(offered(world, *args, **values), "confirm")  # type: ignore[arg-type]
    return world.tick()


def open_(world: World, *args: object, **values: object) -> World:
    """Launched, and open since Monday 4 January 2027 at 09:00."""
    return launched(world, *args, **values).at(at("2027-01-04 09:00")).tick()


def order(world: World) -> list[str]:
    return [option.name for option in ballot_of(world).paper.options]


def test_the_launch_is_offered_to_the_manager_with_everything_that_will_go_out(world: World) -> None:
    said = flat(offered(world, size=1000))
    assert "It is settled who stands in Locality Clinical Director, SELG-2026-01." in said
    assert "opens on Monday 4 January 2027 at 09:00" in said
    assert "closes on Monday 11 January 2027 at 17:00" in said
    for name, address in PEOPLE:
        assert f"{name} ({address})" in said
        assert f"{name} - Expression of interest.pdf" in said
        assert f"{name} - cv.pdf" in said
    assert "The paper, as each practice will see it" in said
    assert not posted(world, purpose="paper"), "nothing goes out before the manager has confirmed"


def test_one_reply_launches_it_at_the_time_that_was_planned(world: World) -> None:
    launched(world)
    assert world.figures(REFERENCE)["stage"] == "scheduled"
    assert not posted(world, purpose="paper")
    world.at(at("2027-01-04 09:00")).tick()
    assert world.figures(REFERENCE)["stage"] == "open"
    assert world.figures(REFERENCE)["closes_at"] == "2027-01-11T17:00:00+00:00"
    assert len(world.letters(HART, "Vote by Mon 11 Jan 17:00")) == 1


def test_each_paper_carries_what_every_candidate_has_written_and_how_to_reach_them(world: World) -> None:
    open_(world, size=1000)
    for person in (HART, HART_DEPUTY):
        paper = world.last(person, "Vote by")
        files = enclosed(paper)
        for name, address in PEOPLE:
            assert files[f"{name} - Expression of interest.pdf"].startswith(b"%PDF-")
            assert files[f"{name} - cv.pdf"].startswith(f"%PDF-1.7 {name}".encode())
            assert f"{name}: {address}" in flat(paper)
    assert not any(enclosed(one) for one in world.letters(HART_CONTACT)), "contacts get no papers"


def test_the_order_is_drawn_from_the_digest_of_the_event_that_settles_who_stands(world: World) -> None:
    open_(world)
    with reading(world.app.engine) as conn:
        events = journal.events(conn, ballot_of(world).id)
    seed = next(event.digest for event in events if event.kind == "assessed")
    assert order(world) == [name for name, _ in drawn(PEOPLE, seed)]
    opened = next(event.body for event in events if event.kind == "opened")
    assert opened["lot"] == seed
    papers = {text_of(world.last(lead, "Vote by")).replace("\n", " ") for lead in LEADS}
    assert all(seed in paper for paper in papers), "the seed is published"
    assert "lot" in flat(world.last(HART, "Vote by"))


def test_the_lot_is_drawn_anew_when_who_stands_is_settled_anew(world: World) -> None:
    offered(world)
    first = ballot_of(world).paper.lot
    world.later(minutes=5)
    settle(world, eligible=PEOPLE[:2])
    assert ballot_of(world).paper.lot != first
    assert set(order(world)) == {"Dr Anne Ellis", "Dr Ben Foster"}


def test_who_was_found_not_eligible_does_not_stand(world: World) -> None:
    reference = called(world)
    applied(world, reference, PEOPLE)
    world.at(SETTLED_AT).tick()
    settle(world, reference, (ANNE, CARA))
    world.tick()
    world.reply(world.last(MANAGER, "launch of"), "confirm")
    world.tick().at(at("2027-01-04 09:00")).tick()
    assert set(order(world)) == {"Dr Anne Ellis", "Dr Cara Gray"}
    assert "Ben" not in flat(world.last(HART, "Vote by"))
    assert not [name for name in enclosed(world.last(HART, "Vote by")) if "Ben" in name]


def test_a_candidate_who_withdraws_before_the_launch_leaves_the_order_of_the_others_as_it_was(world: World) -> None:
    letter = offered(world)
    before = order(world)
    gone = next(person for person in PEOPLE if person[0] == before[1])
    with begin(world.app.engine) as conn:
        candidate = candidates.find(conn, ballot_of(world).id, gone[1])
        assert candidate is not None
        candidates.set_state(conn, candidate.id, "withdrawn")
    world.reply(letter, "confirm")
    world.tick()
    assert any("Who stands in SELG-2026-01 has changed since" in flat(one) for one in world.letters(MANAGER))
    assert len(world.letters(MANAGER, "launch of")) == 2
    assert order(world) == [before[0], before[2]]
    world.reply(world.last(MANAGER, "launch of"), "confirm")
    world.tick()
    assert world.figures(REFERENCE)["stage"] == "scheduled"


def test_an_older_offer_is_answered_no_more_once_there_is_a_newer_one(world: World) -> None:
    letter = offered(world)
    world.later(minutes=5)
    settle(world, eligible=PEOPLE[:2])
    world.tick()
    world.reply(letter, "confirm")
    world.tick()
    assert "This proof was replaced already; nothing was done twice." in flat(world.last(MANAGER))
    assert world.figures(REFERENCE)["stage"] == "draft"


def test_every_manager_gets_an_offer_and_one_reply_is_enough(office: Callable[..., World]) -> None:
    world = office(changes=TWO_MANAGERS)
    world.reply(offered(world), "confirm")
    world.tick()
    world.reply(world.last(SAM, "launch of"), "confirm")
    world.tick()
    assert "SELG-2026-01 is scheduled already, so it is not launched again." in flat(world.last(SAM))


def test_an_opening_that_has_passed_is_proved_anew_to_open_at_the_confirmation(world: World) -> None:
    """The close that was planned stays while it leaves the minimum window."""
    offered(world)
    world.at(at("2027-01-04 10:00")).tick()
    letter = proof(world, "launch SELG-2026-01\nOpens: 4 January 2027 09:00\nCloses: 11 January 2027 17:00")
    said = flat(letter)
    assert "The opening that was planned, Monday 4 January 2027 at 09:00 (GMT, Europe/London time), has passed." in said
    assert "opens when you confirm" in said
    world.reply(letter, "confirm")
    world.tick()
    assert world.figures(REFERENCE)["stage"] == "open"
    assert world.figures(REFERENCE)["closes_at"] == "2027-01-11T17:00:00+00:00"


def test_a_confirmation_that_finds_the_dates_passed_gets_a_new_proof_instead(world: World) -> None:
    letter = offered(world, text=CALL.replace("4 January 2027", "17 December 2026"))
    world.at(at("2026-12-17 09:30"))
    world.reply(letter, "confirm")
    world.tick()
    assert world.figures(REFERENCE)["stage"] == "draft"
    again = world.last(MANAGER)
    assert "has passed" in flat(again)
    world.reply(again, "confirm")
    world.tick()
    assert world.figures(REFERENCE)["stage"] == "open"


def test_a_close_that_has_come_too_near_moves_to_the_earliest_permitted(world: World) -> None:
    offered(world)
    world.at(at("2027-01-06 10:00")).tick()
    letter = proof(world, "launch SELG-2026-01\nCloses: 11 January 2027 17:00")
    assert "The close that was planned, Monday 11 January 2027 at 17:00 (GMT, Europe/London time), is too near" in flat(
        letter
    )
    world.reply(letter, "confirm")
    world.tick()
    assert world.figures(REFERENCE)["closes_at"] == "2027-01-13T17:00:00+00:00"


@pytest.mark.parametrize(
    ("dates", "problem"),
    [
        ("Opens: 2 December 2026 09:00", "has passed: leave “Opens” out"),
        ("Closes: 18 December 2026 17:00", "is too early: the ballot must be open for at least 5 working days"),
    ],
)
def test_dates_that_the_manager_chooses_are_refused_with_the_remedy(world: World, dates: str, problem: str) -> None:
    offered(world)
    assert problem in flat(proof(world, f"launch SELG-2026-01\n{dates}"))


def test_a_launch_is_refused_before_it_is_settled_who_stands_and_for_what_was_not_called(world: World) -> None:
    reference = called(world)
    assert "is at its call for candidates: it can be launched once it is settled who stands." in flat(
        proof(world, f"launch {reference}")
    )
    applied(world, reference, PEOPLE)
    world.at(SETTLED_AT).tick()
    assert "is in assessment" in flat(proof(world, f"launch {reference}"))
    other = world.start()
    assert f"{other} was not called for candidates, so there is nothing to launch." in flat(
        proof(world, f"launch {other}")
    )
    assert "There is no ballot SELG-2026-09" in flat(proof(world, "launch SELG-2026-09"))


def test_a_launch_is_refused_where_nobody_can_stand(world: World) -> None:
    reference = called(world)
    world.at(SETTLED_AT).tick().tick()
    assert f"Nobody can stand in {reference}." in flat(proof(world, f"launch {reference}"))


def test_nothing_is_offered_where_nobody_is_eligible(world: World) -> None:
    reference = called(world)
    applied(world, reference, PEOPLE)
    world.at(SETTLED_AT).tick()
    with pytest.raises(LookupError, match="not settled who stands"):
        settle(world, reference, ())


def test_namesakes_are_told_apart_on_the_paper(world: World) -> None:
    people = (ANNE, ("Dr Anne Ellis", "anne.ellis@elsewhere.example"))
    open_(world, people)
    assert set(order(world)) == {f"{name} ({address})" for name, address in people}
    assert len(enclosed(world.last(HART, "Vote by"))) == 3, "a file each, and the close for the calendar"


def test_three_candidates_with_five_megabytes_each_come_in_several_letters(world: World) -> None:
    open_(world, size=5 * MEGABYTE - 100)
    paper, *more = world.letters(HART, "Vote by")
    assert [str(one["Subject"]).partition(":")[0] for one in more] == ["Papers 2 of 2"]
    files = enclosed(paper) | enclosed(more[0])
    assert len(files) == 7
    assert sum(len(content) for content in enclosed(paper).values()) < 15 * MEGABYTE + 100_000
    vote(world, (HART, "1"))
    assert world.fates()["counted"] == 1


def test_a_paper_that_is_sent_again_has_its_files_again(world: World) -> None:
    open_(world, size=1000)
    command_sent = len(world.letters(HART, "Vote by"))
    world.mail(MANAGER, f"resend {REFERENCE} The Hart Surgery")
    world.tick()
    papers = world.letters(HART, "Vote by")
    assert len(papers) == command_sent + 1
    assert enclosed(papers[-1]).keys() == enclosed(papers[0]).keys()


def test_one_candidate_is_voted_on_and_elected_with_one_vote(world: World) -> None:
    said = flat(offered(world, (ANNE,)))
    assert "Dr Anne Ellis (a.ellis@candidate.example) alone stands." in said
    assert "the vote is held all the same" in said
    world.reply(world.last(MANAGER, "launch of"), "confirm")
    world.tick().at(at("2027-01-04 09:00")).tick()
    vote(world, *zip(LEADS, ("1",) + ("abstain",) * 7, strict=False))
    outcome = outcome_of(declare(world, REFERENCE))
    assert (outcome["kind"], outcome["elected"]) == ("elected", ["Dr Anne Ellis"])


UNCONTESTED = {"rule_sets": {"election": shipped("election", ('uncontested = "vote"', 'uncontested = "elected"'))}}


def test_one_candidate_is_elected_unopposed_where_the_rules_say_so(office: Callable[..., World]) -> None:
    world = office(**UNCONTESTED)
    letter = offered(world, (ANNE,))
    assert "no ballot papers go out" in flat(letter)
    world.reply(letter, "confirm")
    world.tick()
    assert not posted(world, purpose="paper")
    assert outcome_of(world.figures(REFERENCE))["elected"] == ["Dr Anne Ellis"]
    assert "Dr Anne Ellis is elected unopposed" in flat(world.last(HART, "Result"))
    assert "Dr Anne Ellis is elected unopposed" in flat(world.last(ANNE[1], "Result"))


def test_fewer_candidates_than_seats_leave_a_seat_vacant(office: Callable[..., World]) -> None:
    world = office(**UNCONTESTED)
    launched(world, (ANNE, BEN), text=CALL.replace("Apply by", "Seats: 3\nApply by"))
    outcome = outcome_of(world.figures(REFERENCE))
    assert (outcome["kind"], set(outcome["elected"])) == ("part-elected", {"Dr Anne Ellis", "Dr Ben Foster"})  # type: ignore[call-overload]
    assert "1 seat stays vacant: nobody else stood." in flat(world.last(HART, "Result"))


def test_candidates_are_told_the_result_and_its_confirmation_and_the_clock_has_their_statements(world: World) -> None:
    open_(world)
    vote(world, *((lead, "1") for lead in LEADS))
    declare(world, REFERENCE)
    said = flat(command(world, f"confirm outcome {REFERENCE}\nEffective: 1 February 2027"))
    assert "What the candidates wrote about themselves goes on Thursday 11 February 2027 at 17:00" in said
    for _, address in PEOPLE:
        assert world.letters(address, "Result")
        assert "takes effect on Monday 1 February 2027" in flat(world.last(address, "Confirmed"))
    due = at("2027-02-11 17:00")
    assert clock(world) == {"destroy": due, "forget-unsuccessful": due, "forget-elected": due}
    assert chain(world)[-1] == "confirmed"


def test_a_run_off_carries_the_statements_of_those_who_stand_in_it(world: World) -> None:
    open_(world)
    first, second, third = order(world)
    vote(world, *zip(LEADS, "1111222233", strict=True))
    declare(world, REFERENCE)
    world.reply(world.last(MANAGER, "further election"), "start run-off SELG-2026-01\nCloses: 26 January 2027")
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    files = enclosed(world.last(HART, "Run-off"))
    assert {name.partition(" - ")[0] for name in files if " - " in name} == {first, second}
    assert third not in flat(world.last(HART, "Run-off"))


def test_the_call_that_failed_is_replaced_by_the_next_one_for_the_same_title(world: World) -> None:
    open_(world)
    declare(world, REFERENCE)
    assert clock(world)["destroy"] == datetime(2027, 7, 11, 16, tzinfo=UTC)
    later = CALL.replace("14 December 2026", "1 February 2027").replace("4 January", "8 February")
    called(world, later.replace("11 January", "15 February"))
    due = at("2027-02-11 17:00")
    assert clock(world) == {"destroy": due, "forget-unsuccessful": due, "forget-elected": due}


def test_when_the_last_candidate_withdraws_the_manager_is_offered_another_call(world: World) -> None:
    offered(world, (ANNE,))
    with begin(world.app.engine) as conn:
        candidate = candidates.find(conn, ballot_of(world).id, ANNE[1])
        assert candidate is not None
        candidates.set_state(conn, candidate.id, "withdrawn")
    world.tick().tick()
    assert order(world) == []
    assert "reopen call" in flat(world.last(MANAGER))
    assert len(world.letters(MANAGER, "launch of")) == 1


def test_r11_whom_an_interest_bars_while_candidates_apply_gets_no_paper_and_a_proxy_named_then_gets_one(
    world: World,
) -> None:
    reference = called(world)
    command(world, f"interest The Hart Surgery {reference}\nReason: A partner of ours stands.")
    proxy = "Name: Pat Proxy\nEmail: pat@proxy.example\nReason: away"
    assert "Pat Proxy" in flat(command(world, f"set proxy The Bell Surgery {reference}\n{proxy}"))
    assert "at its call for candidates, not open" in flat(proof(world, f"remind {reference}"))
    applied(world, reference, PEOPLE)
    world.at(SETTLED_AT)
    settle(world, reference)
    world.tick()
    world.reply(world.last(MANAGER, "launch of"), "confirm")
    world.tick()
    world.at(at("2027-01-04 09:00")).tick()
    assert not world.letters(HART, "Vote by")
    assert world.letters("pat@proxy.example", "Vote by")
