"""How mail programs write: the same few words as Outlook, a telephone, Gmail or an absence assistant sends them."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from html import escape, unescape
from urllib.parse import parse_qs, unquote, urlsplit

from mailvote.demo.drafts import (
    HTML,
    Draft,
    content,
    correspondent,
    headed,
    headed_html,
    headers,
    marked,
    original_html,
    shown,
)
from mailvote.mail.letter import DAYS, MONTHS

_BANNER = (
    "This message originated from outside of NHSmail. Please do not click links or open attachments unless you "
    "recognise the sender and know the content is safe."
)
_DISCLAIMER = (
    "This message may contain confidential information. If you are not the intended recipient please inform the "
    "sender that you have received the message in error before deleting it."
)
_OFFICE = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"'
_WORD_STYLE = (
    "<style><!--\np.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm;font-size:11.0pt;"
    'font-family:"Calibri",sans-serif;}\ndiv.WordSection1 {page:WordSection1;}\n--></style>'
)


Client = Callable[[Draft], EmailMessage]
"""A mail program: it makes a message of a draft."""


def outlook(draft: Draft) -> EmailMessage:
    """Outlook for Windows: Word's HTML, a block of From, Sent, To and Subject, and no quotation marks."""
    message = _envelope(draft, "RE: ")
    message["X-Mailer"] = "Microsoft Outlook 16.0"
    message["Content-Language"] = "en-GB"
    written = "\n".join(f'<p class="MsoNormal">{shown(line)}<o:p></o:p></p>' for line in draft.lines)
    body = f'<div class="WordSection1">\n{written}\n{headed_html(draft)}</div>\n'
    html = (
        f'<html {_OFFICE}>\n<head>\n{_WORD_STYLE}\n</head>\n<body lang="EN-GB" link="#0563C1">\n{body}</body>\n</html>'
    )
    text = "\n".join([*draft.lines, "", *headed(draft)]) if draft.answers else draft.words
    return _alternatives(message, text, html)


def outlook_mobile(draft: Draft) -> EmailMessage:
    """Outlook on a telephone: its own tagline, a rule, and a reply block."""
    message = _envelope(draft, "Re: ")
    written = "".join(f'<div dir="ltr">{shown(line)}</div>\n' for line in draft.lines)
    tagline = '<div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div>\n'
    pairs = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in headers(draft))
    block = f'<hr style="width:98%">\n<div id="divRplyFwdMsg" dir="ltr">{pairs}</div>\n<div><br></div>\n'
    quoted_html = f"{block}{original_html(draft)}" if draft.answers else ""
    html = f"<html><head></head>\n<body>\n{written}{tagline}{quoted_html}</body></html>"
    quoted = ["_" * 32, *headed(draft)] if draft.answers else []
    text = "\n".join([*draft.lines, "", "Get Outlook for iOS<https://aka.ms/o0ukef>", *quoted])
    return _alternatives(message, text, html)


def iphone(draft: Draft) -> EmailMessage:
    """Mail on an iPhone: a tagline, then the letter with quotation marks."""
    message = _envelope(draft, "Re: ")
    message["X-Mailer"] = "iPhone Mail (22B91)"
    sent = draft.letter_sent_at
    attribution = f"On {_day(sent)}, at {sent:%H:%M}, {correspondent(draft)} wrote:"
    text = "\n".join([*draft.lines, "", "Sent from my iPhone", "", f"> {attribution}", "> ", *marked(draft)])
    written = "<br>".join(shown(line) for line in draft.lines)
    html = (
        f'<html><head></head><body dir="auto">{written}<br id="lineBreakAtBeginningOfSignature">'
        '<div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br>'
        f'<blockquote type="cite">{escape(attribution)}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">{original_html(draft)}</div></blockquote></body></html>'
    )
    return _alternatives(message, text, html)


def gmail(draft: Draft) -> EmailMessage:
    """Gmail in a browser: an attribution that wraps, and a quotation in its own class."""
    message = _envelope(draft, "Re: ")
    sent = draft.letter_sent_at
    first = f"On {DAYS[sent.weekday()][:3]}, {_day(sent)} at {sent:%H:%M}, {draft.correspondent[0]} <"
    text = "\n".join([*draft.lines, "", first, f"{draft.correspondent[1]}> wrote:", "", *marked(draft)])
    written = "<br>".join(shown(line) for line in draft.lines)
    html = (
        f'<div dir="ltr">{written}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{escape(first)}{escape(draft.correspondent[1])}&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote" style="margin:0 0 0 0.8ex;border-left:1px solid #ccc;padding-left:1ex">'
        f"{original_html(draft)}</blockquote></div>"
    )
    return _alternatives(message, text, html)


def thunderbird(draft: Draft) -> EmailMessage:
    """Thunderbird: plain text alone."""
    message = _envelope(draft, "Re: ")
    message["User-Agent"] = "Mozilla Thunderbird"
    sent = draft.letter_sent_at
    attribution = f"On {sent:%d/%m/%Y %H:%M}, {draft.correspondent[0]} wrote:"
    message.set_content("\n".join([*draft.lines, "", attribution, *marked(draft)]))
    return message


def k9(draft: Draft) -> EmailMessage:
    """K-9 Mail on an Android telephone: plain text, a signature, an attribution."""
    message = _envelope(draft, "Re: ")
    sent = draft.letter_sent_at
    attribution = (
        f"On {sent.day} {MONTHS[sent.month - 1]} {sent.year} {sent:%H:%M:%S} GMT, {correspondent(draft)} wrote:"
    )
    tagline = ["-- ", "Sent from my Android device with K-9 Mail. Please excuse my brevity."]
    message.set_content("\n".join([*draft.lines, *tagline, "", attribution, *marked(draft)]))
    return message


def nhsmail(draft: Draft) -> EmailMessage:
    """Outlook behind a gateway that puts a banner above every message and a disclaimer below it."""
    message = _envelope(draft, "Re: ")
    stars = "*" * 80
    text = "\n".join([_BANNER, "", *draft.lines, "", *headed(draft), "", stars, "", _DISCLAIMER, stars])
    banner = f'<div style="background:#fff4ce;border:1px solid #9c6500;padding:2pt">{_BANNER}</div><br>'
    written = "".join(f"<p>{shown(line)}</p>" for line in draft.lines)
    below = f"<p>{stars}</p><p>{_DISCLAIMER}</p><p>{stars}</p>"
    html = f"<html><body>{banner}<div>{written}</div>{headed_html(draft)}{below}</body></html>"
    return _alternatives(message, text, html)


def link(draft: Draft) -> EmailMessage:
    """The mailto link on the paper that writes these words: a new message without any quotation."""
    if draft.answers is None:
        raise ValueError("a link is pressed on a letter")
    targets = (
        urlsplit(unescape(found)) for found in re.findall(r'href="(mailto:[^"]+)"', content(draft.answers, HTML))
    )
    target = next((found for found in targets if parse_qs(found.query).get("body") == [draft.words]), None)
    if target is None:
        raise ValueError("no link of the letter writes these words")
    message = _start(draft)
    message["To"] = unquote(target.path)
    message["Subject"] = parse_qs(target.query)["subject"][0]
    message.set_content(draft.words)
    return message


def absence(draft: Draft) -> EmailMessage:
    """Exchange's automatic reply, which says so in its subject alone."""
    message = _envelope(draft, "Automatic reply: ")
    message["X-Auto-Response-Suppress"] = "All"
    message["X-MS-Has-Attach"] = ""
    html = f"<html><body><p>{'</p><p>'.join(map(shown, draft.lines))}</p></body></html>"
    return _alternatives(message, draft.words, html)


def plain(draft: Draft) -> EmailMessage:
    """A new message in plain text, of any program."""
    message = _envelope(draft, "Re: ")
    message.set_content(draft.words)
    return message


def _start(draft: Draft) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((draft.name, draft.address))
    message["Date"] = format_datetime(draft.written_at)
    seed = f"{draft.address} {draft.written_at.isoformat()}"
    message["Message-ID"] = f"<{hashlib.sha256(seed.encode()).hexdigest()[:24]}@{draft.address.rpartition('@')[2]}>"
    return message


def _envelope(draft: Draft, prefix: str) -> EmailMessage:
    """The headers of a new message, or of a reply that goes where the letter asks for it."""
    message = _start(draft)
    letter = draft.answers
    if letter is None:
        message["To"], message["Subject"] = draft.to, draft.subject
        return message
    message["To"] = str(letter["Reply-To"] or letter["From"])
    message["Subject"] = f"{prefix}{letter['Subject']}"
    message["In-Reply-To"] = str(letter["Message-ID"])
    message["References"] = f"{letter['References'] or ''} {letter['Message-ID']}".strip()
    return message


def _alternatives(message: EmailMessage, text: str, html: str) -> EmailMessage:
    message.set_content(text)
    message.add_alternative(html, subtype=HTML)
    return message


def _day(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1][:3]} {at.year}"
