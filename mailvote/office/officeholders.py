"""Put an office on the register, or change it, or who holds it (R25)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches

from sqlalchemy import Connection

from mailvote.mail.commands import SetOffice
from mailvote.mail.forms import Instruction
from mailvote.mail.term_sentences import changes, say_date
from mailvote.office.desk import Addressee, Desk
from mailvote.office.plans import Done, Duty, Plan
from mailvote.rules.electorate import Electorate, name_key
from mailvote.rules.english import counted, listed
from mailvote.rules.terms import Office, Tenure, Term, crowded, entered, holders, term_end, years_between
from mailvote.store import offices, register

RULE_SET = "election"
"""What an office is elected under where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the register of offices would say after an entry, and every reason why it cannot."""

    before: Tenure | None
    after: Tenure
    problems: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return changes(self.before, self.after) if self.before != self.after else ()


def plan(conn: Connection, desk: Desk, command: SetOffice, now: datetime) -> Plan:
    """What the register would say; a day that follows from today is written into the form, so that it is confirmed."""
    today = desk.house.calendar.local(now).date()
    entry = _entry(conn, desk, command, now)
    if entry.problems:
        return Plan(problems=entry.problems)
    if not entry.sentences:
        return Plan(problems=(f"The register of offices says this of {entry.after.office.name} already.",))
    settled = _settled(entry, command, today)
    what = (*entry.sentences, *_remarks(conn, desk, entry))
    return Plan(what=what, instead=None if settled == command else instruction(settled))


def carry_out(conn: Connection, desk: Desk, command: SetOffice, author: Addressee, now: datetime) -> Done:
    """Enter it."""
    entry = _entry(conn, desk, command, now)
    if entry.problems:
        raise ValueError("an entry with problems is not made")
    offices.save(conn, entry.after, by=author.address, at=now)
    return Done(sentences=entry.sentences, ballot_id=None)


DUTY = Duty(plan=plan, carry_out=carry_out)


def enter(
    desk: Desk, everybody: Electorate, before: Tenure | None, said: SetOffice, today: date, *, by_hand: bool = False
) -> Entry:
    """The entry that a command or a row of a file makes; `by_hand` as in `rules.terms.entered`."""
    office = _office(desk, everybody, before.office if before else None, said)
    tenure = Tenure(office=office, terms=before.terms if before else ())
    problems = (*_problems_of_office(desk, everybody, office, said), *_problems_of_holder(desk, said))
    whose = _whose(tenure, said, today)
    if problems or isinstance(whose, str):
        return Entry(before=before, after=tenure, problems=(*problems, *([whose] if isinstance(whose, str) else ())))
    after = entered(tenure, whose, today, by_hand=by_hand) if whose else tenure
    return Entry(before=before, after=after, problems=tuple(_problems_of_terms(after, today)))


def nearest(conn: Connection, desk: Desk, name: str) -> str:
    """The office whose name looks most like this one, or an empty text."""
    names = {name_key(office.name): office.name for office in offices.every(conn, desk.organisation)}
    return next((names[key] for key in get_close_matches(name_key(name), names, n=1)), "")


def instruction(command: SetOffice) -> Instruction:
    """The command as its form has it."""
    said = (
        ("Office", command.office),
        ("Group", command.group),
        ("Holder", command.holder),
        ("Email", command.address),
        ("From", say_date(command.since) if command.since else ""),
        ("Until", say_date(command.until) if command.until else ""),
        ("Years", str(command.years or "")),
        ("Places", str(command.places or "")),
        ("Rule set", command.ruleset),
    )
    return Instruction(verb="office", fields=tuple((key, value) for key, value in said if value))


def _entry(conn: Connection, desk: Desk, command: SetOffice, now: datetime) -> Entry:
    known = offices.find(conn, desk.organisation, command.office)
    before = offices.tenure(conn, known) if known else None
    everybody = register.electorate(conn, desk.organisation, now)
    return enter(desk, everybody, before, command, desk.house.calendar.local(now).date(), by_hand=True)


def _office(desk: Desk, everybody: Electorate, known: Office | None, said: SetOffice) -> Office:
    """The office with what is said of it; a new one has what follows from its first holder's dates, or the default."""
    office = known or Office(organisation=desk.organisation, name=said.office, rule_set=RULE_SET)
    years = said.years
    if known is None and years is None and said.since and said.until and said.since <= said.until:
        years = years_between(said.since, said.until)
    return replace(
        office,
        group=everybody.group_named(said.group) or said.group or office.group,
        places=said.places or office.places,
        term_years=years or office.term_years,
        rule_set=said.ruleset or office.rule_set,
    )


def _whose(tenure: Tenure, said: SetOffice, today: date) -> Term | str | None:
    """What is said of a holder: the one who is named, else the only one; None where it is of the office alone."""
    term = Term(holder=said.holder, address=said.address, since=said.since, until=said.until)
    if said.holder or not (said.address or said.since or said.until):
        return term if said.holder else None
    there = holders(tenure, today)
    if len(there) == 1:
        return replace(term, holder=there[0].holder)
    hold = f"{listed([one.holder for one in there])} hold it" if there else "nobody holds it"
    return f"“Holder” is missing: say whose address or term this is, for {hold}."


def _problems_of_office(desk: Desk, everybody: Electorate, office: Office, said: SetOffice) -> Iterator[str]:
    rules = desk.rules.get(office.rule_set)
    if rules is None:
        yield f"There is no rule set “{office.rule_set}”. Known: {', '.join(sorted(desk.rules))}."
    elif rules.choices != "candidates":
        yield f"Nobody is elected under the rule set “{office.rule_set}”: name one that has candidates."
    known = "; ".join(everybody.groups) or "none"
    if said.group and office.group not in everybody.groups:
        yield f"No {desk.house.noun} on the register belongs to the group “{said.group}”. Known: {known}."
    if rules is not None and rules.electorate == "one-group" and not office.group:
        yield f"“Group” is missing: under “{office.rule_set}” one group elects. Known: {known}."


def _problems_of_holder(desk: Desk, said: SetOffice) -> Iterator[str]:
    if said.since and said.until and said.until < said.since:
        yield "“Until” lies before “From”: both are days of the term, so give that day or a later one."
    if said.address in desk.own_addresses:
        yield f"{said.address} is the address of the ballots themselves: give the person's own."


def _problems_of_terms(after: Tenure, today: date) -> Iterator[str]:
    office, day = after.office, crowded(after, today)
    if day is not None:
        there = listed([term.holder for term in after.terms if term.in_force(day)])
        places = f"{office.name} has only {counted(office.places, 'place')}"
        yield f"On {say_date(day)} {there} would hold it, and {places}: change a date or “Places”."


def _settled(entry: Entry, command: SetOffice, today: date) -> SetOffice:
    """The command with the first day of somebody who takes over from today, so that it stays what was shown."""
    known = {term.id for term in entry.before.terms} if entry.before else set()
    begins = any(term.since == today for term in entry.after.terms if term.id not in known)
    return replace(command, since=today) if begins and command.since is None else command


def _remarks(conn: Connection, desk: Desk, entry: Entry) -> Iterator[str]:
    office = entry.after.office
    near = nearest(conn, desk, office.name) if entry.before is None else ""
    if near:
        yield f"There is an office {near} as well: if you mean that one, write its name as it stands there."
    for term in entry.after.terms:
        is_new = entry.before is None or term not in entry.before.terms
        if is_new and term.since and term.until and term.until > term_end(term.since, office.term_years):
            yield f"That is longer for {term.holder} than a term of {counted(office.term_years, 'year')}."
