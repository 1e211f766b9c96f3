"""Carry out what a candidate wants: apply, correct, complete, replace, withdraw (R20)."""

from dataclasses import replace

from sqlalchemy import Connection

from mailvote.mail.callwords import WITHDRAWN, WITHDRAWN_AFTER
from mailvote.mail.candidate_letters import Application
from mailvote.mail.dossier import Change, Dossier, combined
from mailvote.office import applicants
from mailvote.office.applicants import Applicant
from mailvote.office.desk import Desk
from mailvote.office.parking import Sent
from mailvote.office.statements import dossier, files_of, keep
from mailvote.rules.chain import JSON
from mailvote.store import candidates, journal, panels, register
from mailvote.store.candidates import Candidate


def standing(conn: Connection, ballot_id: int, address: str) -> Candidate | None:
    """The candidate at that address who has not withdrawn."""
    known = candidates.find(conn, ballot_id, address)
    return None if known is None or known.state == "withdrawn" or known.forgotten_at else known


def is_overtaken(conn: Connection, to: Applicant, sent: Sent) -> bool:
    """Whether a message was received before the one that stands, though it is read later."""
    known = candidates.find(conn, to.ballot.id, to.address)
    return known is not None and sent.received_at < known.applied_at


def apply(conn: Connection, desk: Desk, to: Applicant, sent: Sent, inbox_id: int, *, unconfirmed: int = 0) -> None:
    """Keep what was sent, acknowledge it, and show it to the managers."""
    known = standing(conn, to.ballot.id, to.address)
    before = dossier(conn, desk, known) if known else None
    after, change = combined(before, sent.dossier, answers=sent.answers)
    name = known.name if known and not sent.is_named else sent.name
    if change is Change.SAME and known and name != known.name:
        change = Change.CORRECTS
    if change is Change.SAME and known:
        stands, candidate = after, known
    else:
        candidate = _applied(conn, desk, to, sent, name, after)
        stands = keep(conn, desk, candidate, after, sent.contents, to.now)
        _note(conn, to, candidate, change, inbox_id)
    it = _application(conn, desk, to, candidate, sent, stands, change, unconfirmed)
    applicants.acknowledge(conn, desk, replace(to, name=name), candidate, it, str(inbox_id))
    if change is not Change.SAME:
        applicants.show_managers(conn, desk, to, it, files_of(conn, stands.files), str(inbox_id))


def withdraw(conn: Connection, desk: Desk, to: Applicant, candidate: Candidate, inbox_id: int) -> None:
    """The candidate no longer stands, and what they sent is forgotten; they may apply anew while there is time."""
    candidates.set_state(conn, candidate.id, "withdrawn")
    candidates.forget(conn, candidate.id, to.now)
    journal.record(conn, to.ballot.id, to.now, "withdrawn", {"message": inbox_id, "candidate": candidate.id})
    applicants.tell_withdrawn(conn, desk, replace(to, name=candidate.name), candidate, str(inbox_id))
    what = WITHDRAWN.format(name=candidate.name)
    what = f"{what} {WITHDRAWN_AFTER}" if to.ballot.dates.assessed_at else what
    applicants.tell_managers(conn, desk, to, what, occasion=f"withdrawn {inbox_id}")


def _applied(conn: Connection, desk: Desk, to: Applicant, sent: Sent, name: str, after: Dossier) -> Candidate:
    return candidates.apply(
        conn,
        desk.secrets,
        ballot_id=to.ballot.id,
        name=name,
        address=to.address,
        member_id=to.person.member_id if to.person else None,
        missing=after.missing,
        received_at=sent.received_at,
    )


def _note(conn: Connection, to: Applicant, candidate: Candidate, change: Change, inbox_id: int) -> None:
    body: dict[str, JSON] = {"message": inbox_id, "candidate": candidate.id, "change": str(change)}
    journal.record(conn, to.ballot.id, to.now, "applied", body)


def _application(
    conn: Connection,
    desk: Desk,
    to: Applicant,
    candidate: Candidate,
    sent: Sent,
    stands: Dossier,
    change: Change,
    unconfirmed: int,
) -> Application:
    """What the letters say of a candidacy."""
    members = register.electorate(conn, desk.organisation, to.now).members
    return Application(
        paper=to.ballot.paper,
        apply_by=to.apply_by,
        name=candidate.name,
        address=candidate.address,
        received_at=sent.received_at,
        dossier=stands,
        change=change,
        panel=tuple(member.name for member in panels.members(conn, to.ballot.id)),
        practice=next((member.name for member in members if member.id == candidate.member_id), ""),
        refused=sent.refused,
        unconfirmed=unconfirmed,
    )
