"""Which option of a paper a piece of text names, and how surely."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from mailvote.mail.sides import praises, side_of, sides_in, sides_surely_in
from mailvote.mail.tidy import typed
from mailvote.mail.words import COURTESY, DOUBTS, NOT_A_NAME, NUMBER_WORDS, PARTICLES, TITLES, Words, plain_words
from mailvote.rules.paper import Option, Paper

ALIKE = 0.8
CLEAR = 0.15
MIN_MISSPELT = 4
MAX_MISSPELT = 60
MAX_PERSON_WORDS = 5
MAX_DIGITS = 3

_ORDINARY = COURTESY | DOUBTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One way to name one option, and whether it is a whole name, initials with a surname, or a surname alone."""

    option: int
    words: Words
    form: str


class Names:
    """What names the options of one paper. Plain class for its caches; it is made for one message and thrown away.

    The options of a decision have no names but sides: "for" is too common a word to be one.
    """

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self.are_of_people = paper.rules.choices == "candidates"
        self.are_sides = paper.rules.choices == "for-against"

    @cached_property
    def namings(self) -> tuple[Naming, ...]:
        """Every way to name every option, ambiguous ones included."""
        if self.are_sides:
            return ()
        if self.are_of_people:
            return tuple(naming for option in self._paper.options for naming in _namings_of_candidate(option))
        labels = _labels([option.name for option in self._paper.options])
        return tuple(naming for option in self._paper.options for naming in _namings(option, labels))

    def exactly(self, words: Words, form: str) -> frozenset[int]:
        """The options that these words name in that form, titles aside; more than one where the name is ambiguous."""
        bare = without_titles(words)
        named = {naming.option for naming in self.namings if naming.form == form and naming.words in (words, bare)}
        if form == "surname" and len(named) == 1:
            return frozenset(named | self._bearing(bare))
        return frozenset(named)

    def side(self, words: Words, *, questioned: bool) -> int | None:
        """The option of a decision for which these words as a whole are a vote."""
        side = side_of(words, questioned=questioned) if self.are_sides else None
        return None if side is None else self._sides.get(side)

    def holding(self, number: int) -> frozenset[int]:
        """The options of a poll in whose name a number stands: those of December for 2, if one is "2 December"."""
        if self.are_of_people:
            return frozenset()
        return frozenset(option.number for option in self._paper.options if number in _numbers_in(option.name))

    def misspelt(self, words: Words) -> int | None:
        """The one candidate whose name these words are with typing errors: alike enough, and clear of every other.

        Only people are known by names with errors: Thursday is a misspelt Tuesday as little as 2027 is 2026.
        """
        bare = without_titles(words)
        if not self.are_of_people or not bare or len(" ".join(bare)) > MAX_MISSPELT or _ORDINARY.intersection(bare):
            return None
        likeness = {option.number: self._likeness(option.number, bare) for option in self._paper.options}
        ranked = sorted(likeness, key=lambda number: likeness[number], reverse=True)
        best, rest = ranked[0], ranked[1:2]
        if likeness[best] < ALIKE or any(likeness[best] - likeness[other] < CLEAR for other in rest):
            return None
        return best if any(_is_misspelling(bare, naming.words) for naming in self._of(best)) else None

    def mentioned(self, words: Words) -> frozenset[int]:
        """The options whose whole name or surname occurs anywhere in these words, or the sides they speak of."""
        if self.are_sides:
            return self._numbers(sides_in(words) | ({"for"} if praises(words) else set()))
        return frozenset(naming.option for naming in self.namings if _occurs(naming.words, words))

    def mentioned_around(self, before: Words, words: Words, after: Words) -> frozenset[int]:
        """The options of a decision or a poll that a line names beside the words in its midst."""
        if self.are_of_people:
            return frozenset()
        whole, start, end = (*before, *words, *after), len(before), len(before) + len(words)
        sides = self._numbers(sides_in(before) | sides_in(after)) if self.are_sides else frozenset()
        return sides.union(
            naming.option
            for naming in self.namings
            if any(at < start or at + len(naming.words) > end for at in _places(naming.words, whole))
        )

    def mentioned_surely(self, words: Words, *, in_short: bool = False) -> frozenset[int]:
        """The options whose first and last name occur in these words, or their surname behind a title.

        Of a decision the sides that they take; in a short line every one that they speak of.
        """
        if self.are_sides:
            return self._numbers(sides_in(words) if in_short else sides_surely_in(words))
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

    @cached_property
    def _sides(self) -> dict[str, int]:
        """The number of each side, by the one word that its option is called."""
        return {" ".join(name_words(option.name)): option.number for option in self._paper.options}

    def _numbers(self, sides: frozenset[str]) -> frozenset[int]:
        return frozenset(self._sides[side] for side in sides if side in self._sides)

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


def _namings(option: Option, labels: dict[str, Words]) -> Iterator[Naming]:
    """What an option that is no person is called: its name in full, or the label before its colon."""
    for words in filter(None, (name_words(option.name), labels.get(option.name))):
        yield Naming(option=option.number, words=words, form="full-name")


def _labels(names: Sequence[str]) -> dict[str, Words]:
    """What stands before the colon of each name, "Option A" of "Option A: merge", if each has one of its own."""
    labels = {name: name_words(name.partition(":")[0]) for name in names if ":" in name}
    apart = len(set(labels.values())) == len(names)
    return labels if apart and all(len(label) > 1 for label in labels.values()) else {}


def _namings_of_candidate(option: Option) -> Iterator[Naming]:
    whole, core = name_words(option.name), name_words(_core(option.name))
    named = without_titles(core)
    for words in dict.fromkeys((whole, without_titles(whole), core, named)):
        if words:
            yield Naming(option=option.number, words=words, form="full-name")
    if not _is_person(core, _core(option.name)):
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


def _occurs(part: Words, whole: Sequence[str]) -> bool:
    return next(_places(part, whole), None) is not None


def _places(part: Words, whole: Sequence[str]) -> Iterator[int]:
    """Where a part begins in the whole."""
    last = len(whole) - len(part)
    return (start for start in range(last + 1) if tuple(whole[start : start + len(part)]) == part)


def _numbers_in(name: str) -> set[int | None]:
    words = name_words(name)
    short = {int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= MAX_DIGITS}
    return short | {NUMBER_WORDS.get(word) for word in words}
