"""What each member of the panel finds of each candidate, and what the manager decides; reasons are sealed (R20, R23).

A reason speaks of a person: it is sealed under that candidate's key and goes when the candidate is forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, and_, delete, insert, select

from mailvote.store import tables as t
from mailvote.store.vault import Sealer, bind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding; `panellist_id` None: the manager's word. `reason` is "" where none was given, or it is gone."""

    candidate_id: int
    panellist_id: int | None
    is_eligible: bool = field(repr=False)
    reason: str = field(repr=False)
    found_at: datetime


def record(
    conn: Connection,
    sealer: Sealer,
    *,
    candidate_id: int,
    panellist_id: int | None,
    is_eligible: bool,
    reason: str,
    found_at: datetime,
) -> bool:
    """Keep a finding in place of the one before it; False where that is newer, whatever was read first."""
    mine = and_(t.finding.c.candidate_id == candidate_id, t.finding.c.panellist_id.is_not_distinct_from(panellist_id))
    before = conn.execute(select(t.finding.c.found_at).where(mine)).scalar_one_or_none()
    if before is not None and before > found_at:
        return False
    conn.execute(delete(t.finding).where(mine))
    values = {
        "candidate_id": candidate_id,
        "panellist_id": panellist_id,
        "is_eligible": is_eligible,
        "reason_sealed": sealer.seal(reason.encode(), _context(candidate_id, panellist_id)) if reason else None,
        "found_at": found_at,
    }
    conn.execute(insert(t.finding).values(values))
    return True


def of_ballot(conn: Connection, ballot_id: int, sealer_of: Callable[[int], Sealer]) -> tuple[Found, ...]:
    """Every finding on the candidates of a ballot; `sealer_of` gives the sealer of a candidate."""
    query = (
        select(t.finding)
        .join(t.candidate, t.finding.c.candidate_id == t.candidate.c.id)
        .where(t.candidate.c.ballot_id == ballot_id)
        .order_by(t.finding.c.id)
    )
    return tuple(
        Found(
            candidate_id=row.candidate_id,
            panellist_id=row.panellist_id,
            is_eligible=row.is_eligible,
            reason=_opened(sealer_of, row.candidate_id, row.panellist_id, row.reason_sealed),
            found_at=row.found_at,
        )
        for row in conn.execute(query)
    )


def _opened(
    sealer_of: Callable[[int], Sealer], candidate_id: int, panellist_id: int | None, sealed: bytes | None
) -> str:
    if sealed is None:
        return ""
    return sealer_of(candidate_id).open(sealed, _context(candidate_id, panellist_id)).decode()


def _context(candidate_id: int, panellist_id: int | None) -> bytes:
    return bind("finding", candidate_id, panellist_id)
