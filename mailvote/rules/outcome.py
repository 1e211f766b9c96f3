"""From votes to the outcome of a ballot: participation and tally against the rule (R12 to R16)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailvote.rules.electorate import Electorate
from mailvote.rules.paper import Paper
from mailvote.rules.participation import Participation, participation
from mailvote.rules.sentences import result_sentences, rival_reading, turnout_sentences
from mailvote.rules.tally import Vote, tally

ELECTED = "elected"
TIED = "tied"
NOT_VALID = "not-valid"
NONE_ELECTED = "none-elected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a ballot came to; `manager_sentences` stand in the manager's copy alone, after the `sentences`."""

    kind: str
    elected: tuple[str, ...] = field(repr=False)
    tied: tuple[str, ...] = field(repr=False)
    totals: tuple[tuple[str, int], ...] = field(repr=False)
    participation: Participation
    sentences: tuple[str, ...] = field(repr=False)
    manager_sentences: tuple[str, ...] = field(repr=False)


def decide(paper: Paper, electorate: Electorate, votes: Sequence[Vote], *, noun: str = "practice") -> Outcome:
    """The outcome of an election for one seat by most votes; the order of the votes makes no difference.

    A ballot that is not valid keeps its counts and elects nobody. ValueError as in `tally`, and for a paper
    with several seats.
    """
    if paper.seats != 1:
        raise ValueError(f"{paper.reference} has {paper.seats} seats; this rule fills one")
    weights = tally(paper.options, electorate, votes)
    totals = tuple((option.name, weights[option.number]) for option in paper.options)
    turnout = participation(electorate, votes, paper.rules.participation)
    leaders = _leaders(totals)
    kind = _kind(turnout, leaders)
    return Outcome(
        kind=kind,
        elected=leaders if kind == ELECTED else (),
        tied=leaders if kind == TIED else (),
        totals=totals,
        participation=turnout,
        sentences=(
            *turnout_sentences(paper.rules, electorate, votes, noun),
            *result_sentences(kind, leaders, totals, paper.rules),
        ),
        manager_sentences=rival_reading(paper.rules, electorate, votes, noun),
    )


def _leaders(totals: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Those with the most votes, in the order of the paper; without a vote nobody leads (R15)."""
    most = max((votes for _, votes in totals), default=0)
    return tuple(name for name, votes in totals if votes == most > 0)


def _kind(turnout: Participation, leaders: Sequence[str]) -> str:
    if not turnout.met:
        return NOT_VALID
    if not leaders:
        return NONE_ELECTED
    return ELECTED if len(leaders) == 1 else TIED
