"""Remember a form or proof under a nonce that goes to its author's registered address alone (mail.md 3)."""

import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from mailvote.mail.forms import Instruction, canonical
from mailvote.office.desk import Addressee, Desk
from mailvote.office.keys import sealer
from mailvote.rules.codes import crockford
from mailvote.store import proofs
from mailvote.store.proofs import Proof

LIFE_OF_A_PROOF = timedelta(hours=24)
"""From the proof's sending to the confirmation's receipt (interface.md 8)."""

PROOF: Literal["proof"] = "proof"
FORM: Literal["form"] = "form"


def keep(
    conn: Connection,
    desk: Desk,
    *,
    purpose: Literal["form", "proof"],
    author: Addressee,
    instruction: Instruction | None,
    now: datetime,
    inbox_id: int | None = None,
    ballot_id: int | None = None,
) -> str:
    """Keep what a confirmation would carry out, and return the nonce that confirms it; a form carries nothing."""
    return enter(
        conn,
        desk,
        purpose=purpose,
        author=author,
        instruction=instruction,
        now=now,
        inbox_id=inbox_id,
        ballot_id=ballot_id,
    ).nonce


def enter(
    conn: Connection,
    desk: Desk,
    *,
    purpose: Literal["form", "proof"],
    author: Addressee,
    instruction: Instruction | None,
    now: datetime,
    inbox_id: int | None = None,
    ballot_id: int | None = None,
) -> Proof:
    """Keep it under a new nonce, as `keep` does."""
    return proofs.add(
        conn,
        sealer(conn, desk, None),
        organisation=desk.organisation,
        nonce=crockford(secrets.token_bytes(16)),
        purpose=purpose,
        author=author.address,
        text=canonical(instruction) if instruction else "",
        sent_at=now,
        inbox_id=inbox_id,
        ballot_id=ballot_id,
    )
