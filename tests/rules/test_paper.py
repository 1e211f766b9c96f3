"""A ballot paper, and what stands in the way of sending it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mailvote.rules.electorate import Electorate
from mailvote.rules.paper import Paper, paper_problems
from mailvote.rules.ruleset import Threshold
from tests.rules.examples import ELECTION, election_with, packaged, paper, practices, selg

DECISION, POLL = packaged("admission"), packaged("advisory-poll")
BY_POPULATION = election_with(Threshold(base="population", at_least=Fraction(1, 2)))


def test_an_option_is_found_by_its_number() -> None:
    two = paper("Dr A", "Dr B")
    assert two.option(2) == two.options[1]
    assert two.option(3) is None


def test_r14_a_practice_chooses_as_many_as_there_are_seats_or_as_the_rules_say() -> None:
    assert paper("Dr A").choose_at_most == 1
    assert replace(paper("Dr A"), seats=2).choose_at_most == 2
    assert replace(paper("Dr A", rules=replace(ELECTION, choose_at_most=1)), seats=2).choose_at_most == 1


def test_a_good_paper_has_no_problems() -> None:
    assert paper_problems(paper("Dr A", "Dr B"), practices(10)) == ()
    assert paper_problems(paper("Dr A"), practices(10)) == ()
    assert paper_problems(paper("Dr A", rules=BY_POPULATION), selg()) == ()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (
            replace(paper("Dr A"), title=" "),
            "The ballot has no title: say on the line “Title:” what is decided.",
        ),
        (paper(), "There are no candidates: list each on a line of its own that begins with a dash."),
        (
            replace(paper("For", "Against", rules=DECISION), seats=2),
            "A decision For or Against fills no seats: leave the line “Seats:” out.",
        ),
        (
            replace(paper(), rules=POLL),
            "There are no options: list each on a line of its own that begins with a dash.",
        ),
        (
            paper("Objection", rules=POLL),
            "Option 1 is called “Objection”, which means something else in a reply: write the name in full.",
        ),
        (paper("Dr A", " - "), "Candidate 2 has no name: write it after the dash."),
        (
            paper("2"),
            "Candidate 1 is called “2”, which means something else in a reply: write the name in full.",
        ),
        (
            paper("Dr A", "Abstain!"),
            "Candidate 2 is called “Abstain!”, which means something else in a reply: write the name in full.",
        ),
        (
            paper("Dr A. Example", "Dr B", "dr a example"),
            "2 candidates are called Dr A. Example: add to each name what tells them apart.",
        ),
    ],
)
def test_each_problem_is_a_sentence_with_its_remedy(wrong: Paper, problem: str) -> None:
    assert paper_problems(wrong, practices(10)) == (problem,)


def test_two_candidates_without_a_name_are_not_called_namesakes() -> None:
    assert len(paper_problems(paper("", ""), practices(10))) == 2


def test_a_ballot_without_electors_is_a_problem() -> None:
    assert paper_problems(paper("Dr A"), Electorate(members=()), noun="surgery") == (
        "No surgery is entitled to vote: check the group, and that the roster has been imported.",
    )


def test_a_threshold_by_population_needs_the_population_of_every_practice() -> None:
    (problem,) = paper_problems(paper("Dr A", rules=BY_POPULATION), practices(2))
    assert problem == (
        "Participation is measured by population, and the register has none for Practice 1 and Practice 2: "
        "import the figures first."
    )


def test_all_problems_are_told_at_once() -> None:
    assert len(paper_problems(replace(paper(), title=""), practices(0))) == 3


def test_r14_as_many_seats_as_a_ballot_needs_are_no_problem() -> None:
    assert paper_problems(replace(paper("Dr A", "Dr B", "Dr C"), seats=2), practices(10)) == ()


def test_a_choice_is_shown_in_the_order_of_the_paper_and_an_abstention_as_nothing() -> None:
    ballot = paper("Dr A", "Dr B", "Dr C")
    assert [option.name for option in ballot.chosen((3, 1))] == ["Dr A", "Dr C"]
    assert ballot.chosen(()) == ()
