"""Who stands in a ballot, of those who applied for it (R20)."""

from collections.abc import Iterator

from sqlalchemy import Connection

from mailvote.store import ballots, candidates
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate


def standing(conn: Connection, ballot: Ballot) -> tuple[Candidate, ...]:
    """Those on the paper who applied for it, in its order; of a run-off, who applied when it was called (R16)."""
    applied = {one.address: one for one in _applied(conn, ballot)}
    return tuple(applied[option.contact] for option in ballot.paper.options if option.contact in applied)


def _applied(conn: Connection, ballot: Ballot) -> Iterator[Candidate]:
    """Everybody who was found eligible in the ballot, or in one that it continues."""
    if ballot.parent_id is not None:
        yield from _applied(conn, ballots.get(conn, ballot.parent_id))
    yield from (one for one in candidates.of_ballot(conn, ballot.id) if one.state == "eligible")
