"""Receive mail about a call for candidates: expressions of interest, withdrawals and questions (R20).

The table of `mail.applying` decides how far a message is believed; what nothing vouches for waits until its sender
confirms it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from sqlalchemy import Connection

from mailvote.mail.applying import Belief, Wish, believe
from mailvote.mail.automatic import sent_in_bulk
from mailvote.mail.sender import Authentication, Sender
from mailvote.office import applicants, candidacies, parking
from mailvote.office.applicants import Applicant
from mailvote.office.calls import Concern, concern, is_pending
from mailvote.office.case import Case
from mailvote.office.desk import Desk
from mailvote.office.fetching import not_fetched
from mailvote.office.filing import file_about
from mailvote.office.opened import Opened, open_message
from mailvote.office.parking import Parked, Sent
from mailvote.office.ports import Whole
from mailvote.rules.acceptance import Fate
from mailvote.rules.electorate import Person, name_key
from mailvote.rules.lifecycle import in_time
from mailvote.store import candidates, inbox, panels, register
from mailvote.store.ballots import Ballot

A_DAY = timedelta(days=1)
MESSAGES_A_DAY = 10
"""How many messages about a call are read from one address within 24 hours."""

STRANGERS_A_DAY = 20
"""From how many addresses that are not on the register messages about a call are read within 24 hours."""

UNCONFIRMED = "expression-unconfirmed"
READ = ("expression", UNCONFIRMED, "withdrawal", "call-question", "late-expression", "panel-member", "which-call")
"""The grounds of messages that were read, which count towards these bounds."""

HELD = {
    "forged": "A message that claims to come from {address} did not pass the mail server's check of its sender. It was "
    "not taken, and nobody at that address was told.",
    "bulk": "A message about the call came marked as bulk mail. It was not taken: please read it in the mailbox.",
    "sent-by-another": "A message about the call was sent for {address} by somebody of another domain. It was not "
    "taken: please read it in the mailbox, and ask whether it is theirs.",
    "too-many": "More messages about the call came today than are read in one day. Those from {address}, and what else "
    "comes from new addresses today, are in the mailbox unread: please look there, and ask whoever is no nuisance to "
    "send theirs again tomorrow.",
    "found-after-assessment": "An expression of interest of {address} reached the mail server in time, but came to "
    "light only after it was settled who stands. Please read it in the mailbox.",
}
"""What the managers are told of a message that is held, once a day for each reason."""

LATE = (
    "Your message reached the mail server after the applications had ended, on {apply_by}, so your expression of "
    "interest could not be considered. Should the call be opened again, please send it again."
)
LATE_FOR_MANAGER = (
    "A message of {address} about the call came after the applications had ended, and was not considered. To let "
    "candidates apply longer, send: reopen call {reference}"
)
NOT_ASKED = "The sender was not told, because nothing shows that the message comes from that address."
CLOSED = "The call for candidates has been called off, so nobody can apply any more."
PANEL = "You are on the panel that assesses the candidates, and nobody who is on it may stand."
PANEL_FOR_MANAGER = (
    "{address}, who is on the panel, has sent an expression of interest. It was not taken. If they are to stand, put "
    "somebody else on the panel first, and send: panel {reference}"
)
ANOTHER = (
    "From your address {name} has applied already, and one address stands for one candidate alone. If you write for "
    "somebody else, please let them send their expression of interest from their own address. If the name is to be "
    "corrected, reply to the letter that acknowledged the first one."
)
ANOTHER_FOR_MANAGER = (
    "From {address}, where {name} has applied, came an expression of interest in another name. It was not taken."
)
QUESTION = "{address} has written about the call. Please answer; what they wrote is no expression of interest."
DENIED = "{address} says that the expression of interest that came in their name is not theirs. It was deleted."


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that is known of one message about one call when it is dealt with.

    `waited` is the number of one that waited until its sender confirmed it: then `case` is the confirmation.
    """

    case: Case = field(repr=False)
    about: Concern
    belief: Belief
    person: Person | None
    opened: Opened | None
    now: datetime
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
        """Whether the sender may be written to at all: on the register, a candidate, or proven (mail.md 3)."""
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


Deed = Callable[[Connection, Desk, Matter], None]


def concerns(conn: Connection, desk: Desk, case: Case) -> bool:
    """Whether a message is about a call for candidates."""
    return concern(conn, desk, case) is not None


def receive(conn: Connection, desk: Desk, case: Case, now: datetime, whole: Whole = not_fetched) -> None:
    """Take one message about a call from its arrival to its answer."""
    about = concern(conn, desk, case)
    if about is None:
        raise ValueError("only messages about a call are dealt with here")
    speakers = register.electorate(conn, desk.organisation, now).speakers(case.address, case.received.received_at)
    matter = Matter(
        case=case,
        about=about,
        belief=believe(case.authentication, own_code=about.own_code),
        person=next(iter(speakers), None),
        opened=None,
        now=now,
    )
    doubt = _doubt(conn, matter)
    if doubt:
        hold(conn, desk, matter, doubt)
        return
    matter = replace(matter, opened=_opened(matter, whole))
    if about.parked is not None:
        _answered(conn, desk, matter, about.parked)
    else:
        _deal_with(conn, desk, matter)


def _opened(matter: Matter, whole: Whole) -> Opened:
    about = matter.about
    return open_message(matter.case, matter.person, about.candidate, own_code=about.own_code, whole=whole)


def _doubt(conn: Connection, matter: Matter) -> str:
    """What speaks against reading a message: the ground on which it is held."""
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
    since, address = matter.received_at - A_DAY, matter.case.address
    if inbox.senders(conn, matter.ballot.id, READ, since).get(address, 0) >= MESSAGES_A_DAY:
        return True
    if matter.person is not None or matter.about.candidate is not None:
        return False
    strangers = inbox.senders(conn, matter.ballot.id, READ, since, unknown=True)
    return address not in strangers and len(strangers) >= STRANGERS_A_DAY


def _deal_with(conn: Connection, desk: Desk, matter: Matter) -> None:
    """The first line of `STEPS` that applies says what is done."""
    deed = next(deed for applies, deed in STEPS if applies(conn, matter))
    deed(conn, desk, matter)


ALIKE = 0.6
"""How alike two names are at least that are taken for one person's."""


def ask_which(conn: Connection, desk: Desk, matter: Matter) -> None:
    """Several calls fit: the message waits until its sender says which is meant."""
    inbox_id = _file(conn, desk, matter, Fate.CHALLENGED, "which-call", with_content=False)
    to = matter.applicant
    if matter.opened is None or applicants.was_asked(conn, desk, to, is_candidate=matter.may_be_answered):
        return
    nonce = parking.park(conn, desk, to.address, matter.about.calls, matter.opened.sent, inbox_id, matter.now)
    applicants.ask_which(conn, desk, to, matter.about.calls, nonce, str(inbox_id))


def hold(conn: Connection, desk: Desk, matter: Matter, ground: str) -> None:
    """Keep a message for the managers, who are told once a day; whoever it claims to come from is not."""
    _file(conn, desk, matter, Fate.HELD, ground)
    what = HELD[ground].format(address=matter.case.address)
    applicants.tell_managers(conn, desk, matter.applicant, what, occasion=f"{ground} {matter.now.date()}")


def refuse_closed(conn: Connection, desk: Desk, matter: Matter) -> None:
    _file(conn, desk, matter, Fate.REJECTED, "call-cancelled")
    if matter.may_be_answered:
        applicants.refuse(conn, desk, matter.applicant, CLOSED, ground="call-cancelled")


def refuse_panel(conn: Connection, desk: Desk, matter: Matter) -> None:
    _file(conn, desk, matter, Fate.REJECTED, "panel-member")
    _tell_both(conn, desk, matter, PANEL, PANEL_FOR_MANAGER, "panel-member")


def refuse_late(conn: Connection, desk: Desk, matter: Matter) -> None:
    _file(conn, desk, matter, Fate.LATE, "late-expression")
    _tell_both(conn, desk, matter, LATE, LATE_FOR_MANAGER, "late")


def refuse_another(conn: Connection, desk: Desk, matter: Matter) -> None:
    _file(conn, desk, matter, Fate.REJECTED, "another-candidate")
    _tell_both(conn, desk, matter, ANOTHER, ANOTHER_FOR_MANAGER, "another-candidate")


def _tell_both(conn: Connection, desk: Desk, matter: Matter, sentence: str, for_manager: str, ground: str) -> None:
    """Tell the sender, where that may be, and the managers, each once a day."""
    to, candidate = matter.applicant, matter.about.candidate
    words = {
        "address": to.address,
        "name": candidate.name if candidate else "",
        "reference": to.ballot.paper.reference,
        "apply_by": desk.house.time(to.apply_by),
    }
    if matter.may_be_answered:
        applicants.refuse(conn, desk, to, sentence.format(**words), ground=ground)
    what = for_manager.format(**words)
    what = what if matter.may_be_answered else f"{what} {NOT_ASKED}"
    applicants.tell_managers(conn, desk, to, what, occasion=f"{ground} {to.address} {matter.now.date()}")


def ignore(conn: Connection, desk: Desk, matter: Matter) -> None:
    """Thanks and the like."""
    _file(conn, desk, matter, Fate.IGNORED, "courtesy")


def pass_on(conn: Connection, desk: Desk, matter: Matter) -> None:
    """What is no expression of interest is for the managers to answer."""
    inbox_id = _file(conn, desk, matter, Fate.COMMANDS, "call-question")
    to, text = matter.applicant, matter.opened.text if matter.opened else ""
    applicants.tell_managers(
        conn, desk, to, QUESTION.format(address=to.address), occasion=f"question {inbox_id}", said=text
    )
    if matter.may_be_answered:
        applicants.tell_passed_on(conn, desk, to)


def challenge(conn: Connection, desk: Desk, matter: Matter) -> None:
    """Nothing vouches for the sender: the message waits until the address has confirmed it, which is asked once."""
    inbox_id = _file(conn, desk, matter, Fate.CHALLENGED, UNCONFIRMED, with_content=False)
    to, is_candidate = matter.applicant, matter.about.candidate is not None
    if matter.opened is None or parking.is_waiting(conn, desk, to.address, matter.ballot):
        return
    if not applicants.was_asked(conn, desk, to, is_candidate=is_candidate):
        nonce = parking.park(conn, desk, to.address, (matter.ballot,), matter.opened.sent, inbox_id, matter.now)
        applicants.ask_to_confirm(conn, desk, to, nonce, str(inbox_id))


def withdraw(conn: Connection, desk: Desk, matter: Matter) -> None:
    inbox_id = _file(conn, desk, matter, Fate.COMMANDS, "withdrawal")
    _withdraw(conn, desk, matter.applicant, inbox_id)


def take(conn: Connection, desk: Desk, matter: Matter) -> None:
    """An expression of interest: what it holds is kept under the candidate's key, and nowhere else (R23)."""
    inbox_id = _file(conn, desk, matter, Fate.COMMANDS, "expression", with_content=False)
    if matter.opened is not None:
        left_out = _left_out(conn, desk, matter) if matter.waited is not None else 0
        _take(conn, desk, matter.applicant, matter.opened.sent, inbox_id, unconfirmed=left_out)


def _left_out(conn: Connection, desk: Desk, matter: Matter) -> int:
    """How many other messages in the name of the address nobody confirmed."""
    since = matter.ballot.dates.called_at or matter.received_at
    return inbox.count_from(conn, desk.organisation, matter.case.address, UNCONFIRMED, since)


def _withdraw(conn: Connection, desk: Desk, to: Applicant, inbox_id: int) -> None:
    candidate = candidacies.standing(conn, to.ballot.id, to.address)
    if candidate is not None:
        candidacies.withdraw(conn, desk, to, candidate, inbox_id)


def _take(conn: Connection, desk: Desk, to: Applicant, sent: Sent, inbox_id: int, *, unconfirmed: int = 0) -> None:
    if candidacies.is_overtaken(conn, to, sent):
        inbox.set_fate(conn, inbox_id, Fate.REPLACED, "overtaken")
    else:
        candidacies.apply(conn, desk, to, sent, inbox_id, unconfirmed=unconfirmed)


def _is_on_panel(conn: Connection, matter: Matter) -> bool:
    return any(member.address == matter.case.address for member in panels.members(conn, matter.ballot.id))


def _is_another(matter: Matter) -> bool:
    """Whether the message is in another name than that of the candidate at its address."""
    candidate, sent = matter.about.candidate, matter.opened.sent if matter.opened else None
    if candidate is None or sent is None or not sent.is_named or matter.about.own_code:
        return False
    if candidate.state == "withdrawn":
        return False
    return SequenceMatcher(None, name_key(candidate.name), name_key(sent.name)).ratio() < ALIKE


STEPS: tuple[tuple[Callable[[Connection, Matter], bool], Deed], ...] = (
    (lambda conn, it: it.wish is Wish.THANK, ignore),
    (lambda conn, it: it.wish is Wish.ASK, pass_on),
    (lambda conn, it: len(it.about.calls) > 1, ask_which),
    (lambda conn, it: it.ballot.dates.cancelled_at is not None, refuse_closed),
    (lambda conn, it: it.wish is Wish.APPLY and it.is_late, refuse_late),
    (lambda conn, it: it.wish is Wish.APPLY and _is_on_panel(conn, it), refuse_panel),
    (lambda conn, it: it.wish is Wish.APPLY and _is_another(it), refuse_another),
    (lambda conn, it: it.belief is Belief.UNPROVEN, challenge),
    (lambda conn, it: it.wish is Wish.WITHDRAW, withdraw),
    (
        lambda conn, it: it.ballot.dates.assessed_at is not None,
        lambda conn, desk, it: hold(conn, desk, it, "found-after-assessment"),
    ),
    (lambda conn, it: True, take),
)
"""What is done about a message: whether it wants anything, then about what, whether it may, and who it is from."""


def _file(conn: Connection, desk: Desk, matter: Matter, fate: Fate, ground: str, *, with_content: bool = True) -> int:
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


def _answered(conn: Connection, desk: Desk, matter: Matter, parked: Parked) -> None:
    """The sender answers our question: what waited is carried out for the calls that are meant, if there is time."""
    meant = _meant(matter, parked)
    if parked.sent is None:
        refuse_late(conn, desk, matter)
    elif _DENIES.match(_first_line(matter)):
        _file(conn, desk, matter, Fate.COMMANDS, "not-theirs")
        parking.release(conn, parked.proof_id, "dropped", matter.now)
        inbox.set_fate(conn, parked.inbox_id, Fate.REJECTED, "not-theirs")
        what = DENIED.format(address=matter.case.address)
        applicants.tell_managers(conn, desk, matter.applicant, what, occasion=f"denied {parked.inbox_id}")
    elif not meant:
        pass_on(conn, desk, matter)
    else:
        _confirmed(conn, desk, matter, parked, meant)


def _confirmed(conn: Connection, desk: Desk, matter: Matter, parked: Parked, meant: tuple[Ballot, ...]) -> None:
    """Carry out what waited, and then what the answer itself holds, should it be an expression of interest too."""
    answer_id = _file(conn, desk, matter, Fate.COMMANDS, "confirmation", with_content=False)
    waiting, holds = parked.sent, matter.opened
    for ballot in meant:
        for sent, inbox_id in ((waiting, parked.inbox_id), (holds.sent if holds else None, answer_id)):
            if sent is not None and (sent is waiting or sent.dossier.found or sent.dossier.files):
                _deal_with(conn, desk, _resumed(conn, matter, ballot, sent, inbox_id))
    parking.release(conn, parked.proof_id, "confirmed", matter.now)


def _resumed(conn: Connection, matter: Matter, ballot: Ballot, sent: Sent, inbox_id: int) -> Matter:
    """What is now known of a message that has waited."""
    if matter.opened is None:
        raise ValueError("only what was read can be answered")
    candidate = candidates.find(conn, ballot.id, matter.case.address)
    wanted = Wish.WITHDRAW if sent.withdraws else Wish.APPLY
    return replace(
        matter,
        about=Concern(calls=(ballot,), candidate=candidate, own_code=True),
        opened=replace(matter.opened, wish=wanted, sent=sent),
        waited=inbox_id,
    )


def _meant(matter: Matter, parked: Parked) -> tuple[Ballot, ...]:
    """The calls that the answer names, in its subject or its words; the only one, where there was no choice."""
    if len(parked.calls) == 1:
        return parked.calls
    text = matter.opened.text.casefold() if matter.opened else ""
    if re.search(r"\b(?:both|all)\b", text):
        return parked.calls
    named = tuple(ballot for ballot in parked.calls if ballot.paper.reference.casefold() in text)
    return named or tuple(ballot for ballot in parked.calls if ballot.paper.reference in matter.case.marks.references)


def _first_line(matter: Matter) -> str:
    lines = (line.strip() for line in (matter.opened.text if matter.opened else "").splitlines())
    return next((line.casefold() for line in lines if line), "")


_DENIES = re.compile(
    r"(?:no|nope|not (?:me|mine|my)|(?:it|this|that) (?:was|is)(?: not|n't|n’t) (?:me|mine|from me))\b"
)
