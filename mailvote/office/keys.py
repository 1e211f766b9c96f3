"""Find the key that seals what belongs to a ballot, or to the organisation where there is no ballot."""

from sqlalchemy import Connection

from mailvote.office.desk import Desk
from mailvote.store import ballots, candidates, erasure, organisations
from mailvote.store.documents import Document
from mailvote.store.vault import Sealer


def sealer(conn: Connection, desk: Desk, ballot_id: int | None) -> Sealer:
    """The organisation's again for what is posted about a ballot whose own key is destroyed: it tells no choice."""
    if ballot_id is None or erasure.is_shredded(conn, ballot_id):
        return organisations.sealer(conn, desk.secrets, desk.organisation)
    return ballots.sealer(conn, desk.secrets, ballot_id)


def sealer_of(conn: Connection, desk: Desk, document: Document) -> Sealer:
    """What seals a file: the key of the candidate who sent it, of the ballot that it belongs to, or ours.

    KeyDestroyed where that key is.
    """
    if document.candidate_id is not None:
        return candidates.sealer(conn, desk.secrets, document.candidate_id)
    if document.ballot_id is not None:
        return ballots.sealer(conn, desk.secrets, document.ballot_id)
    return sealer(conn, desk, None)
