"""Look up what a person names: a ballot, a message, a letter, a practice; an unknown name gets the nearest one."""

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection

from mailvote.errors import MailvoteError, UnknownName
from mailvote.mail import letters
from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.letter import Letter
from mailvote.office.desk import Desk
from mailvote.office.papers import names_of_papers
from mailvote.office.runoff import as_it_would_be
from mailvote.office.weighing import weighed
from mailvote.rules.electorate import Electorate, Member
from mailvote.store import ballots, inbox, outbox
from mailvote.store.ballots import Ballot
from mailvote.store.inbox import InboxRow
from mailvote.store.outbox import OutboxRow


def ballot_named(conn: Connection, desk: Desk, reference: str) -> Ballot:
    """The ballot of that reference; UnknownName with the nearest one where there is none."""
    ballot = ballots.find(conn, desk.organisation, reference)
    if ballot is None:
        known = (each.paper.reference for each in ballots.every(conn, desk.organisation))
        raise UnknownName("ballot", reference, _nearest(reference.upper(), known))
    return ballot


def message_numbered(conn: Connection, desk: Desk, number: int) -> InboxRow:
    """The message of that number; UnknownName where there is none."""
    row = inbox.get(conn, desk.organisation, number)
    if row is None:
        raise UnknownName("message", str(number))
    return row


def letter_numbered(conn: Connection, desk: Desk, number: int) -> OutboxRow:
    """The letter of that number; UnknownName where there is none."""
    for row in outbox.listing(conn, desk.organisation):
        if row.id == number:
            return row
    raise UnknownName("letter", str(number))


def specimen(conn: Connection, desk: Desk, reference: str, practice: str, now: datetime) -> Letter:
    """The paper as that practice's first voter sees it, as a specimen without a code."""
    ballot = ballot_named(conn, desk, reference)
    paper = as_it_would_be(desk, ballot, now) if ballot.dates.is_draft else ballot.paper
    electorate = ballots.electorate(conn, ballot, now)
    if ballot.dates.opened_at is None:
        electorate, _ = weighed(conn, desk, paper.rules, electorate, paper.opens_at)
    member = _member_named(desk, electorate, practice)
    for person in electorate.voters(member.id, now):
        held, files = BallotPaper(paper=paper, member=member, person=person), names_of_papers(conn, desk, ballot)
        return letters.paper(desk.wording, desk.house, held, files=files)
    raise MailvoteError(f"{member.name} has nobody on the register who may vote")


def _member_named(desk: Desk, electorate: Electorate, name: str) -> Member:
    member = electorate.named(name)
    if member is None:
        raise UnknownName(desk.house.noun, name, electorate.nearest(name))
    return member


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name, known, n=1, cutoff=0.0)), None)
