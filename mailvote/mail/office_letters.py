"""The letters about what the manager records, what practices object to, and elections that need a further one."""

from datetime import datetime

from mailvote.mail import asking
from mailvote.mail.answering import command_link, on_paper, reply_link
from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording, quoted
from mailvote.rules.electorate import Member, Person, Role
from mailvote.rules.english import counted, listed
from mailvote.rules.paper import Paper


def recorded(
    w: Wording,
    house: Letterhead,
    ballot_paper: BallotPaper,
    *,
    choice: tuple[int, ...],
    at: datetime,
    code: str,
    head: str,
    present_only: bool,
    replaced: bool,
) -> Letter:
    """To the practice's voting people: what the manager recorded for it, and how to object (R27).

    An empty `choice` is an abstention; `present_only`: somebody was at the meeting and did not vote.
    """
    paper, token = ballot_paper.paper, ballot_paper.token
    facts = {"at": at, "code": code, "head": head, "present_only": present_only, "replaced": replaced}
    return letter(
        w,
        house,
        "recorded",
        "voter-recorded",
        **on_paper(house, ballot_paper),
        **facts,
        chosen=paper.chosen(choice),
        object_link=reply_link(house, paper, token, "OBJECT"),
        about_code=_about_code(house, paper),
        replacing=_replacing(ballot_paper),
    )


def settled(
    w: Wording,
    house: Letterhead,
    ballot_paper: BallotPaper,
    *,
    choice: tuple[int, ...] | None,
    at: datetime,
    is_open: bool,
    code: str = "",
    head: str = "",
) -> Letter:
    """To the practice's voting people: how the manager settled an objection; without a `choice` no vote is counted."""
    paper, token = ballot_paper.paper, ballot_paper.token
    facts = {"at": at, "is_open": is_open, "code": code, "head": head}
    return letter(
        w,
        house,
        "settled",
        "voter-settled",
        **on_paper(house, ballot_paper),
        **facts,
        is_rejected=choice is None,
        chosen=paper.chosen(choice or ()),
        object_link=reply_link(house, paper, token, "OBJECT"),
        about_code=_about_code(house, paper),
        replacing=_replacing(ballot_paper),
    )


def outranked_by_record(w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, received_at: datetime) -> Letter:
    """To the person of the paper, whose vote does not replace the one that the manager recorded (R9)."""
    paper, token = ballot_paper.paper, ballot_paper.token
    return letter(
        w,
        house,
        "outranked-voter",
        "voter-outranked-record",
        **on_paper(house, ballot_paper),
        received_at=received_at,
        reason=_outranking(paper),
        object_link=reply_link(house, paper, token, "OBJECT"),
        replacing=_replacing(ballot_paper),
    )


def record_stands(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, voter: Person, received_at: datetime
) -> Letter:
    """To the lead: what the manager recorded stands, although `voter` has voted (R9)."""
    facts = {"voter": voter, "received_at": received_at, "reason": _outranking(ballot_paper.paper)}
    return letter(w, house, "outranked-lead", "lead-outranked-record", **on_paper(house, ballot_paper), **facts)


def manager_record_stands(
    w: Wording, house: Letterhead, paper: Paper, member: Member, voter: Person, received_at: datetime
) -> Letter:
    """What the manager recorded stands, although `voter` has voted (R9)."""
    facts = _facts(paper, member, voter, received_at)
    return letter(w, house, "manager-outranked", "manager-outranked-record", **facts, reason=_outranking(paper))


def manager_record_replaced(
    w: Wording, house: Letterhead, paper: Paper, member: Member, voter: Person, received_at: datetime
) -> Letter:
    """A vote by email has replaced what the manager recorded (R9)."""
    facts = _facts(paper, member, voter, received_at)
    return letter(w, house, "manager-superseded", "manager-record-replaced", **facts)


def objection_received(w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, received_at: datetime) -> Letter:
    """To the objector: the practice's vote is held, and how to vote again (R9)."""
    values = on_paper(house, ballot_paper)
    return letter(w, house, "objection-received", "voter-objection", **values, received_at=received_at)


def objection_of_colleague(
    w: Wording, house: Letterhead, ballot_paper: BallotPaper, *, objector: Person, received_at: datetime
) -> Letter:
    """To the practice's other voting people: `objector` objects, and the vote is held."""
    return letter(
        w,
        house,
        "objection-of-colleague",
        "voter-colleague-objection",
        **on_paper(house, ballot_paper),
        objector=objector,
        received_at=received_at,
    )


def manager_objection(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    member: Member,
    objector: Person,
    inbox_id: int,
    received_at: datetime,
    was_recorded: bool,
) -> Letter:
    """Who objects to which kind of vote, never what it says; message `inbox_id` waits to be settled (R22)."""
    return letter(
        w,
        house,
        "manager-objection",
        "manager-objection",
        reply_above=REPLY_ABOVE,
        paper=paper,
        member=member,
        objector=objector,
        inbox_id=inbox_id,
        received_at=received_at,
        was_recorded=was_recorded,
    )


def nothing_to_object(w: Wording, house: Letterhead, ballot_paper: BallotPaper) -> Letter:
    """To somebody who wrote OBJECT where the practice has no vote in force; on a decision it may have meant Against."""
    return letter(
        w,
        house,
        "nothing-to-object",
        "voter-nothing-to-object",
        **on_paper(house, ballot_paper),
        against_link=reply_link(house, ballot_paper.paper, ballot_paper.token, "AGAINST"),
    )


def run_off_drafted(
    w: Wording,
    house: Letterhead,
    parent: Paper,
    draft: Paper,
    contenders: tuple[str, ...],
    closes_at: datetime | None,
    nonce: str,
    instruction_lines: tuple[str, ...],
    sample: Letter | None,
    again: bool,
    expires_at: datetime,
) -> Letter:
    """The proof of a further election (R15, R16); without `closes_at` a form that asks for the close.

    `again`: the election that was not decided was a further one itself.
    """
    return letter(
        w,
        house,
        "proof",
        "manager-run-off",
        reply_above=REPLY_ABOVE,
        parent=parent,
        draft=draft,
        contenders=listed(contenders),
        seats=counted(draft.seats, "seat"),
        closes_at=closes_at,
        again=again,
        lines=instruction_lines,
        sample=sample,
        sample_source=_specimen(house, sample) if sample else "",
        expires_at=expires_at,
        confirm_link=command_link(house, nonce, "confirm"),
        code_line=confirmation_line(nonce),
    )


def _facts(paper: Paper, member: Member, voter: Person, received_at: datetime) -> dict[str, object]:
    """What the manager is told of a vote by email beside one that was recorded."""
    return {"reply_above": REPLY_ABOVE, "paper": paper, "member": member, "voter": voter, "received_at": received_at}


def _outranking(paper: Paper) -> str:
    """Why a vote by email does not replace a recorded one."""
    first = paper.rules.revote == "first"
    return "the first vote counts" if first else "a recorded vote ranks as one of the lead"


def _replacing(ballot_paper: BallotPaper) -> str:
    """Whether the person of the paper can replace a recorded vote by email, and how; empty where nobody can (R9)."""
    paper = ballot_paper.paper
    if not paper.rules.is_by_mail or paper.rules.revote == "first":
        return ""
    if paper.rules.revote == "rank" and ballot_paper.person.role is not Role.LEAD:
        return "A recorded vote ranks as one of the lead: by email only a later vote of the lead replaces it."
    return f"To replace it by a vote of your own, reply {asking.answer(paper)}."


def _about_code(house: Letterhead, paper: Paper) -> str:
    """What the code of a recorded vote is good for, and who should know it (R22, R32)."""
    kept = f"Please keep it within your {house.noun}."
    if paper.rules.is_open:
        listed = f"The declaration lists how each {house.noun} voted, so you can check that yours was counted as it is."
        return f"It stands for this entry in the record of the ballot. {listed}"
    if not paper.rules.publishes_codes:
        return f"It stands for this entry in the record of the ballot. {kept}"
    return (
        f"The declaration lists every vote by its code, without the {house.noun}, so you can check that yours was "
        f"counted as it is. {kept}"
    )


def _specimen(house: Letterhead, sample: Letter) -> str:
    """The sample as a quotation, without the marker line, which would cut the manager's reply short."""
    return quoted(sample.body.replace(house.phrasebook.marker, "", 1).lstrip("\n"))
