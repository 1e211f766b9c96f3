"""What the letters about people and interests say, to whom, and what they keep to themselves (R7, R8, R11)."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from urllib.parse import unquote

import pytest

from mailvote.mail import register_letters
from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import WIDTH, as_text
from mailvote.mail.commands import read_instruction
from mailvote.mail.letter import say_beginning, say_end
from mailvote.mail.tokens import body_line
from mailvote.rules.electorate import Role
from mailvote.rules.ruleset import OutcomeRule
from tests.mail.letterbox import HOUSE, LEAD, MEMBER, PAPER, TOKEN, WORDING, Cast
from tests.mail.visible import read_html, words_of_html, words_of_text
from tests.mail.wholepost import interest_rows, proxy, register_post, roster_rows

LETTERS = register_post(Cast(words="Dr Pat Lane"))
CANDIDATES = tuple(option.name for option in PAPER.options)
BARRED = ("instead of a paper", "instead of a paper, base kept", "instead of a person's paper")
CLOSE = "Monday 30 November 2026 at 17:00 (GMT, Europe/London time)"


def flat(name: str) -> str:
    return " ".join(as_text(LETTERS[name].body).split())


@pytest.mark.parametrize("name", LETTERS)
def test_both_alternatives_say_the_same_in_lines_that_any_mail_program_shows(name: str) -> None:
    letter = LETTERS[name]
    text = as_text(letter.body)
    assert words_of_html(as_html(letter.body, letter.subject)) == words_of_text(text)
    assert max(len(line) for line in text.splitlines()) <= WIDTH


@pytest.mark.parametrize(
    ("prefix", "purpose"),
    [
        ("proxy named", "proxy-named"),
        ("appointment", "appointment"),
        ("roster", "roster"),
        ("interests, one overdue", "interests"),
        ("no interests", "interests"),
        ("interests overdue", "interests-overdue"),
        ("one interest overdue", "interests-overdue"),
        ("interest of", "interest-recorded"),
        ("interest without", "interest-recorded"),
        ("instead of", "barred-paper"),
    ],
)
def test_each_kind_of_letter_has_a_purpose_of_its_own(prefix: str, purpose: str) -> None:
    found = {letter.purpose for name, letter in LETTERS.items() if name.startswith(prefix)}
    assert found == {purpose}


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_about_the_register_carries_a_ballot_paper(name: str) -> None:
    """R4, R11: whoever has no vote, or no ballot paper in this letter, gets no code and no button that votes."""
    letter = LETTERS[name]
    assert "Ballot paper code" not in as_text(letter.body)
    assert not any("VOTE" in target for target in read_html(as_html(letter.body, letter.subject)).targets)


@pytest.mark.parametrize("name", [name for name in LETTERS if name not in BARRED])
def test_candidates_stand_in_no_letter_about_the_register_but_that_instead_of_a_paper(name: str) -> None:
    assert not any(candidate in flat(name) for candidate in CANDIDATES)


def test_r8_who_was_named_proxy_of_which_practice_for_which_ballot_and_by_whom() -> None:
    letter = register_letters.proxy_named(
        WORDING, HOUSE, PAPER, MEMBER, proxy(Cast(words="Pat Lane")), "Dr Helen Marsh, lead", "Both of us are away."
    )
    text = " ".join(as_text(letter.body).split())
    assert letter.subject == "Proxy named for Nettlebed Surgery: Locality Clinical Director [SELG-2026-03]"
    assert "Pat Lane is named proxy of Nettlebed Surgery for the ballot Locality Clinical Director." in text
    assert "Address: p.lane@nettlebed.example" in text
    assert "Named by: Dr Helen Marsh, lead" in text
    assert "Reason: Both of us are away." in text


def test_a_proxy_named_without_a_reason_or_dates_has_no_empty_lines_for_them() -> None:
    for word in ("Reason", "From:", "Until"):
        assert word in flat("proxy named")
        assert word not in flat("proxy named without a reason")


@pytest.mark.parametrize(
    ("revote", "sentence"),
    [
        ("rank", "the lead outranks the deputy, and the deputy a proxy."),
        ("latest", "The last vote that we receive before the close counts"),
        ("first", "The first vote that we receive counts, and it cannot be changed."),
    ],
)
def test_r9_a_notice_of_a_proxy_says_whose_vote_goes_first(revote: str, sentence: str) -> None:
    paper = replace(PAPER, rules=replace(PAPER.rules, revote=revote))
    letter = register_letters.proxy_named(WORDING, HOUSE, paper, MEMBER, proxy(Cast()), "the manager", "")
    assert sentence in " ".join(as_text(letter.body).split())


def test_r7_others_are_told_who_holds_the_role_from_when_to_when_and_who_entered_it() -> None:
    text = flat("appointment of a lead")
    assert LETTERS["appointment of a lead"].subject == "Lead of Nettlebed Surgery: Dr Pat Lane"
    assert "Dr Pat Lane is now on the register as the lead of Nettlebed Surgery." in text
    assert "From: Wednesday 1 April 2026 at 09:00 (BST, Europe/London time)" in text
    assert "Until: Thursday 1 April 2027 at 09:00 (BST, Europe/London time)" in text
    assert "There is one lead at a time" in text
    assert "You are now" not in text


def test_r7_an_appointment_without_dates_holds_from_now_with_no_end() -> None:
    assert "From: now" in flat("appointment of a deputy")
    assert "Until" not in flat("appointment of a deputy")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "appointment, to the lead",
            "You will get the ballot papers of your practice, and you may answer any of them.",
        ),
        (
            "appointment, to the deputy",
            "You may answer any ballot paper of your practice, whether it comes to you or to",
        ),
    ],
)
def test_the_person_appointed_is_told_what_the_role_means(name: str, sentence: str) -> None:
    assert sentence in flat(name)
    assert "takes the place" not in flat(name)


def test_an_appointment_takes_the_word_for_a_member_from_the_house() -> None:
    house = replace(HOUSE, noun="locality", nouns="localities")
    letter = register_letters.appointment(
        WORDING, house, MEMBER, Role.LEAD, "Dr X", "x@y.example", None, None, "us", to_holder=True
    )
    assert "the ballot papers of your locality" in " ".join(as_text(letter.body).split())
    assert "practice" not in as_text(letter.body)


def test_r2_the_roster_has_every_practice_with_its_figure_and_date_and_its_people() -> None:
    text = as_text(LETTERS["roster"].body)
    for line in (
        "- 3,661 registered patients on 1 April 2026",
        "- Lead: Dr Helen Marsh, h.marsh@nettlebed.example",
        "- Deputy: Dr Ian Cole, i.cole@nettlebed.example, until 1 April 2027",
        "- Proxy in SELG-2026-03: Dr Pat Lane, p.lane@nettlebed.example",
        "- Lead: nobody",
    ):
        assert line in text.splitlines()
    assert "The register has 3 practices, with 12,431 registered patients together." in text


def test_r6_the_roster_keeps_the_practices_of_a_group_together_in_order_of_first_appearance() -> None:
    rows = [replace(row, group=group) for row, group in zip(roster_rows(), ("East", "West", "East"), strict=True)]
    text = as_text(register_letters.roster(WORDING, HOUSE, rows).body)
    names = re.findall(r"^(East|West|Nettlebed Surgery|The Bell Surgery|The Hart Surgery)$", text, re.MULTILINE)
    assert names == ["East", "Nettlebed Surgery", "The Hart Surgery", "West", "The Bell Surgery"]


def test_the_roster_names_what_the_register_lacks() -> None:
    assert "Without a lead: The Bell Surgery." in flat("roster")
    assert "Without a number of patients: The Hart Surgery." in flat("roster")


def test_a_roster_without_gaps_or_figures_names_none() -> None:
    row = roster_rows()[0]
    whole = as_text(register_letters.roster(WORDING, HOUSE, [row]).body)
    without = as_text(register_letters.roster(WORDING, HOUSE, [replace(row, population=None)]).body)
    assert "Without" not in whole + without
    assert "The register has 1 practice, with 3,661 registered patients together." in whole
    assert "registered patients" not in without


def test_the_date_of_a_figure_may_be_unknown() -> None:
    row = replace(roster_rows()[0], population_as_of=None)
    assert "- 3,661 registered patients\n" in as_text(register_letters.roster(WORDING, HOUSE, [row]).body)


def test_r11_the_register_numbers_its_entries_and_says_whom_each_bars_from_which_ballot() -> None:
    text = flat("interests")
    assert "2. Dr Helen Marsh, Nettlebed Surgery" in text
    assert "Keeps Dr Helen Marsh alone from voting in SELG-2026-03, Locality Clinical Director" in text
    assert "3. Nettlebed Surgery" in text
    assert "Keeps the whole practice from voting in SELG-2026-03, Locality Clinical Director" in text
    assert "5. The Bell Surgery Shares in a pharmacy. None since." in text
    assert "Keeps nobody from voting, since it names no ballot" in text


def test_r11_the_register_points_out_what_was_not_reviewed_for_a_year() -> None:
    assert "Not reviewed for a year: number 3 and number 5. Please ask whether they still hold." in flat("interests")
    assert flat("interests").count("(due for review)") == 2
    assert "Not reviewed for a year: number 2. Please ask whether it still holds." in flat("interests, one overdue")
    assert "send review interest 2 if it does, or end interest 2 if it does not." in flat("interests, one overdue")


def test_a_register_that_is_in_order_asks_for_nothing() -> None:
    text = as_text(register_letters.interests(WORDING, HOUSE, interest_rows()).body)
    assert "review interest" not in text
    assert "due for review" not in text
    assert "The register of interests is empty." in flat("no interests")


def test_r11_the_yearly_letter_has_both_commands_of_each_entry_as_words_and_as_links() -> None:
    letter = LETTERS["interests overdue"]
    lines = as_text(letter.body).splitlines()
    commands = [f"{verb} interest {number}" for number in (2, 3, 5) for verb in ("review", "end")]
    assert [line for line in lines if re.fullmatch(r"(review|end) interest \d+", line)] == commands
    targets = [unquote(target) for target in read_html(as_html(letter.body, "")).targets]
    assert targets == [f"mailto:{HOUSE.address}?subject={command}" for command in commands]


@pytest.mark.parametrize(
    ("name", "offered", "command"),
    [
        ("interests, one overdue", "review interest 2", "review interest 2"),
        ("interests overdue", "end interest 3", "end interest 3"),
        ("roster", "set lead, followed by the name of the practice", "set lead The Bell Surgery"),
        ("interest without a ballot", "declare interest and the reference", "declare interest SELG-2026-03"),
    ],
)
def test_the_commands_that_these_letters_offer_are_commands(name: str, offered: str, command: str) -> None:
    assert offered in flat(name)
    read = read_instruction(command, ())
    assert read is not None
    assert read.verb == command.partition(" ")[0]


def test_the_yearly_letter_counts_its_entries() -> None:
    assert "3 entries of the register have not been reviewed for a year." in flat("interests overdue")
    assert "1 entry of the register has not been reviewed for a year." in flat("one interest overdue")


def test_r11_the_practice_is_told_that_its_own_interest_takes_its_vote() -> None:
    text = flat("interest of a practice")
    assert "An interest of Nettlebed Surgery is now on the register of interests" in text
    assert "Nettlebed Surgery does not vote in the ballot Locality Clinical Director." in text
    assert "The practice is left out when we work out whether enough practices take part." in text
    assert "Entered by: Dr Pat Lane" in text


def test_r11_a_persons_interest_bars_that_person_alone_and_another_may_vote() -> None:
    text = flat("interest of a person")
    assert "Dr Helen Marsh does not vote in the ballot Locality Clinical Director." in text
    assert "Anybody else who may vote for Nettlebed Surgery still can." in text
    assert f"another of you votes before {CLOSE}" in text
    assert "left out" not in text
    assert "You need do nothing" not in text


def test_r11_an_interest_without_a_ballot_keeps_nobody_from_voting() -> None:
    text = flat("interest without a ballot")
    assert "It names no ballot, so it keeps nobody from voting." in text
    assert "Since" not in text
    assert "Until" not in text


@pytest.mark.parametrize("person", ["", LEAD.name])
def test_an_interest_without_a_description_ends_its_sentence(person: str) -> None:
    letter = register_letters.interest_recorded(WORDING, HOUSE, MEMBER, person, PAPER, "", None, None, "us")
    assert f"An interest of {person or MEMBER.name} is now on the register of interests.\n" in as_text(letter.body)


@pytest.mark.parametrize("name", BARRED)
def test_r11_instead_of_a_paper_come_question_options_close_and_the_interest(name: str) -> None:
    text = flat(name)
    assert PAPER.question in text
    assert all(f"- {option.number} {option.name}" in as_text(LETTERS[name].body) for option in PAPER.options)
    assert f"The ballot closes on {CLOSE}." in text
    assert "because of an interest of" in text
    assert "> Dr Pat Lane" in as_text(LETTERS[name].body)
    assert "please write to the election manager before the close: Morgan Reed, manager@selg.example." in text
    assert body_line(TOKEN) not in text
    assert LETTERS[name].subject == "Information only, no vote: Locality Clinical Director [SELG-2026-03]"


def test_r11_a_barred_practice_is_told_whether_it_is_left_out_of_the_base() -> None:
    assert "The practice is left out when we work out whether enough practices take part." in flat(BARRED[0])
    kept = "The practice still counts among all practices when we work out whether enough practices take part."
    assert kept in flat(BARRED[1])


@pytest.mark.parametrize(
    ("share", "sentence"),
    [(Fraction(2, 3), "The practice is left out when we work out how many must approve."), (None, "left out")],
)
def test_r29_the_base_is_named_by_what_it_is_measured_for(share: Fraction | None, sentence: str) -> None:
    """An admission has no threshold of participation, but one of approval; a poll has neither."""
    outcome = OutcomeRule(rule="fraction-of-electorate" if share else "report-only", at_least=share)
    paper = replace(PAPER, rules=replace(PAPER.rules, participation=None, outcome=outcome))
    letter = register_letters.barred_paper(WORDING, HOUSE, paper, replace(MEMBER, barred="x"), LEAD, "x")
    assert (sentence in " ".join(as_text(letter.body).split())) is (share is not None)


def test_r11_a_barred_person_of_a_practice_that_votes_is_told_so() -> None:
    text = flat("instead of a person's paper")
    assert "You do not vote in it, because of an interest of yours" in text
    assert "Anybody else who may vote for Nettlebed Surgery still can." in text
    assert "whether enough practices take part" not in text


def test_the_clause_on_interests_is_cited_where_the_rule_set_names_it() -> None:
    assert "but not in deciding it (Declaring interests)." in flat(BARRED[0])
    assert "but not in deciding it." in flat(BARRED[1])


def test_a_person_of_a_practice_that_is_barred_itself_reads_of_the_practices_interest() -> None:
    member, person = replace(MEMBER, barred="Shares."), replace(LEAD, barred="More shares.")
    letter = register_letters.barred_paper(WORDING, HOUSE, PAPER, member, person, "Shares.")
    assert "Nettlebed Surgery does not vote in it" in " ".join(as_text(letter.body).split())


def test_what_an_interest_says_stays_out_of_subjects_and_reprs() -> None:
    letters = register_post(Cast(words="Shares in a pharmacy"))
    assert not any("Shares" in letter.subject for name, letter in letters.items() if name.startswith("in"))
    assert "Shares" not in repr(interest_rows(Cast(words="Shares"))[2])


@pytest.mark.parametrize(
    ("at", "beginning", "end"),
    [
        ("2026-11-24T23:59:59", None, None),
        ("2026-11-25T00:00:00", "Wednesday 25 November 2026", "the end of Tuesday 24 November 2026"),
        ("2026-11-25T00:00:01", None, None),
        ("2026-06-30T23:00:00", "Wednesday 1 July 2026", "the end of Tuesday 30 June 2026"),
    ],
)
def test_a_term_of_whole_days_is_told_in_days(at: str, beginning: str | None, end: str | None) -> None:
    """Midnight is that of the organisation: in summer an hour before that of UTC."""
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    in_full = HOUSE.time(instant)
    assert say_beginning(instant, HOUSE.calendar) == (beginning or in_full)
    assert say_end(instant, HOUSE.calendar) == (end or in_full)
