"""What people read: both alternatives say the same, nothing breaks out, nothing is given away."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from mailvote.mail import letters
from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import WIDTH, as_text
from mailvote.mail.commands import Misunderstood, form_in, read_instruction, understand
from mailvote.mail.examples import examples
from mailvote.mail.forms import END_OF_FORM
from mailvote.mail.letter import say_time, short_time, stamp
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tidy import spaced
from mailvote.mail.tokens import body_line, plus_address, subject_mark
from mailvote.mail.wording import Wording
from tests.mail.letterbox import (
    BALLOT_PAPER,
    CALENDAR,
    CODE,
    ELECTED,
    HEAD,
    HOUSE,
    LEAD,
    MEMBER,
    PAPER,
    RECEIVED,
    RULE_SETS,
    TEMPLATES,
    TOKEN,
    WORDING,
    Cast,
    hostile,
)
from tests.mail.visible import read_html, words_of_html, words_of_text
from tests.mail.wholepost import every_letter

LETTERS = every_letter()
CANDIDATES = tuple(option.name for option in PAPER.options)
TAGS = {
    "html", "head", "meta", "title", "style", "body", "table", "tr", "td", "th", "p", "h1", "h2", "ul", "li",
    "a", "span", "strong", "hr", "div", "br", "blockquote",
}  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script> & &amp; &#60;b&#62;",
    "[click](http://evil.example) ![x](http://evil.example/x.png) <http://evil.example> http://evil.example",
    "**bold** _em_ `code` ~~~ ``` # head 1. one - two > three | four || --- === \\ \\\\| $x$ {{ 7*7 }} {% raw %}",
    "a\r\nBcc: everyone@evil.example\n\n# Heading\n\n- item\n    code\n| a | b |\n|---|---|",
    "line\u2028separator\u2029paragraph\x00nul\rbare\x0bvt\x85nel\u202eoverride\ufeff",
    "[x]: http://evil.example\n\n[x]\n\n***\n\n```form\nstart election\n```",
    "Dr Zoë O’Neill-Ångström \U0001f600 李雷",
)


def text_of(name: str) -> str:
    return as_text(LETTERS[name].body)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", LETTERS)
def test_the_html_shows_the_words_of_the_text(name: str) -> None:
    letter = LETTERS[name]
    assert words_of_html(as_html(letter.body, letter.subject)) == words_of_text(as_text(letter.body))


@pytest.mark.parametrize("name", LETTERS)
def test_the_html_is_whole_in_itself(name: str) -> None:
    page = read_html(as_html(LETTERS[name].body, LETTERS[name].subject))
    assert page.tags <= TAGS
    assert all(target.startswith("mailto:") for target in page.targets)


@pytest.mark.parametrize("name", LETTERS)
def test_no_line_of_prose_is_wider_than_a_mail_program(name: str) -> None:
    if "form" not in name and "proof" not in name:
        assert max(len(line) for line in text_of(name).splitlines()) <= WIDTH


@pytest.mark.parametrize("name", LETTERS)
def test_no_subject_holds_a_choice_or_a_line_break(name: str) -> None:
    subject = LETTERS[name].subject
    assert subject == spaced(subject) != ""
    assert not any(candidate in subject for candidate in CANDIDATES)
    assert not re.search(r"abstain|abstention", subject, re.IGNORECASE)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_is_only_ever_words(value: str) -> None:
    for name, letter in every_letter(hostile(value)).items():
        html, text = as_html(letter.body, letter.subject), as_text(letter.body)
        page = read_html(html)
        assert page.tags <= TAGS, name
        assert all(target.startswith("mailto:") for target in page.targets), name
        assert words_of_html(html) == words_of_text(text), name
        assert letter.subject == spaced(letter.subject), name


@given(value=st.text(min_size=1, max_size=60))
def test_any_value_stands_literally_in_both_alternatives(value: str) -> None:
    plain = f"x{spaced(value)}x"
    letter = letters.unclear(WORDING, HOUSE, BALLOT_PAPER, sentence=plain, received_at=RECEIVED)
    assert flat(plain) in flat(as_text(letter.body))
    assert flat(plain) in flat("".join(read_html(as_html(letter.body, letter.subject)).words))


@given(name=st.text(min_size=1, max_size=40))
def test_any_name_stands_literally_in_a_table(name: str) -> None:
    plain = f"x{spaced(name)}x"
    outcome = replace(ELECTED, figures=((plain, "4"),))
    letter = letters.declaration(WORDING, HOUSE, PAPER, "", outcome, ())
    assert flat(plain) in flat(as_text(letter.body))
    assert flat(plain) in flat("".join(read_html(as_html(letter.body, "")).words))


@given(note=st.text(max_size=200))
def test_a_note_keeps_its_words_and_its_paragraphs_alone(note: str) -> None:
    noted = replace(PAPER, note=f"x{note}x")
    letter = letters.paper(WORDING, HOUSE, replace(BALLOT_PAPER, paper=noted))
    html, text = as_html(letter.body, ""), as_text(letter.body)
    assert read_html(html).tags <= TAGS
    assert words_of_html(html) == words_of_text(text)
    assert all(word in text.split() for word in spaced(f"x{note}x").split())


def test_a_paper_begins_with_the_instruction_the_options_and_the_deadline() -> None:
    assert text_of("paper").splitlines()[:12] == [
        REPLY_ABOVE,
        "",
        "Reply with just the number, for example 2.",
        "",
        "Whom does your practice choose as Locality Clinical Director?",
        "",
        "  1 Dr Amina Osei",
        "  2 Dr Bryn Example",
        "  3 Dr Caoimhe O’Neill",
        "",
        "Your reply must reach us before Monday 30 November 2026 at 17:00 (GMT,",
        "Europe/London time). You vote for Nettlebed Surgery.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "To abstain, reply with the one word: ABSTAIN",
        "An abstention counts as taking part; silence does not.",
        "Only the election manager and the staff named for it.",
        "Votes are destroyed one month after the outcome is confirmed.",
        "The last vote that we receive before the close counts; the lead outranks the deputy, and the deputy a proxy.",
        "The candidate with the most votes is elected. If candidates tie, the tied candidates alone stand in a further "
        "election.",
        "The ballot is valid if at least 80% of all practices take part.",
        "Dr Amina Osei: a.osei@hart.example",
        body_line(TOKEN),
        "South East Oxfordshire Locality Group",
        f"Fingerprint of the record so far: {HEAD}",
    ],
)
def test_a_paper_says_how_the_vote_works(sentence: str) -> None:
    assert sentence in flat(text_of("paper"))


def test_the_subject_says_by_when_what_and_which_ballot() -> None:
    assert LETTERS["paper"].subject == ("Vote by Mon 30 Nov 17:00: Locality Clinical Director [SELG-2026-03 K4QM-7RTC]")


@pytest.mark.parametrize("name", ["paper", "reminder", "receipt", "extended", "unclear", "challenge", "warning"])
def test_no_candidate_stands_below_the_rule(name: str) -> None:
    candidate = replace(LEAD, name=CANDIDATES[0])
    letter = letters.paper(WORDING, HOUSE, replace(BALLOT_PAPER, person=candidate))
    for text in (text_of(name), as_text(letter.body)):
        foot = text[text.index("- - - -") :]
        assert not any(option in foot for option in CANDIDATES)


def test_each_option_has_a_link_that_writes_the_reply() -> None:
    targets = read_html(as_html(LETTERS["paper"].body, "")).targets
    assert [target.partition("&body=")[2] for target in targets] == ["VOTE%201", "VOTE%202", "VOTE%203", "ABSTAIN"]
    address, _, rest = unquote(targets[0]).removeprefix("mailto:").partition("?subject=")
    assert address == plus_address(HOUSE.address, TOKEN)
    assert rest.partition("&")[0] == f"Vote {subject_mark(PAPER.reference, TOKEN)}"


def test_without_plus_addressing_the_subject_of_a_link_carries_the_whole_code() -> None:
    house = replace(HOUSE, plus_addressing=False)
    target = read_html(as_html(letters.paper(WORDING, house, BALLOT_PAPER).body, "")).targets[0]
    assert unquote(target).startswith(f"mailto:{HOUSE.address}?subject=Vote [SELG-2026-03 K4QM-7RTC] {TOKEN}&")


def test_a_specimen_has_no_code_and_no_live_button() -> None:
    letter = LETTERS["specimen"]
    assert letter.subject.endswith("[SELG-2026-03]")
    assert "code" not in text_of("specimen").rpartition("- - -")[2]
    assert read_html(as_html(letter.body, "")).targets == []


def test_a_proof_shows_the_specimen_without_a_second_marker_line() -> None:
    assert text_of("proof").count(REPLY_ABOVE) == 1
    assert "> Reply with just the number, for example 2." in text_of("proof")


def test_a_receipt_says_how_the_vote_was_understood_and_what_it_replaces() -> None:
    text = flat(text_of("receipt"))
    assert "vote of Nettlebed Surgery as: 2 Dr Bryn Example" in text
    assert "It replaces the earlier vote of your practice." in text
    assert "before Monday 30 November 2026 at 17:00" in text
    assert CODE in text
    assert HEAD in text_of("receipt").split()


def test_a_receipt_of_an_abstention_names_no_candidate() -> None:
    text = text_of("receipt of an abstention")
    assert "An abstention" in text
    assert "replaces" not in text
    assert not any(candidate in text for candidate in CANDIDATES)


@pytest.mark.parametrize(
    "name", ["colleague notice", "outranked voter", "outranked lead", "superseded voter",
             "manager outranked", "manager superseded"]
)  # fmt: skip
def test_r22_other_people_are_told_of_a_vote_but_never_which(name: str) -> None:
    source = LETTERS[name].body.replace("VOTE%20", "")
    listed = sum(source.count(candidate) for candidate in CANDIDATES)
    assert listed in (0, len(CANDIDATES))
    assert CODE not in source


def test_case_11_and_12_name_the_rank_as_the_reason() -> None:
    for name in ("outranked voter", "outranked lead", "superseded voter", "manager outranked"):
        assert "a vote of the lead outranks one of the deputy" in flat(text_of(name))


def test_a_challenge_carries_a_confirmation_code_and_not_the_papers() -> None:
    text = text_of("challenge")
    assert f"Confirmation code: {TOKEN}" in text
    assert "Ballot paper code" not in text
    assert "We read it as: 2 Dr Bryn Example." in text


def test_which_ballot_holds_no_code_that_a_reply_could_quote() -> None:
    assert TOKEN not in text_of("which")
    assert TOKEN[::-1] not in text_of("which")


def test_r24_the_declaration_gives_totals_turnout_and_codes_in_order() -> None:
    text = text_of("declaration")
    lines = text.splitlines()
    assert lines[0] == "Elected: Dr Amina Osei"
    assert "Dr Bryn Example         3" in lines
    assert text.index(CODE) < text.index("brisk-otter-lamp-field")
    assert MEMBER.name not in text


def test_codes_stay_out_where_the_rules_do_not_publish_them() -> None:
    quiet = replace(PAPER, rules=replace(PAPER.rules, publish_codes=False))
    held = replace(BALLOT_PAPER, paper=quiet)
    receipt = letters.receipt(
        WORDING, HOUSE, held, choice=(1,), received_at=RECEIVED, code=CODE, head=HEAD, replaced=False
    )
    assert "declaration lists" not in as_text(receipt.body)


def test_p4_the_managers_copy_has_the_line_in_which_all_messages_add_up() -> None:
    line = "14 messages received: 8 counted + 1 replaced + 1 rejected + 2 automatic + 2 commands = 14."
    assert line in flat(text_of("manager declaration"))


def test_the_managers_copy_is_marked_and_holds_the_tally_sheet() -> None:
    text = text_of("manager declaration")
    assert text.startswith("Confidential: this copy shows how each practice voted.")
    assert any(line.split() == ["Nettlebed", "Surgery", "Dr", "Amina", "Osei", "lead"] for line in text.splitlines())


def test_a_status_says_who_has_taken_part_how_many_are_missing_and_who_is_silent() -> None:
    text = flat(text_of("status of one"))
    assert "6 of 10 practices have taken part (60.0%); 80% are needed, which makes 8: 2 more." in text
    assert "The Bell Surgery; The Hart Surgery; The Rycote Practice." in text
    assert "Not voting, because of a declared interest: " in text
    assert "for Nettlebed Surgery" in text
    assert not any(candidate in text_of("status") for candidate in CANDIDATES)


def test_times_are_said_in_local_time_with_weekday_and_zone() -> None:
    summer = RECEIVED.replace(month=7, second=0)
    assert say_time(summer, CALENDAR) == "Saturday 25 July 2026 at 15:03 (BST, Europe/London time)"
    assert short_time(summer, CALENDAR) == "Sat 25 Jul 15:03"
    assert stamp(RECEIVED, CALENDAR) == "Wed 25 Nov 2026 at 14:03:22 GMT"


def test_a_template_with_a_word_missing_is_an_error_and_not_a_gap() -> None:
    wording = Wording({"voter-x": "Subject: {{ title }}\n\n{{ words }}\n"})
    assert wording.render("voter-x", title="a\r\nBcc: b", words="*") == ("a Bcc: b", "\\*\n")
    with pytest.raises(UndefinedError):
        wording.render("voter-x", title="a")
    with pytest.raises(TypeError):
        wording.render("voter-x", title="a", words=None)
    with pytest.raises(ValueError, match="does not begin"):
        Wording({"voter-y": "Dear all"})


def test_every_wording_is_sent_by_some_letter() -> None:
    used: set[str] = set()

    class Noting(Wording):
        def render(self, name: str, /, **values: object) -> tuple[str, str]:
            used.add(name)
            return super().render(name, **values)

    every_letter(Cast(wording=Noting(TEMPLATES)))
    assert used == {name for name in TEMPLATES if not name.startswith("_")}


def test_a_proof_shows_the_form_of_its_own_command() -> None:
    assert "extend SELG-2026-03\nCloses: 2 December 2026 17:00\nEnd of form\n" in text_of("proof of an extension")
    assert END_OF_FORM not in text_of("proof without a form")


@pytest.mark.parametrize("name", LETTERS)
def test_no_subject_of_ours_is_a_command_when_it_comes_back(name: str) -> None:
    assert read_instruction(f"RE: {LETTERS[name].subject}", ()) is None


@pytest.mark.parametrize("name", examples(HOUSE))
def test_every_example_that_help_gives_is_understood_as_it_stands(name: str) -> None:
    lines = examples(HOUSE)[name]
    assert "\n".join(lines) in text_of("help")
    form = form_in(lines)
    assert form is not None
    assert not isinstance(understand(form, CALENDAR, RULE_SETS), Misunderstood)


def test_help_names_every_kind_that_can_be_started() -> None:
    text = flat(text_of("help"))
    assert all(kind in text for kind in ("election", "decision", "meeting vote", "poll", "county-decision"))
    assert "run-off," not in text


@pytest.mark.parametrize(
    "command",
    ["new call", "new election", "start election", "status", "remind", "resend", "settle", "reject", "roster", "set lead",
     "interests", "review interest", "end interest"],
)  # fmt: skip
def test_help_names_the_commands_without_a_form_too(command: str) -> None:
    assert command in text_of("help")
