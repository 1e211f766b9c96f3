"""Record votes that came on paper, by telephone or at a meeting; each practice is told and may object (R27)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import office_letters
from mailvote.mail.commands import Record
from mailvote.office.choosing import is_present, not_an_option, option_name, read_option
from mailvote.office.desk import Addressee, Desk
from mailvote.office.plans import Done, Duty, Plan, find_ballot, find_member, in_words, known_ballot
from mailvote.office.post import post_to_voter
from mailvote.office.recording import Ticket, Voice, claim, enter, objected, voters
from mailvote.rules.acceptance import prevails
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.english import counted, listed
from mailvote.rules.lifecycle import Stage, stage
from mailvote.store import ballots, votes
from mailvote.store.ballots import Ballot


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
    ballot = find_ballot(conn, desk, command.reference)
    if isinstance(ballot, str):
        return Plan(problems=(ballot,))
    at = stage(ballot.dates, now)
    if at is not Stage.OPEN:
        problem = f"{ballot.paper.reference} is {in_words(at)}: votes are recorded while a ballot is open."
        return Plan(ballot_id=ballot.id, problems=(problem,), is_over=True)
    sheet = _read(conn, desk, ballot, command, now)
    problems = (*sheet.problems, *_overtaken(conn, sheet, command.shown_at or now))
    return Plan(ballot_id=sheet.ballot.id, what=tuple(_what(conn, desk, sheet)), problems=problems)


def carry_out(conn: Connection, desk: Desk, command: Record, author: Addressee, now: datetime) -> Done:
    """Enter the votes one by one, and tell every practice what was recorded for it."""
    at = command.at or now
    sheet = _read(conn, desk, known_ballot(conn, desk, command.reference), command, at)
    if sheet.problems:
        raise ValueError("a record with problems is not entered")
    for line in sheet.lines:
        _enter(conn, desk, sheet.ballot, line, at, now)
    number = counted(len(sheet.lines), "vote")
    sentence = f"{number} recorded in {sheet.ballot.paper.reference}; each {desk.house.noun} is told its own."
    return Done(sentences=(sentence,), ballot_id=sheet.ballot.id)


def confirmed(command: Record, at: datetime) -> Record:
    """The votes stand from when the confirmation was received, so that one by email after that replaces them."""
    return replace(command, at=at)


def shown(command: Record, at: datetime) -> Record:
    """What the proof could not show, because it came after it, is not replaced unseen."""
    return replace(command, shown_at=at)


DUTY = Duty(plan=plan, carry_out=carry_out, counts_from_receipt=True, confirmed=confirmed, shown=shown)


def _read(conn: Connection, desk: Desk, ballot: Ballot, command: Record, at: datetime) -> Sheet:
    electorate = ballots.electorate(conn, ballot, at)
    read = [_line(desk, ballot, electorate, *vote) for vote in command.votes]
    lines = tuple(one for one in read if isinstance(one, Line))
    unread = (one for one in read if isinstance(one, str))
    problems = (*unread, *_repeated(desk, lines), *_too_late(conn, desk, ballot, lines))
    return Sheet(ballot=ballot, lines=lines, problems=problems)


def _line(desk: Desk, ballot: Ballot, electorate: Electorate, practice: str, option: str) -> Line | str:
    member = find_member(desk, electorate, practice)
    if isinstance(member, str):
        return member
    if member.barred:
        return f"{member.name} does not vote in {ballot.paper.reference}: an interest of it is declared."
    if is_present(ballot.paper, option):
        return Line(member=member, choice=(), present_only=True)
    choice = read_option(ballot.paper, option, desk.vocabulary)
    return (
        f"{member.name}: {not_an_option(ballot.paper, option)}"
        if choice is None
        else Line(member=member, choice=choice)
    )


def _repeated(desk: Desk, lines: tuple[Line, ...]) -> Iterator[str]:
    """Two lines for one practice under two of its names."""
    seen: set[int] = set()
    for line in lines:
        if line.member.id in seen:
            yield f"{line.member.name} stands there twice: a {desk.house.noun} has one vote."
        seen.add(line.member.id)


def _too_late(conn: Connection, desk: Desk, ballot: Ballot, lines: tuple[Line, ...]) -> Iterator[str]:
    """Where the rules count the first vote of a practice, nothing is recorded in its place (R9)."""
    for line in lines if ballot.paper.rules.revote == "first" else ():
        if votes.standing(conn, ballot.id, line.member.id) is not None:
            yield f"{line.member.name} has voted already, and here the first vote of a {desk.house.noun} counts."


def _overtaken(conn: Connection, sheet: Sheet, at: datetime) -> Iterator[str]:
    """Votes by email that a record of that time does not replace: received since, whether or not read before it."""
    revote = sheet.ballot.paper.rules.revote
    for line in sheet.lines if revote != "first" else ():
        standing = votes.standing(conn, sheet.ballot.id, line.member.id)
        if standing is None or standing.inbox_id is None:
            continue
        if prevails(claim(standing.role, standing.received_at, 0), claim(None, at, 0), revote):
            yield f"{line.member.name} has voted by email since then."


def _what(conn: Connection, desk: Desk, sheet: Sheet) -> Iterator[str]:
    paper = sheet.ballot.paper
    yield f"In {paper.reference}, {paper.title}, these votes are recorded:"
    for line in sheet.lines:
        yield f"{line.member.name}: {_vote(line, sheet)}{_instead(conn, sheet.ballot, line)}"
    yield f"Each {desk.house.noun} is told what was recorded for it, and can have it held by the reply OBJECT."
    if paper.rules.is_by_mail and paper.rules.revote == "rank":
        yield "A recorded vote ranks as one of the lead: a later vote of the lead by email replaces it, no other does."
    silent = _without_a_line(conn, sheet)
    if silent and not paper.rules.is_by_mail:
        yield f"Without a vote so far, and counted as not taking part: {listed(silent)}."


def _vote(line: Line, sheet: Sheet) -> str:
    return "present, no vote" if line.present_only else option_name(sheet.ballot.paper, line.choice)


def _instead(conn: Connection, ballot: Ballot, line: Line) -> str:
    standing = votes.standing(conn, ballot.id, line.member.id)
    if standing is not None:
        by_mail = standing.inbox_id is not None
        return " (in place of its vote by email)" if by_mail else " (in place of the vote recorded before)"
    held = objected(conn, ballot.id, line.member.id)
    return " (in place of the vote that it objects to)" if held else ""


def _without_a_line(conn: Connection, sheet: Sheet) -> list[str]:
    turnout = votes.turnout(conn, sheet.ballot.id)
    have = {line.member.id for line in sheet.lines} | turnout.voted | turnout.abstained
    return [
        member.name for member in ballots.electorate(conn, sheet.ballot).eligible().members if member.id not in have
    ]


def _enter(conn: Connection, desk: Desk, ballot: Ballot, line: Line, at: datetime, now: datetime) -> None:
    voice = Voice(ballot=ballot, member=line.member)
    entry = enter(conn, desk, voice, Ticket(choice=line.choice, received_at=at), now)
    for held in voters(desk, voice, now):
        post_to_voter(
            conn,
            desk,
            held,
            office_letters.recorded,
            occasion=f"recorded {entry.head}",
            now=now,
            choice=line.choice,
            at=at,
            code=entry.code,
            head=entry.head,
            present_only=line.present_only,
            replaced=entry.former is not None,
        )
