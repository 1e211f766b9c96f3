"""A command that was given and what answers it: the values that pass between the desks of the office."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import manager_letters
from mailvote.mail.commands import Instruction, canonical
from mailvote.mail.letter import Enclosure, Letter
from mailvote.office.authority import Author
from mailvote.office.desk import Desk
from mailvote.office.plans import Done
from mailvote.office.proofing import PROOF
from mailvote.store import proofs
from mailvote.store.proofs import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command, who gives it, and the form or proof whose nonce came with it.

    `form` is a form that stands anywhere in a reply, `files` are what was attached and is taken, `left_out` says of the
    rest why it is not.
    """

    author: Author
    instruction: Instruction | None
    answered: Proof | None
    received_at: datetime
    now: datetime
    inbox_id: int | None = None
    form: Instruction | None = None
    files: tuple[Enclosure, ...] = field(default=(), repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The letter that answers a command, the ballot that it concerns, and the nonce of a form or proof.

    `refused` says that nothing came of the command, now or after a confirmation.
    """

    letter: Letter
    ballot_id: int | None = None
    nonce: str = field(default="", repr=False)
    refused: bool = False


def done_reply(desk: Desk, done: Done, *, about: str = "") -> Reply:
    letter = manager_letters.done(desk.wording, desk.house, done.sentences, about=about)
    return Reply(letter=letter, ballot_id=done.ballot_id)


def refused(desk: Desk, request: Request, sentences: tuple[str, ...]) -> Reply:
    letter = manager_letters.refused(desk.wording, desk.house, sentences, to_manager=request.author.is_manager)
    return Reply(letter=letter, refused=True)


def first_line(instruction: Instruction | None) -> str:
    """The command as subjects name it: `start election`, `settle 12`; never the option that a message is settled as."""
    first = canonical(instruction).partition("\n")[0] if instruction else ""
    return first.partition(" as ")[0]


def end_proof(conn: Connection, request: Request, how: str) -> None:
    if request.answered is not None and request.answered.purpose == PROOF:
        proofs.end(conn, request.answered.id, request.now, how)
