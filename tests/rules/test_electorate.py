"""Who speaks for whom, and what a practice may be called."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.electorate import Electorate, Member, Person, Role, name_key, rank, votes
from tests.rules.examples import practices, selg, utc

NOON = utc("2026-11-23 12:00")

WATLINGTON = Member(
    id=1,
    name="Chalgrove and Watlington Surgeries",
    aliases=("Watlington & Charlgrove", "Watlington & Chalgrove"),
    people=(
        Person(id=3, member_id=1, role=Role.CONTACT, name="Pat", address="office@chalgrove.example"),
        Person(id=2, member_id=1, role=Role.DEPUTY, name="Dr Dee", address="shared@chalgrove.example"),
        Person(id=1, member_id=1, role=Role.LEAD, name="Dr Lee", address="shared@chalgrove.example"),
        Person(
            id=4,
            member_id=1,
            role=Role.LEAD,
            name="Dr Old",
            address="old@chalgrove.example",
            until=NOON,
        ),
    ),
)
HART = Member(
    id=2,
    name="The Hart Surgery",
    people=(
        Person(
            id=5,
            member_id=2,
            role=Role.LEAD,
            name="Dr Hart",
            address="Shared@Chalgrove.example",
            since=NOON,
        ),
    ),
)
TWO = Electorate(members=(WATLINGTON, HART))


def ids(people: tuple[Person, ...]) -> list[int]:
    return [person.id for person in people]


def test_r9_the_lead_goes_before_the_deputy_and_the_deputy_before_a_proxy() -> None:
    assert [rank(role) for role in (Role.LEAD, Role.DEPUTY, Role.PROXY)] == [0, 1, 2]


def test_r4_contacts_have_no_vote() -> None:
    assert [role for role in Role if not votes(role)] == [Role.CONTACT]


def test_r7_an_appointment_holds_from_its_first_instant_to_before_its_last() -> None:
    old, new = WATLINGTON.people[3], HART.people[0]
    assert old.in_force(utc("2026-11-23 11:59"))
    assert not old.in_force(NOON)
    assert not new.in_force(utc("2026-11-23 11:59"))
    assert new.in_force(NOON)


def test_r9_lead_and_deputy_in_force_may_vote_the_lead_first_and_contacts_may_not() -> None:
    assert ids(TWO.voters(1, NOON)) == [1, 2]
    assert ids(TWO.voters(1, utc("2026-11-23 11:59"))) == [1, 4, 2]
    assert ids(TWO.voters(2, utc("2026-11-23 11:59"))) == []


def test_r10_one_address_may_stand_for_several_people_and_practices_leads_first() -> None:
    assert ids(TWO.speakers("SHARED@chalgrove.example", NOON)) == [1, 5, 2]
    assert ids(TWO.speakers("shared@chalgrove.example", utc("2026-11-23 11:59"))) == [1, 2]


def test_r4_a_contact_is_known_as_a_speaker_so_that_a_polite_answer_is_possible() -> None:
    assert ids(TWO.speakers("office@chalgrove.example", NOON)) == [3]


def test_a_look_alike_letter_does_not_pass_for_another() -> None:
    assert TWO.speakers("\N{LATIN SMALL LETTER LONG S}hared@chalgrove.example", NOON) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Chalgrove and Watlington Surgeries",
        "chalgrove & watlington surgeries",
        "WATLINGTON & CHARLGROVE",
        " Watlington and  Chalgrove. ",
        "Watlington \N{FULLWIDTH AMPERSAND} Chalgrove",
    ],
)
def test_r1_a_practice_answers_to_name_and_aliases_in_any_case_and_punctuation(text: str) -> None:
    assert TWO.named(text) == WATLINGTON


def test_r1_a_name_that_nobody_has_names_nobody() -> None:
    assert TWO.named("Nettlebed") is None
    assert Electorate(members=(Member(id=1, name="---"),)).named("") is None


def test_the_nearest_known_name_is_offered() -> None:
    assert TWO.nearest("Heart Surgery") == "The Hart Surgery"
    assert TWO.nearest("Watlington & Chargrove") == "Chalgrove and Watlington Surgeries"
    assert TWO.nearest("xyz") is None


def test_a_part_of_one_name_alone_offers_that_name() -> None:
    assert TWO.nearest("Hart") == "The Hart Surgery"
    assert TWO.nearest("Watlington") == "Chalgrove and Watlington Surgeries"
    assert TWO.nearest("urge") is None, "both have it"
    assert TWO.nearest("Ha") is None, "too little to go by"


def test_r2_the_populations_of_2015_add_up_as_printed() -> None:
    assert selg().population == 91_732
    assert practices(3).population == 0


def test_a_member_is_found_by_its_id_and_only_by_one_that_exists() -> None:
    assert TWO.member(2) == HART
    with pytest.raises(KeyError):
        TWO.member(3)


@given(st.text())
def test_a_name_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_case_and_punctuation_never_change_a_name_key(text: str) -> None:
    assert name_key(f" -{text.swapcase()}.,") == name_key(text)


def test_r6_groups_are_named_once_and_found_in_any_spelling() -> None:
    members = tuple(
        Member(id=n, name=f"Practice {n}", group=group)
        for n, group in enumerate(("North & West", "", "South", "South"))
    )
    everybody = Electorate(members=members)
    assert everybody.groups == ("North & West", "South")
    assert everybody.group_named("north and west") == "North & West"
    assert everybody.group_named("East") is None
    assert everybody.group_named("") is None


def test_r11_an_interest_keeps_a_practice_or_a_person_from_voting() -> None:
    lead = Person(id=1, member_id=1, role=Role.LEAD, name="L", address="l@x.example", barred="owns the site")
    deputy = Person(id=2, member_id=1, role=Role.DEPUTY, name="D", address="d@x.example")
    one = Member(id=1, name="One", people=(lead, deputy))
    two = Member(id=2, name="Two", people=(replace(deputy, id=3, member_id=2),), barred="owns the site")
    everybody = Electorate(members=(one, two))
    assert everybody.voters(1, NOON) == (deputy,)
    assert everybody.voters(2, NOON) == ()
    assert everybody.eligible() == Electorate(members=(one,))
