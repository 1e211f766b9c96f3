"""Decide what becomes of one answer to a ballot paper: an ordered table from all that is known to one verdict.

`office.returns` gathers a `Matter`, asks `decide`, and carries the `Verdict` out; nothing here touches the world.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from mailvote.mail.identity import Finding, Standing
from mailvote.mail.intent import Abstention, Confirmation, Intent, Likely, Objection, Request, Unclear, Vote, Wish
from mailvote.mail.likely import OFFERS
from mailvote.rules.acceptance import Claim, Fate, Ground, fate_of_loser, prevails

COURTESY = "courtesy"
"""The reason that `intent` gives for a message of thanks and nothing else."""


class Action(StrEnum):
    """What the office does about a message."""

    NOTHING = "nothing"
    RECORD = "record"
    ASK_BACK = "ask back"
    ASK_WHICH = "ask which"
    CHALLENGE = "challenge"
    REFUSE = "refuse"
    HOLD = "hold"
    TELL_LATE = "tell late"
    TELL_OUTRANKED = "tell outranked"
    OBJECT = "object"
    OFFER = "offer"
    WITHDRAW = "withdraw"
    SHOW_VOTE = "show vote"
    RESEND = "resend"
    SHOW_STATUS = "show status"
    SHOW_HELP = "show help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that is known of one answer when it is judged.

    `asked` says that an earlier message of this person still waits for an answer to our question;
    `offered` is the choice we asked them to confirm, None where we asked without one. `was_recorded` says that the
    vote in force was entered by the manager and rests on no message, `is_held` that a vote is held after an objection.
    `withdrawn` is the claim of whoever last withdrew the practice's vote.
    """

    finding: Finding
    has_ballot: bool
    ground: Ground | None
    intent: Intent = field(repr=False)
    claim: Claim | None = None
    in_force: Claim | None = None
    revote: str = "rank"
    asked: bool = False
    offered: tuple[int, ...] | None = field(default=None, repr=False)
    was_recorded: bool = False
    is_held: bool = False
    withdrawn: Claim | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The fate of a message, the ground or reading that led there, and what to do about it."""

    fate: Fate
    action: Action
    ground: str
    sentence: str = ""
    choice: tuple[int, ...] | None = field(default=None, repr=False)


NO_BALLOT = (
    "There is no ballot open for you at the moment, so your message changed nothing. "
    "When a ballot opens, a ballot paper comes to you by email."
)
NOTHING_TO_CONFIRM = (
    "Your YES arrived, but we had asked you nothing that it could confirm. "
    "Please reply to your ballot paper as it asks."
)
OBJECTION = "objection"
"""The ground of an objection to the vote in force."""

OBJECTION_UNPROVEN = "You object to the vote in force, but we could not make sure that the message is yours."
WITHDRAWAL_UNPROVEN = (
    "You ask to withdraw the vote in force, but we could not make sure that the message is yours. "
    "Please reply WITHDRAW to your ballot paper or your receipt."
)
WITHDRAWAL_OF_HELD = "You ask to withdraw a vote that is held already."
FINAL = "In this ballot the first vote counts, and it cannot be withdrawn. Your message changed nothing."
OUTRANKED_WITHDRAWAL = (
    "The vote of your {noun} was cast by somebody whose vote outranks yours, so you cannot withdraw it. "
    "Your message changed nothing; if the vote is not what your {noun} wants, reply OBJECT."
)
PLAIN_ANSWER = "plain-answer"
"""What the journal calls numbers and abstentions alike, so that nobody reads there who abstained (R22)."""

STILL_UNCLEAR = "We could still not tell which option you mean."
FOR_THE_MANAGER = (
    "The election manager will look at your message. "
    "You can settle it yourself at any time before the close: reply to your ballot paper as it asks, and write nothing "
    "else."
)


def decide(matter: Matter) -> Verdict:
    """The first step of `STEPS` with an opinion decides."""
    return next(verdict for step in STEPS if (verdict := step(matter)) is not None)


def _held(matter: Matter) -> Verdict | None:
    if matter.finding.standing is not Standing.HELD:
        return None
    return Verdict(fate=Fate.HELD, action=Action.HOLD, ground=matter.finding.ground)


def _ignored(matter: Matter) -> Verdict | None:
    if matter.finding.standing is not Standing.IGNORED:
        return None
    return Verdict(fate=Fate.IGNORED, action=Action.NOTHING, ground=matter.finding.ground)


def _lookup(matter: Matter) -> Verdict | None:
    """What changes nothing is answered, at the registered address alone; a vote is shown to its own practice."""
    if not isinstance(matter.intent, Request) or matter.intent.wish not in _SHOWING:
        return None
    needs_a_ballot = matter.intent.wish in (Wish.MY_VOTE, Wish.RESEND)
    refused = matter.ground is not None and matter.ground.fate is Fate.REJECTED
    if needs_a_ballot and (refused or not matter.has_ballot):
        return None
    action = _SHOWING[matter.intent.wish]
    return Verdict(fate=Fate.COMMANDS, action=action, ground=matter.intent.reading)


_SHOWING = {
    Wish.MY_VOTE: Action.SHOW_VOTE,
    Wish.RESEND: Action.RESEND,
    Wish.STATUS: Action.SHOW_STATUS,
    Wish.HELP: Action.SHOW_HELP,
}


def _without_ballot(matter: Matter) -> Verdict | None:
    if matter.has_ballot:
        return None
    return Verdict(fate=Fate.REJECTED, action=Action.REFUSE, ground="no-ballot", sentence=NO_BALLOT)


def _courtesy(matter: Matter) -> Verdict | None:
    thanked = isinstance(matter.intent, Unclear) and matter.intent.reason == COURTESY
    if not (thanked and matter.in_force):
        return None
    return Verdict(fate=Fate.IGNORED, action=Action.NOTHING, ground=COURTESY)


def _against_the_rules(matter: Matter) -> Verdict | None:
    if matter.ground is None:
        return None
    action = _TELLING.get(matter.ground.fate, Action.REFUSE)
    return Verdict(fate=matter.ground.fate, action=action, ground=matter.ground.name, sentence=matter.ground.sentence)


_TELLING = {Fate.LATE: Action.TELL_LATE, Fate.HELD: Action.HOLD}
"""How a return is answered that the rules do not let count; the rest is refused."""


def _which(matter: Matter) -> Verdict | None:
    if matter.finding.standing is not Standing.WHICH:
        return None
    return _ask(matter, Action.ASK_WHICH, matter.finding.ground)


def _confirmed(matter: Matter) -> Verdict | None:
    if not isinstance(matter.intent, Confirmation):
        return None
    if matter.offered is None or matter.finding.standing is not Standing.IDENTIFIED:
        return _ask(matter, Action.ASK_BACK, "nothing-to-confirm", NOTHING_TO_CONFIRM)
    return _weigh(matter, matter.offered, matter.intent.reading)


def _objection(matter: Matter) -> Verdict | None:
    """OBJECT holds the practice's vote (interface.md 8); nobody unproven takes a vote out of the count.

    Where the vote was recorded, the objection itself is held, so that the manager has something to settle.
    """
    if not isinstance(matter.intent, Objection):
        return None
    if matter.finding.standing is not Standing.IDENTIFIED:
        return _for_the_manager("objection-unproven", OBJECTION_UNPROVEN)
    if _is_outdated(matter):
        return Verdict(fate=Fate.REPLACED, action=Action.NOTHING, ground="overtaken")
    if matter.in_force is None and matter.is_held:
        return Verdict(fate=Fate.COMMANDS, action=Action.OBJECT, ground="objected-again")
    if matter.in_force is None:
        return _ask(matter, Action.OBJECT, "nothing-to-object")
    fate = Fate.HELD if matter.was_recorded else Fate.COMMANDS
    return Verdict(fate=fate, action=Action.OBJECT, ground=OBJECTION)


def _withdrawal(matter: Matter) -> Verdict | None:
    """WITHDRAW takes the vote in force out of it, by whoever could replace it (R9); a recorded one is objected to."""
    if not isinstance(matter.intent, Request):
        return None
    if matter.finding.standing is not Standing.IDENTIFIED:
        return _ask(matter, Action.ASK_BACK, "withdrawal-unproven", WITHDRAWAL_UNPROVEN)
    if matter.in_force is None and matter.is_held:
        return _for_the_manager("withdrawal-of-held", WITHDRAWAL_OF_HELD)
    if _is_outdated(matter):
        return Verdict(fate=Fate.REPLACED, action=Action.NOTHING, ground="overtaken")
    if matter.in_force is not None and (sentence := _why_it_stays(matter, matter.in_force)):
        return Verdict(fate=Fate.REJECTED, action=Action.REFUSE, ground="not-withdrawn", sentence=sentence)
    if matter.was_recorded:
        return Verdict(fate=Fate.HELD, action=Action.OBJECT, ground=OBJECTION)
    return Verdict(fate=Fate.COMMANDS, action=Action.WITHDRAW, ground=matter.intent.reading)


def _why_it_stays(matter: Matter, in_force: Claim) -> str:
    if matter.revote == "first":
        return FINAL
    may = matter.claim is not None and prevails(matter.claim, in_force, matter.revote)
    return "" if may else OUTRANKED_WITHDRAWAL


def _is_outdated(matter: Matter) -> bool:
    """Whether the practice has voted again since it objected or withdrew, though that was read first."""
    if matter.claim is None or matter.in_force is None:
        return False
    return matter.claim.received_at < matter.in_force.received_at


def _unclear(matter: Matter) -> Verdict | None:
    if not isinstance(matter.intent, Unclear):
        return None
    if matter.intent.held:
        return _for_the_manager(matter.intent.reason, matter.intent.sentence)
    return _ask(matter, Action.ASK_BACK, matter.intent.reason, matter.intent.sentence)


def _challenged(matter: Matter) -> Verdict | None:
    if matter.finding.standing is not Standing.CHALLENGED:
        return None
    return _ask(matter, Action.CHALLENGE, matter.finding.ground, choice=_choice(matter.intent))


def _offered(matter: Matter) -> Verdict | None:
    """What is likely and not certain is offered for a YES (mail.md 4, tier B)."""
    if not isinstance(matter.intent, Likely):
        return None
    sentence = OFFERS[matter.intent.reading]
    return _ask(matter, Action.OFFER, matter.intent.reading, sentence, choice=matter.intent.choice)


def _readable(matter: Matter) -> Verdict:
    return _weigh(matter, _choice(matter.intent), _as_told(matter.intent.reading))


def _as_told(reading: str) -> str:
    """A reading as the journal has it."""
    return PLAIN_ANSWER if reading in ("number", "abstention") else reading


STEPS: tuple[Callable[[Matter], Verdict | None], ...] = (
    _held,
    _ignored,
    _lookup,
    _without_ballot,
    _courtesy,
    _against_the_rules,
    _which,
    _confirmed,
    _objection,
    _withdrawal,
    _unclear,
    _challenged,
    _offered,
    _readable,
)
"""Who it is, then whether the rules allow it, then what it says, then which of two votes stands (mail.md 3 and 4)."""


def _ask(
    matter: Matter, action: Action, ground: str, sentence: str = "", *, choice: tuple[int, ...] | None = None
) -> Verdict:
    """One question; a second unclear message goes to the manager, not to a second question."""
    if matter.asked:
        return _for_the_manager(ground, STILL_UNCLEAR)
    return Verdict(fate=Fate.CHALLENGED, action=action, ground=ground, sentence=sentence, choice=choice)


def _for_the_manager(ground: str, sentence: str) -> Verdict:
    return Verdict(fate=Fate.HELD, action=Action.HOLD, ground=ground, sentence=f"{sentence} {FOR_THE_MANAGER}")


def _weigh(matter: Matter, choice: tuple[int, ...] | None, reading: str) -> Verdict:
    """Count the vote, unless another vote of the practice prevails over it (R9)."""
    if choice is None or matter.claim is None:
        raise ValueError("only a choice that somebody made can be weighed")
    if _is_withdrawn(matter.claim, matter):
        return Verdict(fate=Fate.WITHDRAWN, action=Action.NOTHING, ground="withdrawn-since")
    if matter.in_force is None or prevails(matter.claim, matter.in_force, matter.revote):
        return Verdict(fate=Fate.COUNTED, action=Action.RECORD, ground=reading, choice=choice)
    fate = fate_of_loser(matter.claim, matter.in_force, matter.revote)
    action = Action.TELL_OUTRANKED if fate is Fate.REJECTED else Action.NOTHING
    return Verdict(fate=fate, action=action, ground="outranked" if fate is Fate.REJECTED else "overtaken")


def _is_withdrawn(claim: Claim, matter: Matter) -> bool:
    """Whether the vote came before somebody withdrew it who could, though that was read first."""
    withdrawn = matter.withdrawn
    return withdrawn is not None and claim.moment < withdrawn.moment and prevails(withdrawn, claim, matter.revote)


def _choice(intent: Intent) -> tuple[int, ...] | None:
    if isinstance(intent, Vote | Likely):
        return intent.choice
    return () if isinstance(intent, Abstention) else None
