"""Receive a command by mail, a manager's or a lead's: what it answers, and where its answer goes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import manager_letters
from mailvote.mail.addresses import addresses_in
from mailvote.mail.commands import LEAD_VERBS, Instruction, amended, form_in, read_instruction
from mailvote.mail.enclosed import Attached
from mailvote.mail.identity import Token
from mailvote.mail.message import Incoming
from mailvote.mail.sender import Authentication
from mailvote.office import remnants
from mailvote.office.attaching import attached_to, of_no_use
from mailvote.office.authority import Author, author_at
from mailvote.office.case import Case
from mailvote.office.challenges import CHALLENGE
from mailvote.office.clerk import handle
from mailvote.office.desk import Desk
from mailvote.office.fetching import not_fetched
from mailvote.office.filing import file
from mailvote.office.keys import sealer
from mailvote.office.ports import Whole
from mailvote.office.post import post, post_to_managers
from mailvote.office.requests import Reply, Request
from mailvote.office.roll import Attribution
from mailvote.rules.acceptance import Fate
from mailvote.store import erasure, inbox, outbox, proofs
from mailvote.store.proofs import Proof

UNREADABLE_A_DAY = 3
"""How many messages of a manager without a command are answered within 24 hours."""


def concerns(conn: Connection, desk: Desk, case: Case) -> bool:
    """Whether a message is for the clerk: a lead's command, or a manager's and not the vote of one who also votes."""
    if desk.manager(case.address) is None:
        return _is_from_a_practice(conn, desk, case)
    for_leads = _is_for_leads(case) and not _is_copy(desk, case)
    if for_leads or (case.attribution.token is Token.VALID and case.attribution.about is not None):
        return for_leads
    if _answered(conn, desk, case) is not None:
        return True
    is_command = read_instruction(case.incoming.subject, case.words.lines) is not None
    return (is_command or case.attribution.about is None) and not _is_copy(desk, case)


def _is_from_a_practice(conn: Connection, desk: Desk, case: Case) -> bool:
    """A lead's command, whoever of the practices gives it, or the answer to its proof.

    What is forged is none: it is held as any mail in a practice's name is, and the practice warned (mail.md 3).
    """
    if case.authentication is Authentication.FAIL:
        return False
    is_command = (_is_for_leads(case) and not _is_copy(desk, case)) or _answered(conn, desk, case) is not None
    return is_command and author_at(conn, desk, case.address, case.received.received_at) is not None


def receive(conn: Connection, desk: Desk, case: Case, now: datetime, whole: Whole = not_fetched) -> None:
    """Take one command from its arrival to its reply."""
    paper = case.attribution.about if case.attribution.token is Token.VALID else None
    author = author_at(conn, desk, case.address, case.received.received_at, answers=paper)
    if author is None:
        raise ValueError("only managers and people of practices give instructions")
    if paper is None:
        case = replace(case, attribution=Attribution(token=Token.NONE))
    if case.authentication is Authentication.FAIL:
        _hold(conn, desk, case, now)
        return
    answered = _answered(conn, desk, case)
    inbox_id = file(conn, desk, case, fate=Fate.COMMANDS, ground="command", now=now)
    instruction = _instruction(case, answered)
    attached = _attached(case, author, instruction, answered, whole)
    request = Request(
        author=author,
        instruction=instruction,
        answered=answered,
        received_at=case.received.received_at,
        now=now,
        inbox_id=inbox_id,
        form=_form(case, answered),
        files=attached.files,
        left_out=attached.refused,
    )
    if not _feeds_a_loop(conn, desk, request):
        respond(conn, desk, request, occasion=str(inbox_id), answers=case.incoming)


def respond(conn: Connection, desk: Desk, request: Request, *, occasion: str, answers: Incoming | None = None) -> Reply:
    """Answer a command, by mail or over the counter; the messages that gave it belong to the ballot it concerns."""
    reply = handle(conn, desk, request)
    for message in (request.inbox_id, request.answered.inbox_id if request.answered else None):
        _attribute(conn, desk, message, reply.ballot_id)
    post_answer(conn, desk, request, reply, occasion=occasion, answers=answers)
    return reply


def _feeds_a_loop(conn: Connection, desk: Desk, request: Request) -> bool:
    """Whether messages that command nothing were answered often enough today: a machine may send them (P10)."""
    if request.instruction is not None and request.author.may_command:
        return False
    yesterday = request.now - timedelta(days=1)
    refused = outbox.count_to(conn, desk.organisation, request.author.who.address, ("refused",), None, yesterday)
    return refused >= UNREADABLE_A_DAY


def post_answer(
    conn: Connection,
    desk: Desk,
    request: Request,
    reply: Reply,
    *,
    occasion: str,
    answers: Incoming | None = None,
) -> None:
    """Post the answer to its author's registered address; the nonce of a form or proof is in its reply address."""
    post(
        conn,
        desk,
        reply.letter,
        request.author.who,
        occasion=occasion,
        now=request.now,
        ballot_id=reply.ballot_id,
        token=reply.nonce,
        answers=answers,
    )


def _answered(conn: Connection, desk: Desk, case: Case) -> Proof | None:
    """The form or proof to this very manager whose nonce the message carries; of several the newest."""
    office_sealer = sealer(conn, desk, None)
    found = [proofs.find(conn, office_sealer, desk.organisation, nonce) for nonce in case.marks.tokens]
    own = [proof for proof in found if proof and proof.author == case.address and proof.purpose != CHALLENGE]
    return max(own, key=lambda proof: proof.id, default=None)


def _is_for_leads(case: Case) -> bool:
    """Whether the first line is a command that a lead may give, also in the answer to a ballot paper."""
    instruction = read_instruction("", case.words.lines) or read_instruction(case.incoming.subject, case.words.lines)
    return instruction is not None and instruction.verb in LEAD_VERBS


def _is_copy(desk: Desk, case: Case) -> bool:
    """Whether a message was written to others and only copied to us, so that it commands nothing (mail.md 3)."""
    to, cc = (_names_us(desk, case.incoming.values(name)) for name in ("to", "cc"))
    return cc and not to


def _names_us(desk: Desk, values: Iterable[str]) -> bool:
    named = (address.partition("@") for value in values for address in addresses_in(value))
    return any(f"{local.partition('+')[0]}@{domain}" in desk.own_addresses for local, _, domain in named)


def _instruction(case: Case, answered: Proof | None) -> Instruction | None:
    """The command in the own words; only in a reply to a form or proof of ours also a form in the quotation."""
    written = read_instruction("", case.words.lines) or _amended(case, answered)
    return written or _form(case, answered) or read_instruction(case.incoming.subject, case.words.lines)


def _attached(
    case: Case, author: Author, instruction: Instruction | None, answered: Proof | None, whole: Whole
) -> Attached:
    """What is attached to a command; only for a manager is a large message fetched."""
    incoming = case.incoming
    names = tuple(attachment.name for attachment in incoming.attachments)
    if not author.is_manager:
        return of_no_use(names)
    return attached_to(case.received, instruction, answered, names, whole, truncated=incoming.truncated)


def _amended(case: Case, answered: Proof | None) -> Instruction | None:
    """The form or proof that is answered, changed by the fields that stand alone in the own words."""
    if answered is None:
        return None
    form = _form(case, answered) or read_instruction("", answered.text.splitlines())
    return amended(form, case.words.lines) if form else None


def _form(case: Case, answered: Proof | None) -> Instruction | None:
    """A filled-in form wherever it stands; a quoted one counts in a reply to us alone."""
    return (form_in(case.words.lines) or form_in(case.words.quoted)) if answered else None


def _attribute(conn: Connection, desk: Desk, inbox_id: int | None, ballot_id: int | None) -> None:
    """A start and its confirmation are commands of the ballot they make (interface.md 7)."""
    if inbox_id is None or ballot_id is None:
        return
    row = inbox.get(conn, desk.organisation, inbox_id)
    if row is not None and row.ballot_id is None:
        inbox.attribute(
            conn,
            inbox_id,
            ballot_id=ballot_id,
            before=sealer(conn, desk, None),
            after=sealer(conn, desk, ballot_id),
        )
        if erasure.is_shredded(conn, ballot_id):
            remnants.take(conn, inbox_id, ballot_id)


def _hold(conn: Connection, desk: Desk, case: Case, now: datetime) -> None:
    """A command that claims to come from a manager and does not: on file, nothing done, the managers told."""
    inbox_id = file(conn, desk, case, fate=Fate.HELD, ground="forged", now=now)
    letter = manager_letters.held(
        desk.wording,
        desk.house,
        None,
        inbox_id,
        case.address,
        "",
        case.received.received_at,
        "It claims to come from somebody who may give commands, but failed the mail server's check of its sender.",
    )
    post_to_managers(conn, desk, letter, occasion=f"forged {now.date()}", now=now)
