"""The process in which one file is read: it takes the file on standard input and gives its text on standard output.

Run as `python -m mailvote.documents.worker pdf`. It limits itself before it reads a byte, and whatever goes wrong
within ends it with another status than 0.
"""

import io
import resource
import sys
import zipfile
from collections.abc import Iterator, Mapping
from typing import Protocol

SECONDS = 2
MEMORY = 150 * 1024 * 1024
MAX_PAGES = 60
MAX_TEXT = 256 * 1024
MAX_XML = 16 * 1024 * 1024

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Reader(Protocol):
    """How one kind of file is read: its text, piece by piece."""

    def __call__(self, content: bytes) -> Iterator[str]: ...


def text_of_pdf(content: bytes) -> Iterator[str]:
    """The text of each page. One that is locked with a password cannot be read."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(content)).pages
    for number in range(min(len(pages), MAX_PAGES)):
        yield pages[number].extract_text()


def text_of_docx(content: bytes) -> Iterator[str]:
    """The text of each paragraph, those in tables and frames too, without what was deleted in tracked changes."""
    from defusedxml.ElementTree import fromstring

    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("word/document.xml") as file:
        xml = file.read(MAX_XML + 1)
    if len(xml) > MAX_XML:
        raise ValueError("the text of the file is too long")
    yield from _paragraphs(fromstring(xml, forbid_dtd=True))


class Element(Protocol):
    """What is used of an element of XML."""

    @property
    def tag(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    def __iter__(self) -> Iterator["Element"]: ...


_SIGNS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-", f"{_WORD}p": "\n"}
"""Elements that are seen as a sign."""


def _paragraphs(root: Element) -> Iterator[str]:
    """Depth first without recursion; before each paragraph stands a blank line."""
    path: list[Iterator[Element]] = [iter((root,))]
    line: list[str] = []
    while path:
        element = next(path[-1], None)
        if element is None:
            path.pop()
            continue
        if element.tag == f"{_WORD}p" and line:
            yield "".join(line)
            line.clear()
        if element.tag == f"{_WORD}t":
            line.append(element.text or "")
        line.append(_SIGNS.get(element.tag, ""))
        if element.tag != _FALLBACK:
            path.append(iter(element))
    yield "".join(line)


READERS: Mapping[str, Reader] = {"pdf": text_of_pdf, "docx": text_of_docx}


def limit() -> None:
    """No more time and memory than a letter needs, and no file to write."""
    for kind, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0)):
        allowed = resource.getrlimit(kind)[1]
        least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (least, least))


def main(kind: str) -> None:
    limit()
    left = MAX_TEXT
    for piece in READERS[kind](sys.stdin.buffer.read()):
        written = f"{piece}\n".encode("utf-8", "replace")[:left]
        sys.stdout.buffer.write(written)
        left -= len(written)
        if not left:
            break


if __name__ == "__main__":
    main(sys.argv[1])
