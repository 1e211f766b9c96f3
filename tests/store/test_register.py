"""The register: who belongs, by which names, who speaks for them when, and how it changes (R1, R2, R7)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from mailvote.rules.electorate import Electorate, Member, Person, Role
from mailvote.store import register
from mailvote.store import tables as t
from mailvote.store.register import (
    AddMember,
    Appoint,
    Change,
    ChangeMember,
    Dismiss,
    EndMember,
    Rename,
    SetPopulation,
)
from mailvote.store.roster import registered
from tests.store.places import HOUR, NOW, ORGANISATION, organisation, scheduled

LATER = NOW + timedelta(days=30)


def apply(conn: Connection, *changes: Change, now: datetime = NOW, to: str = ORGANISATION) -> None:
    register.apply(conn, to, changes, now)


def at(conn: Connection, instant: datetime = NOW, **chosen: str) -> Electorate:
    return register.electorate(conn, ORGANISATION, instant, **chosen)


def only(conn: Connection, instant: datetime = NOW) -> Member:
    (member,) = at(conn, instant).members
    return member


def in_role(conn: Connection, role: Role, instant: datetime) -> list[str]:
    return [person.name for person in only(conn, instant).people if person.role is role and person.in_force(instant)]


def appoint(name: str, role: Role = Role.LEAD, since: datetime | None = None, ballot_id: int | None = None) -> Appoint:
    address = f"{name.lower()}@rycote.example"
    return Appoint(member="Rycote", role=role, name=name, address=address, since=since, ballot_id=ballot_id)


def proxies(conn: Connection, ballot_id: int | None, instant: datetime) -> list[str]:
    people = (person for person in only(conn, instant).people if person.role is Role.PROXY)
    return [person.name for person in people if person.ballot_id == ballot_id and person.in_force(instant)]


def test_r1_a_practice_is_known_by_name_and_aliases(conn: Connection) -> None:
    apply(conn, AddMember(name="Mill Stream Surgery", aliases=("Millstream", "Benson"), group="South"))
    member = only(conn)
    assert (member.name, member.aliases, member.group) == ("Mill Stream Surgery", ("Benson", "Millstream"), "South")
    assert at(conn).named("millstream") == member


def test_a_practice_belongs_from_its_start_until_before_its_end(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote", since=NOW, until=LATER))
    instants = (NOW - HOUR, NOW, LATER - HOUR, LATER)
    assert [len(at(conn, instant).members) for instant in instants] == [0, 1, 1, 0]


def test_r6_an_electorate_may_be_one_group(conn: Connection) -> None:
    apply(conn, AddMember(name="Melton", group="Melton"), AddMember(name="Oadby", group="Oadby"))
    assert [member.name for member in at(conn, group="Oadby").members] == ["Oadby"]
    assert [member.name for member in at(conn).members] == ["Melton", "Oadby"]


def test_r6_organisations_never_see_each_other(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"))
    apply(conn, AddMember(name="Rycote"), to="elr")
    assert len(at(conn).members) == 1
    with pytest.raises(LookupError):
        apply(conn, Rename(person_id=1, name="X"), to="elr")


@pytest.mark.parametrize("name", ["RYCOTE", "The Barn", "the-barn"])
def test_r1_a_name_never_means_two_practices(conn: Connection, name: str) -> None:
    apply(conn, AddMember(name="Rycote", aliases=("The Barn",)), AddMember(name="Hart"))
    for change in (
        AddMember(name=name),
        AddMember(name="Nettlebed", aliases=(name,)),
        ChangeMember(member="Hart", name=name),
        ChangeMember(member="Hart", aliases=(name,)),
    ):
        with pytest.raises(ValueError, match="is the name of another practice already"):
            apply(conn, change)


def test_the_name_of_a_practice_that_left_can_be_used_again(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), EndMember(member="Rycote", until=NOW - HOUR))
    apply(conn, AddMember(name="Rycote", since=NOW), appoint("Green"))
    assert [person.name for person in only(conn).people] == ["Green"]


def test_name_group_and_aliases_can_be_put_right_one_by_one(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote", aliases=("Barn",), group="South"))
    apply(conn, ChangeMember(member="barn", name="Rycote Practice"), ChangeMember(member="Rycote", group="North"))
    assert (only(conn).name, only(conn).aliases, only(conn).group) == ("Rycote Practice", ("Barn",), "North")
    apply(conn, ChangeMember(member="Rycote Practice", aliases=("Rycote", "Rycote")))
    assert only(conn).aliases == ("Rycote",)


def test_an_unknown_practice_is_named(conn: Connection) -> None:
    with pytest.raises(LookupError, match="no practice called Hart"):
        apply(conn, EndMember(member="Hart", until=NOW))


def test_r7_an_appointment_ends_the_one_before_it(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Green"), appoint("Brown", Role.DEPUTY))
    apply(conn, appoint("Black", since=LATER))
    assert in_role(conn, Role.LEAD, LATER - HOUR) == ["Green"]
    assert in_role(conn, Role.LEAD, LATER) == ["Black"]
    assert in_role(conn, Role.DEPUTY, LATER) == ["Brown"]
    assert len(only(conn, LATER).people) == 3


def test_r7_an_appointment_without_a_date_over_somebody_begins_now(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Green"))
    apply(conn, appoint("Black"), now=LATER)
    assert in_role(conn, Role.LEAD, LATER - HOUR) == ["Green"]
    assert in_role(conn, Role.LEAD, LATER) == ["Black"]


def test_r7_an_appointment_gives_way_to_a_later_one_already_made(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Green"), appoint("Black", since=LATER))
    apply(conn, appoint("White", since=NOW))
    names = [in_role(conn, Role.LEAD, instant) for instant in (NOW - HOUR, NOW, LATER - HOUR, LATER)]
    assert names == [["Green"], ["White"], ["White"], ["Black"]]


def test_r7_an_appointment_at_the_same_instant_replaces_the_mistaken_one(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Green", since=NOW), appoint("Grene", since=LATER))
    apply(conn, appoint("Greene", since=LATER))
    assert in_role(conn, Role.LEAD, LATER) == ["Greene"]


def test_contacts_are_added_beside_each_other(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Grey", Role.CONTACT), appoint("Gold", Role.CONTACT))
    assert in_role(conn, Role.CONTACT, NOW) == ["Grey", "Gold"]


def test_r7_a_new_proxy_for_the_same_ballot_ends_the_one_before_at_that_instant(conn: Connection) -> None:
    organisation(conn)
    ballot_id = scheduled(conn).id
    apply(conn, AddMember(name="Rycote"), appoint("Grey", Role.PROXY, ballot_id=ballot_id))
    apply(conn, appoint("Gold", Role.PROXY, LATER, ballot_id))
    second = timedelta(seconds=1)
    held = [proxies(conn, ballot_id, instant) for instant in (LATER - second, LATER, LATER + second)]
    assert held == [["Grey"], ["Gold"], ["Gold"]]


def test_r7_proxies_of_different_ballots_and_practices_do_not_touch_each_other(conn: Connection) -> None:
    organisation(conn)
    one, other = scheduled(conn).id, scheduled(conn).id
    apply(conn, AddMember(name="Rycote"), AddMember(name="Hart"), appoint("Black", Role.LEAD))
    apply(conn, Appoint(member="Hart", role=Role.PROXY, name="Hay", address="hay@hart.example", ballot_id=one))
    apply(conn, appoint("Grey", Role.PROXY, ballot_id=one), appoint("Gold", Role.PROXY, ballot_id=other))
    apply(conn, appoint("Green", Role.PROXY))
    rycote, hart = at(conn, LATER).members
    people = [(person.name, person.ballot_id) for person in rycote.people if person.in_force(LATER)]
    assert people == [("Black", None), ("Grey", one), ("Gold", other), ("Green", None)]
    assert [(person.name, person.ballot_id) for person in hart.people if person.in_force(LATER)] == [("Hay", one)]


def test_r7_a_proxy_for_every_ballot_ends_the_one_before(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Grey", Role.PROXY))
    apply(conn, appoint("Gold", Role.PROXY), now=LATER)
    assert proxies(conn, None, LATER - HOUR) == ["Grey"]
    assert proxies(conn, None, LATER) == ["Gold"]


def test_r8_a_proxy_without_a_date_is_named_now_and_not_before(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Grey", Role.PROXY))
    instants = (NOW - timedelta(microseconds=1), NOW, NOW + HOUR)
    assert [proxies(conn, None, instant) for instant in instants] == [[], ["Grey"], ["Grey"]]


def test_r7_only_a_proxy_is_appointed_for_one_ballot(conn: Connection) -> None:
    organisation(conn)
    ballot_id = scheduled(conn).id
    apply(conn, AddMember(name="Rycote"))
    with pytest.raises(ValueError, match="only a proxy is appointed for one"):
        apply(conn, appoint("Grey", Role.DEPUTY, ballot_id=ballot_id))


def test_r6_a_proxy_for_a_ballot_of_another_organisation_is_refused(conn: Connection) -> None:
    organisation(conn, "elr")
    stranger = scheduled(conn, "elr").id
    apply(conn, AddMember(name="Rycote"))
    with pytest.raises(LookupError, match=f"no ballot {stranger} in organisation selg"):
        apply(conn, appoint("Grey", Role.PROXY, ballot_id=stranger))


def test_r7_the_roster_knows_no_proxies_of_single_ballots(conn: Connection) -> None:
    organisation(conn)
    apply(conn, AddMember(name="Rycote"), appoint("Black"), appoint("Green", Role.PROXY))
    apply(conn, appoint("Grey", Role.PROXY, ballot_id=scheduled(conn).id))
    (found,) = registered(conn, ORGANISATION)
    assert [person.name for person in found.member.people] == ["Black", "Green"]


def test_r7_the_database_itself_refuses_two_proxies_of_one_ballot_at_once(conn: Connection) -> None:
    organisation(conn)
    ballot_id = scheduled(conn).id
    apply(conn, AddMember(name="Rycote"), appoint("Grey", Role.PROXY, ballot_id=ballot_id))
    row = {"member_id": only(conn).id, "role": "proxy", "name": "Gold", "address": "gold@rycote.example"}
    with pytest.raises(IntegrityError):
        conn.execute(insert(t.person).values({**row, "ballot_id": ballot_id}))


def test_r7_the_database_itself_refuses_two_leads_at_once(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Green"))
    row = {"member_id": only(conn).id, "role": "lead", "name": "Black", "address": "black@rycote.example"}
    with pytest.raises(IntegrityError):
        conn.execute(insert(t.person).values(row))


def test_somebody_dismissed_keeps_their_row(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Green"))
    apply(conn, Dismiss(person_id=_person(conn, "Green").id, until=LATER))
    assert in_role(conn, Role.LEAD, LATER - HOUR) == ["Green"]
    assert in_role(conn, Role.LEAD, LATER) == []


def test_an_appointment_can_be_called_off_before_it_begins(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Green"), appoint("Black", since=LATER))
    apply(conn, Dismiss(person_id=_person(conn, "Black").id, until=NOW))
    assert in_role(conn, Role.LEAD, LATER) == []
    apply(conn, appoint("White", since=NOW))
    assert in_role(conn, Role.LEAD, LATER) == ["White"]


def test_a_persons_name_can_be_put_right(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), appoint("Grene"))
    apply(conn, Rename(person_id=_person(conn, "Grene").id, name="Green"))
    assert in_role(conn, Role.LEAD, NOW) == ["Green"]


@pytest.mark.parametrize("change", [Rename(person_id=99999, name="X"), Dismiss(person_id=99999, until=NOW)])
def test_an_unknown_person_is_refused(conn: Connection, change: Change) -> None:
    with pytest.raises(LookupError, match="no person 99999 in organisation selg"):
        apply(conn, change)


def test_r2_the_newest_population_on_or_before_the_day_counts(conn: Connection) -> None:
    def figure(year: int, population: int) -> SetPopulation:
        return SetPopulation(member="Rycote", as_of=date(year, 4, 1), population=population)

    apply(conn, AddMember(name="Rycote"), figure(2026, 11408), figure(2025, 11000), figure(2025, 11001))
    days = [(2025, 3, 31), (2025, 4, 1), (2026, 3, 31), (2026, 4, 1)]
    figures = [only(conn, datetime(*day, 12, tzinfo=UTC)).population for day in days]
    assert figures == [None, 11001, 11001, 11408]


def test_r2_the_day_is_that_of_the_zone_the_instant_is_given_in(conn: Connection) -> None:
    apply(conn, AddMember(name="Rycote"), SetPopulation(member="Rycote", as_of=date(2026, 4, 1), population=5))
    summer = timezone(timedelta(hours=1))
    midnight = datetime(2026, 4, 1, 0, 30, tzinfo=summer)
    assert only(conn, midnight).population == 5
    assert only(conn, midnight.astimezone(UTC)).population is None


def test_r5_a_stated_total_is_kept_as_stated(conn: Connection) -> None:
    day = date(2015, 4, 1)
    register.add_total(conn, ORGANISATION, day, 720_000)
    register.add_total(conn, ORGANISATION, day, 720_029)
    assert register.totals(conn, ORGANISATION) == {day: 720_029}


def _person(conn: Connection, name: str) -> Person:
    return next(person for person in only(conn).people if person.name == name)
