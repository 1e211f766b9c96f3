"""Bytes of a message into text, whatever they claim to be."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

MAX_ENCODED = 2000
"""Characters of a header that are decoded: decoding 320 kB of encoded words costs Python twelve seconds."""

_WIDER = {"iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030", "shift_jis": "cp932"}
_REFUSED = frozenset(
    {
        "idna",
        "punycode",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "mbcs",
        "oem",
        "utf-7",
        "palmos",
    }
)
_LINE_BREAKS = re.compile(r"[\r\n\x00]+")


def decoded(content: bytes, charset: str = "") -> str:
    """Text in the charset it names; failing that UTF-8, failing that windows-1252 with replacement."""
    for name in (_codec(charset), "utf-8"):
        try:
            if name:
                return content.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    return content.decode(_codec(charset) or "cp1252", "replace")


def decoded_header(value: str) -> str:
    """A header's encoded words as text on one line, cut to `MAX_ENCODED` characters."""
    raw = _LINE_BREAKS.sub(" ", value[:MAX_ENCODED])
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError, LookupError):
        return raw
    text = "".join(_piece(content, charset) for content, charset in pieces)
    return _LINE_BREAKS.sub(" ", text)


def _piece(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        return content
    if charset is None:
        return content.decode("raw_unicode_escape", "replace")
    return decoded(content, charset)


def _codec(charset: str) -> str:
    """The name of Python's codec for a charset, or "" where there is none that is safe to use."""
    try:
        name = codecs.lookup(charset[:40].strip()).name
        "".encode(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if name.replace("_", "-") in _REFUSED else _WIDER.get(name, name)
