"""The text and the HTML of a message, put together from its parts as a mail program shows them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from mailvote.mail.charsets import decoded, decoded_header
from mailvote.mail.html import MAX_HTML, lines_of_html
from mailvote.mail.mime import Part, parse, transfer_decoded
from mailvote.mail.smime import signed_content

MAX_TEXT = 64 * 1024
MAX_WRAPPINGS = 3
CHARSET_WITHIN = 1024

_WRAPPED = "application/pkcs7-mime"
WRAPPING = frozenset({_WRAPPED, "application/x-pkcs7-mime"})
"""Content types of S/MIME that wraps a whole message, signed or encrypted."""

SEALED = WRAPPING | {"application/pgp-encrypted", "multipart/encrypted", "application/x-microsoft-rpmsg-message"}
"""Content types of what only the recipient's key opens."""

_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_QUOTE_DEPTH = re.compile(r">*")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What came beside the text; its content is never read."""

    name: str
    content_type: str
    size: int

    @property
    def sealed(self) -> bool:
        """Whether it is an encrypted or wrapped message, of which nothing can be read."""
        return self.content_type in SEALED

    @property
    def is_winmail(self) -> bool:
        return self.content_type in _TNEF or self.name.casefold() == "winmail.dat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a message says in each of its two forms; `..._cut` where a bound ended it before its sender did."""

    text: str | None = field(default=None, repr=False)
    html: str | None = field(default=None, repr=False)
    text_cut: bool = False
    html_cut: bool = False
    attachments: tuple[Attachment, ...] = ()


def body_of(part: Part, wrappings: int = MAX_WRAPPINGS) -> Body:
    """The body of a part and all within it; of signatures around a message, so many are taken off."""
    if part.content_type == "multipart/encrypted":
        return Body(attachments=(_attachment(part),))
    if part.content_type.startswith("multipart/"):
        return _of_children(part.content_type, [body_of(child, wrappings) for child in part.children])
    if _is_wrapping(part):
        return _unwrapped(part, wrappings)
    if part.content_type not in ("text/plain", "text/html") or _is_attached(part):
        return Body(attachments=(_attachment(part),))
    return _of_text(part)


def _is_wrapping(part: Part) -> bool:
    return part.content_type in WRAPPING or part.filename.casefold().endswith(".p7m")


def _unwrapped(part: Part, wrappings: int) -> Body:
    """What an S/MIME signature wraps; what cannot be opened is something sealed, whatever type it has."""
    signed = signed_content(transfer_decoded(part)) if wrappings else None
    if signed is None:
        return Body(attachments=(replace(_attachment(part), content_type=_WRAPPED),))
    content, whole = signed
    return body_of(parse(content, complete=whole and part.complete)[0], wrappings - 1)


def _of_children(content_type: str, bodies: Sequence[Body]) -> Body:
    if content_type == "multipart/alternative":
        return _alternatives(bodies)
    if content_type in ("multipart/related", "multipart/signed"):
        return _first_of(bodies)
    return _in_sequence(bodies)


def _alternatives(bodies: Sequence[Body]) -> Body:
    """The first text and the first HTML among forms of the same thing."""
    text = next((body for body in bodies if body.text is not None and body.html is None), None)
    html = next((body for body in bodies if body.html is not None), None)
    either = text or html
    return Body(
        text=either.text if either else None,
        html=html.html if html else None,
        text_cut=bool(either and either.text_cut),
        html_cut=bool(html and html.html_cut),
        attachments=_attachments(bodies),
    )


def _first_of(bodies: Sequence[Body]) -> Body:
    """The root that the other parts belong to: pictures, or a signature."""
    first = bodies[0] if bodies else Body()
    return Body(
        text=first.text,
        html=first.html,
        text_cut=first.text_cut,
        html_cut=first.html_cut,
        attachments=_attachments(bodies),
    )


def _in_sequence(bodies: Sequence[Body]) -> Body:
    """Parts shown one below the other; where any has a form, the others are brought into that form too."""
    written = [body for body in bodies if body.text is not None or body.html is not None]
    with_text = any(body.text is not None for body in written)
    with_html = any(body.html is not None for body in written)
    return Body(
        text="\n".join(map(_as_text, written)) if with_text else None,
        html="\n".join(map(_as_html, written)) if with_html else None,
        text_cut=any(body.text_cut for body in written),
        html_cut=any(body.html_cut for body in written),
        attachments=_attachments(bodies),
    )


def _as_text(body: Body) -> str:
    return body.text if body.text is not None else "\n".join(lines_of_html(body.html or "")[0])


def _as_html(body: Body) -> str:
    return body.html if body.html is not None else f"<pre>{escape(body.text or '')}</pre>"


def _of_text(part: Part) -> Body:
    plain = transfer_decoded(part)
    content = decoded(plain, part.parameters.get("charset", "") or _charset_within(plain, part))
    if part.content_type == "text/html":
        cut = len(content) > MAX_HTML or not part.complete
        return Body(html=content[:MAX_HTML], html_cut=cut)
    text = content[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if part.parameters.get("format", "").casefold() == "flowed":
        text = "\n".join(_unflowed(text.split("\n"), part.parameters.get("delsp", "").casefold() == "yes"))
    return Body(text=text, text_cut=len(content) > MAX_TEXT or not part.complete)


def _charset_within(content: bytes, part: Part) -> str:
    """The charset that HTML names in itself, which counts where its part names none."""
    found = _CHARSET.search(content[:CHARSET_WITHIN]) if part.content_type == "text/html" else None
    return found.group(1).decode("ascii", "replace") if found else ""


def _unflowed(lines: Sequence[str], delete_space: bool) -> Iterator[str]:
    """Lines of format=flowed put together again (RFC 3676): those of one depth that end in a space run on."""
    run: list[str] = []
    depth = 0
    for line in lines:
        marks = _QUOTE_DEPTH.match(line)
        own_depth = marks.end() if marks else 0
        content = line[own_depth:].removeprefix(" ")
        if run and (own_depth != depth or content == "-- "):
            yield _quoted("".join(run), depth)
            run = []
        depth = own_depth
        soft = content.endswith(" ") and content != "-- "
        run.append(content[:-1] if soft and delete_space else content)
        if not soft:
            yield _quoted("".join(run), depth)
            run = []
    if run:
        yield _quoted("".join(run), depth)


def _quoted(line: str, depth: int) -> str:
    return f"{'>' * depth} {line}" if depth else line


def _is_attached(part: Part) -> bool:
    return part.disposition == "attachment" or (bool(part.filename) and part.disposition != "inline")


def _attachment(part: Part) -> Attachment:
    name = decoded_header(part.filename)[:200]
    return Attachment(name=name, content_type=part.content_type[:100], size=len(part.body))


def _attachments(bodies: Sequence[Body]) -> tuple[Attachment, ...]:
    return tuple(attachment for body in bodies for attachment in body.attachments)
