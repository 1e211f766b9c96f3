"""Open a message about a call: its words, its files, and what it wants; only as much of it is fetched as is needed."""

from dataclasses import dataclass, field

from mailvote.mail.applying import Content, Wish, wish
from mailvote.mail.attached import files_of
from mailvote.mail.candidate_letters import size_words
from mailvote.mail.dossier import Dossier
from mailvote.mail.expressions import Expression, read_expression, shown_name
from mailvote.mail.sender import Sender
from mailvote.office.case import Case
from mailvote.office.parking import Sent
from mailvote.office.ports import Whole
from mailvote.office.statements import FILES_AT_MOST, MEGABYTE, Brought, look_through
from mailvote.rules.electorate import Person
from mailvote.store.candidates import Candidate

LARGEST = 4 * FILES_AT_MOST
"""The largest message that is fetched whole: of the files in it those are taken that fit."""

_PICTURES = "image/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What is in a message: what it wants, its own words, and what is kept if it is an expression of interest."""

    wish: Wish
    expression: Expression = field(repr=False)
    sent: Sent
    text: str = field(default="", repr=False)


def open_message(
    case: Case, person: Person | None, candidate: Candidate | None, *, own_code: bool, whole: Whole
) -> Opened:
    """Read a message; nothing raises on its content."""
    brought, content = _brought(case, whole)
    expression = read_expression(case.incoming, content)
    wanted = Content(
        expression=expression,
        files=brought.number,
        is_candidate=candidate is not None,
        is_complete=candidate is not None and not candidate.missing,
        is_titled="expression of interest" in case.incoming.subject.casefold(),
    )
    sent = Sent(
        name=expression.name or _name(case, person),
        is_named=bool(expression.name),
        withdraws=expression.withdraws,
        dossier=Dossier(paragraphs=expression.paragraphs, files=brought.files),
        received_at=case.received.received_at,
        answers=own_code,
        refused=brought.refused,
        contents=brought.contents,
    )
    return Opened(wish=wish(wanted), expression=expression, sent=sent, text=expression.text)


def _brought(case: Case, whole: Whole) -> tuple[Brought, bytes | None]:
    """The files of a message, and all of it; without what is too large to be fetched."""
    if not case.incoming.truncated:
        return look_through(files_of(case.received.content)), case.received.content
    content = whole(case.received) if case.received.size <= LARGEST else None
    if content is not None:
        return look_through(files_of(content)), content
    names = [
        each.name or "unnamed" for each in case.incoming.attachments if not each.content_type.startswith(_PICTURES)
    ]
    size = size_words(case.received.size)
    limit = f"all files together may have {FILES_AT_MOST // MEGABYTE} MB"
    refused = tuple(f"“{name}” was not read: the whole message has {size}, and {limit}." for name in names)
    return Brought(refused=refused), None


def _name(case: Case, person: Person | None) -> str:
    """The name that a mail program gives, else that of the register, else what stands before the @."""
    given = shown_name(case.sender.name) if isinstance(case.sender, Sender) else ""
    return given or (person.name if person else case.address.partition("@")[0])
