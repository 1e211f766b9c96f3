"""The answer to our question who sent a message about a call, or which call it means: what waited is carried out."""

import re
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from mailvote.mail.applying import Wish
from mailvote.mail.callwords import DENIED
from mailvote.office import applicants, parking
from mailvote.office.callmail import Matter, filed
from mailvote.office.calls import Concern
from mailvote.office.desk import Desk
from mailvote.office.parking import Parked, Sent
from mailvote.rules.acceptance import Fate
from mailvote.store import candidates, inbox
from mailvote.store.ballots import Ballot

DealWith = Callable[[Connection, Desk, Matter], None]

_DENIES = re.compile(
    r"(?:no|nope|not (?:me|mine|my)|(?:it|this|that) (?:was|is)(?: not|n't|n’t) (?:me|mine|from me))\b"
)
_ALL = re.compile(r"\b(?:both|all)\b")


def denies(matter: Matter) -> bool:
    """Whether the sender says that the message which waits is not theirs."""
    lines = (line.strip().casefold() for line in _text(matter).splitlines())
    return _DENIES.match(next((line for line in lines if line), "")) is not None


def drop(conn: Connection, desk: Desk, matter: Matter, parked: Parked) -> None:
    """Somebody else used the address: what waited is deleted, and the managers are told."""
    filed(conn, desk, matter, Fate.COMMANDS, "not-theirs")
    parking.release(conn, parked.proof_id, "dropped", matter.now)
    inbox.set_fate(conn, parked.inbox_id, Fate.REJECTED, "not-theirs")
    what = DENIED.format(address=matter.case.address)
    applicants.tell_managers(conn, desk, matter.applicant, what, occasion=f"denied {parked.inbox_id}")


def meant(matter: Matter, parked: Parked) -> tuple[Ballot, ...]:
    """The calls that the answer names, in its words or its subject; the only one, where there was no choice."""
    if len(parked.calls) == 1 or _ALL.search(_text(matter).casefold()):
        return parked.calls
    named = tuple(one for one in parked.calls if one.paper.reference.casefold() in _text(matter).casefold())
    return named or tuple(one for one in parked.calls if one.paper.reference in matter.case.marks.references)


def carry_out(
    conn: Connection, desk: Desk, matter: Matter, parked: Parked, calls: tuple[Ballot, ...], deal_with: DealWith
) -> None:
    """Deal with what waited, and then with what the answer holds itself, should it be an expression of interest too."""
    answer_id = filed(conn, desk, matter, Fate.COMMANDS, "confirmation", with_content=False)
    for ballot in calls:
        for sent, inbox_id in ((parked.sent, parked.inbox_id), (_of_answer(matter), answer_id)):
            if sent is not None:
                deal_with(conn, desk, _resumed(conn, matter, ballot, sent, inbox_id))
    parking.release(conn, parked.proof_id, "confirmed", matter.now)


def _of_answer(matter: Matter) -> Sent | None:
    sent = matter.opened.sent if matter.opened else None
    return sent if sent and (sent.dossier.found or sent.dossier.files) else None


def _resumed(conn: Connection, matter: Matter, ballot: Ballot, sent: Sent, inbox_id: int) -> Matter:
    """What is now known of a message that has waited."""
    if matter.opened is None:
        raise ValueError("only what was read can be answered")
    return replace(
        matter,
        about=Concern(calls=(ballot,), candidate=candidates.find(conn, ballot.id, matter.case.address), own_code=True),
        opened=replace(matter.opened, wish=Wish.WITHDRAW if sent.withdraws else Wish.APPLY, sent=sent),
        waited=inbox_id,
    )


def _text(matter: Matter) -> str:
    return matter.opened.text if matter.opened else ""
