"""Receive mail about a call for candidates: expressions of interest, withdrawals and questions (R20).

The table of `mail.applying` decides how far a message is believed; what nothing vouches for waits until its sender
confirms it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from functools import partial

from sqlalchemy import Connection

from mailvote.mail import callwords
from mailvote.mail.applying import Belief, Wish, believe
from mailvote.mail.callwords import Refusal
from mailvote.office import applicants, candidacies, confirmations, parking
from mailvote.office.callmail import UNCONFIRMED, Matter, doubt, filed
from mailvote.office.calls import concern
from mailvote.office.case import Case
from mailvote.office.desk import Desk
from mailvote.office.fetching import not_fetched
from mailvote.office.opened import open_message
from mailvote.office.parking import Parked
from mailvote.office.ports import Whole
from mailvote.rules.acceptance import Fate
from mailvote.rules.electorate import name_key
from mailvote.store import inbox, panels, register

Deed = Callable[[Connection, Desk, Matter], None]

ALIKE = 0.6
"""How alike two names are at least that are taken for one person's."""


def concerns(conn: Connection, desk: Desk, case: Case) -> bool:
    """Whether a message is about a call for candidates."""
    return concern(conn, desk, case) is not None


def receive(conn: Connection, desk: Desk, case: Case, now: datetime, whole: Whole = not_fetched) -> None:
    """Take one message about a call from its arrival to its answer."""
    matter = _matter(conn, desk, case, now)
    held = doubt(conn, matter)
    if held:
        hold(conn, desk, matter, held)
        return
    about = matter.about
    opened = open_message(case, matter.person, about.candidate, own_code=about.own_code, whole=whole)
    matter = replace(matter, opened=opened)
    if about.parked is not None:
        _answered(conn, desk, matter, about.parked)
    else:
        deal_with(conn, desk, matter)


def _matter(conn: Connection, desk: Desk, case: Case, now: datetime) -> Matter:
    about = concern(conn, desk, case)
    if about is None:
        raise ValueError("only messages about a call are dealt with here")
    speakers = register.electorate(conn, desk.organisation, now).speakers(case.address, case.received.received_at)
    return Matter(
        case=case,
        about=about,
        belief=believe(case.authentication, own_code=about.own_code),
        person=next(iter(speakers), None),
        now=now,
    )


def _answered(conn: Connection, desk: Desk, matter: Matter, parked: Parked) -> None:
    """The sender answers our question: what waited is dealt with for the calls that are meant."""
    if parked.sent is None:
        refuse(conn, desk, matter, callwords.LATE)
    elif confirmations.denies(matter):
        confirmations.drop(conn, desk, matter, parked)
    elif calls := confirmations.meant(matter, parked):
        confirmations.carry_out(conn, desk, matter, parked, calls, deal_with)
    else:
        pass_on(conn, desk, matter)


def deal_with(conn: Connection, desk: Desk, matter: Matter) -> None:
    """The first line of `STEPS` that applies says what is done."""
    deed = next(deed for applies, deed in STEPS if applies(conn, matter))
    deed(conn, desk, matter)


def ask_which(conn: Connection, desk: Desk, matter: Matter) -> None:
    """Several calls fit: the message waits until its sender says which is meant."""
    inbox_id = filed(conn, desk, matter, Fate.CHALLENGED, "which-call", with_content=False)
    to, calls = matter.applicant, matter.about.calls
    if matter.opened and not applicants.was_asked(conn, desk, to, is_known=matter.may_be_answered):
        nonce = parking.park(conn, desk, to.address, calls, matter.opened.sent, inbox_id, matter.now)
        applicants.ask_which(conn, desk, to, calls, nonce, str(inbox_id))


def hold(conn: Connection, desk: Desk, matter: Matter, ground: str) -> None:
    """Keep a message for the managers, who are told once a day; whoever it claims to come from is not."""
    filed(conn, desk, matter, Fate.HELD, ground)
    what = callwords.HELD[ground].format(address=matter.case.address)
    applicants.tell_managers(conn, desk, matter.applicant, what, occasion=f"{ground} {matter.now.date()}")


def refuse(conn: Connection, desk: Desk, matter: Matter, refusal: Refusal) -> None:
    """Tell the sender, where that may be, and the managers, each once a day."""
    filed(conn, desk, matter, refusal.fate, refusal.ground)
    to, candidate = matter.applicant, matter.about.candidate
    words = {
        "address": to.address,
        "name": candidate.name if candidate else "",
        "reference": to.ballot.paper.reference,
        "apply_by": desk.house.time(to.apply_by),
    }
    if matter.may_be_answered:
        applicants.refuse(conn, desk, to, refusal.sentence.format(**words), ground=refusal.ground)
    if refusal.for_manager:
        what = refusal.for_manager.format(**words)
        what = what if matter.may_be_answered else f"{what} {callwords.NOT_TOLD}"
        occasion = f"{refusal.ground} {to.address} {matter.now.date()}"
        applicants.tell_managers(conn, desk, to, what, occasion=occasion)


def ignore(conn: Connection, desk: Desk, matter: Matter) -> None:
    """Thanks and the like."""
    filed(conn, desk, matter, Fate.IGNORED, "courtesy")


def pass_on(conn: Connection, desk: Desk, matter: Matter) -> None:
    """What is no expression of interest is for the managers to answer."""
    inbox_id = filed(conn, desk, matter, Fate.COMMANDS, "call-question")
    to, what = matter.applicant, callwords.QUESTION.format(address=matter.case.address)
    text = matter.opened.text if matter.opened else ""
    applicants.tell_managers(conn, desk, to, what, occasion=f"question {inbox_id}", said=text)
    if matter.may_be_answered:
        applicants.tell_passed_on(conn, desk, to)


def challenge(conn: Connection, desk: Desk, matter: Matter) -> None:
    """Nothing vouches for the sender: the message waits until the address has confirmed it, which is asked once."""
    inbox_id = filed(conn, desk, matter, Fate.CHALLENGED, UNCONFIRMED, with_content=False)
    to, is_known = matter.applicant, matter.about.candidate is not None
    if matter.opened is None or parking.is_waiting(conn, desk, to.address, matter.ballot):
        return
    if not applicants.was_asked(conn, desk, to, is_known=is_known):
        nonce = parking.park(conn, desk, to.address, (matter.ballot,), matter.opened.sent, inbox_id, matter.now)
        applicants.ask_to_confirm(conn, desk, to, nonce, str(inbox_id))


def withdraw(conn: Connection, desk: Desk, matter: Matter) -> None:
    inbox_id = filed(conn, desk, matter, Fate.COMMANDS, "withdrawal")
    candidate = candidacies.standing(conn, matter.ballot.id, matter.case.address)
    if candidate is not None:
        candidacies.withdraw(conn, desk, matter.applicant, candidate, inbox_id)


def take(conn: Connection, desk: Desk, matter: Matter) -> None:
    """An expression of interest: what it holds is kept under the candidate's key, and nowhere else (R23)."""
    if matter.opened is None:
        raise ValueError("only what was read can be taken")
    to, sent = matter.applicant, matter.opened.sent
    if candidacies.is_overtaken(conn, to, sent):
        filed(conn, desk, matter, Fate.REPLACED, "overtaken", with_content=False)
        return
    inbox_id = filed(conn, desk, matter, Fate.COMMANDS, "expression", with_content=False)
    left_out = _left_out(conn, desk, matter) if matter.waited is not None else 0
    candidacies.apply(conn, desk, to, sent, inbox_id, unconfirmed=left_out)


def _left_out(conn: Connection, desk: Desk, matter: Matter) -> int:
    """How many other messages in the name of the address nobody confirmed."""
    since = matter.ballot.dates.called_at or matter.received_at
    return inbox.count_from(conn, desk.organisation, matter.case.address, UNCONFIRMED, since)


def _is_on_panel(conn: Connection, matter: Matter) -> bool:
    return any(member.address == matter.case.address for member in panels.members(conn, matter.ballot.id))


def _is_another(matter: Matter) -> bool:
    """Whether the message is in another name than that of the candidate at its address."""
    candidate, sent = matter.about.candidate, matter.opened.sent if matter.opened else None
    if candidate is None or candidate.state == "withdrawn" or sent is None or not sent.is_named:
        return False
    likeness = SequenceMatcher(None, name_key(candidate.name), name_key(sent.name)).ratio()
    return likeness < ALIKE and not matter.about.own_code


STEPS: tuple[tuple[Callable[[Connection, Matter], bool], Deed], ...] = (
    (lambda conn, it: it.wish is Wish.THANK, ignore),
    (lambda conn, it: it.wish is Wish.ASK, pass_on),
    (lambda conn, it: len(it.about.calls) > 1, ask_which),
    (lambda conn, it: it.ballot.dates.cancelled_at is not None, partial(refuse, refusal=callwords.CLOSED)),
    (lambda conn, it: it.wish is Wish.APPLY and it.is_late, partial(refuse, refusal=callwords.LATE)),
    (lambda conn, it: it.wish is Wish.APPLY and _is_on_panel(conn, it), partial(refuse, refusal=callwords.PANEL)),
    (lambda conn, it: it.wish is Wish.APPLY and _is_another(it), partial(refuse, refusal=callwords.ANOTHER)),
    (lambda conn, it: it.belief is Belief.UNPROVEN, challenge),
    (lambda conn, it: it.wish is Wish.WITHDRAW, withdraw),
    (lambda conn, it: it.ballot.dates.assessed_at is not None, partial(hold, ground="found-after-assessment")),
    (lambda conn, it: True, take),
)
"""What is done about a message: whether it wants anything, then of what, whether it may, and who it is from."""
