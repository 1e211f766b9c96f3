"""The marks that show which call for candidates a message answers, or which of its people it comes from.

They are made as those of ballot papers are (mail.md 3), with numbers that no practice has: 0 for the call and its
candidates, -1 for the panel.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from sqlalchemy import Connection

from mailvote.mail.tokens import Marks
from mailvote.office.desk import Desk
from mailvote.rules.codes import token_tag
from mailvote.store import ballots, candidates, panels
from mailvote.store.ballots import Ballot

Kind: TypeAlias = Literal["call", "candidate", "panel"]

CANDIDATES, PANEL = 0, -1
"""What stands in a token in the place of a practice."""


class OfBallot(Protocol):
    """A candidate or a member of the panel: somebody with a number of their own in a ballot."""

    @property
    def id(self) -> int: ...
    @property
    def ballot_id(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The letter of ours that a message answers: the call, or one to a candidate or a member of the panel.

    `address` is to whom that letter went, "" for the call, which goes to many. Whoever has the letter can show the
    badge, so by itself it proves nothing.
    """

    ballot: Ballot
    kind: Kind
    candidate_id: int | None = None
    panellist_id: int | None = None
    address: str = ""


def call_token(desk: Desk, ballot_id: int) -> str:
    """The token of the call itself, the same in every copy of it."""
    return desk.secrets.token(ballot_id, CANDIDATES, 0)


def candidate_token(desk: Desk, candidate: OfBallot) -> str:
    """The token of the letters to one candidate."""
    return desk.secrets.token(candidate.ballot_id, CANDIDATES, candidate.id)


def panel_token(desk: Desk, panellist: OfBallot) -> str:
    """The token of the letters to one member of the panel."""
    return desk.secrets.token(panellist.ballot_id, PANEL, panellist.id)


def badge_in(conn: Connection, desk: Desk, marks: Marks, *, address: str = "") -> Badge | None:
    """The one badge that a message from `address` shows; None where it shows none, or those of several ballots.

    Of one ballot's, that of a person goes before that of the call, which may stand in the quotation. The short tag of
    a subject counts for the call, and for a person at their own address alone.
    """
    found = badges_in(conn, desk, marks, address=address)
    if len({badge.ballot.id for badge in found}) != 1:
        return None
    return min(found, key=lambda badge: (badge.kind == "call", badge.address != address))


def badges_in(conn: Connection, desk: Desk, marks: Marks, *, address: str = "") -> tuple[Badge, ...]:
    """Every badge that a message from `address` shows."""
    if not marks.tokens and not marks.tags:
        return ()
    called = ballots.called(conn, desk.organisation)
    issued = [pair for ballot in called for pair in _issued(conn, desk, ballot)]
    whole = tuple(badge for token, badge in issued if token in marks.tokens)
    tagged = (badge for token, badge in issued if token_tag(token) in marks.tags)
    return whole or tuple(badge for badge in tagged if badge.address in ("", address))


def _issued(conn: Connection, desk: Desk, ballot: Ballot) -> Iterator[tuple[str, Badge]]:
    """Every token of a call, with what it shows."""
    yield call_token(desk, ballot.id), Badge(ballot=ballot, kind="call")
    for candidate in candidates.of_ballot(conn, ballot.id):
        badge = Badge(ballot=ballot, kind="candidate", candidate_id=candidate.id, address=candidate.address)
        yield candidate_token(desk, candidate), badge
    for member in panels.everybody(conn, ballot.id):
        badge = Badge(ballot=ballot, kind="panel", panellist_id=member.id, address=member.address)
        yield panel_token(desk, member), badge
