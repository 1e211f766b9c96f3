"""One line of a reply, matched as a whole: the ordered table of readings of tier A (mail.md 4)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mailvote.mail.naming import Names, resembles_own_name
from mailvote.mail.tidy import typed
from mailvote.mail.words import (
    ABSTENTIONS,
    AFTER,
    CONFIRMATIONS,
    NUMBER_WORDS,
    NUMBERED,
    VOTE_PHRASES,
    Words,
    plain_words,
)
from mailvote.rules.paper import Paper

MAX_LINE = 200
MAX_WORDS = 30

Choice = tuple[int, ...] | None
"""An option's number, () for an abstention, None for the confirmation of what we offered."""

_PLEASE: Words = ("please",)
_BULLET = re.compile(r"\A[-•*·] +")
_WRAPPED = re.compile(r"\A(?:([*_]{1,3})([^*_]+)\1|\"([^\"]+)\"|'([^']+)')([.!,]?)\Z")
_SOUND = re.compile(r"(?:[^\W_]|[ ,:;'()&-]|\.(?!\.)|#(?=[0-9]))*[.!,]?!{0,2}\Z")
_MISLEADING = re.compile(r"\(\s*\)|(?:\A|\s)-[0-9]")
_DIGITS = re.compile(r"[1-9][0-9]{0,2}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """Whose line is read, and before which paper."""

    paper: Paper
    names: Names
    sender_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is left of a line when the vote phrase before it and the courtesy behind it are taken away."""

    words: Words = field(repr=False)
    phrased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a line was read as; `bare` where a name stands alone, which could as well be a signature."""

    choice: Choice = field(repr=False)
    reading: str
    bare: bool = False


def read_line(text: str, voter: Voter) -> Found | None:
    """The one thing that the whole line means; None where it means nothing that is certain, or two things."""
    words = line_words(text)
    if not words:
        return None
    found = [hit for reading in READINGS for target in _targets(words) for hit in reading.hits(target, voter)]
    return found[0] if len({hit.choice for hit in found}) == 1 else None


def line_words(text: str) -> Words | None:
    """The words of a line; None where it holds a sign that could change their meaning."""
    if len(text) > MAX_LINE:
        return None
    plain = _unwrapped(typed(text))
    if not _SOUND.match(plain) or _MISLEADING.search(plain):
        return None
    words = tuple(plain_words(plain))
    return words if len(words) <= MAX_WORDS else None


def number_of(words: Words) -> int | None:
    """The number that the words are: "2", "option 2", "candidate number two"."""
    if not words:
        return None
    *before, last = words
    if _DIGITS.match(last):
        return int(last) if not before or tuple(before) in NUMBERED else None
    return NUMBER_WORDS.get(last) if before and tuple(before) in NUMBERED else None


def _abstention(target: Target, voter: Voter) -> Iterator[Choice]:
    if target.words in ABSTENTIONS:
        yield ()


def _confirmation(target: Target, voter: Voter) -> Iterator[Choice]:
    if not target.phrased and target.words in CONFIRMATIONS:
        yield None


def _number(target: Target, voter: Voter) -> Iterator[Choice]:
    number = number_of(target.words)
    if number is None and not target.phrased and len(target.words) == 1:
        number = NUMBER_WORDS.get(target.words[0])
    if number is not None and voter.paper.option(number):
        yield (number,)


def _number_and_name(target: Target, voter: Voter) -> Iterator[Choice]:
    """A number beside the name of its own option, either first; the name may be misspelt, the number settles it."""
    for cut in range(1, len(target.words)):
        for number, name in ((target.words[:cut], target.words[cut:]), (target.words[cut:], target.words[:cut])):
            named = number_of(number)
            if named is not None and voter.paper.option(named) and _is_name_of(named, name, voter.names):
                yield (named,)


def _is_name_of(number: int, words: Words, names: Names) -> bool:
    exact = frozenset().union(*(names.exactly(words, form) for form in ("full-name", "initials", "surname")))
    return exact == {number} or (not exact and names.misspelt(words) == number)


def _named(form: str) -> Callable[[Target, Voter], Iterator[Choice]]:
    def read(target: Target, voter: Voter) -> Iterator[Choice]:
        options = voter.names.exactly(target.words, form)
        own = not target.phrased and resembles_own_name(target.words, voter.sender_name)
        if len(options) == 1 and not own:
            yield tuple(options)

    return read


def _misspelt(target: Target, voter: Voter) -> Iterator[Choice]:
    """A name with typing errors; a single word only behind a vote phrase, since any word is like some surname."""
    if not (target.phrased or len(target.words) > 1) or number_of(target.words[:1]) is not None:
        return
    option = voter.names.misspelt(target.words)
    if option is not None and (target.phrased or not resembles_own_name(target.words, voter.sender_name)):
        yield (option,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One row of the table: its name in the journal, how it reads, and whether it rests on a name alone."""

    name: str
    read: Callable[[Target, Voter], Iterator[Choice]]
    by_name: bool = False

    def hits(self, target: Target, voter: Voter) -> Iterator[Found]:
        bare = self.by_name and not target.phrased
        return (Found(choice=choice, reading=self.name, bare=bare) for choice in self.read(target, voter))


READINGS: tuple[Reading, ...] = (
    Reading(name="number", read=_number),
    Reading(name="number-and-name", read=_number_and_name),
    Reading(name="full-name", read=_named("full-name"), by_name=True),
    Reading(name="initials", read=_named("initials"), by_name=True),
    Reading(name="surname", read=_named("surname"), by_name=True),
    Reading(name="abstention", read=_abstention),
    Reading(name="confirmation", read=_confirmation),
    Reading(name="misspelt-name", read=_misspelt, by_name=True),
)
"""The whole of tier A. All rows are tried and must agree; the first that hits gives its name."""


def _targets(words: Words) -> Iterator[Target]:
    """Every way to take a vote phrase from the front and words of courtesy from the end."""
    last_word = next((place for place in range(len(words), 0, -1) if words[place - 1] not in AFTER), 0)
    for end in range(len(words), max(last_word, 1) - 1, -1):
        for start in range(end):
            phrase = words[:start]
            if phrase in ((), _PLEASE) or phrase in VOTE_PHRASES:
                yield Target(words=words[start:end], phrased=phrase not in ((), _PLEASE))


def _unwrapped(text: str) -> str:
    """A line without the bullet before it, or the emphasis or quotation marks around it."""
    plain = _BULLET.sub("", text)
    found = _WRAPPED.match(plain)
    return plain if found is None else "".join(filter(None, found.group(2, 3, 4))) + found.group(5)
