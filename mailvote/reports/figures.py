"""Ballots, messages and letters as the JSON of interface.md 7 and 8; every key is always present."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate, Member, Person
from mailvote.rules.lifecycle import Dates
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.participation import Participation
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.weights import weight_figure


def ballot_figures(
    paper: Paper,
    *,
    dates: Dates,
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
        "opens_at": instant(dates.opens_at) if dates.opens_at else None,
        "closes_at": instant(dates.closes_at) if dates.closes_at else None,
        "options": [{"number": option.number, "name": option.name} for option in paper.options],
        "electorate": {"practices": len(electorate.members), "population": electorate.population},
        "participation": participation_figures(participation),
        "messages": dict(messages),
        "outcome": None if published is None else {key: published[key] for key in OUTCOME_KEYS},
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


OUTCOME_KEYS = ("kind", "elected", "totals", "support", "run_off", "sentences")
"""What is told of an outcome; what was published with it, codes and names, stands in the declaration."""


def outcome_figures(rules: RuleSet, outcome: Outcome) -> dict[str, JSON]:
    """Exact totals in the unit of the weights; rounded ones in words, or null, where they are held back."""
    exact = {name: weight_figure(rules, weight) for name, weight in outcome.totals}
    rounded = {name: text or None for name, text in outcome.figures}
    totals: dict[str, JSON] = {**(rounded if outcome.held_back else exact)}
    return {
        "kind": outcome.kind,
        "elected": list(outcome.elected),
        "totals": totals,
        "support": _support_figures(outcome),
        "run_off": outcome.run_off or None,
        "sentences": list(outcome.sentences),
    }


def _support_figures(outcome: Outcome) -> JSON:
    """The share is told where the totals are."""
    support = outcome.support
    if support is None:
        return None
    share = None if outcome.held_back else fraction(support.share)
    return {"share": share, "required": fraction(support.required), "met": support.met}


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


def message_figures(
    *,
    id: int,  # noqa: A002 - the key of the document
    organisation: str,
    ballot: str,
    received_at: datetime,
    sender: str,
    practice: str,
    state: str,
    reason: str,
) -> dict[str, JSON]:
    """One message as `inbox --json` lists it; null where it belongs to no ballot or practice, or names no sender."""
    return {
        "id": id,
        "organisation": organisation,
        "ballot": ballot or None,
        "received_at": instant(received_at),
        "from": sender or None,
        "practice": practice or None,
        "state": state,
        "reason": reason,
    }


def letter_figures(
    *,
    id: int,  # noqa: A002 - the key of the document
    to: str,
    purpose: str,
    ballot: str,
    state: str,
    tries: int,
    next_try_at: datetime | None,
    error: str,
) -> dict[str, JSON]:
    """One letter as `outbox --json` lists it; `next_try_at` is null for one that is not tried again."""
    return {
        "id": id,
        "to": to,
        "purpose": purpose,
        "ballot": ballot or None,
        "state": state,
        "tries": tries,
        "next_try_at": instant(next_try_at) if next_try_at else None,
        "error": error,
    }


def practice_figures(member: Member, population: tuple[date, int] | None, at: datetime) -> dict[str, JSON]:
    """One practice as `register show --json` lists it, with the people in force at that instant."""
    as_of, number = population or (None, None)
    return {
        "name": member.name,
        "aliases": list(member.aliases),
        "group": member.group or None,
        "population": number,
        "population_as_of": as_of.isoformat() if as_of else None,
        "people": [_person_figures(person) for person in member.people if person.in_force(at)],
    }


def proxy_figures(ballot: str, practice: str, person: Person) -> dict[str, JSON]:
    """One proxy as `register show --json` lists it: whose, and in which ballot (R7)."""
    return {"ballot": ballot, "practice": practice, **_person_figures(person)}


def interest_figures(
    *,
    number: int,
    practice: str,
    person: str,
    ballot: str,
    description: str,
    since: datetime,
    until: datetime | None,
    recorded_at: datetime,
    recorded_by: str,
    reviewed_at: datetime,
    review_due: bool,
) -> dict[str, JSON]:
    """One entry as `register interests --json` lists it; null for what it does not name."""
    return {
        "number": number,
        "practice": practice,
        "person": person or None,
        "ballot": ballot or None,
        "description": description,
        "from": instant(since),
        "until": instant(until) if until else None,
        "recorded_at": instant(recorded_at),
        "recorded_by": recorded_by,
        "reviewed_at": instant(reviewed_at),
        "review_due": review_due,
    }


def check_figures(name: str, *, ok: bool, detail: str) -> dict[str, JSON]:
    """One line of `check --json`."""
    return {"name": name, "ok": ok, "detail": detail}


def _person_figures(person: Person) -> dict[str, JSON]:
    return {
        "role": person.role,
        "name": person.name,
        "email": person.address,
        "from": instant(person.since) if person.since else None,
        "until": instant(person.until) if person.until else None,
    }


def fraction(share: Fraction) -> str:
    """`4/5`; a whole number stays `1`."""
    return str(share)


def instant(at: datetime) -> str:
    """ISO 8601 to the second, in the offset it is given in (UTC from the store)."""
    return at.isoformat(timespec="seconds")
