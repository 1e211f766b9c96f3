"""Telling machines from people by headers alone (mail.md 2)."""

import pytest

from mailvote.mail.automatic import automatic_reason, sent_in_bulk
from mailvote.mail.message import read_message

OWN = frozenset({"ballots@selg.example"})


def reason(*headers: str, sender: str = "jane@x.example") -> str | None:
    return automatic_reason(read_message("\n".join((f"From: {sender}", *headers, "", "2")).encode()), OWN)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Auto-Submitted: auto-replied", "auto-submitted"),
        ("Auto-Submitted: auto-generated (rejected)", "auto-submitted"),
        ("Return-Path: <>", "null-return-path"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "bounce"),
        ("Content-Type: message/delivery-status", "bounce"),
        ("Content-Type: message/disposition-notification", "receipt"),
        ("X-Failed-Recipients: a@b.example", "bounce"),
        ("Subject: Undeliverable: Vote by Mon 30 Nov", "bounce"),
        ("Subject: =?utf-8?q?Undeliverable=3A?= Vote", "bounce"),
        ("List-Id: <gps.x.example>", "list"),
        ("List-Unsubscribe: <mailto:u@x.example>", "list"),
        ("Precedence: junk", "precedence"),
        ("Precedence: auto_reply", "precedence"),
        ("X-Autoreply: yes", "autoreply"),
        ("X-Autorespond: yes", "autoreply"),
        ("X-Auto-Reply-From: jane@x.example", "autoreply"),
        ("X-Loop: jane@x.example", "loop"),
        ("X-MS-Exchange-Inbox-Rules-Loop: jane@x.example", "inbox-rule"),
        ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "exchange"),
        ("Content-Type: text/calendar; method=REPLY", "calendar"),
        ("Subject: Automatic reply: Vote by Mon 30 Nov", "absence"),
        ("Subject: Out of office: Vote", "absence"),
        ("Subject: Recall: my vote", "recall"),
    ],
)
def test_each_sign_of_a_machine_is_named(header: str, expected: str) -> None:
    assert reason(header) == expected


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: No (a person)",
        "Return-Path: <jane@x.example>",
        "X-Auto-Response-Suppress: All",
        "Precedence: first-class",
        "Precedence: bulk",
        "Subject: Re: Automatic reply: Vote",
        "Subject: Vote while out of office",
        "Content-Type: multipart/mixed; boundary=report",
    ],
)
def test_what_people_send_too_proves_nothing(header: str) -> None:
    assert reason(header) is None


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("MAILER-DAEMON@x.example", "mailer"),
        ("postmaster@x.example", "mailer"),
        ("no-reply@x.example", "mailer"),
        ("noreply+123@x.example", "mailer"),
        ("SELG ballots <Ballots@SELG.example>", "ourselves"),
        ("ballots+ABC@selg.example", "ourselves"),
        ("<>", "mailer"),
        ("reply@x.example", None),
        ("ballots@other.example", None),
    ],
)
def test_machines_and_ourselves_are_known_by_their_address(sender: str, expected: str | None) -> None:
    assert reason(sender=sender) == expected


def test_an_answer_to_an_invitation_is_known_by_its_calendar_part() -> None:
    headers = ("Subject: Accepted: Locality meeting", "Content-Type: multipart/mixed; boundary=b", "")
    assert reason(*headers, "--b\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n--b--") == "calendar"
    assert reason("Subject: Accepted: Locality meeting") is None


def test_bulk_mail_is_for_the_office_to_hold() -> None:
    bulk = [sent_in_bulk(read_message(f"Precedence: {value}\n\n".encode())) for value in ("bulk", "List", "junk")]
    assert bulk == [True, True, False]
