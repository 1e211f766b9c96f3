"""What everybody is told of the totals: all of them, unless they would give a practice's vote away (trust.md 3)."""

from collections.abc import Mapping, Sequence

from mailvote.rules.disclosure import Figures, disclose
from mailvote.rules.electorate import Electorate
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.tally import Vote
from mailvote.rules.verdict import Totals, Verdict, verdict
from mailvote.rules.weights import weight_words

__all__ = ["Figures", "exact_figures", "published_figures"]


def exact_figures(rules: RuleSet, totals: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Every option with its total as people read it."""
    return tuple((name, weight_words(rules, weight)) for name, weight in totals.items())


def published_figures(
    paper: Paper, base: Electorate, votes: Sequence[Vote], totals: Totals, found: Verdict, *, noun: str
) -> Figures:
    """The finest figures that keep every vote confidential where it is to be; exact ones where votes are not weighed.

    `found` is what is announced: where too few took part, the totals have no part in it.
    """
    rules = paper.rules
    if rules.is_open or rules.weight == "equal":
        return Figures(totals=exact_figures(rules, totals.received), step=None, held_back="")

    def announced(received: tuple[int, ...]) -> object:
        if not found.rests_on_totals:
            return found.announced
        names = totals.received
        other = Totals(received=dict(zip(names, received, strict=True)), cast=totals.cast, everybody=totals.everybody)
        return verdict(paper, other).announced

    return disclose(paper, base, votes, announced, noun=noun)
