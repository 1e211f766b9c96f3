"""What changes on the register of offices, in sentences (R24, R25)."""

from collections.abc import Iterator
from datetime import date, timedelta

from mailvote.mail.letter import MONTHS
from mailvote.rules.english import counted
from mailvote.rules.terms import Office, Tenure, Term, crowded, same_person

DAY = timedelta(days=1)


def say_date(day: date) -> str:
    """`31 March 2027`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def changes(before: Tenure | None, after: Tenure) -> tuple[str, ...]:
    """What is different afterwards; an office without a `before` is new."""
    office = _about_office(before.office if before else None, after.office)
    return (*office, *_about_terms(before.terms if before else (), after), *_about_places(before, after))


def span(term: Term) -> str:
    """`from 1 April 2025 to the end of 31 March 2027`, as far as it is known; "" where nothing is."""
    begins = f"from {say_date(term.since)}" if term.since else ""
    ends = f"to the end of {say_date(term.until)}" if term.until else ""
    return f"{begins} {ends}".strip()


def standing(term: Term, today: date) -> str:
    """How long a holder is in office: `from 1 April 2025, to the end of 31 March 2027`, and what else is known."""
    begins = f"from {say_date(term.since)}" if term.since else ""
    return ", ".join(part for part in (begins, _outlook(term, today)) if part)


def _outlook(term: Term, today: date) -> str:
    if term.vacated_at is not None and term.ended_on is None:
        return "gives up the office and stays until a successor takes it"
    if term.last_day is None:
        return "no end is known"
    if term.remains(today) and term.until is not None:
        ends = f"to the end of {say_date(term.ended_on)}" if term.ended_on else "until a successor takes office"
        return f"term ended on {say_date(term.until)}, stays {ends}"
    early = ", before the end of the term" if term.vacated_at is not None else ""
    return f"{'' if term.since else 'in office '}to the end of {say_date(term.last_day)}{early}"


def named(term: Term) -> str:
    """`Dr A. Example <a@x.example>`."""
    return f"{term.holder} <{term.address}>" if term.address else term.holder


def _about_office(before: Office | None, after: Office) -> Iterator[str]:
    if before is None:
        where = f"for the group {after.group}, " if after.group else ""
        facts = f"{where}{counted(after.places, 'place')}, terms of {counted(after.term_years, 'year')}"
        yield f"The office {after.name} is new: {facts}, elections under the rule set {after.rule_set}."
        return
    for what, old, new in (
        ("group", before.group or "none", after.group or "none"),
        ("places", before.places, after.places),
        ("years of a term", before.term_years, after.term_years),
        ("rule set", before.rule_set, after.rule_set),
    ):
        if old != new:
            yield f"{after.name}: {what} {'change' if what.endswith('s') else 'changes'} from {old} to {new}."


def _about_terms(before: tuple[Term, ...], after: Tenure) -> Iterator[str]:
    kept = {term.id: term for term in before}
    fresh = [term for term in after.terms if term.id not in kept]
    for term in fresh:
        further = " for a further term" if any(same_person(term, one) for one in before) else ""
        when = f" {span(term)}" if span(term) else "; since when and until when is not known"
        yield f"{named(term)} holds the office {after.office.name}{further}{when}."
    for term in after.terms:
        if term.id in kept and not _goes_on(term, fresh):
            yield from _about_change(after.office, kept[term.id], term)


def _goes_on(term: Term, fresh: list[Term]) -> bool:
    """Whether the same person has the next term, so that nobody leaves."""
    return any(one.since == (term.ended_on or date.min) + DAY and same_person(one, term) for one in fresh)


def _about_change(office: Office, old: Term, new: Term) -> Iterator[str]:
    if named(old) != named(new):
        yield f"{office.name}: {named(old)} is now {named(new)}."
    if (old.since, old.until) != (new.since, new.until):
        yield f"{office.name}: {new.holder} holds it {span(new)}, not {span(old) or 'without known dates'}."
    if (old.ended_on, old.vacated_at) != (new.ended_on, new.vacated_at):
        yield _about_end(office, new)


def _about_end(office: Office, term: Term) -> str:
    if term.ended_on is not None:
        return f"{term.holder} is in the office {office.name} to the end of {say_date(term.ended_on)}{_planned(term)}."
    if term.vacated_at is not None:
        return f"{term.holder} gives up the office {office.name}, and stays until a successor takes it."
    return f"{term.holder} no longer gives up the office {office.name}."


def _planned(term: Term) -> str:
    if term.until is None or term.until == term.ended_on:
        return ""
    return f"; the term was planned to the end of {say_date(term.until)}"


def _about_places(before: Tenure | None, after: Tenure) -> Iterator[str]:
    """What no change of this kind can put right: there are more holders than places from then on."""
    kept = {term.id for term in before.terms} if before else set()
    begins = min((term.since for term in after.terms if term.id not in kept and term.since), default=None)
    day = crowded(after, begins) if begins else None
    if day is not None:
        places = counted(after.office.places, "place")
        yield f"From {say_date(day)} on, more people hold the office {after.office.name} than it has places ({places})."
