"""Deal with one answer to a ballot paper: have it judged, file it, and carry the verdict out."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.judgement import Action, Verdict, decide
from mailvote.office import challenges, objections, replies, wishes
from mailvote.office.answers import Answer, gather_answer, matter
from mailvote.office.case import Case
from mailvote.office.desk import Desk
from mailvote.office.filing import file
from mailvote.office.recording import NewVote, record_vote
from mailvote.office.roll import Roll
from mailvote.rules.acceptance import Fate

Deed = Callable[[Connection, Desk, Answer, Verdict, int], None]
"""What the office does about an answer that is on file under the given number."""


def receive(conn: Connection, desk: Desk, roll: Roll, case: Case, now: datetime) -> None:
    """Take one answer from its arrival to its fate, its place in the file and the letters it calls for."""
    answer = gather_answer(conn, desk, roll, case, now)
    verdict = decide(matter(answer))
    inbox_id = file(
        conn,
        desk,
        answer.case,
        fate=verdict.fate,
        ground=verdict.ground,
        hint=challenges.hint(verdict.choice) if verdict.fate is Fate.CHALLENGED else None,
        now=now,
    )
    DEEDS[verdict.action](conn, desk, answer, verdict, inbox_id)


def record(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    if answer.held is None or verdict.choice is None:
        raise ValueError("only a choice in a known ballot can be recorded")
    vote = NewVote(
        held=answer.held,
        choice=verdict.choice,
        received_at=answer.effective_at,
        uid=answer.case.received.uid,
        inbox_id=inbox_id,
        now=answer.now,
        answers=answer.case.incoming,
    )
    record_vote(conn, desk, vote)


def do_nothing(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """The file is all that such a message needs."""


DEEDS: Mapping[Action, Deed] = {
    Action.NOTHING: do_nothing,
    Action.RECORD: record,
    Action.ASK_BACK: replies.ask_back,
    Action.ASK_WHICH: replies.ask_which,
    Action.CHALLENGE: replies.challenge,
    Action.REFUSE: replies.refuse,
    Action.HOLD: replies.hold_for_manager,
    Action.TELL_LATE: replies.tell_late,
    Action.TELL_OUTRANKED: replies.tell_outranked,
    Action.OBJECT: objections.hold_vote,
    Action.OFFER: wishes.offer,
    Action.WITHDRAW: wishes.withdraw,
    Action.SHOW_VOTE: wishes.show_vote,
    Action.RESEND: wishes.resend,
    Action.SHOW_STATUS: wishes.show_status,
    Action.SHOW_HELP: wishes.show_help,
}
