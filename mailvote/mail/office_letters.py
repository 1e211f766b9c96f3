"""The letters about what the manager records, what practices object to, and elections that need a further one."""

from datetime import datetime

from mailvote.mail.answering import command_link, on_paper, reply_link
from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording, quoted
from mailvote.rules.electorate import Member, Person
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
    )


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
        sample_source=_specimen(sample) if sample else "",
        expires_at=expires_at,
        confirm_link=command_link(house, nonce, "confirm"),
        code_line=confirmation_line(nonce),
    )


def _specimen(sample: Letter) -> str:
    """The sample as a quotation, without the marker line, which would cut the manager's reply short."""
    return quoted(sample.body.replace(REPLY_ABOVE, "", 1).lstrip("\n"))
