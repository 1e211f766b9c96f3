"""Answer a command: look things up at once, change nothing before a proof of it is confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import manager_letters
from mailvote.mail.commands import (
    Command,
    Confirm,
    Drop,
    Help,
    Misunderstood,
    NewBallot,
    NewCall,
    Remind,
    Resend,
    ShowInterests,
    ShowOffices,
    ShowRoster,
    Status,
    understand,
)
from mailvote.mail.letter import Letter
from mailvote.office import interestlist, officelist, reminders, status
from mailvote.office.authority import completed, refusal
from mailvote.office.calling import offer_call_form
from mailvote.office.desk import Desk
from mailvote.office.filling import misunderstood, offer_form
from mailvote.office.proving import confirm, corrected, drop, propose
from mailvote.office.requests import Reply, Request, done_reply, refused
from mailvote.office.roster import roster_letter

NO_COMMAND = (
    "I did not find a command in your message. Put one on the first line, for example: status. Nothing was changed."
)

LISTINGS: Mapping[type[Command], Callable[[Connection, Desk, datetime], Letter]] = {
    ShowRoster: roster_letter,
    ShowInterests: interestlist.listing,
    ShowOffices: officelist.listing,
}
"""The registers that a manager may ask for."""


def handle(conn: Connection, desk: Desk, request: Request) -> Reply:
    """Answer one command, if its author may give it; every mistake in it is named at once."""
    if request.instruction is None:
        return refused(desk, request, (NO_COMMAND,))
    forbidden = refusal(request.author, request.instruction, desk.house.noun)
    if forbidden is not None:
        return refused(desk, request, (forbidden,))
    instruction = completed(conn, desk, request.author, request.instruction, request.now)
    if isinstance(instruction, str):
        return misunderstood(conn, desk, request, Misunderstood(sentences=(instruction,)))
    request = replace(request, instruction=instruction)
    command = understand(instruction, desk.house.calendar, desk.rules)
    if isinstance(command, Misunderstood):
        return misunderstood(conn, desk, request, command)
    return _obey(conn, desk, request, command)


def _obey(conn: Connection, desk: Desk, request: Request, command: Command) -> Reply:
    match command:
        case Help():
            return Reply(letter=manager_letters.help(desk.wording, desk.house, desk.rules))
        case NewBallot():
            return offer_form(conn, desk, request, command)
        case NewCall():
            return offer_call_form(conn, desk, request)
        case Status():
            return _report(conn, desk, request, command)
        case ShowRoster() | ShowInterests() | ShowOffices():
            return Reply(letter=LISTINGS[type(command)](conn, desk, request.now))
        case Remind():
            return done_reply(desk, reminders.remind(conn, desk, command, request.now))
        case Resend():
            return done_reply(desk, reminders.resend(conn, desk, command, request.now))
        case Confirm():
            return _confirm(conn, desk, request)
        case Drop():
            return drop(conn, desk, request)
        case _:
            return propose(conn, desk, request, command)


def _confirm(conn: Connection, desk: Desk, request: Request) -> Reply:
    """A confirmation above a form that was changed is a new command."""
    changed = corrected(request)
    if changed is not None:
        return handle(conn, desk, replace(request, instruction=changed))
    return confirm(conn, desk, request)


def _report(conn: Connection, desk: Desk, request: Request, command: Status) -> Reply:
    reports = status.reports(conn, desk, command.reference, request.now)
    if isinstance(reports, str):
        return refused(desk, request, (reports,))
    letter = manager_letters.status(desk.wording, desk.house, tuple(report for _, report in reports))
    ballot_id = reports[0][0] if command.reference else None
    return Reply(letter=letter, ballot_id=ballot_id)
