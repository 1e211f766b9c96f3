"""Changing the register: each change becomes rows, one name never means two practices (R1, R7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, or_, select, update

from mailvote.rules.electorate import Role, name_key
from mailvote.store import tables as t
from mailvote.store.changes import (
    AddMember,
    Appoint,
    Change,
    ChangeMember,
    Dismiss,
    EndMember,
    Rename,
    SetPopulation,
)
from mailvote.store.dialects import upsert

ONE_AT_A_TIME = (Role.LEAD, Role.DEPUTY, Role.PROXY)
"""The roles that one person of a practice holds at a time, a proxy's for each ballot (R7); contacts are several."""

Directory: TypeAlias = dict[str, int]
"""Every name and alias (as `name_key`) of the practices that have not left, and whose it is."""


def apply(conn: Connection, organisation: str, changes: Iterable[Change], now: datetime) -> None:
    """Make the changes in their order; the caller's transaction makes them all or none.

    LookupError when a practice, person or ballot is unknown, ValueError when a name is taken or somebody who is
    no proxy is appointed for one ballot.
    """
    directory = _directory(conn, organisation, now)
    for change in changes:
        _make(conn, organisation, directory, change, now)


def _make(conn: Connection, organisation: str, directory: Directory, change: Change, now: datetime) -> None:
    match change:
        case AddMember():
            _add(conn, organisation, directory, change)
        case ChangeMember():
            _change(conn, directory, change)
        case EndMember():
            _update_member(conn, _known(directory, change.member), until=change.until)
        case Appoint():
            _check_ballot(conn, organisation, change)
            _appoint(conn, _known(directory, change.member), change, now)
        case Rename():
            _update_person(conn, organisation, change.person_id, name=change.name)
        case Dismiss():
            end = case((t.person.c.since > change.until, t.person.c.since), else_=change.until)
            _update_person(conn, organisation, change.person_id, until=end)
        case SetPopulation():
            key = {"member_id": _known(directory, change.member), "as_of": change.as_of}
            upsert(conn, t.population, key, {"population": change.population})


def _directory(conn: Connection, organisation: str, now: datetime) -> Directory:
    present = and_(t.member.c.organisation == organisation, or_(t.member.c.until.is_(None), t.member.c.until > now))
    names = select(t.member.c.name, t.member.c.id).where(present)
    aliases = select(t.alias.c.name, t.alias.c.member_id).join(t.member).where(present)
    return {name_key(name): member_id for name, member_id in conn.execute(names.union_all(aliases))}


def _known(directory: Directory, name: str) -> int:
    try:
        return directory[name_key(name)]
    except KeyError:
        raise LookupError(f"no practice called {name}") from None


def _take(directory: Directory, member_id: int, names: Iterable[str]) -> None:
    for name in names:
        if directory.setdefault(name_key(name), member_id) != member_id:
            raise ValueError(f"{name} is the name of another practice already")


def _add(conn: Connection, organisation: str, directory: Directory, change: AddMember) -> None:
    values = {
        "organisation": organisation,
        "name": change.name,
        "group_name": change.group,
        "since": change.since,
        "until": change.until,
    }
    member_id = conn.execute(insert(t.member).values(values).returning(t.member.c.id)).scalar_one()
    _take(directory, member_id, (change.name, *change.aliases))
    _write_aliases(conn, member_id, change.aliases)


def _write_aliases(conn: Connection, member_id: int, aliases: Iterable[str]) -> None:
    rows = [{"member_id": member_id, "name": name} for name in dict.fromkeys(aliases)]
    if rows:
        conn.execute(insert(t.alias), rows)


def _change(conn: Connection, directory: Directory, change: ChangeMember) -> None:
    member_id = _known(directory, change.member)
    if change.name is not None:
        _take(directory, member_id, [change.name])
        _update_member(conn, member_id, name=change.name)
    if change.group is not None:
        _update_member(conn, member_id, group_name=change.group)
    if change.aliases is not None:
        _take(directory, member_id, change.aliases)
        conn.execute(delete(t.alias).where(t.alias.c.member_id == member_id))
        _write_aliases(conn, member_id, change.aliases)


def _update_member(conn: Connection, member_id: int, **values: str | datetime) -> None:
    conn.execute(update(t.member).where(t.member.c.id == member_id).values(values))


def _update_person(conn: Connection, organisation: str, person_id: int, **values: Any) -> None:
    here = select(t.member.c.id).where(t.member.c.organisation == organisation)
    chosen = and_(t.person.c.id == person_id, t.person.c.member_id.in_(here))
    if conn.execute(update(t.person).where(chosen).values(values)).rowcount != 1:
        raise LookupError(f"no person {person_id} in organisation {organisation}")


def _check_ballot(conn: Connection, organisation: str, change: Appoint) -> None:
    if change.ballot_id is None:
        return
    if change.role is not Role.PROXY:
        raise ValueError(f"a {change.role} speaks in every ballot; only a proxy is appointed for one")
    here = select(t.ballot.c.id).where(t.ballot.c.id == change.ballot_id, t.ballot.c.organisation == organisation)
    if conn.execute(here).first() is None:
        raise LookupError(f"no ballot {change.ballot_id} in organisation {organisation}")


def _appoint(conn: Connection, member_id: int, change: Appoint, now: datetime) -> None:
    since, until = change.since, change.until
    if change.role in ONE_AT_A_TIME:
        since, until = _succession(conn, member_id, change, now)
    values = {
        "member_id": member_id,
        "role": change.role,
        "name": change.name,
        "address": change.address,
        "since": since,
        "until": until,
        "ballot_id": change.ballot_id,
    }
    conn.execute(insert(t.person).values(values))


def _succession(
    conn: Connection, member_id: int, change: Appoint, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """End whoever holds the role at the start; the newcomer gives way to one appointed for later (R7)."""
    same = and_(
        t.person.c.member_id == member_id,
        t.person.c.role == change.role,
        t.person.c.ballot_id.is_not_distinct_from(change.ballot_id),
    )
    since = _start(conn, change, same, now)
    if since is None:
        return None, change.until
    holding = and_(
        same,
        or_(t.person.c.since.is_(None), t.person.c.since <= since),
        or_(t.person.c.until.is_(None), t.person.c.until > since),
    )
    conn.execute(update(t.person).where(holding).values(until=since))
    real = or_(t.person.c.until.is_(None), t.person.c.until > t.person.c.since)
    later = select(func.min(t.person.c.since)).where(same, real, t.person.c.since > since)
    following = conn.execute(later).scalar()
    ends = [end for end in (change.until, following) if end is not None]
    return since, min(ends, default=None)


def _start(conn: Connection, change: Appoint, same: ColumnElement[bool], now: datetime) -> datetime | None:
    """An appointment without a start begins now over somebody, or for a proxy, who is named before voting (R8)."""
    if change.since is not None or change.role is Role.PROXY:
        return change.since or now
    others = conn.execute(select(func.count()).select_from(t.person).where(same)).scalar_one()
    return now if others else None
