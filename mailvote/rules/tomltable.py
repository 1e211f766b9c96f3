"""Reading one table of a TOML file against the keys it may have, so that every mistake is found at once."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from fractions import Fraction
from math import inf
from typing import Any

from mailvote.rules.english import listed

MOST_VOTES = 1_000_000
"""The most that a file may give to one practice: in hundredths it still fits the column of a ballot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: how its value is read (ValueError says what is wrong with it), and what it may be."""

    read: Callable[[object], Any]
    allowed: str
    required: bool = False


def values(table: Mapping[str, object], keys: Mapping[str, Key]) -> dict[str, Any]:
    """The values of the keys that are there and can be read."""
    found = {}
    for name, key in keys.items():
        try:
            found[name] = key.read(table[name])
        except (KeyError, ValueError):
            continue
    return found


def mistakes(
    table: Mapping[str, object], keys: Mapping[str, Key], *, tables: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Every key that is unknown, missing or cannot be read, each with what is allowed.

    `tables` are names that may stand beside the keys and are read elsewhere.
    """
    known = (*keys, *tables)
    for name in table:
        if name not in known:
            yield name, _unknown(name, known)
    for name, key in keys.items():
        if name not in table and key.required:
            yield name, f"missing; allowed: {key.allowed}"
        if name in table and (problem := _problem(table[name], key)):
            yield name, f"{problem}; allowed: {key.allowed}"


def parse_fraction(text: str) -> Fraction:
    """A threshold as it is written, "80%", "66.7%" or "2/3": more than nothing, at most everything.

    ValueError says what is wrong.
    """
    written = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]+)?) ?(%)|([0-9]+)/([0-9]+)", text.strip())
    if written is None:
        raise ValueError(f'"{text}" is no share')
    per_cent, _, part, whole = written.groups()
    if whole is not None and int(whole) == 0:
        raise ValueError(f'"{text}" divides by nothing')
    share = Fraction(per_cent) / 100 if per_cent else Fraction(int(part), int(whole))
    if not 0 < share <= 1:
        raise ValueError(f'"{text}" is not above nothing and up to 100%')
    return share


def words(*, required: bool = False) -> Key:
    """Any text that is not blank."""

    def read(value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{written(value)} is no text")
        return value.strip()

    return Key(read=read, allowed="some words in quotation marks", required=required)


def identifier(*, required: bool = False, may_be_blank: bool = False) -> Key:
    """The name of a rule set, as it can be typed after `start`."""

    def read(value: object) -> str:
        if may_be_blank and value == "":
            return ""
        if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            raise ValueError(f"{written(value)} is no name of a rule set")
        return value

    allowed = 'lower-case letters, digits and hyphens, such as "budget-vote"'
    return Key(read=read, allowed=allowed + (', or ""' if may_be_blank else ""), required=required)


def one_of(*built: object, later: tuple[object, ...] = (), required: bool = False) -> Key:
    """One of the values that are built; those documented for later are told apart from nonsense."""

    def read(value: object) -> object:
        if _among(value, later):
            raise ValueError(f"{written(value)} is not built yet")
        if not _among(value, built):
            raise ValueError(f"{written(value)} is not known")
        return value

    return Key(read=read, allowed=either(built), required=required)


def whole_number(*, at_least: int, at_most: float = inf, or_word: str = "", required: bool = False) -> Key:
    """A whole number within these bounds, or the one word that may stand in its place."""

    def read(value: object) -> int | str:
        if or_word and value == or_word:
            return or_word
        return _whole(value, at_least, at_most)

    bounds = f", {at_least} or more" if at_most == inf else f" from {at_least} to {at_most:,}"
    word = f"{written(or_word)} or " if or_word else ""
    return Key(read=read, allowed=f"{word}a whole number{bounds}", required=required)


def whole_numbers(*, at_least: int, example: str) -> Key:
    """A list of different whole numbers, kept as a tuple."""

    def read(value: object) -> tuple[int, ...]:
        return _distinct([_whole(item, at_least) for item in _list(value)])

    return Key(read=read, allowed=f"different whole numbers, {at_least} or more, such as {example}")


def some_of(choice: Mapping[str, Any]) -> Key:
    """A list of different words, or of none, kept as a tuple of what they stand for."""

    def read(value: object) -> tuple[Any, ...]:
        items = [str(item) for item in _list(value)]
        for item in items:
            if item not in choice:
                raise ValueError(f"{written(item)} is not known")
        return _distinct([choice[item] for item in items])

    return Key(read=read, allowed=f"a list of any of {listed([written(item) for item in choice])}")


def clock_time() -> Key:
    """A time of day."""

    def read(value: object) -> time:
        if not isinstance(value, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
            raise ValueError(f"{written(value)} is no time of day")
        return time.fromisoformat(value)

    return Key(read=read, allowed='a time of day such as "09:00"')


def months() -> Key:
    """A number of calendar months, kept as it is written."""

    def read(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"1 month|([2-9]|[1-9][0-9]) months", value):
            raise ValueError(f"{written(value)} is no number of months")
        return value

    return Key(read=read, allowed='calendar months such as "1 month" or "6 months"')


def share(*, required: bool = False, may_be_blank: bool = False) -> Key:
    """A threshold, kept as an exact fraction; None for one that is left blank."""

    def read(value: object) -> Fraction | None:
        return None if may_be_blank and value == "" else parse_fraction(str(value))

    blank = ', or ""' if may_be_blank else ""
    return Key(read=read, allowed=f'a share such as "80%" or "2/3"{blank}', required=required)


def number_of_votes() -> Key:
    """How many votes a practice has: above nothing, with at most two decimals, kept exactly."""

    def read(value: object) -> Fraction:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole and not (isinstance(value, str) and re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", value)):
            raise ValueError(f"{written(value)} is no number of votes")
        number = Fraction(str(value))
        if not 0 < number <= MOST_VOTES:
            raise ValueError(f"{written(value)} is not above 0 and up to {MOST_VOTES:,}")
        return number

    return Key(read=read, allowed='votes such as 3, or with decimals in quotation marks such as "1.27"')


def either(items: tuple[object, ...]) -> str:
    """The values as the file spells them: `"rank", "latest" or "first"`."""
    return " or ".join(", ".join(map(written, items)).rsplit(", ", 1))


def written(value: object) -> str:
    """A value as the file spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _unknown(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"unknown key{meant}; allowed: {', '.join(known)}"


def _problem(value: object, key: Key) -> str:
    try:
        key.read(value)
    except ValueError as error:
        return str(error)
    return ""


def _among(value: object, items: tuple[object, ...]) -> bool:
    return any(type(value) is type(item) and value == item for item in items)


def _whole(value: object, at_least: int, at_most: float = inf) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not at_least <= value <= at_most:
        raise ValueError(f"{written(value)} is no such number")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"{written(value)} is no list")
    return value


def _distinct(items: list[Any]) -> tuple[Any, ...]:
    if len(set(items)) < len(items):
        raise ValueError("the same is said twice")
    return tuple(items)
