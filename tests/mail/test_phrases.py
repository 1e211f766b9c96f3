"""Each rule of a rule set in the words of the letters."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mailvote.mail import phrases
from mailvote.rules.ruleset import Destruction, Threshold
from tests.mail.letterbox import DEPUTY, ELECTED, HOUSE, LEAD, PAPER

RULES = PAPER.rules
THRESHOLD = Threshold(base="practices", at_least=Fraction(4, 5))


@pytest.mark.parametrize(
    ("revote", "counts", "change", "reason"),
    [
        ("rank", "the lead outranks the deputy", "To change it", "a vote of the lead outranks one of the deputy"),
        ("latest", "from the lead or the deputy", "To change it", "the later vote counts"),
        ("first", "it cannot be changed", "The first vote", "the first vote counts"),
    ],
)
def test_r9_which_of_two_votes_counts(revote: str, counts: str, change: str, reason: str) -> None:
    rules = replace(RULES, revote=revote)
    assert counts in phrases.precedence(rules)
    assert phrases.change(HOUSE, replace(PAPER, rules=rules)).startswith(change)
    assert phrases.rank_reason(rules, DEPUTY, LEAD) == reason


def test_r9_between_two_votes_of_one_rank_the_later_counts() -> None:
    assert phrases.rank_reason(RULES, LEAD, replace(LEAD, id=3)) == "the later vote counts"


@pytest.mark.parametrize(
    ("threshold", "valid", "abstention"),
    [
        (
            THRESHOLD,
            "The ballot is valid if at least 80% of all practices take part.",
            "An abstention counts as taking part; silence does not.",
        ),
        (
            replace(THRESHOLD, base="population", at_least=Fraction(1, 2), abstentions_take_part=False),
            "The ballot is valid if the practices taking part have at least 50% of the patients.",
            "Neither an abstention nor silence counts as taking part.",
        ),
        (None, "", ""),
    ],
)
def test_r12_when_a_ballot_is_valid(threshold: Threshold | None, valid: str, abstention: str) -> None:
    rules = replace(RULES, participation=threshold)
    assert phrases.validity(HOUSE, rules) == valid
    assert phrases.abstention(rules) == abstention


@pytest.mark.parametrize(
    ("share", "words"),
    [(Fraction(4, 5), "80%"), (Fraction(1, 8), "12.5%"), (Fraction(2, 3), "2/3"), (Fraction(1), "100%")],
)
def test_a_share_is_said_as_a_rule_set_has_it(share: Fraction, words: str) -> None:
    assert phrases.share_words(share) == words


@pytest.mark.parametrize(
    ("after", "words"), [("1 month", "one month"), ("6 weeks", "six weeks"), ("90 days", "90 days")]
)
def test_r23_when_votes_are_destroyed(after: str, words: str) -> None:
    rules = replace(RULES, destruction=Destruction(after=after))
    assert phrases.destruction(rules) == f"Votes are destroyed {words} after the outcome is confirmed."


def test_r22_what_is_published_of_single_votes() -> None:
    assert "never by practice" in phrases.published(HOUSE, RULES)
    assert "never how a practice voted" in phrases.published(HOUSE, replace(RULES, publish_codes=False))


@pytest.mark.parametrize(
    ("kind", "headline", "following"),
    [
        ("elected", "Elected: Dr Amina Osei", "Until then the present holder stays in office."),
        ("tied", "Tied: A and B", "the further election"),
        ("not-valid", "Not valid: nobody is elected", "The election manager will write to you"),
        ("none-elected", "Nobody is elected", "The election manager will write to you"),
    ],
)
def test_r16_and_r24_what_follows_from_an_outcome(kind: str, headline: str, following: str) -> None:
    outcome = replace(ELECTED, kind=kind, tied=("A", "B"))
    assert phrases.headline(outcome) == headline
    assert following in phrases.next_step(outcome)


def test_p4_all_messages_add_up_in_one_line() -> None:
    assert (
        phrases.reconciliation({"counted": 8, "late": 0, "held": 1}) == "9 messages received: 8 counted + 1 held = 9."
    )
    assert phrases.reconciliation({"counted": 0}) == "0 messages received."
    assert phrases.reconciliation({"late": 1}) == "1 message received: 1 late = 1."
