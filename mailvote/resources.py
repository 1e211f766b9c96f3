"""Finding what ships beside the code, in the wheel or in the source tree, and loading the rule sets of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from mailvote.errors import ConfigurationError, Mistake
from mailvote.mail.phrasebook import Phrasebook, load_phrasebook
from mailvote.mail.vocabulary import Vocabulary, load_vocabulary, together
from mailvote.rules.ruleset import RuleFile, RuleSet, load_ruleset

ENGLISH = "en"

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


@lru_cache(maxsize=16)
def vocabulary(language: str = ENGLISH) -> Vocabulary:
    """The words by which votes in that language are read, and those of English, which every voter may write."""
    loaded = (_words_of(each) for each in dict.fromkeys((ENGLISH, language)))
    return together(*loaded)


def _words_of(language: str) -> Vocabulary:
    file = _folder_of(language) / "words.toml"
    return load_vocabulary(file.read_text(encoding="utf-8"), where=f"{language}/{file.name}")


@lru_cache(maxsize=16)
def phrasebook(language: str = ENGLISH) -> Phrasebook:
    """How dates are written in that language, and its words for the sentences that the code makes."""
    file = _folder_of(language) / "phrases.toml"
    return load_phrasebook(file.read_text(encoding="utf-8"), where=f"{language}/{file.name}")


def languages() -> tuple[str, ...]:
    """The languages that the package has words of, whole or in the making."""
    return tuple(sorted(file.parent.name for file in _folder_of("").glob("*/words.toml")))


def missing_letters(language: str) -> tuple[str, ...]:
    """The letters that English has and this language has not yet; nobody is written to in two languages."""
    return tuple(sorted(wording().keys() - wording(language).keys()))


def _folder_of(language: str) -> Path:
    return Path(str(files("mailvote"))) / "mail" / "wording" / language


def wording(language: str = ENGLISH) -> dict[str, str]:
    """The template of every letter in that language by its name."""
    folder = _folder_of(language)
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}


def rule_sets(folder: Path | None = None) -> dict[str, RuleFile]:
    """The rule sets of the package by name, with those of `folder` added or put in their place.

    Raises ConfigurationError with every mistake of every file.
    """
    mistakes: list[Mistake] = []
    found = _folder_of_rule_sets(resource("rulesets"), mistakes)
    if folder:
        found |= _folder_of_rule_sets(folder, mistakes)
    mistakes += _lost_run_offs(found)
    if mistakes:
        raise ConfigurationError(mistakes)
    return found


def _folder_of_rule_sets(folder: Path, mistakes: list[Mistake]) -> dict[str, RuleFile]:
    """The rule sets of one folder; what is wrong with them is added to `mistakes`."""
    found: dict[str, RuleFile] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            read = _read(file)
        except ConfigurationError as error:
            mistakes += error.mistakes
            continue
        name = read.rules.name
        if name in found:
            mistakes.append(Mistake(file.name, "name", f"{name!r} is taken by another file; allowed: its own"))
        found[name] = read
    return found


def _lost_run_offs(found: Mapping[str, RuleFile]) -> Iterator[Mistake]:
    """Rule sets whose further election would be held under rules that are not there, or unlike their own (R16)."""
    for name, file in found.items():
        problem = _problem_of_run_off(file.rules, found) if file.rules.may_need_run_off else ""
        if problem:
            fitting = sorted(other for other, it in found.items() if it.rules.elects and _alike(file.rules, it.rules))
            phrase = f'"{file.rules.outcome.run_off_rules}" {problem}; allowed: {", ".join(fitting)}'
            yield Mistake(f"rule set {name}", "outcome.run_off_rules", phrase)


def _problem_of_run_off(rules: RuleSet, found: Mapping[str, RuleFile]) -> str:
    wanted = found.get(rules.outcome.run_off_rules)
    if wanted is None:
        return "is the name of no rule set"
    if not wanted.rules.elects:
        return "elects nobody"
    return "" if _alike(rules, wanted.rules) else "weighs votes or keeps them secret in another way"


def _alike(one: RuleSet, other: RuleSet) -> bool:
    """Whether a further election under the other rules asks for the same votes, as secretly."""
    return (one.weight, one.secrecy) == (other.weight, other.secrecy)


def _read(file: Path) -> RuleFile:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        phrase = f"cannot be read ({problem}); allowed: TOML in UTF-8"
        raise ConfigurationError([Mistake(file.name, "", phrase)]) from None
    return RuleFile(rules=load_ruleset(text, where=file.name), text=text)
