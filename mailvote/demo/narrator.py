"""What the demo says while it plays: who wrote what, how it was understood, which letters went out, how it ended."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from mailvote.demo.folder import MAILS
from mailvote.reports.declaration import Declaration

PAUSE = 0.6
"""Seconds between two scenes at the speed of 1."""

MARGIN = 18
"""The columns that day and time take."""

FATE_STYLES: Mapping[str, str] = {
    "counted": "bold green",
    "late": "bold red",
    "rejected": "bold red",
    "held": "bold yellow",
    "challenged": "bold yellow",
    "commands": "bold cyan",
}

LETTERS: Mapping[str, str] = {
    "form": "a form to fill in",
    "proof": "a proof to confirm",
    "done": "what was done",
    "paper": "ballot paper",
    "opening-notice": "notice that a ballot is open",
    "receipt": "receipt",
    "colleague-notice": "notice that a reply came, not what it says",
    "superseded-voter": "notice that the vote was replaced",
    "manager-superseded": "note on the replaced vote",
    "unclear": "question back",
    "challenge": "question whether the message is genuine",
    "refusal": "polite refusal",
    "held": "note on a message that waits",
    "reminder": "reminder",
    "status": "how it stands",
    "late": "answer that it came too late",
    "declaration": "the result",
    "manager-declaration": "the result with the confidential tally sheet",
}
"""What the letters are called here, by their purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrator:
    """Speaks on a console: in colour and with pauses on a terminal, in plain lines anywhere else.

    `stop` is set when the audience has had enough.
    """

    console: Console
    speed: float
    stop: Event

    def open(self, folder: Path) -> None:
        self._line("An election by email, played by the real program on a mail server inside this process.")
        self._line(f"Ten practices, one week; the clock jumps. Every mail is kept in {folder}")

    def scene(self, when: str, who: str, aside: str, words: str = "") -> None:
        """Something happens: a message arrives, or an hour strikes."""
        self.console.print()
        self._line(Text.assemble((f"{when:<{MARGIN}}", "cyan"), (who, "bold")))
        if words:
            self._indented(Text(f"“{words}”"))
        self._indented(Text(aside, "italic" if self.console.is_terminal else ""))
        self.pause()

    def verdict(self, fate: str, sentence: str) -> None:
        self._indented(Text.assemble("→ ", (fate, FATE_STYLES.get(fate, "bold")), f": {sentence}"))

    def letters(self, sent: Sequence[tuple[str, str]]) -> None:
        """Which letters went out, as purposes with the names of their recipients."""
        for said in _counted(sent):
            self._indented(Text(f"← {said}", "dim" if self.console.is_terminal else ""))
        self.pause()

    def whole_letter(self, subject: str, recipient: str, text: str) -> None:
        """A letter in full, for `--watch`."""
        self._line(Padding(Panel(Text(text.rstrip()), title=Text(subject), subtitle=Text(recipient)), (0, 0, 0, 2)))

    def declare(self, it: Declaration, sums: str) -> None:
        """The declaration, as everybody got it, and the sum of all messages."""
        self.console.print()
        self.console.rule(Text("Declaration", "bold"))
        self._line(Text(it.headline, "bold green" if it.is_settled else "bold red"))
        self._line(f"{it.title} [{it.reference}], {it.organisation}")
        self.console.print()
        for sentence in it.sentences:
            self._line(sentence)
        self.console.print()
        tables = ((it.choice, it.measure, it.figures), (it.nouns.capitalize(), "Number", it.turnout))
        for head, number, rows in tables:
            self.console.print(_table(head, number, rows))
            self.console.print()
        self._line(it.messages)
        self._line(sums)

    def close(self, files: Sequence[tuple[str, Path | str]], seconds: float) -> None:
        """Where the files are, and how long it took."""
        self.console.print()
        width = max(len(label) for label, _ in files)
        for label, path in files:
            self._line(f"{label:<{width}}  {path}")
        self._line(f"Played in {seconds:.1f} seconds.")

    def stopped(self, folder: Path) -> None:
        """The audience has left."""
        self.console.print()
        self._line(f"Stopped. The mails so far are in {folder / MAILS}")

    def pause(self) -> None:
        if self.console.is_terminal and self.speed:
            self.stop.wait(PAUSE / self.speed)

    def _indented(self, line: Text) -> None:
        if self.console.is_terminal:
            self.console.print(Padding(line, (0, 0, 0, MARGIN)))
        else:
            self._line(Text(" " * MARGIN).append(line))

    def _line(self, line: str | Text | Padding) -> None:
        self.console.print(line, markup=False, highlight=False, soft_wrap=not self.console.is_terminal)


def _counted(sent: Sequence[tuple[str, str]]) -> Iterator[str]:
    """`20 × ballot paper`; up to two are named."""
    for purpose, number in Counter(purpose for purpose, _ in sent).items():
        names = [name for other, name in sent if other == purpose]
        said = LETTERS.get(purpose, purpose)
        yield f"to {' and '.join(names)}: {said}" if number <= 2 else f"{number} × {said}"


def _table(name: str, number: str, rows: Sequence[tuple[str, str]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column(name, min_width=24)
    table.add_column(number, justify="right")
    for label, value in rows:
        table.add_row(Text(label), Text(value))
    return table
