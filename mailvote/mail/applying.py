"""How far a message about a candidacy is believed, and what it wants: tables that anybody can read (R20)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum

from mailvote.mail.expressions import MANY_WORDS, Expression
from mailvote.mail.sender import Authentication


class Belief(StrEnum):
    """How far the message is believed to come from its sender."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    FORGED = "forged"


_ANY = frozenset(Authentication)
_CHECKED = frozenset({Authentication.PASS, Authentication.INTERNAL})

BELIEF: tuple[tuple[Collection[Authentication], bool | None, Belief], ...] = (
    # authentication, with the sender's own code of ours, so the message is
    (frozenset({Authentication.FAIL}), None, Belief.FORGED),
    (_CHECKED, None, Belief.PROVEN),
    (_ANY, True, Belief.PROVEN),
    (_ANY, False, Belief.UNPROVEN),
)
"""The first row that applies decides. A code is a sender's own in a letter that went to their address alone."""


def believe(authentication: Authentication, *, own_code: bool) -> Belief:
    return next(belief for allowed, code, belief in BELIEF if authentication in allowed and code in (None, own_code))


class Wish(StrEnum):
    """What a message about a call wants."""

    WITHDRAW = "withdraw"
    APPLY = "apply"
    ASK = "ask"
    THANK = "thank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message holds; `files` counts those that were not taken too.

    `is_candidate` says that its sender applies already, `is_complete` that nothing is missing of that, and `is_titled`
    that the subject calls the message an expression of interest.
    """

    expression: Expression = field(repr=False)
    files: int
    is_candidate: bool
    is_complete: bool
    is_titled: bool


MAX_THANKS = 12

WISHES: tuple[tuple[Callable[[Content], bool], Wish], ...] = (
    (lambda it: it.expression.withdraws and it.is_candidate, Wish.WITHDRAW),
    (lambda it: it.expression.withdraws, Wish.ASK),
    (lambda it: bool(it.files or it.expression.headings), Wish.APPLY),
    (lambda it: it.is_candidate and bool(it.expression.name), Wish.APPLY),
    (lambda it: it.expression.asks and (it.is_candidate or not it.expression.applies), Wish.ASK),
    (lambda it: it.expression.words >= MANY_WORDS and not it.is_complete, Wish.APPLY),
    (lambda it: it.is_candidate and it.expression.words <= MAX_THANKS, Wish.THANK),
    (lambda it: not it.is_candidate and (it.expression.applies or it.is_titled), Wish.APPLY),
    (lambda it: True, Wish.ASK),
)
"""The first line that applies decides: what looks like an expression of interest is one, the rest is the manager's."""


def wish(content: Content) -> Wish:
    return next(wanted for applies, wanted in WISHES if applies(content))
