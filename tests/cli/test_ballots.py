"""`mailvote ballots`: turnout while it runs, the outcome once it is counted, and the paper as a practice sees it."""

import re
from datetime import timedelta

import pytest

from tests.cli.conftest import CommandLine
from tests.office.test_election import AFTER_GRACE, LEADS, vote
from tests.office.world import World


@pytest.fixture
def reference(world: World) -> str:
    reference = world.start()
    vote(world, *"1111222", "abstain")
    return reference


def test_the_list_has_the_same_objects_as_show(mailvote: CommandLine, reference: str) -> None:
    shown = mailvote.json("ballots", "show", reference)
    assert mailvote.json("ballots") == {"ballots": [shown]}
    assert shown == mailvote.world.figures()


def test_r22_no_totals_before_the_count(mailvote: CommandLine, reference: str) -> None:
    assert mailvote.json("ballots", "show", reference)["outcome"] is None
    shown = mailvote("ballots", "show", reference).stdout
    assert "Participation: 7 voted, 1 abstained, 2 no reply: 80.0%, 80.0% needed" in shown
    assert "10 messages received: 8 counted + 2 commands = 10." in shown
    assert "Outcome" not in shown
    assert mailvote("ballots").stdout == f"{reference}\tLocality Clinical Director\topen\tMon 30 Nov 17:00\t7\t1\t2\n"


def test_the_outcome_once_it_is_counted(mailvote: CommandLine, reference: str) -> None:
    mailvote.world.at(AFTER_GRACE).tick()
    assert mailvote.json("ballots", "show", reference)["outcome"]["totals"]["Dr Alice Brown"] == 4
    shown = mailvote("ballots", "show", reference).stdout
    assert "Stage: declared" in shown
    assert "Outcome: elected Dr Alice Brown" in shown
    assert re.search(r"^ +4  Dr Alice Brown$", shown, re.MULTILINE)


def test_a_reference_may_be_written_in_any_case(mailvote: CommandLine, reference: str) -> None:
    assert mailvote.json("ballots", "show", reference.lower())["reference"] == reference


@pytest.mark.parametrize("command", ["show {}", "paper {} --practice Bell"])
def test_an_unknown_reference_is_2_with_the_nearest(mailvote: CommandLine, reference: str, command: str) -> None:
    result = mailvote("ballots", *command.format("SELG-2026-91").split(), exit_code=2)
    assert result.stderr == f"there is no ballot 'SELG-2026-91'; did you mean {reference}?\n"
    assert not result.stdout


def test_the_paper_as_a_practice_sees_it_bears_no_code(mailvote: CommandLine, reference: str) -> None:
    shown = mailvote("ballots", "paper", reference, "--practice", "the bell surgery").stdout
    assert shown.startswith("Subject: Vote by Mon 30 Nov 17:00")
    assert "You vote for The Bell Surgery." in " ".join(shown.split())
    assert "1 Dr Alice Brown" in shown
    assert "Ballot paper code" not in shown


def test_the_paper_in_json(mailvote: CommandLine, reference: str) -> None:
    paper = mailvote.json("ballots", "paper", reference, "--practice", "Bell Surgery")
    assert list(paper) == ["subject", "text"]


def test_an_unknown_practice_is_2_with_the_nearest(mailvote: CommandLine, reference: str) -> None:
    result = mailvote("ballots", "paper", reference, "--practice", "The Bel Surgery", exit_code=2)
    assert result.stderr == "there is no practice 'The Bel Surgery'; did you mean The Bell Surgery?\n"


def test_a_ballot_that_is_cancelled_has_an_outcome_without_totals(mailvote: CommandLine, reference: str) -> None:
    world = mailvote.world.later(hours=1)
    order = mailvote.json(
        "command", "--as", "manager@selg.example", "-", stdin=f"cancel {reference}\nReason: Mistake\n"
    )
    mailvote("command", "--as", "manager@selg.example", "--confirm", order["nonce"])
    outcome = mailvote.json("ballots", "show", reference)["outcome"]
    assert (outcome["kind"], outcome["totals"]) == ("cancelled", {})
    assert "Outcome: cancelled" in mailvote("ballots", "show", reference).stdout
    world.tick()
    assert world.letters(LEADS[0], "Cancelled") or world.letters(LEADS[0], "cancelled")


def test_a_ballot_before_its_opening_is_scheduled(mailvote: CommandLine) -> None:
    world = mailvote.world
    world.start(
        f"start election\nTitle: Chair\nOpens: {world.now + timedelta(days=2):%Y-%m-%d %H:%M}\nCandidates:\n- A\n- B\n"
    )
    assert mailvote.json("ballots")["ballots"][0]["stage"] == "scheduled"


def test_r16_a_draft_has_no_opening_yet_and_the_tie_names_it(mailvote: CommandLine, world: World) -> None:
    tied = world.start()
    vote(world, *"1111222233")
    world.at(AFTER_GRACE).tick()
    draft = mailvote.json("ballots", "show", tied)["outcome"]["run_off"]
    assert f"Further election: {draft}" in mailvote("ballots", "show", tied).stdout
    shown = mailvote("ballots", "show", draft).stdout
    assert "Opens: not settled yet" in shown
    assert "Closes: Tuesday 8 December 2026 at 17:00" in shown


def test_r16_a_draft_whose_meeting_is_not_known_has_no_close_either(mailvote: CommandLine, world: World) -> None:
    world.at(world.now + timedelta(weeks=9))
    tied = world.start()
    vote(world, *"1111222233")
    world.at(AFTER_GRACE + timedelta(weeks=9)).tick()
    draft = mailvote.json("ballots", "show", tied)["outcome"]["run_off"]
    assert "Closes: not settled yet" in mailvote("ballots", "show", draft).stdout
    assert (
        f"{draft}\tRun-off: Locality Clinical Director\tdraft\tnot settled yet\t0\t0\t10" in mailvote("ballots").stdout
    )
