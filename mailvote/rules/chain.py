"""The journal as a hash chain: every event fixes all that went before it (trust.md 3)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeAlias

JSON: TypeAlias = bool | int | str | Sequence["JSON"] | Mapping[str, "JSON"] | None

NONCE_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a ballot; `previous` is the digest of the event before, "" for the first."""

    sequence: int
    at: datetime
    kind: str
    body: Mapping[str, JSON] = field(repr=False)
    previous: str
    digest: str
