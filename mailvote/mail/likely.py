"""What a message seems to mean but does not say for certain: offered back once, counted only after a YES (tier B)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from mailvote.mail.afterthought import is_afterthought, is_signature_line
from mailvote.mail.certain import MAX_LETTER, begins_signature, certain, written_lines
from mailvote.mail.courtesy import is_courtesy, is_greeting, laid_out
from mailvote.mail.markedpaper import marked_options
from mailvote.mail.personal import name_words
from mailvote.mail.readings import LETTERS, NAMED, line_words, read_line
from mailvote.mail.reply import OwnWords
from mailvote.mail.sides import side_of
from mailvote.mail.tidy import typed
from mailvote.mail.vocabulary import MATTER
from mailvote.mail.voter import Voter
from mailvote.mail.words import QUESTION_MARKS, Words

MAX_SENTENCE = 400
MIN_WORDS, MAX_WORDS = 3, 60
MIN_WRAPPED = 50
MIN_PART, MAX_PART = 2, 12
MAX_SUBJECT = 300

_NEXT_SENTENCE = re.compile(r"(\S+)[.!;] +(?=\S)")
_ANSWER = re.compile(r"\A(?:(?:re|aw|sv|vs|antw|odp|atb) ?: ?){1,5}", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,3}\Z")
_FORWARD = re.compile(r"\A(?:fw|fwd|wg|tr|rv|ymlaen) ?:", re.IGNORECASE)
_CODES = re.compile(r"\[[^\[\]]{0,40}\]|\b[0-9A-Za-z]{26}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """The choice that a message seems to make; () is an abstention."""

    choice: tuple[int, ...] = field(repr=False)
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Message:
    words: OwnWords
    subject: str
    lines: tuple[str, ...]
    voter: Voter


Choice = tuple[int, ...] | None


def likely(words: OwnWords, voter: Voter, subject: str) -> Likely | None:
    """The first row of the table with a choice that the paper permits, if nothing in the message is a question."""
    written = [line for line in (*words.lines, *words.between) if line.strip()]
    if words.fault or len(written) > MAX_LETTER or any(QUESTION_MARKS.intersection(line) for line in written):
        return None
    message = _Message(words=words, subject=subject, lines=_content(words, voter), voter=voter)
    for reading, read in LIKELY:
        choice = read(message)
        if choice is not None:
            fits = _is_permitted(choice, voter) and not is_afterthought(words.below, choice, voter)
            return Likely(choice=choice, reading=reading) if fits else None
    return None


def _is_permitted(choice: tuple[int, ...], voter: Voter) -> bool:
    return len(choice) <= voter.paper.choose_at_most and all(voter.paper.option(number) for number in choice)


def _content(words: OwnWords, voter: Voter) -> tuple[str, ...]:
    """The lines that neither greet nor thank, up to the sender's own name."""
    lines = laid_out(written_lines(words), voter)
    end = next((at for at, line in enumerate(lines) if begins_signature(line, voter)), len(lines))
    end = end if all(is_signature_line(line, voter) for line in lines[end + 1 :]) else len(lines)
    return tuple(line for line in lines[:end] if not (is_greeting(line, voter) or is_courtesy(line, voter)))


def _letters(message: _Message) -> Choice:
    """Initials alone, which may as well be those of whoever signs."""
    words = _only_words(message)
    options = message.voter.names.exactly(words, LETTERS)
    return tuple(options) if len(options) == 1 and not message.voter.is_own_name(words) else None


def _nearly_a_name(message: _Message) -> Choice:
    """Something alone that is nearly a name: any word is like some surname, and a short one is soon another."""
    words = _only_words(message)
    names = message.voter.names
    known = not words or any(names.exactly(words, form) for form in NAMED)
    option = None if known or message.voter.resembles_own_name(words) else names.nearly(words)
    return None if option is None else (option,)


def _only_words(message: _Message) -> Words:
    return (line_words(message.lines[0]) or ()) if len(message.lines) == 1 else ()


def _sentence(message: _Message) -> Choice:
    """One sentence with a word of voting and one option, and without a negation, a doubt or a reservation."""
    text, voter = typed(" ".join(message.lines))[: MAX_SENTENCE + 1], message.voter
    words = voter.shortened(name_words(text))[0]
    if not MIN_WORDS <= len(words) <= MAX_WORDS or not _is_one_sentence(message.lines, text, voter):
        return None
    said, vocabulary = frozenset(words), voter.vocabulary
    barred = vocabulary.doubts | vocabulary.reservations
    if not said & vocabulary.voting_words or said & (barred - vocabulary.side_against):
        return None
    named = voter.names.mentioned(words) | _numbers(words, voter)
    if voter.names.are_sides and not named <= _sides_taken(words, voter):
        return None
    if said & vocabulary.abstaining:
        return None if named else ()
    unsure = said & vocabulary.side_against if not voter.names.are_sides else _may_answer(words, voter)
    return None if unsure or not named or (len(named) > 1 and not voter.may_list) else tuple(sorted(named))


def _sides_taken(words: Words, voter: Voter) -> frozenset[int]:
    """The sides for which a part of a sentence votes that ends it or names the matter.

    Who votes for the Executive may vote against its censure.
    """
    matter = voter.vocabulary.matters | voter.vocabulary.pronouns | {MATTER}
    parts = (
        words[start:end]
        for start in range(len(words))
        for end in range(start + MIN_PART, min(start + MAX_PART, len(words)) + 1)
        if end == len(words) or words[end - 1] in matter
    )
    sides = (voter.names.side(part, questioned=True) for part in parts)
    return frozenset(side for side in sides if side is not None)


def _may_answer(words: Words, voter: Voter) -> bool:
    """Whether a plain answer such as "we agree" may be the one to a question of ours that waits."""
    return voter.questioned and side_of(words, voter.vocabulary, questioned=False) is not None


def _numbers(words: Words, voter: Voter) -> frozenset[int]:
    """The numbers in the words, also those of no option, which make the whole unsure; not those in options' names."""
    numbers = (int(word) for word in words if _DIGITS.match(word))
    return frozenset(number for number in numbers if not voter.names.holding(number))


def _is_one_sentence(lines: Sequence[str], text: str, voter: Voter) -> bool:
    """Whether no sentence follows another, and only long lines go on in the next.

    The stop of "Dr. Patel" or of an initial ends none.
    """
    if len(text) > MAX_SENTENCE or any(len(line) < MIN_WRAPPED for line in lines[:-1]):
        return False
    last_words = (found.group(1).casefold() for found in _NEXT_SENTENCE.finditer(text))
    return all(word in voter.vocabulary.titles or len(word.strip("(")) == 1 for word in last_words)


def _marked(message: _Message) -> Choice:
    """Nothing written, and a cross in the quoted paper."""
    marked = () if message.lines else tuple(sorted(marked_options(message.words, message.voter)))
    return marked or None


def _below(message: _Message) -> Choice:
    """Nothing written above the quotation, and below it what would be a vote there."""
    if message.lines or not message.words.between:
        return None
    found = certain(OwnWords(lines=message.words.between), replace(message.voter, questioned=True))
    return found.choice if found else None


def _subject(message: _Message) -> Choice:
    """Nothing written at all, and an option before the subject, as a voting button puts it, or in its place."""
    subject = typed(message.subject[:MAX_SUBJECT])
    if message.lines or message.words.between or _FORWARD.match(subject) or QUESTION_MARKS.intersection(subject):
        return None
    whole = " ".join(_CODES.sub(" ", _ANSWER.sub("", subject)).split())
    option, colon, rest = whole.partition(":")
    voted = read_line(option if colon and rest else whole, replace(message.voter, questioned=True))
    return voted.choice if voted else None


OFFERS = {
    "initials-alone": "Your message holds initials alone, which could be a signature as well.",
    "nearly-a-name": "What your message says is not quite the name of an option.",
    "sentence": "Your message says more than the vote alone, and we did not want to misread it.",
    "marked-paper": "We found nothing written in your message, but a mark in the quoted paper.",
    "below-quote": "Your answer stands below the quoted paper or inside it, where we do not rely on it.",
    "subject": "We found nothing in your message but its subject.",
}
"""Why a choice is offered and not counted, in the words that the sender reads."""

LIKELY: tuple[tuple[str, Callable[[_Message], Choice]], ...] = (
    ("initials-alone", _letters),
    ("nearly-a-name", _nearly_a_name),
    ("sentence", _sentence),
    ("marked-paper", _marked),
    ("below-quote", _below),
    ("subject", _subject),
)
"""The whole of tier B in the order in which it is tried."""
