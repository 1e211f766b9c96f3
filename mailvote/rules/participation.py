"""Who took part, and whether that is enough: exact fractions, rounded only when shown (R12, R13)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.ruleset import RuleSet, Threshold
from mailvote.rules.tally import Vote

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """How many practices voted, abstained and kept silent, and the share that took part in the rule's base.

    `recorded` counts the votes that the manager entered, `met_otherwise` is the verdict under the other
    reading of abstentions (R12). Without a threshold `required` is None and both verdicts are true.
    """

    voted: int
    abstained: int
    no_reply: int
    recorded: int
    share: Fraction
    required: Fraction | None
    met: bool
    met_otherwise: bool


def entitled(electorate: Electorate, rules: RuleSet) -> Electorate:
    """The practices that thresholds are measured against: without those that an interest bars, by default (R11)."""
    return electorate.eligible() if rules.interest_excludes_from_base else electorate


def participation(electorate: Electorate, votes: Sequence[Vote], threshold: Threshold | None) -> Participation:
    """Turnout among the electorate, of whose members each has at most one vote in force."""
    abstained = sum(not vote.choice for vote in votes)
    share = _share(electorate, votes, threshold)
    return Participation(
        voted=len(votes) - abstained,
        abstained=abstained,
        no_reply=len(electorate.members) - len(votes),
        recorded=sum(vote.recorded for vote in votes),
        share=share,
        required=threshold.at_least if threshold else None,
        met=threshold is None or share >= threshold.at_least,
        met_otherwise=threshold is None or _share(electorate, votes, other_reading(threshold)) >= threshold.at_least,
    )


def other_reading(threshold: Threshold) -> Threshold:
    """The same threshold with abstentions read the other way (R12)."""
    return replace(threshold, abstentions_take_part=not threshold.abstentions_take_part)


def taking_part(electorate: Electorate, votes: Sequence[Vote], threshold: Threshold | None) -> tuple[int, int]:
    """How much took part, of how much, in the base of the threshold: practices, or registered patients."""
    abstentions_count = threshold is None or threshold.abstentions_take_part
    present = {vote.member_id for vote in votes if vote.choice or abstentions_count}
    sizes = {member.id: _size(member, threshold) for member in electorate.members}
    return sum(sizes[member_id] for member_id in present), sum(sizes.values())


def amount_needed(threshold: Threshold, base: int) -> int:
    """The smallest whole number that reaches the threshold: 8 of 10, 28 of 34, 73,386 of 91,732 for 80%."""
    return ceil(threshold.at_least * base)


def percent(share: Fraction, *, required: Fraction | None = None) -> str:
    """A share as people read it, `80.0%`: half up, one decimal, and never across the line it is held against.

    A failed share is shown below `required` (79.9% for 79.96%), a sufficient one not below it (rulebook 6).
    """
    tenths = floor(share * 1000 + HALF)
    if required is not None:
        edge = ceil(required * 1000)
        tenths = max(tenths, edge) if share >= required else min(tenths, edge - 1)
    return f"{tenths // 10}.{tenths % 10}%"


def _share(electorate: Electorate, votes: Sequence[Vote], threshold: Threshold | None) -> Fraction:
    part, base = taking_part(electorate, votes, threshold)
    return Fraction(part, base) if base else Fraction(0)


def _size(member: Member, threshold: Threshold | None) -> int:
    by_population = threshold is not None and threshold.base == "population"
    return (member.population or 0) if by_population else 1
