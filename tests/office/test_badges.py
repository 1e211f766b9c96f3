"""Which call for candidates a message answers, and which of its people it comes from."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from mailvote.mail.tokens import Marks
from mailvote.office.badges import badge_in, badges_in, call_token, candidate_token, panel_token
from mailvote.office.desk import Desk
from mailvote.rules.codes import token_tag
from mailvote.store import candidates, panels
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate
from mailvote.store.database import begin
from tests.office.world import World
from tests.store.places import NOW
from tests.store.test_candidates import ADDRESS, called


class Calls:
    """Two calls for candidates, with one candidate in the first."""

    def __init__(self, conn: Connection, desk: Desk) -> None:
        self.conn, self.desk = conn, desk
        self.first, self.second = called(conn, desk.secrets), called(conn, desk.secrets)
        self.alice = self.apply(self.first, ADDRESS)

    def apply(self, ballot: Ballot, address: str) -> Candidate:
        return candidates.apply(
            self.conn,
            self.desk.secrets,
            ballot_id=ballot.id,
            name="Dr Alice Brown",
            address=address,
            member_id=None,
            missing=(),
            received_at=ballot.dates.called_at or ballot.paper.opens_at,
        )

    def shown(self, *tokens: str, tags: tuple[str, ...] = (), address: str = "") -> tuple[str, str, int | None] | None:
        marks = Marks(tokens=frozenset(tokens), tags=frozenset(map(token_tag, tags)))
        badge = badge_in(self.conn, self.desk, marks, address=address)
        return badge and (badge.ballot.paper.reference, badge.kind, badge.candidate_id)


@pytest.fixture
def calls(world: World) -> Iterator[Calls]:
    world.tick()
    with begin(world.app.engine) as conn:
        yield Calls(conn, world.office.desk)


def test_the_token_of_a_call_shows_the_call_to_whoever_has_it(calls: Calls) -> None:
    token = call_token(calls.desk, calls.second.id)
    assert calls.shown(token) == calls.shown(token, address="anyone@x.example") == ("SELG-2026-02", "call", None)


def test_the_token_of_a_candidate_shows_who_the_letter_went_to(calls: Calls) -> None:
    assert calls.shown(candidate_token(calls.desk, calls.alice)) == ("SELG-2026-01", "candidate", calls.alice.id)


def test_the_badge_of_a_person_goes_before_that_of_the_call_in_the_quotation(calls: Calls) -> None:
    both = (call_token(calls.desk, calls.first.id), candidate_token(calls.desk, calls.alice))
    assert calls.shown(*both) == ("SELG-2026-01", "candidate", calls.alice.id)


def test_of_two_candidates_it_is_the_one_who_writes(calls: Calls) -> None:
    bob = calls.apply(calls.first, "b.carter@x.example")
    tokens = [candidate_token(calls.desk, one) for one in (calls.alice, bob)]
    assert calls.shown(*tokens, address=bob.address) == ("SELG-2026-01", "candidate", bob.id)


def test_badges_of_two_ballots_show_neither(calls: Calls) -> None:
    both = [call_token(calls.desk, ballot.id) for ballot in (calls.first, calls.second)]
    assert calls.shown(*both) is None
    marks = Marks(tokens=frozenset(both))
    assert {badge.ballot.id for badge in badges_in(calls.conn, calls.desk, marks)} == {calls.first.id, calls.second.id}


def test_the_short_tag_of_a_call_shows_it_too(calls: Calls) -> None:
    assert calls.shown(tags=(call_token(calls.desk, calls.first.id),)) == ("SELG-2026-01", "call", None)


def test_the_short_tag_of_a_candidate_counts_at_their_own_address_alone(calls: Calls) -> None:
    tag = candidate_token(calls.desk, calls.alice)
    assert calls.shown(tags=(tag,), address=ADDRESS) == ("SELG-2026-01", "candidate", calls.alice.id)
    assert calls.shown(tags=(tag,), address="b.carter@x.example") is None


def test_a_whole_token_settles_what_a_tag_beside_it_would_leave_open(calls: Calls) -> None:
    token, tag = (call_token(calls.desk, ballot.id) for ballot in (calls.first, calls.second))
    assert calls.shown(token, tags=(tag,)) == ("SELG-2026-01", "call", None)


def test_without_marks_or_with_unknown_ones_there_is_no_badge(calls: Calls) -> None:
    assert calls.shown() is None
    assert calls.shown("0" * 26) is None
    assert calls.shown(calls.desk.secrets.token(calls.first.id, 1, 1)) is None


def test_no_two_letters_of_a_call_share_a_token(calls: Calls) -> None:
    tokens = {call_token(calls.desk, ballot.id) for ballot in (calls.first, calls.second)}
    people = {token(calls.desk, calls.alice) for token in (candidate_token, panel_token)}
    assert len(tokens | people) == 4


def test_the_token_of_a_member_of_the_panel_shows_who_it_went_to(calls: Calls) -> None:
    people = [("Dr Ann Ash", "ash@x.example"), ("Ms Bo Beck", "beck@x.example")]
    ash, beck = panels.set_panel(calls.conn, calls.first.id, people, NOW)
    badge = badge_in(calls.conn, calls.desk, Marks(tokens=frozenset({panel_token(calls.desk, beck)})))
    assert badge
    assert (badge.ballot.id, badge.kind, badge.panellist_id) == (calls.first.id, "panel", beck.id)
    panels.set_panel(calls.conn, calls.first.id, people[1:], NOW)
    assert calls.shown(panel_token(calls.desk, ash)) == ("SELG-2026-01", "panel", None)
