"""The sender's own words: what stands above the quotation, without banners, taglines and signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailvote.mail.body import MAX_TEXT
from mailvote.mail.clutter import below_mark, notice_end, signature_start, without_clutter
from mailvote.mail.html import lines_of_html
from mailvote.mail.message import Incoming
from mailvote.mail.quotation import is_forward, quotation_start, without_marks, written_between

REPLY_ABOVE = "Please reply above this line"

MAX_LINES = 1000
MAX_LINE = 1000

_SIGNATURE_TYPES = ("image/", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-")
_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f"
        "\u2060\u2061\u2062\u2063\u2064\u3164\ufe0e\ufe0f\ufeff",
    )
)
_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))), " ")
_VISIBLE = {**_INVISIBLE, **_SPACES}
_SAID = re.compile(r"\w+|[?؟？]")
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a message itself says.

    `lines` are the sender's words up to the end of the letter, `below` what stands under a closing, "-- " or a notice,
    `quoted` the rest with the marks of quotation gone, and of it `between` what stands unmarked under or among marked
    lines: an answer below the quotation, or a quotation that a program broke. `alternative` is the same message as its
    HTML part says it, where that differs. `fault` is "" or why there is nothing to rely on: "cut-off", "encrypted",
    "forwarded", "winmail", "attachment-only" or "disguised".
    """

    lines: tuple[str, ...] = field(default=(), repr=False)
    below: tuple[str, ...] = field(default=(), repr=False)
    quoted: tuple[str, ...] = field(default=(), repr=False)
    between: tuple[str, ...] = field(default=(), repr=False)
    alternative: "OwnWords | None" = field(default=None, repr=False)
    fault: str = ""


def own_words(incoming: Incoming) -> OwnWords:
    """The sender's own words in a message, as far as they can be told without the letter that it answers."""
    text = _of_text(incoming) if _has_text(incoming.text) else None
    html = _of_html(incoming) if _has_text(incoming.html) else None
    words = text or html or OwnWords(fault=_bodiless(incoming))
    if any(attachment.sealed for attachment in incoming.attachments):
        return replace(words, fault="encrypted")
    if text and html and not is_said_alike(text, html):
        words = replace(text, alternative=html)
    if not words.fault and not _said(words) and words.alternative is None and _has_documents(incoming):
        return replace(words, fault="attachment-only")
    return words


def _of_text(incoming: Incoming) -> OwnWords:
    lines = (incoming.text or "")[:MAX_TEXT].splitlines()
    return _read(lines, "text-cut" in incoming.defects, incoming.subject)


def _of_html(incoming: Incoming) -> OwnWords:
    lines, cut = lines_of_html(incoming.html or "")
    return _read([part for line in lines for part in line.splitlines() or [""]], cut, incoming.subject)


def _read(lines: Sequence[str], cut: bool, subject: str) -> OwnWords:
    """The own words of one form of the message, whose end is missing if `cut`."""
    seen = [line.translate(_VISIBLE).rstrip()[: MAX_LINE + 1] for line in _without_armour(lines[:MAX_LINES])]
    start = quotation_start(seen)
    own, rest = (seen, []) if start is None else (seen[:start], seen[start:])
    letter, below = _parted(own)
    fault = _fault(own, endless=start is None and (cut or len(lines) > MAX_LINES))
    return OwnWords(
        lines=letter,
        below=below,
        quoted=tuple(map(without_marks, rest)),
        between=_parted(written_between(rest))[0],
        fault=fault or ("forwarded" if is_forward(rest, subject) else ""),
    )


def _parted(written: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A letter up to its end, and what stands below it; a notice that a server put above it goes below."""
    plain = list(without_clutter(written))
    notice = notice_end(plain)
    letter = plain[notice:]
    end = signature_start(letter)
    if end is None:
        return _trimmed(letter), _trimmed(plain[:notice])
    return _trimmed(letter[:end]), _trimmed([below_mark(letter[end]), *letter[end + 1 :], *plain[:notice]])


def _fault(own: Sequence[str], *, endless: bool) -> str:
    if endless or any(len(line) > MAX_LINE for line in own):
        return "cut-off"
    if any(line.startswith("-----BEGIN PGP MESSAGE") for line in own):
        return "encrypted"
    return "disguised" if any(_REORDERING.intersection(line) for line in own) else ""


def _bodiless(incoming: Incoming) -> str:
    """What is the matter with a message that has neither text nor HTML."""
    return "winmail" if any(attachment.is_winmail for attachment in incoming.attachments) else ""


def _has_documents(incoming: Incoming) -> bool:
    """Whether something came with the message that could hold words."""
    return any(not each.content_type.startswith(_SIGNATURE_TYPES) for each in incoming.attachments)


def _without_armour(lines: Sequence[str]) -> list[str]:
    """The lines inside an OpenPGP clear signature, as they were written, or all lines where there is none."""
    begin = next((at for at, line in enumerate(lines) if line.startswith("-----BEGIN PGP SIGNED MESSAGE")), None)
    if begin is None:
        return list(lines)
    end = next((at for at, line in enumerate(lines) if line.startswith("-----BEGIN PGP SIGNATURE")), len(lines))
    after = next((at for at, line in enumerate(lines) if line.startswith("-----END PGP SIGNATURE")), len(lines))
    body = next((at for at in range(begin, end) if not lines[at].strip()), begin)
    signed = [line.removeprefix("- ") for line in lines[body + 1 : end]]
    return [*lines[:begin], *signed, *lines[after + 1 :]]


def is_said_alike(one: OwnWords, other: OwnWords) -> bool:
    """Whether two forms of one message hold the same words."""
    return _said(one) == _said(other)


def _said(words: OwnWords) -> list[str]:
    """What two forms of one message must have in common: the words, and every sign of a question."""
    return _SAID.findall("\n".join((*words.lines, *words.below)).casefold())


def _has_text(content: str | None) -> bool:
    return bool(content and content.translate(_VISIBLE).strip())


def _trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines without the blank ones at both ends."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    return tuple(lines[written[0] : written[-1] + 1]) if written else ()
