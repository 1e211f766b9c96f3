"""Offer a launch anew when a candidate withdraws between the assessment and the launch (R20)."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.office import launching, settling
from mailvote.office.assessment import gather
from mailvote.office.desk import Desk
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots


def follow_withdrawals(conn: Connection, desk: Desk, now: datetime) -> None:
    """The managers get a new offer among those who still stand; where nobody does, that of another call."""
    for ballot in ballots.unfinished(conn, desk.organisation):
        is_settled = stage(ballot.dates, now) is Stage.DRAFT and ballot.dates.assessed_at is not None
        if not is_settled or launching.is_up_to_date(conn, ballot):
            continue
        if launching.eligible(conn, ballot):
            launching.offer(conn, desk, ballot, now)
        else:
            settling.settle(conn, desk, gather(conn, desk, ballot), now)
