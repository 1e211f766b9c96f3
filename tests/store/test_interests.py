"""The register of interests, and whom it keeps from voting in which ballot (R11)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, event, insert
from sqlalchemy.exc import IntegrityError

from mailvote.rules.electorate import Electorate, Role
from mailvote.store import ballots, interests, register
from mailvote.store import tables as t
from mailvote.store.ballots import Ballot
from mailvote.store.interests import Interest
from mailvote.store.register import Appoint, EndMember
from tests.store.places import CLOSE, HOUR, NOW, ORGANISATION, drafted, enrol, opened, organisation, scheduled

SECOND = timedelta(seconds=1)
YEAR_LATER = NOW.replace(year=NOW.year + 1)
MANAGER = "manager@selg.example"


class House:
    """Two practices and what they declare."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        organisation(conn)
        self.members = enrol(conn, "Rycote", "Hart")

    def declare(
        self,
        description: str = "Owns the building",
        *,
        practice: str = "Rycote",
        person: str | None = None,
        ballot: Ballot | None = None,
        since: datetime = NOW,
        until: datetime | None = None,
        at: datetime = NOW,
    ) -> Interest:
        return interests.add(
            self.conn,
            ORGANISATION,
            member_id=self.members[practice],
            person_id=person and self.person(person),
            ballot_id=ballot and ballot.id,
            description=description,
            since=since,
            until=until,
            by=MANAGER,
            at=at,
        )

    def person(self, name: str) -> int:
        people = (person for member in self.register().members for person in member.people)
        return next(person.id for person in people if person.name == name)

    def register(self) -> Electorate:
        return register.electorate(self.conn, ORGANISATION, NOW)

    def appoint(
        self, name: str, role: Role, *, practice: str = "Rycote", address: str = "", ballot_id: int | None = None
    ) -> None:
        address = address or f"{name.rsplit(maxsplit=1)[-1].lower()}@{practice.lower()}.example"
        change = Appoint(member=practice, role=role, name=name, address=address, since=NOW, ballot_id=ballot_id)
        register.apply(self.conn, ORGANISATION, [change], NOW)

    def bars(self, ballot: Ballot, at: datetime | None = NOW) -> dict[str, str]:
        """What keeps whom from voting: practices and people by name."""
        members = ballots.electorate(self.conn, ballots.get(self.conn, ballot.id), at).members
        people = [person for member in members for person in member.people]
        return {one.name: one.barred for one in (*members, *people) if one.barred}

    def voters(self, ballot: Ballot, practice: str = "Rycote") -> list[str]:
        found = ballots.electorate(self.conn, ballot, NOW).voters(self.members[practice], NOW)
        return [person.name for person in found]


@pytest.fixture
def house(conn: Connection) -> House:
    return House(conn)


def test_r11_an_interest_comes_back_with_the_names_of_those_it_is_about(house: House) -> None:
    ballot = scheduled(house.conn)
    found = house.declare("  Her brother stands. ", person="Dr Rycote", ballot=ballot, until=CLOSE)
    assert found == interests.find(house.conn, ORGANISATION, found.id)
    assert (found.member, found.person, found.reference) == ("Rycote", "Dr Rycote", "SELG-2026-01")
    assert (found.description, found.since, found.until) == ("Her brother stands.", NOW, CLOSE)
    assert (found.recorded_at, found.recorded_by, found.reviewed_at) == (NOW, MANAGER, NOW)


def test_r11_an_interest_may_be_a_whole_practices_and_in_no_ballot(house: House) -> None:
    found = house.declare()
    assert (found.person_id, found.person, found.ballot_id, found.reference) == (None, "", None, "")


def test_no_repr_shows_what_was_declared(house: House) -> None:
    assert "building" not in repr(house.declare())


@pytest.mark.parametrize("description", ["", "  \n"])
def test_r11_an_interest_says_what_it_is_since_a_refused_voter_reads_it(house: House, description: str) -> None:
    with pytest.raises(ValueError, match="say what it is"):
        house.declare(description)


def test_r11_the_database_itself_takes_no_empty_description(house: House) -> None:
    row = {"organisation": ORGANISATION, "member_id": house.members["Hart"], "description": "", "recorded_by": ""}
    with pytest.raises(IntegrityError):
        house.conn.execute(insert(t.interest).values(row | dict.fromkeys(("since", "recorded_at", "reviewed_at"), NOW)))


def test_an_interest_does_not_end_before_it_begins(house: House) -> None:
    with pytest.raises(IntegrityError):
        house.declare(until=NOW - SECOND)


def test_r6_an_interest_stays_within_its_organisation(house: House) -> None:
    organisation(house.conn, "elr")
    found, stranger = house.declare(), scheduled(house.conn, "elr")
    with pytest.raises(LookupError, match=f"no ballot {stranger.id} in organisation selg"):
        house.declare(ballot=stranger)
    assert interests.find(house.conn, "elr", found.id) is None
    assert interests.listing(house.conn, "elr", NOW) == interests.overdue(house.conn, "elr", YEAR_LATER) == ()
    for change in (interests.end, interests.review):
        with pytest.raises(LookupError, match=f"no interest {found.id} in organisation elr"):
            change(house.conn, "elr", found.id, NOW + HOUR)
    assert interests.find(house.conn, ORGANISATION, found.id) == found


def test_a_practice_or_person_that_is_not_there_is_refused(house: House) -> None:
    with pytest.raises(LookupError, match="no person of practice"):
        house.declare(practice="Hart", person="Dr Rycote")
    house.members["Rycote"] = 99999
    with pytest.raises(LookupError, match="no practice 99999 in organisation selg"):
        house.declare()


def test_r11_the_listing_shows_what_is_in_force_oldest_first(house: House) -> None:
    later = house.declare(since=NOW + HOUR)
    first = house.declare(since=NOW - HOUR, until=NOW + HOUR)
    instants = (NOW - HOUR - SECOND, NOW - HOUR, NOW + HOUR - SECOND, NOW + HOUR)
    listed = [[one.id for one in interests.listing(house.conn, ORGANISATION, at)] for at in instants]
    assert listed == [[], [first.id], [first.id], [later.id]]
    second = house.declare(since=NOW - HOUR)
    assert [one.id for one in interests.listing(house.conn, ORGANISATION, NOW)] == [first.id, second.id]


def test_r11_a_ballot_knows_every_interest_that_was_recorded_against_it(house: House) -> None:
    one, other = scheduled(house.conn), scheduled(house.conn)
    ended, own = house.declare(ballot=one, until=NOW), house.declare(ballot=one)
    house.declare(ballot=other)
    house.declare()
    assert [each.id for each in interests.of_ballot(house.conn, one.id)] == [ended.id, own.id]


def test_r11_an_interest_ends_once_and_not_later_than_it_was_to(house: House) -> None:
    open_end, planned = house.declare(), house.declare(until=NOW + HOUR)
    assert interests.end(house.conn, ORGANISATION, open_end.id, NOW + HOUR).until == NOW + HOUR
    assert interests.end(house.conn, ORGANISATION, open_end.id, NOW + 2 * HOUR).until == NOW + HOUR
    assert interests.end(house.conn, ORGANISATION, planned.id, NOW + SECOND).until == NOW + SECOND


def test_an_interest_that_has_not_begun_is_over_before_it_begins(house: House) -> None:
    planned = house.declare(since=CLOSE)
    assert interests.end(house.conn, ORGANISATION, planned.id, NOW).until == CLOSE
    assert interests.listing(house.conn, ORGANISATION, CLOSE) == ()


def overdue(house: House, at: datetime) -> list[int]:
    return [one.id for one in interests.overdue(house.conn, ORGANISATION, at)]


def test_r11_an_interest_is_due_for_review_a_calendar_year_after_the_last_one(house: House) -> None:
    found = house.declare()
    assert [overdue(house, at) for at in (YEAR_LATER - SECOND, YEAR_LATER, YEAR_LATER + SECOND)] == [
        [],
        [found.id],
        [found.id],
    ]
    assert interests.review(house.conn, ORGANISATION, found.id, NOW + HOUR).reviewed_at == NOW + HOUR
    assert [overdue(house, YEAR_LATER + late) for late in (timedelta(), HOUR)] == [[], [found.id]]


def test_r11_what_was_pointed_out_is_not_again_until_a_year_after_its_next_review(house: House) -> None:
    found, other = house.declare(), house.declare()
    interests.pointed_out(house.conn, [found.id], YEAR_LATER)
    assert overdue(house, YEAR_LATER + HOUR) == [other.id]
    interests.review(house.conn, ORGANISATION, found.id, YEAR_LATER + HOUR)
    third_year = YEAR_LATER.replace(year=YEAR_LATER.year + 1) + HOUR
    assert overdue(house, third_year) == [found.id, other.id]
    interests.pointed_out(house.conn, (), third_year)
    interests.pointed_out(house.conn, [found.id, other.id], third_year)
    assert overdue(house, third_year + HOUR) == []


def test_r11_what_has_ended_is_not_reviewed(house: House) -> None:
    house.declare(until=YEAR_LATER)
    assert overdue(house, YEAR_LATER) == []


@pytest.mark.parametrize(
    ("reviewed", "due"),
    [
        (datetime(2028, 2, 29, 12, tzinfo=UTC), datetime(2029, 2, 28, 12, tzinfo=UTC)),
        (datetime(2027, 2, 28, 12, tzinfo=UTC), datetime(2028, 2, 28, 12, tzinfo=UTC)),
        (datetime(2027, 3, 1, 12, tzinfo=UTC), datetime(2028, 3, 1, 12, tzinfo=UTC)),
    ],
)
def test_r11_a_year_in_which_a_day_is_missing_ends_on_the_day_before(
    house: House, reviewed: datetime, due: datetime
) -> None:
    found = house.declare(at=reviewed)
    assert [found.review_due(at) for at in (due - SECOND, due, due + SECOND)] == [False, True, True]


def test_r11_the_year_is_that_of_the_zone_the_instant_is_given_in(house: House) -> None:
    """Summer time begins on 29 March 2026 and on 28 March 2027."""
    found = house.declare(at=datetime(2026, 3, 28, 9, tzinfo=UTC))
    at = datetime(2027, 3, 28, 8, tzinfo=UTC)
    assert found.review_due(at.astimezone(ZoneInfo("Europe/London")))
    assert not found.review_due(at)


@given(st.integers(0, 36524))
def test_r11_a_review_is_due_365_or_366_days_after_the_last(days: int) -> None:
    reviewed = NOW + timedelta(days=days)
    found = Interest(
        id=1, member_id=1, member="Rycote", person_id=None, person="", ballot_id=None, reference="", description="x",
        since=reviewed, until=None, recorded_at=reviewed, recorded_by=MANAGER, reviewed_at=reviewed,
    )  # fmt: skip
    assert not found.review_due(reviewed + timedelta(days=365) - SECOND)
    assert found.review_due(reviewed + timedelta(days=366))


def test_r11_a_practice_with_an_interest_in_a_ballot_is_barred_from_that_ballot_alone(house: House) -> None:
    ballot, other = opened(house.conn), opened(house.conn)
    house.declare("Owns the building", ballot=ballot)
    assert house.bars(ballot) == {"Rycote": "Owns the building"}
    assert house.bars(other) == {}
    assert [member.name for member in ballots.electorate(house.conn, ballot, NOW).eligible().members] == ["Hart"]


def test_r11_a_persons_interest_bars_that_person_and_the_practice_votes_through_another(house: House) -> None:
    ballot = opened(house.conn)
    house.appoint("Dr Green", Role.DEPUTY)
    assert house.voters(ballot) == ["Dr Rycote", "Dr Green"]
    house.declare("Her brother stands", person="Dr Rycote", ballot=ballot)
    assert house.bars(ballot) == {"Dr Rycote": "Her brother stands"}
    assert house.voters(ballot) == ["Dr Green"]


def test_r11_a_barred_person_stays_barred_in_another_role_and_for_another_practice(house: House) -> None:
    ballot = opened(house.conn)
    house.declare(person="Dr Rycote", ballot=ballot)
    house.appoint("DR. RYCOTE", Role.PROXY, address="Lead1@rycote.example", ballot_id=ballot.id)
    house.appoint("Dr Rycote", Role.DEPUTY, practice="Hart", address="lead1@rycote.example")
    assert house.voters(ballot) == []
    assert house.voters(ballot, "Hart") == ["Dr Hart"]


def test_r10_a_colleague_at_the_same_address_is_not_barred(house: House) -> None:
    ballot = opened(house.conn)
    house.appoint("Dr Green", Role.DEPUTY, address="lead1@rycote.example")
    house.declare(person="Dr Rycote", ballot=ballot)
    assert house.voters(ballot) == ["Dr Green"]


def test_r11_of_several_interests_the_oldest_is_the_reason(house: House) -> None:
    ballot = opened(house.conn)
    house.declare("second", ballot=ballot, since=NOW)
    house.declare("first", ballot=ballot, since=NOW - HOUR)
    house.declare("hers", person="Dr Rycote", ballot=ballot)
    house.declare("hers too", person="Dr Rycote", ballot=ballot)
    assert house.bars(ballot) == {"Rycote": "first", "Dr Rycote": "hers"}


def test_r11_an_interest_bars_while_it_is_in_force(house: House) -> None:
    ballot = opened(house.conn)
    house.declare(ballot=ballot, since=NOW + HOUR, until=NOW + 2 * HOUR)
    instants = (NOW + HOUR - SECOND, NOW + HOUR, NOW + 2 * HOUR - SECOND, NOW + 2 * HOUR)
    assert [bool(house.bars(ballot, at)) for at in instants] == [False, True, True, False]


@pytest.mark.parametrize("make", [scheduled, drafted])
def test_r11_an_interest_bars_before_the_opening_too(house: House, make: object) -> None:
    ballot: Ballot = make(house.conn)  # type: ignore[operator]
    house.declare(ballot=ballot, since=NOW)
    assert house.bars(ballot) == house.bars(ballot, None) == {"Rycote": "Owns the building"}
    assert house.bars(ballot, NOW - SECOND) == {}


def test_r11_without_a_time_an_open_ballot_is_seen_as_at_its_close(house: House) -> None:
    ballot = opened(house.conn)
    house.declare(ballot=ballot, since=CLOSE)
    assert house.bars(ballot, None)
    assert not house.bars(ballot, CLOSE - SECOND)


def test_r11_a_declared_ballot_is_seen_as_at_its_declaration(house: House) -> None:
    ballot = opened(house.conn)
    during = house.declare("during", ballot=ballot, since=NOW)
    ballots.declare(house.conn, ballot, CLOSE + HOUR, None)
    interests.end(house.conn, ORGANISATION, during.id, CLOSE + 2 * HOUR)
    house.declare("recorded afterwards", practice="Hart", ballot=ballot, since=NOW, at=CLOSE + 2 * HOUR)
    assert house.bars(ballot, CLOSE + 3 * HOUR) == {"Rycote": "during"}


def test_r11_a_ballot_cancelled_before_its_opening_is_seen_as_at_that_instant(house: House) -> None:
    ballot = ballots.cancel(house.conn, scheduled(house.conn), NOW, "")
    house.declare("afterwards", ballot=ballot, since=NOW + HOUR, at=NOW + HOUR)
    register.apply(house.conn, ORGANISATION, [EndMember(member="Hart", until=NOW + HOUR)], NOW)
    assert house.bars(ballot, NOW + 2 * HOUR) == {}
    assert len(ballots.electorate(house.conn, ballot, NOW + 2 * HOUR).members) == 2


def test_r7_a_proxy_has_a_voice_in_its_own_ballot_alone(house: House) -> None:
    first, second, to_come = opened(house.conn), opened(house.conn), scheduled(house.conn)
    house.appoint("Grey", Role.PROXY, ballot_id=first.id)
    house.appoint("Gold", Role.PROXY, ballot_id=to_come.id)
    assert house.voters(first) == ["Dr Rycote", "Grey"]
    assert house.voters(second) == ["Dr Rycote"]
    assert house.voters(to_come) == ["Dr Rycote", "Gold"]


@pytest.mark.parametrize(("make", "most"), [(opened, 4), (scheduled, 5)])
def test_an_electorate_takes_few_queries_however_much_is_on_file(house: House, make: object, most: int) -> None:
    enrol(house.conn, *(f"Practice {number}" for number in range(20)))
    ballot: Ballot = make(house.conn)  # type: ignore[operator]
    for _ in range(3):
        house.declare(person="Dr Rycote", ballot=ballot)
    statements: list[str] = []
    note = lambda _conn, _cursor, statement, *_: statements.append(statement)  # noqa: E731
    event.listen(house.conn, "before_cursor_execute", note)
    ballots.electorate(house.conn, ballot, NOW)
    event.remove(house.conn, "before_cursor_execute", note)
    assert len(statements) == most
