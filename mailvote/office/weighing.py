"""Give the practices of a ballot their weights as of its opening, from the register and its stated totals (R2, R5)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.office.desk import Desk
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.weights import weigh, weighing_problems
from mailvote.store import register


def weighed(
    conn: Connection, desk: Desk, rules: RuleSet, electorate: Electorate, at: datetime
) -> tuple[Electorate, tuple[str, ...]]:
    """The electorate with its weights, and what stands in the way of weighing it, a sentence each.

    A practice that cannot be weighed weighs nothing: what has come up since the proof must not keep a ballot from
    opening, and the manager is told.
    """
    total = _stated_total(conn, desk, at)
    problems = weighing_problems(electorate, rules, total=total, noun=desk.house.noun)
    if not problems:
        return weigh(electorate, rules, total=total), ()
    members = (_by_itself(member, rules, total) for member in electorate.members)
    return Electorate(members=tuple(members)), problems


def _by_itself(member: Member, rules: RuleSet, total: int | None) -> Member:
    try:
        return weigh(Electorate(members=(member,)), rules, total=total).members[0]
    except ValueError:
        return replace(member, weight=0)


def _stated_total(conn: Connection, desk: Desk, at: datetime) -> int | None:
    """The newest total stated for a day up to that of `at`."""
    today = desk.house.calendar.local(at).date()
    stated = [total for day, total in register.totals(conn, desk.organisation).items() if day <= today]
    return stated[-1] if stated else None
