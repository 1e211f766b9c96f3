"""An election and a decision of an organisation whose language is Welsh, from the start to the declaration."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.office.test_election import LEADS
from tests.office.world import World, open_world, text_of

CLOSE = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
LANGUAGE = 'member_noun = "practice" -> language = "cy"\nmember_noun = "practis"\nmember_nouns = "practisiau"'
DECISION = "start decision\nTitle: Rhannu fferyllydd\nQuestion: A ddylem rannu fferyllydd?\n"
ENGLISH = re.compile(r"\b(?:the|of|is|are|not|your|you|has|have|been|with|which|was|were|reply|before|will|must)\b")


@pytest.fixture
def welsh(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path, changes=LANGUAGE) as world:
        yield world


def papers(world: World) -> list[EmailMessage]:
    return [world.letters(lead, "Pleidleisiwch erbyn")[0] for lead in LEADS]


def vote(world: World, *answers: str) -> None:
    for paper, said in zip(papers(world), answers, strict=False):
        world.reply(paper, said)
    world.tick()


def flat(message: EmailMessage) -> str:
    return " ".join(text_of(message).split())


def test_an_election_is_answered_in_welsh_and_in_english(welsh: World) -> None:
    welsh.start()
    vote(welsh, "1", "Dr Alice Brown", "Rydym yn pleidleisio dros Dr Alice Brown", "Opsiwn 1", "I vote for 2",
         "Ein pleidlais ni yw 2", "2, diolch", "YMATAL", "Abstain")  # fmt: skip
    assert welsh.fates() == {"counted": 9, "commands": 2}
    outcome = welsh.at(CLOSE + timedelta(minutes=11)).tick().figures()["outcome"]
    assert isinstance(outcome, dict)
    assert (outcome["kind"], outcome["elected"]) == ("elected", ["Dr Alice Brown"])
    result = flat(welsh.letters(LEADS[0], "Canlyniad")[0])
    assert "Etholwyd: Dr Alice Brown" in result
    assert "O 10 practis: pleidleisiodd 7, ymataliodd 2, ni atebodd 1." in result
    assert "Etholir Dr Alice Brown gyda 4 o 7 pleidlais, mwy nag unrhyw ymgeisydd arall" in result


def test_the_paper_the_receipt_and_the_result_hold_no_english_sentence(welsh: World) -> None:
    welsh.start()
    vote(welsh, "1", "2", "1", "1", "1", "2", "2", "3", "ymatal")
    welsh.at(CLOSE + timedelta(minutes=11)).tick()
    for subject in ("Pleidleisiwch erbyn", "Derbynneb", "Canlyniad"):
        text = flat(welsh.letters(LEADS[0], subject)[0])
        assert not ENGLISH.findall(re.sub(r"\([^)]*\)", "", text)), text


def test_r26_a_decision_is_asked_and_answered_in_welsh(welsh: World) -> None:
    welsh.start(DECISION)
    paper = flat(papers(welsh)[0])
    assert "Atebwch O BLAID neu YN ERBYN" in paper
    assert "1 O blaid" in paper
    assert "2 Yn erbyn" in paper
    vote(welsh, "O BLAID", "Yn erbyn", "For", "Rydym o blaid y cynnig", "Against", "1", "Rydym yn ymatal")
    assert welsh.fates()["counted"] == 7
    assert "1 O blaid" in flat(welsh.letters(LEADS[0], "Derbynneb")[0])
    welsh.at(CLOSE + timedelta(minutes=11)).tick()
    result = flat(welsh.letters(LEADS[0], "Canlyniad")[0])
    assert not ENGLISH.findall(re.sub(r"\([^)]*\)", "", result)), result


def test_an_unclear_message_is_asked_back_in_welsh(welsh: World) -> None:
    welsh.start()
    vote(welsh, "Dr Alice Bron efallai", "1?")
    offered = welsh.last(LEADS[0])
    assert "We" not in flat(offered)
    asked = flat(welsh.last(LEADS[1]))
    assert "Mae gofynnod yn eich neges" in asked
    assert "Atebwch â’r rhif yn unig, er enghraifft 2." in asked


@pytest.mark.parametrize("yes", ["IE", "Ie, diolch", "YES"])
def test_ie_confirms_what_was_read(welsh: World, yes: str) -> None:
    welsh.start()
    vote(welsh, "AB")
    offered = welsh.last(LEADS[0])
    assert "Rydym yn deall hyn fel 1 Dr Alice Brown. Atebwch â’r un gair IE" in flat(offered)
    assert "Pam rydym yn gofyn:" in flat(offered)
    welsh.reply(offered, yes)
    welsh.tick()
    assert welsh.fates()["counted"] == 1


def test_what_is_written_above_the_welsh_marker_alone_is_read(welsh: World) -> None:
    welsh.start()
    paper = papers(welsh)[0]
    welsh.mail(str(paper["To"]), f"2\n\n{text_of(paper)}", subject=f"Ateb: {paper['Subject']}")
    welsh.tick()
    assert welsh.fates()["counted"] == 1
