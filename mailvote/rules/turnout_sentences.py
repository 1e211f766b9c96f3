"""Who took part in a ballot and whether that is enough, in plain English with its working (R11 to R13, R26 to R31)."""

from fractions import Fraction

from mailvote.rules.english import counted, listed
from mailvote.rules.participation import (
    Participation,
    amount_needed,
    other_reading,
    participation,
    percent,
    taking_part,
)
from mailvote.rules.result import Result, capital, required_share
from mailvote.rules.weights import unit


def turnout_sentences(it: Result) -> tuple[str, ...]:
    """Who replied and how, the three kinds apart (R13), and whether that is enough (R12, R26 to R28)."""
    turnout = participation(it.base, it.votes, it.rules.participation)
    recorded = f"The election manager recorded {turnout.recorded} of these replies."
    return (
        _replies(turnout, it),
        *([_interests(it)] if it.barred else []),
        *([recorded] if turnout.recorded and it.rules.is_by_mail else []),
        _validity(it),
        *_groups(it),
    )


_BY_MAIL = ("voted", "abstained", "did not reply"), "replied"
_AT_A_MEETING = ("voted", "took part without voting", "did not take part"), "took part"


def _replies(turnout: Participation, it: Result) -> str:
    verbs, did_anything = _BY_MAIL if it.rules.is_by_mail else _AT_A_MEETING
    numbers = (turnout.voted, turnout.abstained, turnout.no_reply)
    everybody = counted(sum(numbers), it.noun)
    if sum(numbers) > 1 and max(numbers) == sum(numbers):
        alike = (
            f"All {everybody} {verbs[0]}",
            f"All {everybody} {verbs[1]}",
            f"None of the {everybody} {did_anything}",
        )
        return f"{alike[numbers.index(max(numbers))]}."
    parts = [f"{number:,} {verb}" for number, verb in zip(numbers, verbs, strict=True) if number]
    return f"Of {everybody}, {listed(parts or ['none could vote'])}."


def _interests(it: Result) -> str:
    """R11: who must not vote, and whether that makes the base smaller."""
    has = f"{counted(it.barred, it.noun)} {'has' if it.barred == 1 else 'have'} a declared interest and may not vote"
    if it.rules.interest_excludes_from_base:
        return f"{has}; these numbers leave {'it' if it.barred == 1 else 'them'} out ({it.cite('interest')})."
    return f"{has}, but {'counts' if it.barred == 1 else 'count'} in these numbers ({it.cite('interest')})."


_VALID = {
    "candidates": ("the election", "valid"),
    "options": ("the ballot", "valid"),
    "for-against": ("the vote", "binding"),
}


def _validity(it: Result) -> str:
    threshold = it.rules.participation
    part = capital(it.taking_part(threshold, "took part"))
    if threshold is None:
        return f"{part}; the rules ask for no minimum ({it.cite('participation')})."
    turnout = participation(it.base, it.votes, threshold)
    needed = f"{required_share(threshold.at_least)} are needed"
    if not turnout.met:
        _, base = taking_part(it.base, it.votes, threshold)
        needed = f"{needed}, which makes {amount_needed(threshold, base):,}"
    what, valid = _VALID[it.rules.choices]
    return f"{part}; {needed}: {what} is {valid if turnout.met else f'not {valid}'} ({it.cite('participation')})."


def _groups(it: Result) -> tuple[str, ...]:
    """R31: the response rate of each group, where a poll was put to several."""
    if it.rules.outcome.rule != "report-only" or len(it.base.groups) < 2:
        return ()
    return (f"By group: {'; '.join(_group(it, group) for group in it.base.groups)}.",)


def _group(it: Result, group: str) -> str:
    members = {member.id for member in it.base.members if member.group == group}
    part = sum(vote.member_id in members for vote in it.votes)
    return f"{group}, {part:,} of {counted(len(members), it.noun)} ({percent(Fraction(part, len(members)))})"


def manager_sentences(it: Result) -> tuple[str, ...]:
    """The other reading of abstentions, where it would give another verdict (R12), and totals that are held back."""
    return (*_rival_reading(it), *_exact_totals(it))


def _rival_reading(it: Result) -> tuple[str, ...]:
    threshold = it.rules.participation
    turnout = participation(it.base, it.votes, threshold)
    if threshold is None or turnout.met == turnout.met_otherwise:
        return ()
    other = other_reading(threshold)
    counted_in = "counted" if other.abstentions_take_part else "did not count"
    what, valid = _VALID[it.rules.choices]
    verdict = f"be {valid}" if turnout.met_otherwise else f"not be {valid}"
    reading = (
        f"if they {counted_in} as taking part, {it.taking_part(other, 'would have taken part')} "
        f"and {what} would {verdict}"
    )
    return (f"The verdict rests on how abstentions are read: {reading} ({it.cite('participation')}).",)


def _exact_totals(it: Result) -> tuple[str, ...]:
    if not it.figures.held_back:
        return ()
    exact = [f"{name} {unit(it.rules, weight)}" for name, weight in it.totals.received.items()]
    return (f"The exact totals, which only you are told: {listed(exact)}.",)
