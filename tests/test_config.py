"""The configuration: what is read, and that every mistake is told at once with file, key and what is allowed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailvote.config import Settings, load, locate
from mailvote.config.mistakes import _TABLES
from mailvote.config.values import ConfigurationFile
from mailvote.errors import ConfigurationError, UnknownName
from mailvote.rules.electorate import Role

ROOT = Path(__file__).parent.parent
PASSWORDS = {"MAILVOTE_SELG_IMAP_PASSWORD": "amber-kettle", "MAILVOTE_SELG_SMTP_PASSWORD": "north-willow"}
SMALLEST = """
[[organisation]]
id = "selg"
name = "South East Oxfordshire Locality Group"
address = "ballots@selg.example"
managers = ["Morgan Reed <manager@selg.example>"]

[organisation.imap]
host = "imap.selg.example"
username = "ballots@selg.example"

[organisation.smtp]
host = "smtp.selg.example"
username = "ballots@selg.example"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(text: str) -> Path:
        file = tmp_path / "mailvote.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write_file


def mistakes(file: Path, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(file, PASSWORDS if environ is None else environ)
    assert caught.value.exit_code == 2
    return str(caught.value).splitlines()


def test_the_smallest_file_has_the_defaults_of_the_interface(write: Write, tmp_path: Path) -> None:
    settings = load(write(SMALLEST), PASSWORDS)
    selg = settings.organisation("selg")
    assert settings.database.url == f"sqlite:///{tmp_path}/mailvote.db"
    assert settings.database.auto_upgrade
    assert settings.service.poll_interval == timedelta(seconds=60)
    assert settings.service.key_file == tmp_path / "mailvote.key"
    assert selg.timezone == ZoneInfo("Europe/London")
    assert selg.calendar == "GB-ENG"
    assert selg.closing_time == time(17)
    assert selg.closing_grace == timedelta(minutes=10)
    assert selg.papers_to == (Role.LEAD, Role.DEPUTY)
    assert (selg.member_noun, selg.member_nouns) == ("practice", "practices")
    assert (selg.managers[0].name, selg.managers[0].address) == ("Morgan Reed", "manager@selg.example")
    assert (selg.imap.port, selg.imap.folders, selg.imap.timeout) == (993, ("INBOX",), 60.0)
    assert (selg.smtp.port, selg.smtp.connections, selg.smtp.per_minute) == (465, 4, 0)
    assert (selg.imap.password, selg.smtp.password) == ("amber-kettle", "north-willow")


def test_the_example_and_the_organisation_that_ships_are_valid() -> None:
    for file in (ROOT / "config/mailvote.example.toml", ROOT / "config/organisations/selg/mailvote.toml"):
        settings = load(file, PASSWORDS)
        assert settings.organisations[0].id == "selg"
    assert settings.organisations[0].next_meetings == (date(2026, 12, 8), date(2027, 1, 12))


def test_the_example_shows_the_default_of_every_setting_that_has_one(write: Write) -> None:
    example = load(ROOT / "config/mailvote.example.toml", PASSWORDS)
    smallest = load(write(SMALLEST), PASSWORDS)
    assert example.organisations == smallest.organisations
    assert example.service.model_dump(exclude={"key_file"}) == smallest.service.model_dump(exclude={"key_file"})


def test_every_mistake_is_told_at_once_with_file_key_and_what_is_allowed(write: Write) -> None:
    text = SMALLEST.replace('id = "selg"', 'id = "selg"\ntimezone = "Londn"\nclosing_tme = "17:00"\ncalendar = "GB-XX"')
    text = text.replace("[organisation.smtp]", "port = 99999\nauth = 'oauth2'\n[organisation.smtp]")
    told = mistakes(write(text + "\n[service]\nmetrics_port = 9100\npoll_interval = '60'\n"), {})
    expected = (
        r"mailvote.toml: organisation\[0\].timezone: unknown zone 'Londn'; allowed: an IANA name such as Europe/London",
        r"mailvote.toml: organisation\[0\].closing_tme: unknown setting; did you mean closing_time\?; allowed: address, .*",
        r"mailvote.toml: organisation\[0\].calendar: unknown calendar 'GB-XX'; allowed: a country .* GB-ENG.*",
        r"mailvote.toml: organisation\[0\].imap.port: 99999 is not allowed; allowed: a port number from 1 to 65535",
        r"mailvote.toml: organisation\[0\].imap.auth: 'oauth2' is not built yet; allowed: password",
        r"mailvote.toml: organisation\[0\].imap.password: missing; allowed: the variable MAILVOTE_SELG_IMAP_PASSWORD, .*",
        r"mailvote.toml: organisation\[0\].smtp.password: missing; allowed: the variable MAILVOTE_SELG_SMTP_PASSWORD, .*",
        r"mailvote.toml: service.metrics_port: 9100 is not built yet; allowed: 0 \(off\)",
        r"mailvote.toml: service.poll_interval: '60' is no duration; allowed: a number with s, m, h or d.*",
    )
    for pattern in expected:
        assert any(re.fullmatch(pattern, line) for line in told), (pattern, told)
    assert len(told) == len(expected)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('address = "Ballots <ballots@selg.example>"', "organisation[0].address: "),
        ("managers = []", "organisation[0].managers: "),
        ('managers = ["ballots@selg.example"]', "the ballots' own address cannot be a manager's"),
        (
            'papers_to = ["lead", "contact"]',
            "papers_to[1]: 'contact' gets no papers at the opening; allowed: a list",
        ),
        ('papers_to = ["lead", "lead"]', "'lead' is listed twice"),
        (
            'closing_time = "5pm"',
            "closing_time: '5pm' is no time of day; allowed: a time of day such as \"17:00\"",
        ),
        ("next_meetings = [2026-12-08T10:00:00]", "next_meetings[0]: "),
        ("open_days = [2026-12-26]", "2026-12-26 is a Saturday"),
        ('rule_sets = "nowhere"', "there is no folder "),
        ('language = "xx"', "language: unknown language 'xx'; allowed: the language of your letters"),
        ('closing_grace = "-1m"', "closing_grace: '-1m' is no duration"),
        ('id = "SELG"', "organisation[0].id: 'SELG' is not allowed; allowed: lower-case letters"),
        ('name = ""', "organisation[0].name: "),
        ('name = "two\\nlines"', "organisation[0].name: "),
    ],
)
def test_a_wrong_value_is_told_with_what_is_allowed(write: Write, line: str, told: str) -> None:
    key = line.partition(" ")[0]
    rest = "\n".join(each for each in SMALLEST.splitlines() if not each.startswith(f"{key} "))
    assert told in "\n".join(mistakes(write(rest.replace("[[organisation]]", f"[[organisation]]\n{line}"))))


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "mailvote.db"])
def test_other_databases_are_refused(write: Write, url: str) -> None:
    told = mistakes(write(f'{SMALLEST}\n[database]\nurl = "{url}"'))
    assert told == [
        "mailvote.toml: database.url: no such kind of database; "
        "allowed: sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
    ]


def test_what_is_missing_is_named(write: Write) -> None:
    assert mistakes(write(""), {}) == [
        "mailvote.toml: organisation: missing; allowed: at least one [[organisation]]",
    ]
    told = mistakes(write('[[organisation]]\nid = "selg"'), {})
    assert [line.split(": ")[1] for line in told] == [
        f"organisation[0].{key}" for key in ("name", "address", "managers", "imap", "smtp")
    ]


def test_a_file_that_is_not_there_or_not_toml_is_said_to_be(tmp_path: Path, write: Write) -> None:
    told = mistakes(tmp_path / "nowhere.toml")
    assert "cannot be read (No such file or directory)" in told[0]
    assert "--config" in told[0]
    assert "not TOML" in mistakes(write("[[organisation"))[0]


def test_a_password_in_the_file_is_refused_and_never_repeated(write: Write) -> None:
    told = mistakes(write(SMALLEST + 'password = "amber-kettle"'))
    assert told[0].startswith("mailvote.toml: organisation[0].smtp.password: does not belong in this file; allowed: ")
    assert "amber-kettle" not in "\n".join(told)


def test_secrets_stand_in_no_repr(write: Write) -> None:
    file = write(SMALLEST + '\n[database]\nurl = "postgresql+psycopg://mailvote:amber-kettle@localhost/mailvote"')
    file.chmod(0o600)
    settings = load(file, PASSWORDS)
    assert "amber-kettle" in settings.database.url
    assert not re.search("amber-kettle|north-willow", repr(settings))


def test_a_password_comes_from_a_file_of_mode_0600(write: Write, tmp_path: Path) -> None:
    (tmp_path / "imap.password").write_text("from a file\n", encoding="utf-8")
    (tmp_path / "imap.password").chmod(0o600)
    (tmp_path / "smtp.password").write_text("from another", encoding="utf-8")
    (tmp_path / "smtp.password").chmod(0o600)
    text = SMALLEST.replace("[organisation.smtp]", 'password_file = "imap.password"\n[organisation.smtp]')
    settings = load(write(text), {"MAILVOTE_SELG_SMTP_PASSWORD_FILE": str(tmp_path / "smtp.password")})
    assert settings.organisations[0].imap.password == "from a file"
    assert settings.organisations[0].smtp.password == "from another"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_secret_file_that_others_can_read_is_refused(write: Write, tmp_path: Path, mode: int) -> None:
    file = tmp_path / "imap.password"
    file.write_text("amber-kettle", encoding="utf-8")
    file.chmod(mode)
    environ = {"MAILVOTE_SELG_IMAP_PASSWORD_FILE": str(file), "MAILVOTE_SELG_SMTP_PASSWORD": "x"}
    told = mistakes(write(SMALLEST), environ)
    assert told == [
        f"mailvote.toml: organisation[0].imap.password: {file} can be read by group or others; "
        f"allowed: mode 0600 (chmod 600 {file})"
    ]


def test_an_empty_or_missing_secret_file_is_named(write: Write, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch(mode=0o600)
    environ = {
        "MAILVOTE_SELG_IMAP_PASSWORD_FILE": str(empty),
        "MAILVOTE_SELG_SMTP_PASSWORD_FILE": str(tmp_path / "nowhere"),
    }
    told = mistakes(write(SMALLEST), environ)
    assert f"{empty} is empty" in told[0]
    assert f"{tmp_path}/nowhere cannot be read (No such file or directory)" in told[1]


def test_a_secret_given_twice_is_refused(write: Write) -> None:
    told = mistakes(write(SMALLEST), PASSWORDS | {"MAILVOTE_SELG_IMAP_PASSWORD_FILE": "/run/secrets/imap"})
    assert told[0].endswith("set twice; allowed: MAILVOTE_SELG_IMAP_PASSWORD or MAILVOTE_SELG_IMAP_PASSWORD_FILE")


def test_unknown_variables_of_ours_are_named_with_the_nearest(write: Write) -> None:
    environ = PASSWORDS | {"MAILVOTE_SLEG_IMAP_PASSWORD": "x", "MAILVOTE_CONFIG": "a.toml", "HOME": "/"}
    told = mistakes(write(SMALLEST), environ)
    assert len(told) == 1
    assert told[0].startswith(
        "environment: MAILVOTE_SLEG_IMAP_PASSWORD: unknown variable; did you mean MAILVOTE_SELG_IMAP_PASSWORD?; allowed: "
    )


def test_names_of_variables_have_the_id_in_upper_case_and_an_underscore_for_the_rest(write: Write) -> None:
    environ = {"MAILVOTE_EL_R2_IMAP_PASSWORD": "x", "MAILVOTE_EL_R2_SMTP_PASSWORD": "y"}
    assert load(write(SMALLEST.replace('"selg"', '"el-r2"')), environ).organisations[0].imap.password == "x"


def test_the_database_may_come_from_the_environment(write: Write) -> None:
    url = "postgresql+psycopg://mailvote:amber-kettle@db/mailvote"
    assert load(write(SMALLEST), PASSWORDS | {"MAILVOTE_DATABASE_URL": url}).database.url == url


def test_a_database_password_in_a_file_that_others_can_read_is_refused(write: Write) -> None:
    file = write(SMALLEST + '\n[database]\nurl = "postgresql://mailvote:amber-kettle@db/mailvote"')
    file.chmod(0o644)
    told = mistakes(file)
    assert told[0].startswith("mailvote.toml: database.url: holds a password that others can read; allowed: ")
    assert "amber-kettle" not in told[0]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_no_encryption_is_accepted_on_loopback(write: Write, host: str) -> None:
    text = SMALLEST.replace('host = "imap.selg.example"', f'host = "{host}"\nsecurity = "none"')
    imap = load(write(text), PASSWORDS).organisations[0].imap
    assert (imap.security, imap.port) == ("none", 143)


@pytest.mark.parametrize("server", ["imap", "smtp"])
def test_no_encryption_is_refused_elsewhere(write: Write, server: str) -> None:
    text = SMALLEST.replace(f'host = "{server}.selg.example"', 'host = "10.0.0.5"\nsecurity = "none"')
    assert mistakes(write(text)) == [
        f"mailvote.toml: organisation[0].{server}.security: none would send the password in clear to 10.0.0.5; "
        "allowed: tls or starttls; none only where the host is loopback (localhost, 127.0.0.1, ::1)"
    ]


def test_a_server_without_login_needs_no_password(write: Write) -> None:
    text = SMALLEST.replace(
        'host = "smtp.selg.example"\nusername = "ballots@selg.example"', 'host = "127.0.0.1"\nusername = ""'
    )
    environ = {"MAILVOTE_SELG_IMAP_PASSWORD": "x"}
    assert load(write(text), environ).organisations[0].smtp.password == ""


def test_two_organisations_share_neither_id_nor_address(write: Write) -> None:
    told = mistakes(write(SMALLEST + SMALLEST.replace("ballots@selg.example", "Ballots@selg.example")))
    assert told == [
        "mailvote.toml: organisation[1].id: 'selg' is taken by organisation[0].id; allowed: an id of its own",
        "mailvote.toml: organisation[1].address: 'Ballots@selg.example' is taken by organisation[0].address; "
        "allowed: an address of its own",
    ]


def test_an_unknown_organisation_is_answered_with_the_nearest(write: Write) -> None:
    with pytest.raises(UnknownName, match=r"there is no organisation 'sleg'; did you mean selg\?"):
        load(write(SMALLEST), PASSWORDS).organisation("sleg")


def test_relative_paths_start_from_the_folder_of_the_file(write: Write, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "ca.pem").touch()
    text = SMALLEST.replace('id = "selg"', 'id = "selg"\nrule_sets = "rules"') + 'ca_file = "ca.pem"'
    selg = load(write(text), PASSWORDS).organisations[0]
    assert (selg.rule_sets, selg.smtp.ca_file) == (tmp_path / "rules", tmp_path / "ca.pem")


def test_the_file_is_the_one_given_then_the_one_of_the_variable_then_the_default(tmp_path: Path) -> None:
    environ = {"MAILVOTE_CONFIG": "b.toml"}
    assert locate(Path("a.toml"), environ) == Path("a.toml")
    assert locate(None, environ) == Path("b.toml")
    assert locate(None, {}) in (Path("mailvote.toml"), Path("/etc/mailvote/mailvote.toml"))


def every_setting() -> set[str]:
    tables = {"database", "service", "organisation"}
    assert ConfigurationFile.model_fields.keys() == tables
    names = {name for table in _TABLES.values() for name in table.model_fields}
    return names - {"password", "imap", "smtp"}


def test_every_setting_is_explained_in_the_manual() -> None:
    manual = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    assert not {name for name in every_setting() if f"`{name}`" not in manual}


def test_every_setting_stands_in_the_example() -> None:
    example = tomllib.loads((ROOT / "config/mailvote.example.toml").read_text(encoding="utf-8"))
    organisation = example["organisation"][0]
    tables = {
        **example,
        "organisation": organisation,
        "imap": organisation["imap"],
        "smtp": organisation["smtp"],
    }
    for name, table in _TABLES.items():
        assert table.model_fields.keys() - {"password"} == tables[name].keys(), name


def test_settings_have_a_description_wherever_a_mistake_could_quote_one() -> None:
    undescribed = {
        f"{name}.{key}"
        for name, table in _TABLES.items()
        for key, field in table.model_fields.items()
        if not field.description and key != "password"
    }
    assert not undescribed


def test_settings_are_frozen(write: Write) -> None:
    settings: Settings = load(write(SMALLEST), PASSWORDS)
    with pytest.raises(ValueError, match="frozen"):
        settings.service.log_format = "json"
