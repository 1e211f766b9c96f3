"""Ballots on file: references, the paper as it was confirmed, the frozen electorate, and the ends they come to."""

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from mailvote.rules.electorate import Role
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, register
from mailvote.store import tables as t
from mailvote.store.ballots import Ballot
from mailvote.store.register import Appoint, Change, ChangeMember, EndMember, SetPopulation
from mailvote.store.vault import KeyDestroyed, SealBroken, Secrets
from tests.store.places import (
    CLOSE,
    HOUR,
    NOW,
    ORGANISATION,
    RULES_TEXT,
    SECRETS,
    drafted,
    enrol,
    opened,
    organisation,
    paper,
    scheduled,
)


@pytest.fixture(autouse=True)
def _organisation(conn: Connection) -> None:
    organisation(conn)


def test_references_count_up_within_organisation_and_year(conn: Connection) -> None:
    organisation(conn, "elr")
    assert [scheduled(conn).paper.reference for _ in range(3)] == ["SELG-2026-01", "SELG-2026-02", "SELG-2026-03"]
    assert scheduled(conn, "elr").paper.reference == "ELR-2026-01"
    assert ballots.next_reference(conn, ORGANISATION, 2027) == "SELG-2027-01"


def test_the_hundredth_ballot_follows_the_ninety_ninth(conn: Connection) -> None:
    for reference in ("SELG-2026-99", "SELG-2026-100"):
        ballots.add(conn, SECRETS, ORGANISATION, paper(reference), "", NOW, rules_text=RULES_TEXT)
    assert ballots.next_reference(conn, ORGANISATION, 2026) == "SELG-2026-101"


@pytest.mark.parametrize("reference", ["ELR-2026-01", "SELG-26-01", "SELG", ""])
def test_a_reference_of_another_organisation_is_refused(conn: Connection, reference: str) -> None:
    with pytest.raises(ValueError, match="is no reference of organisation selg"):
        ballots.add(conn, SECRETS, ORGANISATION, paper(reference), "", NOW, rules_text=RULES_TEXT)


def test_the_paper_comes_back_as_it_was_confirmed(conn: Connection) -> None:
    wanted = paper("SELG-2026-01", options=("Dr A. Example", "Dr B. Example", "Dr C. Example"))
    added = ballots.add(conn, SECRETS, ORGANISATION, wanted, "South", NOW, rules_text=RULES_TEXT)
    assert added.paper == wanted
    assert added.group == "South"
    assert ballots.rules_text(conn, added.id) == RULES_TEXT
    assert ballots.get(conn, added.id) == added


@pytest.mark.parametrize("written", ["SELG-2026-01", " selg-2026-01\n", "Selg-2026-1"])
def test_a_ballot_is_found_by_its_reference_in_any_case(conn: Connection, written: str) -> None:
    ballot = scheduled(conn)
    assert ballots.find(conn, ORGANISATION, written) == ballot


@pytest.mark.parametrize("written", ["SELG-2026-02", "ELR-2026-01", "SELG-26-1", "nonsense", ""])
def test_what_is_no_reference_finds_nothing(conn: Connection, written: str) -> None:
    scheduled(conn)
    assert ballots.find(conn, ORGANISATION, written) is None


def test_no_organisation_sees_the_ballots_of_another(conn: Connection) -> None:
    organisation(conn, "elr")
    scheduled(conn, "elr")
    assert ballots.find(conn, ORGANISATION, "ELR-2026-01") is None
    assert ballots.every(conn, ORGANISATION) == ()


def test_an_unknown_id_is_an_error(conn: Connection) -> None:
    with pytest.raises(LookupError):
        ballots.get(conn, 4711)
    with pytest.raises(LookupError):
        ballots.sealer(conn, SECRETS, 4711)


def test_r2_opening_freezes_name_population_and_weight(conn: Connection) -> None:
    enrol(conn, "Rycote", "Hart")
    ballot = opened(conn)
    changes: list[Change] = [
        SetPopulation(member="Rycote", as_of=NOW.date(), population=1),
        ChangeMember(member="Hart", name="Hart Surgery"),
        EndMember(member="Hart Surgery", until=NOW + HOUR),
    ]
    register.apply(conn, ORGANISATION, changes[:2], NOW)
    register.apply(conn, ORGANISATION, changes[2:], NOW)
    frozen = ballots.electorate(conn, ballot).members
    assert [(member.name, member.population, member.weight) for member in frozen] == [
        ("Rycote", 1000, 1),
        ("Hart", 2000, 1),
    ]


def test_r7_the_people_of_a_frozen_electorate_stay_alive(conn: Connection) -> None:
    enrol(conn, "Rycote")
    ballot = opened(conn)
    change = Appoint(member="Rycote", role=Role.LEAD, name="Dr New", address="new@rycote.example", since=NOW + HOUR)
    register.apply(conn, ORGANISATION, [change], NOW)
    electorate = ballots.electorate(conn, ballot)
    (member,) = electorate.members
    assert [person.name for person in electorate.voters(member.id, NOW)] == ["Dr Rycote"]
    assert [person.name for person in electorate.voters(member.id, NOW + HOUR)] == ["Dr New"]


def test_before_the_opening_the_electorate_is_the_register(conn: Connection) -> None:
    ballot = scheduled(conn)
    enrol(conn, "Rycote", "Hart")
    register.apply(conn, ORGANISATION, [EndMember(member="Hart", until=NOW + HOUR)], NOW)
    assert len(ballots.electorate(conn, ballot).members) == 2
    assert len(ballots.electorate(conn, ballot, NOW + HOUR).members) == 1


def test_the_life_of_a_ballot_stands_in_its_dates(conn: Connection) -> None:
    enrol(conn, "Rycote")
    ballot = scheduled(conn)
    assert stage(ballot.dates, NOW) is Stage.SCHEDULED
    ballot = ballots.open_(conn, ballot, NOW, NOW, CLOSE, register.electorate(conn, ORGANISATION, NOW))
    assert stage(ballot.dates, NOW) is Stage.OPEN
    ballot = ballots.move_close(conn, ballot, CLOSE + HOUR)
    assert (ballot.dates.closes_at, ballot.paper.closes_at) == (CLOSE + HOUR, CLOSE + HOUR)
    published = {"outcome": "elected", "totals": {"Dr A. Example": 1}, "sentences": ["é"], "none": None}
    ballot = ballots.declare(conn, ballot, CLOSE + 2 * HOUR, published)
    assert stage(ballot.dates, CLOSE + 2 * HOUR) is Stage.DECLARED
    assert ballot.published == published
    assert "'elected'" not in repr(ballot)


def test_r19_a_cancelled_ballot_stays_cancelled(conn: Connection) -> None:
    ballot = ballots.cancel(conn, opened(conn), NOW, "The vacancy is filled.")
    assert stage(ballot.dates, NOW) is Stage.CANCELLED
    with pytest.raises(ValueError, match="SELG-2026-01 has moved on"):
        ballots.cancel(conn, ballot, NOW, "again")
    with pytest.raises(ValueError, match="SELG-2026-01 has moved on"):
        ballots.declare(conn, ballot, NOW, None)
    with pytest.raises(ValueError, match="SELG-2026-01 has moved on"):
        ballots.move_close(conn, ballot, CLOSE)


def test_a_ballot_opens_once_and_is_declared_once(conn: Connection) -> None:
    ballot = scheduled(conn)
    electorate = register.electorate(conn, ORGANISATION, NOW)
    with pytest.raises(ValueError, match="moved on"):
        ballots.declare(conn, ballot, NOW, None)
    ballots.open_(conn, ballot, NOW, NOW, CLOSE, electorate)
    with pytest.raises(ValueError, match="moved on"):
        ballots.open_(conn, ballot, NOW, NOW, CLOSE, electorate)
    ballots.declare(conn, ballot, NOW, None)
    with pytest.raises(ValueError, match="moved on"):
        ballots.declare(conn, ballot, NOW, None)


def test_unfinished_ballots_are_neither_declared_nor_cancelled(conn: Connection) -> None:
    ballots.cancel(conn, scheduled(conn), NOW, "")
    ballots.declare(conn, opened(conn), NOW, None)
    going = (opened(conn), scheduled(conn))
    assert ballots.unfinished(conn, ORGANISATION) == going
    assert len(ballots.every(conn, ORGANISATION)) == 4


def test_every_ballot_has_a_key_of_its_own(conn: Connection) -> None:
    one, other = (ballots.sealer(conn, SECRETS, scheduled(conn).id) for _ in range(2))
    with pytest.raises(SealBroken):
        other.open(one.seal(b"2", b"vote"), b"vote")


def test_a_key_moved_to_another_ballot_does_not_open(conn: Connection) -> None:
    one, other = scheduled(conn), scheduled(conn)
    key = conn.execute(select(t.ballot.c.key_wrapped).where(t.ballot.c.id == one.id)).scalar_one()
    conn.execute(update(t.ballot).where(t.ballot.c.id == other.id).values(key_wrapped=key))
    with pytest.raises(SealBroken):
        ballots.sealer(conn, SECRETS, other.id)


def test_another_key_file_opens_nothing(conn: Connection) -> None:
    with pytest.raises(SealBroken):
        ballots.sealer(conn, Secrets.derived_from(b"x" * 32), scheduled(conn).id)


def test_a_destroyed_key_is_called_by_its_name(conn: Connection) -> None:
    ballot = scheduled(conn)
    conn.execute(update(t.ballot).values(key_wrapped=None))
    with pytest.raises(KeyDestroyed, match="SELG-2026-01: its key is destroyed"):
        ballots.sealer(conn, SECRETS, ballot.id)


def confirmed(conn: Connection, draft: Ballot, *, question: str = "Who?", note: str = "") -> Ballot:
    return ballots.schedule(conn, draft, NOW, opens_at=NOW + HOUR, closes_at=CLOSE, question=question, note=note)


def test_r16_a_draft_has_no_dates_and_its_paper_carries_its_making_in_their_place(conn: Connection) -> None:
    draft = drafted(conn)
    assert stage(draft.dates, NOW) is Stage.DRAFT
    assert (draft.dates.opens_at, draft.dates.closes_at) == (None, None)
    assert (draft.paper.opens_at, draft.paper.closes_at) == (NOW, NOW)
    assert ballots.find(conn, ORGANISATION, draft.paper.reference) == draft


def test_r16_a_draft_keeps_the_dates_that_are_known(conn: Connection) -> None:
    draft = drafted(conn, closes_at=CLOSE)
    assert (draft.dates.opens_at, draft.dates.closes_at) == (None, CLOSE)
    assert (draft.paper.opens_at, draft.paper.closes_at) == (NOW, CLOSE)


def test_r16_a_confirmed_draft_is_a_scheduled_ballot(conn: Connection) -> None:
    draft = drafted(conn)
    ballot = confirmed(conn, draft, question="Who shall it be?", note="The two tied candidates stand.")
    assert stage(ballot.dates, NOW) is Stage.SCHEDULED
    assert (ballot.dates.opens_at, ballot.dates.closes_at) == (NOW + HOUR, CLOSE)
    assert (ballot.paper.question, ballot.paper.note) == ("Who shall it be?", "The two tied candidates stand.")
    assert ballot.paper.options == draft.paper.options
    ballots.open_(conn, ballot, NOW, NOW, CLOSE, register.electorate(conn, ORGANISATION, NOW))


def test_r16_a_draft_is_confirmed_once_and_not_after_it_was_cancelled(conn: Connection) -> None:
    dropped, kept = drafted(conn), drafted(conn)
    confirmed(conn, kept)
    with pytest.raises(ValueError, match="SELG-2026-02 has moved on"):
        confirmed(conn, kept)
    assert stage(ballots.cancel(conn, dropped, NOW, "not needed").dates, NOW) is Stage.CANCELLED
    with pytest.raises(ValueError, match="SELG-2026-01 has moved on"):
        confirmed(conn, dropped)


def test_a_ballot_that_is_no_draft_is_not_confirmed_again(conn: Connection) -> None:
    with pytest.raises(ValueError, match="moved on"):
        confirmed(conn, scheduled(conn))


def test_r16_a_draft_neither_opens_nor_moves_nor_is_declared(conn: Connection) -> None:
    draft = drafted(conn, closes_at=CLOSE)
    electorate = register.electorate(conn, ORGANISATION, NOW)
    with pytest.raises(ValueError, match="moved on"):
        ballots.open_(conn, draft, NOW, NOW, CLOSE, electorate)
    with pytest.raises(ValueError, match="moved on"):
        ballots.move_close(conn, draft, CLOSE + HOUR)
    with pytest.raises(ValueError, match="moved on"):
        ballots.declare(conn, draft, NOW, None)


@pytest.mark.parametrize("change", [{"opened_at": NOW}, {"scheduled_at": NOW}])
def test_r16_the_database_itself_opens_no_draft_and_wants_dates_of_a_confirmed_one(
    conn: Connection, change: dict[str, object]
) -> None:
    draft = drafted(conn)
    with pytest.raises(IntegrityError):
        conn.execute(update(t.ballot).where(t.ballot.c.id == draft.id).values(change))


def test_a_draft_is_unfinished_and_has_a_reference_and_a_key_of_its_own(conn: Connection) -> None:
    draft = drafted(conn)
    assert ballots.unfinished(conn, ORGANISATION) == (draft,)
    assert scheduled(conn).paper.reference == "SELG-2026-02"
    ballots.sealer(conn, SECRETS, draft.id)


def test_r16_a_run_off_is_found_from_the_ballot_that_it_continues(conn: Connection) -> None:
    parent = opened(conn)
    assert ballots.run_off_of(conn, parent.id) is None
    first, second = (drafted(conn, parent_id=parent.id) for _ in range(2))
    assert second.parent_id == parent.id
    assert ballots.run_off_of(conn, parent.id) == second
    assert ballots.run_off_of(conn, first.id) is None


def test_r6_a_parent_in_another_organisation_is_refused(conn: Connection) -> None:
    organisation(conn, "elr")
    stranger = scheduled(conn, "elr")
    with pytest.raises(ValueError, match="is no ballot of organisation selg"):
        drafted(conn, parent_id=stranger.id)
