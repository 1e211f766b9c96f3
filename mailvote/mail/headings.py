"""The headings of an expression of interest, however written: numbered, in bold, wrapped, misspelt (R20)."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from mailvote.mail.tidy import typed

STATEMENT, EXPERIENCE, CONFLICTS = HEADINGS = ("statement", "experience", "conflicts")

TITLES = {
    STATEMENT: "Statement",
    EXPERIENCE: "Experience and direction",
    CONFLICTS: "Conflicts of interest",
}
"""The headings as our letters write them, in the order of the constitution (C App. 1 §5)."""

MAX_HEADING = 160
MAX_WORDS = 16
MAX_WRAPPED = 3
SHORT_LINE = 45
ALIKE = 0.85
SHORTEST_TO_MISSPELL = 6

_MEANINGS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (CONFLICTS, frozenset({"conflict", "conflicts", "conflicting", "interests"}), frozenset()),
    (
        CONFLICTS,
        frozenset({"interest"}),
        frozenset({"declaration", "declarations", "declare", "declared", "declaring", "register"}),
    ),
    (
        STATEMENT,
        frozenset(
            {"specification", "specifications", "spec", "suitability", "competence", "competency", "competencies"}
        ),
        frozenset(),
    ),
    (
        EXPERIENCE,
        frozenset({"experience", "experiences", "direction", "directions", "vision", "priorities"}),
        frozenset(),
    ),
    (STATEMENT, frozenset({"statement", "statements"}), frozenset()),
    (STATEMENT, frozenset({"information"}), frozenset({"supporting", "support"})),
)
"""What a heading means by the words in it, the first line that applies: one of these words, and one of those if any."""

_CORES = frozenset(word for _, ones, others in _MEANINGS for word in (*ones, *others))
_SMALL = frozenset({
    "a", "an", "and", "any", "as", "be", "bring", "by", "can", "candidate", "clinical", "could", "deputy",
    "description", "director", "do", "expected", "for", "from", "group", "have", "how", "i", "in", "included",
    "is", "it", "its", "job", "locality", "may", "me", "meet", "meeting", "meets", "members", "my", "of",
    "offer", "offered", "offering", "offers", "on", "or", "our", "patients", "person", "personal", "personally",
    "possible", "post", "potential", "practice", "practices", "proposed", "relevant", "role", "shall", "short",
    "should", "show", "showing", "shows", "strategic", "that", "the", "their", "this", "to", "we", "what",
    "which", "why", "will", "with", "would", "you", "your",
})  # fmt: skip
"""The other words that a heading may hold; a line with any other word is none."""

_LEADING = re.compile(
    r"[\s>#*_•·▪●◦–-]*"
    r"(?:(?:section|part|question|paragraph|heading|q)\s*\d{1,2}\s*[.:)–-]*\s*"
    r"|\(?\d{1,2}(?:\.\d{1,2})?[.):\]]+\s*|\d{1,2}\s+|\(?(?:[ivx]{1,4}|[a-h])[.)\]:]+\s*)?[\s*_#]*",
    re.IGNORECASE,
)
_PARTING = re.compile(r"[*_]*\s*:[\s*_]*|[*_]*\s+[-–—]+\s+[*_]*|[*_]*\.[*_]*\s+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_ENDS = ".!?:;"
_UNFINISHED = frozenset({
    "a", "and", "any", "by", "for", "how", "i", "in", "meet", "my", "of", "offer", "person", "the", "to", "would",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """What stands under a heading; "" is the heading of what stands under none."""

    heading: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A heading, what follows it on its last line, and how many lines it takes."""

    heading: str
    rest: str
    lines: int


def meaning(words: str) -> str:
    """The heading that these words are and nothing else, "" where they are none."""
    spelt = [_spelt(word) for word in _WORD.findall(typed(words).casefold().replace("&", " and ").replace("-", " "))]
    if not spelt or len(spelt) > MAX_WORDS or any(word not in _CORES | _SMALL for word in spelt):
        return ""
    return _meant(frozenset(spelt))


def named_after(file_name: str) -> str:
    """The heading that a file bears in its name, "" where there is none or more than one: "Statement Dr Brown.pdf"."""
    stem = re.sub(r"[_.\d]+", " ", file_name.rpartition(".")[0] or file_name)
    words = {_spelt(word) for word in _WORD.findall(typed(stem).casefold().replace("-", " "))}
    if "expression" in words:
        return ""
    return _meant(frozenset(words & _CORES))


def _meant(words: frozenset[str]) -> str:
    found = (heading for heading, ones, others in _MEANINGS if words & ones and (not others or words & others))
    return next(found, "")


def _spelt(word: str) -> str:
    """The word as it should be spelt, where it is nearly one that makes a heading."""
    if len(word) < SHORTEST_TO_MISSPELL or word in _CORES or word in _SMALL:
        return word
    return next(iter(get_close_matches(word, _CORES, n=1, cutoff=ALIKE)), word)


def paragraphs_in(lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """What stands under each heading in the order in which they come, and before them what stands under none.

    What stands under one heading in several places is put together; a heading with nothing under it is none.
    """
    parts: dict[str, list[str]] = {"": []}
    current, number = "", 0
    while number < len(lines):
        found = _heading_at(lines, number)
        if found is None:
            parts[current].append(lines[number])
        else:
            current = found.heading
            parts.setdefault(current, []).extend(["", found.rest])
        number += found.lines if found else 1
    texts = ((heading, reflowed(written)) for heading, written in parts.items())
    return tuple(Paragraph(heading=heading, text=text) for heading, text in texts if text)


def headings_in(lines: Sequence[str]) -> tuple[str, ...]:
    """The headings with something under them."""
    return tuple(paragraph.heading for paragraph in paragraphs_in(lines) if paragraph.heading)


def _heading_at(lines: Sequence[str], number: int) -> _Found | None:
    """The heading that begins on this line, over as many lines as it was wrapped into."""
    for taken in range(_wrapped_over(lines, number), 0, -1):
        found = _as_heading(" ".join(line.strip() for line in lines[number : number + taken]), taken)
        if found and (found.rest or _stands_alone(lines, number, number + taken)):
            return found
    return None


def _wrapped_over(lines: Sequence[str], number: int) -> int:
    """How many lines a heading that begins here could take: it runs on where it is unfinished, or the next does."""
    taken = 1
    while (
        taken < MAX_WRAPPED
        and number + taken < len(lines)
        and _runs_on(lines[number + taken - 1], lines[number + taken])
    ):
        taken += 1
    return taken


def _runs_on(line: str, following: str) -> bool:
    words = _WORD.findall(line.casefold())
    if not following.strip() or not words or line.rstrip().endswith(tuple(_ENDS)):
        return False
    unfinished = words[-1] in _UNFINISHED or line.rstrip().endswith("&")
    return unfinished or following.strip()[0].islower() or following.strip().startswith("&")


def _as_heading(line: str, taken: int) -> _Found | None:
    """The heading that the line is, or with which it begins."""
    plain = line[_leading_end(line) :].strip()
    if len(plain) <= MAX_HEADING and (heading := meaning(plain)):
        return _Found(heading=heading, rest="", lines=taken)
    for parting in _PARTING.finditer(plain, 0, MAX_HEADING):
        if heading := meaning(plain[: parting.start()]):
            return _Found(heading=heading, rest=plain[parting.end() :].strip(" *_"), lines=taken)
    return None


def _leading_end(line: str) -> int:
    found = _LEADING.match(line[:MAX_HEADING])
    return found.end() if found else 0


def _stands_alone(lines: Sequence[str], start: int, end: int) -> bool:
    """Whether words that make a heading are one, and not a line of a wrapped sentence."""
    line = lines[start]
    before = lines[start - 1].strip() if start else ""
    after = lines[end].strip() if end < len(lines) else ""
    if line.rstrip(" *_").endswith(":"):
        return True
    if after and after[0].islower():
        return False
    plain = line[_leading_end(line) :].strip()
    is_marked = _leading_end(line) > len(line) - len(line.lstrip())
    if not before:
        return True
    return (is_marked or plain[:1].isupper()) and (before[-1] in _ENDS or len(before) <= SHORT_LINE)


def reflowed(lines: Sequence[str]) -> str:
    """Paragraphs with a blank line between them, each on one line; what a person put on lines of its own stays so."""
    return "\n".join(_joined(lines)).strip()


def _joined(lines: Sequence[str]) -> Iterator[str]:
    current = ""
    for line in (*(line.strip() for line in lines), ""):
        if current and line and _continues(current, line):
            current = f"{current} {line}"
            continue
        if current:
            yield current
        if not line and current:
            yield ""
        current = line


def _continues(before: str, line: str) -> bool:
    """Whether a program wrapped the line: the one before is as long as lines are, and this is no item of a list."""
    last = before.rsplit("\n", 1)[-1]
    return len(last) > SHORT_LINE and not re.match(r"[-*•·▪●]\s|\(?\d{1,2}[.)]\s|\(?[a-h][.)]\s", line)


def lacking(found: Collection[str]) -> tuple[str, ...]:
    """The headings that are missing, in their order."""
    return tuple(heading for heading in HEADINGS if heading not in found)
