"""What an outcome says in plain English, with the place that each rule comes from."""

from collections.abc import Sequence
from fractions import Fraction

from mailvote.rules.electorate import Electorate
from mailvote.rules.english import counted, listed
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


def turnout_sentences(
    rules: RuleSet, electorate: Electorate, votes: Sequence[Vote], noun: str
) -> tuple[str, ...]:
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
                f"A further election is needed in which only the tied candidates stand ({rules.cite('tie')}).",
            )
        case "none-elected":
            return (f"No candidate received a vote, so nobody is elected ({rules.cite('outcome')}).",)
    return ("The counts are given for the record; nobody is elected.",)


def rival_reading(
    rules: RuleSet, electorate: Electorate, votes: Sequence[Vote], noun: str
) -> tuple[str, ...]:
    """The sentence on the other reading of abstentions, where it would give another verdict (R12)."""
    threshold = rules.participation
    turnout = participation(electorate, votes, threshold)
    if threshold is None or turnout.met == turnout.met_otherwise:
        return ()
    other = other_reading(threshold)
    counted_in = "counted" if other.abstentions_take_part else "did not count"
    verdict = "be valid" if turnout.met_otherwise else "not be valid"
    return (
        f"This verdict rests on how abstentions are read: if they {counted_in} as taking part, "
        f"{_taking_part(electorate, votes, other, noun, 'would have taken part')} "
        f"and the election would {verdict} ({rules.cite('participation')}).",
    )


def _replies(turnout: Participation, noun: str) -> str:
    kinds = ((turnout.voted, "voted"), (turnout.abstained, "abstained"), (turnout.no_reply, "did not reply"))
    parts = [(number, did) for number, did in kinds if number]
    if len(parts) == 1:
        return f"All {counted(parts[0][0], noun)} {parts[0][1]}."
    everybody = counted(sum(number for number, _ in kinds), noun)
    return f"Of {everybody}, {listed([f'{number:,} {did}' for number, did in parts])}."


def _validity(rules: RuleSet, electorate: Electorate, votes: Sequence[Vote], noun: str) -> str:
    threshold = rules.participation
    part = _taking_part(electorate, votes, threshold, noun, "took part")
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
        who = f"practices with {part:,} of {counted(base, 'registered patient')}"
    else:
        who = f"{part:,} of {counted(base, noun)}"
    return f"{who} {did} ({share})"


def _required(share: Fraction) -> str:
    """A threshold as the rules write it: `80%`, `66.7%`, and `2/3` where no decimal is exact."""
    tenths = share * 1000
    if tenths.denominator > 1:
        return str(share)
    return f"{tenths.numerator // 10}%" if tenths.numerator % 10 == 0 else percent(share)
