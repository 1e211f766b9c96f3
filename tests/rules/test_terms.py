"""R24, R25: who holds an office until when, and who makes room for whom."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.terms import (
    Office,
    Tenure,
    Term,
    crowded,
    elected,
    ending,
    entered,
    followed,
    free_places,
    holders,
    term_end,
    vacated,
    years_between,
)

NOTICE = timedelta(days=90)
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DIRECTOR = Office(id=1, organisation="selg", name="Locality Clinical Director", term_years=2)
LEADS = Office(id=2, organisation="elr", name="Locality leads", places=2, term_years=3)
ASHWORTH = Term(id=1, office_id=1, holder="Dr A. Ashworth", since=date(2025, 4, 1), until=date(2027, 3, 31))
BELL = Term(id=2, office_id=1, holder="Dr B. Bell", address="b.bell@x.example")
EARLY = Term(id=1, office_id=2, holder="Dr E. Early", since=date(2024, 1, 1), until=date(2026, 12, 31))
LATE = Term(id=2, office_id=2, holder="Dr L. Late", since=date(2025, 7, 1), until=date(2028, 6, 30))


def held(*terms: Term, office: Office = DIRECTOR) -> Tenure:
    return Tenure(office=office, terms=terms)


def names(tenure: Tenure, day: date) -> list[str]:
    return [term.holder for term in holders(tenure, day)]


def test_a_term_ends_the_day_before_it_began_so_many_years_later() -> None:
    assert term_end(date(2027, 4, 1), 2) == date(2029, 3, 31)
    assert term_end(date(2028, 2, 29), 2) == date(2030, 2, 27)
    assert term_end(date(2028, 2, 29), 4) == date(2032, 2, 28)
    assert term_end(date(2028, 3, 1), 2) == date(2030, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2190, 1, 1)), st.integers(1, 9))
def test_the_years_of_a_term_are_told_from_its_first_and_last_day(since: date, years: int) -> None:
    assert years_between(since, term_end(since, years)) == years


def test_a_term_of_a_few_months_counts_as_one_year() -> None:
    assert years_between(date(2026, 4, 1), date(2026, 6, 30)) == 1


def test_somebody_holds_an_office_from_the_first_to_the_last_day_of_the_term() -> None:
    tenure = held(ASHWORTH)
    assert names(tenure, date(2025, 3, 31)) == []
    assert names(tenure, date(2025, 4, 1)) == ["Dr A. Ashworth"]
    assert names(tenure, date(2027, 3, 31)) == ["Dr A. Ashworth"]


def test_whose_term_is_over_stays_until_a_successor_takes_office() -> None:
    assert names(held(ASHWORTH), date(2028, 1, 1)) == ["Dr A. Ashworth"]
    after = elected(held(ASHWORTH), [("Dr B. Bell", "b.bell@x.example")], date(2027, 6, 1), 7)
    assert [names(after, day) for day in (date(2027, 5, 31), date(2027, 6, 1))] == [["Dr A. Ashworth"], ["Dr B. Bell"]]
    assert after.terms[0].ended_on == date(2027, 5, 31)
    assert (after.terms[1].since, after.terms[1].until) == (date(2027, 6, 1), date(2029, 5, 31))
    assert (after.terms[1].ballot_id, after.terms[1].address) == (7, "b.bell@x.example")


def test_a_successor_may_come_before_the_old_term_ends() -> None:
    after = elected(held(ASHWORTH), [("Dr B. Bell", "")], date(2027, 1, 1), 7)
    assert after.terms[0].ended_on == date(2026, 12, 31)
    assert [names(after, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [["Dr A. Ashworth"], ["Dr B. Bell"]]


def test_who_left_at_once_leaves_the_place_empty_until_the_successor_comes() -> None:
    left = vacated(held(ASHWORTH), ASHWORTH, date(2026, 11, 30), NOW)
    after = elected(left, [("Dr B. Bell", "")], date(2027, 2, 1), 7)
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 31), date(2027, 2, 1))
    assert [names(after, day) for day in days] == [["Dr A. Ashworth"], [], [], ["Dr B. Bell"]]
    assert [free_places(after, day) for day in days] == [0, 1, 1, 0]


def test_a_successor_who_comes_before_the_last_day_of_a_vacancy_takes_over_at_once() -> None:
    left = vacated(held(ASHWORTH), ASHWORTH, date(2027, 1, 31), NOW)
    after = elected(left, [("Dr B. Bell", "")], date(2027, 1, 1), 7)
    assert after.terms[0].ended_on == date(2026, 12, 31)


def test_who_gives_an_office_up_without_a_day_stays_until_a_successor_comes() -> None:
    left = vacated(held(ASHWORTH), ASHWORTH, None, NOW)
    assert (names(left, TODAY), left.terms[0].last_day) == (["Dr A. Ashworth"], None)
    after = elected(left, [("Dr B. Bell", "")], date(2027, 1, 1), 7)
    assert names(after, date(2027, 1, 1)) == ["Dr B. Bell"]


def test_who_is_elected_again_has_a_new_term_in_place_of_the_old() -> None:
    after = elected(held(ASHWORTH), [("dr a ashworth", "")], date(2027, 4, 1), 7)
    assert [(term.since, term.ended_on) for term in after.terms] == [
        (date(2025, 4, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), None),
    ]
    assert names(after, date(2027, 4, 1)) == ["dr a ashworth"]


def test_of_two_holders_the_one_whose_term_ends_first_makes_room() -> None:
    after = elected(held(LATE, EARLY, office=LEADS), [("Dr N. New", "")], date(2027, 1, 1), 7)
    assert names(after, date(2027, 1, 1)) == ["Dr L. Late", "Dr N. New"]


def test_who_gave_the_office_up_makes_room_before_one_whose_term_ends_sooner() -> None:
    left = vacated(held(EARLY, LATE, office=LEADS), LATE, date(2027, 6, 30), NOW)
    after = elected(left, [("Dr N. New", "")], date(2026, 12, 1), 7)
    assert names(after, date(2026, 12, 1)) == ["Dr E. Early", "Dr N. New"]


def test_an_empty_place_is_filled_before_anybody_makes_room() -> None:
    after = elected(held(LATE, office=LEADS), [("Dr N. New", "")], date(2027, 1, 1), 7)
    assert names(after, date(2027, 1, 1)) == ["Dr L. Late", "Dr N. New"]


def test_two_incumbents_with_different_ends_who_are_both_elected_again_have_equal_terms() -> None:
    people = [("Dr L. Late", ""), ("Dr E. Early", "")]
    after = elected(held(EARLY, LATE, office=LEADS), people, date(2027, 1, 1), 7)
    running = holders(after, date(2027, 1, 1))
    assert [(term.holder, term.until) for term in running] == [
        ("Dr L. Late", date(2029, 12, 31)),
        ("Dr E. Early", date(2029, 12, 31)),
    ]


def test_one_elected_again_and_one_newcomer_leave_no_third() -> None:
    people = [("Dr L. Late", ""), ("Dr N. New", "")]
    after = elected(held(EARLY, LATE, office=LEADS), people, date(2027, 1, 1), 7)
    assert names(after, date(2027, 1, 1)) == ["Dr L. Late", "Dr N. New"]


def test_more_people_than_places_show_from_the_day_on_which_they_do() -> None:
    tenure = held(EARLY, LATE, office=LEADS)
    assert crowded(tenure, TODAY) is None
    people = [("Dr N. New", ""), ("Dr M. More", ""), ("Dr O. Other", "")]
    assert crowded(elected(tenure, people, date(2027, 1, 1), 7), TODAY) == date(2027, 1, 1)


@pytest.mark.parametrize(("days", "due"), [(91, False), (90, True), (89, True), (0, True), (-1, True)])
def test_an_end_is_due_for_a_letter_so_many_days_before_it(days: int, due: bool) -> None:
    until = date(2027, 3, 31)
    assert bool(ending(held(ASHWORTH), until - timedelta(days=days), NOTICE)) is due


def test_no_letter_is_due_twice_nor_where_a_successor_is_known_nor_without_an_end() -> None:
    late = date(2027, 3, 1)
    assert ending(held(replace(ASHWORTH, warned_at=NOW)), late, NOTICE) == ()
    follower = replace(BELL, since=date(2027, 4, 1), until=date(2029, 3, 31))
    assert ending(held(ASHWORTH, follower), late, NOTICE) == ()
    assert ending(held(replace(ASHWORTH, until=None)), late, NOTICE) == ()


def test_a_gap_before_the_successor_is_due_for_a_letter() -> None:
    follower = replace(BELL, since=date(2027, 4, 2), until=date(2029, 3, 31))
    assert ending(held(ASHWORTH, follower), date(2027, 3, 1), NOTICE) == (ASHWORTH,)


def test_an_office_given_up_without_a_day_is_due_at_once() -> None:
    left = vacated(held(ASHWORTH), ASHWORTH, None, NOW)
    assert [term.holder for term in ending(left, TODAY, NOTICE)] == ["Dr A. Ashworth"]


def test_an_unknown_beginning_lies_in_the_past_and_an_unknown_end_never_comes() -> None:
    assert names(held(BELL), date(2000, 1, 1)) == names(held(BELL), date(2190, 1, 1)) == ["Dr B. Bell"]


def test_nobody_holds_two_places() -> None:
    again = replace(EARLY, id=3, since=date(2027, 1, 1), until=date(2029, 12, 31))
    assert names(held(EARLY, again, office=LEADS), date(2027, 1, 1)) == ["Dr E. Early"]


def said(holder: str, since: date | None = None, until: date | None = None, address: str = "") -> Term:
    return Term(holder=holder, address=address, since=since, until=until)


def test_the_first_holder_of_an_office_may_be_entered_without_dates() -> None:
    after = entered(held(), said("Dr B. Bell"), TODAY)
    assert after.terms == (Term(office_id=1, holder="Dr B. Bell"),)


def test_a_first_day_alone_gives_the_last_day_by_the_length_of_a_term() -> None:
    after = entered(held(), said("Dr B. Bell", date(2026, 4, 1)), TODAY)
    assert after.terms[0].until == date(2028, 3, 31)


def test_a_newcomer_to_a_full_office_takes_it_over_today_or_on_the_day_named() -> None:
    at_once = entered(held(ASHWORTH), said("Dr B. Bell"), TODAY)
    assert at_once.terms[0].ended_on == TODAY - timedelta(days=1)
    assert (at_once.terms[1].since, at_once.terms[1].until) == (TODAY, date(2028, 11, 22))
    later = entered(held(ASHWORTH), said("Dr B. Bell", date(2027, 1, 1), date(2027, 12, 31)), TODAY)
    assert later.terms[0].ended_on == date(2026, 12, 31)
    assert later.terms[1].until == date(2027, 12, 31)


def test_a_term_that_is_past_is_entered_without_moving_anybody() -> None:
    after = entered(held(ASHWORTH), said("Dr B. Bell", date(2021, 4, 1), date(2023, 3, 31)), TODAY)
    assert after.terms[0] == ASHWORTH
    assert names(after, TODAY) == ["Dr A. Ashworth"]
    assert len(entered(held(ASHWORTH), said("Dr B. Bell", None, date(2023, 3, 31)), TODAY).terms) == 2


def test_the_same_holder_said_again_is_put_right_and_has_no_second_term() -> None:
    after = entered(held(ASHWORTH), said("DR A ASHWORTH", date(2025, 5, 1), None, "a@x.example"), TODAY)
    right = replace(ASHWORTH, holder="DR A ASHWORTH", since=date(2025, 5, 1), address="a@x.example")
    assert after.terms == (right,)
    assert entered(after, said("Dr A. Ashworth", None, None, "A@X.example"), TODAY).terms[0].since == date(2025, 5, 1)


def test_saying_the_same_twice_changes_nothing() -> None:
    once = entered(held(), said("Dr B. Bell", date(2026, 4, 1), date(2028, 3, 31)), TODAY)
    assert entered(once, said("Dr B. Bell", date(2026, 4, 1), date(2028, 3, 31)), TODAY) == once


def test_a_first_day_after_the_end_makes_a_further_term() -> None:
    after = entered(held(ASHWORTH), said("Dr A. Ashworth", date(2027, 4, 1)), TODAY)
    assert [term.since for term in after.terms] == [date(2025, 4, 1), date(2027, 4, 1)]


def test_another_end_takes_back_that_somebody_leaves_early() -> None:
    left = vacated(held(ASHWORTH), ASHWORTH, date(2026, 12, 31), NOW)
    same = said("Dr A. Ashworth", None, date(2027, 3, 31))
    assert entered(left, same, TODAY) == left
    assert entered(left, same, TODAY, by_hand=True).terms == (ASHWORTH,)
    later = entered(left, said("Dr A. Ashworth", None, date(2027, 6, 30)), TODAY).terms[0]
    assert (later.until, later.ended_on, later.vacated_at) == (date(2027, 6, 30), None, None)


def test_another_end_is_written_about_anew() -> None:
    told = held(replace(ASHWORTH, warned_at=NOW))
    assert entered(told, said("Dr A. Ashworth", None, date(2027, 3, 31)), TODAY) == told
    moved = entered(told, said("Dr A. Ashworth", None, date(2027, 4, 30)), TODAY)
    assert moved.terms[0].warned_at is None


def test_a_former_holder_named_without_a_date_takes_over_again() -> None:
    after = elected(held(ASHWORTH), [("Dr B. Bell", "")], date(2026, 6, 1), 7)
    assert entered(after, said("Dr A. Ashworth"), TODAY) == after
    again = entered(after, said("Dr A. Ashworth"), TODAY, by_hand=True)
    assert names(again, TODAY) == ["Dr A. Ashworth"]
    assert len(again.terms) == 3


@st.composite
def tenures(draw: st.DrawFn) -> Tenure:
    office = replace(LEADS, places=draw(st.integers(1, 3)))
    days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
    tenure = Tenure(office=office)
    for number in range(draw(st.integers(0, 5))):
        one = Term(id=number + 1, office_id=2, holder=f"Dr {draw(st.sampled_from('ABCDEFG'))}")
        since = draw(days)
        tenure = followed(tenure, [replace(one, since=since, until=term_end(since, draw(st.integers(1, 4))))], since)
    return tenure


@given(tenures(), st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.sets(st.sampled_from("ABCXYZ"), min_size=1))
def test_whoever_is_elected_holds_the_office_from_that_day_and_nobody_else_is_moved_without_need(
    tenure: Tenure, on: date, letters: set[str]
) -> None:
    people = [(f"Dr {letter}", "") for letter in sorted(letters)][: tenure.office.places]
    before, after = set(names(tenure, on)), elected(tenure, people, on, 7)
    there = set(names(after, on))
    assert {name for name, _ in people} <= there
    if len(holders(tenure, on)) <= tenure.office.places:
        assert len(there) == min(tenure.office.places, len(before | {name for name, _ in people}))


@given(tenures(), st.none() | st.dates(date(2019, 1, 1), date(2032, 1, 1)), st.none() | st.integers(0, 1500))
def test_no_entry_makes_a_term_that_ends_before_it_begins(tenure: Tenure, since: date | None, days: int | None) -> None:
    until = None if days is None else (since or TODAY) + timedelta(days=days)
    after = entered(tenure, said("Dr A", since, until), TODAY, by_hand=True)
    assert all(term.since is None or term.until is None or term.since <= term.until for term in after.terms)
