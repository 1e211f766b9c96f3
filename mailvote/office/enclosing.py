"""Post letters with the files that go with them: one copy of each file on record, however many letters there are."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.call_letters import more_papers
from mailvote.mail.letter import Letter
from mailvote.mail.message import Incoming
from mailvote.mail.tokens import reply_line
from mailvote.office.desk import Addressee, Desk
from mailvote.office.keys import sealer, sealer_of
from mailvote.office.post import post
from mailvote.store import documents as files
from mailvote.store.documents import Document

MEGABYTE = 1_000_000

ENCLOSED_AT_MOST = 15 * MEGABYTE
"""How much goes with one letter; encoded for mail it is a third more, and many servers take 25 MB."""


def post_enclosing(
    conn: Connection,
    desk: Desk,
    letter: Letter,
    to: Addressee,
    *,
    documents: Sequence[Document],
    occasion: str,
    now: datetime,
    ballot_id: int | None = None,
    token: str = "",
    answers: Incoming | None = None,
) -> bool:
    """Post a letter with these files; what does not fit follows in further letters. False if it was posted before."""
    parcels = bundles(documents) or ((),)
    posted = post(
        conn,
        desk,
        letter,
        to,
        occasion=occasion,
        now=now,
        ballot_id=ballot_id,
        token=token,
        answers=answers,
        documents=parcels[0],
    )
    for number, parcel in enumerate(parcels[1:], start=2):
        more = more_papers(
            desk.wording,
            desk.house,
            letter,
            number,
            len(parcels),
            names(conn, desk, parcel),
            reply_line(token) if token else "",
        )
        place = f"{occasion} papers {number}"
        post(conn, desk, more, to, occasion=place, now=now, ballot_id=ballot_id, token=token, documents=parcel)
    return posted


def names(conn: Connection, desk: Desk, documents: Iterable[Document]) -> tuple[str, ...]:
    """What the files are called, in their order."""
    return tuple(files.head(conn, sealer_of(conn, desk, one), one.id).name for one in documents)


def give_to_ballot(conn: Connection, desk: Desk, document_ids: Iterable[int], ballot_id: int, kind: files.Kind) -> None:
    """The files of a proof that was confirmed go with the ballot from now on, under its key."""
    ours, own = sealer(conn, desk, None), sealer(conn, desk, ballot_id)
    for document_id in document_ids:
        files.give(conn, document_id, ours, own, ballot_id=ballot_id, kind=kind)


def bundles(documents: Sequence[Document]) -> tuple[tuple[Document, ...], ...]:
    """The files in their order, as many to a letter as fit into it; one that is too large goes alone."""
    found: list[list[Document]] = []
    for document in documents:
        if not found or sum(one.size for one in (*found[-1], document)) > ENCLOSED_AT_MOST:
            found.append([])
        found[-1].append(document)
    return tuple(map(tuple, found))
