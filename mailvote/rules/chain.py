"""The journal as a hash chain: every event fixes all that went before it (trust.md 3)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
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


def next_event(previous: Event | None, *, at: datetime, kind: str, body: Mapping[str, JSON]) -> Event:
    """The event that follows `previous`, or the first of a chain (sequence 1)."""
    sequence = previous.sequence + 1 if previous else 1
    before = previous.digest if previous else ""
    digest = _digest(before, sequence=sequence, at=at, kind=kind, body=body)
    return Event(sequence=sequence, at=at, kind=kind, body=body, previous=before, digest=digest)


def verify(events: Sequence[Event], *, heads: Iterable[str] = ()) -> tuple[str, ...]:
    """What is wrong with a chain, one sentence each; nothing when it holds.

    A chain rewritten from some event to its end agrees with itself, so `heads` brings in the digests that
    were mailed out (in receipts, in the declaration): each must be the digest of one of the events.
    """
    known = {event.digest for event in events}
    lost = (f"no event has the digest {head} that was mailed out" for head in heads if head not in known)
    return tuple(chain(_broken_links(events), lost))


def canonical(value: JSON) -> bytes:
    """The one spelling of a JSON value that is hashed: sorted keys, no spaces, ASCII.

    TypeError for what would not come back from a database the same: floats, keys that are not text.
    """
    return json.dumps(_exact(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def commitment(nonce: bytes, practice: str, choice: tuple[int, ...]) -> str:
    """What the journal holds instead of a vote: with the nonce it proves the choice, without it nothing.

    ValueError for a nonce short enough to be found by trying.
    """
    if len(nonce) < NONCE_BYTES:
        raise ValueError(f"a nonce has at least {NONCE_BYTES} bytes, this one has {len(nonce)}")
    return sha256(nonce + canonical([practice, choice])).hexdigest()


def _digest(previous: str, *, sequence: int, at: datetime, kind: str, body: Mapping[str, JSON]) -> str:
    if at.tzinfo is None:
        raise ValueError("the time of an event needs a time zone")
    moment = at.astimezone(UTC).isoformat()
    content = canonical({"sequence": sequence, "at": moment, "kind": kind, "body": body})
    return sha256(bytes.fromhex(previous) + content).hexdigest()


def _broken_links(events: Sequence[Event]) -> Iterator[str]:
    before = ""
    for sequence, event in enumerate(events, start=1):
        name = f"event {event.sequence} ({event.kind})"
        if event.sequence != sequence:
            yield f"{name} stands where event {sequence} belongs"
        if event.previous != before:
            yield f"{name} does not follow the event before it"
        if event.digest != _true_digest(event):
            yield f"{name} does not have the content that its digest was made of"
        before = event.digest


def _true_digest(event: Event) -> str:
    """What the event's digest should be; "" when it cannot have one."""
    try:
        return _digest(event.previous, sequence=event.sequence, at=event.at, kind=event.kind, body=event.body)
    except (TypeError, ValueError):
        return ""


def _exact(value: JSON) -> JSON:
    match value:
        case None | bool() | int() | str():
            return value
        case Mapping():
            return {_text(key): _exact(item) for key, item in value.items()}
        case list() | tuple():
            return [_exact(item) for item in value]
    raise TypeError(f"a {type(value).__name__} has no canonical form")


def _text(key: object) -> str:
    if isinstance(key, str):
        return key
    raise TypeError(f"a key is text, not a {type(key).__name__}")
