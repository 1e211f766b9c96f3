"""What mail programs and servers add to a reply by themselves: banners, notices, taglines, the marks of signatures."""

import re
from collections.abc import Iterator, Sequence

from mailvote.mail.tongues import every

MAX_BANNER_LINES = 12
MAX_NOTICE_LINES = 40
MAX_TAGLINE = 120
MIN_ORNAMENT = 2
MIN_ASTERISKS = 5

_SAFE = "content is safe"
_SENDER = "know the sender"
BANNERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("this message originated from outside of nhsmail", (_SAFE, "outside of nhsmail")),
    ("this message originated from outside", (_SAFE,)),
    ("you don't often get email from", ("learn why this is important",)),
    ("[you don't often get email from", ("learn why this is important",)),
    ("some people who received this message don't often get email from", ("learn why this is important",)),
    ("this email originated from outside", (_SAFE,)),
    ("caution: this email originated from outside", (_SAFE,)),
    ("caution: this message originated from outside", (_SAFE,)),
    ("caution: external", (_SAFE,)),
    ("warning: this email originated", (_SAFE,)),
    ("caution: this email came from outside", (_SAFE, _SENDER)),
    ("caution: this e-mail", (_SAFE, _SENDER)),
    ("caution: this is an external", (_SAFE, _SENDER)),
    ("caution - external", (_SAFE, _SENDER)),
    ("warning: external", (_SAFE, _SENDER)),
    ("this email was sent from outside", (_SAFE, _SENDER)),
    ("this email came from outside", (_SAFE, _SENDER)),
    ("this is an external email", (_SAFE, _SENDER)),
    ("external sender:", (_SAFE, _SENDER)),
    ("external email:", (_SAFE,)),
    ("this email is from an external", (_SAFE,)),
    ("[external]", ("[external]",)),
    ("[external email]", ("[external email]",)),
    ("[external sender]", ("[external sender]",)),
    ("[ext]", ("[ext]",)),
    ("*external*", ("*external*",)),
    ("zjqcmqryfpfptbannerstart", ("zjqcmqryfpfptbannerend",)),
)
"""How a banner begins and how it can end; what follows its end on the line is the sender's."""

TAGS = frozenset({"external email", "external e-mail", "external sender", "external message"})
"""Banners that are a line of their own and nothing else."""

NOTICE_STARTS = (
    "this e-mail", "this email", "this message", "this communication", "this transmission", "this electronic",
    "the information in this", "the information contained", "the content of this", "the contents of this",
    "any information in this", "if you are not the intended", "if you have received this", "if you received this",
    "confidentiality", "confidential:", "disclaimer", "important notice", "legal notice", "private and confidential",
    "mae'r neges", "mae'r e-bost", "mae'r wybodaeth", "diese e-mail", "diese nachricht", "ce message", "este mensaje",
    "questo messaggio",
)  # fmt: skip
NOTICE_MARKS = (
    "confidential", "privileged", "intended recipient", "intended only", "intended solely", "in error", "by mistake",
    "virus", "monitored", "gyfrinachol", "vertraulich", "confidentiel", "confidencial", "riservat",
)  # fmt: skip
"""How the paragraph of a legal notice begins, and what one at least of its lines holds."""

_LINK = re.compile(r"[ ]?[<(\[]https?://[^\s<>)\]]{1,900}[>)\]]")
_ADDRESS = re.compile(r"[<(\[]{0,2}https?://[^\s<>)\]]{1,900}[>)\]]?")
_BRACKETS = re.compile(r"[<>()\[\]]")
_MODEL = re.compile(r"[a-z]{1,5}-?[0-9]{1,4}[a-z]?")
_BANNER_TAIL = re.compile(r"\A(?:\s*at)?\s*(?:[<(\[]?\s*https?://[^\s<>)\]]{1,900}\s*[>)\]]?)?[\s.\]*]*")
_PROGRAMS = frozenset({
    "10", "11", "4g", "5g", "a", "airmail", "alcatel", "an", "and", "android", "any", "apologies", "app", "apple",
    "autocorrect", "blackberry", "bluemail", "brevity", "by", "cell", "device", "email", "errors", "excuse", "fast",
    "for", "from", "galaxy", "get", "gmail", "google", "handset", "hotmail", "htc", "huawei", "i", "ios", "ipad",
    "iphone", "ipod", "it's", "its", "k-9", "k9", "mail", "mailbox", "messages", "microsoft", "mini", "mobile", "my",
    "network", "new", "nokia", "note", "of", "on", "outlook", "pc", "phone", "pixel", "please", "plus", "pro", "pro6",
    "proton", "protonmail", "samsung", "secure", "sent", "service", "smartphone", "smartphone's", "sony", "spark",
    "spelling", "superhuman", "tablet", "telephone", "the", "this", "thunderbird", "to", "typos", "ultra", "using",
    "via", "virgin", "vodafone", "windows", "wireless", "with", "work", "xperia", "yahoo", "your",
})  # fmt: skip
_TAGLINES = tuple(every("sent_from"))
_PRINTING = ("please consider the environment", "please think of the environment", "think before you print")
_OF_PRINTING = frozenset({
    "a", "before", "consider", "copy", "e-mail", "email", "environment", "if", "it", "message", "necessary", "need",
    "of", "only", "please", "print", "printing", "really", "the", "think", "this", "to", "unless", "you",
})  # fmt: skip
ADDED_LINES = (
    (_TAGLINES, _PROGRAMS | frozenset(word for start in _TAGLINES for word in start.split()) | set(every("fillers"))),
    (_PRINTING, _OF_PRINTING),
)
"""How a line begins that a program adds below every message, and the only words it can hold."""

_ORNAMENTS = frozenset("-_=~•ᐧ")
_WORDS = re.compile(r"[\w'’-]+")

_CLOSING = re.compile(
    r"\s*("
    + "|".join(re.escape(words) for words in sorted(set(every("closings")), key=len, reverse=True))
    + r")\s*(?:[,.!–-]\s*(.*)|)\Z",
    re.IGNORECASE,
)


def without_clutter(lines: Sequence[str]) -> Iterator[str]:
    """The lines without banners and taglines."""
    number = 0
    while number < len(lines):
        rest, taken = _after_banner(lines, number)
        number += taken
        if taken and rest:
            yield rest
        elif not taken:
            if not any(is_added(lines[number]) for is_added in (is_tagline, _is_ornament, _is_tag)):
                yield lines[number]
            number += 1


def is_tagline(line: str) -> bool:
    """Whether a line is what a telephone or mail program adds below every message, whole and nothing else."""
    plain = _plain(_BRACKETS.sub("", _ADDRESS.sub("", line))).rstrip(".")
    starts = (known for starts, known in ADDED_LINES if len(plain) < MAX_TAGLINE and plain.startswith(starts))
    words = [word for word in _WORDS.findall(plain) if not _MODEL.fullmatch(word)]
    return any(known.issuperset(words) for known in starts)


def _is_ornament(line: str) -> bool:
    """Whether a line is drawn, not written."""
    signs = line.replace(" ", "")
    return bool(signs) and _ORNAMENTS.issuperset(signs) and (len(signs) > MIN_ORNAMENT or signs == "ᐧ")


def _is_tag(line: str) -> bool:
    """Whether a line is nothing but the tag of a server or a link."""
    plain = line.strip()
    return plain.casefold() in TAGS or bool(_LINK.fullmatch(plain))


def notice_end(lines: Sequence[str]) -> int:
    """Where the words begin below a notice that a server put above them; 0 where there is none."""
    top = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines and _is_rule(lines[top]):
        return _boxed_end(lines, top)
    end = 0
    while top < len(lines) and _begins_notice(lines, top):
        end = next((number for number in range(top, len(lines)) if not lines[number].strip()), len(lines))
        top = next((number for number in range(end, len(lines)) if lines[number].strip()), len(lines))
    return end


def _boxed_end(lines: Sequence[str], top: int) -> int:
    """The end of a notice between two rows of asterisks, the first of which stands at the top."""
    bottom = next((at for at in range(top + 1, min(len(lines), top + MAX_NOTICE_LINES)) if _is_rule(lines[at])), 0)
    first = next((at for at in range(top + 1, bottom) if lines[at].strip()), 0)
    return bottom + 1 if first and _begins_notice(lines, first) else 0


def _begins_notice(lines: Sequence[str], number: int) -> bool:
    if not _plain(lines[number]).startswith(NOTICE_STARTS):
        return False
    written = _plain(" ".join(lines[number : number + MAX_BANNER_LINES]))
    return any(mark in written for mark in NOTICE_MARKS)


def _plain(line: str) -> str:
    return line.strip().casefold().replace("’", "'")


def signature_start(lines: Sequence[str]) -> int | None:
    """The line with which the end of a letter begins: "Kind regards", "-- ", a row of asterisks or a notice."""
    ends = (at for at, line in enumerate(lines) if _is_rule(line) or _closing(line) or _begins_notice(lines, at))
    return next(ends, None)


def _is_rule(line: str) -> bool:
    """Whether a line is the mark above a signature or the row of asterisks above a disclaimer."""
    signs = line.replace(" ", "")
    return signs == "--" or (len(signs) >= MIN_ASTERISKS and not signs.strip("*"))


def below_mark(line: str) -> str:
    """What the line that ends a letter says itself: "Jane" of "Kind regards, Jane", a notice in full, "-- " nothing."""
    if _is_rule(line):
        return ""
    found = _closing(line)
    return (found.group(2) or "") if found else line


def _closing(line: str) -> re.Match[str] | None:
    return _CLOSING.match(line) if len(line) < 200 else None


def _after_banner(lines: Sequence[str], number: int) -> tuple[str, int]:
    """What follows a banner that begins on this line, and how many lines it takes; 0 where there is none."""
    folded = _plain(lines[number])
    ends = next((ends for start, ends in BANNERS if folded.startswith(start)), ())
    for end in ends:
        for taken in range(1, min(MAX_BANNER_LINES, len(lines) - number) + 1):
            whole = " ".join(line.strip() for line in lines[number : number + taken])
            place = _plain(whole).find(end)
            if place >= 0:
                return _BANNER_TAIL.sub("", whole[place + len(end) :]).strip(), taken
    return "", 0
