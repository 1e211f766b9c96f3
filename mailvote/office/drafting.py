"""A ballot before it is kept: what it would be, who would vote with which weight, and every problem in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import letters
from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.letter import Letter, say_time
from mailvote.office.desk import Desk
from mailvote.office.keeping import set_clocks_before
from mailvote.office.opening import contacts, is_sent_a_paper, open_ballot
from mailvote.office.unopposed import declare_unopposed
from mailvote.office.weighing import weighed
from mailvote.rules.electorate import Electorate, Member, Person
from mailvote.rules.english import counted, listed
from mailvote.rules.lifecycle import new_deadlines
from mailvote.rules.paper import Paper, paper_problems
from mailvote.rules.result_sentences import unopposed_sentences
from mailvote.rules.ruleset import RuleFile
from mailvote.rules.weights import unit
from mailvote.rules.workingdays import earliest_close, window_problem
from mailvote.store import deadlines, interests
from mailvote.store.ballots import Ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The dates as the manager gave them; None where a line was left out."""

    opens: datetime | None
    closes: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A ballot as the manager asks for it, checked; `electorate` has its weights."""

    file: RuleFile
    paper: Paper
    group: str
    asked: Asked
    electorate: Electorate
    problems: tuple[str, ...] = field(repr=False)


def draft(
    conn: Connection,
    desk: Desk,
    *,
    file: RuleFile,
    paper: Paper,
    group: str,
    asked: Asked,
    electorate: Electorate,
    now: datetime,
    unsaid: str = "to have it set so",
) -> Draft:
    """The ballot with all that stands in its way, a sentence each with its remedy; `unsaid`: what no close means."""
    electorate, unweighed = weighed(conn, desk, paper.rules, electorate, paper.opens_at)
    problems = (
        *(() if paper.elects_unopposed else _problems_of_dates(desk, asked, paper, now, unsaid)),
        *paper_problems(paper, electorate, noun=desk.house.noun),
        *(unweighed if electorate.members else ()),
    )
    return Draft(file=file, paper=paper, group=group, asked=asked, electorate=electorate, problems=problems)


def without_proxies(electorate: Electorate) -> Electorate:
    """The electorate of a ballot for which nobody has named a proxy yet (R7)."""
    members = (
        replace(member, people=tuple(one for one in member.people if one.ballot_id is None))
        for member in electorate.members
    )
    return Electorate(members=tuple(members))


def begin(conn: Connection, desk: Desk, ballot: Ballot, opens: datetime | None, now: datetime) -> tuple[str, ...]:
    """Schedule a ballot that was confirmed, or open it if its opening does not lie ahead; say which.

    Where the rules elect without a vote those who stand unopposed, that is declared instead.
    """
    calendar, paper = desk.house.calendar, ballot.paper
    set_clocks_before(conn, desk, ballot, now)
    if paper.elects_unopposed:
        return declare_unopposed(conn, desk, ballot, now)
    deadlines.set_deadlines(
        conn, ballot.id, new_deadlines(paper.opens_at, paper.closes_at, paper.rules.window, calendar)
    )
    named = f"{paper.reference}, {paper.title},"
    if opens is not None and opens > now:
        return (f"{named} opens on {say_time(opens, calendar)}{_papers_go_out(ballot)}.",)
    opened, papers, note = open_ballot(conn, desk, ballot, now)
    sentence = f"{named} is open until {say_time(opened.paper.closes_at, calendar)}{_papers_went_out(opened, papers)}."
    return (sentence, note) if note else (sentence,)


def _papers_go_out(ballot: Ballot) -> str:
    return "; the papers go out then" if ballot.paper.rules.is_by_mail else ""


def _papers_went_out(ballot: Ballot, papers: int) -> str:
    if ballot.paper.rules.is_by_mail:
        return f"; {counted(papers, 'ballot paper')} went out"
    return f". Enter the votes with: record {ballot.paper.reference}"


def what(conn: Connection, desk: Desk, it: Draft, *, named: str) -> tuple[str, ...]:
    """What the confirmation would set going, in sentences; `named` says what the ballot is and becomes."""
    rules = it.paper.rules
    if it.paper.elects_unopposed:
        return _what_unopposed(desk, it, named)
    return (
        f"{named} opens {_opening(desk, it)}.",
        _closing(desk, it),
        _papers(desk, it),
        *_uncontested(it.paper),
        *_weights(it),
        *_interests(conn, desk, it),
        f"It runs under the rule set “{rules.name}” ({rules.source}).",
    )


def _what_unopposed(desk: Desk, it: Draft, named: str) -> tuple[str, ...]:
    rules = it.paper.rules
    return (
        f"{named} is declared when you confirm, and no ballot papers go out.",
        *unopposed_sentences(it.paper),
        f"All {desk.house.nouns}, contacts and candidates are told.",
        f"So it is under the rule set “{rules.name}” ({rules.source}): uncontested = “elected”.",
    )


def _uncontested(paper: Paper) -> tuple[str, ...]:
    """That there is a vote although nobody can lose, and what it decides."""
    if paper.is_contested or paper.rules.choices != "candidates" or not paper.options:
        return ()
    few = "as many candidates as seats" if len(paper.options) == paper.seats else "fewer candidates than seats"
    elected = "Whoever gets a vote is elected, if the ballot is valid"
    return (f"There are {few}; the vote is held all the same. {elected} ({paper.rules.cite('outcome')}).",)


def sample(desk: Desk, it: Draft, *, files: Sequence[str] = ()) -> Letter | None:
    """The paper of the first practice as a specimen, with the names of what is enclosed; none where none goes out."""
    for member in it.electorate.members if it.paper.rules.is_by_mail and not it.paper.elects_unopposed else ():
        for person in _sent_papers(desk, it.paper, member):
            paper = BallotPaper(paper=it.paper, member=member, person=person)
            return letters.paper(desk.wording, desk.house, paper, files=files)
    return None


def _problems_of_dates(desk: Desk, asked: Asked, paper: Paper, now: datetime, unsaid: str) -> Iterator[str]:
    calendar = desk.house.calendar
    if asked.opens is not None and asked.opens < now:
        remedy = "leave “Opens” out to open when you confirm, or give a later time."
        yield f"The opening, {say_time(asked.opens, calendar)}, has passed: {remedy}"
        return
    too_early = window_problem(paper.opens_at, paper.closes_at, paper.rules.window, calendar)
    if too_early is not None:
        least = _minimum(desk, paper, too_early, unsaid)
        yield f"The close, {say_time(paper.closes_at, calendar)}, is too early: {least}"


def _minimum(desk: Desk, paper: Paper, too_early: datetime, unsaid: str) -> str:
    if paper.rules.window.working_days == 0:
        return "it must come after the opening."
    days = counted(paper.rules.window.working_days, "working day")
    return (
        f"the ballot must be open for at least {days} ({paper.rules.cite('window')}). The earliest permitted close is "
        f"{say_time(too_early, desk.house.calendar)}; leave “Closes” out {unsaid}."
    )


def _opening(desk: Desk, it: Draft) -> str:
    if it.asked.opens is None:
        return "when you confirm"
    return f"on {say_time(it.paper.opens_at, desk.house.calendar)}"


def _closing(desk: Desk, it: Draft) -> str:
    calendar, paper = desk.house.calendar, it.paper
    closes = say_time(paper.closes_at, calendar)
    if it.asked.opens is not None or it.asked.closes is not None:
        return f"It closes on {closes}."
    is_earliest = paper.closes_at == earliest_close(paper.opens_at, paper.rules.window, calendar)
    return f"Confirmed now, it closes on {closes}{', the earliest close permitted' if is_earliest else ''}."


def _papers(desk: Desk, it: Draft) -> str:
    members = counted(len(it.electorate.members), desk.house.noun)
    if not it.paper.rules.is_by_mail:
        return (
            f"No ballot papers go out: the {members} are told, the votes are cast at the meeting, and you enter them "
            f"with: record {it.paper.reference}"
        )
    people = sum(len(_sent_papers(desk, it.paper, member)) for member in it.electorate.members)
    notices = counted(len(contacts(it.electorate, it.paper.rules, it.paper.opens_at)), "contact")
    return f"Ballot papers for {members}: {people} in all. A notice without a paper: {notices}."


def _weights(it: Draft) -> tuple[str, ...]:
    """What the votes weigh together, where they are weighed (R2, R5)."""
    rules = it.paper.rules
    if rules.weight == "equal":
        return ()
    total = unit(rules, sum(member.weight for member in it.electorate.members))
    return (f"Votes are weighed ({rules.cite('weights')}): {total} in all, as the register has it at the opening.",)


def _interests(conn: Connection, desk: Desk, it: Draft) -> tuple[str, ...]:
    """Who is on the register of interests, so that the manager can record what bears on this ballot (R11)."""
    members = {member.id for member in it.electorate.members}
    declared = interests.listing(conn, desk.organisation, it.paper.opens_at)
    names = dict.fromkeys(one.member for one in declared if one.ballot_id is None and one.member_id in members)
    if not names:
        return ()
    remedy = f"If one of these bears on this ballot, record it with: interest NAME {it.paper.reference}"
    return (f"On the register of interests: {listed(list(names))}. {remedy}",)


def _sent_papers(desk: Desk, paper: Paper, member: Member) -> tuple[Person, ...]:
    return tuple(person for person in member.people if is_sent_a_paper(desk, paper.rules, person, paper.opens_at))
