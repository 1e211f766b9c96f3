"""OBJECT: hold the vote of a practice until the manager settles it or the practice votes again (interface.md 8)."""

from sqlalchemy import Connection

from mailvote.mail import office_letters
from mailvote.mail.judgement import Verdict
from mailvote.office.answers import Answer
from mailvote.office.desk import Desk
from mailvote.office.post import post_to_managers, post_to_voter
from mailvote.office.recording import Voice, strike_out, voters
from mailvote.office.roll import Holding
from mailvote.store.votes import Standing


def hold_vote(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Take the vote in force out of the count, and tell the practice and the managers; or say that there is none."""
    held, standing = answer.held, answer.in_force
    if held is None:
        raise ValueError("an objection is about one practice's vote in one ballot")
    if standing is None:
        post_to_voter(
            conn,
            desk,
            held,
            office_letters.nothing_to_object,
            occasion=str(inbox_id),
            now=answer.now,
            answers=answer.case.incoming,
        )
        return
    strike_out(conn, Voice(ballot=held.ballot, member=held.member), standing, how="objected", now=answer.now)
    _tell_practice(conn, desk, answer, held, inbox_id)
    _tell_managers(conn, desk, answer, held, standing, inbox_id)


def _tell_practice(conn: Connection, desk: Desk, answer: Answer, held: Holding, inbox_id: int) -> None:
    received_at = answer.case.received.received_at
    post_to_voter(
        conn,
        desk,
        held,
        office_letters.objection_received,
        occasion=str(inbox_id),
        now=answer.now,
        answers=answer.case.incoming,
        received_at=received_at,
    )
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
