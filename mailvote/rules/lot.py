"""The order of candidates on the paper, drawn by lot from a published value, so that anyone can draw it again (R20)."""

from collections.abc import Iterable
from hashlib import sha256


def drawn(people: Iterable[tuple[str, str]], seed: str) -> tuple[tuple[str, str], ...]:
    """Names with their addresses in the order of the lot: by the SHA-256 of the seed followed by the name.

    `printf '%s' "SEED""NAME" | sha256sum` gives what each is sorted by. The seed is fixed after the names are, and
    before anybody could know it.
    """
    return tuple(sorted(people, key=lambda person: (ticket(seed, person[0]), person)))


def ticket(seed: str, name: str) -> str:
    """What a name is sorted by, in hexadecimal figures."""
    return sha256(f"{seed}{name}".encode("utf-8", "surrogatepass")).hexdigest()
