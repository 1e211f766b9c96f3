"""A roster file as administrators make it: what is read, and every bad row named with its line."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mailvote.office.roster import Roster, read_roster
from mailvote.office.roster.headings import COLUMNS
from mailvote.office.roster.rows import Named, RosterRow
from mailvote.rules.workingdays import Calendar

CALENDAR = Calendar(timezone=ZoneInfo("Europe/London"), closing_time=time(17), holidays=frozenset())
HEADINGS = "practice,lead_name,lead_email"
HART = "The Hart Surgery,Dr A. Ashworth,dr.a.ashworth@hart.example"


def read(*lines: str, encoding: str = "utf-8") -> Roster:
    return read_roster("\r\n".join(lines).encode(encoding), CALENDAR)


def only_row(roster: Roster) -> RosterRow:
    assert roster.problems == ()
    (row,) = roster.rows
    return row


def problems(*lines: str) -> list[str]:
    roster = read(*lines)
    return [str(problem) for problem in roster.problems]


def workbook(rows: Sequence[Sequence[object]], *, first_row: int = 0, sheets_before: int = 0) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for number in range(sheets_before):
            book.add_worksheet(f"Notes {number}").write(0, 0, "How to fill in the roster")
        sheet = book.add_worksheet("Roster")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, cells in enumerate(rows, start=first_row):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, datetime.combine(cell, time()), day)
                elif cell is not None:
                    sheet.write(row, column, cell)
    return content.getvalue()


def test_a_full_row_is_read() -> None:
    row = only_row(
        read(
            ",".join(COLUMNS),
            "The Hart Surgery,Hart; Hart Surgery,South,10318,2015-04-01,Dr A,a@hart.example,Dr B,b@hart.example,"
            "Jo; Kim,jo@hart.example; kim@hart.example,2020-04-01,31/3/2027",
        )
    )
    assert row == RosterRow(
        line=2,
        practice="The Hart Surgery",
        aliases=("Hart", "Hart Surgery"),
        group="South",
        population=10318,
        population_as_of=date(2015, 4, 1),
        lead=Named(name="Dr A", address="a@hart.example"),
        deputy=Named(name="Dr B", address="b@hart.example"),
        contacts=(Named(name="Jo", address="jo@hart.example"), Named(name="Kim", address="kim@hart.example")),
        valid_from=date(2020, 4, 1),
        valid_to=date(2027, 3, 31),
    )


def test_only_three_columns_are_required() -> None:
    row = only_row(read(HEADINGS, HART))
    assert (row.practice, row.lead.address, row.deputy) == ("The Hart Surgery", "dr.a.ashworth@hart.example", None)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"], ids=["plain", "Excel's BOM", "Windows-1252", "UTF-16"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_excels_csv_is_read_whatever_its_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = f"{HEADINGS},deputy_name,deputy_email,,\n{HART},Dr Zoë Müller,zoe@hart.example,,\n,,,,,,\n,,,,,,\n"
    roster = read_roster(text.replace(",", delimiter).encode(encoding), CALENDAR)
    row = only_row(roster)
    assert row.deputy == Named(name="Dr Zoë Müller", address="zoe@hart.example")
    assert bool(roster.notes) is (encoding == "cp1252")


def test_a_line_that_names_the_delimiter_is_skipped() -> None:
    assert only_row(read("sep=;", HEADINGS.replace(",", ";"), HART.replace(",", ";"))).line == 3


@pytest.mark.parametrize(
    "headings",
    ["Practice,Lead Name,Lead E-mail", " PRACTICE , lead name ,LEAD_EMAIL", '"Practice",Lead-name,"Lead\nemail"'],
)
def test_headings_are_read_in_any_case_and_spacing(headings: str) -> None:
    assert only_row(read(headings, HART)).lead.name == "Dr A. Ashworth"


def test_headings_may_stand_below_a_title() -> None:
    assert only_row(read("Roster of the locality,,", ",,", HEADINGS, HART)).line == 4


def test_a_quoted_line_end_is_a_space_and_lines_are_counted_as_a_person_counts_them() -> None:
    roster = read(HEADINGS, '"The Hart\r\nSurgery",Dr A,a@hart.example', "", "The Bell Surgery,Dr B,no address")
    assert roster.rows[0].practice == "The Hart Surgery"
    assert [problem.line for problem in roster.problems] == [5]


def test_a_workbook_is_read_with_its_numbers_and_dates() -> None:
    rows = [
        ["Practice", "Lead name", "Lead email", "Population", "Population as of", "Valid from", None],
        ["The Hart Surgery", "Dr A", "a@hart.example", 10318, date(2015, 4, 1), "1 April 2020", None],
        [None, None, None, None, None, None, " "],
    ]
    row = only_row(read_roster(workbook(rows, first_row=3, sheets_before=1), CALENDAR))
    assert (row.line, row.population, row.population_as_of) == (5, 10318, date(2015, 4, 1))
    assert row.valid_from == date(2020, 4, 1)


def test_a_name_that_is_a_number_is_text_and_half_a_person_is_refused() -> None:
    rows = [["practice", "lead_name", "lead_email", "population"], [84023, "Dr A", "a@hart.example", 10.5]]
    roster = read_roster(workbook(rows), CALENDAR)
    assert [str(problem) for problem in roster.problems] == [
        "line 2: population: '10.5' is not allowed; allowed: a whole number of people such as 10318 or 10,318"
    ]
    rows[1][3] = 10
    assert only_row(read_roster(workbook(rows), CALENDAR)).practice == "84023"


@pytest.mark.parametrize(("text", "number"), [("10318", 10318), ("10,318", 10318), ("10 318", 10318), ("", None)])
def test_populations_may_have_separators(text: str, number: int | None) -> None:
    assert (
        only_row(read(f"{HEADINGS};population".replace(",", ";"), f"{HART},{text}".replace(",", ";", 3))).population
        == number
    )


@pytest.mark.parametrize("text", ["-5", "0", "ten", "10.318", "10,31", "1e4", "999999999"])
def test_what_is_no_population_is_refused(text: str) -> None:
    assert "allowed: a whole number of people" in problems(f"{HEADINGS},population", f'{HART},"{text}"')[0]


@pytest.mark.parametrize("text", ["2015-04-01", "01/04/2015", "1/4/2015", "1 April 2015", "1.4.2015", "1 Apr 2015"])
def test_dates_are_read_day_before_month(text: str) -> None:
    row = only_row(read(f"{HEADINGS},valid_from", f"{HART},{text}"))
    assert row.valid_from == date(2015, 4, 1)


@pytest.mark.parametrize("text", ["04/31/2015", "2015", "soon", "42095", "31 February 2015"])
def test_what_is_no_date_is_refused(text: str) -> None:
    assert problems(f"{HEADINGS},valid_from", f"{HART},{text}") == [
        f"line 2: valid_from: '{text}' is no date; allowed: 2026-11-30 or 30/11/2026 (day before month)"
    ]


def test_every_bad_row_is_named_with_its_line_and_what_is_allowed() -> None:
    told = problems(
        f"{HEADINGS},deputy_name,deputy_email,valid_from,valid_to,contact_name,contact_email",
        ",Dr A,a@hart.example,,,,,,",
        "The Bell Surgery,,not an address,,,,,,",
        "The Rycote Practice,Dr R,r@rycote.example,Dr D,,2026-04-01,2026-03-31,,",
        "Nettlebed Surgery,Dr N,n@nettlebed.example,,,,,A; B,a@nettlebed.example",
    )
    assert told[:3] == [
        "line 2: practice: missing; allowed: the practice's name",
        "line 3: lead_name: missing; allowed: the person's name",
        told[2],
    ]
    assert told[2].startswith("line 3: lead_email: 'not an address': ")
    assert told[2].endswith("; allowed: a plain address such as dr.a.ashworth@hart-surgery.example")
    assert told[3:] == [
        "line 4: deputy_email: missing; allowed: a plain address such as dr.a.ashworth@hart-surgery.example",
        "line 4: valid_to: 2026-03-31 lies before valid_from; allowed: 2026-04-01 or later",
        "line 5: contact_email: 2 names and 1 address; allowed: as many of one as of the other, separated by ;",
    ]


def test_a_practice_that_stands_twice_is_named_with_both_lines() -> None:
    told = problems(f"{HEADINGS},aliases", f"{HART},", "the hart surgery!,Dr B,b@hart.example,")
    assert told == [
        "line 3: practice: 'the hart surgery!' is the practice of line 2 already; allowed: one row per practice"
    ]
    assert problems(f"{HEADINGS},aliases", f"{HART},", "The Bell Surgery,Dr B,b@bell.example,Hart; THE HART SURGERY")


def test_what_a_spreadsheet_would_take_for_a_formula_is_refused() -> None:
    assert "would be a formula in a spreadsheet" in problems(HEADINGS, "=HYPERLINK(1),Dr A,a@hart.example")[0]


def test_unknown_headings_are_named_with_the_nearest() -> None:
    told = problems(f"{HEADINGS},deputy_nmae", f"{HART},")
    assert told[0].startswith("line 1: deputy_nmae: unknown heading; did you mean deputy_name?; allowed: practice, ")


def test_a_missing_or_doubled_heading_is_named() -> None:
    assert problems("practice,lead_name,lead_name", "The Hart Surgery,Dr A,Dr B") == [
        "line 1: lead_email: this heading is missing; it is required",
        "line 1: lead_name: two columns bear this heading; allowed: one",
        "line 2: lead_email: missing; allowed: a plain address such as dr.a.ashworth@hart-surgery.example",
    ]


def test_cells_under_no_heading_are_refused() -> None:
    assert problems(f"{HEADINGS},", f"{HART},Dr B") == [
        "line 2: column 4 has no heading; allowed: a heading for it, or nothing in it"
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"name,email\nDr A,a@hart.example"])
def test_a_file_without_headings_is_refused(content: bytes) -> None:
    assert "there is no heading practice" in str(read_roster(content, CALENDAR).problems[0])


def test_headings_alone_are_refused() -> None:
    assert problems(HEADINGS, "", ",,") == ["line 1: no practice follows the headings; allowed: one row each"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04broken", "the file cannot be opened as a workbook"),
        (b"\xd0\xcf\x11\xe0broken", "the file cannot be opened as a workbook"),
        (b"%PDF-1.7\x00\x81\x8d", "the file is no text"),
        (b"a\0b", "the file is no text"),
        (b"x" * 5_000_001, "the file is larger than 5 MB"),
        (b"practice\n" * 20_001, "the file has more than 20,000 lines"),
    ],
)
def test_what_is_no_roster_is_said_to_be(content: bytes, told: str) -> None:
    (problem,) = read_roster(content, CALENDAR).problems
    assert str(problem).startswith(told)


@given(st.binary(max_size=400))
def test_no_file_raises(content: bytes) -> None:
    assert read_roster(content, CALENDAR).problems


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=6))
def test_no_cells_raise(cells: list[list[str]]) -> None:
    text = "\n".join([HEADINGS + ",population,valid_from", *(",".join(row) for row in cells)])
    read_roster(text.encode("utf-8", "replace"), CALENDAR)
