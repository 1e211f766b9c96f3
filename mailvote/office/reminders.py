"""Remind the practices that have sent neither vote nor abstention, and send papers again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import letters
from mailvote.mail.commands import Remind, Resend
from mailvote.office.desk import Desk
from mailvote.office.opening import paper_holders, post_paper
from mailvote.office.plans import Done, find_ballot, in_words
from mailvote.office.post import post_to_voter
from mailvote.office.roll import Holding
from mailvote.rules.electorate import Member
from mailvote.rules.english import counted, listed
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, deadlines, outbox, votes
from mailvote.store.ballots import Ballot
from mailvote.store.deadlines import Due

PAUSE = timedelta(hours=24)
"""The manager may have the silent reminded once in this time (interface.md 8)."""


PAPERS_A_DAY = 3
"""How often one person is sent the paper of one ballot within 24 hours, whoever asks for it."""


def remind_due(conn: Connection, desk: Desk, now: datetime) -> None:
    """Send the reminders that are due; of several that were missed only the last, so that two never go out at once."""
    due = [one for one in deadlines.due(conn, desk.organisation, now) if one.kind == "remind"]
    for one in due:
        if not _is_overtaken(one, due):
            ballot = ballots.get(conn, one.ballot_id)
            if stage(ballot.dates, now) is Stage.OPEN:
                remind_silent(conn, desk, ballot, occasion=one.due_at.isoformat(), now=now)
        deadlines.done(conn, one.id, now)


def remind_silent(conn: Connection, desk: Desk, ballot: Ballot, *, occasion: str, now: datetime) -> int:
    """Write to the lead and deputy of every silent practice; how many letters were posted."""
    turnout = votes.turnout(conn, ballot.id)
    replied = turnout.voted | turnout.abstained
    electorate = ballots.electorate(conn, ballot, now)
    silent = (held for held in paper_holders(desk, ballot, electorate, now) if held.member.id not in replied)
    return sum(post_to_voter(conn, desk, held, letters.reminder, occasion=occasion, now=now) for held in silent)


def remind(conn: Connection, desk: Desk, command: Remind, now: datetime) -> Done:
    """The manager's own reminder, at once and at most once in 24 hours."""
    ballot = _open_ballot(conn, desk, command.reference, now)
    if isinstance(ballot, str):
        return Done(sentences=(ballot,), ballot_id=None)
    last = outbox.last_posted(conn, ballot.id, "reminder")
    if last is not None and now - last < PAUSE:
        sentence = "Reminders went out less than 24 hours ago, so none were sent now."
    else:
        letters_posted = remind_silent(conn, desk, ballot, occasion=now.isoformat(), now=now)
        sentence = f"{counted(letters_posted, 'reminder')} posted to {desk.house.nouns} without a reply."
    return Done(sentences=(sentence,), ballot_id=ballot.id)


def resend(conn: Connection, desk: Desk, command: Resend, now: datetime) -> Done:
    """Send its ballot paper to one practice again, at once and at most three times in 24 hours."""
    ballot = _open_ballot(conn, desk, command.reference, now)
    if isinstance(ballot, str):
        return Done(sentences=(ballot,), ballot_id=None)
    electorate = ballots.electorate(conn, ballot, now)
    member = electorate.named(command.practice)
    if member is None:
        near = electorate.nearest(command.practice)
        hint = f" Did you mean {near}?" if near else ""
        sentence = f"There is no {desk.house.noun} “{command.practice}” in this ballot.{hint}"
        return Done(sentences=(sentence,), ballot_id=ballot.id)
    holders = [held for held in paper_holders(desk, ballot, electorate, now) if held.member.id == member.id]
    return Done(sentences=(_send_again(conn, desk, member, holders, now),), ballot_id=ballot.id)


def _send_again(conn: Connection, desk: Desk, member: Member, holders: Sequence[Holding], now: datetime) -> str:
    """Post the papers of one practice once more, and say to whom they go."""
    if not holders:
        return f"{member.name} has nobody on the register who is sent papers, so none went out."
    if any(_papers_lately(conn, desk, held, now) >= PAPERS_A_DAY for held in holders):
        return f"{member.name} was sent its ballot paper {PAPERS_A_DAY} times in the last 24 hours, so none went now."
    for held in holders:
        post_paper(conn, desk, held, now, occasion=now.isoformat())
    return f"The ballot paper of {member.name} goes again to {listed([held.person.name for held in holders])}."


def _papers_lately(conn: Connection, desk: Desk, held: Holding, now: datetime) -> int:
    return outbox.count_to(conn, desk.organisation, held.person.address, ("paper",), held.ballot.id, now - PAUSE)


def _is_overtaken(one: Due, due: list[Due]) -> bool:
    return any(other.ballot_id == one.ballot_id and other.due_at > one.due_at for other in due)


def _open_ballot(conn: Connection, desk: Desk, reference: str, now: datetime) -> Ballot | str:
    """The ballot, if it is open and takes its votes by mail; else why nothing can be sent."""
    ballot = find_ballot(conn, desk, reference)
    if isinstance(ballot, str):
        return ballot
    if not ballot.paper.rules.is_by_mail:
        return f"No ballot papers are sent in {ballot.paper.reference}: you record its votes, so nothing was sent."
    at = stage(ballot.dates, now)
    return ballot if at is Stage.OPEN else f"{ballot.paper.reference} is {in_words(at)}, not open."
