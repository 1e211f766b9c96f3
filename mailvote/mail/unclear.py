"""Why a reply was not counted, in a sentence that the sender reads: an ordered table, the first ground that fits."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailvote.mail.courtesy import is_courtesy, is_greeting
from mailvote.mail.markedpaper import marked_options
from mailvote.mail.personal import name_words
from mailvote.mail.readings import line_words, number_of, read_line
from mailvote.mail.reply import OwnWords
from mailvote.mail.voter import Voter
from mailvote.mail.words import QUESTION_MARKS, Words
from mailvote.rules.paper import Paper

MAX_LINES = 30
MAX_LINE = 300

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

SENTENCES: dict[str, str] = {
    "cut-off": "Your message was too long for us to read to its end.",
    "encrypted": "Your message was encrypted or wrapped, so we could not read it; please send it as plain text.",
    "forwarded": "Your message forwards another one, so we could not be sure that your own words are meant as a vote.",
    "winmail": "Your message arrived as a winmail.dat file, which we cannot open; please send it as plain text.",
    "attachment-only": "Your message had an attachment but no words of its own, and we do not open attachments.",
    "disguised": "Your message holds signs that change the order in which it is shown, so we did not rely on it.",
    "blank": "We found nothing written above the quoted paper; an answer further down is one we cannot see.",
    "question": "There is a question mark in your message, so it may be a question rather than a vote.",
    "courtesy": "We found a greeting, thanks or a name in your message, but no vote.",
    "own-name": "We found only your own name in your message, which may be a signature rather than a vote.",
    "disagreement": "The number and the name in your message do not belong to the same option.",
    "several": "Your message names more than one option, and one only can be counted.",
    "too-many": "Your message names more options than may be chosen.",
    "twice": "Your message names one option twice, and each can be chosen once only.",
    "no-list": "Your message names more than one option, but not as a plain list of them.",
    "denied": "Your answer was NO, and we did not want to guess what you choose instead.",
    "number-in-a-name": (
        "The number in your message stands in the name of another option as well; please write the word OPTION "
        "before it, or reply with the option in full."
    ),
    "negation": "Your message says something about what you do not want, and we did not want to guess what you do.",
    "condition": "Your message seems to set a condition, or to leave room for doubt.",
    "unknown-number": "The number in your message does not belong to any option on this paper.",
    "ambiguous-name": "The name in your message could mean more than one option on this paper.",
    "afterthought": "Something stands below the end of your letter that may change what you said above it.",
    "more-words": "Beside what looks like a vote your message says more, and we did not want to misread it.",
    "alternatives-differ": "The plain and the formatted version of your message do not say the same.",
    "not-understood": "We could not find your choice in your message with certainty.",
}
"""The sentence for each reason. None of them repeats what the message said."""

DECISION_SENTENCES: dict[str, str] = {
    "disagreement": "The number in your message belongs to one side, and your words to the other.",
    "several": "Your message speaks for both sides, and one only can be counted.",
    "negation": "Your message says something about what you do not want, which may be less than a vote against it.",
    "unknown-number": "The number in your message belongs to neither side.",
    "not-understood": "We could not tell with certainty whether you are for or against.",
}
"""What is said instead where the options are the two sides of a decision."""

HELD = frozenset({"alternatives-differ"})
"""Reasons for which a message is for the manager to look at, not for its sender to be asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A reply that could not be counted without asking.

    `reason` is its name in the journal, as `reading` is that of a vote; `sentence` says why in words for the sender.
    """

    reason: str
    sentence: str
    reading: str

    @property
    def held(self) -> bool:
        """Whether the manager should look at it instead of the sender being asked."""
        return self.reason in HELD


def unclear(reason: str, paper: Paper | None = None) -> Unclear:
    """The refusal for one of the reasons of `SENTENCES`, worded for the paper where that is known."""
    return Unclear(reason=reason, sentence=_sentence(reason, paper) if paper else SENTENCES[reason], reading=reason)


def _sentence(reason: str, paper: Paper) -> str:
    if reason == "too-many":
        return f"Your message names more options than the {_in_words(paper.choose_at_most)} that may be chosen."
    of_kind = DECISION_SENTENCES if paper.rules.choices == "for-against" else SENTENCES
    return of_kind.get(reason, SENTENCES[reason])


def _in_words(number: int) -> str:
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else str(number)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Text:
    """The own words of an unclear message with what they seem to speak of."""

    words: OwnWords
    voter: Voter
    lines: tuple[str, ...]
    spoken: Words
    named: frozenset[int]
    numbered: frozenset[int]
    readings: frozenset[tuple[int, ...] | None]


def why_unclear(words: OwnWords, voter: Voter) -> Unclear:
    """The first ground of the table for not counting a message that `intent` could not read."""
    if words.fault:
        return unclear(words.fault)
    text = _text(words, voter)
    return unclear(next(reason for reason, applies in GROUNDS if applies(text)), voter.paper)


def _text(words: OwnWords, voter: Voter) -> _Text:
    lines = tuple(line[:MAX_LINE] for line in words.lines if line.strip())[:MAX_LINES]
    spoken = tuple(word for line in lines for word in name_words(line))
    numbers = frozenset(option.number for option in voter.paper.options)
    return _Text(
        words=words,
        voter=voter,
        lines=lines,
        spoken=spoken,
        named=voter.names.mentioned(spoken[:500]),
        numbered=frozenset(number for number in numbers if str(number) in spoken),
        readings=frozenset(found.choice for line in lines if (found := read_line(line, voter))),
    )


def _is_courtesy(text: _Text) -> bool:
    """Whether nothing is said; "happy with this" says something to a proposal, "Good" may be an option of a poll."""
    speaks = bool(text.named) and not text.voter.names.are_of_people
    return not speaks and _all_plain(text.lines, text)


def _is_own_name(text: _Text) -> bool:
    return any(_is_own(line, text) for line in text.lines) and not text.numbered and len(text.named) <= 1


def _is_own(line: str, text: _Text) -> bool:
    return text.voter.is_own_name(line_words(line) or ())


def _disagrees(text: _Text) -> bool:
    one_each = len(text.named) == 1 and len(text.numbered) == 1
    return one_each and text.named != text.numbered and len(text.lines) == 1 and not text.voter.may_list


def _is_several(text: _Text) -> bool:
    return len(text.named | text.numbered) > 1 or len(text.readings) > 1


def _is_one_of_several(text: _Text) -> bool:
    return _is_several(text) and not text.voter.may_list


def _is_twice(text: _Text) -> bool:
    """Whether a list names an option again, as a number or as a line of its own."""
    numbers = Counter(word for word in text.spoken if word in map(str, text.numbered))
    return text.voter.may_list and max(numbers.values(), default=0) > 1 and not text.named


def _denies(text: _Text) -> bool:
    """Whether a question of ours was answered with NO and nothing else."""
    said = [line for line in text.lines if not _all_plain([line], text)]
    return text.voter.questioned and len(said) == 1 and _is_plain_no(said[0], text)


def _is_plain_no(line: str, text: _Text) -> bool:
    words, vocabulary = line_words(line) or (), text.voter.vocabulary
    return bool(words) and words[0] in vocabulary.no and words[1:] in vocabulary.endings


def _is_number_in_a_name(text: _Text) -> bool:
    held = {option for number in text.numbered for option in text.voter.names.holding(number)}
    return len(text.numbered) == 1 and bool(held - text.numbered)


def _is_unknown_number(text: _Text) -> bool:
    numbers = [number_of(line_words(line) or (), text.voter.vocabulary) for line in text.lines[:3]]
    alone = any(number is not None and text.voter.paper.option(number) is None for number in numbers)
    digits = [word for word in text.spoken if word.isdigit()]
    return alone or (bool(digits) and len(text.spoken) < 8 and not text.numbered and not text.named)


def _is_ambiguous(text: _Text) -> bool:
    names = text.voter.names
    spoken = (text.spoken, text.spoken[-1:])
    return any(len(names.exactly(words, form)) > 1 for words in spoken for form in ("full-name", "initials", "surname"))


def _negates(text: _Text) -> bool:
    return bool(text.voter.vocabulary.negations.intersection(text.spoken))


def _sets_conditions(text: _Text) -> bool:
    return bool(text.voter.vocabulary.conditions.intersection(text.spoken))


def _has_signs(signs: frozenset[str]) -> Callable[[_Text], bool]:
    return lambda text: any(signs.intersection(line) for line in text.lines)


def _is_whole(text: _Text) -> bool:
    """Whether every line above the closing is fine by itself."""
    read = [line for line in text.lines if read_line(line, text.voter)]
    return bool(read) and _all_plain([line for line in text.lines if line not in read], text)


def _all_plain(lines: Sequence[str], text: _Text) -> bool:
    return all(is_greeting(line, text.voter) or is_courtesy(line, text.voter) or _is_own(line, text) for line in lines)


def _marks_too_many(text: _Text) -> bool:
    """Whether nothing is written, and more options are marked in the quoted paper than may be chosen."""
    return not text.lines and len(marked_options(text.words, text.voter)) > text.voter.paper.choose_at_most


GROUNDS: tuple[tuple[str, Callable[[_Text], bool]], ...] = (
    ("too-many", lambda text: text.voter.may_list and _marks_too_many(text)),
    ("several", _marks_too_many),
    ("blank", lambda text: not text.lines),
    ("question", _has_signs(QUESTION_MARKS)),
    ("own-name", lambda text: _is_own_name(text) and bool(text.named)),
    ("courtesy", _is_courtesy),
    ("number-in-a-name", _is_number_in_a_name),
    ("disagreement", _disagrees),
    ("ambiguous-name", _is_ambiguous),
    ("several", _is_one_of_several),
    ("denied", _denies),
    ("negation", _negates),
    ("condition", _sets_conditions),
    ("twice", _is_twice),
    ("unknown-number", _is_unknown_number),
    ("afterthought", lambda text: bool(text.words.below) and _is_whole(text)),
    ("no-list", _is_several),
    ("more-words", lambda text: bool(text.readings or text.named or text.numbered)),
    ("not-understood", lambda text: True),
)
"""Why a message without fault was not counted; the last row always fits."""
