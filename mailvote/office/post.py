"""Post a letter: compose it once, store its bytes in the outbox, and leave the sending to the dispatcher."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from mailvote.mail import tokens
from mailvote.mail.compose import Envelope, compose, stand_in
from mailvote.mail.letter import Letter
from mailvote.mail.letters import Writer
from mailvote.mail.message import Incoming
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.keys import sealer, sealer_of
from mailvote.office.roll import Holding
from mailvote.store import documents as files
from mailvote.store import outbox
from mailvote.store.documents import Document
from mailvote.store.outbox import Outgoing


def post(
    conn: Connection,
    desk: Desk,
    letter: Letter,
    to: Addressee,
    *,
    occasion: str,
    now: datetime,
    ballot_id: int | None = None,
    token: str = "",
    answers: Incoming | None = None,
    documents: Sequence[Document] = (),
) -> bool:
    """Post one letter to one person; False if the letter for this occasion had been posted before.

    `occasion` tells letters of one purpose to one person apart and makes the Message-ID (trust.md 2): the same
    occasion always gives the same one, so nothing is ever posted twice. `documents` go with it, and are put in their
    places by the dispatcher: what is stored of the letter only says where.
    """
    letter_id = desk.secrets.letter_id(
        letter.purpose, ballot_id or 0, to.member_id or 0, to.person_id or 0, f"{to.address} {occasion}"
    )
    envelope = _envelope(desk, to, letter_id=letter_id, token=token, answers=answers, now=now)
    kept = tuple(stand_in(files.head(conn, sealer_of(conn, desk, one), one.id), one.id) for one in documents)
    posted = outbox.post(
        conn,
        sealer(conn, desk, ballot_id),
        Outgoing(
            organisation=desk.organisation,
            ballot_id=ballot_id,
            member_id=to.member_id,
            person_id=to.person_id,
            purpose=letter.purpose,
            sequence=occasion,
            recipient=to.address,
            message_id=envelope.message_id,
            content=compose(replace(letter, enclosures=(*letter.enclosures, *kept)), envelope),
        ),
        now,
    )
    if posted and documents:
        files.enclose(conn, desk.organisation, envelope.message_id, [one.id for one in documents])
    return posted


def _envelope(
    desk: Desk, to: Addressee, *, letter_id: str, token: str, answers: Incoming | None, now: datetime
) -> Envelope:
    house = desk.house
    domain = house.address.rpartition("@")[2]
    return Envelope(
        sender_name=house.organisation,
        sender=house.address,
        recipient_name=to.name,
        recipient=to.address,
        reply_to=tokens.plus_address(house.address, token) if token and house.plus_addressing else house.address,
        message_id=tokens.message_id(token, letter_id, domain) if token else f"<{letter_id}@{domain}>",
        date=now,
        answers=answers.message_id if answers else "",
        references=answers.thread if answers else (),
        replied=answers is not None,
    )


def post_to_voter(
    conn: Connection,
    desk: Desk,
    held: Holding,
    write: Writer,
    *,
    occasion: str,
    now: datetime,
    answers: Incoming | None = None,
    **values: Any,
) -> bool:
    """Write and post a letter about a ballot to one of the voting people of a practice; their token goes with it."""
    letter = write(desk.wording, desk.house, held.ballot_paper, **values)
    return post(
        conn,
        desk,
        letter,
        addressee(held.person),
        occasion=occasion,
        now=now,
        ballot_id=held.ballot.id,
        token=held.token,
        answers=answers,
    )


def post_to_managers(
    conn: Connection,
    desk: Desk,
    letter: Letter,
    *,
    occasion: str,
    now: datetime,
    ballot_id: int | None = None,
) -> None:
    """Post one letter to every manager of the organisation."""
    for manager in desk.managers:
        post(conn, desk, letter, manager, occasion=occasion, now=now, ballot_id=ballot_id)
