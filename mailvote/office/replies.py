"""What we answer when a message could not simply be counted: ask, explain, warn, or pass it to the manager."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from mailvote.mail import letters, manager_letters, office_letters
from mailvote.mail.ballotpaper import Precedence
from mailvote.mail.judgement import Verdict
from mailvote.mail.letters import Writer
from mailvote.mail.sender import Sender
from mailvote.office import challenges
from mailvote.office.answers import Answer
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.filing import report_held
from mailvote.office.post import post, post_to_managers, post_to_voter
from mailvote.office.recording import voters
from mailvote.office.roll import Holding, hold
from mailvote.rules.electorate import Role
from mailvote.store import outbox

REFUSALS_PER_BALLOT = 3
"""How often one address is told in one ballot that its mail does not count, and at most once a day (mail.md 2)."""

WARNINGS = {
    "forged": "A message that claims to come from your {noun} did not pass the mail server's check of its sender. "
    "It was not counted, and nothing that it says has been done.",
    "foreign-paper": "Somebody on the register who does not speak for your {noun} in this ballot answered a ballot "
    "paper of yours. The message was not counted.",
    "stranger-with-paper": "Somebody at {domain} who is not on the register for your {noun} answered its ballot paper. "
    "The message was not counted.",
    "sent-by-another": "Somebody outside your {noun} sent a message in your name. It was not counted.",
}
"""What a practice is told when somebody else used its name or its paper, by the ground on which the message is held."""


def ask_back(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Say once why the message could not be read, and show the options again."""
    _to_sender(
        conn,
        desk,
        answer,
        letters.unclear,
        inbox_id,
        sentence=verdict.sentence,
        received_at=answer.case.received.received_at,
    )


def challenge(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Ask the registered address whether the message is theirs; only there the nonce can be read."""
    challenges.post_question(
        conn,
        desk,
        _held(answer),
        letters.challenge,
        inbox_id=inbox_id,
        now=answer.now,
        answers=answer.case.incoming,
        choice=verdict.choice,
        received_at=answer.case.received.received_at,
    )


def ask_which(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Several open ballots fit: ask which one is meant, with the paper of each (R10)."""
    fitting = answer.case.attribution.fitting
    papers = tuple(hold(desk, held.ballot, held.member, held.person).ballot_paper for held in fitting)
    letter = letters.which(desk.wording, desk.house, papers, answer.case.received.received_at)
    post(
        conn,
        desk,
        letter,
        addressee(fitting[0].person),
        occasion=str(inbox_id),
        now=answer.now,
        answers=answer.case.incoming,
    )


def refuse(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Tell the sender, politely and not too often, why the message changed nothing (R4)."""
    to = _sender(answer)
    ballot_id = answer.case.ballot_id
    if _was_told_enough(conn, desk, to, "refusal", ballot_id, answer.now):
        return
    title = answer.case.paper.title if answer.case.paper else ""
    sentence = refusal_sentence(desk, verdict.sentence, answer.held)
    post(
        conn,
        desk,
        letters.refusal(desk.wording, desk.house, to.name, title, sentence),
        to,
        occasion=str(inbox_id),
        now=answer.now,
        ballot_id=ballot_id,
        answers=answer.case.incoming,
    )


def refusal_sentence(desk: Desk, sentence: str, held: Holding | None) -> str:
    """A ground's sentence with the organisation's noun and, where it asks for it, the declared interest."""
    interest = (held.member.barred or held.person.barred) if held else ""
    return sentence.format(noun=desk.house.noun, interest=interest.rstrip(". "))


def tell_late(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Say that the message came after the close, and which ballots are open (R18)."""
    held = _held(answer)
    if _was_told_enough(conn, desk, addressee(held.person), "late", held.ballot.id, answer.now):
        return
    post_to_voter(
        conn,
        desk,
        replace(held, token=""),
        letters.late,
        occasion=str(inbox_id),
        now=answer.now,
        answers=answer.case.incoming,
        open_titles=tuple(fit.ballot.paper.title for fit in answer.case.attribution.fitting),
        received_at=answer.case.received.received_at,
    )


def _was_told_enough(
    conn: Connection, desk: Desk, to: Addressee, purpose: str, ballot_id: int | None, now: datetime
) -> bool:
    """Whether an address has had such a letter today, or all of them: who answers every letter makes no loop."""
    told = partial(outbox.count_to, conn, desk.organisation, to.address, (purpose,), ballot_id)
    return told(now - timedelta(days=1)) > 0 or told(now - timedelta(days=365)) >= REFUSALS_PER_BALLOT


def tell_outranked(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Case 11: the vote of a higher rank stands; its sender, who cast the other, and the manager are told (R9)."""
    if answer.in_force is None:
        raise ValueError("only a vote in force outranks another")
    if answer.in_force.person_id is None:
        _tell_outranked_by_record(conn, desk, answer, inbox_id)
    else:
        _tell_outranked_by(conn, desk, answer, answer.in_force.person_id, inbox_id)


def _tell_outranked_by(conn: Connection, desk: Desk, answer: Answer, person_id: int, inbox_id: int) -> None:
    held = _held(answer)
    standing = next(person for person in held.member.people if person.id == person_id)
    precedence = Precedence(voter=held.person, standing=standing, received_at=answer.case.received.received_at)
    occasion = str(inbox_id)
    _to_sender(conn, desk, answer, letters.outranked_voter, inbox_id, precedence=precedence)
    if standing.in_force(answer.now) and not precedence.is_own:
        lead = hold(desk, held.ballot, held.member, standing)
        post_to_voter(
            conn, desk, lead, letters.outranked_lead, occasion=occasion, now=answer.now, precedence=precedence
        )
    letter = manager_letters.manager_outranked(desk.wording, desk.house, held.ballot.paper, held.member, precedence)
    post_to_managers(conn, desk, letter, occasion=occasion, now=answer.now, ballot_id=held.ballot.id)


def _tell_outranked_by_record(conn: Connection, desk: Desk, answer: Answer, inbox_id: int) -> None:
    """What the manager recorded stands: the sender, the lead and the managers are told (R9)."""
    held, received_at = _held(answer), answer.case.received.received_at
    _to_sender(conn, desk, answer, office_letters.outranked_by_record, inbox_id, received_at=received_at)
    for lead in voters(desk, held, answer.now):
        if lead.person.role is Role.LEAD and lead.person.address != held.person.address:
            post_to_voter(
                conn,
                desk,
                lead,
                office_letters.record_stands,
                occasion=str(inbox_id),
                now=answer.now,
                voter=held.person,
                received_at=received_at,
            )
    letter = office_letters.manager_record_stands(
        desk.wording, desk.house, held.ballot.paper, held.member, held.person, received_at
    )
    post_to_managers(conn, desk, letter, occasion=str(inbox_id), now=answer.now, ballot_id=held.ballot.id)


def hold_for_manager(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, inbox_id: int) -> None:
    """Put the message before the managers; warn a practice whose paper was used, or tell a known sender."""
    held = answer.held or answer.case.attribution.paper
    if verdict.ground in WARNINGS and held is not None:
        _warn(conn, desk, answer, verdict, held)
    elif verdict.sentence:
        refuse(conn, desk, answer, verdict, inbox_id)
    occasion = _forgery(answer, held) if verdict.ground == "forged" else str(inbox_id)
    report_held(conn, desk, answer.case, inbox_id, verdict.ground, now=answer.now, occasion=occasion)


def _forgery(answer: Answer, held: Holding | None) -> str:
    """Forged mail is reported once a ballot and practice, or once an address and day where there is no ballot."""
    return f"forged {held.member.id}" if held else f"forged {answer.case.address} {answer.now.date()}"


def _warn(conn: Connection, desk: Desk, answer: Answer, verdict: Verdict, held: Holding) -> None:
    """One warning per ballot, practice and ground to the practice's people, outside the thread and quoting nothing."""
    domain = answer.case.address.rpartition("@")[2]
    for voter in voters(desk, held, answer.now):
        post_to_voter(
            conn,
            desk,
            voter,
            letters.warning,
            occasion=verdict.ground,
            now=answer.now,
            sentence=WARNINGS[verdict.ground].format(noun=desk.house.noun, domain=domain),
            received_at=answer.case.received.received_at,
        )


def _to_sender(conn: Connection, desk: Desk, answer: Answer, write: Writer, inbox_id: int, **values: Any) -> None:
    post_to_voter(
        conn,
        desk,
        _held(answer),
        write,
        occasion=str(inbox_id),
        now=answer.now,
        answers=answer.case.incoming,
        **values,
    )


def _held(answer: Answer) -> Holding:
    if answer.held is None:
        raise ValueError("this letter is about one practice's vote in one ballot")
    return answer.held


def _sender(answer: Answer) -> Addressee:
    """The registered person who wrote, or the bare registered address where no ballot tells us more."""
    if answer.held is not None:
        return addressee(answer.held.person)
    sender = answer.case.sender
    return Addressee(name="", address=sender.address if isinstance(sender, Sender) else "")
