"""What a candidate writes once the election is launched reaches the manager alone (R21)."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import candidate_letters, launch_letters
from mailvote.mail.sender import Authentication
from mailvote.office.badges import candidate_token
from mailvote.office.candidacy import standing
from mailvote.office.case import Case
from mailvote.office.desk import Addressee, Desk
from mailvote.office.filing import file_about, report_held
from mailvote.office.post import post, post_to_managers
from mailvote.rules.acceptance import Fate
from mailvote.rules.electorate import votes
from mailvote.store import ballots, outbox
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate

GROUND, FORGED = "candidate-mail", "forged"
A_DAY = timedelta(days=1)
PASSED_ON_A_DAY = 10
"""How many messages of the candidates of one ballot each manager is sent within 24 hours; the rest is on file."""

LONGEST = 4000
"""How many characters of a message are passed on."""


def concerns(conn: Connection, desk: Desk, case: Case) -> bool:
    """Whether a message comes from a candidate of a launched ballot, and is no vote of somebody who votes as well."""
    return _found(conn, desk, case) is not None


def receive(conn: Connection, desk: Desk, case: Case, now: datetime) -> None:
    """File the message, put it before the managers, and tell the candidate so once a day."""
    found = _found(conn, desk, case)
    if found is None:
        raise ValueError("only what a candidate of a launched ballot writes is dealt with here")
    ballot, candidate = found
    if case.authentication is Authentication.FAIL:
        inbox_id = file_about(conn, desk, case, ballot, fate=Fate.HELD, ground=FORGED, now=now)
        report_held(conn, desk, case, inbox_id, FORGED, now=now, occasion=f"forged {now.date()}")
        return
    inbox_id = file_about(conn, desk, case, ballot, fate=Fate.COMMANDS, ground=GROUND, now=now)
    _pass_on(conn, desk, case, ballot, candidate, inbox_id, now)
    _acknowledge(conn, desk, case, ballot, candidate, now)


def _found(conn: Connection, desk: Desk, case: Case) -> tuple[Ballot, Candidate] | None:
    """The launched ballot in which the sender stands, that which the subject names before the newest."""
    if not case.address or case.attribution.paper is not None or _may_be_a_vote(case):
        return None
    own = [(ballot, _at(conn, ballot, case.address)) for ballot in ballots.unfinished(conn, desk.organisation)]
    stands = [(ballot, one) for ballot, one in own if one is not None and not ballot.dates.is_draft]
    return max(stands, key=lambda pair: (pair[0].paper.reference in case.marks.references, pair[0].id), default=None)


def _at(conn: Connection, ballot: Ballot, address: str) -> Candidate | None:
    return next((one for one in standing(conn, ballot) if one.address == address), None)


def _may_be_a_vote(case: Case) -> bool:
    """Whether the sender casts the vote of a practice in an open ballot."""
    about = case.attribution.about
    return bool(case.attribution.fitting) or (about is not None and votes(about.person.role))


def _pass_on(
    conn: Connection, desk: Desk, case: Case, ballot: Ballot, candidate: Candidate, inbox_id: int, now: datetime
) -> None:
    sent = max(_sent(conn, desk, manager, ballot, now) for manager in desk.managers)
    if sent >= PASSED_ON_A_DAY:
        return
    said = "\n".join(case.words.lines).strip()
    letter = launch_letters.candidate_mail(
        desk.wording,
        desk.house,
        ballot.paper,
        name=candidate.name,
        address=candidate.address,
        received_at=case.received.received_at,
        said=said[:LONGEST],
        files=tuple(attachment.name for attachment in case.incoming.attachments),
        inbox_id=inbox_id,
        is_last=sent == PASSED_ON_A_DAY - 1,
    )
    post_to_managers(conn, desk, letter, occasion=str(inbox_id), now=now, ballot_id=ballot.id)


def _sent(conn: Connection, desk: Desk, manager: Addressee, ballot: Ballot, now: datetime) -> int:
    return outbox.count_to(conn, desk.organisation, manager.address, (GROUND,), ballot.id, now - A_DAY)


def _acknowledge(conn: Connection, desk: Desk, case: Case, ballot: Ballot, candidate: Candidate, now: datetime) -> None:
    token = candidate_token(desk, candidate)
    letter = candidate_letters.passed_on(desk.wording, desk.house, ballot.paper, None, token)
    to = Addressee(name=candidate.name, address=candidate.address)
    occasion = f"candidate-mail {desk.house.calendar.local(now).date()}"
    post(conn, desk, letter, to, occasion=occasion, now=now, ballot_id=ballot.id, token=token, answers=case.incoming)
