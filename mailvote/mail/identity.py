"""Decide whether a message may speak for a practice: the table of mail.md 3, row by row."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from mailvote.mail.sender import Authentication


class Token(StrEnum):
    """What the paper's codes in a message say, seen from its sender's practices."""

    VALID = "valid"
    NONE = "none"
    FOREIGN = "another practice's"
    SEVERAL = "several"


class Standing(StrEnum):
    """How far a message is believed."""

    IDENTIFIED = "identified"
    WHICH = "asked which"
    CHALLENGED = "challenged"
    HELD = "held"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The row of the table that applied: what happens, and its name in the journal."""

    standing: Standing
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of the sender; `fitting` is how many open ballots the message could belong to.

    `doubt` names what speaks against the message besides, "" where nothing does; `proven` says that it answers a
    challenge of ours, which only the registered address could read.
    """

    registered: bool
    authentication: Authentication
    token: Token
    fitting: int
    doubt: str = ""
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; `several_fit` None means that it does not matter how many open ballots fit."""

    registered: bool
    authentication: Collection[Authentication]
    token: Collection[Token]
    several_fit: bool | None
    standing: Standing
    ground: str

    def applies(self, evidence: Evidence) -> bool:
        return (
            self.registered == evidence.registered
            and evidence.authentication in self.authentication
            and evidence.token in self.token
            and self.several_fit in (None, evidence.fitting > 1)
        )


_ANY = frozenset(Authentication)
_PROVEN = frozenset({Authentication.PASS, Authentication.INTERNAL})
_UNPROVEN = frozenset({Authentication.NONE, Authentication.NOT_CONFIGURED})

TABLE: tuple[Row, ...] = (
    # on register, authentication, token, do several ballots fit, so the message is, ground
    Row(True, {Authentication.FAIL}, frozenset(Token), None, Standing.HELD, "forged"),
    Row(True, _ANY, {Token.SEVERAL}, None, Standing.HELD, "several-papers"),
    Row(True, _ANY, {Token.FOREIGN}, None, Standing.HELD, "foreign-paper"),
    Row(True, _PROVEN, {Token.VALID}, None, Standing.IDENTIFIED, "proven"),
    Row(True, _PROVEN, {Token.NONE}, False, Standing.IDENTIFIED, "only-ballot"),
    Row(True, {Authentication.NOT_CONFIGURED}, {Token.VALID}, None, Standing.IDENTIFIED, "paper"),
    Row(True, {Authentication.NONE}, {Token.VALID}, None, Standing.CHALLENGED, "unproven"),
    Row(True, _ANY, {Token.NONE}, True, Standing.WHICH, "which-ballot"),
    Row(True, _UNPROVEN, {Token.NONE}, False, Standing.CHALLENGED, "no-paper"),
    Row(False, _ANY, {Token.VALID, Token.SEVERAL}, None, Standing.HELD, "stranger-with-paper"),
    Row(False, _ANY, {Token.NONE, Token.FOREIGN}, None, Standing.IGNORED, "stranger"),
)
"""The first row that applies decides; seen from a stranger every paper of ours counts as `VALID`."""


def believe(evidence: Evidence) -> Finding:
    """How far to believe a message with this evidence; the table covers every case that nothing else settles."""
    row = next(row for row in TABLE if row.applies(evidence))
    if evidence.doubt:
        return Finding(standing=Standing.HELD, ground=evidence.doubt)
    if evidence.proven and row.standing in (Standing.CHALLENGED, Standing.WHICH):
        return Finding(standing=Standing.IDENTIFIED, ground="challenge-answered")
    return Finding(standing=row.standing, ground=row.ground)
