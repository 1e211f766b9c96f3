"""The hostile sender: whose mail counts, whose is held, and who is told (mail.md 3; P1, P10)."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from mailvote.mail.sender import Authentication
from mailvote.rules.acceptance import Fate
from tests.office.mailcraft import (
    BELL_LEAD,
    HART_CONTACT,
    HART_DEPUTY,
    HART_LEAD,
    STRANGER,
    bare,
    flat,
    last_filed,
    posted,
    purposes,
    reply_to,
    with_headers,
)
from tests.office.world import BALLOTS, MANAGER, World, open_world


def stamped(message: EmailMessage, verdict: Authentication) -> EmailMessage:
    """The message with our mail server's result on top, as the `checked` office believes it."""
    domain = str(message["From"]).rpartition("@")[2].rstrip(">")
    results = {
        Authentication.PASS: f"mx.selg.example; dmarc=pass header.from={domain}",
        Authentication.FAIL: f"mx.selg.example; dmarc=fail header.from={domain}",
        Authentication.NONE: "mx.selg.example; none",
    }
    return with_headers(message, authentication_results=results[verdict])


# A forged From without a code


def test_a_bare_vote_is_challenged_at_the_registered_address(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2"))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.CHALLENGED, "no-paper")
    assert world.figures()["participation"]["voted"] == 0  # type: ignore[index, call-overload]
    assert "reply with the one word" in flat(world.last(HART_LEAD))


def test_a_yes_to_the_challenge_counts_from_when_the_vote_was_received(world: World) -> None:
    world.start()
    received_at = world.later(hours=1).now
    world.send(bare(HART_LEAD, "2"))
    world.tick()
    world.later(hours=5)
    world.reply(world.last(HART_LEAD), "YES")
    world.tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert "2 Dr Bob Carter" in flat(world.last(HART_LEAD))
    with_time = received_at.strftime("%H:%M")
    assert with_time in flat(world.last(HART_LEAD)), "the receipt tells the time that counts"


def test_a_vote_between_the_challenge_and_its_yes_stands(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2"))
    world.later(minutes=1).tick()
    challenge = world.last(HART_LEAD)
    world.reply(world.paper(HART_LEAD), "1")
    world.later(minutes=1).tick()
    world.reply(challenge, "YES")
    world.later(minutes=1).tick()
    world.at(world.now + timedelta(days=8)).tick()
    assert world.figures()["outcome"]["totals"] == {  # type: ignore[index, call-overload]
        "Dr Alice Brown": 1,
        "Dr Bob Carter": 0,
        "Dr Carol Dunn": 0,
    }


def test_a_challenge_may_be_answered_with_another_choice(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2"))
    world.tick()
    world.reply(world.last(HART_LEAD), "3")
    world.tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert "3 Dr Carol Dunn" in flat(world.last(HART_LEAD))


def test_a_yes_after_the_close_is_late(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2"))
    world.tick()
    challenge = world.last(HART_LEAD)
    world.at(world.now + timedelta(days=7, hours=8))
    world.reply(challenge, "YES")
    world.tick()
    assert last_filed(world).fate is Fate.LATE


def test_p1_a_yes_of_the_forger_confirms_nothing(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2", number=1))
    world.tick()
    world.send(bare(HART_LEAD, "YES", number=2))
    world.tick()
    assert [last_filed(world).fate, world.fates().get("counted", 0)] == [Fate.HELD, 0]


def test_p1_a_yes_to_the_paper_does_not_confirm_what_a_forger_said(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2", number=1))
    world.tick()
    world.reply(world.paper(HART_LEAD), "Yes")
    world.tick()
    assert world.fates().get("counted", 0) == 0


def test_a_second_bare_vote_is_held_and_put_before_the_manager(world: World) -> None:
    world.start()
    for number in (1, 2, 3):
        world.send(bare(HART_LEAD, str(number), number=number))
        world.tick()
    assert world.fates() == {"challenged": 1, "held": 2, "commands": 2}
    assert purposes(world, HART_LEAD) == {"paper": 1, "challenge": 1, "refusal": 1}
    assert purposes(world, MANAGER)["held"] == 2


def test_who_was_held_for_want_of_a_code_can_settle_it_by_answering_the_paper(world: World) -> None:
    world.start()
    for number in (1, 2):
        world.send(bare(HART_LEAD, str(number), number=number))
        world.tick()
    assert "ballot paper" in flat(world.last(HART_LEAD))
    world.reply(world.paper(HART_LEAD), "2")
    world.tick()
    assert world.fates()["counted"] == 1


def test_a_colleagues_vote_does_not_answer_the_challenge_to_the_lead(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2"))
    world.tick()
    challenge = world.last(HART_LEAD)
    world.later(minutes=5)
    world.reply(world.paper(HART_DEPUTY), "1")
    world.tick()
    world.later(minutes=5)
    world.reply(challenge, "YES")
    world.tick()
    world.at(world.now + timedelta(days=8)).tick()
    assert world.figures()["outcome"]["totals"]["Dr Bob Carter"] == 1  # type: ignore[index, call-overload]


# What the mail server found out


@pytest.mark.parametrize("text", ["2", "abstain", "what is this?"])
def test_row_1_a_proven_sender_needs_no_code_while_one_ballot_is_open(checked: World, text: str) -> None:
    checked.start()
    checked.send(stamped(bare(HART_LEAD, text), Authentication.PASS))
    checked.tick()
    assert last_filed(checked).fate is (Fate.CHALLENGED if text.endswith("?") else Fate.COUNTED)


def test_row_4_a_vote_on_the_paper_without_any_result_is_challenged_and_a_yes_to_that_counts(checked: World) -> None:
    checked.start()
    checked.send(reply_to(checked.paper(HART_LEAD), "2"))
    checked.tick()
    assert (last_filed(checked).fate, last_filed(checked).ground) == (Fate.CHALLENGED, "unproven")
    checked.send(reply_to(checked.last(HART_LEAD), "YES", number=2))
    checked.tick()
    assert checked.fates()["counted"] == 1


def test_row_6_failed_mail_is_never_answered_and_the_practice_and_the_manager_are_told_once(checked: World) -> None:
    checked.start()
    for number in range(4):
        message = reply_to(checked.paper(HART_LEAD), "2", number=number)
        checked.send(stamped(message, Authentication.FAIL))
        checked.later(hours=13).tick()
    assert checked.fates() == {"held": 4, "commands": 2}
    assert purposes(checked, HART_LEAD) == {"paper": 1, "warning": 1}
    assert purposes(checked, HART_DEPUTY) == {"paper": 1, "warning": 1}
    assert purposes(checked, MANAGER)["held"] == 1
    warning = checked.last(HART_LEAD)
    assert (warning["In-Reply-To"], warning["References"]) == (None, None)


def test_row_6_failed_mail_while_there_is_no_ballot_is_reported_once_a_day(checked: World) -> None:
    checked.tick()
    for number in range(4):
        checked.send(stamped(bare(HART_LEAD, "2", number=number), Authentication.FAIL))
        checked.later(hours=13).tick()
    assert checked.unattributed() == {"held": 4}
    assert purposes(checked, MANAGER) == {"held": 3}
    assert not purposes(checked, HART_LEAD)


def test_row_6_a_forged_command_does_nothing_and_the_manager_is_told(checked: World) -> None:
    reference = checked.start()
    checked.send(stamped(bare(MANAGER, f"cancel {reference}\nReason: zanzibar"), Authentication.FAIL))
    checked.tick()
    assert last_filed(checked).fate is Fate.HELD
    assert "failed the mail server's check" in flat(checked.last(MANAGER))
    assert checked.figures()["stage"] == "open"


def test_a_result_that_the_sender_wrote_under_a_foreign_name_proves_nothing(checked: World) -> None:
    checked.start()
    message = bare(HART_LEAD, "2")
    checked.send(with_headers(message, authentication_results="mx.elsewhere.example; dmarc=pass"))
    checked.tick()
    assert last_filed(checked).fate is Fate.CHALLENGED


# Strangers


def test_row_7_a_stranger_with_a_paper_is_held_and_the_practice_told_once(world: World) -> None:
    world.start()
    for number in range(3):
        world.send(reply_to(world.paper(HART_LEAD), "2", sender=STRANGER, number=number))
        world.later(days=1).tick()
    assert world.fates() == {"held": 3, "commands": 2}
    assert posted(world, STRANGER) == []
    assert purposes(world, HART_DEPUTY)["warning"] == 1
    assert "elsewhere.example" in flat(world.letters(HART_DEPUTY)[1])


def test_row_8_a_stranger_without_a_paper_is_ignored_and_never_answered(world: World) -> None:
    world.start()
    world.send(bare(STRANGER, "2", subject="[SELG-2026-01] my vote"))
    world.send(bare(STRANGER, "start election\nTitle: Chief", number=2))
    world.tick()
    assert world.unattributed() == {"ignored": 2}
    assert posted(world, STRANGER) == []


def test_a_stranger_with_the_subjects_short_tag_alone_is_ignored(world: World) -> None:
    world.start()
    world.send(bare(STRANGER, "2", subject=str(world.paper(HART_LEAD)["Subject"])))
    world.tick()
    assert world.unattributed() == {"ignored": 1}


# The wrong paper, several papers, part of a paper


def test_another_practices_paper_is_held_and_that_practice_told(world: World) -> None:
    world.start()
    world.send(reply_to(world.paper(HART_LEAD), "2", sender=BELL_LEAD))
    world.tick()
    assert (last_filed(world).ground, last_filed(world).practice) == ("foreign-paper", "The Hart Surgery")
    assert purposes(world, HART_LEAD)["warning"] == 1
    assert purposes(world, BELL_LEAD) == {"paper": 1}
    assert purposes(world, MANAGER)["held"] == 1


def test_the_papers_of_two_practices_are_held(world: World) -> None:
    world.start()
    message = reply_to(world.paper(HART_LEAD), "2")
    message["Cc"] = str(world.paper(BELL_LEAD)["Reply-To"])
    world.send(message)
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.HELD, "several-papers")
    assert purposes(world, MANAGER)["held"] == 1


def test_a_colleagues_paper_is_as_good_as_ones_own(world: World) -> None:
    world.start()
    world.send(reply_to(world.paper(HART_LEAD), "2", sender=HART_DEPUTY))
    world.tick()
    assert world.fates()["counted"] == 1
    assert purposes(world, HART_DEPUTY) == {"paper": 1, "receipt": 1}


def test_the_subjects_short_tag_suffices_with_a_registered_from(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2", subject=f"RE: {world.paper(HART_LEAD)['Subject']}"))
    world.tick()
    assert world.fates()["counted"] == 1


def test_another_practices_short_tag_is_no_code_at_all(world: World) -> None:
    world.start()
    world.send(bare(BELL_LEAD, "2", subject=f"RE: {world.paper(HART_LEAD)['Subject']}"))
    world.tick()
    assert last_filed(world).ground == "no-paper"


def test_a_mangled_code_counts_as_none(world: World) -> None:
    world.start()
    world.send(bare(HART_LEAD, "2", subject=f"[SELG-2026-01 {'Z' * 4}-{'Z' * 4}]"))
    world.tick()
    assert last_filed(world).ground == "no-paper"


# Non-voters


def test_r4_a_contact_is_refused_politely_once_a_day_and_three_times_in_all(world: World) -> None:
    world.start()
    for day in range(5):
        for number in range(2):
            world.send(bare(HART_CONTACT, "2", number=10 * day + number))
            world.tick()
        world.later(days=1)
    assert world.fates() == {"rejected": 10, "commands": 2}
    assert purposes(world, HART_CONTACT)["refusal"] == 3
    assert "changed nothing" in flat(world.letters(HART_CONTACT, "changed nothing")[0])


def test_r4_a_contact_who_has_the_practices_paper_is_refused_too(world: World) -> None:
    world.start()
    world.send(reply_to(world.paper(HART_LEAD), "2", sender=HART_CONTACT))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.REJECTED, "non-voter")
    assert purposes(world, HART_CONTACT)["refusal"] == 1


def test_one_address_gets_one_refusal_a_day_whatever_the_grounds(world: World) -> None:
    reference = world.start()
    paper = world.paper(HART_LEAD)
    for number in (1, 2):
        world.send(bare(HART_LEAD, "?", number=number))
        world.tick()
    world.mail(MANAGER, f"cancel {reference}\nReason: enough")
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    world.reply(paper, "2")
    world.tick()
    assert purposes(world, HART_LEAD)["refusal"] == 1


# Headers that lie


def test_a_sender_header_of_an_outsider_is_held_and_the_practice_warned(world: World) -> None:
    world.start()
    world.send(with_headers(reply_to(world.paper(HART_LEAD), "2"), sender=STRANGER))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.HELD, "sent-by-another")
    assert purposes(world, HART_LEAD)["warning"] == 1


def test_a_colleague_in_the_sender_header_is_fine(world: World) -> None:
    world.start()
    world.send(with_headers(reply_to(world.paper(HART_LEAD), "2"), sender=HART_CONTACT))
    world.tick()
    assert world.fates()["counted"] == 1


@pytest.mark.parametrize("header", ["Reply-To", "Return-Path", "Resent-From", "X-Original-From", "Resent-Sender"])
def test_no_other_header_makes_a_stranger_a_voter(world: World, header: str) -> None:
    world.start()
    message = bare(STRANGER, "2")
    message[header] = HART_LEAD
    world.send(message)
    world.tick()
    assert world.unattributed() == {"ignored": 1}


@pytest.mark.parametrize(
    "sender",
    [
        f'"{HART_LEAD}" <{STRANGER}>',
        f"=?utf-8?q?{HART_LEAD.replace('@', '=40')}?= <{STRANGER}>",
        f'"Dr Ashworth, {HART_LEAD}" <{STRANGER}>',
        "dr.a.ashworth+x@hart-surgery.example",
        "drashworth@hart-surgery.example",
        "dr.a.\u0430shworth@hart-surgery.example",
        "dr.a.ashworth@hart-surgery.example.elsewhere.example",
    ],
)
def test_a_display_name_or_a_similar_address_makes_nobody_a_voter(world: World, sender: str) -> None:
    world.start()
    send_raw(world, sender, "2")
    assert world.fates().get("counted", 0) == 0
    assert world.fates().get("challenged", 0) == 0
    assert [row for row in posted(world) if row.purpose in ("challenge", "receipt", "unclear")] == []


@pytest.mark.parametrize(
    "sender",
    [
        f"{HART_LEAD}, {STRANGER}",
        f"practice: {HART_LEAD};",
        f"{HART_LEAD} ({STRANGER})",
        f"<{HART_LEAD}> <{STRANGER}>",
        f"{HART_LEAD}\r\nFrom: {STRANGER}",
    ],
)
def test_a_from_that_is_no_plain_address_is_held_where_it_names_a_voter_and_the_manager_told(
    world: World, sender: str
) -> None:
    world.start()
    send_raw(world, sender, "2")
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.HELD, "sender-unclear")
    assert purposes(world, MANAGER)["held"] == 1
    assert posted(world, STRANGER) == []


def test_a_doubtful_from_with_a_paper_is_held_for_that_practice_and_can_be_settled(world: World) -> None:
    world.start()
    send_raw(world, f"x: {STRANGER};", "2", to=str(world.paper(HART_LEAD)["Reply-To"]))
    row = last_filed(world)
    assert (row.fate, row.practice) == (Fate.HELD, "The Hart Surgery")


def test_a_doubtful_from_that_names_nobody_is_ignored(world: World) -> None:
    world.start()
    send_raw(world, f"{STRANGER}, mallory@elsewhere.example", "2")
    assert world.unattributed() == {"ignored": 1}


def send_raw(world: World, sender: str, text: str, *, to: str = BALLOTS) -> None:
    raw = f"From: {sender}\r\nTo: {to}\r\nSubject: x\r\nMessage-ID: <raw@x.example>\r\n\r\n{text}\r\n"
    world.mailbox.deliver(raw.encode(), world.now)
    world.tick()


# A time of receipt that cannot be


TRUSTED = 'folders = ["INBOX", "Junk"] -> folders = ["INBOX", "Junk"]\ntrusted_hosts = ["mx.selg.example"]'


@pytest.mark.parametrize(
    ("after", "fate"),
    [
        (timedelta(minutes=-5, seconds=-1), Fate.HELD),
        (timedelta(minutes=-5), Fate.COUNTED),
        (timedelta(0), Fate.COUNTED),
        (timedelta(hours=24), Fate.COUNTED),
        (timedelta(hours=24, seconds=1), Fate.HELD),
    ],
)
def test_a_time_of_receipt_that_does_not_fit_the_trusted_stamp_is_held(
    tmp_path: Path, after: timedelta, fate: Fate
) -> None:
    with open_world(tmp_path, changes=TRUSTED) as world:
        world.start()
        stamped_at = world.later(days=2).now
        stamp = f"from client by mx.selg.example with ESMTPS; {format_datetime(stamped_at)}"
        message = with_headers(reply_to(world.paper(HART_LEAD), "2"), received=stamp)
        world.send(message, at=stamped_at + after)
        world.later(days=2).tick()
        assert last_filed(world).fate is fate
