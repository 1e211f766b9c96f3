"""Dispatch what waits in the outbox: claim, hand to the postman, and write down what became of each letter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Engine

from mailvote.errors import OutOfReach
from mailvote.mail import manager_letters
from mailvote.mail.compose import completed
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer, sealer_of
from mailvote.office.ports import Delivery, Disposition, Parcel, Postman
from mailvote.office.post import post_to_managers
from mailvote.rules.codes import crockford
from mailvote.store import documents, outbox
from mailvote.store.database import begin, reading
from mailvote.store.documents import Document
from mailvote.store.outbox import OutboxLetter
from mailvote.store.vault import KeyDestroyed

LEASE = timedelta(minutes=15)
BATCH = 25
"""Letters sent before the mailbox is looked at again, so that a slow server holds up no vote for long."""

IN_HAND = 15_000_000
"""How much of enclosures is in memory at once, in bytes; a letter that has more goes by itself."""

DESTROYED = "what goes with it has been destroyed"
"""Why a letter that waited too long is not sent any more (R23)."""


def dispatch(engine: Engine, desk: Desk, postman: Postman, now: datetime) -> int:
    """Send the next letters of one organisation that are due; how many were tried.

    Each letter's fate is committed as soon as it is known, so that a crash repeats as few as possible.
    """
    claimed = _claim(engine, desk, now)
    open_claims = {waiting.letter.id for waiting in claimed}
    try:
        for load in _loads(claimed):
            for settled in _deliver(engine, desk, postman, load, now):
                open_claims.discard(settled)
    except OutOfReach:
        with begin(engine) as conn:
            outbox.release(conn, open_claims)
        raise
    return len(claimed)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A letter, and the files that go with it."""

    letter: OutboxLetter
    enclosed: tuple[Document, ...]

    @property
    def weight(self) -> int:
        return sum(document.size for document in self.enclosed)


def _claim(engine: Engine, desk: Desk, now: datetime) -> tuple[_Claimed, ...]:
    with begin(engine) as conn:
        letters = outbox.claim(conn, desk.organisation, partial(sealer, conn, desk), now, BATCH, LEASE)
        return tuple(_Claimed(letter, documents.enclosed(conn, letter.id)) for letter in letters)


def _loads(claimed: Sequence[_Claimed]) -> Iterator[list[_Claimed]]:
    """The letters in their order, as many together as may be in hand at once."""
    load: list[_Claimed] = []
    for one in claimed:
        if load and sum(other.weight for other in load) + one.weight > IN_HAND:
            yield load
            load = []
        load.append(one)
    if load:
        yield load


def _deliver(engine: Engine, desk: Desk, postman: Postman, load: Sequence[_Claimed], now: datetime) -> Iterator[int]:
    """Hand over the letters with their enclosures in place; each one's number once its fate is written down."""
    letters = {one.letter.id: one.letter for one in load}
    whole = {one.letter.id: _completed(engine, desk, one) for one in load}
    for letter_id in (number for number, content in whole.items() if content is None):
        with begin(engine) as conn:
            outbox.failed(conn, letter_id, DESTROYED)
        yield letter_id
    parcels = [_parcel(desk, letters[number], content) for number, content in whole.items() if content is not None]
    for delivery in postman.deliver(parcels) if parcels else ():
        with begin(engine) as conn:
            _settle(conn, desk, letters[delivery.parcel_id], delivery, now)
        yield delivery.parcel_id


def _completed(engine: Engine, desk: Desk, claimed: _Claimed) -> bytes | None:
    """The letter as it is sent; None where something that belongs in it is gone."""
    try:
        return completed(claimed.letter.content, _contents(engine, desk, claimed.enclosed))
    except (LookupError, KeyDestroyed):
        return None


def _contents(engine: Engine, desk: Desk, enclosed: Sequence[Document]) -> dict[int, bytes]:
    if not enclosed:
        return {}
    with reading(engine) as conn:
        return {one.id: documents.file(conn, sealer_of(conn, desk, one), one.id).content for one in enclosed}


def _parcel(desk: Desk, letter: OutboxLetter, content: bytes) -> Parcel:
    return Parcel(
        id=letter.id,
        sender=_envelope_sender(desk, letter),
        recipient=letter.recipient,
        content=content,
    )


def _envelope_sender(desk: Desk, letter: OutboxLetter) -> str:
    """Our address, with the letter's number where the mailbox can take it: a bounce then says which letter (VERP)."""
    local, _, domain = desk.house.address.rpartition("@")
    if not desk.house.plus_addressing:
        return desk.house.address
    return f"{local}+bounce-{bounce_code(letter.id)}@{domain}"


def bounce_code(letter_id: int) -> str:
    """What stands for a letter in the address to which it would bounce."""
    return crockford(letter_id.to_bytes(5, "big")).lower()


def _settle(conn: Connection, desk: Desk, letter: OutboxLetter, delivery: Delivery, now: datetime) -> None:
    next_try_at = outbox.next_try(letter.tries, now)
    if delivery.disposition is Disposition.SENT:
        outbox.sent(conn, letter.id, now)
    elif delivery.disposition is Disposition.DELAYED and next_try_at is not None:
        outbox.delayed(conn, letter.id, delivery.error, next_try_at)
    else:
        outbox.failed(conn, letter.id, delivery.error)
        _report_failure(conn, desk, letter, delivery, now)


def _report_failure(conn: Connection, desk: Desk, letter: OutboxLetter, delivery: Delivery, now: datetime) -> None:
    """Tell the managers of a letter that cannot be delivered, but not of one to themselves."""
    if desk.manager(letter.recipient) is None:
        notice = manager_letters.undelivered(desk.wording, desk.house, letter.recipient, letter.purpose, delivery.error)
        post_to_managers(conn, desk, notice, occasion=str(letter.id), now=now)
