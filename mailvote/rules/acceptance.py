"""Judge one return: may this message's vote count, and which of two votes of a practice stands?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailvote.rules.electorate import Role, rank, votes
from mailvote.rules.lifecycle import in_time


class Fate(StrEnum):
    """What became of a received message; every message has exactly one (interface.md 7, promise P4)."""

    COUNTED = "counted"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    LATE = "late"
    REJECTED = "rejected"
    HELD = "held"
    CHALLENGED = "challenged"
    AUTOMATIC = "automatic"
    IGNORED = "ignored"
    COMMANDS = "commands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What the rules need to know of an answer to a ballot paper; `role` is None for a stranger to the practice.

    `member_barred` and `person_barred`: a declared interest keeps the practice, or this person, from voting (R11).
    """

    received_at: datetime
    role: Role | None
    member_barred: bool = False
    person_barred: bool = False
    who_may_vote: tuple[Role, ...]
    opened_at: datetime | None
    closes_at: datetime
    declared_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why a return cannot count: its name in the journal, its fate, and the sentence its sender reads."""

    name: str
    fate: Fate
    sentence: str


def _may_not_vote(it: Return) -> bool:
    return it.role is None or not votes(it.role) or it.role not in it.who_may_vote


NOT_BY_MAIL = Ground(
    name="not-by-mail",
    fate=Fate.REJECTED,
    sentence="In this ballot nobody votes by email: the votes are cast at the meeting, and the election manager "
    "records them. Your message changed nothing.",
)

GROUNDS: tuple[tuple[Callable[[Return], bool], Ground], ...] = (
    (lambda it: not it.who_may_vote, NOT_BY_MAIL),
    (
        lambda it: it.member_barred,
        Ground(
            name="interest",
            fate=Fate.REJECTED,
            sentence="Your {noun} does not vote in this ballot, because an interest of the {noun} is declared: "
            "{interest}. If that is wrong, please write to the election manager.",
        ),
    ),
    (
        lambda it: it.person_barred,
        Ground(
            name="own-interest",
            fate=Fate.REJECTED,
            sentence="You cannot vote in this ballot, because an interest of yours is declared: {interest}. "
            "Another person of your {noun} may vote for it.",
        ),
    ),
    (
        _may_not_vote,
        Ground(
            name="non-voter",
            fate=Fate.REJECTED,
            sentence="You are told of this ballot and welcome to ask about it, but the vote of a {noun} is cast by "
            "its lead or deputy. Your message changed nothing.",
        ),
    ),
    (
        lambda it: it.cancelled_at is not None,
        Ground(
            name="cancelled",
            fate=Fate.REJECTED,
            sentence="This ballot has been cancelled, so no votes are counted in it.",
        ),
    ),
    (
        lambda it: it.opened_at is None or it.received_at < it.opened_at.replace(microsecond=0),
        Ground(
            name="not-open-yet",
            fate=Fate.REJECTED,
            sentence="This ballot has not opened yet. Please answer the ballot paper when it reaches you.",
        ),
    ),
    (
        lambda it: not in_time(it.received_at, it.closes_at),
        Ground(
            name="late",
            fate=Fate.LATE,
            sentence="Your message reached the mail server after the ballot had closed, so it could not be counted.",
        ),
    ),
    (
        lambda it: it.declared_at is not None,
        Ground(
            name="found-after-the-count",
            fate=Fate.HELD,
            sentence="Your message reached the mail server in time, but came to light only after the votes had been "
            "counted and the result declared. The election manager has been told and will write to you.",
        ),
    ),
)
"""The grounds in the order they are tried; the first that applies decides (R4, R7, R11, R18, R27)."""


def judge(it: Return) -> Ground | None:
    """The ground on which this return cannot count, or None if it may."""
    return next((ground for applies, ground in GROUNDS if applies(it)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What decides between two votes of one practice: who cast it and when the server received it.

    `order` settles two votes of the same second: the higher UID is later (interface.md 8).
    """

    role: Role
    received_at: datetime
    order: int

    @property
    def moment(self) -> tuple[datetime, int]:
        return self.received_at, self.order


def prevails(new: Claim, standing: Claim, revote: str) -> bool:
    """Whether `new` takes the place of `standing` under a rule set's `revote` (R9), whichever was processed first."""
    if revote == "first":
        return new.moment < standing.moment
    if revote == "latest" or rank(new.role) == rank(standing.role):
        return new.moment > standing.moment
    return rank(new.role) < rank(standing.role)


def fate_of_loser(loser: Claim, winner: Claim, revote: str) -> Fate:
    """`replaced` if the winner came after it, `rejected` if it could not replace a vote that already stood."""
    came_before = loser.moment < winner.moment
    return Fate.REPLACED if came_before and revote != "first" else Fate.REJECTED
