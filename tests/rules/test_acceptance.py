"""Which answers may count, and which of two votes of a practice stands (R4, R7, R9, R18)."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.acceptance import GROUNDS, Claim, Fate, Return, fate_of_loser, judge, prevails
from mailvote.rules.electorate import Role
from tests.rules.examples import utc

OPENED = utc("2026-11-23 09:00")
CLOSE = utc("2026-11-30 17:00")
SECOND = timedelta(seconds=1)

RETURN = Return(
    received_at=utc("2026-11-24 12:00"),
    role=Role.LEAD,
    who_may_vote=(Role.LEAD, Role.DEPUTY, Role.PROXY),
    opened_at=OPENED,
    closes_at=CLOSE,
    declared_at=None,
    cancelled_at=None,
)

REVOTES = ("rank", "latest", "first")
VOTING_ROLES = (Role.LEAD, Role.DEPUTY, Role.PROXY)


def ground_of(it: Return) -> str | None:
    ground = judge(it)
    return ground.name if ground else None


def claim(role: Role, text: str, order: int = 1) -> Claim:
    return Claim(role=role, received_at=utc(text), order=order)


@pytest.mark.parametrize("role", VOTING_ROLES)
def test_r9_lead_deputy_and_proxy_may_vote(role: Role) -> None:
    assert judge(replace(RETURN, role=role)) is None


@pytest.mark.parametrize("role", [Role.CONTACT, None])
def test_r4_a_contact_and_a_stranger_may_not(role: Role | None) -> None:
    assert ground_of(replace(RETURN, role=role)) == "non-voter"


def test_r4_a_rule_set_never_gives_a_contact_a_vote() -> None:
    assert ground_of(replace(RETURN, role=Role.CONTACT, who_may_vote=(Role.LEAD, Role.CONTACT))) == "non-voter"


def test_a_role_that_the_rule_set_leaves_out_may_not_vote() -> None:
    assert ground_of(replace(RETURN, role=Role.DEPUTY, who_may_vote=(Role.LEAD,))) == "non-voter"


@pytest.mark.parametrize(
    ("received", "ground"),
    [("2026-11-30 16:59:59", None), ("2026-11-30 17:00:00", "late"), ("2026-11-30 17:00:01", "late")],
)
def test_cases_14_and_15_a_vote_is_in_time_before_the_close_and_late_at_it(received: str, ground: str | None) -> None:
    assert ground_of(replace(RETURN, received_at=utc(received))) == ground


@pytest.mark.parametrize(
    ("received", "ground"),
    [("2026-11-23 08:59:59", "not-open-yet"), ("2026-11-23 09:00:00", None), ("2026-11-23 09:00:01", None)],
)
def test_a_vote_counts_from_the_second_of_the_opening(received: str, ground: str | None) -> None:
    opened_at = OPENED + timedelta(microseconds=999_999)
    assert ground_of(replace(RETURN, received_at=utc(received), opened_at=opened_at)) == ground


def test_nothing_counts_in_a_ballot_that_never_opened() -> None:
    assert ground_of(replace(RETURN, opened_at=None)) == "not-open-yet"


def test_nothing_counts_in_a_cancelled_ballot_however_early_it_came() -> None:
    assert ground_of(replace(RETURN, cancelled_at=CLOSE - SECOND)) == "cancelled"


def test_r18_a_vote_that_was_in_time_but_found_after_the_declaration_is_held() -> None:
    ground = judge(replace(RETURN, declared_at=CLOSE + SECOND))
    assert ground is not None
    assert (ground.name, ground.fate) == ("found-after-the-count", Fate.HELD)


def test_a_late_vote_after_the_declaration_is_late_all_the_same() -> None:
    ground = judge(replace(RETURN, received_at=CLOSE, declared_at=CLOSE + SECOND))
    assert ground is not None
    assert ground.name == "late"


def test_a_non_voter_learns_that_first_and_a_late_vote_in_a_cancelled_ballot_is_cancelled() -> None:
    everything = replace(RETURN, role=Role.CONTACT, cancelled_at=CLOSE, received_at=CLOSE, opened_at=None)
    assert ground_of(everything) == "non-voter"
    assert ground_of(replace(everything, role=Role.LEAD)) == "cancelled"


def test_every_ground_has_a_sentence_and_only_lateness_is_late() -> None:
    fates = {ground.name: ground.fate for _, ground in GROUNDS}
    assert fates == {
        "not-by-mail": Fate.REJECTED,
        "interest": Fate.REJECTED,
        "own-interest": Fate.REJECTED,
        "non-voter": Fate.REJECTED,
        "cancelled": Fate.REJECTED,
        "not-open-yet": Fate.REJECTED,
        "late": Fate.LATE,
        "found-after-the-count": Fate.HELD,
    }
    assert all(ground.sentence.endswith(".") for _, ground in GROUNDS)


def test_case_11_the_deputys_later_vote_does_not_replace_the_leads() -> None:
    lead, deputy = claim(Role.LEAD, "2026-11-24 12:00"), claim(Role.DEPUTY, "2026-11-25 12:00")
    assert not prevails(deputy, lead, "rank")
    assert fate_of_loser(deputy, lead, "rank") is Fate.REJECTED


def test_case_12_the_leads_later_vote_replaces_the_deputys() -> None:
    deputy, lead = claim(Role.DEPUTY, "2026-11-24 12:00"), claim(Role.LEAD, "2026-11-25 12:00")
    assert prevails(lead, deputy, "rank")
    assert fate_of_loser(deputy, lead, "rank") is Fate.REPLACED


def test_r9_the_same_person_may_change_a_vote_as_often_as_they_like() -> None:
    first, second = claim(Role.DEPUTY, "2026-11-24 12:00"), claim(Role.DEPUTY, "2026-11-24 12:01")
    assert prevails(second, first, "rank")
    assert not prevails(first, second, "rank")


@pytest.mark.parametrize(("order", "stands"), [(6, False), (7, False), (8, True)])
def test_of_two_votes_of_one_second_the_higher_uid_is_later(order: int, stands: bool) -> None:
    standing = claim(Role.LEAD, "2026-11-24 12:00", order=7)
    assert prevails(claim(Role.LEAD, "2026-11-24 12:00", order=order), standing, "rank") is stands


def test_under_latest_the_deputys_later_vote_replaces_the_leads() -> None:
    lead, deputy = claim(Role.LEAD, "2026-11-24 12:00"), claim(Role.DEPUTY, "2026-11-25 12:00")
    assert prevails(deputy, lead, "latest")
    assert not prevails(lead, deputy, "latest")


def test_under_first_a_vote_never_changes_not_even_by_the_lead() -> None:
    deputy, lead = claim(Role.DEPUTY, "2026-11-24 12:00"), claim(Role.LEAD, "2026-11-25 12:00")
    assert not prevails(lead, deputy, "first")
    assert prevails(deputy, lead, "first"), "it came first, although it is read second"
    assert fate_of_loser(lead, deputy, "first") is Fate.REJECTED


VOTES = st.lists(
    st.tuples(st.sampled_from(VOTING_ROLES), st.integers(0, 3), st.integers(1, 4)),
    min_size=1,
    max_size=4,
    unique_by=lambda vote: vote[1:],
)
"""Who voted, in which second, and under which UID: no two messages share both."""


def stands_after(claims: tuple[Claim, ...], revote: str) -> Claim:
    standing = claims[0]
    for new in claims[1:]:
        standing = new if prevails(new, standing, revote) else standing
    return standing


@given(VOTES, st.sampled_from(REVOTES))
def test_which_vote_stands_does_not_depend_on_the_order_in_which_votes_are_read(
    cast: list[tuple[Role, int, int]], revote: str
) -> None:
    claims = [Claim(role=role, received_at=OPENED + second * SECOND, order=uid) for role, second, uid in cast]
    assert len({stands_after(order, revote) for order in permutations(claims)}) == 1


@given(VOTES, st.sampled_from(REVOTES))
def test_of_two_votes_one_prevails_and_the_other_has_a_fate(cast: list[tuple[Role, int, int]], revote: str) -> None:
    claims = [Claim(role=role, received_at=OPENED + second * SECOND, order=uid) for role, second, uid in cast]
    for one, other in permutations(claims, 2):
        assert prevails(one, other, revote) is not prevails(other, one, revote)
        assert fate_of_loser(other, one, revote) in (Fate.REPLACED, Fate.REJECTED)
    assert all(not prevails(one, one, revote) for one in claims)
