"""Ballots, messages and letters as the JSON of interface.md 7 and 8; every key is always present."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.participation import Participation


def ballot_figures(
    paper: Paper,
    *,
    organisation: str,
    stage: str,
    electorate: Electorate,
    participation: Participation,
    messages: Mapping[str, int],
    published: Mapping[str, JSON] | None,
) -> dict[str, JSON]:
    """One ballot as `ballots show REF --json` prints it; `outcome` is null until it is counted or cancelled."""
    return {
        "reference": paper.reference,
        "organisation": organisation,
        "ruleset": paper.rules.name,
        "title": paper.title,
        "stage": stage,
        "opens_at": instant(paper.opens_at),
        "closes_at": instant(paper.closes_at),
        "options": [{"number": option.number, "name": option.name} for option in paper.options],
        "electorate": {"practices": len(electorate.members), "population": electorate.population},
        "participation": participation_figures(participation),
        "messages": dict(messages),
        "outcome": None if published is None else _without_codes(published),
    }


def participation_figures(participation: Participation) -> dict[str, JSON]:
    return {
        "voted": participation.voted,
        "abstained": participation.abstained,
        "no_reply": participation.no_reply,
        "recorded": participation.recorded,
        "share": fraction(participation.share),
        "required": None if participation.required is None else fraction(participation.required),
        "met": participation.met,
    }


def outcome_figures(outcome: Outcome) -> dict[str, JSON]:
    return {
        "kind": outcome.kind,
        "elected": list(outcome.elected),
        "totals": dict(outcome.totals),
        "support": None,
        "run_off": None,
        "sentences": list(outcome.sentences),
    }


def cancelled_figures(sentence: str) -> dict[str, JSON]:
    """The outcome of a cancelled ballot: no totals, ever."""
    return {
        "kind": "cancelled",
        "elected": [],
        "totals": {},
        "support": None,
        "run_off": None,
        "sentences": [sentence],
    }


def fraction(share: Fraction) -> str:
    """`4/5`; a whole number stays `1`."""
    return str(share)


def instant(at: datetime) -> str:
    """ISO 8601 to the second, in the offset it is given in (UTC from the store)."""
    return at.isoformat(timespec="seconds")


def _without_codes(published: Mapping[str, JSON]) -> dict[str, JSON]:
    return {key: value for key, value in published.items() if key != "codes"}
