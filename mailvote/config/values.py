"""The settings as frozen values; a field's description says what is allowed, and every mistake quotes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    field_validator,
)

from mailvote.config import readers as read
from mailvote.config.readers import NamedAddress
from mailvote.errors import UnknownName
from mailvote.resources import ENGLISH
from mailvote.rules.electorate import Role
from mailvote.rules.english import plural

_ADDRESS = "a plain address such as ballots@selg.example"
_DURATION = 'a number with s, m, h or d, such as "60s", "10m" or "1h"'
_DATES = "a list of dates such as [2026-12-08]"
_OWN_CA = "a file of certificates (PEM), or empty for the system's own"

Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Port = Annotated[int, Field(ge=1, le=65535, description="a port number from 1 to 65535")]
Address = Annotated[str, PlainValidator(read.address)]
Day = Annotated[date, PlainValidator(read.day)]
Weekday = Annotated[date, PlainValidator(read.weekday)]
Duration = Annotated[timedelta, PlainValidator(read.some_time), Field(description=_DURATION)]
Seconds = Annotated[float, PlainValidator(read.seconds), Field(description=_DURATION)]
Pause = Annotated[timedelta, PlainValidator(read.duration), Field(description=_DURATION)]
Manager = Annotated[NamedAddress, PlainValidator(read.named_address)]
VotingRole = Annotated[Role, PlainValidator(read.voting_role)]
Listed = BeforeValidator(read.listed)
NotEmpty = AfterValidator(read.not_empty)
Security = Annotated[
    Literal["tls", "starttls", "none"],
    Field(description="tls or starttls; none only where the host is loopback (localhost, 127.0.0.1, ::1)"),
]
PasswordLogin = Annotated[
    Literal["password"], PlainValidator(read.not_built_yet("password")), Field(description="password")
]
OwnCertificates = Annotated[Path | None, PlainValidator(read.existing_file), Field(description=_OWN_CA)]
SecretFile = Annotated[
    Path | None,
    PlainValidator(read.local_path),
    Field(description="a file of mode 0600 that holds the password"),
]


class Table(BaseModel):
    """One table of the file: frozen, no key but the known ones, nothing converted silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Database(Table):
    url: Annotated[str, PlainValidator(read.database_url)] = Field(
        "sqlite:///mailvote.db",
        repr=False,
        validate_default=True,
        description="sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME",
    )
    auto_upgrade: bool = Field(True, description="true or false")


class Service(Table):
    poll_interval: Duration = timedelta(seconds=60)
    log_format: Literal["text", "json"] = Field("text", description="text or json")
    heartbeat_url: Annotated[str, PlainValidator(read.web_address)] = Field(
        "", repr=False, description="a web address (https://...), or empty for none"
    )
    key_file: Annotated[Path, PlainValidator(read.needed_path)] = Field(
        Path("mailvote.key"),
        validate_default=True,
        description="a file name; the file is created with mode 0600",
    )
    metrics_port: Annotated[int, PlainValidator(read.not_built_yet(0))] = Field(0, description="0 (off)")


class MailServer(Table):
    """What reading and sending have in common; `timeout` is in seconds."""

    host: Line = Field(description="the name of the mail server")
    security: Security = "tls"
    username: str = Field(description="the name to log in with")
    auth: PasswordLogin = "password"
    password: str = Field("", repr=False)
    password_file: SecretFile = None
    timeout: Seconds = 60.0
    ca_file: OwnCertificates = None

    @field_validator("security")
    @classmethod
    def _plain_text_on_loopback_only(cls, value: str, info: ValidationInfo) -> str:
        if value == "none" and not read.is_loopback(info.data.get("host", "localhost")):
            raise ValueError(f"none would send the password in clear to {info.data['host']}")
        return value


class ImapSettings(MailServer):
    port: Port = Field(default_factory=lambda data: 993 if data.get("security") == "tls" else 143)
    folders: Annotated[tuple[Line, ...], Listed, NotEmpty] = Field(
        ("INBOX",), description='a list of folders such as ["INBOX", "Junk"]'
    )
    archive: str = Field("", description="a folder, or empty to leave dealt-with mail where it is")
    provider: Literal["generic", "gmail", "m365"] = Field("generic", description="generic, gmail or m365")
    authserv_id: str = Field("", description="the name your server writes in Authentication-Results, or empty")
    plus_addressing: bool = Field(True, description="true or false")
    trusted_hosts: Annotated[tuple[Line, ...], Listed] = Field(
        (), description='a list of host names such as ["mx.selg.example"]'
    )


class SmtpSettings(MailServer):
    port: Port = Field(default_factory=lambda data: {"tls": 465, "starttls": 587}.get(data.get("security", ""), 25))
    connections: int = Field(4, ge=1, le=50, description="a number from 1 to 50")
    per_minute: int = Field(0, ge=0, description="letters a minute, 0 for no limit")


class OrganisationSettings(Table):
    id: str = Field(
        pattern="^[a-z][a-z0-9-]{0,30}$",
        description="lower-case letters, digits and hyphens, a letter first, at most 31 of them",
    )
    name: Line = Field(description="the organisation's name on one line")
    address: Address = Field(description=_ADDRESS)
    managers: Annotated[tuple[Manager, ...], Listed, NotEmpty] = Field(
        description='a list such as ["Morgan Reed <manager@selg.example>"], with at least one'
    )
    member_noun: Line = Field("practice", description="a word such as practice")
    member_nouns: Line = Field(
        default_factory=lambda data: plural(data.get("member_noun", "practice")),
        description="a word such as practices",
    )
    language: Annotated[str, PlainValidator(read.language)] = Field(
        ENGLISH, description="the language of your letters and of the votes that are read, such as en"
    )
    timezone: Annotated[ZoneInfo, PlainValidator(read.zone)] = Field(
        ZoneInfo("Europe/London"), description="an IANA name such as Europe/London"
    )
    calendar: Annotated[str, PlainValidator(read.holiday_calendar)] = Field(
        "GB-ENG", description="a country and, after a hyphen, its part, such as GB-ENG, GB-SCT or IE"
    )
    closed_days: Annotated[tuple[Day, ...], Listed] = Field((), description=_DATES)
    open_days: Annotated[tuple[Weekday, ...], Listed] = Field((), description=f"{_DATES}, Mondays to Fridays")
    closing_time: Annotated[time, PlainValidator(read.clock)] = Field(
        time(17), description='a time of day such as "17:00"'
    )
    closing_grace: Pause = timedelta(minutes=10)
    rule_sets: Annotated[Path | None, PlainValidator(read.existing_folder)] = Field(
        None, description="a folder of rule sets, or empty for those of the package"
    )
    papers_to: Annotated[tuple[VotingRole, ...], Listed, NotEmpty] = Field(
        (Role.LEAD, Role.DEPUTY), description='a list of "lead" and "deputy", with at least one'
    )
    notify_on_proxy: Annotated[tuple[Address, ...], Listed] = Field((), description=f"a list; each {_ADDRESS}")
    next_meetings: Annotated[tuple[Day, ...], Listed] = Field((), description=_DATES)
    warn_of_terms: Annotated[timedelta, PlainValidator(read.days)] = Field(
        timedelta(days=90), description='a number of days from 1 to 999, such as "90 days"'
    )
    imap: ImapSettings = Field(description="a table [organisation.imap]")
    smtp: SmtpSettings = Field(description="a table [organisation.smtp]")

    @field_validator("managers")
    @classmethod
    def _managers_are_people(cls, value: tuple[NamedAddress, ...], info: ValidationInfo) -> tuple[NamedAddress, ...]:
        if any(manager.address == info.data.get("address") for manager in value):
            raise ValueError("the ballots' own address cannot be a manager's")
        return value


class ConfigurationFile(Table):
    """The whole file as it is written; `Settings` is what the program works with."""

    database: Database = Field(description="a table [database]")
    service: Service = Field(description="a table [service]")
    organisation: Annotated[tuple[OrganisationSettings, ...], Listed, NotEmpty] = Field(
        description="at least one [[organisation]]"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an installation is told; `path` is the file it was read from."""

    database: Database
    service: Service
    organisations: tuple[OrganisationSettings, ...]
    path: Path

    def organisation(self, name: str) -> OrganisationSettings:
        """The organisation of that id; raises UnknownName with the nearest."""
        known: Mapping[str, OrganisationSettings] = {each.id: each for each in self.organisations}
        if name not in known:
            raise UnknownName("organisation", name, next(iter(get_close_matches(name, known, n=1)), None))
        return known[name]
