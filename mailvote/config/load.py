"""Reading the configuration: file, secrets and variables; every mistake at once, or settings that hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mailvote.config.mistakes import mistakes_in, spell
from mailvote.config.readers import holds_password
from mailvote.config.secretfiles import (
    CONFIG_FILE,
    DATABASE_URL,
    SERVICES,
    password_variable,
    secret,
    too_open,
    unknown_variables,
)
from mailvote.config.values import ConfigurationFile, Settings
from mailvote.errors import ConfigurationError, Mistake

DEFAULT_PLACES = (Path("mailvote.toml"), Path("/etc/mailvote/mailvote.toml"))


def locate(given: Path | None, environ: Mapping[str, str]) -> Path:
    """The configuration file: the one given, else MAILVOTE_CONFIG, else the first of the default places."""
    named = given or (Path(environ[CONFIG_FILE]) if environ.get(CONFIG_FILE) else None)
    if named:
        return named
    return next((place for place in DEFAULT_PLACES if place.is_file()), DEFAULT_PLACES[0])


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings in `path` and `environ`; raises ConfigurationError that holds every mistake."""
    table = _read_toml(path)
    folder = path.resolve().parent
    mistakes = [*_secrets_put_in(table, path, environ), *_said_twice(table, path)]
    try:
        found = ConfigurationFile.model_validate(table, context={"folder": folder})
    except ValidationError as error:
        raise ConfigurationError([*mistakes_in(error, path.name), *mistakes]) from None
    if mistakes:
        raise ConfigurationError(mistakes)
    return Settings(
        database=found.database, service=found.service, organisations=found.organisation, path=path.resolve()
    )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except OSError as problem:
        raise ConfigurationError([Mistake(str(path), "", _no_file(problem))]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigurationError([Mistake(path.name, "", f"not TOML: {problem}; allowed: TOML in UTF-8")]) from None
    return {"database": {}, "service": {}} | table


def _no_file(problem: OSError) -> str:
    return (
        f"cannot be read ({problem.strerror}); allowed: a configuration file named with --config or "
        f"{CONFIG_FILE}, else {' or '.join(map(str, DEFAULT_PLACES))}"
    )


def _secrets_put_in(table: dict[str, Any], path: Path, environ: Mapping[str, str]) -> Iterator[Mistake]:
    """Puts passwords and the database's URL into `table`, and tells of those missing or unusable."""
    yield from _database_url_put_in(table, path, environ)
    names = []
    for number, organisation in enumerate(_organisations(table)):
        names.append(name := str(organisation.get("id", "")))
        for service in SERVICES:
            settings = organisation.get(service)
            if isinstance(settings, dict):
                place = ("organisation", number, service)
                yield from _password_put_in(settings, password_variable(name, service), place, path, environ)
    yield from unknown_variables(environ, names)


def _database_url_put_in(table: dict[str, Any], path: Path, environ: Mapping[str, str]) -> Iterator[Mistake]:
    database = table["database"]
    if not isinstance(database, dict):
        return
    try:
        url = secret(environ, DATABASE_URL)
    except ValueError as problem:
        yield Mistake("environment", DATABASE_URL, str(problem))
        return
    written = database.get("url", "")
    if not url and isinstance(written, str) and holds_password(written) and too_open(path):
        allowed = f"{DATABASE_URL}, {DATABASE_URL}_FILE, or mode 0600 for this file (chmod 600 {path})"
        yield Mistake(path.name, "database.url", f"holds a password that others can read; allowed: {allowed}")
    if url:
        database["url"] = url


def _password_put_in(
    settings: dict[str, Any],
    variable: str,
    place: tuple[str | int, ...],
    path: Path,
    environ: Mapping[str, str],
) -> Iterator[Mistake]:
    remedy = f"the variable {variable}, a file named by {variable}_FILE or by password_file"
    if settings.pop("password", None) is not None:
        yield Mistake(path.name, spell((*place, "password")), f"does not belong in this file; allowed: {remedy}")
        return
    named = settings.get("password_file")
    file = path.resolve().parent / named if isinstance(named, str) and named else None
    try:
        settings["password"] = secret(environ, variable, file)
    except ValueError as problem:
        yield Mistake(path.name, spell((*place, "password")), str(problem))
        return
    if settings.get("username") and not settings["password"]:
        yield Mistake(path.name, spell((*place, "password")), f"missing; allowed: {remedy}")


def _said_twice(table: dict[str, Any], path: Path) -> Iterator[Mistake]:
    """Two organisations may share neither an id (nor its form in variables) nor an address."""
    for key, form in (("id", lambda text: password_variable(text, "imap")), ("address", str.casefold)):
        first: dict[str, int] = {}
        for number, organisation in enumerate(_organisations(table)):
            value = organisation.get(key)
            if isinstance(value, str) and first.setdefault(form(value), number) != number:
                other = spell(("organisation", first[form(value)], key))
                phrase = f"{value!r} is taken by {other}; allowed: an {key} of its own"
                yield Mistake(path.name, spell(("organisation", number, key)), phrase)


def _organisations(table: dict[str, Any]) -> list[dict[str, Any]]:
    found = table.get("organisation")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
