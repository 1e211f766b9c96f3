"""R1, R2, R5, R6: each organisation that ships loads by itself, and its roster comes in with no warning but a wanted one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mailvote.config import load
from mailvote.office.roster import carry_out, plan_import
from mailvote.resources import rule_sets
from mailvote.rules.electorate import Electorate
from mailvote.rules.weights import weigh, weighing_problems
from mailvote.store import register
from tests.rules.examples import CALENDAR

ORGANISATIONS = Path(__file__).parents[2] / "config/organisations"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NAMES = ("selg", "elr", "occg")


def imported(conn: Connection, name: str, *, total: int | None = None) -> tuple[Electorate, tuple[str, ...]]:
    """The register after the import of a roster that ships, and the warnings that it came with."""
    content = (ORGANISATIONS / name / "roster.csv").read_bytes()
    found = plan_import(conn, name, content, replace=False, total=total, now=NOW, calendar=CALENDAR)
    assert not found.problems
    carry_out(conn, name, found, NOW)
    return register.electorate(conn, name, NOW), found.warnings


@pytest.mark.parametrize("name", NAMES)
def test_each_loads_with_its_two_passwords_alone(name: str) -> None:
    secrets = {f"MAILVOTE_{name.upper()}_{kind}_PASSWORD": "x" for kind in ("IMAP", "SMTP")}
    assert [each.id for each in load(ORGANISATIONS / name / "mailvote.toml", secrets).organisations] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_what_ships_reaches_nobody(name: str) -> None:
    """Every address is under .example, where no mail is ever delivered."""
    files = (ORGANISATIONS / name).iterdir()
    words = " ".join(file.read_text(encoding="utf-8") for file in files).replace(",", " ").split()
    addresses = [word.strip("<>\"';[]") for word in words if "@" in word]
    assert addresses
    assert all(address.endswith(".example") for address in addresses)


def test_r6_all_practices_of_east_leicestershire_and_rutland_come_in_without_a_warning(conn: Connection) -> None:
    electorate, warnings = imported(conn, "elr")
    assert warnings == ()
    assert Counter(member.group for member in electorate.members) == {
        "Melton Mowbray, Rutland and Market Harborough": 13,
        "Oadby and Wigston": 9,
        "Blaby District, Lutterworth and surrounding areas": 12,
    }
    assert all(electorate.voters(member.id, NOW) for member in electorate.members)
    assert weighing_problems(electorate, rule_sets()["decision"].rules, total=None) == ()


def test_r5_the_localities_of_oxfordshire_come_in_with_the_printed_total_and_a_warning_of_both(
    conn: Connection,
) -> None:
    electorate, warnings = imported(conn, "occg", total=720_029)
    assert warnings == ("The populations add up to 716,193; the stated total is 720,029.",)
    (total,) = register.totals(conn, "occg").values()
    votes = weigh(electorate, rule_sets()["county-decision"].rules, total=total).members
    assert {member.name: member.weight for member in votes} == {
        "North East Oxfordshire": 113,
        "North Oxfordshire": 151,
        "Oxford City": 294,
        "South East Oxfordshire": 127,
        "South West Oxfordshire": 198,
        "West Oxfordshire": 112,
    }


def test_r6_rosters_of_several_organisations_do_not_mix(conn: Connection) -> None:
    sizes = {name: len(imported(conn, name)[0].members) for name in NAMES}
    assert sizes == {"selg": 10, "elr": 34, "occg": 6}
    assert {name: len(register.electorate(conn, name, NOW).members) for name in NAMES} == sizes
