"""The JSON of a ballot held against its contract (interface.md 7): which keys it has, and what their values may be."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

STAGES = frozenset(
    (
        "called",
        "assessment",
        "draft",
        "scheduled",
        "open",
        "closed",
        "declared",
        "confirmed",
        "destroyed",
        "cancelled",
    )
)

KINDS = frozenset(
    (
        "elected",
        "part-elected",
        "tied",
        "not-valid",
        "carried",
        "not-carried",
        "not-binding",
        "none-elected",
        "no-majority",
        "advised",
        "cancelled",
    )
)

COUNTED = frozenset(("declared", "confirmed", "destroyed", "cancelled"))
"""The stages in which a ballot has an outcome."""

FATES = (
    "counted",
    "replaced",
    "withdrawn",
    "late",
    "rejected",
    "held",
    "challenged",
    "automatic",
    "ignored",
    "commands",
)

BALLOT = {
    "reference": str,
    "organisation": str,
    "ruleset": str,
    "title": str,
    "stage": str,
    "opens_at": str | None,
    "closes_at": str | None,
    "options": list,
    "electorate": dict,
    "participation": dict,
    "messages": dict,
    "outcome": dict | None,
}
OPTION = {"number": int, "name": str}
ELECTORATE = {"practices": int, "population": int | None}
PARTICIPATION = {
    "voted": int,
    "abstained": int,
    "no_reply": int,
    "recorded": int,
    "share": str,
    "required": str | None,
    "met": bool,
}
OUTCOME = {
    "kind": str,
    "elected": list,
    "totals": dict,
    "support": dict | None,
    "run_off": str | None,
    "sentences": list,
}
SUPPORT = {"share": str | None, "required": str, "met": bool}


def complete(figures: dict[str, Any]) -> dict[str, Any]:
    """The document itself, once all keys are there with values of their kind and of their stage."""
    _has(figures, BALLOT)
    _has(figures["electorate"], ELECTORATE)
    _has(figures["participation"], PARTICIPATION)
    _has(figures["messages"], dict.fromkeys(FATES, int))
    for option in figures["options"]:
        _has(option, OPTION)
    _dates(figures)
    _shares(figures["participation"])
    assert (figures["outcome"] is not None) == (figures["stage"] in COUNTED), figures
    if figures["outcome"] is not None:
        _outcome(figures)
    return figures


def _has(table: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """All of these keys and no other, each with a value of its kind; `true` is no number."""
    assert table.keys() == expected.keys(), table
    for key, kind in expected.items():
        assert isinstance(table[key], kind), (key, table[key])
        assert kind is bool or not isinstance(table[key], bool), (key, table[key])


def _dates(figures: Mapping[str, Any]) -> None:
    """A draft alone may have none yet."""
    assert figures["stage"] in STAGES
    for key in ("opens_at", "closes_at"):
        assert figures[key] or figures["stage"] == "draft", figures
        assert not figures[key] or datetime.fromisoformat(figures[key]).tzinfo, figures


def _shares(table: Mapping[str, Any]) -> None:
    """Fractions in words of which the comparison is true."""
    if table["share"] is None:
        return
    share, required = Fraction(table["share"]), Fraction(table["required"] or 0)
    assert 0 <= share <= 1
    assert table["met"] == (share >= required), table


def _outcome(figures: Mapping[str, Any]) -> None:
    outcome = figures["outcome"]
    _has(outcome, OUTCOME)
    assert outcome["kind"] in KINDS
    assert all(isinstance(sentence, str) for sentence in outcome["sentences"])
    assert outcome["sentences"]
    if outcome["support"] is not None:
        _has(outcome["support"], SUPPORT)
        _shares(outcome["support"])
    if outcome["kind"] != "cancelled":
        assert list(outcome["totals"]) == [option["name"] for option in figures["options"]]
    assert set(outcome["elected"]) <= {option["name"] for option in figures["options"]}
