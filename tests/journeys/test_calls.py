"""A call for candidates on real servers: files of many megabytes from one mailbox into everybody's (R20, P11)."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.journeys.installation import MANAGER, Installation, installed
from tests.journeys.shipped import shipped
from tests.office.world import letter

LEAD = shipped("selg").leads["The Hart Surgery"]
PANEL = ("director@occg.example", "sam.member@occg.example")
SIZES = (9_000_000, 6_500_000)
FILES = {f"{number}.pdf": b"%PDF-1.7\n" + bytes([65 + number]) * size for number, size in enumerate(SIZES)}
ON_THE_ROSTER = 30

CALL = f"""call for candidates
Title: Locality Clinical Director
Apply by: 14 December 2026 17:00
Panel:
- Dr Mary Director <{PANEL[0]}>
- Sam Member <{PANEL[1]}>
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path) as place:
        yield place


def enclosed(message: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_payload(decode=True) for part in message.iter_attachments()}


def test_a_call_with_15_mb_of_files_reaches_everybody_and_the_panel(place: Installation) -> None:
    place.tick()
    place.later(seconds=5)
    command = letter(MANAGER, CALL)
    for name, content in FILES.items():
        command.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    place.deliver(command)
    place.tick()
    place.reply(place.last(MANAGER), "confirm")
    place.tick()
    (ballot,) = place.ballots()
    assert (ballot["stage"], ballot["messages"]["commands"]) == ("called", 2)
    taken = [recipient for _, recipient, _ in place.sink.received]
    assert len(set(taken)) == ON_THE_ROSTER + len(PANEL)
    for address in (LEAD, PANEL[0]):
        first, second = sorted(place.letters(address), key=lambda one: str(one["Subject"]).startswith("Papers"))
        assert (enclosed(first), enclosed(second)) == ({"0.pdf": FILES["0.pdf"]}, {"1.pdf": FILES["1.pdf"]})
        assert str(second["Subject"]).startswith("Papers 2 of 2")
