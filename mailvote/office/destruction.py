"""Destroy a ballot when its time has come, step by step, so that a crash between any two loses nothing (R23).

The order is that of trust.md 3: freeze, shred the key, empty the tables, scrub the files beneath them, take the
messages out of the mailbox, certify. Each step is a transaction of its own and leaves its date; the next tick goes on
behind the last one that did. Scrubbing and the mailbox need others to do their part, and neither waits for the other.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from mailvote.errors import OutOfReach
from mailvote.mail import destruction_letters
from mailvote.mail.destruction_letters import Record
from mailvote.mail.letter import stamp
from mailvote.office.certificates import kept_record, record_of, to_json
from mailvote.office.clearing import clear
from mailvote.office.desk import Desk
from mailvote.office.forgetting import forget_due, not_kept
from mailvote.office.keeping import due_of
from mailvote.office.ports import Mailbox
from mailvote.office.post import post_to_managers
from mailvote.office.strays import strays
from mailvote.store import ballots, deadlines, destruction, erasure, journal
from mailvote.store.ballots import Ballot
from mailvote.store.database import begin, reading
from mailvote.store.destruction import Destruction
from mailvote.store.scrubbing import scrub

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

PATIENCE = timedelta(hours=20)
"""How long the managers are not troubled: all is to be done within 24 hours of being due (trust.md 3)."""

READER = (
    "Another program holds the database open, so that what was deleted stays in its files; end that program, or the "
    "copy that it makes."
)


def destroy_due(engine: Engine, desk: Desk, mailbox: Mailbox, clock: Clock) -> None:
    """Destroy every ballot whose time has come, and go on with what was begun; doing it again does nothing.

    What stands in the way of one ballot stands in the way of no other; the first fault is raised at the end.
    """
    with begin(engine) as conn:
        forget_due(conn, desk, clock())
        due = due_ballots(conn, desk, clock())
    faults = list[Exception]()
    for ballot_id in due:
        try:
            destroy(engine, desk, mailbox, ballot_id, clock)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next ballot is destroyed
            faults.append(fault)
    if faults:
        raise faults[0]


def due_ballots(conn: Connection, desk: Desk, now: datetime) -> tuple[int, ...]:
    """The ballots that are to be destroyed now: what is on hold is not, unless its key is gone already."""
    due = [one.ballot_id for one in deadlines.due(conn, desk.organisation, now) if one.kind == "destroy"]
    free = [ballot_id for ballot_id in due if ballots.get(conn, ballot_id).dates.held_at is None]
    return tuple(dict.fromkeys((*destruction.unfinished(conn, desk.organisation), *free)))


def not_due(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> str:
    """Why the ballot is not to be destroyed now, as a sentence; or an empty text."""
    reference = ballot.paper.reference
    if ballot.id in due_ballots(conn, desk, now):
        return ""
    if ballot.dates.held_at is not None:
        since = stamp(ballot.dates.held_at, desk.house.calendar)
        return f"{reference} is on hold since {since} ({ballot.hold_reason}); to let it go, send: release {reference}"
    at = due_of(conn, ballot, "destroy")
    if at is not None:
        return f"{reference} is not due: its destruction is due on {desk.house.time(at)}"
    return f"{reference} is not due: it has neither been declared nor cancelled"


def destroy(engine: Engine, desk: Desk, mailbox: Mailbox, ballot_id: int, clock: Clock) -> tuple[str, ...]:
    """Do every step that is not done; what is in the way of the rest, in sentences, none when all of it is gone.

    `OutOfReach` where the mail server does not answer: everything else is done before it is raised.
    """
    for step in (_freeze, _shred, _empty):
        with begin(engine) as conn:
            step(conn, desk, ballots.get(conn, ballot_id), clock())
    in_the_way = [*_scrub(engine, ballot_id, clock)]
    fault = None
    try:
        in_the_way += _clear(engine, desk, mailbox, ballot_id, clock)
    except OutOfReach as problem:
        fault = problem
        in_the_way.append(f"The mailbox {desk.house.address} cannot be reached: {problem}.")
    with begin(engine) as conn:
        _conclude(conn, desk, ballots.get(conn, ballot_id), in_the_way, clock())
    if fault is not None:
        raise fault
    return tuple(in_the_way)


def _freeze(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """Keep who took part, and fix what goes; anew where a hold came before the key was gone."""
    begun = destruction.get(conn, ballot.id)
    if begun is not None and begun.shredded_at is not None:
        return
    taken = strays(conn, desk, ballot)
    numbers = erasure.numbers(conn, ballot.id, taken, not_kept(conn, ballot, now))
    erasure.freeze(conn, ballot.id)
    destruction.begin(conn, ballot.id, now, strays=taken, numbers=numbers)


def _shred(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    if _known(conn, ballot.id).shredded_at is None:
        erasure.shred(conn, ballot.id, not_kept(conn, ballot, now), now)
        destruction.note(conn, ballot.id, "shredded", now)
        log.info("%s: the key is destroyed", ballot.paper.reference)


def _empty(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    begun = _known(conn, ballot.id)
    if begun.emptied_at is None:
        erasure.empty(conn, ballot.id, begun.strays)
        destruction.note(conn, ballot.id, "emptied", now)


def _scrub(engine: Engine, ballot_id: int, clock: Clock) -> Sequence[str]:
    with reading(engine) as conn:
        if _known(conn, ballot_id).scrubbed_at is not None:
            return ()
    if not scrub(engine, erasure.TOUCHED):
        log.warning("the database is held open by another program; what was deleted stays in its files for now")
        return (READER,)
    with begin(engine) as conn:
        destruction.note(conn, ballot_id, "scrubbed", clock())
    return ()


def _clear(engine: Engine, desk: Desk, mailbox: Mailbox, ballot_id: int, clock: Clock) -> tuple[str, ...]:
    """What keeps messages in the mailbox that have to go, in sentences."""
    with reading(engine) as conn:
        if _known(conn, ballot_id).expunged_at is not None:
            return ()
    refused = clear(engine, desk, mailbox, ballot_id)
    if not refused:
        with begin(engine) as conn:
            destruction.note(conn, ballot_id, "expunged", clock())
    return tuple(f"In the mailbox {desk.house.address} {refusal}." for refusal in refused)


def _conclude(conn: Connection, desk: Desk, ballot: Ballot, in_the_way: Sequence[str], now: datetime) -> None:
    begun = _known(conn, ballot.id)
    if begun.ended_at is not None:
        return
    if begun.is_clean:
        _certify(conn, desk, ballot, begun, now)
    elif in_the_way and begun.told_at is None and now - begun.begun_at >= PATIENCE:
        _tell(conn, desk, ballot, begun, in_the_way, now)


def _certify(conn: Connection, desk: Desk, ballot: Ballot, begun: Destruction, now: datetime) -> None:
    """The event, the certificate, its letter and the end of the ballot's clock, in one transaction."""
    replaced = ballots.replaced_at(conn, ballot) is not None
    record = record_of(desk, ballot, begun, now, replaced=replaced)
    head = journal.record(conn, ballot.id, now, "destroyed", to_json(record)).digest
    destruction.end(conn, ballot.id, now, {**to_json(record), "head": head})
    for due in deadlines.due(conn, desk.organisation, now):
        if due.ballot_id == ballot.id and due.kind == "destroy":
            deadlines.done(conn, due.id, now)
    deadlines.set_deadlines(conn, ballot.id, (), kinds=("confirm", "destroy"))
    _post_certificate(conn, desk, ballot, now)
    log.info("%s is destroyed", ballot.paper.reference)


def _post_certificate(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    record = certificate_of(conn, ballot.id)
    letter = destruction_letters.certificate(desk.wording, desk.house, ballot.paper, record)
    post_to_managers(conn, desk, letter, occasion="destroyed", now=now, ballot_id=ballot.id)


def certificate_of(conn: Connection, ballot_id: int) -> Record:
    """The certificate as it was issued; LookupError while the ballot is not destroyed."""
    return kept_record(_known(conn, ballot_id).certificate)


def _tell(
    conn: Connection, desk: Desk, ballot: Ballot, begun: Destruction, in_the_way: Sequence[str], now: datetime
) -> None:
    done = [sentence for sentence, at in _progress(begun) if at is not None]
    letter = destruction_letters.unfinished(
        desk.wording, desk.house, ballot.paper, begun_at=begun.begun_at, done=done, waits=in_the_way
    )
    post_to_managers(conn, desk, letter, occasion="destruction waits", now=now, ballot_id=ballot.id)
    destruction.note(conn, ballot.id, "told", now)


def _progress(begun: Destruction) -> tuple[tuple[str, datetime | None], ...]:
    return (
        ("Votes, texts and files are deleted from the database.", begun.emptied_at),
        ("The files of the database hold nothing of them any more.", begun.scrubbed_at),
        ("The messages are taken out of the mailbox.", begun.expunged_at),
    )


def _known(conn: Connection, ballot_id: int) -> Destruction:
    begun = destruction.get(conn, ballot_id)
    if begun is None:
        raise LookupError(f"the destruction of ballot {ballot_id} has not begun")
    return begun
