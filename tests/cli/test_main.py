"""The command as a whole: its flags, its help, its exit codes, and where it finds its configuration."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mailvote.cli import main
from mailvote.store.database import begin, exclusive
from tests.cli.conftest import SECRETS, CommandLine

ROOT = Path(__file__).parents[2]
OPERATOR = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")


def commands(command: click.Command = main, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group with the words that lead to it."""
    yield path, command
    for name, each in command.commands.items() if isinstance(command, click.Group) else ():
        yield from commands(each, *path, name)


EVERY = {" ".join(path): command for path, command in commands()}
ENDS = [name for name, command in EVERY.items() if not isinstance(command, click.Group)]


def help_of(name: str) -> str:
    result = CliRunner().invoke(main, [*name.split(), "--help"])
    assert result.exit_code == 0
    return result.output


def examples_of(name: str) -> list[str]:
    return [line.strip() for line in help_of(name).partition("Example")[2].splitlines()[1:] if line.strip()]


@pytest.mark.parametrize("name", EVERY)
def test_help_on_everything_with_an_example(name: str) -> None:
    assert examples_of(name)
    assert all("mailvote" in example for example in examples_of(name))


@pytest.mark.parametrize("name", EVERY)
def test_every_example_names_a_command_and_options_that_there_are(name: str) -> None:
    for example in examples_of(name):
        words = shlex.split(re.sub(r"^.*?\bmailvote\b|>.*$", "", example))
        command: click.Command = main
        known = {"--help"}
        for word in words:
            if isinstance(command, click.Group) and word in command.commands:
                command = command.commands[word]
            known |= {option for parameter in command.params for option in parameter.opts}
        assert command is not main or {"--help", "--version"} & set(words)
        assert {word for word in words if word.startswith("-") and word != "-"} <= known


@pytest.mark.parametrize("name", ENDS)
def test_every_command_is_in_the_operators_manual(name: str) -> None:
    assert f"mailvote {name}" in OPERATOR


@pytest.mark.parametrize("name", EVERY)
def test_the_flags_of_the_program_stand_in_the_help_of_every_command(name: str) -> None:
    assert {"--config", "--json", "--organisation", "--verbose"} <= set(re.findall(r"--[a-z]+", help_of(name)))


@pytest.mark.parametrize(
    "arguments",
    ["--json --organisation selg ballots", "ballots --json --organisation selg", "--organisation selg ballots --json"],
)
def test_flags_may_stand_before_or_after_the_command(mailvote: CommandLine, arguments: str) -> None:
    assert json.loads(mailvote(*arguments.split()).stdout) == {"ballots": []}


def test_the_flag_after_the_command_goes_before_the_one_in_front_of_it(mailvote: CommandLine) -> None:
    assert mailvote.json("--organisation", "other", "ballots", "--organisation", "selg") == {"ballots": []}


@pytest.mark.parametrize("arguments", ["strange", "ballots show", "tick --strange", "register import nowhere.csv"])
def test_bad_usage_is_2(mailvote: CommandLine, arguments: str) -> None:
    result = mailvote(*arguments.split(), exit_code=2)
    assert "Usage:" in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("command", ["ballots", "tick", "run", "db current", "register show", "inbox", "outbox"])
def test_every_mistake_in_the_configuration_is_one_line_on_standard_error(mailvote: CommandLine, command: str) -> None:
    text = (mailvote.folder / "mailvote.toml").read_text()
    mailvote.write(text.replace("Europe/London", "Londn").replace('"17:00"', '"late"'), "mailvote.toml")
    result = mailvote(*command.split(), "--json", exit_code=2)
    timezone, closing_time = result.stderr.splitlines()
    assert timezone.startswith("mailvote.toml: organisation[0].timezone: ")
    assert closing_time.startswith("mailvote.toml: organisation[0].closing_time: ")
    assert not result.stdout


def test_an_unknown_organisation_is_2_with_the_nearest(mailvote: CommandLine) -> None:
    result = mailvote("ballots", "--organisation", "selk", exit_code=2)
    assert result.stderr == "there is no organisation 'selk'; did you mean selg?\n"


def test_with_several_organisations_one_must_be_named(mailvote: CommandLine) -> None:
    text = (mailvote.folder / "mailvote.toml").read_text()
    selg = text[text.index("[[organisation]]") :]
    elr = selg.replace('"selg"', '"elr"').replace("ballots@selg.example", "ballots@elr.example")
    mailvote.write(text + elr, "mailvote.toml")
    passwords = {name.replace("SELG", "ELR"): "x" for name in SECRETS}
    assert "one of selg, elr" in mailvote("ballots", exit_code=2, env=passwords).stderr
    assert mailvote("ballots", "--organisation", "elr", env=passwords).stdout == "There is no ballot yet.\n"


def test_the_configuration_is_the_file_named_else_the_one_of_the_folder(
    mailvote: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments, environment in (
        (["--config", "mailvote.toml", "ballots"], {"MAILVOTE_CONFIG": "nowhere.toml"}),
        (["ballots"], {"MAILVOTE_CONFIG": str(tmp_path / "mailvote.toml")}),
        (["ballots"], {}),
    ):
        assert CliRunner().invoke(main, arguments, env=SECRETS | environment).exit_code == 0


def test_a_configuration_that_is_not_there_is_2(mailvote: CommandLine) -> None:
    result = mailvote("--config", "nowhere.toml", "ballots", exit_code=2)
    assert "nowhere.toml" in result.stderr
    assert "--config" in result.stderr


@pytest.mark.parametrize("command", ["tick", "run", "run --no-standby", "db upgrade", "db downgrade base"])
def test_what_needs_the_installation_for_itself_is_3_while_another_holds_it(
    mailvote: CommandLine, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with exclusive(mailvote.world.app.engine):
        result = mailvote(*command.split(), exit_code=3)
    assert "another mailvote process" in result.stderr


@pytest.mark.parametrize("command", ["ballots", "inbox", "outbox", "register show", "register export", "db current"])
def test_what_only_looks_works_beside_a_running_service(mailvote: CommandLine, command: str) -> None:
    engine = mailvote.world.app.engine
    with exclusive(engine), begin(engine):
        mailvote(*command.split())


@pytest.mark.parametrize("command", ["ballots", "tick", "db current"])
def test_a_damaged_database_is_4_with_what_to_do(mailvote: CommandLine, command: str) -> None:
    mailvote.world.app.engine.dispose()
    for journal in mailvote.folder.glob("mailvote.db-*"):
        journal.unlink()
    (mailvote.folder / "mailvote.db").write_bytes(b"no database at all" * 100)
    result = mailvote(*command.split(), exit_code=4)
    (sentence,) = result.stderr.splitlines()
    assert "put back a backup" in sentence
