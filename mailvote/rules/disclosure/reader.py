"""What was cast as a reader of the declaration sees it: which choices of the practices he must reckon with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

Choice = int
"""The options that one practice chose as bits, bit 0 for the first on the paper; 0 for an abstention."""

SECOND: Choice = 2
"""The vote for the second option alone, which is Against on the paper of a decision."""

Choices = tuple[Choice, ...]

Bounds = tuple[tuple[int, int], ...]
"""The least and the greatest total that each option can have, both included."""


@dataclass(frozen=True, kw_only=True)
class Cast:
    """What the practices that took part chose, heaviest first, and all that their declaration tells but the figures.

    `told` is what each practice that does not abstain adds to other sums on which the declaration rests. Where
    `opposed_from` practices or more, if not 0, chose the second option, it says how many did.
    """

    weights: tuple[int, ...]
    told: tuple[tuple[int, ...], ...]
    choices: Choices = field(repr=False)
    options: int
    at_most: int
    opposed_from: int
    verdict: Callable[[tuple[int, ...]], object] = field(repr=False)

    @property
    def kinds(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """What a reader knows of each practice: those of one kind could change places unnoticed."""
        return tuple(zip(self.weights, self.told, strict=True))

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """The weight that each option received."""
        return self.totals_of(self.choices)

    def totals_of(self, choices: Choices) -> tuple[int, ...]:
        """The totals if the practices had chosen this."""
        return tuple(
            sum(weight for weight, choice in zip(self.weights, choices, strict=True) if choice >> option & 1)
            for option in range(self.options)
        )

    def fits(self, choices: Choices, bounds: Bounds) -> bool:
        """Whether a reader must reckon with these choices: nothing that is published speaks against them.

        All soundness rests here: however a witness was found, it counts only after it has passed.
        """
        totals = self.totals_of(choices)
        return (
            all(choice.bit_count() <= self.at_most for choice in choices)
            and choices.count(0) == self.choices.count(0)
            and self._told_of(choices) == self._told_of(self.choices)
            and all(low <= total <= high for total, (low, high) in zip(totals, bounds, strict=True))
            and self.verdict(totals) == self.verdict(self.totals)
        )

    def _told_of(self, choices: Choices) -> tuple[object, ...]:
        """What the declaration tells besides, if the practices had chosen this."""
        told = (one for one, choice in zip(self.told, choices, strict=True) if choice)
        opposed = choices.count(SECOND)
        return *map(sum, zip(*told, strict=True)), self.opposed_from and opposed >= self.opposed_from and opposed
