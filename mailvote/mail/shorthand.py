"""One word each for the voter's own practice and for the matter of a decision, so that phrases can speak of them."""

from collections.abc import Iterator, Sequence

from mailvote.mail.naming import Names
from mailvote.mail.personal import name_words
from mailvote.mail.vocabulary import ANOTHER, MATTER, PRACTICE, Vocabulary
from mailvote.mail.words import Words
from mailvote.rules.paper import Paper

Shorthand = tuple[tuple[Words, str], ...]
"""What stands in a line, longest first, and the word that is put for it."""

MIN_TITLE = 2
MIN_LETTERS = 3


def shorthand_for(paper: Paper, names: Names, vocabulary: Vocabulary, practice: Sequence[str]) -> Shorthand:
    """The names of the practice, and on a decision the title of its paper, as they may stand in a line."""
    found = [(words, PRACTICE) for name in practice for words in _names_of(name_words(name), names, vocabulary)]
    if names.are_sides:
        found += _matters(paper, vocabulary)
    return tuple(sorted(dict(reversed(found)).items(), key=lambda each: len(each[0]), reverse=True))


def shortened(words: Words, breaks: frozenset[int], shorthand: Shorthand) -> tuple[Words, frozenset[int]]:
    """The words with the shorthand in place of what it stands for, and where the breaks between them are then."""
    short: list[str] = []
    moved: set[int] = set()
    place = 0
    while place < len(words):
        found = next((each for each in shorthand if words[place : place + len(each[0])] == each[0]), None)
        moved |= {len(short)} if place in breaks else set()
        short.append(found[1] if found else words[place])
        place += len(found[0]) if found else 1
    return tuple(short), frozenset(moved | ({len(short)} if place in breaks else set()))


def _names_of(name: Words, names: Names, vocabulary: Vocabulary) -> Iterator[Words]:
    """A practice's name with its article and without, unless it could be the name of an option or an ordinary word."""
    bare = name[1:] if name[:1] == ("the",) else name
    ordinary = len(bare) == 1 and (len(bare[0]) < MIN_LETTERS or vocabulary.knows(bare[0]))
    if bare and not ordinary and not names.contain(bare):
        yield from (("the", *bare), bare)


def _matters(paper: Paper, vocabulary: Vocabulary) -> Iterator[tuple[Words, str]]:
    """The title as a whole, and the kind of ballot where one word says it: "the censure".

    Where the title turns a plan or a change round, as in "Rejecting the plan", nobody can tell what "we support the
    plan" is for, and the word stands for something else than the matter.
    """
    title, asked = name_words(paper.title), {*name_words(paper.title), *name_words(paper.question)}
    kind = name_words(paper.rules.title)
    if len(title) >= MIN_TITLE:
        yield title, MATTER
    if len(kind) == 1 and kind[0] not in vocabulary.matters:
        yield kind, MATTER
    if vocabulary.reversals & asked:
        yield from (((noun,), ANOTHER) for noun in sorted((vocabulary.matters - vocabulary.formal_matters) & asked))
