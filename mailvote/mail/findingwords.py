"""The words in which a panel says who is eligible: phrases for findings, for several candidates, and for reasons."""

from collections.abc import Mapping
from enum import StrEnum

from mailvote.mail.words import Words


class Part(StrEnum):
    """What a piece of a sentence is for."""

    WHO = "who"
    STATUS = "status"
    REASON = "reason"
    EXCEPT = "except"
    FILLER = "filler"
    BREAK = "break"
    OPENING = "opening"
    CLOSING = "closing"
    OTHER = "other"


class Group(StrEnum):
    """Several candidates in a word."""

    ALL = "all"
    NONE = "none"
    REST = "rest"


class Strength(StrEnum):
    """How surely a word says that somebody is eligible or not: "not" alone says little, "ineligible" all."""

    WEAK = "weak"
    MILD = "mild"
    STRONG = "strong"


_WORDS_FOR_ELIGIBLE = (
    "eligible", "eligable", "elligible", "elegible", "eligble", "elgible", "eligibile", "eligibel", "eligibale",
)  # fmt: skip
_FIT = ("suitable", "competent", "qualified", "approved")
_DEMANDS = (
    "requirements", "criteria", "standard", "standards", "specification", "person specification", "competencies",
    "competence requirements",
)  # fmt: skip

_STRONG: Mapping[bool, tuple[str, ...]] = {
    True: (
        *_WORDS_FOR_ELIGIBLE,
        *_FIT,
        "approve",
        "may stand",
        "can stand",
        *(f"{meets} the {what}" for meets in ("meets", "meet") for what in _DEMANDS),
    ),
    False: (
        *(f"{no} {word}" for no in ("not", "non", "isnt", "arent") for word in (*_WORDS_FOR_ELIGIBLE, *_FIT)),
        *(f"{start}{word}" for start in ("in", "un", "non", "not") for word in _WORDS_FOR_ELIGIBLE),
        "unsuitable",
        "unqualified",
        "may not stand",
        "cannot stand",
        "cant stand",
        *(f"{no} meet the {what}" for no in ("does not", "do not", "doesnt", "dont") for what in _DEMANDS),
    ),
}
_MILD: Mapping[bool, tuple[str, ...]] = {
    True: ("yes", "y", "ok", "okay", "fine", "agreed", "✓", "✔", "✅", "☑"),
    False: ("no", "n", "✗", "✘", "❌", "☒"),
}

STATUS: Mapping[Words, tuple[bool, Strength]] = {
    **{tuple(words.split()): (said, Strength.STRONG) for said, phrases in _STRONG.items() for words in phrases},
    **{tuple(words.split()): (said, Strength.MILD) for said, phrases in _MILD.items() for words in phrases},
    ("not",): (False, Strength.WEAK),
}
"""The phrases that say that somebody is eligible, or that they are not."""

_PEOPLE = ("candidates", "applicants", "of them", "of the candidates", "of the applicants", "the candidates")
_ALL = ("all", "everyone", "everybody", "each candidate", "every candidate", "they all")
_ALL_OF = tuple(f"all {of}" for of in _PEOPLE)
_BOTH = ("both", "they both", *(f"both {of}" for of in _PEOPLE))
_NONE = ("none", "nobody", "no one", "noone", "no candidate", "no candidates", *(f"none {of}" for of in _PEOPLE))
_NEITHER = ("neither", "neither candidate", "neither applicant", *(f"neither {of}" for of in _PEOPLE))
_REST = (
    "rest", "the rest", "others", "the others", "the other", "the other one", "everyone else", "everybody else",
    "all others", "all the others", "all the rest", "the other candidates", "the other candidate",
    "the remaining candidates",
)  # fmt: skip
_SOME = dict(zip(("two", "three", "four", "five", "six", "seven", "eight", "nine"), range(2, 10), strict=True))
_SOME |= {str(number): number for number in range(2, 10)}

GROUPS: Mapping[Words, tuple[Group, int | None]] = {
    **{tuple(words.split()): (Group.ALL, None) for words in (*_ALL, *_ALL_OF)},
    **{tuple(words.split()): (Group.ALL, 2) for words in _BOTH},
    **{tuple(words.split()): (Group.NONE, None) for words in _NONE},
    **{tuple(words.split()): (Group.NONE, 2) for words in _NEITHER},
    **{tuple(words.split()): (Group.REST, None) for words in _REST},
    **{("all", some): (Group.ALL, number) for some, number in _SOME.items()},
    **{("all", some, "candidates"): (Group.ALL, number) for some, number in _SOME.items()},
}
"""The phrases that mean several candidates at once, and how many they must be."""

REASONS = (
    "because", "because of", "since", "as", "due to", "owing to", "reason", "reasons", "reason being", "the reason is",
    "on the grounds", "on the grounds of", "on the grounds that", "on the ground that", "for lack of",
)  # fmt: skip
EXCEPTIONS = ("except", "except for", "but not", "apart from", "other than", "excluding", "bar", "save")
FILLERS = frozenset({
    "a", "also", "am", "an", "and", "applicant", "applicants", "are", "assessment", "be", "being", "believe",
    "candidate", "candidates", "certainly", "clearly", "consider", "considered", "definitely", "find", "finding",
    "findings", "finds", "follows", "for", "found", "happy", "he", "hereby", "i", "in", "is", "it", "judge", "judged",
    "me", "my", "of", "on", "opinion", "our", "please", "regard", "say", "she", "that", "the", "they", "think", "to",
    "too", "view", "was", "we", "were", "with",
})  # fmt: skip
"""What may stand around a finding and changes nothing in it."""

PHRASES: Mapping[Words, Part] = {
    **{tuple(words.split()): Part.REASON for words in REASONS},
    **{tuple(words.split()): Part.EXCEPT for words in EXCEPTIONS},
}
SIGNS: Mapping[str, Part] = {
    **dict.fromkeys("([{", Part.OPENING),
    **dict.fromkeys(")]}", Part.CLOSING),
    **dict.fromkeys("&+", Part.FILLER),
    **dict.fromkeys("?؟？", Part.OTHER),
}
LONGEST_PHRASE = max(map(len, (*STATUS, *GROUPS, *PHRASES)))
