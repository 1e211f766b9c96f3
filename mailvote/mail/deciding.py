"""How the votes become an outcome, as the paper says it beforehand to those who vote."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from mailvote.mail.letter import Letterhead
from mailvote.mail.phrases import number_words, share_words
from mailvote.rules.english import plural
from mailvote.rules.paper import Paper, option_noun
from mailvote.rules.ruleset import RuleSet

_SHARES = {Fraction(1, 2): "half", Fraction(2, 3): "two thirds", Fraction(3, 4): "three quarters"}


def deciding(house: Letterhead, paper: Paper) -> str:
    """How the votes become an outcome (R15, R16, R26 to R31)."""
    rules = paper.rules
    said = (_DECIDING[rules.outcome.rule](house, paper), _on_a_tie(rules), _review(house, rules))
    return " ".join(sentence for sentence in said if sentence)


def _most_votes(house: Letterhead, paper: Paper) -> str:
    word = option_noun(paper.rules)
    most = f"the most votes{_by_weight(paper.rules)}"
    if paper.seats == 1:
        return f"The {word} with {most} is {_winning(paper.rules)}."
    return f"The {number_words(paper.seats)} {plural(word)} with {most} are {_winning(paper.rules)}."


def _majority(house: Letterhead, paper: Paper) -> str:
    word = option_noun(paper.rules)
    needed = f"more than half of the votes for {plural(word)}{_by_weight(paper.rules)}"
    if paper.seats == 1:
        return f"The {word} with {needed} is {_winning(paper.rules)}."
    return f"Up to {number_words(paper.seats)} {plural(word)} with {needed} are {_winning(paper.rules)}."


def _more_for(house: Letterhead, paper: Paper) -> str:
    if paper.rules.weight == "population":
        measure = f"the {house.nouns} voting For have more registered patients than those voting Against"
    elif paper.rules.weight == "equal":
        measure = f"more {house.nouns} vote For than Against"
    else:
        measure = f"there are more votes For than Against, each {house.noun} counting with its weight"
    return f"It is carried if {measure}; if the two are equal, it is not carried."


def _fraction(house: Letterhead, paper: Paper) -> str:
    needed = paper.rules.outcome.at_least or Fraction(1)
    share = _SHARES.get(needed, share_words(needed))
    whole = f"All {house.nouns} are counted in, also those that abstain or do not reply."
    if paper.rules.weight == "equal":
        return f"It is carried if at least {share} of all {house.nouns} vote For. {whole}"
    return f"It is carried if the {house.nouns} voting For have at least {share} of all the weight. {whole}"


def _report(house: Letterhead, paper: Paper) -> str:
    return "This is a poll: its result is reported, and binds nobody."


_DECIDING: Mapping[str, Callable[[Letterhead, Paper], str]] = {
    "most-votes": _most_votes,
    "majority": _majority,
    "more-for-than-against": _more_for,
    "fraction-of-electorate": _fraction,
    "report-only": _report,
}
"""How each rule of outcome is said to those who vote."""


def _on_a_tie(rules: RuleSet) -> str:
    """What follows where the votes decide nothing, if they can leave it undecided (R15, R16)."""
    if rules.outcome.rule not in ("most-votes", "majority"):
        return ""
    word, words = option_noun(rules), plural(option_noun(rules))
    if rules.outcome.tie != "run-off":
        return f"If {words} tie, none of them is {_winning(rules)}."
    further = "a further election" if word == "candidate" else "a further ballot"
    if rules.outcome.rule == "majority":
        return f"If no {word} has it, the leading {words} alone stand in {further}."
    return f"If {words} tie, the tied {words} alone stand in {further}."


def _review(house: Letterhead, rules: RuleSet) -> str:
    """A county decision stands although localities oppose it, and is then looked at again (R30)."""
    opposed = rules.outcome.review_when_opposed_by
    if not opposed:
        return ""
    many = f"{number_words(opposed)} or more {house.nouns} vote" if opposed > 1 else f"any {house.noun} votes"
    return f"If {many} Against, {rules.outcome.review}."


def _winning(rules: RuleSet) -> str:
    return "elected" if rules.choices == "candidates" else "chosen"


def _by_weight(rules: RuleSet) -> str:
    return "" if rules.weight == "equal" else " by weight"
