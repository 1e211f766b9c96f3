"""From the bytes of a roster file to its cells: CSV as Excel and others write it, XLSX, XLS and ODS."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = 5_000_000
MOST_LINES = 20_000
LINES_BEFORE_HEADINGS = 20

_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"

Cell = str | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the file that holds something, under the number by which a person finds it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What a file holds; `notes` are worth a warning."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a file cannot be applied: line (0: the whole file), column, and what is wrong and allowed."""

    line: int
    column: str
    phrase: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (f"line {self.line}" if self.line else "", self.column, self.phrase)))


def read_lines(content: bytes, heading: str = "practice") -> Lines:
    """Every line of the file that is not blank; raises ValueError with a sentence where it is no table.

    The content decides what kind of file it is, for people rename files. `heading` is that of the rows' names.
    """
    if len(content) > MOST_BYTES:
        raise ValueError(f"is larger than {MOST_BYTES // 1_000_000} MB; allowed: one row per {heading}")
    if content.startswith(_WORKBOOK_STARTS):
        return Lines(lines=tuple(_filled(_workbook_rows(content, heading), heading)))
    text, notes = _text(content)
    return Lines(lines=tuple(_filled(_csv_rows(text), heading)), notes=notes)


def _filled(rows: Iterator[tuple[int, Sequence[object]]], heading: str) -> Iterator[Line]:
    for count, (number, row) in enumerate(rows):
        if count >= MOST_LINES:
            raise ValueError(f"has more than {MOST_LINES:,} lines; allowed: one row per {heading}")
        cells = tuple(map(_cell, row))
        if any(cells):
            yield Line(number=number, cells=cells)


def _workbook_rows(content: bytes, heading: str) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows of the first sheet that has the heading, else of the first that is not empty."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
        sheets = [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names]
    except (CalamineError, OSError) as problem:
        raise ValueError(f"cannot be opened as a workbook ({problem}); save it again, without a password") from None
    filled = [sheet for sheet in sheets if sheet] or [[]]
    return enumerate(next((sheet for sheet in filled if _has(heading, sheet)), filled[0]), start=1)


def _has(heading: str, rows: Sequence[Sequence[object]]) -> bool:
    return any(str(cell).strip().casefold() == heading for row in rows[:LINES_BEFORE_HEADINGS] for cell in row)


def _text(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The file's text: UTF-8 with or without its mark, UTF-16 with it, else what Excel in Windows writes."""
    try:
        if content.startswith(_UTF16_STARTS):
            return content.decode("utf-16"), ()
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), ("is not UTF-8 and was read as Windows-1252: look at names with accents",)
    except UnicodeDecodeError:
        raise ValueError("is no text in UTF-8 or Windows-1252; save it as CSV UTF-8 or XLSX") from None


def _csv_rows(text: str) -> Iterator[tuple[int, Sequence[object]]]:
    """Rows under the number of the line they begin on: a quoted cell may run over several."""
    if "\0" in text:
        raise ValueError("is no text; save it as CSV UTF-8 or XLSX")
    hint = re.match(r"sep=(.)\r?\n", text)
    delimiter = hint[1] if hint else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    begin = 1
    try:
        for row in reader:
            if not (hint and begin == 1):
                yield begin, row
            begin = reader.line_num + 1
    except csv.Error as problem:
        raise ValueError(f"cannot be read from line {begin} on ({problem}); save it as CSV UTF-8 or XLSX") from None


def _delimiter(text: str) -> str:
    """The mark that stands most often in the first line that holds any."""
    for line in text.splitlines()[:LINES_BEFORE_HEADINGS]:
        unquoted = re.sub(r'"[^"]*"', "", line)
        if (best := max(_DELIMITERS, key=unquoted.count)) in unquoted:
            return best
    return ","


def _cell(value: object) -> Cell:
    """A cell as one line of text, or as a date; Excel's whole numbers come as 10318.0."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = unicodedata.normalize("NFC", "" if value is None else str(value))
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())
