"""A ballot of each kind that comes with the package, as its people see it: for the tests of fitting words."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.letter import Letterhead
from mailvote.rules.electorate import Member, Person, Role
from mailvote.rules.paper import Option, Paper
from mailvote.rules.ruleset import RuleSet
from tests.mail.letterbox import HOUSE, RULE_SETS, TOKEN

COUNTY = replace(HOUSE, organisation="Oxfordshire", id="occg", noun="locality", nouns="localities")
FOR_AGAINST = ("For", "Against")
CANDIDATES = ("Dr Amina Osei", "Dr Bryn Example", "Dr Caoimhe O’Neill", "Dr Dilys Pugh")
QUESTIONS = {
    "candidates": ("Locality Clinical Director", "Whom do you choose as Locality Clinical Director?", CANDIDATES),
    "options": ("Evening surgeries", "On which evening shall surgeries open later?", ("Tuesday", "Thursday", "None")),
    "for-against": ("Joint prescribing policy", "Shall the joint prescribing policy be adopted?", FOR_AGAINST),
}
"""Title, question and options by what may be chosen."""

WEIGHTS = {"equal": 1, "population": 16521, "county": 127, "fixed": 3}
"""What the vote of the practice weighs: Wallingford's patients, South East Oxfordshire's share (R5)."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One ballot of a kind: who holds it, on which paper, and what somebody of one practice is sent."""

    rules: RuleSet
    house: Letterhead = HOUSE

    @property
    def paper(self) -> Paper:
        title, question, names = QUESTIONS[self.rules.choices]
        return Paper(
            reference="SELG-2026-03",
            title=title,
            question=question,
            note="",
            options=tuple(Option(number=number, name=name) for number, name in enumerate(names, start=1)),
            seats=self.rules.seats,
            opens_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
            closes_at=datetime(2026, 11, 30, 17, tzinfo=UTC),
            rules=self.rules,
        )

    @property
    def ballot_paper(self) -> BallotPaper:
        return BallotPaper(paper=self.paper, member=self.member, person=self.lead, token=TOKEN)

    @property
    def member(self) -> Member:
        weight = WEIGHTS[self.rules.weight]
        return Member(id=1, name="Wallingford Medical Centre", population=16521, weight=weight, people=(self.lead,))

    @property
    def lead(self) -> Person:
        return Person(id=1, member_id=1, role=Role.LEAD, name="Dr Helen Marsh", address="h.marsh@wallingford.example")


KINDS = {
    name: Kind(rules=rules, house=COUNTY if rules.electorate == "localities" else HOUSE)
    for name, rules in RULE_SETS.items()
}
"""One ballot of each kind by the name of its rule set."""
