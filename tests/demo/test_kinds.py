"""Every kind of ballot is played from the manager's first mail to its declaration, and the outcome is the rules'."""

import io
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mailvote.app import open_app
from mailvote.config import load
from mailvote.demo import play
from mailvote.demo.drafts import TEXT, content
from mailvote.demo.narrator import LETTERS
from mailvote.demo.playbill import SCRIPTS
from mailvote.office import status
from mailvote.resources import rule_sets
from mailvote.store import ballots, inbox, outbox, register
from mailvote.store.database import reading
from tests.demo.pages import Links

KINDS = tuple(kind for kind in SCRIPTS if kind != "election")
"""The election has tests of its own."""

ENDINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "run-off": (
        ("tied", "Tied: Dr Naomi Sinclair and Dr Rhys Calloway"),
        ("elected", "Elected: Dr Naomi Sinclair"),
    ),
    "decision": (("carried", "Carried"),),
    "meeting-vote": (("not-carried", "Not carried"),),
    "censure": (("not-binding", "Not binding"),),
    "admission": (("carried", "Carried"),),
    "county-decision": (("carried", "Carried"),),
    "advisory-poll": (("advised", "Result of the poll"),),
    "elr-locality-lead": (
        ("part-elected", "Elected in part: Dr Ellis Hartnoll"),
        ("elected", "Elected: Dr Tobias Wren"),
    ),
}
"""The kind of outcome and the headline of each ballot that is played."""

SENTENCES = {
    "run-off": (
        "Dr Naomi Sinclair and Dr Rhys Calloway are tied for first place with 4 votes each",
        "A further election, SELG-2026-02, is drafted for 8 December 2026.",
        "Dr Naomi Sinclair is elected with 5 of 9 votes",
    ),
    "decision": (
        "Practices with 81,414 of 91,732 registered patients took part (88.8%); 50% are needed: the vote is binding",
        "38,500 registered patients For and 33,302 Against: carried",
    ),
    "meeting-vote": (
        "Practices with 75,484 of 91,732 registered patients took part (82.3%); 50% are needed: the vote is binding",
        "3 votes For and 4 Against: not carried",
    ),
    "censure": (
        "Practices with 71,550 of 91,732 registered patients took part (78.0%); 80% are needed",
        "the vote is not binding",
    ),
    "admission": (
        "1 practice has a declared interest and may not vote; these numbers leave it out",
        "6 of 9 practices For (66.7%); 2/3 of all practices are needed: carried",
    ),
    "county-decision": (
        "6.19 votes For and 2.64 Against: carried",
        "2 localities oppose the decision (North East Oxfordshire and North Oxfordshire), so the Governing Body "
        "reviews it at its next meeting",
    ),
    "advisory-poll": (
        "21 of 34 practices took part (61.8%); the rules ask for no minimum",
        "Oadby and Wigston, 8 of 9 practices (88.9%)",
        "Chosen most often: Online, and recorded, with 11 votes.",
    ),
    "elr-locality-lead": (
        "Dr Ellis Hartnoll is elected with 6 of 16 votes",
        "Dr Priyanka Desai and Dr Tobias Wren are tied for the last seat with 4 votes each",
        "A further election, ELR-2026-02, is drafted for 10 December 2026.",
        "Dr Tobias Wren is elected with 5 of 8 votes",
    ),
}
"""What the declarations say among other things, each figure in the unit of its kind."""

ROLL_CALLS = {
    "decision": ("Wallingford Medical Centre", "For", "16,521"),
    "meeting-vote": ("The Hart Surgery", "Against"),
    "censure": ("Morland House Surgery", "Abstained", "10,571"),
    "admission": ("Millstream Surgery", "Declared interest"),
    "county-decision": ("South East Oxfordshire", "For", "1.27"),
}
"""A line of the list of how each practice voted, where the ballot is an open one."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """A story that has been played: what it printed and left, and what the office had on file in the end."""

    kind: str
    folder: Path
    code: int
    said: str
    figures: tuple[dict[str, Any], ...]
    unattributed: dict[str, int]
    register: frozenset[str]
    letters: tuple[tuple[str, str, str], ...]  # recipient, purpose, state

    @property
    def ending(self) -> str:
        return self.said[self.said.index(" Declaration ") :]

    def mails(self, way: str) -> list[EmailMessage]:
        files = sorted((self.folder / "mails").glob(f"*-{way}-*.eml"))
        return [message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default) for file in files]

    def purposes(self) -> Counter[str]:
        return Counter(purpose for _, purpose, _ in self.letters)


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Played]:
    """Plays a kind, once."""

    @cache
    def of(kind: str) -> Played:
        folder = tmp_path_factory.mktemp(kind) / "out"
        said = io.StringIO()
        with redirect_stdout(said):
            code = play(speed=0, out=folder, kind=kind)
        return _looked_at(kind, folder, code, said.getvalue())

    return of


@pytest.fixture(params=KINDS)
def played(request: pytest.FixtureRequest, show: Callable[[str], Played]) -> Played:
    return show(request.param)


def _looked_at(kind: str, folder: Path, code: int, said: str) -> Played:
    organisation = SCRIPTS[kind].organisation
    settings = load(folder / "office" / "mailvote.toml", {f"MAILVOTE_{organisation.upper()}_IMAP_PASSWORD": "x"})
    with open_app(settings) as app, reading(app.engine) as conn:
        desk, every = app.office(organisation).desk, ballots.every(conn, organisation)
        last = every[-1].paper.closes_at
        electorates = (register.electorate(conn, organisation, last), *(ballots.electorate(conn, one) for one in every))
        people = {one.address for each in electorates for member in each.members for one in member.people}
        staff = {one.address for one in (*desk.managers, *desk.told_of_proxies)}
        return Played(
            kind=kind,
            folder=folder,
            code=code,
            said=said,
            figures=tuple(status.figures(conn, desk, ballot, last) for ballot in every),
            unattributed=inbox.figures(conn, organisation, None),
            register=frozenset(people | staff),
            letters=tuple((row.recipient, row.purpose, row.state) for row in outbox.listing(conn, organisation)),
        )


def test_every_rule_set_has_its_story() -> None:
    assert set(SCRIPTS) == set(rule_sets())


@pytest.mark.parametrize("kind", KINDS)
def test_a_story_is_short_and_in_order(kind: str) -> None:
    scenes = SCRIPTS[kind].scenes
    assert 8 <= len(scenes) <= 20
    ends = [max((at for at, _ in scene.timed()), default=scene.at) for scene in scenes]
    assert all(ended < after.at for ended, (_, after) in zip(ends, pairwise(scenes), strict=False))


def test_it_ends_in_the_outcome_that_the_rules_make_of_what_was_written(played: Played) -> None:
    assert played.code == 0
    assert [(one["stage"], one["outcome"]["kind"]) for one in played.figures] == [
        ("declared", kind) for kind, _ in ENDINGS[played.kind]
    ]
    lines = played.ending.splitlines()
    headlines = [lines[number + 1] for number, line in enumerate(lines) if " Declaration " in line]
    assert headlines == [headline for _, headline in ENDINGS[played.kind]]
    assert all(sentence in played.ending for sentence in SENTENCES[played.kind])


def test_r32_an_open_ballot_lists_how_each_practice_voted_and_a_confidential_one_does_not(played: Played) -> None:
    line = ROLL_CALLS.get(played.kind)
    listed = [row.split() for row in played.ending.splitlines()]
    if line:
        assert " ".join(line).split() in listed
    else:
        assert "How each" not in (played.folder / "declaration.html").read_text(encoding="utf-8")


def test_all_messages_add_up(played: Played) -> None:
    within = [sum(one["messages"].values()) for one in played.figures]
    received = sum(within) + sum(played.unattributed.values())
    assert received == len(played.mails("in"))
    assert f"= {received}, of {received} delivered." in played.said


def test_nobody_outside_the_register_is_written_to(played: Played) -> None:
    assert {recipient for recipient, _, _ in played.letters} <= played.register


def test_every_letter_was_delivered_once_and_is_kept(played: Played) -> None:
    assert {state for _, _, state in played.letters} == {"sent"}
    assert Counter(recipient for recipient, _, _ in played.letters) == Counter(
        str(mail["To"].addresses[0].addr_spec) for mail in played.mails("out")
    )


def test_the_manager_makes_no_mistake(played: Played) -> None:
    """A story that goes astray would get a letter that asks for a correction."""
    assert not [mail["Subject"] for mail in played.mails("out") if str(mail["Subject"]).startswith("Please correct")]
    assert not played.purposes()["refused"]


def test_every_letter_has_a_name_in_what_is_told(played: Played) -> None:
    assert set(played.purposes()) <= set(LETTERS)


def test_every_link_of_the_gallery_leads_somewhere_and_each_ballot_has_its_declaration(played: Played) -> None:
    page = Links((played.folder / "index.html").read_text(encoding="utf-8"))
    within = {target for target in page.targets if target.startswith("#")}
    assert within <= page.anchors
    assert all((played.folder / target).is_file() for target in page.targets - within)
    pages = {target for target in page.targets if target.startswith("declaration") and target.endswith(".html")}
    assert len(pages) == len(ENDINGS[played.kind])


def test_r16_the_run_off_is_started_by_one_word_and_both_declarations_are_left(show: Callable[[str], Played]) -> None:
    played = show("run-off")
    drafted = next(mail for mail in played.mails("out") if "further election" in str(mail["Subject"]))
    answered = str(drafted["Message-ID"]).strip()
    (started,) = [mail for mail in played.mails("in") if str(mail["In-Reply-To"]).strip() == answered]
    assert content(started, TEXT).splitlines()[0] == "confirm"
    first = (played.folder / "declaration-SELG-2026-01.html").read_text(encoding="utf-8")
    assert "Tied: Dr Naomi Sinclair and Dr Rhys Calloway" in first
    assert "Elected: Dr Naomi Sinclair" in (played.folder / "declaration.html").read_text(encoding="utf-8")


def test_r8_the_proxy_gets_a_paper_and_those_to_be_told_are_told_at_once(show: Callable[[str], Played]) -> None:
    played = show("decision")
    told = {recipient for recipient, purpose, _ in played.letters if purpose == "proxy-named"}
    assert "locality.lead@selg.example" in told
    assert ("dr.a.keswick@chalgrove-watlington.example", "paper", "sent") in played.letters


def test_r27_at_a_meeting_nobody_gets_a_paper_and_each_is_told_what_was_recorded(show: Callable[[str], Played]) -> None:
    purposes = show("meeting-vote").purposes()
    assert (purposes["paper"], purposes["recorded"], purposes["manager-objection"]) == (0, 16, 1)


def test_r11_a_practice_with_an_interest_is_refused_and_not_reminded(show: Callable[[str], Played]) -> None:
    purposes = Counter(purpose for recipient, purpose, _ in show("admission").letters if "millstream" in recipient)
    assert (purposes["barred-paper"], purposes["refusal"], purposes["reminder"]) == (2, 1, 0)


def test_r6_only_the_locality_that_votes_is_written_to(show: Callable[[str], Played]) -> None:
    played = show("elr-locality-lead")
    told = {recipient.partition("@")[2] for recipient, purpose, _ in played.letters if purpose == "paper"}
    assert len(told) == 9
    refused = {recipient for recipient, purpose, _ in played.letters if purpose == "refusal"}
    assert refused == {"d.dunmore@dovecote-lane.example"}


def test_r30_localities_are_called_localities(show: Callable[[str], Played]) -> None:
    """The question and the sentences speak of localities; of practices only what the people of the story write."""
    papers = [mail for mail in show("county-decision").mails("out") if str(mail["Subject"]).startswith("Vote by")]
    assert len(papers) == 11
    assert all("locality" in content(paper, TEXT) for paper in papers)
