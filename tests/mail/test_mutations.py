"""No change to a clear vote makes another vote of it, and none that takes away its certainty is counted (mail.md 4)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailvote.mail.intent import Abstention, Intent, Likely, Request, Vote
from mailvote.mail.reply import OwnWords
from mailvote.rules.paper import Paper
from tests.mail.mutations import CHANGES, CLEAR, WELSH_CHANGES, Clear, changed, places
from tests.mail.voters import PAPER, PAPERS, VOTER, read_intent, words_of

ENGLISH = [clear for clear in CLEAR if clear.language == "en"]
VOTES = st.sampled_from(CLEAR)


def intent_of(text: str, clear: Clear, *, questioned: bool = False) -> Intent:
    return read_intent(words_of(text), clear.paper, sender_name=VOTER, questioned=questioned, language=clear.language)


@pytest.mark.parametrize("clear", CLEAR, ids=lambda clear: clear.text[:50])
def test_every_one_of_them_counts_as_it_stands(clear: Clear) -> None:
    intent = intent_of(clear.text, clear)
    assert isinstance(intent, Vote)
    assert intent.choice == clear.choice


@settings(max_examples=1500)
@given(
    clear=st.sampled_from(ENGLISH),
    insert=st.sampled_from([word for words in CHANGES.values() for word in words]),
    questioned=st.booleans(),
    data=st.data(),
)
def test_a_negation_a_condition_or_a_question_put_into_a_vote_is_never_counted_for_anything(
    clear: Clear, insert: str, questioned: bool, data: st.DataObject
) -> None:
    """A NO or an AGAINST beside a vote against may leave it what it is."""
    text = changed(clear.text, insert, data.draw(st.integers(0, places(clear.text) - 1)))
    intent = intent_of(text, clear, questioned=questioned)
    assert not isinstance(intent, Vote | Abstention) or is_same_side(intent, insert, clear), text


def is_same_side(intent: Intent, insert: str, clear: Clear) -> bool:
    same = isinstance(intent, Vote) and intent.choice == clear.choice
    return same and clear.paper.rules.choices == "for-against" and clear.choice == (2,) and insert in ("no", "against")


@settings(max_examples=400)
@given(
    clear=st.sampled_from([clear for clear in CLEAR if clear.language == "cy"]),
    insert=st.sampled_from(WELSH_CHANGES),
    data=st.data(),
)
def test_nor_is_one_in_welsh(clear: Clear, insert: str, data: st.DataObject) -> None:
    text = changed(clear.text, insert, data.draw(st.integers(0, places(clear.text) - 1)))
    assert not isinstance(intent_of(text, clear), Vote | Abstention), text


@settings(max_examples=1500)
@given(
    clear=st.sampled_from(ENGLISH),
    other=st.integers(1, 4),
    by_name=st.booleans(),
    joint=st.sampled_from(["", "and", "or", ",", "\n"]),
    data=st.data(),
)
def test_a_second_option_put_into_a_vote_never_counts_for_that_option_alone(
    clear: Clear, other: int, by_name: bool, joint: str, data: st.DataObject
) -> None:
    option = clear.paper.option(other)
    if option is None or other in clear.choice:
        return
    insert = f"{joint} {option.name if by_name else other}"
    text = changed(clear.text, insert, data.draw(st.integers(0, places(clear.text) - 1)))
    intent = intent_of(text, clear)
    if isinstance(intent, Vote):
        assert set(intent.choice) >= set(clear.choice), text
        assert len(intent.choice) <= clear.paper.choose_at_most, text


@given(
    clear=VOTES,
    quoted=st.lists(
        st.one_of(
            st.text(max_size=60), st.sampled_from(["[x] 1. Dr Jane Smith", "3", "Against", "WITHDRAW", "OBJECT"])
        ),
        max_size=10,
    ),
    between=st.lists(st.one_of(st.text(max_size=40), st.sampled_from(["3", "1", "For", "OBJECT"])), max_size=4),
    subject=st.one_of(
        st.text(max_size=60), st.sampled_from(["3: Vote by Mon", "VOTE 3", "Withdraw", "Dr Jane Smith: x"])
    ),
)
def test_nothing_quoted_and_no_subject_changes_a_vote(
    clear: Clear, quoted: list[str], between: list[str], subject: str
) -> None:
    own = words_of(clear.text)
    words = OwnWords(lines=own.lines, below=own.below, quoted=tuple(quoted), between=tuple(between))
    intent = read_intent(words, clear.paper, sender_name=VOTER, subject=subject, language=clear.language)
    assert isinstance(intent, Vote)
    assert intent.choice == clear.choice


LINES = st.lists(
    st.one_of(
        st.text(max_size=120),
        st.sampled_from([clear.text for clear in CLEAR]),
        st.sampled_from(["Thanks", "Dr Tom Jones", "Kind regards"]),
    ),
    max_size=12,
).map(tuple)


@settings(max_examples=400)
@given(
    lines=LINES,
    below=LINES,
    quoted=LINES,
    between=LINES,
    subject=st.text(max_size=80),
    sender=st.text(max_size=30),
    paper=st.sampled_from(list(PAPERS.values())),
    language=st.sampled_from(["en", "cy"]),
    questioned=st.booleans(),
)
def test_nothing_raises_and_no_option_is_named_that_is_not_on_the_paper(
    lines: tuple[str, ...],
    below: tuple[str, ...],
    quoted: tuple[str, ...],
    between: tuple[str, ...],
    subject: str,
    sender: str,
    paper: Paper,
    language: str,
    questioned: bool,
) -> None:
    words = OwnWords(lines=lines, below=below, quoted=quoted, between=between)
    intent = read_intent(words, paper, sender_name=sender, questioned=questioned, subject=subject, language=language)
    if isinstance(intent, Vote | Likely):
        assert all(paper.option(number) for number in intent.choice)
        assert len(set(intent.choice)) == len(intent.choice)


@settings(max_examples=600)
@given(
    wish=st.sampled_from(["withdraw", "Please withdraw our vote", "I wish to withdraw my vote"]),
    insert=st.sampled_from(
        ["not", "don't", "never", "if", "unless", "?", "2", "Dr Patel", "but", "cannot", "or", "no"]
    ),
    data=st.data(),
)
def test_no_change_to_a_withdrawal_withdraws_a_vote(wish: str, insert: str, data: st.DataObject) -> None:
    text = changed(wish, insert, data.draw(st.integers(0, places(wish) - 1)))
    intent = read_intent(words_of(text), PAPER, sender_name=VOTER)
    assert not isinstance(intent, Request), text


@settings(max_examples=600)
@given(words=st.lists(st.sampled_from(["my", "our", "vote", "votes", "resend", "status", "help", "withdraw", "please", "the", "paper", "2", "for",
                                       "Dr Patel", "not", "what", "is", "we", "want", "to", ",", "\n", "thanks"]), max_size=8))  # fmt: skip
def test_words_put_together_at_random_never_withdraw_beside_an_option(words: list[str]) -> None:
    intent = read_intent(words_of(" ".join(words)), PAPER, sender_name=VOTER)
    if isinstance(intent, Request):
        assert not {"2", "Dr Patel", "not"} & set(words)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("number", [0, 3, 5, 12, 700])
def test_a_number_that_is_not_on_the_paper_is_offered_to_nobody(paper: Paper, number: int) -> None:
    """The fuzzer found that a sentence with a wrong number was offered back as an abstention."""
    for text in (f"The partners met and we are voting for {number}", f"We are voting for {number} as one practice"):
        intent = read_intent(words_of(text), paper, sender_name=VOTER)
        assert paper.option(number) or not isinstance(intent, Vote | Likely)
