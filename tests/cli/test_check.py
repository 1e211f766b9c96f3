"""`mailvote check`: one line each, the worst first; a problem is 1, a mistake in the configuration 2."""

import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mailvote.cli import main
from mailvote.demo.postoffice import PostOffice
from tests.cli.conftest import SECRETS, CommandLine, point_at
from tests.office.world import SELG


def found(mailvote: CommandLine, *arguments: str, exit_code: int = 0) -> dict[str, tuple[bool, str]]:
    checks: list[dict[str, Any]] = mailvote.json("check", *arguments, exit_code=exit_code)["checks"]
    assert all(list(check) == ["name", "ok", "detail"] for check in checks)
    return {check["name"]: (check["ok"], check["detail"]) for check in checks}


def test_all_is_well(mailvote: CommandLine, post_office: PostOffice) -> None:
    checks = found(mailvote)
    names = {"configuration", "database", "key file", "roster", "IMAP login", "SMTP login", "IMAP folder"}
    assert names <= set(checks)
    assert all(ok for ok, _ in checks.values())


def test_each_is_a_line_the_worst_first(mailvote: CommandLine, post_office: PostOffice) -> None:
    text = (mailvote.folder / "mailvote.toml").read_text()
    mailvote.write(text.replace('"Junk"', '"Spam"'), "mailvote.toml")
    lines = mailvote("check", exit_code=1).stdout.splitlines()
    assert lines[0].startswith("problem IMAP folder: Spam is not there")
    marks = [line.split()[0] for line in lines]
    assert marks == sorted(marks, key=["problem", "note", "ok"].index)


def test_mail_servers_out_of_reach_are_problems(mailvote: CommandLine) -> None:
    point_at(mailvote.folder, imap=1, smtp=1)
    checks = found(mailvote, exit_code=1)
    assert [name for name, (ok, _) in checks.items() if not ok] == ["IMAP connection", "SMTP connection"]


def test_a_wrong_password_is_1(mailvote: CommandLine, post_office: PostOffice) -> None:
    result = mailvote("check", exit_code=1, env={"MAILVOTE_SELG_IMAP_PASSWORD": "wrong"})
    assert "problem IMAP login: " in result.stdout


def test_an_empty_roster_is_a_problem(mailvote: CommandLine, post_office: PostOffice) -> None:
    mailvote("db", "downgrade", "base")
    mailvote("db", "upgrade")
    assert found(mailvote, exit_code=1)["roster"] == (
        False,
        "no practices are registered; use mailvote register import",
    )


def test_send_mails_a_message_and_waits_for_it(
    mailvote: CommandLine, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def post_is_delivered(_seconds: float) -> None:
        post_office.append(post_office.outgoing[-1].content, mailvote.world.now)

    monkeypatch.setattr(time, "sleep", post_is_delivered)
    assert found(mailvote, "--send")["round trip"][0] is True


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_every_mistake_in_the_configuration_is_2(mailvote: CommandLine, arguments: list[str]) -> None:
    text = (mailvote.folder / "mailvote.toml").read_text()
    mailvote.write(text.replace("Europe/London", "Londn").replace('"17:00"', '"late"'), "mailvote.toml")
    result = mailvote("check", *arguments, exit_code=2)
    assert len(result.stderr.splitlines()) == 2
    assert ("Londn" in result.stdout) is bool(arguments)


def test_a_mistake_in_a_rule_set_is_2(mailvote: CommandLine) -> None:
    rules = mailvote.folder / "rules"
    rules.mkdir()
    (rules / "odd.toml").write_text('name = "odd"\nsecrecy = "none"\n')
    text = (mailvote.folder / "mailvote.toml").read_text()
    mailvote.write(text.replace('member_noun = "practice"', 'rule_sets = "rules"'), "mailvote.toml")
    assert "odd.toml" in mailvote("check", exit_code=2).stderr


def test_a_damaged_database_is_4_and_the_mail_servers_are_looked_at_nevertheless(
    mailvote: CommandLine, post_office: PostOffice
) -> None:
    mailvote.world.app.engine.dispose()
    (mailvote.folder / "mailvote.db").write_bytes(b"no database at all" * 100)
    result = mailvote("check", exit_code=4)
    assert "put back a backup" in result.stderr
    assert "IMAP login: accepted" in result.stdout


def test_before_the_first_start_database_and_key_file_are_yet_to_come(tmp_path: Path) -> None:
    (tmp_path / "mailvote.toml").write_text((SELG / "mailvote.toml").read_text())
    point_at(tmp_path, imap=1, smtp=1)
    result = CliRunner().invoke(main, ["--config", str(tmp_path / "mailvote.toml"), "check"], env=SECRETS)
    assert result.exit_code == 1
    assert "note    database: revision none; the next start brings it to" in result.stdout
    assert "note    key file: the first start creates" in result.stdout
    assert not (tmp_path / "mailvote.key").exists()
