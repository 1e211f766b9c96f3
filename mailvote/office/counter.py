"""What comes over the counter, from the command line instead of by mail: a manager's command, a message to settle."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from mailvote.errors import MailvoteError, UnknownName
from mailvote.mail.addresses import plain_address
from mailvote.mail.commands import Command, Instruction, Reject, Settle, read_instruction
from mailvote.mail.enclosed import Attached, chosen
from mailvote.office.attaching import of_no_use, takes_files
from mailvote.office.authority import Author, author_at
from mailvote.office.desk import Addressee, Desk
from mailvote.office.instructions import respond
from mailvote.office.keys import sealer
from mailvote.office.looking import message_numbered
from mailvote.office.plans import Done
from mailvote.office.proving import DUTIES
from mailvote.office.requests import Reply, Request
from mailvote.rules.codes import read_crockford
from mailvote.store import proofs
from mailvote.store.proofs import Proof

COMMAND_LINE = Addressee(name="the command line", address="the command line")
"""Who settles a message from the command line, as the journal names it."""

CONFIRM = Instruction(verb="confirm")


def order(
    conn: Connection, desk: Desk, address: str, text: str, now: datetime, files: Sequence[tuple[str, bytes]] = ()
) -> Reply:
    """Give a command in the name of the manager or lead with that address; MailvoteError if it is nobody's.

    `files` are name and content of what goes with it.
    """
    author = _author(conn, desk, address, now)
    instruction = read_instruction("", text.splitlines())
    taken = author.is_manager and takes_files(instruction, None)
    attached = chosen(files) if taken else of_no_use([name for name, _ in files])
    return _respond(conn, desk, author, instruction, None, now, attached)


def confirm(conn: Connection, desk: Desk, address: str, nonce: str, now: datetime) -> Reply:
    """Confirm the proof of that nonce, which only whom it was made for can; UnknownName for any other."""
    author = _author(conn, desk, address, now)
    proof = proofs.find(conn, sealer(conn, desk, None), desk.organisation, read_crockford(nonce))
    if proof is None or proof.author != author.who.address:
        raise UnknownName(f"proof for {author.who.address} with the code", nonce)
    return _respond(conn, desk, author, CONFIRM, proof, now, Attached())


def is_to_confirm(reply: Reply) -> bool:
    """Whether the answer is a proof that a confirmation would carry out."""
    return reply.letter.purpose == "proof" and not reply.refused


def settle(conn: Connection, desk: Desk, number: int, option: str | None, now: datetime) -> Done:
    """Count a waiting message as a vote for that option (None: reject it); MailvoteError with every reason not to."""
    message_numbered(conn, desk, number)
    command: Command = Reject(message_id=number) if option is None else Settle(message_id=number, option=option)
    duty = DUTIES[type(command)]
    problems = duty.plan(conn, desk, command, now).problems
    if problems:
        raise MailvoteError("\n".join(problems))
    return duty.carry_out(conn, desk, command, COMMAND_LINE, now)


def _author(conn: Connection, desk: Desk, address: str, now: datetime) -> Author:
    author = author_at(conn, desk, plain_address(address) or "", now)
    if author is None:
        known = ", ".join(manager.address for manager in desk.managers)
        raise MailvoteError(
            f"{address} is not the address of a manager of {desk.organisation}, nor of the lead of a "
            f"{desk.house.noun}; managers: {known}"
        )
    return author


def _respond(
    conn: Connection,
    desk: Desk,
    author: Author,
    instruction: Instruction | None,
    answered: Proof | None,
    now: datetime,
    attached: Attached,
) -> Reply:
    request = Request(
        author=author,
        instruction=instruction,
        answered=answered,
        received_at=now,
        now=now,
        files=attached.files,
        left_out=attached.refused,
    )
    return respond(conn, desk, request, occasion=f"counter {secrets.token_hex(8)}")
