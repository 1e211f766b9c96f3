"""R20: a call for candidates, from the manager's mail to the letter that everybody gets with its files."""

from email.message import EmailMessage

import pytest

from tests.office.commandcraft import HART, command, proof
from tests.office.mailcraft import flat
from tests.office.world import MANAGER, World, letter, text_of

DIRECTOR, SAM = "director@occg.example", "sam.member@occg.example"

CALL = f"""call for candidates
Title: Locality Clinical Director
Apply by: 14 December 2026 17:00
Opens: 4 January 2027 09:00
Closes: 11 January 2027 17:00
Panel:
- Dr Mary Director <{DIRECTOR}>
- Sam Member <{SAM}>
Note: Please pass this on.
"""

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
NAME = "Job description.pdf"


def with_files(text: str, *files: tuple[str, bytes], number: int = 0) -> EmailMessage:
    message = letter(MANAGER, text, number=number)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def enclosed(message: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_payload(decode=True) for part in message.iter_attachments()}


def proved(world: World, text: str = CALL, *files: tuple[str, bytes]) -> EmailMessage:
    """The proof of a call that came with these files."""
    world.tick()
    world.send(with_files(text, *files, number=len(world.mailbox.contents["INBOX"])))
    world.tick()
    return world.last(MANAGER)


def called(world: World, text: str = CALL, *files: tuple[str, bytes]) -> str:
    world.reply(proved(world, text, *files), "confirm")
    world.tick()
    return world.references()[-1]


def test_a_call_is_proved_with_its_letter_its_files_and_its_dates_and_nothing_goes_out(world: World) -> None:
    found = flat(proved(world, CALL, (NAME, PDF)))
    assert "Enclosed with it: Job description.pdf (10 KB)." in found
    assert "apply until Monday 14 December 2026 at 17:00" in found
    assert "open on Monday 4 January 2027 at 09:00" in found
    assert "The letter, as it will go out" in found
    assert "Dr Mary Director and Sam Member" in found
    assert world.references() == []
    assert world.letters("hart-surgery") == []


def test_everybody_and_the_managers_get_the_call_with_its_file_once_it_is_confirmed(world: World) -> None:
    reference = called(world, CALL, (NAME, PDF))
    assert world.figures(reference)["stage"] == "called"
    sent = world.letters(subject="Candidates wanted by Mon 14 Dec 17:00")
    assert {one["To"].addresses[0].addr_spec for one in sent} >= {HART, MANAGER}
    assert len({str(one["To"]) for one in sent}) == len(sent) == 30
    assert all(enclosed(one) == {NAME: PDF} for one in sent)
