"""From a failed validation to lines a person can act on: file, key, what is wrong, what is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from mailvote.config.values import (
    ConfigurationFile,
    Database,
    ImapSettings,
    OrganisationSettings,
    Service,
    SmtpSettings,
    Table,
)
from mailvote.errors import Mistake

_TABLES: dict[str, type[Table]] = {
    "database": Database,
    "service": Service,
    "organisation": OrganisationSettings,
    "imap": ImapSettings,
    "smtp": SmtpSettings,
}
_NEVER_WRITTEN = frozenset({"password"})


def mistakes_in(error: ValidationError, where: str) -> tuple[Mistake, ...]:
    """Every mistake of the file, in the order of its keys, without those that only follow from another."""
    consequences = "default_factory_not_called"
    details = [each for each in error.errors(include_url=False) if each["type"] != consequences]
    return tuple(Mistake(where, spell(detail["loc"]), _phrase(detail)) for detail in details)


def spell(place: Sequence[str | int]) -> str:
    """('organisation', 0, 'imap', 'port') -> organisation[0].imap.port"""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return words.removeprefix(".")


def _phrase(detail: Mapping[str, Any]) -> str:
    place = detail["loc"]
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(place)
        case "missing":
            return f"missing; allowed: {_allowed(place)}"
        case "value_error":
            return f"{detail['ctx']['error']}; allowed: {_allowed(place)}"
    return f"{_shown(detail['input'])} is not allowed; allowed: {_allowed(place)}"


def _unknown_key(place: Sequence[str | int]) -> str:
    known = sorted(_table(place).model_fields.keys() - _NEVER_WRITTEN)
    near = get_close_matches(str(place[-1]).lower(), known, n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"unknown setting{hint}; allowed: {', '.join(known)}"


def _allowed(place: Sequence[str | int]) -> str:
    """What the description of that setting says; a place inside a list has that of the list."""
    names = [part for part in place if isinstance(part, str)]
    field = _table(names).model_fields.get(names[-1])
    return (field and field.description) or "see docs/configuration.md"


def _table(place: Sequence[str | int]) -> type[Table]:
    """The table that holds the last key named in `place`."""
    above = [_TABLES[part] for part in place[:-1] if part in _TABLES and isinstance(part, str)]
    return above[-1] if above else ConfigurationFile


def _shown(value: object) -> str:
    return repr(value)[:60] if isinstance(value, str | int | float) else f"this {type(value).__name__}"
