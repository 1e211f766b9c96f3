"""One paragraph for the minutes, for every kind of outcome."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailvote.mail.minutes import minutes
from mailvote.rules.electorate import Electorate
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.ruleset import OutcomeRule, RuleSet
from mailvote.rules.tally import Vote
from mailvote.rules.weights import weigh
from tests.mail.kinds import KINDS, Kind
from tests.mail.letterbox import RULE_SETS
from tests.rules.examples import cast, selg

MEETING = datetime(2026, 12, 8, 17, tzinfo=UTC)
MAJORITY = replace(RULE_SETS["election"], outcome=OutcomeRule(rule="majority"))


def votes_of(names: str, choice: int) -> tuple[Vote, ...]:
    """Votes for that option by practices whose names begin so."""
    members = [member for member in selg().members for name in names.split(", ") if name in member.name]
    return tuple(Vote(member_id=member.id, choice=(choice,)) for member in members)


def decided(kind: Kind, votes: tuple[Vote, ...]) -> Outcome:
    electorate: Electorate = weigh(selg(), kind.rules, total=720029)
    return decide(kind.paper, electorate, votes, noun=kind.house.noun)


def said(rules: RuleSet, votes: tuple[Vote, ...], **more: object) -> str:
    kind = replace(KINDS[rules.name], rules=rules)
    return minutes(kind.house, kind.paper, decided(kind, votes), **more)  # type: ignore[arg-type]


def test_case_1_the_minutes_of_an_election() -> None:
    assert said(RULE_SETS["election"], cast(4, 3, abstentions=1)) == (
        "South East Oxfordshire Locality Group, Election: Locality Clinical Director, reference SELG-2026-03. "
        "The question was: “Whom do you choose as Locality Clinical Director?” "
        "The vote was taken by email, from Mon 23 Nov 2026 at 09:00 GMT to Mon 30 Nov 2026 at 17:00 GMT; "
        "each practice had one vote, in a confidential ballot. "
        "Of 10 practices, 7 voted, 1 abstained and 2 did not reply. "
        "8 of 10 practices took part (80.0%); 80% are needed: the election is valid (Appendix 1, section 12). "
        "Dr Amina Osei is elected with 4 of 7 votes, more than any other candidate (Appendix 1, section 13). "
        "Votes: Dr Amina Osei 4, Dr Bryn Example 3, Dr Caoimhe O’Neill 0, Dr Dilys Pugh 0. "
        "Rules: SELG constitution 2015/16, Appendix 1."
    )


def test_case_5_the_minutes_of_a_decision_say_who_voted_how() -> None:
    roll_call = (
        ("Wallingford Medical Centre", "For", "16,521"),
        ("The Rycote Practice", "For", "11,408"),
        ("Nettlebed Surgery", "No reply", "3,661"),
    )
    text = said(RULE_SETS["decision"], votes_of("Wallingford, Rycote, Morland, Hart", 1), roll_call=roll_call)
    assert "the vote of each practice had the weight of its registered patients, in an open ballot." in text
    assert "Practices with 48,818 of 91,732 registered patients took part (53.2%); 50% are needed" in text
    assert "Registered patients: For 48,818, Against 0." in text
    assert "0. For: Wallingford Medical Centre and The Rycote Practice. No reply: Nettlebed Surgery. Rules" in text


def test_r16_the_minutes_of_a_tie_name_the_further_election() -> None:
    kind = KINDS["election"]
    tied = replace(decided(kind, cast(4, 4)), run_off="SELG-2026-04")
    text = minutes(kind.house, kind.paper, tied, run_off_closes_at=MEETING)
    assert "A further election, SELG-2026-04, is drafted for 8 December 2026." in text


def test_r27_the_minutes_of_a_meeting_say_that_it_was_one() -> None:
    text = said(RULE_SETS["meeting-vote"], cast(6, 4))
    assert "The vote was taken at a meeting, and recorded by the election manager, from " in text


def test_r30_the_minutes_of_a_county_decision_say_how_votes_were_shared() -> None:
    text = said(RULE_SETS["county-decision"], cast(3, 2))
    assert "each locality had its share of 10 votes by registered population" in text
    assert "so the Governing Body reviews it at its next meeting" in text


def test_weights_that_the_rules_fix_are_said_to_be() -> None:
    weights = tuple((member.name, 2) for member in selg().members)
    fixed = replace(RULE_SETS["decision"], weight="fixed", weights=weights)
    assert "each practice had the weight that the rules give it" in said(fixed, cast(6, 4))


@pytest.mark.parametrize(
    ("rules", "votes", "kind", "words"),
    [
        (RULE_SETS["election"], cast(5, 3), "elected", "Dr Amina Osei is elected"),
        (RULE_SETS["elr-locality-lead"], cast(6, 2, 2), "part-elected", "tied for the last seat"),
        (RULE_SETS["election"], cast(4, 4), "tied", "are tied for first place"),
        (MAJORITY, cast(4, 3, 2), "no-majority", "No candidate has more than half of the votes"),
        (RULE_SETS["election"], cast(abstentions=9), "none-elected", "nobody is elected"),
        (RULE_SETS["election"], cast(7), "not-valid", "the election is not valid"),
        (RULE_SETS["decision"], cast(6, 4), "carried", "carried"),
        (RULE_SETS["censure"], cast(4, 6), "not-carried", "not carried"),
        (RULE_SETS["admission"], cast(7), "carried", "7 of 10 practices For (70.0%)"),
        (RULE_SETS["admission"], cast(6, 1), "not-carried", "2/3 of all practices are needed, which makes 7"),
        (RULE_SETS["decision"], cast(0, 2), "not-binding", "not binding"),
        (RULE_SETS["county-decision"], cast(8, 1), "carried", "carried"),
        (RULE_SETS["advisory-poll"], cast(3, 2), "advised", "decides nothing"),
    ],
)
def test_the_minutes_of_every_outcome_have_its_working_its_rule_and_its_reference(
    rules: RuleSet, votes: tuple[Vote, ...], kind: str, words: str
) -> None:
    found = replace(KINDS[rules.name], rules=rules)
    assert decided(found, votes).kind == kind
    text = said(rules, votes)
    assert "\n" not in text
    assert text == " ".join(text.split())
    for part in (words, "reference SELG-2026-03", found.paper.title, f"Rules: {rules.source}.", "took part"):
        assert part in text


def test_a_ballot_without_a_question_has_none_in_its_minutes() -> None:
    kind = KINDS["admission"]
    plain = replace(kind.paper, question="")
    assert "The question was" not in minutes(kind.house, plain, decided(kind, cast(7)))


def test_a_question_of_several_lines_becomes_one() -> None:
    kind = KINDS["admission"]
    long = replace(kind.paper, question="Shall it be\n\nadmitted?")
    assert "The question was: “Shall it be admitted?”" in minutes(kind.house, long, decided(kind, cast(7)))
