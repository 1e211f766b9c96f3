"""Have candidates assessed: ask the panel, remind it once, put a split to the manager, settle what is agreed (R20)."""

from collections.abc import Iterator
from datetime import datetime, time

from sqlalchemy import Connection

from mailvote.mail import assessment_letters, panel_letters
from mailvote.mail.assessment_letters import Assessed, Disputed
from mailvote.mail.panel_letters import Applicant
from mailvote.office.assessment import Assessment, addressee, gather, is_under_way, post_to_member
from mailvote.office.badges import panel_token
from mailvote.office.calling import call_documents
from mailvote.office.desk import Desk
from mailvote.office.enclosing import names, post_enclosing
from mailvote.office.keys import sealer
from mailvote.office.papers import of_candidate, prepare_candidate
from mailvote.office.post import post_to_managers
from mailvote.office.settling import settle
from mailvote.rules.assessment import Verdict, is_for_manager, is_settled
from mailvote.rules.chain import JSON, canonical
from mailvote.rules.lifecycle import Deadline, may_count
from mailvote.rules.workingdays import working_days_after
from mailvote.store import ballots, deadlines, journal, organisations, panels
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate
from mailvote.store.panels import Panellist

REMINDED_AFTER = 3
"""Working days after which a member of the panel who has not answered is reminded."""

REMINDED_AT = time(9)

ASKED = "panel-asked"
"""The event of the journal that says of which candidates the panel was asked."""


def assess_due(conn: Connection, desk: Desk, now: datetime) -> None:
    """End the applications that are due, remind the panels that are silent, and see how every assessment stands."""
    swept_at = organisations.last_sweep(conn, desk.organisation)
    for due in deadlines.due(conn, desk.organisation, now):
        ballot = ballots.get(conn, due.ballot_id)
        if due.kind == "apply" and may_count(ballot.dates.apply_by or due.due_at, desk.closing_grace, swept_at):
            deadlines.done(conn, due.id, now)
        elif due.kind == "assess":
            _remind(conn, desk, ballot, now)
            deadlines.done(conn, due.id, now)
    for ballot in ballots.unfinished(conn, desk.organisation):
        see_to(conn, desk, ballot, now)


def see_to(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """Do what the findings so far call for; doing it again does nothing."""
    if not is_under_way(conn, ballot, now):
        return
    found = gather(conn, desk, ballot)
    _tell_of_withdrawals(conn, desk, found, now)
    verdicts = found.verdicts.values()
    if is_settled(verdicts):
        settle(conn, desk, found, now)
        return
    _ask(conn, desk, found, now)
    if is_for_manager(verdicts):
        _put_to_managers(conn, desk, found, now)


def _ask(conn: Connection, desk: Desk, found: Assessment, now: datetime) -> None:
    """Ask every member of the panel who has yet to see what somebody wrote of whom they have not said.

    It is seen with the request that went out after the end of the applications, unless it was found later.
    """
    apply_by, unseen = found.ballot.dates.apply_by, _applied_since(conn, found.ballot)
    asked = [
        one
        for one in found.panel
        if (left := found.left(one))
        and (
            one.asked_at is None
            or (apply_by is not None and one.asked_at < apply_by)
            or any(candidate.id in unseen for candidate in left)
        )
    ]
    if not asked:
        return
    calendar = desk.house.calendar
    reminded_at = working_days_after(now, REMINDED_AFTER, REMINDED_AT, calendar)
    deadlines.add(conn, found.ballot.id, Deadline(kind="assess", due_at=reminded_at))
    body: dict[str, JSON] = {"panel": [one.name for one in asked], "candidates": [one.id for one in found.undecided]}
    journal.record(conn, found.ballot.id, now, ASKED, body)
    for candidate in found.undecided:
        prepare_candidate(conn, desk, found.ballot, candidate, now)
    for member in asked:
        _ask_one(conn, desk, found, member, reminded_at, now)
        panels.asked(conn, member.id, now)


def _ask_one(
    conn: Connection, desk: Desk, found: Assessment, member: Panellist, reminded_at: datetime, now: datetime
) -> None:
    """What the post asks for, and what each candidate wrote, to one member of the panel."""
    ballot, left = found.ballot, found.left(member)
    sent = {one.id: of_candidate(conn, one) for one in left}
    call = call_documents(conn, ballot)
    letter = panel_letters.ask(
        desk.wording,
        desk.house,
        found.seat(desk, member),
        [Applicant(name=one.name, files=names(conn, desk, sent[one.id]), missing=one.missing) for one in left],
        call_files=names(conn, desk, call),
        reminded_at=reminded_at,
    )
    post_enclosing(
        conn,
        desk,
        letter,
        addressee(member),
        documents=[*call, *(document for one in left for document in sent[one.id])],
        occasion=f"asked {now}",
        now=now,
        ballot_id=ballot.id,
        token=panel_token(desk, member),
    )


def _remind(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """Whoever was asked three working days ago and has not said all is reminded, once, and the managers told."""
    if not is_under_way(conn, ballot, now):
        return
    found = gather(conn, desk, ballot)
    reminded = {
        member: found.left(member)
        for member in found.panel
        if member.asked_at is not None and _is_due(desk, member.asked_at, now) and found.left(member)
    }
    sent = [_remind_one(conn, desk, found, member, now) for member in reminded]
    if any(sent):
        letter = assessment_letters.silent(
            desk.wording,
            desk.house,
            ballot.paper,
            {member.name: [one.name for one in left] for member, left in reminded.items()},
        )
        post_to_managers(conn, desk, letter, occasion=f"silent {now}", now=now, ballot_id=ballot.id)


def _is_due(desk: Desk, asked_at: datetime, now: datetime) -> bool:
    return working_days_after(asked_at, REMINDED_AFTER, REMINDED_AT, desk.house.calendar) <= now


def _remind_one(conn: Connection, desk: Desk, found: Assessment, member: Panellist, now: datetime) -> bool:
    """False where this member has been reminded before of what they were asked then."""
    letter = panel_letters.remind(
        desk.wording,
        desk.house,
        found.seat(desk, member),
        [one.name for one in found.left(member)],
        [one.name for one in found.unreasoned(member)],
        member.asked_at or now,
    )
    return post_to_member(conn, desk, found, member, letter, occasion=f"reminded {member.asked_at}", now=now)


def _tell_of_withdrawals(conn: Connection, desk: Desk, found: Assessment, now: datetime) -> None:
    """Tell the panel of every candidate who has withdrawn since it was asked, once."""
    asked = _asked_about(conn, found.ballot)
    for candidate in found.candidates:
        if candidate.state == "withdrawn" and candidate.id in asked:
            for member in found.panel:
                left = [one.name for one in found.left(member)] if member.asked_at else []
                letter = panel_letters.withdrawn(
                    desk.wording, desk.house, found.seat(desk, member), candidate.name, left
                )
                occasion = f"withdrawn {candidate.id} {candidate.applied_at}"
                post_to_member(conn, desk, found, member, letter, occasion=occasion, now=now)


def _asked_about(conn: Connection, ballot: Ballot) -> frozenset[int]:
    """The candidates of whom the panel has been asked, by their numbers."""
    events = (event for event in journal.events(conn, ballot.id) if event.kind == ASKED)
    listed = (event.body.get("candidates") for event in events)
    return frozenset(number for each in listed if isinstance(each, list) for number in each if isinstance(number, int))


def _applied_since(conn: Connection, ballot: Ballot) -> frozenset[int]:
    """The candidates who have sent anything since the panel was asked last, by their numbers."""
    events = journal.events(conn, ballot.id)
    asked = max((event.sequence for event in events if event.kind == ASKED), default=0)
    numbers = (event.body.get("candidate") for event in events if event.kind == "applied" and event.sequence > asked)
    return frozenset(number for number in numbers if isinstance(number, int))


def _put_to_managers(conn: Connection, desk: Desk, found: Assessment, now: datetime) -> None:
    """Put the candidates on whom the panel differs before the managers, with all that was found; once a state."""
    verdicts = found.verdicts
    disputed = [one for one in found.undecided if verdicts[one.id] is Verdict.SPLIT]
    letter = assessment_letters.split(
        desk.wording,
        desk.house,
        found.ballot.paper,
        [Disputed(name=one.name, findings=tuple(_said(found, one))) for one in disputed],
        [
            Assessed(name=one.name, is_eligible=verdicts[one.id] is Verdict.ELIGIBLE)
            for one in found.undecided
            if one not in disputed
        ],
    )
    post_to_managers(conn, desk, letter, occasion=_state(conn, desk, found), now=now, ballot_id=found.ballot.id)


def _said(found: Assessment, candidate: Candidate) -> Iterator[tuple[str, bool, str]]:
    """What each member of the panel finds of a candidate, by name."""
    for member, opinion in zip(found.panel, found.of(candidate), strict=True):
        if opinion is not None:
            yield member.name, opinion.is_eligible, opinion.reason


def _state(conn: Connection, desk: Desk, found: Assessment) -> str:
    """A name for all that was found so far which tells nobody what that is."""
    said: list[JSON] = [[*place, one.is_eligible, one.reason] for place, one in sorted(found.opinions.items())]
    words: list[JSON] = [[place, one.is_eligible] for place, one in sorted(found.words.items())]
    undecided: list[JSON] = [one.id for one in found.undecided]
    key = sealer(conn, desk, found.ballot.id).fingerprint(canonical([said, words, undecided]))
    return f"split {key[:32]}"
