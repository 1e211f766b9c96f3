"""What a voter can ask for instead of voting: OBJECT, WITHDRAW, MY VOTE, RESEND, STATUS, HELP (interface.md 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mailvote.mail.afterthought import is_afterthought
from mailvote.mail.certain import MAX_LETTER, begins_signature, opening_of, written_lines
from mailvote.mail.courtesy import is_courtesy, laid_out
from mailvote.mail.patterns import Phrases
from mailvote.mail.readings import line_words
from mailvote.mail.reply import OwnWords
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.voter import Voter
from mailvote.mail.words import QUESTION_MARKS, Words


class Wish(StrEnum):
    """What is asked for; the name is that of the reading in the journal."""

    OBJECT = "objection"
    WITHDRAW = "withdraw"
    MY_VOTE = "my-vote"
    RESEND = "resend"
    STATUS = "status"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a wish is written: as these phrases, perhaps as a question, and whether more may follow it."""

    wish: Wish
    phrases: Callable[[Vocabulary], Phrases]
    may_ask: bool = True
    whatever_follows: bool = False


FORMS: tuple[_Form, ...] = (
    _Form(wish=Wish.OBJECT, phrases=lambda words: words.objections, may_ask=False, whatever_follows=True),
    _Form(wish=Wish.WITHDRAW, phrases=lambda words: words.withdrawals, may_ask=False),
    _Form(wish=Wish.MY_VOTE, phrases=lambda words: words.my_vote_requests),
    _Form(wish=Wish.RESEND, phrases=lambda words: words.resend_requests),
    _Form(wish=Wish.STATUS, phrases=lambda words: words.status_requests),
    _Form(wish=Wish.HELP, phrases=lambda words: words.help_requests),
)
"""The wishes in the order in which they are tried. An objection counts whatever follows it: that is for the manager."""

RELIABLE = frozenset({"", "cut-off"})
"""The faults of a message with which an objection in its first line can be relied on."""


def wish_in(words: OwnWords, voter: Voter) -> Wish | None:
    """What the first line that does not only greet or thank asks for as a whole, if nothing below says more."""
    written = written_lines(words)
    lines = laid_out(written[:MAX_LETTER], voter)
    opening = opening_of(lines, voter)
    first, rest = next(iter(lines[len(opening) :]), ""), lines[len(opening) + 1 :]
    form = next((form for form in FORMS if _is_in_form(first, form, voter)), None)
    if form is None:
        return None
    if form.whatever_follows:
        return form.wish if words.fault in RELIABLE else None
    if words.fault or len(written) > MAX_LETTER or not _is_all(rest, voter) or is_afterthought(words.below, (), voter):
        return None
    return form.wish


def plain_wish(words: OwnWords, vocabulary: Vocabulary) -> Wish | None:
    """What the first line asks for that changes nothing, where it is not known which ballot is meant."""
    first = _words(next(iter(written_lines(words)), ""), may_ask=True)
    forms = (form for form in FORMS if form.may_ask)
    return next((form.wish for form in forms if _ends_well(first, form.phrases(vocabulary), vocabulary)), None)


def _is_in_form(line: str, form: _Form, voter: Voter) -> bool:
    words = voter.shortened(_words(line, may_ask=form.may_ask))[0]
    return _ends_well(words, form.phrases(voter.vocabulary), voter.vocabulary)


def _ends_well(words: Words, phrases: Phrases, vocabulary: Vocabulary) -> bool:
    return any(words[:end] in phrases and words[end:] in vocabulary.endings for end in range(1, len(words) + 1))


def _words(line: str, *, may_ask: bool) -> Words:
    asked = line.rstrip("".join(QUESTION_MARKS) + " ") if may_ask else line
    return line_words(asked) or ()


def _is_all(lines: list[str], voter: Voter) -> bool:
    """Whether what follows a wish is courtesy and a signature."""
    end = next((number for number, line in enumerate(lines) if begins_signature(line, voter)), len(lines))
    return all(is_courtesy(line, voter) for line in lines[:end])
