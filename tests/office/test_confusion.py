"""The confused voter and the machines around them: asked once, told kindly, never counted wrongly, never a loop."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from mailvote.rules.acceptance import Fate
from tests.office.mailcraft import (
    HART_DEPUTY,
    HART_LEAD,
    bare,
    count,
    flat,
    last_filed,
    posted,
    purposes,
    reply_to,
    with_headers,
)
from tests.office.world import BALLOTS, MANAGER, World

DAY = timedelta(days=1)


def test_thanks_for_a_receipt_are_never_answered(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "2")
    world.tick()
    for text in ("Thank you!", "Many thanks,\nAnita"):
        world.reply(world.last(HART_LEAD), text)
        world.tick()
    world.reply(world.last(HART_DEPUTY), "Thanks")
    world.tick()
    assert world.fates() == {"counted": 1, "ignored": 3, "commands": 2}
    assert purposes(world, HART_LEAD) == {"paper": 1, "receipt": 1}


def test_an_unclear_message_is_asked_about_once_and_the_second_goes_to_the_manager(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "Either of the first two would do, I suppose")
    world.tick()
    assert purposes(world, HART_LEAD) == {"paper": 1, "unclear": 1}
    world.reply(world.last(HART_LEAD), "Well, whoever the others like")
    world.tick()
    assert world.fates() == {"challenged": 1, "held": 1, "commands": 2}
    assert purposes(world, MANAGER)["held"] == 1
    assert "election manager will look" in flat(world.last(HART_LEAD))


def test_a_clear_answer_to_the_question_counts_and_replaces_the_unclear_message(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "Is it me you are looking for?")
    world.tick()
    world.reply(world.last(HART_LEAD), "3")
    world.tick()
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}


def held_message(world: World) -> int:
    world.reply(world.paper(HART_LEAD), "Hmm, zanzibar?")
    world.tick()
    world.reply(world.last(HART_LEAD), "Hmm, hmm?")
    world.tick()
    return last_filed(world).id


def obey(world: World, text: str) -> EmailMessage:
    """A command from the manager, through its proof and confirmation; the answer."""
    world.mail(MANAGER, text)
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    return world.last(MANAGER)


@pytest.mark.parametrize(("option", "counted"), [("2", "Bob Carter"), ("Dr Carol Dunn", "Carol Dunn")])
def test_the_manager_settles_a_held_message_as_what_it_means(world: World, option: str, counted: str) -> None:
    world.start()
    number = held_message(world)
    obey(world, f"settle {number} as {option}")
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 4}
    assert counted in flat(world.last(HART_LEAD))


def test_the_manager_settles_a_held_message_as_an_abstention(world: World) -> None:
    world.start()
    obey(world, f"settle {held_message(world)} as abstain")
    assert world.figures()["participation"]["abstained"] == 1  # type: ignore[index, call-overload]


def test_the_manager_rejects_a_held_message_and_it_cannot_be_settled_after_that(world: World) -> None:
    world.start()
    number = held_message(world)
    obey(world, f"reject {number}")
    assert world.fates() == {"rejected": 1, "challenged": 1, "commands": 4}
    world.mail(MANAGER, f"settle {number} as 2")
    world.tick()
    assert "rejected" in flat(world.last(MANAGER))
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert "counted" not in world.fates()


def test_a_held_message_is_not_settled_over_a_newer_vote(world: World) -> None:
    world.start()
    number = held_message(world)
    world.later(minutes=1)
    world.reply(world.paper(HART_LEAD), "1")
    world.tick()
    world.mail(MANAGER, f"settle {number} as 2")
    world.tick()
    assert "prevails" in flat(world.last(MANAGER))


def test_settling_what_does_not_exist_or_is_no_option_is_refused_with_a_remedy(world: World) -> None:
    world.start()
    number = held_message(world)
    world.mail(MANAGER, f"settle {number} as Dr Nobody")
    world.tick()
    assert "2 Dr Bob Carter" in flat(world.last(MANAGER))
    world.mail(MANAGER, "settle 999 as 1")
    world.tick()
    assert "There is no message 999" in flat(world.last(MANAGER))


def test_a_yes_to_nothing_is_asked_about(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "YES")
    world.tick()
    assert last_filed(world).fate is Fate.CHALLENGED
    assert "nothing that it could confirm" in flat(world.last(HART_LEAD))


def test_an_unclear_message_leaves_the_vote_in_force_as_it_is(world: World) -> None:
    world.start()
    world.reply(world.paper(HART_LEAD), "1")
    world.tick()
    world.later(minutes=1)
    world.reply(world.paper(HART_LEAD), "Or perhaps 2?")
    world.tick()
    assert world.fates() == {"counted": 1, "challenged": 1, "commands": 2}


def test_text_and_html_that_differ_are_held_and_the_voter_is_told(world: World) -> None:
    world.start()
    message = reply_to(world.paper(HART_LEAD), "1")
    message.add_alternative("<p>2</p>", subtype="html")
    world.send(message)
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.HELD, "alternatives-differ")
    assert purposes(world, HART_LEAD) == {"paper": 1, "refusal": 1}


# Late, cancelled, before


def test_a_late_vote_is_answered_once_a_day_and_names_the_open_ballots(world: World) -> None:
    world.start()
    paper = world.paper(HART_LEAD)
    world.at(world.now + timedelta(days=8)).tick()
    world.start("start election\nTitle: Deputy Director\nCandidates:\n- Dr X\n- Dr Y")
    for number in range(4):
        world.send(reply_to(paper, "2", number=number))
        world.tick()
    assert last_filed(world).fate is Fate.LATE
    assert purposes(world, HART_LEAD)["late"] == 1
    assert "Deputy Director" in flat(world.letters(HART_LEAD)[-1])


def test_a_vote_for_a_cancelled_ballot_is_refused(world: World) -> None:
    reference = world.start()
    obey(world, f"cancel {reference}\nReason: A candidate withdrew.")
    world.reply(world.paper(HART_LEAD), "2")
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.REJECTED, "cancelled")
    assert "cancelled" in flat(world.last(HART_LEAD))
    assert world.figures()["outcome"]["kind"] == "cancelled"  # type: ignore[index, call-overload]


def test_a_voter_who_writes_while_no_ballot_is_open_is_told_so_at_most_three_times(world: World) -> None:
    world.tick()
    for number in range(10):
        world.send(bare(HART_LEAD, "2", number=number))
        world.later(days=2).tick()
    assert world.unattributed() == {"rejected": 10}
    assert purposes(world, HART_LEAD) == {"refusal": 3}


def test_what_arrived_before_activation_is_never_answered(world: World) -> None:
    world.mail(MANAGER, "help")
    world.send(bare(HART_LEAD, "2", number=5))
    world.later(seconds=1)
    world.start()
    assert world.unattributed() == {}
    assert purposes(world, HART_LEAD) == {"paper": 1}
    assert "help" not in purposes(world, MANAGER)


# Machines

MACHINES = {
    "auto-submitted": {"auto_submitted": "auto-replied"},
    "null-return-path": {"return_path": "<>"},
    "list": {"list_id": "<x.example>"},
    "precedence": {"precedence": "junk"},
    "autoreply": {"x_autoreply": "yes"},
    "loop": {"x_loop": "x"},
    "inbox-rule": {"x_ms_exchange_inbox_rules_loop": HART_LEAD},
    "absence": {"subject": "Automatic reply: Vote by Mon"},
    "recall": {"subject": "Recall: my vote"},
}


@pytest.mark.parametrize("ground", MACHINES)
def test_a_machine_never_votes_and_is_never_answered(world: World, ground: str) -> None:
    world.start()
    world.send(with_headers(reply_to(world.paper(HART_LEAD), "2"), **MACHINES[ground]))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.AUTOMATIC, ground)
    assert world.fates() == {"automatic": 1, "commands": 2}
    assert purposes(world, HART_LEAD) == {"paper": 1}


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification"])
def test_bounces_and_read_receipts_are_automatic(world: World, kind: str) -> None:
    world.start()
    message = reply_to(world.paper(HART_LEAD), "2")
    message.replace_header("Content-Type", f"multipart/report; report-type={kind}; boundary=x")
    world.send(message)
    world.tick()
    assert last_filed(world).fate is Fate.AUTOMATIC


def test_our_own_mail_that_loops_back_is_automatic(world: World) -> None:
    world.start()
    world.mailbox.deliver(world.paper(HART_LEAD).as_bytes(), world.now)
    world.send(bare(BALLOTS, "2"))
    world.send(bare(BALLOTS.replace("@", "+x@"), "status", number=2))
    world.tick()
    assert [row for row in posted(world) if row.recipient == BALLOTS] == []
    assert world.fates()["automatic"] + world.unattributed().get("automatic", 0) == 3


def test_mail_sent_in_bulk_from_a_voters_address_is_held(world: World) -> None:
    world.start()
    world.send(with_headers(reply_to(world.paper(HART_LEAD), "2"), precedence="bulk"))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.HELD, "bulk")
    assert "in bulk" in flat(world.last(MANAGER))


@pytest.mark.parametrize("subject", ["", "Vacances"])
def test_a_machine_that_answers_every_letter_and_shows_no_sign_makes_no_loop(world: World, subject: str) -> None:
    world.start()
    world.start("start election\nTitle: Deputy Director\nCandidates:\n- Dr X\n- Dr Y")
    answered = 0
    for number in range(40):
        letters = world.letters(HART_LEAD)
        if len(letters) == answered:
            break
        message = reply_to(letters[-1], "Je suis absent.", number=number)
        world.send(with_headers(message, subject=subject) if subject else message)
        answered = len(letters)
        world.tick()
    assert len(world.letters(HART_LEAD)) <= 6


def test_a_machine_without_codes_that_answers_every_letter_makes_no_loop(world: World) -> None:
    world.start()
    world.start("start election\nTitle: Deputy Director\nCandidates:\n- Dr X\n- Dr Y")
    for number in range(10):
        world.send(bare(HART_LEAD, "Je suis absent.", number=number))
        world.tick()
    assert sum(purposes(world, HART_LEAD).values()) <= 5


# Hostile messages in front of a good vote


def nested(depth: int) -> bytes:
    lines = [f"From: {HART_LEAD}", f"To: {BALLOTS}", "Message-ID: <nested@x.example>"]
    for level in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
    return "\r\n".join([*lines, "", "2"]).encode()


def raw(headers: bytes, body: bytes = b"2") -> bytes:
    return headers + b"\r\n\r\n" + body


FROM = b"From: " + HART_LEAD.encode() + b"\r\nTo: " + BALLOTS.encode() + b"\r\n"

HOSTILE = {
    "nested": nested(1000),
    "empty": b"",
    "no headers": b"\r\n\r\n2",
    "binary": bytes(range(256)) * 64,
    "parentheses": raw(b"From: " + b"(" * 600 + HART_LEAD.encode()),
    "subject": raw(FROM + b"Message-ID: <words@x.example>\r\nSubject: " + b"=?utf-8?q?=41?= " * 20_000),
    "nul": raw(FROM + b"Subject: a\x00b\r\nMessage-ID: <nul\x00\x00@x.example>", b"2\x00"),
    "not utf-8": raw(FROM + b"Message-ID: <\xff\xfe\xed\xa0\x80@x.example>\r\nSubject: \xff\xed\xa0\x80"),
    "surrogates": raw(
        FROM + b"Message-ID: <=?utf-8?b?7aCA?=@x>\r\nSubject: =?utf-8?b?7aCA?=\r\nIn-Reply-To: <\xed\xa0\x80.x@y>"
    ),
    "unknown charset": raw(
        FROM + b"Message-ID: <body@x.example>\r\nContent-Type: text/plain; charset=zanzibar-8", b"\xff\xfe"
    ),
    "bad base64": raw(
        FROM + b"Message-ID: <body@x.example>\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64", b"===="
    ),
    "absurd date": raw(FROM + b"Message-ID: <date@x.example>\r\nDate: Mon, 99 Foo 99999 99:99:99 +9999"),
    "huge": raw(FROM + b"Message-ID: <huge@x.example>", b"2\r\n" + b"zanzibar " * 60_000),
    "one line": raw(FROM + b"Message-ID: <line@x.example>", b"a" * 250_000),
    "quotes": raw(FROM + b"Message-ID: <quotes@x.example>", b"> " * 100_000),
    "html": raw(FROM + b"Message-ID: <html@x.example>\r\nContent-Type: text/html", b"<div>" * 40_000 + b"2"),
    "surrogate name": raw(b"From: \xed\xa0\x80 <" + HART_LEAD.encode() + b">\r\nMessage-ID: <sur@x.example>"),
    "rfc2047 address": raw(
        b"From: =?utf-8?q?=00=0D=0A?= <" + HART_LEAD.encode() + b">\r\nMessage-ID: <crlf@x.example>"
    ),
    "long message-id": raw(FROM + b"Message-ID: <" + b"x" * 5000 + b"@x.example>"),
    "header bomb": raw(b"X: y\r\n" * 40_000 + FROM + b"Message-ID: <bomb@x.example>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_p11_no_message_stops_the_good_vote_behind_it(
    world: World, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.start()
    world.mailbox.deliver(HOSTILE[name], world.now)
    world.reply(world.paper(HART_DEPUTY), "2")
    world.tick()
    assert world.fates()["counted"] == 1
    assert not any("raised" in record.getMessage() for record in caplog.records), "it should be read, not survived"


def test_all_hostile_messages_together_and_again_in_the_other_folder(world: World) -> None:
    world.start()
    for folder in ("INBOX", "Junk"):
        for message in filter(None, HOSTILE.values()):
            world.mailbox.deliver(message, world.now, folder)
    world.reply(world.paper(HART_DEPUTY), "2", folder="Junk")
    world.tick()
    assert world.fates()["counted"] == 1
    world.at(world.now + 8 * DAY).tick()
    assert count(world)["totals"] == {"Dr Alice Brown": 0, "Dr Bob Carter": 1, "Dr Carol Dunn": 0}
