"""Confidential ballots with public weights: what is told of them hides every vote that can be hidden (trust.md 3)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.tally import Vote
from mailvote.rules.verdict import Totals, verdict
from mailvote.rules.weights import weigh
from tests.rules.examples import packaged, paper, selg


def confidential(name: str) -> RuleSet:
    """A rule set that ships, made confidential and weighed by population."""
    return replace(packaged(name), secrecy="confidential", publish_codes=False, weight="population")


def ballot(name: str, *options: str) -> Paper:
    rules = confidential(name)
    return replace(paper(*(options or ("For", "Against")), rules=rules), seats=rules.seats)


def selg_decides(it: Paper, *choices: tuple[int, ...]) -> Outcome:
    """The ten practices of SELG in the order of their list; the rest stay silent."""
    votes = [Vote(member_id=number, choice=choice) for number, choice in enumerate(choices, start=1)]
    return decide(it, weigh(selg(), it.rules, total=None), votes)


FOR, AGAINST, ABSTAIN = (1,), (2,), ()
MIXED = (FOR, AGAINST, FOR, FOR, AGAINST, FOR, AGAINST, FOR, AGAINST, FOR)


def said(outcome: Outcome) -> str:
    """Everything that everybody is told."""
    return " ".join((*outcome.sentences, *(text for _, text in outcome.figures)))


def test_exact_totals_of_ten_practices_are_held_back_but_for_the_manager() -> None:
    outcome = selg_decides(ballot("decision"), *MIXED)
    exact = [f"{total:,}" for _, total in outcome.totals]
    assert outcome.held_back in outcome.sentences
    assert not any(total in said(outcome) for total in exact)
    assert all(total in outcome.manager_sentences[-1] for total in exact)
    assert [text for _, text in outcome.exact] == exact
    assert "% For and " in outcome.sentences[2]


def test_practices_of_one_size_hide_each_other_behind_exact_totals() -> None:
    it = ballot("decision")
    members = tuple(Member(id=n, name=f"Practice {n}", population=5000) for n in range(1, 7))
    votes = [Vote(member_id=n, choice=FOR if n < 4 else AGAINST) for n in range(1, 6)]
    outcome = decide(it, weigh(Electorate(members=members), it.rules, total=None), votes)
    assert (outcome.held_back, outcome.figures) == ("", (("For", "15,000"), ("Against", "10,000")))


@pytest.mark.parametrize(("side", "words"), [(FOR, "More For than Against"), (AGAINST, "Not more For than Against")])
def test_a_unanimous_result_tells_its_outcome_alone(side: tuple[int, ...], words: str) -> None:
    outcome = selg_decides(ballot("decision"), *[side] * 10)
    assert {text for _, text in outcome.figures} == {""}
    assert outcome.sentences[2].startswith(f"{words}: ")


def test_where_one_practice_decides_alone_the_declaration_says_that_this_cannot_be_hidden() -> None:
    it = ballot("decision")
    members = tuple(
        Member(id=n, name=f"Practice {n}", population=size) for n, size in ((1, 6000), (2, 2000), (3, 2000))
    )
    votes = [Vote(member_id=1, choice=FOR), Vote(member_id=2, choice=AGAINST), Vote(member_id=3, choice=FOR)]
    outcome = decide(it, weigh(Electorate(members=members), it.rules, total=None), votes)
    assert outcome.kind == "carried"
    assert "cannot be hidden" in outcome.held_back


def test_a_decision_that_does_not_bind_says_no_more_than_may_be_told() -> None:
    outcome = selg_decides(ballot("decision"), FOR, AGAINST)
    assert outcome.kind == "not-binding"
    assert outcome.sentences[2] == "Nothing is decided."
    assert outcome.held_back


def test_the_share_of_an_admission_is_held_back_with_its_totals() -> None:
    outcome = selg_decides(ballot("admission"), *[FOR] * 10)
    assert outcome.sentences[2].startswith("2/3 of all registered patients are needed: carried")
    assert outcome.support is not None
    assert f"{outcome.support.share.numerator:,}" not in said(outcome) or outcome.support.share == 1


def test_a_weighted_admission_of_practices_of_one_size_shows_its_working() -> None:
    it = ballot("admission")
    members = tuple(Member(id=n, name=f"Practice {n}", population=5000) for n in range(1, 7))
    votes = [Vote(member_id=n, choice=FOR if n < 4 else AGAINST) for n in range(1, 7)]
    outcome = decide(it, weigh(Electorate(members=members), it.rules, total=None), votes)
    assert outcome.sentences[2].startswith(
        "15,000 of 30,000 registered patients For (50.0%); 2/3 of all registered patients are needed, which makes 20,000"
    )


def test_fixed_weights_are_votes() -> None:
    rules = replace(packaged("admission"), weight="fixed", weights=(("One", 3), ("Two", 2), ("Three", 1)))
    members = tuple(Member(id=n, name=name) for n, name in enumerate(("One", "Two", "Three"), start=1))
    electorate = weigh(Electorate(members=members), rules, total=None)
    outcome = decide(paper("For", "Against", rules=rules), electorate, (Vote(member_id=1, choice=FOR),))
    assert outcome.sentences[2].startswith("3 of 6 votes For (50.0%); 2/3 of all votes are needed, which makes 4")


def election(*choices: tuple[int, ...], seats: int = 1) -> Outcome:
    it = replace(ballot("election", "A", "B", "C"), seats=seats)
    return selg_decides(it, *choices)


def test_a_weighted_election_names_its_winner_without_the_totals() -> None:
    outcome = election((1,), (2,), (1,), (3,), (1,), (2,), (1,), (2,), (3,), (1,))
    assert outcome.sentences[2].startswith("A is elected")
    assert not any(f"{total:,}" in said(outcome) for _, total in outcome.totals)


def test_weighted_winners_of_several_seats_and_a_poll_hold_theirs_back_too() -> None:
    two = election((1, 2), (2,), (1,), (3,), (1,), (2,), (1,), (2,), (3,), (1, 2), seats=2)
    assert two.kind == "elected"
    poll = selg_decides(ballot("advisory-poll", "Tuesday", "Friday"), *MIXED)
    for outcome in (two, poll):
        assert outcome.held_back in outcome.sentences
        assert not any(f"{total:,}" in said(outcome) for _, total in outcome.totals)


def test_a_rule_that_names_no_fraction_decides_nothing() -> None:
    rules = packaged("admission")
    broken = paper("For", "Against", rules=replace(rules, outcome=replace(rules.outcome, at_least=None)))
    with pytest.raises(ValueError, match="names none"):
        verdict(broken, Totals(received={"For": 1, "Against": 0}, cast=1, everybody=1))
    assert verdict(
        paper("For", "Against", rules=rules), Totals(received={"For": 0, "Against": 0}, cast=0, everybody=0)
    ).support.share == Fraction(0)  # type: ignore[union-attr]
