"""Gather what bears on one answer to a ballot paper, in the shape in which it is judged."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail import letters
from mailvote.mail.astext import as_text
from mailvote.mail.authentication import stamped_at
from mailvote.mail.automatic import sent_in_bulk
from mailvote.mail.identity import Evidence, Finding, Standing, believe
from mailvote.mail.intent import Confirmation, Intent, Objection, Request, Unclear, read_intent
from mailvote.mail.judgement import Matter
from mailvote.mail.requests import Wish, plain_wish
from mailvote.mail.sender import Sender
from mailvote.mail.subtraction import subtract
from mailvote.mail.voter import voter_of
from mailvote.office import challenges
from mailvote.office.case import Case
from mailvote.office.challenges import Question
from mailvote.office.desk import Desk
from mailvote.office.recording import claim, objected
from mailvote.office.roll import Holding, Roll, is_registered
from mailvote.rules.acceptance import Claim, Fate, Ground, judge
from mailvote.store import inbox, votes
from mailvote.store.inbox import InboxRow
from mailvote.store.votes import Standing as StandingVote

RECEIVED_BEFORE, RECEIVED_AFTER = timedelta(minutes=5), timedelta(hours=24)
"""How far the mailbox's time of receipt may lie before and after the newest trusted Received."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer and what bears on it: the vote it is about, the practice's vote in force, our open question."""

    case: Case
    finding: Finding
    intent: Intent = field(repr=False)
    held: Holding | None
    in_force: StandingVote | None
    is_held: bool
    withdrawn: Claim | None
    question: Question | None
    asked_which: bool
    now: datetime

    @property
    def confirms(self) -> bool:
        """Whether this is the YES to a question of ours: then the first message's time of receipt counts."""
        return isinstance(self.intent, Confirmation) and self.question is not None

    @property
    def effective_at(self) -> datetime:
        return self.question.received_at if self.confirms and self.question else self.case.received.received_at


def gather_answer(conn: Connection, desk: Desk, roll: Roll, case: Case, now: datetime) -> Answer:
    """Find the vote that a message is about, how far to believe it, what it says, and what stands already."""
    reply = challenges.answered(conn, desk, roll, case)
    if reply is not None:
        case = replace(case, attribution=replace(case.attribution, about=reply.held, paper=reply.held))
    finding = _finding(desk, roll, case, proven=reply is not None)
    held = case.attribution.about
    question = challenges.pending(conn, desk, held, reply) if held else None
    in_force = votes.standing(conn, held.ballot.id, held.member.id) if held else None
    is_held = held is not None and bool(objected(conn, held.ballot.id, held.member.id))
    return Answer(
        case=case,
        finding=finding,
        intent=_intent(desk, case, held, questioned=bool(question or reply or in_force or is_held)),
        held=held,
        in_force=in_force,
        is_held=is_held,
        withdrawn=_withdrawn(conn, held) if held else None,
        question=question,
        asked_which=finding.standing is Standing.WHICH and challenges.asked_which(conn, desk, case),
        now=now,
    )


def _finding(desk: Desk, roll: Roll, case: Case, *, proven: bool) -> Finding:
    """How far the message is believed; `proven` by the nonce that went to the registered address alone."""
    at = case.received.received_at
    registered = is_registered(roll, case.address, at)
    return believe(
        Evidence(
            registered=registered,
            authentication=case.authentication,
            token=case.attribution.token,
            fitting=len(case.attribution.fitting),
            doubt=_doubt(desk, case, at) if registered else "",
            proven=proven,
        )
    )


def _doubt(desk: Desk, case: Case, at: datetime) -> str:
    """What speaks against a message from a registered address: the ground on which it is held."""
    if sent_in_bulk(case.incoming):
        return "bulk"
    if _is_misdated(desk, case):
        return "misdated"
    return "sent-by-another" if _sent_by_an_outsider(case, at) else ""


def _is_misdated(desk: Desk, case: Case) -> bool:
    """Whether the time of receipt does not fit what a trusted host of ours stamped on the message (interface.md 8)."""
    stamped = stamped_at(case.incoming, desk.trust) if desk.trust.trusted_hosts else None
    if stamped is None:
        return False
    return not -RECEIVED_BEFORE <= case.received.received_at - stamped <= RECEIVED_AFTER


def _sent_by_an_outsider(case: Case, at: datetime) -> bool:
    """Whether a Sender header names somebody who is not of the same practice (mail.md 3)."""
    held, sender = case.attribution.about, case.sender
    if held is None or not isinstance(sender, Sender) or not sender.via:
        return False
    return all(person.address != sender.via or not person.in_force(at) for person in held.member.people)


def _intent(desk: Desk, case: Case, held: Holding | None, *, questioned: bool) -> Intent:
    """What the message says beside the paper, which some programs leave in a reply without a mark.

    Where something of ours may be answered, a question or the receipt of a vote, YES alone is no vote for a proposal,
    and NO none against it.
    """
    if held is None or not isinstance(case.sender, Sender):
        wish = plain_wish(case.words, desk.vocabulary)
        return Request(wish=wish) if wish else Unclear(reading="", reason="no-ballot", sentence="")
    voter = voter_of(
        held.ballot.paper,
        desk.vocabulary,
        sender_name=held.person.name,
        practice=(held.member.name, *held.member.aliases),
        questioned=questioned,
    )
    words = subtract(case.words, as_text(letters.paper(desk.wording, desk.house, held.ballot_paper).body))
    return read_intent(words, voter, case.incoming.subject)


def matter(answer: Answer) -> Matter:
    """The answer as `mail.judgement` judges it."""
    held, question = answer.held, answer.question
    return Matter(
        finding=answer.finding,
        has_ballot=held is not None or answer.finding.standing is Standing.WHICH,
        ground=_ground(answer, held) if held else None,
        intent=answer.intent,
        claim=_claim(answer, held) if held else None,
        in_force=_standing_claim(answer.in_force) if answer.in_force else None,
        revote=held.ballot.paper.rules.revote if held else "rank",
        asked=question is not None or answer.asked_which,
        offered=question.offered if question else None,
        was_recorded=answer.in_force is not None and answer.in_force.inbox_id is None,
        is_held=answer.is_held,
        withdrawn=answer.withdrawn,
    )


def _ground(answer: Answer, held: Holding) -> Ground | None:
    as_judged = held.objecting if isinstance(answer.intent, Objection | Request) else held.returned
    return judge(as_judged(answer.case.received.received_at))


def _withdrawn(conn: Connection, held: Holding) -> Claim | None:
    """The claim of the newest message that withdrew the practice's vote, so that no older one counts after it."""
    commands = inbox.pending(conn, held.ballot.id, held.member.id, fate=Fate.COMMANDS)
    claims = [_claim_of(row, held) for row in commands if row.ground == Wish.WITHDRAW]
    return max(claims, key=lambda each: each.received_at, default=None)


def _claim_of(row: InboxRow, held: Holding) -> Claim:
    person = next((person for person in held.member.people if person.id == row.person_id), held.person)
    return claim(person.role, row.received_at, 0)


def _claim(answer: Answer, held: Holding) -> Claim:
    return claim(held.person.role, answer.effective_at, answer.case.received.uid)


def _standing_claim(vote: StandingVote) -> Claim:
    return claim(vote.role, vote.received_at, vote.order)
