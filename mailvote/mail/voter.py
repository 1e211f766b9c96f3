"""Who wrote a reply, before which paper, and in which languages: what every reader of it needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mailvote.mail.naming import Names
from mailvote.mail.personal import is_own_name, resembles_own_name, without_titles
from mailvote.mail.shorthand import Shorthand, shortened, shorthand_for
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.words import Words
from mailvote.rules.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """Whose line is read, before which paper, and whether a question of ours waits for this person.

    `known` keeps what the lines of this one message were read as, since each is looked at from several sides.
    """

    paper: Paper
    vocabulary: Vocabulary
    names: Names
    shorthand: Shorthand = field(repr=False)
    sender_name: str
    questioned: bool = False
    known: dict[tuple[str, bool], Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def may_list(self) -> bool:
        """Whether the paper lets a practice choose several options (R14)."""
        return self.paper.choose_at_most > 1

    def shortened(self, words: Words, breaks: frozenset[int] = frozenset()) -> tuple[Words, frozenset[int]]:
        """The words of a line with one word each for the voter's practice and for the matter of a decision."""
        return shortened(words, breaks, self.shorthand)

    def without_titles(self, words: Words) -> Words:
        return without_titles(words, self.vocabulary)

    def is_own_name(self, words: Words) -> bool:
        """Whether the words are the sender's own name, or part of it, or its initials."""
        return is_own_name(words, self.sender_name, self.vocabulary)

    def resembles_own_name(self, words: Words) -> bool:
        """Whether the words could be the sender's own name, typing errors included."""
        return resembles_own_name(words, self.sender_name, self.vocabulary)


def voter_of(
    paper: Paper,
    vocabulary: Vocabulary,
    *,
    sender_name: str,
    practice: Sequence[str] = (),
    questioned: bool = False,
) -> Voter:
    """The person of that name on the register who answers the paper for a practice known by these names."""
    names = Names(paper, vocabulary)
    return Voter(
        paper=paper,
        vocabulary=vocabulary,
        names=names,
        shorthand=shorthand_for(paper, names, vocabulary, practice),
        sender_name=sender_name,
        questioned=questioned,
    )
