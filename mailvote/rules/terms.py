"""Offices and terms: who holds what until when, and who makes room for whom (R24, R25)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mailvote.rules.electorate import name_key
from mailvote.rules.workingdays import DAY, months_after

FOUR_YEARS = 1461
"""So many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What people are elected to; `group` is "" where the whole organisation elects, `id` is 0 before it is kept.

    It has so many `places`, and each term lasts `term_years` years. `rule_set` is that of its elections.
    """

    id: int = 0
    organisation: str
    name: str
    group: str = ""
    places: int = 1
    term_years: int = 3
    rule_set: str = "election"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One person's term, from `since` to the end of `until`, as planned; None where that is not known.

    `ended_on` is the last day in office, which may lie ahead, and before or after the planned one. `vacated_at` says
    when it was put on record that the holder leaves before the end. `ballot_id` is the election that made it,
    `warned_at` when the manager was written to about its end; `id` is 0 before it is kept.
    """

    id: int = 0
    office_id: int = 0
    holder: str
    address: str = ""
    since: date | None = None
    until: date | None = None
    ended_on: date | None = None
    vacated_at: datetime | None = None
    ballot_id: int | None = None
    warned_at: datetime | None = None

    @property
    def last_day(self) -> date | None:
        """The last day as far as it is known; None for a term without end and for a holder who waits for a successor.

        Who is still in office after it stays until a successor comes (R24).
        """
        if self.ended_on is not None:
            return self.ended_on
        return None if self.vacated_at is not None else self.until

    def in_force(self, day: date) -> bool:
        """Whether the term itself runs on that day."""
        waits = self.vacated_at is not None and self.ended_on is None
        return self.begun(day) and not self.gone(day) and not waits and (self.until is None or day <= self.until)

    def remains(self, day: date) -> bool:
        """Whether the term is over on that day and the holder has not left: until a successor comes (R24)."""
        return self.begun(day) and not self.gone(day) and not self.in_force(day)

    def begun(self, day: date) -> bool:
        return self.since is None or self.since <= day

    def gone(self, day: date) -> bool:
        return self.ended_on is not None and self.ended_on < day


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An office with everybody who held, holds or will hold it."""

    office: Office
    terms: tuple[Term, ...] = ()


def term_end(since: date, years: int) -> date:
    """The last day of a term: the day before the same day so many years later; 29 February becomes the 28th (R25)."""
    return months_after(since, f"{12 * years} months") - DAY


def years_between(since: date, until: date) -> int:
    """The whole number of years that is nearest to a term from `since` to the end of `until`, at least 1."""
    days = (until + DAY - since).days
    return max(1, (4 * days + FOUR_YEARS // 2) // FOUR_YEARS)


def holders(tenure: Tenure, day: date) -> tuple[Term, ...]:
    """Who holds the office on that day, the longest first.

    Where a place is not filled, whoever held it last stays until it is (R24).
    """
    found = [term for term in tenure.terms if term.in_force(day)]
    staying = (term for term in tenure.terms if term.remains(day))
    for term in sorted(staying, key=lambda term: term.until or date.max, reverse=True):
        if len(found) < tenure.office.places and not any(same_person(term, one) for one in found):
            found.append(term)
    return tuple(sorted(found, key=_beginning))


def free_places(tenure: Tenure, day: date) -> int:
    """How many places nobody holds on that day."""
    return max(0, tenure.office.places - len(holders(tenure, day)))


def ending(tenure: Tenure, day: date, notice: timedelta) -> tuple[Term, ...]:
    """The terms that end within the notice or are over, nobody being there to follow, and no letter being sent."""
    return tuple(term for term in holders(tenure, day) if term.warned_at is None and _is_due(tenure, term, day, notice))


def followed(tenure: Tenure, newcomers: Sequence[Term], on: date) -> Tenure:
    """These people take office on that day; whoever holds a place that they need leaves the day before.

    Somebody who holds it already has a new term in place of the old. Else those make room first who are to leave, or
    whose terms are over, and then those whose terms end soonest (R24, R25).
    """
    there = holders(tenure, on)
    again = [term for term in there if any(same_person(term, one) for one in newcomers)]
    others = sorted((term for term in there if term not in again), key=lambda term: _turn(term, on))
    wanted = len(newcomers) - len(again) - free_places(tenure, on)
    going = (*again, *others[: max(0, wanted)])
    terms = (_ended(term, on - DAY) if term in going else term for term in tenure.terms)
    return replace(tenure, terms=(*terms, *newcomers))


def elected(tenure: Tenure, people: Sequence[tuple[str, str]], on: date, ballot_id: int) -> Tenure:
    """An election has filled places with these people, by name and address, for a whole term from that day (R25)."""
    until = term_end(on, tenure.office.term_years)
    newcomers = [
        Term(office_id=tenure.office.id, holder=name, address=address, since=on, until=until, ballot_id=ballot_id)
        for name, address in people
    ]
    return followed(tenure, newcomers, on)


def vacated(tenure: Tenure, term: Term, until: date | None, at: datetime) -> Tenure:
    """The holder leaves early: at the end of that day, or when a successor takes office (R24, R25)."""
    leaving = replace(term, ended_on=until, vacated_at=at)
    return replace(tenure, terms=tuple(leaving if one is term else one for one in tenure.terms))


def entered(tenure: Tenure, said: Term, today: date, *, by_hand: bool = False) -> Tenure:
    """The register says this of a holder: a term that it has is put right, another one is added.

    A newcomer to an office that is full takes it over, on the first day of the new term or today. What is said
    `by_hand` is meant to change something: the end that was planned takes back an early one, and a former holder
    without any date takes over again. A file that is read twice changes nothing.
    """
    known = _known(tenure, said, today if by_hand else date.min)
    if known is not None:
        right = _corrected(known, said, by_hand=by_hand)
        return replace(tenure, terms=tuple(right if one is known else one for one in tenure.terms))
    is_full = not free_places(tenure, today)
    since = said.since or (today if is_full and not _is_past(said, today) else None)
    until = said.until or (term_end(since, tenure.office.term_years) if since else None)
    newcomer = replace(said, office_id=tenure.office.id, since=since, until=until)
    if _is_past(newcomer, today):
        return replace(tenure, terms=(*tenure.terms, newcomer))
    return followed(tenure, (newcomer,), since or today)


def crowded(tenure: Tenure, today: date) -> date | None:
    """The first day from today on which more terms run than there are places; None if there is none."""
    days = sorted({max(term.since or today, today) for term in tenure.terms})
    return next((day for day in days if _serving(tenure, day) > tenure.office.places), None)


def same_person(one: Term, other: Term) -> bool:
    """Whether two terms are one person's: by the name in any spelling, or by the address."""
    named = name_key(one.holder) == name_key(other.holder)
    return named or (bool(one.address) and one.address.casefold() == other.address.casefold())


def _corrected(term: Term, said: Term, *, by_hand: bool) -> Term:
    """The term with what is said of it put in place; another end takes back an early one, and is warned of anew."""
    ends = (term.ended_on,) if by_hand and term.vacated_at is not None else (term.ended_on, term.until)
    right = replace(
        term,
        holder=said.holder or term.holder,
        address=said.address or term.address,
        since=said.since or term.since,
    )
    if said.until is None or said.until in ends:
        return right
    return replace(right, until=said.until, ended_on=None, vacated_at=None, warned_at=None)


def meet(one: Term, other: Term) -> bool:
    """Whether two terms have a day in common; what is not known has no bounds."""
    first, last = (
        [term.since or date.min for term in (one, other)],
        [term.ended_on or term.until or date.max for term in (one, other)],
    )
    return max(first) <= min(last)


def _known(tenure: Tenure, said: Term, today: date) -> Term | None:
    """The term of that person which begins on that day, else the newest which the dates can mean.

    Without any date it is one that is not past.
    """
    ends = said.until or (term_end(said.since, tenure.office.term_years) if said.since else None)
    meant = replace(said, until=ends)
    own = [term for term in tenure.terms if same_person(term, said) and meet(term, meant)]
    exact = [term for term in own if said.since is not None and term.since == said.since]
    undated = said.since is None and said.until is None
    return max((term for term in exact or own if not (undated and term.gone(today))), key=_beginning, default=None)


def _is_past(term: Term, today: date) -> bool:
    return term.until is not None and term.until < today


def _is_due(tenure: Tenure, term: Term, day: date, notice: timedelta) -> bool:
    last = term.last_day or (day if term.vacated_at is not None else None)
    if last is None or last - day > notice:
        return False
    return _serving(tenure, max(last, day) + DAY) < tenure.office.places


def _serving(tenure: Tenure, day: date) -> int:
    return sum(term.in_force(day) for term in tenure.terms)


def _turn(term: Term, day: date) -> tuple[bool, date]:
    """Who makes room first."""
    stays = term.in_force(day) and term.vacated_at is None
    return stays, term.last_day or date.max


def _ended(term: Term, last: date) -> Term:
    return replace(term, ended_on=min(last, term.ended_on or last))


def _beginning(term: Term) -> tuple[date, date, int]:
    return term.since or date.min, term.until or date.max, term.id
