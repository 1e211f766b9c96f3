"""Record votes that came on paper, by telephone or at a meeting; each practice is told and may object (R27)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import office_letters
from mailvote.mail.commands import Record
from mailvote.office.desk import Addressee, Desk
from mailvote.office.plans import Done, Duty, Plan, find_ballot, find_member
from mailvote.office.post import post_to_voter
from mailvote.office.recording import Voice, enter
from mailvote.office.roll import hold
from mailvote.office.settlement import option_name, read_option
from mailvote.rules.electorate import Electorate, Member, Role, name_key
from mailvote.rules.english import counted, listed
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, votes
from mailvote.store.ballots import Ballot

PRESENT = frozenset(map(name_key, ("present", "was present", "present, no vote", "did not vote")))
"""What the manager writes for a practice that was at the meeting and did not vote: it takes part (R27)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the record: what a practice voted, or that it was there and did not."""

    member: Member
    choice: tuple[int, ...] = field(repr=False)
    present_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A record that has been read; `problems` name every line that means nothing."""

    ballot: Ballot
    lines: tuple[Line, ...] = field(repr=False)
    problems: tuple[str, ...] = field(repr=False)


def plan(conn: Connection, desk: Desk, command: Record, now: datetime) -> Plan:
    """Which vote each practice would have, and which it would lose by that."""
    sheet = _read(conn, desk, command, now)
    if isinstance(sheet, str):
        return Plan(problems=(sheet,))
    return Plan(ballot_id=sheet.ballot.id, what=tuple(_what(conn, desk, sheet)), problems=sheet.problems)


def carry_out(conn: Connection, desk: Desk, command: Record, author: Addressee, now: datetime) -> Done:
    """Enter the votes one by one, and tell every practice what was recorded for it."""
    sheet = _read(conn, desk, command, now)
    if isinstance(sheet, str) or sheet.problems:
        raise ValueError("a record with problems is not entered")
    for line in sheet.lines:
        _enter(conn, desk, sheet.ballot, line, now)
    number = counted(len(sheet.lines), "vote")
    sentence = f"{number} recorded in {sheet.ballot.paper.reference}; each {desk.house.noun} is told its own."
    return Done(sentences=(sentence,), ballot_id=sheet.ballot.id)


DUTY = Duty(plan=plan, carry_out=carry_out, counts_from_receipt=True)


def _read(conn: Connection, desk: Desk, command: Record, now: datetime) -> Sheet | str:
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return ballot
    at = stage(ballot.dates, now)
    if at is not Stage.OPEN:
        return f"{ballot.paper.reference} is {at}: votes are recorded while a ballot is open."
    electorate = ballots.electorate(conn, ballot, now)
    read = [_line(desk, ballot, electorate, *vote) for vote in command.votes]
    lines = tuple(one for one in read if isinstance(one, Line))
    problems = (*(one for one in read if isinstance(one, str)), *_repeated(desk, lines))
    return Sheet(ballot=ballot, lines=lines, problems=problems)


def _line(desk: Desk, ballot: Ballot, electorate: Electorate, practice: str, option: str) -> Line | str:
    member = find_member(desk, electorate, practice)
    if isinstance(member, str):
        return member
    if member.barred:
        return f"{member.name} does not vote in {ballot.paper.reference}: an interest of it is declared."
    if name_key(option) in PRESENT:
        return Line(member=member, choice=(), present_only=True)
    choice = read_option(ballot.paper, option)
    if choice is None:
        names = "; ".join(f"{one.number} {one.name}" for one in ballot.paper.options)
        return f"{member.name}: “{option}” is not on the paper. Its options are: {names}; or “abstain”, or “present”."
    return Line(member=member, choice=choice)


def _repeated(desk: Desk, lines: tuple[Line, ...]) -> Iterator[str]:
    """Two lines for one practice under two of its names."""
    seen: set[int] = set()
    for line in lines:
        if line.member.id in seen:
            yield f"{line.member.name} stands there twice: a {desk.house.noun} has one vote."
        seen.add(line.member.id)


def _what(conn: Connection, desk: Desk, sheet: Sheet) -> Iterator[str]:
    paper = sheet.ballot.paper
    yield f"In {paper.reference}, {paper.title}, these votes are recorded:"
    for line in sheet.lines:
        yield f"{line.member.name}: {_vote(line, sheet)}{_instead(conn, sheet.ballot, line)}"
    yield (
        f"Each {desk.house.noun} is told what was recorded for it, and can hold it by the reply OBJECT. "
        "A vote that you record ranks as the lead's."
    )
    silent = _without_a_line(conn, sheet)
    if silent and not paper.rules.is_by_mail:
        yield f"Without a vote so far, and counted as not taking part: {listed(silent)}."


def _vote(line: Line, sheet: Sheet) -> str:
    return "present, no vote" if line.present_only else option_name(sheet.ballot.paper, line.choice)


def _instead(conn: Connection, ballot: Ballot, line: Line) -> str:
    standing = votes.standing(conn, ballot.id, line.member.id)
    if standing is None:
        return ""
    return (
        " (in place of the vote recorded before)" if standing.inbox_id is None else " (in place of its vote by email)"
    )


def _without_a_line(conn: Connection, sheet: Sheet) -> list[str]:
    turnout = votes.turnout(conn, sheet.ballot.id)
    have = {line.member.id for line in sheet.lines} | turnout.voted | turnout.abstained
    return [
        member.name for member in ballots.electorate(conn, sheet.ballot).eligible().members if member.id not in have
    ]


def _enter(conn: Connection, desk: Desk, ballot: Ballot, line: Line, now: datetime) -> None:
    entry = enter(
        conn,
        desk,
        Voice(ballot=ballot, member=line.member),
        person=None,
        choice=line.choice,
        received_at=now,
        order=0,
        inbox_id=None,
        now=now,
    )
    for person in line.member.people:
        if person.role in (Role.LEAD, Role.DEPUTY) and person.in_force(now) and not person.barred:
            post_to_voter(
                conn,
                desk,
                hold(desk, ballot, line.member, person),
                office_letters.recorded,
                occasion=f"recorded {now.isoformat()}",
                now=now,
                choice=line.choice,
                at=now,
                code=entry.code,
                head=entry.head,
                present_only=line.present_only,
                replaced=entry.former is not None,
            )
