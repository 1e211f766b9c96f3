"""Votes: one in force for each practice, sealed, superseded and never overwritten (R3, R9, R13, R22)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from mailvote.rules.chain import commitment
from mailvote.rules.electorate import Role
from mailvote.store import ballots, inbox, votes
from mailvote.store import tables as t
from mailvote.store.ballots import Ballot
from mailvote.store.vault import SealBroken, Sealer
from mailvote.store.votes import Ending, Recorded
from tests.store.places import HOUR, NOW, SECRETS, arrival, enrol, lead_of, opened, organisation


class Poll:
    """An open ballot of two practices, and how they vote in it."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.office: Sealer = organisation(conn)
        self.members = enrol(conn, "Rycote", "Hart")
        self.ballot: Ballot = opened(conn)
        self.sealer = ballots.sealer(conn, SECRETS, self.ballot.id)

    def vote(self, practice: str, *choice: int, inbox_id: int | None = None, by_hand: bool = False) -> Recorded:
        member_id = self.members[practice]
        return votes.record(
            self.conn,
            self.sealer,
            ballot_id=self.ballot.id,
            member_id=member_id,
            person=None if by_hand else lead_of(self.conn, self.ballot, member_id),
            received_at=NOW + HOUR,
            choice=choice,
            inbox_id=inbox_id,
            now=NOW + 2 * HOUR,
        )

    def message(self, uid: int = 1, body: bytes = b"1") -> int:
        return inbox.add(
            self.conn,
            arrival(self.office, uid=uid, body=body, received_at=NOW + HOUR),
            ballot_id=self.ballot.id,
            member_id=self.members["Rycote"],
            person_id=None,
            fate="counted",
            ground="",
            content=None,
            now=NOW,
        )


@pytest.fixture
def poll(conn: Connection) -> Poll:
    return Poll(conn)


def test_a_vote_comes_back_as_it_was_cast(poll: Poll) -> None:
    recorded = poll.vote("Rycote", 2)
    (vote,) = votes.in_force(poll.conn, poll.sealer, poll.ballot.id)
    assert (vote.member_id, vote.choice, vote.code) == (poll.members["Rycote"], (2,), recorded.code)
    assert (vote.role, vote.received_at) == (Role.LEAD, NOW + HOUR)


def test_the_commitment_proves_the_choice_to_whom_the_nonce_is_shown(poll: Poll) -> None:
    recorded = poll.vote("Rycote", 2)
    (vote,) = votes.in_force(poll.conn, poll.sealer, poll.ballot.id)
    assert vote.commitment == recorded.commitment == commitment(vote.nonce, "Rycote", (2,))


def test_the_same_choice_never_has_the_same_commitment_or_code(poll: Poll) -> None:
    one, other = poll.vote("Rycote", 1), poll.vote("Hart", 1)
    assert one.commitment != other.commitment
    assert one.code != other.code


def test_r3_the_database_refuses_a_second_vote_in_force(poll: Poll) -> None:
    poll.vote("Rycote", 1)
    with pytest.raises(IntegrityError):
        poll.vote("Rycote", 2)


@pytest.mark.parametrize("how", ["replaced", "withdrawn", "objected", "barred"])
def test_r9_a_superseded_vote_makes_room_for_another_and_stays_on_file(poll: Poll, how: Ending) -> None:
    first = poll.vote("Rycote", 1)
    votes.supersede(poll.conn, first.vote_id, NOW, how)
    assert votes.standing(poll.conn, poll.ballot.id, poll.members["Rycote"]) is None
    poll.vote("Rycote", 2)
    assert [vote.choice for vote in votes.in_force(poll.conn, poll.sealer, poll.ballot.id)] == [(2,)]
    assert len(poll.conn.execute(select(t.vote)).all()) == 2


def test_a_vote_is_superseded_once(poll: Poll) -> None:
    first = poll.vote("Rycote", 1)
    votes.supersede(poll.conn, first.vote_id, NOW, "replaced")
    votes.supersede(poll.conn, first.vote_id, NOW + HOUR, "withdrawn")
    row = poll.conn.execute(select(t.vote.c.ended_at, t.vote.c.ended_how)).one()
    assert tuple(row) == (NOW, "replaced")


def test_only_electors_vote(poll: Poll) -> None:
    stranger = enrol(poll.conn, "Nettlebed")["Nettlebed"]
    poll.members["Nettlebed"] = stranger
    with pytest.raises(LookupError, match=f"member {stranger} is no elector"):
        votes.record(
            poll.conn,
            poll.sealer,
            ballot_id=poll.ballot.id,
            member_id=stranger,
            person=None,
            received_at=NOW,
            choice=(1,),
            inbox_id=None,
            now=NOW,
        )


def test_the_database_itself_knows_the_electors(poll: Poll) -> None:
    stranger = enrol(poll.conn, "Nettlebed")["Nettlebed"]
    row = {
        "ballot_id": poll.ballot.id,
        "member_id": stranger,
        "received_at": NOW,
        "recorded_at": NOW,
        "abstained": False,
        "commitment": "",
        "choice_sealed": b"",
    }
    with pytest.raises(IntegrityError):
        poll.conn.execute(insert(t.vote).values(row))


def test_the_standing_vote_tells_everything_but_the_choice(poll: Poll) -> None:
    inbox_id = poll.message(uid=42)
    recorded = poll.vote("Rycote", 2, inbox_id=inbox_id)
    standing = votes.standing(poll.conn, poll.ballot.id, poll.members["Rycote"])
    assert standing is not None
    assert (standing.vote_id, standing.inbox_id, standing.order) == (recorded.vote_id, inbox_id, 42)
    assert (standing.role, standing.received_at, standing.abstained) == (Role.LEAD, NOW + HOUR, False)
    assert votes.standing(poll.conn, poll.ballot.id, poll.members["Hart"]) is None


def test_r13_an_abstention_is_a_vote_for_nobody(poll: Poll) -> None:
    poll.vote("Rycote")
    (vote,) = votes.in_force(poll.conn, poll.sealer, poll.ballot.id)
    assert vote.choice == ()


def test_r13_turnout_tells_voted_and_abstained_apart_and_counts_what_was_recorded(poll: Poll) -> None:
    poll.vote("Rycote", by_hand=True)
    poll.vote("Hart", 2, inbox_id=poll.message())
    turnout = votes.turnout(poll.conn, poll.ballot.id)
    assert turnout.voted == {poll.members["Hart"]}
    assert turnout.abstained == {poll.members["Rycote"]}
    assert turnout.recorded == turnout.abstained


def test_an_earlier_copy_of_the_message_moves_its_vote(poll: Poll) -> None:
    inbox_id = poll.message()
    poll.vote("Rycote", 1, inbox_id=inbox_id)
    assert inbox.earlier(poll.conn, inbox_id, NOW + timedelta(minutes=1))
    standing = votes.standing(poll.conn, poll.ballot.id, poll.members["Rycote"])
    assert standing is not None
    assert standing.received_at == NOW + timedelta(minutes=1)


def test_sealed_choices_are_all_of_one_length(poll: Poll) -> None:
    for choice in ((1,), (), (12,), tuple(range(1, 40))):
        recorded = poll.vote("Rycote", *choice)
        votes.supersede(poll.conn, recorded.vote_id, NOW, "replaced")
    assert len({len(sealed) for sealed in poll.conn.execute(select(t.vote.c.choice_sealed)).scalars()}) == 1


def test_r22_nothing_in_the_row_shows_the_choice(poll: Poll) -> None:
    """Two votes that differ in the choice alone differ in what is random alone."""
    rows = []
    for choice in (1, 2):
        recorded = poll.vote("Rycote", choice)
        votes.supersede(poll.conn, recorded.vote_id, NOW, "replaced")
        rows.append(poll.conn.execute(select(t.vote).where(t.vote.c.id == recorded.vote_id)).mappings().one())
    random = {"id", "commitment", "choice_sealed"}
    assert {key for key in rows[0] if rows[0][key] != rows[1][key]} == random


def test_a_choice_moved_to_another_practices_row_does_not_open(poll: Poll) -> None:
    poll.vote("Rycote", 1)
    poll.vote("Hart", 2)
    stolen = poll.conn.execute(select(t.vote.c.choice_sealed).order_by(t.vote.c.id)).scalars().first()
    poll.conn.execute(update(t.vote).values(choice_sealed=stolen))
    with pytest.raises(SealBroken):
        votes.in_force(poll.conn, poll.sealer, poll.ballot.id)


def test_r22_no_repr_shows_a_choice_or_its_code(poll: Poll) -> None:
    recorded = poll.vote("Rycote", 2)
    (vote,) = votes.in_force(poll.conn, poll.sealer, poll.ballot.id)
    for shown in (repr(recorded), repr(vote)):
        assert recorded.code not in shown
        assert "choice" not in shown
        assert "nonce" not in shown


def test_a_ballot_sees_its_own_votes_alone(poll: Poll) -> None:
    poll.vote("Rycote", 1)
    other = opened(poll.conn)
    assert votes.turnout(poll.conn, other.id).voted == frozenset()
    assert json.dumps(sorted(votes.turnout(poll.conn, poll.ballot.id).voted)) == f"[{poll.members['Rycote']}]"
