"""The sender's own words: what stands above the quotation, without banners, taglines and signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailvote.mail.body import MAX_TEXT
from mailvote.mail.clutter import after_closing, signature_start, without_clutter
from mailvote.mail.html import lines_of_html
from mailvote.mail.message import Incoming
from mailvote.mail.quotation import line_key, quotation_start, without_marks

REPLY_ABOVE = "Please reply above this line"

MAX_LINES = 1000
MAX_LINE = 1000

_SIGNATURE_TYPES = ("image/", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-")
_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u3164\ufe0e\ufe0f\ufeff")
)
_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))), " ")
_VISIBLE = {**_INVISIBLE, **_SPACES}
_SAID = re.compile(r"\w+|[?؟？]")
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a message itself says.

    `lines` are the sender's words up to the end of the letter, `below` what stands under a closing or "-- ",
    `quoted` the rest with the marks of quotation gone. `alternative` is the same message as its HTML part says it,
    where that differs. `fault` is "" or why there is nothing to rely on: "cut-off", "encrypted", "winmail",
    "attachment-only" or "disguised".
    """

    lines: tuple[str, ...] = field(default=(), repr=False)
    below: tuple[str, ...] = field(default=(), repr=False)
    quoted: tuple[str, ...] = field(default=(), repr=False)
    alternative: "OwnWords | None" = field(default=None, repr=False)
    fault: str = ""


def own_words(incoming: Incoming, sent_lines: frozenset[str] = frozenset()) -> OwnWords:
    """The sender's own words in a message; `sent_lines` are the lines of the letter that it answers."""
    ours = frozenset(key for line in sent_lines if (key := line_key(line)))
    text = _of_text(incoming, ours) if _has_text(incoming.text) else None
    html = _of_html(incoming, ours) if _has_text(incoming.html) else None
    words = text or html or OwnWords(fault=_bodiless(incoming))
    if text and html and _said(text) != _said(html):
        words = OwnWords(lines=text.lines, below=text.below, quoted=text.quoted, fault=text.fault, alternative=html)
    if not words.fault and not _said(words) and words.alternative is None and _has_documents(incoming):
        return OwnWords(quoted=words.quoted, fault="attachment-only")
    return words


def _of_text(incoming: Incoming, ours: frozenset[str]) -> OwnWords:
    lines = (incoming.text or "")[:MAX_TEXT].splitlines()
    return _read(lines, "text-cut" in incoming.defects, ours)


def _of_html(incoming: Incoming, ours: frozenset[str]) -> OwnWords:
    lines, cut = lines_of_html(incoming.html or "")
    return _read([part for line in lines for part in line.splitlines() or [""]], cut, ours)


def _read(lines: Sequence[str], cut: bool, ours: frozenset[str]) -> OwnWords:
    """The own words of one form of the message, whose end is missing if `cut`."""
    seen = [line.translate(_VISIBLE).rstrip()[: MAX_LINE + 1] for line in _without_armour(lines[:MAX_LINES])]
    start = quotation_start(seen, REPLY_ABOVE, ours)
    own = list(without_clutter(seen if start is None else seen[:start]))
    quoted = tuple(without_marks(line) for line in seen[len(seen) if start is None else start :])
    end = signature_start(own)
    return OwnWords(
        lines=_trimmed(own if end is None else own[:end]),
        below=() if end is None else _trimmed([after_closing(own[end]), *own[end + 1 :]]),
        quoted=quoted,
        fault=_fault(own, endless=start is None and (cut or len(lines) > MAX_LINES)),
    )


def _fault(own: Sequence[str], *, endless: bool) -> str:
    if endless or any(len(line) > MAX_LINE for line in own):
        return "cut-off"
    if any(line.startswith("-----BEGIN PGP MESSAGE") for line in own):
        return "encrypted"
    return "disguised" if any(_REORDERING.intersection(line) for line in own) else ""


def _bodiless(incoming: Incoming) -> str:
    """What is the matter with a message that has neither text nor HTML."""
    if any(attachment.sealed for attachment in incoming.attachments):
        return "encrypted"
    if any(attachment.is_winmail for attachment in incoming.attachments):
        return "winmail"
    return ""


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


def _said(words: OwnWords) -> list[str]:
    """What two forms of one message must have in common: the words, and every sign of a question."""
    return _SAID.findall("\n".join((*words.lines, *words.below)).casefold())


def _has_text(content: str | None) -> bool:
    return bool(content and content.translate(_VISIBLE).strip())


def _trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines without the blank ones at both ends."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    return tuple(lines[written[0] : written[-1] + 1]) if written else ()
