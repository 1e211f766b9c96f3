"""Which option of a paper a piece of text names, and how surely."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from mailvote.mail.personal import (
    ALIKE,
    CLEAR,
    MIN_MISSPELT,
    Naming,
    alike,
    is_misspelling,
    is_own_name,
    name_words,
    namings_of_person,
    without_titles,
)
from mailvote.mail.sides import praises, side_of, sides_in, sides_surely_in
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.words import Words
from mailvote.rules.paper import Option, Paper

MAX_MISSPELT = 60
MAX_DIGITS = 3


class Names:
    """What names the options of one paper. Plain class for its caches; it is made for one message and thrown away.

    The options of a decision have no names but sides: "for" is too common a word to be one.
    """

    def __init__(self, paper: Paper, vocabulary: Vocabulary) -> None:
        self._paper = paper
        self._vocabulary = vocabulary
        self.are_of_people = paper.rules.choices == "candidates"
        self.are_sides = paper.rules.choices == "for-against"

    @cached_property
    def namings(self) -> tuple[Naming, ...]:
        """Every way to name every option in words, ambiguous ones included."""
        return tuple(naming for naming in self._all if naming.form != "letters")

    @cached_property
    def _all(self) -> tuple[Naming, ...]:
        options = () if self.are_sides else self._paper.options
        if self.are_of_people:
            return tuple(naming for option in options for naming in namings_of_person(option, self._vocabulary))
        labels = _labels([option.name for option in options])
        return tuple(naming for option in options for naming in _namings(option, labels))

    def contain(self, words: Words) -> bool:
        """Whether the words stand in the name of an option, so that nothing else can be meant by them for certain."""
        return any(_occurs(words, name_words(option.name)) for option in self._paper.options)

    def exactly(self, words: Words, form: str) -> frozenset[int]:
        """The options that these words name in that form, titles aside; more than one where the name is ambiguous."""
        bare = without_titles(words, self._vocabulary)
        named = {naming.option for naming in self._all if naming.form == form and naming.words in (words, bare)}
        if form == "surname" and len(named) == 1:
            return frozenset(named | self._bearing(bare))
        return frozenset(named)

    def side(self, words: Words, *, questioned: bool) -> int | None:
        """The option of a decision for which these words as a whole are a vote."""
        side = side_of(words, self._vocabulary, questioned=questioned) if self.are_sides else None
        return None if side is None else self._sides.get(side)

    def holding(self, number: int) -> frozenset[int]:
        """The options of a poll in whose name a number stands: those of December for 2, if one is "2 December"."""
        if self.are_of_people:
            return frozenset()
        return frozenset(option.number for option in self._paper.options if number in self._numbers_in(option.name))

    def misspelt(self, words: Words) -> int | None:
        """The one candidate whose name these words are with typing errors: alike enough, and clear of every other.

        Only people are known by names with errors: Thursday is a misspelt Tuesday as little as 2027 is 2026.
        """
        return self._misspelt(words, shortest=MIN_MISSPELT)

    def nearly(self, words: Words) -> int | None:
        """The same for words so short that a letter makes another name of them: good for a question."""
        return self._misspelt(words, shortest=1)

    def _misspelt(self, words: Words, *, shortest: int) -> int | None:
        option, bare = self._nearest(words), without_titles(words, self._vocabulary)
        if option is None:
            return None
        namings = (naming.words for naming in self._of(option))
        return option if any(is_misspelling(bare, name, shortest=shortest) for name in namings) else None

    def _nearest(self, words: Words) -> int | None:
        bare = without_titles(words, self._vocabulary)
        if not self.are_of_people or not bare or len(" ".join(bare)) > MAX_MISSPELT or self._is_ordinary(bare):
            return None
        likeness = {option.number: self._likeness(option.number, bare) for option in self._paper.options}
        ranked = sorted(likeness, key=lambda number: likeness[number], reverse=True)
        best, rest = ranked[0], ranked[1:2]
        if likeness[best] < ALIKE or any(likeness[best] - likeness[other] < CLEAR for other in rest):
            return None
        return best

    def mentioned(self, words: Words) -> frozenset[int]:
        """The options whose whole name or surname occurs anywhere in these words, or the sides they speak of."""
        if self.are_sides:
            said = sides_in(words, self._vocabulary)
            return self._numbers(said | ({"for"} if praises(words, self._vocabulary) else set()))
        return frozenset(naming.option for naming in self.namings if _occurs(naming.words, words))

    def mentioned_around(self, before: Words, words: Words, after: Words) -> frozenset[int]:
        """The options of a decision or a poll that a line names beside the words in its midst."""
        if self.are_of_people:
            return frozenset()
        whole, start, end = (*before, *words, *after), len(before), len(before) + len(words)
        around = sides_in(before, self._vocabulary) | sides_in(after, self._vocabulary)
        sides = self._numbers(around) if self.are_sides else frozenset()
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
            return self._numbers((sides_in if in_short else sides_surely_in)(words, self._vocabulary))
        titled = {words[at:] for at in range(1, len(words)) if words[at - 1] in self._vocabulary.titles}
        return frozenset(
            naming.option
            for naming in self.namings
            if (naming.form == "full-name" and len(naming.words) > 1 and _occurs(naming.words, words))
            or any(naming.form == "surname" and rest[: len(naming.words)] == naming.words for rest in titled)
        )

    def of_person(self, name: str) -> frozenset[int]:
        """The options that bear a person's own name."""
        whole = (naming for naming in self.namings if naming.form == "full-name")
        return frozenset(naming.option for naming in whole if is_own_name(naming.words, name, self._vocabulary))

    @cached_property
    def _sides(self) -> dict[str, int]:
        """The number of each side, by what its option is called in any of the languages."""
        called = ((option, name_words(option.name)) for option in self._paper.options)
        return {side_of(words, self._vocabulary, questioned=True) or "": option.number for option, words in called}

    def _numbers(self, sides: frozenset[str]) -> frozenset[int]:
        return frozenset(self._sides[side] for side in sides if side in self._sides)

    def _numbers_in(self, name: str) -> set[int | None]:
        words = name_words(name)
        short = {int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= MAX_DIGITS}
        return short | {self._vocabulary.numbers.get(word) for word in words}

    def _is_ordinary(self, words: Words) -> bool:
        return bool(self._vocabulary.courtesy.intersection(words) or self._vocabulary.doubts.intersection(words))

    def _likeness(self, number: int, words: Words) -> float:
        return max((alike(" ".join(words), " ".join(naming.words)) for naming in self._of(number)), default=0.0)

    def _of(self, number: int) -> Iterator[Naming]:
        return (naming for naming in self.namings if naming.option == number)

    def _bearing(self, surname: Words) -> set[int]:
        """The options in whose name this surname occurs at all: a first name like another's surname is ambiguous."""
        return {
            naming.option for naming in self.namings if naming.form == "full-name" and _occurs(surname, naming.words)
        }


def _namings(option: Option, labels: dict[str, Words]) -> Iterator[Naming]:
    """What an option that is no person is called: its name in full, or the label before its colon."""
    for words in filter(None, (name_words(option.name), labels.get(option.name))):
        yield Naming(option=option.number, words=words, form="full-name")


def _labels(names: Sequence[str]) -> dict[str, Words]:
    """What stands before the colon of each name, "Option A" of "Option A: merge", if each has one of its own."""
    labels = {name: name_words(name.partition(":")[0]) for name in names if ":" in name}
    apart = len(set(labels.values())) == len(names)
    return labels if apart and all(len(label) > 1 for label in labels.values()) else {}


def _occurs(part: Words, whole: Sequence[str]) -> bool:
    return next(_places(part, whole), None) is not None


def _places(part: Words, whole: Sequence[str]) -> Iterator[int]:
    """Where a part begins in the whole."""
    last = len(whole) - len(part)
    return (start for start in range(last + 1) if tuple(whole[start : start + len(part)]) == part)
