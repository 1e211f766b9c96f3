"""Those who apply for an office, each with a key of their own that seals what they wrote (R20, R23)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from mailvote.store import tables as t
from mailvote.store.vault import KeyDestroyed, Sealer, Secrets

State: TypeAlias = Literal["applied", "withdrawn", "eligible", "ineligible"]
"""Where a candidate stands: nobody has assessed them yet, they withdrew, or what was found of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person's candidacy. `missing` are the paragraphs of R20 that were not found in what they sent.

    `member_id` is the practice at whose address they applied, if it is one; `applied_at` is when the expression of
    interest that stands was received.
    """

    id: int
    ballot_id: int
    name: str
    address: str
    member_id: int | None
    state: State
    missing: tuple[str, ...]
    applied_at: datetime
    forgotten_at: datetime | None = None


def of_ballot(conn: Connection, ballot_id: int) -> tuple[Candidate, ...]:
    """All who ever applied, in the order in which they first did, those who withdrew too."""
    return _many(conn, t.candidate.c.ballot_id == ballot_id)


def find(conn: Connection, ballot_id: int, address: str) -> Candidate | None:
    """The candidate at that normalised address."""
    here = and_(t.candidate.c.ballot_id == ballot_id, t.candidate.c.address == address)
    return next(iter(_many(conn, here)), None)


def get(conn: Connection, candidate_id: int) -> Candidate:
    """The candidate of that id; LookupError when there is none."""
    for candidate in _many(conn, t.candidate.c.id == candidate_id):
        return candidate
    raise LookupError(f"no candidate {candidate_id}")


def apply(
    conn: Connection,
    secrets: Secrets,
    *,
    ballot_id: int,
    name: str,
    address: str,
    member_id: int | None,
    missing: tuple[str, ...],
    received_at: datetime,
) -> Candidate:
    """Somebody applies, again or anew: one candidacy an address, in which the newest stands.

    Whoever withdrew and applies again is as new. What was sent before is to be deleted by the caller, who keeps what
    takes its place.
    """
    known = find(conn, ballot_id, address)
    values: dict[str, Any] = {
        "name": name,
        "member_id": member_id,
        "state": "applied",
        "missing": " ".join(missing),
        "applied_at": received_at,
        "forgotten_at": None,
    }
    if known is None or known.forgotten_at is not None:
        values["key_wrapped"] = secrets.new_key(_owner(ballot_id, address))
    if known is None:
        conn.execute(insert(t.candidate).values(ballot_id=ballot_id, address=address, **values))
    else:
        conn.execute(update(t.candidate).where(t.candidate.c.id == known.id).values(values))
    return _known(conn, ballot_id, address)


def _known(conn: Connection, ballot_id: int, address: str) -> Candidate:
    candidate = find(conn, ballot_id, address)
    if candidate is None:
        raise LookupError(f"no candidate at that address in ballot {ballot_id}")
    return candidate


def set_state(conn: Connection, candidate_id: int, state: State) -> None:
    """The candidate withdrew, or it was found whether they may stand."""
    conn.execute(update(t.candidate).where(t.candidate.c.id == candidate_id).values(state=state))


def sealer(conn: Connection, secrets: Secrets, candidate_id: int) -> Sealer:
    """What seals a candidate's documents. KeyDestroyed once they are forgotten, LookupError if unknown."""
    row = conn.execute(select(t.candidate).where(t.candidate.c.id == candidate_id)).one_or_none()
    if row is None:
        raise LookupError(f"no candidate {candidate_id}")
    if row.key_wrapped is None:
        raise KeyDestroyed(f"candidate {candidate_id}")
    return secrets.sealer(row.key_wrapped, _owner(row.ballot_id, row.address))


def forget(conn: Connection, candidate_id: int, now: datetime) -> None:
    """What the candidate wrote is gone for good, in old backups too: key, documents, and why they were found so."""
    documents = select(t.document.c.id).where(t.document.c.candidate_id == candidate_id)
    conn.execute(delete(t.enclosure).where(t.enclosure.c.document_id.in_(documents)))
    conn.execute(delete(t.document).where(t.document.c.candidate_id == candidate_id))
    conn.execute(update(t.finding).where(t.finding.c.candidate_id == candidate_id).values(reason_sealed=None))
    kept = and_(t.candidate.c.id == candidate_id, t.candidate.c.key_wrapped.is_not(None))
    conn.execute(update(t.candidate).where(kept).values(key_wrapped=None, forgotten_at=now))


def _owner(ballot_id: int, address: str) -> str:
    return f"candidate {ballot_id} {address}"


def _many(conn: Connection, chosen: ColumnElement[bool]) -> tuple[Candidate, ...]:
    query = select(t.candidate).where(chosen).order_by(t.candidate.c.id)
    return tuple(_candidate(row) for row in conn.execute(query))


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(
        id=row.id,
        ballot_id=row.ballot_id,
        name=row.name,
        address=row.address,
        member_id=row.member_id,
        state=row.state,
        missing=tuple(row.missing.split()),
        applied_at=row.applied_at,
        forgotten_at=row.forgotten_at,
    )
