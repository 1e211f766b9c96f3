"""Forms: an empty one with its dates proposed, or one that comes back with every mistake in it named."""

from datetime import time

from sqlalchemy import Connection

from mailvote.mail import manager_letters
from mailvote.mail.commands import RUN_OFF, Instruction, Misunderstood, NewBallot, kind_of
from mailvote.office.attaching import about_files, attach, takes_files
from mailvote.office.desk import Desk
from mailvote.office.plans import Plan
from mailvote.office.proofing import FORM, enter
from mailvote.office.proving import proof_letter
from mailvote.office.requests import Reply, Request, end_proof, refused
from mailvote.rules.workingdays import default_close, next_working_day
from mailvote.store.proofs import Proof

MORNING = time(9)
"""When a form proposes to open a ballot, local time."""

ABOUT_PEOPLE = frozenset({"set", "nominate", "interest", "declare", "call", "reopen", "panel", "office", "vacancy"})
"""The commands whose form comes back to be corrected, as that of a ballot does."""


def offer_form(conn: Connection, desk: Desk, request: Request, command: NewBallot) -> Reply:
    return _form(conn, desk, request, command.kind, None, ())


def misunderstood(conn: Connection, desk: Desk, request: Request, command: Misunderstood) -> Reply:
    """Every mistake at once; a form comes back filled in, so that nothing has to be typed again."""
    instruction = request.instruction
    if instruction and instruction.verb in ABOUT_PEOPLE:
        return _to_correct(conn, desk, request, instruction, command.sentences)
    kind = kind_of(instruction.argument, desk.rules) if instruction and instruction.verb == "start" else None
    if kind is None or kind == RUN_OFF:
        return refused(desk, request, command.sentences)
    end_proof(conn, request, "replaced")
    return _form(conn, desk, request, kind, instruction, command.sentences)


def _to_correct(
    conn: Connection, desk: Desk, request: Request, instruction: Instruction, problems: tuple[str, ...]
) -> Reply:
    """The form of a command about people or interests, to be corrected where it stands."""
    end_proof(conn, request, "replaced")
    form = _enter(conn, desk, request)
    plan = Plan(what=_files(conn, desk, request, form), problems=problems)
    letter = proof_letter(desk, form.nonce, instruction, plan, request.now)
    return Reply(letter=letter, nonce=form.nonce, refused=True)


def _form(
    conn: Connection, desk: Desk, request: Request, kind: str, prefill: Instruction | None, problems: tuple[str, ...]
) -> Reply:
    """A form; an empty one proposes to open on the next working morning and to close as early as is permitted."""
    calendar = desk.house.calendar
    opens_at = next_working_day(request.now, MORNING, calendar)
    closes_at = default_close(opens_at, desk.rule_sets[kind].rules.window, calendar)
    form = _enter(conn, desk, request)
    letter = manager_letters.form(
        desk.wording,
        desk.house,
        kind,
        form.nonce,
        opens_at,
        closes_at,
        prefill,
        rule_sets=desk.rules,
        problems=problems,
        files=_files(conn, desk, request, form),
    )
    return Reply(letter=letter, nonce=form.nonce, refused=bool(problems))


def _files(conn: Connection, desk: Desk, request: Request, form: Proof) -> tuple[str, ...]:
    """Keep what came with a form that has to be corrected, so that it need not be attached again."""
    if not takes_files(request.instruction, request.answered):
        return request.left_out
    left_out = attach(conn, desk, request, form)
    return (*about_files(conn, desk, form, ""), *left_out)


def _enter(conn: Connection, desk: Desk, request: Request) -> Proof:
    """A form is known again by its nonce; what it asks for stands in it."""
    return enter(
        conn,
        desk,
        purpose=FORM,
        author=request.author.who,
        instruction=None,
        now=request.now,
        inbox_id=request.inbox_id,
    )
