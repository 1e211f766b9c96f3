"""Lines that only greet, thank or take leave, and so leave every other line as it is."""

from mailvote.mail.readings import Voter, line_words, read_line
from mailvote.mail.words import (
    AFTER,
    AFTERTHOUGHTS,
    COURTEOUS,
    COURTEOUS_LINES,
    COURTESY,
    DOUBTS,
    GREETINGS,
    SPEAKING,
)

MAX_GREETING_WORDS = 6
MAX_COURTESY_WORDS = 25


def is_greeting(line: str, voter: Voter) -> bool:
    """Whether a line only addresses somebody: "Dear Morgan,"."""
    words = line_words(line)
    if not words or words[0] not in GREETINGS or len(words) > MAX_GREETING_WORDS:
        return False
    if (DOUBTS | AFTERTHOUGHTS | SPEAKING).intersection(words) or any(sign.isdigit() for sign in line):
        return False
    return not voter.names.mentioned(words) and read_line(line, voter) is None


def is_courtesy(line: str, voter: Voter) -> bool:
    """Whether a line is made of words of courtesy alone, and is no vote such as "For, thanks"."""
    words = line_words(line)
    if not words or len(words) > MAX_COURTESY_WORDS:
        return False
    if voter.names.are_sides and read_line(line, voter) is not None:
        return False
    if AFTER.issuperset(words) or words in COURTEOUS_LINES:
        return True
    return bool(COURTEOUS.intersection(words)) and COURTESY.issuperset(words)
