"""What a command would do, said before it is done: the sentences of a proof, its problems, and the paper to be sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Connection

from mailvote.mail.commands import Command, Instruction
from mailvote.mail.letter import Letter
from mailvote.office.desk import Addressee, Desk
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.lifecycle import Stage
from mailvote.store import ballots
from mailvote.store.ballots import Ballot

C = TypeVar("C", bound=Command)


def as_it_is(command: C, at: datetime) -> C:
    """The command, which means the same whenever it is confirmed."""
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will happen, in sentences; with a problem nothing will. `sample` is the paper as practices will see it.

    `is_over` says that no correction helps: what the command is about has moved on. `instead` is the command with what
    had to be settled anew since it was given; its author is shown that before it is carried out.
    """

    what: tuple[str, ...] = field(default=(), repr=False)
    problems: tuple[str, ...] = field(default=(), repr=False)
    sample: Letter | None = None
    ballot_id: int | None = None
    is_over: bool = False
    instead: Instruction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What has happened, in sentences, and to which ballot."""

    sentences: tuple[str, ...]
    ballot_id: int | None


@dataclass(frozen=True, slots=True)
class Duty(Generic[C]):
    """How one command is planned, and how it is carried out once it is confirmed.

    `counts_from_receipt` says that what is confirmed in time is done, however late the bot comes to read it;
    `confirmed` writes into the command what follows from the time at which the confirmation was received, `shown` what
    follows from that at which the proof was sent. `enclosing` writes into it which files came with it; without it,
    files that are attached are of no use to the command. `without_files` is what the proof says where none came.
    """

    plan: Callable[[Connection, Desk, C, datetime], Plan]
    carry_out: Callable[[Connection, Desk, C, Addressee, datetime], Done]
    counts_from_receipt: bool = False
    confirmed: Callable[[C, datetime], C] = as_it_is
    shown: Callable[[C, datetime], C] = as_it_is
    enclosing: Callable[[C, tuple[int, ...]], C] | None = None
    without_files: str = ""


def find_ballot(conn: Connection, desk: Desk, reference: str) -> Ballot | str:
    """The ballot of that reference, or the sentence that says which there are."""
    ballot = ballots.find(conn, desk.organisation, reference)
    if ballot is not None:
        return ballot
    known = [ballot.paper.reference for ballot in ballots.every(conn, desk.organisation)]
    there_are = f"The newest are {', '.join(known[-3:])}." if known else "There is no ballot yet."
    return f"There is no ballot {reference}. {there_are}"


def known_ballot(conn: Connection, desk: Desk, reference: str) -> Ballot:
    """The ballot of a reference that a plan has already found."""
    ballot = ballots.find(conn, desk.organisation, reference)
    if ballot is None:
        raise LookupError(f"no ballot {reference}")
    return ballot


def find_member(desk: Desk, electorate: Electorate, name: str) -> Member | str:
    """The practice of that name or alias, or the sentence that names the nearest (R1)."""
    member = electorate.named(name)
    if member is not None:
        return member
    near = electorate.nearest(name)
    hint = f" Did you mean {near}?" if near else ""
    return f"There is no {desk.house.noun} “{name}” here.{hint}"


IN_WORDS = {
    Stage.CALLED: "at its call for candidates",
    Stage.ASSESSMENT: "in assessment",
    Stage.DRAFT: "a draft",
}


def in_words(at: Stage) -> str:
    """The stage of a ballot behind the word “is”."""
    return IN_WORDS.get(at, str(at))
