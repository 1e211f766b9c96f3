"""A whole message of which no other reading is possible: a vote in its first lines, and nothing that speaks against it.

Zero wrong options are worth any number of questions: every line of the sender's own words must be accounted for.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from mailvote.mail.afterthought import is_afterthought, is_signature_line
from mailvote.mail.courtesy import is_courtesy, is_greeting, laid_out
from mailvote.mail.lists import SIGNS
from mailvote.mail.personal import name_words
from mailvote.mail.readings import Choice, Found, is_bulleted, line_words, read_line, without_bullet
from mailvote.mail.reply import OwnWords
from mailvote.mail.vocabulary import PRACTICE
from mailvote.mail.voter import Voter
from mailvote.mail.words import QUESTION_MARKS

MAX_LETTER = 40
"""A letter of more lines than these holds more than a vote."""

LINES = "lines"
"""The reading of several options, each on a line of its own."""


def certain(words: OwnWords, voter: Voter) -> Found | None:
    """The reading of the line that decides, if nothing else in the message speaks against it."""
    written = written_lines(words)
    if words.fault or len(written) > MAX_LETTER or any(QUESTION_MARKS.intersection(line) for line in written):
        return None
    lines = laid_out(written, voter)
    opening = opening_of(lines, voter)
    found, taken = _reading(lines[len(opening) :], voter)
    if found is None or (found.bare and not all(is_greeting(line, voter) for line in opening)):
        return None
    rest = lines[len(opening) + taken :]
    if not is_accounted_for(rest, found, voter) or _names_another([*opening, *rest], found.choice, voter):
        return None
    return None if is_afterthought(words.below, found.choice, voter) else found


def written_lines(words: OwnWords) -> list[str]:
    """The lines in which something stands."""
    return [line for line in words.lines if line.strip()]


def opening_of(lines: Sequence[str], voter: Voter) -> list[str]:
    """The lines at the beginning that only greet or thank."""
    return list(takewhile(lambda line: is_greeting(line, voter) or is_courtesy(line, voter), lines))


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
    return replace(found[0], choice=tuple(sorted(options)), reading=LINES)


def _first_reading(lines: Sequence[str], voter: Voter) -> tuple[Found | None, int]:
    """The reading of the first line, or of the first two where a phrase runs on, and how many lines that took."""
    for taken in range(1, len(lines) + 1):
        found = read_line(" ".join((lines[0], *map(without_bullet, lines[1:taken]))), voter)
        if found is not None and not (found.bare and taken > 1):
            return found, taken
    return None, 0


def is_accounted_for(lines: Sequence[str], found: Found, voter: Voter) -> bool:
    """Whether what follows the vote is courtesy, the same again, or the sender's signature."""
    for number, line in enumerate(lines):
        if is_courtesy(line, voter):
            continue
        if found.bare:
            return False
        if begins_signature(line, voter):
            return all(is_signature_line(below, voter) for below in lines[number + 1 :])
        again = read_line(line, voter)
        if again is None or again.choice != found.choice:
            return False
    return True


def begins_signature(line: str, voter: Voter) -> bool:
    """Whether a line is the sender's own name or that of the practice, and nothing else."""
    words = line_words(line) or ()
    return voter.is_own_name(words) or voter.shortened(words)[0] == (PRACTICE,)


def _names_another(lines: Sequence[str], choice: Choice, voter: Voter) -> bool:
    mentioned = {option for line in lines for option in voter.names.mentioned(name_words(line))}
    return bool(mentioned - set(choice or ()))
