"""How one setting is read from its TOML value: the value, or ValueError with a phrase.

Readers let a value through that already has its type, so that settings can be built in code as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationInfo

from mailvote.bankholidays import bank_holidays
from mailvote.mail.addresses import valid_address
from mailvote.resources import languages, missing_letters
from mailvote.rules.electorate import Role

Value = TypeVar("Value")

_DURATION = re.compile(r"(\d{1,6}) ?([smhd])")
_DAYS = re.compile(r"([1-9]\d{0,2}) ?(?:d|days?)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAddress:
    """A person to write to: `Morgan Reed <manager@selg.example>`; the name may be empty."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{value!r} is no duration")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def some_time(value: object) -> timedelta:
    """A duration that is not zero."""
    length = duration(value)
    if not length:
        raise ValueError(f"{value!r} is no time at all")
    return length


def days(value: object) -> timedelta:
    """`90 days`, `90d`."""
    if isinstance(value, timedelta):
        return value
    found = _DAYS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{value!r} is no number of days")
    return timedelta(days=int(found[1]))


def seconds(value: object) -> float:
    """A duration as seconds; a plain number is taken as seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return float(value)
    return some_time(value).total_seconds()


def language(value: object) -> str:
    """A language of the package in which every letter is written."""
    if not isinstance(value, str) or value not in languages():
        raise ValueError(f"unknown language {value!r}")
    missing = missing_letters(value)
    if missing:
        raise ValueError(f"{len(missing)} letters are not written in {value!r} yet: {', '.join(missing)}")
    return value


def zone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(_text(value))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError(f"unknown zone {value!r}") from None


def clock(value: object) -> time:
    """A time of day, as "17:00" or as TOML's own 17:00:00."""
    if isinstance(value, time):
        return value
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", _text(value))
    if found is None:
        raise ValueError(f"{value!r} is no time of day")
    return time(int(found[1]), int(found[2]))


def holiday_calendar(value: object) -> str:
    name = _text(value)
    bank_holidays(name, (2026,))
    return name


def day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"{value!r} is no date")
    return value


def weekday(value: object) -> date:
    found = day(value)
    if found.isoweekday() > 5:
        raise ValueError(f"{found} is a {found:%A}")
    return found


def address(value: object) -> str:
    return valid_address(_text(value))


def named_address(value: object) -> NamedAddress:
    if isinstance(value, NamedAddress):
        return value
    name, plain = parseaddr(_text(value))
    return NamedAddress(name=name, address=valid_address(plain or _text(value)))


def voting_role(value: object) -> Role:
    if value not in (Role.LEAD, Role.DEPUTY):
        raise ValueError(f"{value!r} gets no papers at the opening")
    return Role(str(value))


def listed(value: object) -> object:
    """A TOML array as a tuple, each thing in it once."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r} is no list")
    twice = [thing for number, thing in enumerate(value) if thing in value[:number]]
    if twice:
        raise ValueError(f"{twice[0]!r} is listed twice")
    return tuple(value)


def not_empty(value: tuple[Value, ...]) -> tuple[Value, ...]:
    if not value:
        raise ValueError("the list is empty")
    return value


def web_address(value: object) -> str:
    text = _text(value)
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise ValueError("no web address")
    return text


def not_built_yet(built: object) -> Callable[[object], Any]:
    """A reader that lets through only the value that is built; the rest of the documented ones come later."""

    def read(value: object) -> object:
        if value != built or isinstance(value, bool) != isinstance(built, bool):
            raise ValueError(f"{value!r} is not built yet")
        return value

    return read


def local_path(value: object, info: ValidationInfo) -> Path | None:
    """A path, relative ones taken from the folder of the configuration file; empty: none."""
    if value is None:
        return None
    text = _text(str(value) if isinstance(value, Path) else value)
    return _folder(info) / Path(text).expanduser() if text else None


def needed_path(value: object, info: ValidationInfo) -> Path:
    path = local_path(value, info)
    if path is None:
        raise ValueError("no file name")
    return path


def existing_file(value: object, info: ValidationInfo) -> Path | None:
    path = local_path(value, info)
    if path is not None and not path.is_file():
        raise ValueError(f"there is no file {path}")
    return path


def existing_folder(value: object, info: ValidationInfo) -> Path | None:
    path = local_path(value, info)
    if path is not None and not path.is_dir():
        raise ValueError(f"there is no folder {path}")
    return path


def database_url(value: object, info: ValidationInfo) -> str:
    """A database URL; a relative SQLite file is taken from the folder of the configuration file."""
    url = _text(value)
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        return url
    name = url.removeprefix("sqlite:///")
    if name == url or not name or ":memory:" in name:
        raise ValueError("no such kind of database")
    return f"sqlite:///{_folder(info) / name}"


def holds_password(url: str) -> bool:
    return bool(urlsplit(url).password)


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _folder(info: ValidationInfo) -> Path:
    """Where relative paths start: the folder of the file that is read, else the present one."""
    folder: Path = (info.context or {}).get("folder", Path())
    return folder


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value.strip()
