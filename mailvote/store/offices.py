"""The register of offices: each with its terms, past, present and to come (R25)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from mailvote.rules import terms as rules
from mailvote.rules.electorate import name_key
from mailvote.rules.terms import Office, Tenure, Term
from mailvote.store import tables as t

__all__ = [
    "Office",
    "Tenure",
    "Term",
    "every",
    "find",
    "get",
    "holders",
    "save",
    "tenure",
    "tenures",
    "terms",
    "warned",
]


def every(conn: Connection, organisation: str) -> tuple[Office, ...]:
    """All offices of the organisation in the order in which they were entered."""
    return _offices(conn, t.office.c.organisation == organisation)


def find(conn: Connection, organisation: str, name: str) -> Office | None:
    """The organisation's office of that name, in any case and punctuation."""
    wanted = name_key(name)
    return next((office for office in every(conn, organisation) if name_key(office.name) == wanted), None)


def get(conn: Connection, office_id: int) -> Office:
    """The office of that id; LookupError when there is none."""
    for office in _offices(conn, t.office.c.id == office_id):
        return office
    raise LookupError(f"no office {office_id}")


def terms(conn: Connection, office_id: int) -> tuple[Term, ...]:
    """Every term of the office, the oldest first."""
    return _terms(conn, t.term.c.office_id == office_id)


def holders(conn: Connection, office_id: int, on: date) -> tuple[Term, ...]:
    """Who holds the office on that day; whose term is over stays until a successor comes (R24)."""
    return rules.holders(tenure(conn, get(conn, office_id)), on)


def tenure(conn: Connection, office: Office) -> Tenure:
    """The office with its terms."""
    return Tenure(office=office, terms=terms(conn, office.id))


def tenures(conn: Connection, organisation: str) -> tuple[Tenure, ...]:
    """All offices of the organisation with their terms."""
    found = _terms(conn, t.office.c.organisation == organisation)
    return tuple(
        Tenure(office=office, terms=tuple(term for term in found if term.office_id == office.id))
        for office in every(conn, organisation)
    )


def save(conn: Connection, tenure: Tenure, *, by: str, at: datetime) -> Tenure:
    """Keep the office and its terms as they are given; what is new has the id 0, and who said so is kept with it."""
    office = _save_office(conn, tenure.office)
    kept = tuple(_save_term(conn, replace(term, office_id=office.id), by, at) for term in tenure.terms)
    return Tenure(office=office, terms=kept)


def warned(conn: Connection, term_ids: Iterable[int], at: datetime) -> None:
    """The manager was written to about the end of these terms."""
    conn.execute(update(t.term).where(t.term.c.id.in_(tuple(term_ids))).values(warned_at=at))


def _save_office(conn: Connection, office: Office) -> Office:
    values = {
        "organisation": office.organisation,
        "name": office.name,
        "group_name": office.group,
        "places": office.places,
        "term_years": office.term_years,
        "rule_set": office.rule_set,
    }
    if office.id:
        conn.execute(update(t.office).where(t.office.c.id == office.id).values(values))
        return office
    return replace(office, id=conn.execute(insert(t.office).values(values).returning(t.office.c.id)).scalar_one())


_TERM = (
    "office_id", "holder", "address", "since", "until", "ended_on", "vacated_at", "ballot_id", "warned_at",
)  # fmt: skip
"""The columns of a term that are fields of `Term` by the same name."""


def _save_term(conn: Connection, term: Term, by: str, at: datetime) -> Term:
    values = {name: getattr(term, name) for name in _TERM}
    if term.id:
        conn.execute(update(t.term).where(t.term.c.id == term.id).values(values))
        return term
    recorded = {**values, "recorded_by": by, "recorded_at": at}
    return replace(term, id=conn.execute(insert(t.term).values(recorded).returning(t.term.c.id)).scalar_one())


def _offices(conn: Connection, chosen: ColumnElement[bool]) -> tuple[Office, ...]:
    return tuple(_office(row) for row in conn.execute(select(t.office).where(chosen).order_by(t.office.c.id)))


def _office(row: Row[Any]) -> Office:
    return Office(
        id=row.id,
        organisation=row.organisation,
        name=row.name,
        group=row.group_name,
        places=row.places,
        term_years=row.term_years,
        rule_set=row.rule_set,
    )


def _terms(conn: Connection, chosen: ColumnElement[bool]) -> tuple[Term, ...]:
    query = select(t.term).join(t.office, and_(t.term.c.office_id == t.office.c.id, chosen))
    rows = conn.execute(query.order_by(t.term.c.since.asc().nulls_first(), t.term.c.id))
    return tuple(Term(id=row.id, **{name: getattr(row, name) for name in _TERM}) for row in rows)
