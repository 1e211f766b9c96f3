"""The register as the operator keeps it: every practice, past ones too, with its dates and figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, select

from mailvote.rules.electorate import Member
from mailvote.store import tables as t
from mailvote.store.register import aliases_of, people_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A practice with the dates of its membership and its populations, oldest first (R2).

    `member.people` are all its people of all times, without the proxies of single ballots, who belong to their
    ballot and not to the roster (R7); `member.population` is its newest figure.
    """

    member: Member
    since: datetime | None = None
    until: datetime | None = None
    populations: tuple[tuple[date, int], ...] = ()

    def in_force(self, at: datetime) -> bool:
        """Whether it is a member at that instant."""
        return (self.since is None or self.since <= at) and not self.ended(at)

    def ended(self, at: datetime) -> bool:
        return self.until is not None and self.until <= at

    def population_on(self, day: date) -> tuple[date, int] | None:
        """The newest figure dated on or before that day, with its date."""
        return next((figure for figure in reversed(self.populations) if figure[0] <= day), None)


def registered(conn: Connection, organisation: str) -> tuple[Registered, ...]:
    """Every practice that the organisation has, had or will have, in the order of registration."""
    here = t.member.c.organisation == organisation
    aliases, people = aliases_of(conn, here), people_of(conn, and_(here, t.person.c.ballot_id.is_(None)))
    figures: defaultdict[int, tuple[tuple[date, int], ...]] = defaultdict(tuple)
    dated = select(t.population).join(t.member).where(here).order_by(t.population.c.as_of)
    for figure in conn.execute(dated):
        figures[figure.member_id] += ((figure.as_of, figure.population),)
    return tuple(
        Registered(
            member=Member(
                id=row.id,
                name=row.name,
                aliases=aliases[row.id],
                group=row.group_name,
                population=figures[row.id][-1][1] if figures[row.id] else None,
                people=people[row.id],
            ),
            since=row.since,
            until=row.until,
            populations=figures[row.id],
        )
        for row in conn.execute(select(t.member).where(here).order_by(t.member.c.id))
    )
