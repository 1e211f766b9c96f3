"""Other choices with nearly the same totals, found by letting two groups of practices change places."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from mailvote.rules.disclosure.balance import Balancer, Scales, as_heavy, as_many
from mailvote.rules.disclosure.reader import Bounds, Cast, Choice, Choices

Finder = Callable[[int], Choices | None]


def exchanges(cast: Cast, bounds: Bounds) -> Finder:
    """What finds for a practice choices that fit the bounds and in which it chose otherwise; None where it finds none.

    For two options, one choice each and no abstention these are all choices there are, so that None is a proof
    wherever the smaller camp weighs less than MOST_WEIGHT and whatever lies between two totals with the same
    verdict has this verdict too.
    """
    camps = cache(lambda own, other: _camps(cast, bounds, own, other))

    def find(practice: int) -> Choices | None:
        own = cast.choices[practice]
        turned = (_turned(cast, camps(own, other), practice) for other in _neighbours(cast, own))
        return next((choices for choices in turned if choices and cast.fits(choices, bounds)), None)

    return find


def _neighbours(cast: Cast, own: Choice) -> Iterator[Choice]:
    """What a practice may have chosen instead: one option other, more or less, an abstention, or a vote."""
    singles = [1 << option for option in range(cast.options)]
    if own:
        yield from (own ^ gone ^ new for gone in singles if gone & own for new in singles if not new & own)
        yield from (own ^ one for one in singles if one != own and (own ^ one).bit_count() <= cast.at_most)
        yield 0
    else:
        yield from sorted({*cast.choices} - {0})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Camps:
    """Friends, who can turn from one choice to another, and rivals, who can do the opposite: change `toggle`."""

    toggle: Choice
    friends: tuple[int, ...]
    rivals: tuple[int, ...]
    balance: Balancer


def _camps(cast: Cast, bounds: Bounds, own: Choice, other: Choice) -> _Camps:
    toggle = own ^ other
    able = _able(cast, own, other)
    friends = tuple(one for one in able if cast.choices[one] & toggle == own & toggle)
    rivals = tuple(one for one in able if cast.choices[one] & toggle == other & toggle)
    low, high = _room(cast, bounds, own, other)
    scales = Scales(
        friends=tuple(cast.weights[one] for one in friends),
        rivals=tuple(cast.weights[one] for one in rivals),
        low=low,
        high=high,
    )
    balance = as_many(scales) if 0 in (own, other) else as_heavy(scales)
    return _Camps(toggle=toggle, friends=friends, rivals=rivals, balance=balance)


def _able(cast: Cast, own: Choice, other: Choice) -> list[int]:
    """Who can change the options in which these choices differ; between a vote and an abstention, who chose just so."""
    rows = list(enumerate(cast.choices))
    if 0 in (own, other):
        return [one for one, choice in rows if choice in (own, other)]
    toggle = own ^ other
    return [one for one, choice in rows if choice and 0 < (choice ^ toggle).bit_count() <= cast.at_most]


def _room(cast: Cast, bounds: Bounds, own: Choice, other: Choice) -> tuple[int, int]:
    """How much less and more the friends may weigh than the rivals within the bounds and under the same verdict.

    No step longer than the heaviest practice is needed: it can be shortened by one of those that turn. Where
    the declaration tells what those that abstained weigh, an exchange of abstentions leaves that as it is.
    """
    signs = [(other >> option & 1) - (own >> option & 1) for option in range(cast.options)]
    totals = cast.totals

    def allowed(step: int) -> bool:
        after = tuple(total + sign * step for total, sign in zip(totals, signs, strict=True))
        inside = all(least <= total <= most for total, (least, most) in zip(after, bounds, strict=True))
        return inside and cast.verdict(after) == cast.verdict(totals)

    most = 0 if 0 in (own, other) and any(map(any, cast.told)) else cast.weights[0]
    return -_furthest(lambda step: allowed(-step), most), _furthest(allowed, most)


def _furthest(allowed: Callable[[int], bool], most: int) -> int:
    """The longest step up to `most` that is allowed, where every shorter one is allowed as well."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if allowed(middle) else (least, middle - 1)
    return least


def _turned(cast: Cast, camps: _Camps, practice: int) -> Choices | None:
    """The choices after the practice has turned, with others so that the totals fit; None where none was found."""
    groups = camps.balance(camps.friends.index(practice))
    if groups is None:
        return None
    friends, rivals = groups
    moved = {camps.friends[one] for one in friends} | {camps.rivals[one] for one in rivals}
    return tuple(choice ^ camps.toggle if one in moved else choice for one, choice in enumerate(cast.choices))
