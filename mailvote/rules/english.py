"""Numbers and lists in plain English, as the sentences of the rules need them."""

from collections.abc import Sequence


def plural(noun: str) -> str:
    """The regular plural of a noun: practices, surgeries, branches."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """`1 vote`, `7 votes`, `91,732 patients`."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def listed(items: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last
