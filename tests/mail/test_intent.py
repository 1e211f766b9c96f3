"""Reading a vote: what is counted unasked, what never is, and that no change to a vote makes another of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.mail.intent import Abstention, Confirmation, Intent, Objection, Unclear, Vote
from mailvote.mail.intent import read_intent as read_reply
from mailvote.mail.message import Incoming
from mailvote.mail.reply import OwnWords, own_words
from mailvote.mail.unclear import GROUNDS, SENTENCES
from mailvote.mail.voter import voter_of
from mailvote.resources import vocabulary
from mailvote.rules.paper import Paper
from tests.mail.voters import CANDIDATES, PAPER, PAPERS, VOTER, intent_of, means, paper, read_intent, words_of

CLEAR = {
    "2": ("vote 2", "number"),
    "2.": ("vote 2", "number"),
    "#2": ("vote 2", "number"),
    "(2)": ("vote 2", "number"),
    "２": ("vote 2", "number"),
    "*2*": ("vote 2", "number"),
    "VOTE 2": ("vote 2", "number"),
    "Vote: 2": ("vote 2", "number"),
    "Option 2": ("vote 2", "number"),
    "option two": ("vote 2", "number"),
    "Candidate number 3 please": ("vote 3", "number"),
    "I vote for 2": ("vote 2", "number"),
    "We would like to vote for option 1, many thanks": ("vote 1", "number"),
    "On behalf of our practice I vote for 2": ("vote 2", "number"),
    "2 Dr Arun Patel": ("vote 2", "number-and-name"),
    "2 - Patel": ("vote 2", "number-and-name"),
    "Dr Patel (2)": ("vote 2", "number-and-name"),
    "Option 2 (Dr Arun Pattel)": ("vote 2", "number-and-name"),
    "Our vote is for Dr Jane Smith, thanks": ("vote 1", "full-name"),
    "jane smith": ("vote 1", "full-name"),
    "Helen O’Brien Lee": ("vote 3", "full-name"),
    "A. Patel": ("vote 2", "initials"),
    "Dr Patel": ("vote 2", "surname"),
    "PATEL": ("vote 2", "surname"),
    "In favour of O'Brien-Lee": ("vote 3", "surname"),
    "Dr Arun Pattel": ("vote 2", "misspelt-name"),
    "Vote for Dr Patell": ("vote 2", "misspelt-name"),
    "Abstain": ("abstain", "abstention"),
    "We abstain": ("abstain", "abstention"),
    "I wish to abstain please": ("abstain", "abstention"),
    "Our practice wishes to abstain.": ("abstain", "abstention"),
    "The practice has decided to abstain": ("abstain", "abstention"),
    "Please record our vote as an abstention.": ("abstain", "abstention"),
    "We would like to abstain from this vote": ("abstain", "abstention"),
    "YES": ("confirm", "confirmation"),
    "Yes please": ("confirm", "confirmation"),
    "I confirm": ("confirm", "confirmation"),
    "Hi Morgan,\n\n2\n\nThanks\nTom": ("vote 2", "number"),
    "We vote for:\n\nDr Arun Patel": ("vote 2", "full-name"),
    "2\n\nDr Tom Jones\nGP Partner\nWallingford": ("vote 2", "number"),
    "2\nDr Patel": ("vote 2", "number"),
    "2\nKind regards, Tom": ("vote 2", "number"),
}

NOT_COUNTED = {
    "": "blank",
    "Kind regards\nDr Patel": "blank",
    "2?": "question",
    "Can I vote for 2?": "question",
    "Thanks": "courtesy",
    "Hi Morgan": "courtesy",
    "Many thanks for the reminder\nTom": "courtesy",
    "2 Dr Jane Smith": "disagreement",
    "1 or 2": "several",
    "2 1": "several",
    "1\n2": "several",
    "2\nactually 3": "several",
    "Dear Dr Patel,\n1": "several",
    "not 2": "negation",
    "no 2": "negation",
    "Option 2 no": "negation",
    "Hi no, 2": "negation",
    "I can’t vote for 2": "negation",
    "2 but only if he is free": "condition",
    "Maybe Dr Patel": "condition",
    "4": "unknown-number",
    "VOTE 0": "unknown-number",
    "22": "unknown-number",
    "2\nKind regards\nTom\nPS make that 3": "afterthought",
    "2\nKind regards\nTom\n\nSorry, 3 not 2": "afterthought",
    "2\nKind regards\n3": "afterthought",
    "2\nKind regards\nTom\njust 3 please": "afterthought",
    "Hi we want this\n2": "more-words",
    "2\nKind regards\nDr Jane Smith": "afterthought",
    "2...": "more-words",
    "-2": "more-words",
    "[ ] 2": "more-words",
    "( ) 2": "more-words",
    "___ 2": "more-words",
    "~~2~~": "more-words",
    "2.5": "more-words",
    "2\n\nplease help": "more-words",
    "Dr John Patel": "more-words",
    "Dr Patel is great": "more-words",
    "Thanks\nDr Patel": "more-words",
    "Dr Patel\nPractice Manager": "more-words",
    "Arun\nPatel": "more-words",
    "2nd": "not-understood",
    "Jane": "not-understood",
}


@pytest.mark.parametrize("text", CLEAR)
def test_a_clear_vote_is_counted_without_asking(text: str) -> None:
    intent = intent_of(text)
    assert (means(intent), intent.reading) == CLEAR[text]


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_everything_else_is_asked_back_with_its_reason(text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, Unclear)
    assert (intent.reason, intent.sentence) == (NOT_COUNTED[text], SENTENCES[NOT_COUNTED[text]])


def test_every_ground_has_a_sentence_that_repeats_nothing_of_the_message() -> None:
    assert {reason for reason, _ in GROUNDS} <= set(SENTENCES)
    assert not any(digit in sentence for sentence in SENTENCES.values() for digit in "0123456789{")


@pytest.mark.parametrize("text", ["Jane Smith", "Dr Smith", "J. Smith", "Dr Jane Smith\nThanks"])
def test_the_senders_own_name_alone_is_no_vote(text: str) -> None:
    assert means(intent_of(text, sender="Dr Jane Smith")) == "unclear"


def test_a_candidate_may_vote_for_himself_in_so_many_words() -> None:
    assert means(intent_of("I vote for Jane Smith", sender="Dr Jane Smith")) == "vote 1"


def test_a_candidate_may_sign_a_vote_for_another() -> None:
    text = "2\n\nKind regards\n\nDr Jane Smith\nGP Lead, Bell Street"
    assert means(intent_of(text, sender="Dr Jane Smith")) == "vote 2"


@pytest.mark.parametrize("text", ["Smith", "Dr Smith", "Vote for Dr Smith", "J Smith"])
def test_a_surname_that_two_candidates_share_is_asked_back(text: str) -> None:
    namesakes = paper("Dr Jane Smith", "Dr John Smith", "Dr Arun Patel")
    intent = intent_of(text, on=namesakes)
    assert isinstance(intent, Unclear)
    assert intent.reason == "ambiguous-name"


def test_a_first_name_like_anothers_surname_is_asked_back() -> None:
    assert means(intent_of("Grant", on=paper("Dr Amy Grant", "Dr Grant Lee"))) == "unclear"


@pytest.mark.parametrize("text", ["Dr Ann Browne", "Dr Anne Brown", "Ann Browen"])
def test_a_name_between_two_like_ones_is_asked_back(text: str) -> None:
    assert means(intent_of(text, on=paper("Dr Ann Brown", "Dr Anne Browne"))) == "unclear"


@pytest.mark.parametrize("text", ["confidence", "Confidence", "Motion", "vote for confidence"])
def test_the_last_word_of_what_is_no_person_names_nothing(text: str) -> None:
    assert means(intent_of(text, on=paper("No Confidence", "Carry the Motion"))) == "unclear"


@pytest.mark.parametrize("text", ["Thanks", "Many thanks", "Best wishes", "Received", "Noted"])
def test_words_of_courtesy_are_no_misspelt_names(text: str) -> None:
    assert means(intent_of(text, on=paper("Dr Manny Hanks", "Dr Bess Wishers", "Dr Ann Norted"))) == "unclear"


def test_an_option_called_as_another_is_numbered_is_asked_back() -> None:
    assert means(intent_of("Option 2", on=paper("Option 2", "Option 1"))) == "unclear"


def test_an_option_called_yes_is_voted_for_only_where_nothing_else_can_be_meant() -> None:
    assert means(intent_of("Yes", on=paper("Yes", "No"))) == "unclear"
    assert means(intent_of("No", on=paper("Yes", "No"))) == "vote 2"


OBJECTIONS = (
    "object", "OBJECT", "Object.", "OBJECT!", "I object", "We object", "we object, thanks", "Objection", "Objection:",
    "An objection", "Our practice objects", "We wish to object", "I object to what was recorded", "*OBJECT*",
    "Hi Morgan,\n\nI object", "Thanks for your message.\nI object\nKind regards\nTom",
    "Object\nWe never voted for Dr Smith. Who says that we did?", "OBJECT\n1", "I object\n> 1. Dr Jane Smith",
    "OBJECT\n" + "It was not us. " * 100,
)  # fmt: skip

NO_OBJECTIONS = (
    "No objection", "no objections", "I don't object", "I do not object", "not object", "Nobody objects", "object?",
    "Objection to Dr Smith", "I object to Dr Smith", "We object to the proposal", "objective", "Objections",
    "1\nI object", "2\nKind regards\nTom\nI object", "not\nobject", "I object if it is changed", "Subject", "> OBJECT",
)  # fmt: skip


@pytest.mark.parametrize("questioned", [False, True])
@pytest.mark.parametrize("on", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("text", OBJECTIONS)
def test_object_in_the_first_line_is_an_objection_whatever_follows(text: str, on: Paper, questioned: bool) -> None:
    assert intent_of(text, on=on, questioned=questioned) == Objection(reading="objection")


@pytest.mark.parametrize("on", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("text", NO_OBJECTIONS)
def test_words_about_an_objection_are_none_and_no_vote(text: str, on: Paper) -> None:
    assert means(intent_of(text, on=on)) == "unclear"


def test_an_objection_in_one_form_of_a_message_alone_is_for_the_manager() -> None:
    for one, other in (("I object", "1"), ("1", "I object"), ("I object", "Thanks")):
        words = OwnWords(lines=(one,), alternative=OwnWords(lines=(other,)))
        intent = read_intent(words, PAPER, sender_name=VOTER)
        assert isinstance(intent, Unclear)
        assert intent.held
    both = OwnWords(lines=("I object",), alternative=OwnWords(lines=("OBJECT", "Tom")))
    assert read_intent(both, PAPER, sender_name=VOTER) == Objection()


def test_an_objection_that_is_encrypted_or_disguised_is_not_relied_on() -> None:
    for fault, meaning in (("cut-off", "object"), ("disguised", "unclear"), ("encrypted", "unclear")):
        words = OwnWords(lines=("OBJECT",), fault=fault)
        assert means(read_intent(words, PAPER, sender_name=VOTER)) == meaning


@pytest.mark.parametrize("text", ["No", "no.", "No thanks"])
def test_no_to_a_question_of_ours_is_told_that_it_chooses_nothing(text: str) -> None:
    intent = intent_of(text, questioned=True)
    assert isinstance(intent, Unclear)
    assert intent.reason == "denied"
    assert means(intent_of("Yes", questioned=True)) == "confirm"


def test_text_and_html_that_mean_different_things_are_for_the_manager() -> None:
    words = OwnWords(lines=("1",), alternative=OwnWords(lines=("2",)))
    intent = read_intent(words, PAPER, sender_name=VOTER)
    assert isinstance(intent, Unclear)
    assert (intent.reason, intent.held) == ("alternatives-differ", True)


def test_text_and_html_that_mean_the_same_in_other_words_are_counted() -> None:
    words = OwnWords(lines=("2",), alternative=OwnWords(lines=("VOTE 2", "Thanks")))
    assert means(read_intent(words, PAPER, sender_name=VOTER)) == "vote 2"


def test_a_vote_never_shows_its_choice_in_a_log() -> None:
    assert "2" not in repr(intent_of("2"))
    assert "Patel" not in repr(words_of("Dr Patel"))


VOTES = st.sampled_from([text for text, (meaning, _) in CLEAR.items() if meaning != "confirm"])
WORDS = st.lists(st.sampled_from(["not", "2", "1", "Dr", "Patel", "Smith", "vote", "for", "please", "?", "\n", "if",
                                  "thanks", "Kind regards", "3", "abstain", "or", "I", "we", "-", ".", ","]), max_size=12)  # fmt: skip


def counts(intent: Intent) -> bool:
    return isinstance(intent, Vote | Abstention)


@given(vote=VOTES, quoted=st.lists(st.text(max_size=60), max_size=10), intro=st.integers(0, 3))
def test_any_text_quoted_below_a_vote_changes_nothing(vote: str, quoted: list[str], intro: int) -> None:
    introductions = (
        "Please reply above this line",
        "On Mon, 23 Nov 2026 at 09:00, SELG ballots <ballots@selg.example> wrote:",
        "-----Original Message-----",
        "> 1. Dr Jane Smith",
    )
    whole = "\n".join((vote, "", introductions[intro], *quoted))
    assert intent_of(whole) == intent_of(vote)


@given(
    vote=VOTES,
    insert=st.sampled_from(["not", "no", "never", "don't", "against", "?", "unless", "maybe"]),
    data=st.data(),
)
def test_a_negation_question_or_doubt_put_into_a_vote_is_never_counted(
    vote: str, insert: str, data: st.DataObject
) -> None:
    lines = words_of(vote).lines
    words = " \n ".join(lines).split(" ")
    place = data.draw(st.integers(0, len(words)))
    changed = " ".join((*words[:place], insert, *words[place:]))
    assert not counts(intent_of(changed))


@given(vote=VOTES, other=st.sampled_from(["1", "2", "3", *CANDIDATES, "abstain"]), data=st.data())
def test_a_second_option_put_into_a_vote_is_never_counted(vote: str, other: str, data: st.DataObject) -> None:
    first = intent_of(vote)
    words = vote.split(" ")
    place = data.draw(st.integers(0, len(words)))
    joined = intent_of(" ".join((*words[:place], other, *words[place:])))
    same = means(first) == means(intent_of(other))
    assert not counts(joined) or (same and means(joined) == means(first))


@given(words=WORDS)
def test_words_put_together_at_random_never_count_for_an_option_they_do_not_name(words: list[str]) -> None:
    intent = intent_of(" ".join(words))
    if isinstance(intent, Vote):
        (number,) = intent.choice
        own = " ".join(words)
        assert str(number) in own or CANDIDATES[number - 1].split()[-1] in own
        assert not {"not", "?", "if", "or"}.intersection(" ".join(words_of(own).lines).split())


@settings(max_examples=300)
@given(
    text=st.text(max_size=400),
    names=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=6),
    sender=st.text(max_size=30),
)
def test_no_text_raises_or_names_an_option_that_is_not_on_the_paper(text: str, names: list[str], sender: str) -> None:
    intent = intent_of(text, sender=sender, on=paper(*names))
    if isinstance(intent, Vote):
        assert all(1 <= number <= len(names) for number in intent.choice)


def test_html_alone_is_read_like_text() -> None:
    words = own_words(Incoming(html="<p>Hi Morgan,</p><p>YES</p>"))
    assert isinstance(read_intent(words, PAPER, sender_name=VOTER), Confirmation)


@pytest.mark.parametrize(
    "text",
    [
        "Mill Stream Surgery: Dr Patel",
        "Mill Stream Surgery - Dr Patel",
        "Dr Patel, from Mill Stream Surgery",
        "Dr Patel for us",
    ],
)
def test_a_name_beside_that_of_the_practice_may_be_a_signature(text: str) -> None:
    assert means(intent_of(text)) == "unclear"
    assert means(intent_of("Mill Stream Surgery votes for Dr Patel")) == "vote 2"
    assert means(intent_of("Mill Stream Surgery: 2")) == "vote 2"


@pytest.mark.parametrize("practice", ["Patel Surgery", "The Patel and Smith Practice", "Smith"])
def test_a_practice_called_as_a_candidate_is_told_from_him(practice: str) -> None:
    said = {"Smith": "vote 1", "Dr Patel": "vote 2", "Patel Surgery": "unclear", f"{practice} abstains": None}
    for text, meaning in said.items():
        voter = voter_of(PAPER, vocabulary(), sender_name=VOTER, practice=(practice,))
        assert meaning in (None, means(read_reply(words_of(text), voter)))


def test_initials_count_where_a_vote_phrase_or_a_title_stands_before_them_and_are_unique() -> None:
    said = {
        "We vote for AP": "vote 2",
        "Dr A P": "vote 2",
        "Our vote is for J.S.": "vote 1",
        "AP": "ask 2",
        "A P": "ask 2",
    }
    assert {text: means(intent_of(text)) for text in said} == said
    alike = paper("Dr Ann Price", "Dr Arun Patel")
    assert {means(intent_of(text, on=alike)) for text in ("We vote for AP", "AP")} == {"unclear"}
    assert means(intent_of("AP", sender="Anne Pugh")) == "unclear"


@pytest.mark.parametrize("text", ["We vote for NO", "vote no", "We vote for it", "ME", "We vote for me", "us"])
def test_initials_that_are_a_word_name_nobody(text: str) -> None:
    words = paper("Dr Nora Owen", "Dr Ian Thomas", "Dr Mary Evans", "Dr Una Shaw")
    assert means(intent_of(text, on=words)) == "unclear"


@pytest.mark.parametrize(
    "text", ["Dear Dr Patel, 2", "Hi Patel, 1", "Thanks, Dr Patel", "Great - Patel", "Tom. Dr Patel"]
)
def test_what_stands_behind_a_greeting_on_its_line_counts_only_where_the_greeting_names_nobody(text: str) -> None:
    assert means(intent_of(text)) in ("unclear", "vote 2")
    assert means(intent_of(text)) == "unclear" or text == "Dear Dr Patel, 2"
