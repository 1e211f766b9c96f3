"""Text as a person meant it: what mail programs make of it is undone here, before anything is read."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = frozenset("\u200c\u200d")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_QUOTES = {
    ord(mark): plain
    for marks, plain in (
        ("\u2018\u2019\u201a\u201b\u2032\u00b4", "'"),
        ("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    )
    for mark in marks
}
_TYPED = {**_DASHES, **_QUOTES}


def spaced(text: str) -> str:
    """One line with single blanks: control and formatting characters gone, letters untouched."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(map(_visible, text)).split())


def typed(text: str) -> str:
    """`spaced`, and smart quotes, dashes and compatibility letters put back to what the keyboard has."""
    if text.isascii():
        return spaced(text)
    return spaced(unicodedata.normalize("NFKC", text.translate(_TYPED)))


def folded(text: str) -> str:
    """`typed` in one case, for comparing words; an enclosing emphasis such as `*Title*` is dropped."""
    return re.sub(r"[*_`]+", "", typed(text)).strip().casefold()


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") and character not in _JOINERS
    return "" if hidden else character
