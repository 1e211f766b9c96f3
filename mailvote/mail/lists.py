"""Several options on one line, as a paper with several seats allows: "1 and 3", "Alice Brown, Carol Dunn" (R14)."""

from collections.abc import Callable, Iterator, Sequence

from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.words import Words, plain_words

MAX_ITEMS = 12
SIGNS = ",;&+"

Item = Callable[[Words], int | None]
"""Reads the words of one item as the number of an option, or as none."""


def breaks_in(text: str) -> frozenset[int]:
    """The places among the words of a text where a sign parts them: {1} in "1, 3"."""
    words, breaks = 0, set()
    for part in _parted(text):
        breaks.add(words)
        words += sum(1 for _ in plain_words(part))
    return frozenset(breaks)


def _parted(text: str) -> list[str]:
    for sign in SIGNS:
        text = text.replace(sign, SIGNS[0])
    return text.split(SIGNS[0])


def lists_in(words: Words, breaks: frozenset[int], item: Item, vocabulary: Vocabulary) -> Iterator[tuple[int, ...]]:
    """Every way to read the whole of the words as a list of two or more options, in the order written."""
    start = max((end for end in vocabulary.plurals.ends(words) if end < len(words)), default=0)
    parts = tuple(_parts(words, breaks, start, vocabulary.connectors))
    if 1 < len(parts) <= MAX_ITEMS and parts[0][0] == start and parts[-1][1] == len(words):
        yield from (found for found in _grouped(words, parts, item) if len(found) > 1)


def _parts(words: Words, breaks: frozenset[int], start: int, connectors: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where the parts begin and end that lie between signs and connecting words."""
    begin = start
    for place in range(start, len(words) + 1):
        joins = words[place : place + 1] != () and words[place] in connectors
        if joins or place in breaks or place == len(words):
            if begin < place:
                yield begin, place
            begin = place + joins


def _grouped(words: Words, parts: Sequence[tuple[int, int]], item: Item) -> Iterator[tuple[int, ...]]:
    """The parts put together to items in every way that reads: a name may hold a comma or an "and" itself."""
    if not parts:
        yield ()
    for taken in range(1, len(parts) + 1):
        number = item(words[parts[0][0] : parts[taken - 1][1]])
        if number is not None:
            yield from ((number, *rest) for rest in _grouped(words, parts[taken:], item))
