"""The worked cases of the rulebook that are no plain elections, each with its trio, under the rule sets that ship."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.paper import Paper
from mailvote.rules.tally import Vote
from mailvote.rules.weights import weigh
from tests.rules.examples import SELG, by_name, cast, decision, packaged, paper, practices, selg

FOR, AGAINST, ABSTAIN = (1,), (2,), ()
WALLINGFORD, RYCOTE, MORLAND, HART, NETTLEBED = (
    "Wallingford Medical Centre",
    "The Rycote Practice",
    "Morland House Surgery",
    "The Hart Surgery",
    "Nettlebed Surgery",
)

COUNTY = (
    ("North East Oxfordshire", 81090),
    ("North Oxfordshire", 108566),
    ("Oxford City", 211438),
    ("South East Oxfordshire", 91732),
    ("South West Oxfordshire", 142407),
    ("West Oxfordshire", 80960),
)


def selg_decides(kind: str, choices: dict[str, tuple[int, ...]]) -> Outcome:
    ballot = decision(kind)
    electorate = weigh(selg(), ballot.rules, total=None)
    return decide(ballot, electorate, by_name(electorate, choices))


def county(choices: dict[str, tuple[int, ...]]) -> Outcome:
    rows = enumerate(COUNTY, start=1)
    localities = Electorate(members=tuple(Member(id=n, name=name, population=size) for n, (name, size) in rows))
    ballot = decision("county-decision")
    electorate = weigh(localities, ballot.rules, total=720029)
    return decide(ballot, electorate, by_name(electorate, choices), noun="locality")


def two_seats(*numbers: int, abstentions: int = 0) -> Outcome:
    """Each vote is for one candidate, as far as the numbers go."""
    ballot = replace(paper("A", "B", "C", "D", rules=packaged("elr-locality-lead")), seats=2)
    return decide(ballot, practices(30), cast(*numbers, abstentions=abstentions))


def test_case_5_four_practices_carry_a_decision_that_binds() -> None:
    outcome = selg_decides("decision", dict.fromkeys((WALLINGFORD, RYCOTE, MORLAND, HART), FOR))
    assert (outcome.kind, outcome.totals) == ("carried", (("For", 48818), ("Against", 0)))
    assert outcome.participation.share == Fraction(48818, 91732)
    assert outcome.sentences == (
        "Of 10 practices, 4 voted and 6 did not reply.",
        "Practices with 48,818 of 91,732 registered patients took part (53.2%); 50% are needed: the vote is binding "
        "(default of the rule set, as Voting Structure for meetings).",
        "48,818 registered patients For and 0 Against: carried (default of the rule set).",
    )


def test_case_6_the_same_less_hart_do_not_bind() -> None:
    choices = dict.fromkeys((WALLINGFORD, RYCOTE, MORLAND), FOR) | {NETTLEBED: AGAINST}
    outcome = selg_decides("decision", choices)
    assert (outcome.kind, outcome.totals) == ("not-binding", (("For", 38500), ("Against", 3661)))
    assert (
        "42,161 of 91,732 registered patients took part (46.0%); 50% are needed, which makes 45,866"
        in (outcome.sentences[1])
    )
    assert outcome.sentences[-1] == "The counts are given for the record; nothing is decided."


@pytest.mark.parametrize(("size", "kind"), [(4999, "not-binding"), (5000, "carried"), (5001, "carried")])
def test_r26_half_of_the_population_binds_and_one_patient_less_does_not(size: int, kind: str) -> None:
    ballot = decision("decision")
    members = (Member(id=1, name="One", population=size), Member(id=2, name="Two", population=10_000 - size))
    electorate = weigh(Electorate(members=members), ballot.rules, total=None)
    assert decide(ballot, electorate, (Vote(member_id=1, choice=FOR),)).kind == kind


@pytest.mark.parametrize(("size", "kind"), [(999, "not-carried"), (1000, "not-carried"), (1001, "carried")])
def test_r26_equal_weights_do_not_carry_a_decision(size: int, kind: str) -> None:
    ballot = decision("decision")
    members = (Member(id=1, name="One", population=size), Member(id=2, name="Two", population=1000))
    electorate = weigh(Electorate(members=members), ballot.rules, total=None)
    outcome = decide(ballot, electorate, (Vote(member_id=1, choice=FOR), Vote(member_id=2, choice=AGAINST)))
    assert outcome.kind == kind
    assert (", level: not carried" in outcome.sentences[-1]) is (size == 1000)


def test_r26_a_decision_that_everybody_abstains_from_is_not_carried() -> None:
    outcome = selg_decides("decision", {name: ABSTAIN for name, _ in SELG})
    assert outcome.kind == "not-carried"
    assert outcome.sentences[-1].startswith("No practice voted For or Against: not carried")


def test_case_7_seventy_eight_per_cent_do_not_censure() -> None:
    outcome = selg_decides("censure", {name: FOR for name, _ in SELG if name not in (WALLINGFORD, NETTLEBED)})
    assert (outcome.kind, dict(outcome.totals)["For"]) == ("not-binding", 71550)
    assert "(78.0%); 80% are needed, which makes 73,386: the vote is not binding" in outcome.sentences[1]


@pytest.mark.parametrize(("in_favour", "kind"), [(6, "not-carried"), (7, "carried"), (8, "carried")])
def test_case_8_two_thirds_of_ten_practices_are_seven(in_favour: int, kind: str) -> None:
    outcome = decide(decision("admission"), practices(10), cast(in_favour, 1))
    assert outcome.kind == kind
    assert outcome.support is not None
    assert (outcome.support.share, outcome.support.required) == (Fraction(in_favour, 10), Fraction(2, 3))


def test_case_8_says_the_working() -> None:
    outcome = decide(decision("admission"), practices(10), cast(6, 1))
    assert outcome.sentences[-1] == (
        "6 of 10 practices For (60.0%); 2/3 of all practices are needed, which makes 7: not carried "
        "(Application for Membership)."
    )


@pytest.mark.parametrize(("in_favour", "kind"), [(22, "not-carried"), (23, "carried"), (24, "carried")])
def test_case_9_two_thirds_of_thirty_four_practices_are_twenty_three(in_favour: int, kind: str) -> None:
    assert decide(decision("admission"), practices(34), cast(in_favour)).kind == kind


def test_case_10_two_opposing_localities_have_the_decision_reviewed() -> None:
    outcome = county(
        {
            "South East Oxfordshire": FOR,
            "South West Oxfordshire": FOR,
            "Oxford City": FOR,
            "North East Oxfordshire": AGAINST,
            "North Oxfordshire": AGAINST,
            "West Oxfordshire": ABSTAIN,
        }
    )
    assert (outcome.kind, outcome.figures) == ("carried", (("For", "6.19"), ("Against", "2.64")))
    assert outcome.sentences[-2:] == (
        "6.19 votes For and 2.64 Against: carried (Relationship with OCCG).",
        "2 localities oppose the decision (North East Oxfordshire and North Oxfordshire), so the Governing Body reviews "
        "it at its next meeting (Relationship with OCCG).",
    )


def test_r30_one_opposing_locality_has_nothing_reviewed() -> None:
    outcome = county({"Oxford City": FOR, "North Oxfordshire": AGAINST})
    assert not any("oppose" in sentence for sentence in outcome.sentences)


def test_case_13_a_tie_for_the_last_of_two_seats_fills_the_first() -> None:
    outcome = two_seats(6, 4, 4, 2)
    assert (outcome.kind, outcome.elected, outcome.contenders, outcome.open_seats) == (
        "part-elected",
        ("A",),
        ("B", "C"),
        1,
    )
    assert outcome.sentences[-3:] == (
        "A is elected with 6 of 16 votes (default of the rule set).",
        "B and C are tied for the last seat with 4 votes each.",
        "A further election is needed among the tied candidates alone for 1 seat (default of the rule set).",
    )


@pytest.mark.parametrize(
    ("numbers", "elected", "contenders"),
    [
        ((6, 5, 4, 2), ("A", "B"), ()),
        ((6, 4, 4, 2), ("A",), ("B", "C")),
        ((6, 4, 5, 2), ("A", "C"), ()),
        ((5, 5, 5, 1), (), ("A", "B", "C")),
        ((5, 5, 4, 4), ("A", "B"), ()),
        ((5, 0, 0, 0), ("A",), ()),
    ],
)
def test_r16_the_seats_go_down_the_order_until_a_tie(
    numbers: tuple[int, ...], elected: tuple[str, ...], contenders: tuple[str, ...]
) -> None:
    outcome = two_seats(*numbers)
    assert (outcome.elected, outcome.contenders) == (elected, contenders)


def test_r16_a_seat_that_nobody_voted_for_stays_vacant() -> None:
    outcome = two_seats(5)
    assert (outcome.kind, outcome.open_seats) == ("part-elected", 1)
    assert outcome.sentences[-1] == "1 seat stays vacant: no other candidate received a vote."


def test_r14_several_winners_are_named_with_their_votes() -> None:
    assert two_seats(6, 5, 1).sentences[-1].startswith("A (6 votes) and B (5 votes) are elected, more than any other")


def majority(*numbers: int, seats: int = 1) -> Outcome:
    rules = packaged("election")
    rules = replace(rules, outcome=replace(rules.outcome, rule="majority"))
    return decide(replace(paper("A", "B", "C", rules=rules), seats=seats), practices(10), cast(*numbers))


@pytest.mark.parametrize(
    ("numbers", "kind", "contenders"),
    [
        ((4, 3, 3), "no-majority", ("A", "B", "C")),
        ((5, 4, 1), "no-majority", ("A", "B")),
        ((6, 3, 1), "elected", ()),
        ((4, 4, 2), "no-majority", ("A", "B")),
        ((5, 5, 0), "no-majority", ("A", "B")),
    ],
)
def test_r15_a_majority_is_more_than_half_of_the_votes_for_candidates(
    numbers: tuple[int, ...], kind: str, contenders: tuple[str, ...]
) -> None:
    outcome = majority(*numbers)
    assert (outcome.kind, outcome.contenders) == (kind, contenders)


def test_r15_without_a_majority_the_leaders_are_named() -> None:
    assert majority(5, 4, 1).sentences[-2:] == (
        "No candidate has more than half of the votes; A and B lead (Appendix 1, section 13).",
        "A further election is needed among the leading candidates alone (Appendix 1, section 14).",
    )
    assert majority(6, 3, 1).sentences[-1].startswith("A is elected with 6 of 10 votes, more than half of the votes")


def test_r15_a_majority_for_one_of_two_seats_leaves_the_other_to_a_further_election() -> None:
    rules = replace(packaged("elr-locality-lead"), outcome=replace(packaged("election").outcome, rule="majority"))
    ballot = replace(paper("A", "B", "C", rules=rules), seats=2)
    votes = [Vote(member_id=n, choice=choice) for n, choice in enumerate([(1, 2), (1, 3), (1,), (2,), (3,)], start=1)]
    outcome = decide(ballot, practices(10), votes)
    assert (outcome.kind, outcome.elected, outcome.contenders) == ("part-elected", ("A",), ("B", "C"))
    assert "No other candidate has more than half" in outcome.sentences[-2]


def test_a_tie_that_the_rules_leave_at_that_asks_for_no_further_election() -> None:
    rules = packaged("election")
    rules = replace(rules, outcome=replace(rules.outcome, tie="not-carried"))
    outcome = decide(paper("A", "B", rules=rules), practices(8), cast(4, 4))
    assert outcome.sentences[-1].startswith("A and B are tied for first place")


def poll(*numbers: int) -> Outcome:
    members = tuple(replace(member, group="North" if member.id < 5 else "South") for member in practices(10).members)
    ballot: Paper = paper("Tuesday", "Wednesday", rules=packaged("advisory-poll"))
    return decide(ballot, Electorate(members=members), cast(*numbers))


def test_r31_a_poll_reports_the_response_overall_and_by_group() -> None:
    outcome = poll(4, 2)
    assert outcome.kind == "advised"
    assert outcome.sentences[1].startswith("6 of 10 practices took part (60.0%); the rules ask for no minimum")
    assert outcome.sentences[2] == "By group: North, 4 of 4 practices (100.0%); South, 2 of 6 practices (33.3%)."
    assert outcome.sentences[3] == "Chosen most often: Tuesday, with 4 votes."
    assert "decides nothing" in outcome.sentences[4]


def test_r31_a_poll_that_is_level_or_empty_names_all_or_nobody() -> None:
    assert "Chosen most often: Tuesday and Wednesday, with 2 votes each." in poll(2, 2).sentences
    assert not any("most often" in sentence for sentence in poll().sentences)


def meeting(*numbers: int, present: int = 0) -> Outcome:
    ballot = decision("meeting-vote")
    votes = [replace(vote, recorded=True) for vote in cast(*numbers, abstentions=present)]
    return decide(ballot, selg(), votes)


def test_r27_a_meeting_needs_half_of_the_population_present_and_counts_practices() -> None:
    outcome = meeting(3, 2, present=1)
    assert (outcome.kind, outcome.totals) == ("carried", (("For", 3), ("Against", 2)))
    assert outcome.sentences[0] == "Of 10 practices, 5 voted, 1 took part without voting and 4 did not take part."
    assert outcome.sentences[1].startswith("Practices with 49,446 of 91,732 registered patients took part (53.9%)")
    assert meeting(3, 2).kind == "not-binding"


def test_r27_a_meeting_that_nobody_came_to() -> None:
    assert meeting().sentences[0] == "None of the 10 practices took part."


@pytest.mark.parametrize(("excluded", "kind", "base"), [(True, "elected", "9"), (False, "not-valid", "10")])
def test_r11_a_declared_interest_makes_the_base_smaller_or_not(excluded: bool, kind: str, base: str) -> None:
    members = tuple(replace(one, barred="owns the site" if one.id == 10 else "") for one in practices(10).members)
    rules = replace(packaged("election"), interest_excludes_from_base=excluded)
    rules = replace(rules, participation=replace(rules.participation, at_least=Fraction(9, 10)))  # type: ignore[type-var]
    outcome = decide(paper("A", "B", rules=rules), Electorate(members=members), cast(8 + excluded))
    assert outcome.kind == kind
    assert f"of {base} practices took part" in outcome.sentences[2]
    assert outcome.sentences[1].startswith("1 practice has a declared interest and may not vote")


@pytest.mark.parametrize(("kind", "share"), [("election", Fraction(4, 5)), ("admission", Fraction(2, 3))])
def test_every_threshold_is_exact_at_its_edge(kind: str, share: Fraction) -> None:
    """R12, R29: for 1 to 500 practices, one less than the least that reaches the share is not enough."""
    for members in range(1, 501):
        needed = -(-share.numerator * members // share.denominator)
        ballot = decision(kind) if kind == "admission" else paper("A", rules=packaged(kind))
        enough, short = (decide(ballot, practices(members), cast(number)).kind for number in (needed, needed - 1))
        assert (enough in ("elected", "carried"), short in ("elected", "carried")) == (True, False)
