"""The patterns in which the phrases of a language are written down, and the comparing of words with them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from mailvote.mail.words import Words

Pattern: TypeAlias = "tuple[str | Choice, ...]"
Choice: TypeAlias = tuple[Pattern, ...]
"""A pattern is a row of words and of choices between further patterns; an empty one leaves its place out."""

_SIGNS = re.compile(r"[()\[\]|]|<[a-z_]+>|[^\s()\[\]|<>]+|[<>]")
_CLOSING = {"(": ")", "[": "]"}


class Phrases:
    """Many phrases written down as few patterns. Plain class: it is made once for a language and only asked."""

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        self.patterns = tuple(patterns)
        self.vocabulary = frozenset(word for pattern in self.patterns for word in _words_in(pattern))

    def __contains__(self, words: Words) -> bool:
        """Whether the words are a phrase as a whole."""
        return self.vocabulary.issuperset(words) and len(words) in self.ends(words)

    def __or__(self, other: "Phrases") -> "Phrases":
        return Phrases((*self.patterns, *other.patterns))

    def ends(self, words: Words) -> frozenset[int]:
        """The places among the words where a phrase can end that begins with the first."""
        return frozenset(end for pattern in self.patterns for end in _ends(pattern, words, {0}))


def pattern(text: str, parts: Mapping[str, Choice]) -> Pattern:
    """The pattern of a text such as `[please] (vote | <voters> vote)`; ValueError says what cannot be read in it."""
    signs = list(reversed(_SIGNS.findall(text)))
    choice = _choice(signs, "", parts)
    return choice[0] if len(choice) == 1 else (choice,)


def _choice(signs: list[str], closing: str, parts: Mapping[str, Choice]) -> Choice:
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
        inner = _choice(signs, _CLOSING[sign], parts)
        return inner if sign == "(" else (*inner, ())
    if sign.startswith("<") and sign[1:-1] in parts:
        return parts[sign[1:-1]]
    if sign[0] in "<>)]":
        raise ValueError(f"“{sign}” is no list under [parts] and closes nothing")
    return sign


def _ends(pattern: Pattern, words: Words, starts: set[int]) -> set[int]:
    """Where the pattern can end if it begins at one of these places; the work grows with its length alone."""
    for part in pattern:
        if isinstance(part, str):
            starts = {start + 1 for start in starts if words[start : start + 1] == (part,)}
        else:
            starts = {end for alternative in part for end in _ends(alternative, words, starts)}
        if not starts:
            break
    return starts


def _words_in(pattern: Pattern) -> Iterator[str]:
    for part in pattern:
        if isinstance(part, str):
            yield part
        else:
            for alternative in part:
                yield from _words_in(alternative)
