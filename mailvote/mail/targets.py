"""What a line can be about: its words without a vote phrase, courtesies and the sender's own name, in every way."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mailvote.mail.vocabulary import ANOTHER, PRACTICE
from mailvote.mail.voter import Voter
from mailvote.mail.words import Words

MAX_OWN_NAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is left of a line when the vote phrase before or behind it and the courtesy at its end are taken away.

    `breaks` are the places among `words` where a sign such as a comma parts them; `phrased` is whether a vote phrase
    stands beside it, `signed` whether the line goes on to say who votes; `finished` is whether it ends like a sentence,
    not like one that goes on in the next.
    """

    words: Words = field(repr=False)
    before: Words = field(default=(), repr=False)
    after: Words = field(default=(), repr=False)
    breaks: frozenset[int] = frozenset()
    phrased: bool = False
    signed: bool = False
    finished: bool = True


def targets_in(line: Target, voter: Voter) -> Iterator[Target]:
    """Every way to take a vote phrase from the front or the end of a line, and words of courtesy from its end."""
    return (target for form in _forms(line, voter) for target in _targets(form, voter))


def _forms(line: Target, voter: Voter) -> Iterator[Target]:
    """The line as it stands, and with the shorthand for the voter's practice and for the matter.

    Where a word cannot be the matter, though others call it so, the line does not stand as it is.
    """
    words, breaks = voter.shortened(line.words, line.breaks)
    if ANOTHER not in words:
        yield line
    if words != line.words:
        yield replace(line, words=words, breaks=breaks)


def _targets(line: Target, voter: Voter) -> Iterator[Target]:
    words, vocabulary = line.words, voter.vocabulary
    starts = dict.fromkeys(vocabulary.vote_phrases.ends(words), True) | {0: False}
    starts |= {1: False} if vocabulary.pleading.issuperset(words[:1]) or words[0] == PRACTICE else {}
    for end, after, signed in _endings(words, voter):
        behind = next((at for at in range(1, end) if words[at:end] in vocabulary.vote_tails), end)
        for last in {end, behind}:
            yield from (
                replace(
                    line,
                    words=words[start:last],
                    before=words[:start],
                    after=after,
                    breaks=frozenset(place - start for place in line.breaks),
                    phrased=phrased or last < end,
                    signed=signed or words[:start] == (PRACTICE,),
                )
                for start, phrased in sorted(starts.items())
                if start < last
            )


def _endings(words: Words, voter: Voter) -> Iterator[tuple[int, Words, bool]]:
    """Where the words of courtesy at the end can begin, these words, and whether the line says who votes."""
    vocabulary = voter.vocabulary
    whole = len(words) - _own_name_behind_courtesy(words, voter)
    last_word = next((place for place in range(whole, 0, -1) if words[place - 1] not in vocabulary.after), 0)
    for end in range(whole, max(last_word, 1) - 1, -1):
        yield end, words[end:whole], whole < len(words)
        yield from ((at, words[end:whole], True) for at in range(1, end) if words[at:end] in vocabulary.origins)


def _own_name_behind_courtesy(words: Words, voter: Voter) -> int:
    """How many words at the end are the sender's own name behind a word of thanks: "2, thanks, Tom"."""
    for size in range(1, min(MAX_OWN_NAME, len(words) - 2) + 1):
        name, before = words[-size:], words[-size - 1]
        if before in voter.vocabulary.after and voter.is_own_name(name) and not voter.names.mentioned(name):
            return size
    return 0
