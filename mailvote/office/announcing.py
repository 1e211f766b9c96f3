"""Tell everybody of a call for candidates, each address once: that it is made, reopened, or called off (R20)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail import call_letters
from mailvote.mail.call_letters import Call
from mailvote.office.badges import call_token, panel_token
from mailvote.office.desk import Addressee, Desk, addressee
from mailvote.office.enclosing import names, post_enclosing
from mailvote.office.opening import everybody
from mailvote.office.post import post
from mailvote.rules.electorate import Electorate
from mailvote.store import ballots, candidates, documents, panels
from mailvote.store.ballots import Ballot
from mailvote.store.panels import Panellist


def announce(conn: Connection, desk: Desk, ballot: Ballot, now: datetime, *, occasion: str, again: bool = False) -> int:
    """Send the call with its files to everybody of the electorate and the managers; how many addresses there are."""
    call, enclosed = _call(conn, desk, ballot, again=again), documents.of_ballot(conn, ballot.id, "call")
    told = audience(desk, ballots.electorate(conn, ballot, now), now, also=_standing(conn, ballot))
    for one in told:
        letter = call_letters.call(desk.wording, desk.house, call, one.name)
        post_enclosing(
            conn,
            desk,
            letter,
            one,
            documents=enclosed,
            occasion=occasion,
            now=now,
            ballot_id=ballot.id,
            token=call.token,
        )
    return len(told)


def tell_panel(
    conn: Connection,
    desk: Desk,
    ballot: Ballot,
    members: Iterable[Panellist],
    now: datetime,
    *,
    occasion: str,
    again: bool = False,
) -> None:
    """Tell these members of the panel that they are on it, or again because the dates have moved."""
    call, enclosed = _call(conn, desk, ballot, again=again), documents.of_ballot(conn, ballot.id, "call")
    for member in members:
        post_enclosing(
            conn,
            desk,
            call_letters.panel_named(desk.wording, desk.house, call, member.name),
            Addressee(name=member.name, address=member.address),
            documents=enclosed,
            occasion=occasion,
            now=now,
            ballot_id=ballot.id,
            token=panel_token(desk, member),
        )


def release_from_panel(
    conn: Connection, desk: Desk, ballot: Ballot, members: Iterable[Panellist], now: datetime
) -> None:
    """Tell these people that they are no longer on the panel."""
    for member in members:
        letter = call_letters.panel_released(desk.wording, desk.house, ballot.paper, member.name)
        to = Addressee(name=member.name, address=member.address)
        post(conn, desk, letter, to, occasion=f"released {now.isoformat()}", now=now, ballot_id=ballot.id)


def tell_of_cancellation(conn: Connection, desk: Desk, ballot: Ballot, reason: str, now: datetime) -> None:
    """Tell all who were told of the call, its candidates and its panel that nothing comes of it."""
    told = audience(desk, ballots.electorate(conn, ballot, now), now, also=involved(conn, ballot))
    for one in told:
        letter = call_letters.call_cancelled(desk.wording, desk.house, ballot.paper, one.name, reason)
        post(conn, desk, letter, one, occasion="cancelled", now=now, ballot_id=ballot.id)


def involved(conn: Connection, ballot: Ballot) -> tuple[Addressee, ...]:
    """The candidates and the panel of a ballot."""
    panel = [Addressee(name=one.name, address=one.address) for one in panels.members(conn, ballot.id)]
    return (*_standing(conn, ballot), *panel)


def _standing(conn: Connection, ballot: Ballot) -> tuple[Addressee, ...]:
    return tuple(Addressee(name=one.name, address=one.address) for one in candidates.of_ballot(conn, ballot.id))


def audience(
    desk: Desk, electorate: Electorate, now: datetime, *, also: Iterable[Addressee] = ()
) -> tuple[Addressee, ...]:
    """Everybody of all practices in force, contacts too, and the managers; each address once."""
    people = tuple(addressee(person) for _, person in everybody(electorate, now))
    return tuple({one.address: one for one in (*also, *desk.managers, *people)}.values())


def _call(conn: Connection, desk: Desk, ballot: Ballot, *, again: bool = False) -> Call:
    apply_by = ballot.dates.apply_by
    if apply_by is None:
        raise ValueError("nobody is called for in this ballot")
    return Call(
        paper=ballot.paper,
        group=ballot.group,
        apply_by=apply_by,
        panel=tuple(member.name for member in panels.members(conn, ballot.id)),
        files=names(conn, desk, documents.of_ballot(conn, ballot.id, "call")),
        token=call_token(desk, ballot.id),
        again=again,
    )
