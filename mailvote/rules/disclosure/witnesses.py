"""Whether published figures leave every practice another vote: for each a witness, choices in which it chose otherwise.

Practices of one kind, of the same weight, are interchangeable: where they chose differently they hide each other, and
where they chose alike a witness for one of them is, with the two exchanged, a witness for the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mailvote.rules.disclosure.columns import search
from mailvote.rules.disclosure.exchanges import exchanges
from mailvote.rules.disclosure.reader import Bounds, Cast, Choices

WINDOW = 12
"""Among how many practices everything is tried; all of them together, where there are no more."""

PATIENCE = 220_000
"""How many columns are looked at, in a fraction of a second, before figures pass for ones that give a vote away."""

Kind = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """Choices that a reader must reckon with, and whether every practice chose otherwise in one of them."""

    found: tuple[Choices, ...] = field(repr=False)
    for_all: bool


def witnesses(cast: Cast, bounds: Bounds, known: Sequence[Choices] = ()) -> Witnesses:
    """Witnesses to totals within these bounds, the heaviest practice first, until one has none.

    `known` are witnesses to other bounds: those that fit these as well are kept.
    """
    found = [choices for choices in known if cast.fits(choices, bounds)]
    hidden = _mixed(cast).union(*(_changed(cast, choices) for choices in found))
    exchange = exchanges(cast, bounds)
    patience = iter(range(PATIENCE))
    for practice, kind in enumerate(cast.kinds):
        if kind in hidden:
            continue
        witness = exchange(practice) or _searched(cast, bounds, practice, patience)
        if witness is None:
            return Witnesses(found=tuple(found), for_all=False)
        found.append(witness)
        hidden |= _changed(cast, witness)
    return Witnesses(found=tuple(found), for_all=True)


def _mixed(cast: Cast) -> set[Kind]:
    """The kinds of practices of which two chose differently."""
    first = dict(zip(reversed(cast.kinds), reversed(cast.choices), strict=True))
    return {kind for kind, choice in zip(cast.kinds, cast.choices, strict=True) if choice != first[kind]}


def _changed(cast: Cast, choices: Choices) -> set[Kind]:
    """The kinds of practices of which one chose otherwise here."""
    rows = zip(cast.kinds, cast.choices, choices, strict=True)
    return {kind for kind, cast_choice, choice in rows if choice != cast_choice}


def _searched(cast: Cast, bounds: Bounds, practice: int, patience: Iterator[object]) -> Choices | None:
    searches = (search(cast, bounds, practice, window, patience) for window in _windows(cast, practice))
    return next((found for found in searches if found), None)


def _windows(cast: Cast, practice: int) -> Iterator[list[int]]:
    """The practice with those nearest to it in weight, and with the lightest, which are easiest to fit in."""
    others = [one for one in range(len(cast.weights)) if one != practice]
    near = sorted(others, key=lambda one: (abs(cast.weights[one] - cast.weights[practice]), one))
    yield [practice, *near[: WINDOW - 1]]
    if len(others) >= WINDOW:
        yield [practice, *others[1 - WINDOW :]]
