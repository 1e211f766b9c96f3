"""The command as a person types it, beside an office whose mailbox and postman are fakes but whose database is real."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from mailvote.cli import main
from mailvote.demo.postoffice import PostOffice
from tests.office.world import World, open_world

SECRETS = {"MAILVOTE_SELG_IMAP_PASSWORD": "x", "MAILVOTE_SELG_SMTP_PASSWORD": "x"}


@dataclass
class CommandLine:
    """Runs `mailvote` in a folder with a configuration, at the time that the office's clock shows."""

    folder: Path
    world: World

    def __call__(
        self, *arguments: object, exit_code: int = 0, stdin: str | bytes = "", env: dict[str, str] | None = None
    ) -> Result:
        environment = {"MAILVOTE_CONFIG": str(self.folder / "mailvote.toml"), **SECRETS, **(env or {})}
        with time_machine.travel(self.world.now, tick=False):
            result = CliRunner().invoke(main, list(map(str, arguments)), input=stdin, env=environment)
        assert result.exit_code == exit_code, f"{result.output}\n{result.exception!r}"
        return result

    def json(self, *arguments: object, exit_code: int = 0, stdin: str = "") -> Any:
        return json.loads(self(*arguments, "--json", exit_code=exit_code, stdin=stdin).stdout)

    def write(self, text: str, name: str = "file") -> Path:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world


@pytest.fixture
def mailvote(tmp_path: Path, world: World) -> CommandLine:
    return CommandLine(folder=tmp_path, world=world)


def point_at(folder: Path, *, imap: int, smtp: int) -> None:
    """Have the organisation's mail servers on these ports of loopback."""
    text = (folder / "mailvote.toml").read_text()
    for name, port in (("imap", imap), ("smtp", smtp)):
        text = text.replace(f'host = "{name}.selg.example"', f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"')
    before, table, after = text.partition("[organisation.smtp]")
    without_login = after.replace('username = "ballots@selg.example"', 'username = ""')
    (folder / "mailvote.toml").write_text(f"{before}{table}{without_login}")


@pytest.fixture
def post_office(mailvote: CommandLine) -> Iterator[PostOffice]:
    office = PostOffice("ballots@selg.example", "x")
    ports = office.start()
    point_at(mailvote.folder, imap=ports.imap, smtp=ports.smtp)
    yield office
    office.stop()
