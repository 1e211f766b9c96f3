"""The manager's `assess REF`: decide of candidates on whom the panel is split or silent (R20)."""

from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.commands import Assess
from mailvote.mail.findings import Finding, read_findings
from mailvote.mail.letter import say_time
from mailvote.office import assessing
from mailvote.office.assessment import Assessment, gather, is_under_way
from mailvote.office.desk import Addressee, Desk
from mailvote.office.plans import Done, Duty, Plan, find_ballot, in_words, known_ballot
from mailvote.rules.assessment import Opinion, Panel, Verdict, panel_of, reasons
from mailvote.rules.english import counted, listed
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import candidates, findings, journal
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate


def plan(conn: Connection, desk: Desk, command: Assess, now: datetime) -> Plan:
    """What the manager's word would settle, or why it cannot."""
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,), is_over=True)
    over = _over(conn, desk, ballot, now)
    if over:
        return Plan(ballot_id=ballot.id, problems=(over,), is_over=True)
    found = gather(conn, desk, ballot)
    reading = read_findings(command.lines, found.docket(desk, None))
    named = {one.id: one for one in found.candidates}
    decided = [(named[one.candidate], one) for one in reading.findings]
    return Plan(
        ballot_id=ballot.id,
        what=(*(_sentence(found, candidate, one) for candidate, one in decided), *_rest(found, reading.findings)),
        problems=(
            *(f"“{line}”: {why}" for line, why in reading.unread),
            *(problem for candidate, one in decided if (problem := _problem(found, candidate, one))),
        ),
    )


def carry_out(conn: Connection, desk: Desk, command: Assess, author: Addressee, now: datetime) -> Done:
    """Keep the manager's word on each, and settle the assessment if nothing is open any more."""
    ballot = known_ballot(conn, desk, command.reference)
    found = gather(conn, desk, ballot)
    reading = read_findings(command.lines, found.docket(desk, None))
    for one in reading.findings:
        findings.record(
            conn,
            candidates.sealer(conn, desk.secrets, one.candidate),
            candidate_id=one.candidate,
            panellist_id=None,
            is_eligible=one.is_eligible,
            reason=one.reason,
            found_at=now,
        )
    number = len(reading.findings)
    journal.record(conn, ballot.id, now, "decided", {"candidates": number, "by": author.address})
    assessing.see_to(conn, desk, ballot, now)
    done = f"You have decided on {counted(number, 'candidate')}."
    return Done(sentences=(done, *_rest(found, reading.findings)), ballot_id=ballot.id)


DUTY = Duty(plan=plan, carry_out=carry_out)


def _over(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> str:
    """Why no correction of the command helps; empty where the candidates are being assessed."""
    reference, at = ballot.paper.reference, stage(ballot.dates, now)
    if is_under_way(conn, ballot, now):
        return ""
    if ballot.dates.apply_by is None:
        return f"{reference} was not called for candidates, so there is nobody to assess."
    if at in (Stage.CALLED, Stage.ASSESSMENT):
        until = say_time(ballot.dates.apply_by, desk.house.calendar)
        return f"Candidates for {reference} apply until {until}. They are assessed once all that came in time is read."
    if at is Stage.DRAFT:
        return f"It is settled already who stands in {reference}, and the candidates are told."
    return f"{reference} is {in_words(at)}, so nobody is assessed any more."


def _problem(found: Assessment, candidate: Candidate, finding: Finding) -> str:
    """Why the manager cannot decide this of this candidate; empty where nothing is in the way."""
    if candidate not in found.undecided:
        decided = f"is {_word(candidate.state == 'eligible')} already"
        gone = "has withdrawn" if candidate.state == "withdrawn" else decided
        return f"{candidate.name} {gone}: leave the line out."
    panel = panel_of(found.of(candidate))
    if panel in (Panel.ALL_FOR, Panel.ALL_AGAINST):
        agreed = _word(panel is Panel.ALL_FOR)
        return f"The panel agrees that {candidate.name} is {agreed}, and that holds: leave the line out."
    if not finding.is_eligible and not reasons(found.of(candidate), _opinion(finding)):
        like = f"{candidate.name}: not eligible because …"
        return f"{candidate.name} is to be told why. Write it behind the name: {like}"
    return ""


def _sentence(found: Assessment, candidate: Candidate, finding: Finding) -> str:
    """What follows for the candidate, and what the panel has found where all of it have."""
    told = "; ".join(reasons(found.of(candidate), _opinion(finding)))
    outcome = f"{candidate.name} is {_word(finding.is_eligible)}"
    outcome += f", and is told this reason: {told.rstrip('.')}." if not finding.is_eligible and told else "."
    before = found.words.get(candidate.id)
    changed = f" You had decided: {_word(before.is_eligible)}." if before else ""
    if found.verdicts.get(candidate.id) is not Verdict.SPLIT:
        return f"{outcome}{changed}"
    return f"{outcome} The panel is split.{changed}"


def _rest(found: Assessment, decided: tuple[Finding, ...]) -> tuple[str, ...]:
    """Who is still open after that, or what happens when nobody is."""
    here = {one.candidate for one in decided}
    verdicts = found.verdicts
    waiting = [
        one.name
        for one in found.undecided
        if one.id not in here and verdicts[one.id] in (Verdict.SPLIT, Verdict.WAITING)
    ]
    if waiting:
        return (f"Still open: {listed(waiting)}.",)
    return ("With that the assessment is over: every candidate is told the outcome.",)


def _opinion(finding: Finding) -> Opinion:
    return Opinion(is_eligible=finding.is_eligible, reason=finding.reason)


def _word(is_eligible: bool) -> str:
    return "eligible" if is_eligible else "not eligible"
