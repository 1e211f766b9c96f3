"""Dispatch what waits in the outbox: claim, hand to the postman, and write down what became of each letter."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Engine

from mailvote.errors import OutOfReach
from mailvote.mail import manager_letters
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer
from mailvote.office.ports import Delivery, Disposition, Parcel, Postman
from mailvote.office.post import post_to_managers
from mailvote.rules.codes import crockford
from mailvote.store import outbox
from mailvote.store.database import begin
from mailvote.store.outbox import OutboxLetter

LEASE = timedelta(minutes=15)
BATCH = 25
"""Letters sent before the mailbox is looked at again, so that a slow server holds up no vote for long."""


def dispatch(engine: Engine, desk: Desk, postman: Postman, now: datetime) -> int:
    """Send the next letters of one organisation that are due; how many were tried.

    Each letter's fate is committed as soon as it is known, so that a crash repeats as few as possible.
    """
    claimed = _claim(engine, desk, now)
    if claimed:
        _deliver(engine, desk, postman, claimed, now)
    return len(claimed)


def _claim(engine: Engine, desk: Desk, now: datetime) -> dict[int, OutboxLetter]:
    with begin(engine) as conn:
        letters = outbox.claim(conn, desk.organisation, partial(sealer, conn, desk), now, BATCH, LEASE)
    return {letter.id: letter for letter in letters}


def _deliver(engine: Engine, desk: Desk, postman: Postman, claimed: dict[int, OutboxLetter], now: datetime) -> None:
    open_claims = set(claimed)
    try:
        for delivery in postman.deliver([_parcel(desk, letter) for letter in claimed.values()]):
            with begin(engine) as conn:
                _settle(conn, desk, claimed[delivery.parcel_id], delivery, now)
            open_claims.discard(delivery.parcel_id)
    except OutOfReach:
        with begin(engine) as conn:
            outbox.release(conn, open_claims)
        raise


def _parcel(desk: Desk, letter: OutboxLetter) -> Parcel:
    return Parcel(
        id=letter.id,
        sender=_envelope_sender(desk, letter),
        recipient=letter.recipient,
        content=letter.content,
    )


def _envelope_sender(desk: Desk, letter: OutboxLetter) -> str:
    """Our address, with the letter's number where the mailbox can take it: a bounce then says which letter (VERP)."""
    local, _, domain = desk.house.address.rpartition("@")
    if not desk.house.plus_addressing:
        return desk.house.address
    return f"{local}+bounce-{crockford(letter.id.to_bytes(5, 'big')).lower()}@{domain}"


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
