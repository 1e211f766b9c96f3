"""The same election on real mail: Dovecot, an SMTP server, the `mailvote` command and a travelling clock."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.installation import CLOSE, MANAGER, Installation, installed, text_of
from tests.office.test_election import HART_DEPUTY, HART_LEAD, LEADS

AFTER_GRACE = CLOSE + timedelta(minutes=11)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path) as place:
        yield place


def vote(place: Installation, *choices: str) -> None:
    """The leads in the order of the roster each reply with one of these words."""
    for lead, choice in zip(LEADS, choices, strict=False):
        place.reply(place.paper(lead), choice)
    place.tick()


def test_case_1_on_real_mail_from_the_command_to_the_declaration(place: Installation) -> None:
    reference = place.start()
    before = place.show(reference)
    assert (before["stage"], before["outcome"]) == ("open", None)
    vote(place, "1", "1", "1", "1", "2", "2", "2", "abstain")
    running = place.show(reference)
    assert running["participation"]["voted"] == 7
    assert running["outcome"] is None
    place.at(AFTER_GRACE).tick()
    declared = place.show(reference)
    assert declared["stage"] == "declared"
    assert declared["outcome"]["kind"] == "elected"
    assert declared["outcome"]["elected"] == ["Dr Alice Brown"]
    assert declared["outcome"]["totals"] == {"Dr Alice Brown": 4, "Dr Bob Carter": 3, "Dr Carol Dunn": 0}
    assert sum(declared["messages"].values()) == place.sent == 10
    assert all("Elected: Dr Alice Brown" in text_of(place.last(lead)) for lead in LEADS)
    assert "10 messages received: 8 counted + 2 commands = 10." in text_of(place.last(MANAGER))


def test_case_2_on_real_mail(place: Installation) -> None:
    reference = place.start()
    vote(place, *"1111222")
    place.at(AFTER_GRACE).tick()
    assert place.show(reference)["outcome"]["kind"] == "not-valid"


def test_case_3_on_real_mail(place: Installation) -> None:
    reference = place.start()
    vote(place, *"1111222233")
    place.at(AFTER_GRACE).tick()
    outcome = place.show(reference)["outcome"]
    assert (outcome["kind"], outcome["elected"]) == ("tied", [])


def test_cases_11_and_12_on_real_mail(place: Installation) -> None:
    reference = place.start()
    place.reply(place.paper(HART_LEAD), "1")
    place.reply(place.paper(LEADS[5].replace("dr.f.siddiqui", "dr.h.merton")), "1")
    place.later(minutes=5).tick()
    place.reply(place.paper(HART_DEPUTY), "2")
    place.reply(place.paper(LEADS[5]), "2")
    place.tick()
    messages = place.show(reference)["messages"]
    assert (messages["counted"], messages["rejected"], messages["replaced"]) == (2, 1, 1)


def test_cases_14_and_15_the_server_decides_with_the_bot_down_over_the_close(place: Installation) -> None:
    reference = place.start()
    place.reply(place.paper(LEADS[0]), "1", at=CLOSE - timedelta(seconds=1))
    place.reply(place.paper(LEADS[1]), "1", at=CLOSE, folder="Junk")
    place.at(CLOSE + timedelta(minutes=70)).tick()
    messages = place.show(reference)["messages"]
    assert (messages["counted"], messages["late"]) == (1, 1)


def test_r17_reminders_go_to_the_silent_alone_on_the_last_two_working_days(place: Installation) -> None:
    place.start()
    vote(place, *"11111")
    for days in (2, 3, 4, 7):
        place.at(CLOSE.replace(day=23, hour=9, minute=1) + timedelta(days=days)).tick()
        place.tick()
    assert not place.letters(LEADS[0], "Reminder")
    assert len(place.letters(LEADS[9], "Reminder")) == 2


def test_p2_a_second_tick_changes_nothing(place: Installation) -> None:
    reference = place.start()
    vote(place, "1", "2")
    before, letters = place.show(reference), len(place.sink.received)
    place.tick()
    assert place.show(reference) == before
    assert len(place.sink.received) == letters
