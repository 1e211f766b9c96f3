"""R7, R8, R11 and interface 6: appointing people and declaring interests, by the manager and by the leads."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailvote.mail.commands import (
    LEAD_VERBS,
    Command,
    EndInterest,
    Misunderstood,
    RecordInterest,
    ReviewInterest,
    SetPerson,
    ShowInterests,
    ShowRoster,
    canonical,
    form_fields,
    form_in,
    read_instruction,
    understand,
)
from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.message import read_message
from mailvote.mail.reply import own_words
from mailvote.rules.electorate import Role
from tests.rules.examples import CALENDAR

FIELDS = "Name: Dr Helen Marsh\nEmail: H.Marsh@nettlebed.example\n"
LEAD = SetPerson(
    role=Role.LEAD,
    practice="Nettlebed Surgery",
    reference="",
    name="Dr Helen Marsh",
    address="h.marsh@nettlebed.example",
    since=None,
    until=None,
    reason="",
)
PROXY = replace(LEAD, role=Role.PROXY, reference="SELG-2026-03")
INTEREST = RecordInterest(
    practice="Nettlebed Surgery",
    reference="SELG-2026-03",
    name="",
    since=None,
    until=None,
    reason="A partner is a candidate.",
)
REASON = "Reason: A partner is a candidate.\n"
FULL = """set proxy
Practice: Nettlebed Surgery
Ballot: SELG-2026-03
Name: Dr Helen Marsh
Email: h.marsh@nettlebed.example
From: 1 December 2026
Until: 31 December 2026
Reason: On leave.

Both of them.
End of form
"""


def read(text: str, subject: str = "") -> Instruction:
    instruction = read_instruction(subject, text.split("\n"))
    assert instruction is not None
    return instruction


def meaning(text: str, subject: str = "") -> Command | Misunderstood:
    return understand(read(text, subject), CALENDAR, {})


def mistakes(text: str) -> tuple[str, ...]:
    command = meaning(text)
    assert isinstance(command, Misunderstood), command
    return command.sentences


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("set lead Nettlebed Surgery", LEAD),
        ("Set the lead of “Nettlebed Surgery”.", LEAD),
        ("please set lead for Nettlebed Surgery, thanks", LEAD),
        ("set lead: Nettlebed Surgery", LEAD),
        ("set lead\nPractice: Nettlebed Surgery", LEAD),
        ("set deputy Nettlebed Surgery", replace(LEAD, role=Role.DEPUTY)),
        ("set proxy Nettlebed Surgery", replace(PROXY, reference="")),
        ("set proxy Nettlebed Surgery SELG-2026-03", PROXY),
        ("set proxy Nettlebed Surgery for selg-2026-03", PROXY),
        ("set a proxy for Nettlebed Surgery in SELG–2026–03", PROXY),
        ("set proxy SELG-2026-03 Nettlebed Surgery", PROXY),
        ("set proxy for SELG-2026-03, Nettlebed Surgery", PROXY),
        ("set proxy Nettlebed Surgery\nBallot: selg-2026-03", PROXY),
        ("set proxy SELG-2026-03\nSurgery: Nettlebed Surgery", PROXY),
        ("nominate deputy", replace(LEAD, role=Role.DEPUTY, practice="")),
        ("Nominate my deputy", replace(LEAD, role=Role.DEPUTY, practice="")),
        ("nominate deputy\nPractice: Nettlebed Surgery", replace(LEAD, role=Role.DEPUTY)),
        ("nominate proxy", replace(PROXY, practice="", reference="")),
        ("nominate a proxy for SELG-2026-03", replace(PROXY, practice="")),
        ("nominate proxy selg-2026-03\nPractice: Nettlebed Surgery", PROXY),
    ],
)
def test_r8_a_person_is_set_or_nominated_in_one_mail(line: str, command: Command) -> None:
    assert meaning(f"{line}\n{FIELDS}") == command
    first, *fields = line.split("\n")
    assert meaning("\n".join((*fields, FIELDS)), subject=f"RE: {first}") == command


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("interest Nettlebed Surgery SELG-2026-03", INTEREST),
        ("interest SELG-2026-03 Nettlebed Surgery", INTEREST),
        ("interest of Nettlebed Surgery in SELG-2026-03", INTEREST),
        ("interest Nettlebed Surgery", replace(INTEREST, reference="")),
        ("interest Nettlebed Surgery\nName: Dr Helen Marsh", replace(INTEREST, reference="", name="Dr Helen Marsh")),
        ("declare interest", replace(INTEREST, practice="", reference="")),
        ("declare an interest in selg-2026-03", replace(INTEREST, practice="")),
        ("declare interest SELG-2026-03\nPractice: Nettlebed Surgery", INTEREST),
    ],
)
def test_r11_an_interest_is_recorded_or_declared_in_one_mail(line: str, command: Command) -> None:
    assert meaning(f"{line}\n{REASON}") == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("review interest 5", ReviewInterest(number=5)),
        ("Review interest #05.", ReviewInterest(number=5)),
        ("end interest 5", EndInterest(number=5)),
        ("interests", ShowInterests()),
        ("list interests", ShowInterests()),
        ("roster", ShowRoster()),
        ("Send me the roster, please", ShowRoster()),
    ],
)
def test_the_registers_are_shown_and_kept(text: str, command: Command) -> None:
    assert meaning(text) == command
    assert read(canonical(read(text))) == read(text)


def test_leads_have_two_commands_of_their_own() -> None:
    assert {read(line).verb for line in ("nominate deputy", "nominate proxy", "declare interest")} == LEAD_VERBS
    others = (
        "set lead X",
        "interest X",
        "interests",
        "roster",
        "review interest 1",
        "end interest 1",
        "record S-2026-1",
    )
    assert not {read(line).verb for line in others} & LEAD_VERBS


@pytest.mark.parametrize(
    "line", ["nominate", "declare", "declare interest in cake", "review interest", "end 5", "set 5"]
)
def test_what_is_no_such_command_is_not_made_one(line: str) -> None:
    assert read_instruction("", [line]) is None


def test_a_nominee_may_be_named_on_the_line() -> None:
    text = "nominate deputy Dr Helen Marsh\nEmail: h.marsh@nettlebed.example"
    assert meaning(text) == replace(LEAD, role=Role.DEPUTY, practice="")


@pytest.mark.parametrize(
    ("fields", "since", "until"),
    [
        ("From: 1 December 2026", datetime(2026, 12, 1, tzinfo=UTC), None),
        ("Until: 1 December 2026", None, datetime(2026, 12, 2, tzinfo=UTC)),
        (
            "From: 1/7/2026\nUntil: 1/7/2026",
            datetime(2026, 6, 30, 23, tzinfo=UTC),
            datetime(2026, 7, 1, 23, tzinfo=UTC),
        ),
        ("From: 1/7/2026 09:00", datetime(2026, 7, 1, 8, tzinfo=UTC), None),
        ("Until: 1/12/2026 17:00", None, datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("Since: 1/12/2026\nTo: 3/12/2026", datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 4, tzinfo=UTC)),
        ("Start date: 1/12/2026", datetime(2026, 12, 1, tzinfo=UTC), None),
        ("From:\nUntil:", None, None),
    ],
)
def test_r7_appointments_and_interests_hold_for_whole_days(
    fields: str, since: datetime | None, until: datetime | None
) -> None:
    assert meaning(f"set lead Nettlebed Surgery\n{FIELDS}{fields}") == replace(LEAD, since=since, until=until)
    assert meaning(f"interest Nettlebed Surgery SELG-2026-03\n{fields}\n{REASON}") == replace(
        INTEREST, since=since, until=until
    )


@pytest.mark.parametrize(
    "written",
    [
        "h.marsh@nettlebed.example",
        "<h.marsh@nettlebed.example>",
        "h.marsh@nettlebed.example<mailto:h.marsh@nettlebed.example>",
        "<h.marsh@nettlebed.example<mailto:H.Marsh@nettlebed.example>>",
        "[mailto:h.marsh@nettlebed.example]",
        "Dr Helen Marsh <h.marsh@nettlebed.example>",
        "h.marsh@nettlebed.example.",
    ],
)
@pytest.mark.parametrize("key", ["Email", "E-mail", "*Email*", "Email address"])
def test_an_address_is_found_in_any_dress(key: str, written: str) -> None:
    assert meaning(f"set lead Nettlebed Surgery\nName: Dr Helen Marsh\n{key}: {written}") == LEAD


def test_every_mistake_is_named_at_once() -> None:
    text = """set lead
Ballot: SELG-2026-03
Nmae: Dr Helen Marsh
Email: Dr Marsh
From: soon
Until: 31 November 2026
Until: 1 December 2026
Shoe size: 5
"""
    sentences = mistakes(text)
    known = "known here: Practice, Name, Email, From, Until, Reason."
    for part in (
        f"“Ballot” is not a field of “set lead”: {known}",
        "“Nmae” is not a field of “set lead”: did you mean “Name”?",
        f"“Shoe size” is not a field of “set lead”: {known}",
        "“Until” is given more than once: keep one.",
        "“Practice” is missing: add a line “Practice: …”.",
        "“Name” is missing: add a line “Name: …”.",
        "Email: “Dr Marsh” is no address",
        "From: “soon” is not a date I can read",
        "Until: “31 November 2026” does not exist",
    ):
        assert any(part in sentence for sentence in sentences), part
    assert len(sentences) == 9


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (f"set lead Nettlebed Surgery SELG-2026-03\n{FIELDS}", "“Ballot” is not a field of “set lead”"),
        (f"set lead Nettlebed Surgery\nPractice: The Bell\n{FIELDS}", "“Practice” is given more than once"),
        (f"set proxy Nettlebed Surgery\nBallot: next one\n{FIELDS}", "Ballot: “next one” is no reference"),
        (f"nominate deputy Dr X\n{FIELDS}", "“Name” is given more than once"),
        ("nominate deputy\nName: Dr X", "“Email” is missing: add a line “Email: …”."),
        ("nominate deputy\nName: Dr X\nEmail: a@x.example or b@x.example", "is more than one address: keep one."),
        ("nominate deputy\nName: Dr X\nEmail: a@x", "Email: “a@x”: "),
        (f"nominate deputy\n{FIELDS}From: 2 May 2027\nUntil: 1 May 2027", "“Until” is not after “From”"),
        (f"interest\n{REASON}", "“Practice” is missing"),
        ("declare interest SELG-2026-03", "“Reason” is missing: add a line “Reason: …”."),
        (f"declare interest\n{REASON}From: 1 May 2027 10:00\nUntil: 1 May 2027 10:00", "“Until” is not after “From”"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(text: str, part: str) -> None:
    (sentence,) = mistakes(text)
    assert part in sentence


def test_an_interest_that_ends_on_its_first_day_is_one_of_a_day() -> None:
    assert not isinstance(meaning(f"declare interest\n{REASON}From: 1 May 2027\nUntil: 1 May 2027"), Misunderstood)


SIGNATURES = {
    "a name and a number": "\nMorgan Reed\nTel: 01865 000000\n",
    "an address of their own": "\nMorgan Reed\nEmail: manager@selg.example\nMobile: 07700 900000\n",
    "a practice of their own": "\nMorgan Reed\nPractice: The Bell Surgery\nName: Morgan\nTo: 5\n",
    "a number alone": "\nTel: 01865 000000\nFax: 01865 000001\n",
}


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_below_the_fields_belongs_to_none_of_them(signature: str) -> None:
    assert meaning(f"set lead Nettlebed Surgery\n{FIELDS}{signature}") == LEAD
    reason = f"Reason: She retires.\n{signature}"
    command = meaning(f"set lead Nettlebed Surgery\n{FIELDS}{reason}")
    assert isinstance(command, SetPerson)
    assert replace(command, reason="") == LEAD


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_an_address_that_is_missing_is_not_taken_from_a_signature(signature: str) -> None:
    for reason in ("", "Reason: She retires.\n"):
        text = f"set lead Nettlebed Surgery\nName: Dr Helen Marsh\n{reason}{signature}"
        assert mistakes(text) == ("“Email” is missing: add a line “Email: …”.",)


def test_words_above_the_fields_do_not_hide_them() -> None:
    assert meaning(f"set lead Nettlebed Surgery\n\nPlease see to it.\n\n{FIELDS}") == LEAD


HEADERS = {
    "Outlook with addresses": (
        "From: South East Oxfordshire Locality Group <ballots@selg.example>\nSent: 23 November 2026 08:58\n"
        "To: Reed, Morgan <manager@selg.example>\nSubject: Your command\n"
    ),
    "Outlook with names": (
        "From: South East Oxfordshire Locality Group\nSent: 23 November 2026 08:58\nTo: Reed, Morgan\nSubject: Re: x\n"
    ),
    "in bold": "*From:* SELG\n*Sent:* Monday, November 23, 2026 8:58 AM\n*To:* Reed, Morgan\n*Subject:* Re: x\n",
    "Apple": "Begin forwarded message:\n\nFrom: SELG <ballots@selg.example>\nDate: 23 November 2026\nTo: Morgan\n",
    "an address on a line of its own": "From: Locality Group\n<ballots@selg.example>\nSent: 23 November 2026 08:58\n",
    "blank lines between": "From: SELG\n\nSent: 23 November 2026 08:58\n\nTo: Reed, Morgan\n\nSubject: Your command\n",
}
DATED = "From: 1 December 2026\nUntil: 31 December 2026\n"
HELD = replace(LEAD, since=datetime(2026, 12, 1, tzinfo=UTC), until=datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("between", ["", "\n", "\nMorgan\n\n", "Reason: She retires.\n\n"])
@pytest.mark.parametrize("fields", [FIELDS + DATED, FIELDS])
def test_the_header_of_a_quoted_message_is_no_field(header: str, between: str, fields: str) -> None:
    quoted = f"set lead Nettlebed Surgery\n{fields}{between}{header}\nReady to send?\nEmail: other@selg.example\n"
    expected = HELD if DATED in fields else LEAD
    for lines in (quoted.split("\n"), own_lines(quoted)):
        command = understand(read("\n".join(lines)), CALENDAR, {})
        assert isinstance(command, SetPerson), command
        assert replace(command, reason="") == expected


@pytest.mark.parametrize("until", ["Until", "To", "Till"])
def test_the_own_words_keep_fields_that_look_like_the_header_of_a_quoted_message(until: str) -> None:
    text = (
        f"set lead Nettlebed Surgery\n{FIELDS}From: 1 December 2026\n{until}: 31 December 2026\n\n{HEADERS['in bold']}"
    )
    assert understand(read("\n".join(own_lines(text))), CALENDAR, {}) == HELD


def own_lines(text: str) -> tuple[str, ...]:
    """What is left of a plain text reply when its quotation is gone."""
    head = "From: Morgan Reed <manager@selg.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return own_words(read_message((head + text).encode())).lines


def test_a_start_that_is_no_date_is_a_mistake() -> None:
    (sentence,) = mistakes(f"set lead Nettlebed Surgery\n{FIELDS}From: when she is back\nUntil: 1 May 2027")
    assert sentence.startswith("From: “when she is back” is not a date I can read")
    (sentence,) = mistakes(f"set lead Nettlebed Surgery\n{FIELDS}From: soon\nTo: 1 May 2027")
    assert sentence.startswith("From: “soon” is not a date I can read")


def test_a_corrected_proof_is_read_from_the_quotation() -> None:
    form = form_in(FULL.split("\n"))
    assert form is not None
    assert canonical(form) == FULL
    for mark in (">", "> > "):
        quoted = [f"{mark}{line}" for line in ("Confirm?", "", *FULL.split("\n"), "", "From: 5", "Email: x@y.example")]
        assert form_in(["The address was wrong.", "", *quoted]) == form
    command = understand(form, CALENDAR, {})
    assert isinstance(command, SetPerson)
    assert command.reason == "On leave.\n\nBoth of them."


@pytest.mark.parametrize("command", ["nominate proxy", "declare interest", "interest", "set lead"])
def test_a_command_without_fields_below_it_is_no_form(command: str) -> None:
    assert form_in([f"> {command}", "> and so on"]) is None
    assert form_in([f"> {command}", "> Reason: leave"]) is not None


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("set lead", ("Practice", "Name", "Email", "From", "Until", "Reason")),
        ("nominate deputy", ("Practice", "Name", "Email", "From", "Until", "Reason")),
        ("set proxy", ("Practice", "Ballot", "Name", "Email", "From", "Until", "Reason")),
        ("declare interest SELG-2026-03", ("Practice", "Ballot", "Name", "From", "Until", "Reason")),
        ("roster", ()),
        ("record SELG-2026-03", ()),
    ],
)
def test_a_form_shows_the_fields_of_its_command(command: str, fields: tuple[str, ...]) -> None:
    instruction = read(command)
    assert form_fields(instruction, {}) == fields
    shown = form_lines(instruction, blanks=fields)
    assert [line.partition(":")[0] for line in shown[1:-1]] == list(fields)
