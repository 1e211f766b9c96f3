"""The two sides of a decision: which of them a whole line votes for, and which of them any text speaks of."""

from mailvote.mail.patterns import Phrases
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.words import Words

STANCE_LENGTHS = (2, 3)


def side_of(words: Words, vocabulary: Vocabulary, *, questioned: bool) -> str | None:
    """The side that these words as a whole vote for: "for", "against" or none.

    While a question of ours waits (`questioned`), a plain answer such as "agreed" may be the answer to that.
    """
    sides = _voted(words, vocabulary)
    if not questioned:
        sides |= _answered(words, vocabulary) | _behind_an_answer(words, vocabulary)
    return sides.pop() if len(sides) == 1 else None


def _voted(words: Words, vocabulary: Vocabulary) -> set[str]:
    return _sides(words, vocabulary.votes_for, vocabulary.votes_against)


def _answered(words: Words, vocabulary: Vocabulary) -> set[str]:
    return _sides(words, vocabulary.assents, vocabulary.dissents)


def _sides(words: Words, in_favour: Phrases, against: Phrases) -> set[str]:
    return {side for side, phrases in (("for", in_favour), ("against", against)) if words in phrases}


def _behind_an_answer(words: Words, vocabulary: Vocabulary) -> set[str]:
    """The side of a sentence behind a YES or a NO that says the same: "Yes, agreed", "No, we vote against"."""
    answer, rest = words[:1], words[1:]
    said = _voted(rest, vocabulary) | _answered(rest, vocabulary)
    if vocabulary.yes.issuperset(answer):
        return {"for"} & said
    if vocabulary.no.issuperset(answer) and vocabulary.subjects.intersection(rest[:1]):
        return {"against"} & said
    return set()


def sides_in(words: Words, vocabulary: Vocabulary) -> frozenset[str]:
    """The sides that a text speaks of anywhere, the "for" of "thanks for this" and its like aside."""
    places = range(len(words))
    own = {"for": vocabulary.side_for, "against": vocabulary.side_against}
    said = {side for side, known in own.items() for at in places if _says(known, words, at, vocabulary)}
    leaning = any(words[at] in vocabulary.leaning and _leans(words, at, vocabulary) for at in places)
    return frozenset(said | {"for"} if leaning else said)


def praises(words: Words, vocabulary: Vocabulary) -> bool:
    """Whether a text finds something good that may be the proposal: "good idea", not "good morning"."""
    return bool(vocabulary.praise.intersection(words)) and (
        bool(vocabulary.copulas.intersection(words)) or not vocabulary.wishes.intersection(words)
    )


def sides_surely_in(words: Words, vocabulary: Vocabulary) -> frozenset[str]:
    """The sides that the sender takes in a long line, which may as well be one of a disclaimer."""
    parts = {words[at : at + length] for at in range(len(words)) for length in STANCE_LENGTHS}
    stances = (("for", vocabulary.stances_for), ("against", vocabulary.stances_against))
    return frozenset(side for side, known in stances if any(part in known for part in parts))


def _says(own: frozenset[str], words: Words, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word speaks for a side where it stands; signatures are against viruses."""
    harmless = words[at] in vocabulary.on_harms and vocabulary.harms.intersection(words[at + 1 : at + 2])
    return words[at] in own and not harmless


def _leans(words: Words, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word as common as "for" and "support" speaks for the proposal where it stands."""
    before, after = words[max(at - 1, 0) : at], words[at + 1 : at + 3]
    if not after:
        return words[at] in vocabulary.leaning_last or not before or bool(vocabulary.leant_after.intersection(before))
    on_the_matter = after[0] in vocabulary.articles and vocabulary.matters.intersection(after[1:])
    beside = vocabulary.leant_after.intersection(before) or vocabulary.leant_before.intersection(after[:1])
    return bool(on_the_matter or beside) and not _is_thanked(words, at, vocabulary)


def _is_thanked(words: Words, at: int, vocabulary: Vocabulary) -> bool:
    """Whether this is the "for" of "thank you all very much for sending this"."""
    thanks = max((place for place in range(at) if words[place] in vocabulary.thanking), default=at)
    return (
        thanks < at
        and vocabulary.thanked.issuperset(words[thanks + 1 : at])
        and words[at + 1] not in vocabulary.pronouns
    )
