"""What is likely is offered for a YES and counts from its first message; what stays unclear goes to the manager (mail.md 4)."""

from datetime import timedelta

import pytest

from mailvote.mail.sender import Authentication
from mailvote.rules.acceptance import Fate
from mailvote.store import ballots, journal
from mailvote.store.database import reading
from tests.office.mailcraft import (
    HART_DEPUTY,
    HART_LEAD,
    bare,
    flat,
    last_filed,
    purposes,
    reply_to,
    with_headers,
)
from tests.office.test_election import CLOSE
from tests.office.test_senders import stamped
from tests.office.world import MANAGER, World

REASONS = "After talking to the partners we have decided to vote for Dr Carter, who knows the area well."
"""One sentence with one candidate: likely a vote for 2."""


def offered(world: World) -> None:
    """An open election in which Hart's lead has written what is only likely a vote for 2."""
    world.start()
    world.reply(world.paper(HART_LEAD), REASONS)
    world.later(minutes=5).tick()


def grounds(world: World) -> list[str]:
    """The grounds of the messages in the journal of the newest ballot."""
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", world.references()[-1])
        assert ballot is not None
        return [str(event.body["ground"]) for event in journal.events(conn, ballot.id) if event.kind == "message"]


def test_what_is_likely_is_offered_back_in_bold_and_not_counted(world: World) -> None:
    offered(world)
    assert world.fates() == {"challenged": 1, "commands": 2}
    question = world.last(HART_LEAD)
    assert "We read this as 2 Dr Bob Carter. Reply with the one word YES to confirm" in flat(question)
    html = question.get_body(("html",))
    assert html is not None
    assert "<strong>2 Dr Bob Carter</strong>" in html.get_content()
    assert "says more than the vote alone" in flat(question)
    assert "2 Dr Bob Carter" not in str(question["Subject"])
    assert purposes(world, HART_LEAD) == {"paper": 1, "offered": 1}


@pytest.mark.parametrize("text", ["YES", "Yes please", "yes, that is right", "Confirmed\n\nThanks\nAnita"])
def test_yes_counts_it_and_its_first_message_is_replaced(world: World, text: str) -> None:
    offered(world)
    world.reply(world.last(HART_LEAD), text)
    world.later(minutes=5).tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert "2 Dr Bob Carter" in flat(world.last(HART_LEAD, "Receipt"))


def test_the_time_of_the_first_message_counts(world: World) -> None:
    """The lead's later vote by the paper stands against the older one that is confirmed after it."""
    offered(world)
    question = world.last(HART_LEAD)
    world.reply(world.paper(HART_LEAD), "1", at=world.now)
    world.later(minutes=5)
    world.tick()
    world.reply(question, "YES")
    world.tick()
    assert "1 Dr Alice Brown" in flat(world.last(HART_LEAD, "Receipt"))
    assert len(world.letters(HART_LEAD, "Receipt")) == 1


def test_confirmed_before_the_close_it_is_in_time_and_after_it_is_late(world: World) -> None:
    world.start()
    for person, minutes in ((HART_LEAD, 1), (HART_DEPUTY, 2)):
        world.reply(world.paper(person), REASONS, at=CLOSE - timedelta(minutes=10 + minutes))
    world.at(CLOSE - timedelta(minutes=5)).tick()
    world.reply(world.last(HART_LEAD, "Please confirm"), "YES", at=CLOSE - timedelta(seconds=1))
    world.reply(world.last(HART_DEPUTY, "Please confirm"), "YES", at=CLOSE)
    world.at(CLOSE + timedelta(minutes=1)).tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "late": 1, "challenged": 1, "commands": 2}


def test_no_is_put_before_the_manager_and_asked_about_no_third_time(world: World) -> None:
    offered(world)
    for text in ("No", "No, not him", "Hmm"):
        world.reply(world.last(HART_LEAD), text)
        world.later(days=1, minutes=5).tick()
    assert world.fates() == {"challenged": 1, "held": 3, "commands": 2}
    assert purposes(world, HART_LEAD)["offered"] == 1
    assert "unclear" not in purposes(world, HART_LEAD)
    assert purposes(world, MANAGER)["held"] == 3


def test_a_second_likely_message_goes_to_the_manager_too(world: World) -> None:
    offered(world)
    world.reply(world.last(HART_LEAD), REASONS.replace("Carter", "Dunn"))
    world.tick()
    assert world.fates() == {"challenged": 1, "held": 1, "commands": 2}
    assert "election manager will look" in flat(world.last(HART_LEAD))


def test_a_clear_vote_answers_the_question_as_well(world: World) -> None:
    offered(world)
    world.reply(world.last(HART_LEAD), "3")
    world.later(minutes=5).tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert "3 Dr Carol Dunn" in flat(world.last(HART_LEAD, "Receipt"))


def test_yes_to_the_paper_or_from_somebody_else_confirms_nothing(world: World) -> None:
    offered(world)
    question = world.last(HART_LEAD)
    world.reply(world.paper(HART_LEAD), "YES")
    world.reply(question, "YES", sender=HART_DEPUTY)
    world.later(minutes=5).tick()
    assert "counted" not in world.fates()


def test_an_unproven_sender_is_challenged_with_the_likely_reading(checked: World) -> None:
    checked.start()
    checked.send(stamped(reply_to(checked.paper(HART_LEAD), REASONS), Authentication.NONE))
    checked.later(minutes=5).tick()
    assert "We read it as: 2 Dr Bob Carter." in flat(checked.last(HART_LEAD))
    checked.send(stamped(reply_to(checked.last(HART_LEAD), "YES", number=1), Authentication.NONE))
    checked.later(minutes=5).tick()
    assert checked.fates() == {"counted": 1, "replaced": 1, "commands": 2}


def test_a_voting_button_s_subject_is_offered(world: World) -> None:
    world.start()
    message = reply_to(world.paper(HART_LEAD), "")
    world.send(with_headers(message, subject=f"Dr Bob Carter: {world.paper(HART_LEAD)['Subject']}"))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.CHALLENGED, "subject")
    assert "2 Dr Bob Carter" in flat(world.last(HART_LEAD))


def test_a_mark_in_the_quoted_paper_is_offered(world: World) -> None:
    """The paper is quoted as we wrote it, links and all."""
    world.start()
    message = reply_to(world.paper(HART_LEAD), "")
    quoted = message.get_content().replace("2 Dr Bob Carter", "[x] 2 Dr Bob Carter", 1)
    assert "[x]" in quoted
    message.set_content(quoted)
    world.send(message)
    world.tick()
    assert last_filed(world).ground == "marked-paper"
    assert "2 Dr Bob Carter" in flat(world.last(HART_LEAD))


@pytest.mark.parametrize(
    "text",
    ["The Hart Surgery votes for option 2", "Hart Surgery: 2", "2 from the Hart Surgery", "2\n\nThe Hart Surgery"],
)
def test_a_practice_may_name_itself(world: World, text: str) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), text)
    world.tick()
    assert world.fates()["counted"] == 1
    assert "2 Dr Bob Carter" in flat(world.last(HART_LEAD, "Receipt"))


def test_the_reading_stands_in_the_journal_and_tells_no_choice(world: World) -> None:
    world.start()
    for text in ("2", "abstain", "Dr Bob Carter", REASONS):
        world.reply(world.paper(HART_LEAD), text)
        world.later(minutes=5).tick()
    world.reply(world.last(HART_LEAD), "YES")
    world.tick()
    assert grounds(world) == ["plain-answer", "plain-answer", "full-name", "sentence", "confirmation"]


def test_nothing_is_offered_to_a_message_without_a_paper_that_fits_no_ballot(world: World) -> None:
    world.tick()
    world.send(bare(HART_LEAD, REASONS))
    world.tick()
    assert purposes(world, HART_LEAD) == {"refusal": 1}
