"""What may be published of a confidential weighted ballot without giving a practice's vote away (trust.md 3).

The reader of a declaration knows every weight, which practices took part, how many of them abstained, the outcome, and
the figures. He also knows the registered patients of those that voted, where the declaration counts them without those
that abstained, and how many practices opposed a decision, where it is reviewed for that. He reckons with all choices of
these practices that agree with what he knows: choices with other totals count only where these would have led to the
same verdict, and under the majority rule only where as much weight abstained. The vote of a practice follows when it is
the same in all of them, an abstention being a vote like others. The finest figures of the LADDER are published under
which no vote follows.

Soundness: figures are published only when every practice has a witness, choices that the reader must reckon with and in
which it chose otherwise. Exactness: for up to 12 practices coarser figures are published only when a vote followed from
the finer ones, unless a search was given up after some 10,000 verdicts; for more they may be coarser than they need
be, since witnesses may exist that were not found. The order of votes, and of practices of the same weight, is of no
account, and nothing is left to chance.

The model looks at one ballot by itself, and three readers are not in it. One who took part knows his own vote besides,
and several who tell each other theirs know all of these. And one who knows this program learns from coarse figures that
finer ones gave a vote away, which rules out those choices under which they would not have: see the LADDER.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import ceil, floor

from mailvote.rules.disclosure.reader import Bounds, Cast, Choices
from mailvote.rules.disclosure.witnesses import witnesses
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.english import plural
from mailvote.rules.paper import Paper
from mailvote.rules.participation import HALF, percent
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.tally import Vote
from mailvote.rules.weights import weight_words

OUTCOME_ALONE = Fraction(1)
"""The step of figures that are all withheld."""

LADDER: tuple[Fraction | None, ...] = (None, Fraction(1, 1000), Fraction(1, 100), Fraction(1, 5), OUTCOME_ALONE)
"""What totals are rounded to, finest first, as a share of the weight that took part; None for exact totals.

The rungs stand far apart, so that a reader who knows how they are chosen seldom learns a vote from the choice of one:
when the ten practices of SELG decide between two options, this gives a vote away in 1.4% of the outcomes, and in 8.0%
if 20% made way for rungs of 5%, 10% and 25%.
"""

Verdict = Callable[[tuple[int, ...]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is published of the totals: a text for each option in the order of the paper, "" where it is withheld.

    `step` is what they are rounded to, None when they are exact; `held_back` says so in a sentence, "" when exact.
    """

    totals: tuple[tuple[str, str], ...] = field(repr=False)
    step: Fraction | None
    held_back: str


def disclose(paper: Paper, electorate: Electorate, votes: Sequence[Vote], verdict: Verdict, *, noun: str) -> Figures:
    """The finest figures under which no vote follows; where one follows from the outcome alone, no figures.

    `verdict` is what is announced of the outcome, as a function of the totals in the order of the paper. The votes
    are such as `tally` accepts.
    """
    cast = what_was_cast(paper, electorate, votes, verdict)
    found: tuple[Choices, ...] = ()
    for step in LADDER:
        known = witnesses(cast, bounds(cast, step), found)
        if known.for_all:
            return _figures(paper, cast, step, _held_back(paper.rules, step, noun))
        found = known.found
    return _figures(paper, cast, OUTCOME_ALONE, _not_hidden(paper.rules, noun))


def what_was_cast(paper: Paper, electorate: Electorate, votes: Sequence[Vote], verdict: Verdict) -> Cast:
    """What was cast, in an order that follows from weights and choices alone."""
    bits = {option.number: 1 << place for place, option in enumerate(paper.options)}
    cast = ((electorate.member(vote.member_id), sum(bits[number] for number in vote.choice)) for vote in votes)
    rows = sorted(((one.weight, _told(paper.rules, one), choice) for one, choice in cast), reverse=True)
    return Cast(
        weights=tuple(weight for weight, _, _ in rows),
        told=tuple(told for _, told, _ in rows),
        choices=tuple(choice for _, _, choice in rows),
        options=len(paper.options),
        at_most=paper.choose_at_most,
        opposed_from=paper.rules.outcome.review_when_opposed_by,
        verdict=cache(verdict),
    )


def _told(rules: RuleSet, member: Member) -> tuple[int, ...]:
    """What a practice that votes adds to the registered patients that took part, and to what a majority is sought of.

    The one is 0 where abstentions take part as well, the other where the outcome rests on the totals alone.
    """
    threshold = rules.participation
    counted = threshold is not None and threshold.base == "population" and not threshold.abstentions_take_part
    return (member.population or 0) if counted else 0, member.weight if rules.outcome.rule == "majority" else 0


def bounds(cast: Cast, step: Fraction | None) -> Bounds:
    """Between which totals each option must lie for the same figures to be published."""
    everything = sum(cast.weights)
    if step == OUTCOME_ALONE:
        return ((0, everything),) * cast.options
    if step is None or not everything:
        return tuple((total, total) for total in cast.totals)
    return tuple(_rounded_alike(total, step * everything) for total in cast.totals)


def _rounded_alike(total: int, unit: Fraction) -> tuple[int, int]:
    """The least and the greatest total that make as many units as this one."""
    units = _round(total / unit)
    return ceil((units - HALF) * unit), ceil((units + HALF) * unit) - 1


def _round(number: Fraction) -> int:
    return floor(number + HALF)


def _figures(paper: Paper, cast: Cast, step: Fraction | None, held_back: str) -> Figures:
    texts = (_text(paper.rules, total, sum(cast.weights), step) for total in cast.totals)
    return Figures(
        totals=tuple((option.name, text) for option, text in zip(paper.options, texts, strict=True)),
        step=step,
        held_back=held_back,
    )


def _text(rules: RuleSet, total: int, everything: int, step: Fraction | None) -> str:
    if step is None:
        return weight_words(rules, total)
    if step == OUTCOME_ALONE:
        return ""
    return _percent(_round(total / (step * everything)) * step, step)


def _percent(share: Fraction, step: Fraction) -> str:
    """`53.2%` in steps below whole percents, else `53%`."""
    return percent(share) if step < Fraction(1, 100) else f"{int(share * 100)}%"


def _held_back(rules: RuleSet, step: Fraction | None, noun: str) -> str:
    if step is None:
        return ""
    could_tell = f"could tell how single {plural(noun)} voted"
    if step == OUTCOME_ALONE:
        return f"Totals are not given, because {_known(rules)} and even rough ones {could_tell}."
    return (
        f"Exact totals are not given, because {_known(rules)} and the totals {could_tell}; "
        f"they are given as shares of the weight that took part, to the nearest {_percent(step, step)}."
    )


def _not_hidden(rules: RuleSet, noun: str) -> str:
    return (
        f"Totals are not given, because {_known(rules)}; "
        f"how single {plural(noun)} voted may follow from the outcome alone, and that cannot be hidden."
    )


def _known(rules: RuleSet) -> str:
    return "list sizes are public" if rules.weight == "population" else "the weights of votes are public"
