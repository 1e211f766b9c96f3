"""What each practice's vote weighs, and how a weight is written (R2, R3, R5)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import floor

from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.english import counted, listed
from mailvote.rules.ruleset import RuleSet

HALF = Fraction(1, 2)


def weigh(electorate: Electorate, rules: RuleSet, *, total: int | None) -> Electorate:
    """The same practices, each with the weight that the rules give it, in whole units of 1 / `weight_scale`.

    `total` is the population of the whole county as printed (R5). ValueError where a weight is missing or said
    twice: `weighing_problems` has a sentence for each of these.
    """
    weights = _weights(electorate, rules, total)
    missing = [member.name for member in electorate.members if member.id not in weights]
    if missing or _twins(electorate, rules):
        raise ValueError(f"rule set {rules.name} does not give one weight to each of {len(electorate.members)} members")
    return Electorate(members=tuple(replace(member, weight=weights[member.id]) for member in electorate.members))


def weighing_problems(
    electorate: Electorate, rules: RuleSet, *, total: int | None, noun: str = "practice"
) -> tuple[str, ...]:
    """What keeps these practices from being weighed: a sentence each, with its remedy.

    The electorate is everybody entitled, before anybody is left out for a declared interest.
    """
    match rules.weight:
        case "population":
            return tuple(_uncounted(electorate))
        case "county":
            return (*_uncounted(electorate), *_problems_of_total(electorate, total))
        case "fixed":
            return tuple(_problems_of_table(electorate, rules, noun))
    return ()


def county_votes(population: int, total: int, shared: int) -> int:
    """The hundredths of a vote that a population has of the `shared` ones: half up, exact (R5): 91,732 has 127."""
    return floor(Fraction(population * shared * 100, total) + HALF)


def weight_words(rules: RuleSet, weight: int) -> str:
    """A weight, or a sum of weights, as people read it: `48,818`, `6.19`, `4`."""
    if rules.weight_scale == 1:
        return f"{weight:,}"
    return f"{weight // 100:,}.{weight % 100:02}"


def weight_figure(rules: RuleSet, weight: int) -> int | str:
    """A weight, or a sum of weights, for a program: 48818, "6.19", 4."""
    return weight if rules.weight_scale == 1 else weight_words(rules, weight).replace(",", "")


def unit(rules: RuleSet, weight: int) -> str:
    """A weight with what it counts: `4 votes`, `48,818 registered patients`, `6.19 votes`."""
    if rules.weight_scale != 1:
        return f"{weight_words(rules, weight)} votes"
    return counted(weight, "registered patient" if rules.weight == "population" else "vote")


def _weights(electorate: Electorate, rules: RuleSet, total: int | None) -> Mapping[int, int]:
    """The weight of every member that has one, by its id."""
    sizes = {member.id: member.population for member in electorate.members if member.population is not None}
    match rules.weight:
        case "population":
            return sizes
        case "county":
            shared = rules.shared_votes
            return {one: county_votes(size, total, shared) for one, size in sizes.items()} if total else {}
        case "fixed":
            entries = ((electorate.named(name), weight) for name, weight in rules.weights)
            return {member.id: weight for member, weight in entries if member is not None}
    return dict.fromkeys((member.id for member in electorate.members), 1)


def _uncounted(electorate: Electorate) -> Iterator[str]:
    missing = [member.name for member in electorate.members if member.population is None]
    if missing:
        yield (
            f"The votes are weighted by population, and the register has none for {listed(missing)}: "
            "import the figures first."
        )


def _problems_of_total(electorate: Electorate, total: int | None) -> Iterator[str]:
    """R5: the total is an input, so it is asked for and never summed up; what is less than a part is no total."""
    if not total:
        yield (
            "The votes are shared out by population, and no total is stated for it: "
            "import the register again with --total and the figure as printed."
        )
        return
    for member in electorate.members:
        if (member.population or 0) > total:
            yield (
                f"The stated total of {total:,} is less than the population of {member.name} alone, "
                f"{member.population:,}: import the register again with --total and the figure as printed."
            )


def _problems_of_table(electorate: Electorate, rules: RuleSet, noun: str) -> Iterator[str]:
    """Fixed weights: who has none, which names are nobody's, and which are one practice under two names."""
    table = f"the table [weights] of the rule set {rules.name}"
    weights = _weights(electorate, rules, None)
    missing = [member.name for member in electorate.members if member.id not in weights]
    if missing:
        yield f"{listed(missing)} {'has' if len(missing) == 1 else 'have'} no votes: say how many in {table}."
    for name in _strangers(electorate, rules):
        near = electorate.nearest(name)
        meant = f"did you mean {near}?" if near else "check its spelling, or leave it out."
        yield f"“{name}” in {table} is no {noun} of the register: {meant}"
    for member, names in _twins(electorate, rules):
        yield f"{listed([f'“{name}”' for name in names])} in {table} are both {member.name}: leave one out."


def _strangers(electorate: Electorate, rules: RuleSet) -> tuple[str, ...]:
    """Names in the table that no member bears; where one group votes, the others stand there rightly."""
    if rules.electorate == "one-group":
        return ()
    return tuple(name for name, _ in rules.weights if electorate.named(name) is None)


def _twins(electorate: Electorate, rules: RuleSet) -> tuple[tuple[Member, tuple[str, ...]], ...]:
    """Members that stand in the table more than once, under a name and an alias."""
    names = {
        member: tuple(name for name, _ in rules.weights if electorate.named(name) is member)
        for member in electorate.members
    }
    return tuple((member, found) for member, found in names.items() if len(found) > 1)
