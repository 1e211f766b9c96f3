"""The register of interests: what keeps whom from voting in which ballot, dated and reviewed once a year (R11)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, insert, or_, select, update

from mailvote.store import tables as t
from mailvote.store.references import reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One entry, in force from `since` to before `until`.

    Without a person it is the whole practice's, without a ballot it stands on the register and bars nobody.
    `member`, `person` and `reference` are the names of what the ids mean, "" where there is none.
    """

    id: int
    member_id: int
    member: str
    person_id: int | None
    person: str
    ballot_id: int | None
    reference: str
    description: str = field(repr=False)
    since: datetime
    until: datetime | None
    recorded_at: datetime
    recorded_by: str
    reviewed_at: datetime

    @property
    def whose(self) -> str:
        """`Nettlebed Surgery`, or `Dr Helen Marsh, Nettlebed Surgery`."""
        return f"{self.person}, {self.member}" if self.person else self.member

    def in_force(self, at: datetime) -> bool:
        """Whether it holds at that instant."""
        return self.since <= at and (self.until is None or at < self.until)

    def review_due(self, at: datetime) -> bool:
        """Whether it was not reviewed for a calendar year, by the calendar of the zone that `at` is given in."""
        return _a_year_after(self.reviewed_at.astimezone(at.tzinfo)) <= at


_ROWS: Select[Any] = (
    select(
        t.interest,
        t.member.c.name.label("member"),
        t.person.c.name.label("person"),
        t.ballot.c.year,
        t.ballot.c.number,
    )
    .join_from(t.interest, t.member, t.interest.c.member_id == t.member.c.id)
    .outerjoin(t.person, t.interest.c.person_id == t.person.c.id)
    .outerjoin(t.ballot, t.interest.c.ballot_id == t.ballot.c.id)
    .order_by(t.interest.c.since, t.interest.c.id)
)


def add(
    conn: Connection,
    organisation: str,
    *,
    member_id: int,
    person_id: int | None,
    ballot_id: int | None,
    description: str,
    since: datetime,
    until: datetime | None,
    by: str,
    at: datetime,
) -> Interest:
    """Record an interest, which counts as reviewed by that.

    LookupError when practice, person or ballot is not of this organisation; ValueError without a description,
    which is the reason that a refused voter reads.
    """
    if not description.strip():
        raise ValueError("an interest without a description bars nobody: say what it is")
    _check(conn, organisation, member_id, person_id, ballot_id)
    values = {
        "organisation": organisation,
        "member_id": member_id,
        "person_id": person_id,
        "ballot_id": ballot_id,
        "description": description.strip(),
        "since": since,
        "until": until,
        "recorded_at": at,
        "recorded_by": by,
        "reviewed_at": at,
    }
    interest_id = conn.execute(insert(t.interest).values(values).returning(t.interest.c.id)).scalar_one()
    return _get(conn, organisation, interest_id)


def _check(conn: Connection, organisation: str, member_id: int, person_id: int | None, ballot_id: int | None) -> None:
    member = select(t.member.c.id).where(t.member.c.id == member_id, t.member.c.organisation == organisation)
    person = select(t.person.c.id).where(t.person.c.id == person_id, t.person.c.member_id == member_id)
    ballot = select(t.ballot.c.id).where(t.ballot.c.id == ballot_id, t.ballot.c.organisation == organisation)
    for what, given, query in (
        ("practice", member_id, member),
        (f"person of practice {member_id}", person_id, person),
        ("ballot", ballot_id, ballot),
    ):
        if given is not None and conn.execute(query).first() is None:
            raise LookupError(f"no {what} {given} in organisation {organisation}")


def find(conn: Connection, organisation: str, interest_id: int) -> Interest | None:
    """The organisation's interest of that number."""
    return next(iter(_select(conn, _numbered(organisation, interest_id))), None)


def _get(conn: Connection, organisation: str, interest_id: int) -> Interest:
    found = find(conn, organisation, interest_id)
    if found is None:
        raise LookupError(f"no interest {interest_id} in organisation {organisation}")
    return found


def listing(conn: Connection, organisation: str, at: datetime) -> tuple[Interest, ...]:
    """The interests in force at that instant, oldest first."""
    return _select(conn, _in_force(organisation, at))


def _in_force(organisation: str, at: datetime) -> ColumnElement[bool]:
    not_ended = or_(t.interest.c.until.is_(None), t.interest.c.until > at)
    return and_(t.interest.c.organisation == organisation, t.interest.c.since <= at, not_ended)


def of_ballot(conn: Connection, ballot_id: int) -> tuple[Interest, ...]:
    """Every interest that was ever recorded against the ballot, in force or not, oldest first."""
    return _select(conn, t.interest.c.ballot_id == ballot_id)


def end(conn: Connection, organisation: str, interest_id: int, at: datetime) -> Interest:
    """It ends at that instant, unless it ended before; one that had not begun yet is over before it begins.

    LookupError when there is none.
    """
    until = case((t.interest.c.since > at, t.interest.c.since), else_=at)
    going = or_(t.interest.c.until.is_(None), t.interest.c.until > at)
    conn.execute(update(t.interest).where(_numbered(organisation, interest_id), going).values(until=until))
    return _get(conn, organisation, interest_id)


def review(conn: Connection, organisation: str, interest_id: int, at: datetime) -> Interest:
    """It was looked at and stands for another year. LookupError when there is none."""
    conn.execute(update(t.interest).where(_numbered(organisation, interest_id)).values(reviewed_at=at))
    return _get(conn, organisation, interest_id)


def overdue(conn: Connection, organisation: str, at: datetime) -> tuple[Interest, ...]:
    """Those in force, due for a review, and not pointed out since their last one; oldest first."""
    silent = or_(t.interest.c.pointed_out_at.is_(None), t.interest.c.pointed_out_at < t.interest.c.reviewed_at)
    found = _select(conn, and_(_in_force(organisation, at), silent))
    return tuple(one for one in found if one.review_due(at))


def pointed_out(conn: Connection, ids: Iterable[int], at: datetime) -> None:
    """The co-ordinator was told that these are due for a review."""
    conn.execute(update(t.interest).where(t.interest.c.id.in_(tuple(ids))).values(pointed_out_at=at))


def _numbered(organisation: str, interest_id: int) -> ColumnElement[bool]:
    return and_(t.interest.c.id == interest_id, t.interest.c.organisation == organisation)


def _select(conn: Connection, chosen: ColumnElement[bool]) -> tuple[Interest, ...]:
    return tuple(_interest(row) for row in conn.execute(_ROWS.where(chosen)))


def _interest(row: Row[Any]) -> Interest:
    return Interest(
        id=row.id,
        member_id=row.member_id,
        member=row.member,
        person_id=row.person_id,
        person=row.person or "",
        ballot_id=row.ballot_id,
        reference=reference(row.organisation, row.year, row.number) if row.ballot_id else "",
        description=row.description,
        since=row.since,
        until=row.until,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        reviewed_at=row.reviewed_at,
    )


def _a_year_after(at: datetime) -> datetime:
    """The same day and time a year later; 28 February for the 29th."""
    try:
        return at.replace(year=at.year + 1)
    except ValueError:
        return (at - timedelta(days=1)).replace(year=at.year + 1)
