"""R25: a file of offices is read whole, compared, and applied whole or not at all."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.office.desk import Desk
from mailvote.office.officefile import OfficeImport, carry_out, compare, plan_offices
from mailvote.office.officelist import figures
from mailvote.office.officerows import read_offices
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate
from mailvote.rules.terms import Tenure
from mailvote.store.database import begin, reading
from tests.office.test_offices import DIRECTOR, confirmed
from tests.office.world import MONDAY, SELG, World, open_world

HEADER = "office,group,places,years,rule_set,holder,email,from,until\n"
ELR = SELG.parent / "elr"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world.tick()


def bring(world: World, text: str | bytes) -> OfficeImport:
    """Import a file whose rows need not repeat the headings."""
    content = text if isinstance(text, bytes) else text.encode()
    content = content if b"office" in content.lower().splitlines()[0] else HEADER.encode() + content
    with begin(world.app.engine) as conn:
        planned = plan_offices(conn, world.office.desk, content, world.now)
        carry_out(conn, planned, by="test", now=world.now)
    return planned


def problems(world: World, text: str) -> list[str]:
    found = bring(world, text)
    assert found.sentences == ()
    assert listed(world) == []
    return [str(problem) for problem in found.problems]


def listed(world: World, day: date | None = None) -> list[dict[str, JSON]]:
    with reading(world.app.engine) as conn:
        return figures(conn, world.office.desk, day or world.now.date())


def test_the_example_of_each_organisation_imports_and_again_changes_nothing(world: World, tmp_path: Path) -> None:
    content = (SELG / "offices.csv").read_bytes()
    assert len(bring(world, content).sentences) == 4
    assert [one["holder"] for one in listed(world)] == ["Dr Simon Everley", "Dr Hannah Corbett"]
    assert bring(world, content) == OfficeImport()
    (tmp_path / "elr").mkdir()
    with open_world(tmp_path / "elr", roster=(ELR / "roster.csv").read_bytes()) as other:
        assert bring(other, (ELR / "offices.csv").read_bytes()).problems == ()
        found = listed(other)
        assert len(found) == 8
        assert [one["holder"] for one in found].count(None) == 1


def test_each_row_is_a_holder_and_an_office_may_have_none(world: World) -> None:
    done = bring(
        world, f"{DIRECTOR},,2,3,,Dr A,a@x.example,2025-04-01,2028-03-31\n{DIRECTOR},,,,,Dr B,,,\nChair,,,,,,,,\n"
    )
    assert done.sentences == (
        f"The office {DIRECTOR} is new: 2 places, terms of 3 years, elections under the rule set election.",
        f"Dr B holds the office {DIRECTOR}; since when and until when is not known.",
        f"Dr A <a@x.example> holds the office {DIRECTOR} from 1 April 2025 to the end of 31 March 2028.",
        "The office Chair is new: 1 place, terms of 3 years, elections under the rule set election.",
    )
    assert [one["holder"] for one in listed(world)] == ["Dr B", "Dr A", None]


def test_what_the_file_has_no_word_for_stays_as_it_is(world: World) -> None:
    bring(world, f"{DIRECTOR},,2,2,,Dr A,a@x.example,2025-04-01,2027-03-31\n")
    done = bring(world, f"Office,Holder,Until\n{DIRECTOR.upper()},Dr. A,30/04/2027\n")
    assert done.sentences == (
        f"{DIRECTOR}: Dr A <a@x.example> is now Dr. A <a@x.example>.",
        f"{DIRECTOR}: Dr. A holds it from 1 April 2025 to the end of 30 April 2027, "
        "not from 1 April 2025 to the end of 31 March 2027.",
    )


def test_past_terms_may_stand_in_the_file(world: World) -> None:
    rows = f"{DIRECTOR},,1,2,,Dr A,,2021-04-01,2023-03-31\n{DIRECTOR},,,,,Dr B,,2023-04-01,2025-03-31\n"
    rows += f"{DIRECTOR},,,,,Dr A,,2025-04-01,\n"
    assert bring(world, rows).problems == ()
    assert [(one["holder"], one["until"]) for one in listed(world)] == [("Dr A", "2027-03-31")]
    assert [one["holder"] for one in listed(world, date(2024, 1, 1))] == ["Dr B"]
    assert bring(world, rows) == OfficeImport()


def test_an_old_file_gives_nobody_an_office_back(world: World) -> None:
    rows = f"{DIRECTOR},,1,2,,Dr A,,,\n"
    bring(world, rows)
    confirmed(world, f"set office {DIRECTOR}\nHolder: Dr B\n")
    confirmed(world, f"vacancy {DIRECTOR}\nUntil: 31 December 2026\n")
    assert bring(world, rows) == OfficeImport()
    assert [(one["holder"], one["until"]) for one in listed(world)] == [("Dr B", "2026-12-31")]


def test_bad_rows_are_all_named_with_their_line_and_nothing_is_applied(world: World) -> None:
    rows = (
        f"{DIRECTOR},,one,2,,Dr A,nobody,2025-02-30,\n"
        f"{DIRECTOR},,,,,Dr B,,2027-04-01,2027-03-31\n"
        ",,,,,Dr C,,,\n"
        "Chair,,,,,,c@x.example,,\n"
        "Secretary,,,,,=HYPERLINK(1),,,\n"
    )
    found = problems(world, rows)
    assert [line.partition(": ")[0] for line in found] == ["line 2"] * 3 + ["line 3", "line 4", "line 5", "line 6"]
    assert "line 2: places: 'one' is not allowed; allowed: a whole number from 1 to 99" in found
    assert "line 2: from: '2025-02-30' is no date; allowed: 2026-11-30 or 30/11/2026 (day before month)" in found
    assert "line 3: until: 2027-03-31 lies before from (2027-04-01); allowed: that day or a later one" in found
    assert "line 5: holder: missing for an address or a term; allowed: a name, or nothing about a holder" in found


def test_rows_that_stand_twice_or_contradict_each_other_are_named(world: World) -> None:
    rows = f"{DIRECTOR},,1,2,,Dr A,,2025-04-01,\n{DIRECTOR.lower()},,2,,,DR A,,2025-04-01,\n"
    assert problems(world, rows) == [
        "line 3: places: '2', while line 2 says '1'; allowed: one of them for each office",
        "line 3: holder: DR A stands in line 2 already; allowed: one row for each term",
    ]
    assert problems(world, "Chair,,,,,,,,\nchair,,,,,,,,\n") == [
        "line 3: holder: this office without a holder stands in line 2 already; allowed: one row for each term"
    ]


def test_more_holders_than_places_are_named_for_the_file_does_not_say_who_makes_room(world: World) -> None:
    rows = f"{DIRECTOR},,1,2,,Dr A,,2025-04-01,2027-03-31\n{DIRECTOR},,,,,Dr B,,2027-01-01,2028-12-31\n"
    assert problems(world, rows) == [
        "line 3: places: more people hold it on 2027-01-01 than it has places (1 place); "
        "allowed: terms that do not overlap"
    ]
    rows = f"{DIRECTOR},,1,2,,Dr A,,,\n{DIRECTOR},,,,,Dr B,,,\n"
    assert problems(world, rows)[0].startswith("line 3: places: more people hold it than it has places (1 place)")


def test_unknown_groups_and_rule_sets_are_named(world: World) -> None:
    found = problems(world, f"{DIRECTOR},North,,,,,,,\nChair,,,,decision,,,,\nClerk,,,,nothing,,,,\n")
    assert found[0].startswith("line 2: No practice on the register belongs to the group “North”.")
    assert found[1] == ("line 3: Nobody is elected under the rule set “decision”: name one that has candidates.")
    assert found[2].startswith("line 4: There is no rule set “nothing”.")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("practice,holder\nBell,Dr A\n", "line 1: there is no heading office"),
        ("office,holders\nChair,Dr A\n", "line 1: holders: unknown heading; did you mean holder?"),
        ("office,holder\n", "line 1: no office follows the headings"),
        ("", "there is no heading office"),
    ],
)
def test_a_file_that_is_no_list_of_offices_is_refused_with_what_is_allowed(
    world: World, content: str, problem: str
) -> None:
    with reading(world.app.engine) as conn:
        found = plan_offices(conn, world.office.desk, content.encode(), world.now)
    assert str(found.problems[0]).startswith(problem)


def test_a_file_that_is_no_text_is_refused(world: World) -> None:
    assert str(bring(world, b"office\n\x81\x8d\0").problems[0]).startswith("the file is no text")


def test_a_newcomer_in_the_file_takes_over_from_whoever_holds_the_office(world: World) -> None:
    bring(world, f"{DIRECTOR},,1,2,,Dr A,,2025-04-01,2027-03-31\n")
    done = bring(world, f"{DIRECTOR},,,,,Dr B,,2027-01-01,\n")
    assert done.sentences[1].startswith(f"Dr A is in the office {DIRECTOR} to the end of 31 December 2026")


DAYS = st.dates(date(2022, 1, 1), date(2030, 12, 31))
Row: TypeAlias = tuple[str, str, date | None, date | None]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Chair", "Clerk"]),
        st.sampled_from(["", "Dr A", "Dr B", "Dr C"]),
        st.none() | DAYS,
        st.none() | DAYS,
    ),
    min_size=1,
    max_size=5,
)


@given(ROWS, ROWS)
def test_a_file_imported_twice_changes_nothing_the_second_time(desk: Desk, first: list[Row], second: list[Row]) -> None:
    known: tuple[Tenure, ...] = ()
    for rows in (first, second, first):
        once = imported(desk, known, rows)
        known = kept(known, once.changes)
        assert once.problems or imported(desk, known, rows) == OfficeImport()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_world(tmp_path_factory.mktemp("desk")) as world:
        yield world.office.desk


def imported(desk: Desk, known: tuple[Tenure, ...], rows: list[Row]) -> OfficeImport:
    file = read_offices(as_csv(rows).encode(), desk.house.calendar)
    return compare(desk, Electorate(members=()), known, file, MONDAY.date())


def kept(known: tuple[Tenure, ...], changes: tuple[Tenure, ...]) -> tuple[Tenure, ...]:
    """The offices with those that changed, as the database would number what is new."""
    numbers = count(1 + max((term.id for tenure in known for term in tenure.terms), default=0))
    numbered = [
        replace(tenure, terms=tuple(replace(term, id=term.id or next(numbers)) for term in tenure.terms))
        for tenure in changes
    ]
    names = {tenure.office.name for tenure in numbered}
    return (*(tenure for tenure in known if tenure.office.name not in names), *numbered)


def as_csv(rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("office", "places", "holder", "from", "until"))
    for office, holder, since, until in rows:
        writer.writerow((office, 2, holder, since if holder else "", until if holder else ""))
    return text.getvalue()
