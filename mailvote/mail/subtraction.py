"""Our own letter taken out of a reply, where a mail program left it there without any mark of a quotation."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailvote.mail.quotation import without_marks
from mailvote.mail.reply import OwnWords, is_said_alike

LONG = 25
"""Characters of a line that nobody writes who did not copy it; an option or ABSTAIN can be the sender's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """What we wrote, as lines and as one run of words, since programs break lines anew."""

    lines: frozenset[str] = field(repr=False)
    words: str = field(repr=False)

    def holds(self, line: str) -> bool:
        key = _key(line)
        return key in self.lines or (len(key) >= LONG and key in self.words)

    def begins(self, lines: Sequence[str], number: int) -> bool:
        """Whether the letter goes on from this line: a long one of its lines, and another below it."""
        if len(_key(lines[number])) < LONG or not self.holds(lines[number]):
            return False
        return self.holds(next((line for line in lines[number + 1 :] if line.strip()), ""))


def subtract(words: OwnWords, letter: str) -> OwnWords:
    """The own words without the letter that they answer; its text goes to what is quoted, with all that follows it."""
    lines = frozenset(key for line in letter.splitlines() if (key := _key(line)))
    ours = _Letter(lines=lines, words=_key(letter))
    own = _without(words, ours)
    other = _without(words.alternative, ours) if words.alternative else None
    return replace(own, alternative=None if other and is_said_alike(own, other) else other)


def _without(words: OwnWords, ours: _Letter) -> OwnWords:
    start, end = (_start(part, ours) for part in (words.lines, words.below))
    between = tuple(line for line in words.between if not ours.holds(line))
    if start is not None:
        quoted = (*words.lines[start:], *words.below, *words.quoted)
        return replace(words, lines=_trimmed(words.lines[:start]), below=(), quoted=quoted, between=between)
    if end is not None:
        quoted = (*words.below[end:], *words.quoted)
        return replace(words, below=_trimmed(words.below[:end]), quoted=quoted, between=between)
    return replace(words, between=between)


def _start(lines: Sequence[str], ours: _Letter) -> int | None:
    return next((number for number in range(len(lines)) if ours.begins(lines, number)), None)


def _key(text: str) -> str:
    """Text for comparing: case, spacing and quotation marks aside."""
    return " ".join(without_marks(text).split()).casefold()


def _trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    last = next((number for number in range(len(lines), 0, -1) if lines[number - 1].strip()), 0)
    return tuple(lines[:last])
