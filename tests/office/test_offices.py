"""R25: offices and terms by mail: set, shown, put right; and who follows whom once an outcome is confirmed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mailvote.office.officelist import figures
from mailvote.rules.chain import JSON
from mailvote.store import offices
from mailvote.store.database import reading
from tests.office.world import MANAGER, MONDAY, World, open_world, text_of

TODAY = MONDAY.date()
DIRECTOR = "Locality Clinical Director"
SET = f"""set office
Office: {DIRECTOR}
Holder: Dr Simon Everley
Email: s.everley@selg-locality.example
From: 1 April 2025
Until: 31 March 2027
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world.tick()


def order(world: World, text: str) -> str:
    """The answer to a manager's command, in one line."""
    world.mail(MANAGER, text, subject=f"{world.now.isoformat()}")
    world.tick()
    return flat(world)


def flat(world: World) -> str:
    return " ".join(text_of(world.last(MANAGER)).split())


def confirmed(world: World, text: str) -> str:
    """The answer to the confirmation of a command."""
    order(world, text)
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    return flat(world)


def listed(world: World, day: date = TODAY) -> list[dict[str, JSON]]:
    with reading(world.app.engine) as conn:
        return figures(conn, world.office.desk, day)


def holder(world: World, day: date = TODAY) -> list[JSON]:
    return [one["holder"] for one in listed(world, day)]


def test_an_office_is_set_by_mail_and_shown(world: World) -> None:
    proof = order(world, SET)
    assert f"The office {DIRECTOR} is new: 1 place, terms of 2 years" in proof
    assert "Dr Simon Everley <s.everley@selg-locality.example> holds the office" in proof
    assert listed(world) == []
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    expected = {"name": DIRECTOR, "holder": "Dr Simon Everley", "from": "2025-04-01", "until": "2027-03-31"}
    assert listed(world) == [expected]
    shown = order(world, "offices")
    assert "Dr Simon Everley, s.everley@selg-locality.example: from 1 April 2025, to the end of 31 March 2027" in shown


def test_setting_it_twice_is_a_correction_and_no_second_term(world: World) -> None:
    confirmed(world, SET)
    assert "The register of offices says this of Locality Clinical Director already." in order(world, SET)
    done = confirmed(world, "set office locality clinical director!\nHolder: dr simon everley\nUntil: 30 April 2027\n")
    assert "dr simon everley holds it from 1 April 2025 to the end of 30 April 2027" in done
    assert [(one["holder"], one["until"]) for one in listed(world)] == [("dr simon everley", "2027-04-30")]


def test_a_name_with_other_punctuation_is_the_same_office(world: World) -> None:
    confirmed(world, SET)
    confirmed(world, "set office “LOCALITY, clinical-director”\nYears: 3\n")
    with reading(world.app.engine) as conn:
        assert [(one.name, one.term_years) for one in offices.every(conn, "selg")] == [(DIRECTOR, 3)]


def test_an_office_with_a_similar_name_is_pointed_out(world: World) -> None:
    confirmed(world, SET)
    assert f"There is an office {DIRECTOR} as well" in order(world, "set office Locality Clinical Directors")


def test_who_takes_over_without_a_day_does_so_on_the_day_that_the_proof_names(world: World) -> None:
    confirmed(world, SET)
    proof = order(world, f"set office {DIRECTOR}\nHolder: Dr Hannah Corbett\n")
    assert "Dr Hannah Corbett holds the office Locality Clinical Director from 23 November 2026" in proof
    assert "Dr Simon Everley is in the office Locality Clinical Director to the end of 22 November 2026" in proof
    world.later(hours=20)
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert [(one["holder"], one["from"]) for one in listed(world)] == [("Dr Hannah Corbett", "2026-11-23")]


def test_a_term_may_have_no_end_and_no_beginning(world: World) -> None:
    confirmed(world, f"set office {DIRECTOR}\nHolder: Dr Simon Everley\n")
    assert listed(world) == [{"name": DIRECTOR, "holder": "Dr Simon Everley", "from": None, "until": None}]
    assert "no end is known" in order(world, "offices")


def test_an_office_with_two_places_shows_the_one_that_is_free(world: World) -> None:
    confirmed(world, SET + "Places: 2\n")
    assert holder(world) == ["Dr Simon Everley", None]
    assert "One place is vacant" in order(world, "offices")
    confirmed(world, f"set office {DIRECTOR}\nHolder: Dr Hannah Corbett\n")
    assert set(holder(world)) == {"Dr Simon Everley", "Dr Hannah Corbett"}
    fewer = order(world, f"set office {DIRECTOR}\nPlaces: 1\n")
    assert "Locality Clinical Director has only 1 place" in fewer


def test_what_is_wrong_with_an_entry_is_said_at_once(world: World) -> None:
    wrong = order(
        world, f"set office {DIRECTOR}\nHolder: X\nEmail: ballots@selg.example\nGroup: North\nRule set: decision\n"
    )
    assert "is the address of the ballots themselves" in wrong
    assert "belongs to the group “North”" in wrong
    assert "Nobody is elected under the rule set “decision”" in wrong
    assert "“Until” lies before “From”" in order(
        world, f"set office {DIRECTOR}\nHolder: X\nFrom: 2 May 2026\nUntil: 1 May 2026\n"
    )
    assert "“Holder” is missing" in order(world, f"set office {DIRECTOR}\nUntil: 1 May 2027\n")
    assert "“Group” is missing" in order(world, f"set office {DIRECTOR}\nRule set: elr-locality-lead\n")
    assert "“Office” is missing" in order(world, "set office\nHolder: X\n")
    assert listed(world) == []


def test_dates_without_a_name_are_those_of_the_only_holder(world: World) -> None:
    confirmed(world, SET)
    confirmed(world, f"set office {DIRECTOR}\nUntil: 30 June 2027\n")
    assert [(one["holder"], one["until"]) for one in listed(world)] == [("Dr Simon Everley", "2027-06-30")]


def test_a_term_longer_than_the_office_has_is_pointed_out(world: World) -> None:
    confirmed(world, SET)
    proof = order(world, f"set office {DIRECTOR}\nUntil: 30 April 2027\n")
    assert "longer for Dr Simon Everley than a term of 2 years" in proof


def test_a_term_that_ended_last_year_is_shown_so_while_nobody_is_elected(world: World) -> None:
    confirmed(world, SET.replace("2025", "2023").replace("2027", "2025"))
    shown = order(world, "offices")
    assert "term ended on 31 March 2025, stays until a successor takes office" in shown
    assert listed(world)[0]["until"] == "2025-03-31"


def test_nothing_but_the_empty_register_is_shown_before_the_first_office(world: World) -> None:
    assert "The register of offices is empty" in order(world, "offices")


@pytest.mark.parametrize("command", ["set office", "vacancy"])
def test_a_command_with_mistakes_comes_back_as_its_form_to_be_corrected(world: World, command: str) -> None:
    confirmed(world, SET)
    answer = order(world, f"{command} {DIRECTOR}\nHolder: Dr Simon Everley\nUntil: someday\n")
    assert "“someday” is not a date I can read" in answer
    world.reply(world.last(MANAGER), "Until: 31 December 2026\n")
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert listed(world)[0]["until"] == "2026-12-31"


def test_a_misspelt_field_is_named_with_the_nearest(world: World) -> None:
    assert "did you mean “From”?" in order(world, f"set office {DIRECTOR}\nFrm: 1 May 2026\n")
