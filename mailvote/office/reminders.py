"""Remind the practices that have sent neither vote nor abstention, and send papers again."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import letters
from mailvote.mail.commands import Remind, Resend
from mailvote.office.desk import Desk
from mailvote.office.opening import paper_holders, post_paper
from mailvote.office.plans import Done, find_ballot
from mailvote.office.post import post_to_voter
from mailvote.rules.english import counted
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, deadlines, outbox, votes
from mailvote.store.ballots import Ballot
from mailvote.store.deadlines import Due

PAUSE = timedelta(hours=24)
"""The manager may have the silent reminded once in this time (interface.md 8)."""


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
    """Send its ballot paper to one practice again."""
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
    names = []
    for held in paper_holders(desk, ballot, electorate, now):
        if held.member.id == member.id:
            post_paper(conn, desk, held, now, occasion=now.isoformat())
            names.append(held.person.name)
    sentence = f"The ballot paper of {member.name} goes again to {' and '.join(names) or 'nobody: it has no lead'}."
    return Done(sentences=(sentence,), ballot_id=ballot.id)


def _is_overtaken(one: Due, due: list[Due]) -> bool:
    return any(other.ballot_id == one.ballot_id and other.due_at > one.due_at for other in due)


def _open_ballot(conn: Connection, desk: Desk, reference: str, now: datetime) -> Ballot | str:
    ballot = find_ballot(conn, desk, reference)
    if isinstance(ballot, str):
        return ballot
    at = stage(ballot.dates, now)
    return ballot if at is Stage.OPEN else f"{ballot.paper.reference} is {at}, not open."
