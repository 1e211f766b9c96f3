"""A form being read line by line: `Key: value` lines, a list, and what belongs to neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailvote.mail.dates import is_dated
from mailvote.mail.instruction import LONGEST_LINE, Instruction
from mailvote.mail.layouts import LISTS, MISSPELT, Layout, layout_of
from mailvote.mail.quotation import header_label
from mailvote.mail.tidy import folded, spaced
from mailvote.mail.votelines import ITEM_LINE, WRAPPED, listed_votes, vote_in, without_bullet

END_OF_FORM = "End of form"

_EMPHASIS = r"[*_]{0,3}"
_KEY_LINE = re.compile(
    rf"{_EMPHASIS}(?P<key>[^\W\d_][^:：<>@/*]{{0,30}}?)\s*{_EMPHASIS}\s*[:：]{_EMPHASIS}\s*(?P<value>.*)"
)
_NOTHING = re.compile(r"[-–—•·▪●◦‣*_=]+")  # a bullet with nothing after it, or a line drawn across
_DAYS = ("From", "Until")
_LIST = "-"  # as no key can be


def filled(started: Instruction, lines: Sequence[str]) -> Instruction:
    """The command with what the form below it holds, to the end of the form."""
    plain = list(_form(lines))
    if started.verb == "record":
        items, rest = listed_votes(["" if _NOTHING.fullmatch(line) else line for line in plain])
        return replace(started, items=items, rest=rest)
    if started.verb == "assess":
        said = tuple(without_bullet(line) for line in plain if line and not _NOTHING.fullmatch(line))
        return replace(started, items=said)
    sheet = _Sheet(layout_of(started), begun=started.verb == "confirm")
    for number, line in enumerate(plain):
        if sheet.is_quoted_header(line, plain[number + 1 :]):
            break
        sheet.take(line)
    return sheet.instruction(started)


def has_entries(started: Instruction, lines: Sequence[str]) -> bool:
    """Whether a form begins below the command: a field that it knows comes before anything else but fields."""
    written = (line for line in _form(lines) if line)
    if started.verb == "record":
        return vote_in(without_bullet(next(written, ""))) is not None
    if started.verb == "assess":
        return bool(next(written, ""))
    for line in written:
        found = _KEY_LINE.fullmatch(line)
        if found is None or layout_of(started).key(found["key"]):
            return found is not None
    return False


def _form(lines: Sequence[str]) -> Iterator[str]:
    """The lines to the end of the form, each with single blanks; those without a word are empty."""
    for line in lines:
        if folded(line).rstrip(".") == folded(END_OF_FORM):
            return
        yield spaced(line[:LONGEST_LINE])


class _Sheet:
    """Where the pen stands, and what has been written so far."""

    def __init__(self, layout: Layout, *, begun: bool) -> None:
        self.layout = layout
        self.fields: list[list[str]] = []
        self.items: list[str] = []
        self.heading = ""
        self.rest: list[str] = []
        self.section = ""  # the key under which the pen stands, or _LIST
        self.gap = False  # a blank line came just before
        self.above = 0  # length of the line above
        self.begun = begun  # whether a line that belongs to nothing ends the form even before its first field
        self.left = False  # such a line was read: a signature follows

    def is_quoted_header(self, line: str, following: Sequence[str]) -> bool:
        """Whether "From: ..." is no field but begins the header of a quoted message."""
        found = _KEY_LINE.fullmatch(line)
        if found is None or "From" not in self.layout.fields or folded(found["key"]) != "from":
            return False
        if not found["value"] or is_dated(found["value"]):
            return False
        after = next((each for each in following if each and not _NOTHING.fullmatch(each)), "")
        wrapped = "@" in after and not _KEY_LINE.fullmatch(after)
        return wrapped or "@" in found["value"] or header_label(after) in ("sent", "to", "subject", "cc")

    def take(self, line: str) -> None:
        if not line or _NOTHING.fullmatch(line):
            self.gap = self.gap or not line
            return
        if not any(step(line) for step in (self._field, self._item, self._unmarked_item, self._continuation)):
            self.rest.append(line)
            self.left = self.left or self.begun or (bool(self.fields) and not _KEY_LINE.fullmatch(line))
        self.gap, self.above = False, len(line)

    def _field(self, line: str) -> bool:
        found = _KEY_LINE.fullmatch(line)
        if found is None:
            return False
        key = self.layout.key(found["key"])
        if not self._is_field(key or self.layout.nearest(found["key"], MISSPELT)):
            return False
        if key in LISTS:
            self.section, self.heading = _LIST, self.heading or key
            self.items.extend([found["value"]] if found["value"] else [])
        else:
            self.section = key or spaced(found["key"])
            self.fields.append([self.section, found["value"]])
        return True

    def _is_field(self, meant: str) -> bool:
        """Whether a line with a key is a field here: `meant` is the known key that it is or looks like, or ""."""
        if meant in self.layout.signed:
            return not self.left and not self._is_below_last_prose()
        if meant:
            return True
        strayed = bool(self.layout.signed) and (self.gap or bool(self.rest))
        return not strayed and self.section not in self.layout.prose

    def _is_below_last_prose(self) -> bool:
        written = self.fields[-1][1] if self.section in self.layout.last else ""
        return bool(written) and (self.gap or "\n\n" in written)

    def _item(self, line: str) -> bool:
        found = ITEM_LINE.fullmatch(line)
        if found is None or not self.layout.heading or self.section in self.layout.last:
            return False
        self.items.append(found["item"])
        self.section = _LIST
        return True

    def _unmarked_item(self, line: str) -> bool:
        """A line of a list whose bullet the mail client took away; a wrapped line is none."""
        if self.section != _LIST:
            return False
        wrapped = bool(self.items) and not self.gap and (line[0] in "<([" or self.above >= WRAPPED)
        if wrapped or (self.gap and "@" not in line):
            return False
        self.items.append(line)
        return True

    def _continuation(self, line: str) -> bool:
        """A wrapped line joins the one above it; prose also goes on after a blank line."""
        prose = self.section in self.layout.prose
        if not self.section or (not prose and (self.gap or self._ends_field(line))):
            self.section = ""
            return False
        if self.section == _LIST:
            self.items[-1] = f"{self.items[-1]} {line}"
        else:
            between = "\n\n" if self.gap else "\n" if prose else " "
            written = self.fields[-1]
            written[1] = f"{written[1]}{between}{line}" if written[1] else line
        return True

    def _ends_field(self, line: str) -> bool:
        """Whether a line cannot go on with the field above it: an item of no list, or an address below a day."""
        return bool(ITEM_LINE.fullmatch(line)) or (self.section in _DAYS and "@" in line)

    def instruction(self, started: Instruction) -> Instruction:
        written = [(key, value) for key, value in self.fields if value]
        return replace(
            started,
            fields=tuple(sorted((*started.fields, *written), key=self.layout.place)),
            items=tuple(self.items),
            heading=self.heading,
            rest=tuple(self.rest),
        )
