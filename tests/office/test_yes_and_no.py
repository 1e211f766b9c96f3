"""On a decision YES and NO are votes only where nothing of ours could be what they answer (mail.md 4)."""

from tests.office.world import World

HART = "dr.a.ashworth@hart-surgery.example"
DEPUTY = "dr.t.pell@hart-surgery.example"
DECISION = "start decision\nTitle: Moving the Thursday clinic\nQuestion: Shall the clinic move to Wallingford?\n"


def voted(world: World) -> tuple[object, ...]:
    return world.fates().get("counted", 0), world.fates().get("challenged", 0)


def test_yes_to_the_paper_is_a_vote_for_the_proposal(world: World) -> None:
    world.start(DECISION)
    world.reply(world.paper(HART), "Yes")
    world.tick()
    assert "1 For" in str(world.last(HART, "Receipt"))


def test_yes_to_the_receipt_of_a_vote_against_does_not_turn_it(world: World) -> None:
    world.start(DECISION)
    world.reply(world.paper(HART), "Against")
    world.later(minutes=5).tick()
    world.reply(world.last(HART, "Receipt"), "Yes")
    world.later(minutes=5).tick()
    assert voted(world) == (1, 1)
    assert len(world.letters(HART, "Receipt")) == 1


def test_no_to_the_notice_of_a_colleagues_vote_is_asked_back(world: World) -> None:
    world.start(DECISION)
    world.reply(world.paper(HART), "For")
    world.later(minutes=5).tick()
    world.reply(world.last(DEPUTY, "Reply received"), "No")
    world.later(minutes=5).tick()
    assert voted(world) == (1, 1)


def test_a_second_thought_in_full_words_still_counts(world: World) -> None:
    world.start(DECISION)
    world.reply(world.paper(HART), "Against")
    world.later(minutes=5).tick()
    world.reply(world.last(HART, "Receipt"), "We vote for")
    world.later(minutes=5).tick()
    assert "1 For" in str(world.last(HART, "Receipt"))
