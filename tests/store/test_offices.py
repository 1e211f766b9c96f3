"""R25: offices and terms as rows, kept for each organisation apart."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, select

from mailvote.store import offices
from mailvote.store import tables as t
from mailvote.store.offices import Office, Tenure, Term
from tests.store.places import NOW, ORGANISATION, drafted, organisation

MANAGER = "manager@selg.example"
CHAIR = Office(organisation=ORGANISATION, name="Locality Clinical Director", term_years=2)
HELD = Term(holder="Dr A. Ashworth", address="a.ashworth@x.example", since=date(2025, 4, 1), until=date(2027, 3, 31))


def kept(conn: Connection, office: Office = CHAIR, *terms: Term) -> Tenure:
    return offices.save(conn, Tenure(office=office, terms=terms), by=MANAGER, at=NOW)


def test_what_is_kept_is_found_as_it_was(conn: Connection) -> None:
    organisation(conn)
    ballot = drafted(conn)
    full = replace(HELD, ended_on=date(2027, 1, 31), vacated_at=NOW, ballot_id=ballot.id, warned_at=NOW)
    tenure = kept(conn, CHAIR, full, Term(holder="Dr B. Bell"))
    assert tenure.office.id > 0
    assert all(term.id and term.office_id == tenure.office.id for term in tenure.terms)
    assert offices.tenures(conn, ORGANISATION) == (replace(tenure, terms=tuple(reversed(tenure.terms))),)
    assert offices.get(conn, tenure.office.id) == tenure.office


def test_who_entered_a_term_and_when_is_kept_with_it_whoever_puts_it_right(conn: Connection) -> None:
    tenure = kept(conn, CHAIR, HELD)
    right = replace(tenure, terms=(replace(tenure.terms[0], until=date(2027, 4, 30)),))
    offices.save(conn, right, by="other@selg.example", at=NOW.replace(year=2028))
    row = conn.execute(select(t.term)).one()
    assert (row.until, row.recorded_by, row.recorded_at) == (date(2027, 4, 30), MANAGER, NOW)


def test_saving_again_changes_the_office_and_adds_none(conn: Connection) -> None:
    tenure = kept(conn, CHAIR, HELD)
    kept(conn, replace(tenure.office, term_years=3, places=2), *tenure.terms)
    assert offices.every(conn, ORGANISATION) == (replace(tenure.office, term_years=3, places=2),)
    assert offices.terms(conn, tenure.office.id) == tenure.terms


@pytest.mark.parametrize("name", ["locality clinical director", "“Locality”, Clinical-Director."])
def test_an_office_is_found_in_any_case_and_punctuation(conn: Connection, name: str) -> None:
    assert offices.find(conn, ORGANISATION, name) is None
    tenure = kept(conn)
    assert offices.find(conn, ORGANISATION, name) == tenure.office
    assert offices.find(conn, ORGANISATION, "Director") is None


def test_an_organisation_sees_its_own_offices_alone(conn: Connection) -> None:
    kept(conn, CHAIR, HELD)
    other = kept(conn, replace(CHAIR, organisation="elr"), replace(HELD, holder="Dr E. Else"))
    assert [one.id for one in offices.every(conn, "elr")] == [other.office.id]
    assert [term.holder for tenure in offices.tenures(conn, "elr") for term in tenure.terms] == ["Dr E. Else"]
    assert offices.find(conn, "elr", CHAIR.name) == other.office


def test_the_holders_of_a_day_are_those_whose_terms_run_or_whom_nobody_follows(conn: Connection) -> None:
    tenure = kept(conn, CHAIR, HELD)
    (held,) = offices.holders(conn, tenure.office.id, date(2030, 1, 1))
    assert held == tenure.terms[0]
    assert offices.holders(conn, tenure.office.id, date(2025, 3, 31)) == ()


def test_a_warning_is_kept_for_the_terms_that_it_was_about(conn: Connection) -> None:
    tenure = kept(conn, CHAIR, HELD, Term(holder="Dr B. Bell", since=date(2026, 1, 1)))
    offices.warned(conn, [tenure.terms[0].id], NOW)
    assert [term.warned_at for term in offices.terms(conn, tenure.office.id)] == [NOW, None]


def test_an_unknown_office_is_no_office(conn: Connection) -> None:
    with pytest.raises(LookupError, match="no office 7"):
        offices.get(conn, 7)
