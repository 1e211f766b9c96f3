"""The keys that a file of rules may have, table by table, with what each may be (interface.md 9)."""

from collections.abc import Mapping

from mailvote.rules.electorate import Role, votes
from mailvote.rules.tomltable import (
    Key,
    clock_time,
    identifier,
    months,
    number_of_votes,
    one_of,
    share,
    some_of,
    whole_number,
    whole_numbers,
    words,
)

KEYS: Mapping[str, Key] = {
    "name": identifier(required=True),
    "title": words(required=True),
    "source": words(required=True),
    "choices": one_of("candidates", "options", "for-against"),
    "seats": whole_number(at_least=1, at_most=99),
    "choose_at_most": whole_number(at_least=1, at_most=99, or_word="seats"),
    "electorate": one_of("practices", "localities", "one-group"),
    "weight": one_of("equal", "population", "county", "fixed"),
    "shared_votes": whole_number(at_least=1, at_most=1000),
    "who_may_vote": some_of({role.value: role for role in Role if votes(role)}),
    "revote": one_of("rank", "latest", "first"),
    "secrecy": one_of("confidential", "open"),
    "publish_codes": one_of(True, False),
    "manager_sees_running_votes": one_of(False, later=(True,)),
    "interest_excludes_from_base": one_of(True, False),
}
"""The keys at the top of the file and what each may be."""

TABLES: Mapping[str, Mapping[str, Key]] = {
    "window": {
        "working_days": whole_number(at_least=0, required=True),
        "count_opening_day": one_of(True, False),
        "remind_working_days_before": whole_numbers(at_least=1, example="[2, 1]"),
        "remind_at": clock_time(),
    },
    "participation": {
        "base": one_of("practices", "population", required=True),
        "at_least": share(required=True),
        "abstentions_take_part": one_of(True, False),
    },
    "outcome": {
        "rule": one_of(
            "most-votes",
            "majority",
            "more-for-than-against",
            "fraction-of-electorate",
            "report-only",
            required=True,
        ),
        "at_least": share(may_be_blank=True),
        "tie": one_of("run-off", "not-carried"),
        "run_off_rules": identifier(),
        "uncontested": one_of("vote", "elected"),
        "review_when_opposed_by": whole_number(at_least=0),
        "review": words(),
        "feeds": identifier(may_be_blank=True),
    },
    "candidates": {
        "panel": whole_number(at_least=1, at_most=9),
        "apply_working_days": whole_number(at_least=1, at_most=99),
        "assess_working_days": whole_number(at_least=1, at_most=99),
        "keep_unsuccessful": months(),
        "keep_elected": months(),
    },
    "destruction": {"after": months(), "destroy_unconfirmed_after": months()},
    "sources": {
        rule: words()
        for rule in (
            "voters",
            "proxy",
            "candidates",
            "assessment",
            "interest",
            "window",
            "choice",
            "weights",
            "secrecy",
            "abstention",
            "participation",
            "outcome",
            "tie",
            "review",
            "declaration",
            "confirmation",
            "destruction",
        )
    },
}
"""The tables of the file, each with its keys and what they may be. What stands in neither is refused."""

OPEN_TABLES: Mapping[str, Key] = {"weights": number_of_votes()}
"""Tables whose keys are names of practices, with what each name may be given."""

REQUIRED_TABLES = ("window", "outcome")


def tables_of(file: Mapping[str, object]) -> dict[str, Mapping[str, Key]]:
    """The keys of every table; those of an open table are the names that stand in it."""
    return {**TABLES, **{name: dict.fromkeys(_names(file.get(name)), key) for name, key in OPEN_TABLES.items()}}


def _names(table: object) -> tuple[str, ...]:
    return tuple(table) if isinstance(table, Mapping) else ()
