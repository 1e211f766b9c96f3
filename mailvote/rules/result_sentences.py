"""What a ballot decided, or why it decided nothing, in plain English with its working and the clause of its rule."""

from collections.abc import Callable, Mapping, Sequence

from mailvote.rules import verdict as kinds
from mailvote.rules.english import counted, listed, plural
from mailvote.rules.paper import Paper, option_noun
from mailvote.rules.participation import percent
from mailvote.rules.result import Result, capital, required_share
from mailvote.rules.verdict import Support
from mailvote.rules.weights import unit, weight_words

AGAINST = 2
"""The number of the option Against on the paper of a decision."""


def result_sentences(it: Result) -> tuple[str, ...]:
    """What was decided, with the working, or why nothing was."""
    held_back = (it.figures.held_back,) if it.figures.held_back else ()
    return (*_RESULTS[it.verdict.kind](it), *held_back, *_review(it))


def unopposed_sentences(paper: Paper) -> tuple[str, ...]:
    """Who is elected because nobody stood against them, and what stays vacant."""
    names = [option.name for option in paper.options]
    few = "as many candidates as seats" if len(names) == paper.seats else "fewer candidates than seats"
    elected = f"{listed(names)} {'is' if len(names) == 1 else 'are'} elected unopposed"
    told = f"{elected}: there were {few}, so no vote was held ({paper.rules.cite('outcome')})."
    vacant = paper.seats - len(names)
    if not vacant:
        return (told,)
    stay = "stays" if vacant == 1 else "stay"
    return (told, f"{counted(vacant, 'seat')} {stay} vacant: nobody else stood.")


def _elected(it: Result) -> tuple[str, ...]:
    return (f"{_winners(it)}{_more_than_others(it)} ({it.cite('outcome')}).",)


def _more_than_others(it: Result) -> str:
    if len(it.paper.options) <= len(it.verdict.elected):
        return ""
    if it.rules.outcome.rule == "majority":
        return ", more than half of the votes" if len(it.verdict.elected) == 1 else ", each more than half of the votes"
    return f", more than any other {option_noun(it.rules)}"


def _winners(it: Result) -> str:
    """`Dr A is elected with 4 of 7 votes`, `Dr A (6 votes) and Dr B (4 votes) are elected`."""
    chosen = "elected" if it.rules.choices == "candidates" else "chosen"
    scores = [it.score(name) for name in it.verdict.elected]
    if len(scores) > 1:
        named = [f"{name} ({score})" if score else name for name, score in zip(it.verdict.elected, scores, strict=True)]
        return f"{listed(named)} are {chosen}"
    (name,) = it.verdict.elected
    return f"{name} is {chosen}" + (f" with {_of_all(it, name)}" if scores[0] else "")


def _of_all(it: Result, name: str) -> str:
    """`4 of 7 votes`, or the rounded share."""
    if it.figures.held_back:
        return it.score(name)
    everything = unit(it.rules, sum(it.totals.received.values()))
    return f"{weight_words(it.rules, it.totals.received[name])} of {everything}"


def _part_elected(it: Result) -> tuple[str, ...]:
    elected = f"{_winners(it)} ({it.cite('outcome')})."
    if not it.verdict.contenders:
        vacant = f"{counted(it.verdict.open_seats, 'seat')} {'stays' if it.verdict.open_seats == 1 else 'stay'} vacant"
        return (elected, f"{vacant}: no other {option_noun(it.rules)} received a vote.")
    return (elected, *_undecided(it))


def _undecided(it: Result) -> tuple[str, ...]:
    """A tie, or no majority, and what follows from it (R15, R16)."""
    tied = listed(it.verdict.contenders)
    further = f"A further election is needed among the {_whom(it)} ({it.cite('tie')})."
    if it.rules.outcome.rule == "majority":
        nobody = f"No {'other ' if it.verdict.elected else ''}{option_noun(it.rules)} has more than half of the votes"
        return (f"{nobody}; {tied} lead ({it.cite('outcome')}).", *_further(it, further))
    score = it.score(it.verdict.contenders[0])
    each = f" with {score} each" if score else ""
    nobody = "" if it.verdict.elected else ", so nobody is elected yet"
    return (f"{tied} are tied for {_place(it)}{each}{nobody}.", *_further(it, further))


def _whom(it: Result) -> str:
    nouns = plural(option_noun(it.rules))
    leading = f"leading {nouns}" if it.rules.outcome.rule == "majority" else f"tied {nouns}"
    seats = f" for {counted(it.verdict.open_seats, 'seat')}" if it.paper.seats > 1 else ""
    return f"{leading} alone{seats}"


def _further(it: Result, sentence: str) -> tuple[str, ...]:
    return (sentence,) if it.rules.outcome.tie == "run-off" else ()


def _place(it: Result) -> str:
    if it.paper.seats == 1:
        return "first place"
    return "the last seat" if it.verdict.open_seats == 1 else f"the last {it.verdict.open_seats} seats"


def _none_elected(it: Result) -> tuple[str, ...]:
    return (f"No {option_noun(it.rules)} received a vote, so nobody is elected ({it.cite('outcome')}).",)


def _for_the_record(decided: str) -> Callable[[Result], tuple[str, ...]]:
    """Too few took part: the counts all the same, or what may be given of them."""
    return lambda it: (
        f"{capital(decided)}." if it.figures.held_back else f"The counts are given for the record; {decided}.",
    )


def _decision(it: Result) -> tuple[str, ...]:
    carried = "carried" if it.verdict.kind == kinds.CARRIED else "not carried"
    if it.verdict.support is not None:
        return (f"{_approval(it, it.verdict.support)}: {carried} ({it.cite('outcome')}).",)
    return (f"{_sides(it)}: {carried} ({it.cite('outcome')}).",)


def _sides(it: Result) -> str:
    """`48,818 registered patients For and 3,661 Against`, or what may be said of it."""
    in_favour, against = (text for _, text in it.figures.totals)
    received_for, received_against = it.totals.received.values()
    if not received_for and not received_against:
        return f"No {it.noun} voted For or Against"
    if it.figures.held_back:
        share = f"{in_favour} For and {against} Against" if in_favour else ""
        return share or ("More For than Against" if received_for > received_against else "Not more For than Against")
    level = ", level" if received_for == received_against else ""
    return f"{unit(it.rules, received_for)} For and {against} Against{level}"


def _approval(it: Result, support: Support) -> str:
    """`6 of 10 practices For (60.0%); 2/3 of all practices are needed, which makes 7` (R29)."""
    what = _everybody(it)
    needed = f"{required_share(support.required)} of all {plural(what)} are needed"
    if it.figures.held_back:
        return capital(needed)
    received = next(iter(it.totals.received.values()))
    share = percent(support.share, required=support.required)
    if not support.met:
        least = -(-support.required.numerator * it.totals.everybody // support.required.denominator)
        needed = f"{needed}, which makes {weight_words(it.rules, least)}"
    of_all = f"{weight_words(it.rules, received)} of {weight_words(it.rules, it.totals.everybody)}"
    return f"{of_all} {plural(what)} For ({share}); {needed}"


def _everybody(it: Result) -> str:
    if it.rules.weight == "equal":
        return it.noun
    return "registered patient" if it.rules.weight == "population" else "vote"


def _advised(it: Result) -> tuple[str, ...]:
    """R31: what was chosen most often, and that it binds nobody."""
    most = max(it.totals.received.values(), default=0)
    leading = [name for name, weight in it.totals.received.items() if weight == most > 0]
    advice = f"This ballot asks for advice and decides nothing ({it.cite('outcome')})."
    if not leading or it.figures.held_back:
        return (advice,)
    return (f"Chosen most often: {listed(leading)}, with {it.score(leading[0])}{' each' * (len(leading) > 1)}.", advice)


_RESULTS: Mapping[str, Callable[[Result], tuple[str, ...]]] = {
    kinds.ELECTED: _elected,
    kinds.PART_ELECTED: _part_elected,
    kinds.TIED: _undecided,
    kinds.NO_MAJORITY: _undecided,
    kinds.NONE_ELECTED: _none_elected,
    kinds.NOT_VALID: _for_the_record("nobody is elected"),
    kinds.NOT_BINDING: _for_the_record("nothing is decided"),
    kinds.CARRIED: _decision,
    kinds.NOT_CARRIED: _decision,
    kinds.ADVISED: _advised,
}


def _review(it: Result) -> tuple[str, ...]:
    """R30: so many opposing electors do not veto, but have the decision looked at again."""
    limit = it.rules.outcome.review_when_opposed_by
    opposing = _opposing(it)
    if not limit or len(opposing) < limit:
        return ()
    who = f" ({listed(opposing)})" if it.rules.is_open else ""
    oppose = f"{counted(len(opposing), it.noun)} oppose the decision{who}"
    return (f"{oppose}, so {it.rules.outcome.review} ({it.cite('review')}).",)


def _opposing(it: Result) -> Sequence[str]:
    against = {vote.member_id for vote in it.votes if vote.choice == (AGAINST,)}
    return [member.name for member in it.base.members if member.id in against]
