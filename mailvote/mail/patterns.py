"""The patterns in which the phrases of a language are written down, and the comparing of words with them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from mailvote.mail.words import Words

Pattern: TypeAlias = "tuple[str | Choice, ...]"

_SIGNS = re.compile(r"[()\[\]|]|<[a-z_]+>|[^\s()\[\]|<>]+|[<>]")
_CLOSING = {"(": ")", "[": "]"}


class Choice:
    """One of several patterns; an empty one among them leaves the place out. Plain class: it is made once.

    `by_first` has the patterns by the words with which they can begin, so that few are tried.
    """

    __slots__ = ("alternatives", "by_first", "may_be_empty")

    def __init__(self, alternatives: Iterable[Pattern]) -> None:
        self.alternatives = tuple(alternatives)
        self.by_first: dict[str, tuple[Pattern, ...]] = {}
        self.may_be_empty = False
        for alternative in self.alternatives:
            firsts, is_empty = _firsts(alternative)
            self.may_be_empty = self.may_be_empty or is_empty
            for first in firsts:
                self.by_first[first] = (*self.by_first.get(first, ()), alternative)

    def ends(self, words: Words, start: int) -> set[int]:
        """Where a pattern can end that begins at that place; the work grows with its length alone."""
        found = {start} if self.may_be_empty else set()
        for alternative in self.by_first.get(words[start], ()) if start < len(words) else ():
            found |= _ends(alternative, words, start)
        return found


class Phrases:
    """Many phrases written down as few patterns. Plain class: it is made once for a language and only asked."""

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        self.patterns = tuple(patterns)
        self.vocabulary = frozenset(word for pattern in self.patterns for word in _words_in(pattern))
        self._choice = Choice(self.patterns)

    def __contains__(self, words: Words) -> bool:
        """Whether the words are a phrase as a whole."""
        return self.vocabulary.issuperset(words) and len(words) in self.ends(words)

    def __or__(self, other: "Phrases") -> "Phrases":
        return Phrases((*self.patterns, *other.patterns))

    def ends(self, words: Words) -> frozenset[int]:
        """The places among the words where a phrase can end that begins with the first."""
        return frozenset(self._choice.ends(words, 0))


def pattern(text: str, parts: Mapping[str, Choice]) -> Pattern:
    """The pattern of a text such as `[please] (vote | <voters> vote)`; ValueError says what cannot be read in it."""
    signs = list(reversed(_SIGNS.findall(text)))
    return (Choice(_alternatives(signs, "", parts)),)


def _alternatives(signs: list[str], closing: str, parts: Mapping[str, Choice]) -> tuple[Pattern, ...]:
    """The alternatives up to the closing bracket, or to the end of the text."""
    alternatives: list[list[str | Choice]] = [[]]
    while signs and signs[-1] != closing:
        sign = signs.pop()
        if sign == "|":
            alternatives.append([])
        else:
            alternatives[-1].append(_part(sign, signs, parts))
    if closing and not signs:
        raise ValueError(f"a “{closing}” is missing")
    if closing:
        signs.pop()
    if not all(alternatives):
        raise ValueError("between two signs stands nothing")
    return tuple(map(tuple, alternatives))


def _part(sign: str, signs: list[str], parts: Mapping[str, Choice]) -> str | Choice:
    if sign in _CLOSING:
        inner = _alternatives(signs, _CLOSING[sign], parts)
        return Choice(inner if sign == "(" else (*inner, ()))
    if sign.startswith("<") and sign[1:-1] in parts:
        return parts[sign[1:-1]]
    if sign[0] in "<>)]":
        raise ValueError(f"“{sign}” is no list under [parts] and closes nothing")
    return sign


def _ends(pattern: Pattern, words: Words, start: int) -> set[int]:
    ends = {start}
    for part in pattern:
        if isinstance(part, str):
            ends = {end + 1 for end in ends if words[end : end + 1] == (part,)}
        else:
            ends = {further for end in ends for further in part.ends(words, end)}
        if not ends:
            break
    return ends


def _firsts(pattern: Pattern) -> tuple[set[str], bool]:
    """The words with which a pattern can begin, and whether it can be empty."""
    firsts: set[str] = set()
    for part in pattern:
        if isinstance(part, str):
            return firsts | {part}, False
        firsts |= part.by_first.keys()
        if not part.may_be_empty:
            return firsts, False
    return firsts, True


def _words_in(pattern: Pattern) -> Iterator[str]:
    for part in pattern:
        if isinstance(part, str):
            yield part
        else:
            for alternative in part.alternatives:
                yield from _words_in(alternative)
