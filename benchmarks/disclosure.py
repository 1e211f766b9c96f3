"""How long the outcome of a confidential weighted ballot takes, of which nearly all is to choose its figures.

Run from the root of the tree: `.venv/bin/python -m benchmarks.disclosure`. The floor, measured in the same run, is one
round of all subset sums of the same weights as bits of one number, which no exact method does without; the ratio is
what to keep an eye on.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.outcome import decide
from mailvote.rules.paper import Paper
from mailvote.rules.tally import Vote
from tests.rules.examples import ELECTION, paper

HEAVIEST = 300_000

RULES = replace(ELECTION, weight="population", secrecy="confidential", publish_codes=False, participation=None)

SIZES = (10, 12, 13, 20, 34, 60, 100)

Weights = Callable[[int], Sequence[int]]


def some(number: int) -> Sequence[int]:
    """As irregular as real lists, and the same in every run."""
    return [HEAVIEST // 10 + pow(2, 37 * place, 999_983) % (HEAVIEST * 9 // 10) for place in range(1, number + 1)]


def mixed(number: int, options: int, at_most: int) -> list[list[int]]:
    favourites = [pow(3, 17 * place, 10_007) for place in range(1, number + 1)]
    return [[1 + (one + more) % options for more in range(1 + one % at_most)] for one in favourites]


WEIGHTS: dict[str, Weights] = {
    "lists of all sizes": some,
    "all equal": lambda number: [HEAVIEST] * number,
    "nearly equal": lambda number: range(HEAVIEST, HEAVIEST - number, -1),
    "powers of two": lambda number: [1 << place % 18 for place in range(number)],
    "one giant": lambda number: [HEAVIEST, *range(50, 49 + number)],
    "one odd list": lambda number: [*(2 * (weight // 2) for weight in some(number - 1)), HEAVIEST - 1],
    "each a tenth smaller": lambda number: [max(1, HEAVIEST * 9**place // 10**place) for place in range(number)],
}

CHOICES: dict[str, Callable[[int, int, int], list[list[int]]]] = {
    "of all kinds": mixed,
    "unanimous": lambda number, options, at_most: [[1]] * number,
    "one against all": lambda number, options, at_most: [[2], *[[1]] * (number - 1)],
}


@dataclass(frozen=True, kw_only=True)
class Ballot:
    name: str
    paper: Paper
    electorate: Electorate
    votes: tuple[Vote, ...]


def ballots() -> Iterator[Ballot]:
    for number, kind, chosen, options, at_most, abstentions in product(
        SIZES, WEIGHTS, CHOICES, (2, 3, 6), (1, 2), (0, 1, 6)
    ):
        choices = CHOICES[chosen](number, options, at_most)
        choices[number - abstentions :] = [[]] * abstentions
        rows = enumerate(WEIGHTS[kind](number), start=1)
        members = tuple(Member(id=n, name=f"Practice {n}", population=weight, weight=weight) for n, weight in rows)
        yield Ballot(
            name=f"{number} practices, {kind}, {chosen}, {options} options, {at_most} each, {abstentions} abstentions",
            paper=paper(*"ABCDEF"[:options], rules=replace(RULES, choose_at_most=at_most)),
            electorate=Electorate(members=members),
            votes=tuple(Vote(member_id=n, choice=tuple(choice)) for n, choice in enumerate(choices, start=1)),
        )


def all_subset_sums(ballot: Ballot) -> int:
    sums = 1
    for member in ballot.electorate.members:
        sums |= sums << member.weight
    return sums


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def outcome(ballot: Ballot) -> object:
    return decide(ballot.paper, ballot.electorate, ballot.votes)


def main() -> None:
    timed = [(seconds(partial(outcome, one)), one) for one in ballots()]
    worst = sorted(timed, key=lambda row: -row[0])[:5]
    large = next(one for one in ballots() if one.name.startswith("100 practices, lists of all sizes"))
    floor = min(seconds(partial(all_subset_sums, large)) for _ in range(5))
    took = sorted(took for took, _ in timed)
    median, most = took[len(took) // 2], took[len(took) * 19 // 20]
    print(f"floor   {floor:.3f} s: all subset sums of 100 lists of all sizes up to {HEAVIEST:,}, once")
    print(f"median  {median:.3f} s, p95 {most:.3f} s: {len(timed):,} ballots")
    for one, ballot in worst:
        print(f"worst   {one:.3f} s, ratio {one / floor:.1f}: {ballot.name}")


if __name__ == "__main__":
    main()
