"""An expression of interest as it comes by mail: its paragraphs by heading, whose it is, and what it lacks (R20)."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from textwrap import wrap

from mailvote.mail.body import MAX_TEXT, body_of
from mailvote.mail.clutter import signature_start
from mailvote.mail.headings import TITLES, Paragraph, lacking, meaning, paragraphs_in
from mailvote.mail.html import lines_of_html
from mailvote.mail.message import Incoming
from mailvote.mail.mime import MimeFaultError, parse
from mailvote.mail.reply import REPLY_ABOVE, OwnWords, own_words
from mailvote.mail.tidy import spaced, typed
from mailvote.rules.english import listed

UNCHECKED = "unchecked"
"""Stands before the headings that are missing where a file came in which nobody but a person can look for them."""

MAX_NAME = 100
LONGEST_LINE = 900
MAX_HEAD = 15
MANY_WORDS = 60
SOME_WORDS = 25

_AROUND_NAMES = " ,;\"'*_)]"
_TITLE = re.compile(r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sir|Dame)\b\.?\s+)+", re.IGNORECASE)
_NAME = re.compile(
    r"\s*[*_]*(?:(?:full|candidate(?:'s)?|applicant(?:'s)?) )?(?:name|candidate|applicant)[*_]*\s*[:=][*_\s]*(\S.*)",
    re.IGNORECASE,
)
_BOLD = re.compile(r"<(b|strong|u|em|i)(?:\s[^<>]{0,300})?>([^<>]{4,160})</\1>", re.IGNORECASE)
_ATTACHED = re.compile(
    r"(?:please )?(?:see|find|read|as per|as in)?(?: the| my)? ?(?:attached|attachment|enclosed|enclosure)s?\b.{0,60}",
    re.IGNORECASE,
)
_HEAD = re.compile(r"[\s>*]*(?:from|sent|date|to|cc|subject)\s*:[\s*]*\S", re.IGNORECASE)
_FROM = re.compile(r"[\s>*]*from\s*:[\s*]*(\S[^<\n]{0,200})", re.IGNORECASE)
_WITHDRAWS = re.compile(
    r"(?:please,? )?(?:i(?:'d| would)? (?:wish|like|want|have decided) to |i(?:'m| am) |i )?"
    r"withdraw(?:ing|n)?(?: me| my (?:name|candidacy|candidature|application|expression(?: of interest)?))?"
    r"(?: from (?:the|this) (?:election|ballot|call|process))?(?:,? (?:please|thanks|thank you|many thanks))?[.!]*",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    r"\b(?:expression of interest"
    r"|(?:like|wish|want|intend|decided|going|hereby|happy|pleased|writing) to "
    r"(?:apply|stand|nominate myself|put (?:my name|myself) forward)"
    r"|my (?:application|candidacy|candidature|nomination)"
    r"|i (?:hereby )?(?:apply|am applying|am standing|will stand|nominate myself|put (?:my name|myself) forward))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """What a message says of a candidacy in its own words.

    `name` is that of a line “Name:”, "" without one. `withdraws` says that the candidate steps back, `applies` that the
    words speak of standing, `asks` that there is a question. `words` is how many of its own the message has, `text` are
    they themselves.
    """

    paragraphs: tuple[Paragraph, ...] = field(default=(), repr=False)
    name: str = ""
    withdraws: bool = False
    applies: bool = False
    words: int = 0
    asks: bool = False
    text: str = field(default="", repr=False)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(paragraph.heading for paragraph in self.paragraphs if paragraph.heading)


def read_expression(incoming: Incoming, content: bytes | None = None) -> Expression:
    """What a message says; `content` is all of it, where that was fetched. Nothing raises out of here."""
    name, kept = _name(_letter(_own_words(_whole(incoming, content))))
    paragraphs = tuple(_said(paragraphs_in(kept)))
    text = " ".join(kept)
    first = next((typed(line) for line in kept if line.strip()), "")
    return Expression(
        paragraphs=paragraphs,
        name=name,
        withdraws=_WITHDRAWS.fullmatch(first) is not None,
        applies=_APPLIES.search(typed(text[:MAX_TEXT])) is not None,
        words=len(text.split()),
        asks="?" in text,
        text="\n".join(kept),
    )


def first_heading(words: OwnWords) -> str:
    """The heading with which the own words of a message begin, "" where they begin otherwise."""
    first = next((line for line in words.lines if line.strip()), "")
    return next((part.heading for part in paragraphs_in([first, "."])[:1]), "")


def shown_name(text: str) -> str:
    """A name as it stands on papers: one line of a bearable length, without an address, a link or an addition.

    Address books of the NHS have it as “SMITH, Jane (HART SURGERY)”: that is Jane SMITH.
    """
    plain = re.sub(r"<[^>]*>|\bhttps?:\S+|\S+@\S+|[(\[][^)\]]*[)\]]?", " ", spaced(text[: 4 * MAX_NAME]))
    return _in_order(" ".join(plain.split()).strip(_AROUND_NAMES))[:MAX_NAME].strip()


def _in_order(name: str) -> str:
    """A name as it is spoken: what stands behind a comma comes first, unless the name before it is a whole one."""
    before, _, behind = (part.strip() for part in name.partition(","))
    given, title = behind.partition(",")[0].strip(), _TITLE.match(before)
    surname = before[title.end() :] if title else before
    is_surname = len(surname.split()) == 1 or (surname.isupper() and not given.isupper())
    return f"{title[0] if title else ''}{given} {surname}" if given and is_surname else before


def missing(found: Collection[str], *, unchecked: bool) -> tuple[str, ...]:
    """The headings that were not found; where files could not be read, they may stand there."""
    absent = lacking(found)
    return (UNCHECKED, *absent) if absent and unchecked else absent


def completeness(missing: Sequence[str]) -> str:
    """What is missing, in words for a list: `complete`, `without Conflicts of interest`, `headings not checked`."""
    titles = [f"“{TITLES[heading]}”" for heading in missing if heading in TITLES]
    if not titles:
        return "complete"
    if UNCHECKED in missing:
        return f"{listed(titles)} not found: a file has to be looked into"
    return f"without {listed(titles)}"


def merged(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs of before, each with what has come in its place, and those that are new."""
    newest = {paragraph.heading: paragraph for paragraph in (*before, *after)}
    return tuple(newest.values())


def in_order(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs in the order of the constitution, what stands under no heading last."""
    places = [*TITLES, ""]
    return tuple(sorted(paragraphs, key=lambda paragraph: places.index(paragraph.heading)))


def _whole(incoming: Incoming, content: bytes | None) -> Incoming:
    """The message with its body read again from all of it: a telephone puts words below a large file."""
    if content is None or not incoming.truncated:
        return incoming
    try:
        body = body_of(parse(content)[0])
    except (MimeFaultError, ValueError):
        return incoming
    return replace(incoming, text=body.text, html=body.html)


def _own_words(incoming: Incoming) -> OwnWords:
    """The sender's words, from HTML where there is any, which keeps paragraphs and long lines as they were."""
    lines = lines_of_html(_BOLD.sub(_set_apart, incoming.html))[0] if incoming.html else ()
    lines = lines if any(line.strip() for line in lines) else tuple((incoming.text or "").splitlines())
    text = "\n".join(piece for line in lines for piece in _wrapped(line))
    return own_words(replace(incoming, text=text, html=None))


def _set_apart(found: re.Match[str]) -> str:
    """A heading in bold on a line of its own, where the text follows it on the same one."""
    return f"{found[0]}<br>" if meaning(unescape(found[2])) else found[0]


def _wrapped(line: str) -> list[str]:
    """A paragraph on one line, in lines that are short enough to be read as such."""
    if len(line) <= LONGEST_LINE:
        return [line]
    return wrap(line, LONGEST_LINE, break_on_hyphens=False) or [""]


def _letter(words: OwnWords) -> list[str]:
    """The lines of the letter, with what stands below a farewell that is not the end: “Regards” above the headings."""
    lines = list(words.lines or words.between)
    below = list(words.below) if _goes_on(lines) else [*words.below, *_forwarded(words)]
    while below:
        end = signature_start(below)
        part = below if end is None else below[:end]
        if not _goes_on(part):
            break
        lines += ["", *part]
        below = [] if end is None else below[end + 1 :]
    return lines


def _forwarded(words: OwnWords) -> list[str]:
    """The lines of a message that was forwarded, as by a secretary, with its sender's name; no letter of ours."""
    if words.fault != "forwarded" or any(REPLY_ABOVE in line for line in words.quoted):
        return []
    lines = list(words.quoted)
    head = [number for number, line in enumerate(lines[:MAX_HEAD]) if _HEAD.match(line)]
    if not head or not any(part.heading for part in paragraphs_in(lines)):
        return []
    sender = next((found[1] for number in head if (found := _FROM.match(lines[number]))), "")
    return [*([f"Name: {sender}"] if sender else []), "", *lines[head[-1] + 1 :]]


def _goes_on(lines: Sequence[str]) -> bool:
    has_heading = any(paragraph.heading for paragraph in paragraphs_in(lines))
    return has_heading or len(" ".join(lines).split()) >= MANY_WORDS


def _name(lines: Sequence[str]) -> tuple[str, list[str]]:
    """The name of a line “Name:” above the first heading, and the other lines."""
    for number, line in enumerate(lines):
        if found := _NAME.fullmatch(line[: 4 * MAX_NAME]):
            return shown_name(found.group(1)), [*lines[:number], *lines[number + 1 :]]
        if meaning(line.rstrip(": ")):
            break
    return "", list(lines)


def _said(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs that say something: not “see attached”, and no greeting or announcement under no heading."""
    for paragraph in paragraphs:
        words = paragraph.text.split()
        refers = _ATTACHED.fullmatch(" ".join(words).rstrip("."))
        if not refers and (paragraph.heading or len(words) >= SOME_WORDS):
            yield paragraph
