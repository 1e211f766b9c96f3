"""Which call for candidates a message is about, and as whom its sender writes (R20)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from mailvote.mail.expressions import first_heading
from mailvote.office.badges import badge_in, badges_in
from mailvote.office.case import Case
from mailvote.office.desk import Desk
from mailvote.office.parking import Parked, answered
from mailvote.store import ballots, candidates
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """The calls that a message can be about: one, or several of which its sender is to be asked.

    `candidate` is the sender, if they have applied; `own_code` says that the message carries the code of a letter that
    went to its sender alone; `parked` is the earlier message that it confirms.
    """

    calls: tuple[Ballot, ...]
    candidate: Candidate | None = None
    own_code: bool = False
    parked: Parked | None = None


def concern(conn: Connection, desk: Desk, case: Case) -> Concern | None:
    """What a message has to do with calls for candidates: the first of these ways by which one is known.

    It answers a question of ours, it carries the code of a call or a candidate, its subject names a call, it is from a
    candidate, or it begins as an expression of interest. None for every other message, and for the answers to ballot
    papers. What those who stand write once the ballot is launched is no matter of the call (R21).
    """
    if case.attribution.paper is not None:
        return None
    parked = answered(conn, desk, case)
    if parked is not None:
        return _by_answer(conn, case, parked)
    called = ballots.called(conn, desk.organisation)
    if not called:
        return None
    return _by_code(conn, desk, case) or _by_other_signs(conn, case, tuple(filter(is_pending, called)))


def is_pending(ballot: Ballot) -> bool:
    """Whether a call still leads to a ballot: neither launched nor cancelled."""
    return ballot.dates.is_draft and ballot.dates.cancelled_at is None


def _by_answer(conn: Connection, case: Case, parked: Parked) -> Concern:
    """An answer to our question; after the first one, it is a message as any other from that address."""
    if parked.ended_how in ("confirmed", "dropped"):
        candidate = candidates.find(conn, parked.calls[0].id, case.address)
        return Concern(calls=parked.calls, candidate=candidate, own_code=True)
    return Concern(calls=parked.calls, own_code=True, parked=parked)


def _by_code(conn: Connection, desk: Desk, case: Case) -> Concern | None:
    found = badges_in(conn, desk, case.marks, address=case.address)
    calls = {badge.ballot.id: badge.ballot for badge in found if badge.kind != "panel"}
    if len(calls) > 1:
        return Concern(calls=tuple(calls.values()))
    badge = badge_in(conn, desk, case.marks, address=case.address)
    if badge is None or badge.kind == "panel":
        return None
    candidate = candidates.find(conn, badge.ballot.id, case.address)
    if candidate is not None and candidate.state == "eligible" and not is_pending(badge.ballot):
        return None
    own = badge.kind == "candidate" and badge.address == case.address
    return Concern(calls=(badge.ballot,), candidate=candidate, own_code=own)


def _by_other_signs(conn: Connection, case: Case, calls: tuple[Ballot, ...]) -> Concern | None:
    named = tuple(ballot for ballot in calls if ballot.paper.reference in case.marks.references)
    if named:
        return _of(conn, case, named)
    if case.attribution.about is None:
        own = tuple(ballot for ballot in calls if candidates.find(conn, ballot.id, case.address) is not None)
        if own:
            return _of(conn, case, own)
    open_ = tuple(ballot for ballot in calls if ballot.dates.assessed_at is None)
    return _of(conn, case, open_) if open_ and first_heading(case.words) else None


def _of(conn: Connection, case: Case, calls: Iterable[Ballot]) -> Concern:
    wanted = tuple(calls)
    return Concern(
        calls=wanted,
        candidate=candidates.find(conn, wanted[0].id, case.address) if len(wanted) == 1 else None,
    )
