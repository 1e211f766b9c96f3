"""R20: what a panel in a hurry writes, and what is made of it: never a wrong finding, and every line that fails named."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.clauses import Why
from mailvote.mail.findings import DIFFERENT, FAULTS, Docket, Reading, read_answer, read_findings
from mailvote.mail.message import Incoming
from mailvote.mail.reply import own_words
from mailvote.resources import vocabulary

ALICE, BOB, CAROL, DAVE = 11, 12, 13, 14
NAMES = {ALICE: "Dr Alice Brown", BOB: "Dr Bob Carter", CAROL: "Dr Carol O'Brien-Lee"}
LETTERS = {"A": ALICE, "B": BOB, "C": CAROL, "D": DAVE}
ENGLISH = vocabulary()


def docket(
    names: dict[int, str] | None = None, *, asked: set[int] | None = None, unreasoned: set[int] | None = None
) -> Docket:
    names = names or NAMES
    return Docket(
        names=names,
        asked=frozenset(asked or names),
        unreasoned=frozenset(unreasoned or ()),
        sender_name="Dr Naomi Shah",
        vocabulary=ENGLISH,
    )


def read(text: str, on: Docket | None = None) -> Reading:
    return read_findings(text.splitlines(), on or docket())


def short(reading: Reading) -> str:
    """`A+ B- C-(no experience)`: the findings by the letters of the candidates."""
    called = {number: letter for letter, number in LETTERS.items()}
    parts = (
        f"{called[one.candidate]}{'+' if one.is_eligible else '-'}{f'({one.reason})' if one.reason else ''}"
        for one in reading.findings
    )
    return " ".join(parts)


TWO = docket({ALICE: NAMES[ALICE], BOB: NAMES[BOB]})
ONE = docket({ALICE: NAMES[ALICE]})

READ = [
    ("eligible: Dr Alice Brown\nnot eligible: Dr Bob Carter because no experience", "A+ B-(no experience)"),
    ("Dr Alice Brown: not eligible, she is no clinician\nDr Bob Carter: eligible", "A-(she is no clinician) B+"),
    ("Eligible - Dr Brown and Dr Carter. Not eligible: Dr O'Brien-Lee because no experience", "A+ B+ C-(no experience)"),
    ("All eligible", "A+ B+ C+"),
    ("all three are eligible.", "A+ B+ C+"),
    ("Hi Morgan,\n\nAll eligible, thanks.\n\nNaomi", "A+ B+ C+"),
    ("Hi Morgan, all eligible", "A+ B+ C+"),
    ("Everyone is eligible", "A+ B+ C+"),
    ("I find all candidates eligible.", "A+ B+ C+"),
    ("Dr Brown yes, Dr Carter no (conflict)", "A+ B-(conflict)"),
    ("Dr Brown yes, Dr Carter no - conflict of interest, Dr O'Brien-Lee yes", "A+ B-(conflict of interest) C+"),
    ("Alice yes, Bob no because of a conflict, Carol yes", "A+ B-(a conflict) C+"),
    ("brown yes\ncarter no (conflict)\nobrien-lee yes", "A+ B-(conflict) C+"),
    ("yes to brown and carter, no to obrien lee because no experience", "A+ B+ C-(no experience)"),
    ("Brown ✅ Carter ❌ (conflict)", "A+ B-(conflict)"),
    ("Eligible:\n- Dr Alice Brown\n- Dr Bob Carter\n\nNot eligible:\n- Dr Carol O'Brien-Lee (no experience)",
     "A+ B+ C-(no experience)"),
    ("Eligible:\nDr Alice Brown\nDr Bob Carter\nNot eligible:\nDr Carol O'Brien-Lee - no experience at all",
     "A+ B+ C-(no experience at all)"),
    ("Eligible: Dr Brown; Dr Carter\nIneligible: Dr O'Brien-Lee as she lacks experience",
     "A+ B+ C-(she lacks experience)"),
    ("1. Dr Alice Brown – eligible\n2. Dr Bob Carter – not eligible, has a conflict", "A+ B-(has a conflict)"),
    ("Dr Carter is not eligible. He has no experience of commissioning. Nor is he a partner.",
     "B-(He has no experience of commissioning. Nor is he a partner.)"),
    ("Not eligible: Dr Carter because he has no experience of commissioning and the\nperson specification asks for two years",
     "B-(he has no experience of commissioning and the person specification asks for two years)"),
    ("Not eligible: Dr Carter\n\nReason: no experience", "B-(no experience)"),
    ("Dr Brown and Dr Carter are eligible, Dr O'Brien-Lee is not (no experience).", "A+ B+ C-(no experience)"),
    ("None are eligible because no statement says anything", "A-(no statement says anything) B-(no statement says anything) C-(no statement says anything)"),
    ("All eligible except Dr Carter (conflict)", "A+ B-(conflict) C+"),
    ("All are eligible but not Carter because of his conflict", "A+ B-(his conflict) C+"),
    ("Carter not eligible due to conflict, the others are eligible", "A+ B-(conflict) C+"),
    ("Not eligible: Dr Carter", "B-"),
    ("ELIGIBLE: DR ALICE BROWN", "A+"),
    ("*Dr Alice Brown*: **eligible**", "A+"),
    ("eligable: Dr Alise Brown", "A+"),
    ("Dr Alice Browne - eligible", "A+"),
    ("Eligible: A. Brown", "A+"),
    ("Dr. A. Brown: eligible. Dr. B. Carter: eligible.", "A+ B+"),
    ("I consider Dr Brown to be eligible and Dr Carter not eligible because he has a conflict.",
     "A+ B-(he has a conflict)"),
    ("Dr Brown meets the criteria", "A+"),
    ("Dr Carter does not meet the person specification because he is not a partner", "B-(he is not a partner)"),
    ("Dr Brown: ineligible (not eligible for the post under section 3)", "A-(not eligible for the post under section 3)"),
    ("Dr Brown: eligible (ten years of experience)", "A+(ten years of experience)"),
    ("Thank you for these. All eligible.", "A+ B+ C+"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), READ)
def test_what_a_panel_writes_is_read(text: str, meant: str) -> None:
    reading = read(text)
    assert short(reading) == meant
    assert reading.unread == ()


@pytest.mark.parametrize(
    "text", ["both", "eligible: both", "Both eligible", "both ok", "Both of them are eligible, thanks"]
)
def test_both_are_the_two_that_were_asked_about(text: str) -> None:
    meant = "" if text == "both" else "A+ B+"
    assert short(read(text, TWO)) == meant


@pytest.mark.parametrize(
    "text", ["eligible: both", "Both eligible", "All two eligible", "Neither is eligible because new"]
)
def test_both_of_three_are_nobody(text: str) -> None:
    reading = read(text)
    assert reading.findings == ()
    assert [why for _, why in reading.unread] == [Why.COUNT]


def test_both_may_be_said_of_those_that_are_left_of_two_and_of_two_that_are_left() -> None:
    assert short(read("Both eligible", docket({ALICE: NAMES[ALICE], BOB: NAMES[BOB]}, asked={BOB}))) == "B+"
    assert short(read("Both eligible", docket(asked={ALICE, BOB}))) == "A+ B+"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Eligible", "A+"),
        ("Yes", "A+"),
        ("She is eligible.", "A+"),
        ("No, she has no experience", "A-(she has no experience)"),
        ("Not eligible because she is no clinician", "A-(she is no clinician)"),
        ("not eligible", "A-"),
        ("Not eligible: no experience of commissioning", "A-(no experience of commissioning)"),
    ],
)
def test_of_one_candidate_alone_a_finding_needs_no_name(text: str, meant: str) -> None:
    assert short(read(text, ONE)) == meant


UNREAD = [
    ("Dr Brown: eligible?", Why.HEDGED),
    ("Is Dr Brown eligible?", Why.HEDGED),
    ("Dr Brown eligible if she resigns", Why.HEDGED),
    ("Dr Brown is probably eligible", Why.HEDGED),
    ("Dr Brown: eligible (subject to references)", Why.HEDGED),
    ("Dr Brown: not eligible unless she resigns", Why.HEDGED),
    ("I am not sure about Dr Brown", Why.HEDGED),
    ("Eligible: Dr Dunn", Why.NOBODY),
    ("eligible: nobody I have ever met", Why.UNREAD),
    ("Not eligible: Dr Brown because no experience and Dr Carter because of a conflict", Why.MIXED),
    ("I do not think that Dr Brown is eligible", Why.UNREAD),
    ("Dr Brown is illegible", Why.UNREAD),
    ("Dr Brown, Dr Carter: eligible, not eligible", Why.UNREAD),
    ("Eligible: Dr Brown, Dr Carter: not eligible", Why.UNREAD),
    ("Not all are eligible", Why.UNREAD),
    ("Eligible", Why.NO_NAME),
    ("Yes", Why.NO_NAME),
    ("Dr Brown", Why.UNREAD),
    ("Dr Brown gave a good statement.", Why.UNREAD),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), UNREAD)
def test_what_could_mean_something_else_finds_nothing_and_is_named(text: str, why: Why) -> None:
    reading = read(text)
    assert reading.findings == ()
    assert reading.unread == ((text, why),)


def test_a_sentence_that_may_be_about_anything_is_nobodys_reason() -> None:
    reading = read("Dr Brown yes, Dr Carter no. I like these letters.\nDr O'Brien-Lee no (new). Let me know.")
    assert short(reading) == "A+ B- C-(new)"
    assert [line for line, _ in reading.unread] == ["I like these letters.", "Let me know."]


def test_one_name_twice_with_different_findings_is_no_finding_and_the_others_stand() -> None:
    reading = read("eligible: Dr Brown\nnot eligible: Dr Carter because new\nDr Brown: not eligible (conflict)")
    assert short(reading) == "B-(new)"
    assert reading.unread == (("Dr Brown: not eligible (conflict)", Why.TWICE),)


def test_all_and_then_not_one_of_them_is_said_twice() -> None:
    reading = read("All eligible.\nNot eligible: Dr Carter because of a conflict")
    assert short(reading) == "A+ C+"
    assert [why for _, why in reading.unread] == [Why.TWICE]


def test_one_name_twice_with_the_same_finding_is_one_finding_with_its_reason() -> None:
    assert short(read("Not eligible: Dr Carter\nDr Carter: not eligible (conflict)")) == "B-(conflict)"


def test_only_half_of_them_leaves_the_others_open() -> None:
    assert short(read("Dr Brown is eligible")) == "A+"


@pytest.mark.parametrize(
    "text",
    ["eligible: Dr Brown\nbut only if she resigns", "Dr Brown: eligible.\nNo.", "Dr Brown: eligible. Or is she?"],
)
def test_a_line_that_takes_something_back_leaves_the_one_before_it_undecided(text: str) -> None:
    reading = read(text)
    assert reading.findings == ()
    assert len(reading.unread) == 1


def test_a_condition_before_everything_leaves_everybody_undecided() -> None:
    assert read("Provided that the references are good:\nAll eligible").findings == ()


def test_a_line_about_somebody_leaves_that_candidate_undecided_and_no_other() -> None:
    reading = read("All eligible\nDr Brown's references worry me")
    assert short(reading) == "B+ C+"
    assert reading.unread == (("Dr Brown's references worry me", Why.UNREAD),)


def test_prose_that_finds_and_doubts_nothing_is_named_and_changes_nothing() -> None:
    reading = read("I enjoyed reading these statements.\nAll eligible")
    assert short(reading) == "A+ B+ C+"
    assert reading.unread == (("I enjoyed reading these statements.", Why.UNREAD),)


NAMESAKES = docket({ALICE: "Dr Alice Brown", BOB: "Dr Ben Brown", CAROL: "Dr Naomi Shaw"})


def test_a_surname_that_two_candidates_share_names_neither() -> None:
    reading = read("Eligible: Dr Brown\nDr Alice Brown: not eligible (new)", NAMESAKES)
    assert short(reading) == ""
    assert reading.unread[0] == ("Eligible: Dr Brown", Why.SHARED)


def test_namesakes_are_told_apart_by_first_names_and_initials() -> None:
    assert short(read("B. Brown no (new), Alice Brown yes", NAMESAKES)) == "A+ B-(new)"


def test_the_signature_of_a_panel_member_is_no_candidate() -> None:
    reading = read("Dr Alice Brown: eligible\n\nDr Naomi Shah", NAMESAKES)
    assert (short(reading), reading.unread) == ("A+", ())


def test_a_reason_that_was_asked_for_may_come_alone() -> None:
    wanting = docket(unreasoned={BOB})
    assert short(read("No experience of commissioning.", wanting)) == "B-(No experience of commissioning)"
    assert short(read("Dr Carter: no experience of commissioning", wanting)) == "B-(no experience of commissioning)"
    assert short(read("because he is not a partner", wanting)) == "B-(he is not a partner)"


def test_a_reason_alone_is_not_given_to_one_of_several_or_to_another() -> None:
    assert read("No experience of commissioning.", docket(unreasoned={ALICE, BOB})).findings == ()
    assert read("Dr Brown has no experience", docket(unreasoned={BOB})).findings == ()
    assert read("Sorry, he is eligible after all", docket(unreasoned={BOB})).findings == ()


def message(text: str | None, html: str | None = None) -> Reading:
    return read_answer(own_words(Incoming(text=text, html=html)), docket(), to_our_letter=True)


LETTER = """On Mon, 23 Nov 2026 at 09:05, Ballots <ballots@selg.example> wrote:
> Please find each candidate eligible or not eligible.
>
> Dr Alice Brown:
> Dr Bob Carter:
> Dr Carol O'Brien-Lee:
"""


def test_an_answer_above_the_letter_is_read() -> None:
    assert short(message(f"All eligible\n\n{LETTER}")) == "A+ B+ C+"


def test_an_answer_below_the_letter_is_read() -> None:
    assert short(message(f"{LETTER}\nAll eligible\n")) == "A+ B+ C+"


def test_an_answer_filled_into_the_letter_is_read() -> None:
    filled = LETTER.replace("Brown:", "Brown: eligible").replace("Carter:", "Carter: not eligible, conflict")
    assert short(message(filled)) == "A+ B-(conflict)"
    assert short(message(f"Hi Morgan,\n\nThanks\n\n{filled}")) == "A+ B-(conflict)"


def test_what_is_written_above_goes_before_what_stands_in_the_letter() -> None:
    filled = LETTER.replace("Brown:", "Brown: eligible")
    assert short(message(f"Dr Alice Brown: not eligible (new)\n\n{filled}")) == "A-(new)"


def test_a_letter_sent_back_as_it_is_finds_nothing() -> None:
    assert message(LETTER) == Reading()


def test_plain_text_and_html_that_differ_find_nothing() -> None:
    reading = message("All eligible", "<p>Dr Alice Brown: eligible</p>")
    assert reading == Reading(unread=(("", DIFFERENT),))


def test_plain_text_and_html_that_say_the_same_in_other_words_are_read() -> None:
    assert short(message("All eligible", "<p>All eligible!</p>")) == "A+ B+ C+"


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_message_that_cannot_be_relied_on_finds_nothing(fault: str) -> None:
    words = replace(own_words(Incoming(text="All eligible")), fault=fault)
    assert read_answer(words, docket(), to_our_letter=True) == Reading(unread=(("", FAULTS[fault]),))


def test_an_afterthought_below_the_signature_leaves_its_candidate_undecided() -> None:
    reading = message("All eligible\n\nKind regards\nNaomi Shah\n\nP.S.\nDr Carter: not eligible (conflict)\n")
    assert short(reading) == "A+ C+"
    assert [why for _, why in reading.unread] == [Why.BELOW]


SAID = (
    "eligible not no yes Dr Alice Brown Bob Carter Carol all both none because except if , . : ; ( ) ? the others "
    "experience she is conflict and but - ✅ Brown's eligable O'Brien-Lee"
)
WORDS = st.sampled_from(SAID.split())


@given(st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=10).map(" ".join))
def test_whatever_is_written_never_raises_and_finds_each_candidate_once(one: str, other: str) -> None:
    reading = read(f"{one}\n{other}")
    numbers = [finding.candidate for finding in reading.findings]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(NAMES)


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    read(text)


ONE_SENTENCE = [text for text, _ in READ if "\n" not in text and ". " not in text and "thanks" not in text]


@given(st.sampled_from(ONE_SENTENCE), st.sampled_from(["if she resigns", "?", "perhaps", "unless he goes"]))
def test_nobody_is_found_eligible_by_a_sentence_that_ends_in_a_doubt(text: str, doubt: str) -> None:
    reading = read(f"{text.rstrip('.')} {doubt}")
    last = max((finding.candidate for finding in read(text).findings if finding.is_eligible), default=None)
    if text.rstrip(".").endswith(("eligible", "yes")):
        assert last not in {finding.candidate for finding in reading.findings if finding.is_eligible}
    if doubt == "?":
        assert reading.findings == ()


@given(st.sampled_from([text for text, _ in READ]), st.sampled_from(["Dr Brown may be difficult", "Dr Carter?"]))
def test_a_line_that_is_not_understood_never_lets_its_candidate_be_settled(text: str, line: str) -> None:
    named = {"Dr Brown may be difficult": ALICE, "Dr Carter?": BOB}[line]
    for written in (f"{text}\n\n{line}", f"{line}\n\n{text}"):
        assert named not in {finding.candidate for finding in read(written).findings}


def test_an_answer_that_is_too_long_finds_nothing_and_its_writer_is_told() -> None:
    for text in ("All eligible\n" * 201, "Dr Brown: eligible " + "because she is good " * 500):
        assert read(text) == Reading(unread=(("", FAULTS["cut-off"]),))


@pytest.mark.parametrize("word", ["Dr. ", "yes and ", "Browm Cartar ", "(", "Dr Brown, ", "not eligible because and, "])
def test_what_is_written_to_keep_us_busy_is_read_in_no_time(word: str) -> None:
    started = process_time()
    read("\n".join([(word * 500)[:990]] * 8))
    assert process_time() - started < 1
