"""R20: as many candidates as seats, or fewer, where the rules hold no vote on them."""

from dataclasses import replace

import pytest

from mailvote.rules.outcome import decide_unopposed
from mailvote.rules.ruleset import OutcomeRule, RuleSet
from tests.rules.examples import ELECTION, paper, practices

NAMES = ("Dr Amina Osei", "Dr Bryn Example", "Dr Carol Dunn")


def test_one_candidate_for_one_seat_is_elected_without_a_vote() -> None:
    found = decide_unopposed(paper(NAMES[0]), practices(10))
    assert (found.kind, found.elected, found.totals, found.figures) == ("elected", NAMES[:1], (), ())
    assert found.sentences == (
        "Dr Amina Osei is elected unopposed: there were as many candidates as seats, so no vote was held "
        "(Appendix 1, section 13).",
    )
    assert (found.participation.required, found.participation.met, found.participation.no_reply) == (None, True, 10)


def test_two_candidates_for_two_seats_are_both_elected() -> None:
    found = decide_unopposed(replace(paper(*NAMES[:2]), seats=2), practices(10))
    assert (found.kind, found.elected) == ("elected", NAMES[:2])
    assert found.sentences[0].startswith("Dr Amina Osei and Dr Bryn Example are elected unopposed")


@pytest.mark.parametrize(("seats", "vacant"), [(2, "1 seat stays vacant"), (3, "2 seats stay vacant")])
def test_a_seat_for_which_nobody_stood_stays_vacant(seats: int, vacant: str) -> None:
    found = decide_unopposed(replace(paper(NAMES[0]), seats=seats), practices(10))
    assert (found.kind, found.open_seats) == ("part-elected", seats - 1)
    assert "fewer candidates than seats" in found.sentences[0]
    assert found.sentences[1] == f"{vacant}: nobody else stood."


@pytest.mark.parametrize("names", [(), NAMES[:2]])
def test_where_somebody_can_lose_there_is_a_vote(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="a seat for each"):
        decide_unopposed(paper(*names), practices(10))


ELECTED = replace(ELECTION, outcome=OutcomeRule(uncontested="elected"))


@pytest.mark.parametrize(
    ("names", "rules", "expected"),
    [
        (NAMES[:1], ELECTED, True),
        (NAMES[:1], ELECTION, False),
        (NAMES[:2], ELECTED, False),
        ((), ELECTED, False),
        (NAMES[:1], replace(ELECTED, choices="options"), False),
    ],
)
def test_the_rule_set_says_whether_those_who_stand_unopposed_are_voted_on(
    names: tuple[str, ...], rules: RuleSet, expected: bool
) -> None:
    assert paper(*names, rules=rules).elects_unopposed is expected
