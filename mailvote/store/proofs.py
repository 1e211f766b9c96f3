"""The forms, proofs and questions that were mailed, each known by its nonce until it is answered."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from mailvote.store import tables as t
from mailvote.store.vault import Sealer, bind

Purpose: TypeAlias = Literal["form", "proof", "challenge"]
"""A form to fill in, a proof to confirm, or a question back to a voter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One such letter. `text` is the instruction in canonical form; `inbox_id` the message that gave it.

    `ended_how` is "" while it may still be answered. The database keeps a digest of the nonce alone: who
    reads it cannot confirm in the manager's place.
    """

    id: int
    organisation: str
    nonce: str = field(repr=False)
    purpose: Purpose
    author: str
    text: str = field(repr=False)
    sent_at: datetime
    inbox_id: int | None = None
    ended_at: datetime | None = None
    ended_how: str = ""
    ballot_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A letter that waits for its answer, and to whom it went."""

    id: int
    author: str


def add(
    conn: Connection,
    sealer: Sealer,
    *,
    organisation: str,
    nonce: str,
    purpose: Purpose,
    author: str,
    text: str,
    sent_at: datetime,
    inbox_id: int | None = None,
    ballot_id: int | None = None,
) -> Proof:
    """Keep what was mailed, sealed with the organisation's key: it may settle how a practice voted."""
    digest = _digest(nonce)
    values = {
        "organisation": organisation,
        "nonce_digest": digest,
        "purpose": purpose,
        "author": author,
        "text_sealed": sealer.seal(text.encode(), _context(organisation, digest)),
        "inbox_id": inbox_id,
        "sent_at": sent_at,
        "ended_how": "",
        "ballot_id": ballot_id,
    }
    row = conn.execute(insert(t.proof).values(values).returning(t.proof)).one()
    return _proof(sealer, row, nonce)


def find(conn: Connection, sealer: Sealer, organisation: str, nonce: str) -> Proof | None:
    """The organisation's form or proof of this nonce, ended or not."""
    chosen = and_(t.proof.c.organisation == organisation, t.proof.c.nonce_digest == _digest(nonce))
    row = conn.execute(select(t.proof).where(chosen)).one_or_none()
    return None if row is None else _proof(sealer, row, nonce)


def waiting(conn: Connection, organisation: str, purpose: Purpose, ballot_id: int) -> tuple[Waiting, ...]:
    """What was mailed for that purpose about the ballot and is not answered yet, oldest first."""
    mine = and_(t.proof.c.organisation == organisation, t.proof.c.purpose == purpose, _waiting())
    query = select(t.proof.c.id, t.proof.c.author).where(mine, t.proof.c.ballot_id == ballot_id)
    return tuple(Waiting(id=row.id, author=row.author) for row in conn.execute(query.order_by(t.proof.c.id)))


def end(conn: Connection, proof_id: int, at: datetime, how: str, ballot_id: int | None = None) -> bool:
    """The proof is confirmed, dropped or replaced; False when it had ended already: nothing is done twice."""
    values = {"ended_at": at, "ended_how": how} | ({} if ballot_id is None else {"ballot_id": ballot_id})
    return conn.execute(update(t.proof).where(_waiting(), t.proof.c.id == proof_id).values(values)).rowcount == 1


def overtake(conn: Connection, sealer: Sealer, organisation: str, ballot_id: int, command: str, at: datetime) -> None:
    """Proofs of that command about the ballot, by its first word, make room for a newer one."""
    waiting = and_(_waiting(), t.proof.c.organisation == organisation, t.proof.c.purpose == "proof")
    for row in conn.execute(select(t.proof).where(waiting, t.proof.c.ballot_id == ballot_id)).all():
        if _proof(sealer, row, "").text.startswith(f"{command} "):
            end(conn, row.id, at, "replaced")


def forget(conn: Connection, proof_id: int) -> None:
    """What the letter was about is not kept any longer."""
    conn.execute(update(t.proof).where(t.proof.c.id == proof_id).values(text_sealed=None))


def _waiting() -> ColumnElement[bool]:
    return t.proof.c.ended_at.is_(None)


def _digest(nonce: str) -> str:
    return sha256(nonce.encode("utf-8", "surrogatepass")).hexdigest()


def _context(organisation: str, digest: str) -> bytes:
    return bind("proof", organisation, digest)


def _proof(sealer: Sealer, row: Row[Any], nonce: str) -> Proof:
    sealed, context = row.text_sealed, _context(row.organisation, row.nonce_digest)
    return Proof(
        id=row.id,
        organisation=row.organisation,
        nonce=nonce,
        purpose=row.purpose,
        author=row.author,
        text="" if sealed is None else sealer.open(sealed, context).decode(),
        sent_at=row.sent_at,
        inbox_id=row.inbox_id,
        ended_at=row.ended_at,
        ended_how=row.ended_how,
        ballot_id=row.ballot_id,
    )
