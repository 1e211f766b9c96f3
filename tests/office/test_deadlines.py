"""Openings, reminders and closes that fall due, also while nobody was there to attend to them."""

from datetime import UTC, datetime, timedelta

from tests.office.mailcraft import HART_LEAD, count, flat, posted, purposes
from tests.office.test_election import CLOSE
from tests.office.world import MANAGER, START, World

THURSDAY, FRIDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC), datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SCHEDULED = f"{START}Opens: 25 November 2026 09:00\nCloses: 2 December 2026 17:00\n"


def test_a_scheduled_ballot_opens_at_its_time(world: World) -> None:
    world.start(SCHEDULED)
    world.at(datetime(2026, 11, 25, 8, 59, 59, tzinfo=UTC)).tick()
    assert world.figures()["stage"] == "scheduled"
    assert posted(world, purpose="paper") == []
    world.later(seconds=1).tick()
    assert world.figures()["stage"] == "open"
    assert len(posted(world, purpose="paper")) == 20
    assert str(world.figures()["closes_at"]).startswith("2026-12-02T17:00")


def test_after_a_missed_opening_the_close_moves_if_it_has_come_too_near_and_the_letters_say_so(world: World) -> None:
    world.start(SCHEDULED)
    world.at(datetime(2026, 11, 27, 12, 0, tzinfo=UTC)).tick()
    assert str(world.figures()["closes_at"]).startswith("2026-12-04T17:00")
    assert "close has moved" in flat(world.paper(HART_LEAD))
    assert "close has moved" in flat(world.last(MANAGER))


def test_a_missed_opening_that_leaves_time_enough_moves_nothing(world: World) -> None:
    world.start(SCHEDULED)
    world.at(datetime(2026, 11, 25, 16, 0, tzinfo=UTC)).tick()
    assert str(world.figures()["closes_at"]).startswith("2026-12-02T17:00")
    assert "close has moved" not in flat(world.paper(HART_LEAD))


def test_reminders_go_to_the_silent_each_once(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "1")
    world.at(THURSDAY - timedelta(seconds=1)).tick()
    assert posted(world, purpose="reminder") == []
    for at in (THURSDAY, THURSDAY + timedelta(hours=3), FRIDAY, FRIDAY + timedelta(days=2)):
        world.at(at).tick()
        world.tick()
    reminded = [row.recipient for row in posted(world, purpose="reminder")]
    assert len(reminded) == 36
    assert max(map(reminded.count, reminded)) == 2
    assert purposes(world, HART_LEAD) == {"paper": 1, "receipt": 1}


def test_a_ballot_that_opens_by_itself_is_reminded_of_twice_as_any_other(world: World) -> None:
    world.start(SCHEDULED)
    for at in (
        datetime(2026, 11, 25, 16, 0, tzinfo=UTC),
        *(datetime(2026, 11, 30, 9, 0, tzinfo=UTC) + timedelta(days=n) for n in (0, 1)),
    ):
        world.at(at).tick()
    assert len(posted(world, purpose="reminder")) == 40


def test_two_missed_reminders_never_both_go_out(world: World) -> None:
    world.start()
    world.at(FRIDAY + timedelta(hours=1)).tick()
    assert len(posted(world, purpose="reminder")) == 20


def test_no_reminder_goes_out_after_the_close(world: World) -> None:
    world.start()
    world.at(datetime(2026, 12, 1, 9, 0, tzinfo=UTC)).tick()
    assert posted(world, purpose="reminder") == []
    assert count(world)["kind"] == "not-valid"


def test_p3_a_vote_in_time_counts_though_the_bot_was_down_over_the_close(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "2", at=datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC))
    world.at(datetime(2026, 12, 3, 9, 0, tzinfo=UTC)).tick()
    assert count(world)["totals"] == {"Dr Alice Brown": 0, "Dr Bob Carter": 1, "Dr Carol Dunn": 0}


def test_r19_an_extension_confirmed_before_the_close_holds_although_it_is_read_after_it(world: World) -> None:
    reference = world.start()
    world.at(CLOSE - timedelta(hours=2)).mail(MANAGER, f"extend {reference}\nCloses: 2 December 2026 5pm")
    world.tick()
    world.reply(world.last(MANAGER), "confirm", at=CLOSE - timedelta(minutes=1))
    world.reply(world.paper(HART_LEAD), "1", at=CLOSE + timedelta(minutes=1))
    world.at(CLOSE + timedelta(minutes=30)).tick()
    assert world.figures()["stage"] == "open"
    assert world.fates()["counted"] == 1
    world.at(CLOSE + timedelta(days=2, minutes=11)).tick()
    assert world.figures()["stage"] == "declared"


def test_r19_an_extension_confirmed_after_the_close_is_refused(world: World) -> None:
    reference = world.start()
    world.at(CLOSE - timedelta(hours=2)).mail(MANAGER, f"extend {reference}\nCloses: 2 December 2026 5pm")
    world.tick()
    world.at(CLOSE + timedelta(seconds=1)).reply(world.last(MANAGER), "confirm")
    world.tick()
    assert world.figures()["stage"] == "closed"
    assert "only a ballot that has not closed" in flat(world.last(MANAGER))
