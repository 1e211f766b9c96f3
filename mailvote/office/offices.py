"""Who follows whom in an office once an outcome is confirmed (R24, R25)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from mailvote.mail.term_sentences import changes
from mailvote.office.desk import Desk
from mailvote.rules import terms as rules
from mailvote.rules.lifecycle import Stage, stage
from mailvote.rules.paper import Option
from mailvote.rules.terms import Office, Tenure
from mailvote.store import ballots, offices
from mailvote.store.ballots import Ballot


def succession(
    conn: Connection, desk: Desk, ballot: Ballot, elected: Sequence[Option], effective_on: date
) -> tuple[str, ...]:
    """What the register of offices would say if these people took office on that day; nothing without an office."""
    found = _after(conn, ballot, elected, effective_on)
    return changes(*found) if found else ()


def succeed(
    conn: Connection,
    desk: Desk,
    ballot: Ballot,
    elected: Sequence[Option],
    effective_on: date,
    *,
    by: str,
    now: datetime,
) -> tuple[str, ...]:
    """Enter the people elected in the register of offices; the sentences are those of `succession`."""
    found = _after(conn, ballot, elected, effective_on)
    if found is None:
        return ()
    offices.save(conn, found[1], by=by, at=now)
    return changes(*found)


def _after(
    conn: Connection, ballot: Ballot, elected: Sequence[Option], effective_on: date
) -> tuple[Tenure, Tenure] | None:
    """The office that the ballot fills, before and after; None where it fills none, or nobody is elected."""
    if ballot.office_id is None or not elected:
        return None
    before = offices.tenure(conn, offices.get(conn, ballot.office_id))
    people = [(option.name, option.contact) for option in elected]
    return before, rules.elected(before, people, effective_on, ballot.id)


def under_way(conn: Connection, office: Office, now: datetime) -> Ballot | None:
    """The newest ballot that may still fill the office; None where there is none."""
    own = (one for one in reversed(ballots.every(conn, office.organisation)) if one.office_id == office.id)
    return next((one for one in own if _may_fill(one, now)), None)


def _may_fill(ballot: Ballot, now: datetime) -> bool:
    """Whether it is not over, or has elected somebody and waits for its confirmation."""
    at = stage(ballot.dates, now)
    if at is not Stage.DECLARED:
        return at not in (Stage.CONFIRMED, Stage.DESTROYED, Stage.CANCELLED)
    return isinstance(ballot.published, dict) and bool(ballot.published.get("elected"))
