"""The words that a reader sees in the two alternatives of a letter."""

import re
from html.parser import HTMLParser

_INLINE = ("strong", "em", "a", "span")
_UNSEEN = ("style", "title", "head")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.unseen: list[str] = []
        self.tags: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.targets += [value or "" for name, value in attrs if name in ("href", "src", "background")]
        if tag in _UNSEEN:
            self.unseen.append(tag)
        self.words.append("" if tag in _INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and self.unseen[-1] == tag:
            self.unseen.pop()
        self.words.append("" if tag in _INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)


def read_html(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def words_of_html(html: str) -> list[str]:
    return _words("".join(read_html(html).words))


def words_of_text(text: str) -> list[str]:
    return _words(text)


def _words(text: str) -> list[str]:
    """The words in order; bullets, quote marks and rules, which HTML draws, are left out of both."""
    return [word for word in text.split() if not re.fullmatch(r"[->]+", word)]
