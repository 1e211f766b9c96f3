"""Take from the tables what a destroyed ballot may not leave behind: choices, texts and files (R23, interface.md 8).

Message-IDs, addresses and times stay, and who took part. A content key goes too: it is made under the organisation's
key, and who has that could try every answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, func, or_, select, update

from mailvote.store import candidates, votes
from mailvote.store import tables as t
from mailvote.store.destruction import Strays
from mailvote.store.vault import ContentKey

TOUCHED = (t.ballot, t.vote, t.inbox, t.outbox, t.proof, t.finding, t.candidate, t.enclosure, t.document)
"""The tables from which something goes."""

DESTROYED = "destroyed"
"""What a letter says that was never sent, and how a content key begins that tells nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A message received, or a letter of ours, that belongs to no ballot; `address` is that of the other side."""

    id: int
    address: str
    at: datetime
    ground: str = ""


def no_content_key() -> ContentKey:
    """What stands in the place of a content key; no two are alike."""
    return ContentKey(f"{DESTROYED} {token_hex(16)}")


def is_shredded(conn: Connection, ballot_id: int | None) -> bool:
    """Whether the ballot's key is gone, so that nothing of it may be kept any more."""
    if ballot_id is None:
        return False
    gone = and_(t.ballot.c.id == ballot_id, t.ballot.c.key_wrapped.is_(None))
    return conn.execute(select(t.ballot.c.id).where(gone)).first() is not None


def loose_messages(conn: Connection, ballot_id: int) -> tuple[Loose, ...]:
    """What was received of no ballot since this one was made, as far as its content is kept."""
    query = select(t.inbox).where(t.inbox.c.read_at >= _made_at(ballot_id), *_loose(t.inbox, ballot_id))
    rows = conn.execute(query.order_by(t.inbox.c.id))
    return tuple(Loose(id=row.id, address=row.from_address, at=row.received_at, ground=row.ground) for row in rows)


def loose_letters(conn: Connection, ballot_id: int) -> tuple[Loose, ...]:
    """What we sent about no ballot since this one was made, as far as its content is kept."""
    query = select(t.outbox).where(t.outbox.c.posted_at >= _made_at(ballot_id), *_loose(t.outbox, ballot_id))
    rows = conn.execute(query.where(~t.to_send).order_by(t.outbox.c.id))
    return tuple(Loose(id=row.id, address=row.recipient, at=row.posted_at) for row in rows)


def _made_at(ballot_id: int) -> ColumnElement[datetime]:
    return select(t.ballot.c.created_at).where(t.ballot.c.id == ballot_id).scalar_subquery()


def _loose(table: Table, ballot_id: int) -> tuple[ColumnElement[bool], ...]:
    here = select(t.ballot.c.organisation).where(t.ballot.c.id == ballot_id).scalar_subquery()
    return table.c.organisation == here, table.c.ballot_id.is_(None), table.c.content_sealed.is_not(None)


def numbers(conn: Connection, ballot_id: int, strays: Strays, forgotten: Iterable[int]) -> dict[str, int]:
    """How much of each kind will go; `forgotten` are the candidates whose papers go with the ballot."""
    wanted = {
        "messages": (t.inbox, and_(_messages(ballot_id, strays), t.inbox.c.content_sealed.is_not(None))),
        "letters": (t.outbox, and_(_letters(ballot_id, strays), t.outbox.c.content_sealed.is_not(None))),
        "proofs": (t.proof, and_(_proofs(ballot_id, strays), t.proof.c.text_sealed.is_not(None))),
        "documents": (t.document, _documents(ballot_id, strays, forgotten)),
    }
    counted = {name: select(func.count()).select_from(table).where(which) for name, (table, which) in wanted.items()}
    found = {name: conn.execute(query).scalar_one() for name, query in counted.items()}
    return {"votes": votes.how_many(conn, ballot_id), **found}


def freeze(conn: Connection, ballot_id: int) -> None:
    """Who took part is kept with the ballot before the votes go, so that its figures stay as they are."""
    turnout = votes.turnout(conn, ballot_id)
    took_part = {"voted": turnout.voted, "abstained": turnout.abstained, "recorded": turnout.recorded}
    kept = {name: sorted(members) for name, members in took_part.items()}
    conn.execute(update(t.ballot).where(t.ballot.c.id == ballot_id).values(took_part=kept))


def shred(conn: Connection, ballot_id: int, forgotten: Iterable[int], at: datetime) -> None:
    """The key of the ballot goes, and of its candidates; letters that still wait can never be opened again, and end."""
    conn.execute(update(t.ballot).where(t.ballot.c.id == ballot_id).values(key_wrapped=None))
    for candidate_id in forgotten:
        candidates.forget(conn, candidate_id, at)
    unsent = and_(t.outbox.c.ballot_id == ballot_id, t.outbox.c.state != "sent")
    conn.execute(update(t.outbox).where(unsent).values(content_sealed=None))
    ended = {"state": "failed", "error": DESTROYED, "claimed_until": None}
    conn.execute(update(t.outbox).where(unsent, t.to_send).values(ended))


def empty(conn: Connection, ballot_id: int, strays: Strays) -> None:
    """Votes, texts, files and the panel's reasons go, and the rows of candidates who did not stand."""
    votes.destroy(conn, ballot_id)
    _empty_messages(conn, _messages(ballot_id, strays))
    conn.execute(update(t.outbox).where(_letters(ballot_id, strays)).values(content_sealed=None))
    conn.execute(update(t.proof).where(_proofs(ballot_id, strays)).values(text_sealed=None))
    _delete_documents(conn, _documents(ballot_id, strays, ()))
    applied = select(t.candidate.c.id).where(t.candidate.c.ballot_id == ballot_id)
    conn.execute(update(t.finding).where(t.finding.c.candidate_id.in_(applied)).values(reason_sealed=None))
    drop_those_who_did_not_stand(conn, ballot_id)


def emptied_twins(
    conn: Connection, organisation: str, message_id: str, from_address: str, received_at: datetime | None = None
) -> tuple[tuple[int, int | None], ...]:
    """The messages, destroyed since, that bear these marks, and were received then where a time is given.

    Each with the ballot that it was about.
    """
    same = and_(t.inbox.c.message_id == message_id, t.inbox.c.from_address == from_address)
    then = [] if received_at is None else [t.inbox.c.received_at == received_at]
    chosen = and_(t.inbox.c.organisation == organisation, same, t.inbox.c.content_key.like(f"{DESTROYED} %"), *then)
    rows = conn.execute(select(t.inbox.c.id, t.inbox.c.ballot_id).where(chosen).order_by(t.inbox.c.id))
    return tuple((row.id, row.ballot_id) for row in rows)


def _empty_messages(conn: Connection, which: ColumnElement[bool]) -> None:
    rows = conn.execute(select(t.inbox.c.id).where(which)).scalars().all()
    emptied = update(t.inbox).where(t.inbox.c.id == bindparam("this"))
    emptied = emptied.values(content_sealed=None, hint_sealed=None, content_key=bindparam("nothing"))
    if rows:
        conn.execute(emptied, [{"this": each, "nothing": no_content_key()} for each in rows])


def _delete_documents(conn: Connection, which: ColumnElement[bool]) -> None:
    chosen = select(t.document.c.id).where(which)
    conn.execute(delete(t.enclosure).where(t.enclosure.c.document_id.in_(chosen)))
    conn.execute(delete(t.document).where(which))


def drop_those_who_did_not_stand(conn: Connection, ballot_id: int) -> None:
    """Of forgotten candidates only those stay who stood: their names are on the paper."""
    gone = and_(t.candidate.c.ballot_id == ballot_id, t.candidate.c.state != "eligible")
    chosen = select(t.candidate.c.id).where(gone, t.candidate.c.forgotten_at.is_not(None))
    conn.execute(delete(t.finding).where(t.finding.c.candidate_id.in_(chosen)))
    conn.execute(delete(t.candidate).where(t.candidate.c.id.in_(chosen)))


def empty_message(conn: Connection, inbox_id: int) -> None:
    """A message turned out to be about a destroyed ballot."""
    _empty_messages(conn, t.inbox.c.id == inbox_id)


def _messages(ballot_id: int, strays: Strays) -> ColumnElement[bool]:
    return or_(t.inbox.c.ballot_id == ballot_id, t.inbox.c.id.in_(strays.messages))


def _letters(ballot_id: int, strays: Strays) -> ColumnElement[bool]:
    return or_(t.outbox.c.ballot_id == ballot_id, t.outbox.c.id.in_(strays.letters))


def _proofs(ballot_id: int, strays: Strays) -> ColumnElement[bool]:
    messages = select(t.inbox.c.id).where(_messages(ballot_id, strays))
    return or_(t.proof.c.ballot_id == ballot_id, t.proof.c.inbox_id.in_(messages))


def _documents(ballot_id: int, strays: Strays, forgotten: Iterable[int]) -> ColumnElement[bool]:
    """Files of the ballot or of its proofs; a candidate's go with the candidate."""
    proofs = select(t.proof.c.id).where(_proofs(ballot_id, strays))
    own = and_(t.document.c.candidate_id.is_(None), t.document.c.ballot_id == ballot_id)
    return or_(own, t.document.c.proof_id.in_(proofs), t.document.c.candidate_id.in_(tuple(forgotten)))
