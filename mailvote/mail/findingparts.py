"""A sentence of a panel's answer in its parts: who is meant, eligible or not, why, and what is none of these (R20)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mailvote.mail.findingwords import FILLERS, GROUPS, LONGEST_PHRASE, PHRASES, SIGNS, STATUS, Group, Part, Strength
from mailvote.mail.personal import ALIKE, CLEAR, Naming, alike, name_words, namings_of_person
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.words import Words
from mailvote.rules.paper import Option

LONGEST_NAME = 8
MAX_TITLES = 4
MAX_GUESSES = 30
"""How many misspelt names are looked for in one answer: what is more is none."""
MIN_MISSPELT, NEAR = 4, 2
"""How long a misspelt word is at least, and by how many letters it may be longer or shorter."""

IN_NAMES = frozenset(".-‐‑")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A piece of a sentence from `start` to `end`.

    `who` are the candidates whom a name may mean, `count` how many a group has by what it is called. `is_sure` is
    whether a name could hardly be another word: "young" may be Dr Young, "Dr Young" must.
    """

    part: Part
    start: int
    end: int
    words: Words = field(repr=False)
    who: frozenset[int] = field(default=frozenset(), repr=False)
    group: Group | None = None
    count: int | None = None
    is_sure: bool = False
    is_eligible: bool = field(default=False, repr=False)
    strength: Strength = field(default=Strength.STRONG, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    text: str
    words: Words
    start: int
    end: int


class Known:
    """The candidates by every way to name them. A plain class for what it has looked up already."""

    def __init__(self, candidates: Mapping[int, str], vocabulary: Vocabulary) -> None:
        self.candidates = candidates
        self.vocabulary = vocabulary
        options = [Option(number=number, name=name) for number, name in candidates.items()]
        namings = (naming for option in options for naming in namings_of_person(option, vocabulary))
        self._namings = [naming for naming in namings if naming.form != "letters"]
        self._called: dict[Words, frozenset[int]] = {}
        for words, number in (*((one.words, one.option) for one in self._namings), *self._first_names()):
            self._called[words] = self._called.get(words, frozenset()) | {number}
        self._misspelt: dict[Words, frozenset[int]] = {}
        self.parts: dict[str, tuple[Element, ...]] = {}

    def called(self, words: Words) -> frozenset[int]:
        """The candidates whom these words name, title aside; more than one where the name is shared."""
        return self._called.get(words, frozenset())

    def misspelt(self, words: Words) -> frozenset[int]:
        """The one candidate whose name these words are with typing errors, clear of every other."""
        if words not in self._misspelt and len(self._misspelt) < MAX_GUESSES and self._may_be_name(words):
            self._misspelt[words] = self._almost(words)
        return self._misspelt.get(words, frozenset())

    def _almost(self, words: Words) -> frozenset[int]:
        likeness = dict.fromkeys(self.candidates, 0.0)
        for naming in self._namings:
            likeness[naming.option] = max(likeness[naming.option], alike(" ".join(words), " ".join(naming.words)))
        best = max(likeness, key=lambda number: likeness[number])
        if any(likeness[best] - likeness[other] < CLEAR for other in likeness if other != best):
            return frozenset()
        meant = any(_is_misspelt(words, naming) for naming in self._namings if naming.option == best)
        return frozenset({best}) if meant and likeness[best] >= ALIKE else frozenset()

    def _may_be_name(self, words: Words) -> bool:
        """Whether words are as long as a name's, and none of them is one that has another meaning."""
        known = self.vocabulary
        if any(word in known.courtesy or word in known.doubts or word in FILLERS for word in words):
            return False
        return any(_is_near(words, naming) for naming in self._namings)

    def _first_names(self) -> Iterator[tuple[Words, int]]:
        """First names by themselves, unless they are words of their own, such as Will."""
        for naming in self._namings:
            first = naming.words[0]
            is_whole = naming.form == "full-name" and len(naming.words) > 1 and len(first) > 1
            if is_whole and not self.vocabulary.knows(first) and first not in FILLERS:
                yield (first,), naming.option


def _is_near(words: Words, naming: Naming) -> bool:
    """Whether a naming has as many words, each about as long: the rest need not be compared letter by letter."""
    return len(words) == len(naming.words) and all(
        one == other or (min(len(one), len(other)) >= MIN_MISSPELT and abs(len(one) - len(other)) <= NEAR)
        for one, other in zip(words, naming.words, strict=True)
    )


def _is_misspelt(words: Words, naming: Naming) -> bool:
    """Whether the words are a naming with typing errors, each alike the one at its place."""
    return _is_near(words, naming) and all(
        one == other or alike(one, other) >= ALIKE for one, other in zip(words, naming.words, strict=True)
    )


def sentences(line: str, titles: frozenset[str]) -> Iterator[str]:
    """The sentences of a line; the points behind titles and initials, and what stands in brackets, end none."""
    start, depth, before = 0, 0, ""
    for token in _tokens(line):
        depth = max(0, depth + (token.text in "([{") - (token.text in ")]}"))
        ends = token.text in ";!." and (token.end == len(line) or line[token.end].isspace())
        is_initial = len(before) == 1 and before.isalpha()
        if ends and not depth and not (token.text == "." and (before in titles or is_initial)):
            yield line[start : token.end].strip()
            start = token.end
        before = "".join(token.words)
    if line[start:].strip():
        yield line[start:].strip()


def elements_of(sentence: str, known: Known) -> tuple[Element, ...]:
    """The parts of a sentence, each the longest that can be known."""
    if sentence not in known.parts:
        known.parts[sentence] = _elements(sentence, known)
    return known.parts[sentence]


def _elements(sentence: str, known: Known) -> tuple[Element, ...]:
    tokens = tuple(_tokens(sentence))
    found: list[Element] = []
    at = 0
    while at < len(tokens):
        element, at = _next(tokens, at, known)
        found.append(element)
    return tuple(found)


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        words = name_words(found[0]) if found[0][0].isalnum() else (found[0],)
        yield _Token(text=found[0], words=words, start=found.start(), end=found.end())


def _next(tokens: Sequence[_Token], at: int, known: Known) -> tuple[Element, int]:
    """The part that begins with a token, and where the next one begins."""
    found = _name(tokens, at, known) or _phrase(tokens, at)
    return found or (_single(tokens[at]), at + 1)


def _name(tokens: Sequence[_Token], at: int, known: Known) -> tuple[Element, int] | None:
    """The longest name that begins here, with its titles; a misspelt one only where it is written as a name is."""
    start = _behind_titles(tokens, at, known)
    spans = list(_spans(tokens, start, LONGEST_NAME))
    titled = start > at
    for words, end in reversed(spans):
        if who := known.called(words):
            sure = titled or len(words) > 1 or tokens[start].text[:1].isupper()
            return _who(tokens, at, end, who, is_sure=sure), end
    if not spans or not (titled or tokens[start].text[:1].isupper()) or _phrase(tokens, start):
        return None
    found = ((known.misspelt(words), end) for words, end in reversed(spans))
    return next(((_who(tokens, at, end, who, is_sure=True), end) for who, end in found if who), None)


def _who(tokens: Sequence[_Token], at: int, end: int, who: frozenset[int], *, is_sure: bool) -> Element:
    words = tuple(word for token in tokens[at:end] for word in token.words)
    return Element(
        part=Part.WHO, start=tokens[at].start, end=tokens[end - 1].end, words=words, who=who, is_sure=is_sure
    )


def _behind_titles(tokens: Sequence[_Token], at: int, known: Known) -> int:
    """The first token that is neither a title nor the point behind one; the same where only titles stand."""
    start = at
    while start < len(tokens) and start < at + MAX_TITLES and known.vocabulary.titles.issuperset(tokens[start].words):
        start += 2 if start + 1 < len(tokens) and tokens[start + 1].text == "." else 1
    return start if start < len(tokens) else at


def _spans(tokens: Sequence[_Token], start: int, longest: int) -> Iterator[tuple[Words, int]]:
    """The words from a token on, one more each time, and where they end; points and hyphens part no name."""
    words: Words = ()
    for at in range(start, len(tokens)):
        token = tokens[at]
        if token.text in IN_NAMES and words:
            continue
        if not token.text[0].isalnum() or len(words) >= longest:
            return
        words = (*words, *token.words)
        yield words, at + 1


def _phrase(tokens: Sequence[_Token], at: int) -> tuple[Element, int] | None:
    """The longest phrase of those in `findingwords` that begins here."""
    for words, end in reversed(list(_spans(tokens, at, LONGEST_PHRASE))):
        found = _known_phrase(words, tokens[at].start, tokens[end - 1].end)
        if found is not None:
            return found, end
    return None


def _known_phrase(words: Words, start: int, end: int) -> Element | None:
    if words in STATUS:
        said, strength = STATUS[words]
        return Element(part=Part.STATUS, start=start, end=end, words=words, is_eligible=said, strength=strength)
    if words in GROUPS:
        group, count = GROUPS[words]
        return Element(part=Part.WHO, start=start, end=end, words=words, group=group, count=count, is_sure=True)
    return Element(part=PHRASES[words], start=start, end=end, words=words) if words in PHRASES else None


def _single(token: _Token) -> Element:
    """A token that begins neither a name nor a phrase."""
    sign = _known_phrase((token.text,), token.start, token.end)
    if sign is not None:
        return sign
    if token.text[0].isalnum():
        return _plain(token, Part.FILLER if FILLERS.issuperset(token.words) else Part.OTHER)
    return _plain(token, SIGNS.get(token.text, Part.BREAK))


def _plain(token: _Token, part: Part) -> Element:
    return Element(part=part, start=token.start, end=token.end, words=token.words)
