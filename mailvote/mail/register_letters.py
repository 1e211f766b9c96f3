"""The letters about the register: who speaks for a practice, and whose interest keeps whom from voting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from urllib.parse import quote

from mailvote.mail import phrases
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.wording import Wording
from mailvote.rules.electorate import Member, Person, Role
from mailvote.rules.english import counted, listed
from mailvote.rules.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One practice as the roster shows it; each proxy goes with the reference of its ballot."""

    name: str
    group: str = ""
    population: int | None = None
    population_as_of: date | None = None
    lead: Person | None = None
    deputy: Person | None = None
    proxies: tuple[tuple[str, Person], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRow:
    """One entry of the register of interests.

    Without a `person` it is the whole practice's; without a `reference` it names no ballot and bars nobody (R11).
    """

    number: int
    practice: str
    person: str = ""
    reference: str = ""
    title: str = ""
    description: str = field(repr=False)
    since: datetime | date | None = None
    until: datetime | date | None = None
    recorded_by: str = ""
    reviewed_at: datetime | date | None = None

    @property
    def whose(self) -> str:
        """`Nettlebed Surgery`, or `Dr Helen Marsh, Nettlebed Surgery`."""
        return f"{self.person}, {self.practice}" if self.person else self.practice


def proxy_named(
    w: Wording, house: Letterhead, paper: Paper, member: Member, proxy: Person, named_by: str, reason: str
) -> Letter:
    """To the practice, the manager and all who are told of proxies: who may vote in this one ballot (R8)."""
    return letter(
        w,
        house,
        "proxy-named",
        "practice-proxy",
        paper=paper,
        member=member,
        proxy=proxy,
        named_by=named_by,
        reason=reason,
        precedence=phrases.precedence(paper.rules),
    )


def appointment(
    w: Wording,
    house: Letterhead,
    member: Member,
    role: Role,
    name: str,
    address: str,
    since: datetime | None,
    until: datetime | None,
    by: str,
    *,
    reason: str = "",
    to_holder: bool = False,
) -> Letter:
    """Who is lead or deputy from when (R7); the copy `to_holder`, the person appointed, says what that means."""
    values = {
        "role": role,
        "name": name,
        "address": address,
        "since": since,
        "until": until,
        "by": by,
        "reason": reason,
    }
    return letter(w, house, "appointment", "practice-appointment", member=member, **values, to_holder=to_holder)


def roster(w: Wording, house: Letterhead, rows: Sequence[RosterRow]) -> Letter:
    """To the manager: every practice with its people, by group, and what the register lacks."""
    return letter(
        w,
        house,
        "roster",
        "manager-roster",
        number=_practices(house, len(rows)),
        patients=sum(row.population or 0 for row in rows),
        groups=_grouped(rows),
        leaderless=[row.name for row in rows if row.lead is None],
        uncounted=[row.name for row in rows if row.population is None],
        **_days(house),
    )


def interests(
    w: Wording, house: Letterhead, rows: Sequence[InterestRow], overdue: Sequence[InterestRow] = ()
) -> Letter:
    """To the manager: the register of interests, whom each entry bars, and which are due for review (R11)."""
    return letter(
        w,
        house,
        "interests",
        "manager-interests",
        rows=rows,
        number=counted(len(rows), "entry"),
        overdue=[row.number for row in overdue],
        overdue_words=listed([f"number {row.number}" for row in overdue]) if overdue else "",
        **_days(house),
    )


def interests_overdue(w: Wording, house: Letterhead, rows: Sequence[InterestRow]) -> Letter:
    """To the manager, yearly: these entries have not been reviewed for a year (R11)."""
    commands = [(f"review interest {row.number}", f"end interest {row.number}") for row in rows]
    return letter(
        w,
        house,
        "interests-overdue",
        "manager-interests-overdue",
        reply_above=REPLY_ABOVE,
        rows=rows,
        number=counted(len(rows), "entry"),
        overdue=(),
        commands=[[(words, _command_link(house, words)) for words in pair] for pair in commands],
        **_days(house),
    )


def interest_recorded(
    w: Wording,
    house: Letterhead,
    member: Member,
    person_name: str,
    paper: Paper | None,
    description: str,
    since: datetime | date | None,
    until: datetime | date | None,
    by: str,
) -> Letter:
    """To the practice's lead and deputy: an interest is on the register, and what that means for the vote (R11)."""
    return letter(
        w,
        house,
        "interest-recorded",
        "practice-interest",
        member=member,
        person_name=person_name,
        paper=paper,
        description=description,
        since=since,
        until=until,
        by=by,
        base=_base(house, paper) if paper and not person_name else "",
        **_days(house),
    )


def barred_paper(
    w: Wording, house: Letterhead, paper: Paper, member: Member, person: Person, description: str
) -> Letter:
    """To somebody who must not vote, instead of a ballot paper: what is asked, and why there is no paper (R11).

    The interest is the practice's, unless it is the person alone that is `barred`.
    """
    alone = bool(person.barred and not member.barred)
    return letter(
        w,
        house,
        "barred-paper",
        "practice-barred",
        paper=paper,
        member=member,
        person=person,
        description=description,
        alone=alone,
        clause=dict(paper.rules.sources).get("interest", ""),
        base="" if alone else _base(house, paper),
        code_line="",
    )


def _practices(house: Letterhead, number: int) -> str:
    return f"{number:,} {house.noun if number == 1 else house.nouns}"


def _grouped(rows: Sequence[RosterRow]) -> list[tuple[str, list[RosterRow]]]:
    """The rows by group, the groups in the order in which they appear."""
    order = list(dict.fromkeys(row.group for row in rows))
    sorted_rows = sorted(rows, key=lambda row: order.index(row.group))
    return [(group, list(members)) for group, members in groupby(sorted_rows, key=lambda row: row.group)]


def _base(house: Letterhead, paper: Paper) -> str:
    """Whether a barred practice belongs to the number that a threshold is measured by; empty without one (R11)."""
    rules = paper.rules
    if not rules.participation and rules.outcome.at_least is None:
        return ""
    measured = f"whether enough {house.nouns} take part" if rules.participation else "how many must approve"
    if rules.interest_excludes_from_base:
        return f"The {house.noun} is left out when we work out {measured}."
    return f"The {house.noun} still counts among all {house.nouns} when we work out {measured}."


def _days(house: Letterhead) -> dict[str, Callable[[datetime | date], str]]:
    """What shows dates without a time: `day` that of an instant, `last_day` the last one before it."""
    return {"day": partial(_day, house), "last_day": partial(_last_day, house)}


def _day(house: Letterhead, at: datetime | date) -> str:
    """`1 April 2026`, the day of an instant as the organisation's calendar has it."""
    local = house.calendar.local(at) if isinstance(at, datetime) else at
    return house.phrasebook.dates.plain(local)


def _last_day(house: Letterhead, until: datetime | date) -> str:
    """The day at whose end something ends: what ends at midnight holds until the day before."""
    return _day(house, until - timedelta(microseconds=1) if isinstance(until, datetime) else until)


def _command_link(house: Letterhead, command: str) -> str:
    """A mailto link that writes the command, in the subject, where commands are read."""
    return f"mailto:{quote(house.address, safe='@')}?subject={quote(command, safe='')}"
