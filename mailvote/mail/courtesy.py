"""Lines that only greet, thank or take leave, and so leave every other line as it is."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from mailvote.mail.readings import line_words, read_line
from mailvote.mail.tidy import typed
from mailvote.mail.voter import Voter

MAX_GREETING_WORDS = 6
MAX_COURTESY_WORDS = 25
MAX_PEELED = 200
MAX_TRIED = 5
"""How many places at either end of a line are tried, since no greeting has more stops and commas."""

_GREETED = re.compile(r"[,.!:;] ?| - ")
_SENTENCE_END = re.compile(r"[.!;] ")


def is_greeting(line: str, voter: Voter) -> bool:
    """Whether a line only addresses somebody: "Dear Morgan,"."""
    words, vocabulary = line_words(line), voter.vocabulary
    if not words or words[0] not in vocabulary.greetings or len(words) > MAX_GREETING_WORDS:
        return False
    doubtful = vocabulary.doubts | vocabulary.afterthoughts | vocabulary.speaking
    if doubtful.intersection(words) or any(sign.isdigit() for sign in line):
        return False
    return not voter.names.mentioned(words) and read_line(line, voter) is None


def is_courtesy(line: str, voter: Voter) -> bool:
    """Whether a line is made of words of courtesy alone, and is no vote such as "For, thanks"."""
    words, vocabulary = line_words(line), voter.vocabulary
    if not words or len(words) > MAX_COURTESY_WORDS:
        return False
    if voter.names.are_sides and read_line(line, voter) is not None:
        return False
    if vocabulary.after.issuperset(words) or voter.shortened(words)[0] in vocabulary.courteous_lines:
        return True
    return bool(vocabulary.courteous.intersection(words)) and vocabulary.courtesy.issuperset(words)


def laid_out(lines: Sequence[str], voter: Voter) -> list[str]:
    """The lines with a greeting or thanks on the same line as something else put on lines of their own."""
    return [part for line in lines for part in _peeled(line, voter)]


def _peeled(line: str, voter: Voter) -> Iterator[str]:
    plain = typed(line)
    if len(plain) > MAX_PEELED or _says_one_thing(plain, voter):
        yield line
        return
    start, end = _end_of_opening(plain, voter), _start_of_thanks(plain, voter)
    if (start or end < len(plain)) and start < end:
        yield from filter(None, (plain[:start].strip(" -"), plain[start:end].strip(), plain[end:].strip()))
    else:
        yield line


def _says_one_thing(line: str, voter: Voter) -> bool:
    return is_greeting(line, voter) or is_courtesy(line, voter) or read_line(line, voter) is not None


def _end_of_opening(line: str, voter: Voter) -> int:
    """Where what follows a greeting or thanks begins: at the 2 of "Hi Morgan, 2 please"."""
    for found in islice(_GREETED.finditer(line), MAX_TRIED):
        opening, rest = line[: found.start()], line[found.end() :]
        if rest and (is_greeting(opening, voter) or (is_courtesy(opening, voter) and not _goes_on(rest, voter))):
            return found.end()
    return 0


def _goes_on(rest: str, voter: Voter) -> bool:
    """Whether thanks may go on in the next line: "Thanks, for"."""
    return voter.vocabulary.leaning.issuperset(line_words(rest) or ())


def _start_of_thanks(line: str, voter: Voter) -> int:
    """Where the sentences at the end begin that are mere courtesy: "Please confirm receipt." behind a vote."""
    places = [found.end() for found in _SENTENCE_END.finditer(line)][-MAX_TRIED:]
    return next((place for place in places if is_courtesy(line[place:], voter)), len(line))
