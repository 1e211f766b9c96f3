"""R25, R24: the manager is warned before a term ends and told of a vacancy, with the call for candidates drafted."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailvote.mail.dates import read_moment
from mailvote.office.calling import call_form
from mailvote.office.officefile import carry_out, plan_offices
from mailvote.store import ballots, offices
from mailvote.store.database import begin, reading
from tests.office.test_offices import DIRECTOR, SET, confirmed, flat, listed, order
from tests.office.world import MANAGER, SELG, World, open_world, text_of

UNTIL = date(2027, 3, 31)
SECOND = "second@selg.example"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world.tick()


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def warnings(world: World, to: str = MANAGER) -> list[EmailMessage]:
    return world.letters(to, "A term ends on") + world.letters(to, "The term is over")


@pytest.mark.parametrize(("days", "letters"), [(91, 0), (90, 1), (89, 1), (0, 1)])
def test_the_manager_is_written_to_ninety_days_before_a_term_ends(world: World, days: int, letters: int) -> None:
    confirmed(world, SET)
    world.at(morning(UNTIL - timedelta(days=days))).tick()
    assert len(warnings(world)) == letters


def test_the_letter_goes_once_however_long_the_bot_was_down(world: World) -> None:
    confirmed(world, SET)
    world.at(morning(UNTIL + timedelta(days=30))).tick().later(days=1).tick().later(days=90).tick()
    assert [str(one["Subject"]) for one in warnings(world)] == ["The term is over: Locality Clinical Director [SELG]"]
    assert "The term of Dr Simon Everley ended on 31 March 2027" in text_of(warnings(world)[0]).replace("\n", " ")


def test_the_letter_holds_the_call_with_working_days_proposed(world: World) -> None:
    confirmed(world, SET)
    world.at(morning(UNTIL - timedelta(days=90))).tick()
    letter = text_of(warnings(world)[0])
    assert f"call for candidates\nTitle: {DIRECTOR}\nOffice: {DIRECTOR}\n" in letter
    calendar = world.office.desk.house.calendar
    for key in ("Apply by", "Opens", "Closes"):
        found = re.search(rf"^{key}: (.+)$", letter, re.MULTILINE)
        assert found is not None
        at = read_moment(found[1], calendar)
        assert isinstance(at, datetime)
        assert calendar.is_working_day(calendar.local(at).date())


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 4), date(2027, 3, 4)])
def test_no_date_that_is_proposed_is_a_bank_holiday(world: World, day: date) -> None:
    calendar = world.office.desk.house.calendar
    with reading(world.app.engine) as conn:
        form = call_form(conn, world.office.desk, None, morning(day))
    for key in ("Apply by", "Opens", "Closes"):
        at = read_moment(form.value(key), calendar)
        assert isinstance(at, datetime)
        assert calendar.is_working_day(calendar.local(at).date())


def test_each_manager_has_a_letter_with_a_form_of_their_own(tmp_path: Path) -> None:
    managers = '"Morgan Reed <manager@selg.example>"'
    with open_world(tmp_path, changes=f"{managers} -> {managers}, '{SECOND}'") as world:
        world.tick()
        confirmed(world, SET)
        world.at(morning(UNTIL)).tick()
        codes = [re.findall(r"Confirmation code: (\S+)", text_of(warnings(world, to)[0])) for to in (MANAGER, SECOND)]
        assert len(codes[0]) == len(codes[1]) == 1
        assert codes[0] != codes[1]


def test_the_notice_is_a_setting(tmp_path: Path) -> None:
    with open_world(
        tmp_path, changes='member_noun = "practice" -> member_noun = "practice"\nwarn_of_terms = "30 days"'
    ) as world:
        world.tick()
        confirmed(world, SET)
        world.at(morning(UNTIL - timedelta(days=31))).tick()
        assert warnings(world) == []
        world.later(days=1).tick()
        assert len(warnings(world)) == 1


def test_a_term_whose_end_is_moved_is_written_about_again(world: World) -> None:
    confirmed(world, SET)
    world.at(morning(UNTIL - timedelta(days=90))).tick()
    confirmed(world, f"set office {DIRECTOR}\nUntil: 30 September 2027\n")
    world.tick()
    assert len(warnings(world)) == 1
    world.at(morning(date(2027, 9, 30))).tick()
    assert len(warnings(world)) == 2


def test_two_terms_of_one_office_that_end_together_are_one_letter(world: World) -> None:
    confirmed(world, SET + "Places: 2\n")
    confirmed(world, f"set office {DIRECTOR}\nHolder: Dr Hannah Corbett\nFrom: 1 April 2025\nUntil: 31 March 2027\n")
    world.at(morning(UNTIL)).tick()
    assert len(warnings(world)) == 1
    assert "Seats: 2" in text_of(warnings(world)[0])


PANEL = "Panel:\n- Dr M. Director <m.director@occg.example>\n- Dr R. Quill <r.quill@x.example>\n"


def test_the_call_sent_back_with_its_panel_makes_a_proof_and_a_ballot_for_the_office(world: World) -> None:
    confirmed(world, SET)
    world.at(morning(UNTIL - timedelta(days=90))).tick()
    world.reply(warnings(world)[0], PANEL)
    world.tick()
    assert "Dr R. Quill" in flat(world)
    assert world.references() == []
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    with reading(world.app.engine) as conn:
        (ballot,) = ballots.every(conn, "selg")
        office = offices.find(conn, "selg", DIRECTOR)
    assert office is not None
    assert (ballot.office_id, ballot.paper.title, ballot.paper.seats) == (office.id, DIRECTOR, 1)
    done = confirmed(world, f"vacancy {DIRECTOR}\n")
    assert f"{ballot.paper.reference}, {DIRECTOR}, is under way for this office" in done


def test_the_call_of_a_locality_is_put_to_it_under_its_own_rules(tmp_path: Path) -> None:
    roster = (SELG.parent / "elr" / "roster.csv").read_bytes()
    with open_world(tmp_path, roster=roster) as world:
        world.tick()
        with begin(world.app.engine) as conn:
            content = (SELG.parent / "elr" / "offices.csv").read_bytes()
            carry_out(conn, plan_offices(conn, world.office.desk, content, world.now), by="test", now=world.now)
        world.tick()
        (letter,) = warnings(world)
        text = text_of(letter)
        assert "Rule set: elr-locality-lead\nGroup: Melton Mowbray, Rutland and Market Harborough\nSeats: 1\n" in text
        world.reply(letter, PANEL)
        world.tick()
        assert "Nothing has been done yet" not in flat(world)
        world.reply(world.last(MANAGER), "confirm")
        world.tick()
        with reading(world.app.engine) as conn:
            (ballot,) = ballots.every(conn, "selg")
        assert (ballot.group, ballot.paper.rules.name) == (
            "Melton Mowbray, Rutland and Market Harborough",
            "elr-locality-lead",
        )


def test_a_vacancy_is_put_on_the_register_and_the_call_is_drafted_at_once(world: World) -> None:
    confirmed(world, SET)
    proof = order(world, f"vacancy {DIRECTOR}\nUntil: 31 December 2026\nReason: A new post elsewhere.\n")
    assert "Dr Simon Everley is in the office Locality Clinical Director to the end of 31 December 2026" in proof
    assert world.letters(MANAGER, "An office falls vacant:") == []
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    letter = world.letters(MANAGER, "An office falls vacant:")[0]
    assert "A new post elsewhere." in text_of(letter)
    assert f"Office: {DIRECTOR}" in text_of(letter)
    assert listed(world)[0]["until"] == "2026-12-31"
    world.at(morning(date(2026, 12, 31))).tick()
    assert warnings(world) == []


def test_after_the_last_day_of_a_vacancy_nobody_holds_the_office(world: World) -> None:
    confirmed(world, SET)
    confirmed(world, f"vacancy {DIRECTOR}\nUntil: 31 December 2026\n")
    assert [one["holder"] for one in listed(world, date(2026, 12, 31))] == ["Dr Simon Everley"]
    assert listed(world, date(2027, 1, 1)) == [{"name": DIRECTOR, "holder": None, "from": None, "until": None}]
    shown = order(world.at(morning(date(2027, 1, 4))), "offices")
    assert "Vacant, since the end of 31 December 2026" in shown


def test_without_a_day_the_holder_stays_until_a_successor_takes_office(world: World) -> None:
    confirmed(world, SET)
    done = confirmed(world, f"vacancy {DIRECTOR}\n")
    assert (
        "Dr Simon Everley gives up the office Locality Clinical Director, and stays until a successor takes it" in done
    )
    assert listed(world, date(2028, 1, 1))[0] == {
        "name": DIRECTOR,
        "holder": "Dr Simon Everley",
        "from": "2025-04-01",
        "until": None,
    }
    assert "That is on the register already" in order(world, f"vacancy {DIRECTOR}")


def test_a_vacancy_may_be_put_on_record_after_the_day(world: World) -> None:
    confirmed(world, SET)
    confirmed(world, f"vacancy {DIRECTOR}\nUntil: 2 November 2026\n")
    assert [one["holder"] for one in listed(world)] == [None]


def test_a_vacancy_is_taken_back_by_setting_the_planned_end_again(world: World) -> None:
    confirmed(world, SET)
    confirmed(world, f"vacancy {DIRECTOR}\nUntil: 31 December 2026\n")
    done = confirmed(world, f"set office {DIRECTOR}\nHolder: Dr Simon Everley\nUntil: 31 March 2027\n")
    assert "Dr Simon Everley no longer gives up the office" in done
    assert listed(world)[0]["until"] == "2027-03-31"


def test_what_cannot_fall_vacant_is_answered_with_the_reason(world: World) -> None:
    assert "There is no office “Director”. There is none yet" in order(world, "vacancy Director")
    confirmed(world, SET + "Places: 2\n")
    confirmed(world, f"set office {DIRECTOR}\nHolder: Dr Hannah Corbett\n")
    assert "Did you mean Locality Clinical Director?" in order(world, "vacancy Locality Clinical Directer")
    assert "Say who leaves" in order(world, f"vacancy {DIRECTOR}")
    assert "Dr Nobody does not hold Locality Clinical Director" in order(
        world, f"vacancy {DIRECTOR}\nHolder: Dr Nobody"
    )
    early = order(world, f"vacancy {DIRECTOR}\nHolder: Dr Simon Everley\nUntil: 1 March 2025")
    assert "only since 1 April 2025" in early
    late = order(world, f"vacancy {DIRECTOR}\nHolder: Dr Simon Everley\nUntil: 1 April 2027")
    assert "ends on 31 March 2027 anyway" in late


def test_an_office_that_nobody_holds_has_its_call_drafted_as_well(world: World) -> None:
    confirmed(world, f"set office {DIRECTOR}\nYears: 2\n")
    done = confirmed(world, f"vacancy {DIRECTOR}")
    assert "Nobody holds Locality Clinical Director, so nothing changes on the register" in flat(world) + done
    assert len(world.letters(MANAGER, "An office falls vacant:")) == 1
