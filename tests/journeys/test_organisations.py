"""Three organisations in one installation, all with ballots open at once: each has its own mail, people and figures (R6)."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.installation import CLOSE, Installation, installed, said
from tests.journeys.shipped import Shipped, shipped
from tests.office.world import parsed

NAMES = ("selg", "elr", "occg")
SELG, ELR, OCCG = HOUSES = tuple(map(shipped, NAMES))
PRACTICES = {"selg": 10, "elr": 34, "occg": 6}
AFTER_GRACE = CLOSE + timedelta(minutes=11)

SELG_LEADS = tuple(SELG.leads.values())
DIRECTOR = OCCG.leads["South East Oxfordshire"]
OADBY = "Oadby and Wigston"

DECISION = "start decision\nTitle: One contract for the county\n"
LEADS_OF_OADBY = f"start elr-locality-lead\nTitle: Leads of {OADBY}\nGroup: {OADBY}\nCandidates:\n- Dr Ada Lovell\n- Dr Ben Marsh\n- Dr Cy Noble\n"
COUNTY = "start county-decision\nTitle: One contract for the county\n"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, organisations=NAMES) as place:
        yield place


def open_everywhere(place: Installation) -> list[str]:
    """A ballot in each organisation; their references."""
    commands = zip(NAMES, (DECISION, LEADS_OF_OADBY, COUNTY), strict=True)
    return [place.start(command, organisation=name) for name, command in commands]


def people(place: Installation, house: Shipped) -> set[str]:
    """Everybody whom the organisation may write to."""
    practices = place.json("register", "show", "--organisation", house.id)["practices"]
    registered = {person["email"] for practice in practices for person in practice["people"]}
    return {*registered, house.manager, *house.notified}


def sent_by(place: Installation, house: Shipped) -> list[tuple[str, EmailMessage]]:
    """Recipient and letter of all that the organisation has sent."""
    letters = ((recipient, parsed(content)) for _, recipient, content in place.sink.received)
    return [(recipient, mail) for recipient, mail in letters if house.mailbox in str(mail["From"])]


def papers_of(place: Installation, house: Shipped) -> list[EmailMessage]:
    """The ballot papers that the leads of an organisation were sent."""
    papers = [mail for _, mail in sent_by(place, house) if "Vote by" in str(mail["Subject"])]
    return [mail for mail in papers if mail["To"].addresses[0].addr_spec in house.leads.values()]


def passwords(place: Installation, users: str) -> None:
    """Have the mail server know these users, once it is started again."""
    place.dovecot.kill()
    (place.dovecot.home / "users").write_text(users)
    place.dovecot.start()


def test_r6_three_organisations_vote_at_once_and_no_letter_crosses(place: Installation) -> None:
    decision, leaders, county = open_everywhere(place)
    assert (decision, leaders, county) == ("SELG-2026-01", "ELR-2026-01", "OCCG-2026-01")
    oadby = place.show(leaders)["electorate"]["practices"]
    assert 0 < oadby < PRACTICES["elr"], "one locality elects its leads"
    for lead in SELG_LEADS[:8]:
        place.reply(place.paper(lead, decision), "For")
    papers = papers_of(place, ELR)
    assert len(papers) == oadby, "papers go to that locality alone"
    for number, paper in enumerate(papers):
        place.reply(paper, ("1 and 2", "1 and 3")[number % 2] if number else "1")
    place.reply(place.paper(DIRECTOR, county), "Against")
    place.tick()
    turnout = [place.show(reference)["participation"]["voted"] for reference in (decision, leaders, county)]
    assert turnout == [8, oadby, 1]

    place.at(AFTER_GRACE).tick()
    outcomes = [place.show(reference)["outcome"] for reference in (decision, leaders, county)]
    assert [outcome["kind"] for outcome in outcomes] == ["carried", "part-elected", "not-carried"]
    assert outcomes[1]["elected"] == ["Dr Ada Lovell"]
    assert outcomes[2]["totals"] == {"For": "0.00", "Against": "1.27"}
    assert "reply to its ballot paper with: FOR" in said(place.last(SELG.manager, "Result"))
    draft = place.show(outcomes[1]["run_off"])
    assert (draft["reference"], draft["ruleset"]) == ("ELR-2026-02", "elr-locality-lead")
    assert (draft["electorate"]["practices"], draft["closes_at"]) == (oadby, "2026-12-10T17:00:00+00:00")
    for house in HOUSES:
        letters = sent_by(place, house)
        assert letters
        assert {recipient for recipient, _ in letters} <= people(place, house)
        others = [other.id.upper() for other in HOUSES if other is not house]
        words = [f"{mail['Subject']} {said(mail)}" for _, mail in letters]
        assert not any(f"{other}-2026" in letter for letter in words for other in others)
    assert sum(len(sent_by(place, house)) for house in HOUSES) == len(place.sink.received)
    received = [sum(place.show(reference)["messages"].values()) for reference in (decision, leaders, county)]
    assert received == [10, oadby + 2, 3]
    assert sum(received) == place.sent


def test_r6_commands_and_figures_are_those_of_one_organisation(place: Installation) -> None:
    decision, *_ = open_everywhere(place)
    for name in NAMES:
        assert [figures["organisation"] for figures in place.ballots(name)] == [name]
        assert len(place.json("register", "show", "--organisation", name)["practices"]) == PRACTICES[name]
        own = place.json("inbox", "--organisation", name)
        assert {message["organisation"] for message in own["messages"]} == {name}
        assert sum(own["unattributed"].values()) == 0
        assert place.json("outbox", "--organisation", name) == {"letters": []}
    for arguments in (("ballots",), ("ballots", "show", decision), ("register", "show"), ("inbox",)):
        assert "allowed: one of selg, elr, occg" in place.run(*arguments, exit_code=2).stderr
    assert "did you mean selg?" in place.run("ballots", "--organisation", "slg", exit_code=2).stderr
    assert "no ballot" in place.run("ballots", "show", decision, "--organisation", "elr", exit_code=2).stderr

    place.mail(ELR.manager, f"cancel {decision}\nReason: It is not ours.\n", organisation="selg")
    place.mail(ELR.manager, f"cancel {decision}\nReason: It is not ours.\n", organisation="elr")
    place.tick()
    assert not place.letters(ELR.manager, organisation="selg"), "a stranger to SELG is not answered"
    assert f"{decision}" in said(place.last(ELR.manager, organisation="elr"))
    assert "cancel" not in said(place.last(SELG.manager))
    order = place.folder / "cancel.txt"
    order.write_text(f"cancel {decision}\nReason: It is not ours.\n")
    place.run("command", "--as", ELR.manager, "--organisation", "selg", str(order), exit_code=1)
    assert place.show(decision)["stage"] == "open"
    assert place.json("inbox", "--organisation", "selg")["unattributed"]["ignored"] == 1


def test_r6_a_ballot_of_one_locality_names_a_locality_of_the_register(place: Installation) -> None:
    place.tick()
    place.later(seconds=5).mail(ELR.manager, "start decision\nTitle: Parking\nGroup: Oadby\n", organisation="elr")
    place.tick()
    told = said(place.last(ELR.manager))
    assert "No practice on the register belongs to the group “Oadby”" in told
    assert "Rutland and Market Harborough; Oadby and Wigston; Blaby District, Lutterworth and" in told
    place.mail(ELR.manager, "start decision\nTitle: Parking\nGroup: oadby & wigston\n", organisation="elr")
    place.tick()
    place.confirm(ELR.manager)
    (parking,) = place.ballots("elr")
    assert (parking["electorate"]["practices"], parking["participation"]["required"]) == (9, "1/2")


def test_p12_an_organisation_whose_mailbox_is_out_of_reach_does_not_hold_up_the_others(place: Installation) -> None:
    decision, leaders, _ = open_everywhere(place)
    right = (place.dovecot.home / "users").read_text()
    passwords(place, right.replace(f"{ELR.mailbox}:{{PLAIN}}", f"{ELR.mailbox}:{{PLAIN}}not "))
    for paper in (place.paper(SELG_LEADS[0], decision), papers_of(place, ELR)[0]):
        place.reply(paper, "1")
    assert f"refused the login of {ELR.mailbox}" in place.run("tick", exit_code=4).stderr
    assert [place.show(reference)["participation"]["voted"] for reference in (decision, leaders)] == [1, 0]
    passwords(place, right)
    place.tick()
    assert place.show(leaders)["participation"]["voted"] == 1


def test_r6_who_leads_in_two_organisations_is_answered_by_each(place: Installation) -> None:
    shared = SELG.leads["The Hart Surgery"]
    roster = place.folder / "director.csv"
    roster.write_text(f"practice,lead_name,lead_email\nSouth East Oxfordshire,Dr Anita Ashworth,{shared}\n")
    place.run("register", "import", str(roster), "--organisation", "occg")
    decision, _, county = open_everywhere(place)
    place.reply(place.paper(shared, decision), "For")
    place.tick()
    assert [place.show(reference)["participation"]["voted"] for reference in (decision, county)] == [1, 0]
    place.reply(place.paper(shared, county), "Against")
    place.tick()
    assert [place.show(reference)["participation"]["voted"] for reference in (decision, county)] == [1, 1]
    assert "The Hart Surgery as: 1 For" in said(place.last(shared, "Receipt", organisation="selg"))
    assert "South East Oxfordshire as: 2 Against" in said(place.last(shared, "Receipt", organisation="occg"))

    astray = place.paper(shared, decision)
    astray.replace_header("Reply-To", OCCG.mailbox)
    before = len(sent_by(place, SELG))
    place.later(minutes=5).reply(astray, "Against")
    place.tick()
    assert len(sent_by(place, SELG)) == before
    figures: dict[str, Any] = place.show(county)["messages"]
    assert (figures["counted"], figures["challenged"]) == (1, 1), "the other organisation's code proves nothing here"
    assert place.show(decision)["messages"]["counted"] == 1
