"""What the findings of the panel, and the manager's word where it is needed, make of one candidate (R20)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """Where one candidate stands in the assessment."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    SPLIT = "split"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one member of the panel, or the manager, finds of one candidate; `reason` may be empty."""

    is_eligible: bool
    reason: str = field(default="", repr=False)

    @property
    def is_complete(self) -> bool:
        """Who is not eligible is told why, so that such a finding needs a reason."""
        return self.is_eligible or bool(self.reason)


class Panel(StrEnum):
    """What the members of the panel have come to, all taken together."""

    INCOMPLETE = "somebody has not said, or not why"
    ALL_FOR = "all find the candidate eligible"
    ALL_AGAINST = "all find the candidate not eligible"
    DIVIDED = "they differ"


_ANY = frozenset(Panel)

TABLE: tuple[tuple[bool | None, Collection[Panel], Verdict], ...] = (
    # the manager says that the candidate is eligible (None: has said nothing), the panel, so the candidate is
    (True, _ANY, Verdict.ELIGIBLE),
    (False, _ANY, Verdict.INELIGIBLE),
    (None, {Panel.INCOMPLETE}, Verdict.WAITING),
    (None, {Panel.ALL_FOR}, Verdict.ELIGIBLE),
    (None, {Panel.ALL_AGAINST}, Verdict.INELIGIBLE),
    (None, {Panel.DIVIDED}, Verdict.SPLIT),
)
"""The first row that applies decides. The manager is heard only where the panel has not agreed (`assess REF`)."""


def assess(opinions: Sequence[Opinion | None], word: Opinion | None = None) -> Verdict:
    """The verdict on a candidate: an entry for each member of the panel, None where there is no finding yet.

    `word` is what the manager has decided. A panel without members has found nothing.
    """
    said = word.is_eligible if word else None
    panel = panel_of(opinions)
    return next(verdict for manager, panels, verdict in TABLE if manager == said and panel in panels)


def panel_of(opinions: Sequence[Opinion | None]) -> Panel:
    """What the panel has come to."""
    found = [opinion for opinion in opinions if opinion is not None and opinion.is_complete]
    if not opinions or len(found) < len(opinions):
        return Panel.INCOMPLETE
    if len({opinion.is_eligible for opinion in found}) > 1:
        return Panel.DIVIDED
    return Panel.ALL_FOR if found[0].is_eligible else Panel.ALL_AGAINST


def reasons(opinions: Sequence[Opinion | None], word: Opinion | None = None) -> tuple[str, ...]:
    """Why a candidate is not eligible, as the candidate is told: each reason once, the manager's own before all others.

    A manager who gives none adopts those of the members who found the candidate not eligible.
    """
    if word is not None and word.reason:
        return (word.reason,)
    against = (opinion for opinion in opinions if opinion is not None and not opinion.is_eligible and opinion.reason)
    return tuple(dict.fromkeys(opinion.reason for opinion in against))


def is_settled(verdicts: Collection[Verdict]) -> bool:
    """Whether nothing waits any more: every candidate is eligible or is not."""
    return not {Verdict.SPLIT, Verdict.WAITING}.intersection(verdicts)


def is_for_manager(verdicts: Collection[Verdict]) -> bool:
    """Whether the panel has done all that it can, and it is the manager's turn."""
    return Verdict.SPLIT in verdicts and Verdict.WAITING not in verdicts
