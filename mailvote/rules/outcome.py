"""From votes to the declared outcome, with the sentences that say it and cite the rule (R12 to R16)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailvote.rules.participation import Participation

ELECTED = "elected"
TIED = "tied"
NOT_VALID = "not-valid"
NONE_ELECTED = "none-elected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a ballot came to; `manager_sentences` stand in the manager's copy alone, after the `sentences`."""

    kind: str
    elected: tuple[str, ...] = field(repr=False)
    tied: tuple[str, ...] = field(repr=False)
    totals: tuple[tuple[str, int], ...] = field(repr=False)
    participation: Participation
    sentences: tuple[str, ...] = field(repr=False)
    manager_sentences: tuple[str, ...] = field(repr=False)
