"""The rules in the words of the letters: each phrase follows from the rule set and stands here alone."""

from collections.abc import Mapping
from fractions import Fraction

from mailvote.mail.asking import correction
from mailvote.mail.letter import Letterhead
from mailvote.rules.electorate import Member, Person, rank
from mailvote.rules.english import counted
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet
from mailvote.rules.weights import unit, weight_words

AT_A_MEETING = "The votes are cast at the meeting, and the election manager records them."

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def precedence(rules: RuleSet) -> str:
    """Which of several votes of one practice counts (R9)."""
    if not rules.is_by_mail:
        return AT_A_MEETING
    if rules.revote == "first":
        return "The first vote that we receive counts, and it cannot be changed."
    last = "The last vote that we receive before the close counts"
    if len(rules.who_may_vote) == 1:
        return f"{last}."
    if rules.revote == "latest":
        return f"{last}, from {voters(rules)}."
    return f"{last}; {_ranking(rules)}."


def voters(rules: RuleSet) -> str:
    """Who may cast the vote of a practice: `the lead, the deputy or a proxy`."""
    *first, last = _roles(rules)
    return f"{', '.join(first)} or {last}" if first else last


def casting(house: Letterhead, rules: RuleSet) -> str:
    """How the vote of a practice comes in, for those who are told of the ballot and have no paper (R4, R27)."""
    if not rules.is_by_mail:
        return f"No ballot papers are sent, and no vote is taken by mail. {AT_A_MEETING}"
    return f"Each {house.noun} votes through {voters(rules)}, to whom the ballot papers go."


def change(house: Letterhead, paper: Paper) -> str:
    """How a vote is changed, where it can be."""
    if paper.rules.revote == "first" or not paper.rules.is_by_mail:
        return precedence(paper.rules)
    return f"To change it, reply {correction(paper)} before {house.time(paper.closes_at)}. {precedence(paper.rules)}"


def rank_reason(rules: RuleSet, voter: Person, standing: Person) -> str:
    """Why the vote of `standing` counts and that of `voter` does not (R9)."""
    if rules.revote == "rank" and voter.role is not standing.role:
        return f"a vote of the {standing.role} outranks one of the {voter.role}"
    return "the first vote counts" if rules.revote == "first" else "the later vote counts"


def weight(house: Letterhead, rules: RuleSet, member: Member) -> str:
    """What the vote of this practice weighs, and why (R2, R5); empty where each has one vote."""
    counts = f"Your vote counts as {unit(rules, member.weight)}"
    return {
        "equal": "",
        "population": f"Your vote counts with the weight {weight_words(rules, member.weight)}: "
        f"the registered patients of your {house.noun}.",
        "county": f"{counts} of {rules.shared_votes}: the share of your {house.noun} by registered population.",
        "fixed": f"{counts}, as the rules fix it for your {house.noun}.",
    }[rules.weight]


def validity(house: Letterhead, rules: RuleSet) -> str:
    """When the ballot is valid, or the decision binding (R12, R26); empty without a threshold."""
    threshold = rules.participation
    if threshold is None:
        return ""
    verdict = "The decision is binding" if rules.has_fixed_options else "The ballot is valid"
    share = share_words(threshold.at_least)
    if threshold.base == "practices":
        return f"{verdict} if at least {share} of all {house.nouns} take part."
    return f"{verdict} if the {house.nouns} taking part have at least {share} of all registered patients."


def abstention(rules: RuleSet) -> str:
    """What an abstention does for validity (R12, R13)."""
    if rules.participation is None:
        return ""
    if rules.participation.abstentions_take_part:
        return "An abstention counts as taking part; silence does not."
    return "Neither an abstention nor silence counts as taking part."


def secrecy(house: Letterhead, rules: RuleSet) -> str:
    """Who sees a vote, before the close and after it (R22, R32)."""
    staff = "the election manager and the staff named for it"
    cases = "a message that has to be settled by hand, and a vote that they record themselves"
    if rules.is_open:
        seen = f"Before the close only {staff} see single votes, and in two cases alone: {cases}."
    else:
        seen = f"Only {staff}. Before the close they see single votes in two cases alone: {cases}."
    return f"{seen} Nobody sees totals before the close. {published(house, rules)}"


def published(house: Letterhead, rules: RuleSet) -> str:
    """What the declaration shows of single votes (R22, R32; trust.md 3)."""
    if rules.is_open:
        return f"The result lists how each {house.noun} voted."
    if rules.publishes_codes:
        return f"The result lists the votes by the codes in the receipts, never by {house.noun}."
    totals = f"The result gives the totals, never how a {house.noun} voted."
    if rules.weight == "equal":
        return totals
    return (
        f"{totals} Totals may be given in rounded figures, so that no {house.noun}’s vote follows from them. "
        "A unanimous result cannot be hidden."
    )


def destruction(house: Letterhead, rules: RuleSet) -> str:
    """What is destroyed and when, as the organisation's rule (R23); an open ballot stays on record (R32)."""
    when = f"are destroyed {span_words(rules.destruction.after)} after the outcome is confirmed"
    return _destroyed(house, rules, when)


def destruction_without_result(house: Letterhead, rules: RuleSet) -> str:
    """What is destroyed and when, where nothing was settled that could be confirmed (interface.md 8)."""
    after, late = span_words(rules.destruction.after), span_words(rules.destruction.destroy_unconfirmed_after)
    when = f"are destroyed {after} from now once another ballot has followed, else after {late}"
    return _destroyed(house, rules, when)


def _destroyed(house: Letterhead, rules: RuleSet, when: str) -> str:
    if rules.is_open:
        return f"Messages {when}; how each {house.noun} voted stays on record."
    return f"Votes {when}."


def span_words(span: str) -> str:
    """`1 month` of a rule set as prose has it: `one month`."""
    number, _, months = span.partition(" ")
    return f"{number_words(int(number)) if number.isdigit() else number} {months}"


def share_words(share: Fraction) -> str:
    """`80%`, `12.5%`, but `2/3`, as a rule set has it."""
    tenths = share * 1000
    if tenths.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    return f"{float(tenths) / 10:g}%"


def kind_words(rules: RuleSet) -> str:
    """The kind of ballot inside a sentence: `decision`, `vote at a meeting`, but `ELR poll`."""
    title = rules.title
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def number_words(number: int) -> str:
    """Small numbers in letters, as prose has them: `two`, but `90`."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def reconciliation(messages: Mapping[str, int]) -> str:
    """The line in which all messages add up: `14 messages received: 8 counted + ... = 14.` (P4)."""
    total = sum(messages.values())
    parts = " + ".join(f"{number} {fate}" for fate, number in messages.items() if number)
    return f"{counted(total, 'message')} received{f': {parts} = {total}' if parts else ''}."


def _roles(rules: RuleSet) -> list[str]:
    """Those who may vote in order of rank, each with its article; a practice may have several proxies in turn."""
    return [f"{'a' if role == 'proxy' else 'the'} {role}" for role in sorted(rules.who_may_vote, key=rank)]


def _ranking(rules: RuleSet) -> str:
    """`the lead outranks the deputy, and the deputy a proxy`."""
    first, second, *others = _roles(rules)
    return ", and ".join([f"{first} outranks {second}", *(f"{second} {third}" for third in others)])
