"""The rules in the words of the letters: each phrase follows from the rule set and stands here alone."""

from collections.abc import Mapping
from fractions import Fraction

from mailvote.mail.letter import Letterhead
from mailvote.rules.electorate import Person
from mailvote.rules.english import counted, listed
from mailvote.rules.outcome import ELECTED, NOT_VALID, TIED, Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet

_PRECEDENCE = {
    "rank": "The last vote that we receive before the close counts, and the lead outranks the deputy.",
    "latest": "The last vote that we receive before the close counts, from the lead or the deputy.",
    "first": "The first vote that we receive counts, and it cannot be changed.",
}
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def precedence(rules: RuleSet) -> str:
    """Which of several votes of one practice counts (R9)."""
    return _PRECEDENCE[rules.revote]


def change(house: Letterhead, paper: Paper) -> str:
    """How a vote is changed, where it can be."""
    if paper.rules.revote == "first":
        return precedence(paper.rules)
    remedy = "To change it, reply with just the number of your choice, or with ABSTAIN,"
    return f"{remedy} before {house.time(paper.closes_at)}. {precedence(paper.rules)}"


def rank_reason(rules: RuleSet, voter: Person, standing: Person) -> str:
    """Why the vote of `standing` counts and that of `voter` does not (R9)."""
    if rules.revote == "rank" and voter.role is not standing.role:
        return f"a vote of the {standing.role} outranks one of the {voter.role}"
    return "the first vote counts" if rules.revote == "first" else "the later vote counts"


def validity(house: Letterhead, rules: RuleSet) -> str:
    """When the ballot is valid (R12); empty without a threshold."""
    threshold = rules.participation
    if threshold is None:
        return ""
    share = share_words(threshold.at_least)
    if threshold.base == "practices":
        return f"The ballot is valid if at least {share} of all {house.nouns} take part."
    return f"The ballot is valid if the {house.nouns} taking part have at least {share} of the patients."


def abstention(rules: RuleSet) -> str:
    """What an abstention does for validity (R12, R13)."""
    if rules.participation is None:
        return ""
    if rules.participation.abstentions_take_part:
        return "An abstention counts as taking part; silence does not."
    return "Neither an abstention nor silence counts as taking part."


def destruction(rules: RuleSet) -> str:
    """When votes are destroyed, as the organisation's rule (R23)."""
    number, _, unit = rules.destruction.after.partition(" ")
    said = _NUMBERS[int(number)] if number.isdigit() and int(number) < len(_NUMBERS) else number
    return f"Votes are destroyed {said} {unit} after the outcome is confirmed."


def published(house: Letterhead, rules: RuleSet) -> str:
    """What the declaration shows of single votes (R22)."""
    if rules.publish_codes:
        return f"The result lists the votes by the codes in the receipts, never by {house.noun}."
    return f"The result gives the totals, never how a {house.noun} voted."


def share_words(share: Fraction) -> str:
    """`80%`, `12.5%`, but `2/3`, as a rule set has it."""
    tenths = share * 1000
    if tenths.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    return f"{float(tenths) / 10:g}%"


def headline(outcome: Outcome) -> str:
    """The outcome in a line."""
    if outcome.kind == ELECTED:
        return f"Elected: {listed(outcome.elected)}"
    if outcome.kind == TIED:
        return f"Tied: {listed(outcome.tied)}"
    return "Not valid: nobody is elected" if outcome.kind == NOT_VALID else "Nobody is elected"


def next_step(outcome: Outcome) -> str:
    """What follows from the outcome (R16, R24)."""
    if outcome.kind == ELECTED:
        return (
            "The outcome is now to be confirmed, with the date from which it takes effect. "
            "Until then the present holder stays in office."
        )
    if outcome.kind == TIED:
        return "The election manager will write to you about the further election."
    return "The election manager will write to you about what is to be done."


def reconciliation(messages: Mapping[str, int]) -> str:
    """The line in which all messages add up: `14 messages received: 8 counted + ... = 14.` (P4)."""
    total = sum(messages.values())
    parts = " + ".join(f"{number} {fate}" for fate, number in messages.items() if number)
    return f"{counted(total, 'message')} received{f': {parts} = {total}' if parts else ''}."
