"""Before the close nobody learns a choice: not from letters, logs, errors or the bytes of the database (P6, R22)."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest

from mailvote.mail.commands import read_instruction, understand
from mailvote.office.plans import Plan
from mailvote.store import inbox
from mailvote.store.database import begin
from tests.office.mailcraft import BELL_LEAD, HART_DEPUTY, HART_LEAD, bare, flat, posted, reply_to
from tests.office.world import MANAGER, World, open_world, parsed, text_of

OWN_CODES = re.compile(r"\b[0-9A-Z]{26}\b|\b[0-9A-Z]{4}-[0-9A-Z]{4}\b|\b(?:[0-9a-f]{4,}[ -]?)+\b")
"""Tokens, tags and digests, which every installation makes its own."""

MARKER = "zanzibar-candidate-of-my-heart"


def play(folder: Path, choices: tuple[str, str, str]) -> World:
    """An election up to just before the close in which only what three people choose can differ."""
    folder.mkdir()
    with open_world(folder) as world:
        world.start()
        for sender, choice in zip((HART_DEPUTY, BELL_LEAD), choices, strict=False):
            world.reply(world.paper(sender), choice)
            world.later(minutes=5).tick()
        world.send(bare(HART_LEAD, choices[2], number=77))
        world.later(minutes=5).tick()
        world.reply(world.letters(HART_LEAD, "Please confirm")[-1], "YES")
        world.later(minutes=5).tick()
        world.mail(MANAGER, "status")
        world.at(world.now + timedelta(days=6, hours=1)).tick()
    return world


def seen(world: World) -> list[tuple[str, str, str]]:
    """What everybody but the voter's own receipt and challenge shows: recipient, subject, text."""
    own = re.compile("Receipt|Please confirm")
    letters = [(parcel.recipient, parsed(parcel.content)) for parcel in world.postman.parcels]
    return sorted(
        (to, OWN_CODES.sub("*", str(mail["Subject"])), OWN_CODES.sub("*", text_of(mail)))
        for to, mail in letters
        if not own.match(str(mail["Subject"]))
    )


def test_p6_two_elections_that_differ_only_in_choices_look_alike_before_the_close(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="mailvote")
    logs, worlds = [], []
    for name, choices in (("a", ("1", "2", "1")), ("b", ("3", "1", "2"))):
        caplog.clear()
        worlds.append(play(tmp_path / name, choices))
        logs.append([record.getMessage() for record in caplog.records if record.name.startswith("mailvote")])
    assert logs[0] == logs[1]
    one, other = worlds
    assert [parcel.recipient for parcel in one.postman.parcels] == [
        parcel.recipient for parcel in other.postman.parcels
    ]
    assert seen(one) == seen(other)
    assert len(seen(one)) > 40


def test_r22_nobody_but_the_voter_gets_a_letter_that_shows_the_choice(world: World) -> None:
    world.start("start election\nTitle: Chief\nCandidates:\n- Dr Quincy Quill\n- Dr Vera Vex\n- Dr Wanda Wu")
    papers = len(world.letters())
    world.reply(world.paper(HART_LEAD), "3")
    world.tick()
    letters = world.letters()[papers:]
    singled_out = [str(mail["To"]) for mail in letters if "Wu" in flat(mail) and "Vex" not in flat(mail)]
    assert singled_out == [str(world.paper(HART_LEAD)["To"])]
    assert len(letters) == 2
    assert not any("Wu" in str(mail["Subject"]) for mail in letters)


def test_r22_status_and_figures_show_turnout_alone_before_the_count(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "2")
    world.mail(MANAGER, "status")
    world.tick()
    assert world.figures()["outcome"] is None
    assert "Bob Carter" not in flat(world.last(MANAGER))


def database_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("mailvote.db*")))


def test_the_database_and_its_wal_hold_no_word_of_a_vote_while_the_ballot_is_open(world: World, tmp_path: Path) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), f"2\n\n{MARKER}")
    world.send(reply_to(world.paper(BELL_LEAD), f"Perhaps {MARKER}?", number=9))
    world.send(bare(HART_DEPUTY, "3", subject=MARKER, number=10))
    world.send(bare("eve@elsewhere.example", MARKER, subject=MARKER, number=11))
    world.send(bare(MANAGER, MARKER, number=12))
    world.mailbox.deliver(f"\r\n{MARKER}".encode(), world.now)
    world.tick()
    raw = database_bytes(tmp_path)
    assert b"SQLite format 3" in raw
    assert (tmp_path / "mailvote.db-wal").exists()
    assert MARKER.encode() not in raw
    assert MARKER.encode("utf-16-le") not in raw


def test_a_vote_is_no_longer_than_another_in_the_database(world: World) -> None:
    world.start()
    for sender, choice in ((HART_LEAD, "1"), (BELL_LEAD, "abstain")):
        world.reply(world.paper(sender), choice)
    world.tick()
    with begin(world.app.engine) as conn:
        sealed = conn.exec_driver_sql("SELECT DISTINCT length(choice_sealed) FROM vote").all()
        sizes = conn.exec_driver_sql("SELECT DISTINCT size FROM inbox WHERE member_id IS NOT NULL").all()
    assert len(sealed) == 1
    assert all(size % inbox.KIBIBYTE == 0 for (size,) in sizes)


def test_no_repr_of_what_the_office_holds_shows_a_choice_or_a_body(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), f"2\n\n{MARKER}")
    world.tick()
    shown = repr(world.mailbox.contents) + repr(world.postman.parcels) + repr(posted(world))
    assert MARKER not in shown
    assert "Bob Carter" not in shown


def test_no_repr_of_a_settlement_shows_which_option_the_manager_read_in_a_message(world: World) -> None:
    instruction = read_instruction("", ["settle 12 as Dr Bob Carter"])
    assert instruction is not None
    command = understand(instruction, world.office.desk.house.calendar, {})
    plan = Plan(what=("Message 12 counts as a vote for Dr Bob Carter.",), problems=("“Dr Bob Carter” is not there.",))
    assert "Bob Carter" not in repr(instruction) + repr(command) + repr(plan)
