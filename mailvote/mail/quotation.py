"""Where a reply stops being the sender's own words: every way in which mail programs begin a quotation."""

import re
from collections.abc import Sequence

from mailvote.mail.dates import is_dated
from mailvote.mail.tongues import FORWARD_PREFIXES, every

ATTRIBUTION_LINES = 4
HEADER_LINES = 7
STACKED_LINES = 14

QUOTE_MARKS = re.compile(r"\A[\s>]*(?=>)>[ ]?")


def _any_of(column: str) -> str:
    return "|".join(re.escape(word) for word in sorted(set(every(column)), key=len, reverse=True))


_LINE = re.compile(r"[\s*]{0,4}_{10,}[\s*]{0,4}\Z")
_TITLED = re.compile(r"(?!-----begin pgp)[\s*]{0,4}-{3,}[^-]{3,60}-{3,}")
_NAMED = re.compile(r"(?!-----begin pgp)-{3,}(?=[^-]).{1,300}[^-]-{3,}\Z")
_SUMMARY = re.compile(r"\S.{0,80}?---[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4} [0-9]{1,2}[:.][0-9]{2}.{0,12}---")
_FORWARDED = tuple(every("forwarded"))
_FORWARD_SUBJECT = re.compile(r"\s*([^\W\d_]{1,12})\s?:")
_VERB = re.compile(_any_of("wrote"))
_VERB_LAST = re.compile(rf"\s(?:{_any_of('wrote')})\Z")
_VERB_AT_END = re.compile(rf"(?:{_any_of('wrote')})\s?[:：]")
_STARTER = re.compile(
    rf"\s*(?:(?:{_any_of('opens')})\b|[0-9]{{1,4}}[-/.年년]|[0-9]{{1,2}}\s[^\W\d_]{{3,12}}\.?\s(?:19|20)[0-9]{{2}}\b)"
)
_DATE = re.compile(
    r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}[:.][0-9]{2}\b|\b[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}\b|[0-9]{4}[年년]"
)
_DATE_FIRST = re.compile(r"\s*(?:(?:19|20)[0-9]{2}\s?[-/.年년]|[0-9]{1,2}[-/.][0-9]{1,2}[-/.])")
_ZONED = re.compile(r"\s*(?:19|20)[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2} [0-9]{1,2}:[0-9]{2} gmt[+-]?[0-9]")
_LABEL = re.compile(r"[\s*_]{0,8}([^\W\d_][\w .()/-]{0,20}?)[*_ \xa0]{0,4}[:：]")
_NUMBERED = re.compile(r"\W*[0-9]{1,3}(?:\s*[.):]|\s+\w)")
_REORDERING = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))

LABELS: dict[str, frozenset[str]] = {
    kind: frozenset(every(column))
    for kind, column in {"from": "sender", "sent": "sent", "to": "to", "subject": "subject", "cc": "copied"}.items()
}
"""The labels that head a quoted message, by what they mean, in the languages of common mail programs."""

MARKERS = tuple(every("reply_above"))
"""The lines above which our letters ask for replies, in small letters."""

_KINDS = {word: kind for kind, words in LABELS.items() for word in words}


def quotation_start(lines: Sequence[str]) -> int | None:
    """The number of the first line that is not the sender's own, None where all are."""
    folded = [line.casefold().translate(_REORDERING) for line in lines]
    for number, line in enumerate(folded):
        if line.lstrip().startswith(">"):
            return _marked_start(folded, number)
        if any(marker in line for marker in MARKERS) or any(begins(folded, number) for begins in _BEGINNINGS):
            return number
        if (start := _attribution_start(folded, number)) is not None:
            return start
    return None


def is_forward(quoted: Sequence[str], subject: str) -> bool:
    """Whether what is quoted was forwarded, as its first lines or the subject above them say."""
    prefix = _FORWARD_SUBJECT.match(subject.casefold())
    if quoted and prefix and prefix.group(1) in FORWARD_PREFIXES:
        return True
    first = next((line for line in quoted if line.strip(" >")), "")
    return without_marks(first).strip(" *-").casefold().startswith(_FORWARDED)


def written_between(quoted: Sequence[str]) -> tuple[str, ...]:
    """The lines without marks that stand below the first of several marked ones: answers, or a broken quotation."""
    marked = [number for number, line in enumerate(quoted) if line.lstrip().startswith(">")]
    if len(marked) <= 1:
        return ()
    return tuple("" if line.lstrip().startswith(">") else line for line in quoted[marked[0] :])


def without_marks(line: str) -> str:
    """A quoted line without the marks of its quotation."""
    return QUOTE_MARKS.sub("", line)


def _is_divider(lines: Sequence[str], number: int) -> bool:
    """Whether a line is drawn or titled above a quotation; Samsung goes on with "From:" behind the title."""
    line = lines[number]
    if line.strip(" *").startswith(_FORWARDED) and len(line) < 80 and line.rstrip(" *").endswith(":"):
        return True
    titled = _TITLED.match(line)
    if titled and (not line[titled.end() :].strip(" *") or header_label(line[titled.end() :])):
        return True
    return bool(_LINE.match(line) or _NAMED.match(line.strip()) or _SUMMARY.match(line))


def _heads_block(lines: Sequence[str], number: int) -> bool:
    """Whether a block such as "From: ... Sent: ... To: ... Subject: ..." begins here."""
    kind = header_label(lines[number])
    if kind is None:
        return False
    if kind == "from" and ("@" in lines[number] or "mailto:" in lines[number]):
        return True
    others = {header_label(line) for line in lines[number + 1 : number + HEADER_LINES]} - {None, kind}
    return bool(others)


def _heads_stack(lines: Sequence[str], number: int) -> bool:
    """Whether the older header of Lotus Notes begins here: a name, a date, then labels on lines of their own."""
    if number + 1 >= len(lines) or not lines[number].strip() or not _DATE_FIRST.match(lines[number + 1]):
        return False
    below = {_KINDS.get(line.strip(" :")) for line in lines[number + 2 : number + STACKED_LINES]}
    return {"to", "subject"} <= below


_BEGINNINGS = (_is_divider, _heads_block, _heads_stack)


def header_label(line: str) -> str | None:
    """What a line of a quoted header tells, as in `LABELS`; "From: 1 December 2026" is the field of a form instead."""
    found = _LABEL.match(line.casefold())
    kind = _KINDS.get(found.group(1).strip()) if found else None
    return None if found and kind in ("from", "to") and is_dated(line[found.end() :]) else kind


def _attribution_start(lines: Sequence[str], end: int) -> int | None:
    """Where the attribution that ends in this line begins: "On ... wrote:", over up to four lines."""
    last = lines[end].rstrip(" *_")
    if _ZONED.match(last) or _stands_alone(last) or _goes_on(last):
        return end
    if not last.endswith((":", "：")):
        return None
    if _STARTER.match(last) and _DATE.search(last) and _VERB.search(last):
        return end
    if (start := _climbed(lines, end)) is not None:
        return start
    return end if "@" in last and (_DATE_FIRST.match(last) or _is_quote_next(lines, end)) else None


def _stands_alone(line: str) -> bool:
    """Whether one line is an attribution though its verb or its colon is missing."""
    if "@" not in line or not _DATE.search(line):
        return False
    if _DATE_FIRST.match(line) and line.endswith(">"):
        return True
    return bool(_STARTER.match(line)) and (line.endswith(">:") or bool(_VERB_LAST.search(line)))


def _goes_on(line: str) -> bool:
    """Whether an attribution is followed by the quotation on the same line, as Yahoo writes on Android."""
    verb = _VERB_AT_END.search(line)
    head = line[: verb.start()] if verb else ""
    return "@" in head and bool(_STARTER.match(head) and _DATE.search(head))


def _marked_start(lines: Sequence[str], quote: int) -> int:
    """Where the quotation begins whose first line is marked: with what names its writer, in however few words.

    Some programs break an attribution before its last ">".
    """
    if lines[quote].rstrip().endswith(":") and (start := _climbed(lines, quote)) is not None:
        return start
    last = next((at for at in range(quote - 1, max(-1, quote - 3), -1) if lines[at].strip()), quote)
    if last == quote or not (lines[last].rstrip(" *_").endswith(":") and _VERB.search(lines[last])):
        return quote
    for start in range(last - 1, max(-1, last - ATTRIBUTION_LINES), -1):
        if lines[start].strip() and _STARTER.match(lines[start]) and "@" in " ".join(lines[start : last + 1]):
            return start
    return last


def _climbed(lines: Sequence[str], end: int) -> int | None:
    """The line with which a wrapped attribution begins; its last line where that alone says enough.

    Where it does not, one blank line can stand in it: some programs break before the address.
    """
    enough = bool(_VERB.search(lines[end]) and ("@" in lines[end] or _DATE.search(lines[end])))
    blanks = 0
    for start in range(end - 1, max(-1, end - ATTRIBUTION_LINES - 1), -1):
        blanks += not lines[start].strip()
        if blanks > (not enough) or end - start - blanks == ATTRIBUTION_LINES:
            break
        if _begins_attribution(lines[start], " ".join(lines[start : end + 1])):
            return start - int(start > 0 and _is_dated_opening(lines[start - 1]))
    return end if enough else None


def _is_dated_opening(line: str) -> bool:
    """Whether a line is the date of an attribution that goes on in the next: "On 23 November 2026,"."""
    return line.rstrip().endswith(",") and bool(_STARTER.match(line) and _DATE.search(line))


def _begins_attribution(first: str, whole: str) -> bool:
    """Whether a line is the first of an attribution: dated, or naming who wrote."""
    verb = _VERB.search(whole)
    if _DATE.search(first) and _STARTER.match(first) and verb:
        return True
    if "@" in whole and _DATE_FIRST.match(first):
        return True
    return "@" in first and bool(verb and _DATE.search(whole))


def _is_quote_next(lines: Sequence[str], number: int) -> bool:
    following = next((line for line in lines[number + 1 : number + 4] if line.strip()), "")
    return following.lstrip().startswith((">", "|"))
