"""Why a message is held, in words for the manager: each ground of the identity table and of the readers."""

_BECAUSE = {
    "forged": "The mail server says that it does not come from the address it claims.",
    "several-papers": "It carries the codes of several ballot papers.",
    "foreign-paper": "It answers a ballot paper of another {noun}.",
    "stranger-with-paper": "It answers a ballot paper, but its sender is not on the register.",
    "sent-by-another": "Somebody outside the {noun} sent it in the name of one of its people.",
    "misdated": "Its time of receipt does not fit the time that our own mail server stamped on it.",
    "bulk": "It was sent in bulk, as newsletters are, although its sender is on the register.",
    "alternatives-differ": "Its plain and its formatted version do not say the same.",
    "found-after-the-count": "It was received in time but found only after the result had been declared, so it can no "
    "longer be counted. Please look into where it lay, and write to the {noun}.",
    "objection-unproven": "It objects to the vote in force, but nothing proves that it comes from the {noun}.",
    "withdrawal-of-held": "It asks to withdraw a vote that is held already, after an objection.",
    "sender-unclear": "It does not name one plain address as its sender.",
}


def held_because(ground: str, noun: str) -> str:
    """The sentence for a ground; a reason that is a sentence already stays as it is."""
    if " " in ground:
        return ground
    unread = "It could not be understood with certainty, also when its sender was asked again."
    return _BECAUSE.get(ground, unread).format(noun=noun)
