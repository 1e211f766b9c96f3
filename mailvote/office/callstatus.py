"""Where a call for candidates stands, for the manager: nothing that the panel finds before all of it has answered."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.callstanding import CallStatus, Seated, Standing
from mailvote.office.assessment import Assessment, gather, is_under_way
from mailvote.office.desk import Desk
from mailvote.rules.assessment import Verdict, is_for_manager
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate
from mailvote.store.panels import Panellist


def call_status(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> CallStatus | None:
    """The candidates and the panel of a called ballot that is not launched yet; None for every other."""
    if ballot.dates.apply_by is None or not ballot.dates.is_draft:
        return None
    found = gather(conn, desk, ballot)
    under_way = is_under_way(conn, ballot, now)
    verdicts = found.verdicts if under_way else {}
    return CallStatus(
        apply_by=ballot.dates.apply_by,
        candidates=tuple(_standing(found, one, verdicts) for one in found.candidates),
        panel=tuple(_seated(found, member, under_way=under_way) for member in found.panel) if found.undecided else (),
    )


def _standing(found: Assessment, candidate: Candidate, verdicts: dict[int, Verdict]) -> Standing:
    shown = is_for_manager(verdicts.values())
    verdict = verdicts.get(candidate.id)
    findings = (
        (member.name, opinion.is_eligible)
        for member, opinion in zip(found.panel, found.of(candidate), strict=True)
        if opinion is not None
    )
    return Standing(
        name=candidate.name,
        state=candidate.state,
        missing=candidate.missing,
        verdict=verdict,
        is_decided=candidate.id in found.words,
        is_shown=shown,
        findings=tuple(findings) if shown and verdict is Verdict.SPLIT else (),
    )


def _seated(found: Assessment, member: Panellist, *, under_way: bool) -> Seated:
    return Seated(
        name=member.name,
        was_asked=under_way and member.asked_at is not None,
        left=tuple(one.name for one in found.left(member)),
        has_answered=any(asked == member.id for _, asked in found.opinions),
    )
