"""The two sides of a decision: which of them a whole line votes for, and which of them any text speaks of."""

from mailvote.mail.words import (
    AGAINST,
    ASSENTS,
    DISSENTS,
    FOR,
    HARMS,
    LEANING,
    LEANT_AFTER,
    LEANT_BEFORE,
    MATTERS,
    PRAISE,
    SIDE_WORDS,
    STANCES_AGAINST,
    STANCES_FOR,
    SUBJECTS,
    THANKED,
    THANKING,
    WISHES,
    Phrases,
    Words,
)

VOTES: tuple[tuple[str, Phrases], ...] = (("for", FOR), ("against", AGAINST))
ANSWERS: tuple[tuple[str, Phrases], ...] = (("for", ASSENTS), ("against", DISSENTS))
STANCES: tuple[tuple[str, Phrases], ...] = (("for", STANCES_FOR), ("against", STANCES_AGAINST))
STANCE_LENGTHS = (2, 3)


def side_of(words: Words, *, questioned: bool) -> str | None:
    """The side that these words as a whole vote for: "for", "against" or none.

    While a question of ours waits (`questioned`), a plain answer such as "agreed" may be the answer to that.
    """
    sides = _sides_among(VOTES, words)
    if not questioned:
        sides |= _sides_among(ANSWERS, words) | _behind_an_answer(words)
    return sides.pop() if len(sides) == 1 else None


def _sides_among(table: tuple[tuple[str, Phrases], ...], words: Words) -> set[str]:
    return {side for side, phrases in table if words in phrases}


def _behind_an_answer(words: Words) -> set[str]:
    """The side of a sentence behind a YES or a NO that says the same: "Yes, agreed", "No, we vote against"."""
    answer, rest = words[:1], words[1:]
    if answer == ("yes",):
        return {"for"} & _sides_among((*VOTES, *ANSWERS), rest)
    if answer == ("no",) and SUBJECTS.intersection(rest[:1]):
        return {"against"} & _sides_among((*VOTES, *ANSWERS), rest)
    return set()


def sides_in(words: Words) -> frozenset[str]:
    """The sides that a text speaks of anywhere, the "for" of "thanks for this" and its like aside."""
    places = range(len(words))
    said = {side for side, own in SIDE_WORDS.items() for at in places if _says(own, words, at)}
    leaning = any(words[at] in LEANING and _leans(words, at) for at in places)
    return frozenset(said | {"for"} if leaning else said)


def praises(words: Words) -> bool:
    """Whether a text finds something good that may be the proposal: "good idea", not "good morning"."""
    return bool(PRAISE.intersection(words)) and ("is" in words or not WISHES.intersection(words))


def sides_surely_in(words: Words) -> frozenset[str]:
    """The sides that the sender takes in a long line, which may as well be one of a disclaimer."""
    parts = {words[at : at + length] for at in range(len(words)) for length in STANCE_LENGTHS}
    return frozenset(side for side, stances in STANCES if any(part in stances for part in parts))


def _says(own: frozenset[str], words: Words, at: int) -> bool:
    return words[at] in own and not (words[at] == "against" and HARMS.intersection(words[at + 1 : at + 2]))


def _leans(words: Words, at: int) -> bool:
    """Whether a word as common as "for" and "support" speaks for the proposal where it stands."""
    before, after = words[max(at - 1, 0) : at], words[at + 1 : at + 3]
    if not after:
        return words[at] == "for" or not before or bool(LEANT_AFTER.intersection(before))
    on_the_matter = after[0] in ("the", "this", "these") and MATTERS.intersection(after[1:])
    beside = LEANT_AFTER.intersection(before) or LEANT_BEFORE.intersection(after[:1])
    return bool(on_the_matter or beside) and not _is_thanked(words, at)


def _is_thanked(words: Words, at: int) -> bool:
    """Whether this is the "for" of "thank you all very much for sending this"."""
    thanks = max((place for place in range(at) if words[place] in THANKING), default=at)
    return thanks < at and THANKED.issuperset(words[thanks + 1 : at]) and words[at + 1] != "it"
