"""The letters to those who apply for an office, and those by which the manager sees who does (R20)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from mailvote.mail.answering import mark
from mailvote.mail.call_letters import PARAGRAPHS, kept
from mailvote.mail.dossier import NO_TEXT, UNREADABLE, Change, Dossier, SentFile
from mailvote.mail.headings import TITLES
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import plus_address, reply_line
from mailvote.mail.wording import Wording
from mailvote.rules.english import counted, listed
from mailvote.rules.paper import Paper

FIRST_WORDS = 12
"""How many words of a paragraph an acknowledgement repeats."""

ASKED = dict(zip(TITLES, (asked.rstrip(".") for _, asked in PARAGRAPHS), strict=True))
"""What is asked for under each heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An expression of interest as it stands after a message: whose it is, what was found, and what became of it.

    `refused` are sentences about files that were not taken, `unconfirmed` how many other messages in the candidate's
    name were left out because nobody confirmed them.
    """

    paper: Paper
    apply_by: datetime
    name: str
    address: str
    received_at: datetime
    dossier: Dossier
    change: Change
    panel: tuple[str, ...] = ()
    practice: str = ""
    refused: tuple[str, ...] = field(default=(), repr=False)
    unconfirmed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of an acknowledgement: a heading, and in words what was found under it; "" where nothing was."""

    title: str
    found: str = field(repr=False)
    asked: str = ""


def received(w: Wording, house: Letterhead, it: Application, token: str) -> Letter:
    """To the candidate: what was understood heading by heading, what is missing, and what happens with it."""
    missing = [heading for heading in it.dossier.missing if heading in TITLES]
    return letter(
        w,
        house,
        "expression-received",
        "candidate-received",
        **_about(house, it.paper, token),
        it=it,
        entries=entries(it.dossier),
        unread=[f"{unread(file)} {_REMARKS[file.fault]}" for file in it.dossier.files if file.fault],
        files=[_file_words(file) for file in it.dossier.files],
        missing=listed([f"“{TITLES[heading]}”" for heading in missing]) if missing else "",
        is_unchecked=bool(missing) and any(file.fault for file in it.dossier.files),
        completing=_link(house, it.paper, token, "".join(f"{TITLES[heading]}:\r\n\r\n\r\n" for heading in missing)),
        withdrawing=_link(house, it.paper, token, "WITHDRAW"),
        corrects=it.change is Change.CORRECTS,
        replaces=it.change is Change.REPLACES,
        is_same=it.change is Change.SAME,
        is_empty=not it.dossier.paragraphs and not it.dossier.files,
        panel=listed(it.panel) if it.panel else "",
        kept=kept(it.paper.rules.candidacy),
    )


def confirm(
    w: Wording, house: Letterhead, paper: Paper, apply_by: datetime, received_at: datetime, nonce: str
) -> Letter:
    """To an address that nothing vouches for: whether the message came from there. It repeats nothing of it."""
    return letter(
        w,
        house,
        "expression-confirm",
        "candidate-confirm",
        **_about(house, paper, nonce),
        apply_by=apply_by,
        received_at=received_at,
        yes_link=_link(house, paper, nonce, "YES"),
    )


def which(w: Wording, house: Letterhead, calls: Sequence[Paper], received_at: datetime, nonce: str) -> Letter:
    """To somebody who may apply in several calls: which of them is meant."""
    lines = tuple((paper, _link(house, paper, nonce, f"For {paper.reference}")) for paper in calls)
    return letter(
        w,
        house,
        "expression-which",
        "candidate-which",
        reply_above=REPLY_ABOVE,
        calls=lines,
        received_at=received_at,
        code_line=reply_line(nonce),
    )


def refused(w: Wording, house: Letterhead, paper: Paper, received_at: datetime, sentence: str) -> Letter:
    """To a sender who may be answered: why the message changed nothing."""
    return letter(
        w,
        house,
        "expression-refused",
        "candidate-refused",
        paper=paper,
        received_at=received_at,
        sentence=sentence,
    )


def withdrawn(w: Wording, house: Letterhead, paper: Paper, name: str, apply_by: datetime | None, token: str) -> Letter:
    """To a candidate who withdrew; `apply_by` is until when they may apply again, None where that is over."""
    return letter(
        w,
        house,
        "expression-withdrawn",
        "candidate-withdrawn",
        **_about(house, paper, token),
        name=name,
        apply_by=apply_by,
    )


def passed_on(w: Wording, house: Letterhead, paper: Paper, apply_by: datetime | None, token: str) -> Letter:
    """To somebody whose message about a call is for the manager; `apply_by` is None where nobody applies any more."""
    form = "".join(f"{title}:\r\n\r\n\r\n" for title in TITLES.values())
    return letter(
        w,
        house,
        "expression-passed-on",
        "candidate-passed-on",
        **_about(house, paper, token),
        apply_by=apply_by,
        apply_link=_link(house, paper, token, form),
        titles=listed([f"“{title}”" for title in TITLES.values()]),
    )


def to_manager(w: Wording, house: Letterhead, it: Application, applied: int) -> Letter:
    """To the managers: who has applied, or changed what they sent, with all of it; so many candidates in all."""
    return letter(
        w,
        house,
        "expression",
        "manager-expression",
        it=it,
        paper=it.paper,
        entries=entries(it.dossier),
        paragraphs_sent=[(TITLES.get(one.heading, "Under no heading"), one.text) for one in it.dossier.paragraphs],
        unread=[unread(file) for file in it.dossier.files if file.fault],
        files=[_file_words(file) for file in it.dossier.files],
        corrects=it.change is Change.CORRECTS,
        replaces=it.change is Change.REPLACES,
        applied=counted(applied, "candidate"),
    )


def manager_told(
    w: Wording, house: Letterhead, paper: Paper, what: str, sender: str, received_at: datetime, said: str = ""
) -> Letter:
    """To the managers: what came about a call that they should know of; `said` is what it says, where it is shown."""
    return letter(
        w,
        house,
        "call-mail",
        "manager-call-mail",
        paper=paper,
        what=what,
        sender=sender,
        received_at=received_at,
        said=said,
    )


def entries(dossier: Dossier) -> tuple[Entry, ...]:
    """What was found under each heading, in words and in files."""
    return tuple(
        Entry(title=title, found=_found(dossier, heading), asked=ASKED[heading]) for heading, title in TITLES.items()
    )


def unread(file: SentFile) -> str:
    """Why nobody looked for headings in a file, kindly."""
    if file.fault == NO_TEXT:
        return f"“{file.name}” holds pictures of pages, as a scan does, and no text that a program can search."
    return f"“{file.name}” could not be opened by our program; it may be locked with a password."


_REMARKS = {
    NO_TEXT: "That is no fault: people read it, our program could only not look for the three headings in it.",
    UNREADABLE: "Please make sure that it opens without a password, and send it again if it does not: who reads it "
    "could not open it either.",
}
"""What a candidate is told besides of a file in which nobody could look for headings."""


def _found(dossier: Dossier, heading: str) -> str:
    words = dossier.text(heading).split()
    in_words = f"“{' '.join(words[:FIRST_WORDS])}{' …' if len(words) > FIRST_WORDS else ''}”" if words else ""
    number = f" ({counted(len(words), 'word')})" if len(words) > FIRST_WORDS else ""
    in_files = listed([f"“{file.name}”" for file in dossier.files if heading in file.headings] or [""])
    parts = (in_words + number, f"in the file {in_files}" if in_files else "")
    return ", and ".join(part for part in parts if part)


def _file_words(file: SentFile) -> str:
    return f"“{file.name}” ({size_words(file.size)})"


def size_words(size: int) -> str:
    """`340 kB`, `4.2 MB`."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


def _about(house: Letterhead, paper: Paper, token: str) -> dict[str, object]:
    """What every letter has that can be answered with a code."""
    return {
        "paper": paper,
        "mark": mark(paper, token),
        "reply_above": REPLY_ABOVE,
        "code_line": reply_line(token) if token else "",
    }


def _link(house: Letterhead, paper: Paper, token: str, body: str) -> str:
    """A mailto link with the code; where the address cannot carry it, the subject does."""
    address = plus_address(house.address, token) if house.plus_addressing and token else house.address
    words = f"Expression of interest [{paper.reference}]"
    subject = words if house.plus_addressing or not token else f"{words} {token}"
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
