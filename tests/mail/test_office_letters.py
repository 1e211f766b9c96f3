"""What the letters about records, objections and run-offs say, and whom they show a choice (R16, R22, R27)."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from mailvote.mail import office_letters
from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import WIDTH, as_text
from mailvote.mail.commands import read_instruction
from mailvote.mail.letter import Letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import body_line, confirmation_line, plus_address
from tests.mail.letterbox import (
    BALLOT_PAPER,
    CODE,
    DEPUTY,
    HEAD,
    HOUSE,
    LEAD,
    MEMBER,
    PAPER,
    RECEIVED,
    TOKEN,
    WORDING,
    Cast,
)
from tests.mail.visible import read_html, words_of_html, words_of_text
from tests.mail.wholepost import CONTENDERS, DECISION, MEETING_VOTE, RUN_OFF, RUN_OFF_FORM, decided, office_post

LETTERS = office_post(Cast(words="Locality Clinical Director, again"))
CANDIDATES = tuple(option.name for option in PAPER.options)
CLOSE = "Monday 30 November 2026 at 17:00 (GMT, Europe/London time)"
RECORDS = ("recorded", "recorded abstention", "recorded at a meeting", "recorded as present")
OBJECTIONS = tuple(name for name in LETTERS if "object" in name)
RUN_OFFS = tuple(name for name in LETTERS if "run-off" in name)


def flat(name: str) -> str:
    return " ".join(as_text(LETTERS[name].body).split())


def targets(letter: Letter) -> list[str]:
    return [unquote(target) for target in read_html(as_html(letter.body, letter.subject)).targets]


@pytest.mark.parametrize("name", LETTERS)
def test_both_alternatives_say_the_same(name: str) -> None:
    letter = LETTERS[name]
    assert words_of_html(as_html(letter.body, letter.subject)) == words_of_text(as_text(letter.body))


@pytest.mark.parametrize("name", LETTERS)
def test_no_line_is_wider_than_a_mail_program(name: str) -> None:
    assert max(len(line) for line in as_text(LETTERS[name].body).splitlines()) <= WIDTH


@pytest.mark.parametrize("name", LETTERS)
def test_every_reply_that_these_letters_ask_for_has_its_place(name: str) -> None:
    text = as_text(LETTERS[name].body)
    assert text.startswith(REPLY_ABOVE)
    assert text.count(REPLY_ABOVE) == 1


@pytest.mark.parametrize(
    ("names", "purpose"),
    [
        (RECORDS, "recorded"),
        (("objection", "objection after a meeting"), "objection-received"),
        (("objection of a colleague",), "objection-of-colleague"),
        (("manager's objection", "manager's objection to a record"), "manager-objection"),
        (tuple(name for name in LETTERS if name.startswith("nothing")), "nothing-to-object"),
        (RUN_OFFS, "proof"),
    ],
)
def test_each_kind_of_letter_has_a_purpose_of_its_own(names: tuple[str, ...], purpose: str) -> None:
    assert {LETTERS[name].purpose for name in names} == {purpose}


@pytest.mark.parametrize("name", LETTERS)
def test_r22_no_subject_holds_a_choice(name: str) -> None:
    subject = LETTERS[name].subject
    assert not any(word in subject for word in (*CANDIDATES, "Against", "bstain", "bstention"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("recorded", "the vote of Nettlebed Surgery as: 2 Dr Bryn Example It was recorded on"),
        ("recorded abstention", "recorded for Nettlebed Surgery: An abstention It was recorded on"),
        ("recorded at a meeting", "the vote of Nettlebed Surgery as: 1 For It was recorded on"),
        ("recorded as present", "recorded for Nettlebed Surgery: Present, no vote cast It was recorded on"),
    ],
)
def test_r27_each_practice_is_told_what_was_recorded_for_it(name: str, words: str) -> None:
    assert f"{words} Wed 25 Nov 2026 at 14:03:22 GMT" in flat(name)


def test_a_record_says_how_the_vote_was_given() -> None:
    assert "as it was given on paper, by telephone or at a meeting." in flat("recorded")
    assert "as it was given at the meeting." in flat("recorded at a meeting")


def test_a_record_says_that_it_replaces_an_earlier_vote_only_where_it_does() -> None:
    assert "It replaces the earlier vote of your practice." in flat("recorded")
    assert not any("replaces" in flat(name) for name in RECORDS[1:])


@pytest.mark.parametrize("name", RECORDS)
def test_a_practice_objects_to_a_record_with_one_word_or_one_click_before_the_close(name: str) -> None:
    letter = LETTERS[name]
    assert f"If it is not, reply with the one word before {CLOSE}: OBJECT Then it is held" in flat(name)
    (target,) = targets(letter)
    assert target.startswith(f"mailto:{plus_address(HOUSE.address, TOKEN)}?subject=Vote [SELG-2026-03 K4QM-7RTC]")
    assert target.endswith("&body=OBJECT")
    assert body_line(TOKEN) in flat(name)
    assert f"Fingerprint of the record so far: {HEAD}" in flat(name)


def test_a_record_names_no_other_option_and_no_weight() -> None:
    assert not any(candidate in flat("recorded") for candidate in (CANDIDATES[0], CANDIDATES[2]))
    assert not any(candidate in flat("recorded abstention") for candidate in CANDIDATES)
    assert "Against" not in flat("recorded at a meeting")


def test_the_code_of_a_record_is_said_to_be_declared_only_where_codes_are_published() -> None:
    assert f"Your code is {CODE}. The declaration lists every vote by its code" in flat("recorded")
    assert f"Your code is {CODE}. It stands for this entry in the record" in flat("recorded at a meeting")


def test_a_record_without_a_code_or_a_fingerprint_says_nothing_of_either() -> None:
    letter = office_letters.recorded(
        WORDING,
        HOUSE,
        BALLOT_PAPER,
        choice=(1,),
        at=RECEIVED,
        code="",
        head="",
        present_only=False,
        replaced=False,
    )
    assert "Your code" not in as_text(letter.body)
    assert "Fingerprint" not in as_text(letter.body)


@pytest.mark.parametrize("name", OBJECTIONS)
def test_r22_nobody_who_is_told_of_an_objection_is_told_the_choice(name: str) -> None:
    """Every option is named as often as any other: in a list to choose from, or not at all."""
    letter = LETTERS[name]
    counts = {as_text(letter.body).count(candidate) for candidate in CANDIDATES}
    assert counts in ({0}, {1})
    assert CODE not in letter.body


def test_an_objector_is_told_that_the_vote_is_held_and_how_to_vote_again() -> None:
    text = flat("objection")
    assert "The vote of Nettlebed Surgery is held. It does not count for now." in text
    assert "Your objection reached the mail server on Wed 25 Nov 2026 at 14:03:22 GMT." in text
    assert "counts as not having replied, until it votes again or the election manager settles the matter." in text
    assert f"reply with just the number of your choice, before {CLOSE}: 1 Dr Amina Osei" in text
    bodies = [target.partition("&body=")[2] for target in targets(LETTERS["objection"])]
    assert bodies == ["VOTE 1", "VOTE 2", "VOTE 3", "ABSTAIN"]


def test_r27_where_the_manager_records_the_votes_an_objector_is_sent_to_the_manager() -> None:
    text = flat("objection after a meeting")
    assert f"before {CLOSE}: Morgan Reed, manager@selg.example." in text
    assert targets(LETTERS["objection after a meeting"]) == []


def test_colleagues_are_told_who_objects() -> None:
    assert "Dr Helen Marsh, lead, objects to the vote of Nettlebed Surgery." in flat("objection of a colleague")
    assert "This letter is for the deputy of Nettlebed Surgery." in flat("objection of a colleague")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("manager's objection", "the vote that came for it by mail"),
        ("manager's objection to a record", "the vote that was recorded for it"),
    ],
)
def test_the_manager_is_told_who_objects_to_which_kind_of_vote(name: str, kind: str) -> None:
    assert f"Dr Helen Marsh, lead of Nettlebed Surgery, objects to {kind}." in flat(name)
    assert "Dr Helen Marsh, h.marsh@nettlebed.example" in flat(name)


def test_the_manager_settles_an_objection_by_its_number() -> None:
    lines = as_text(LETTERS["manager's objection"].body).splitlines()
    assert "- settle 12 as 2 to count its vote as “Dr Bryn Example”" in lines
    assert "- settle 12 as abstain to count an abstention" in lines
    assert "- reject 12 to count no vote of it" in lines


@pytest.mark.parametrize(
    ("name", "command", "verb"),
    [
        ("manager's objection", "settle 12 as 2", "settle"),
        ("manager's objection to a record", "settle 12 as abstain", "settle"),
        ("manager's objection", "reject 12", "reject"),
        ("proof of a run-off", "start run-off SELG-2026-04", "start"),
        ("proof of a run-off without a meeting", "start run-off SELG-2026-04", "start"),
    ],
)
def test_the_commands_that_these_letters_offer_are_commands(name: str, command: str, verb: str) -> None:
    assert command in flat(name)
    read = read_instruction(command, ())
    assert read is not None
    assert read.verb == verb


def test_only_where_votes_come_by_mail_the_manager_reads_that_the_practice_may_vote_again() -> None:
    assert "until you settle this or it votes again." in flat("manager's objection")
    assert "until you settle this." in flat("manager's objection to a record")


@pytest.mark.parametrize("rules", [PAPER.rules, DECISION, MEETING_VOTE])
def test_object_without_a_vote_changes_nothing(rules: object) -> None:
    held = replace(BALLOT_PAPER, paper=decided(Cast(), rules))
    text = " ".join(as_text(office_letters.nothing_to_object(WORDING, HOUSE, held).body).split())
    assert "no vote of Nettlebed Surgery stands in this ballot. Nothing has changed." in text
    assert CLOSE in text


def test_r26_on_a_decision_object_may_have_meant_against() -> None:
    text = flat("nothing to object to in a decision")
    assert f"If you mean that your practice votes against, reply with the one word before {CLOSE}: AGAINST" in text
    assert [target.partition("&body=")[2] for target in targets(LETTERS["nothing to object to in a decision"])] == [
        "AGAINST"
    ]
    assert "against" not in flat("nothing to object to").casefold()
    assert "votes against" not in flat("nothing to object to at a meeting")


def drafted(**changes: object) -> Letter:
    values: dict[str, object] = {
        "contenders": CONTENDERS,
        "closes_at": RUN_OFF.closes_at,
        "nonce": TOKEN,
        "instruction_lines": RUN_OFF_FORM,
        "sample": None,
        "again": False,
        "expires_at": RECEIVED,
    }
    return office_letters.run_off_drafted(WORDING, HOUSE, PAPER, RUN_OFF, **(values | changes))  # type: ignore[arg-type]


def test_r16_a_tie_is_put_to_the_manager_with_its_contenders_and_the_next_meeting() -> None:
    text = " ".join(as_text(drafted().body).split())
    assert "The ballot has ended in a tie: Locality Clinical Director, SELG-2026-03." in text
    assert "SELG-2026-04, in which these alone stand, for 1 seat: Dr Amina Osei and Dr Bryn Example." in text
    assert "closes on Tuesday 8 December 2026 at 17:00 (GMT, Europe/London time), the day of the next meeting" in text
    assert "(Appendix 1, section 14)" in text


def test_case_13_a_run_off_says_how_many_seats_are_open() -> None:
    letter = office_letters.run_off_drafted(
        WORDING, HOUSE, PAPER, replace(RUN_OFF, seats=2), CANDIDATES, None, TOKEN, (), None, False, RECEIVED
    )
    assert "for 2 seats: Dr Amina Osei, Dr Bryn Example and Dr Caoimhe O’Neill." in " ".join(
        as_text(letter.body).split()
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("proof of a run-off", "The ballot has ended in a tie:"),
        ("proof of a second run-off", "The further election has ended in a tie as well:"),
        ("proof of a run-off without a majority", "Nobody has more than half of the votes in"),
        ("proof of a second run-off without a majority", "again nobody has more than half of the votes in"),
    ],
)
def test_r15_a_run_off_says_why_it_is_needed(name: str, sentence: str) -> None:
    assert sentence in flat(name)


def test_the_word_confirm_starts_a_run_off_as_it_does_any_other_proof() -> None:
    letter = drafted()
    assert letter.subject.startswith("Please confirm: further election, ")
    (target,) = targets(letter)
    assert target.startswith(f"mailto:{plus_address(HOUSE.address, TOKEN)}?subject=")
    assert target.endswith("&body=confirm")
    assert confirmation_line(TOKEN) in as_text(letter.body)
    assert "This offer ends on Wednesday 25 November 2026 at 14:03:22" in " ".join(as_text(letter.body).split())


def test_a_run_off_shows_its_form_and_the_paper_without_a_second_marker_line() -> None:
    text = as_text(LETTERS["proof of a run-off"].body)
    assert "\n".join(RUN_OFF_FORM) in text
    assert "> Reply with just the number, for example 2." in text


def test_r16_without_a_known_meeting_the_manager_is_asked_for_the_close_and_cannot_confirm_yet() -> None:
    letter = drafted(closes_at=None)
    text = " ".join(as_text(letter.body).split())
    assert letter.subject.startswith("Please say when it closes: further election, ")
    assert "Please fill in the line “Closes” of the form below, and send it back." in text
    assert "reply with the one word" not in text
    assert targets(letter) == []
    assert confirmation_line(TOKEN) in text


def test_a_run_off_names_no_votes_and_no_practice() -> None:
    text = as_text(drafted().body)
    assert not any(person.name in text for person in (LEAD, DEPUTY))
    assert MEMBER.name not in text
