"""A paper that comes back without our marker and without any sign of a quotation is none of the sender's words."""

from tests.office.mailcraft import HART_LEAD, purposes, reply_to
from tests.office.world import World, text_of


def returned(world: World, own: str) -> World:
    """Answer the paper with these words, and below them what a program left of it."""
    paper = world.paper(HART_LEAD)
    message = reply_to(paper, own)
    _, _, letter = text_of(paper).partition("\n\n")
    message.set_content(f"{own}\n\n{letter}")
    world.send(message)
    return world.tick()


def test_a_vote_above_an_unmarked_paper_is_counted(world: World) -> None:
    world.start()
    assert returned(world, "2").fates() == {"counted": 1, "commands": 2}
    assert purposes(world, HART_LEAD) == {"paper": 1, "receipt": 1}


def test_a_paper_that_comes_back_with_nothing_above_it_is_asked_about(world: World) -> None:
    world.start()
    assert returned(world, "").fates() == {"challenged": 1, "commands": 2}
