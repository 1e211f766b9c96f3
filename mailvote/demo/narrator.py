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
    "outranked-voter": "notice that another vote stands",
    "outranked-lead": "notice that the lead's vote stands",
    "manager-outranked": "note on the vote that does not count",
    "proxy-named": "who is proxy now",
    "interest-recorded": "what is on the register of interests now",
    "barred-paper": "the ballot for information, without a paper",
    "recorded": "what was recorded for the practice",
    "objection-received": "the objection is noted",
    "settled": "how the objection was settled",
    "objection-of-colleague": "notice of the objection",
    "manager-objection": "the objection to be settled",
    "late": "answer that it came too late",
    "declaration": "the result",
    "manager-declaration": "the result with the confidential tally sheet",
    "opened": "note that the ballot is open",
    "vacancy": "what the vacancy changes, and the call for candidates drafted",
    "call": "the call for candidates",
    "panel-named": "what the panel will be asked",
    "expression-confirm": "question whether the application is genuine",
    "expression-received": "what was understood of the application, and what is missing",
    "expression": "the application",
    "call-mail": "note on a message about the call",
    "panel-asked": "what the candidates have written, to be assessed",
    "panel-received": "the assessment as it was read, and what is still open",
    "manager-assessed": "who is eligible",
    "candidate-eligible": "the good news",
    "candidate-not-eligible": "the bad news, with the reason",
    "candidate-mail": "what a candidate has written",
    "expression-passed-on": "answer that the manager alone has it",
    "confirmed": "the confirmation",
    "unconfirmed": "reminder that the outcome is not confirmed yet",
    "certificate": "the certificate of destruction",
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

    def open(self, title: str, setting: str, folder: Path) -> None:
        self._line(f"{title}, played by the real program on a mail server inside this process.")
        self._line(f"{setting}; the clock jumps. Every mail is kept in {folder}")

    def scene(self, when: str, who: str, aside: str, words: str = "") -> None:
        """Something happens: messages arrive, or an hour strikes."""
        self.console.print()
        self._line(Text.assemble((f"{when:<{MARGIN}}", "cyan"), (who, "bold")))
        if words:
            self._indented(Text(f"“{words}”"))
        self._indented(Text(aside, "italic" if self.console.is_terminal else ""))
        self.pause()

    def voice(self, who: str, words: str) -> None:
        """One of several whose messages arrive in a scene."""
        self._indented(Text.assemble((who, "bold"), f": “{words}”"))

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

    def declare(self, it: Declaration) -> None:
        """The declaration, as everybody got it."""
        self.console.print()
        self.console.rule(Text("Declaration", "bold"))
        self._line(Text(it.headline, "bold green" if it.is_settled else "bold red"))
        self._line(f"{it.title} [{it.reference}], {it.organisation}")
        self.console.print()
        for sentence in (*it.sentences, *([it.run_off] if it.run_off else [])):
            self._line(sentence)
        for table in _tables(it):
            self.console.print()
            self.console.print(table)
        self.console.print()
        self._line(it.messages)

    def add_up(self, sums: str) -> None:
        """The sum of all messages, below the declarations."""
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


def _tables(it: Declaration) -> Iterator[Table]:
    """The figures, how each practice voted where that is open, and who took part."""
    yield _table((it.choice, it.measure), it.figures)
    if it.roll_call:
        weighted = any(weight for _, _, weight in it.roll_call)
        head = (it.noun.capitalize(), "Vote", it.weight_title)
        yield _table(head if weighted else head[:2], it.roll_call, numbers=2)
    yield _table((it.nouns.capitalize(), "Number"), it.turnout)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int = 1) -> Table:
    """A table with the columns that are headed; from the column `numbers` on they hold numbers."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    for place, name in enumerate(head):
        table.add_column(name, min_width=0 if place else 24, justify="right" if place >= numbers else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row[: len(head)]))
    return table
