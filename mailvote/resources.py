"""Finding what ships beside the code, in the wheel or in the source tree, and loading the rule sets of it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from mailvote.errors import ConfigurationError, Mistake
from mailvote.rules.ruleset import RuleSet, load_ruleset

_IN_TREE = {
    "migrations": "migrations",
    "organisations": "config/organisations",
    "rulesets": "config/rulesets",
    "mailvote.example.toml": "config/mailvote.example.toml",
}


def resource(name: str) -> Path:
    """The file or folder of that name: inside the installed package, else where the source tree keeps it."""
    package = Path(str(files("mailvote")))
    installed = package / name
    return installed if installed.exists() else package.parent / _IN_TREE[name]


def rule_sets(folder: Path | None = None) -> dict[str, RuleSet]:
    """The rule sets of the package by name, with those of `folder` added or put in their place.

    Raises ConfigurationError with every mistake of every file.
    """
    found: dict[str, RuleSet] = {}
    mistakes: list[Mistake] = []
    for file in _rule_set_files(folder):
        try:
            rules = _read(file)
        except ConfigurationError as error:
            mistakes += error.mistakes
        else:
            found[rules.name] = rules
    if mistakes:
        raise ConfigurationError(mistakes)
    return found


def _rule_set_files(folder: Path | None) -> Iterator[Path]:
    yield from sorted(resource("rulesets").glob("*.toml"))
    yield from sorted(folder.glob("*.toml")) if folder else ()


def _read(file: Path) -> RuleSet:
    """A rule set whose name is that of its file, since commands and settings call it by that."""
    try:
        rules = load_ruleset(file.read_text(encoding="utf-8"), where=file.name)
    except (OSError, UnicodeDecodeError) as problem:
        reason = f"cannot be read ({problem}); allowed: TOML in UTF-8"
        raise ConfigurationError([Mistake(str(file), "", reason)]) from None
    if rules.name != file.stem:
        phrase = f"{rules.name!r} is not the name of the file; allowed: {file.stem}"
        raise ConfigurationError([Mistake(file.name, "name", phrase)])
    return rules
