"""A reply in the making: who writes what, to which letter, and how that letter is quoted below it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from html import escape, unescape

from mailvote.mail.letter import DAYS, MONTHS

TEXT = "plain"
HTML = "html"

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)

Form = Mapping[str, tuple[str, ...]]
"""The lines that take the place of a form's line, by the line itself or by its label with the colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person writes, by their own clock, and the letter in front of them; `form` fills in its form."""

    name: str
    address: str
    to: str
    words: str = field(repr=False)
    written_at: datetime
    subject: str = field(default="", repr=False)
    answers: EmailMessage | None = field(default=None, repr=False)
    form: Form = field(default_factory=dict, repr=False)

    @property
    def lines(self) -> list[str]:
        return self.words.split("\n")

    @property
    def letter_sent_at(self) -> datetime:
        """When the letter in front of the writer was sent, by the writer's clock."""
        if self.answers is None:
            return self.written_at
        sent: datetime = self.answers["Date"].datetime
        return sent.astimezone(self.written_at.tzinfo)

    @property
    def correspondent(self) -> tuple[str, str]:
        """Name and address of who wrote the letter."""
        return parseaddr(str(self.answers["From"])) if self.answers is not None else ("", self.to)


def content(letter: EmailMessage, kind: str) -> str:
    """The text or the HTML of a message; empty where it has none."""
    part = letter.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if isinstance(part, EmailMessage) else ""


def headers(draft: Draft) -> list[tuple[str, str]]:
    """The block with which Outlook heads what it quotes."""
    sent = draft.letter_sent_at
    return [
        ("From", correspondent(draft)),
        ("Sent", f"{DAYS[sent.weekday()]}, {MONTHS[sent.month - 1]} {sent.day}, {sent.year} {sent:%H:%M}"),
        ("To", f"{draft.name} <{draft.address}>"),
        ("Subject", str(draft.answers["Subject"]) if draft.answers is not None else ""),
    ]


def correspondent(draft: Draft) -> str:
    name, address = draft.correspondent
    return f"{name} <{address}>"


def headed(draft: Draft) -> list[str]:
    """The letter under its headers, as Outlook quotes it in plain text; nothing where there is no letter."""
    if draft.answers is None:
        return []
    return [*(f"{name}: {value}" for name, value in headers(draft)), "", *_original_lines(draft)]


def headed_html(draft: Draft) -> str:
    """The letter under its headers and a thin line, as Outlook quotes it in HTML."""
    if draft.answers is None:
        return ""
    pairs = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in headers(draft))
    rule = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
    head = f'<div><div style="{rule}"><p class="MsoNormal">{pairs}<o:p></o:p></p></div></div>'
    return f'{head}\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n{original_html(draft)}\n'


def marked(draft: Draft) -> list[str]:
    """The letter with a mark of quotation before every line."""
    return [f"> {line}" for line in _original_lines(draft)]


def original_html(draft: Draft) -> str:
    """The letter as it stands in the body of its HTML, its form filled in."""
    letter = content(draft.answers, HTML) if draft.answers is not None else ""
    found = _BODY.search(letter)
    body = found[1].strip() if found else letter
    return re.sub(r"<div>([^<]*)</div>", lambda line: _retyped(unescape(line[1]), draft.form), body)


def shown(line: str) -> str:
    """A line as HTML; an empty one keeps its height."""
    return escape(line) or "&nbsp;"


def filled_in(line: str, form: Form) -> tuple[str, ...]:
    """A line of a form as its reader leaves it."""
    label, colon, _ = line.partition(":")
    return form.get(f"{label}{colon}", (line,))


def _original_lines(draft: Draft) -> list[str]:
    letter = content(draft.answers, TEXT) if draft.answers is not None else ""
    return [written for line in letter.rstrip("\n").split("\n") for written in filled_in(line, draft.form)]


def _retyped(line: str, form: Form) -> str:
    """What Outlook makes of a line of a form, typed over or not."""
    return "\n".join(f'<div><p class="MsoNormal">{shown(one)}<o:p></o:p></p></div>' for one in filled_in(line, form))
