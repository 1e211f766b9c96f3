"""How a call for candidates stands: who applies, what is missing, and who of the panel has answered (R20)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailvote.mail.panel_letters import missing
from mailvote.rules.assessment import Verdict
from mailvote.rules.english import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A candidate for the manager's eyes; `verdict` is None before the assessment.

    `findings` are those of a panel that is split, each with the name of its member. `is_shown` is whether the panel has
    said all that it can: before that nobody is shown what it finds.
    """

    name: str
    state: str
    missing: tuple[str, ...] = ()
    verdict: Verdict | None = field(default=None, repr=False)
    is_decided: bool = False
    is_shown: bool = False
    findings: tuple[tuple[str, bool], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A member of the panel: whether they were asked, and of whom they have yet to say or say why."""

    name: str
    was_asked: bool
    left: tuple[str, ...] = ()
    has_answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStatus:
    """A call with its candidates and its panel."""

    apply_by: datetime
    candidates: tuple[Standing, ...]
    panel: tuple[Seated, ...]


def candidate_rows(candidates: Sequence[Standing]) -> list[tuple[str, str]]:
    """Each candidate with where they stand, in words."""
    return [(one.name, _where(one)) for one in candidates]


def panel_rows(panel: Sequence[Seated]) -> list[tuple[str, str]]:
    """Each member of the panel with whether they have answered."""
    return [(one.name, _answered(one)) for one in panel]


def _where(one: Standing) -> str:
    if one.state != "applied":
        return {"ineligible": "not eligible"}.get(one.state, one.state)
    if one.is_decided and one.verdict is not None:
        return f"{_found(one.verdict is Verdict.ELIGIBLE)}, as you have decided"
    said = _assessed(one) if one.verdict is not None else "has applied"
    return f"{said}; nothing found under {missing(one.missing)}" if one.missing else said


def _assessed(one: Standing) -> str:
    if not one.is_shown:
        return "being assessed"
    if one.verdict is Verdict.SPLIT:
        return "; ".join(["the panel is split", *(f"{who}: {_found(said)}" for who, said in one.findings)])
    return _found(one.verdict is Verdict.ELIGIBLE)


def _answered(one: Seated) -> str:
    if not one.was_asked:
        return "is asked after the end of the applications"
    if not one.left:
        return "has answered"
    return f"has answered in part; still open: {listed(list(one.left))}" if one.has_answered else "has not answered"


def _found(is_eligible: bool) -> str:
    return "eligible" if is_eligible else "not eligible"
