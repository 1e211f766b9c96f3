"""`mailvote destroy` and `backup`: what the clock would do, done by hand, and a copy that nobody can read."""

from datetime import timedelta

import pytest

from mailvote.demo.postoffice import PostOffice
from tests.cli.conftest import CommandLine
from tests.office.test_destruction import DUE, confirmed, held, order


@pytest.mark.usefixtures("post_office")
def test_a_ballot_that_is_due_is_destroyed_and_its_certificate_printed(mailvote: CommandLine) -> None:
    reference = confirmed(mailvote.world)
    mailvote.world.at(DUE)
    said = mailvote("destroy", reference).stdout
    assert f"Certificate of destruction: {reference}, Locality Clinical Director" in said
    assert "one month after the outcome was confirmed on Tuesday 1 December 2026" in said
    assert "8 votes: every choice" in said
    assert "  - tally sheets and ballot papers that were printed" in said
    assert mailvote.json("ballots", "show", reference)["stage"] == "destroyed"


@pytest.mark.usefixtures("post_office")
def test_the_certificate_of_a_destroyed_ballot_is_printed_again(mailvote: CommandLine) -> None:
    reference = confirmed(mailvote.world)
    mailvote.world.at(DUE)
    first = mailvote.json("destroy", "--due")
    mailvote.world.later(days=3)
    assert mailvote.json("destroy", reference) == first
    (certificate,) = first["certificates"]
    assert certificate["reference"] == reference
    assert certificate["destroyed_at"] == DUE.isoformat()
    assert certificate["numbers"]["votes"] == 8
    assert len(certificate["head"]) == 64
    assert len(certificate["out_of_reach"]) == 6


def test_a_ballot_that_is_not_due_is_refused_with_the_time_at_which_it_is(mailvote: CommandLine) -> None:
    reference = confirmed(mailvote.world)
    mailvote.world.at(DUE - timedelta(seconds=1))
    refused = mailvote("destroy", reference, exit_code=1).stderr
    assert "is due on Friday 1 January 2027 at 17:00 (GMT, Europe/London time)" in refused
    assert mailvote.json("ballots", "show", reference)["stage"] == "confirmed"


def test_a_ballot_that_is_still_open_is_refused(mailvote: CommandLine) -> None:
    reference = mailvote.world.start()
    assert "neither been declared nor cancelled" in mailvote("destroy", reference, exit_code=1).stderr


def test_a_ballot_on_hold_is_refused_with_the_reason_and_what_to_send(mailvote: CommandLine) -> None:
    reference = confirmed(mailvote.world)
    order(mailvote.world, f"hold {reference}\nReason: a complaint")
    mailvote.world.at(DUE)
    refused = mailvote("destroy", reference, exit_code=1).stderr
    assert "on hold" in refused
    assert "a complaint" in refused
    assert f"release {reference}" in refused
    assert mailvote("destroy", "--due").stdout == "Nothing is due to be destroyed.\n"


def test_an_unknown_reference_gets_the_nearest_known_one(mailvote: CommandLine) -> None:
    reference = held(mailvote.world)
    assert reference in mailvote("destroy", "SELG-2026-07", exit_code=2).stderr


@pytest.mark.parametrize("arguments", [(), ("SELG-2026-01", "--due")])
def test_either_a_reference_or_due_is_to_be_given(mailvote: CommandLine, arguments: tuple[str, ...]) -> None:
    assert "either" in mailvote("destroy", *arguments, exit_code=2).stderr


def test_with_the_mail_server_out_of_reach_the_rest_is_done_and_the_exit_code_says_so(
    mailvote: CommandLine, post_office: PostOffice
) -> None:
    reference = confirmed(mailvote.world)
    post_office.stop()
    post_office.stop = lambda: None  # type: ignore[method-assign]
    mailvote.world.at(DUE)
    mailvote("destroy", reference, exit_code=4)
    assert mailvote.json("ballots", "show", reference)["stage"] == "confirmed"
    assert mailvote("destroy", reference, exit_code=4).stdout == ""


def test_a_second_process_at_work_is_left_alone(mailvote: CommandLine) -> None:
    reference = confirmed(mailvote.world)
    mailvote.world.at(DUE)
    with mailvote.world.app.holding(wait=timedelta()):
        mailvote("destroy", reference, exit_code=3)


def test_a_backup_is_written_beside_a_running_service_and_never_over_a_file(mailvote: CommandLine) -> None:
    confirmed(mailvote.world)
    copy = mailvote.folder / "copy.db"
    with mailvote.world.app.holding(wait=timedelta()):
        assert mailvote.json("backup", copy)["rows"]["vote"] == 8
    before = copy.read_bytes()
    assert "is there already" in mailvote("backup", copy, exit_code=1).stderr
    assert copy.read_bytes() == before
