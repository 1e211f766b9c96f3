"""R24, R25: an election that fills an office keeps warnings away, and its outcome moves the register of offices."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mailvote.office.offices import succeed, succession, under_way
from mailvote.rules.paper import Option, Paper
from mailvote.store import ballots, offices
from mailvote.store.ballots import Ballot
from mailvote.store.database import begin, reading
from tests.office.test_offices import DIRECTOR, SET, confirmed, listed
from tests.office.test_terms_ending import UNTIL, morning, warnings
from tests.office.world import MANAGER, World, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world.tick()


def ballot_for_office(world: World) -> Ballot:
    """A ballot that candidates are called for, for the office on the register."""
    file = world.office.desk.rule_sets["election"]
    with begin(world.app.engine) as conn:
        office = offices.find(conn, "selg", DIRECTOR)
        assert office is not None
        paper = Paper(
            reference=ballots.next_reference(conn, "selg", world.now.year),
            title=DIRECTOR,
            question="",
            note="",
            options=(),
            seats=1,
            opens_at=world.now,
            closes_at=world.now,
            rules=file.rules,
        )
        return ballots.add(
            conn,
            world.office.desk.secrets,
            "selg",
            paper,
            "",
            world.now,
            rules_text=file.text,
            office_id=office.id,
            apply_by=world.now + timedelta(days=21),
            draft=True,
        )


def elect(world: World, ballot: Ballot, *names: str, on: date) -> tuple[str, ...]:
    options = [Option(number=number, name=name, contact="") for number, name in enumerate(names, start=1)]
    desk = world.office.desk
    with begin(world.app.engine) as conn:
        said = succession(conn, desk, ballot, options, on)
        assert succeed(conn, desk, ballot, options, on, by=MANAGER, now=world.now) == said
    return said


def holders(world: World, *days: date) -> list[list[object]]:
    return [[one["holder"] for one in listed(world, day)] for day in days]


def test_the_previous_incumbent_stays_until_the_date_of_effect(world: World) -> None:
    confirmed(world, SET)
    said = elect(world, ballot_for_office(world), "Dr Hannah Corbett", on=date(2027, 6, 1))
    assert said == (
        "Dr Hannah Corbett holds the office Locality Clinical Director from 1 June 2027 to the end of 31 May 2029.",
        "Dr Simon Everley is in the office Locality Clinical Director to the end of 31 May 2027; "
        "the term was planned to the end of 31 March 2027.",
    )
    there = holders(world, date(2027, 3, 31), date(2027, 4, 1), date(2027, 5, 31), date(2027, 6, 1))
    assert there == [["Dr Simon Everley"]] * 3 + [["Dr Hannah Corbett"]]


def test_an_election_on_the_day_after_the_old_term_leaves_it_as_it_was_planned(world: World) -> None:
    confirmed(world, SET)
    said = elect(world, ballot_for_office(world), "Dr Hannah Corbett", on=date(2027, 4, 1))
    assert said[1] == "Dr Simon Everley is in the office Locality Clinical Director to the end of 31 March 2027."


def test_who_is_elected_again_has_a_further_term(world: World) -> None:
    confirmed(world, SET)
    said = elect(world, ballot_for_office(world), "Dr Simon Everley", on=date(2027, 4, 1))
    assert said == (
        "Dr Simon Everley holds the office Locality Clinical Director for a further term "
        "from 1 April 2027 to the end of 31 March 2029.",
    )


def test_a_ballot_without_an_office_or_without_anybody_elected_moves_nothing(world: World) -> None:
    confirmed(world, SET)
    assert elect(world, ballot_for_office(world), on=date(2027, 4, 1)) == ()
    world.start()
    with reading(world.app.engine) as conn:
        other = ballots.every(conn, "selg")[-1]
    assert elect(world, other, "Dr Hannah Corbett", on=date(2027, 4, 1)) == ()
    assert len(listed(world)) == 1


def test_more_people_than_places_are_pointed_out(world: World) -> None:
    confirmed(world, SET)
    said = elect(world, ballot_for_office(world), "Dr Hannah Corbett", "Dr Paul Orme", on=date(2027, 4, 1))
    assert said[-1] == (
        "From 1 April 2027 on, more people hold the office Locality Clinical Director than it has places (1 place)."
    )


def test_nobody_is_warned_while_an_election_is_under_way_nor_after_it(world: World) -> None:
    confirmed(world, SET)
    ballot = ballot_for_office(world)
    world.at(morning(UNTIL - timedelta(days=90))).tick()
    assert warnings(world) == []
    elect(world, ballot, "Dr Hannah Corbett", on=date(2027, 4, 1))
    with begin(world.app.engine) as conn:
        ballots.cancel(conn, ballot, world.now, "")
    world.later(days=1).tick()
    assert warnings(world) == []


def test_an_election_that_is_cancelled_lets_the_warning_go(world: World) -> None:
    confirmed(world, SET)
    ballot = ballot_for_office(world)
    world.at(morning(UNTIL - timedelta(days=90))).tick()
    with begin(world.app.engine) as conn:
        ballots.cancel(conn, ballot, world.now, "")
    world.later(days=1).tick()
    assert len(warnings(world)) == 1


def test_a_vacancy_during_an_election_drafts_no_second_call(world: World) -> None:
    confirmed(world, SET)
    ballot = ballot_for_office(world)
    done = confirmed(world, f"vacancy {DIRECTOR}\nUntil: 31 December 2026\n")
    assert f"{ballot.paper.reference}, {DIRECTOR}, is under way for this office, so no call is drafted." in done
    assert world.letters(MANAGER, "An office falls vacant:") == []


@pytest.mark.parametrize(("elected", "is_under_way"), [(["Dr Hannah Corbett"], True), ([], False)])
def test_a_declared_ballot_is_under_way_until_it_is_confirmed_if_it_elected_somebody(
    world: World, elected: list[str], is_under_way: bool
) -> None:
    confirmed(world, SET)
    ballot, now = ballot_for_office(world), datetime(2027, 1, 1, tzinfo=UTC)
    with begin(world.app.engine) as conn:
        office = offices.get(conn, ballot.office_id or 0)
        electorate = ballots.electorate(conn, ballot, now)
        ballot = ballots.schedule(conn, ballot, now, opens_at=now, closes_at=now, question="", note="")
        ballot = ballots.open_(conn, ballot, now, now, now, electorate)
        ballot = ballots.declare(conn, ballot, now, {"kind": "elected", "elected": [*elected]})
        assert (under_way(conn, office, now) is not None) is is_under_way
        ballots.confirm(conn, ballot, now, None)
        assert under_way(conn, office, now) is None
