"""Every letter about a ballot, for every kind of ballot that comes with the package."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailvote.mail import letters, manager_letters, practice_letters
from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import as_text
from mailvote.mail.ballotpaper import BallotPaper
from mailvote.mail.forms import Instruction
from mailvote.mail.letter import Letter
from mailvote.mail.standing import BallotStatus
from mailvote.rules.electorate import Electorate
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.weights import weigh, weight_words
from tests.mail.kinds import KINDS, Kind
from tests.mail.letterbox import CODE, HEAD, MESSAGES, RECEIVED, RULE_SETS, TOKEN, WORDING
from tests.mail.visible import words_of_html, words_of_text
from tests.rules.examples import cast, selg

MEETING = datetime(2026, 12, 8, 17, tzinfo=UTC)
OPEN = [name for name, rules in RULE_SETS.items() if rules.is_open]
NO_CANDIDATES = [name for name, rules in RULE_SETS.items() if rules.choices != "candidates"]


def electorate(kind: Kind) -> Electorate:
    return weigh(selg(), kind.rules, total=720029)


def counted(kind: Kind) -> Outcome:
    return decide(kind.paper, electorate(kind), cast(5, 3, abstentions=1), noun=kind.house.noun)


def roll_call(kind: Kind) -> tuple[tuple[str, str, str], ...]:
    weighted = kind.rules.weight != "equal"
    rows = ((member, "For" if member.id < 6 else "Against") for member in electorate(kind).members)
    weights = (weight_words(kind.rules, member.weight) if weighted else "" for member in electorate(kind).members)
    return tuple((member.name, choice, weight) for (member, choice), weight in zip(rows, weights, strict=True))


def sheet(kind: Kind) -> tuple[tuple[str, ...], ...]:
    return tuple((name, choice, "lead", *([weight] if weight else [])) for name, choice, weight in roll_call(kind))


def post(kind: Kind) -> dict[str, Letter]:
    """Every letter about one ballot of that kind."""
    return to_voters(kind, kind.ballot_paper) | to_everybody(kind) | to_managers(kind)


def to_voters(kind: Kind, held: BallotPaper) -> dict[str, Letter]:
    to = (WORDING, kind.house, held)
    receipt = {"received_at": RECEIVED, "code": CODE, "head": HEAD, "replaced": True}
    return {
        "paper": letters.paper(*to, head=HEAD),
        "reminder": letters.reminder(*to),
        "receipt": letters.receipt(*to, choice=(2,), **receipt),  # type: ignore[arg-type]
        "receipt of an abstention": letters.receipt(*to, choice=(), **receipt),  # type: ignore[arg-type]
        "colleague notice": letters.colleague_notice(*to, voter=kind.lead, received_at=RECEIVED),
        "unclear": letters.unclear(*to, sentence="We could not read it.", received_at=RECEIVED),
        "challenge": letters.challenge(*to, choice=(1,), received_at=RECEIVED),
        "challenge without a reading": letters.challenge(*to, choice=None, received_at=RECEIVED),
        "warning": letters.warning(*to, sentence="It was not counted.", received_at=RECEIVED),
        "late": letters.late(*to, open_titles=(), received_at=RECEIVED),
        "which": letters.which(WORDING, kind.house, (held, held), RECEIVED),
    }


def to_everybody(kind: Kind) -> dict[str, Letter]:
    paper, before = kind.paper, kind.paper.closes_at - timedelta(days=1)
    to = (WORDING, kind.house, paper, "Jo Hill")
    return {
        "opening notice": practice_letters.opening_notice(*to),
        "extended": practice_letters.extended(*to, before, TOKEN),
        "extended, to a contact": practice_letters.extended(*to, before),
        "cancelled": practice_letters.cancelled(*to, "It is no longer needed."),
        "declaration": practice_letters.declaration(
            *to, counted(kind), (), roll_call=roll_call(kind), run_off_closes_at=MEETING, messages=MESSAGES, head=HEAD
        ),
    }


def to_managers(kind: Kind) -> dict[str, Letter]:
    to = (WORDING, kind.house, kind.paper)
    report = BallotStatus(
        paper=kind.paper, stage="open", voted=1, abstained=0, silent=("A",), messages=MESSAGES, part=1, base=2
    )
    dates = (kind.paper.opens_at, kind.paper.closes_at)
    return {
        "opened": manager_letters.opened(*to, 20, head=HEAD),
        "held": manager_letters.held(*to, 12, "a@b.example", "A", RECEIVED, "stranger-with-paper"),
        "status": manager_letters.status(WORDING, kind.house, (report,)),
        "form": manager_letters.form(WORDING, kind.house, kind.rules.name, TOKEN, *dates, None, rule_sets=RULE_SETS),
        "manager declaration": manager_letters.manager_declaration(
            *to, counted(kind), sheet(kind), MESSAGES, HEAD, roll_call=roll_call(kind), run_off_closes_at=MEETING
        ),
    }


POST = {(name, letter): it for name, kind in KINDS.items() for letter, it in post(kind).items()}


def text(name: str, letter: str) -> str:
    return " ".join(as_text(POST[name, letter].body).split())


@pytest.mark.parametrize(("name", "letter"), POST)
def test_the_html_shows_the_words_of_the_text(name: str, letter: str) -> None:
    it = POST[name, letter]
    assert words_of_html(as_html(it.body, it.subject)) == words_of_text(as_text(it.body))


@pytest.mark.parametrize(("name", "letter"), [(name, letter) for name, letter in POST if name in NO_CANDIDATES])
def test_nobody_is_a_candidate_outside_elections(name: str, letter: str) -> None:
    assert not re.search(r"candidate|elected\b|election(?! manager)", text(name, letter), re.IGNORECASE)


@pytest.mark.parametrize("letter", [letter for name, letter in POST if name == "county-decision"])
def test_a_member_is_called_what_the_organisation_calls_it(letter: str) -> None:
    assert "practice" not in text("county-decision", letter).replace("The Rycote Practice", "").lower().replace(
        "goring and woodcote medical practice", ""
    )


@pytest.mark.parametrize("letter", ["paper", "reminder", "unclear", "challenge without a reading"])
def test_the_instruction_comes_first_in_every_letter_that_asks_for_a_vote(letter: str) -> None:
    for name, instruction in (
        ("election", "Reply with just the number, for example 2."),
        ("elr-locality-lead", "Reply with up to 2 numbers, for example 1, 3."),
        ("decision", "Reply FOR or AGAINST, or just the number."),
    ):
        first = [line for line in as_text(POST[name, letter].body).splitlines() if line][1:3]
        assert instruction in " ".join(first)


@pytest.mark.parametrize("letter", ["extended", "colleague notice", "warning", "challenge"])
def test_a_letter_that_is_not_first_a_paper_asks_in_the_same_words(letter: str) -> None:
    assert "FOR or AGAINST, or just the number" in text("decision", letter)
    assert "with just the number of your choice" in text("election", letter)


@pytest.mark.parametrize("name", ["decision", "censure", "county-decision"])
def test_r2_a_weighted_vote_says_what_it_weighs_on_paper_reminder_and_receipt(name: str) -> None:
    for letter in ("paper", "reminder", "receipt"):
        assert "Your vote counts " in text(name, letter)
    assert "Your vote counts " not in text(name, "receipt of an abstention")
    assert "Your vote counts " not in text("election", "paper")


@pytest.mark.parametrize("name", OPEN)
def test_r32_an_open_ballot_says_so_beforehand_and_lists_the_votes_afterwards(name: str) -> None:
    noun = KINDS[name].house.noun
    assert f"The result lists how each {noun} voted." in text(name, "paper")
    assert f"The declaration lists how each {noun} voted, so you can check" in text(name, "receipt")
    assert "keep it to yourself" not in text(name, "receipt")
    assert f"How each {noun} voted" in text(name, "declaration")
    assert "Wallingford Medical Centre Against" in text(name, "declaration")
    assert "confidential" not in text(name, "manager declaration").lower()
    assert POST[name, "manager declaration"].subject.startswith("Result, manager's copy: ")
    assert text(name, "manager declaration").count("Wallingford Medical Centre Against") == 1


@pytest.mark.parametrize("name", sorted(set(RULE_SETS) - set(OPEN)))
def test_r22_a_confidential_ballot_never_lists_how_a_practice_voted(name: str) -> None:
    assert "Wallingford" not in text(name, "declaration")
    assert "Wallingford Medical Centre" in text(name, "manager declaration")
    assert "Please do not forward it." in text(name, "manager declaration")


@pytest.mark.parametrize("name", RULE_SETS)
def test_the_declaration_has_a_paragraph_for_the_minutes_in_both_copies(name: str) -> None:
    for letter in ("declaration", "manager declaration"):
        assert "For the minutes " + KINDS[name].house.organisation in text(name, letter)


def test_r30_only_the_managers_copy_offers_the_line_for_the_county() -> None:
    line = "in a county decision, reply to its ballot paper with: FOR"
    assert line in text("decision", "manager declaration")
    assert line not in text("decision", "declaration")


def test_r16_both_copies_name_the_further_election_and_the_managers_says_how_it_starts() -> None:
    kind = KINDS["election"]
    tied = decide(kind.paper, electorate(kind), cast(4, 4))
    drafted = replace(tied, run_off="SELG-2026-04")
    to = (WORDING, kind.house, kind.paper)
    theirs = practice_letters.declaration(*to, "", drafted, (), run_off_closes_at=MEETING)
    ours = manager_letters.manager_declaration(*to, drafted, (), MESSAGES, HEAD, run_off_closes_at=MEETING)
    for letter in (theirs, ours):
        assert "A further election, SELG-2026-04, is drafted for 8 December 2026." in as_text(letter.body)
    assert "start run-off SELG-2026-04" in as_text(ours.body)
    assert "start run-off SELG-2026-04" not in as_text(theirs.body)


def test_r27_nothing_is_mailed_for_a_vote_at_a_meeting() -> None:
    notice = text("meeting-vote", "opening notice")
    assert "No ballot papers are sent, and no vote is taken by mail." in notice
    assert "It is carried if more practices vote For than Against" in notice
    assert "The decision is binding if the practices taking part have at least 50%" in notice
    assert "to whom the ballot papers go" in text("decision", "opening notice")
    assert "No ballot papers are sent" in text("meeting-vote", "opened")
    assert "record SELG-2026-03" in text("meeting-vote", "opened")
    assert "reply FOR" not in text("meeting-vote", "extended").replace("Reply", "reply")


@pytest.mark.parametrize(
    ("name", "words", "absent"),
    [
        ("election", "Write one line for each candidate", "For and 2 Against"),
        ("elr-locality-lead", "Group says which group of practices votes", "No ballot papers"),
        ("advisory-poll", "Write one line for each option", "Seats"),
        ("decision", "The options are always 1 For and 2 Against", "Seats"),
        ("meeting-vote", "No ballot papers are sent: you record the votes.", "proposals"),
    ],
)
def test_a_form_explains_the_fields_of_its_own_kind(name: str, words: str, absent: str) -> None:
    assert words in text(name, "form")
    assert absent not in text(name, "form")


def test_r14_a_form_promises_as_many_votes_as_seats_only_where_the_rules_give_them() -> None:
    single = {**RULE_SETS, "election": replace(RULE_SETS["election"], choose_at_most=1)}
    kind = KINDS["election"]
    dates = (kind.paper.opens_at, kind.paper.closes_at)
    for rule_sets, promised in ((RULE_SETS, True), (single, False)):
        form = manager_letters.form(WORDING, kind.house, "election", TOKEN, *dates, None, rule_sets=rule_sets)
        assert ("each practice may choose as many" in as_text(form.body)) is promised


def test_a_form_that_names_another_rule_set_explains_that_one() -> None:
    kind = KINDS["decision"]
    filled = Instruction(verb="start", argument="decision", fields=(("Rule set", "meeting vote"),))
    dates = (kind.paper.opens_at, kind.paper.closes_at)
    form = manager_letters.form(WORDING, kind.house, "decision", TOKEN, *dates, filled, rule_sets=RULE_SETS)
    assert "No ballot papers are sent: you record the votes." in " ".join(as_text(form.body).split())


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("election", "Form for a new election: fill in and send back [SELG]"),
        ("meeting-vote", "Form for a new vote at a meeting: fill in and send back [SELG]"),
        ("admission", "Form for a new admission of a practice: fill in and send back [SELG]"),
        ("advisory-poll", "Form for a new advisory poll: fill in and send back [SELG]"),
    ],
)
def test_the_subject_of_a_form_has_its_kind_in_words(name: str, subject: str) -> None:
    assert POST[name, "form"].subject == subject


def test_the_first_line_of_a_form_is_what_a_manager_would_type() -> None:
    assert "start meeting vote" in as_text(POST["meeting-vote", "form"].body)
    assert "start poll" in as_text(POST["advisory-poll", "form"].body)
    assert "start county-decision" in as_text(POST["county-decision", "form"].body)


def test_a_held_message_is_settled_in_the_words_of_its_paper() -> None:
    assert "settle 12 as 1 to count it as a vote For" in text("decision", "held")
    assert "settle 12 as 1 to count it for Dr Amina Osei" in text("election", "held")
    assert "settle 12 as 1, 3 to count it for several at once" in text("elr-locality-lead", "held")
