"""How far an answer to a panel's letter is believed: the table of mail.md 3, for those who assess candidates (R20)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from mailvote.mail.sender import Authentication


class Code(StrEnum):
    """Whose letter a message answers, by the code of ours that it carries."""

    OWN = "the sender's own"
    FOREIGN = "another member's"
    NONE = "none"


class Belief(StrEnum):
    """What becomes of the message."""

    TAKEN = "taken"
    ASKED = "asked to reply to the letter itself"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The row that applied: what happens, and its name in the journal."""

    belief: Belief
    ground: str


_ANY, _EVERY = frozenset(Authentication), frozenset(Code)
_CHECKED = frozenset({Authentication.PASS, Authentication.INTERNAL})

TABLE: tuple[tuple[bool, Collection[Authentication], Collection[Code], Belief, str], ...] = (
    # from the address of a member of the panel, authentication, whose letter it answers, so the message is, ground
    (True, {Authentication.FAIL}, _EVERY, Belief.HELD, "forged"),
    (True, _ANY, {Code.FOREIGN}, Belief.HELD, "panel-foreign"),
    (True, _CHECKED, {Code.OWN, Code.NONE}, Belief.TAKEN, "assessment"),
    (True, _ANY, {Code.OWN}, Belief.TAKEN, "assessment"),
    (True, _ANY, {Code.NONE}, Belief.ASKED, "panel-unproven"),
    (False, _ANY, _EVERY, Belief.HELD, "panel-stranger"),
)
"""The first row that applies decides."""

SENTENCES = {
    "forged": "It claims to come from a member of the panel, but failed the mail server's check of its sender.",
    "panel-foreign": "It comes from one member of the panel, but answers the letter to another.",
    "panel-unproven": "It carries the address of a member of the panel, does not prove that it comes from there, "
    "and its sender was asked once before.",
    "panel-stranger": "It answers the letter to a member of the panel, but comes from another address.",
    "bulk": "It was sent in bulk, as newsletters are, although its sender is on the panel.",
    "sent-by-another": "Somebody elsewhere sent it in the name of a member of the panel.",
}
"""Why an answer is held, in words for the manager."""


def trust(*, is_member: bool, authentication: Authentication, code: Code) -> Trust:
    """How far to believe an answer with this evidence."""
    return next(
        Trust(belief=belief, ground=ground)
        for member, allowed, codes, belief, ground in TABLE
        if member == is_member and authentication in allowed and code in codes
    )
