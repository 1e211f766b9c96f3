"""Receive what the panel answers: whether it is believed, what it finds, and what its sender is told (R20)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import assessment_letters, manager_letters, panel_letters
from mailvote.mail.automatic import sent_in_bulk
from mailvote.mail.commands import read_instruction
from mailvote.mail.findings import Finding, Reading, read_answer
from mailvote.mail.panel_trust import SENTENCES, Belief, Code, Trust, trust
from mailvote.mail.sender import Sender
from mailvote.office import assessing
from mailvote.office.assessment import Assessment, gather, is_under_way, post_to_member
from mailvote.office.badges import Badge, badges_in
from mailvote.office.case import Case
from mailvote.office.desk import Desk
from mailvote.office.filing import file_about
from mailvote.office.post import post_to_managers
from mailvote.rules.acceptance import Fate
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, candidates, findings, journal, outbox, panels
from mailvote.store.ballots import Ballot
from mailvote.store.panels import Panellist

A_DAY = timedelta(days=1)
ABOUT = (
    "It is about the assessment of the candidates for {title}. Nothing in it is recorded: if it is right, "
    "please have the member answer from their own address."
)
ANSWERS_A_DAY = 5
"""How many answers of one member of a panel are acknowledged within 24 hours: no machine makes a loop (P10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A message about the assessment of one ballot's candidates.

    `member` is who has written, also somebody who has left the panel, None where the address is nobody's; `answered` is
    to whom the letter went that it answers.
    """

    case: Case = field(repr=False)
    ballot: Ballot
    member: Panellist | None
    answered: Panellist | None
    now: datetime

    @property
    def code(self) -> Code:
        if self.answered is None:
            return Code.NONE
        return Code.OWN if self.answered.address == self.case.address else Code.FOREIGN


def concerns(conn: Connection, desk: Desk, case: Case) -> bool:
    """Whether a message is a panel's answer and no command, which a manager on the panel may give as well."""
    about = _about(conn, desk, case)
    if about is None:
        return False
    if desk.manager(case.address) is None:
        return True
    return read_instruction(case.incoming.subject, case.words.lines) is None


def receive(conn: Connection, desk: Desk, case: Case, now: datetime) -> None:
    """Take one answer from its arrival to its fate, the findings on file, and the letters it calls for."""
    about = _about(conn, desk, case)
    if about is None:
        raise ValueError("only what a panel answers is dealt with here")
    answer = _answer(conn, about, case, now)
    found = _trust(answer)
    if found.belief is Belief.ASKED and _was_asked(conn, desk, answer):
        found = Trust(belief=Belief.HELD, ground=found.ground)
    if found.belief is Belief.HELD:
        _hold(conn, desk, answer, found.ground)
    elif found.belief is Belief.ASKED:
        _ask_for_proof(conn, desk, answer, found.ground)
    else:
        _take(conn, desk, answer)


def _about(conn: Connection, desk: Desk, case: Case) -> tuple[Ballot, Badge | None] | None:
    """Which assessment a message answers: by the code of a letter to a panel, else by its sender and what it says.

    Without a code it must be from somebody on the panel of the one assessment under way, answer no ballot paper, and
    find somebody eligible or not.
    """
    shown = [badge for badge in badges_in(conn, desk, case.marks, address=case.address) if badge.kind == "panel"]
    if shown:
        own = next((badge for badge in shown if badge.address == case.address), shown[0])
        return own.ballot, own
    if case.attribution.paper is not None or not case.address:
        return None
    waiting = [ballot for ballot in ballots.called(conn, desk.organisation) if _may_answer(conn, ballot, case)]
    named = [ballot for ballot in waiting if ballot.paper.reference in case.marks.references] or waiting
    return (named[0], None) if len(named) == 1 and _finds_something(conn, desk, named[0], case) else None


def _may_answer(conn: Connection, ballot: Ballot, case: Case) -> bool:
    at = case.received.received_at
    on_panel = any(member.address == case.address for member in panels.members(conn, ballot.id))
    return on_panel and stage(ballot.dates, at) is Stage.ASSESSMENT


def _finds_something(conn: Connection, desk: Desk, ballot: Ballot, case: Case) -> bool:
    found = gather(conn, desk, ballot)
    member = next(one for one in found.panel if one.address == case.address)
    return bool(read_answer(case.words, found.docket(desk, member), to_our_letter=False).findings)


def _answer(conn: Connection, about: tuple[Ballot, Badge | None], case: Case, now: datetime) -> Answer:
    ballot, badge = about
    everybody = panels.everybody(conn, ballot.id)
    members = panels.members(conn, ballot.id)
    own = [one for one in (*members, *reversed(everybody)) if one.address == case.address]
    answered = next((one for one in everybody if badge and one.id == badge.panellist_id), None)
    return Answer(case=case, ballot=ballot, member=own[0] if own else None, answered=answered, now=now)


def _trust(answer: Answer) -> Trust:
    """How far the answer is believed; what speaks against it besides the table goes before it."""
    case = answer.case
    found = trust(is_member=answer.member is not None, authentication=case.authentication, code=answer.code)
    if found.belief is Belief.HELD:
        return found
    if sent_in_bulk(case.incoming):
        return Trust(belief=Belief.HELD, ground="bulk")
    via = case.sender.via if isinstance(case.sender, Sender) else ""
    elsewhere = bool(via) and via.rpartition("@")[2] != case.address.rpartition("@")[2]
    return Trust(belief=Belief.HELD, ground="sent-by-another") if elsewhere else found


def _was_asked(conn: Connection, desk: Desk, answer: Answer) -> bool:
    sent = (desk.organisation, answer.case.address, ("panel-confirm",), answer.ballot.id)
    return outbox.count_to(conn, *sent, answer.ballot.dates.called_at or answer.now) > 0


def _ask_for_proof(conn: Connection, desk: Desk, answer: Answer, ground: str) -> None:
    """Nothing of it counts; its sender is asked, once, to answer the letter that went to the address alone."""
    if answer.member is None:
        raise ValueError("only a member of the panel is asked")
    file_about(conn, desk, answer.case, answer.ballot, fate=Fate.CHALLENGED, ground=ground, now=answer.now)
    found = gather(conn, desk, answer.ballot)
    seat, received_at = found.seat(desk, answer.member), answer.case.received.received_at
    letter = panel_letters.confirm(desk.wording, desk.house, seat, received_at)
    post_to_member(conn, desk, found, answer.member, letter, occasion="confirm", now=answer.now)


def _hold(conn: Connection, desk: Desk, answer: Answer, ground: str) -> None:
    """On file, nothing recorded; the managers are told, and the member whose letter somebody else has answered."""
    case, ballot = answer.case, answer.ballot
    inbox_id = file_about(conn, desk, case, ballot, fate=Fate.HELD, ground=ground, now=answer.now)
    if ground in ("panel-stranger", "panel-foreign") and answer.answered is not None:
        _warn(conn, desk, answer, answer.answered)
    letter = manager_letters.held(
        desk.wording,
        desk.house,
        None,
        inbox_id,
        case.address,
        "",
        case.received.received_at,
        f"{SENTENCES[ground]} {ABOUT.format(title=ballot.paper.title)}",
    )
    occasion = f"forged panel {case.address} {answer.now.date()}" if ground == "forged" else str(inbox_id)
    post_to_managers(conn, desk, letter, occasion=occasion, now=answer.now, ballot_id=ballot.id)


def _warn(conn: Connection, desk: Desk, answer: Answer, to: Panellist) -> None:
    """Once a ballot and address, outside the thread and quoting nothing."""
    if to.id not in {member.id for member in panels.members(conn, answer.ballot.id)}:
        return
    found = gather(conn, desk, answer.ballot)
    domain = answer.case.address.rpartition("@")[2]
    received_at = answer.case.received.received_at
    letter = panel_letters.warning(desk.wording, desk.house, found.seat(desk, to), domain, received_at)
    post_to_member(conn, desk, found, to, letter, occasion=f"warned {answer.case.address}", now=answer.now)


def _take(conn: Connection, desk: Desk, answer: Answer) -> None:
    """Read it and keep what it finds; who answers too late, or has left the panel, is told that it changes nothing."""
    member, ballot = answer.member, answer.ballot
    if member is None:
        raise ValueError("only a member of the panel is heard")
    found = gather(conn, desk, ballot)
    late = _too_late(conn, found, member, answer.now)
    ground = "assessment-late" if late else "assessment"
    inbox_id = file_about(
        conn, desk, answer.case, ballot, fate=Fate.COMMANDS, ground=ground, now=answer.now, with_content=False
    )
    if late:
        _tell_late(conn, desk, found, answer, member, late, inbox_id)
        return
    to_our_letter = answer.code is Code.OWN
    reading = read_answer(answer.case.words, found.docket(desk, member), to_our_letter=to_our_letter)
    _record(conn, desk, found, answer, member, reading)
    journal.record(conn, ballot.id, answer.now, "panel-answer", {"message": inbox_id, "panel": member.name})
    _answer_back(conn, desk, answer, member, reading, inbox_id)
    assessing.see_to(conn, desk, ballot, answer.now)


def _answer_back(
    conn: Connection, desk: Desk, answer: Answer, member: Panellist, reading: Reading, inbox_id: int
) -> None:
    """Acknowledge an answer; what finds nothing is put before the managers as well, unless it only says thanks."""
    if _is_answered_enough(conn, desk, answer, "panel-received", ANSWERS_A_DAY):
        return
    found = gather(conn, desk, answer.ballot)
    was_asked = member.asked_at is not None
    if was_asked and (reading.findings or found.left(member)):
        _acknowledge(conn, desk, found, answer, member, reading, inbox_id)
    if not reading.findings and reading.unread:
        letter = assessment_letters.panel_wrote(
            desk.wording, desk.house, found.ballot.paper, member.name, answer.case.received.received_at, was_asked
        )
        post_to_managers(conn, desk, letter, occasion=str(inbox_id), now=answer.now, ballot_id=found.ballot.id)


def _too_late(conn: Connection, found: Assessment, member: Panellist, now: datetime) -> str:
    """Why an answer changes nothing any more; empty while it does."""
    if member.id not in {one.id for one in found.panel}:
        return "You are not on the panel any more."
    if is_under_way(conn, found.ballot, now):
        return ""
    at = stage(found.ballot.dates, now)
    if at in (Stage.CALLED, Stage.ASSESSMENT):
        return ""
    return (
        "The call was cancelled."
        if at is Stage.CANCELLED
        else "The assessment is settled, and the candidates are told."
    )


def _tell_late(
    conn: Connection,
    desk: Desk,
    found: Assessment,
    answer: Answer,
    member: Panellist,
    why: str,
    inbox_id: int,
) -> None:
    if _is_answered_enough(conn, desk, answer, "panel-late", 1):
        return
    letter = panel_letters.too_late(desk.wording, desk.house, found.seat(desk, member), why)
    post_to_member(
        conn, desk, found, member, letter, occasion=str(inbox_id), now=answer.now, answers=answer.case.incoming
    )


def _record(
    conn: Connection, desk: Desk, found: Assessment, answer: Answer, member: Panellist, reading: Reading
) -> None:
    """Keep the findings on those who are to be assessed; what was received earlier replaces nothing newer."""
    undecided = {one.id for one in found.undecided}
    for finding in reading.findings:
        if finding.candidate in undecided:
            findings.record(
                conn,
                candidates.sealer(conn, desk.secrets, finding.candidate),
                candidate_id=finding.candidate,
                panellist_id=member.id,
                is_eligible=finding.is_eligible,
                reason=finding.reason,
                found_at=answer.case.received.received_at,
            )


def _acknowledge(
    conn: Connection,
    desk: Desk,
    found: Assessment,
    answer: Answer,
    member: Panellist,
    reading: Reading,
    inbox_id: int,
) -> None:
    """Say how the answer was understood, and ask for what it leaves out."""
    undecided = {one.id for one in found.undecided}
    kept = tuple(one for one in reading.findings if one.candidate in undecided)
    letter = panel_letters.received(
        desk.wording,
        desk.house,
        found.seat(desk, member),
        {one.id: one.name for one in found.candidates},
        Reading(findings=kept, unread=reading.unread),
        gone=_gone(found, reading.findings),
        left=[one.name for one in found.left(member)],
        unreasoned=[one.name for one in found.unreasoned(member)],
    )
    post_to_member(
        conn, desk, found, member, letter, occasion=str(inbox_id), now=answer.now, answers=answer.case.incoming
    )


def _gone(found: Assessment, said: tuple[Finding, ...]) -> list[str]:
    """The candidates whom an answer names and who are not to be assessed any more."""
    undecided = {one.id for one in found.undecided}
    spoken_of = {one.candidate for one in said} - undecided
    return [one.name for one in found.candidates if one.id in spoken_of]


def _is_answered_enough(conn: Connection, desk: Desk, answer: Answer, purpose: str, most: int) -> bool:
    since = answer.now - A_DAY
    sent = outbox.count_to(conn, desk.organisation, answer.case.address, (purpose,), answer.ballot.id, since)
    return sent >= most
