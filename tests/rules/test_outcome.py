"""R12 to R16: from votes to what is declared, by the worked cases."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.electorate import Electorate
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.ruleset import Threshold
from mailvote.rules.tally import Vote
from tests.rules.examples import EIGHTY_PER_CENT, cast, election_with, paper, practices, selg

A_B_C = paper("Dr A", "Dr B", "Dr C")

SECTION_12 = "Appendix 1, section 12"
NOT_VALID = f"the election is not valid ({SECTION_12})"


def decided(*numbers: int, abstentions: int = 0, of: int = 10) -> Outcome:
    return decide(A_B_C, practices(of), cast(*numbers, abstentions=abstentions))


def test_case_1_seven_votes_and_an_abstention_elect() -> None:
    outcome = decided(4, 3, abstentions=1)
    assert (outcome.kind, outcome.elected, outcome.contenders) == ("elected", ("Dr A",), ())
    assert outcome.totals == (("Dr A", 4), ("Dr B", 3), ("Dr C", 0))
    assert outcome.sentences == (
        "Of 10 practices, 7 voted, 1 abstained and 2 did not reply.",
        f"8 of 10 practices took part (80.0%); 80% are needed: the election is valid ({SECTION_12}).",
        "Dr A is elected with 4 of 7 votes, more than any other candidate (Appendix 1, section 13).",
    )
    (rival,) = outcome.manager_sentences
    assert rival == (
        "The verdict rests on how abstentions are read: if they did not count as taking part, "
        "7 of 10 practices would have taken part (70.0%) and the election would not be valid "
        "(Appendix 1, section 12)."
    )


def test_case_2_seven_of_ten_do_not_make_a_valid_election() -> None:
    outcome = decided(5, 2)
    assert (outcome.kind, outcome.elected, outcome.contenders) == ("not-valid", (), ())
    assert outcome.totals == (("Dr A", 5), ("Dr B", 2), ("Dr C", 0))
    assert outcome.sentences == (
        "Of 10 practices, 7 voted and 3 did not reply.",
        f"7 of 10 practices took part (70.0%); 80% are needed, which makes 8: {NOT_VALID}.",
        "The counts are given for the record; nobody is elected.",
    )
    assert outcome.manager_sentences == ()


def test_case_3_a_tie_elects_nobody_and_asks_for_a_further_election() -> None:
    outcome = decided(4, 4, 2)
    assert (outcome.kind, outcome.elected, outcome.contenders) == ("tied", (), ("Dr A", "Dr B"))
    assert outcome.sentences == (
        "All 10 practices voted.",
        f"10 of 10 practices took part (100.0%); 80% are needed: the election is valid ({SECTION_12}).",
        "Dr A and Dr B are tied for first place with 4 votes each, so nobody is elected yet.",
        "A further election is needed among the tied candidates alone (Appendix 1, section 14).",
    )


@pytest.mark.parametrize(("numbers", "kind"), [((3, 4, 3), "elected"), ((4, 4, 2), "tied"), ((5, 4, 1), "elected")])
def test_r16_one_vote_more_or_less_ends_a_tie(numbers: tuple[int, ...], kind: str) -> None:
    assert decided(*numbers).kind == kind


@pytest.mark.parametrize(("taking_part", "kind"), [(27, "not-valid"), (28, "elected"), (29, "elected")])
def test_case_4_of_thirty_four_practices_twenty_eight_are_needed(taking_part: int, kind: str) -> None:
    outcome = decided(taking_part, of=34)
    assert outcome.kind == kind
    assert outcome.sentences[1].startswith(f"{taking_part} of 34 practices took part")


def test_case_4_the_sentence_says_how_many_would_have_been_enough() -> None:
    assert "(79.4%); 80% are needed, which makes 28: " in decided(27, of=34).sentences[1]


@pytest.mark.parametrize(
    ("voted", "abstained", "rests_on_reading"),
    [(7, 0, False), (7, 1, True), (8, 0, False), (8, 1, False), (6, 1, False)],
)
def test_r12_the_manager_is_told_when_the_reading_of_abstentions_decides(
    voted: int, abstained: int, rests_on_reading: bool
) -> None:
    assert bool(decided(voted, abstentions=abstained).manager_sentences) is rests_on_reading


def test_r12_the_manager_is_told_as_well_when_abstentions_do_not_count() -> None:
    strict = paper("Dr A", rules=election_with(replace(EIGHTY_PER_CENT, abstentions_take_part=False)))
    outcome = decide(strict, practices(10), cast(7, abstentions=1))
    assert outcome.kind == "not-valid"
    assert outcome.sentences[1].startswith("7 of 10 practices took part (70.0%)")
    assert outcome.manager_sentences[0].startswith(
        "The verdict rests on how abstentions are read: if they counted as taking part, "
        "8 of 10 practices would have taken part (80.0%) and the election would be valid"
    )


def test_r15_without_a_vote_nobody_wins_and_nobody_ties() -> None:
    outcome = decided(0, 0, 0, abstentions=10)
    assert (outcome.kind, outcome.elected, outcome.contenders) == ("none-elected", (), ())
    assert outcome.sentences[0] == "All 10 practices abstained."
    assert outcome.sentences[2] == ("No candidate received a vote, so nobody is elected (Appendix 1, section 13).")


def test_r15_an_option_without_votes_does_not_tie_with_another() -> None:
    assert decided(1, 0, 0, abstentions=7).elected == ("Dr A",)


def test_a_silent_electorate_gives_an_election_that_is_not_valid() -> None:
    outcome = decided()
    assert outcome.kind == "not-valid"
    assert outcome.sentences[0] == "None of the 10 practices replied."


def test_a_single_candidate_is_not_compared_with_others() -> None:
    outcome = decide(paper("Dr A"), practices(10), cast(1, abstentions=9))
    assert outcome.sentences[2] == "Dr A is elected with 1 of 1 vote (Appendix 1, section 13)."


def test_a_tie_of_three_names_all_three() -> None:
    sentences = decided(3, 3, 3).sentences
    assert sentences[2].startswith("Dr A, Dr B and Dr C are tied for first place with 3 votes each")


def test_votes_that_the_manager_recorded_are_declared() -> None:
    votes = [replace(vote, recorded=vote.member_id < 3) for vote in cast(5, 4)]
    sentences = decide(A_B_C, practices(10), votes).sentences
    assert sentences[1] == "The election manager recorded 2 of these replies."


def test_without_a_threshold_the_sentence_asks_for_no_minimum() -> None:
    outcome = decide(paper("Dr A", rules=election_with(None)), practices(10), cast(1))
    assert outcome.kind == "elected"
    assert outcome.sentences[1] == (
        "1 of 10 practices took part (10.0%); the rules ask for no minimum (Appendix 1, section 12)."
    )


def test_by_population_the_sentence_speaks_of_patients() -> None:
    rules = election_with(Threshold(base="population", at_least=Fraction(1, 2)))
    outcome = decide(paper("Dr A", rules=rules), selg(), cast(5))
    assert outcome.sentences[1] == (
        "Practices with 40,676 of 91,732 registered patients took part (44.3%); "
        "50% are needed, which makes 45,866: the election is not valid (Appendix 1, section 12)."
    )


@pytest.mark.parametrize(
    ("at_least", "written"),
    [
        (Fraction(4, 5), "80%"),
        (Fraction(2, 3), "2/3"),
        (Fraction(1, 8), "12.5%"),
        (Fraction(1, 16), "1/16"),
        (Fraction(1), "100%"),
    ],
)
def test_a_threshold_is_written_as_the_rules_write_it(at_least: Fraction, written: str) -> None:
    rules = election_with(Threshold(base="practices", at_least=at_least))
    outcome = decide(paper("Dr A", rules=rules), practices(10), cast(1))
    assert f"; {written} are needed" in outcome.sentences[1]


def test_another_noun_and_no_clause_of_its_own() -> None:
    rules = replace(election_with(EIGHTY_PER_CENT), sources=())
    outcome = decide(paper("Dr A", rules=rules), practices(10), cast(8), noun="surgery")
    assert outcome.sentences[0] == "Of 10 surgeries, 8 voted and 2 did not reply."
    assert outcome.sentences[1].endswith("valid (SELG constitution 2015/16, Appendix 1).")


def test_electorates_of_two_of_one_and_of_none() -> None:
    assert decided(2, of=2).sentences[0] == "All 2 practices voted."
    assert decided(1, of=1).sentences[0] == "Of 1 practice, 1 voted."
    assert decide(A_B_C, Electorate(members=()), ()).sentences[0] == "Of 0 practices, none could vote."


def test_r22_an_outcome_does_not_print_what_it_holds() -> None:
    outcome = decided(4, 3, abstentions=1)
    assert repr(outcome) == (
        f"Outcome(kind='elected', open_seats=0, held_back='', participation={outcome.participation!r}, run_off='')"
    )


NUMBERS = st.tuples(*[st.integers(0, 8)] * 3)


@given(NUMBERS, st.integers(0, 6))
def test_adding_a_vote_for_the_winner_never_unseats_it(numbers: tuple[int, ...], abstentions: int) -> None:
    electorate = practices(31)
    votes = cast(*numbers, abstentions=abstentions)
    rules = election_with(Threshold(base="practices", at_least=Fraction(1, 10)))
    before = decide(paper("A", "B", "C", rules=rules), electorate, votes)
    for name in before.elected:
        winner = "ABC".index(name) + 1
        after = decide(paper("A", "B", "C", rules=rules), electorate, (*votes, Vote(member_id=31, choice=(winner,))))
        assert after.elected == before.elected


@given(st.data())
def test_the_order_of_votes_never_matters(data: st.DataObject) -> None:
    votes = cast(*data.draw(NUMBERS), abstentions=data.draw(st.integers(0, 6)))
    assert decide(A_B_C, practices(30), data.draw(st.permutations(votes))) == decide(A_B_C, practices(30), votes)


@given(NUMBERS, st.integers(0, 6))
def test_elected_and_tied_hold_only_candidates_with_most_votes(numbers: tuple[int, ...], abstentions: int) -> None:
    outcome = decided(*numbers, abstentions=abstentions, of=30)
    most = max(numbers)
    assert all(dict(outcome.totals)[name] == most > 0 for name in outcome.elected + outcome.contenders)
    assert (len(outcome.elected), len(outcome.contenders) > 1) == {
        "elected": (1, False),
        "tied": (0, True),
        "not-valid": (0, False),
        "none-elected": (0, False),
    }[outcome.kind]
