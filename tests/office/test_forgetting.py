"""R23: what candidates wrote about themselves is kept for as long as the rule set says, and no longer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from mailvote.office.destruction import destroy
from mailvote.store import candidates
from mailvote.store.database import begin, reading
from mailvote.store.vault import KeyDestroyed
from tests.office.commandcraft import command, declare, shipped, vote
from tests.office.mailcraft import flat
from tests.office.test_confirming import at, chain, clock
from tests.office.test_destruction import certificates, count
from tests.office.test_election import LEADS
from tests.office.test_launching import REFERENCE, ballot_of, open_
from tests.office.world import World

CONFIRMED = at("2027-01-12 10:00")
MONTH_LATER = at("2027-02-12 17:00")


def elected(world: World) -> World:
    """One of three who stood is elected, and the outcome confirmed on Tuesday 12 January 2027."""
    open_(world, size=1000)
    vote(world, *((lead, "1") for lead in LEADS))
    declare(world, REFERENCE)
    command(world.at(CONFIRMED), f"confirm outcome {REFERENCE}\nEffective: 1 February 2027")
    return world


def with_spans(office: Callable[..., World], unsuccessful: str, successful: str) -> World:
    changes = [
        (f'keep_{whose} = "1 month"', f'keep_{whose} = "{span}"')
        for whose, span in (("unsuccessful", unsuccessful), ("elected", successful))
    ]
    return office(rule_sets={"election": shipped("election", *changes)})


def remembered(world: World) -> list[bool]:
    """Of each candidate, the elected one first, whether what they wrote can still be opened."""
    ballot = ballot_of(world)
    order = [option.contact for option in ballot.paper.options]
    with reading(world.app.engine) as conn:
        people = sorted(candidates.of_ballot(conn, ballot.id), key=lambda one: order.index(one.address))
        return [_opens(world, one.id) for one in people]


def _opens(world: World, candidate_id: int) -> bool:
    with reading(world.app.engine) as conn:
        try:
            candidates.sealer(conn, world.office.desk.secrets, candidate_id)
        except KeyDestroyed:
            return False
    return True


def test_by_default_all_of_it_goes_with_the_votes_a_month_after_the_confirmation(world: World) -> None:
    elected(world)
    assert clock(world)["forget-unsuccessful"] == clock(world)["forget-elected"] == MONTH_LATER
    world.at(MONTH_LATER - timedelta(seconds=1)).tick()
    assert remembered(world) == [True, True, True]
    world.at(MONTH_LATER).tick()
    assert remembered(world) == [False, False, False]
    assert count(world, "document") == count(world, "enclosure") == 0
    assert chain(world)[-1] == "destroyed"
    assert [option.name for option in ballot_of(world).paper.options] != []


@pytest.mark.parametrize(
    ("unsuccessful", "successful", "moment", "left"),
    [
        ("1 month", "3 months", "2027-02-12 17:00", [True, False, False]),
        ("1 month", "3 months", "2027-04-12 16:00", [False, False, False]),
        ("2 months", "1 month", "2027-02-12 17:00", [False, True, True]),
        ("2 months", "1 month", "2027-03-12 17:00", [False, False, False]),
    ],
)
def test_what_is_kept_for_longer_than_the_votes_goes_when_its_own_time_has_come(
    office: Callable[..., World], unsuccessful: str, successful: str, moment: str, left: list[bool]
) -> None:
    world = elected(with_spans(office, unsuccessful, successful))
    world.at(MONTH_LATER).tick()
    world.at(at(moment)).tick()
    assert world.figures(REFERENCE)["stage"] == "destroyed"
    assert remembered(world) == left
    assert count(world, "destruction WHERE scrubbed_at IS NULL") == 0
    assert count(world, "document") == 3 * sum(left), "the paragraphs, as text and as a PDF, and the file"


def test_the_certificate_counts_what_candidates_wrote_that_went_with_the_votes(world: World) -> None:
    elected(world)
    kept = count(world, "document")
    assert kept == 9
    world.at(MONTH_LATER).tick()
    assert f"{kept} files" in flat(certificates(world)[0])
    assert "forgotten" not in chain(world)
    world.later(days=1).tick()
    assert "forgotten" not in chain(world)
    assert count(world, "deadline WHERE done_at IS NULL") == 0


def test_what_is_destroyed_by_hand_on_its_day_takes_what_candidates_wrote_along(world: World) -> None:
    elected(world)
    office = world.at(MONTH_LATER).office
    destroy(world.app.engine, office.desk, office.mailbox, ballot_of(world).id, lambda: world.now)
    assert remembered(world) == [False, False, False]


def test_it_is_kept_while_a_further_election_is_under_way_and_one_further_than_that(world: World) -> None:
    open_(world, size=1000)
    vote(world, *zip(LEADS, "1111222233", strict=True))
    declare(world, REFERENCE)
    for reference in ("SELG-2027-01", "SELG-2027-02"):
        closes = world.now + timedelta(days=24)
        command(world, f"start run-off {reference}\nCloses: {closes:%d %B %Y} 17:00")
        if reference == "SELG-2027-01":
            vote(world, *zip(LEADS, "1111122222", strict=True))
            declare(world, reference)
    world.later(days=15).tick()
    assert world.figures(REFERENCE)["stage"] == "destroyed"
    assert remembered(world) == [True, True, True]


def test_a_hold_keeps_it_too(world: World) -> None:
    elected(world)
    command(world, f"hold {REFERENCE}\nReason: a complaint")
    world.at(MONTH_LATER).tick()
    assert remembered(world) == [True, True, True]
    command(world.later(days=1), f"release {REFERENCE}")
    world.tick()
    assert remembered(world) == [False, False, False]


def test_those_who_did_not_stand_leave_no_row(world: World) -> None:
    elected(world)
    with begin(world.app.engine) as conn:
        ballot = ballot_of(world)
        candidates.apply(
            conn, world.office.desk.secrets, ballot_id=ballot.id, name="Dr Dee Hall", address="d.hall@candidate.example",
            member_id=None, missing=(), received_at=datetime.now(CONFIRMED.tzinfo),
        )  # fmt: skip
        conn.execute(text("UPDATE candidate SET state = 'withdrawn' WHERE name = 'Dr Dee Hall'"))
    world.at(MONTH_LATER).tick()
    assert count(world, "candidate") == 3
    assert count(world, "candidate WHERE name = 'Dr Dee Hall'") == 0


def test_of_a_call_that_is_cancelled_what_candidates_wrote_goes_with_the_clock_of_the_cancellation(
    world: World,
) -> None:
    open_(world, size=1000)
    command(world, f"cancel {REFERENCE}\nReason: the post is withdrawn")
    due = clock(world)["destroy"]
    world.at(due - timedelta(seconds=1)).tick()
    assert remembered(world) == [True, True, True]
    world.at(due).tick()
    assert remembered(world) == [False, False, False]
