"""Interface 6: commands and forms as people and mail programs write them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.commands import Misunderstood, alike, canonical, form_in, read_instruction, understand
from mailvote.mail.forms import END_OF_FORM, Instruction, form_lines
from mailvote.mail.layouts import LAYOUTS, command_name, layout_of
from mailvote.mail.tidy import folded, spaced, typed
from mailvote.mail.votelines import ITEM_LINE
from tests.rules.examples import CALENDAR, ELECTION

START = LAYOUTS["start"]
FORM = Instruction(
    verb="start",
    argument="election",
    fields=(("Title", "Locality Clinical Director"), ("Closes", "30 November 2026 17:00"), ("Note", "One.\n\nTwo.")),
    items=("Dr Amina Osei <a.osei@hart.example>", "Dr Bryn Example"),
)
EXTENSION = Instruction(verb="extend", argument="SELG-2026-03", fields=(("Closes", "2 December 2026 17:00"),))

PLAIN_FORM = """start election
Title: Locality Clinical Director
Closes: 30 November 2026 17:00
Candidates:
- Dr Amina Osei <a.osei@hart.example>
- Dr Bryn Example
Note: One.

Two.
End of form
"""


def read(text: str, subject: str = "") -> Instruction | None:
    return read_instruction(subject, text.split("\n"))


@pytest.mark.parametrize(
    ("line", "verb", "argument"),
    [
        ("help", "help", ""),
        ("Help, please!", "help", ""),
        ("please help me", "help", ""),
        ("new election", "new", "election"),
        ("NEW  ELECTION.", "new", "election"),
        ("New an election", "new", "election"),
        ("new decision", "new", "decision"),
        ("new meeting vote", "new", "meeting vote"),
        ("start election", "start", "election"),
        ("start county-decision", "start", "county-decision"),
        ("start run-off selg-2026-03", "start", "run-off SELG-2026-03"),
        ("start the runoff of selg-2026-03", "start", "run-off SELG-2026-03"),
        ("Start County Decision, please", "start", "county decision"),
        ("start 2027-budget", "start", "2027-budget"),
        ("record votes for selg-2026-03:", "record", "SELG-2026-03"),
        ("Set Lead", "set", "lead"),
        ("declare my interest", "declare", "interest"),
        ("review interest #007", "review", "interest 7"),
        ("settle 12 as 1 and 2", "settle", "12 as 1 and 2"),
        ("status", "status", ""),
        ("Status of selg–2026–03", "status", "SELG-2026-03"),
        ("status SELG\u20112026\u201103, thanks", "status", "SELG-2026-03"),
        ("cancel", "drop", ""),
        ("Drop it", "drop", ""),
        ("cancel selg-2026-03", "cancel", "SELG-2026-03"),
        ("Call for candidates", "call", ""),
        ("new call for candidates", "new", "call for candidates"),
        ("reopen the call for selg-2026-03", "reopen", "SELG-2026-03"),
        ("panel SELG-2026-03", "panel", "SELG-2026-03"),
        ("assess selg-2026-03", "assess", "SELG-2026-03"),
        ("launch SELG-2026-03", "launch", "SELG-2026-03"),
        ("start the election selg-2026-03", "launch", "SELG-2026-03"),
        ("confirm the outcome of SELG-2026-03", "outcome", "SELG-2026-03"),
        ("Confirm outcome selg-2026-03, thanks", "outcome", "SELG-2026-03"),
        ("hold SELG-2026-03", "hold", "SELG-2026-03"),
        ("release SELG-2026-03", "release", "SELG-2026-03"),
        ("show offices", "offices", ""),
        ("extend\u00a0SELG-2026-03", "extend", "SELG-2026-03"),
        ("remind SELG-2026-03", "remind", "SELG-2026-03"),
        ("resend SELG-2026-03 “Nettlebed Surgery”", "resend", 'SELG-2026-03 "Nettlebed Surgery"'),
        ("settle 12 AS Dr B. Example", "settle", "12 as Dr B. Example"),
        ("settle #12 as abstain", "settle", "12 as abstain"),
        ("reject 12", "reject", "12"),
        ("Confirm", "confirm", ""),
        ("Yes, I confirm. ", "confirm", ""),
        ("**confirm**", "confirm", ""),
        ("confirm, many thanks", "confirm", ""),
    ],
)
def test_a_command_is_read_in_any_case_spacing_and_typography(line: str, verb: str, argument: str) -> None:
    expected = Instruction(verb=verb, argument=argument)
    assert read(line) == expected
    assert read(f"\nDear all,\n\n{line}\n") == expected
    assert read("", subject=line) == expected
    assert read("", subject=f"Re: [EXTERNAL] {line}") == expected


@pytest.mark.parametrize(
    "line",
    [
        "", "confirm outcome", "I cannot confirm", "confirm?", "don't confirm", "confirm but later",
        "new patient leaflets are here", "cancel my lunch", "status quo", "help yourself to cake", "hold the line",
        "record a message", "reject", "settle 12", "settle 1234567890 as 2", "extend the deadline please",
    ],
)  # fmt: skip
def test_what_is_no_command_is_not_made_one(line: str) -> None:
    assert read(line) is None
    assert read("", subject=line) is None


def test_a_forwarded_subject_commands_nothing() -> None:
    assert read("", subject="Fwd: confirm") is None
    assert read("See below", subject="FW: cancel SELG-2026-03") is None


def test_the_own_words_go_before_the_subject() -> None:
    assert read("status", subject="new election") == Instruction(verb="status")
    assert read("Here it is.", subject="new election") == Instruction(verb="new", argument="election")


def test_an_extension_may_say_its_date_on_the_line() -> None:
    assert read("extend SELG-2026-03 to 2 December 2026") == read("extend SELG-2026-03\nCloses: 2 December 2026")


def test_a_form_is_read_as_it_was_written() -> None:
    assert read(PLAIN_FORM) == FORM
    assert form_in(PLAIN_FORM.split("\n")) == FORM
    assert canonical(FORM) == PLAIN_FORM


MANGLED = {
    "no-break spaces": PLAIN_FORM.replace(" ", "\u00a0"),
    "bold keys": PLAIN_FORM.replace("Title:", "*Title:*").replace("Closes:", "**Closes**:"),
    "a blank before the colon": PLAIN_FORM.replace("Title:", "Title :").replace("Candidates:", "CANDIDATES  :"),
    "blank lines between all": PLAIN_FORM.replace("\n\n", "\n").replace("One.", "One.").replace("\n", "\n\n"),
    "bullets": PLAIN_FORM.replace("- Dr", "•\tDr"),
    "Outlook's bullets": PLAIN_FORM.replace("- Dr", "·         Dr"),
    "Word's bullets": PLAIN_FORM.replace("- Dr", "o   Dr"),
    "dashes": PLAIN_FORM.replace("- Dr", "– Dr"),
    "numbers": PLAIN_FORM.replace("- Dr A", "1. Dr A").replace("- Dr B", "2. Dr B"),
    "no bullets at all": PLAIN_FORM.replace("- Dr", "Dr"),
    "quote marks": "".join(f"> {line}\n" for line in PLAIN_FORM.splitlines()),
    "quoted twice": "".join(f">> {line}\n" for line in PLAIN_FORM.splitlines()),
    "a wrapped title": PLAIN_FORM.replace("Locality Clinical Director", "Locality Clinical\nDirector"),
    "a wrapped candidate": PLAIN_FORM.replace("Osei <", "Osei\n<"),
    "empty bullets": PLAIN_FORM.replace("- Dr A", "-\n-\n- Dr A"),
    "empty fields": PLAIN_FORM.replace("Closes:", "Group:\nSeats:\nCloses:"),
    "capitals": PLAIN_FORM.replace("start election", "Start Election").replace("Note", "NOTE"),
    "spaces in front": PLAIN_FORM.replace("\n", "\n   "),
    "words in front": f"Please see below.\n\nFrom: ballots@selg.example\nSubject: Form\n\n{PLAIN_FORM}",
    "words behind": f"{PLAIN_FORM}\nMorgan Reed\nTel: 01865 000000\n",
    "other names of keys": PLAIN_FORM.replace("Closes:", "Close:").replace("Note:", "Notes:"),
}


@pytest.mark.parametrize("name", MANGLED)
def test_what_mail_programs_do_to_a_form_does_not_matter(name: str) -> None:
    form = form_in(MANGLED[name].splitlines())
    assert form == FORM
    assert alike(form, FORM)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (("Director", "Director!"), False),
        (("17:00", "18:00"), False),
        (("- Dr Bryn Example\n", ""), False),
        (("One.", "One"), False),
        (("One.\n\nTwo.", "One.\nTwo."), True),
        (("Locality", "Locality "), True),
        (("<a.osei@hart.example>", "<a.osei@hart.example><mailto:a.osei@hart.example>"), True),
    ],
)
def test_an_edited_form_is_told_from_one_that_a_mail_program_has_handled(change: tuple[str, str], same: bool) -> None:
    form = form_in(PLAIN_FORM.replace(*change).split("\n"))
    assert form is not None
    assert alike(form, FORM) is same


def test_an_extension_in_a_quoted_proof_is_a_form_too() -> None:
    lines = ["> extend SELG-2026-03", "> Closes: 2 December 2026 17:00", "> End of form"]
    assert form_in(lines) == EXTENSION


def test_a_doubled_mail_link_stays_with_its_candidate() -> None:
    text = PLAIN_FORM.replace("<a.osei@hart.example>", "<a.osei@hart.example<mailto:a.osei@hart.example>>")
    form = form_in(text.split("\n"))
    assert form is not None
    assert form.items[0].startswith("Dr Amina Osei <a.osei@hart.example<mailto:")


def test_two_candidates_without_bullets_stay_two() -> None:
    form = form_in(["start election", "Title: x", "Candidates:", "Dr A", "Dr B", "Dr C <c@x.example>"])
    assert form is not None
    assert form.items == ("Dr A", "Dr B", "Dr C <c@x.example>")


def test_a_misspelt_key_is_kept_to_be_named_and_not_swallowed_by_the_note() -> None:
    form = read("start election\nTitel: x\nNote: Please note: bring cake.\nClosses: 30/11/2026")
    assert form is not None
    assert form.fields == (("Titel", "x"), ("Closses", "30/11/2026"), ("Note", "Please note: bring cake."))


def test_a_list_inside_a_note_is_part_of_the_note() -> None:
    form = read("start election\nTitle: x\nCandidates:\n- A\nNote: Bring\n- cake\n- tea")
    assert form is not None
    assert (form.items, form.value("Note")) == (("A",), "Bring\n- cake\n- tea")


def test_a_line_that_only_mentions_a_command_is_no_form() -> None:
    assert form_in(["I wanted to", "start election", "but could not find the form."]) is None
    assert form_in(["> status SELG-2026-03"]) is None
    assert form_in([]) is None


def test_blank_fields_are_shown_where_a_form_asks_for_them() -> None:
    lines = form_lines(Instruction(verb="start", argument="election"), blanks=("Title", "Candidates", "Note"))
    assert lines == ("start election", "Title:", "Candidates:", "-", "-", "Note:", END_OF_FORM)


def test_the_word_above_the_list_is_the_one_that_was_written_or_asked_for() -> None:
    poll = read("start poll\nTitle: x\nOptions:\n- A\n- B")
    assert poll is not None
    assert form_lines(poll)[2] == "Options:"
    assert form_lines(poll, heading="Candidates")[2] == "Candidates:"
    assert form_lines(replace(poll, heading=""), blanks=("Title", "Options"))[2] == "Options:"
    assert form_lines(replace(poll, heading=""))[2] == "Candidates:"
    assert form_lines(replace(poll, items=()), blanks=("Options",))[2:5] == ("Options:", "-", "-")


def test_what_no_form_knows_stands_first_in_it_to_be_seen() -> None:
    form = read("start election\nTitle: x\nColour: blue\nQuestion: Why?")
    assert form is not None
    assert form_lines(form) == ("start election", "Colour: blue", "Title: x", "Question: Why?", END_OF_FORM)
    assert form_in(form_lines(form)) == form


def test_each_form_has_its_own_fields_and_takes_no_other_line_out_of_its_prose() -> None:
    cancelled = read("cancel SELG-2026-03\nReason: Dr A withdrew.\nName: none\nCloses: never\nFrom: now on")
    assert cancelled is not None
    assert cancelled.fields == (("Reason", "Dr A withdrew.\nName: none\nCloses: never\nFrom: now on"),)


def test_what_stands_beside_the_form_is_kept_apart() -> None:
    instruction = read("confirm\nbut not before Monday\n\nCheers")
    assert instruction == Instruction(verb="confirm")
    assert instruction is not None
    assert instruction.rest == ("but not before Monday", "Cheers")


def test_near_words_are_found() -> None:
    assert START.nearest("Candidtaes") == "Candidates"
    assert START.nearest("Tel") != "Note"


COMMANDS = (
    "start election",
    "start county decision",
    "start run-off SELG-2026-03",
    "extend SELG-2026-03",
    "cancel SELG-2026-03",
    "set lead",
    "set deputy",
    "set proxy",
    "nominate deputy",
    "nominate proxy",
    "interest",
    "declare interest",
    "record SELG-2026-03",
    "call for candidates",
    "reopen call SELG-2026-03",
    "panel SELG-2026-03",
    "assess SELG-2026-03",
    "launch SELG-2026-03",
    "confirm outcome SELG-2026-03",
    "hold SELG-2026-03",
    "set office",
    "vacancy",
)
"""One of every command that has a form."""


def begun(command: str) -> Instruction:
    started = read(command)
    assert started is not None
    return started


def test_every_form_is_among_those_that_are_tested_here() -> None:
    assert {command_name(begun(command)) for command in COMMANDS} == set(LAYOUTS)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters=":：@"), max_size=40).map(spaced).filter(
    lambda words: words and words[0].isalnum() and folded(words) != folded(END_OF_FORM) and not ITEM_LINE.fullmatch(words)
)  # fmt: skip
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=4).map("\n\n".join)


@st.composite
def filled_in(draw: st.DrawFn) -> Instruction:
    """Any command with a form, and any of its fields."""
    started = begun(draw(st.sampled_from(COMMANDS)))
    layout = layout_of(started)
    keys = draw(st.lists(st.sampled_from(layout.fields), unique=True)) if layout.fields else []
    values = [
        (key, draw(PARAGRAPHS if key in layout.prose else WORDS)) for key in sorted(keys, key=layout.fields.index)
    ]
    items = draw(st.lists(WORDS, max_size=4)) if layout.heading else []
    votes = draw(st.lists(WORDS.map("The Bell: {}".format), max_size=4)) if started.verb == "record" else []
    return replace(started, fields=tuple(values), items=(*items, *votes))


@given(instruction=filled_in(), heading=st.sampled_from(["", "Options"]))
def test_a_canonical_form_reads_back_as_the_same_instruction(instruction: Instruction, heading: str) -> None:
    assert read(canonical(instruction)) == instruction
    lines = form_lines(instruction, heading=heading if heading in layout_of(instruction).lists else "")
    assert read("\n".join(lines)) == instruction
    quoted = form_in([f"> {line}" for line in lines])
    assert quoted == (instruction if instruction.fields or instruction.items else None)
    assert alike(quoted or instruction, instruction)


@given(text=st.text(max_size=300), subject=st.text(max_size=40), command=st.sampled_from(COMMANDS))
def test_whatever_is_read_is_read_again_from_its_canonical_form(text: str, subject: str, command: str) -> None:
    first = read_instruction(subject, [command, *text.split("\n")])
    assert first is not None
    assert read(canonical(first)) == first


KEYS = ("Title", "Question", "Note", "Reason", "Closes", "Name", "Email", "From", "Until", "To", "Practice", "Ballot",
        "Titel", "Emial", "Sent", "Subject", "x", "*Title*", "E-mail")  # fmt: skip
VALUES = ("", "a", "1 December 2026", "B <b@x.example>", "SELG-2026-03", "y" * 60)
LOOSE = ("", "", "- b", "b", "> q", "b@x.example", "Candidates:", "Options:", "End of form", "-", "----", "d" * 60)
LINES = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)).map(": ".join) | st.sampled_from(LOOSE)


@given(lines=st.lists(LINES, max_size=12), command=st.sampled_from(COMMANDS))
def test_any_order_of_lines_reads_back_from_its_canonical_form(lines: list[str], command: str) -> None:
    first = read_instruction("", [command, *lines])
    assert first is not None
    assert read(canonical(first)) == first


@given(
    lines=st.lists(LINES, max_size=12), command=st.sampled_from((*COMMANDS, "confirm", "interest The Bell", "roster"))
)
def test_whatever_is_understood_is_understood_the_same_from_its_proof(lines: list[str], command: str) -> None:
    rule_sets = {name: replace(ELECTION, name=name) for name in ("election", "county-decision")}
    first = read_instruction("", [command, *lines])
    assert first is not None
    again = read(canonical(first))
    assert again is not None
    meant = understand(first, CALENDAR, rule_sets)
    assert meant == understand(again, CALENDAR, rule_sets) or isinstance(meant, Misunderstood)


@given(text=st.text(max_size=100))
def test_tidying_is_done_once(text: str) -> None:
    assert spaced(spaced(text)) == spaced(text)
    assert typed(typed(text)) == typed(text)
    assert not any(ord(letter) < 32 or letter in "\u2028\u2029\u0085\u00a0" for letter in spaced(text))
