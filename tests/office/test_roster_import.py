"""Importing a roster: the difference as sentences, applied whole or not at all, and nothing the second time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from mailvote.office.roster import Difference, carry_out, export_roster, plan_import
from mailvote.office.roster.lookalikes import address_warnings, look_alike
from mailvote.rules.electorate import Electorate, Role
from mailvote.rules.workingdays import Calendar
from mailvote.store import register
from mailvote.store.roster import registered

ROOT = Path(__file__).parents[2]
CALENDAR = Calendar(timezone=ZoneInfo("Europe/London"), closing_time=time(17), holidays=frozenset())
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
SELG = (ROOT / "config/organisations/selg/roster.csv").read_bytes()
HEADINGS = "practice,lead_name,lead_email,deputy_name,deputy_email,valid_from,valid_to"
HART = "The Hart Surgery,Dr A,a@hart.example,,,,"
BELL = "The Bell Surgery,Dr B,b@bell.example,Dr C,c@bell.example,,"


def file(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def bring_in(
    conn: Connection, content: bytes, *, now: datetime = NOW, replace: bool = False, total: int | None = None
) -> Difference:
    """What an import shows; it is carried out, and the same file then makes no difference."""
    found = plan_import(conn, "selg", content, replace=replace, total=total, now=now, calendar=CALENDAR)
    carry_out(conn, "selg", found, now)
    if not found.problems:
        again = plan_import(conn, "selg", content, replace=replace, total=total, now=now, calendar=CALENDAR)
        assert (again.changes, again.sentences) == ((), ())
    return found


def electorate(conn: Connection, at: datetime = NOW) -> Electorate:
    return register.electorate(conn, "selg", at)


def leads(conn: Connection, practice: str, at: datetime) -> list[str]:
    member = electorate(conn, at).named(practice)
    assert member
    return [person.name for person in member.people if person.role is Role.LEAD and person.in_force(at)]


def test_r1_the_ten_practices_of_2015_come_with_both_spellings(conn: Connection) -> None:
    found = bring_in(conn, SELG, total=91732)
    assert found.warnings == ()
    assert len(found.sentences) == 10
    ten = electorate(conn)
    assert ten.population == 91732
    assert all(len(ten.voters(member.id, NOW)) == 2 for member in ten.members)
    for spelling, name in (
        ("Wallingford Medical Practice", "Wallingford Medical Centre"),
        ("mill stream surgery", "Millstream Surgery"),
        ("Watlington & Charlgrove Surgeries", "Chalgrove and Watlington Surgeries"),
    ):
        member = ten.named(spelling)
        assert member
        assert member.name == name
    assert register.totals(conn, "selg") == {date(2015, 4, 1): 91732}


def test_a_new_practice_is_shown_with_all_that_is_registered_for_it(conn: Connection) -> None:
    found = bring_in(conn, SELG)
    assert found.sentences[3] == (
        "Nettlebed Surgery is new: lead Dr David Quaye <dr.d.quaye@nettlebed-surgery.example>, "
        "deputy Dr Ruth Ennis <dr.r.ennis@nettlebed-surgery.example>, population 3,661 on 1 April 2015, "
        "also known as Nettlebed"
    )


def test_a_blank_valid_from_means_always_for_a_new_practice(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    assert leads(conn, "The Hart Surgery", datetime(2001, 1, 1, tzinfo=UTC)) == ["Dr A"]


def test_a_changed_lead_starts_now_and_the_predecessor_ends_now(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    found = bring_in(conn, file(HEADINGS, HART.replace("Dr A,a@", "Dr B,b@")))
    assert found.sentences == ("The Hart Surgery: lead changes from Dr A to Dr B from 23 November 2026",)
    assert leads(conn, "The Hart Surgery", NOW - timedelta(seconds=1)) == ["Dr A"]
    assert leads(conn, "The Hart Surgery", NOW) == ["Dr B"]


def test_a_change_for_a_day_to_come_starts_at_its_midnight(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    content = file(HEADINGS, "The Hart Surgery,Dr B,b@hart.example,,,2026-12-01,")
    found = bring_in(conn, content)
    assert found.sentences == ("The Hart Surgery: lead changes from Dr A to Dr B from 1 December 2026",)
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    assert leads(conn, "The Hart Surgery", midnight - timedelta(seconds=1)) == ["Dr A"]
    assert leads(conn, "The Hart Surgery", midnight) == ["Dr B"]
    assert bring_in(conn, content, now=NOW + 2 * WEEK).sentences == ()


def test_no_change_reaches_into_the_past(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    bring_in(conn, file(HEADINGS, "The Hart Surgery,Dr B,b@hart.example,,,2026-11-02,"))
    assert leads(conn, "The Hart Surgery", NOW - timedelta(seconds=1)) == ["Dr A"]
    assert leads(conn, "The Hart Surgery", NOW) == ["Dr B"]


def test_one_who_is_appointed_for_later_stays_so_with_a_warning(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    bring_in(conn, file(HEADINGS, "The Hart Surgery,Dr B,b@hart.example,,,2026-12-01,"))
    found = bring_in(conn, file(HEADINGS, "The Hart Surgery,Dr C,c@hart.example,,,,"))
    assert found.warnings == ("The Hart Surgery: Dr B stays appointed lead from 1 December 2026.",)
    assert leads(conn, "The Hart Surgery", NOW) == ["Dr C"]
    assert leads(conn, "The Hart Surgery", NOW + 2 * WEEK) == ["Dr B"]


def test_the_same_person_under_a_new_address_or_a_corrected_name(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    moved = bring_in(conn, file(HEADINGS, HART.replace("a@hart", "new@hart")))
    assert moved.sentences == (
        "The Hart Surgery: the address of lead Dr A changes from a@hart.example to new@hart.example "
        "from 23 November 2026",
    )
    renamed = bring_in(conn, file(HEADINGS, HART.replace("Dr A,a@hart", "Dr A. Ashworth,NEW@Hart")), now=NOW + WEEK)
    assert renamed.sentences == ("The Hart Surgery: lead Dr A is now written Dr A. Ashworth",)


def test_a_deputy_comes_and_goes(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    came = bring_in(conn, file(HEADINGS, "The Hart Surgery,Dr A,a@hart.example,Dr D,d@hart.example,,"))
    assert came.sentences == ("The Hart Surgery: Dr D becomes deputy from 23 November 2026",)
    went = bring_in(conn, file(HEADINGS, HART), now=NOW + WEEK)
    assert went.sentences == ("The Hart Surgery: Dr D is no longer deputy from 30 November 2026",)


def test_what_the_file_has_no_column_for_stays_as_it_is(conn: Connection) -> None:
    bring_in(conn, SELG)
    hart = "The Hart Surgery,Dr Anita Ashworth,dr.a.ashworth@hart-surgery.example"
    assert bring_in(conn, file("practice,lead_name,lead_email", hart)).sentences == ()


def test_contacts_are_told_apart_by_their_addresses(conn: Connection) -> None:
    headings = "practice,lead_name,lead_email,contact_name,contact_email"
    bring_in(conn, file(headings, "Hart,Dr A,a@hart.example,Jo; Kim,jo@hart.example; kim@hart.example"))
    found = bring_in(conn, file(headings, "Hart,Dr A,a@hart.example,Kimberley; Lee,kim@hart.example; lee@hart.example"))
    assert found.sentences == (
        "Hart: Jo is no longer a contact from 23 November 2026",
        "Hart: contact Kim is now written Kimberley",
        "Hart: Lee becomes a contact from 23 November 2026",
    )


def test_r1_a_practice_is_known_by_any_of_its_names_and_keeps_its_own(conn: Connection) -> None:
    bring_in(conn, SELG)
    row = "WALLINGFORD MEDICAL PRACTICE,Dr Judith Lane,dr.j.lane@wallingford-medical.example"
    assert bring_in(conn, file("practice,lead_name,lead_email", row)).sentences == ()
    member = electorate(conn).named("Wallingford")
    assert member
    assert member.name == "Wallingford Medical Centre"


def test_a_practice_is_renamed_by_giving_its_old_name_as_an_alias(conn: Connection) -> None:
    headings = "practice,aliases,lead_name,lead_email"
    bring_in(conn, file(headings, "The Hart Surgery,,Dr A,a@hart.example"))
    found = bring_in(conn, file(headings, "Henley Medical Centre,The Hart Surgery,Dr A,a@hart.example"))
    assert found.sentences == (
        "The Hart Surgery is now called Henley Medical Centre",
        "The Hart Surgery: the practice is also known as The Hart Surgery",
    )
    assert [member.name for member in electorate(conn).members] == ["Henley Medical Centre"]


def test_a_row_that_names_two_registered_practices_is_refused(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART, BELL))
    content = file("practice,aliases,lead_name,lead_email", "The Hart Surgery,The Bell Surgery,Dr A,a@hart.example")
    found = plan_import(conn, "selg", content, now=NOW, calendar=CALENDAR)
    assert [str(problem) for problem in found.problems] == [
        "line 2: aliases: 'The Hart Surgery' and its aliases name The Hart Surgery and The Bell Surgery; allowed: one"
    ]


def test_nothing_is_applied_if_any_row_is_bad(conn: Connection) -> None:
    found = bring_in(conn, file(HEADINGS, HART, "The Bell Surgery,Dr B,no address,,,,"))
    assert [problem.line for problem in found.problems] == [3]
    assert (found.changes, found.sentences) == ((), ())
    assert electorate(conn).members == ()


def test_an_absent_practice_stays_unless_the_file_replaces_the_register(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART, BELL))
    assert bring_in(conn, file(HEADINGS, HART)).sentences == ()
    found = bring_in(conn, file(HEADINGS, HART), replace=True)
    assert found.sentences == ("The Bell Surgery does not stand in the file and leaves now",)
    assert [member.name for member in electorate(conn).members] == ["The Hart Surgery"]
    assert len(electorate(conn, NOW - timedelta(seconds=1)).members) == 2


def test_a_practice_leaves_at_the_end_of_its_last_day(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    found = bring_in(conn, file(HEADINGS, f"{HART}2026-12-31"))
    assert found.sentences == ("The Hart Surgery leaves at the end of 31 December 2026",)
    assert electorate(conn, datetime(2026, 12, 31, 23, 59, tzinfo=UTC)).members
    assert not electorate(conn, datetime(2027, 1, 1, tzinfo=UTC)).members
    assert bring_in(conn, file(HEADINGS, f"{HART}2026-12-31"), now=NOW + 10 * WEEK).sentences == ()
    assert bring_in(conn, file(HEADINGS, HART)).warnings == (
        "The Hart Surgery stays registered as leaving at the end of 31 December 2026.",
    )


def test_a_practice_that_left_and_comes_back_is_a_new_one(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART, BELL))
    bring_in(conn, file(HEADINGS, BELL), replace=True)
    found = bring_in(conn, file(HEADINGS, HART), now=NOW + WEEK)
    assert found.sentences[0].startswith("The Hart Surgery is new: ")
    assert not electorate(conn, NOW + WEEK / 2).named("The Hart Surgery")
    assert electorate(conn, NOW + WEEK).named("The Hart Surgery")


def test_r2_populations_are_dated_and_a_blank_date_is_the_day_of_import(conn: Connection) -> None:
    headings = "practice,lead_name,lead_email,population,population_as_of"
    hart = "The Hart Surgery,Dr A,a@hart.example"
    bring_in(conn, file(headings, f"{hart},10318,2015-04-01"))
    assert bring_in(conn, file(headings, f"{hart},10318,")).sentences == ()
    found = bring_in(conn, file(headings, f"{hart},10400,"))
    assert found.sentences == (
        "The Hart Surgery: population 10,400 on 23 November 2026, 10,318 on 1 April 2015 before it",
    )
    assert electorate(conn, NOW - WEEK).population == 10318
    assert electorate(conn).population == 10400


def test_r2_a_total_that_does_not_match_is_a_warning_with_both_numbers(conn: Connection) -> None:
    found = bring_in(conn, SELG, total=720029)
    assert found.warnings == ("The populations add up to 91,732; the stated total is 720,029.",)
    assert register.totals(conn, "selg") == {date(2015, 4, 1): 720029}


def test_r10_one_address_for_two_practices_and_look_alikes_are_pointed_out(conn: Connection) -> None:
    bring_in(conn, file(HEADINGS, HART))
    found = bring_in(conn, file(HEADINGS, "Bell,Dr B,a@hart.example,,,,", "Rycote,Dr R,a@hert.example,,,,"))
    assert set(found.warnings) == {
        "a@hart.example stands for Bell and The Hart Surgery: its votes go by the paper they answer.",
        "a@hart.example (Bell) looks like a@hert.example (Rycote): is one of them a slip?",
        "a@hert.example (Rycote) looks like a@hart.example (The Hart Surgery): is one of them a slip?",
    }


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("jane@bell.example", "jane@bell.example", False),
        ("jane@bell.example", "jana@bell.example", True),
        ("jane@bell.example", "janes@bell.example", True),
        ("jane@bell.example", "ane@bell.example", True),
        ("morris@bell.example", "rnorris@bell.example", True),
        ("info@bell0.example", "info@bello.example", True),
        ("jane@bell.example", "june.s@bell.example", False),
    ],
)
def test_addresses_look_alike_when_a_letter_or_the_eye_cannot_tell_them_apart(
    one: str, other: str, alike: bool
) -> None:
    assert look_alike(one, other) is alike
    assert look_alike(other, one) is alike


def test_addresses_of_one_practice_are_not_compared() -> None:
    assert not list(address_warnings([("Hart", "dr.a@hart.example"), ("Hart", "dr.b@hart.example")]))


def test_an_export_imports_without_a_difference(conn: Connection) -> None:
    bring_in(conn, SELG)
    bring_in(conn, file(HEADINGS, "Millstream Surgery,Dr New,new@millstream.example,,,2026-12-01,2027-03-31"))
    exported = export_roster(registered(conn, "selg"), at=NOW, calendar=CALENDAR)
    assert bring_in(conn, exported.encode()).sentences == ()
    assert exported.splitlines()[0] == SELG.decode().splitlines()[0]


NAMES = st.text("abcdefghijklmnopqrstuvwxyzé' ", min_size=3, max_size=12).map(lambda name: f"Dr {name.strip()}x")
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2030, 1, 1))


@st.composite
def rosters(draw: st.DrawFn) -> bytes:
    """Files with up to four practices, each with or without deputy, contacts, figures and dates."""
    lines = [
        "practice,population,lead_name,lead_email,deputy_name,deputy_email,contact_name,contact_email,valid_from,valid_to"
    ]
    for number in draw(st.lists(st.integers(1, 4), min_size=1, unique=True)):
        deputy = draw(st.booleans())
        contacts = range(draw(st.integers(0, 2)))
        begin, end = draw(DAYS), draw(DAYS)
        if begin and end and end < begin:
            begin, end = end, begin
        cells = [
            f"Practice {number}",
            draw(st.none() | st.integers(1, 99999)),
            draw(NAMES),
            f"lead{draw(st.integers(1, 3))}@p{number}.example",
            draw(NAMES) if deputy else None,
            f"deputy{draw(st.integers(1, 3))}@p{number}.example" if deputy else None,
            "; ".join(f"C {each}" for each in contacts),
            "; ".join(f"c{each}@p{number}.example" for each in contacts),
            begin,
            end,
        ]
        lines.append(",".join("" if cell is None else str(cell) for cell in cells))
    return "\n".join(lines).encode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(files=st.lists(rosters(), min_size=1, max_size=4), gaps=st.lists(st.integers(0, 900), min_size=4, max_size=4))
def test_whatever_was_imported_before_the_same_file_again_and_an_export_make_no_difference(
    sqlite_database: Engine, files: list[bytes], gaps: list[int]
) -> None:
    with sqlite_database.connect() as conn:
        now = NOW - timedelta(days=2000)
        for content, gap in zip(files, gaps, strict=False):
            now += timedelta(days=gap)
            bring_in(conn, content, now=now)
            exported = export_roster(registered(conn, "selg"), at=now, calendar=CALENDAR)
            found = plan_import(conn, "selg", exported.encode(), now=now, calendar=CALENDAR)
            assert found.sentences == ()
        conn.rollback()
