"""`mailvote tick`, `run` and `demo`: the office at work on a mail server, and what it says where there is none."""

import sys
from pathlib import Path

import pytest

from mailvote.demo.postoffice import PostOffice
from tests.cli.conftest import CommandLine, point_at
from tests.office.world import MANAGER, START, letter


def test_a_tick_answers_what_is_there(mailvote: CommandLine, post_office: PostOffice) -> None:
    mailvote("tick")
    post_office.append(letter(MANAGER, START).as_bytes(), mailvote.world.now)
    result = mailvote("tick")
    assert not result.output
    assert [letter.recipient for letter in post_office.outgoing] == [MANAGER]


def test_a_tick_in_json(mailvote: CommandLine, post_office: PostOffice) -> None:
    assert mailvote.json("tick") == {"ok": True}


def test_a_tick_without_mail_servers_does_the_rest_and_is_4(mailvote: CommandLine) -> None:
    point_at(mailvote.folder, imap=1, smtp=1)
    mailvote("command", "--as", MANAGER, "-", stdin=START)
    result = mailvote("tick", exit_code=4)
    assert "127.0.0.1:1" in result.stderr
    (waiting,) = mailvote.json("outbox")["letters"]
    assert (waiting["state"], waiting["tries"]) == ("waiting", 0)


def test_the_demo_without_its_extra_says_what_to_install(
    mailvote: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in sys.modules if name.startswith(("mailvote.demo", "pymap", "aiosmtpd"))]:
        monkeypatch.delitem(sys.modules, name)
    for library in ("aiosmtpd", "pymap"):
        monkeypatch.setitem(sys.modules, library, None)
    result = mailvote("demo", "--out", tmp_path / "demo", exit_code=2)
    assert "pip install 'mailvote[demo]'" in result.stderr
