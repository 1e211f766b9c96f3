"""Ballots as rows: paper, dates, the electorate frozen at opening, and the key that seals the votes.

A draft waits for the manager's word (R16). Its dates may be unknown: `Dates` then says None, and the paper, which
must have some, carries the instant at which the draft was made in their place. Nobody is shown a draft's paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, func, insert, or_, select, update

from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.lifecycle import Dates
from mailvote.rules.paper import Option, Paper
from mailvote.rules.ruleset import RuleSet, load_ruleset
from mailvote.store import interests, register
from mailvote.store import tables as t
from mailvote.store.bars import barred
from mailvote.store.references import place, reference
from mailvote.store.vault import KeyDestroyed, Sealer, Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One ballot: `group` is "" for the whole organisation, `published` what was declared, once it is.

    `parent_id` is the ballot that this one continues, as a run-off does (R16). `office_id` is the office that it fills
    (R25). `took_part` is kept of a ballot whose votes are destroyed: the ids of the members that voted, that abstained,
    and whose votes the manager recorded.
    """

    id: int
    organisation: str
    group: str
    paper: Paper
    dates: Dates
    parent_id: int | None = None
    office_id: int | None = None
    effective_on: date | None = None
    hold_reason: str = ""
    took_part: JSON = field(default=None, repr=False)
    published: JSON = field(default=None, repr=False)


def next_reference(conn: Connection, organisation: str, year: int) -> str:
    """The next free reference of that year, without gaps; locked until the transaction ends."""
    conn.execute(select(t.organisation.c.id).where(t.organisation.c.id == organisation).with_for_update())
    taken = select(func.max(t.ballot.c.number)).where(t.ballot.c.organisation == organisation, t.ballot.c.year == year)
    return reference(organisation, year, (conn.execute(taken).scalar() or 0) + 1)


def add(
    conn: Connection,
    secrets: Secrets,
    organisation: str,
    paper: Paper,
    group: str,
    now: datetime,
    *,
    rules_text: str,
    parent_id: int | None = None,
    office_id: int | None = None,
    apply_by: datetime | None = None,
    draft: bool = False,
) -> Ballot:
    """Keep a ballot under a key of its own, scheduled or as a draft; `rules_text` is the TOML of `paper.rules`.

    A time on the paper of a draft that is `now` is not known yet. `apply_by` calls for candidates from now on until
    then (R20), and goes with a draft. ValueError when the paper's reference or the parent is none of this
    organisation's.
    """
    where = place(organisation, paper.reference)
    if where is None:
        raise ValueError(f"{paper.reference} is no reference of organisation {organisation}")
    if parent_id is not None and get(conn, parent_id).organisation != organisation:
        raise ValueError(f"the parent of {paper.reference} is no ballot of organisation {organisation}")
    values = {
        **_columns(paper),
        **(_draft_dates(paper, now) if draft else {"scheduled_at": now}),
        "organisation": organisation,
        "year": where.year,
        "number": where.number,
        "group_name": group,
        "rule_set": rules_text,
        "created_at": now,
        "parent_id": parent_id,
        "office_id": office_id,
        "called_at": now if apply_by else None,
        "apply_by": apply_by,
        "key_wrapped": secrets.new_key(_owner(organisation, *where)),
    }
    ballot_id = conn.execute(insert(t.ballot).values(values).returning(t.ballot.c.id)).scalar_one()
    _add_options(conn, ballot_id, paper.options)
    return get(conn, ballot_id)


def _add_options(conn: Connection, ballot_id: int, options: Sequence[Option]) -> None:
    for option in options:
        row = {"ballot_id": ballot_id, "number": option.number, "name": option.name, "contact": option.contact}
        conn.execute(insert(t.option), row)


def _columns(paper: Paper) -> dict[str, str | int | datetime]:
    return {
        "title": paper.title,
        "question": paper.question,
        "note": paper.note,
        "seats": paper.seats,
        "opens_at": paper.opens_at,
        "closes_at": paper.closes_at,
    }


def _draft_dates(paper: Paper, now: datetime) -> dict[str, datetime | None]:
    known = {"opens_at": paper.opens_at, "closes_at": paper.closes_at}
    return {name: None if at == now else at for name, at in known.items()}


def find(conn: Connection, organisation: str, reference: str) -> Ballot | None:
    """The organisation's ballot of that reference, written in any case."""
    where = place(organisation, reference)
    if where is None:
        return None
    chosen = and_(t.ballot.c.organisation == organisation, t.ballot.c.year == where.year)
    return next(iter(_select(conn, and_(chosen, t.ballot.c.number == where.number))), None)


def get(conn: Connection, ballot_id: int) -> Ballot:
    """The ballot of that id; LookupError when there is none."""
    for ballot in _select(conn, t.ballot.c.id == ballot_id):
        return ballot
    raise LookupError(f"no ballot {ballot_id}")


def every(conn: Connection, organisation: str) -> tuple[Ballot, ...]:
    """All ballots of the organisation in the order of their references."""
    return _select(conn, t.ballot.c.organisation == organisation)


def unfinished(conn: Connection, organisation: str) -> tuple[Ballot, ...]:
    """The ballots that are neither declared nor cancelled, drafts too, however many went before them."""
    going = and_(t.ballot.c.declared_at.is_(None), t.ballot.c.cancelled_at.is_(None))
    return _select(conn, and_(t.ballot.c.organisation == organisation, going))


def called(conn: Connection, organisation: str) -> tuple[Ballot, ...]:
    """The ballots for which candidates were ever called, in the order of their references (R20)."""
    return _select(conn, and_(t.ballot.c.organisation == organisation, t.ballot.c.called_at.is_not(None)))


def run_off_of(conn: Connection, ballot_id: int) -> Ballot | None:
    """The newest ballot whose parent it is, a cancelled one too."""
    return next(reversed(_select(conn, t.ballot.c.parent_id == ballot_id)), None)


def unwound(conn: Connection, organisation: str) -> tuple[Ballot, ...]:
    """The ballots that have ended, are not destroyed, and of which nothing says when they will be (R23)."""
    ended = or_(t.ballot.c.declared_at.is_not(None), t.ballot.c.cancelled_at.is_not(None))
    due = select(t.deadline.c.id).where(t.deadline.c.ballot_id == t.ballot.c.id, t.deadline.c.kind == "destroy")
    chosen = and_(ended, t.ballot.c.destroyed_at.is_(None), ~due.exists())
    return _select(conn, and_(t.ballot.c.organisation == organisation, chosen))


def replaced_at(conn: Connection, ballot: Ballot) -> datetime | None:
    """When the first later ballot on the same matter was called or started, if one was and is not cancelled (R23)."""
    begun = func.coalesce(t.ballot.c.called_at, t.ballot.c.scheduled_at)
    same = or_(_on_the_matter_of(ballot), t.ballot.c.parent_id == ballot.id)
    later = and_(t.ballot.c.id > ballot.id, t.ballot.c.cancelled_at.is_(None), same)
    return conn.execute(select(func.min(begun)).where(later)).scalar()


def replaced_by(conn: Connection, ballot: Ballot) -> tuple[Ballot, ...]:
    """The ballots whose place this one takes when it is called or started: earlier ones on its matter that ended."""
    ended = or_(t.ballot.c.declared_at.is_not(None), t.ballot.c.cancelled_at.is_not(None))
    same = or_(_on_the_matter_of(ballot), t.ballot.c.id == ballot.parent_id)
    return _select(conn, and_(t.ballot.c.id < ballot.id, ended, t.ballot.c.destroyed_at.is_(None), same))


def _on_the_matter_of(ballot: Ballot) -> ColumnElement[bool]:
    """Ballots about the same office, or where there is none under the same title in the same group."""
    if ballot.office_id is not None:
        return t.ballot.c.office_id == ballot.office_id
    here = and_(t.ballot.c.organisation == ballot.organisation, t.ballot.c.group_name == ballot.group)
    return and_(here, t.ballot.c.office_id.is_(None), t.ballot.c.title == ballot.paper.title)


def _select(conn: Connection, chosen: ColumnElement[bool]) -> tuple[Ballot, ...]:
    ballots = select(t.ballot).where(chosen).order_by(t.ballot.c.year, t.ballot.c.number)
    rows = conn.execute(ballots).all()
    options = select(t.option).join(t.ballot).where(chosen).order_by(t.option.c.number)
    named: dict[int, list[Option]] = {row.id: [] for row in rows}
    for row in conn.execute(options):
        named[row.ballot_id].append(Option(number=row.number, name=row.name, contact=row.contact))
    return tuple(_ballot(row, tuple(named[row.id])) for row in rows)


_DATES = (
    "called_at", "apply_by", "assessed_at", "opens_at", "closes_at", "opened_at", "declared_at", "confirmed_at",
    "destroyed_at", "cancelled_at", "held_at",
)  # fmt: skip
"""The columns of a ballot that are fields of `Dates` by the same name."""


def _ballot(row: Row[Any], options: tuple[Option, ...]) -> Ballot:
    return Ballot(
        id=row.id,
        organisation=row.organisation,
        group=row.group_name,
        paper=_paper(row, options),
        dates=Dates(**{name: getattr(row, name) for name in _DATES}, is_draft=row.scheduled_at is None),
        parent_id=row.parent_id,
        office_id=row.office_id,
        effective_on=row.effective_on,
        hold_reason=row.hold_reason or "",
        took_part=row.took_part,
        published=row.published,
    )


def _paper(row: Row[Any], options: tuple[Option, ...]) -> Paper:
    return Paper(
        reference=reference(row.organisation, row.year, row.number),
        title=row.title,
        question=row.question,
        note=row.note,
        options=options,
        seats=row.seats,
        opens_at=row.opens_at or row.created_at,
        closes_at=row.closes_at or row.created_at,
        rules=_rules(row.rule_set),
        lot=row.lot or "",
    )


def rules_text(conn: Connection, ballot_id: int) -> str:
    """The TOML of the rule set as it was when the ballot was confirmed, whatever became of the file since."""
    return str(conn.execute(select(t.ballot.c.rule_set).where(t.ballot.c.id == ballot_id)).scalar_one())


@lru_cache(maxsize=64)
def _rules(text: str) -> RuleSet:
    """Ballots share few rule sets, and reading one takes longer than fetching the ballot."""
    return load_ruleset(text, where="the rule set of a ballot")


def reopen_call(
    conn: Connection, ballot: Ballot, apply_by: datetime, *, opens_at: datetime, closes_at: datetime
) -> Ballot:
    """Candidates may apply until another time, and the vote is planned for then; who stands is settled anew (R20)."""
    condition = and_(t.ballot.c.called_at.is_not(None), t.ballot.c.scheduled_at.is_(None))
    planned = {"apply_by": apply_by, "opens_at": opens_at, "closes_at": closes_at}
    _change(conn, ballot, condition, {**planned, "assessed_at": None})
    return get(conn, ballot.id)


def settle_candidates(conn: Connection, ballot: Ballot, at: datetime, options: Sequence[Option], *, lot: str) -> Ballot:
    """It is settled who stands, in the order of the lot (R20): these options take the place of any before."""
    condition = and_(t.ballot.c.called_at.is_not(None), t.ballot.c.scheduled_at.is_(None))
    _change(conn, ballot, condition, {"assessed_at": at, "lot": lot})
    conn.execute(delete(t.option).where(t.option.c.ballot_id == ballot.id))
    _add_options(conn, ballot.id, options)
    return get(conn, ballot.id)


def schedule(
    conn: Connection,
    ballot: Ballot,
    at: datetime,
    *,
    opens_at: datetime,
    closes_at: datetime,
    question: str,
    note: str,
) -> Ballot:
    """A draft becomes a scheduled ballot, by the manager's word (R16); its deadlines are set separately."""
    planned = {"opens_at": opens_at, "closes_at": closes_at, "question": question, "note": note}
    _change(conn, ballot, t.ballot.c.scheduled_at.is_(None), {"scheduled_at": at, **planned})
    return get(conn, ballot.id)


def open_(
    conn: Connection,
    ballot: Ballot,
    at: datetime,
    opens_at: datetime,
    closes_at: datetime,
    electorate: Electorate,
) -> Ballot:
    """Open the ballot and freeze who its electors are, with name, population and weight (R2)."""
    _change(
        conn,
        ballot,
        and_(t.ballot.c.opened_at.is_(None), t.ballot.c.scheduled_at.is_not(None)),
        {"opened_at": at, "opens_at": opens_at, "closes_at": closes_at},
    )
    rows = [
        {
            "ballot_id": ballot.id,
            "member_id": member.id,
            "name": member.name,
            "group_name": member.group,
            "population": member.population,
            "weight": member.weight,
        }
        for member in electorate.members
    ]
    if rows:
        conn.execute(insert(t.elector), rows)
    return get(conn, ballot.id)


def move_close(conn: Connection, ballot: Ballot, closes_at: datetime) -> Ballot:
    """The ballot closes at another time; its deadlines are set separately."""
    condition = and_(t.ballot.c.declared_at.is_(None), t.ballot.c.scheduled_at.is_not(None))
    _change(conn, ballot, condition, {"closes_at": closes_at})
    return get(conn, ballot.id)


def cancel(conn: Connection, ballot: Ballot, at: datetime, reason: str) -> Ballot:
    """The ballot ends without an outcome (R19)."""
    _change(conn, ballot, t.ballot.c.declared_at.is_(None), {"cancelled_at": at, "cancel_reason": reason})
    return get(conn, ballot.id)


def declare(conn: Connection, ballot: Ballot, at: datetime, published: JSON) -> Ballot:
    """The outcome is declared; `published` is what everybody was told, kept as it was (R24)."""
    condition = and_(t.ballot.c.declared_at.is_(None), t.ballot.c.opened_at.is_not(None))
    _change(conn, ballot, condition, {"declared_at": at, "published": published})
    return get(conn, ballot.id)


def confirm(conn: Connection, ballot: Ballot, at: datetime, effective_on: date | None) -> Ballot:
    """The manager confirms the outcome that was declared, with its date of effect where it has one (R24)."""
    condition = and_(t.ballot.c.declared_at.is_not(None), t.ballot.c.confirmed_at.is_(None))
    _change(conn, ballot, condition, {"confirmed_at": at, "effective_on": effective_on})
    return get(conn, ballot.id)


def hold(conn: Connection, ballot: Ballot, at: datetime, reason: str) -> None:
    """Nothing of the ballot is destroyed until it is released (R23); ValueError once it is destroyed."""
    _set_hold(conn, ballot, t.ballot.c.held_at.is_(None), {"held_at": at, "hold_reason": reason})


def release(conn: Connection, ballot: Ballot) -> None:
    """The clock of destruction goes on (R23)."""
    _set_hold(conn, ballot, t.ballot.c.held_at.is_not(None), {"held_at": None, "hold_reason": None})


def _set_hold(conn: Connection, ballot: Ballot, condition: ColumnElement[bool], values: Mapping[str, Any]) -> None:
    chosen = and_(t.ballot.c.id == ballot.id, t.ballot.c.destroyed_at.is_(None), condition)
    if conn.execute(update(t.ballot).where(chosen).values(dict(values))).rowcount != 1:
        raise ValueError(f"ballot {ballot.paper.reference} has moved on: {', '.join(values)} cannot be set any more")


def _change(conn: Connection, ballot: Ballot, condition: ColumnElement[bool], values: Mapping[str, Any]) -> None:
    """A conditional update: of two processes one confirms, opens, cancels or declares; ValueError for the other."""
    chosen = and_(t.ballot.c.id == ballot.id, t.ballot.c.cancelled_at.is_(None), condition)
    if conn.execute(update(t.ballot).where(chosen).values(dict(values))).rowcount != 1:
        raise ValueError(f"ballot {ballot.paper.reference} has moved on: {', '.join(values)} cannot be set any more")


def electorate(conn: Connection, ballot: Ballot, now: datetime | None = None) -> Electorate:
    """Who votes: the electors frozen at opening, with their people, who may change meanwhile (R7).

    Before the opening: the register as of `now`. Proxies of other ballots are left out, and whom an interest in
    this ballot keeps from voting at `now` is marked (R11). A ballot that has ended is seen as it was then, and one that
    was open as at its close. Without `now` it is the planned opening, and for a ballot that has opened its close.
    """
    ended_at = ballot.dates.declared_at or ballot.dates.cancelled_at
    opened = ballot.dates.opened_at is not None
    at = ended_at or now or (ballot.paper.closes_at if opened else ballot.paper.opens_at)
    at = min(at, ballot.paper.closes_at) if opened else at
    found = _frozen(conn, ballot) if opened else register.electorate(conn, ballot.organisation, at, group=ballot.group)
    bars = [
        one
        for one in interests.of_ballot(conn, ballot.id)
        if one.in_force(at) and (ended_at is None or one.recorded_at <= ended_at)
    ]
    return _without_strangers(barred(found, bars), ballot)


def _frozen(conn: Connection, ballot: Ballot) -> Electorate:
    electors = select(t.elector).where(t.elector.c.ballot_id == ballot.id).order_by(t.elector.c.member_id)
    chosen = t.member.c.id.in_(select(t.elector.c.member_id).where(t.elector.c.ballot_id == ballot.id))
    aliases, people = register.aliases_of(conn, chosen), register.people_of(conn, chosen)
    return Electorate(
        members=tuple(
            Member(
                id=row.member_id,
                name=row.name,
                aliases=aliases[row.member_id],
                group=row.group_name,
                population=row.population,
                weight=row.weight,
                people=people[row.member_id],
            )
            for row in conn.execute(electors)
        )
    )


def _without_strangers(found: Electorate, ballot: Ballot) -> Electorate:
    """A proxy of another ballot has no voice in this one (R7)."""
    return Electorate(
        members=tuple(
            replace(member, people=tuple(one for one in member.people if one.ballot_id in (None, ballot.id)))
            for member in found.members
        )
    )


_KEY = select(t.ballot.c.organisation, t.ballot.c.year, t.ballot.c.number, t.ballot.c.key_wrapped).where(
    t.ballot.c.id == bindparam("ballot_id")
)


def sealer(conn: Connection, secrets: Secrets, ballot_id: int) -> Sealer:
    """What seals the votes and mail of the ballot. KeyDestroyed after destruction, LookupError if unknown."""
    row = conn.execute(_KEY, {"ballot_id": ballot_id}).one_or_none()
    if row is None:
        raise LookupError(f"no ballot {ballot_id}")
    if row.key_wrapped is None:
        raise KeyDestroyed(reference(row.organisation, row.year, row.number))
    return secrets.sealer(row.key_wrapped, _owner(row.organisation, row.year, row.number))


def _owner(organisation: str, year: int, number: int) -> str:
    return f"ballot {organisation} {year} {number}"
