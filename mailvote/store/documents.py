"""Files that came with a command or an expression of interest, each kept once and sealed, its name with it.

A file belongs to the proof of the command that it came with, then to the ballot, or to a candidate, and is sealed
under the key of whichever it is: with that key every copy of the file is gone, in old backups too (R23).
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update
from sqlalchemy import delete as delete_from

from mailvote.mail.letter import Enclosure
from mailvote.store import tables as t
from mailvote.store.vault import Sealer, bind

Kind: TypeAlias = Literal["call", "paper", "expression", "statement"]
"""What goes with a call for candidates or with the papers; what a candidate wrote, and each file of a candidate's."""

File = Enclosure


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file on record; its name, its type and what it says are sealed, `size` is that of its content in bytes."""

    id: int
    kind: Kind
    size: int
    proof_id: int | None = None
    ballot_id: int | None = None
    candidate_id: int | None = None


def add(
    conn: Connection,
    sealer: Sealer,
    *,
    organisation: str,
    kind: Kind,
    file: File,
    now: datetime,
    proof_id: int | None = None,
    ballot_id: int | None = None,
    candidate_id: int | None = None,
) -> int:
    """Keep a file; `sealer` is that of the candidate, else of the ballot, else of the organisation."""
    values = {
        "organisation": organisation,
        "kind": kind,
        "proof_id": proof_id,
        "ballot_id": ballot_id,
        "candidate_id": candidate_id,
        "size": len(file.content),
        "head_sealed": b"",
        "content_sealed": b"",
        "added_at": now,
    }
    document_id = conn.execute(insert(t.document).values(values).returning(t.document.c.id)).scalar_one()
    _write(conn, sealer, document_id, file)
    return int(document_id)


def head(conn: Connection, sealer: Sealer, document_id: int) -> File:
    """The file without its content: what it is called and of which type; errors as of `file`."""
    query = select(t.document.c.head_sealed).where(t.document.c.id == document_id)
    sealed = conn.execute(query).scalar_one_or_none()
    if sealed is None:
        raise LookupError(f"no document {document_id}")
    name, content_type = json.loads(sealer.open(sealed, _context(document_id, "head")))
    return File(name=name, content_type=content_type, content=b"")


def file(conn: Connection, sealer: Sealer, document_id: int) -> File:
    """The file itself; LookupError when it is gone, SealBroken under another key than its own."""
    named = head(conn, sealer, document_id)
    query = select(t.document.c.content_sealed).where(t.document.c.id == document_id)
    sealed = conn.execute(query).scalar_one()
    return replace(named, content=sealer.open(sealed, _context(document_id, "content")))


def of_proof(conn: Connection, proof_id: int) -> tuple[Document, ...]:
    """The files that came with the command of a form or proof."""
    return _select(conn, t.document.c.proof_id == proof_id)


def of_ballot(conn: Connection, ballot_id: int, kind: Kind) -> tuple[Document, ...]:
    """The files of that kind that belong to the ballot, those of all its candidates where a kind of theirs is asked."""
    return _select(conn, and_(t.document.c.ballot_id == ballot_id, t.document.c.kind == kind))


def of_candidate(conn: Connection, candidate_id: int, kind: Kind | None = None) -> tuple[Document, ...]:
    """What a candidate sent: of one kind, or all of it."""
    wanted = [t.document.c.kind == kind] if kind else []
    return _select(conn, and_(t.document.c.candidate_id == candidate_id, *wanted))


def get(conn: Connection, document_ids: Collection[int]) -> tuple[Document, ...]:
    """These documents, as far as there are any, in the order in which they were kept."""
    return _select(conn, t.document.c.id.in_(document_ids))


def enclosed(conn: Connection, outbox_id: int) -> tuple[Document, ...]:
    """The documents that go with a letter of the outbox."""
    within = select(t.enclosure.c.document_id).where(t.enclosure.c.outbox_id == outbox_id)
    return _select(conn, t.document.c.id.in_(within))


def enclose(conn: Connection, organisation: str, message_id: str, document_ids: Iterable[int]) -> None:
    """Note that these documents go with the letter of that Message-ID."""
    letter = and_(t.outbox.c.organisation == organisation, t.outbox.c.message_id == message_id)
    outbox_id = conn.execute(select(t.outbox.c.id).where(letter)).scalar_one()
    for document_id in document_ids:
        conn.execute(insert(t.enclosure), {"outbox_id": outbox_id, "document_id": document_id})


def give(
    conn: Connection, document_id: int, before: Sealer, after: Sealer, *, ballot_id: int, kind: Kind | None = None
) -> None:
    """The file of a proof belongs to a ballot from now on, sealed anew under the ballot's key."""
    _write(conn, after, document_id, file(conn, before, document_id))
    values = {"proof_id": None, "ballot_id": ballot_id} | ({"kind": kind} if kind else {})
    conn.execute(update(t.document).where(t.document.c.id == document_id).values(values))


def rename(conn: Connection, sealer: Sealer, document_id: int, name: str) -> None:
    """The file goes by another name from now on; letters that were posted keep the old one."""
    named = head(conn, sealer, document_id)
    sealed = _sealed_head(sealer, document_id, replace(named, name=name))
    conn.execute(update(t.document).where(t.document.c.id == document_id).values(head_sealed=sealed))


def delete(conn: Connection, document_ids: Collection[int]) -> None:
    """Forget the files, and that any letter had them with it."""
    conn.execute(delete_from(t.enclosure).where(t.enclosure.c.document_id.in_(document_ids)))
    conn.execute(delete_from(t.document).where(t.document.c.id.in_(document_ids)))


def leftovers(conn: Connection, organisation: str, sent_before: datetime) -> tuple[int, ...]:
    """Files whose proof was confirmed or dropped, or sent before then: nothing will ever need them.

    What waits for its sender to say who it is from is no proof, and is deleted by `office.parking`.
    """
    over = or_(t.proof.c.ended_how.in_(["confirmed", "dropped"]), t.proof.c.sent_at < sent_before)
    query = select(t.document.c.id).join(t.proof, t.document.c.proof_id == t.proof.c.id)
    own = and_(t.document.c.organisation == organisation, t.proof.c.purpose != "challenge")
    return tuple(conn.execute(query.where(own, over)).scalars())


def waiting(conn: Connection, organisation: str) -> int:
    """How much waits with forms and proofs in all, in bytes."""
    total = select(func.coalesce(func.sum(t.document.c.size), 0))
    mine = and_(t.document.c.organisation == organisation, t.document.c.proof_id.is_not(None))
    return int(conn.execute(total.where(mine)).scalar_one())


def _select(conn: Connection, chosen: ColumnElement[bool]) -> tuple[Document, ...]:
    columns = (
        t.document.c.id,
        t.document.c.kind,
        t.document.c.size,
        t.document.c.proof_id,
        t.document.c.ballot_id,
        t.document.c.candidate_id,
    )
    query = select(*columns).where(chosen).order_by(t.document.c.id)
    return tuple(Document(**row) for row in conn.execute(query).mappings())


def _write(conn: Connection, sealer: Sealer, document_id: int, file: File) -> None:
    """What is sealed in a row; known by the row's number, it fits no other."""
    values = {
        "head_sealed": _sealed_head(sealer, document_id, file),
        "content_sealed": sealer.seal(file.content, _context(document_id, "content")),
    }
    conn.execute(update(t.document).where(t.document.c.id == document_id).values(values))


def _sealed_head(sealer: Sealer, document_id: int, file: File) -> bytes:
    heading = json.dumps([file.name, file.content_type]).encode()
    return sealer.seal(heading, _context(document_id, "head"), block=512)


def _context(document_id: int, column: str) -> bytes:
    return bind("document", document_id, column)
