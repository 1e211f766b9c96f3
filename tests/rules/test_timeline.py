"""R20: the timeline that a call for candidates proposes, in working days throughout."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.ruleset import Candidacy, OutcomeRule, RuleSet, Window
from mailvote.rules.timeline import propose
from mailvote.rules.workingdays import Calendar, earliest_close

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
CALENDAR = Calendar(timezone=ZoneInfo("Europe/London"), closing_time=time(17), holidays=CHRISTMAS)


def rules(apply: int = 15, assess: int = 5) -> RuleSet:
    return RuleSet(
        name="election",
        title="Election",
        source="here",
        window=Window(working_days=5),
        outcome=OutcomeRule(),
        candidacy=Candidacy(apply_working_days=apply, assess_working_days=assess),
    )


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_candidates_apply_for_three_weeks_then_the_panel_has_one_then_the_vote_one() -> None:
    proposed = propose(utc(2026, 10, 26, 9), rules(), CALENDAR)
    assert proposed.apply_by == utc(2026, 11, 16, 17)
    assert proposed.opens_at == utc(2026, 11, 23, 9)
    assert proposed.closes_at == utc(2026, 11, 30, 17)


def test_bank_holidays_are_no_days_to_apply_on() -> None:
    proposed = propose(utc(2026, 12, 21, 9), rules(apply=4), CALENDAR)
    assert proposed.apply_by == utc(2026, 12, 29, 17)
    assert proposed.opens_at == utc(2027, 1, 6, 9)


def test_a_date_that_is_given_stands_and_the_others_follow_it() -> None:
    chosen = propose(utc(2026, 10, 26, 9), rules(), CALENDAR, apply_by=utc(2026, 11, 4, 12))
    assert (chosen.apply_by, chosen.opens_at) == (utc(2026, 11, 4, 12), utc(2026, 11, 11, 9))
    later = propose(utc(2026, 10, 26, 9), rules(), CALENDAR, opens_at=utc(2026, 12, 1, 8))
    assert (later.apply_by, later.opens_at) == (utc(2026, 11, 16, 17), utc(2026, 12, 1, 8))
    assert later.closes_at == utc(2026, 12, 8, 17)


def test_the_times_are_those_of_the_clock_on_the_wall() -> None:
    proposed = propose(utc(2026, 6, 1, 9), rules(), CALENDAR)
    assert (proposed.apply_by.hour, proposed.opens_at.hour) == (16, 8)


@given(
    st.integers(0, 730 * 24 * 60).map(lambda minutes: utc(2026, 1, 1) + timedelta(minutes=minutes)),
    st.integers(1, 30),
    st.integers(1, 30),
)
def test_the_dates_come_one_after_the_other_on_working_days(at: datetime, apply: int, assess: int) -> None:
    chosen = rules(apply, assess)
    proposed = propose(at, chosen, CALENDAR)
    assert at < proposed.apply_by < proposed.opens_at < proposed.closes_at
    assert proposed.closes_at == earliest_close(proposed.opens_at, chosen.window, CALENDAR)
    for instant in (proposed.apply_by, proposed.opens_at, proposed.closes_at):
        assert CALENDAR.is_working_day(CALENDAR.local(instant).date())
