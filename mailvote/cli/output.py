"""What is shown: JSON for programs, tables and colours on a terminal, plain lines with tabs everywhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailvote.mail.tidy import spaced
from mailvote.rules.chain import JSON


def document(value: Mapping[str, JSON]) -> None:
    """The one document that `--json` puts on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(*lines: str) -> None:
    """Lines as they are, except that nothing in them can steer the terminal."""
    for line in lines:
        click.echo(_harmless(line))


def warn(*lines: str) -> None:
    """Lines on standard error, in yellow on a terminal."""
    _complain(lines, "yellow")


def refuse(*lines: str) -> None:
    """Lines on standard error, in red on a terminal."""
    _complain(lines, "red")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, nothing: str) -> None:
    """A table with headings on a terminal, else a line a row with tabs between; `nothing` says that it is empty."""
    cleaned = [[spaced(cell) for cell in row] for row in rows]
    if not cleaned:
        say(nothing)
    elif (console := _console()).is_terminal:
        console.print(_drawn(headings, cleaned))
    else:
        say(*("\t".join(row) for row in cleaned))


class Mark(StrEnum):
    """How a thing was found; the value is its colour on a terminal."""

    PROBLEM = "bold red"
    NOTE = "yellow"
    OK = "green"


def verdicts(rows: Iterable[tuple[Mark, str, str]]) -> None:
    """One line for each thing looked at: how it was found, its name, and what there is to say."""
    console = _console()
    for mark, name, detail in rows:
        word = Text(mark.name.lower().ljust(len("problem")), style=mark.value)
        console.print(word, Text(f"{spaced(name)}: {spaced(detail)}"), soft_wrap=True)


def _drawn(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    drawn = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def _complain(lines: Iterable[str], style: str) -> None:
    console = _console(stderr=True)
    for line in lines:
        console.print(Text(_harmless(line), style=style), soft_wrap=True)


def _console(*, stderr: bool = False) -> Console:
    """Made anew for each use, because it looks at the stream and at NO_COLOR once, when it is made."""
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False)


def _harmless(line: str) -> str:
    """The line without control characters, its blanks as they were; letters and answers keep their columns."""
    kept = (character if character.isprintable() or character in "\t\n" else " " for character in line)
    return "".join(kept)
