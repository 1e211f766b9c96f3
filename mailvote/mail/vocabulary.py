"""The words of a language by which votes are read: lists and phrases, as `wording/<language>/words.toml` has them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import lru_cache, reduce
from itertools import chain
from typing import Any

from mailvote.errors import ConfigurationError, Mistake
from mailvote.mail.patterns import Choice, Pattern, Phrases, pattern
from mailvote.mail.words import plain_words

PRACTICE = "@practice"
MATTER = "@matter"
ANOTHER = "@another"
"""Stand in a pattern for the voter's practice and for the matter of a decision; `ANOTHER` stands in none."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Vocabulary:
    """What the words mean with which voters answer; each list is described where it is written down."""

    vote_phrases: Phrases
    vote_tails: Phrases
    origins: Phrases
    numbered: Phrases
    plurals: Phrases
    abstentions: Phrases
    confirmations: Phrases
    votes_for: Phrases
    votes_against: Phrases
    assents: Phrases
    dissents: Phrases
    blunt: Phrases
    regrets: Phrases
    endings: Phrases
    objections: Phrases
    withdrawals: Phrases
    my_vote_requests: Phrases
    resend_requests: Phrases
    status_requests: Phrases
    help_requests: Phrases
    courteous_lines: Phrases
    stances_for: Phrases
    stances_against: Phrases
    turns: Phrases
    numbers: Mapping[str, int]
    pleading: frozenset[str]
    connectors: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    subjects: frozenset[str]
    after: frozenset[str]
    courtesy: frozenset[str]
    courteous: frozenset[str]
    greetings: frozenset[str]
    negations: frozenset[str]
    conditions: frozenset[str]
    doubts: frozenset[str]
    reservations: frozenset[str]
    voting_words: frozenset[str]
    abstaining: frozenset[str]
    afterthoughts: frozenset[str]
    denials: frozenset[str]
    short_afterthoughts: frozenset[str]
    renumbering: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    not_a_name: frozenset[str]
    opinions: frozenset[str]
    speaking: frozenset[str]
    side_for: frozenset[str]
    side_against: frozenset[str]
    leaning: frozenset[str]
    leant_after: frozenset[str]
    leant_before: frozenset[str]
    matters: frozenset[str]
    formal_matters: frozenset[str]
    reversals: frozenset[str]
    thanking: frozenset[str]
    thanked: frozenset[str]
    praise: frozenset[str]
    wishes: frozenset[str]
    harms: frozenset[str]
    on_harms: frozenset[str]
    articles: frozenset[str]
    copulas: frozenset[str]
    leaning_last: frozenset[str]
    pronouns: frozenset[str]

    def __or__(self, other: "Vocabulary") -> "Vocabulary":
        """Both languages together, for voters who may write in either."""
        both = {name: getattr(self, name) | getattr(other, name) for name in (*PHRASES, *WORDS)}
        return Vocabulary(numbers={**self.numbers, **other.numbers}, **both)

    def knows(self, word: str) -> bool:
        """Whether a word stands in a list or phrase that is no part of a name: it can hardly be somebody's initials."""
        phrases = (getattr(self, name).vocabulary for name in PHRASES)
        lists = (getattr(self, name) for name in WORDS if name != "particles")
        return any(word in known for known in chain(phrases, lists, (self.numbers,)))


PHRASES = tuple(field.name for field in fields(Vocabulary) if field.type is Phrases)
WORDS = tuple(field.name for field in fields(Vocabulary) if field.type == frozenset[str])
TABLES = ("parts", "phrases", "numbers", "words")

INCLUDED: Mapping[str, tuple[str, ...]] = {
    "courtesy": ("after",),
    "doubts": ("negations", "conditions"),
    "short_afterthoughts": ("afterthoughts",),
    "not_a_name": ("negations", "conditions", "doubts"),
    "speaking": ("opinions",),
    "wishes": ("thanking",),
}
"""The lists that belong to another as well, and are written down once."""


@lru_cache(maxsize=16)
def load_vocabulary(text: str, *, where: str) -> Vocabulary:
    """The words in the text of a TOML file; a list that it leaves out is empty.

    ConfigurationError names every mistake, `where` the file.
    """
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([Mistake(where, "", f"cannot be read as TOML: {error}")]) from None
    mistakes = [Mistake(where, key, phrase) for key, phrase in _mistakes(file)]
    patterns = _patterns(file, where, mistakes) if not mistakes else {}
    if mistakes:
        raise ConfigurationError(mistakes)
    words = {name: frozenset[str](file.get("words", {}).get(name, ())) for name in WORDS}
    included = {name: words[name].union(*(words[other] for other in others)) for name, others in INCLUDED.items()}
    phrases = {name: Phrases(patterns.get(name, ())) for name in PHRASES}
    lists: dict[str, Any] = {**phrases, **words, **included}
    return Vocabulary(numbers=file.get("numbers", {}), **lists)


def together(first: Vocabulary, *others: Vocabulary) -> Vocabulary:
    """Several languages as one."""
    return reduce(Vocabulary.__or__, others, first)


def _mistakes(file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the names and kinds of the entries, before any pattern is read."""
    known = {"phrases": PHRASES, "words": WORDS}
    for table, entries in file.items():
        if table not in TABLES or not isinstance(entries, Mapping):
            yield table, f"is no table of words; allowed: {', '.join(TABLES)}"
            continue
        for name, value in entries.items():
            if table in known and name not in known[table]:
                yield f"{table}.{name}", f"is no list that is read; allowed: {_nearest(name, known[table])}"
            elif not _fits(table, value):
                yield f"{table}.{name}", f"allowed: {_ALLOWED[table]}"


_ALLOWED = {
    "parts": 'a list of patterns such as ["[please] vote"]',
    "phrases": 'a list of patterns such as ["[please] vote"]',
    "numbers": "a whole number from 1 to 99",
    "words": 'a list of words in small letters, without apostrophes, such as ["dont"]',
}


def _fits(table: str, value: object) -> bool:
    if table == "numbers":
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 99
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        return False
    return table != "words" or all(_is_word(entry) for entry in value)


def _is_word(entry: str) -> bool:
    return entry == PRACTICE or tuple(plain_words(entry)) == (entry,)


def _patterns(file: Mapping[str, Any], where: str, mistakes: list[Mistake]) -> dict[str, tuple[Pattern, ...]]:
    """The phrases by name, made of the lists under [parts], each of which may use those above it."""
    parts: dict[str, Choice] = {}
    for name, texts in file.get("parts", {}).items():
        parts[name] = Choice(_read(texts, parts, f"parts.{name}", where, mistakes))
    return {
        name: tuple(_read(texts, parts, f"phrases.{name}", where, mistakes))
        for name, texts in file.get("phrases", {}).items()
    }


def _read(
    texts: list[str], parts: Mapping[str, Choice], key: str, where: str, mistakes: list[Mistake]
) -> Iterator[Pattern]:
    for text in texts:
        try:
            found = pattern(text, parts)
        except ValueError as problem:
            mistakes.append(Mistake(where, key, f"cannot be read: {text}: {problem}"))
            continue
        strange = [word for word in Phrases([found]).vocabulary - {PRACTICE, MATTER} if not _is_word(word)]
        if strange:
            phrase = f"“{strange[0]}” is no plain word; allowed: small letters, no apostrophe"
            mistakes.append(Mistake(where, key, phrase))
        yield found


def _nearest(name: str, known: tuple[str, ...]) -> str:
    return ", ".join(get_close_matches(name, known, n=1, cutoff=0.0))
