"""The same message again: twice, in two folders, renumbered, late or out of order, and never two votes (trust.md 2)."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import policy

from mailvote.rules.acceptance import Fate
from tests.office.mailcraft import HART_DEPUTY, HART_LEAD, bare, count, on_file, posted, purposes, reply_to
from tests.office.world import MANAGER, World, answer

BOTH = ("INBOX", "Junk")


def renumber(world: World) -> None:
    """The server numbers its messages anew, as after a move to another machine."""
    world.mailbox.uidvalidity += 1
    for folder, lying in world.mailbox.contents.items():
        world.mailbox.contents[folder] = [
            replace(received, uidvalidity=world.mailbox.uidvalidity, uid=uid)
            for uid, received in enumerate(lying, start=1)
        ]


def totals(world: World) -> object:
    world.at(world.now + timedelta(days=8)).tick()
    return count(world)["totals"]


def test_a_message_delivered_twice_is_one_vote_with_one_receipt(world: World) -> None:
    world.start()
    vote = reply_to(world.paper(HART_LEAD), "2")
    world.send(vote)
    world.tick()
    again = b"Received: from relay by mx.selg.example; Tue, 24 Nov 2026 10:00:00 +0000\r\n"
    world.mailbox.deliver(again + vote.as_bytes(policy=policy.SMTP), world.later(hours=1).now)
    world.tick()
    assert world.fates() == {"counted": 1, "commands": 2}
    assert purposes(world, HART_LEAD) == {"paper": 1, "receipt": 1}


def test_copies_in_two_folders_and_one_batch_are_one_vote(world: World) -> None:
    world.start()
    vote = reply_to(world.paper(HART_LEAD), "2")
    for folder in BOTH:
        for _ in range(2):
            world.send(vote, folder=folder)
    world.tick()
    assert world.fates() == {"counted": 1, "commands": 2}


def test_the_earliest_time_of_receipt_is_kept(world: World) -> None:
    world.start()
    vote = reply_to(world.paper(HART_LEAD), "2")
    world.send(vote, at=world.now + timedelta(hours=2))
    world.send(vote, at=world.now + timedelta(hours=1), folder="Junk")
    world.later(hours=3).tick()
    assert on_file(world)[-1].received_at == world.now - timedelta(hours=2)


def test_an_old_copy_that_turns_up_after_a_changed_vote_changes_nothing(world: World) -> None:
    world.start()
    first = reply_to(world.paper(HART_LEAD), "1", number=1)
    world.send(first)
    world.tick()
    world.later(hours=1)
    world.send(reply_to(world.paper(HART_LEAD), "2", number=2))
    world.tick()
    world.later(hours=1)
    world.send(first)
    world.send(first, folder="Junk")
    world.tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert totals(world) == {"Dr Alice Brown": 0, "Dr Bob Carter": 1, "Dr Carol Dunn": 0}


def test_the_same_number_again_in_a_new_message_is_a_new_vote(world: World) -> None:
    world.start()
    for number, choice in enumerate(("2", "3", "2")):
        world.send(reply_to(world.paper(HART_LEAD), choice, number=number))
        world.later(hours=1).tick()
    assert world.fates() == {"counted": 1, "replaced": 2, "commands": 2}
    assert totals(world) == {"Dr Alice Brown": 0, "Dr Bob Carter": 1, "Dr Carol Dunn": 0}


def test_messages_without_a_message_id_are_told_apart_by_their_own_date(world: World) -> None:
    world.start()
    for number, choice in enumerate(("2", "3", "2")):
        vote = reply_to(world.paper(HART_LEAD), choice)
        del vote["Message-ID"]
        vote.replace_header("Date", f"Tue, 24 Nov 2026 1{number}:00:00 +0000")
        world.send(vote)
        world.later(hours=1).tick()
    assert totals(world) == {"Dr Alice Brown": 0, "Dr Bob Carter": 1, "Dr Carol Dunn": 0}


def test_one_message_id_on_two_votes_does_not_make_them_one(world: World) -> None:
    world.start()
    for choice in ("2", "3"):
        vote = reply_to(world.paper(HART_LEAD), choice)
        vote.replace_header("Message-ID", "<same@client.example>")
        world.send(vote)
        world.later(hours=1).tick()
    assert totals(world) == {"Dr Alice Brown": 0, "Dr Bob Carter": 0, "Dr Carol Dunn": 1}


def test_p3_a_later_vote_in_the_first_folder_stands_over_an_earlier_one_in_the_second(world: World) -> None:
    world.start()
    world.send(reply_to(world.paper(HART_LEAD), "1", number=1), at=world.now + timedelta(hours=1), folder="Junk")
    world.send(reply_to(world.paper(HART_LEAD), "2", number=2), at=world.now + timedelta(hours=2))
    world.later(hours=3).tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert purposes(world, HART_LEAD) == {"paper": 1, "receipt": 1}, "the older vote needs no answer any more"
    assert totals(world) == {"Dr Alice Brown": 0, "Dr Bob Carter": 1, "Dr Carol Dunn": 0}


def test_r9_a_leads_earlier_vote_found_later_stands_over_the_deputys(world: World) -> None:
    world.start()
    world.send(reply_to(world.paper(HART_LEAD), "1", number=1), at=world.now + timedelta(hours=1), folder="Junk")
    world.send(reply_to(world.paper(HART_DEPUTY), "2", number=2), at=world.now + timedelta(hours=2))
    world.later(hours=3).tick()
    assert world.fates() == {"counted": 1, "rejected": 1, "commands": 2}
    assert totals(world) == {"Dr Alice Brown": 1, "Dr Bob Carter": 0, "Dr Carol Dunn": 0}


def test_after_a_change_of_uidvalidity_everything_is_recognised(world: World) -> None:
    """Votes, commands, questions, strangers, machines and what could not be read, before and in the ballot."""
    world.tick()
    world.send(bare(HART_LEAD, "when does it begin?", number=90))
    world.mailbox.deliver(b"\r\nrubbish", world.now)
    world.start()
    world.send(bare(HART_LEAD, "2", number=91))
    world.reply(world.paper(HART_DEPUTY), "2")
    world.tick()
    world.start("start election\nTitle: Deputy Director\nCandidates:\n- Dr X\n- Dr Y")
    world.send(bare(HART_LEAD, "2", number=92))
    world.send(bare("eve@elsewhere.example", "hello", number=93))
    world.tick()
    before = ([(row.fate, row.ground) for row in on_file(world)], len(posted(world)))
    renumber(world)
    world.later(hours=1).tick()
    assert ([(row.fate, row.ground) for row in on_file(world)], len(posted(world))) == before


def test_mail_from_before_a_ballot_is_not_read_into_it_after_a_rescan(world: World) -> None:
    world.tick()
    world.send(bare(HART_LEAD, "2", number=90))
    world.tick()
    world.later(hours=1).start()
    letters = len(posted(world))
    renumber(world)
    world.tick()
    assert world.fates() == {"commands": 2}
    assert len(posted(world)) == letters


def test_a_bare_vote_that_fitted_two_ballots_is_not_read_into_the_one_that_is_left(world: World) -> None:
    first = world.start()
    world.start("start election\nTitle: Deputy Director\nCandidates:\n- Dr X\n- Dr Y")
    world.send(bare(HART_LEAD, "2", number=90))
    world.tick()
    world.mail(MANAGER, f"cancel {first}\nReason: enough")
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    letters = len(posted(world))
    renumber(world)
    world.tick()
    assert len(posted(world)) == letters
    assert [row.fate for row in on_file(world)].count(Fate.CHALLENGED) == 1


def test_a_message_that_could_not_be_read_is_set_aside_once_in_however_many_folders(world: World) -> None:
    world.start()
    for folder in BOTH:
        world.mailbox.deliver(b"\r\nrubbish", world.now, folder)
    world.tick()
    renumber(world)
    world.tick()
    assert world.unattributed() == {"held": 1}
    assert purposes(world, MANAGER)["set-aside"] == 1


def test_p3_a_vote_of_which_a_late_copy_was_read_first_counts_when_the_copy_in_time_is_found(world: World) -> None:
    world.start()
    closes_at = datetime.fromisoformat(str(world.figures()["closes_at"]))
    message = answer(world.paper(HART_LEAD), "2", number=5)
    world.at(closes_at + timedelta(minutes=2)).send(message, at=closes_at + timedelta(minutes=1))
    world.tick()
    assert world.fates() == {"late": 1, "commands": 2}
    world.send(message, at=closes_at - timedelta(minutes=1), folder="Junk")
    world.tick()
    assert world.fates() == {"counted": 1, "commands": 2}
    world.send(message, at=closes_at + timedelta(minutes=2))
    world.tick()
    assert world.fates() == {"counted": 1, "commands": 2}
