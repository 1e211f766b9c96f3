"""What interests do to running ballots: votes are struck out, and whom none bars any more gets a paper (R11)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from mailvote.office.desk import Desk
from mailvote.office.opening import paper_holders, post_paper
from mailvote.office.recording import Voice, strike_out
from mailvote.office.roll import Holding
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, interests, outbox, votes
from mailvote.store.ballots import Ballot
from mailvote.store.bars import somebody
from mailvote.store.interests import Interest
from mailvote.store.votes import Standing

MAY_VOTE_AGAIN = (
    "The declared interest that kept you from voting in this ballot has ended. A vote that it has struck out does not "
    "come back: please vote, unless your {noun} has voted since."
)


def apply_interests(conn: Connection, desk: Desk, now: datetime) -> None:
    """Interests begin and end by their dates too: strike out what one forbids by now, serve whom none bars any more."""
    for ballot in ballots.unfinished(conn, desk.organisation):
        at = stage(ballot.dates, now)
        if at in (Stage.OPEN, Stage.CLOSED):
            strike_out_barred(conn, ballot, now)
        if at is Stage.OPEN:
            _serve_again(conn, desk, ballot, now)


def strike_out_barred(conn: Connection, ballot: Ballot, now: datetime) -> None:
    """Take out of force the votes that an interest forbids, its practice's or its voter's; at last as of the close."""
    if not interests.of_ballot(conn, ballot.id):
        return
    for member in ballots.electorate(conn, ballot, min(now, ballot.paper.closes_at)).members:
        standing = votes.standing(conn, ballot.id, member.id) if _has_bars(member) else None
        if standing is not None and _is_barred(member, standing):
            strike_out(conn, Voice(ballot=ballot, member=member), standing, how="barred", now=now)


def _has_bars(member: Member) -> bool:
    return bool(member.barred) or any(person.barred for person in member.people)


def _is_barred(member: Member, standing: Standing) -> bool:
    """The voter is barred with everybody at the same address: nobody can tell which of them wrote (roll)."""
    voters = {person.address for person in member.people if person.id == standing.person_id}
    return bool(member.barred) or any(person.barred for person in member.people if person.address in voters)


def _serve_again(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """A paper for everybody who was told of an interest in this ballot that has ended."""
    ended = [one for one in interests.of_ballot(conn, ballot.id) if _ended_while_open(one, ballot, now)]
    if not ended:
        return
    electorate = ballots.electorate(conn, ballot, now)
    told = outbox.posted_to(conn, ballot.id, "barred-paper")
    for held in paper_holders(desk, ballot, electorate, now):
        last = max((one.id for one in _about(ended, electorate, held)), default=None)
        if last is not None and held.person.id in told:
            note = MAY_VOTE_AGAIN.format(noun=desk.house.noun)
            post_paper(conn, desk, held, now, note=note, occasion=f"interest {last} ended")


def _ended_while_open(entry: Interest, ballot: Ballot, now: datetime) -> bool:
    opened_at = ballot.dates.opened_at
    return opened_at is not None and entry.until is not None and max(opened_at, entry.since) < entry.until <= now


def _about(entries: list[Interest], electorate: Electorate, held: Holding) -> Iterator[Interest]:
    """The entries that were this practice's, or this person's whatever the appointment."""
    appointed = {person.id: somebody(person) for member in electorate.members for person in member.people}
    for entry in entries:
        mine = entry.member_id == held.member.id
        if mine if entry.person_id is None else appointed.get(entry.person_id) == somebody(held.person):
            yield entry
