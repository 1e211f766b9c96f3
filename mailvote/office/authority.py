"""Who may give which command: managers all of them, the lead of a practice those about its own people (R8, R11)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.commands import LEAD_VERBS
from mailvote.mail.forms import Instruction
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.roll import Holding
from mailvote.rules.electorate import Electorate, Role
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
    """Somebody who gives a command; `leads` names the practices whose lead that is, `reference` the paper answered."""

    who: Addressee
    is_manager: bool
    leads: tuple[str, ...] = ()
    reference: str = ""


def author_at(
    conn: Connection, desk: Desk, address: str, now: datetime, *, about: Holding | None = None
) -> Author | None:
    """Who may give commands from that address: a manager, or anybody who speaks for a practice; None for others.

    `about` is the paper that the message answers: of several practices with one lead, its practice is meant.
    """
    reference = about.ballot.paper.reference if about else ""
    manager = desk.manager(address)
    if manager is not None:
        return Author(who=manager, is_manager=True, reference=reference)
    registered = register.electorate(conn, desk.organisation, now)
    speakers = registered.speakers(address, now)
    if not speakers:
        return None
    led = [registered.member(one.member_id).name for one in speakers if one.role is Role.LEAD]
    meant = [name for name in led if about and name == about.member.name]
    return Author(who=addressee(speakers[0]), is_manager=False, leads=tuple(meant or led), reference=reference)


def refusal(author: Author, instruction: Instruction, noun: str) -> str | None:
    """Why this author may not give that command, or None."""
    if author.is_manager or instruction.verb in FOR_EVERYBODY:
        return None
    if instruction.verb not in LEAD_VERBS:
        return ONLY_MANAGERS.format(verb=instruction.verb)
    return None if author.leads else ONLY_LEADS.format(noun=noun)


def completed(author: Author, instruction: Instruction, electorate: Electorate, noun: str) -> Instruction | str:
    """A lead's command with the practice and the ballot of the paper it answers written into it; or what is missing."""
    if author.is_manager or instruction.verb not in LEAD_VERBS:
        return instruction
    named = electorate.named(instruction.value("Practice"))
    if instruction.value("Practice") and (named is None or named.name not in author.leads):
        return f"You are not the lead of a {noun} called “{instruction.value('Practice')}”. Nothing was changed."
    if named is None and len(author.leads) > 1:
        return f"You lead {listed(author.leads)}: say for which this is, on a line “Practice:”."
    practice = named.name if named else author.leads[0]
    kept = tuple(pair for pair in instruction.fields if pair[0] not in ("Practice", "Ballot"))
    ballot = _ballot(author, instruction)
    return replace(instruction, fields=(("Practice", practice), *([("Ballot", ballot)] if ballot else []), *kept))


def _ballot(author: Author, instruction: Instruction) -> str:
    """A proxy or an interest without a reference is for the ballot whose paper is answered."""
    of_the_paper = author.reference if instruction.argument in ("proxy", "interest") else ""
    return instruction.value("Ballot") or of_the_paper
