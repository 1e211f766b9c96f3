"""What a letter to a voter is about: a ballot paper, and which of two votes of one practice stands."""

from dataclasses import dataclass, field
from datetime import datetime

from mailvote.mail import phrases
from mailvote.rules.electorate import Member, Person
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotPaper:
    """The paper as one person of one practice holds it; without the token a specimen, with dead buttons."""

    paper: Paper
    member: Member
    person: Person
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """Of two votes of one practice that of `standing` stands, not that of `voter`; the later came at `received_at`."""

    voter: Person
    standing: Person
    received_at: datetime

    @property
    def is_own(self) -> bool:
        """Whether both votes are those of one person, as where the first vote counts."""
        return self.voter.id == self.standing.id


def by_rank(rules: RuleSet, precedence: Precedence) -> dict[str, object]:
    """What every letter about the precedence of two votes knows (R9)."""
    voter, standing = precedence.voter, precedence.standing
    reason = phrases.rank_reason(rules, voter, standing)
    return {
        "voter": voter,
        "standing": standing,
        "reason": reason,
        "received_at": precedence.received_at,
        "is_own": precedence.is_own,
        "is_final": rules.revote == "first",
    }
