"""Which option of a paper a piece of text names, and how surely."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from mailvote.mail.tidy import typed
from mailvote.mail.words import COURTESY, DOUBTS, NOT_A_NAME, PARTICLES, TITLES, Words, plain_words
from mailvote.rules.paper import Option, Paper

ALIKE = 0.8
CLEAR = 0.15
MIN_MISSPELT = 4
MAX_MISSPELT = 60
MAX_PERSON_WORDS = 5

_ORDINARY = COURTESY | DOUBTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One way to name one option, and whether it is a whole name, initials with a surname, or a surname alone."""

    option: int
    words: Words
    form: str


class Names:
    """The names on one paper. Plain class for its caches; it is made for one message and thrown away."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    @cached_property
    def namings(self) -> tuple[Naming, ...]:
        """Every way to name every option, ambiguous ones included."""
        people = self._paper.rules.choices == "candidates"
        return tuple(naming for option in self._paper.options for naming in _namings(option, people=people))

    def exactly(self, words: Words, form: str) -> frozenset[int]:
        """The options that these words name in that form, titles aside; more than one where the name is ambiguous."""
        bare = without_titles(words)
        named = {naming.option for naming in self.namings if naming.form == form and naming.words in (words, bare)}
        if form == "surname" and len(named) == 1:
            return frozenset(named | self._bearing(bare))
        return frozenset(named)

    def misspelt(self, words: Words) -> int | None:
        """The one option whose name these words are with typing errors: alike enough, and clear of every other."""
        bare = without_titles(words)
        if not bare or len(" ".join(bare)) > MAX_MISSPELT or _ORDINARY.intersection(bare):
            return None
        likeness = {option.number: self._likeness(option.number, bare) for option in self._paper.options}
        ranked = sorted(likeness, key=lambda number: likeness[number], reverse=True)
        best, rest = ranked[0], ranked[1:2]
        if likeness[best] < ALIKE or any(likeness[best] - likeness[other] < CLEAR for other in rest):
            return None
        return best if any(_is_misspelling(bare, naming.words) for naming in self._of(best)) else None

    def mentioned(self, words: Sequence[str]) -> frozenset[int]:
        """The options whose whole name or surname occurs anywhere in these words."""
        return frozenset(naming.option for naming in self.namings if _occurs(naming.words, words))

    def mentioned_surely(self, words: Words) -> frozenset[int]:
        """The options whose first and last name occur in these words, or their surname behind a title."""
        titled = {words[at:] for at in range(1, len(words)) if words[at - 1] in TITLES}
        return frozenset(
            naming.option
            for naming in self.namings
            if (naming.form == "full-name" and len(naming.words) > 1 and _occurs(naming.words, words))
            or any(naming.form == "surname" and rest[: len(naming.words)] == naming.words for rest in titled)
        )

    def of_person(self, name: str) -> frozenset[int]:
        """The options that bear a person's own name."""
        whole = (naming for naming in self.namings if naming.form == "full-name")
        return frozenset(naming.option for naming in whole if is_own_name(naming.words, name))

    def _likeness(self, number: int, words: Words) -> float:
        return max((_alike(" ".join(words), " ".join(naming.words)) for naming in self._of(number)), default=0.0)

    def _of(self, number: int) -> Iterator[Naming]:
        return (naming for naming in self.namings if naming.option == number)

    def _bearing(self, surname: Words) -> set[int]:
        """The options in whose name this surname occurs at all: a first name like another's surname is ambiguous."""
        return {
            naming.option for naming in self.namings if naming.form == "full-name" and _occurs(surname, naming.words)
        }


def without_titles(words: Sequence[str]) -> Words:
    """The words from the first one that is no title."""
    start = next((number for number, word in enumerate(words) if word not in TITLES), len(words))
    return tuple(words[start:])


def is_own_name(words: Sequence[str], sender_name: str) -> bool:
    """Whether the words are the sender's own name, or part of it, or its initials."""
    own = set(name_words(sender_name)) - TITLES
    bare = without_titles(words)
    return bool(bare and own) and set(bare) <= own | {word[0] for word in own}


def resembles_own_name(words: Sequence[str], sender_name: str) -> bool:
    """Whether the words could be the sender's own name, typing errors included."""
    own, bare = without_titles(name_words(sender_name)), without_titles(words)
    return is_own_name(words, sender_name) or bool(own and bare and _alike(" ".join(bare), " ".join(own)) >= ALIKE)


def name_words(name: str) -> Words:
    return tuple(plain_words(typed(name)))


def _namings(option: Option, *, people: bool) -> Iterator[Naming]:
    whole, core = name_words(option.name), name_words(_core(option.name))
    named = without_titles(core)
    for words in dict.fromkeys((whole, without_titles(whole), core, named)):
        if words:
            yield Naming(option=option.number, words=words, form="full-name")
    if not (people and _is_person(core, _core(option.name))):
        return
    surname = _surname(_core(option.name))
    if len(named) > len(surname):
        yield from _person(option.number, named, surname)
    yield Naming(option=option.number, words=surname, form="surname")


def _person(number: int, named: Words, surname: Words) -> Iterator[Naming]:
    first = named[0]
    yield Naming(option=number, words=(first, *surname), form="full-name")
    yield Naming(option=number, words=(first[0], *surname), form="initials")
    yield Naming(option=number, words=(*(word[0] for word in named[: -len(surname)]), *surname), form="initials")


def _core(name: str) -> str:
    """A name without what stands behind a comma or in brackets: qualifications, practice."""
    return typed(name).partition(",")[0].partition("(")[0].partition(" - ")[0].strip() or typed(name)


def _is_person(words: Words, core: str) -> bool:
    if words and words[0] in TITLES:
        return len(words) > 1
    capital = all(word[:1].isupper() for word in core.split())
    return 1 < len(words) <= MAX_PERSON_WORDS and capital and not NOT_A_NAME.intersection(words)


def _surname(core: str) -> Words:
    """The last word with any particles before it: "van den Berg", "Smith-Jones"."""
    parts = core.split()
    start = len(parts) - 1
    while start > 1 and parts[start - 1].casefold() in PARTICLES:
        start -= 1
    return name_words(" ".join(parts[start:]))


def _is_misspelling(words: Words, name: Words) -> bool:
    """Whether every word is alike the name's at its place, and none is so short that a letter makes another name."""
    if len(words) != len(name):
        return False
    return all(
        word == meant or (min(len(word), len(meant)) >= MIN_MISSPELT and _alike(word, meant) >= ALIKE)
        for word, meant in zip(words, name, strict=True)
    )


def _alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, the same whichever comes first."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE - CLEAR:
        return 0.0
    return max(matcher.ratio(), SequenceMatcher(None, other, one, autojunk=False).ratio())


def _occurs(part: Iterable[str], whole: Sequence[str]) -> bool:
    wanted = tuple(part)
    return any(tuple(whole[start : start + len(wanted)]) == wanted for start in range(len(whole) - len(wanted) + 1))
