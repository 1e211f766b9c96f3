"""The papers that the tests of reading answer, and short ways from a text to what it means."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mailvote.mail.intent import Abstention, Confirmation, Intent, Likely, Objection, Request, Vote
from mailvote.mail.intent import read_intent as read_reply
from mailvote.mail.message import Incoming, read_message
from mailvote.mail.reply import OwnWords, own_words
from mailvote.mail.voter import voter_of
from mailvote.resources import vocabulary
from mailvote.rules.paper import Option, Paper
from tests.rules.examples import ELECTION

CANDIDATES = ("Dr Jane Smith", "Dr Arun Patel", "Dr Helen O'Brien-Lee")
VOTER = "Dr Tom Jones"
PRACTICE = ("Mill Stream Surgery", "Millstream")
POST = Path(__file__).parent / "post"


def paper(*names: str) -> Paper:
    """An election between these candidates, numbered from 1."""
    return Paper(
        reference="SELG-2026-03",
        title="Locality Clinical Director",
        question="Who shall be Locality Clinical Director?",
        note="",
        options=tuple(Option(number=number, name=name) for number, name in enumerate(names, start=1)),
        seats=1,
        opens_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        closes_at=datetime(2026, 11, 30, 17, tzinfo=UTC),
        rules=ELECTION,
    )


def of_kind(choices: str, *names: str, choose_at_most: int = 1) -> Paper:
    """A paper of another kind than an election: "for-against" or "options"."""
    return replace(paper(*names), rules=replace(ELECTION, choices=choices, choose_at_most=choose_at_most))


PAPER = paper(*CANDIDATES)
DECISION = of_kind("for-against", "For", "Against")
TWO_SEATS = replace(paper("Dr Alice Brown", "Dr Ben Carter", "Dr Carol Dunn", "Dr Dev Evans"), seats=2)
POLL = of_kind("options", "Tuesday 8 December", "2027", "Yes, with conditions", "Against any merger")
CENSURE = replace(
    DECISION,
    title="Censure of the Executive",
    question="Shall the Executive be censured?",
    rules=replace(DECISION.rules, name="censure", title="Censure"),
)
PAPERS = {"election": PAPER, "decision": DECISION, "censure": CENSURE, "two-seats": TWO_SEATS, "poll": POLL}


def words_of(text: str) -> OwnWords:
    """The own words of a message of plain text."""
    return own_words(Incoming(text=text))


def intent_of(text: str, *, sender: str = VOTER, on: Paper = PAPER, questioned: bool = False) -> Intent:
    """What a message of plain text means."""
    return read_intent(words_of(text), on, sender_name=sender, questioned=questioned)


def read_intent(
    words: OwnWords,
    on: Paper,
    *,
    sender_name: str,
    questioned: bool = False,
    subject: str = "",
    language: str = "en",
) -> Intent:
    """What own words mean that somebody of the Mill Stream Surgery wrote to an organisation of that language."""
    voter = voter_of(on, vocabulary(language), sender_name=sender_name, practice=PRACTICE, questioned=questioned)
    return read_reply(words, voter, subject)


def means(intent: Intent) -> str:
    """An intent as the tables write it: "vote 2", "abstain", "confirm", "object", "ask 2", "my vote" or "unclear"."""
    if isinstance(intent, Vote):
        return f"vote {' '.join(map(str, intent.choice))}"
    if isinstance(intent, Likely):
        return f"ask {' '.join(map(str, intent.choice)) or 'abstain'}"
    if isinstance(intent, Request):
        return intent.wish.replace("-", " ")
    names = {Abstention: "abstain", Confirmation: "confirm", Objection: "object"}
    return names.get(type(intent), "unclear")


def reading_of(
    content: bytes, sender: str, on: Paper = PAPER, *, questioned: bool = False, language: str = "en"
) -> tuple[str, str]:
    """What a whole message means, and the name of the reading or of the ground for refusing one."""
    incoming = read_message(content)
    intent = read_intent(
        own_words(incoming),
        on,
        sender_name=sender,
        questioned=questioned,
        subject=incoming.subject,
        language=language,
    )
    return means(intent), intent.reading


def expected_post() -> dict[str, dict[str, str]]:
    """The meaning of each message under `post`, as written down beside them."""
    return tomllib.loads((POST / "expected.toml").read_text(encoding="utf-8"))
