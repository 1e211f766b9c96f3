"""What holds of every outcome, whatever the rule: monotony, order, and that practices of one weight are alike."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.paper import Paper
from mailvote.rules.tally import Vote
from mailvote.rules.weights import weigh
from tests.rules.examples import packaged, paper

KINDS = ("election", "elr-locality-lead", "decision", "censure", "admission", "county-decision", "advisory-poll")
SIZES = st.lists(st.integers(1, 40_000), min_size=2, max_size=12)


def ballot(kind: str) -> Paper:
    rules = packaged(kind)
    names = ("For", "Against") if rules.has_fixed_options else ("A", "B", "C", "D")
    return replace(paper(*names, rules=rules), seats=rules.seats)


def electorate(sizes: Sequence[int], it: Paper) -> Electorate:
    rows = enumerate(sizes, start=1)
    members = tuple(Member(id=n, name=f"Practice {n}", population=size) for n, size in rows)
    return weigh(Electorate(members=members), it.rules, total=sum(sizes))


def choices(it: Paper) -> st.SearchStrategy[tuple[int, ...]]:
    numbers = st.sets(st.sampled_from([option.number for option in it.options]), max_size=it.choose_at_most)
    return numbers.map(lambda chosen: tuple(sorted(chosen)))


@st.composite
def situations(draw: st.DrawFn) -> tuple[Paper, Electorate, tuple[Vote, ...]]:
    """A ballot of any kind, practices of any size, and what some of them chose."""
    it = ballot(draw(st.sampled_from(KINDS)))
    sizes = draw(SIZES)
    cast = draw(st.lists(st.none() | choices(it), min_size=len(sizes), max_size=len(sizes)))
    votes = tuple(Vote(member_id=n, choice=choice) for n, choice in enumerate(cast, start=1) if choice is not None)
    return it, electorate(sizes, it), votes


@given(situations(), st.data())
def test_the_order_in_which_votes_are_counted_never_matters(
    situation: tuple[Paper, Electorate, tuple[Vote, ...]], data: st.DataObject
) -> None:
    it, everybody, votes = situation
    assert decide(it, everybody, data.draw(st.permutations(votes))) == decide(it, everybody, votes)


@given(situations(), st.data())
def test_two_practices_of_one_weight_may_change_places(
    situation: tuple[Paper, Electorate, tuple[Vote, ...]], data: st.DataObject
) -> None:
    """Who casts a vote makes no difference but for the weight: the votes of equals may be exchanged at will."""
    it, everybody, votes = situation
    alike: dict[tuple[int, int | None], list[int]] = {}
    for member in everybody.members:
        alike.setdefault((member.weight, member.population), []).append(member.id)
    places = {old: new for ids in alike.values() for old, new in zip(ids, data.draw(st.permutations(ids)), strict=True)}
    exchanged = [replace(vote, member_id=places[vote.member_id]) for vote in votes]
    assert _but_names(decide(it, everybody, exchanged)) == _but_names(decide(it, everybody, votes))


def _but_names(outcome: Outcome) -> tuple[object, ...]:
    """The sentences of an open ballot may name who opposes, and that is another one then."""
    return outcome.kind, outcome.elected, outcome.contenders, outcome.totals, outcome.participation, outcome.support


@given(situations(), st.data())
def test_another_vote_for_a_winner_never_unseats_it(
    situation: tuple[Paper, Electorate, tuple[Vote, ...]], data: st.DataObject
) -> None:
    it, everybody, votes = situation
    before = decide(it, everybody, votes)
    silent = [member.id for member in everybody.members if member.id not in {vote.member_id for vote in votes}]
    winners = before.elected or (("For",) if before.kind == "carried" else ())
    if not silent or not winners:
        return
    winner = data.draw(st.sampled_from(winners))
    number = next(option.number for option in it.options if option.name == winner)
    after = decide(it, everybody, (*votes, Vote(member_id=data.draw(st.sampled_from(silent)), choice=(number,))))
    assert before.kind != "carried" or after.kind == "carried"
    assert winner in after.elected or not before.elected


@given(situations())
def test_nobody_is_elected_twice_or_without_a_vote_and_no_seat_is_filled_twice(
    situation: tuple[Paper, Electorate, tuple[Vote, ...]],
) -> None:
    it, everybody, votes = situation
    outcome = decide(it, everybody, votes)
    totals = dict(outcome.totals)
    assert not set(outcome.elected) & set(outcome.contenders)
    assert all(totals[name] > 0 for name in outcome.elected + outcome.contenders)
    assert len(outcome.elected) <= it.seats
    assert not outcome.contenders or len(outcome.contenders) > outcome.open_seats == it.seats - len(outcome.elected)
    lost = [votes for name, votes in totals.items() if name not in outcome.elected]
    assert all(totals[name] > max(lost, default=0) for name in outcome.elected)


@given(situations())
def test_every_outcome_says_something_and_cites_its_rule(
    situation: tuple[Paper, Electorate, tuple[Vote, ...]],
) -> None:
    it, everybody, votes = situation
    outcome = decide(it, everybody, votes)
    assert all(sentence.endswith(".") and "  " not in sentence for sentence in outcome.sentences)
    assert it.rules.cite("participation") in outcome.sentences[1]
