"""The roll: which papers are out, who holds them, and which of them a message answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.identity import Token
from mailvote.mail.tokens import Marks
from mailvote.office.desk import Desk
from mailvote.rules.acceptance import Return
from mailvote.rules.codes import token_tag
from mailvote.rules.electorate import Electorate, Member, Person, Role, rank, votes
from mailvote.rules.lifecycle import in_time
from mailvote.store import ballots, register
from mailvote.store.ballots import Ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A ballot, one of its practices, and the person of that practice who writes or is written to."""

    ballot: Ballot
    member: Member
    person: Person
    token: str = field(default="", repr=False)

    @property
    def voice(self) -> tuple[int, int]:
        """The vote this is about: one ballot, one practice."""
        return self.ballot.id, self.member.id

    @property
    def ballot_paper(self) -> BallotPaper:
        """What this person holds, as a letter shows it."""
        return BallotPaper(paper=self.ballot.paper, member=self.member, person=self.person, token=self.token)

    def returned(self, received_at: datetime) -> Return:
        """An answer of this person that was received at that time, as the rules judge it."""
        dates = self.ballot.dates
        return Return(
            received_at=received_at,
            role=self.person.role,
            member_barred=bool(self.member.barred),
            person_barred=bool(self.person.barred),
            who_may_vote=self.ballot.paper.rules.who_may_vote,
            opened_at=dates.opened_at,
            closes_at=self.ballot.paper.closes_at,
            declared_at=dates.declared_at,
            cancelled_at=dates.cancelled_at,
        )

    def objecting(self, received_at: datetime) -> Return:
        """An objection of this person: whoever speaks for the practice may object, also where nobody votes by mail."""
        return replace(self.returned(received_at), who_may_vote=tuple(filter(votes, Role)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """What a batch of messages is compared with, read once: the register, the ballots, their papers' tokens."""

    register: Electorate
    electorates: tuple[tuple[Ballot, Electorate], ...]
    issued: Mapping[str, Holding] = field(repr=False)

    def tagged(self, tags: Iterable[str]) -> tuple[Holding, ...]:
        wanted = frozenset(tags)
        return tuple(held for held in self.issued.values() if wanted and token_tag(held.token) in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Which vote a message is about: `about` None where that is unknown, `fitting` the open ballots it could mean.

    `paper` is what its token names, also where the sender has no business with it.
    """

    token: Token
    about: Holding | None = None
    paper: Holding | None = None
    fitting: tuple[Holding, ...] = ()


def call_roll(conn: Connection, desk: Desk, now: datetime) -> Roll:
    """Read the register and every ballot that ever opened, and derive the tokens of all papers."""
    opened = (ballot for ballot in ballots.every(conn, desk.organisation) if ballot.dates.opened_at is not None)
    electorates = tuple((ballot, ballots.electorate(conn, ballot, now)) for ballot in opened)
    return Roll(
        register=register.electorate(conn, desk.organisation, now),
        electorates=electorates,
        issued={held.token: held for ballot, electorate in electorates for held in holdings(desk, ballot, electorate)},
    )


def holdings(desk: Desk, ballot: Ballot, electorate: Electorate) -> Iterable[Holding]:
    """Every voting person of every practice of a ballot with the token of their paper."""
    for member in electorate.members:
        for person in member.people:
            if votes(person.role):
                yield hold(desk, ballot, member, person)


def hold(desk: Desk, ballot: Ballot, member: Member, person: Person) -> Holding:
    token = desk.secrets.token(ballot.id, member.id, person.id)
    return Holding(ballot=ballot, member=member, person=person, token=token)


def attribute(roll: Roll, marks: Marks, address: str, at: datetime) -> Attribution:
    """Which ballot and practice a message from `address` received `at` is about (R10; interface.md 7)."""
    open_to = _fitting(roll, address, at)
    fitting = _named(open_to, marks) or open_to
    papers = _papers(roll, marks, address, at)
    if not papers:
        return Attribution(token=Token.NONE, about=_without_paper(roll, marks, fitting, address, at), fitting=fitting)
    if len({paper.voice for paper in papers}) > 1:
        return Attribution(token=Token.SEVERAL, fitting=fitting)
    return replace(_on_paper(roll, papers[0], address, at), fitting=fitting)


def is_registered(roll: Roll, address: str, at: datetime) -> bool:
    """Whether anyone with this address was on the register, in force, when the message arrived (R7)."""
    return bool(roll.register.speakers(address, at)) or any(
        electorate.speakers(address, at) for _, electorate in roll.electorates
    )


def _on_paper(roll: Roll, paper: Holding, address: str, at: datetime) -> Attribution:
    if not is_registered(roll, address, at):
        return Attribution(token=Token.VALID, paper=paper)
    speaker = _speaker(paper.member, address, at)
    if speaker is None:
        return Attribution(token=Token.FOREIGN, paper=paper)
    return Attribution(token=Token.VALID, about=replace(paper, person=speaker), paper=paper)


def _papers(roll: Roll, marks: Marks, address: str, at: datetime) -> tuple[Holding, ...]:
    """The papers named by full tokens; failing these, the sender's own named by the subject's tag."""
    full = tuple(roll.issued[token] for token in sorted(marks.tokens) if token in roll.issued)
    if full:
        return full
    return tuple(held for held in roll.tagged(marks.tags) if _speaker(held.member, address, at) is not None)


def _fitting(roll: Roll, address: str, at: datetime) -> tuple[Holding, ...]:
    """One holding for each open ballot and each practice that the address may vote for."""
    return tuple(
        held
        for ballot, electorate in roll.electorates
        if _is_open(ballot, at)
        for held in _voices(ballot, electorate, address, at)
        if votes(held.person.role)
    )


def _named(voices: Iterable[Holding], marks: Marks) -> tuple[Holding, ...]:
    """Those in a ballot whose reference stands in the subject."""
    return tuple(held for held in voices if held.ballot.paper.reference in marks.references)


def _without_paper(
    roll: Roll, marks: Marks, fitting: tuple[Holding, ...], address: str, at: datetime
) -> Holding | None:
    """The only open ballot that fits, unless the subject names one that is over, as the answer to a result does.

    The latter is no vote in another ballot, such as the run-off. What fits none belongs to the sender's ballot that
    closes or closed last: late mail, and the mail of non-voters.
    """
    voices = [held for ballot, electorate in roll.electorates for held in _voices(ballot, electorate, address, at)]
    named = () if _named(fitting, marks) else _named(voices, marks)
    if fitting and not named:
        return fitting[0] if len(fitting) == 1 else None
    return max(named or voices, key=lambda held: held.ballot.paper.closes_at, default=None)


def _voices(ballot: Ballot, electorate: Electorate, address: str, at: datetime) -> Iterable[Holding]:
    for member in electorate.members:
        speaker = _speaker(member, address, at)
        if speaker is not None:
            yield Holding(ballot=ballot, member=member, person=speaker)


def _speaker(member: Member, address: str, at: datetime) -> Person | None:
    """The person of highest rank at the address: a shared one votes with the lead's rank (interface.md 8).

    Where an interest bars one of those who share it, nobody can tell who wrote, so it bars the address (R11).
    """
    people = [person for person in member.people if person.address == address and person.in_force(at)]
    return min(people, key=lambda person: (not person.barred, rank(person.role)), default=None)


def _is_open(ballot: Ballot, at: datetime) -> bool:
    return ballot.dates.cancelled_at is None and in_time(at, ballot.paper.closes_at)
