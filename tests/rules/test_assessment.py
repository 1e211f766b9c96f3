"""R20: the panel decides where it agrees, the manager where it does not, and nobody else."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.assessment import Opinion, Panel, Verdict, assess, is_for_manager, is_settled, panel_of, reasons

YES = Opinion(is_eligible=True)
NO = Opinion(is_eligible=False, reason="No experience.")
MUTE = Opinion(is_eligible=False)

OPINIONS = st.lists(st.sampled_from([YES, NO, MUTE, None]), max_size=5)


@pytest.mark.parametrize(
    ("opinions", "verdict"),
    [
        ((YES, YES), Verdict.ELIGIBLE),
        ((NO, NO), Verdict.INELIGIBLE),
        ((YES, NO), Verdict.SPLIT),
        ((NO, YES), Verdict.SPLIT),
        ((YES, None), Verdict.WAITING),
        ((None, NO), Verdict.WAITING),
        ((None, None), Verdict.WAITING),
        ((YES, YES, NO), Verdict.SPLIT),
        ((YES, NO, None), Verdict.WAITING),
        ((YES,), Verdict.ELIGIBLE),
        ((), Verdict.WAITING),
    ],
)
def test_both_members_of_the_panel_must_agree(opinions: tuple[Opinion | None, ...], verdict: Verdict) -> None:
    assert assess(opinions) is verdict


def test_a_finding_against_a_candidate_waits_for_its_reason() -> None:
    assert assess((MUTE, NO)) is Verdict.WAITING
    assert assess((MUTE, YES)) is Verdict.WAITING
    assert panel_of((MUTE, MUTE)) is Panel.INCOMPLETE


@pytest.mark.parametrize("opinions", list(product([YES, NO, None], repeat=2)))
def test_the_word_of_the_manager_settles_a_candidate(opinions: tuple[Opinion | None, ...]) -> None:
    assert assess(opinions, YES) is Verdict.ELIGIBLE
    assert assess(opinions, NO) is Verdict.INELIGIBLE


def test_a_candidate_is_told_each_reason_of_the_panel_once() -> None:
    other = Opinion(is_eligible=False, reason="Not a clinician.")
    assert reasons((NO, other)) == ("No experience.", "Not a clinician.")
    assert reasons((NO, NO)) == ("No experience.",)
    assert reasons((YES, None)) == ()


def test_the_reason_of_the_manager_goes_before_those_of_the_panel_and_may_adopt_them() -> None:
    said = Opinion(is_eligible=False, reason="Not on the register.")
    assert reasons((YES, NO), said) == ("Not on the register.",)
    assert reasons((YES, NO), MUTE) == ("No experience.",)
    assert reasons((None, None), MUTE) == ()


def test_the_assessment_is_settled_when_no_candidate_waits_or_is_disputed() -> None:
    assert is_settled(())
    assert is_settled((Verdict.ELIGIBLE, Verdict.INELIGIBLE))
    assert not is_settled((Verdict.ELIGIBLE, Verdict.SPLIT))
    assert not is_settled((Verdict.WAITING, Verdict.ELIGIBLE))


def test_a_split_is_put_to_the_manager_once_the_panel_has_said_all() -> None:
    assert is_for_manager((Verdict.SPLIT, Verdict.ELIGIBLE))
    assert not is_for_manager((Verdict.SPLIT, Verdict.WAITING))
    assert not is_for_manager((Verdict.ELIGIBLE, Verdict.INELIGIBLE))


@given(OPINIONS, st.randoms())
def test_the_order_of_the_panel_does_not_matter(opinions: list[Opinion | None], random: object) -> None:
    shuffled = list(opinions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assess(opinions) is assess(shuffled)


@given(OPINIONS)
def test_nobody_is_settled_by_the_panel_while_a_member_has_not_said(opinions: list[Opinion | None]) -> None:
    assert assess([*opinions, None]) is Verdict.WAITING


@given(OPINIONS)
def test_one_member_alone_makes_nobody_eligible_against_the_others(opinions: list[Opinion | None]) -> None:
    assert assess([*opinions, NO]) is not Verdict.ELIGIBLE
    assert assess([*opinions, YES]) is not Verdict.INELIGIBLE
