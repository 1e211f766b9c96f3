"""Reading a vote for or against a proposal: what is certain, what is asked back, and that no vote ever flips (R26)."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.mail.intent import Intent, Unclear, Vote
from mailvote.mail.reply import OwnWords
from mailvote.mail.unclear import DECISION_SENTENCES, SENTENCES
from mailvote.rules.ruleset import load_ruleset
from tests.mail.voters import CENSURE, DECISION, PAPER, VOTER, intent_of, means, read_intent, words_of

RULESETS = Path(__file__).parents[2] / "config" / "rulesets"

FOR = (
    "For", "FOR", "for.", "For!", "*For*", '"For"', "- for", "for please", "For, thanks", "For - thank you very much",
    "For\nThanks for sending this", "Vote for", "VOTE FOR", "Vote: for", "a vote for", "I vote for", "We vote for",
    "We vote for the proposal", "We will vote for this", "Our practice votes for the motion", "I am voting for",
    "We unanimously vote for", "My vote is for", "Our vote: For", "The practice's vote is for the resolution",
    "We're for", "I'm all for it", "We are all for the proposal", "All for it", "for the proposal", "For the motion",
    "in favour", "In favor", "All in favour", "We are in favour", "In favour of the proposal", "Strongly in favour",
    "On behalf of the practice I vote in favour of this", "I am in favour of the motion, many thanks",
    "Please record our vote as for", "Please put us down as in favour", "Please record our vote for the proposal",
    "Vote yes", "We vote yes", "My vote is yes", "I vote to approve", "We vote to support the proposal",
    "We agree with the proposal", "We support the motion", "The surgery supports the recommendation",
    "We fully support the proposal", "We would like to support the proposal", "Yes to the proposal",
    "We are in agreement with the proposal", "I am supportive of the plan",
    "1 For", "For (1)", "1. For", "For 1", "1 - for", "Option 1 (For)", "1 in favour", "1 we vote for",
    "1", "(1)", "VOTE 1", "vote 1 please", "Option 1", "option one", "one", "I vote for 1", "Our vote is for option 1",
    "1\nThanks for sending this", "Hi Morgan,\n\nFor\n\nMany thanks\nTom", "For\nDr Tom Jones\nGP Lead",
    "We vote:\nfor", "We vote for:\n1", "For\n1", "1\nYes", "For\n\nWe agree", "Thanks for the reminder\nFor",
    "1\nHappy with this", "1\nKind regards\nTom\nProtect yourself against flu", "For\nRegards\nTom\nWe support this",
)  # fmt: skip

PLAIN_FOR = (
    "Yes", "YES", "yes.", "Yes please", "Yes, thank you", "Yes\n\nThanks\nTom", "Hi Morgan,\nYes\nRegards\nTom", "Aye",
    "Agree", "I agree", "We agree", "Agreed", "agreed, thanks", "All agreed", "We all agree", "Unanimously agreed",
    "I strongly agree", "We agree with this", "Approve", "We approve", "Approved", "We approve this", "Support",
    "We support", "We support this", "Supported", "I am happy to support this", "In agreement", "We are in agreement",
    "Yes, for", "Yes - agreed", "Yes, we vote for the proposal", "Yes I agree", "Yes, in favour", "Our answer is yes",
    "A yes from us", "Yes from our practice", "Yes to this",
)  # fmt: skip

AGAINST = (
    "Against", "AGAINST", "against.", "*Against*", "against please", "Against, thanks", "Vote against",
    "Vote: AGAINST", "I vote against", "We vote against the proposal", "We will vote against it",
    "Our practice votes against the motion", "I am voting against", "My vote is against", "Our vote: against",
    "We're against", "We are strongly against it", "All against", "against the proposal", "Against the motion",
    "opposed", "We are opposed", "We are opposed to the proposal", "Oppose", "We oppose", "We oppose this proposal",
    "The practice opposes the motion", "Please record our vote as against", "Please put us down as opposed",
    "Please record our vote against the motion", "Vote no", "We vote no", "My vote is no", "We vote to reject this",
    "We reject the proposal", "We disagree with the proposal", "No to the proposal",
    "2 Against", "Against (2)", "2. Against", "Against 2", "2 - against", "2 we vote against",
    "2", "(2)", "VOTE 2", "Option 2", "number two", "Our vote goes to 2",
    "2\nThanks for sending this", "2\nThank you all for this", "Thanks for this\n2", "Against\nThanks for the reminder",
    "Hi Morgan,\n\nAgainst\n\nKind regards\nTom\nGP lead for Wallingford", "2\nTom Jones\nGP lead for Wallingford",
    "Against\nRegards\nTom\nBusiness Support Manager", "2\nRegards\nTom\nRated Good by the CQC",
    "Against\nRegards\nTom\nThis email is for the intended recipient only and no liability is accepted for its use.",
    "We vote:\nagainst", "Against\n2", "2\nNo", "Good morning\n2", "Great, thanks\n2", "2\nHave a good weekend",
)  # fmt: skip

PLAIN_AGAINST = (
    "No", "NO", "No.", "No!", "Hi Morgan,\nNo\n\nRegards\nTom", "No\n\nThanks\nTom", "Nay", "Disagree", "We disagree",
    "I strongly disagree", "We disagree with this", "Rejected", "We reject", "No, we vote against", "No - I disagree",
    "No, we are against it", "Our answer is no", "A no from us", "No to this",
)  # fmt: skip

NOT_COUNTED = {
    "I don't object": "negation",
    "We do not object": "negation",
    "No objection": "negation",
    "no objections": "negation",
    "No problem": "negation",
    "Not against": "negation",
    "We are not against it": "negation",
    "Not in favour": "negation",
    "We vote not in favour": "negation",
    "We do not agree": "negation",
    "Not agreed": "negation",
    "Neither for nor against": "negation",
    "No thanks": "negation",
    "No, thank you": "negation",
    "No,\nthanks": "negation",
    "vote no thanks": "negation",
    "no vote": "negation",
    "No against": "negation",
    "No, we vote for": "negation",
    "No, we agree": "negation",
    "No 2": "negation",
    "Yes and no": "negation",
    "Yes but": "condition",
    "Yes, if the costs are met": "condition",
    "For, provided that it is reviewed": "condition",
    "yes?": "question",
    "For?": "question",
    "Am I for or against?": "question",
    "We agree in principle": "more-words",
    "We support it with reservations": "more-words",
    "Agree with you": "more-words",
    "We agree to disagree": "several",
    "Yes, against": "several",
    "Yes\nAgainst": "several",
    "No\nFor": "several",
    "For or against": "several",
    "For/Against": "several",
    "For, against": "several",
    "vote for against": "several",
    "for against": "several",
    "1. For\n2. Against": "several",
    "1\nAgainst": "several",
    "2\nWe agree": "several",
    "1 and 2": "several",
    "2\nHappy with this": "several",
    "2\nHappy for it": "several",
    "Happy for this\n2": "several",
    "Good idea\n2": "several",
    "All agreed\n2": "several",
    "2\nThis is great": "several",
    "2\nAll for it, thanks": "several",
    "2\nFor, thanks": "several",
    "For, thanks\n2": "several",
    "1 Against": "disagreement",
    "2 For": "disagreement",
    "For 2": "more-words",
    "I vote for 2": "disagreement",
    "We support 2": "disagreement",
    "In favour of 2": "disagreement",
    "3": "unknown-number",
    "Hi we want this\n2": "more-words",
    "Happy with this": "more-words",
    "For:": "more-words",
    "We vote for:\nthe second": "more-words",
    "We vote for\nthe second": "more-words",
    "For you": "not-understood",
    "For now": "not-understood",
    "For information": "not-understood",
    "For me": "not-understood",
    "For this": "more-words",
    "n": "not-understood",
    "ok": "not-understood",
    "Seconded": "not-understood",
    "Thanks for this": "courtesy",
    "Thank you for your help": "courtesy",
    "1\nKind regards\nWe are against this": "afterthought",
    "For\nKind regards\nTom\nAgainst": "afterthought",
    "2\nRegards\nFor": "afterthought",
    "2\nRegards\nTom\nAll for it": "afterthought",
    "2\nRegards\nTom\nWe agree": "afterthought",
    "1\nRegards\nTom\nThe partners here have talked it over once more and all are against the proposal": "afterthought",
    "2\nRegards\nTom\nThe partners here have talked it over once more and we all support the proposal": "afterthought",
    "1\nTom Jones\nWe want this": "more-words",
}


@pytest.mark.parametrize("text", [*FOR, *PLAIN_FOR])
def test_r26_a_vote_for_is_counted_as_one(text: str) -> None:
    assert means(intent_of(text, on=DECISION)) == "vote 1"


@pytest.mark.parametrize("text", [*AGAINST, *PLAIN_AGAINST])
def test_r26_a_vote_against_is_counted_as_one(text: str) -> None:
    assert means(intent_of(text, on=DECISION)) == "vote 2"


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_what_could_mean_something_else_is_asked_back_with_its_reason(text: str) -> None:
    intent = intent_of(text, on=DECISION)
    assert isinstance(intent, Unclear)
    sentence = {**SENTENCES, **DECISION_SENTENCES}[intent.reason]
    assert (intent.reason, intent.sentence) == (NOT_COUNTED[text], sentence)


@pytest.mark.parametrize("text", ["Abstain", "We abstain", "abstain\nThanks for this", "Our practice abstains"])
def test_r13_a_practice_abstains_from_a_decision_as_from_an_election(text: str) -> None:
    assert means(intent_of(text, on=DECISION)) == "abstain"


@pytest.mark.parametrize("text", ["Abstain\nFor", "abstain\nHappy with this", "For\nabstain", "vote for abstain"])
def test_an_abstention_beside_a_side_is_asked_back(text: str) -> None:
    assert means(intent_of(text, on=DECISION)) == "unclear"


@pytest.mark.parametrize("text", ["Yes", "Yes please", "YES\nThanks"])
def test_yes_confirms_while_a_question_of_ours_waits(text: str) -> None:
    assert means(intent_of(text, on=DECISION, questioned=True)) == "confirm"


@pytest.mark.parametrize("text", ["No", "No.", "no thanks", "Hi Morgan,\nNo\nThanks"])
def test_no_is_asked_back_while_a_question_of_ours_waits(text: str) -> None:
    intent = intent_of(text, on=DECISION, questioned=True)
    assert isinstance(intent, Unclear)
    assert (intent.reason, intent.sentence) == ("denied", SENTENCES["denied"])


@pytest.mark.parametrize("text", [text for text in (*PLAIN_FOR, *PLAIN_AGAINST) if "yes" not in text.casefold()])
def test_a_plain_answer_may_be_one_to_the_question_that_waits(text: str) -> None:
    assert means(intent_of(text, on=DECISION, questioned=True)) == "unclear"


@pytest.mark.parametrize(
    "text", [text for text in (*FOR, *AGAINST) if not text.endswith(("\nYes", "\nNo", "We agree"))]
)
def test_a_side_said_in_so_many_words_is_counted_while_a_question_of_ours_waits(text: str) -> None:
    assert intent_of(text, on=DECISION, questioned=True) == intent_of(text, on=DECISION)


@pytest.mark.parametrize("text", ["y", "I confirm", "Confirmed", "Correct", "That is right", "Yes, confirmed"])
def test_what_can_only_confirm_is_no_vote_for(text: str) -> None:
    assert means(intent_of(text, on=DECISION)) == "confirm"


NUMBERED = frozenset({"1", "2", "one", "two"})


@pytest.mark.parametrize("text", [text for text in (*FOR, *AGAINST, *PLAIN_FOR, *PLAIN_AGAINST)
                                  if not NUMBERED.intersection("".join(c if c.isalnum() else " " for c in text).lower().split())])  # fmt: skip
def test_words_for_and_against_are_no_votes_between_candidates(text: str) -> None:
    assert means(intent_of(text)) in ("unclear", "confirm")


def test_text_and_html_for_different_sides_are_for_the_manager() -> None:
    words = OwnWords(lines=("For",), alternative=OwnWords(lines=("Against",)))
    intent = read_intent(words, DECISION, sender_name=VOTER)
    assert isinstance(intent, Unclear)
    assert (intent.reason, intent.held) == ("alternatives-differ", True)


@pytest.mark.parametrize("path", sorted(RULESETS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_rule_set_of_the_package_is_read_by_its_choices(path: Path) -> None:
    rules = load_ruleset(path.read_text(encoding="utf-8"), where=path.name)
    decision = rules.choices == "for-against"
    on = replace(DECISION if decision else PAPER, rules=rules)
    meant = ["vote 1", "vote 2", "vote 1"] if decision else ["unclear", "unclear", "confirm"]
    assert [means(intent_of(text, on=on)) for text in ("We vote for", "No", "Yes")] == meant


def test_the_sentences_of_decisions_repeat_nothing_and_know_no_candidate() -> None:
    assert set(DECISION_SENTENCES) <= set(SENTENCES)
    sentences = {**SENTENCES, **DECISION_SENTENCES}.values()
    assert not any(sign in sentence for sentence in sentences for sign in "0123456789{")
    assert not any("candidate" in sentence for sentence in sentences)


SIDES = st.sampled_from([(text, 1) for text in (*FOR, *PLAIN_FOR)] + [(text, 2) for text in (*AGAINST, *PLAIN_AGAINST)])
PUT_IN = ("not", "no", "never", "don't", "against", "for", "yes", "1", "2", "?", "unless", "maybe", "but", "oppose", "agree",
          "in favour", "abstain", "or", "dis", "cannot", "neither", "and", "thanks", "\n", ",", ":", "the proposal", "we",
          "object", "object to", "one", "two", "option", "vote", "please", "happy", "it", "opposed to", "to")  # fmt: skip


def flips(intent: Intent, side: int) -> bool:
    return isinstance(intent, Vote) and intent.choice != (side,)


@settings(max_examples=1500)
@given(vote=SIDES, insert=st.sampled_from(PUT_IN), questioned=st.booleans(), data=st.data())
def test_no_word_put_into_a_vote_turns_it_to_the_other_side(
    vote: tuple[str, int], insert: str, questioned: bool, data: st.DataObject
) -> None:
    text, side = vote
    words = text.split(" ")
    place = data.draw(st.integers(0, len(words)))
    changed = " ".join((*words[:place], insert, *words[place:]))
    assert not flips(intent_of(changed, on=DECISION, questioned=questioned), side), changed


@given(vote=SIDES, insert=st.sampled_from(["not", "never", "don't", "?", "unless", "maybe", "neither"]), data=st.data())
def test_a_negation_question_or_doubt_put_above_the_closing_is_never_counted(
    vote: tuple[str, int], insert: str, data: st.DataObject
) -> None:
    words = " \n ".join(words_of(vote[0]).lines).split(" ")
    place = data.draw(st.integers(0, len(words)))
    changed = " ".join((*words[:place], insert, *words[place:]))
    assert not isinstance(intent_of(changed, on=DECISION), Vote), changed


@settings(max_examples=500)
@given(vote=SIDES, other=SIDES, joint=st.sampled_from(["\n", "\n\n", " ", ", ", " and ", " or ", "\nKind regards\n"]))
def test_a_vote_for_each_side_in_one_message_is_never_counted(
    vote: tuple[str, int], other: tuple[str, int], joint: str
) -> None:
    if vote[1] != other[1]:
        first, second = "\n".join(words_of(vote[0]).lines), "\n".join(words_of(other[0]).lines)
        assert not isinstance(intent_of(f"{first}{joint}{second}", on=DECISION), Vote)


@given(
    vote=SIDES, quoted=st.lists(st.sampled_from(["1. For", "2. Against", "No", "We vote against", "Yes"]), max_size=5)
)
def test_a_quoted_vote_below_changes_nothing(vote: tuple[str, int], quoted: list[str]) -> None:
    whole = "\n".join((vote[0], "", "Please reply above this line", *quoted))
    assert intent_of(whole, on=DECISION) == intent_of(vote[0], on=DECISION)


@settings(max_examples=1500)
@given(words=st.lists(st.sampled_from([*PUT_IN, "in", "favour", "of", "support", "approve", "reject", "is", "our", "are",
                                       "this", "motion", "with", "I", "all", "good", "disagree", "for", "against"]), max_size=8))  # fmt: skip
def test_words_put_together_at_random_count_for_the_side_they_name_alone(words: list[str]) -> None:
    said = " ".join(words)
    intent = intent_of(said, on=DECISION)
    if isinstance(intent, Vote):
        against = {"against", "oppose", "opposed", "reject", "disagree", "no", "2", "two", "dis"}
        favour = {"for", "favour", "support", "approve", "agree", "yes", "1", "one"}
        own = set(said.replace(",", " ").replace(":", " ").split())
        assert own & (favour if intent.choice == (1,) else against)
        assert not {"not", "never", "don't", "?", "or", "but", "unless", "maybe", "neither", "cannot"} & own
        if "no" not in own:
            assert not own & (against if intent.choice == (1,) else favour)


@given(text=st.text(max_size=300), questioned=st.booleans())
def test_no_text_raises_or_names_a_third_side(text: str, questioned: bool) -> None:
    intent = intent_of(text, on=DECISION, questioned=questioned)
    assert not isinstance(intent, Vote) or intent.choice in ((1,), (2,))


@pytest.mark.parametrize(
    "text",
    [
        "Sorry for",
        "Sorry for\nthe good work",
        "Thanks, for\nthe good work",
        "Thanks. For",
        "Sadly for",
        "Great, for\nthe work",
    ],
)
def test_a_for_that_may_go_on_with_what_thanks_are_given_is_no_vote(text: str) -> None:
    assert means(intent_of(text, on=DECISION)) == "unclear"


def test_r26_the_matter_is_called_by_the_title_and_by_its_kind() -> None:
    said = {
        "We vote against the censure": "vote 2",
        "We support the censure of the Executive": "vote 1",
        "Mill Stream Surgery is opposed to the censure": "vote 2",
        "Against censure of the Executive": "vote 2",
        "We support the Executive": "unclear",
        "Against the Executive": "unclear",
    }
    assert {text: means(intent_of(text, on=CENSURE)) for text in said} == said


@pytest.mark.parametrize(
    "title", ["Rejecting the plan", "Withdrawal from the plan", "No to the change", "Closing the clinic: the plan"]
)
def test_where_a_title_turns_a_plan_round_nobody_is_for_or_against_the_plan(title: str) -> None:
    turned = replace(DECISION, title=title)
    noun = "change" if "change" in title else "plan"
    for text in (f"We support the {noun}", f"We vote against the {noun}", f"For the {noun}", f"We oppose this {noun}"):
        assert not isinstance(intent_of(text, on=turned), Vote), text
    assert means(intent_of("We support the proposal", on=turned)) == "vote 1"
    assert means(intent_of("Against", on=turned)) == "vote 2"


def test_a_sentence_is_offered_back_only_where_it_votes_on_the_matter() -> None:
    offered = {
        "The partners discussed it at length and on balance we will be voting against the proposal": "ask 2",
        "Having talked it over at length with everybody here we support the proposal": "ask 1",
        "All of the partners met today and we vote for": "ask 1",
    }
    assert {text: means(intent_of(text, on=DECISION)) for text in offered} == offered
    asked = (
        "All of the partners support the Executive",
        "Today we vote for the Executive and its good work",
        "We back the chair of the group in this",
        "We support everybody who works for the hub",
    )
    assert {means(intent_of(text, on=CENSURE)) for text in asked} == {"unclear"}
