"""The options that somebody has marked with a cross or a tick in the quoted paper."""

import re
from collections.abc import Iterator

from mailvote.mail.readings import read_line
from mailvote.mail.reply import OwnWords
from mailvote.mail.tidy import typed
from mailvote.mail.voter import Voter

MAX_LINES = 200
MAX_LINE = 300

_CROSS = r"(?:\[ ?[xX✓✔✗✘] ?\]|\( ?[xX✓✔✗✘] ?\)|[☒☑✓✔✅✗✘])"
_BEFORE, _BEHIND = r"\A[-*•· ]{0,4}", r"[ .]{0,3}\Z"
_MARK = re.compile(
    rf"{_BEFORE}(?:{_CROSS}|[xX](?= ))|(?:{_CROSS}| [xX]){_BEHIND}|{_BEFORE}[0-9]{{1,2}}[.):]? ?{_CROSS}"
)
_BOX = re.compile(rf"{_CROSS}|\[ ?\]|\( ?\)|☐|{_BEFORE}[xX](?= )| [xX](?={_BEHIND})")
_LINK = re.compile(r"[:<( ]{0,3}(?:mailto|https?):\S{0,300}")


def marked_options(words: OwnWords, voter: Voter) -> frozenset[int]:
    """The numbers of the options whose line bears a mark."""
    return frozenset(number for line in words.quoted[:MAX_LINES] for number in _marked(line, voter))


def _marked(line: str, voter: Voter) -> Iterator[int]:
    plain = _LINK.sub("", typed(line[:MAX_LINE])).strip()
    if _MARK.search(plain):
        found = read_line(" ".join(_BOX.sub(" ", plain).split()), voter)
        yield from (found.choice or ()) if found else ()
