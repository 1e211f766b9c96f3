"""The words in which English-speaking voters put a vote, an abstention, a courtesy and a doubt."""

from collections.abc import Iterable, Iterator

Words = tuple[str, ...]
Columns = tuple[frozenset[Words], ...]
"""Columns of which one entry each makes a phrase; an empty entry leaves the column out."""


class Phrases:
    """Many phrases written down as few patterns."""

    def __init__(self, *patterns: Columns) -> None:
        self._patterns = patterns
        self._vocabulary = {word for columns in patterns for column in columns for entry in column for word in entry}

    def __contains__(self, words: Words) -> bool:
        """Whether the words are one way through the columns of a pattern."""
        return self._vocabulary.issuperset(words) and any(_follow(words, columns) for columns in self._patterns)


def _follow(words: Words, columns: Columns) -> bool:
    if not columns:
        return not words
    return any(words[: len(entry)] == entry and _follow(words[len(entry) :], columns[1:]) for entry in columns[0])


def _pattern(*columns: Iterable[str]) -> Columns:
    return tuple(frozenset(tuple(words.split()) for words in column) for column in columns)


_PRACTICE = ("i", "we", "our practice", "the practice", "this practice", "our surgery", "the surgery")
_INTENTION = (
    "", "hereby", "formally", "would like to", "wish to", "wishes to", "want to", "wants to", "will", "have decided to",
    "has decided to", "choose to", "chooses to",
)  # fmt: skip

VOTE_PHRASES = Phrases(
    _pattern(
        ("", "please"),
        ("vote", "vote for", "a vote for", "voting for", "votes for", "for", "in favour of"),
    ),
    _pattern(
        ("", "on behalf of the practice", "on behalf of our practice", "on behalf of my practice"),
        _PRACTICE,
        (*_INTENTION, "do", "are happy to"),
        ("vote", "vote for", "vote to elect", "votes for", "vote in favour of", "cast our vote for", "cast my vote for",
         "give our vote to", "give my vote to", "choose", "chooses", "select", "support", "supports", "back", "elect"),
    ),
    _pattern(
        ("i am", "im", "we are", "our practice is", "the practice is"),
        ("voting for", "supporting", "in favour of", "choosing", "backing"),
    ),
    _pattern(
        ("my vote", "our vote", "the vote", "my choice", "our choice", "my preference", "our preference",
         "the practices vote", "our practices vote", "the vote of our practice", "my preferred candidate",
         "our preferred candidate", "my preferred option", "our preferred option", "the practices choice",
         "our practices choice", "my answer", "choice"),
        ("", "is", "is for", "goes to", "goes for", "is cast for", "for"),
    ),
    _pattern(
        ("", "please", "kindly", "could you please", "can you please"),
        ("record", "count", "register", "accept", "note", "enter", "log", "put", "take"),
        ("my vote", "our vote", "a vote", "the practices vote", "our practices vote", "this as our vote",
         "this as my vote"),
        ("for", "as", "as for", "as being for", "down for", "to"),
    ),
    _pattern(("please",), ("put us down for", "put me down for")),
)  # fmt: skip
"""What can stand before an option on its line."""

NUMBERED = Phrases(
    _pattern(("option", "candidate", "choice", "nominee"), ("", "number")),
    _pattern(("number", "nr")),
)
"""What can stand before the number of an option and belongs to it."""

NUMBER_WORDS = dict(
    zip(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), range(1, 11), strict=True)
)

ABSTENTIONS = Phrases(
    _pattern(
        ("", "please", "i am", "we are", "our practice is", "the practice is", *_PRACTICE),
        _INTENTION,
        ("abstain", "abstains", "abstaining"),
        ("", "from voting", "from this vote", "from the vote", "from this ballot", "from this election", "in this vote",
         "in this ballot", "in this election", "on this occasion", "this time", "on this", "on this one"),
    ),
    _pattern(
        ("", "please", *_PRACTICE),
        _INTENTION,
        ("", "record", "count", "register", "note", "notify", "log", "enter"),
        ("", "us as", "me as", "our practice as", "the practice as", "this as", "my vote as", "our vote as"),
        ("abstention", "an abstention", "our abstention", "my abstention", "abstaining", "abstained", "abstain"),
    ),
    _pattern(
        ("my vote", "our vote", "the practices vote", "our practices vote", "vote", "my choice", "our choice"),
        ("", "is", "is to", "is an", "goes to"),
        ("abstain", "abstention"),
    ),
)  # fmt: skip
"""Whole lines that give notice of an abstention (R13)."""

CONFIRMATIONS = Phrases(
    _pattern(
        ("", "yes"),
        ("yes", "y", "confirm", "confirmed", "i confirm", "we confirm", "correct", "that is correct", "thats correct",
         "that is right", "thats right", "it is", "indeed"),
    ),
)  # fmt: skip
"""Whole lines that say yes to a question of ours."""

AFTER: frozenset[str] = frozenset(
    {"please", "thanks", "thank", "you", "many", "very", "much", "cheers", "ta", "again", "so", "with", "kind", "best",
     "regards", "wishes", "sincerely"}
)  # fmt: skip
"""The only words that can follow an option on its line."""

COURTESY: frozenset[str] = AFTER | {
    "a", "afternoon", "again", "ahead", "all", "am", "and", "appreciated", "are", "arranging", "bot", "colleague",
    "colleagues", "day", "dear", "doing", "election", "email", "evening", "everybody", "everyone", "everyones",
    "everything", "folks", "for", "forward", "friday", "from", "good", "great", "greetings", "happy", "hard",
    "have", "hello", "help", "helping", "hi", "hope", "hoping", "i", "in", "is", "it", "kindest", "looking",
    "lovely", "luck", "madam", "mail", "manager", "message", "monday", "morning", "my", "nice", "noted", "of", "on",
    "organising", "organizing", "our", "pleased", "received", "reminder", "reminding", "result", "results",
    "running", "safe", "sending", "sir", "sirs", "soon", "stay", "team", "that", "the", "these", "this", "thursday",
    "time", "to", "today", "tuesday", "us", "warm", "we", "wednesday", "week", "weekend", "well", "wonderful",
    "work", "you", "your", "youre", "yours",
}  # fmt: skip
"""The words of which a line of mere courtesy is made; none of them can change what another line says."""

COURTEOUS: frozenset[str] = frozenset({
    "appreciated", "best", "cheers", "dear", "good", "great", "happy", "hello", "hi", "hope", "hoping", "looking",
    "lovely", "luck", "nice", "noted", "received", "regards", "sincerely", "ta", "thank", "thanks",
    "well", "wishes", "wonderful",
})  # fmt: skip
"""The words of which such a line has one at least."""

COURTEOUS_LINES = Phrases(
    _pattern(
        ("", "please", "kindly", "could you please", "can you please"),
        ("confirm receipt", "acknowledge receipt", "confirm safe receipt", "acknowledge"),
        ("", "of this", "of this email", "of my vote", "of our vote", "thanks", "thank you"),
    ),
)
"""Lines of courtesy whose words could mean more elsewhere."""

QUESTION_MARKS: frozenset[str] = frozenset("?？؟⁇⁈⁉‽⸮¿︖﹖")

GREETINGS: frozenset[str] = frozenset(
    {"dear", "hi", "hello", "hey", "greetings", "morning", "afternoon", "evening", "good", "helo", "annwyl", "all"}
)

NEGATIONS: frozenset[str] = frozenset({
    "against", "arent", "cannot", "cant", "couldnt", "decline", "didnt", "doesnt", "dont", "except",
    "excluding", "hasnt", "havent", "isnt", "neither", "never", "no", "nobody", "none", "nor", "not", "object",
    "objection", "oppose", "opposed", "refuse", "reject", "shouldnt", "wasnt", "without", "wont", "wouldnt",
})  # fmt: skip

CONDITIONS: frozenset[str] = frozenset({
    "although", "assuming", "but", "conditional", "conditionally", "could", "depending", "depends", "either",
    "guess", "however", "if", "maybe", "might", "or", "otherwise", "perhaps", "possibly", "probably",
    "provided", "providing", "provisional", "provisionally", "should", "suppose", "think", "thinking", "though",
    "undecided", "unless", "unsure", "until", "whether",
})  # fmt: skip

DOUBTS: frozenset[str] = NEGATIONS | CONDITIONS | {
    "actually", "another", "anyone", "both", "cancel", "change", "changed", "changing", "correct", "correction",
    "disregard", "earlier", "first", "ignore", "instead", "last", "may", "mean", "meant", "mistake", "mistaken",
    "only", "oops", "other", "previous", "previously", "rather", "retract", "revoke", "scrap", "second",
    "sorry", "third", "two", "undo", "wait", "withdraw", "withdrawn", "wrong",
}  # fmt: skip
"""Words of negation, condition, doubt and correction, which no greeting and no signature holds."""

AFTERTHOUGHTS: frozenset[str] = frozenset(
    {
        "instead",
        "meant",
        "vote",
        "votes",
        "voting",
        "voted",
        "abstain",
        "abstaining",
        "abstention",
        "ps",
        "oops",
        "scrap",
    }
)
"""Words below a closing that show that the letter goes on."""

TURNS: frozenset[Words] = frozenset(
    {
        ("p", "s"),
        ("second", "thoughts"),
        ("second", "thought"),
        ("on", "reflection"),
        ("changed", "my"),
        ("changed", "our"),
    }
)
"""Pairs of words below a closing that show it too."""

DENIALS: frozenset[str] = frozenset({"no", "not", "never", "dont"})
"""Words that show it in a line of two or three words."""

SHORT_AFTERTHOUGHTS: frozenset[str] = AFTERTHOUGHTS | {
    "sorry", "actually", "wait", "correction", "mistake", "wrong", "rather", "change", "changed", "ignore", "disregard",
    "cancel", "withdraw", "undecided", "option", "candidate", "prefer", "reconsidered",
}  # fmt: skip
"""Words that show it in a short line, while in the long ones of a disclaimer they are common."""

RENUMBERING: frozenset[str] = frozenset(
    {"no", "not", "make", "it", "that", "to", "for", "please", "is", "number", "i", "mean", "should", "be", "my", "our",
     "we", "say", "read", "and", "or", "but", "hang", "on", "second", "better", "go", "with", "yes", "choose", "want"}
)  # fmt: skip
"""The words that together with a number of the paper make an afterthought, unlike those of an address."""

TITLES: frozenset[str] = frozenset(
    {"dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "lady", "lord", "rev",
     "revd", "cllr", "councillor", "canon", "fr", "nurse", "sister", "hon", "drs"}
)  # fmt: skip

PARTICLES: frozenset[str] = frozenset({
    "ab", "al", "ap", "bin", "de", "del", "della", "den", "der", "di", "du", "el", "la", "le", "mac", "mc", "st",
    "ten", "ter", "van", "von",
})  # fmt: skip
"""Words that belong to the surname they stand before."""

NOT_A_NAME: frozenset[str] = DOUBTS | {
    "the",
    "of",
    "for",
    "and",
    "with",
    "yes",
    "abstain",
    "option",
    "in",
    "a",
    "an",
    "to",
}
"""Words that show that an option is no person, so that its last word is no surname."""


def plain_words(text: str) -> Iterator[str]:
    """The words of a text in one case, without apostrophes and stops: "Dr. O'Brien-Lee" gives dr, obrien, lee."""
    word: list[str] = []
    for sign in text.casefold():
        if sign.isalnum():
            word.append(sign)
        elif sign not in "'’" and word:
            yield "".join(word)
            word = []
    if word:
        yield "".join(word)
