"""What a message says of a candidacy: its paragraphs from every kind of mail, whose it is, and whether it withdraws."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.expressions import (
    UNCHECKED,
    Expression,
    completeness,
    first_heading,
    missing,
    read_expression,
    shown_name,
)
from mailvote.mail.headings import CONFLICTS, EXPERIENCE, STATEMENT
from mailvote.mail.message import Incoming, read_message
from mailvote.mail.reply import own_words

LONG = "I have been a partner in a large practice for twenty years and have led it through every change. " * 30
ALL = f"Statement\n{LONG}\n\nExperience and direction\nI would lead.\n\nConflicts of interest\nNone."


def read(text: str | None = None, html: str | None = None) -> Expression:
    return read_expression(Incoming(text=text, html=html))


def said(expression: Expression) -> dict[str, str]:
    return {paragraph.heading: paragraph.text for paragraph in expression.paragraphs}


def test_r20_the_three_paragraphs_are_read_whole_however_long_their_lines_are() -> None:
    assert said(read(ALL)) == {STATEMENT: LONG.strip(), EXPERIENCE: "I would lead.", CONFLICTS: "None."}


def test_paragraphs_on_one_line_of_html_are_read_whole() -> None:
    html = f"<p><b>Statement</b></p><p>{LONG}</p><h2>Experience &amp; direction</h2><p>I would lead.</p>"
    assert said(read(html=html)) == {STATEMENT: LONG.strip(), EXPERIENCE: "I would lead."}


@pytest.mark.parametrize(
    "html",
    [
        "<div><b>1. Statement</b></div><div>I am.</div><div><br></div><div><b>Experience &amp; direction</b></div><div>I led.</div>",
        "<p><strong>Statement</strong> I am.</p><p><strong>Experience &amp; direction</strong> I led.</p>",
        "<p><u>Statement:</u> I am.</p><p><i>Experience and direction</i><br>I led.</p>",
        "<p class=MsoNormal><b><span lang=EN-GB>Statement<o:p></o:p></span></b></p><p class=MsoNormal>I am.<o:p></o:p></p>"
        "<p class=MsoNormal><b>Experience &amp;\r\ndirection</b><o:p></o:p></p><p class=MsoNormal>I led.</p>",
        "<ol><li><b>Statement</b><br>I am.</li><li><b>Experience and direction</b><br>I led.</li></ol>",
        "<h2>Statement</h2>I am.<h2>Experience and direction</h2>I led.",
    ],
    ids=["gmail", "run in", "underlined", "outlook", "list", "headings"],
)
def test_headings_in_bold_are_read_as_every_program_writes_them(html: str) -> None:
    assert said(read(html=html)) == {STATEMENT: "I am.", EXPERIENCE: "I led."}


def test_a_word_in_bold_within_a_sentence_is_no_heading() -> None:
    html = "<p>Statement: I have <b>much</b> to offer and will <b>never</b> tire.</p>"
    assert said(read(html=html)) == {STATEMENT: "I have much to offer and will never tire."}


def test_of_both_forms_the_html_is_read_which_keeps_paragraphs_together() -> None:
    text = "Statement\nShort lines that a\nprogram wrapped.\n"
    assert said(read(text, "<p>Statement<br>Short lines that a program wrapped.</p>")) == {
        STATEMENT: "Short lines that a program wrapped."
    }


def test_blank_html_leaves_the_text() -> None:
    assert said(read("Conflicts of interest: none", "<p>&nbsp;</p>")) == {CONFLICTS: "none"}


def test_what_is_quoted_is_not_the_sender_s() -> None:
    text = "Conflicts of interest: none\n\nOn Mon, 23 Nov 2026 at 09:05, Ballots <b@selg.example> wrote:\n> Statement: how\n> you meet it"
    assert said(read(text)) == {CONFLICTS: "none"}


def test_what_stands_between_the_lines_of_the_call_is_read_where_nothing_stands_above() -> None:
    text = "> - Statement: how you meet the person specification\n\nStatement: I am a doctor.\n\n> - Conflicts of interest:\n\nConflicts of interest: none\n"
    assert said(read(text)) == {STATEMENT: "I am a doctor.", CONFLICTS: "none"}


FORWARD = (
    "Please see below.\n\nJo Carter\n\n-----Original Message-----\nFrom: Dr Tom Pell <t.pell@x.example>\nSent: Monday, 23 November 2026\n"
    "To: Jo Carter\nSubject: Standing\n\nDear Morgan,\n\nStatement: I am a doctor.\n\nConflicts of interest: none\n\nKind regards\nTom\n"
)


def test_what_a_secretary_forwards_is_read_in_the_name_of_its_sender() -> None:
    found = read_expression(Incoming(text=FORWARD, subject="FW: Standing"))
    assert (found.name, said(found)) == ("Dr Tom Pell", {STATEMENT: "I am a doctor.", CONFLICTS: "none"})
    named = read_expression(Incoming(text=f"Name: Dr T. Pell\n\n{FORWARD}", subject="FW: Standing"))
    assert named.name == "Dr T. Pell"


def test_a_call_that_is_forwarded_is_nobody_s_expression_of_interest() -> None:
    call = FORWARD.replace("Dear Morgan,", "Please reply above this line\n\nApply now.")
    assert said(read_expression(Incoming(text=call, subject="FW: Candidates wanted"))) == {}


def test_below_words_of_one_s_own_nothing_forwarded_is_read() -> None:
    own = f"Conflicts of interest: I own a pharmacy.\n\n{FORWARD}"
    assert said(read_expression(Incoming(text=own, subject="FW: Standing"))) == {
        CONFLICTS: "I own a pharmacy.\n\nPlease see below.\n\nJo Carter"
    }


def test_a_farewell_above_the_paragraphs_ends_only_the_greeting() -> None:
    text = f"Dear Morgan,\n\nplease find my paragraphs below.\n\nKind regards\nAlice\n\n{ALL}\n\nKind regards\nAlice Brown\nThe Hart Surgery"
    assert said(read(text)) == {STATEMENT: LONG.strip(), EXPERIENCE: "I would lead.", CONFLICTS: "None."}


def test_a_farewell_below_the_paragraphs_is_none_of_them() -> None:
    assert said(read("Conflicts of interest: none\n\nKind regards,\nAlice Brown\nTel. 01865 123")) == {
        CONFLICTS: "none"
    }


def test_many_thanks_in_the_midst_of_a_statement_cuts_nothing_off() -> None:
    text = f"Statement\nI owe much to my colleagues.\nMany thanks, all of you.\n{LONG}"
    assert LONG[:60] in said(read(text))[STATEMENT]


@pytest.mark.parametrize("words", ["see attached", "Please find attached.", "Attached", "as per the attached document"])
def test_a_heading_that_only_points_to_a_file_has_nothing_under_it(words: str) -> None:
    assert said(read(f"Statement: {words}\n\nConflicts of interest: none")) == {CONFLICTS: "none"}


def test_a_greeting_above_the_headings_or_beside_a_file_is_no_part_of_it() -> None:
    assert said(read("Dear Morgan,\n\nStatement: I am a doctor.")) == {STATEMENT: "I am a doctor."}
    assert said(read("Dear Morgan, here it is.")) == said(read("I would like to stand, more follows.")) == {}


def test_what_stands_under_no_heading_is_kept_where_it_is_more_than_a_greeting() -> None:
    assert said(read(LONG)) == {"": LONG.strip()}
    assert said(read(f"{LONG}\n\nConflicts of interest: none"))[""] == LONG.strip()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Name: Dr Alice Brown", "Dr Alice Brown"),
        ("NAME :  Dr Alice Brown ", "Dr Alice Brown"),
        ("**Name:** Dr Alice Brown", "Dr Alice Brown"),
        ("Full name: Alice O’Neill-Ångström", "Alice O’Neill-Ångström"),
        ("Candidate: Dr Alice Brown", "Dr Alice Brown"),
        ("Applicant's name: Dr Alice Brown", "Dr Alice Brown"),
        ("Name: Dr Alice Brown <a.brown@x.example>", "Dr Alice Brown"),
        ("Name: Dr Alice Brown https://evil.example", "Dr Alice Brown"),
        ("Name:", ""),
        ("My name is Alice", ""),
    ],
)
def test_a_line_above_the_headings_says_for_whom_it_is(line: str, name: str) -> None:
    found = read(f"{line}\n\nStatement: I am a doctor.")
    assert (found.name, said(found)) == (name, {STATEMENT: "I am a doctor."})


def test_a_name_below_a_heading_is_a_part_of_what_stands_there() -> None:
    found = read("Conflicts of interest:\nMy partner holds shares.\nName: Acme Ltd")
    assert (found.name, said(found)) == ("", {CONFLICTS: "My partner holds shares.\nName: Acme Ltd"})


@pytest.mark.parametrize(
    "line",
    ["WITHDRAW", "withdraw.", "I withdraw", "I would like to withdraw my application, thanks", "I wish to withdraw",
     "Please withdraw my name from the election", "I'm withdrawing", "I withdraw my expression of interest."],
)  # fmt: skip
def test_a_candidate_withdraws_with_the_first_line(line: str) -> None:
    assert read(f"{line}\n\nKind regards\nAlice").withdraws


@pytest.mark.parametrize(
    "line",
    ["I will not withdraw", "Should I withdraw?", "I withdraw my earlier remark", "My partner withdrew from Acme in 2019",
     "Statement: I withdraw", "Do not withdraw my name", "When can I withdraw?"],
)  # fmt: skip
def test_nobody_withdraws_by_speaking_of_it(line: str) -> None:
    assert not read(line).withdraws


@pytest.mark.parametrize(
    ("text", "applies"),
    [
        ("I would like to stand. My statement follows.", True),
        ("Please accept my application", True),
        ("Here is my expression of interest", True),
        ("I nominate myself", True),
        ("I am happy to put my name forward", True),
        ("Thank you, this is not for me", False),
        ("When is the closing date?", False),
    ],
)
def test_words_may_say_that_somebody_stands(text: str, applies: bool) -> None:
    assert read(text).applies is applies


def test_a_question_is_seen_as_one() -> None:
    assert read("What is the salary?").asks
    assert not read("I am a doctor.").asks


def test_words_below_a_large_file_are_found_where_the_whole_message_is_at_hand() -> None:
    head = b'From: a@x.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n'
    file = (
        b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n"
        + b"x" * 300_000
    )
    tail = b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nConflicts of interest: none\r\n--b--\r\n"
    whole = head + file + tail
    incoming = read_message(whole[: 256 * 1024], size=len(whole))
    assert read_expression(incoming).headings == ()
    assert read_expression(incoming, whole).headings == (CONFLICTS,)


def test_the_first_heading_is_known_at_the_top_of_the_words_alone() -> None:
    def first(text: str) -> str:
        return first_heading(own_words(Incoming(text=text)))

    assert first("Statement: I am a doctor.") == first("STATEMENT\nI am a doctor.") == STATEMENT
    assert first("2") == first("Hello\nStatement: I am.") == first("") == ""


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Dr Alice Brown", "Dr Alice Brown"),
        ("  Dr\tAlice\u202e Brown\n", "Dr Alice Brown"),
        ('"Brown, Alice"', "Alice Brown"),
        ("BROWN, Alice (HART SURGERY - K84001)", "Alice BROWN"),
        ("DE LA PENA, Maria", "Maria DE LA PENA"),
        ("Dr. Al-Hassan, Omar, MRCGP", "Dr. Omar Al-Hassan"),
        ("Dr Alice Brown, MRCGP", "Dr Alice Brown"),
        ("Alice Brown [she/her", "Alice Brown"),
        ("Alice <script>", "Alice"),
        ("a.brown@x.example", ""),
        ("x" * 500, "x" * 100),
    ],
)
def test_a_name_is_one_bearable_line_as_it_is_spoken_without_address_link_or_addition(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_what_is_missing_is_said_in_the_order_of_the_constitution() -> None:
    assert missing({CONFLICTS}, unchecked=False) == (STATEMENT, EXPERIENCE)
    assert missing({STATEMENT, EXPERIENCE, CONFLICTS}, unchecked=True) == ()
    assert missing({STATEMENT}, unchecked=True) == (UNCHECKED, EXPERIENCE, CONFLICTS)


def test_completeness_is_said_in_words() -> None:
    assert completeness(()) == "complete"
    assert completeness((CONFLICTS,)) == "without “Conflicts of interest”"
    assert "has to be looked into" in completeness((UNCHECKED, STATEMENT))


def test_no_repr_shows_what_a_candidate_wrote() -> None:
    found = read("Statement: zanzibar\nName: zanzibar")
    assert "zanzibar" not in repr(replace(found, name=""))


@given(st.text(max_size=600), st.one_of(st.none(), st.text(max_size=600)))
def test_nothing_raises_whatever_a_message_says(text: str, html: str | None) -> None:
    read(text, html)


@given(st.binary(max_size=300))
def test_nothing_raises_whatever_a_message_is(junk: bytes) -> None:
    read_expression(replace(read_message(junk), truncated=True), junk)
