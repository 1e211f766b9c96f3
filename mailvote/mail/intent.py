"""What a reply to a ballot paper means: counted only where no other reading is possible, asked back otherwise.

Zero wrong options are worth any number of questions: every line of the sender's own words must be accounted for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from mailvote.mail.afterthought import is_afterthought, is_signature_line
from mailvote.mail.courtesy import is_courtesy, is_greeting
from mailvote.mail.naming import Names, is_own_name, name_words
from mailvote.mail.readings import Choice, Found, Voter, line_words, read_line
from mailvote.mail.reply import OwnWords
from mailvote.mail.unclear import Unclear, unclear, why_unclear
from mailvote.mail.words import QUESTION_MARKS
from mailvote.rules.paper import Paper

__all__ = ["Abstention", "Confirmation", "Intent", "Unclear", "Vote", "read_intent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote for the options of those numbers; `reading` names the row of `readings.READINGS`."""

    choice: tuple[int, ...] = field(repr=False)
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """Notice that the practice abstains (R13)."""

    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """YES and nothing else: the answer to a question of ours."""

    reading: str


Intent = Vote | Abstention | Confirmation | Unclear


def read_intent(words: OwnWords, paper: Paper, *, sender_name: str) -> Intent:
    """What the sender means; `sender_name` is the name on the register, so that a signature is no vote.

    A message whose text and HTML mean different things is unclear for the reason "alternatives-differ".
    """
    voter = Voter(paper=paper, names=Names(paper), sender_name=sender_name)
    found = _found(words, voter)
    if found is None:
        return why_unclear(words, voter)
    if words.alternative is not None:
        other = _found(words.alternative, voter)
        if other is None or other.choice != found.choice:
            return unclear("alternatives-differ")
    return _intent(found)


def _intent(found: Found) -> Intent:
    if found.choice is None:
        return Confirmation(reading=found.reading)
    return Vote(choice=found.choice, reading=found.reading) if found.choice else Abstention(reading=found.reading)


def _found(words: OwnWords, voter: Voter) -> Found | None:
    """The reading of the line that decides, if nothing else in the message speaks against it."""
    lines = [line for line in words.lines if line.strip()]
    if words.fault or any(QUESTION_MARKS.intersection(line) for line in lines):
        return None
    opening = list(takewhile(lambda line: is_greeting(line, voter) or is_courtesy(line), lines))
    found, taken = _first_reading(lines[len(opening) : len(opening) + 2], voter)
    if found is None or (found.bare and not all(is_greeting(line, voter) for line in opening)):
        return None
    rest = lines[len(opening) + taken :]
    if not _is_accounted_for(rest, found, voter) or _names_another([*opening, *rest], found.choice, voter):
        return None
    return None if is_afterthought(words.below, found.choice, voter) else found


def _first_reading(lines: Sequence[str], voter: Voter) -> tuple[Found | None, int]:
    """The reading of the first line, or of the first two where a phrase runs on, and how many lines that took."""
    for taken in range(1, len(lines) + 1):
        found = read_line(" ".join(lines[:taken]), voter)
        if found is not None and not (found.bare and taken > 1):
            return found, taken
    return None, 0


def _is_accounted_for(lines: Sequence[str], found: Found, voter: Voter) -> bool:
    """Whether what follows the vote is courtesy, the same again, or the sender's signature."""
    for number, line in enumerate(lines):
        if is_courtesy(line):
            continue
        if found.bare:
            return False
        if is_own_name(line_words(line) or (), voter.sender_name):
            return all(is_signature_line(below, voter) for below in lines[number + 1 :])
        again = read_line(line, voter)
        if again is None or again.choice != found.choice:
            return False
    return True


def _names_another(lines: Sequence[str], choice: Choice, voter: Voter) -> bool:
    mentioned = {option for line in lines for option in voter.names.mentioned(name_words(line))}
    return bool(mentioned - set(choice or ()))
