"""Find the key that seals what belongs to a ballot, or to the organisation where there is no ballot."""

from sqlalchemy import Connection

from mailvote.office.desk import Desk
from mailvote.store import ballots, organisations
from mailvote.store.vault import Sealer


def sealer(conn: Connection, desk: Desk, ballot_id: int | None) -> Sealer:
    if ballot_id is None:
        return organisations.sealer(conn, desk.secrets, desk.organisation)
    return ballots.sealer(conn, desk.secrets, ballot_id)
