"""Answer a command: look things up at once, change nothing before a proof of it is confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any, Literal

from sqlalchemy import Connection

from mailvote.mail import manager_letters
from mailvote.mail.commands import (
    RUN_OFF,
    Cancel,
    Command,
    Confirm,
    Drop,
    EndInterest,
    Extend,
    Help,
    Instruction,
    Misunderstood,
    NewBallot,
    Record,
    RecordInterest,
    Reject,
    Remind,
    Resend,
    ReviewInterest,
    SetPerson,
    Settle,
    ShowInterests,
    ShowRoster,
    StartBallot,
    StartRunOff,
    Status,
    alike,
    canonical,
    kind_of,
    read_instruction,
    understand,
)
from mailvote.mail.letter import Letter
from mailvote.office import (
    appointments,
    conflicts,
    interestlist,
    records,
    reminders,
    runoff,
    settlement,
    starting,
    status,
    window,
)
from mailvote.office.authority import Author, completed, refusal
from mailvote.office.desk import Desk
from mailvote.office.plans import Done, Duty, Plan
from mailvote.office.proofing import FORM, LIFE_OF_A_PROOF, PROOF, keep
from mailvote.office.roster import roster_letter
from mailvote.rules.workingdays import default_close, next_working_day
from mailvote.store import proofs
from mailvote.store.proofs import Proof

MORNING = time(9)
"""When a form proposes to open a ballot, local time."""

DUTIES: Mapping[type[Command], Duty[Any]] = {
    StartBallot: starting.DUTY,
    StartRunOff: runoff.DUTY,
    Extend: window.EXTENSION,
    Cancel: window.CANCELLATION,
    Settle: settlement.SETTLEMENT,
    Reject: settlement.REJECTION,
    Record: records.DUTY,
    SetPerson: appointments.DUTY,
    RecordInterest: conflicts.INTEREST,
    ReviewInterest: conflicts.REVIEW,
    EndInterest: conflicts.END,
}
"""The commands that change something: each is planned, proved, confirmed and then carried out."""

ABOUT_PEOPLE = frozenset({"set", "nominate", "interest", "declare"})
"""The commands whose form comes back to be corrected, as that of a ballot does."""

NO_PROOF = "There is nothing to confirm or drop here: reply to the proof itself, so that I know which one you mean."
NO_COMMAND = (
    "I did not find a command in your message. Put one on the first line, for example: status. Nothing was changed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command, who gives it, and the form or proof whose nonce came with it.

    `form` is a form that stands anywhere in a reply, `files` are the names of what was attached.
    """

    author: Author
    instruction: Instruction | None
    answered: Proof | None
    received_at: datetime
    now: datetime
    inbox_id: int | None = None
    form: Instruction | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The letter that answers a command, the ballot that it concerns, and the nonce of a form or proof.

    `refused` says that nothing came of the command, now or after a confirmation.
    """

    letter: Letter
    ballot_id: int | None = None
    nonce: str = field(default="", repr=False)
    refused: bool = False


def handle(conn: Connection, desk: Desk, request: Request) -> Reply:
    """Answer one command, if its author may give it; every mistake in it is named at once."""
    if request.instruction is None:
        return _refused(desk, request, (NO_COMMAND,))
    forbidden = refusal(request.author, request.instruction, desk.house.noun)
    if forbidden is not None:
        return _refused(desk, request, (forbidden,))
    instruction = completed(conn, desk, request.author, request.instruction, request.now)
    if isinstance(instruction, str):
        return _misunderstood(conn, desk, request, Misunderstood(sentences=(instruction,)))
    request = replace(request, instruction=instruction)
    command = understand(instruction, desk.house.calendar, desk.rules)
    if isinstance(command, Misunderstood):
        return _misunderstood(conn, desk, request, command)
    return _obey(conn, desk, request, command)


def _obey(conn: Connection, desk: Desk, request: Request, command: Command) -> Reply:
    match command:
        case Help():
            return Reply(letter=manager_letters.help(desk.wording, desk.house, desk.rules))
        case NewBallot():
            return _offer_form(conn, desk, request, command)
        case Status():
            return _report(conn, desk, request, command)
        case ShowRoster():
            return Reply(letter=roster_letter(conn, desk, request.now))
        case ShowInterests():
            return Reply(letter=interestlist.listing(conn, desk, request.now))
        case Remind():
            return _done(desk, reminders.remind(conn, desk, command, request.now))
        case Resend():
            return _done(desk, reminders.resend(conn, desk, command, request.now))
        case Confirm():
            return _confirm(conn, desk, request)
        case Drop():
            return _drop(conn, desk, request)
        case _:
            return _propose(conn, desk, request, command)


def _propose(
    conn: Connection, desk: Desk, request: Request, command: Command, *, preface: tuple[str, ...] = ()
) -> Reply:
    """Send the proof: what would happen and every problem; an older proof that it corrects is thereby dropped."""
    if request.instruction is None:
        raise ValueError("a proof needs the instruction that it proves")
    _end(conn, request, "replaced")
    plan = DUTIES[type(command)].plan(conn, desk, command, request.now)
    nonce = _keep(conn, desk, request, PROOF, request.instruction, plan.ballot_id)
    plan = replace(plan, what=(*preface, *plan.what, *_about_files(request)))
    letter = _proof(desk, nonce, request.instruction, plan, request.now)
    return Reply(letter=letter, ballot_id=plan.ballot_id, nonce=nonce, refused=bool(plan.problems))


def _confirm(conn: Connection, desk: Desk, request: Request) -> Reply:
    """Carry out what was proved; what has become impossible, or is confirmed too late, gets a new proof instead."""
    proof = request.answered
    if proof is None or proof.purpose != PROOF:
        return _refused(desk, request, (NO_PROOF,))
    if proof.ended_at is not None:
        return _done(desk, Done(sentences=(_ended(proof),), ballot_id=proof.ballot_id))
    again = replace(request, instruction=read_instruction("", proof.text.splitlines()))
    if again.instruction and request.form and not alike(request.form, again.instruction):
        return handle(conn, desk, replace(request, instruction=request.form))
    unauthorised = _unauthorised(conn, desk, again)
    if unauthorised:
        return _refused(desk, request, (unauthorised,))
    command = _understood(desk, again)
    if request.received_at > proof.sent_at + LIFE_OF_A_PROOF:
        late = "Your confirmation came more than 24 hours after the proof, so this is a new one."
        return _propose(conn, desk, again, command, preface=(late,))
    duty = DUTIES[type(command)]
    at = request.received_at if duty.counts_from_receipt else request.now
    if duty.plan(conn, desk, command, at).problems:
        return _propose(conn, desk, again, command)
    command = duty.confirmed(command, min(request.received_at, request.now))
    done = duty.carry_out(conn, desk, command, request.author.who, request.now)
    proofs.end(conn, proof.id, request.now, "confirmed", done.ballot_id)
    return _done(desk, done, about=_first_line(again.instruction))


def _unauthorised(conn: Connection, desk: Desk, request: Request) -> str:
    """Why who could give the command once may no longer: a lead whom another has followed; or an empty text (R7)."""
    if request.instruction is None:
        raise ValueError("a proof keeps its instruction")
    forbidden = refusal(request.author, request.instruction, desk.house.noun)
    found = forbidden or completed(conn, desk, request.author, request.instruction, request.now)
    return found if isinstance(found, str) else ""


def _drop(conn: Connection, desk: Desk, request: Request) -> Reply:
    proof = request.answered
    if proof is None:
        return _refused(desk, request, (NO_PROOF,))
    if proof.ended_at is not None:
        return _done(desk, Done(sentences=(_ended(proof),), ballot_id=proof.ballot_id))
    _end(conn, request, "dropped")
    sentence = "Dropped: nothing was changed, and the proof can no longer be confirmed."
    return _done(desk, Done(sentences=(sentence,), ballot_id=proof.ballot_id))


def _offer_form(conn: Connection, desk: Desk, request: Request, command: NewBallot) -> Reply:
    return _form(conn, desk, request, command.kind, None, ())


def _misunderstood(conn: Connection, desk: Desk, request: Request, command: Misunderstood) -> Reply:
    """Every mistake at once; a form comes back filled in, so that nothing has to be typed again."""
    instruction = request.instruction
    if instruction and instruction.verb in ABOUT_PEOPLE:
        return _to_correct(conn, desk, request, instruction, command.sentences)
    kind = kind_of(instruction.argument, desk.rules) if instruction and instruction.verb == "start" else None
    if kind is None or kind == RUN_OFF:
        return _refused(desk, request, command.sentences)
    _end(conn, request, "replaced")
    return _form(conn, desk, request, kind, instruction, command.sentences)


def _to_correct(
    conn: Connection, desk: Desk, request: Request, instruction: Instruction, problems: tuple[str, ...]
) -> Reply:
    """The form of a command about people or interests, to be corrected where it stands."""
    _end(conn, request, "replaced")
    nonce = _keep(conn, desk, request, FORM, None, None)
    letter = _proof(desk, nonce, instruction, Plan(problems=problems), request.now)
    return Reply(letter=letter, nonce=nonce, refused=True)


def _proof(desk: Desk, nonce: str, instruction: Instruction, plan: Plan, now: datetime) -> Letter:
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
        about=_first_line(instruction),
    )


def _form(
    conn: Connection, desk: Desk, request: Request, kind: str, prefill: Instruction | None, problems: tuple[str, ...]
) -> Reply:
    """A form; an empty one proposes to open on the next working morning and to close as early as is permitted."""
    calendar = desk.house.calendar
    opens_at = next_working_day(request.now, MORNING, calendar)
    closes_at = default_close(opens_at, desk.rule_sets[kind].rules.window, calendar)
    nonce = _keep(conn, desk, request, FORM, None, None)
    letter = manager_letters.form(
        desk.wording,
        desk.house,
        kind,
        nonce,
        opens_at,
        closes_at,
        prefill,
        rule_sets=desk.rules,
        problems=problems,
    )
    return Reply(letter=letter, nonce=nonce, refused=bool(problems))


def _report(conn: Connection, desk: Desk, request: Request, command: Status) -> Reply:
    reports = status.reports(conn, desk, command.reference, request.now)
    if isinstance(reports, str):
        return _refused(desk, request, (reports,))
    letter = manager_letters.status(desk.wording, desk.house, tuple(report for _, report in reports))
    ballot_id = reports[0][0] if command.reference else None
    return Reply(letter=letter, ballot_id=ballot_id)


def _keep(
    conn: Connection,
    desk: Desk,
    request: Request,
    purpose: Literal["form", "proof"],
    instruction: Instruction | None,
    ballot_id: int | None,
) -> str:
    return keep(
        conn,
        desk,
        purpose=purpose,
        author=request.author.who,
        instruction=instruction,
        now=request.now,
        inbox_id=request.inbox_id,
        ballot_id=ballot_id,
    )


def _end(conn: Connection, request: Request, how: str) -> None:
    if request.answered is not None and request.answered.purpose == PROOF:
        proofs.end(conn, request.answered.id, request.now, how)


def _about_files(request: Request) -> tuple[str, ...]:
    if not request.files:
        return ()
    return (f"Attached files are not sent on with the papers; this one stays with me: {', '.join(request.files)}.",)


def _understood(desk: Desk, request: Request) -> Command:
    """The command of a proof that we wrote ourselves."""
    command = understand(request.instruction, desk.house.calendar, desk.rules) if request.instruction else None
    if command is None or isinstance(command, Misunderstood):
        raise ValueError("the instruction on a proof was understood before and must be again")
    return command


def _ended(proof: Proof) -> str:
    return f"This proof was {proof.ended_how} already; nothing was done twice."


def _first_line(instruction: Instruction | None) -> str:
    """The command as subjects name it: `start election`, `settle 12`; never the option that a message is settled as."""
    first = canonical(instruction).partition("\n")[0] if instruction else ""
    return first.partition(" as ")[0]


def _done(desk: Desk, done: Done, *, about: str = "") -> Reply:
    letter = manager_letters.done(desk.wording, desk.house, done.sentences, about=about)
    return Reply(letter=letter, ballot_id=done.ballot_id)


def _refused(desk: Desk, request: Request, sentences: tuple[str, ...]) -> Reply:
    letter = manager_letters.refused(desk.wording, desk.house, sentences, to_manager=request.author.is_manager)
    return Reply(letter=letter, refused=True)
