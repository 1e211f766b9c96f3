"""The outcome of a declared ballot, read back from the JSON in which it was published."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from mailvote.rules.chain import JSON
from mailvote.rules.outcome import Outcome
from mailvote.rules.participation import Participation
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.verdict import Support
from mailvote.rules.weights import weight_words


def read_outcome(rules: RuleSet, figures: Mapping[str, JSON], published: JSON) -> Outcome:
    """The outcome that the figures of a declared ballot tell; ValueError where there is none.

    `published` has what stands beside the keys of interface.md 7; a ballot declared by an earlier version has less.
    """
    told: Any = figures["outcome"]
    if told is None or told["kind"] == "cancelled":
        raise ValueError("this ballot has not been declared")
    beside: Any = published or {}
    held_back = str(beside.get("held_back") or "")
    totals = () if held_back else _totals(rules, told["totals"])
    exact = tuple((name, weight_words(rules, total)) for name, total in totals)
    return Outcome(
        kind=told["kind"],
        elected=tuple(told["elected"]),
        contenders=tuple(map(str, beside["contenders"])) if "contenders" in beside else _tied(told["kind"], totals),
        open_seats=int(beside.get("open_seats") or 0),
        totals=totals,
        exact=exact,
        figures=tuple((str(name), str(text)) for name, text in beside.get("figures") or exact),
        held_back=held_back,
        support=_support(told["support"]),
        participation=_participation(figures["participation"]),
        sentences=tuple(told["sentences"]),
        manager_sentences=(),
        run_off=told["run_off"] or "",
        unopposed=bool(beside.get("unopposed")),
    )


def _totals(rules: RuleSet, told: Any) -> tuple[tuple[str, int], ...]:
    """Totals in the unit of the weights: 4, 48818, and "6.19" as 619 hundredths."""
    return tuple((str(name), int(Fraction(str(total)) * rules.weight_scale)) for name, total in told.items())


def _tied(kind: str, totals: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    """Who is tied in a ballot that was declared before contenders were published."""
    most = max((total for _, total in totals), default=0)
    return tuple(name for name, total in totals if total == most) if kind == "tied" else ()


def _support(told: Any) -> Support | None:
    """The share that is for it; none where it is held back."""
    if told is None or told["share"] is None:
        return None
    return Support(share=Fraction(told["share"]), required=Fraction(told["required"]))


def _participation(told: Any) -> Participation:
    required = told["required"]
    return Participation(
        voted=told["voted"],
        abstained=told["abstained"],
        no_reply=told["no_reply"],
        recorded=told["recorded"],
        share=Fraction(told["share"]),
        required=None if required is None else Fraction(required),
        met=told["met"],
        met_otherwise=told["met"],
    )
