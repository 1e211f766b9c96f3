"""The letters to the panel that assesses who may stand: what it is asked, how it was understood, what changed (R20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from mailvote.mail.answering import mark
from mailvote.mail.findings import Finding, Reading
from mailvote.mail.headings import TITLES
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import plus_address, reply_line
from mailvote.mail.wording import Wording
from mailvote.rules.english import counted, listed
from mailvote.rules.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """A candidate as the panel is shown one: the files of what they wrote, and the paragraphs that are missing."""

    name: str
    files: tuple[str, ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A place on the panel of one ballot: who has it, with whom, and the code of their letters."""

    paper: Paper
    name: str
    others: tuple[str, ...]
    token: str = field(default="", repr=False)


def ask(
    w: Wording,
    house: Letterhead,
    seat: Seat,
    applicants: Sequence[Applicant],
    *,
    call_files: tuple[str, ...],
    reminded_at: datetime,
) -> Letter:
    """Who is eligible? With the statements, to one member of the panel."""
    return letter(
        w,
        house,
        "panel-asked",
        "panel-asked",
        **_about(seat),
        **_asked(house, seat, [one.name for one in applicants]),
        statements=[(one.name, listed(one.files) if one.files else "", missing(one.missing)) for one in applicants],
        call_files=listed(call_files) if call_files else "",
        others=listed(seat.others) if seat.others else "",
        reminded_at=reminded_at,
    )


def remind(
    w: Wording, house: Letterhead, seat: Seat, names: Sequence[str], unreasoned: Sequence[str], asked_at: datetime
) -> Letter:
    """What is still open, once; of the `unreasoned` among `names` only the reason is."""
    about = {**_about(seat), **_asked(house, seat, names), **_open(names, unreasoned)}
    return letter(w, house, "panel-reminder", "panel-reminder", **about, asked_at=asked_at)


def received(
    w: Wording,
    house: Letterhead,
    seat: Seat,
    names: Mapping[int, str],
    reading: Reading,
    *,
    gone: Sequence[str],
    left: Sequence[str],
    unreasoned: Sequence[str],
) -> Letter:
    """How an answer was understood, what could not be read in it, and what is still open.

    `gone` are candidates it speaks of who are not to be assessed any more, `left` those whom nothing is known of yet.
    """
    return letter(
        w,
        house,
        "panel-received",
        "panel-received",
        **_about(seat),
        **_asked(house, seat, left),
        **_open(left, unreasoned),
        understood=[_understood(names, finding) for finding in reading.findings],
        unread=reading.unread,
        gone=listed(gone) if gone else "",
    )


def confirm(w: Wording, house: Letterhead, seat: Seat, received_at: datetime) -> Letter:
    """Did you write this? To a member of the panel whose answer does not prove that it is theirs."""
    return letter(w, house, "panel-confirm", "panel-confirm", **_about(seat), received_at=received_at)


def too_late(w: Wording, house: Letterhead, seat: Seat, why: str) -> Letter:
    """To a member of the panel whose answer changes nothing any more, and why."""
    return letter(w, house, "panel-late", "panel-late", **_about(seat), why=why)


def withdrawn(w: Wording, house: Letterhead, seat: Seat, candidate: str, left: Sequence[str]) -> Letter:
    """A candidate has withdrawn after the panel was asked; `left` are those whom this member has yet to assess."""
    return letter(
        w, house, "panel-withdrawn", "panel-withdrawn", **_about(seat), **_asked(house, seat, left), candidate=candidate
    )


def warning(w: Wording, house: Letterhead, seat: Seat, domain: str, received_at: datetime) -> Letter:
    """Somebody at another address has answered the letter of this member of the panel."""
    facts = {"domain": domain, "received_at": received_at}
    return letter(w, house, "panel-warning", "panel-warning", **_about(seat), **facts)


def missing(headings: Sequence[str]) -> str:
    """The paragraphs that a candidate did not send: `Statement and Conflicts of interest`."""
    return listed([f"“{TITLES.get(heading, heading)}”" for heading in headings]) if headings else ""


def _about(seat: Seat) -> dict[str, object]:
    return {
        "paper": seat.paper,
        "name": seat.name,
        "mark": mark(seat.paper, seat.token),
        "code_line": reply_line(seat.token) if seat.token else "",
        "reply_above": REPLY_ABOVE,
    }


def _asked(house: Letterhead, seat: Seat, names: Sequence[str]) -> dict[str, object]:
    """The list to fill in, which says nothing as long as nobody has, and a link that begins a mail with it."""
    form = [f"{name}:" for name in names]
    number = counted(len(names), "candidate") if names else ""
    return {"form": form, "number": number, "answer_link": _answer_link(house, seat, form)}


def _answer_link(house: Letterhead, seat: Seat, form: Sequence[str]) -> str:
    """A mailto link whose text is the list; its subject carries the code where the address cannot."""
    address = plus_address(house.address, seat.token) if house.plus_addressing else house.address
    words = f"Assessment {mark(seat.paper, seat.token)}"
    subject = quote(words if house.plus_addressing else f"{words} {seat.token}", safe="")
    body = "\r\n".join(form)
    return f"mailto:{quote(address, safe='@')}?subject={subject}&body={quote(body, safe='')}"


def _open(names: Sequence[str], unreasoned: Sequence[str]) -> dict[str, object]:
    unsaid = [name for name in names if name not in unreasoned]
    return {"unsaid": listed(unsaid) if unsaid else "", "unreasoned": listed(list(unreasoned)) if unreasoned else ""}


def _understood(names: Mapping[int, str], finding: Finding) -> tuple[str, str, str]:
    return names[finding.candidate], "eligible" if finding.is_eligible else "not eligible", finding.reason
