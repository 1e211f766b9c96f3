"""What a reply to a ballot paper means: counted only where no other reading is possible, asked back otherwise.

Zero wrong options are worth any number of questions: every line of the sender's own words must be accounted for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from mailvote.mail.afterthought import is_afterthought, is_signature_line
from mailvote.mail.courtesy import is_courtesy, is_greeting
from mailvote.mail.lists import SIGNS
from mailvote.mail.naming import Names, is_own_name, name_words
from mailvote.mail.readings import Choice, Found, Voter, is_bulleted, line_words, read_line, without_bullet
from mailvote.mail.reply import OwnWords
from mailvote.mail.unclear import Unclear, unclear, why_unclear
from mailvote.mail.words import ENDINGS, OBJECTIONS, QUESTION_MARKS
from mailvote.rules.paper import Paper

__all__ = ["Abstention", "Confirmation", "Intent", "Objection", "Unclear", "Vote", "read_intent"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """OBJECT: what was recorded for the practice is wrong; the rest of the message is for the manager."""

    reading: str = "objection"


Intent = Vote | Abstention | Confirmation | Objection | Unclear

OBJECTED = frozenset({"", "cut-off"})
"""The faults of a message with which an objection in its first line can be relied on."""


def read_intent(words: OwnWords, paper: Paper, *, sender_name: str, questioned: bool = False) -> Intent:
    """What the sender means; `sender_name` is the name on the register, so that a signature is no vote.

    `questioned` says that a question of ours waits for this person, which YES then answers. A message whose text and
    HTML mean different things is unclear for the reason "alternatives-differ".
    """
    voter = Voter(paper=paper, names=Names(paper), sender_name=sender_name, questioned=questioned)
    objects = _objects(words, voter)
    found = None if objects else _found(words, voter)
    if not objects and found is None:
        return why_unclear(words, voter)
    if words.alternative is not None and not _is_alike(words.alternative, found, voter):
        return unclear("alternatives-differ")
    return Objection() if found is None else _intent(found, voter)


def _is_alike(other: OwnWords, found: Found | None, voter: Voter) -> bool:
    """Whether the other form of a message means the same as the one that was read; None is an objection."""
    if found is None or _objects(other, voter):
        return found is None and _objects(other, voter)
    second = _found(other, voter)
    return second is not None and second.choice == found.choice


def _intent(found: Found, voter: Voter) -> Intent:
    if found.choice is None:
        return Confirmation(reading=found.reading)
    if len(found.choice) > voter.paper.choose_at_most:
        return unclear("too-many", voter.paper)
    return Vote(choice=found.choice, reading=found.reading) if found.choice else Abstention(reading=found.reading)


def _objects(words: OwnWords, voter: Voter) -> bool:
    """Whether the first line that does not only greet or thank is an objection as a whole."""
    lines = (
        line for line in words.lines if line.strip() and not (is_greeting(line, voter) or is_courtesy(line, voter))
    )
    first = line_words(next(lines, "")) or ()
    whole = any(first[:end] in OBJECTIONS and first[end:] in ENDINGS for end in range(1, len(first) + 1))
    return whole and words.fault in OBJECTED


def _found(words: OwnWords, voter: Voter) -> Found | None:
    """The reading of the line that decides, if nothing else in the message speaks against it."""
    lines = [line for line in words.lines if line.strip()]
    if words.fault or any(QUESTION_MARKS.intersection(line) for line in lines):
        return None
    opening = list(takewhile(lambda line: is_greeting(line, voter) or is_courtesy(line, voter), lines))
    found, taken = _reading(lines[len(opening) :], voter)
    if found is None or (found.bare and not all(is_greeting(line, voter) for line in opening)):
        return None
    rest = lines[len(opening) + taken :]
    if not _is_accounted_for(rest, found, voter) or _names_another([*opening, *rest], found.choice, voter):
        return None
    return None if is_afterthought(words.below, found.choice, voter) else found


def _reading(lines: Sequence[str], voter: Voter) -> tuple[Found | None, int]:
    """What the vote says, and how many lines it takes: one, two, or as many as name an option each.

    A list that ends in a comma is not at its end.
    """
    first, taken = _first_reading(lines[:2], voter)
    if first is None or not first.choice or not voter.may_list:
        return first, taken
    read = (read_line(line, voter) for line in lines[taken : taken + len(voter.paper.options)])
    further = [found for found in takewhile(lambda found: found is not None and found.choice, read) if found]
    whole = taken + len(further)
    if lines[whole - 1].rstrip().endswith(tuple(SIGNS)):
        return None, 0
    return (_together([first, *further], lines[taken - 1 : whole]) if further else first), whole


def _together(found: Sequence[Found], lines: Sequence[str]) -> Found | None:
    """Lines of one option each as one vote; None where they are written in two ways, or say one thing twice.

    A name alone on its line could be a signature, unless each of the lines has a bullet before it.
    """
    options = [option for each in found for option in each.choice or ()]
    unsure = any(each.bare for each in found) and not all(map(is_bulleted, lines))
    mixed = len({each.by_name for each in found}) > 1
    if mixed or unsure or len(set(options)) < len(options):
        return None
    return replace(found[0], choice=tuple(sorted(options)), reading="lines")


def _first_reading(lines: Sequence[str], voter: Voter) -> tuple[Found | None, int]:
    """The reading of the first line, or of the first two where a phrase runs on, and how many lines that took."""
    for taken in range(1, len(lines) + 1):
        found = read_line(" ".join((lines[0], *map(without_bullet, lines[1:taken]))), voter)
        if found is not None and not (found.bare and taken > 1):
            return found, taken
    return None, 0


def _is_accounted_for(lines: Sequence[str], found: Found, voter: Voter) -> bool:
    """Whether what follows the vote is courtesy, the same again, or the sender's signature."""
    for number, line in enumerate(lines):
        if is_courtesy(line, voter):
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
