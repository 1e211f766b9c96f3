"""A ballot that has been decided, with what its sentences have in common."""

from dataclasses import dataclass, field
from fractions import Fraction

from mailvote.rules.disclosure import Figures
from mailvote.rules.electorate import Electorate
from mailvote.rules.english import counted, plural
from mailvote.rules.paper import Paper
from mailvote.rules.participation import participation, percent, taking_part
from mailvote.rules.ruleset import RuleSet, Threshold
from mailvote.rules.tally import Vote
from mailvote.rules.verdict import Totals, Verdict
from mailvote.rules.weights import unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A ballot that has been decided, as the sentences need it.

    `base` are the practices that thresholds are measured against, `barred` how many may not vote for an interest.
    """

    paper: Paper
    base: Electorate
    barred: int
    votes: tuple[Vote, ...] = field(repr=False)
    totals: Totals = field(repr=False)
    verdict: Verdict = field(repr=False)
    figures: Figures = field(repr=False)
    noun: str

    @property
    def rules(self) -> RuleSet:
        return self.paper.rules

    def cite(self, rule: str) -> str:
        return self.paper.rules.cite(rule)

    def taking_part(self, threshold: Threshold | None, did: str) -> str:
        """`8 of 10 practices took part (80.0%)`, or the registered patients they stand for."""
        part, base = taking_part(self.base, self.votes, threshold)
        turnout = participation(self.base, self.votes, threshold)
        share = percent(turnout.share, required=turnout.required)
        if threshold is not None and threshold.base == "population":
            who = f"{plural(self.noun)} with {part:,} of {counted(base, 'registered patient')}"
        else:
            who = f"{part:,} of {counted(base, self.noun)}"
        return f"{who} {did} ({share})"

    def score(self, name: str) -> str:
        """What an option received, as everybody is told: `4 votes`; empty where it is held back."""
        if self.figures.step is None and not self.figures.held_back:
            return unit(self.rules, self.totals.received[name])
        return dict(self.figures.totals)[name]


def required_share(share: Fraction) -> str:
    """A threshold as the rules write it: `80%`, `66.7%`, and `2/3` where no decimal is exact."""
    tenths = share * 1000
    if tenths.denominator > 1:
        return str(share)
    return f"{tenths.numerator // 10}%" if tenths.numerator % 10 == 0 else percent(share)


def capital(text: str) -> str:
    return text[0].upper() + text[1:]
