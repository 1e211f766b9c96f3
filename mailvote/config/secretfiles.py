"""Where a secret comes from: a variable, a file that a variable names, or a file that the settings name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from mailvote.errors import Mistake

PREFIX = "MAILVOTE_"
CONFIG_FILE = "MAILVOTE_CONFIG"
DATABASE_URL = "MAILVOTE_DATABASE_URL"
SERVICES = ("imap", "smtp")


def password_variable(organisation: str, service: str) -> str:
    """`selg`, `imap` -> MAILVOTE_SELG_IMAP_PASSWORD; what is neither A-Z nor 0-9 becomes `_`."""
    return f"{PREFIX}{re.sub('[^A-Z0-9]', '_', organisation.upper())}_{service.upper()}_PASSWORD"


def secret(environ: Mapping[str, str], variable: str, file: Path | None = None) -> str:
    """The secret of that name, "" where none is given; ValueError with a phrase where it cannot be used."""
    direct, named = environ.get(variable, ""), environ.get(f"{variable}_FILE", "")
    if direct and named:
        raise ValueError(f"set twice; allowed: {variable} or {variable}_FILE")
    path = Path(named) if named else file
    return direct or (read_secret_file(path) if path else "")


def read_secret_file(path: Path) -> str:
    """The file's text without its last line end; ValueError where it is missing, empty or open to others."""
    try:
        if too_open(path):
            raise ValueError(f"{path} can be read by group or others; allowed: mode 0600 (chmod 600 {path})")
        text = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "not UTF-8"
        raise ValueError(f"{path} cannot be read ({reason}); allowed: a file that holds the secret") from None
    if not text:
        raise ValueError(f"{path} is empty; allowed: a file that holds the secret")
    return text


def too_open(path: Path) -> bool:
    """Whether group or others have any right to the file."""
    return bool(path.stat().st_mode & 0o077)


def unknown_variables(environ: Mapping[str, str], organisations: Iterable[str]) -> tuple[Mistake, ...]:
    """Every MAILVOTE_ variable that means nothing: a misspelt one would otherwise be silently ignored."""
    secrets = [DATABASE_URL, *(password_variable(name, each) for name in organisations for each in SERVICES)]
    known = {CONFIG_FILE, *secrets, *(f"{name}_FILE" for name in secrets)}
    found = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    return tuple(Mistake("environment", name, _unknown(name, known)) for name in found)


def _unknown(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"unknown variable{hint}; allowed: {', '.join(sorted(known))}"
