"""The panel that finds candidates eligible or not: who is on it, and who was asked (R20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from mailvote.store import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Panellist:
    """A member of the panel of one ballot; `asked_at` is when the statements went to them, None before that."""

    id: int
    ballot_id: int
    name: str
    address: str
    asked_at: datetime | None = None


def set_panel(
    conn: Connection, ballot_id: int, people: Iterable[tuple[str, str]], now: datetime
) -> tuple[Panellist, ...]:
    """These, by name and address, are the panel from now on; who was on it by that address before stays the same."""
    names = {address: name for name, address in people}
    before = {member.address: member.id for member in members(conn, ballot_id)}
    for address, member_id in before.items():
        change = {"name": names[address]} if address in names else {"until": now}
        conn.execute(update(t.panellist).where(t.panellist.c.id == member_id).values(change))
    for address, name in names.items():
        if address not in before:
            conn.execute(insert(t.panellist), {"ballot_id": ballot_id, "name": name, "address": address})
    return members(conn, ballot_id)


def members(conn: Connection, ballot_id: int) -> tuple[Panellist, ...]:
    """Who is on the panel, in the order in which they came onto it."""
    return _select(conn, and_(t.panellist.c.ballot_id == ballot_id, t.panellist.c.until.is_(None)))


def everybody(conn: Connection, ballot_id: int) -> tuple[Panellist, ...]:
    """Who is on the panel or ever was."""
    return _select(conn, t.panellist.c.ballot_id == ballot_id)


def asked(conn: Connection, panellist_id: int, now: datetime) -> None:
    """The member of the panel was asked."""
    conn.execute(update(t.panellist).where(t.panellist.c.id == panellist_id).values(asked_at=now))


def _select(conn: Connection, chosen: ColumnElement[bool]) -> tuple[Panellist, ...]:
    columns = (
        t.panellist.c.id,
        t.panellist.c.ballot_id,
        t.panellist.c.name,
        t.panellist.c.address,
        t.panellist.c.asked_at,
    )
    query = select(*columns).where(chosen).order_by(t.panellist.c.id)
    return tuple(Panellist(**row) for row in conn.execute(query).mappings())
