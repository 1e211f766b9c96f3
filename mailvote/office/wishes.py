"""Answer what a voter asks for: WITHDRAW, MY VOTE, RESEND, STATUS, HELP; and offer back what a message seems to say."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import wish_letters
from mailvote.mail.judgement import Verdict
from mailvote.mail.letter import Letter
from mailvote.mail.sender import Sender
from mailvote.mail.wish_letters import BallotShown, VoteShown
from mailvote.office import challenges
from mailvote.office.answers import Answer
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.keys import sealer
from mailvote.office.opening import post_paper
from mailvote.office.post import post, post_to_voter
from mailvote.office.recording import Voice, objected, strike_out, voters
from mailvote.office.roll import Holding, hold
from mailvote.rules.acceptance import Fate
from mailvote.rules.electorate import votes as may_vote
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import erasure, inbox, outbox, votes

SHOWN_A_DAY = 5
"""How many of these letters go to one address within 24 hours: who answers every letter makes no loop (mail.md 2)."""

SHOWN = ("status-shown", "help-shown")


def offer(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Ask whether a message was read rightly; only a YES to this letter confirms it (P1)."""
    if answer.held is None or verdict.choice is None:
        raise ValueError("only a choice in a known ballot can be offered")
    challenges.post_question(
        conn,
        desk,
        answer.held,
        wish_letters.offered,
        inbox_id=inbox_id,
        now=answer.now,
        answers=answer.case.incoming,
        choice=verdict.choice,
        sentence=verdict.sentence,
        received_at=answer.case.received.received_at,
    )


def withdraw(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Take the vote in force out of it, and drop what this person was asked; the practice is told."""
    held, standing = answer.held, answer.in_force
    if held is None:
        raise ValueError("a withdrawal is about one practice's vote in one ballot")
    for row in challenges.waiting(conn, held):
        inbox.set_fate(conn, row.id, Fate.WITHDRAWN, "withdrawn")
    if standing is not None:
        strike_out(conn, Voice(ballot=held.ballot, member=held.member), standing, how="withdrawn", now=answer.now)
    post_to_voter(
        conn,
        desk,
        held,
        wish_letters.withdrawn,
        occasion=str(inbox_id),
        now=answer.now,
        answers=answer.case.incoming,
        stood=standing is not None,
        received_at=answer.case.received.received_at,
    )
    if standing is not None:
        _tell_colleagues(conn, desk, answer, held, inbox_id)


def _tell_colleagues(conn: Connection, desk: Desk, answer: Answer, held: Holding, inbox_id: int) -> None:
    for colleague in voters(desk, held, answer.now):
        if colleague.person.address != held.person.address:
            post_to_voter(
                conn,
                desk,
                colleague,
                wish_letters.withdrawn_by_colleague,
                occasion=str(inbox_id),
                now=answer.now,
                voter=held.person,
                received_at=answer.case.received.received_at,
            )


def show_vote(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Show the vote in force to one of those who may vote for the practice (interface.md 8)."""
    for held in _papers(conn, desk, answer):
        post_to_voter(
            conn,
            desk,
            held,
            wish_letters.vote_shown,
            occasion=str(inbox_id),
            now=answer.now,
            answers=answer.case.incoming,
            vote=_vote_of(conn, desk, held),
            is_open=_is_open(held, answer.now),
        )


def resend(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Post the ballot paper once more to who asks for it."""
    for held in _papers(conn, desk, answer):
        if held.ballot.paper.rules.is_by_mail and _is_open(held, answer.now):
            post_paper(conn, desk, held, answer.now, occasion=f"resent {inbox_id}")


def show_status(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Say which ballots are open for the sender, and whether a reply is counted, never which."""
    to = _to(answer)
    if _was_shown_enough(conn, desk, to, answer.now):
        return
    ballots = [_as_shown(conn, held, answer.now) for held in _held(answer)]
    _post(conn, desk, answer, wish_letters.status_shown(desk.wording, desk.house, to.name, ballots), to, inbox_id)


def show_help(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Say what can be written."""
    to = _to(answer)
    if not _was_shown_enough(conn, desk, to, answer.now):
        _post(conn, desk, answer, wish_letters.help_shown(desk.wording, desk.house, to.name), to, inbox_id)


def _papers(conn: Connection, desk: Desk, answer: Answer) -> Iterator[Holding]:
    """The papers of the sender that a letter about a vote may go with, unless enough such letters went out today."""
    yesterday = answer.now - timedelta(days=1)
    for held in _held(answer):
        told = outbox.count_to(
            conn, desk.organisation, held.person.address, ("vote-shown", "paper"), held.ballot.id, yesterday
        )
        if told <= SHOWN_A_DAY and not (held.person.barred or held.member.barred):
            yield hold(desk, held.ballot, held.member, held.person)


def _held(answer: Answer) -> tuple[Holding, ...]:
    """The vote that the message is about, or every one that it could be about."""
    about = (answer.held,) if answer.held else answer.case.attribution.fitting
    return tuple(held for held in about if may_vote(held.person.role))


def _vote_of(conn: Connection, desk: Desk, held: Holding) -> VoteShown:
    if erasure.is_shredded(conn, held.ballot.id):
        return VoteShown(is_destroyed=True)
    if objected(conn, held.ballot.id, held.member.id):
        return VoteShown(is_held=True)
    opened = votes.in_force(conn, sealer(conn, desk, held.ballot.id), held.ballot.id)
    vote = next((vote for vote in opened if vote.member_id == held.member.id), None)
    return VoteShown(choice=vote.choice, received_at=vote.received_at, code=vote.code) if vote else VoteShown()


def _as_shown(conn: Connection, held: Holding, now: datetime) -> BallotShown:
    return BallotShown(
        ballot_paper=held.ballot_paper,
        stage=stage(held.ballot.dates, now),
        has_reply=votes.standing(conn, held.ballot.id, held.member.id) is not None,
        is_held=bool(objected(conn, held.ballot.id, held.member.id)),
        is_asked=bool(challenges.waiting(conn, held)),
    )


def _is_open(held: Holding, now: datetime) -> bool:
    return stage(held.ballot.dates, now) is Stage.OPEN


def _to(answer: Answer) -> Addressee:
    """The registered person who asks, or the bare registered address where no ballot tells us more."""
    fitting = answer.case.attribution.fitting
    known = answer.held or (fitting[0] if fitting else None)
    if known is not None:
        return addressee(known.person)
    sender = answer.case.sender
    return Addressee(name="", address=sender.address if isinstance(sender, Sender) else "")


def _was_shown_enough(conn: Connection, desk: Desk, to: Addressee, now: datetime) -> bool:
    yesterday = now - timedelta(days=1)
    return outbox.count_to(conn, desk.organisation, to.address, SHOWN, None, yesterday) >= SHOWN_A_DAY


def _post(conn: Connection, desk: Desk, answer: Answer, letter: Letter, to: Addressee, inbox_id: int) -> None:
    post(conn, desk, letter, to, occasion=str(inbox_id), now=answer.now, answers=answer.case.incoming)
