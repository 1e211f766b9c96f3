"""`mailvote offices` and `mailvote register offices`: shown, imported whole or not at all, set over the counter (R25)."""

from datetime import timedelta

from tests.cli.conftest import CommandLine
from tests.office.test_offices import DIRECTOR, SET
from tests.office.world import MANAGER, SELG, World

EXAMPLE = SELG / "offices.csv"
BAD = "office,holder,from,until\nChair,Dr A,2027-01-01,2026-01-01\n,Dr B,,\n"


def test_an_empty_register_says_how_it_is_filled(mailvote: CommandLine) -> None:
    assert "The register of offices is empty" in mailvote("offices").stdout
    assert mailvote.json("offices") == {"offices": []}


def test_a_dry_run_shows_the_difference_and_changes_nothing(mailvote: CommandLine) -> None:
    result = mailvote("register", "offices", EXAMPLE, "--dry-run")
    assert "The office Locality Clinical Director is new: 1 place, terms of 3 years" in result.stdout
    assert result.stdout.endswith("Nothing was changed.\n")
    assert mailvote.json("offices") == {"offices": []}


def test_an_import_is_applied_and_shown_as_the_contract_has_it(mailvote: CommandLine) -> None:
    done = mailvote.json("register", "offices", EXAMPLE)
    assert (done["applied"], len(done["changes"]), done["problems"]) == (True, 4, [])
    deputy = f"Deputy {DIRECTOR}"
    assert mailvote.json("offices") == {
        "offices": [
            {"name": DIRECTOR, "holder": "Dr Simon Everley", "from": "2024-04-01", "until": "2027-03-31"},
            {"name": deputy, "holder": "Dr Hannah Corbett", "from": "2026-04-01", "until": "2028-03-31"},
        ]
    }
    again = mailvote("register", "offices", EXAMPLE)
    assert again.stdout == "The register agrees with the file: there is nothing to change.\n"


def test_with_bad_rows_nothing_is_applied_and_every_one_is_named(mailvote: CommandLine) -> None:
    result = mailvote("register", "offices", mailvote.write(BAD), exit_code=1)
    assert {line.partition(":")[0] for line in result.stderr.splitlines()} == {"line 2", "line 3"}
    assert mailvote.json("offices") == {"offices": []}


def test_a_command_over_the_counter_sets_an_office(mailvote: CommandLine) -> None:
    proof = mailvote.json("command", "--as", MANAGER, "-", stdin=SET)
    assert mailvote.json("offices") == {"offices": []}
    mailvote("command", "--as", MANAGER, "--confirm", proof["nonce"])
    assert mailvote("offices").stdout == (
        f"{DIRECTOR}\tDr Simon Everley <s.everley@selg-locality.example>\t2025-04-01\t2027-03-31\t\n"
    )


def test_what_is_over_vacant_or_to_come_is_said_so(mailvote: CommandLine, world: World) -> None:
    rows = "office,places,years,holder,from,until\nChair,2,2,Dr A,2025-01-01,2026-12-31\nChair,,,Dr B,2027-02-01,\n"
    mailvote("register", "offices", mailvote.write(rows))
    lines = [line.split("\t") for line in mailvote("offices").stdout.splitlines()]
    assert [line[1:] for line in lines] == [
        ["Dr A", "2025-01-01", "2026-12-31", ""],
        ["vacant", "", "", ""],
        ["Dr B", "2027-02-01", "2029-01-31", "next"],
    ]
    world.now += timedelta(days=60)
    assert mailvote("offices").stdout.startswith("Chair\tDr A\t2025-01-01\t2026-12-31\tover; stays until a successor")


def test_who_leaves_is_said_so(mailvote: CommandLine) -> None:
    mailvote("register", "offices", EXAMPLE)
    for text in (f"vacancy {DIRECTOR}\nUntil: 20 November 2026\n", f"vacancy Deputy {DIRECTOR}\n"):
        proof = mailvote.json("command", "--as", MANAGER, "-", stdin=text)
        mailvote("command", "--as", MANAGER, "--confirm", proof["nonce"])
    vacant, leaving = (line.split("\t") for line in mailvote("offices").stdout.splitlines())
    assert vacant[1:] == ["vacant", "", "", "since the end of 2026-11-20"]
    assert leaving[2:] == ["2026-04-01", "", "leaves when a successor comes"]
