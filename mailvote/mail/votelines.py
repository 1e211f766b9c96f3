"""Votes as a manager lists them, one line for each practice: `- Practice: option`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

WRAPPED = 55
"""A line at least this long may have been broken by a mail program."""

LONGEST_VOTE = 500
"""What is longer names no practice and option, and nothing is added to it."""

ITEM_LINE = re.compile(r"(?:[-–—•·▪●◦‣*§\uf0b7]\s*|o\s+|\(?\d{1,2}[.)]\s+)(?P<item>\S.*)")
_BETWEEN = tuple(
    re.compile(rf"(?P<practice>.*?[^\s*_]){between}(?P<option>[^\s*_].*)")
    for between in (r"\s*[*_]*\s*[:：][*_]*\s+", r"\s*[=＝]\s*", r"\s*[*_]*\s*[:：][*_]*\s*", r"\s+[-–—]+\s+")
)
"""What parts a practice from its option, the most certain first: practices have hyphens in their names."""
_WAITING = (":", "：", "=", "＝")
_WRAPPING = "\"'“”*_ "


@dataclass(slots=True, kw_only=True)
class _Line:
    """A line of a list in the making: its bullet taken away, and what was wrapped added to it."""

    text: str
    marked: bool
    listed: bool


def without_bullet(line: str) -> str:
    """The line without the mark or number that makes it one of a list."""
    found = ITEM_LINE.fullmatch(line)
    return found["item"] if found else line


def vote_in(item: str) -> tuple[str, str] | None:
    """The practice and the option that a line names; None where it does not name both."""
    if len(item) > LONGEST_VOTE:
        return None
    found = next((found for shape in _BETWEEN if (found := shape.fullmatch(item))), None)
    practice, option = (found[part].strip(_WRAPPING) for part in ("practice", "option")) if found else ("", "")
    return (practice, option) if practice and option else None


def listed_votes(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of the list, wrapped ones joined, and the lines around it.

    What stands among the votes and names none belongs to the list: it may be a vote that was mistyped.
    """
    read = _joined(lines)
    listed = [number for number, line in enumerate(read) if line.listed]
    if not listed:
        return (), tuple(line.text for line in read)
    first, end = listed[0], listed[-1] + 1
    if not any(line.marked for line in read):
        first = next(number for number, line in enumerate(read) if line.listed or not line.text.endswith(_WAITING))
    return tuple(line.text for line in read[first:end]), tuple(line.text for line in (*read[:first], *read[end:]))


def _joined(lines: Sequence[str]) -> list[_Line]:
    read: list[_Line] = []
    above = 0
    for line in lines:
        bullet = ITEM_LINE.fullmatch(line)
        if bullet:
            read.append(_Line(text=bullet["item"], marked=True, listed=True))
        elif line and above and _goes_on(read[-1], line, above):
            read[-1].text = f"{read[-1].text} {line}"
            read[-1].listed = read[-1].listed or vote_in(read[-1].text) is not None
        elif line:
            read.append(_Line(text=line, marked=False, listed=_is_listed(read, line, gap=not above)))
        above = len(line)
    return read


def _goes_on(before: _Line, line: str, above: int) -> bool:
    """Whether a line without a bullet goes on with the line above it, which is so long."""
    if len(before.text) + len(line) >= LONGEST_VOTE:
        return False
    if vote_in(line) is None:
        return above >= WRAPPED or before.text.endswith(_WAITING) or line.startswith(_WAITING)
    return above >= WRAPPED and (before.marked or vote_in(before.text) is None)


def _is_listed(read: Sequence[_Line], line: str, *, gap: bool) -> bool:
    """Whether a line without a bullet is one of the list; below a list with bullets, a signature is none."""
    if vote_in(line) is None:
        return not gap and bool(read) and read[-1].listed
    return not read or read[-1].listed or not any(each.marked for each in read)
