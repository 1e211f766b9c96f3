"""R20: people apply for an office by mail, however they do it; each is told what was understood, the manager sees all."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr

import pytest

from mailvote.mail.sender import Authentication
from mailvote.office import statements
from mailvote.office.callmail import MESSAGES_A_DAY, STRANGERS_A_DAY
from mailvote.rules.acceptance import Fate
from mailvote.store import ballots, candidates, documents
from mailvote.store.candidates import Candidate
from mailvote.store.database import reading
from tests.documents.files import EXPRESSION, bomb, docx, pdf
from tests.office.commandcraft import BELL, GORING, HART, command
from tests.office.conftest import AUTHSERV
from tests.office.mailcraft import bare, flat, last_filed, on_file, posted, purposes, with_headers
from tests.office.test_calls import CALL, DIRECTOR, called, enclosed
from tests.office.test_confirming import at
from tests.office.test_senders import stamped
from tests.office.world import MANAGER, SELG, World, answer, letter, text_of

SECOND = timedelta(seconds=1)
ALICE = "alice.brown@home.example"
ALL = "Statement\nI have been a partner in Thame for twenty years.\n\nExperience and direction\nI led.\n\nConflicts of interest\nNone."
SUBJECT = "Expression of interest [SELG-2026-01]"


THREE_PRACTICES = "".join(
    row
    for row in (SELG / "roster.csv").read_text().splitlines(keepends=True)
    if row.startswith(
        (
            "practice",
            *(f"{name}," for name in ("The Hart Surgery", "The Bell Surgery", "Goring and Woodcote Medical Practice")),
        )
    )
).encode()
"""So few that a call does not take long to go out."""


@pytest.fixture
def call(office: Callable[..., World]) -> World:
    """An office that has called for candidates, whose mail server's checks of senders are not configured."""
    world = office(roster=THREE_PRACTICES)
    called(world)
    return world.later(days=1)


@pytest.fixture
def open_call(office: Callable[..., World]) -> World:
    """An office that has called for candidates, whose mail server checks senders."""
    world = office(roster=THREE_PRACTICES, changes=AUTHSERV)
    called(world)
    return world.later(days=1)


def expression(
    text: str = ALL, *files: tuple[str, bytes], sender: str = ALICE, subject: str = SUBJECT, number: int = 0
) -> EmailMessage:
    message = letter(sender, text, subject=subject, number=number)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def proven(world: World, message: EmailMessage, *, at: datetime | None = None) -> None:
    world.send(stamped(message, Authentication.PASS), at=at)
    world.tick()


def apply(
    world: World, text: str = ALL, *files: tuple[str, bytes], sender: str = ALICE, subject: str = SUBJECT
) -> EmailMessage:
    """Apply from an address for which the mail server vouches; the acknowledgement."""
    number = len(world.mailbox.contents["INBOX"])
    proven(world, expression(text, *files, sender=sender, subject=subject, number=number))
    return world.last(parseaddr(sender)[1])


def reply(
    world: World, to: EmailMessage, text: str, *files: tuple[str, bytes], sender: str | None = None
) -> EmailMessage:
    """Answer a letter, with files; what is answered to that."""
    message = answer(to, text, sender=sender, number=len(world.mailbox.contents["INBOX"]))
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    world.send(message)
    world.tick()
    return world.last(parseaddr(str(sender or to["To"]))[1])


def candidate_of(world: World, address: str = ALICE, reference: str = "SELG-2026-01") -> Candidate | None:
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", reference)
        assert ballot
        return candidates.find(conn, ballot.id, address)


def stands(world: World, address: str = ALICE, reference: str = "SELG-2026-01") -> tuple[dict[str, str], list[str]]:
    """What is on record of a candidate: texts by title, and the names of files."""
    candidate = candidate_of(world, address, reference)
    assert candidate
    desk = world.office.desk
    with reading(world.app.engine) as conn:
        found = statements.statement(conn, desk, candidate)
        sealer = candidates.sealer(conn, desk.secrets, candidate.id)
        return dict(found.paragraphs), [documents.file(conn, sealer, one.id).name for one in found.documents]


def filed(world: World) -> tuple[Fate, str]:
    return last_filed(world).fate, last_filed(world).ground


# The straight road


def test_an_expression_of_interest_is_acknowledged_heading_by_heading(open_call: World) -> None:
    said = flat(apply(open_call))
    assert "Statement: “I have been a partner in Thame for twenty years.”" in said
    assert "Experience and direction: “I led.”" in said
    assert "Conflicts of interest: “None.”" in said
    assert "missing" not in said
    assert "Until Monday 14 December 2026 at 17:00" in said
    assert "Dr Mary Director and Sam Member" in said
    assert "destroyed one month after the outcome of the election is confirmed" in said
    assert filed(open_call) == (Fate.COMMANDS, "expression")


def test_the_candidate_is_on_record_with_nothing_missing(open_call: World) -> None:
    apply(open_call)
    found = candidate_of(open_call)
    assert found
    assert (found.state, found.missing, found.applied_at, found.member_id) == ("applied", (), open_call.now, None)
    assert stands(open_call)[0]["Conflicts of interest"] == "None."


def test_the_manager_sees_each_one_at_once_with_its_files(open_call: World) -> None:
    apply(open_call, "", ("statement.pdf", pdf(*EXPRESSION)))
    seen = open_call.last(MANAGER)
    assert seen["Subject"] == "Applied: alice.brown [SELG-2026-01]"
    assert list(enclosed(seen)) == ["statement.pdf"]
    assert "in the file “statement.pdf”" in flat(seen)


def test_what_a_candidate_wrote_is_nowhere_but_under_the_candidate_s_key(open_call: World) -> None:
    apply(open_call)
    with reading(open_call.app.engine) as conn:
        row = conn.exec_driver_sql("SELECT content_sealed, hint_sealed FROM inbox ORDER BY id DESC LIMIT 1").one()
    assert tuple(row) == (None, None)


def test_the_figures_of_the_ballot_count_it_as_a_command(open_call: World) -> None:
    before = open_call.figures("SELG-2026-01")["messages"]["commands"]  # type: ignore[index, call-overload]
    apply(open_call)
    messages = open_call.figures("SELG-2026-01")["messages"]
    assert messages["commands"] == before + 1  # type: ignore[index, call-overload, operator]


# How people write it


def test_from_a_telephone_with_one_pdf_and_no_words(open_call: World) -> None:
    call_letter = open_call.letters(HART, "Candidates wanted")[0]
    message = answer(call_letter, "\n\nSent from my iPhone", sender=HART)
    message.add_attachment(pdf(*EXPRESSION), maintype="application", subtype="pdf", filename="Document.pdf")
    proven(open_call, message)
    said = flat(open_call.last(HART))
    assert said.count("in the file “Document.pdf”") == 3
    assert "Dear Dr Anita Ashworth," in said


def test_headings_with_numbers_in_the_wrong_order_and_wrapped(open_call: World) -> None:
    said = flat(
        apply(
            open_call,
            "3) CONFLICTS OF INTEREST:\nnone\n\n2. Experience &\ndirection offered\nI led.\n\n1. *Statement*\nI am.",
        )
    )
    assert all(part in said for part in ("Statement: “I am.”", "direction: “I led.”", "interest: “none”"))


def test_a_word_file_with_headings_as_styles(open_call: World) -> None:
    said = flat(apply(open_call, "", ("eoi.docx", docx(*EXPRESSION, headings=EXPRESSION[::2]))))
    assert said.count("in the file “eoi.docx”") == 3


def test_a_scan_is_never_rejected_and_it_is_said_kindly_why_nobody_looked(open_call: World) -> None:
    acknowledgement = apply(open_call, "Please see attached.", ("scan.pdf", pdf()))
    said = flat(acknowledgement)
    assert str(acknowledgement["Subject"]).startswith("Received: your expression of interest")
    assert "holds pictures of pages, as a scan does" in said
    assert "That is no fault: people read it" in said
    assert "you need do nothing" in said
    found = candidate_of(open_call)
    assert found
    assert found.missing == ("unchecked", "statement", "experience", "conflicts")


def test_two_files_and_words_together_make_one_expression_of_interest(open_call: World) -> None:
    said = flat(
        apply(
            open_call,
            "Conflicts of interest: none",
            ("Statement.docx", docx("I am.")),
            ("Direction.pdf", pdf("I would lead.")),
        )
    )
    assert "Statement: in the file “Statement.docx”" in said
    assert "direction: in the file “Direction.pdf”" in said
    assert "missing" not in said


def test_what_is_missing_is_asked_for_with_a_link_that_holds_the_headings(open_call: World) -> None:
    acknowledgement = apply(open_call, "Statement: I am.")
    said = flat(acknowledgement)
    assert str(acknowledgement["Subject"]).startswith("Something is missing")
    assert "Experience and direction: missing (the experience you bring" in said
    assert "Please send what is missing before Monday 14 December 2026 at 17:00" in said
    html = acknowledgement.get_body(("html",))
    assert html
    assert "body=Experience%20and%20direction%3A%0D%0A%0D%0A%0D%0AConflicts%20of%20interest%3A" in html.get_content()


def test_an_announcement_without_anything_yet_is_taken_and_everything_asked_for(open_call: World) -> None:
    said = flat(apply(open_call, "I would like to stand, my statement follows."))
    assert "found nothing else in your message: no file" in said
    assert said.count("missing (") == 3


# Again, corrected, completed


def test_a_reply_with_the_missing_heading_completes_it_and_keeps_the_rest(open_call: World) -> None:
    first = apply(open_call, "Statement: I am.\n\nExperience and direction: I led.")
    said = flat(reply(open_call, first, "Conflicts of interest: none"))
    assert "has been put together with what you sent before" in said
    assert stands(open_call)[0] == {
        "Statement": "I am.",
        "Experience and direction": "I led.",
        "Conflicts of interest": "none",
    }


def test_one_paragraph_alone_takes_the_place_of_the_same_one_before_it(open_call: World) -> None:
    apply(open_call)
    apply(open_call.later(hours=1), "Statement: I am another.")
    assert stands(open_call)[0]["Statement"] == "I am another."
    assert stands(open_call)[0]["Conflicts of interest"] == "None."
    assert str(open_call.last(MANAGER)["Subject"]) == "Changed: alice.brown [SELG-2026-01]"


def test_all_three_headings_take_the_place_of_everything_files_too(open_call: World) -> None:
    apply(open_call, "", ("eoi.pdf", pdf(*EXPRESSION)))
    said = flat(apply(open_call.later(hours=1)))
    assert "has taken the place of everything that you sent before" in said
    assert stands(open_call)[1] == []


def test_the_same_again_changes_nothing_and_the_manager_hears_it_once(open_call: World) -> None:
    apply(open_call)
    told = len(open_call.letters(MANAGER))
    assert "You have sent the same again" in flat(apply(open_call.later(minutes=1)))
    assert len(open_call.letters(MANAGER)) == told


def test_the_newest_received_counts_whatever_is_read_first(open_call: World) -> None:
    newer = expression("Statement: newer", number=1)
    older = expression("Statement: older\n\nConflicts of interest: none", number=2)
    proven(open_call, newer, at=open_call.now)
    proven(open_call, older, at=open_call.now - SECOND)
    assert stands(open_call)[0] == {"Statement": "newer"}
    assert filed(open_call) == (Fate.REPLACED, "overtaken")


def test_a_name_is_that_of_the_line_else_that_of_the_sender_and_can_be_corrected(open_call: World) -> None:
    acknowledgement = apply(open_call, f"Name: Dr Alice Brown\n\n{ALL}")
    assert "stand on the ballot paper as Dr Alice Brown" in flat(acknowledgement)
    assert "as Dr Alice Braun" in flat(reply(open_call, acknowledgement, "Name: Dr Alice Braun"))
    found = candidate_of(open_call)
    assert found
    assert (found.name, found.missing) == ("Dr Alice Braun", ())
    assert "as Jo Green" in flat(apply(open_call, sender="Jo Green <jo@home.example>"))


def test_a_secretary_sends_it_for_the_doctor(open_call: World) -> None:
    contact = "jo.carter@hart-surgery.example"
    said = flat(apply(open_call, f"Name: Dr Anita Ashworth\n\n{ALL}", sender=contact))
    assert "stand on the ballot paper as Dr Anita Ashworth" in said
    assert "with your address jo.carter@hart-surgery.example" in said


def test_one_address_stands_for_one_candidate_alone(open_call: World) -> None:
    apply(open_call, f"Name: Dr Anita Ashworth\n\n{ALL}", sender=HART)
    said = flat(apply(open_call, f"Name: Dr Tom Pell\n\n{ALL}", sender=HART))
    assert "From your address Dr Anita Ashworth has applied already" in said
    assert filed(open_call) == (Fate.REJECTED, "another-candidate")
    found = candidate_of(open_call, HART)
    assert found
    assert found.name == "Dr Anita Ashworth"


# Whom we believe


def test_a_private_address_is_asked_once_and_its_first_time_of_receipt_counts(call: World) -> None:
    received_at = call.now
    call.send(expression())
    call.tick()
    asked = call.last(ALICE)
    assert filed(call) == (Fate.CHALLENGED, "expression-unconfirmed")
    assert "Somebody who gave this address sent us an expression of interest" in flat(asked)
    assert "Thame" not in text_of(asked)
    assert candidate_of(call) is None
    call.later(days=3)
    said = flat(reply(call, asked, "YES"))
    assert "We have your expression of interest" in said
    found = candidate_of(call)
    assert found
    assert found.applied_at == received_at
    assert [row.fate for row in on_file(call)[-2:]] == [Fate.COMMANDS, Fate.COMMANDS]


def test_the_files_of_a_message_that_waits_are_there_when_it_is_confirmed(call: World) -> None:
    call.send(expression("", ("eoi.pdf", pdf(*EXPRESSION))))
    call.tick()
    reply(call, call.last(ALICE), "Yes, it was me")
    assert stands(call)[1] == ["eoi.pdf"]
    with reading(call.app.engine) as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM document WHERE proof_id IS NOT NULL").scalar() == 0


def test_the_code_of_the_acknowledgement_vouches_for_later_messages(call: World) -> None:
    call.send(expression("Statement: I am."))
    call.tick()
    acknowledgement = reply(call, call.last(ALICE), "YES")
    reply(call, acknowledgement, "Conflicts of interest: none")
    assert "Conflicts of interest" in stands(call)[0]
    assert purposes(call, ALICE) == {"expression-confirm": 1, "expression-received": 2}


def test_the_code_of_a_candidate_vouches_for_nobody_else(call: World) -> None:
    call.send(expression())
    call.tick()
    acknowledgement = reply(call, call.last(ALICE), "YES")
    call.reply(acknowledgement, "WITHDRAW", sender="Alice Brown <eve@home.example>")
    call.tick()
    assert candidate_of(call).state == "applied"  # type: ignore[union-attr]
    assert purposes(call, "eve@home.example") == {}


def test_nobody_is_asked_twice_and_what_came_besides_is_named(call: World) -> None:
    call.send(expression("Statement: mine"))
    call.tick()
    asked = call.last(ALICE)
    call.send(expression(f"{ALL} zanzibar", number=7), at=call.later(hours=1).now)
    call.tick()
    assert purposes(call, ALICE) == {"expression-confirm": 1}
    said = flat(reply(call, asked, "YES"))
    assert "another message came in your name before you confirmed, and was not taken" in said
    assert stands(call)[0] == {"Statement": "mine"}


def test_a_denial_deletes_what_waited_and_the_manager_is_told(call: World) -> None:
    call.send(expression())
    call.tick()
    reply(call, call.last(ALICE), "No, that was not me")
    assert candidate_of(call) is None
    assert "is not theirs. It was deleted" in flat(call.last(MANAGER))


def test_the_answer_may_hold_the_expression_of_interest_once_more(call: World) -> None:
    call.send(expression("Statement: I am."))
    call.tick()
    reply(call, call.last(ALICE), "Yes.\n\nConflicts of interest: none")
    assert stands(call)[0] == {"Statement": "I am.", "Conflicts of interest": "none"}


def test_a_second_yes_does_nothing_twice(call: World) -> None:
    call.send(expression())
    call.tick()
    asked = call.last(ALICE)
    reply(call, asked, "YES")
    told = len(posted(call))
    reply(call, asked, "YES")
    assert len(posted(call)) == told
    assert filed(call) == (Fate.IGNORED, "courtesy")


@pytest.mark.parametrize(("late", "counts"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_a_confirmation_counts_if_it_is_received_before_the_end_of_applications(
    call: World, late: timedelta, counts: bool
) -> None:
    call.send(expression())
    call.tick()
    asked = call.last(ALICE)
    call.at(_apply_by(call) + late)
    said = flat(reply(call, asked, "YES"))
    assert (candidate_of(call) is not None) is counts
    assert ("after the applications had ended" in said) is not counts


def test_what_nobody_confirmed_is_deleted_when_the_applications_are_over(call: World) -> None:
    call.send(expression("", ("eoi.pdf", pdf(*EXPRESSION))))
    call.tick()
    asked = call.last(ALICE)
    call.at(_apply_by(call) + timedelta(hours=1)).tick()
    with reading(call.app.engine) as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM document WHERE proof_id IS NOT NULL").scalar() == 0
        assert conn.exec_driver_sql("SELECT text_sealed FROM proof WHERE purpose = 'challenge'").scalar() is None
    assert "after the applications had ended" in flat(reply(call, asked, "YES"))


def test_a_forged_application_in_a_doctor_s_name_is_held_and_nobody_at_the_address_hears_of_it(
    open_call: World,
) -> None:
    before = purposes(open_call, HART)
    open_call.send(stamped(expression(sender=HART), Authentication.FAIL))
    open_call.tick()
    assert filed(open_call) == (Fate.HELD, "forged")
    assert candidate_of(open_call, HART) is None
    assert purposes(open_call, HART) == before
    assert "did not pass the mail server's check of its sender" in flat(open_call.last(MANAGER))


def test_the_manager_hears_of_forged_applications_once_a_day(open_call: World) -> None:
    for number in range(5):
        open_call.send(stamped(expression(sender=HART, number=number), Authentication.FAIL))
    open_call.tick()
    assert purposes(open_call, MANAGER)["call-mail"] == 1


def test_what_somebody_of_another_domain_sends_for_a_doctor_is_held(open_call: World) -> None:
    proven(open_call, with_headers(expression(sender=HART), sender="eve@elsewhere.example"))
    assert filed(open_call) == (Fate.HELD, "sent-by-another")
    proven(open_call, with_headers(expression(sender=HART, number=2), sender="secretary@hart-surgery.example"))
    assert filed(open_call) == (Fate.COMMANDS, "expression")


# A hundred of them, and large ones


def test_a_hundred_new_addresses_are_asked_once_each_up_to_a_bound_and_the_manager_is_told_once(call: World) -> None:
    for number in range(100):
        call.send(expression(sender=f"gp{number}@flood.example", number=number))
    call.tick()
    asked = {row.recipient for row in posted(call, "flood.example")}
    assert len(posted(call, "flood.example")) == len(asked) == STRANGERS_A_DAY
    assert sum(row.ground == "too-many" for row in on_file(call, Fate.HELD)) == 100 - STRANGERS_A_DAY
    assert purposes(call, MANAGER)["call-mail"] == 1
    assert "More messages about the call came today" in flat(call.last(MANAGER))


def test_those_on_the_register_apply_also_on_such_a_day(call: World) -> None:
    for number in range(STRANGERS_A_DAY + 1):
        call.send(expression(sender=f"gp{number}@flood.example", number=number))
    call.send(expression(sender=HART, number=500))
    call.tick()
    assert purposes(call, HART)["expression-confirm"] == 1
    call.later(days=1, seconds=1).send(expression(sender=ALICE, number=501))
    call.tick()
    assert purposes(call, ALICE) == {"expression-confirm": 1}


def test_one_address_is_read_ten_times_a_day(open_call: World) -> None:
    for number in range(MESSAGES_A_DAY + 1):
        proven(open_call, expression(f"Statement: version {number}", number=number))
    assert filed(open_call) == (Fate.HELD, "too-many")
    assert stands(open_call)[0] == {"Statement": f"version {MESSAGES_A_DAY - 1}"}


def test_a_bomb_is_taken_for_a_file_that_people_must_look_at(open_call: World) -> None:
    said = flat(apply(open_call, "Statement: I am.", ("eoi.docx", bomb())))
    assert "“eoi.docx” could not be opened by our program" in said
    assert "Statement: “I am.”" in said


def test_a_file_of_60_megabytes_is_not_fetched_and_its_sender_is_told(open_call: World) -> None:
    huge = stamped(expression("Statement: I am.", ("eoi.pdf", b"%PDF-1.7" + bytes(300_000))), Authentication.PASS)
    open_call.send(huge)
    received = open_call.mailbox.contents["INBOX"].pop()
    open_call.mailbox.contents["INBOX"].append(replace(received, size=60_000_000))
    open_call.mailbox.fetched.clear()
    open_call.tick()
    said = flat(open_call.last(ALICE))
    assert "“eoi.pdf” was not read: the whole message has 60.0 MB, and all files together may have 5 MB" in said
    assert "Statement: “I am.”" in said
    assert open_call.mailbox.fetched == []


def test_a_large_file_is_fetched_once_and_kept_whole(open_call: World) -> None:
    content = pdf(*EXPRESSION, padding=1_000_000)
    open_call.mailbox.fetched.clear()
    said = flat(apply(open_call, "", ("eoi.pdf", content)))
    assert said.count("in the file “eoi.pdf”") == 3
    assert "“eoi.pdf” (1.0 MB)" in said
    assert len(open_call.mailbox.fetched) == 1
    assert enclosed(open_call.last(MANAGER)) == {"eoi.pdf": content}


def test_a_vote_with_a_large_file_is_not_fetched_while_a_call_is_open(open_call: World) -> None:
    open_call.mailbox.fetched.clear()
    open_call.send(
        stamped(expression("Hello", ("a.pdf", bytes(300_000)), sender=HART, subject="Hello"), Authentication.PASS)
    )
    open_call.tick()
    assert open_call.mailbox.fetched == []


def test_what_is_neither_pdf_nor_word_is_named(open_call: World) -> None:
    said = flat(apply(open_call, ALL, ("eoi.pages", b"PK\x03\x04 pages"), ("run.exe", b"MZ")))
    assert "“eoi.pages” is neither a PDF nor a Word file (DOCX): please save it as one of these" in said
    assert "“run.exe” is neither" in said


def test_files_of_more_than_5_megabytes_together_are_named(open_call: World) -> None:
    large = pdf(*EXPRESSION) + bytes(3_000_000)
    said = flat(apply(open_call, "", ("a.pdf", large), ("b.pdf", large + b"x")))
    assert "“b.pdf” is too large: all files together may have 5 MB" in said
    assert stands(open_call)[1] == ["a.pdf"]


def test_after_two_files_that_cannot_be_read_the_others_are_taken_unread(open_call: World) -> None:
    files = [(f"{number}.pdf", pdf(f"{number}")[:400] + bytes(number)) for number in range(3)]
    said = flat(apply(open_call, "", *files, ("eoi.pdf", pdf(*EXPRESSION))))
    assert "“eoi.pdf” could not be opened by our program" in said
    assert stands(open_call)[1] == ["0.pdf", "1.pdf", "2.pdf", "eoi.pdf"]


def test_more_files_than_anybody_reads_are_named(open_call: World) -> None:
    said = flat(apply(open_call, ALL, *((f"{number}.docx", docx(f"{number}")) for number in range(9))))
    assert "“8.docx” is one file too many: please put them together into 8 at the most" in said
    assert len(stands(open_call)[1]) == 8


# In time, late, not at all


def _apply_by(world: World) -> datetime:
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", "SELG-2026-01")
        assert ballot
        assert ballot.dates.apply_by
        return ballot.dates.apply_by


@pytest.mark.parametrize(("late", "in_time"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_an_expression_of_interest_is_in_time_before_the_end_of_applications(
    open_call: World, late: timedelta, in_time: bool
) -> None:
    said = flat(apply(open_call.at(_apply_by(open_call) + late)))
    assert (candidate_of(open_call) is not None) is in_time
    if not in_time:
        assert "after the applications had ended, on Monday 14 December 2026 at 17:00" in said
        assert filed(open_call) == (Fate.LATE, "late-expression")
        assert "reopen call SELG-2026-01" in flat(open_call.last(MANAGER, "About the call"))


def test_what_was_in_time_and_is_read_later_counts(open_call: World) -> None:
    message = stamped(expression(), Authentication.PASS)
    open_call.send(message, at=_apply_by(open_call) - SECOND)
    open_call.at(_apply_by(open_call) + timedelta(minutes=5)).tick()
    assert candidate_of(open_call) is not None


def test_a_stranger_whom_nothing_vouches_for_is_not_told_that_it_is_late(call: World) -> None:
    call.at(_apply_by(call) + SECOND).send(expression())
    call.tick()
    assert purposes(call, ALICE) == {}
    assert "The sender was not told" in flat(call.last(MANAGER, "About the call"))


def test_a_candidate_withdraws_and_what_was_sent_is_forgotten(open_call: World) -> None:
    acknowledgement = apply(open_call)
    said = flat(reply(open_call, acknowledgement, "I would like to withdraw, thank you"))
    found = candidate_of(open_call)
    assert found
    assert (found.state, found.forgotten_at) == ("withdrawn", open_call.now)
    assert "You no longer stand for Locality Clinical Director" in said
    assert "alice.brown has withdrawn and no longer stands" in flat(open_call.last(MANAGER))
    with reading(open_call.app.engine) as conn:
        assert documents.of_candidate(conn, found.id) == ()


def test_who_withdrew_may_apply_anew(open_call: World) -> None:
    reply(open_call, apply(open_call), "WITHDRAW")
    said = flat(apply(open_call.later(hours=1), "Statement: once more"))
    assert "We have your expression of interest" in said
    assert stands(open_call)[0] == {"Statement": "once more"}


def test_nobody_else_withdraws_a_candidate(call: World) -> None:
    call.send(expression())
    call.tick()
    reply(call, call.last(ALICE), "YES")
    call.later(days=2).send(bare(ALICE, "withdraw", subject="Hello", number=9))
    call.tick()
    assert candidate_of(call).state == "applied"  # type: ignore[union-attr]
    assert filed(call) == (Fate.CHALLENGED, "expression-unconfirmed")
    reply(call, call.last(ALICE), "YES")
    assert candidate_of(call).state == "withdrawn"  # type: ignore[union-attr]


def test_a_member_of_the_panel_cannot_stand(open_call: World) -> None:
    said = flat(apply(open_call, sender=DIRECTOR))
    assert "You are on the panel that assesses the candidates, and nobody who is on it may stand" in said
    assert candidate_of(open_call, DIRECTOR) is None
    assert "panel SELG-2026-01" in flat(open_call.last(MANAGER))


def test_a_call_that_is_called_off_takes_nobody_any_more(open_call: World) -> None:
    call_letter = open_call.letters(HART, "Candidates wanted")[0]
    command(open_call, "cancel SELG-2026-01\nReason: There is no vacancy.")
    proven(open_call, answer(call_letter, ALL, sender=HART, number=99))
    assert "has been called off, so nobody can apply any more" in flat(open_call.last(HART))


# Two calls, friends, questions


SECOND_CALL = CALL.replace("Locality Clinical Director", "Deputy Locality Clinical Director")


def test_who_could_mean_two_calls_is_asked_which_and_need_not_send_it_again(open_call: World) -> None:
    called(open_call, SECOND_CALL)
    which = apply(open_call, subject="I would like to stand")
    assert filed(open_call) == (Fate.CHALLENGED, "which-call")
    assert "Deputy Locality Clinical Director, SELG-2026-02" in flat(which)
    said = flat(reply(open_call, which, "SELG-2026-02 please"))
    assert "for Deputy Locality Clinical Director" in said
    assert candidate_of(open_call) is None
    assert candidate_of(open_call, reference="SELG-2026-02") is not None


def test_who_is_asked_which_call_may_answer_until_the_last_of_them_ends(open_call: World) -> None:
    called(open_call, SECOND_CALL.replace("14 December", "21 December"))
    which = apply(open_call, subject="I would like to stand")
    open_call.at(at("2026-12-15 09:00")).tick().tick()
    assert "for Deputy Locality Clinical Director" in flat(reply(open_call, which, "SELG-2026-02"))
    assert candidate_of(open_call, reference="SELG-2026-02") is not None


def test_one_may_apply_in_both(open_call: World) -> None:
    called(open_call, SECOND_CALL)
    reply(open_call, apply(open_call, subject="I would like to stand"), "Both please")
    assert stands(open_call)[0] == stands(open_call, reference="SELG-2026-02")[0]


def test_the_subject_says_which_call_is_meant(open_call: World) -> None:
    called(open_call, SECOND_CALL)
    apply(open_call, subject="Expression of interest [SELG-2026-02]")
    assert candidate_of(open_call) is None
    assert candidate_of(open_call, reference="SELG-2026-02") is not None


def test_a_friend_to_whom_the_call_was_forwarded_applies_by_its_code(open_call: World) -> None:
    forwarded = open_call.letters(HART, "Candidates wanted")[0]
    proven(open_call, answer(forwarded, ALL, sender="friend@elsewhere.example"))
    assert candidate_of(open_call, "friend@elsewhere.example") is not None


def test_without_code_or_reference_the_first_line_shows_what_it_is_while_one_call_is_open(open_call: World) -> None:
    apply(open_call, subject="Hello")
    assert candidate_of(open_call) is not None


def test_a_question_about_the_call_is_for_the_manager_and_makes_nobody_a_candidate(open_call: World) -> None:
    call_letter = open_call.letters(GORING, "Candidates wanted")[0]
    proven(open_call, answer(call_letter, "How many sessions a week is it?", sender=GORING))
    assert filed(open_call) == (Fate.COMMANDS, "call-question")
    assert "How many sessions a week is it?" in flat(open_call.last(MANAGER))
    assert "passed your message on to the election manager" in flat(open_call.last(GORING))
    assert candidate_of(open_call, GORING) is None


def test_thanks_of_a_candidate_change_nothing_and_trouble_nobody(open_call: World) -> None:
    acknowledgement = apply(open_call)
    told = len(posted(open_call))
    reply(open_call, acknowledgement, "Thank you!")
    assert (filed(open_call), len(posted(open_call))) == ((Fate.IGNORED, "courtesy"), told)


def test_an_absence_note_to_the_call_is_no_application(open_call: World) -> None:
    call_letter = open_call.letters(BELL, "Candidates wanted")[0]
    message = with_headers(answer(call_letter, ALL, sender=BELL), auto_submitted="auto-replied")
    proven(open_call, message)
    assert last_filed(open_call).fate is Fate.AUTOMATIC


def test_the_same_message_delivered_twice_is_one(open_call: World) -> None:
    message = stamped(expression(), Authentication.PASS)
    for _ in range(2):
        open_call.send(message)
        open_call.tick()
    assert purposes(open_call, ALICE) == {"expression-received": 1}


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "[click](http://evil.example)", "{{ 7*7 }}", "**bold**\r\nBcc: x@evil.example"],
)
def test_what_a_candidate_writes_is_only_ever_words(open_call: World, hostile: str) -> None:
    apply(open_call, f"Name: Dr {hostile.splitlines()[0]}\n\nStatement: {hostile}")
    for one in (open_call.last(ALICE), open_call.last(MANAGER)):
        html = one.get_body(("html",))
        assert html
        assert not re.search(r"<script|evil\.example[\"'/>]|href=\"http", html.get_content())
        assert one["Bcc"] is None


def test_a_crash_while_reading_a_file_stops_nothing(open_call: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    said = flat(apply(open_call, "Statement: I am.", ("eoi.pdf", pdf(*EXPRESSION))))
    assert "“eoi.pdf” could not be opened by our program" in said
