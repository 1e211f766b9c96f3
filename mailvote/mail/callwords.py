"""What senders and managers are told of mail about a call that is not taken: a sentence for each ground (R20)."""

from dataclasses import dataclass

from mailvote.rules.acceptance import Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an expression of interest is not taken: its fate and ground, and what its sender and the managers read.

    Where `for_manager` is "", they need not hear of it.
    """

    fate: Fate
    ground: str
    sentence: str
    for_manager: str = ""


LATE = Refusal(
    fate=Fate.LATE,
    ground="late-expression",
    sentence="Your message reached the mail server after the applications had ended, on {apply_by}, so your expression "
    "of interest could not be considered. Should the call be opened again, please send it again.",
    for_manager="A message of {address} about the call came after the applications had ended, and was not considered. "
    "To let candidates apply longer, as long as the vote is not launched, send: reopen call {reference}",
)
PANEL = Refusal(
    fate=Fate.REJECTED,
    ground="panel-member",
    sentence="You are on the panel that assesses the candidates, and nobody who is on it may stand.",
    for_manager="{address}, who is on the panel, has sent an expression of interest. It was not taken. If they are to "
    "stand, put somebody else on the panel first, and send: panel {reference}",
)
ANOTHER = Refusal(
    fate=Fate.REJECTED,
    ground="another-candidate",
    sentence="From your address {name} has applied already, and one address stands for one candidate alone. If you "
    "write for somebody else, please let them send their expression of interest from their own address. If the name is "
    "to be corrected, reply to the letter that acknowledged the first one.",
    for_manager="From {address}, where {name} has applied, came an expression of interest in another name. It was not "
    "taken.",
)
CLOSED = Refusal(
    fate=Fate.REJECTED,
    ground="call-cancelled",
    sentence="The call for candidates has been called off, so nobody can apply any more.",
)

HELD = {
    "forged": "A message that claims to come from {address} did not pass the mail server's check of its sender. It was "
    "not taken, and nobody at that address was told.",
    "bulk": "A message about the call came marked as bulk mail. It was not taken: please read it in the mailbox.",
    "sent-by-another": "A message about the call was sent for {address} by somebody of another domain. It was not "
    "taken: please read it in the mailbox, and ask whether it is theirs.",
    "too-many": "More messages about the call came today than are read in one day. Those from {address}, and what else "
    "comes from new addresses today, are in the mailbox unread: please look there, and ask whoever is no nuisance to "
    "send theirs again tomorrow.",
    "found-after-assessment": "An expression of interest of {address} reached the mail server in time, but came to "
    "light only after it was settled who stands. Please read it in the mailbox.",
}
"""What the managers are told of a message that is held, once a day for each ground."""

NOT_TOLD = "The sender was not told, because nothing shows that the message comes from that address."
QUESTION = "{address} has written about the call. Please answer; what they wrote is no expression of interest."
DENIED = "{address} says that the expression of interest that came in their name is not theirs. It was deleted."
WITHDRAWN = (
    "{name} has withdrawn and no longer stands. What was sent here is deleted; please delete your letters with it."
)
WITHDRAWN_AFTER = "If the launch of the vote had been put before you, it comes again without them."
