"""R20: as many candidates as seats, or fewer; the rule set says whether they are voted on or elected unopposed."""

from collections.abc import Callable

import pytest

from tests.office.commandcraft import HART, command, declare, outcome_of, proof, shipped, vote
from tests.office.mailcraft import HART_CONTACT, flat, posted
from tests.office.test_confirming import CONFIRM, FIRST, at, chain, clock
from tests.office.test_election import LEADS
from tests.office.world import MANAGER, World, text_of

ELECTED = {"rule_sets": {"election": shipped("election", ('uncontested = "vote"', 'uncontested = "elected"'))}}
ONE = "start election\nTitle: Locality Clinical Director\nCandidates:\n- Dr Alice Brown <a.brown@x.example>\n"
TWO_SEATS = ONE.replace("Candidates", "Seats: 2\nCandidates")


def test_by_default_one_candidate_is_voted_on_and_the_proof_says_what_that_decides(world: World) -> None:
    world.tick()
    said = flat(proof(world, ONE))
    assert "There are as many candidates as seats; the vote is held all the same." in said
    assert "Whoever gets a vote is elected, if the ballot is valid" in said


@pytest.mark.parametrize(
    ("votes", "kind", "elected"),
    [
        (("abstain",) * 8, "none-elected", []),
        (("abstain",) * 7 + ("1",), "elected", ["Dr Alice Brown"]),
        (("1",) * 7, "not-valid", []),
    ],
)
def test_the_one_candidate_is_elected_if_the_ballot_is_valid_and_there_is_one_vote(
    world: World, votes: tuple[str, ...], kind: str, elected: list[str]
) -> None:
    world.start(ONE)
    paper = text_of(world.paper(HART))
    assert "Dr Alice Brown" in paper
    assert "ABSTAIN" in paper
    vote(world, *zip(LEADS, votes, strict=False))
    outcome = outcome_of(declare(world))
    assert (outcome["kind"], outcome["elected"]) == (kind, elected)


def test_elected_unopposed_is_declared_at_the_confirmation_and_no_papers_go_out(office: Callable[..., World]) -> None:
    world = office(**ELECTED)
    world.tick()
    said = flat(proof(world, f"{ONE}Closes: 24 November 2026\n"))
    assert "is declared when you confirm, and no ballot papers go out." in said
    assert "Dr Alice Brown is elected unopposed: there were as many candidates as seats, so no vote was held" in said
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    figures = world.figures(FIRST)
    assert figures["stage"] == "declared"
    outcome = outcome_of(figures)
    assert (outcome["kind"], outcome["elected"], outcome["totals"]) == ("elected", ["Dr Alice Brown"], {})
    assert set(outcome) == {"kind", "elected", "totals", "support", "run_off", "sentences"}
    part = figures["participation"]
    assert isinstance(part, dict)
    assert (part["voted"], part["no_reply"], part["required"], part["met"]) == (0, 10, None, True)
    assert not posted(world, purpose="paper")
    assert chain(world) == ["opened", "declared"]


def test_everybody_is_told_who_is_elected_unopposed_and_nothing_of_votes(office: Callable[..., World]) -> None:
    world = office(**ELECTED)
    world.start(ONE)
    for person in (HART, HART_CONTACT):
        said = flat(world.last(person, "Result"))
        assert "Dr Alice Brown is elected unopposed" in said
        assert "Who took part" not in said
        assert "Find your vote" not in said
    own = flat(world.last(MANAGER, "Result"))
    assert "No vote was held" in own
    assert "Tally sheet" not in own


def test_the_unopposed_are_confirmed_as_others_are(office: Callable[..., World]) -> None:
    world = office(**ELECTED)
    world.start(ONE)
    command(world, CONFIRM)
    assert world.figures(FIRST)["stage"] == "confirmed"
    assert clock(world) == {"destroy": at("2026-12-23 17:00")}


def test_fewer_candidates_than_seats_are_elected_and_the_rest_stays_vacant(office: Callable[..., World]) -> None:
    world = office(**ELECTED)
    world.start(TWO_SEATS)
    outcome = outcome_of(world.figures(FIRST))
    assert (outcome["kind"], outcome["elected"]) == ("part-elected", ["Dr Alice Brown"])
    assert "1 seat stays vacant: nobody else stood." in flat(world.last(HART, "Result"))


def test_where_somebody_can_lose_the_setting_changes_nothing(office: Callable[..., World]) -> None:
    world = office(**ELECTED)
    world.start(f"{ONE}- Dr Bob Carter\n")
    assert world.figures(FIRST)["stage"] == "open"
