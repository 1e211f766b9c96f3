"""Addresses of different practices that are the same or that an eye would take for each other (mail.md 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

Held = tuple[str, str]  # practice, address

_LOOK_THE_SAME = (
    ("rn", "m"),
    ("vv", "w"),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("5", "s"),
    ("-", ""),
    ("_", ""),
)


def address_warnings(held: Iterable[Held]) -> Iterator[str]:
    """One sentence for each pair of practices whose addresses are the same, or look it."""
    for (practice, address), (other, another) in combinations(dict.fromkeys(held), 2):
        if practice == other:
            continue
        if address == another:
            yield f"{address} stands for {practice} and {other}: its votes go by the paper they answer."
        elif look_alike(address, another):
            yield f"{address} ({practice}) looks like {another} ({other}): is one of them a slip?"


def look_alike(one: str, other: str) -> bool:
    """Whether two addresses are one letter apart, or alike to the eye (rn and m, 0 and o)."""
    return one != other and (_one_apart(one, other) or _to_the_eye(one) == _to_the_eye(other))


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added or left out makes the one the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    first = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    rest = first + (len(short) == len(long))
    return short[rest:] == long[first + 1 :]


def _to_the_eye(address: str) -> str:
    for letters, same in _LOOK_THE_SAME:
        address = address.replace(letters, same)
    return address
