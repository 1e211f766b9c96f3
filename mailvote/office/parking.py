"""Messages about a call that wait for an answer of their sender: who it was, or which call is meant (mail.md 3).

What they hold is sealed with our own key, and deleted when the time for applications is over.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from mailvote.mail import dossier as dossiers
from mailvote.mail.dossier import Dossier
from mailvote.mail.letter import Enclosure
from mailvote.office.case import Case
from mailvote.office.challenges import CHALLENGE
from mailvote.office.desk import Desk
from mailvote.office.keys import sealer
from mailvote.rules.codes import crockford
from mailvote.rules.lifecycle import may_count
from mailvote.store import ballots, documents, organisations, proofs
from mailvote.store.ballots import Ballot
from mailvote.store.proofs import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a message about a call holds, whoever sent it: enough to carry it out later.

    `name` is the one that it gives, else that of its From. `answers` says that it answers a letter to the candidate.
    """

    name: str
    is_named: bool
    withdraws: bool
    dossier: Dossier
    received_at: datetime
    answers: bool = False
    refused: tuple[str, ...] = field(default=(), repr=False)
    contents: Mapping[str, Enclosure] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A message that waits; `calls` are those that it can be about, `inbox_id` is its number.

    `sent` is None once it is over: `ended_how` is "confirmed" or "expired".
    """

    proof_id: int
    inbox_id: int
    calls: tuple[Ballot, ...]
    sent: Sent | None
    ended_how: str = ""


def park(
    conn: Connection, desk: Desk, address: str, calls: Iterable[Ballot], sent: Sent, inbox_id: int, now: datetime
) -> str:
    """Keep a message until its sender answers; the nonce that only their address will learn.

    It goes with the call that ends last of those that it can be about, and so waits as long as it can be of use.
    """
    nonce = crockford(secrets.token_bytes(16))
    wanted = tuple(calls)
    last = max(wanted, key=lambda ballot: ballot.dates.apply_by or now)
    proof = proofs.add(
        conn,
        sealer(conn, desk, None),
        organisation=desk.organisation,
        nonce=nonce,
        purpose=CHALLENGE,
        author=address,
        text=_written(wanted, sent),
        sent_at=now,
        inbox_id=inbox_id,
        ballot_id=last.id,
    )
    for file in sent.dossier.files:
        _keep(conn, desk, proof.id, replace(sent.contents[file.digest], name=file.digest), now)
    return nonce


def _keep(conn: Connection, desk: Desk, proof_id: int, file: Enclosure, now: datetime) -> None:
    """A file under its digest: what it is called stands with the rest of the message."""
    documents.add(
        conn,
        sealer(conn, desk, None),
        organisation=desk.organisation,
        kind="statement",
        file=file,
        now=now,
        proof_id=proof_id,
    )


def answered(conn: Connection, desk: Desk, case: Case) -> Parked | None:
    """The message about a call whose sender answers our question about it, also when it is over already."""
    own = sealer(conn, desk, None)
    found = (proofs.find(conn, own, desk.organisation, nonce) for nonce in sorted(case.marks.tokens))
    asked = (proof for proof in found if proof and proof.purpose == CHALLENGE and proof.author == case.address)
    return next((parked for proof in asked if (parked := _parked(conn, desk, proof)) is not None), None)


def _parked(conn: Connection, desk: Desk, proof: Proof) -> Parked | None:
    """None for the question to a voter, of which nothing is kept with it and which is about an open ballot."""
    if proof.ballot_id is None or proof.inbox_id is None:
        return None
    ballot = ballots.get(conn, proof.ballot_id)
    if not proof.text and ballot.dates.opened_at is not None:
        return None
    kept = json.loads(proof.text) if proof.text else {}
    return Parked(
        proof_id=proof.id,
        inbox_id=proof.inbox_id,
        calls=tuple(ballots.get(conn, ballot_id) for ballot_id in kept.get("calls", [ballot.id])),
        sent=_read(conn, desk, proof.id, kept) if kept else None,
        ended_how=proof.ended_how,
    )


def is_waiting(conn: Connection, desk: Desk, address: str, ballot: Ballot) -> bool:
    """Whether a message from that address about the call waits already."""
    return any(one.author == address for one in proofs.waiting(conn, desk.organisation, CHALLENGE, ballot.id))


def release(conn: Connection, proof_id: int, how: str, now: datetime) -> None:
    """The message is carried out, or never will be: what was kept of it goes."""
    documents.delete(conn, [one.id for one in documents.of_proof(conn, proof_id)])
    proofs.end(conn, proof_id, now, how)
    proofs.forget(conn, proof_id)


def drop_unconfirmed(conn: Connection, desk: Desk, now: datetime) -> None:
    """Delete what nobody confirmed while there was time, once all that came in time is read (R18)."""
    swept_at = organisations.last_sweep(conn, desk.organisation)
    for ballot in ballots.called(conn, desk.organisation):
        dates = ballot.dates
        is_late = dates.apply_by is not None and may_count(dates.apply_by, desk.closing_grace, swept_at)
        if (is_late or dates.cancelled_at is not None) and dates.opened_at is None:
            for one in proofs.waiting(conn, desk.organisation, CHALLENGE, ballot.id):
                release(conn, one.id, "expired", now)


def _written(calls: Iterable[Ballot], sent: Sent) -> str:
    return json.dumps(
        {
            "calls": [ballot.id for ballot in calls],
            "name": sent.name,
            "named": sent.is_named,
            "withdraws": sent.withdraws,
            "answers": sent.answers,
            "received_at": sent.received_at.isoformat(),
            "refused": list(sent.refused),
            "dossier": dossiers.as_json(sent.dossier),
        }
    )


def _read(conn: Connection, desk: Desk, proof_id: int, kept: Mapping[str, Any]) -> Sent:
    own = sealer(conn, desk, None)
    files = [documents.file(conn, own, one.id) for one in documents.of_proof(conn, proof_id)]
    dossier = dossiers.from_json(kept["dossier"])
    names = {file.digest: file.name for file in dossier.files}
    return Sent(
        name=kept["name"],
        is_named=kept["named"],
        withdraws=kept["withdraws"],
        answers=kept["answers"],
        received_at=datetime.fromisoformat(kept["received_at"]),
        refused=tuple(kept["refused"]),
        dossier=dossier,
        contents={file.name: replace(file, name=names[file.name]) for file in files},
    )
