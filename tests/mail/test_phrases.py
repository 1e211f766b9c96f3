"""Each rule of a rule set in the words of the letters."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mailvote.mail import phrases
from mailvote.rules.electorate import Member, Role
from mailvote.rules.ruleset import Destruction, Threshold
from tests.mail.kinds import KINDS
from tests.mail.letterbox import DEPUTY, HOUSE, LEAD, PAPER, RULE_SETS

RULES = PAPER.rules
THRESHOLD = Threshold(base="practices", at_least=Fraction(4, 5))


@pytest.mark.parametrize(
    ("revote", "counts", "change", "reason"),
    [
        ("rank", "the lead outranks the deputy", "To change it", "a vote of the lead outranks one of the deputy"),
        ("latest", "from the lead, the deputy or a proxy", "To change it", "the later vote counts"),
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
            "The ballot is valid if the practices taking part have at least 50% of all registered patients.",
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
    assert phrases.destruction(HOUSE, rules) == f"Votes are destroyed {words} after the outcome is confirmed."


@pytest.mark.parametrize(
    ("who_may_vote", "ranking", "latest"),
    [
        (
            ("lead", "deputy", "proxy"),
            "counts; the lead outranks the deputy, and the deputy a proxy.",
            "counts, from the lead, the deputy or a proxy.",
        ),
        (("proxy", "lead"), "counts; the lead outranks a proxy.", "counts, from the lead or a proxy."),
        (("lead", "deputy"), "counts; the lead outranks the deputy.", "counts, from the lead or the deputy."),
        (("lead",), "before the close counts.", "before the close counts."),
    ],
)
def test_r9_the_precedence_names_those_alone_who_may_vote(
    who_may_vote: tuple[str, ...], ranking: str, latest: str
) -> None:
    roles = tuple(Role(name) for name in who_may_vote)
    assert phrases.precedence(replace(RULES, who_may_vote=roles)).endswith(ranking)
    assert phrases.precedence(replace(RULES, who_may_vote=roles, revote="latest")).endswith(latest)


def test_r27_at_a_meeting_no_paper_is_sent_and_none_can_be_changed_by_mail() -> None:
    meeting = KINDS["meeting-vote"]
    recorded = "The votes are cast at the meeting, and the election manager records them."
    assert phrases.precedence(meeting.rules) == recorded
    assert phrases.change(meeting.house, meeting.paper) == recorded
    assert phrases.casting(meeting.house, meeting.rules) == (
        f"No ballot papers are sent, and no vote is taken by mail. {recorded}"
    )
    assert phrases.casting(HOUSE, RULES) == (
        "Each practice votes through the lead, the deputy or a proxy, to whom the ballot papers go."
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("election", ""),
        ("meeting-vote", ""),
        ("decision", "Your vote counts with the weight 16,521: the registered patients of your practice."),
        ("censure", "Your vote counts with the weight 16,521: the registered patients of your practice."),
        (
            "county-decision",
            "Your vote counts as 1.27 votes of 10: the share of your locality by registered population.",
        ),
    ],
)
def test_r2_and_r5_a_vote_says_what_it_weighs_and_why(name: str, words: str) -> None:
    kind = KINDS[name]
    assert phrases.weight(kind.house, kind.rules, kind.member) == words


def test_a_fixed_weight_is_that_of_the_rules() -> None:
    fixed = replace(RULES, weight="fixed")
    one, three = (phrases.weight(HOUSE, fixed, Member(id=1, name="A", weight=weight)) for weight in (1, 3))
    assert one == "Your vote counts as 1 vote, as the rules fix it for your practice."
    assert three == "Your vote counts as 3 votes, as the rules fix it for your practice."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("election", "The ballot is valid if at least 80% of all practices take part."),
        (
            "decision",
            "The decision is binding if the practices taking part have at least 50% of all registered patients.",
        ),
        (
            "censure",
            "The decision is binding if the practices taking part have at least 80% of all registered patients.",
        ),
        ("admission", ""),
        ("county-decision", ""),
        ("advisory-poll", ""),
    ],
)
def test_r12_r26_r28_an_election_is_valid_and_a_decision_binds(name: str, words: str) -> None:
    assert phrases.validity(KINDS[name].house, RULE_SETS[name]) == words


def test_r22_what_is_published_of_single_votes() -> None:
    assert "never by practice" in phrases.published(HOUSE, RULES)
    assert "never how a practice voted" in phrases.published(HOUSE, replace(RULES, publish_codes=False))
    assert "rounded" not in phrases.published(HOUSE, replace(RULES, publish_codes=False))


def test_r32_an_open_ballot_lists_how_each_practice_voted() -> None:
    assert phrases.published(HOUSE, RULE_SETS["decision"]) == "The result lists how each practice voted."
    assert "how each locality voted" in phrases.secrecy(KINDS["county-decision"].house, RULE_SETS["county-decision"])
    assert "Before the close only the election manager" in phrases.secrecy(HOUSE, RULE_SETS["decision"])


def test_a_confidential_weighted_ballot_says_beforehand_what_cannot_be_hidden() -> None:
    said = phrases.published(HOUSE, replace(RULES, weight="population"))
    assert "Totals may be given in rounded figures, so that no practice’s vote follows from them." in said
    assert "A unanimous result cannot be hidden." in said
    assert "codes" not in said


def test_r32_what_an_open_ballot_keeps_is_not_said_to_be_destroyed() -> None:
    assert phrases.destruction(HOUSE, RULE_SETS["decision"]) == (
        "Messages are destroyed one month after the outcome is confirmed; how each practice voted stays on record."
    )


def test_a_change_is_asked_for_in_the_words_of_the_choices() -> None:
    close = "before Monday 30 November 2026 at 17:00 (GMT, Europe/London time)."
    for name, words in (
        ("election", "To change it, reply with just the number of your choice, or with ABSTAIN,"),
        ("elr-locality-lead", "To change it, reply with all the numbers of your choice, or with ABSTAIN,"),
        ("decision", "To change it, reply FOR, AGAINST or ABSTAIN"),
    ):
        assert phrases.change(HOUSE, KINDS[name].paper).startswith(f"{words} {close}")


@pytest.mark.parametrize(("number", "words"), [(0, "no"), (2, "two"), (12, "twelve"), (13, "13"), (1200, "1,200")])
def test_small_numbers_are_said_in_letters(number: int, words: str) -> None:
    assert phrases.number_words(number) == words


def test_p4_all_messages_add_up_in_one_line() -> None:
    assert (
        phrases.reconciliation({"counted": 8, "late": 0, "held": 1}) == "9 messages received: 8 counted + 1 held = 9."
    )
    assert phrases.reconciliation({"counted": 0}) == "0 messages received."
    assert phrases.reconciliation({"late": 1}) == "1 message received: 1 late = 1."
