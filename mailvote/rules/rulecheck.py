"""Settings of one rule set that do not go together: an ordered table, each line with what is allowed instead."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mailvote.rules.electorate import name_key
from mailvote.rules.rulekeys import KEYS, tables_of
from mailvote.rules.tomltable import values, written

Settings = Mapping[str, Any]
"""What a file says, by dotted key: what can be read as it was read, what is broken not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A setting that is `wrong` beside others; `{}` in the phrase is its value as the file spells it.

    It is judged only where everything it rests on can be read, so that one slip is not told twice.
    """

    key: str
    beside: tuple[str, ...]
    wrong: Callable[[Settings], bool]
    phrase: str
    allowed: str


def _for_against(of: Settings) -> bool:
    return bool(of.get("choices") == "for-against")


def _weighed_by(of: Settings) -> str:
    return str(of.get("weight", "equal"))


def _said_twice(of: Settings) -> bool:
    names = Counter(name_key(key.removeprefix("weights.")) for key in of if key.startswith("weights."))
    return any(number > 1 for number in names.values())


def _months(span: object) -> int:
    return int(str(span).partition(" ")[0])


def _goes_too_early(key: str) -> Callable[[Settings], bool]:
    return lambda of: key in of and _months(of[key]) < _months(of.get("destruction.after", "1 month"))


CHECKS = (
    Check(
        key="seats",
        beside=("choices",),
        wrong=lambda of: _for_against(of) and of.get("seats", 1) > 1,
        phrase='{} does not go with choices = "for-against"',
        allowed="1",
    ),
    Check(
        key="choose_at_most",
        beside=("choices",),
        wrong=lambda of: _for_against(of) and of.get("choose_at_most", 1) not in ("seats", 1),
        phrase='{} does not go with choices = "for-against"',
        allowed='"seats" or 1',
    ),
    Check(
        key="publish_codes",
        beside=("weight",),
        wrong=lambda of: _weighed_by(of) != "equal" and of.get("publish_codes", False),
        phrase="{} would show who voted how, since a weight tells which practice it is",
        allowed='false, unless weight = "equal"',
    ),
    Check(
        key="shared_votes",
        beside=("weight",),
        wrong=lambda of: _weighed_by(of) != "county" and "shared_votes" in of,
        phrase='{} goes with weight = "county" alone',
        allowed="no such key here",
    ),
    Check(
        key="weights",
        beside=("weight",),
        wrong=lambda of: _weighed_by(of) != "fixed" and "weights" in of,
        phrase='goes with weight = "fixed" alone',
        allowed="no such table here",
    ),
    Check(
        key="weights",
        beside=("weight",),
        wrong=lambda of: _weighed_by(of) == "fixed" and not of.get("weights"),
        phrase='missing with weight = "fixed"',
        allowed='[weights] with the votes of every practice, such as "The Hart Surgery" = 3',
    ),
    Check(
        key="weights",
        beside=(),
        wrong=_said_twice,
        phrase="one name stands there in two spellings",
        allowed="each practice once",
    ),
    Check(
        key="window.remind_working_days_before",
        beside=("who_may_vote",),
        wrong=lambda of: of.get("who_may_vote") == () and bool(of.get("window.remind_working_days_before")),
        phrase="{} reminds nobody, since who_may_vote = []",
        allowed="[]",
    ),
    Check(
        key="outcome.rule",
        beside=("choices",),
        wrong=lambda of: _for_against(of) and of.get("outcome.rule") in ("most-votes", "majority"),
        phrase='{} does not go with choices = "for-against"',
        allowed='"more-for-than-against", "fraction-of-electorate" or "report-only"',
    ),
    Check(
        key="outcome.rule",
        beside=("choices",),
        wrong=lambda of: (
            not _for_against(of) and of.get("outcome.rule") in ("more-for-than-against", "fraction-of-electorate")
        ),
        phrase='{} goes with choices = "for-against" alone',
        allowed='"most-votes", "majority" or "report-only"',
    ),
    Check(
        key="outcome.at_least",
        beside=("outcome.rule",),
        wrong=lambda of: of.get("outcome.rule") == "fraction-of-electorate" and of.get("outcome.at_least") is None,
        phrase='missing with rule = "fraction-of-electorate"',
        allowed='a share such as "80%" or "2/3"',
    ),
    Check(
        key="outcome.at_least",
        beside=("outcome.rule",),
        wrong=lambda of: (
            of.get("outcome.rule", "fraction-of-electorate") != "fraction-of-electorate"
            and bool(of.get("outcome.at_least"))
        ),
        phrase='{} goes with rule = "fraction-of-electorate" alone',
        allowed='""',
    ),
    Check(
        key="outcome.tie",
        beside=("choices",),
        wrong=lambda of: _for_against(of) and of.get("outcome.tie") == "run-off",
        phrase='{} does not go with choices = "for-against"',
        allowed='"not-carried"',
    ),
    Check(
        key="outcome.review_when_opposed_by",
        beside=("choices",),
        wrong=lambda of: not _for_against(of) and of.get("outcome.review_when_opposed_by", 0) > 0,
        phrase='{} goes with choices = "for-against" alone, where somebody can oppose',
        allowed="0",
    ),
    *(
        Check(
            key=key,
            beside=("destruction.after",),
            wrong=_goes_too_early(key),
            phrase="{} is over before the letters go in which it stands as well",
            allowed="as long as [destruction] after, or longer",
        )
        for key in ("candidates.keep_unsuccessful", "candidates.keep_elected")
    ),
)
"""In the order of the keys of a file."""


def cross_checks(file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every setting that is wrong beside another, and what is allowed instead."""
    given, read = _flat(file), _readable(file)
    broken = given.keys() - read.keys()
    for check in CHECKS:
        if not broken.intersection((check.key, *check.beside)) and check.wrong(read):
            yield check.key, f"{check.phrase.format(written(given.get(check.key)))}; allowed: {check.allowed}"


def _flat(file: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting by its dotted key, and every table by its name."""
    tables = {name: table for name, table in file.items() if isinstance(table, Mapping)}
    inside = {f"{name}.{key}": value for name, table in tables.items() for key, value in table.items()}
    return {**file, **inside}


def _readable(file: Mapping[str, Any]) -> dict[str, Any]:
    """The same as far as it can be read, a table as it stands."""
    tables = {name: file[name] for name in tables_of(file) if isinstance(file.get(name), Mapping)}
    inside = {name: values(table, tables_of(file)[name]) for name, table in tables.items()}
    return {**_flat(inside), **tables, **values(file, KEYS)}
