"""From votes to the outcome of a ballot: participation and tally against the rules (R12 to R16, R26 to R31)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailvote.rules.electorate import Electorate
from mailvote.rules.paper import Paper
from mailvote.rules.participation import Participation, entitled, participation
from mailvote.rules.publication import exact_figures, published_figures
from mailvote.rules.result import Result
from mailvote.rules.result_sentences import result_sentences, unopposed_sentences
from mailvote.rules.tally import Vote, tally
from mailvote.rules.turnout_sentences import manager_sentences, turnout_sentences
from mailvote.rules.verdict import ELECTED, PART_ELECTED, Support, Totals, unmet, verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a ballot came to.

    `contenders` stand in a further election, `run_off`, for the `open_seats` that nobody has won. `totals` are exact
    and in the unit of the weights, `exact` the same in words, for the manager; `figures` is what everybody is told
    and `held_back` why that is less (trust.md 3). `manager_sentences` stand in the manager's copy alone.
    `unopposed` says that no vote was held, since nobody who stood could lose.
    """

    kind: str
    elected: tuple[str, ...] = field(repr=False)
    contenders: tuple[str, ...] = field(repr=False)
    open_seats: int
    totals: tuple[tuple[str, int], ...] = field(repr=False)
    exact: tuple[tuple[str, str], ...] = field(repr=False)
    figures: tuple[tuple[str, str], ...] = field(repr=False)
    held_back: str
    support: Support | None = field(repr=False)
    participation: Participation
    sentences: tuple[str, ...] = field(repr=False)
    manager_sentences: tuple[str, ...] = field(repr=False)
    run_off: str = ""
    unopposed: bool = field(default=False, repr=False)


def decide(paper: Paper, electorate: Electorate, votes: Sequence[Vote], *, noun: str = "practice") -> Outcome:
    """The outcome of a ballot; the order of the votes makes no difference.

    Whom an interest bars is left out of the base, or stays in it without a vote, as the rule set says (R11). A ballot
    in which too few took part keeps its counts and decides nothing. ValueError as in `tally`.
    """
    base = entitled(electorate, paper.rules)
    weights = tally(paper.options, base, votes)
    totals = _totals({option.name: weights[option.number] for option in paper.options}, base, votes)
    turnout = participation(base, votes, paper.rules.participation)
    found = verdict(paper, totals) if turnout.met else unmet(paper)
    result = Result(
        paper=paper,
        base=base,
        barred=len(electorate.members) - len(electorate.eligible().members),
        votes=tuple(votes),
        totals=totals,
        verdict=found,
        figures=published_figures(paper, base, votes, totals, found, noun=noun),
        noun=noun,
    )
    return _outcome(result, turnout)


def decide_unopposed(paper: Paper, electorate: Electorate) -> Outcome:
    """The outcome where there are no more candidates than seats, and the rules have no vote held on them (R20).

    ValueError where somebody could lose.
    """
    if paper.is_contested or not paper.options:
        raise ValueError("an election without opposition has candidates, and a seat for each")
    elected = tuple(option.name for option in paper.options)
    vacant = paper.seats - len(elected)
    return Outcome(
        kind=PART_ELECTED if vacant else ELECTED,
        elected=elected,
        contenders=(),
        open_seats=vacant,
        totals=(),
        exact=(),
        figures=(),
        held_back="",
        support=None,
        participation=participation(entitled(electorate, paper.rules), (), None),
        sentences=unopposed_sentences(paper),
        manager_sentences=(),
        unopposed=True,
    )


def _totals(received: dict[str, int], base: Electorate, votes: Sequence[Vote]) -> Totals:
    voted = {vote.member_id for vote in votes if vote.choice}
    weights = {member.id: member.weight for member in base.members}
    return Totals(received=received, cast=sum(weights[member] for member in voted), everybody=sum(weights.values()))


def _outcome(result: Result, turnout: Participation) -> Outcome:
    found = result.verdict
    return Outcome(
        kind=found.kind,
        elected=found.elected,
        contenders=found.contenders,
        open_seats=found.open_seats,
        totals=tuple(result.totals.received.items()),
        exact=exact_figures(result.paper.rules, result.totals.received),
        figures=result.figures.totals,
        held_back=result.figures.held_back,
        support=found.support,
        participation=turnout,
        sentences=(*turnout_sentences(result), *result_sentences(result)),
        manager_sentences=manager_sentences(result),
    )
