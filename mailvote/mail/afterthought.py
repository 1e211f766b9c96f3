"""What stands below a closing: a signature and disclaimers, or a letter that goes on after all."""

from collections.abc import Sequence
from itertools import pairwise

from mailvote.mail.lists import SIGNS
from mailvote.mail.personal import name_words
from mailvote.mail.readings import Choice, read_line
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.voter import Voter
from mailvote.mail.words import QUESTION_MARKS, Words

MAX_SHORT = 8
MAX_DENIAL = 3
LONG_LINE = 60
MAX_SIGNATURE_WORDS = 10
MAX_LINES = 60


def is_afterthought(lines: Sequence[str], choice: Choice, voter: Voter) -> bool:
    """Whether the words below a closing may change what stands above it.

    A short line tells more than one of a paragraph: disclaimers speak of mistakes and of disregarding too.
    """
    vocabulary = voter.vocabulary
    before = ""
    for line in lines[:MAX_LINES]:
        words = name_words(line)
        short = len(words) <= MAX_SHORT and len(before) < LONG_LINE
        if words and short and _turns_shortly(line, words, vocabulary):
            return True
        if voter.may_list and (vocabulary.connectors.intersection(words[:1]) or line.lstrip().startswith(tuple(SIGNS))):
            return True
        if vocabulary.afterthoughts.intersection(words) or any(pair in vocabulary.turns for pair in pairwise(words)):
            return True
        if _meant(line, words, voter, short=short) not in (set(), set(choice or ())):
            return True
        before = line
    return False


def is_signature_line(line: str, voter: Voter) -> bool:
    """Whether a line below the sender's name, without a closing, can be nothing but part of a signature."""
    words, vocabulary = name_words(line), voter.vocabulary
    if len(words) > MAX_SIGNATURE_WORDS or QUESTION_MARKS.intersection(line):
        return False
    if (vocabulary.doubts | vocabulary.short_afterthoughts).intersection(words) or _numbers(words, voter):
        return False
    if voter.names.are_sides and vocabulary.opinions.intersection(words):
        return False
    return not voter.names.mentioned(words) and read_line(line, voter) is None


def _turns_shortly(line: str, words: Words, vocabulary: Vocabulary) -> bool:
    """Whether a short line is of the kind with which a writer changes his mind, or asks something."""
    if len(words) <= MAX_DENIAL and vocabulary.denials.intersection(words):
        return True
    return bool(vocabulary.short_afterthoughts.intersection(words)) or line.rstrip()[-1:] in QUESTION_MARKS


def _meant(line: str, words: Words, voter: Voter, *, short: bool) -> set[int]:
    """The options that a line speaks of: read as a vote, numbered, or named; the sender's own name aside."""
    read = read_line(line, voter)
    idle = voter.vocabulary.renumbering | voter.vocabulary.courtesy | set(name_words(voter.sender_name))
    numbered = idle.issuperset(word for word in words if not word.isdigit())
    named = voter.names.mentioned_surely(words, in_short=short) - voter.names.of_person(voter.sender_name)
    return {*((read.choice or ()) if read else ()), *(_numbers(words, voter) if numbered else ()), *named}


def _numbers(words: Words, voter: Voter) -> set[int]:
    """The numbers of the paper's options among the words."""
    written = {option.number for option in voter.paper.options}
    return {number for number in written if str(number) in words}
