"""Two groups of nearly the same weight, one among friends and one among rivals, with a given friend in it."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from math import comb

MOST_WEIGHT = 1 << 20
"""Groups heavier than this are not looked at: where practices are many none needs to be."""

MOST_GROUPS = 5_000
"""Where groups are listed one by one, no more than so many."""

Groups = tuple[tuple[int, ...], tuple[int, ...]]
"""Places among the friends and among the rivals."""

Balancer = Callable[[int], Groups | None]
"""From the place of a friend to groups that balance and of which it is one; None where it finds none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """The weights of friends and rivals; the friends' group may weigh `low` to `high` more, where low <= 0 <= high."""

    friends: tuple[int, ...]
    rivals: tuple[int, ...]
    low: int
    high: int


def as_many(scales: Scales) -> Balancer:
    """Groups of the same number: the friend alone against one rival, with another against two, and so on."""

    def find(first: int) -> Groups | None:
        others = [place for place in range(len(scales.friends)) if place != first]
        tries = (_so_many(scales, first, others, number) for number in range(_most_others(scales)))
        return next((groups for groups in tries if groups), None)

    return find


def _most_others(scales: Scales) -> int:
    """How many friends there may be besides the first, so that groups can be listed."""
    numbers = range(min(len(scales.friends), len(scales.rivals)))
    listed = (comb(len(scales.friends) - 1, number) + comb(len(scales.rivals), number + 1) for number in numbers)
    return next((number for number, groups in enumerate(listed) if groups > MOST_GROUPS), len(numbers))


def _so_many(scales: Scales, first: int, others: Sequence[int], number: int) -> Groups | None:
    places = range(len(scales.rivals))
    theirs = sorted((sum(scales.rivals[one] for one in some), some) for some in combinations(places, number + 1))
    for group in combinations(others, number):
        weight = scales.friends[first] + sum(scales.friends[one] for one in group)
        place = bisect_left(theirs, (weight - scales.high,))
        if place < len(theirs) and theirs[place][0] <= weight - scales.low:
            return (first, *group), theirs[place][1]
    return None


def as_heavy(scales: Scales) -> Balancer:
    """Groups of any number, up to a weight of MOST_WEIGHT: where there are any, they are found.

    The weights that groups can have are held as the bits of one long number, bit 7 set where some group weighs 7: a
    shift and an "or" let one more join every group. `before` are the weights of groups among the friends that come
    before each, `wanted` those that friends from each on can bring into balance.
    """
    low, high = max(scales.low, -MOST_WEIGHT), min(scales.high, MOST_WEIGHT)
    most = min(MOST_WEIGHT, sum(scales.friends), sum(scales.rivals) + high)
    before = _sums(scales.friends, most)
    theirs = _sums(scales.rivals, most - low)
    balanced = _up_to(most, _spread(theirs[-1], low, high))
    backwards = accumulate(reversed(scales.friends), lambda sums, weight: sums | sums >> weight, initial=balanced)
    wanted = [*backwards][::-1]

    def find(first: int) -> Groups | None:
        own = scales.friends[first]
        with_first = before[first] << own & wanted[first + 1] if own <= most else 0
        if not with_first:
            return None
        weight = _highest(with_first)
        earlier = tuple(_group(scales.friends[:first], before, weight - own))
        later = tuple(_joining(scales.friends, wanted, first + 1, weight))
        weight += sum(scales.friends[one] for one in later)
        their_weight = _highest(_up_to(weight - low, theirs[-1]))
        return (*earlier, first, *later), tuple(_group(scales.rivals, theirs, their_weight))

    return find


def _sums(weights: Sequence[int], most: int) -> list[int]:
    """The sums up to `most` of all groups among none of the weights, the first, the first two ... and all of them."""

    def with_one_more(sums: int, weight: int) -> int:
        return _up_to(most, sums | sums << weight) if weight <= most else sums

    return list(accumulate(weights, with_one_more, initial=1))


def _up_to(most: int, sums: int) -> int:
    return sums & (2 << most) - 1


def _spread(sums: int, low: int, high: int) -> int:
    """All that exceeds one of the sums by `low` to `high`."""
    reached, span = 0, high - low
    while reached < span:
        step = min(reached + 1, span - reached)
        sums |= sums << step
        reached += step
    return sums >> -low


def _highest(sums: int) -> int:
    return sums.bit_length() - 1


def _group(weights: Sequence[int], sums: Sequence[int], weight: int) -> Iterator[int]:
    """The places of a group that has this weight, as the sums were made up."""
    for place in reversed(range(len(weights))):
        if not sums[place] >> weight & 1:
            yield place
            weight -= weights[place]


def _joining(weights: Sequence[int], wanted: Sequence[int], start: int, weight: int) -> Iterator[int]:
    """The places from `start` on of those that bring this weight into balance, as many as can."""
    for place in range(start, len(weights)):
        if wanted[place + 1] >> weight + weights[place] & 1:
            yield place
            weight += weights[place]
