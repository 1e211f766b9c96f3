"""Counting: what each option received, one vote a practice (R3)."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from mailvote.rules.electorate import Electorate
from mailvote.rules.paper import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one practice chose: numbers of options, none of them for an abstention (R13)."""

    member_id: int
    choice: tuple[int, ...] = field(repr=False)
    recorded: bool = False


def tally(options: Sequence[Option], electorate: Electorate, votes: Sequence[Vote]) -> dict[int, int]:
    """The weight each option received, by option number in ascending order; every option is present.

    ValueError when a practice appears twice, is not in the electorate, or chose what is not on the paper:
    none of these can be counted, and none may be passed over in silence.
    """
    weights = {member.id: member.weight for member in electorate.members}
    totals = {option.number: 0 for option in sorted(options, key=lambda option: option.number)}
    _refuse_the_impossible(totals.keys(), weights.keys(), votes)
    for vote in votes:
        for number in vote.choice:
            totals[number] += weights[vote.member_id]
    return totals


def _refuse_the_impossible(options: Set[int], members: Set[int], votes: Sequence[Vote]) -> None:
    """The messages name the practice, never what it chose."""
    seen: set[int] = set()
    for vote in votes:
        if vote.member_id not in members:
            raise ValueError(f"member {vote.member_id} is not in this electorate")
        if vote.member_id in seen:
            raise ValueError(f"member {vote.member_id} has more than one vote in force")
        if len(set(vote.choice) & options) < len(vote.choice):
            raise ValueError(f"member {vote.member_id} chose what is not on the paper, or chose it twice")
        seen.add(vote.member_id)
