"""Questions back to a voter: which message we asked about, what we offered, and whether this message answers it."""

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection

from mailvote.mail.letters import Writer
from mailvote.mail.message import Incoming
from mailvote.office.case import Case
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer
from mailvote.office.post import post_to_voter
from mailvote.office.roll import Holding, Roll
from mailvote.rules.acceptance import Fate
from mailvote.rules.codes import crockford
from mailvote.store import inbox, proofs
from mailvote.store.inbox import InboxRow

CHALLENGE: Literal["challenge"] = "challenge"
WHICH = "which-ballot"
"""The ground in `mail.identity` on which a sender is asked which ballot is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message of this person that waits for an answer; `offered` is the choice that this YES would confirm."""

    inbox_id: int
    received_at: datetime
    offered: tuple[int, ...] | None = field(default=None, repr=False)


def ask(conn: Connection, desk: Desk, *, address: str, inbox_id: int, ballot_id: int, now: datetime) -> str:
    """Remember a challenge and return the nonce that only the registered address will learn (mail.md 3)."""
    nonce = crockford(secrets.token_bytes(16))
    proofs.add(
        conn,
        sealer(conn, desk, None),
        organisation=desk.organisation,
        nonce=nonce,
        purpose=CHALLENGE,
        author=address,
        text="",
        sent_at=now,
        inbox_id=inbox_id,
        ballot_id=ballot_id,
    )
    return nonce


def post_question(
    conn: Connection,
    desk: Desk,
    held: Holding,
    write: Writer,
    *,
    inbox_id: int,
    now: datetime,
    answers: Incoming,
    **values: Any,
) -> None:
    """Post a question to the registered address with the nonce that only there can be read; YES confirms by it."""
    nonce = ask(conn, desk, address=held.person.address, inbox_id=inbox_id, ballot_id=held.ballot.id, now=now)
    asked = replace(held, token=nonce)
    post_to_voter(conn, desk, asked, write, occasion=str(inbox_id), now=now, answers=answers, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """That a message answers our challenge: the vote it is about, and the message that we had asked about."""

    held: Holding
    inbox_id: int


def answered(conn: Connection, desk: Desk, roll: Roll, case: Case) -> Reply | None:
    """Our challenge to the sender of this message, if the message carries its nonce."""
    for nonce in sorted(case.marks.tokens):
        proof = proofs.find(conn, sealer(conn, desk, None), desk.organisation, nonce)
        if proof and proof.purpose == CHALLENGE and proof.author == case.address and proof.inbox_id:
            held = _held(conn, desk, roll, proof.inbox_id)
            return Reply(held=held, inbox_id=proof.inbox_id) if held else None
    return None


def waiting(conn: Connection, held: Holding) -> tuple[InboxRow, ...]:
    """The messages of this person in this ballot that we asked about and that nothing has settled since."""
    rows = inbox.pending(conn, held.ballot.id, held.member.id, fate=Fate.CHALLENGED)
    return tuple(row for row in rows if row.person_id == held.person.id)


def pending(conn: Connection, desk: Desk, held: Holding, reply: Reply | None) -> Question | None:
    """The newest waiting message; what we offered for it stands only to a reply to that very challenge.

    A YES anywhere else, to the paper for instance, must not confirm what somebody else wrote (P1).
    """
    newest = max(waiting(conn, held), key=lambda row: row.id, default=None)
    if newest is None:
        return None
    is_answered = reply is not None and reply.inbox_id == newest.id
    kept = inbox.hint(conn, sealer(conn, desk, held.ballot.id), newest.id) if is_answered else None
    offered = None if kept is None else tuple(json.loads(kept))
    return Question(inbox_id=newest.id, received_at=newest.received_at, offered=offered)


def asked_which(conn: Connection, desk: Desk, case: Case) -> bool:
    """Whether the sender was asked already which of the ballots that now fit is meant: nobody is asked twice."""
    opened = [held.ballot.dates.opened_at or held.ballot.paper.opens_at for held in case.attribution.fitting]
    since = max(opened, default=case.received.received_at)
    return inbox.count_from(conn, desk.organisation, case.address, WHICH, since) > 0


def hint(choice: tuple[int, ...] | None) -> bytes | None:
    """The choice that a YES would confirm, as it is kept sealed with the message."""
    return None if choice is None else json.dumps(choice).encode()


def _held(conn: Connection, desk: Desk, roll: Roll, inbox_id: int) -> Holding | None:
    asked = inbox.get(conn, desk.organisation, inbox_id)
    return next(
        (
            held
            for held in roll.issued.values()
            if asked and (held.ballot.id, held.person.id) == (asked.ballot_id, asked.person_id)
        ),
        None,
    )
