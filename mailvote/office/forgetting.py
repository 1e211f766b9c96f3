"""Forget what candidates wrote about themselves, once the time is over for which it is kept (R23)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from mailvote.office.desk import Desk
from mailvote.rules.lifecycle import DeadlineKind
from mailvote.store import ballots, candidates, deadlines, destruction, erasure, journal
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate

UNSUCCESSFUL: DeadlineKind = "forget-unsuccessful"
ELECTED: DeadlineKind = "forget-elected"


def forget_due(conn: Connection, desk: Desk, now: datetime) -> None:
    """Forget those whose time has come; a hold keeps them, and so does a further election with the same people.

    Where the votes go now, too, the destruction takes them along, and its certificate counts them.
    """
    all_due = deadlines.due(conn, desk.organisation, now)
    destroyed_now = {due.ballot_id for due in all_due if due.kind == "destroy"}
    for due in all_due:
        if due.kind not in (UNSUCCESSFUL, ELECTED):
            continue
        ballot = ballots.get(conn, due.ballot_id)
        if due.ballot_id in destroyed_now and not erasure.is_shredded(conn, ballot.id):
            continue
        if ballot.dates.held_at is None and not _is_needed(conn, ballot):
            _forget(conn, ballot, due.kind, now)
            deadlines.done(conn, due.id, now)


def not_kept(conn: Connection, ballot: Ballot, now: datetime) -> tuple[int, ...]:
    """The candidates whose papers go when the ballot is destroyed: all for whom no later time is set."""
    if _is_needed(conn, ballot):
        return ()
    later = {deadline.kind for deadline in deadlines.waiting(conn, ballot.id) if deadline.due_at > now}
    return tuple(one.id for one in _remembered(conn, ballot) if _deadline_of(ballot, one) not in later)


def _forget(conn: Connection, ballot: Ballot, kind: DeadlineKind, now: datetime) -> None:
    forgotten = [one for one in _remembered(conn, ballot) if _deadline_of(ballot, one) == kind]
    if not forgotten:
        return
    for candidate in forgotten:
        candidates.forget(conn, candidate.id, now)
    journal.record(conn, ballot.id, now, "forgotten", {"candidates": len(forgotten), "as": kind})
    if destruction.get(conn, ballot.id) is not None:
        erasure.drop_those_who_did_not_stand(conn, ballot.id)
        destruction.scrub_again(conn, ballot.id)


def _remembered(conn: Connection, ballot: Ballot) -> tuple[Candidate, ...]:
    return tuple(one for one in candidates.of_ballot(conn, ballot.id) if one.forgotten_at is None)


def _deadline_of(ballot: Ballot, candidate: Candidate) -> DeadlineKind:
    return ELECTED if candidate.address in _elected(ballot) else UNSUCCESSFUL


def _elected(ballot: Ballot) -> Collection[str]:
    """The addresses of those who were elected."""
    published = ballot.published if isinstance(ballot.published, dict) else {}
    names = published.get("elected")
    return {option.contact for option in ballot.paper.options if isinstance(names, list) and option.name in names}


def _is_needed(conn: Connection, ballot: Ballot) -> bool:
    """Whether a further election is under way in which the same people stand, or one further than that (R16)."""
    again = ballots.run_off_of(conn, ballot.id)
    if again is None or again.dates.is_draft:
        return False
    is_over = again.dates.declared_at is not None or again.dates.cancelled_at is not None
    return not is_over or _is_needed(conn, again)
