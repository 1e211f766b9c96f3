"""The order of candidates on the paper, drawn by lot from a published value, so that anyone can draw it again (R20)."""

from collections.abc import Iterable
from hashlib import sha256


def drawn(names: Iterable[str], seed: str) -> tuple[str, ...]:
    """The names in the order of the lot: by the SHA-256 of the seed followed by the name, lowest first.

    `printf '%s' "SEED""NAME" | sha256sum` gives what each is sorted by. The seed is fixed after the names are, and
    before anybody could know it.
    """
    return tuple(sorted(names, key=lambda name: (ticket(seed, name), name)))


def ticket(seed: str, name: str) -> str:
    """What a name is sorted by, in hexadecimal figures."""
    return sha256(f"{seed}{name}".encode("utf-8", "surrogatepass")).hexdigest()
