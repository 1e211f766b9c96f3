"""Who may give which command: managers all of them, the lead of a practice those about its own people (R8, R11)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.commands import LEAD_VERBS
from mailvote.mail.forms import Instruction
from mailvote.office.appointments import ballots_for_proxies
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.roll import Holding
from mailvote.rules.electorate import Electorate, Member, Role
from mailvote.rules.english import listed
from mailvote.store import register

FOR_EVERYBODY = frozenset({"confirm", "drop"})

ONLY_LEADS = (
    "The deputy and the proxies of a {noun} are named by its lead, and interests are declared by its lead. "
    "Nothing was changed; please ask the lead, or the election manager, to send this."
)
ONLY_MANAGERS = "“{verb}” is a command of the election manager. Nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody who gives a command; `leads` are the practices whose lead that is, a manager's own too.

    `answers` is the ballot paper that the message answers.
    """

    who: Addressee
    is_manager: bool
    leads: tuple[Member, ...] = ()
    answers: Holding | None = None

    @property
    def may_command(self) -> bool:
        """Whether there is any command that this author may give."""
        return self.is_manager or bool(self.leads)

    def may_name(self, member: Member) -> bool:
        """Whether this author may name people and declare interests for that practice (R8)."""
        return self.is_manager or member.id in {one.id for one in self.leads}


def author_at(
    conn: Connection, desk: Desk, address: str, at: datetime, *, answers: Holding | None = None
) -> Author | None:
    """Who gave commands from that address then: a manager, or anybody who is on the register; None for others."""
    registered = register.electorate(conn, desk.organisation, at)
    manager, people = desk.manager(address), registered.speakers(address, at)
    if manager is None and not people:
        return None
    return Author(
        who=manager or addressee(people[0]),
        is_manager=manager is not None,
        leads=tuple(registered.member(one.member_id) for one in people if one.role is Role.LEAD),
        answers=answers,
    )


def refusal(author: Author, instruction: Instruction, noun: str) -> str | None:
    """Why this author may not give that command, or None."""
    if author.is_manager or instruction.verb in FOR_EVERYBODY:
        return None
    if instruction.verb not in LEAD_VERBS:
        return ONLY_MANAGERS.format(verb=instruction.verb)
    return None if author.leads else ONLY_LEADS.format(noun=noun)


def completed(
    conn: Connection, desk: Desk, author: Author, instruction: Instruction, now: datetime
) -> Instruction | str:
    """A lead's command with the practice and the ballot that it leaves open written into it; or what is missing.

    They are those of the paper that it answers, or the only ones there are, so that a confirmation means what the
    proof said.
    """
    if instruction.verb not in LEAD_VERBS:
        return instruction
    everybody = register.electorate(conn, desk.organisation, now)
    practice = _practice(author, instruction.value("Practice"), everybody, desk.house.noun)
    if isinstance(practice, str):
        return practice
    reference = _reference(conn, desk, author, instruction, practice, now)
    kept = tuple(pair for pair in instruction.fields if pair[0] not in ("Practice", "Ballot"))
    ballot = (("Ballot", reference),) if reference else ()
    return replace(instruction, fields=(("Practice", practice.name), *ballot, *kept))


def _practice(author: Author, written: str, everybody: Electorate, noun: str) -> Member | str:
    """The practice that a lead speaks of: the one that is named, else that of the paper, else the only one."""
    if written:
        return _named(author, written, everybody, noun)
    if author.answers is not None:
        member = author.answers.member
        foreign = f"You answered a ballot paper of {member.name}, whose lead you are not. {_say_which(author)}"
        today = next((one for one in everybody.members if one.id == member.id), member)
        return today if author.may_name(member) else foreign
    if len(author.leads) == 1:
        return author.leads[0]
    leads = f"You lead {listed([one.name for one in author.leads])}: say" if author.leads else "Say"
    return f"{leads} for which {noun} this is, on a line “Practice:”."


def _named(author: Author, written: str, everybody: Electorate, noun: str) -> Member | str:
    found, near = everybody.named(written), everybody.nearest(written)
    if found is None:
        hint = f" Did you mean {near}?" if near else ""
        return f"There is no {noun} “{written}” here.{hint}"
    if author.may_name(found):
        return found
    return f"You are not the lead of {found.name}. {_say_which(author)}"


def _say_which(author: Author) -> str:
    names = " or ".join(one.name for one in author.leads)
    return f"If you mean {names}, say so on a line “Practice:”."


def _reference(
    conn: Connection, desk: Desk, author: Author, instruction: Instruction, practice: Member, now: datetime
) -> str:
    """The ballot that is named, else that of the paper; for a proxy else the only one that can have a proxy (R7)."""
    written = instruction.value("Ballot")
    if written or instruction.argument not in ("proxy", "interest"):
        return written
    if author.answers is not None:
        return author.answers.ballot.paper.reference
    going = ballots_for_proxies(conn, desk, practice, now) if instruction.argument == "proxy" else ()
    return going[0].paper.reference if len(going) == 1 else ""
