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
        ("my votes", "our votes", "the practices votes", "our practices votes", "my choices", "our choices", "choices"),
        ("", "are", "are for", "go to", "for"),
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

PLURALS = Phrases(
    _pattern(("options", "candidates", "choices", "nominees"), ("", "number", "numbers")), _pattern(("numbers",))
)
"""What can stand before the numbers of several options."""

CONNECTORS: frozenset[str] = frozenset({"and", "plus"})
"""The words that join the items of a list."""

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

_MATTER_NOUNS = (
    "proposal", "proposals", "motion", "resolution", "recommendation", "recommendations", "change", "changes",
    "proposed change", "proposed changes", "plan", "plans", "decision",
)  # fmt: skip
_NAMED_MATTER = tuple(f"{article} {noun}" for article in ("the", "this", "these") for noun in _MATTER_NOUNS)
_MATTER = ("it", "this", *_NAMED_MATTER)
_BEHALF = ("", "on behalf of the practice", "on behalf of our practice", "on behalf of my practice")
_MANNER = (
    "", "strongly", "fully", "unanimously", "wholeheartedly", "definitely", "completely", "entirely", "all",
    "firmly", "very much",
)  # fmt: skip
_RECORDING = (
    ("", "please", "kindly", "could you please", "can you please"),
    ("record", "count", "register", "accept", "note", "enter", "log", "put", "take"),
    ("us", "me", "my vote", "our vote", "the practices vote", "our practices vote", "this"),
)
_VOTING: tuple[tuple[Iterable[str], ...], ...] = (
    (
        _BEHALF,
        ("vote", "voting", "votes", "a vote", "my vote", "our vote", "the practices vote", "our practices vote"),
        ("", "is", "is cast"),
    ),
    (_BEHALF, _PRACTICE, (*_INTENTION, "unanimously", "all"), ("vote", "votes", "cast our vote", "cast my vote")),
    (*_RECORDING, ("as", "as being", "as a vote", "down as", "down as being")),
)
_BEING: tuple[tuple[Iterable[str], ...], ...] = (
    (
        _BEHALF,
        ("i am", "im", "we are", "were", "our practice is", "the practice is", "this practice is", "our surgery is"),
        _MANNER,
        ("", "voting"),
    ),
    (("all", "unanimously", "strongly"),),
)


def _stances(stance: Iterable[str], stance_on: Iterable[str]) -> Iterator[Columns]:
    """The ways to take a side: alone or on the matter, with or without a phrase before it."""
    yield _pattern(stance)
    yield _pattern(stance_on, _NAMED_MATTER)
    yield _pattern(*_RECORDING, stance_on, _NAMED_MATTER)
    for lead in (*_VOTING, *_BEING):
        yield _pattern(*lead, stance)
        yield _pattern(*lead, stance_on, _MATTER)


def _voting(words: Iterable[str]) -> Iterator[Columns]:
    return (_pattern(*lead, words) for lead in _VOTING)


_ACTING = (_BEHALF, ("", *_PRACTICE), (*_INTENTION, "are happy to", "is happy to", "am happy to"), _MANNER)
_ANSWERING = (
    ("my answer", "our answer", "the answer", "our practices answer", "the practices answer", "answer"),
    ("", "is"),
)
_A = ("", "a", "its a", "it is a", "thats a", "that is a")
_US = ("us", "me", "our practice", "the practice")
_AGREE = (
    "agree with", "agree to", "agrees with", "agrees to", "approve", "approves", "approve of", "approves of",
    "support", "supports", "endorse", "endorses",
)  # fmt: skip
_TO_AGREE = ("to approve", "to support", "to accept", "to adopt")
_DISAGREE = ("oppose", "opposes", "reject", "rejects", "disagree with", "disagrees with")

FOR = Phrases(
    *_stances(("for", "in favour", "in favor"), ("for", "in favour of", "in favor of")),
    *_voting(("yes", "to agree", *_TO_AGREE)),
    *(_pattern(*lead, _TO_AGREE, _MATTER) for lead in _VOTING),
    _pattern(*_ACTING, _AGREE, _NAMED_MATTER),
    _pattern(_BEHALF, ("i am", "im", "we are"), _MANNER, ("in agreement with", "supportive of"), _NAMED_MATTER),
    _pattern(("yes to",), _NAMED_MATTER),
)
"""Whole lines that are a vote for a proposal, whatever we may have asked before."""

AGAINST = Phrases(
    *_stances(("against", "opposed"), ("against", "opposed to")),
    *_voting(("no", "to reject", "to oppose")),
    *(_pattern(*lead, ("to reject", "to oppose"), _MATTER) for lead in _VOTING),
    _pattern(*_ACTING, ("oppose", "opposes")),
    _pattern(*_ACTING, _DISAGREE, _NAMED_MATTER),
    _pattern(("no to",), _NAMED_MATTER),
)
"""Whole lines that are a vote against a proposal. None holds a negation but a NO of its own: who is "not in favour"
or "not against" may as well abstain, and is asked back."""

ASSENTS = Phrases(
    _pattern(("yes", "aye", "agreed", "approved", "supported", "in agreement", "all agreed", "agreed unanimously")),
    _pattern(("unanimously",), ("agreed", "approved", "supported")),
    _pattern(*_ACTING, ("agree", "agrees", "approve", "approves", "support", "supports", "endorse", "endorses")),
    _pattern(*_ACTING, _AGREE, ("it", "this")),
    _pattern(("i am", "im", "we are"), _MANNER, ("agreed", "in agreement", "supportive")),
    _pattern(("yes to",), ("it", "this")),
    _pattern(*_ANSWERING, ("yes",)),
    _pattern(_A, ("yes from",), _US),
)
"""Whole lines that answer a proposal, and could as well answer a question of ours."""

DISSENTS = Phrases(
    _pattern(("no", "nay", "rejected")),
    _pattern(*_ACTING, ("disagree", "disagrees", "reject", "rejects")),
    _pattern(*_ACTING, _DISAGREE, ("it", "this")),
    _pattern(("no to",), ("it", "this")),
    _pattern(*_ANSWERING, ("no",)),
    _pattern(_A, ("no from",), _US),
)

SUBJECTS: frozenset[str] = frozenset({"i", "we", "our", "the", "im", "on"})
"""The words with which a sentence begins that can follow a NO: "No, we vote against"."""

BLUNT: frozenset[Words] = frozenset({("no",)})
"""What is a vote, or the name of an option, alone: "no thanks" declines to answer."""

ENDINGS = Phrases(
    _pattern(
        ("", "please"),
        ("", "thanks", "thank you", "many thanks", "many many thanks", "very many thanks", "with thanks",
         "with many thanks", "thanks again", "thank you again", "thanks very much", "thanks so much",
         "thank you very much", "thank you so much", "cheers", "ta"),
        ("", "kind regards", "best regards", "with kind regards", "with best regards", "regards", "with regards",
         "best wishes", "with best wishes", "kind wishes", "sincerely"),
    ),
)  # fmt: skip
"""The courtesies that can follow words which anything else behind them would change: not "for you"."""

OBJECTIONS = Phrases(
    _pattern(
        ("", *_PRACTICE),
        ("", "hereby", "formally", "strongly", "wish to", "would like to", "want to", "must", "do"),
        ("object", "objects"),
        ("", "to what was recorded", "to the recorded vote", "to this record", "to the record"),
    ),
    _pattern(("", "an", "my", "our", "formal"), ("objection",)),
)
"""Whole lines with which a practice objects to what was recorded for it."""

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
    "object", "objection",
}  # fmt: skip
"""Words that show it in a short line, while in the long ones of a disclaimer they are common."""

RENUMBERING: frozenset[str] = frozenset(
    {"no", "not", "make", "it", "that", "to", "for", "please", "is", "number", "i", "mean", "should", "be", "my", "our",
     "we", "say", "read", "and", "or", "but", "hang", "on", "second", "better", "go", "with", "yes", "choose", "want",
     "just", "only", "now", "then", "also", "too", "plus", "both", "add", "rather", "switch", "swap", "pls", "well",
     "as", "us", "options", "numbers", "after", "about", "again", "all", "am", "are", "been", "can", "could",
     "different", "have", "he", "her", "here", "him", "his", "if", "its", "like", "may", "me", "might", "ok", "okay",
     "one", "ones", "other", "she", "so", "still", "than", "thats", "the", "them", "there", "these", "they", "think",
     "thinking", "this", "those", "thought", "was", "were", "what", "when", "which", "who", "will", "would"}
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


OPINIONS: frozenset[str] = frozenset({
    "fine", "i", "idea", "like", "motion", "nope", "ok", "okay", "plan", "proposal", "sure", "that", "this", "want",
    "wants", "we", "yeah", "yep", "yup",
})  # fmt: skip
"""Words of a sentence about a proposal, which no line of a signature holds."""

SPEAKING: frozenset[str] = OPINIONS | {"am", "are", "do", "go", "is", "it", "my", "our", "us"}
"""Words of a sentence, which no form of address holds."""

SIDE_WORDS: dict[str, frozenset[str]] = {
    "for": frozenset({
        "agree", "agreed", "agreeing", "agreement", "agrees", "approval", "approve", "approved",
        "approves", "aye", "backing", "endorse", "endorsed", "endorses", "favor", "favour", "glad", "happy", "pleased",
        "supported", "supporting", "supportive", "supports", "yes",
    }),
    "against": frozenset({
        "against", "disagree", "disagreed", "disagreement", "disagrees", "disapprove", "nay", "object", "objected",
        "objection", "objections", "objects", "oppose", "opposed", "opposes", "opposing", "opposition", "refuse",
        "reject", "rejected", "rejecting", "rejects", "veto",
    }),
}  # fmt: skip
"""Words that speak of a side of a decision wherever they stand."""

LEANING: frozenset[str] = frozenset({"for", "support", "back"})
"""Words that speak for a proposal only after one of `LEANT_AFTER` or before one of `LEANT_BEFORE`."""

LEANT_AFTER: frozenset[str] = frozenset({
    "all", "am", "are", "be", "definitely", "do", "fully", "i", "im", "is", "now", "still", "strongly", "to", "vote",
    "voted", "votes", "voting", "we", "were", "will", "would",
})  # fmt: skip
LEANT_BEFORE: frozenset[str] = frozenset({"against", "it", "or", "that", "them", "these", "this"})
MATTERS: frozenset[str] = frozenset(noun.split()[0] for noun in _MATTER_NOUNS)

STANCES_FOR = Phrases(
    _pattern(("i", "we"), ("", "all", "fully", "now", "still", "strongly"), ("agree", "approve", "endorse", "support")),
    _pattern(("am", "are"), ("", "all", "now", "still"), ("for", "in favour", "in favor")),
)
STANCES_AGAINST = Phrases(
    _pattern(("i", "we"), ("", "all", "now", "still", "strongly"), ("disagree", "object", "oppose", "reject")),
    _pattern(("am", "are", "is", "be", "not"), ("", "all", "now", "still", "strongly"), ("against", "opposed")),
    _pattern(("against",), ("it", "this", *_NAMED_MATTER)),
)
"""Two or three words with which a sender takes a side in any sentence."""

THANKING: frozenset[str] = frozenset({"thanks", "thank", "grateful", "cheers", "appreciated"})
THANKED: frozenset[str] = frozenset(
    {"you", "very", "much", "so", "again", "all", "both", "everyone", "team", "in", "advance"}
)
"""Words that can stand between a word of thanks and what it is for."""

PRAISE: frozenset[str] = frozenset({"good", "great", "lovely", "nice", "wonderful"})
"""Words that speak for a proposal unless one of `WISHES` shows that they do not speak of it."""

WISHES: frozenset[str] = THANKING | {
    "afternoon", "day", "evening", "friday", "help", "hope", "hoping", "luck", "monday", "morning", "regards",
    "thursday", "tuesday", "wednesday", "week", "weekend", "wishes", "work",
}  # fmt: skip

HARMS: frozenset[str] = frozenset({
    "abuse", "accidental", "all", "any", "computer", "covid", "damage", "discrimination", "flu", "fraud", "influenza",
    "loss", "malware", "our", "spam", "staff", "unauthorised", "virus", "viruses", "women",
})  # fmt: skip
"""What a signature or a disclaimer is against."""


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
