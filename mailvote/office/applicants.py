"""Write to those who apply for an office, and tell the managers who does (mail.md 3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import candidate_letters
from mailvote.mail.candidate_letters import Application
from mailvote.mail.letter import Letter
from mailvote.mail.message import Incoming
from mailvote.office.badges import call_token, candidate_token
from mailvote.office.desk import Addressee, Desk
from mailvote.office.enclosing import post_enclosing
from mailvote.office.post import post, post_to_managers
from mailvote.rules.electorate import Person
from mailvote.rules.lifecycle import in_time
from mailvote.store import candidates, outbox
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate
from mailvote.store.documents import Document

QUESTIONS = ("expression-confirm", "expression-which")
"""The letters by which an address is asked whether a message came from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who wrote about a call, as far as letters need to know; `person` is who they are on the register."""

    ballot: Ballot
    address: str
    name: str
    person: Person | None
    received_at: datetime
    answers: Incoming = field(repr=False)
    now: datetime

    @property
    def addressee(self) -> Addressee:
        on_register = {"member_id": self.person.member_id, "person_id": self.person.id} if self.person else {}
        return Addressee(name=self.name, address=self.address, **on_register)

    @property
    def apply_by(self) -> datetime:
        """The end of applications; a call always has one."""
        return self.ballot.dates.apply_by or self.received_at

    @property
    def may_still_apply(self) -> bool:
        dates = self.ballot.dates
        return dates.is_draft and dates.cancelled_at is None and in_time(self.now, self.apply_by)


def acknowledge(
    conn: Connection, desk: Desk, to: Applicant, candidate: Candidate, it: Application, occasion: str
) -> None:
    """Tell a candidate what was understood; their code goes with the letter."""
    token = candidate_token(desk, candidate)
    _post(conn, desk, to, candidate_letters.received(desk.wording, desk.house, it, token), occasion, token=token)


def show_managers(
    conn: Connection, desk: Desk, to: Applicant, it: Application, files: Sequence[Document], occasion: str
) -> None:
    """Put what a candidate sent before the managers, with its files."""
    standing = [one for one in candidates.of_ballot(conn, to.ballot.id) if one.state != "withdrawn"]
    letter = candidate_letters.to_manager(desk.wording, desk.house, it, len(standing))
    for manager in desk.managers:
        post_enclosing(
            conn, desk, letter, manager, documents=files, occasion=occasion, now=to.now, ballot_id=to.ballot.id
        )


def was_asked(conn: Connection, desk: Desk, to: Applicant, *, is_known: bool) -> bool:
    """Whether the address was asked already: a new one is asked once, one that is known at most once a day."""
    called_at = to.ballot.dates.called_at or to.received_at
    since = to.now - timedelta(days=1) if is_known else called_at
    return outbox.count_to(conn, desk.organisation, to.address, QUESTIONS, to.ballot.id, since) > 0


def ask_to_confirm(conn: Connection, desk: Desk, to: Applicant, nonce: str, occasion: str) -> None:
    """Ask the address whether the message came from it: the only letter that goes to a new one."""
    paper = to.ballot.paper
    letter = candidate_letters.confirm(desk.wording, desk.house, paper, to.apply_by, to.received_at, nonce)
    _post(conn, desk, to, letter, occasion, token=nonce)


def ask_which(conn: Connection, desk: Desk, to: Applicant, calls: Sequence[Ballot], nonce: str, occasion: str) -> None:
    """Ask which of several calls is meant; the answer shows as well that the message came from the address."""
    papers = [ballot.paper for ballot in calls]
    letter = candidate_letters.which(desk.wording, desk.house, papers, to.received_at, nonce)
    _post(conn, desk, to, letter, occasion, token=nonce)


def refuse(conn: Connection, desk: Desk, to: Applicant, sentence: str, *, ground: str) -> None:
    """Say why a message changed nothing, once a day for one reason."""
    letter = candidate_letters.refused(desk.wording, desk.house, to.ballot.paper, to.received_at, sentence)
    _post(conn, desk, to, letter, f"{ground} {to.now.date()}")


def tell_withdrawn(conn: Connection, desk: Desk, to: Applicant, candidate: Candidate, occasion: str) -> None:
    apply_by = to.apply_by if to.may_still_apply else None
    token = candidate_token(desk, candidate)
    letter = candidate_letters.withdrawn(desk.wording, desk.house, to.ballot.paper, candidate.name, apply_by, token)
    _post(conn, desk, to, letter, occasion, token=token)


def tell_passed_on(conn: Connection, desk: Desk, to: Applicant) -> None:
    """Say that a message is with the manager, once a day."""
    apply_by = to.apply_by if to.may_still_apply else None
    token = call_token(desk, to.ballot.id)
    letter = candidate_letters.passed_on(desk.wording, desk.house, to.ballot.paper, apply_by, token)
    _post(conn, desk, to, letter, f"passed on {to.now.date()}", token=token)


def tell_managers(conn: Connection, desk: Desk, to: Applicant, what: str, *, occasion: str, said: str = "") -> None:
    """Tell the managers what came about the call."""
    letter = candidate_letters.manager_told(
        desk.wording, desk.house, to.ballot.paper, what, to.address, to.received_at, said
    )
    post_to_managers(conn, desk, letter, occasion=occasion, now=to.now, ballot_id=to.ballot.id)


def _post(conn: Connection, desk: Desk, to: Applicant, letter: Letter, occasion: str, *, token: str = "") -> None:
    post(
        conn,
        desk,
        letter,
        to.addressee,
        occasion=occasion,
        now=to.now,
        ballot_id=to.ballot.id,
        token=token,
        answers=to.answers,
    )
