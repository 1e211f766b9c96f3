"""Where the assessment of a ballot's candidates stands: what the panel and the manager found, what is open (R20)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.findings import Docket
from mailvote.mail.letter import Letter
from mailvote.mail.message import Incoming
from mailvote.mail.panel_letters import Seat
from mailvote.office.badges import panel_token
from mailvote.office.desk import Addressee, Desk
from mailvote.office.post import post
from mailvote.rules.assessment import Opinion, Verdict, assess, reasons
from mailvote.rules.electorate import name_key
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import candidates, deadlines, findings, panels
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate
from mailvote.store.panels import Panellist
from mailvote.store.vault import Sealer


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A ballot with its candidates, its panel as it is now, and what each of them, and the manager, has found.

    `opinions` are by candidate and member, `words` the manager's by candidate. What somebody said who is not on the
    panel any more does not count, nor what was said of a candidate before they applied anew.
    """

    ballot: Ballot
    candidates: tuple[Candidate, ...]
    panel: tuple[Panellist, ...]
    opinions: Mapping[tuple[int, int], Opinion] = field(repr=False)
    words: Mapping[int, Opinion] = field(repr=False)

    @property
    def undecided(self) -> tuple[Candidate, ...]:
        """Who is to be assessed: those who have applied, and neither withdrew nor were decided before."""
        return tuple(one for one in self.candidates if one.state == "applied")

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """What the findings make of each candidate who is to be assessed."""
        return {one.id: assess(self.of(one), self.words.get(one.id)) for one in self.undecided}

    def of(self, candidate: Candidate) -> tuple[Opinion | None, ...]:
        """What each member of the panel finds of a candidate, in the order of the panel."""
        return tuple(self.opinions.get((candidate.id, member.id)) for member in self.panel)

    def reasons(self, candidate: Candidate) -> tuple[str, ...]:
        """Why a candidate is not eligible, as they are told."""
        return reasons(self.of(candidate), self.words.get(candidate.id))

    def left(self, member: Panellist) -> tuple[Candidate, ...]:
        """The candidates of whom this member has not said, or not said why, and the manager has not decided."""
        return tuple(one for one in self.undecided if one.id not in self.words and not self._is_said(one, member))

    def unreasoned(self, member: Panellist) -> tuple[Candidate, ...]:
        """The candidates whom this member has found not eligible without a reason."""
        return tuple(one for one in self.left(member) if (one.id, member.id) in self.opinions)

    def _is_said(self, candidate: Candidate, member: Panellist) -> bool:
        opinion = self.opinions.get((candidate.id, member.id))
        return opinion is not None and opinion.is_complete

    def docket(self, desk: Desk, member: Panellist | None) -> Docket:
        """Whom an answer of this member can be about, or with None the manager's."""
        return Docket(
            names={one.id: one.name for one in self.candidates},
            asked=frozenset(one.id for one in self.undecided),
            unreasoned=frozenset(one.id for one in self.unreasoned(member)) if member else frozenset(),
            sender_name=member.name if member else "",
            vocabulary=desk.vocabulary,
        )

    def seat(self, desk: Desk, member: Panellist) -> Seat:
        """The place of a member on the panel, as letters show it."""
        others = tuple(other.name for other in self.panel if other.id != member.id)
        return Seat(paper=self.ballot.paper, name=member.name, others=others, token=panel_token(desk, member))


def gather(conn: Connection, desk: Desk, ballot: Ballot) -> Assessment:
    """How the assessment stands now."""
    known = {one.id: one for one in _told_apart(candidates.of_ballot(conn, ballot.id))}
    panel = panels.members(conn, ballot.id)

    def sealer(candidate_id: int) -> Sealer:
        return candidates.sealer(conn, desk.secrets, candidate_id)

    valid = [
        one for one in findings.of_ballot(conn, ballot.id, sealer) if one.found_at >= known[one.candidate_id].applied_at
    ]
    said = {
        (one.candidate_id, one.panellist_id): Opinion(is_eligible=one.is_eligible, reason=one.reason) for one in valid
    }
    return Assessment(
        ballot=ballot,
        candidates=tuple(known.values()),
        panel=panel,
        opinions={(candidate, member): one for (candidate, member), one in said.items() if member is not None},
        words={candidate: one for (candidate, member), one in said.items() if member is None},
    )


def _told_apart(people: Sequence[Candidate]) -> Iterator[Candidate]:
    """Namesakes have a number behind their name, in the order in which they applied, so that each can be found."""
    keys = [name_key(one.name) for one in people]
    for place, (one, key) in enumerate(zip(people, keys, strict=True), start=1):
        yield replace(one, name=f"{one.name} {keys[:place].count(key)}") if keys.count(key) > 1 else one


def is_under_way(conn: Connection, ballot: Ballot, now: datetime) -> bool:
    """Whether the panel has been asked, which it is once all that was in time must have been read (R18)."""
    if stage(ballot.dates, now) is not Stage.ASSESSMENT:
        return False
    return all(deadline.kind != "apply" for deadline in deadlines.waiting(conn, ballot.id))


def addressee(member: Panellist | Candidate) -> Addressee:
    """A member of the panel or a candidate as one who is written to."""
    return Addressee(name=member.name, address=member.address)


def post_to_member(
    conn: Connection,
    desk: Desk,
    found: Assessment,
    member: Panellist,
    letter: Letter,
    *,
    occasion: str,
    now: datetime,
    answers: Incoming | None = None,
) -> bool:
    """Post a letter about the assessment to one member of the panel; False if it was posted for this occasion."""
    return post(
        conn,
        desk,
        letter,
        addressee(member),
        occasion=occasion,
        now=now,
        ballot_id=found.ballot.id,
        token=panel_token(desk, member),
        answers=answers,
    )
