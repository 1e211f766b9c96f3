"""Open a ballot: freeze its electorate, begin its journal, and post the papers and notices."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import letters, manager_letters, practice_letters, register_letters
from mailvote.mail.letter import Enclosure, say_time
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.enclosing import names, post_enclosing
from mailvote.office.papers import papers_of
from mailvote.office.post import post, post_to_managers
from mailvote.office.roll import Holding, hold
from mailvote.office.weighing import weighed
from mailvote.reports.calendar_file import calendar_file
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate, Member, Person, Role, votes
from mailvote.rules.lifecycle import Stage, new_deadlines, stage
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.workingdays import window_problem
from mailvote.store import ballots, deadlines, journal, outbox
from mailvote.store.ballots import Ballot


def open_due(conn: Connection, desk: Desk, now: datetime) -> None:
    """Open every ballot whose opening is due."""
    for due in deadlines.due(conn, desk.organisation, now):
        if due.kind == "open":
            opened, papers, note = open_ballot(conn, desk, ballots.get(conn, due.ballot_id), now)
            deadlines.done(conn, due.id, now)
            head = journal.head(conn, opened.id)
            letter = manager_letters.opened(desk.wording, desk.house, opened.paper, papers, note=note, head=head)
            post_to_managers(conn, desk, letter, occasion="opened", now=now, ballot_id=opened.id)


def open_ballot(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> tuple[Ballot, int, str]:
    """Open the ballot now: the ballot as it is then, how many papers were posted, and a note if its close had to move.

    A close that has come too near moves to the earliest permitted one (interface.md 8).
    """
    calendar, window = desk.house.calendar, ballot.paper.rules.window
    planned = ballot.paper.closes_at
    closes_at = window_problem(now, planned, window, calendar) or planned
    electorate, unweighed = weighed(conn, desk, ballot.paper.rules, ballots.electorate(conn, ballot, now), now)
    ballot = ballots.open_(conn, ballot, now, now, closes_at, electorate)
    ahead = (one for one in new_deadlines(now, closes_at, window, calendar) if one.kind != "open")
    deadlines.set_deadlines(conn, ballot.id, ahead)
    journal.record(conn, ballot.id, now, "opened", foundation(conn, ballot, electorate))
    note = "" if closes_at == planned else _moved(desk, ballot)
    issue_papers(conn, desk, ballot, now, note=note)
    _post_notices(conn, desk, ballot, now)
    return ballot, len(outbox.posted_to(conn, ballot.id, "paper")), " ".join(filter(None, (note, *unweighed)))


def issue_papers(
    conn: Connection, desk: Desk, ballot: Ballot, now: datetime, *, note: str = "", occasion: str = "paper"
) -> None:
    """Post a paper to everybody who is due one and has none yet: at the opening, and to people appointed since.

    Whom an interest keeps from voting gets the question without a paper (R11).
    """
    electorate = ballots.electorate(conn, ballot, now)
    served = outbox.posted_to(conn, ballot.id, "paper")
    for held in paper_holders(desk, ballot, electorate, now):
        if held.person.id not in served:
            post_paper(conn, desk, held, now, note=note, occasion=occasion)
    _tell_the_barred(conn, desk, ballot, electorate, now)


def _tell_the_barred(conn: Connection, desk: Desk, ballot: Ballot, electorate: Electorate, now: datetime) -> None:
    told = outbox.posted_to(conn, ballot.id, "barred-paper")
    for member, person in everybody(electorate, now):
        interest = member.barred or person.barred
        if interest and is_sent_a_paper(desk, ballot.paper.rules, person, now) and person.id not in told:
            letter = register_letters.barred_paper(desk.wording, desk.house, ballot.paper, member, person, interest)
            post(conn, desk, letter, addressee(person), occasion="barred", now=now, ballot_id=ballot.id)


def issue_missing_papers(conn: Connection, desk: Desk, now: datetime) -> None:
    """Serve people who came onto the register while a ballot is open (R7)."""
    for ballot in ballots.unfinished(conn, desk.organisation):
        if stage(ballot.dates, now) is Stage.OPEN:
            issue_papers(conn, desk, ballot, now)


def post_paper(conn: Connection, desk: Desk, held: Holding, now: datetime, *, note: str = "", occasion: str) -> None:
    """One paper with what goes with it: the close for the calendar, and what the candidates have written (R20)."""
    documents = papers_of(conn, held.ballot)
    letter = letters.paper(
        desk.wording,
        desk.house,
        held.ballot_paper,
        note=note,
        head=journal.head(conn, held.ballot.id),
        files=names(conn, desk, documents),
    )
    post_enclosing(
        conn,
        desk,
        replace(letter, enclosures=(close_in_calendar(desk, held.ballot, now),)),
        addressee(held.person),
        documents=documents,
        occasion=occasion,
        now=now,
        ballot_id=held.ballot.id,
        token=held.token,
    )


def paper_holders(desk: Desk, ballot: Ballot, electorate: Electorate, at: datetime) -> Iterator[Holding]:
    """The people to whom papers go: in force, not barred, with a role that the organisation sends papers to.

    Nobody gets one where the votes are cast at a meeting (R27).
    """
    for member in electorate.eligible().members if ballot.paper.rules.is_by_mail else ():
        for person in member.people:
            if is_sent_a_paper(desk, ballot.paper.rules, person, at) and not person.barred:
                yield hold(desk, ballot, member, person)


def is_sent_a_paper(desk: Desk, rules: RuleSet, person: Person, at: datetime) -> bool:
    """Whose role may not vote is sent none; a proxy always is, since it was named for this one ballot (R9)."""
    may_vote = person.role in rules.who_may_vote or not rules.is_by_mail
    return may_vote and (person.role in desk.papers_to or person.role is Role.PROXY) and person.in_force(at)


def contacts(electorate: Electorate, rules: RuleSet, at: datetime) -> tuple[Addressee, ...]:
    """Those of all practices in force whose role may not vote in such a ballot, each address once."""
    able = rules.who_may_vote if rules.is_by_mail else tuple(filter(votes, Role))
    people = (person for _, person in everybody(electorate, at) if person.role not in able)
    return tuple({person.address: addressee(person) for person in people}.values())


def _audience(electorate: Electorate, at: datetime) -> tuple[Addressee, ...]:
    """Everybody of all practices in force, each address once."""
    return tuple({person.address: addressee(person) for _, person in everybody(electorate, at)}.values())


def everybody(electorate: Electorate, at: datetime) -> Iterator[tuple[Member, Person]]:
    """Everybody in force at that instant, practice by practice."""
    for member in electorate.members:
        yield from ((member, person) for person in member.people if person.in_force(at))


def close_in_calendar(desk: Desk, ballot: Ballot, now: datetime, *, cancelled: bool = False) -> Enclosure:
    """The close as a calendar file; each later one replaces those before it."""
    opened_at = ballot.dates.opened_at or now
    return calendar_file(
        ballot.paper,
        domain=desk.house.address.rpartition("@")[2],
        sequence=int((now - opened_at).total_seconds()),
        stamped_at=now,
        cancelled=cancelled,
    )


def _post_notices(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """To the contacts; to everybody where no papers go out."""
    electorate = ballots.electorate(conn, ballot, now)
    rules = ballot.paper.rules
    told = contacts(electorate, rules, now) if rules.is_by_mail else _audience(electorate, now)
    for contact in told:
        letter = practice_letters.opening_notice(desk.wording, desk.house, ballot.paper, contact.name)
        post(conn, desk, letter, contact, occasion="opened", now=now, ballot_id=ballot.id)


def _moved(desk: Desk, ballot: Ballot) -> str:
    closes = say_time(ballot.paper.closes_at, desk.house.calendar)
    return f"This ballot opened later than planned, so its close has moved to {closes}."


def foundation(conn: Connection, ballot: Ballot, electorate: Electorate) -> dict[str, JSON]:
    """What the first event of the chain fixes: roster, question, rules and close (trust.md 3)."""
    paper = ballot.paper
    return {
        "reference": paper.reference,
        "title": paper.title,
        "question": paper.question,
        "options": [[option.number, option.name] for option in paper.options],
        "seats": paper.seats,
        "rule_set": paper.rules.name,
        "rule_set_sha256": hashlib.sha256(ballots.rules_text(conn, ballot.id).encode()).hexdigest(),
        "opens_at": paper.opens_at.isoformat(),
        "closes_at": paper.closes_at.isoformat(),
        "practices": [[member.name, member.weight] for member in electorate.members],
        "barred": [member.name for member in electorate.members if member.barred],
        **({"lot": paper.lot} if paper.lot else {}),
    }
