"""What the repository promises: its version, its rule sets, its organisations, its bank holidays, its errors."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import mailvote
from mailvote import errors
from mailvote.bankholidays import bank_holidays
from mailvote.config import load
from mailvote.errors import ConfigurationError, InstallationBusy, MailvoteError, Mistake, UnknownName
from mailvote.office.roster import address_warnings, read_roster
from mailvote.office.roster.rows import RosterRow
from mailvote.resources import resource, rule_sets
from tests.rules.examples import CALENDAR

ROOT = Path(__file__).parent.parent
ELECTION = ROOT / "config/rulesets/election.toml"


def test_the_version_is_the_newest_of_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert newest
    assert newest[1] == mailvote.__version__


def test_the_readme_has_the_two_commands_on_its_first_screen() -> None:
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    assert "make demo" in first_screen
    assert "pip install ." in first_screen


def test_links_in_the_documents_lead_somewhere() -> None:
    broken = {
        f"{document.relative_to(ROOT)}: {target}"
        for document in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    }
    assert not broken


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(file.name[:4]) for file in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_line_of_the_election_cites_where_it_comes_from() -> None:
    rules = ELECTION.read_text(encoding="utf-8").partition("[sources]")[0]
    settings = [line for line in rules.splitlines() if re.match(r"\w+ = ", line)]
    uncited = [line for line in settings if not re.search(r"# (C App\. 1 §|default|for |the word )", line)]
    assert uncited == ['name = "election"', 'source = "SELG constitution 2015/16, Appendix 1"']


def test_the_election_is_the_one_of_the_interface() -> None:
    election = rule_sets()["election"].rules
    assert election.window.working_days == 5
    assert election.participation
    assert (election.participation.base, str(election.participation.at_least)) == ("practices", "4/5")
    assert election.cite("participation") == "Appendix 1, section 12"


def test_a_folder_adds_rule_sets_and_takes_the_place_of_those_of_the_package(tmp_path: Path) -> None:
    text = ELECTION.read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text.replace("working_days = 5", "working_days = 7"), encoding="utf-8")
    (tmp_path / "quick.toml").write_text(text.replace('name = "election"', 'name = "quick"'), encoding="utf-8")
    found = rule_sets(tmp_path)
    assert found["election"].rules.window.working_days == 7
    assert found["quick"].rules.window.working_days == 5


def test_every_mistake_in_every_rule_set_is_told_at_once(tmp_path: Path) -> None:
    text = ELECTION.read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(text.replace("seats = 1 ", "seats = 0 "), encoding="utf-8")
    (tmp_path / "b.toml").write_text("[nonsense", encoding="utf-8")
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    (tmp_path / "d.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        rule_sets(tmp_path)
    assert [mistake.where for mistake in caught.value.mistakes] == ["a.toml", "b.toml", "d.toml"]


def test_what_ships_is_found() -> None:
    for name in ("migrations", "organisations", "rulesets", "mailvote.example.toml"):
        assert resource(name).exists()


def test_r2_the_roster_of_2015_adds_up_to_91732() -> None:
    with (ROOT / "config/organisations/selg/roster.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert sum(int(row["population"]) for row in rows) == 91732
    addresses = [row[key] for row in rows for key in ("lead_email", "deputy_email")]
    assert len(set(addresses)) == 20
    assert all(address.endswith(".example") for address in addresses)


def shipped_roster(organisation: str) -> tuple[RosterRow, ...]:
    """The rows of a roster that ships, read without a problem or a note."""
    content = (ROOT / f"config/organisations/{organisation}/roster.csv").read_bytes()
    read = read_roster(content, CALENDAR)
    assert (read.problems, read.notes) == ((), ())
    people = [(row.practice, one.address) for row in read.rows for one in (row.lead, row.deputy) if one]
    assert list(address_warnings(people)) == []
    return read.rows


def test_r6_east_leicestershire_and_rutland_has_34_practices_in_three_localities() -> None:
    rows = shipped_roster("elr")
    assert len(rows) == 34
    assert sorted(Counter(row.group for row in rows).values()) == [9, 12, 13]
    assert {row.group for row in rows} == {
        "Melton Mowbray, Rutland and Market Harborough",
        "Oadby and Wigston",
        "Blaby District, Lutterworth and surrounding areas",
    }
    assert 315_000 < sum(row.population or 0 for row in rows) < 325_000


def test_r5_oxfordshire_has_six_localities_that_do_not_add_up_to_the_printed_total() -> None:
    rows = shipped_roster("occg")
    assert len(rows) == 6
    assert sum(row.population or 0 for row in rows) == 716_193


def test_several_organisations_stand_in_one_file(tmp_path: Path) -> None:
    shipped = [(ROOT / f"config/organisations/{name}/mailvote.toml").read_text() for name in ("selg", "elr", "occg")]
    tables = [text[text.index("[[organisation]]") :] for text in shipped]
    (tmp_path / "mailvote.toml").write_text("\n".join(tables), encoding="utf-8")
    secrets = {f"MAILVOTE_{name}_{kind}_PASSWORD": "x" for name in ("SELG", "ELR", "OCCG") for kind in ("IMAP", "SMTP")}
    settings = load(tmp_path / "mailvote.toml", secrets)
    assert [each.id for each in settings.organisations] == ["selg", "elr", "occg"]
    assert settings.organisation("occg").member_nouns == "localities"


@pytest.mark.parametrize(
    "day",
    [date(2015, 4, 3), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8), date(2026, 12, 25), date(2026, 12, 28)],
)
def test_r17_the_bank_holidays_of_england(day: date) -> None:
    assert day in bank_holidays("GB-ENG", (day.year,))


def test_closed_and_open_days_of_an_organisation_are_added_and_taken_out() -> None:
    eve, boxing = date(2026, 12, 24), date(2026, 12, 28)
    days = bank_holidays("GB-ENG", range(2026, 2028), closed=[eve], opened=[boxing])
    assert eve in days
    assert boxing not in days


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown calendar 'GB-XX'"):
        bank_holidays("GB-XX", (2026,))


def test_every_error_says_what_to_do_and_has_the_exit_code_of_the_interface() -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, MailvoteError)]
    assert all(kind.__doc__ for kind in kinds)
    assert {kind.__name__: kind.exit_code for kind in kinds} == {
        "MailvoteError": 1,
        "ConfigurationError": 2,
        "UnknownName": 2,
        "InstallationBusy": 3,
        "Unforeseen": 1,
        "OutOfReach": 4,
        "MailServerUnreachable": 4,
        "DatabaseUnreachable": 4,
        "DatabaseBusy": 4,
        "LoginRefused": 4,
    }


def test_errors_read_as_sentences() -> None:
    mistakes = (Mistake("a.toml", "seats", "0 is not known; allowed: 1"), Mistake("a.toml", "", "not TOML"))
    assert str(ConfigurationError(mistakes)) == "a.toml: seats: 0 is not known; allowed: 1\na.toml: not TOML"
    assert str(UnknownName("practice", "Hrat", "The Hart Surgery")) == (
        "there is no practice 'Hrat'; did you mean The Hart Surgery?"
    )
    assert str(InstallationBusy(123)).startswith("another mailvote process (process 123) holds this installation")


def test_extras_are_those_of_the_interface() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"].keys() == {"postgres", "demo", "reports", "m365", "dev"}
