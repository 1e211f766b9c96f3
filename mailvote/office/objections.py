"""OBJECT: hold the vote of a practice until the manager settles it or the practice votes again (interface.md 8)."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import office_letters
from mailvote.mail.judgement import OBJECTION, Verdict
from mailvote.office.answers import Answer
from mailvote.office.desk import Desk
from mailvote.office.post import post_to_managers, post_to_voter
from mailvote.office.recording import OBJECTED, Entry, Ticket, Voice, enter, strike_out, voters
from mailvote.office.roll import Holding
from mailvote.rules.acceptance import Fate
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import inbox
from mailvote.store.inbox import InboxRow
from mailvote.store.votes import Standing

GROUNDS = (OBJECTED, OBJECTION)
"""On which a message waits because of an objection: that of the vote, or the objection where the vote has none."""


def hold_vote(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Take the vote in force out of the count, and tell the practice and the managers; or say that there is none."""
    held, standing = answer.held, answer.in_force
    if held is None:
        raise ValueError("an objection is about one practice's vote in one ballot")
    if standing is None and answer.is_held:
        _note(conn, desk, answer, held, inbox_id)
        return
    if standing is None:
        _say_that_there_is_none(conn, desk, answer, held, inbox_id)
        return
    strike_out(conn, Voice(ballot=held.ballot, member=held.member), standing, how="objected", now=answer.now)
    _tell_practice(conn, desk, answer, held, inbox_id)
    _tell_managers(conn, desk, answer, held, standing, inbox_id)


def settle(conn: Connection, desk: Desk, row: InboxRow, held: Holding, choice: tuple[int, ...], now: datetime) -> None:
    """The vote that is objected to stands as the manager says: again that of its message, or a recorded one."""
    is_vote = row.ground == OBJECTED
    if is_vote:
        inbox.set_fate(conn, row.id, Fate.COUNTED, "settled")
    ticket = Ticket(
        choice=choice,
        received_at=row.received_at,
        person=held.person if is_vote else None,
        inbox_id=row.id if is_vote else None,
    )
    entry = enter(conn, desk, Voice(ballot=held.ballot, member=held.member), ticket, now)
    tell_settled(conn, desk, held, now, choice=choice, entry=entry)


def tell_settled(
    conn: Connection,
    desk: Desk,
    voice: Holding | Voice,
    now: datetime,
    *,
    choice: tuple[int, ...] | None = None,
    entry: Entry | None = None,
) -> None:
    """Those who may vote for the practice hear how its objection was settled; without an `entry` no vote counts."""
    for voter in voters(desk, voice, now):
        post_to_voter(
            conn,
            desk,
            voter,
            office_letters.settled,
            occasion=f"settled {entry.head if entry else now.isoformat()}",
            now=now,
            choice=choice,
            at=now,
            is_open=stage(voice.ballot.dates, now) is Stage.OPEN,
            code=entry.code if entry else "",
            head=entry.head if entry else "",
        )


def _say_that_there_is_none(conn: Connection, desk: Desk, answer: Answer, held: Holding, inbox_id: int) -> None:
    post_to_voter(
        conn,
        desk,
        held,
        office_letters.nothing_to_object,
        occasion=str(inbox_id),
        now=answer.now,
        answers=answer.case.incoming,
    )


def _note(conn: Connection, desk: Desk, answer: Answer, held: Holding, inbox_id: int) -> None:
    post_to_voter(
        conn,
        desk,
        held,
        office_letters.objection_received,
        occasion=str(inbox_id),
        now=answer.now,
        answers=answer.case.incoming,
        received_at=answer.case.received.received_at,
    )


def _tell_practice(conn: Connection, desk: Desk, answer: Answer, held: Holding, inbox_id: int) -> None:
    received_at = answer.case.received.received_at
    _note(conn, desk, answer, held, inbox_id)
    for colleague in voters(desk, held, answer.now):
        if colleague.person.address != held.person.address:
            post_to_voter(
                conn,
                desk,
                colleague,
                office_letters.objection_of_colleague,
                occasion=str(inbox_id),
                now=answer.now,
                objector=held.person,
                received_at=received_at,
            )


def _tell_managers(
    conn: Connection, desk: Desk, answer: Answer, held: Holding, standing: Standing, inbox_id: int
) -> None:
    """The message to settle is that of the vote; where the manager had recorded it, that of the objection."""
    letter = office_letters.manager_objection(
        desk.wording,
        desk.house,
        held.ballot.paper,
        held.member,
        held.person,
        standing.inbox_id or inbox_id,
        answer.case.received.received_at,
        standing.inbox_id is None,
    )
    post_to_managers(conn, desk, letter, occasion=str(inbox_id), now=answer.now, ballot_id=held.ballot.id)
