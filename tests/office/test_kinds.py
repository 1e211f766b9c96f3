"""Every kind of ballot from the manager's command to the declaration, and the worked cases that mail drives."""

import csv
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.office.commandcraft import (
    BELL,
    DECISION,
    HART,
    HART_DEPUTY,
    MORLAND,
    NETTLEBED,
    RYCOTE,
    WALLINGFORD,
    command,
    declare,
    outcome_of,
    part,
    proof,
    shipped,
    vote,
)
from tests.office.mailcraft import flat, purposes
from tests.office.test_election import CLOSE, LEADS
from tests.office.world import MANAGER, START, World, text_of

ORGANISATIONS = Path(__file__).parents[2] / "config" / "organisations"
ELR, OCCG = ((ORGANISATIONS / name / "roster.csv").read_bytes() for name in ("elr", "occg"))
UNCOUNTED = (ORGANISATIONS / "selg" / "roster.csv").read_bytes().replace(b",3661,2015-04-01,", b",,,")
"""The roster of SELG without a population for Nettlebed."""

A_COUNTY = {"roster": OCCG, "total": 720_029, "changes": 'member_noun = "practice" -> member_noun = "locality"'}
COUNTY_DECISION = "start county-decision\nTitle: Winter plan\nQuestion: Does the locality support the winter plan?\n"
ADMISSION = "start admission\nTitle: Admission of Thameside Surgery\n"
CENSURE = "start censure\nTitle: Censure\nQuestion: Shall the group censure the board?\n"
POLL = "start poll\nTitle: Evening surgeries\nOptions:\n- Tuesday\n- Thursday\n- None\n"
WIGSTON = "Oadby and Wigston"
LEADS_ELECTION = f"""Title: Locality leads
Group: {WIGSTON}
Candidates:
- Dr Alice Brown
- Dr Bob Carter
- Dr Carol Dunn
- Dr Dan Ellis
"""


def leads(roster: bytes, group: str = "") -> tuple[str, ...]:
    """The leads on a roster, of all practices or of one group."""
    rows = csv.DictReader(roster.decode().splitlines())
    return tuple(row["lead_email"] for row in rows if group in ("", row["group"]))


def all_for(people: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((person, "for") for person in people)


def test_case_5_a_decision_is_carried_by_half_of_the_population(world: World) -> None:
    """R26: 48,818 of 91,732 are represented, 53.2%."""
    world.start(DECISION)
    vote(world, *all_for((WALLINGFORD, RYCOTE, MORLAND, HART)))
    figures = declare(world)
    outcome = outcome_of(figures)
    assert figures["ruleset"] == "decision"
    assert figures["electorate"] == {"practices": 10, "population": 91_732}
    assert part(world, "voted", "abstained", "no_reply", "recorded", "share", "required", "met") == (
        (4, 0, 6, 0, "24409/45866", "1/2", True)
    )
    assert {key: outcome[key] for key in ("kind", "elected", "totals", "support", "run_off")} == {
        "kind": "carried",
        "elected": [],
        "totals": {"For": 48_818, "Against": 0},
        "support": None,
        "run_off": None,
    }
    assert "48,818 registered patients For and 0 Against: carried" in flat(world.last(HART))
    assert "(53.2%)" in flat(world.last(HART))


def test_case_6_with_less_than_half_of_the_population_it_is_not_binding(world: World) -> None:
    world.start(DECISION)
    vote(world, *all_for((WALLINGFORD, RYCOTE, MORLAND)), (NETTLEBED, "against"))
    outcome = outcome_of(declare(world))
    assert (outcome["kind"], outcome["totals"]) == ("not-binding", {"For": 38_500, "Against": 3_661})
    assert "42,161 of 91,732 registered patients took part (46.0%)" in flat(world.last(HART))


def test_r26_equal_weights_do_not_carry_a_decision(office: Callable[..., World]) -> None:
    rows = "practice,population,lead_name,lead_email\nA,500,Ann,a@a.example\nB,500,Ben,b@b.example\n"
    world = office(roster=rows.encode())
    world.start(DECISION)
    vote(world, ("a@a.example", "for"), ("b@b.example", "against"))
    assert outcome_of(declare(world))["kind"] == "not-carried"


def test_r32_the_declaration_of_an_open_decision_lists_how_each_practice_voted(world: World) -> None:
    world.start(DECISION)
    vote(world, (WALLINGFORD, "for"), (HART, "against"), (BELL, "abstain"))
    declare(world)
    said = flat(world.last(RYCOTE))
    assert "Wallingford Medical Centre For 16,521" in said
    assert "The Hart Surgery Against 10,318" in said
    assert "The Bell Surgery Abstained 8,770" in said
    assert "Nettlebed Surgery No reply 3,661" in said
    assert "Find your vote" not in said


def test_a_decision_is_asked_reminded_and_receipted_in_its_own_words(world: World) -> None:
    world.start(DECISION)
    paper = flat(world.paper(HART))
    assert "Reply FOR or AGAINST, or just the number. Shall the rota be adopted?" in paper
    assert "Your vote counts with the weight 10,318: the registered patients of your practice." in paper
    vote(world, (HART, "In favour"))
    receipt = flat(world.last(HART))
    assert "We have recorded the vote of The Hart Surgery as: 1 For" in receipt
    world.at(CLOSE - timedelta(days=4, hours=7)).tick()
    reminder = world.last(BELL)
    assert "Reminder" in str(reminder["Subject"])
    assert "The Bell Surgery has not voted yet. Reply FOR or AGAINST" in flat(reminder)
    assert purposes(world, HART) == {"paper": 1, "receipt": 1}
    for letter in (paper, receipt, flat(reminder)):
        assert "candidate" not in letter


def test_case_7_a_censure_needs_80_percent_of_the_population(world: World) -> None:
    """R28: all but Wallingford and Nettlebed are 71,550 of 91,732."""
    world.start(CENSURE)
    others = tuple(lead for lead in LEADS if lead not in (WALLINGFORD, NETTLEBED))
    vote(world, *all_for(others))
    assert outcome_of(declare(world))["kind"] == "not-binding"
    assert part(world, "share", "required", "met") == ("35775/45866", "4/5", False)
    assert "71,550 of 91,732 registered patients took part (78.0%); 80% are needed, which makes 73,386" in (
        flat(world.last(HART))
    )


@pytest.mark.parametrize(("late", "kind"), [(NETTLEBED, "not-binding"), (WALLINGFORD, "carried")])
def test_with_one_practice_more_a_censure_is_binding_or_still_not(world: World, late: str, kind: str) -> None:
    """With Nettlebed 75,211 take part, 81.99%; without Wallingford's 16,521 and Morland's 10,571 too few."""
    world.start(CENSURE)
    missing = (MORLAND, WALLINGFORD) if late == NETTLEBED else (NETTLEBED,)
    vote(world, *all_for(lead for lead in LEADS if lead not in missing))
    assert outcome_of(declare(world))["kind"] == kind


@pytest.mark.parametrize(("votes", "kind"), [(6, "not-carried"), (7, "carried"), (8, "carried")])
def test_case_8_two_thirds_of_all_practices_admit_another(world: World, votes: int, kind: str) -> None:
    """R29: 7 of 10 are needed, however many reply."""
    world.start(ADMISSION)
    vote(world, *all_for(LEADS[:votes]), (LEADS[9], "against"))
    outcome = outcome_of(declare(world))
    assert (outcome["kind"], outcome["totals"]) == (kind, {"For": votes, "Against": 1})
    assert outcome["support"] == {
        "share": {6: "3/5", 7: "7/10", 8: "4/5"}[votes],
        "required": "2/3",
        "met": kind == "carried",
    }
    assert part(world, "required", "met") == (None, True), "silence is not counted against it by a threshold"


@pytest.mark.parametrize(("votes", "kind"), [(22, "not-carried"), (23, "carried")])
def test_case_9_of_34_practices_23_are_needed(office: Callable[..., World], votes: int, kind: str) -> None:
    world = office(roster=ELR)
    world.start(ADMISSION)
    vote(world, *all_for(leads(ELR)[:votes]))
    outcome = outcome_of(declare(world))
    assert (outcome["kind"], outcome["totals"]) == (kind, {"For": votes, "Against": 0})


def test_case_10_a_county_decision_is_carried_and_reviewed_since_two_localities_oppose(
    office: Callable[..., World],
) -> None:
    """R30: For 6.19, Against 2.64."""
    world = office(**A_COUNTY)
    world.start(COUNTY_DECISION)
    north_east, north, city, south_east, south_west, west = leads(OCCG)
    assert "Your vote counts as 2.94 votes of 10: the share of your locality by registered population." in (
        flat(world.paper(city))
    )
    vote(world, *all_for((city, south_east, south_west)), (north_east, "against"), (north, "no"), (west, "abstain"))
    figures = declare(world)
    outcome = outcome_of(figures)
    assert (outcome["kind"], outcome["totals"]) == ("carried", {"For": "6.19", "Against": "2.64"})
    assert figures["electorate"] == {"practices": 6, "population": 716_193}
    assert "the Governing Body reviews it at its next meeting" in flat(world.last(west))
    assert "Oxford City For 2.94" in flat(world.last(west))


@pytest.mark.parametrize(("against", "reviewed"), [(0, False), (1, False), (2, True), (3, True)])
def test_r30_it_is_reviewed_from_two_opposing_localities_on(
    office: Callable[..., World], against: int, reviewed: bool
) -> None:
    world = office(**A_COUNTY)
    world.start(COUNTY_DECISION)
    people = leads(OCCG)
    vote(world, *all_for(people[against:]), *((person, "against") for person in people[:against]))
    declare(world)
    assert ("oppose the decision" in flat(world.last(people[0]))) is reviewed


def test_a_county_decision_may_be_a_decision_under_its_rule_set(office: Callable[..., World]) -> None:
    world = office(**A_COUNTY)
    world.start(DECISION + "Rule set: county-decision\n")
    assert world.figures()["ruleset"] == "county-decision"


def test_r5_the_stated_total_is_asked_for_and_never_summed_up(office: Callable[..., World]) -> None:
    world = office(**{**A_COUNTY, "total": None})
    world.tick()
    said = flat(proof(world, COUNTY_DECISION))
    assert "no total is stated for it: import the register again with --total and the figure as printed" in said
    world.enrol(OCCG, 720_029)
    assert "9.95 votes in all" in flat(proof(world, COUNTY_DECISION)), "as the printed rows add up (R5)"


def test_a_decision_offers_the_line_that_casts_it_in_the_county(world: World) -> None:
    """R30: the locality's director sends it."""
    world.start(DECISION)
    vote(world, *all_for((WALLINGFORD, RYCOTE, MORLAND, HART)))
    declare(world)
    assert "reply to its ballot paper with: FOR" in flat(world.last(MANAGER))


@pytest.mark.parametrize("words", ["start poll", "start advisory-poll", "Start advisory poll"])
def test_r31_a_poll_reports_what_was_chosen_and_decides_nothing(world: World, words: str) -> None:
    world.start(POLL.replace("start poll", words))
    vote(world, (HART, "1"), (BELL, "Thursday"), (MORLAND, "2"), (RYCOTE, "abstain"))
    figures = declare(world)
    outcome = outcome_of(figures)
    assert figures["ruleset"] == "advisory-poll"
    assert (outcome["kind"], outcome["totals"]) == ("advised", {"Tuesday": 1, "Thursday": 2, "None": 0})
    assert part(world, "voted", "abstained", "no_reply", "share", "required", "met") == (3, 1, 6, "2/5", None, True)
    said = flat(world.last(HART))
    assert "Chosen most often: Thursday, with 2 votes. This ballot asks for advice and decides nothing" in (
        said.replace("- ", "")
    )
    assert "candidate" not in said


def test_r31_the_response_is_reported_by_group(office: Callable[..., World]) -> None:
    world = office(roster=ELR)
    world.start(POLL)
    vote(world, *((person, "1") for person in leads(ELR, WIGSTON)[:3]))
    declare(world)
    assert "Oadby and Wigston, 3 of 9 practices (33.3%)" in flat(world.last(leads(ELR)[0]))


@pytest.mark.parametrize("words", ["start elr-locality-lead\n", "start election\nRule set: elr-locality-lead\n"])
def test_r6_a_locality_elects_two_leads_by_its_own_practices(office: Callable[..., World], words: str) -> None:
    world = office(roster=ELR)
    world.start(words + LEADS_ELECTION)
    figures = world.figures()
    assert (figures["ruleset"], figures["electorate"]) == (
        "elr-locality-lead",
        {"practices": 9, "population": figures["electorate"]["population"]},  # type: ignore[index, call-overload]
    )
    people = leads(ELR, WIGSTON)
    assert "Reply with up to 2 numbers" in flat(world.paper(people[0]))
    choices = ("1 and 2", "1, 2", "1 and 3", "1", "2", "3 and 4", "1, 2")
    vote(world, *zip(people, choices, strict=False))
    outcome = outcome_of(declare(world))
    assert (outcome["kind"], outcome["elected"]) == ("elected", ["Dr Alice Brown", "Dr Bob Carter"])


def test_papers_and_results_go_to_the_group_alone(office: Callable[..., World]) -> None:
    world = office(roster=ELR)
    world.start("start elr-locality-lead\n" + LEADS_ELECTION)
    declare(world)
    inside, outside = leads(ELR, WIGSTON), set(leads(ELR)) - set(leads(ELR, WIGSTON))
    written_to = {str(parcel.recipient) for parcel in world.postman.parcels}
    assert set(inside) <= written_to
    assert not outside & written_to
    assert all(world.letters(person, "Result") for person in inside)


@pytest.mark.parametrize("group", ["OADBY AND WIGSTON", "oadby & wigston", "Oadby and Wigston "])
def test_a_group_is_known_in_any_case_and_punctuation(office: Callable[..., World], group: str) -> None:
    world = office(roster=ELR)
    world.start(DECISION + f"Group: {group}\n")
    assert world.figures()["electorate"]["practices"] == 9  # type: ignore[index, call-overload]


def test_an_unknown_group_is_named_with_those_there_are(office: Callable[..., World]) -> None:
    world = office(roster=ELR)
    world.tick()
    said = flat(proof(world, DECISION + "Group: Wigton\n"))
    assert "No practice on the register belongs to the group “Wigton”." in said
    for group in ("Melton Mowbray, Rutland and Market Harborough", WIGSTON, "Blaby District"):
        assert group in said


def test_a_ballot_of_one_group_without_a_group_is_asked_for_it(office: Callable[..., World]) -> None:
    world = office(roster=ELR)
    world.tick()
    said = flat(proof(world, "start elr-locality-lead\n" + LEADS_ELECTION.replace(f"Group: {WIGSTON}\n", "")))
    assert "“Group” is missing: such a ballot is put to the practices of one group." in said


def test_a_group_where_the_register_has_none_is_told_so(world: World) -> None:
    world.tick()
    assert "The register has no groups." in flat(proof(world, DECISION + "Group: North\n"))


def test_r2_weights_are_frozen_at_the_opening(world: World) -> None:
    world.start(DECISION)
    world.enrol(
        b"practice,lead_name,lead_email,population,population_as_of\n"
        b"The Hart Surgery,Dr Anita Ashworth,dr.a.ashworth@hart-surgery.example,99999,2026-04-01\n"
    )
    vote(world, (HART, "for"))
    assert outcome_of(declare(world))["totals"] == {"For": 10_318, "Against": 0}


@pytest.mark.parametrize(("day", "weight"), [(23, 10_318), (24, 99_999), (25, 10_318)])
def test_r2_the_newest_figure_dated_on_or_before_the_opening_counts(world: World, day: int, weight: int) -> None:
    """The figure is imported between the confirmation and the opening on 24 November; one of the 25th is too new."""
    world.start(DECISION + "Opens: 24 November 2026 09:00\n")
    row = f"The Hart Surgery,Dr Anita Ashworth,{HART},{99_999 if day > 23 else 10_318},2026-11-{day}"
    world.enrol(f"practice,lead_name,lead_email,population,population_as_of\n{row}\n".encode())
    world.later(days=1).tick()
    vote(world, (HART, "for"))
    assert outcome_of(declare(world))["totals"] == {"For": weight, "Against": 0}


def test_a_population_that_is_missing_is_named_in_the_proof(office: Callable[..., World]) -> None:
    world = office(roster=UNCOUNTED)
    world.tick()
    said = flat(proof(world, DECISION))
    assert "The votes are weighted by population, and the register has none for Nettlebed Surgery" in said
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert not world.references()


def test_an_election_needs_no_population(office: Callable[..., World]) -> None:
    world = office(roster=UNCOUNTED)
    assert world.start(START) == "SELG-2026-01"


@pytest.mark.parametrize(
    "sent", ["start decision\nTitle: T\nOptions:\n- Yes\n- No\n", "start decision\nTitle: T\nSeats: 2\n"]
)
def test_a_decision_has_no_options_and_fills_no_seats(world: World, sent: str) -> None:
    world.tick()
    assert "leave" in flat(proof(world, sent))
    assert not world.references()


@pytest.mark.parametrize(
    ("revote", "totals", "fates"),
    [
        ("rank", {"For": 10_318, "Against": 0}, {"counted": 1, "rejected": 1, "replaced": 0}),
        ("latest", {"For": 0, "Against": 10_318}, {"counted": 1, "rejected": 0, "replaced": 1}),
        ("first", {"For": 10_318, "Against": 0}, {"counted": 1, "rejected": 1, "replaced": 0}),
    ],
)
def test_r9_of_two_votes_of_a_practice_the_rule_set_says_which_counts(
    office: Callable[..., World], revote: str, totals: dict[str, int], fates: dict[str, int]
) -> None:
    """The lead votes For, the deputy Against after that."""
    world = office(rule_sets={"decision": shipped("decision", ('revote = "rank"', f'revote = "{revote}"'))})
    world.start(DECISION)
    vote(world, (HART, "for"))
    world.later(minutes=5)
    vote(world, (HART_DEPUTY, "against"))
    assert {fate: world.fates().get(fate, 0) for fate in fates} == fates
    assert outcome_of(declare(world))["totals"] == totals


def test_where_the_first_vote_counts_not_even_its_voter_changes_it(office: Callable[..., World]) -> None:
    world = office(rule_sets={"decision": shipped("decision", ('revote = "rank"', 'revote = "first"'))})
    world.start(DECISION)
    vote(world, (HART, "for"))
    world.later(minutes=5)
    vote(world, (HART, "against"))
    assert "the first vote counts" in flat(world.last(HART))
    assert outcome_of(declare(world))["totals"] == {"For": 10_318, "Against": 0}


def test_several_kinds_run_side_by_side(world: World) -> None:
    references = [world.start(text) for text in (START, DECISION, ADMISSION, POLL)]
    for reference, subject in zip(references, ("Clinical Director", "rota", "Admission", "Evening"), strict=True):
        world.reply(world.letters(HART, subject)[0], "1")
        world.tick()
        assert part(world, reference=reference) == (1, 0, 9)
    assert "1 Tuesday" in text_of(world.last(HART))


def test_a_kind_that_there_is_not_is_told_with_those_there_are(world: World) -> None:
    world.tick()
    said = flat(proof(world, "start referendum\nTitle: T\n"))
    assert "referendum" in said
    for kind in ("election", "decision", "censure", "admission", "meeting vote", "poll"):
        assert kind in said
    command(world, "help")


def test_whose_role_may_not_vote_in_a_ballot_is_told_of_it_and_sent_no_paper(office: Callable[..., World]) -> None:
    may_vote = 'who_may_vote = ["lead", "deputy", "proxy"]'
    world = office(rule_sets={"decision": shipped("decision", (may_vote, 'who_may_vote = ["lead"]'))})
    asked = proof(world, DECISION)
    assert "Ballot papers for 10 practices: 10 in all. A notice without a paper: 19 contacts." in flat(asked)
    world.reply(asked, "confirm")
    world.tick()
    assert purposes(world, HART) == {"paper": 1}
    assert purposes(world, HART_DEPUTY) == {"opening-notice": 1}
