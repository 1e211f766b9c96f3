"""The letters that answer what voters ask for, one of each, and those that offer back what a message seems to say."""

from dataclasses import replace

from mailvote.mail import wish_letters
from mailvote.mail.letter import Letter
from mailvote.mail.wish_letters import BallotShown, VoteShown
from tests.mail.letterbox import CODE, RECEIVED, TOKEN, Cast


def wish_post(cast: Cast) -> dict[str, Letter]:
    """One of every letter of `wish_letters`, by name."""
    w, house = cast.wording, cast.house
    paper = replace(cast.specimen, token=TOKEN)
    to = (w, house, paper)
    asked = {"sentence": cast.words, "received_at": RECEIVED}
    vote = VoteShown(choice=(2,), received_at=RECEIVED, code=CODE)
    return {
        "offered": wish_letters.offered(*to, choice=(2,), **asked),
        "offered abstention": wish_letters.offered(*to, choice=(), **asked),
        "withdrawn": wish_letters.withdrawn(*to, stood=True, received_at=RECEIVED),
        "nothing to withdraw": wish_letters.withdrawn(*to, stood=False, received_at=RECEIVED),
        "withdrawn by a colleague": wish_letters.withdrawn_by_colleague(*to, voter=cast.deputy, received_at=RECEIVED),
        "vote shown": wish_letters.vote_shown(*to, vote=vote, is_open=True),
        "vote shown after the close": wish_letters.vote_shown(*to, vote=vote, is_open=False),
        "abstention shown": wish_letters.vote_shown(*to, vote=replace(vote, choice=()), is_open=True),
        "no vote to show": wish_letters.vote_shown(*to, vote=VoteShown(), is_open=True),
        "vote that is held": wish_letters.vote_shown(*to, vote=VoteShown(is_held=True), is_open=True),
        "vote that is destroyed": wish_letters.vote_shown(*to, vote=VoteShown(is_destroyed=True), is_open=False),
        "status shown": wish_letters.status_shown(w, house, cast.lead.name, ballots(cast)),
        "status of nothing": wish_letters.status_shown(w, house, "", ()),
        "help shown": wish_letters.help_shown(w, house, cast.lead.name),
    }


def ballots(cast: Cast) -> tuple[BallotShown, ...]:
    """A ballot in each state that STATUS tells apart."""
    silent = BallotShown(ballot_paper=cast.specimen, stage="open", has_reply=False, is_held=False, is_asked=False)
    return (
        silent,
        replace(silent, has_reply=True),
        replace(silent, is_held=True),
        replace(silent, is_asked=True),
        replace(silent, stage="closed"),
    )
