"""What an outcome says in plain English, with the place that each rule comes from."""

from collections.abc import Sequence
from fractions import Fraction

from mailvote.rules.electorate import Electorate
from mailvote.rules.english import counted, listed, plural
from mailvote.rules.participation import (
    Participation,
    amount_needed,
    other_reading,
    participation,
    percent,
    taking_part,
)
from mailvote.rules.ruleset import RuleSet, Threshold
from mailvote.rules.tally import Vote


def turnout_sentences(rules: RuleSet, electorate: Electorate, votes: Sequence[Vote], noun: str) -> tuple[str, ...]:
    """Who replied and how, the three kinds apart (R13), and whether that makes the election valid (R12)."""
    turnout = participation(electorate, votes, rules.participation)
    recorded = f"The election manager recorded {turnout.recorded} of these replies."
    return (
        _replies(turnout, noun),
        *([recorded] if turnout.recorded else []),
        _validity(rules, electorate, votes, noun),
    )


def result_sentences(
    kind: str, leaders: Sequence[str], totals: Sequence[tuple[str, int]], rules: RuleSet
) -> tuple[str, ...]:
    """Who is elected, or why nobody is."""
    weights = [weight for _, weight in totals]
    match kind:
        case "elected":
            score = f"{max(weights)} of {counted(sum(weights), 'vote')}"
            others = ", more than any other candidate" if len(totals) > 1 else ""
            return (f"{listed(leaders)} is elected with {score}{others} ({rules.cite('outcome')}).",)
        case "tied":
            score = f"with {counted(max(weights), 'vote')} each"
            return (
                f"{listed(leaders)} are tied for first place {score}, so nobody is elected yet.",
                f"A further election is needed among the tied candidates alone ({rules.cite('tie')}).",
            )
        case "none-elected":
            return (f"No candidate received a vote, so nobody is elected ({rules.cite('outcome')}).",)
    return ("The counts are given for the record; nobody is elected.",)


def rival_reading(rules: RuleSet, electorate: Electorate, votes: Sequence[Vote], noun: str) -> tuple[str, ...]:
    """The sentence on the other reading of abstentions, where it would give another verdict (R12)."""
    threshold = rules.participation
    turnout = participation(electorate, votes, threshold)
    if threshold is None or turnout.met == turnout.met_otherwise:
        return ()
    other = other_reading(threshold)
    counted_in = "counted" if other.abstentions_take_part else "did not count"
    verdict = "be valid" if turnout.met_otherwise else "not be valid"
    part = _taking_part(electorate, votes, other, noun, "would have taken part")
    reading = f"if they {counted_in} as taking part, {part} and the election would {verdict}"
    return (f"The verdict rests on how abstentions are read: {reading} ({rules.cite('participation')}).",)


def _replies(turnout: Participation, noun: str) -> str:
    numbers = (turnout.voted, turnout.abstained, turnout.no_reply)
    everybody = counted(sum(numbers), noun)
    if sum(numbers) > 1 and max(numbers) == sum(numbers):
        alike = (f"All {everybody} voted", f"All {everybody} abstained", f"None of the {everybody} replied")
        return f"{alike[numbers.index(max(numbers))]}."
    did = zip(numbers, ("voted", "abstained", "did not reply"), strict=True)
    parts = [f"{number:,} {verb}" for number, verb in did if number]
    return f"Of {everybody}, {listed(parts or ['none could vote'])}."


def _validity(rules: RuleSet, electorate: Electorate, votes: Sequence[Vote], noun: str) -> str:
    threshold = rules.participation
    part = _taking_part(electorate, votes, threshold, noun, "took part")
    part = part[0].upper() + part[1:]
    if threshold is None:
        return f"{part}; the rules ask for no minimum ({rules.cite('participation')})."
    turnout = participation(electorate, votes, threshold)
    needed = f"{_required(threshold.at_least)} are needed"
    if not turnout.met:
        _, base = taking_part(electorate, votes, threshold)
        needed = f"{needed}, which makes {amount_needed(threshold, base):,}"
    verdict = "valid" if turnout.met else "not valid"
    return f"{part}; {needed}: the election is {verdict} ({rules.cite('participation')})."


def _taking_part(
    electorate: Electorate, votes: Sequence[Vote], threshold: Threshold | None, noun: str, did: str
) -> str:
    """`8 of 10 practices took part (80.0%)`, or the registered patients they stand for."""
    part, base = taking_part(electorate, votes, threshold)
    turnout = participation(electorate, votes, threshold)
    share = percent(turnout.share, required=turnout.required)
    if threshold is not None and threshold.base == "population":
        who = f"{plural(noun)} with {part:,} of {counted(base, 'registered patient')}"
    else:
        who = f"{part:,} of {counted(base, noun)}"
    return f"{who} {did} ({share})"


def _required(share: Fraction) -> str:
    """A threshold as the rules write it: `80%`, `66.7%`, and `2/3` where no decimal is exact."""
    tenths = share * 1000
    if tenths.denominator > 1:
        return str(share)
    return f"{tenths.numerator // 10}%" if tenths.numerator % 10 == 0 else percent(share)
