"""What a candidate has written about themselves, as it goes with the papers (R20)."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """An expression of interest: titles with their texts in order, "" for what stands under no heading."""

    organisation: str
    title: str
    reference: str
    name: str
    paragraphs: tuple[tuple[str, str], ...] = field(repr=False)

    @property
    def occasion(self) -> str:
        """For which election it was written."""
        return f"Expression of interest: {self.title} [{self.reference}]"

    @property
    def sections(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each title with the lines below it, blanks evened out."""
        for title, text in self.paragraphs:
            lines = (" ".join(line.split()) for line in text.splitlines())
            yield " ".join(title.split()), tuple(line for line in lines if line)

    @property
    def words(self) -> str:
        """All that is printed."""
        sections = (line for title, lines in self.sections for line in (title, *lines))
        return "\n".join((self.organisation, self.name, self.occasion, *sections))


def statement_text(it: Expression) -> bytes:
    """The expression of interest as plain text, which no typeface can take a letter from."""
    sections = ([title.upper(), *lines] if title else lines for title, lines in it.sections)
    blocks = ([it.organisation], [it.name], [it.occasion], *sections)
    return ("\r\n\r\n".join(line for block in blocks for line in block) + "\r\n").encode()
