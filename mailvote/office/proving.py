"""Prove what a command would do, and carry it out once its proof is confirmed, never before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from mailvote.mail import manager_letters
from mailvote.mail.commands import (
    Assess,
    CallForCandidates,
    Cancel,
    Command,
    ConfirmOutcome,
    EndInterest,
    Extend,
    Hold,
    Instruction,
    Launch,
    Misunderstood,
    Record,
    RecordInterest,
    Reject,
    Release,
    ReopenCall,
    ReviewInterest,
    SetOffice,
    SetPanel,
    SetPerson,
    Settle,
    StartBallot,
    StartRunOff,
    Vacancy,
    alike,
    read_instruction,
    understand,
)
from mailvote.mail.letter import Letter
from mailvote.office import (
    appointments,
    callchanges,
    calling,
    confirming,
    conflicts,
    holding,
    launching,
    officeholders,
    records,
    runoff,
    settlement,
    starting,
    vacancies,
    verdicts,
    window,
)
from mailvote.office.attaching import GONE, KEPT_FOR, about_files, attach
from mailvote.office.authority import completed, refusal
from mailvote.office.desk import Desk
from mailvote.office.plans import Done, Duty, Plan
from mailvote.office.proofing import LIFE_OF_A_PROOF, PROOF, enter
from mailvote.office.requests import Reply, Request, done_reply, end_proof, first_line, refused
from mailvote.store import documents, proofs
from mailvote.store.proofs import Proof

DUTIES: Mapping[type[Command], Duty[Any]] = {
    CallForCandidates: calling.DUTY,
    ReopenCall: callchanges.REOPENING,
    SetPanel: callchanges.PANEL,
    Assess: verdicts.DUTY,
    StartBallot: starting.DUTY,
    StartRunOff: runoff.DUTY,
    Extend: window.EXTENSION,
    Cancel: window.CANCELLATION,
    Settle: settlement.SETTLEMENT,
    Reject: settlement.REJECTION,
    Record: records.DUTY,
    SetOffice: officeholders.DUTY,
    Vacancy: vacancies.DUTY,
    SetPerson: appointments.DUTY,
    RecordInterest: conflicts.INTEREST,
    ReviewInterest: conflicts.REVIEW,
    EndInterest: conflicts.END,
    ConfirmOutcome: confirming.DUTY,
    Launch: launching.DUTY,
    Hold: holding.HOLD,
    Release: holding.RELEASE,
}
"""The commands that change something: each is planned, proved, confirmed and then carried out."""

NO_PROOF = "There is nothing to confirm or drop here: reply to the proof itself, so that I know which one you mean."


def propose(
    conn: Connection, desk: Desk, request: Request, command: Command, *, preface: tuple[str, ...] = ()
) -> Reply:
    """Send the proof: what would happen and every problem; an older proof that it corrects is thereby dropped."""
    if request.instruction is None:
        raise ValueError("a proof needs the instruction that it proves")
    end_proof(conn, request, "replaced")
    plan = DUTIES[type(command)].plan(conn, desk, command, request.now)
    if plan.is_over:
        return replace(refused(desk, request, plan.problems), ballot_id=plan.ballot_id)
    instruction = plan.instead or request.instruction
    proof = enter(
        conn,
        desk,
        purpose=PROOF,
        author=request.author.who,
        instruction=instruction,
        now=request.now,
        inbox_id=request.inbox_id,
        ballot_id=plan.ballot_id,
    )
    duty = DUTIES[type(command)]
    files = _files(conn, desk, request, proof, duty)
    if duty.enclosing is not None:
        command = duty.enclosing(command, _kept_with(conn, proof))
        plan = replace(plan, sample=duty.plan(conn, desk, command, request.now).sample)
    plan = replace(plan, what=(*preface, *plan.what, *files))
    letter = proof_letter(desk, proof.nonce, instruction, plan, request.now)
    return Reply(letter=letter, ballot_id=plan.ballot_id, nonce=proof.nonce, refused=bool(plan.problems))


def _files(conn: Connection, desk: Desk, request: Request, proof: Proof, duty: Duty[Any]) -> tuple[str, ...]:
    """Keep the files that come with a command that takes some, and say what becomes of them and of all others."""
    if duty.enclosing is None:
        return request.left_out
    left_out = attach(conn, desk, request, proof)
    return (*about_files(conn, desk, proof, duty.without_files), *left_out)


def _kept_with(conn: Connection, proof: Proof) -> tuple[int, ...]:
    return tuple(one.id for one in documents.of_proof(conn, proof.id))


def confirm(conn: Connection, desk: Desk, request: Request) -> Reply:
    """Carry out what was proved; what has become impossible, or is confirmed too late, gets a new proof instead."""
    proof = request.answered
    if proof is None or proof.purpose != PROOF:
        return refused(desk, request, (NO_PROOF,))
    if proof.ended_at is not None:
        return done_reply(desk, Done(sentences=(_ended(proof),), ballot_id=proof.ballot_id))
    again = replace(request, instruction=_proved(proof))
    unauthorised = _unauthorised(conn, desk, again)
    if unauthorised:
        return refused(desk, request, (unauthorised,))
    command = _understood(desk, again)
    duty = DUTIES[type(command)]
    if request.received_at > proof.sent_at + LIFE_OF_A_PROOF:
        late = "Your confirmation came more than 24 hours after the proof, so this is a new one."
        gone = duty.enclosing is not None and request.now > proof.sent_at + KEPT_FOR
        return propose(conn, desk, again, command, preface=(late, GONE) if gone else (late,))
    if duty.enclosing is not None and (request.files or request.left_out):
        more = "Files came with your confirmation, so this is a new proof, of what goes out with them."
        return propose(conn, desk, again, command, preface=(more,))
    if duty.enclosing is not None:
        command = duty.enclosing(command, _kept_with(conn, proof))
    at = request.received_at if duty.counts_from_receipt else request.now
    plan = duty.plan(conn, desk, duty.shown(command, proof.sent_at), at)
    if plan.problems or plan.instead:
        return propose(conn, desk, again, command)
    command = duty.confirmed(command, min(request.received_at, request.now))
    done = duty.carry_out(conn, desk, command, request.author.who, request.now)
    proofs.end(conn, proof.id, request.now, "confirmed", done.ballot_id)
    return done_reply(desk, done, about=first_line(again.instruction))


def _unauthorised(conn: Connection, desk: Desk, request: Request) -> str:
    """Why who could give the command once may no longer: a lead whom another has followed; or an empty text (R7)."""
    if request.instruction is None:
        raise ValueError("a proof keeps its instruction")
    forbidden = refusal(request.author, request.instruction, desk.house.noun)
    found = forbidden or completed(conn, desk, request.author, request.instruction, request.now)
    return found if isinstance(found, str) else ""


def drop(conn: Connection, desk: Desk, request: Request) -> Reply:
    proof = request.answered
    if proof is None:
        return refused(desk, request, (NO_PROOF,))
    if proof.ended_at is not None:
        return done_reply(desk, Done(sentences=(_ended(proof),), ballot_id=proof.ballot_id))
    end_proof(conn, request, "dropped")
    sentence = "Dropped: nothing was changed, and the proof can no longer be confirmed."
    return done_reply(desk, Done(sentences=(sentence,), ballot_id=proof.ballot_id))


def proof_letter(desk: Desk, nonce: str, instruction: Instruction, plan: Plan, now: datetime) -> Letter:
    return manager_letters.proof(
        desk.wording,
        desk.house,
        nonce,
        plan.what,
        plan.problems,
        plan.sample,
        now + LIFE_OF_A_PROOF,
        rule_sets=desk.rules,
        instruction=instruction,
        about=first_line(instruction),
    )


def _understood(desk: Desk, request: Request) -> Command:
    """The command of a proof that we wrote ourselves."""
    command = understand(request.instruction, desk.house.calendar, desk.rules) if request.instruction else None
    if command is None or isinstance(command, Misunderstood):
        raise ValueError("the instruction on a proof was understood before and must be again")
    return command


def corrected(request: Request) -> Instruction | None:
    """The form that came with a confirmation and says something else than its proof: a new command."""
    proof = request.answered
    if proof is None or proof.purpose != PROOF or proof.ended_at is not None or request.form is None:
        return None
    proved = _proved(proof)
    return request.form if proved and not alike(request.form, proved) else None


def _proved(proof: Proof) -> Instruction | None:
    return read_instruction("", proof.text.splitlines())


def _ended(proof: Proof) -> str:
    return f"This proof was {proof.ended_how} already; nothing was done twice."
