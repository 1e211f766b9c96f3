"""Questions back to a voter: which message we asked about, what we offered, and whether this message answers it."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from mailvote.office.case import Case
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer
from mailvote.office.roll import Holding, Roll
from mailvote.rules.acceptance import Fate
from mailvote.rules.codes import crockford
from mailvote.store import inbox, proofs

CHALLENGE: Literal["challenge"] = "challenge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message of this person that waits for an answer; `offered` is the choice that a YES confirms."""

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


def answered(conn: Connection, desk: Desk, roll: Roll, case: Case) -> Holding | None:
    """The vote that this message is about because it carries the nonce of our challenge to its sender."""
    for nonce in sorted(case.marks.tokens):
        proof = proofs.find(conn, sealer(conn, desk, None), desk.organisation, nonce)
        if proof and proof.purpose == CHALLENGE and proof.author == case.address and proof.inbox_id:
            return _held(conn, desk, roll, proof.inbox_id)
    return None


def pending(conn: Connection, desk: Desk, held: Holding) -> Question | None:
    """The newest message of this person in this ballot that we asked about and that nothing has settled since."""
    rows = [
        row
        for row in inbox.pending(conn, held.ballot.id, held.member.id, fate=Fate.CHALLENGED)
        if row.person_id == held.person.id
    ]
    if not rows:
        return None
    newest = max(rows, key=lambda row: row.id)
    kept = inbox.hint(conn, sealer(conn, desk, held.ballot.id), newest.id)
    offered = None if kept is None else tuple(json.loads(kept))
    return Question(inbox_id=newest.id, received_at=newest.received_at, offered=offered)


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
