"""How long what a ballot leaves behind is kept (R23), and the weekly reminder to confirm it (interface.md 8)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.keeping import KINDS, WITHOUT_RESULT, Ended, clock, ending
from mailvote.rules.lifecycle import Dates
from mailvote.rules.ruleset import Candidacy, Destruction
from tests.rules.examples import CALENDAR, ELECTION, utc

DECLARED = utc("2026-11-30 17:11")
SECOND = timedelta(seconds=1)
LATER = utc("2026-12-01 09:00")


def due(ended: Ended, now: datetime = DECLARED, **rules: object) -> dict[str, datetime]:
    found = clock(replace(ELECTION, **rules), CALENDAR, ended, now)  # type: ignore[arg-type]
    assert {one.kind for one in found} <= set(KINDS)
    return {one.kind: one.due_at for one in found}


@pytest.mark.parametrize(
    ("confirmed_at", "destroyed_at"),
    [
        ("2026-12-01 10:00", "2027-01-01 17:00"),
        ("2027-01-31 10:00", "2027-02-28 17:00"),
        ("2028-01-31 10:00", "2028-02-29 17:00"),
        ("2027-01-30 23:59", "2027-02-28 17:00"),
        ("2027-03-28 12:00", "2027-04-28 16:00"),
        ("2027-05-31 23:30", "2027-07-01 16:00"),
    ],
)
def test_r23_votes_are_destroyed_one_calendar_month_after_the_confirmation(
    confirmed_at: str, destroyed_at: str
) -> None:
    """At the closing time of the organisation's own clock: 31 January and a month is 28 February."""
    ended = Ended(at=DECLARED, confirmed_at=utc(confirmed_at))
    assert due(ended) == {"destroy": utc(destroyed_at)}


def test_candidates_are_forgotten_as_long_after_the_confirmation_as_the_rules_say() -> None:
    ended = Ended(at=DECLARED, confirmed_at=utc("2026-12-01 10:00"), was_called=True)
    kept = Candidacy(keep_unsuccessful="2 months", keep_elected="36 months")
    assert due(ended, candidacy=kept) == {
        "destroy": utc("2027-01-01 17:00"),
        "forget-unsuccessful": utc("2027-02-01 17:00"),
        "forget-elected": utc("2029-12-01 17:00"),
    }


def test_what_is_never_confirmed_goes_six_months_after_the_declaration_with_a_reminder_each_week() -> None:
    assert due(Ended(at=DECLARED)) == {"confirm": utc("2026-12-07 09:00"), "destroy": utc("2027-05-30 16:00")}


@pytest.mark.parametrize(
    ("now", "reminded_at"),
    [
        ("2026-12-07 08:59", "2026-12-07 09:00"),
        ("2026-12-07 09:00", "2026-12-14 09:00"),
        ("2026-12-07 09:01", "2026-12-14 09:00"),
        ("2027-01-20 12:00", "2027-01-25 09:00"),
        ("2027-03-29 08:00", "2027-04-05 08:00"),
    ],
)
def test_however_many_weeks_were_missed_the_next_reminder_is_one(now: str, reminded_at: str) -> None:
    assert due(Ended(at=DECLARED), utc(now))["confirm"] == utc(reminded_at)


def test_no_reminder_comes_once_the_destruction_is_due() -> None:
    last = utc("2027-05-24 12:00")
    assert "confirm" not in due(Ended(at=DECLARED), last)
    assert due(Ended(at=DECLARED), last - timedelta(days=1))["confirm"] == utc("2027-05-24 08:00")


def test_a_tie_that_a_further_election_follows_goes_a_month_after_its_declaration_without_reminders() -> None:
    ended = Ended(at=DECLARED, replaced_at=LATER, is_confirmable=False)
    assert due(ended) == {"destroy": utc("2026-12-30 17:00")}


def test_an_outcome_is_still_to_be_confirmed_although_a_later_ballot_came() -> None:
    ended = Ended(at=DECLARED, replaced_at=LATER)
    assert due(ended) == {"confirm": utc("2026-12-07 09:00"), "destroy": utc("2026-12-30 17:00")}


@pytest.mark.parametrize(
    ("replaced_at", "destroyed_at"),
    [
        ("2026-12-29 16:59", "2026-12-30 17:00"),
        ("2026-12-30 09:00", "2026-12-31 17:00"),
        ("2027-03-01 12:00", "2027-03-02 17:00"),
    ],
)
def test_what_is_replaced_late_is_kept_for_a_day_so_that_there_is_time_for_a_hold(
    replaced_at: str, destroyed_at: str
) -> None:
    ended = Ended(at=DECLARED, replaced_at=utc(replaced_at), is_confirmable=False)
    assert due(ended, utc(replaced_at))["destroy"] == utc(destroyed_at)


def test_statements_of_a_ballot_without_a_confirmation_go_with_its_votes() -> None:
    found = due(Ended(at=DECLARED, was_called=True, is_confirmable=False))
    assert found["forget-unsuccessful"] == found["forget-elected"] == found["destroy"] == utc("2027-05-30 16:00")


def test_of_what_was_cancelled_before_anybody_was_told_nobody_is_reminded() -> None:
    assert due(Ended(at=DECLARED, is_confirmable=False, left_nothing=True)) == {"destroy": utc("2026-12-30 17:00")}


def test_six_months_are_never_less_than_the_span_after_a_confirmation() -> None:
    spans = Destruction(after="9 months", destroy_unconfirmed_after="6 months")
    assert due(Ended(at=DECLARED), destruction=spans)["destroy"] == utc("2027-08-30 16:00")


OPENED = Dates(opens_at=LATER, closes_at=LATER, opened_at=LATER)


@pytest.mark.parametrize(
    ("dates", "kind", "expected"),
    [
        (OPENED, "", None),
        (replace(OPENED, declared_at=DECLARED), "elected", Ended(at=DECLARED)),
        (replace(OPENED, declared_at=DECLARED), "part-elected", Ended(at=DECLARED)),
        (replace(OPENED, declared_at=DECLARED), "not-binding", Ended(at=DECLARED)),
        *(
            (replace(OPENED, declared_at=DECLARED), kind, Ended(at=DECLARED, is_confirmable=False))
            for kind in ("tied", "not-valid", "no-majority", "none-elected")
        ),
        (replace(OPENED, cancelled_at=DECLARED), "cancelled", Ended(at=DECLARED, is_confirmable=False)),
        (
            Dates(cancelled_at=DECLARED, is_draft=True),
            "cancelled",
            Ended(at=DECLARED, is_confirmable=False, left_nothing=True),
        ),
        (
            Dates(cancelled_at=DECLARED, called_at=LATER, apply_by=LATER),
            "cancelled",
            Ended(at=DECLARED, is_confirmable=False, was_called=True),
        ),
    ],
)
def test_how_a_ballot_ended_follows_from_its_dates_and_its_outcome(
    dates: Dates, kind: str, expected: Ended | None
) -> None:
    assert ending(dates, kind=kind, replaced_at=None) == expected


def test_every_outcome_that_settles_nothing_says_why_there_is_nothing_to_confirm() -> None:
    assert set(WITHOUT_RESULT) == {"not-valid", "tied", "no-majority", "none-elected", "cancelled"}


MINUTES = st.integers(min_value=0, max_value=3 * 365 * 24 * 60)


@given(ended=MINUTES, passed=MINUTES, replaced=st.none() | MINUTES, confirmable=st.booleans())
def test_a_reminder_lies_ahead_within_a_week_and_before_the_destruction(
    ended: int, passed: int, replaced: int | None, confirmable: bool
) -> None:
    at = utc("2026-01-01 00:00") + timedelta(minutes=ended)
    now = at + timedelta(minutes=passed)
    replaced_at = None if replaced is None else at + timedelta(minutes=replaced)
    found = due(Ended(at=at, replaced_at=replaced_at, is_confirmable=confirmable), now)
    assert found["destroy"] > at + timedelta(days=27)
    if "confirm" in found:
        assert now < found["confirm"] <= now + timedelta(days=8, hours=10)
        assert found["confirm"] < found["destroy"]
