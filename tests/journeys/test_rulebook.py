"""The worked cases of the rulebook that mail drives, beyond single elections, from the command to the declaration."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.installation import CLOSE, MANAGER, Installation, installed, said
from tests.journeys.shipped import shipped

AFTER_GRACE = timedelta(minutes=11)
FIRST_MEETING, SECOND_MEETING = datetime(2026, 12, 8, 17, tzinfo=UTC), datetime(2027, 1, 12, 17, tzinfo=UTC)

LEAD = shipped("selg").leads
PRACTICES = tuple(LEAD)
HART, BELL, RYCOTE = "The Hart Surgery", "The Bell Surgery", "The Rycote Practice"
MORLAND, NETTLEBED, WALLINGFORD = "Morland House Surgery", "Nettlebed Surgery", "Wallingford Medical Centre"
HART_DEPUTY, RYCOTE_DEPUTY = "dr.t.pell@hart-surgery.example", "dr.s.greaves@rycote-practice.example"
LOCALITY_LEAD = "locality.lead@selg.example"
LOCUM = "dr.l.okonkwo@locum.example"

FOR_IN_CASE_5 = {WALLINGFORD: "FOR", RYCOTE: "for", MORLAND: "In favour.", HART: "1"}

DECISION = "start decision\nTitle: Evening surgeries\nQuestion: Shall every practice open on one evening a week?\n"
COUNTY = {
    "South East Oxfordshire": "For",
    "South West Oxfordshire": "We are in favour.",
    "Oxford City": "1",
    "North East Oxfordshire": "Against",
    "North Oxfordshire": "against",
    "West Oxfordshire": "abstain",
}
TWO_SEATS = """start election
Title: Two deputies
Seats: 2
Candidates:
- Dr Alice Brown
- Dr Bob Carter
- Dr Carol Dunn
- Dr Dan Evans
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path) as place:
        yield place


def answer_papers(place: Installation, reference: str, words: Mapping[str, str]) -> None:
    """The lead of each of these practices answers the paper of that ballot with these words."""
    for practice, word in words.items():
        place.reply(place.paper(LEAD[practice], reference), word)
    place.tick()


def declared(place: Installation, reference: str, close: datetime = CLOSE) -> dict[str, Any]:
    """The outcome of a ballot after its close and the grace."""
    place.at(close + AFTER_GRACE).tick()
    figures = place.show(reference)
    assert figures["stage"] == "declared"
    outcome = figures["outcome"]
    assert isinstance(outcome, dict)
    return outcome


def test_cases_5_to_8_are_voted_on_side_by_side(place: Installation) -> None:
    five = place.start(DECISION)
    six = place.start("start decision\nTitle: A shared pharmacist\n")
    seven = place.start("start censure\nTitle: Censure of the county board\n")
    eight = place.start("start admission\nTitle: Admission of Thame Health Centre\n")
    assert "counts with the weight 16,521" in said(place.paper(LEAD[WALLINGFORD], five))
    answer_papers(place, five, FOR_IN_CASE_5)
    answer_papers(place, six, {WALLINGFORD: "For", RYCOTE: "For", MORLAND: "For", NETTLEBED: "Against"})
    answer_papers(place, seven, dict.fromkeys(set(PRACTICES) - {WALLINGFORD, NETTLEBED}, "For"))
    answer_papers(place, eight, {**dict.fromkeys(PRACTICES[:6], "For"), WALLINGFORD: "Against"})
    running = place.show(five)
    assert (running["participation"]["share"], running["outcome"]) == ("24409/45866", None)

    carried = declared(place, five)
    assert (carried["kind"], carried["totals"]) == ("carried", {"For": 48_818, "Against": 0})
    letter = said(place.last(LEAD[NETTLEBED], f"Result: Evening surgeries [{five}]"))
    assert letter.startswith("Carried")
    assert "48,818 of 91,732 registered patients took part (53.2%)" in letter
    assert "Wallingford Medical Centre For 16,521" in letter, "an open ballot: how each practice voted (R32)"

    unbound = declared(place, six)
    assert (unbound["kind"], unbound["totals"]) == ("not-binding", {"For": 38_500, "Against": 3_661})
    assert "42,161 of 91,732 registered patients took part (46.0%)" in " ".join(unbound["sentences"])

    censure = declared(place, seven)
    assert (censure["kind"], censure["totals"]) == ("not-binding", {"For": 71_550, "Against": 0})
    assert "(78.0%); 80% are needed" in " ".join(censure["sentences"])

    admission = declared(place, eight)
    assert (admission["kind"], admission["totals"]) == ("not-carried", {"For": 6, "Against": 1})
    assert admission["support"] == {"share": "3/5", "required": "2/3", "met": False}
    figures = [place.show(reference) for reference in (five, six, seven, eight)]
    assert [sum(each["messages"].values()) for each in figures] == [6, 6, 10, 9]


def test_case_9_twenty_three_of_thirty_four_practices_admit_another(tmp_path: Path) -> None:
    with installed(tmp_path, organisations=("elr",)) as place:
        reference = place.start("start admission\nTitle: Admission of Uppingham Surgery\n")
        house = shipped("elr")
        for lead in tuple(house.leads.values())[:23]:
            place.reply(place.paper(lead, reference), "For")
        place.tick()
        outcome = declared(place, reference)
        assert (outcome["kind"], outcome["totals"]) == ("carried", {"For": 23, "Against": 0})
        assert outcome["support"] == {"share": "23/34", "required": "2/3", "met": True}
        assert "23 of 34" in said(place.last(tuple(house.leads.values())[33], "Result"))
        assert sum(place.show(reference)["messages"].values()) == place.sent == 25


def test_case_10_localities_vote_with_their_shares_of_ten_and_two_that_oppose_bring_a_review(tmp_path: Path) -> None:
    with installed(tmp_path, organisations=("occg",)) as place:
        reference = place.start("start county-decision\nTitle: One contract for the county\n")
        papers = {locality: place.paper(lead, reference) for locality, lead in shipped("occg").leads.items()}
        assert "1.27" in said(papers["South East Oxfordshire"])
        for locality, word in COUNTY.items():
            place.reply(papers[locality], word)
        place.tick()
        outcome = declared(place, reference)
        assert (outcome["kind"], outcome["totals"]) == ("carried", {"For": "6.19", "Against": "2.64"})
        assert place.show(reference)["electorate"]["practices"] == 6
        letter = said(place.last(shipped("occg").leads["West Oxfordshire"], "Result"))
        assert letter.startswith("Carried")
        assert "the Governing Body reviews it at its next meeting" in letter
        assert "North Oxfordshire Against 1.51" in letter


def test_case_13_one_of_two_seats_is_filled_and_a_run_off_for_the_other_is_drafted(place: Installation) -> None:
    reference = place.start(TWO_SEATS)
    words = (
        "1 and 2",
        "1, 2",
        "1\n2",
        "Dr Alice Brown and Dr Carol Dunn",
        "3, 1",
        "1 & 3",
        "2",
        "3",
        "4",
        "Dr Dan Evans",
    )
    answer_papers(place, reference, dict(zip(PRACTICES, words, strict=True)))
    receipt = said(place.last(LEAD[MORLAND], "Receipt"))
    assert "1 Dr Alice Brown 2 Dr Bob Carter" in receipt
    outcome = declared(place, reference)
    assert (outcome["kind"], outcome["elected"]) == ("part-elected", ["Dr Alice Brown"])
    assert list(outcome["totals"].values()) == [6, 4, 4, 2]
    draft = place.show(outcome["run_off"])
    assert (draft["stage"], draft["ruleset"], draft["opens_at"]) == ("draft", "run-off", None)
    assert [option["name"] for option in draft["options"]] == ["Dr Bob Carter", "Dr Carol Dunn"]
    assert datetime.fromisoformat(draft["closes_at"]) == FIRST_MEETING
    letter = said(place.last(LEAD[HART], "Result"))
    assert f"{outcome['run_off']}, is drafted for 8 December 2026" in letter
    assert not place.letters(LEAD[HART], outcome["run_off"]), "nothing of it goes out before the manager's word"
    assert "draft" in place.run("ballots", "show", outcome["run_off"]).output
    place.confirm(MANAGER)
    answer_papers(
        place, outcome["run_off"], {**dict.fromkeys(PRACTICES[:5], "1"), **dict.fromkeys(PRACTICES[5:], "2"), HART: "2"}
    )
    assert declared(place, outcome["run_off"], FIRST_MEETING)["elected"] == ["Dr Carol Dunn"]


def test_case_3_goes_on_to_a_run_off_that_ties_and_to_one_that_decides(place: Installation) -> None:
    first = place.start()
    answer_papers(place, first, dict(zip(PRACTICES, "1111222233", strict=True)))
    tied = declared(place, first)
    assert (tied["kind"], tied["elected"]) == ("tied", [])
    offer = place.last(MANAGER)
    assert "Dr Alice Brown and Dr Bob Carter" in said(offer)
    assert "closes on Tuesday 8 December 2026 at 17:00" in said(offer)
    place.confirm(MANAGER)
    second = tied["run_off"]
    assert [option["name"] for option in place.show(second)["options"]] == ["Dr Alice Brown", "Dr Bob Carter"]
    answer_papers(place, second, dict(zip(PRACTICES, "1111122222", strict=True)))

    again = declared(place, second, FIRST_MEETING)
    assert (again["kind"], place.show(again["run_off"])["stage"]) == ("tied", "draft")
    assert "has ended in a tie as well" in said(place.last(MANAGER))
    place.later(days=2)
    place.order(f"start run-off {second}")
    third = place.show(again["run_off"])
    assert (third["stage"], third["closes_at"]) == ("open", "2027-01-12T17:00:00+00:00")
    answer_papers(place, again["run_off"], dict(zip(PRACTICES, "1111112222", strict=True)))
    decided = declared(place, again["run_off"], SECOND_MEETING)
    assert (decided["kind"], decided["elected"], decided["run_off"]) == ("elected", ["Dr Alice Brown"], None)
    figures = place.ballots("selg")
    assert [each["messages"]["commands"] for each in figures] == [2, 1, 2]
    assert sum(sum(each["messages"].values()) for each in figures) == place.sent


def test_r16_where_no_meeting_is_known_the_manager_is_asked_when_the_run_off_closes(place: Installation) -> None:
    place.at(datetime(2027, 1, 11, 9, tzinfo=UTC))
    reference = place.start()
    answer_papers(place, reference, dict(zip(PRACTICES, "1111222233", strict=True)))
    draft = declared(place, reference, datetime(2027, 1, 18, 17, tzinfo=UTC))["run_off"]
    assert place.show(draft)["closes_at"] is None
    assert "I know of none that leaves enough time" in said(place.last(MANAGER))
    for command in (("ballots",), ("ballots", "show", draft)):
        assert "draft" in place.run(*command).output
    place.order(f"start run-off {draft}\nCloses: 1 February 2027\n")
    assert (place.show(draft)["stage"], place.show(draft)["closes_at"]) == ("open", "2027-02-01T17:00:00+00:00")


def test_r27_a_vote_at_a_meeting_is_recorded_objected_to_settled_and_declared(place: Installation) -> None:
    reference = place.start("start meeting vote\nTitle: A shared pharmacist\nCloses: 23 November 2026 17:00\n")
    assert not place.letters(LEAD[HART], "Vote by"), "no papers: the votes are cast by those present"
    place.later(hours=2)
    record = {"Wallingford": "For", RYCOTE: "For", "Morland House": "For", NETTLEBED: "Against", HART: "present"}
    place.order(f"record {reference}\n" + "".join(f"- {practice}: {word}\n" for practice, word in record.items()))
    taken = place.show(reference)["participation"]
    assert (taken["voted"], taken["abstained"], taken["recorded"]) == (4, 1, 5)
    assert (taken["share"], taken["met"]) == ("3087/5396", True), "who is present is represented, vote or none"
    place.reply(place.last(LEAD[BELL], "Ballot open"), "For")
    place.tick()
    assert "In this ballot nobody votes by email" in said(place.last(LEAD[BELL]))
    told = place.last(LEAD[RYCOTE], "Recorded for The Rycote Practice")
    assert "has recorded the vote of The Rycote Practice as: 1 For" in said(told)

    place.later(minutes=20).reply(told, "OBJECT")
    place.tick()
    held = place.show(reference)
    assert (held["participation"]["recorded"], held["messages"]["held"]) == (4, 1)
    assert "is held. It does not count for now" in said(place.last(LEAD[RYCOTE]))
    objection = place.last(MANAGER, "An objection waits for you")
    offered = re.search(r"settle \d+ as 2", said(objection))
    assert offered is not None
    place.reply(objection, offered[0])
    place.tick()
    place.confirm(MANAGER)
    settled = place.show(reference)["participation"]
    assert (settled["voted"], settled["recorded"]) == (4, 5)
    assert "stands as: 2 Against" in said(place.last(LEAD[RYCOTE], "Objection settled"))

    outcome = declared(place, reference, datetime(2026, 11, 23, 17, tzinfo=UTC))
    assert (outcome["kind"], outcome["totals"]) == ("not-carried", {"For": 2, "Against": 2})
    figures = place.show(reference)
    assert sum(figures["messages"].values()) == place.sent == 8
    result = said(place.last(LEAD[BELL], "Result"))
    assert result.startswith("Not carried")
    assert "The Rycote Practice Against" in result
    assert "taken at a meeting" in result


def test_r8_a_lead_names_a_proxy_by_answering_the_paper_and_the_proxy_votes(place: Installation) -> None:
    reference = place.start()
    place.reply(place.paper(LEAD[HART]), f"nominate proxy\nName: Dr Lena Okonkwo\nEmail: {LOCUM}\n")
    place.tick()
    assert not place.letters(LOCUM), "nothing happens before the lead confirms"
    assert "becomes proxy of The Hart Surgery for the ballot Locality Clinical Director" in said(place.last(LEAD[HART]))
    place.confirm(LEAD[HART])
    for told in (LOCALITY_LEAD, MANAGER, HART_DEPUTY):
        assert "Dr Lena Okonkwo is named proxy of The Hart Surgery" in said(place.last(told, "Proxy named"))
    place.later(minutes=5).reply(place.paper(LOCUM), "2")
    place.reply(place.paper(HART_DEPUTY), "nominate proxy\nName: Dr Pell's Friend\nEmail: friend@locum.example\n")
    place.tick()
    assert "We have recorded the vote of The Hart Surgery as: 2 Dr Bob Carter" in said(place.last(LOCUM))
    assert "Dr Lena Okonkwo, proxy, has replied" in said(place.last(LEAD[HART]))
    assert "named by its lead" in said(place.last(HART_DEPUTY)), "a deputy names nobody"
    answer_papers(place, reference, dict.fromkeys(PRACTICES[1:], "1"))
    assert list(declared(place, reference)["totals"].values()) == [9, 1, 0]
    assert "The Hart Surgery Dr Bob Carter proxy" in said(place.last(MANAGER, "Result"))
    assert "Elected: Dr Alice Brown" in said(place.last(LOCUM, "Result"))


def test_r11_who_has_an_interest_gets_the_question_and_no_vote(place: Installation) -> None:
    reference = place.start("start decision\nTitle: The new premises\nOpens: 24 November 2026 09:00\n")
    place.order(f"interest Bell Surgery {reference}\nReason: A partner owns the building.\n")
    place.order(
        f"interest\nPractice: {RYCOTE}\nBallot: {reference}\nName: Dr Imran Yusuf\nReason: He sits on the board.\n"
    )
    place.later(days=1).tick()
    assert place.show(reference)["electorate"] == {"practices": 9, "population": 91_732 - 8_770}
    told = place.last(LEAD[BELL], "Information only, no vote")
    assert "The Bell Surgery does not vote in it" in said(told)
    assert "A partner owns the building." in said(told)
    assert not place.letters(LEAD[BELL], "Vote by")
    assert not place.letters(LEAD[RYCOTE], "Vote by")
    place.reply(told, "For")
    place.reply(place.last(LEAD[RYCOTE]), "For")
    place.reply(place.paper(RYCOTE_DEPUTY), "Against")
    answer_papers(place, reference, {HART: "For", WALLINGFORD: "For", MORLAND: "Against"})
    assert "interest of the practice is declared: A partner owns the building. If that" in said(place.last(LEAD[BELL]))
    assert "because an interest of yours is declared" in said(place.last(LEAD[RYCOTE]))
    before = place.show(reference)
    assert (before["participation"]["voted"], before["messages"]["rejected"]) == (4, 2)

    place.later(minutes=5).reply(
        place.paper(LEAD[HART]), "declare interest\nReason: My husband works for the landlord.\n"
    )
    place.tick()
    assert "The vote that The Hart Surgery has sent is then no longer counted" in said(place.last(LEAD[HART]))
    place.confirm(LEAD[HART])
    place.later(minutes=5).tick()
    after = place.show(reference)
    assert after["electorate"] == {"practices": 8, "population": 91_732 - 8_770 - 10_318}
    assert (after["participation"]["voted"], after["messages"]["rejected"]) == (3, 3)
    outcome = declared(place, reference, CLOSE + timedelta(days=1))
    assert (outcome["kind"], outcome["totals"]) == ("not-carried", {"For": 16_521, "Against": 21_979})
    assert "2 practices have a declared interest" in said(place.last(LEAD[BELL], "Result"))


def test_r31_a_poll_has_any_options_no_threshold_and_a_rate_for_each_group(tmp_path: Path) -> None:
    with installed(tmp_path, organisations=("elr",)) as place:
        house = shipped("elr")
        reference = place.start(
            "start poll\nTitle: Day of the meeting\nOptions:\n- Tuesday\n- Thursday\n- No meeting\n"
        )
        for lead, word in zip(house.leads.values(), ("Tuesday", "1", "Thursday", "abstain"), strict=False):
            place.reply(place.paper(lead, reference), word)
        place.tick()
        outcome = declared(place, reference)
        assert (outcome["kind"], outcome["totals"]) == ("advised", {"Tuesday": 2, "Thursday": 1, "No meeting": 0})
        part = place.show(reference)["participation"]
        assert (part["share"], part["required"], part["met"]) == ("2/17", None, True)
        letter = said(place.last(tuple(house.leads.values())[9], "Result"))
        assert "4 of 34 practices took part (11.8%)" in letter
        assert "Melton Mowbray, Rutland and Market Harborough, 4 of 13 practices (30.8%)" in letter
        assert "Oadby and Wigston, 0 of 9 practices (0.0%)" in letter
