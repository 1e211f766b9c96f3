"""Groups of messages to fetch, and what the answers to a FETCH say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mailvote.office.ports import Received

BATCH = 200
"""How many messages are fetched with one command."""

CAP = 262144
"""The most that is fetched of a message before it is known what it is: 256 KiB (mail.md 1)."""

PIECE = 4 * 1024 * 1024
"""How much of a message that is wanted as a whole is fetched with one command."""

LARGE = 65536
"""A message above this size takes the room of four in a batch, so that a batch stays below 13 MiB (P11)."""

WANTED = ("RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[]<0.{CAP}>")


def batches(uids: Iterable[int], large: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Groups of up to 200 UIDs in the order given; each of the large ones takes the room of four."""
    group: list[int] = []
    room = BATCH
    for uid in uids:
        weight = CAP // LARGE if uid in large else 1
        if weight > room:
            yield tuple(group)
            group, room = [], BATCH
        group.append(uid)
        room -= weight
    if group:
        yield tuple(group)


def received(folder: str, uidvalidity: int, uid: int, answer: Mapping[bytes, Any] | None) -> Received | None:
    """The message in a FETCH answer, its time of receipt in UTC; None where any part of it is missing."""
    size, date = about(answer)
    content = body_in(answer)
    if size is None or date is None or content is None or (size and not content):
        return None
    return Received(folder=folder, uidvalidity=uidvalidity, uid=uid, received_at=date, size=size, content=content[:CAP])


def body_in(answer: Mapping[bytes, Any] | None) -> bytes | None:
    """The bytes of the message in a FETCH answer, or None."""
    content = next((value for key, value in (answer or {}).items() if key.startswith(b"BODY[]")), None)
    return content if isinstance(content, bytes) else None


def about(answer: Mapping[bytes, Any] | None) -> tuple[int | None, datetime | None]:
    """Size and time of receipt. "-0000" comes as a naive time, and is UTC (RFC 5322, 3.3)."""
    size, date = (answer or {}).get(b"RFC822.SIZE"), (answer or {}).get(b"INTERNALDATE")
    if isinstance(date, datetime):
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    return size if isinstance(size, int) else None, date if isinstance(date, datetime) else None


def fetch(client: IMAPClient, uids: Sequence[int], items: Sequence[str]) -> Any:
    """The answers to a FETCH by UID; {} where the server says NO, None where it hangs up."""
    try:
        return client.fetch(list(uids), list(items))
    except (IMAPClientAbortError, ConnectionError, EOFError):
        return None
    except IMAPClientError:
        return {}
