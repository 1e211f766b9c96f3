"""R23: what a ballot leaves behind is destroyed when its time has come, everywhere the bot can reach."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import text

from mailvote.errors import MailServerUnreachable
from mailvote.office.destruction import PATIENCE
from mailvote.rules.acceptance import Fate
from mailvote.store import ballots, destruction, journal
from mailvote.store.database import begin, reading
from tests.office.mailcraft import BELL_LEAD, HART_LEAD, flat, on_file, posted, with_headers
from tests.office.test_election import AFTER_GRACE, LEADS, vote
from tests.office.world import BALLOTS, MANAGER, World, letter, parsed

CONFIRMED = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
DUE = datetime(2027, 1, 1, 17, 0, tzinfo=UTC)


def held(world: World, sent: int = 8) -> str:
    """An election in which so many practices voted, declared."""
    reference = world.start()
    vote(world, *("1", "1", "1", "1", "2", "2", "2", "abstain")[:sent])
    world.at(AFTER_GRACE).tick()
    return reference


def confirmed(world: World) -> str:
    reference = held(world)
    world.at(CONFIRMED)
    order(world, f"confirm outcome {reference}\nEffective: 1 January 2027")
    return reference


def order(world: World, command: str) -> None:
    """Give a command as the manager, and confirm its proof."""
    world.mail(MANAGER, command)
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()


def count(world: World, what: str) -> int:
    with reading(world.app.engine) as conn:
        return int(conn.execute(text(f"SELECT count(*) FROM {what}")).scalar_one())


def lying(world: World) -> list[EmailMessage]:
    """What is left in any folder of the mailbox."""
    return [parsed(one.content) for folder in world.mailbox.contents.values() for one in folder]


def certificates(world: World) -> list[EmailMessage]:
    return world.letters(MANAGER, "Certificate of destruction")


def test_at_the_closing_time_of_the_day_a_month_after_the_confirmation_and_not_a_second_before(world: World) -> None:
    reference = confirmed(world)
    world.at(DUE - timedelta(seconds=1)).tick()
    assert world.figures(reference)["stage"] == "confirmed"
    assert count(world, "vote") == 8
    world.at(DUE).tick()
    assert world.figures(reference)["stage"] == "destroyed"
    assert count(world, "vote") == 0
    world.later(hours=1).tick()
    assert len(certificates(world)) == 1


def test_no_choice_text_or_file_is_left_in_any_row(world: World) -> None:
    confirmed(world)
    world.at(DUE).tick()
    assert count(world, "ballot WHERE key_wrapped IS NOT NULL") == 0
    for rows in (
        "inbox WHERE ballot_id IS NOT NULL AND (content_sealed IS NOT NULL OR hint_sealed IS NOT NULL)",
        "inbox WHERE ballot_id IS NOT NULL AND content_key NOT LIKE 'destroyed %'",
        "outbox WHERE ballot_id IS NOT NULL AND content_sealed IS NOT NULL AND purpose <> 'certificate'",
        "proof WHERE ballot_id IS NOT NULL AND text_sealed IS NOT NULL",
        "document",
    ):
        assert count(world, rows) == 0, rows


def test_the_ballot_is_shown_as_before_but_for_its_stage(world: World) -> None:
    reference = confirmed(world)
    before = world.figures(reference)
    world.at(DUE).tick()
    assert world.figures(reference) == {**before, "stage": "destroyed"}


def test_the_messages_are_gone_from_every_folder_and_all_other_mail_stays(world: World) -> None:
    world.mailbox.contents |= {"Sent": [], "Archive": []}
    world.mailbox.unswept = {"Sent", "Archive"}
    reference = confirmed(world)
    world.mail("friend@elsewhere.example", "Happy new year")
    world.mail(MANAGER, "status")
    world.tick()
    for one in world.postman.parcels:
        world.mailbox.deliver(one.content, world.now, "Sent")
    for one in list(world.mailbox.contents["INBOX"]):
        world.mailbox.deliver(one.content, one.received_at, "Archive")
    foreign = letter("someone@elsewhere.example", "2", number=99)
    same_id = str(parsed(world.mailbox.contents["INBOX"][2].content)["Message-ID"])
    world.send(with_headers(foreign, message_id=same_id), folder="Archive")
    world.at(DUE).tick()
    left = {str(mail["From"]) for mail in lying(world)}
    assert left == {"friend@elsewhere.example", MANAGER, "someone@elsewhere.example"} | {
        str(mail["From"]) for mail in lying(world) if BALLOTS in str(mail["From"])
    }
    assert not any(reference in str(mail["Subject"]) for mail in lying(world))
    assert not any(str(mail["To"]).startswith(LEADS) for mail in lying(world))
    assert {lead for lead in LEADS if lead in left} == set()


def test_the_certificate_says_what_when_under_which_rule_and_what_is_out_of_reach(world: World) -> None:
    reference = confirmed(world)
    world.at(DUE).tick()
    (mail,) = certificates(world)
    said = flat(mail)
    assert "destroyed" in said
    assert "one month after the outcome was confirmed on Tuesday 1 December 2026" in said
    assert "8 votes" in said
    assert "12 messages" in said
    assert "12 messages from the folder INBOX" in said
    assert "with other tools than “mailvote backup”" in said
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", reference)
        assert ballot is not None
        chain = journal.events(conn, ballot.id)
        assert chain[-1].kind == "destroyed"
        assert chain[-1].digest in said
        kept = destruction.get(conn, ballot.id)
        assert kept is not None
        assert isinstance(kept.certificate, dict)
        assert kept.certificate["head"] == chain[-1].digest


def test_a_hold_keeps_everything_and_the_release_lets_it_go_at_the_next_tick(world: World) -> None:
    reference = confirmed(world)
    order(world, f"hold {reference}\nReason: a complaint")
    world.at(DUE + timedelta(days=40)).tick()
    assert world.figures(reference)["stage"] == "confirmed"
    assert count(world, "vote") == 8
    order(world, f"release {reference}")
    world.tick()
    assert world.figures(reference)["stage"] == "destroyed"


def test_a_ballot_that_was_never_confirmed_goes_six_months_after_its_declaration(world: World) -> None:
    reference = held(world)
    world.at(datetime(2027, 5, 30, 15, 59, tzinfo=UTC)).tick()
    assert world.figures(reference)["stage"] == "declared"
    world.at(datetime(2027, 5, 30, 16, 0, tzinfo=UTC)).tick()
    assert world.figures(reference)["stage"] == "destroyed"
    assert "six months after it was declared" in flat(certificates(world)[-1])


def test_a_letter_that_still_waits_ends_with_the_key(world: World) -> None:
    confirmed(world)
    world.postman.delaying = {HART_LEAD}
    world.later(days=30)
    with begin(world.app.engine) as conn:
        conn.execute(
            text("UPDATE outbox SET state = 'waiting' WHERE id = (SELECT min(id) FROM outbox WHERE ballot_id = 1)")
        )
    world.postman.broken = True
    world.at(DUE)
    with pytest.raises(MailServerUnreachable):
        world.tick()
    world.postman.broken = False
    ended = [row for row in posted(world) if row.error == "destroyed"]
    assert [row.state for row in ended] == ["failed"]


def test_a_late_reply_is_filed_without_what_it_says_answered_as_late_and_goes_too(world: World) -> None:
    reference = confirmed(world)
    world.at(DUE).tick()
    before = len(world.letters(BELL_LEAD))
    world.later(days=2)
    world.reply(world.paper(BELL_LEAD), "2 zanzibar")
    world.tick()
    (late,) = on_file(world, Fate.LATE)
    assert late.reference == reference
    assert (
        count(world, f"inbox WHERE id = {late.id} AND content_sealed IS NULL AND content_key LIKE 'destroyed %'") == 1
    )
    assert "closed" in flat(world.letters(BELL_LEAD)[before])
    assert not [mail for mail in lying(world) if str(mail["From"]) == BELL_LEAD]
    assert len(certificates(world)) == 1


def test_a_copy_of_a_vote_that_turns_up_again_is_known_not_counted_twice_and_goes(world: World) -> None:
    reference = confirmed(world)
    copy = world.mailbox.contents["INBOX"][4]
    world.at(DUE).tick()
    before = world.figures(reference)
    world.mailbox.deliver(copy.content, copy.received_at, "Junk")
    world.later(hours=1).tick()
    assert world.figures(reference) == before
    assert not [mail for mail in lying(world) if str(mail["From"]) in LEADS]


def test_a_folder_numbered_anew_after_the_key_was_gone_brings_nothing_back(world: World) -> None:
    reference = confirmed(world)
    world.mailbox.broken = True
    world.at(DUE)
    with pytest.raises(MailServerUnreachable):
        world.tick()
    before = world.figures(reference)
    world.mailbox.broken = False
    world.mailbox.uidvalidity += 1
    for folder, messages in world.mailbox.contents.items():
        world.mailbox.contents[folder] = []
        for one in messages:
            world.mailbox.deliver(one.content, one.received_at, folder)
    world.later(minutes=5).tick()
    assert world.figures(reference) == {**before, "stage": "destroyed"}
    assert not [mail for mail in lying(world) if str(mail["From"]) in LEADS]


def test_with_the_mailbox_out_of_reach_the_rest_is_done_and_the_manager_is_told_once(world: World) -> None:
    reference = confirmed(world)
    world.mailbox.broken = True
    world.at(DUE)
    for _ in range(72):
        with pytest.raises(MailServerUnreachable):
            world.tick()
        world.later(hours=1)
    assert count(world, "vote") == 0
    assert count(world, "ballot WHERE key_wrapped IS NOT NULL") == 0
    assert world.figures(reference)["stage"] == "confirmed"
    (told,) = world.letters(MANAGER, "Not all could be destroyed yet")
    assert "deleted from the database" in flat(told)
    assert "cannot be reached" in flat(told)
    assert certificates(world) == []
    world.mailbox.broken = False
    world.tick()
    assert world.figures(reference)["stage"] == "destroyed"
    assert len(certificates(world)) == 1


def test_a_folder_that_may_only_be_read_keeps_the_certificate_back_until_it_may_be_changed(world: World) -> None:
    reference = confirmed(world)
    world.mailbox.locked = {"INBOX"}
    world.at(DUE).tick()
    world.at(DUE + PATIENCE - timedelta(seconds=1)).tick()
    assert world.letters(MANAGER, "Not all could be destroyed yet") == []
    world.at(DUE + PATIENCE).tick()
    world.later(hours=5).tick()
    (told,) = world.letters(MANAGER, "Not all could be destroyed yet")
    assert "the folder INBOX may only be read" in flat(told)
    assert certificates(world) == []
    world.mailbox.locked = set()
    world.later(hours=1).tick()
    assert world.figures(reference)["stage"] == "destroyed"
    assert "12 messages from the folder INBOX" in flat(certificates(world)[0])


def test_another_reader_of_the_database_keeps_the_certificate_back_and_the_manager_is_told_once(world: World) -> None:
    reference = confirmed(world)
    with reading(world.app.engine) as other:
        other.execute(text("SELECT count(*) FROM vote"))
        world.at(DUE).tick()
        assert world.figures(reference)["stage"] == "confirmed"
        world.at(DUE + PATIENCE).tick()
        world.later(hours=1).tick()
    (told,) = world.letters(MANAGER, "Not all could be destroyed yet")
    assert "Another program holds the database open" in flat(told)
    world.later(minutes=1).tick()
    assert world.figures(reference)["stage"] == "destroyed"


def test_a_hold_that_comes_when_the_key_is_gone_is_refused_and_the_rest_is_finished(world: World) -> None:
    reference = confirmed(world)
    world.mailbox.locked = {"INBOX"}
    world.at(DUE).tick()
    world.mail(MANAGER, f"hold {reference}\nReason: a complaint")
    world.tick()
    assert "its key is gone, so there is nothing left to hold" in flat(world.last(MANAGER))
    world.mailbox.locked = set()
    world.tick()
    assert world.figures(reference)["stage"] == "destroyed"


def test_an_outcome_is_not_confirmed_any_more_once_the_key_is_gone(world: World) -> None:
    reference = held(world)
    world.mailbox.locked = {"INBOX"}
    world.at(datetime(2027, 5, 30, 16, 0, tzinfo=UTC)).tick()
    world.mail(MANAGER, f"confirm outcome {reference}\nEffective: 1 June 2027")
    world.tick()
    assert "its outcome is not confirmed any more" in flat(world.last(MANAGER))
    world.mailbox.locked = set()
    world.tick()
    assert "six months after it was declared" in flat(certificates(world)[-1])


def test_who_asks_for_a_vote_that_is_destroyed_is_told_so_and_not_that_there_was_none(world: World) -> None:
    confirmed(world)
    world.at(DUE).tick()
    world.reply(world.paper(HART_LEAD), "my vote")
    world.tick()
    said = flat(world.last(HART_LEAD, "Your vote as it stands"))
    assert "The votes in this ballot are destroyed." in said
    assert "No vote of" not in said


def test_a_command_about_a_destroyed_ballot_is_answered_and_leaves_nothing_either(world: World) -> None:
    reference = confirmed(world)
    world.at(DUE).tick()
    world.later(days=1).mail(MANAGER, f"status {reference}")
    world.mail(MANAGER, f"record {reference}\n- The Hart Surgery: Dr Bob Carter")
    world.tick()
    world.tick()
    assert len(world.letters(MANAGER)) >= 2
    assert count(world, "inbox WHERE ballot_id IS NOT NULL AND content_sealed IS NOT NULL") == 0
    assert not [mail for mail in lying(world) if reference in str(mail.get_payload())]
