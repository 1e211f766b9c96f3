"""The ways to write a person's name: in full, with initials, by the surname, with a title and without."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mailvote.mail.tidy import typed
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.words import Words, plain_words
from mailvote.rules.paper import Option

ALIKE = 0.8
CLEAR = 0.15
MAX_PERSON_WORDS = 5
MIN_MISSPELT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One way to name one option: its "full-name", "initials" with the surname, the "surname", or "letters" alone."""

    option: int
    words: Words
    form: str


def name_words(name: str) -> Words:
    return tuple(plain_words(typed(name)))


def without_titles(words: Sequence[str], vocabulary: Vocabulary) -> Words:
    """The words from the first one that is no title."""
    start = next((number for number, word in enumerate(words) if word not in vocabulary.titles), len(words))
    return tuple(words[start:])


def is_own_name(words: Sequence[str], sender_name: str, vocabulary: Vocabulary) -> bool:
    """Whether the words are the sender's own name, or part of it, or its initials."""
    whole = without_titles(name_words(sender_name), vocabulary)
    own = set(whole) - vocabulary.titles
    bare = without_titles(words, vocabulary)
    if not (bare and own):
        return False
    return set(bare) <= own | {word[0] for word in own} or "".join(bare) in ("".join(_initials(whole)), *_ends(whole))


def resembles_own_name(words: Sequence[str], sender_name: str, vocabulary: Vocabulary) -> bool:
    """Whether the words could be the sender's own name, typing errors included."""
    own, bare = without_titles(name_words(sender_name), vocabulary), without_titles(words, vocabulary)
    if is_own_name(words, sender_name, vocabulary):
        return True
    names = (" ".join(own), *(own if len(bare) == 1 else ()))
    return bool(own and bare) and any(alike(" ".join(bare), name) >= ALIKE for name in names)


def namings_of_person(option: Option, vocabulary: Vocabulary) -> Iterator[Naming]:
    """Every way to name a candidate; what is no person has its name in full alone."""
    core = _core(option.name)
    whole, words = name_words(option.name), name_words(core)
    named = without_titles(words, vocabulary)
    for each in dict.fromkeys((whole, without_titles(whole, vocabulary), words, named)):
        if each:
            yield Naming(option=option.number, words=each, form="full-name")
    if not _is_person(words, core, vocabulary):
        return
    surname = _surname(core, vocabulary)
    if len(named) > len(surname):
        yield from _with_first_name(option.number, named, surname)
        yield from _letters(option.number, named, surname, vocabulary)
    yield Naming(option=option.number, words=surname, form="surname")


def _with_first_name(number: int, named: Words, surname: Words) -> Iterator[Naming]:
    first = named[0]
    yield Naming(option=number, words=(first, *surname), form="full-name")
    yield Naming(option=number, words=(first[0], *surname), form="initials")
    yield Naming(option=number, words=(*_initials(named[: -len(surname)]), *surname), form="initials")


def _letters(number: int, named: Words, surname: Words, vocabulary: Vocabulary) -> Iterator[Naming]:
    """The initials alone, with points between them or not; none that are a word of their own, such as "no"."""
    for letters in dict.fromkeys(
        (_initials(named), _initials((named[0], *surname)), _initials((named[0], surname[-1])))
    ):
        for words in (letters, ("".join(letters),)):
            if not any(vocabulary.knows(word) for word in words if len(word) > 1):
                yield Naming(option=number, words=words, form="letters")


def _initials(words: Sequence[str]) -> Words:
    return tuple(word[0] for word in words)


def _ends(whole: Words) -> tuple[str, ...]:
    """The first and last initial of a name of several words."""
    return (whole[0][0] + whole[-1][0],) if len(whole) > 1 else ()


def _core(name: str) -> str:
    """A name without what stands behind a comma or in brackets: qualifications, practice."""
    return typed(name).partition(",")[0].partition("(")[0].partition(" - ")[0].strip() or typed(name)


def _is_person(words: Words, core: str, vocabulary: Vocabulary) -> bool:
    if words and words[0] in vocabulary.titles:
        return len(words) > 1
    capital = all(word[:1].isupper() for word in core.split())
    return 1 < len(words) <= MAX_PERSON_WORDS and capital and not vocabulary.not_a_name.intersection(words)


def _surname(core: str, vocabulary: Vocabulary) -> Words:
    """The last word with any particles before it: "van den Berg", "Smith-Jones"."""
    parts = core.split()
    start = len(parts) - 1
    while start > 1 and parts[start - 1].casefold() in vocabulary.particles:
        start -= 1
    return name_words(" ".join(parts[start:]))


def is_misspelling(words: Words, name: Words, *, shortest: int) -> bool:
    """Whether every word is alike the name's at its place; none of less than `shortest` letters may differ."""
    if len(words) != len(name):
        return False
    return all(
        word == meant or (min(len(word), len(meant)) >= shortest and alike(word, meant) >= ALIKE)
        for word, meant in zip(words, name, strict=True)
    )


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, the same whichever comes first."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE - CLEAR:
        return 0.0
    return max(matcher.ratio(), SequenceMatcher(None, other, one, autojunk=False).ratio())
