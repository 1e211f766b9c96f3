"""What totals come to under the rule of a rule set, if enough take part (R15, R16, R26 to R31)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from mailvote.rules.paper import Paper

ELECTED = "elected"
PART_ELECTED = "part-elected"
TIED = "tied"
NO_MAJORITY = "no-majority"
NONE_ELECTED = "none-elected"
CARRIED = "carried"
NOT_CARRIED = "not-carried"
ADVISED = "advised"
NOT_VALID = "not-valid"
NOT_BINDING = "not-binding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """The share of the whole electorate that is for it, and what is needed of it (R29)."""

    share: Fraction
    required: Fraction

    @property
    def met(self) -> bool:
        return self.share >= self.required


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a ballot decides: `contenders` stand in a further election for the `open_seats` that nobody has won."""

    kind: str
    elected: tuple[str, ...] = field(default=(), repr=False)
    contenders: tuple[str, ...] = field(default=(), repr=False)
    open_seats: int = 0
    support: Support | None = field(default=None, repr=False)

    @property
    def announced(self) -> tuple[object, ...]:
        """What everybody is told of it, whatever becomes of the figures."""
        return self.kind, self.elected, self.contenders, self.open_seats

    @property
    def rests_on_totals(self) -> bool:
        """Whether other totals could have led elsewhere; not where too few took part."""
        return self.kind not in (NOT_VALID, NOT_BINDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What each option received, by name in the order of the paper.

    `cast` is the weight of all who chose an option, `everybody` that of the whole electorate.
    """

    received: Mapping[str, int] = field(repr=False)
    cast: int
    everybody: int


def verdict(paper: Paper, totals: Totals) -> Verdict:
    """What the rule of the paper's rule set makes of the totals."""
    return RULES[paper.rules.outcome.rule](paper, totals)


def unmet(paper: Paper) -> Verdict:
    """The ballot in which too few took part: nobody is elected, nothing is decided (R12, R26 to R28)."""
    return Verdict(kind=NOT_BINDING if paper.rules.has_fixed_options else NOT_VALID)


def _most_votes(paper: Paper, totals: Totals) -> Verdict:
    elected, tied = _fill(totals.received, paper.seats)
    return _election(paper, elected, tied, without=TIED)


def _majority(paper: Paper, totals: Totals) -> Verdict:
    """More than half of the votes for candidates; else the leaders go to a further election (R15)."""
    strong = {name: votes for name, votes in totals.received.items() if votes * 2 > totals.cast}
    elected, tied = _fill(strong, paper.seats)
    rest = {name: votes for name, votes in totals.received.items() if name not in elected}
    contenders = tied or _leading(rest, paper.seats - len(elected))
    return _election(paper, elected, contenders, without=NO_MAJORITY)


def _more_for_than_against(paper: Paper, totals: Totals) -> Verdict:
    in_favour, against = totals.received.values()
    return Verdict(kind=CARRIED if in_favour > against else NOT_CARRIED)


def _fraction_of_electorate(paper: Paper, totals: Totals) -> Verdict:
    """So much of the whole electorate, not of those who replied (R29)."""
    in_favour, _ = totals.received.values()
    required = paper.rules.outcome.at_least
    if required is None:
        raise ValueError(f"rule set {paper.rules.name} asks for a fraction of the electorate and names none")
    share = Fraction(in_favour, totals.everybody) if totals.everybody else Fraction(0)
    support = Support(share=share, required=required)
    return Verdict(kind=CARRIED if support.met else NOT_CARRIED, support=support)


def _report_only(paper: Paper, totals: Totals) -> Verdict:
    return Verdict(kind=ADVISED)


RULES: Mapping[str, Callable[[Paper, Totals], Verdict]] = {
    "most-votes": _most_votes,
    "majority": _majority,
    "more-for-than-against": _more_for_than_against,
    "fraction-of-electorate": _fraction_of_electorate,
    "report-only": _report_only,
}
"""Every rule that a rule set may name in `[outcome] rule`."""


def _fill(received: Mapping[str, int], seats: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has won a seat, and who are level for the last ones; an option without votes neither wins nor ties."""
    elected: tuple[str, ...] = ()
    for level in _levels(received):
        if len(elected) + len(level) > seats:
            return elected, level if len(elected) < seats else ()
        elected += level
    return elected, ()


def _leading(received: Mapping[str, int], seats: int) -> tuple[str, ...]:
    """For one seat the leader and all level in second place; for more seats one more than there are."""
    leading: tuple[str, ...] = ()
    for level in _levels(received) if seats else ():
        if len(leading) > seats:
            break
        leading += level
    return tuple(name for name in received if name in leading)


def _levels(received: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The names with as many votes as each other, the most votes first, in the order of the paper."""
    numbers = sorted({votes for votes in received.values() if votes}, reverse=True)
    return [tuple(name for name, votes in received.items() if votes == number) for number in numbers]


def _election(paper: Paper, elected: tuple[str, ...], contenders: tuple[str, ...], *, without: str) -> Verdict:
    """`without` is the kind of an election that fills no seat, but has leaders."""
    kind = ELECTED if len(elected) == paper.seats else PART_ELECTED
    if not elected:
        kind = without if contenders else NONE_ELECTED
    open_seats = paper.seats - len(elected)
    in_order = tuple(option.name for option in paper.options if option.name in elected)
    return Verdict(kind=kind, elected=in_order, contenders=contenders, open_seats=open_seats)
