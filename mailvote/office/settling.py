"""Settle an assessment: candidates are told, and the launch is offered, or the call is offered to be reopened (R20)."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import assessment_letters
from mailvote.mail.assessment_letters import Assessed
from mailvote.mail.forms import Instruction
from mailvote.mail.manager_letters import form_time
from mailvote.office import launching
from mailvote.office.assessment import Assessment, addressee
from mailvote.office.badges import candidate_token
from mailvote.office.desk import Desk
from mailvote.office.post import post, post_to_managers
from mailvote.office.proofing import LIFE_OF_A_PROOF, PROOF, keep
from mailvote.rules.assessment import Verdict
from mailvote.rules.workingdays import working_days_after
from mailvote.store import ballots, candidates, journal
from mailvote.store.candidates import Candidate


def settle(conn: Connection, desk: Desk, found: Assessment, now: datetime) -> None:
    """What was found holds from now on; `found` leaves nobody undecided."""
    ballot = found.ballot
    decided = [(one, _assessed(found, one)) for one in found.undecided]
    for candidate, outcome in decided:
        candidates.set_state(conn, candidate.id, "eligible" if outcome.is_eligible else "ineligible")
    standing = [one.name for one in candidates.of_ballot(conn, ballot.id) if one.state == "eligible"]
    not_eligible = sum(not outcome.is_eligible for _, outcome in decided)
    journal.record(conn, ballot.id, now, launching.SETTLED, {"eligible": standing, "not_eligible": not_eligible})
    for candidate, outcome in decided:
        _tell(conn, desk, found, candidates.get(conn, candidate.id), outcome, now)
    outcomes = [outcome for _, outcome in decided]
    if not standing:
        ballots.settle_candidates(conn, ballot, now, (), lot="")
        _offer_reopening(conn, desk, found, outcomes, now)
        return
    letter = assessment_letters.assessed(desk.wording, desk.house, ballot.paper, outcomes)
    post_to_managers(conn, desk, letter, occasion=f"assessed {now}", now=now, ballot_id=ballot.id)
    launching.offer(conn, desk, ballot, now)


def _assessed(found: Assessment, candidate: Candidate) -> Assessed:
    eligible = found.verdicts[candidate.id] is Verdict.ELIGIBLE
    return Assessed(name=candidate.name, is_eligible=eligible, reasons=() if eligible else found.reasons(candidate))


def _tell(
    conn: Connection, desk: Desk, found: Assessment, candidate: Candidate, outcome: Assessed, now: datetime
) -> None:
    """The outcome to the candidate, once for each expression of interest."""
    paper, token = found.ballot.paper, candidate_token(desk, candidate)
    if outcome.is_eligible:
        letter = assessment_letters.eligible(desk.wording, desk.house, paper, candidate.name, token)
    else:
        letter = assessment_letters.not_eligible(desk.wording, desk.house, paper, candidate.name, outcome.reasons)
    post(
        conn,
        desk,
        letter,
        addressee(candidate),
        occasion=f"assessed {candidate.applied_at}",
        now=now,
        ballot_id=found.ballot.id,
        token=token,
    )


def _offer_reopening(conn: Connection, desk: Desk, found: Assessment, outcomes: list[Assessed], now: datetime) -> None:
    """A proof of `reopen call` to every manager, with a day as far off as the rule set has it."""
    paper, calendar = found.ballot.paper, desk.house.calendar
    days = paper.rules.candidacy.apply_working_days
    apply_by = working_days_after(now, days, calendar.closing_time, calendar)
    instruction = Instruction(
        verb="reopen", argument=paper.reference, fields=(("Apply by", form_time(desk.house, apply_by)),)
    )
    for manager in desk.managers:
        nonce = keep(
            conn, desk, purpose=PROOF, author=manager, instruction=instruction, now=now, ballot_id=found.ballot.id
        )
        letter = assessment_letters.nobody_eligible(
            desk.wording,
            desk.house,
            paper,
            outcomes,
            instruction,
            nonce,
            apply_by,
            now + LIFE_OF_A_PROOF,
        )
        post(
            conn,
            desk,
            letter,
            manager,
            occasion=f"reopen {now}",
            now=now,
            ballot_id=found.ballot.id,
            token=nonce,
        )
