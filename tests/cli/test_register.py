"""`mailvote register`: a difference first, applied whole or not at all, every bad row named; as at any day."""

import csv
from datetime import timedelta

import pytest

from tests.cli.conftest import CommandLine
from tests.office.mailcraft import BELL_LEAD, HART_LEAD
from tests.office.test_appointments import HART, PETRA, PROXY, do
from tests.office.world import MANAGER, SELG, World

HEADER = "practice,lead_name,lead_email,population,population_as_of,valid_from\n"
NEW = HEADER + "New Surgery,Dr N. Newman,n.newman@new-surgery.example,5000,2026-11-01,2026-12-01\n"
BAD = HEADER + "New Surgery,Dr N. Newman,nobody,5000,,\nOther Surgery,,o@other.example,many,,\n"


def names(mailvote: CommandLine, *arguments: str) -> list[str]:
    return [practice["name"] for practice in mailvote.json("register", "show", *arguments)["practices"]]


def test_the_same_roster_again_makes_no_difference(mailvote: CommandLine) -> None:
    result = mailvote("register", "import", SELG / "roster.csv")
    assert result.stdout == "The register agrees with the file: there is nothing to change.\n"


def test_a_dry_run_shows_the_difference_and_changes_nothing(mailvote: CommandLine) -> None:
    result = mailvote("register", "import", mailvote.write(NEW), "--organisation", "selg", "--dry-run")
    assert "New Surgery is new from 1 December 2026: lead Dr N. Newman" in result.stdout
    assert result.stdout.endswith("Nothing was changed.\n")
    assert len(names(mailvote, "--as-at", "2026-12-01")) == 10


def test_an_import_is_applied_at_once_and_says_what_it_changed(mailvote: CommandLine) -> None:
    done = mailvote.json("register", "import", mailvote.write(NEW))
    assert (done["applied"], len(done["changes"]), done["problems"]) == (True, 1, [])
    assert len(names(mailvote)) == 10
    assert len(names(mailvote, "--as-at", "2026-11-30")) == 10
    assert names(mailvote, "--as-at", "2026-12-01")[10:] == ["New Surgery"]


def test_with_bad_rows_nothing_is_applied_and_every_one_is_named_with_its_line(mailvote: CommandLine) -> None:
    result = mailvote("register", "import", mailvote.write(BAD), exit_code=1)
    assert {line.partition(":")[0] for line in result.stderr.splitlines()} == {"line 2", "line 3"}
    assert result.stdout == "Nothing was changed.\n"
    assert len(names(mailvote)) == 10


def test_bad_rows_in_json(mailvote: CommandLine) -> None:
    done = mailvote.json("register", "import", mailvote.write(BAD), exit_code=1)
    assert done["applied"] is False
    assert {problem["line"] for problem in done["problems"]} == {2, 3}
    assert all(problem["column"] and problem["problem"] for problem in done["problems"])


def test_r2_a_total_that_does_not_match_is_a_warning(mailvote: CommandLine) -> None:
    result = mailvote("register", "import", SELG / "roster.csv", "--total", "91723")
    assert "91,732" in result.stderr
    assert "91,723" in result.stderr


def test_replace_ends_the_practices_that_the_file_does_not_name(mailvote: CommandLine) -> None:
    result = mailvote("register", "import", mailvote.write(NEW), "--replace")
    assert result.stdout.count("leaves now") == 10
    assert not names(mailvote)


def test_an_export_imports_without_a_difference(mailvote: CommandLine) -> None:
    exported = mailvote("register", "export").stdout
    assert len(exported.splitlines()) == 11
    assert "nothing to change" in mailvote("register", "import", mailvote.write(exported)).stdout


def test_an_export_in_json_is_the_register(mailvote: CommandLine) -> None:
    assert mailvote.json("register", "export") == mailvote.json("register", "show")


def test_show_has_every_key_of_the_contract(mailvote: CommandLine) -> None:
    practice = mailvote.json("register", "show")["practices"][0]
    assert list(practice) == ["name", "aliases", "group", "population", "population_as_of", "people"]
    assert (practice["population"], practice["population_as_of"]) == (10318, "2015-04-01")
    assert practice["people"][0] == {
        "role": "lead",
        "name": "Dr Anita Ashworth",
        "email": "dr.a.ashworth@hart-surgery.example",
        "from": None,
        "until": None,
    }


def test_r7_show_as_at_a_day_has_the_people_of_that_day(mailvote: CommandLine) -> None:
    roster = (SELG / "roster.csv").read_text().replace("Dr Anita Ashworth,dr.a.ashworth@", "Dr Zoe Quill,z.quill@")
    mailvote("register", "import", mailvote.write(roster))
    yesterday, today = (mailvote("register", "show", "--as-at", day).stdout for day in ("2026-11-22", "2026-11-23"))
    assert "Dr Anita Ashworth" in yesterday
    assert "Dr Zoe Quill" not in yesterday
    assert "Dr Zoe Quill" in today
    assert "Dr Anita Ashworth" not in today


def test_r2_a_population_is_the_newest_of_the_day_asked_for(mailvote: CommandLine) -> None:
    before = mailvote.json("register", "show", "--as-at", "2015-03-31")["practices"][0]
    assert (before["population"], before["population_as_of"]) == (None, None)


def test_r7_a_proxy_is_shown_with_its_ballot_as_long_as_that_is_not_over(mailvote: CommandLine, world: World) -> None:
    reference = world.start()
    assert mailvote.json("register", "show")["proxies"] == []
    do(world, HART_LEAD, PROXY)
    assert mailvote("register", "show").stdout.endswith(f"\n\n{reference}\t{HART}\tPetra Fox <{PETRA}>\n")
    (proxy,) = mailvote.json("register", "show")["proxies"]
    assert list(proxy) == ["ballot", "practice", "role", "name", "email", "from", "until"]
    assert (proxy["ballot"], proxy["practice"], proxy["role"], proxy["email"]) == (reference, HART, "proxy", PETRA)
    people = [person for each in mailvote.json("register", "show")["practices"] for person in each["people"]]
    assert "proxy" not in {person["role"] for person in people}
    world.at(world.now + timedelta(days=8)).tick()
    assert PETRA not in mailvote("register", "show").stdout
    assert PETRA in mailvote("register", "show", "--as-at", "2026-11-24").stdout
    assert PETRA not in mailvote("register", "show", "--as-at", "2026-11-22").stdout


def test_r11_the_interests_are_listed_as_at_a_day(mailvote: CommandLine, world: World) -> None:
    reference = world.start()
    assert mailvote("register", "interests").stdout == "No interest is declared.\n"
    do(world, HART_LEAD, "declare interest\nName: Dr Anita Ashworth\nReason: My wife stands\n")
    do(world, BELL_LEAD, f"declare interest {reference}\nReason: A partner stands\nUntil: 25 November 2026\n")
    assert mailvote("register", "interests").stdout.splitlines() == [
        f"1\t{HART}\tDr Anita Ashworth\t\t2026-11-23\t\t2026-11-23\tMy wife stands",
        f"2\tThe Bell Surgery\t\t{reference}\t2026-11-23\t2026-11-25\t2026-11-23\tA partner stands",
    ]
    numbers = {
        day: [each["number"] for each in mailvote.json("register", "interests", "--as-at", day)["interests"]]
        for day in ("2026-11-22", "2026-11-23", "2026-11-25", "2026-11-26")
    }
    assert numbers == {"2026-11-22": [], "2026-11-23": [1, 2], "2026-11-25": [1, 2], "2026-11-26": [1]}


def test_r11_an_interest_in_json_has_every_key(mailvote: CommandLine, world: World) -> None:
    reference = world.start()
    do(world, MANAGER, f"interest Bell Surgery {reference}\nReason: A partner stands\n")
    assert mailvote.json("register", "interests") == {
        "interests": [
            {
                "number": 1,
                "practice": "The Bell Surgery",
                "person": None,
                "ballot": reference,
                "description": "A partner stands",
                "from": "2026-11-23T09:02:00+00:00",
                "until": None,
                "recorded_at": "2026-11-23T09:02:00+00:00",
                "recorded_by": MANAGER,
                "reviewed_at": "2026-11-23T09:02:00+00:00",
                "review_due": False,
            }
        ]
    }
    due = mailvote.json("register", "interests", "--as-at", "2027-11-24")["interests"][0]
    assert due["review_due"] is True


def test_r11_the_interests_are_exported_as_a_file_that_a_spreadsheet_reads_as_text(
    mailvote: CommandLine, world: World
) -> None:
    reference = world.start()
    reason = "=HYPERLINK(1), “Sué”\nand a second line"
    do(world, MANAGER, f"interest Bell Surgery {reference}\nReason: {reason}\n")
    out = mailvote.folder / "interests.csv"
    assert mailvote("register", "interests", "--out", out).stdout == f"1 entry written to {out}.\n"
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["number"], row["practice"], row["person"], row["ballot"]) == ("1", "The Bell Surgery", "", reference)
    assert row["description"].startswith("'=HYPERLINK(1)")
    assert row["review_due"] == "no"


@pytest.mark.parametrize(
    "arguments",
    ["show --as-at tomorrow", "interests --as-at 31/12/2026", "interests --out .", "import nowhere.csv", "import"],
)
def test_bad_usage_is_2(mailvote: CommandLine, arguments: str) -> None:
    mailvote("register", *arguments.split(), exit_code=2)
