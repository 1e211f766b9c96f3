"""A message about a call for candidates with all that is known of it, and what keeps it from being read (mail.md 3)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail.applying import Belief, Wish
from mailvote.mail.automatic import sent_in_bulk
from mailvote.mail.sender import Authentication, Sender
from mailvote.office.applicants import Applicant
from mailvote.office.calls import Concern, is_pending
from mailvote.office.case import Case
from mailvote.office.desk import Desk
from mailvote.office.filing import file_about
from mailvote.office.opened import Opened
from mailvote.rules.acceptance import Fate
from mailvote.rules.electorate import Person
from mailvote.rules.lifecycle import in_time
from mailvote.store import inbox
from mailvote.store.ballots import Ballot

A_DAY = timedelta(days=1)
MESSAGES_A_DAY = 10
"""How many messages about a call are read from one address within 24 hours."""

STRANGERS_A_DAY = 20
"""From how many addresses that are not on the register messages about a call are read within 24 hours."""

UNCONFIRMED = "expression-unconfirmed"
READ = (
    "expression", UNCONFIRMED, "withdrawal", "call-question", "late-expression", "panel-member", "another-candidate",
    "which-call",
)  # fmt: skip
"""The grounds of messages that were read, which count towards these bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that is known of one message about a call when it is dealt with; `opened` is None before it is read.

    `waited` is the number of one that waited until its sender confirmed it: then `case` is the confirmation.
    """

    case: Case = field(repr=False)
    about: Concern
    belief: Belief
    person: Person | None
    now: datetime
    opened: Opened | None = None
    waited: int | None = None

    @property
    def ballot(self) -> Ballot:
        """The call, or the first of those that it could be."""
        return self.about.calls[0]

    @property
    def wish(self) -> Wish | None:
        return self.opened.wish if self.opened else None

    @property
    def received_at(self) -> datetime:
        return self.case.received.received_at

    @property
    def may_be_answered(self) -> bool:
        """Whether the sender may be written to at all: on the register, a candidate, or proven."""
        return self.person is not None or self.about.candidate is not None or self.belief is Belief.PROVEN

    @property
    def is_late(self) -> bool:
        apply_by = self.ballot.dates.apply_by
        return not is_pending(self.ballot) or (apply_by is not None and not in_time(self.received_at, apply_by))

    @property
    def applicant(self) -> Applicant:
        return Applicant(
            ballot=self.ballot,
            address=self.case.address,
            name=self.person.name if self.person else "",
            person=self.person,
            received_at=self.received_at,
            answers=self.case.incoming,
            now=self.now,
        )


def filed(conn: Connection, desk: Desk, matter: Matter, fate: Fate, ground: str, *, with_content: bool = True) -> int:
    """The number of the message on file; one that has waited is there already, and ends otherwise than it was left."""
    if matter.waited is not None:
        inbox.set_fate(conn, matter.waited, fate, ground)
        return matter.waited
    return file_about(
        conn,
        desk,
        matter.case,
        matter.ballot,
        fate=fate,
        ground=ground,
        now=matter.now,
        person=matter.person,
        with_content=with_content,
    )


def doubt(conn: Connection, matter: Matter) -> str:
    """What speaks against reading a message: the ground on which it is held, "" where nothing does."""
    if matter.case.authentication is Authentication.FAIL:
        return "forged"
    if sent_in_bulk(matter.case.incoming):
        return "bulk"
    if _sent_from_elsewhere(matter.case):
        return "sent-by-another"
    return "too-many" if _is_flood(conn, matter) else ""


def _sent_from_elsewhere(case: Case) -> bool:
    """Whether a Sender header names somebody of another domain: a secretary of the practice may send for a doctor."""
    via = case.sender.via if isinstance(case.sender, Sender) else ""
    return bool(via) and via.rpartition("@")[2] != case.address.rpartition("@")[2]


def _is_flood(conn: Connection, matter: Matter) -> bool:
    """Whether too many messages came from the address today, or messages from too many new ones."""
    since, address = matter.received_at - A_DAY, matter.case.address
    if inbox.senders(conn, matter.ballot.id, READ, since).get(address, 0) >= MESSAGES_A_DAY:
        return True
    if matter.person is not None or matter.about.candidate is not None:
        return False
    strangers = inbox.senders(conn, matter.ballot.id, READ, since, unknown=True)
    return address not in strangers and len(strangers) >= STRANGERS_A_DAY
