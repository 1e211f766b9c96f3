"""What becomes of an answer: each step of the table in `mail.judgement`, and which goes before which."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailvote.mail.identity import Finding, Standing
from mailvote.mail.intent import Abstention, Confirmation, Likely, Objection, Request, Vote, Wish
from mailvote.mail.judgement import COURTESY, Action, Matter, Verdict, decide
from mailvote.mail.likely import OFFERS
from mailvote.mail.unclear import unclear
from mailvote.rules.acceptance import GROUNDS, Claim, Fate, Ground
from mailvote.rules.electorate import Role
from tests.rules.examples import utc

NOON = utc("2026-11-24 12:00")
BY_NAME: dict[str, Ground] = {ground.name: ground for _, ground in GROUNDS}
VOTE = Vote(choice=(2,), reading="number")
YES = Confirmation(reading="confirmation")
THANKS = unclear(COURTESY)


def standing(kind: Standing) -> Finding:
    return Finding(standing=kind, ground=f"ground of {kind}")


def claim(role: Role, minutes: int = 0) -> Claim:
    return Claim(role=role, received_at=NOON + timedelta(minutes=minutes), order=1)


MATTER = Matter(
    finding=standing(Standing.IDENTIFIED),
    has_ballot=True,
    ground=None,
    intent=VOTE,
    claim=claim(Role.LEAD),
)
"""An identified lead votes, and nothing stands in the way."""

CONTRARY = replace(MATTER, ground=BY_NAME["late"], asked=True, intent=THANKS, in_force=claim(Role.LEAD))
"""Everything else that could be said against a message."""


def outcome(matter: Matter) -> tuple[Fate, Action]:
    verdict = decide(matter)
    return verdict.fate, verdict.action


def test_a_vote_is_counted_under_the_name_of_its_reading() -> None:
    by_name = replace(MATTER, intent=Vote(choice=(2,), reading="surname"))
    counted = Verdict(fate=Fate.COUNTED, action=Action.RECORD, ground="surname", choice=(2,))
    assert decide(by_name) == counted


def test_r22_the_journal_does_not_tell_an_abstention_from_a_number() -> None:
    grounds = {decide(replace(MATTER, intent=intent)).ground for intent in (VOTE, Abstention(reading="abstention"))}
    assert grounds == {"plain-answer"}


def test_r13_an_abstention_is_counted_as_no_choice() -> None:
    verdict = decide(replace(MATTER, intent=Abstention(reading="abstention")))
    assert (verdict.fate, verdict.action, verdict.choice) == (Fate.COUNTED, Action.RECORD, ())


@pytest.mark.parametrize("matter", [MATTER, CONTRARY, replace(MATTER, has_ballot=False)])
def test_a_held_sender_goes_before_everything_and_is_told_nothing(matter: Matter) -> None:
    verdict = decide(replace(matter, finding=standing(Standing.HELD)))
    assert verdict == Verdict(fate=Fate.HELD, action=Action.HOLD, ground="ground of held")


@pytest.mark.parametrize("matter", [MATTER, CONTRARY, replace(MATTER, has_ballot=False)])
def test_a_stranger_is_ignored_and_never_answered(matter: Matter) -> None:
    assert outcome(replace(matter, finding=standing(Standing.IGNORED))) == (Fate.IGNORED, Action.NOTHING)


def test_without_any_ballot_the_sender_is_told_so() -> None:
    verdict = decide(replace(MATTER, has_ballot=False))
    assert (verdict.fate, verdict.action, verdict.ground) == (Fate.REJECTED, Action.REFUSE, "no-ballot")
    assert "no ballot open for you" in verdict.sentence


def test_thanks_for_a_vote_in_force_are_never_answered() -> None:
    thanked = replace(MATTER, intent=THANKS, in_force=claim(Role.LEAD))
    assert outcome(thanked) == (Fate.IGNORED, Action.NOTHING)
    assert outcome(replace(thanked, ground=BY_NAME["late"])) == (Fate.IGNORED, Action.NOTHING)


def test_thanks_before_any_vote_are_asked_about_like_anything_unclear() -> None:
    assert outcome(replace(MATTER, intent=THANKS)) == (Fate.CHALLENGED, Action.ASK_BACK)


def test_a_late_message_is_late_and_its_sender_is_told() -> None:
    assert outcome(replace(MATTER, ground=BY_NAME["late"])) == (Fate.LATE, Action.TELL_LATE)


@pytest.mark.parametrize("name", ["non-voter", "cancelled", "not-open-yet"])
def test_what_the_rules_forbid_is_refused_with_their_sentence(name: str) -> None:
    verdict = decide(replace(MATTER, ground=BY_NAME[name]))
    assert (verdict.fate, verdict.action) == (Fate.REJECTED, Action.REFUSE)
    assert (verdict.ground, verdict.sentence) == (name, BY_NAME[name].sentence)


@pytest.mark.parametrize("name", ["late", "non-voter", "cancelled", "not-open-yet"])
@pytest.mark.parametrize("kind", [Standing.CHALLENGED, Standing.WHICH])
def test_nobody_is_asked_about_a_message_that_could_not_count_anyway(name: str, kind: Standing) -> None:
    assert decide(replace(MATTER, finding=standing(kind), ground=BY_NAME[name])).ground == name


def test_r10_where_several_ballots_fit_the_sender_is_asked_which() -> None:
    which = replace(MATTER, finding=standing(Standing.WHICH), claim=None)
    assert outcome(which) == (Fate.CHALLENGED, Action.ASK_WHICH)


def test_an_unproven_vote_is_challenged_with_the_choice_that_a_yes_will_confirm() -> None:
    verdict = decide(replace(MATTER, finding=standing(Standing.CHALLENGED)))
    assert (verdict.fate, verdict.action, verdict.choice) == (Fate.CHALLENGED, Action.CHALLENGE, (2,))


def test_an_unproven_message_that_cannot_be_read_is_asked_about_without_offering_a_choice() -> None:
    verdict = decide(replace(MATTER, finding=standing(Standing.CHALLENGED), intent=unclear("question")))
    assert (verdict.fate, verdict.choice) == (Fate.CHALLENGED, None)


def test_an_unclear_message_is_asked_back_with_the_reason() -> None:
    verdict = decide(replace(MATTER, intent=unclear("question")))
    assert (verdict.fate, verdict.action, verdict.ground) == (Fate.CHALLENGED, Action.ASK_BACK, "question")
    assert verdict.sentence == unclear("question").sentence


@pytest.mark.parametrize(
    "matter",
    [
        replace(MATTER, intent=unclear("question")),
        replace(MATTER, intent=YES),
        replace(MATTER, finding=standing(Standing.WHICH)),
        replace(MATTER, finding=standing(Standing.CHALLENGED)),
    ],
)
def test_a_second_question_is_never_asked_but_goes_to_the_manager(matter: Matter) -> None:
    verdict = decide(replace(matter, asked=True))
    assert (verdict.fate, verdict.action) == (Fate.HELD, Action.HOLD)
    assert "The election manager will look" in verdict.sentence


def test_text_and_html_that_differ_in_meaning_are_held_at_once_and_the_sender_is_told() -> None:
    verdict = decide(replace(MATTER, intent=unclear("alternatives-differ")))
    assert (verdict.fate, verdict.action, verdict.ground) == (Fate.HELD, Action.HOLD, "alternatives-differ")
    assert "The election manager will look" in verdict.sentence


def test_a_yes_counts_as_the_choice_that_was_offered() -> None:
    verdict = decide(replace(MATTER, intent=YES, asked=True, offered=(3,)))
    assert (verdict.fate, verdict.choice, verdict.ground) == (Fate.COUNTED, (3,), "confirmation")


def test_a_yes_to_an_offered_abstention_counts() -> None:
    assert decide(replace(MATTER, intent=YES, asked=True, offered=())).choice == ()


def test_a_yes_to_nothing_is_asked_back() -> None:
    verdict = decide(replace(MATTER, intent=YES))
    assert (verdict.action, verdict.ground) == (Action.ASK_BACK, "nothing-to-confirm")


def test_p1_an_unproven_yes_confirms_nothing() -> None:
    verdict = decide(replace(MATTER, finding=standing(Standing.CHALLENGED), intent=YES, asked=True, offered=(3,)))
    assert verdict.fate is Fate.HELD


def test_case_11_a_vote_that_is_outranked_is_rejected_and_everybody_told() -> None:
    outranked = replace(MATTER, claim=claim(Role.DEPUTY, 5), in_force=claim(Role.LEAD))
    verdict = decide(outranked)
    assert (verdict.fate, verdict.action) == (Fate.REJECTED, Action.TELL_OUTRANKED)
    assert verdict.ground == "outranked"


def test_case_12_a_vote_that_prevails_is_counted() -> None:
    assert outcome(replace(MATTER, claim=claim(Role.LEAD, 5), in_force=claim(Role.DEPUTY))) == (
        Fate.COUNTED,
        Action.RECORD,
    )


def test_an_older_vote_that_is_read_after_its_successor_was_replaced_before_it_came() -> None:
    verdict = decide(replace(MATTER, in_force=claim(Role.LEAD, 5)))
    assert (verdict.fate, verdict.action, verdict.ground) == (Fate.REPLACED, Action.NOTHING, "overtaken")


def test_an_objection_that_the_practice_has_voted_since_holds_nothing_though_it_is_read_last() -> None:
    late = replace(MATTER, intent=Objection(), claim=claim(Role.DEPUTY, 4), in_force=claim(Role.LEAD, 5))
    assert outcome(late) == (Fate.REPLACED, Action.NOTHING)
    assert outcome(replace(late, claim=claim(Role.DEPUTY, 5))) == (Fate.COMMANDS, Action.OBJECT)
    assert outcome(replace(late, claim=claim(Role.DEPUTY, 6))) == (Fate.COMMANDS, Action.OBJECT)


def test_the_revote_setting_of_the_ballot_decides() -> None:
    later = replace(MATTER, claim=claim(Role.DEPUTY, 5), in_force=claim(Role.LEAD), revote="latest")
    assert outcome(later) == (Fate.COUNTED, Action.RECORD)
    assert outcome(replace(later, revote="first")) == (Fate.REJECTED, Action.TELL_OUTRANKED)


def test_a_vote_without_a_claim_is_a_fault_of_ours_and_says_nothing_of_the_choice() -> None:
    with pytest.raises(ValueError, match="only a choice that somebody made can be weighed"):
        decide(replace(MATTER, claim=None))


def test_r22_neither_matter_nor_verdict_shows_a_choice() -> None:
    asked = replace(MATTER, intent=Vote(choice=(987,), reading="number"), offered=(987,))
    assert "987" not in repr(asked) + repr(decide(asked))


# What is likely, and what is asked for


LIKELY = Likely(choice=(2,), reading="sentence")


def wish(name: Wish) -> Matter:
    return replace(MATTER, intent=Request(wish=name))


def test_what_is_likely_is_offered_once_and_then_put_before_the_manager() -> None:
    first = decide(replace(MATTER, intent=LIKELY))
    assert (first.fate, first.action, first.ground) == (Fate.CHALLENGED, Action.OFFER, "sentence")
    assert (first.choice, first.sentence) == ((2,), OFFERS["sentence"])
    assert outcome(replace(MATTER, intent=LIKELY, asked=True)) == (Fate.HELD, Action.HOLD)


def test_an_unproven_sender_is_asked_about_the_message_and_its_likely_reading_at_once() -> None:
    verdict = decide(replace(MATTER, intent=LIKELY, finding=standing(Standing.CHALLENGED)))
    assert (verdict.action, verdict.choice) == (Action.CHALLENGE, (2,))


@pytest.mark.parametrize("name", [wish for wish in Wish if wish not in (Wish.OBJECT, Wish.WITHDRAW)])
@pytest.mark.parametrize("kind", [Standing.IDENTIFIED, Standing.CHALLENGED, Standing.WHICH])
def test_what_changes_nothing_is_answered_however_little_is_known_of_the_sender(name: Wish, kind: Standing) -> None:
    verdict = decide(replace(wish(name), finding=standing(kind)))
    assert (verdict.fate, verdict.ground) == (Fate.COMMANDS, name.value)


@pytest.mark.parametrize("name", ["non-voter", "interest", "cancelled"])
def test_r22_a_vote_is_not_shown_to_whom_the_rules_forbid_to_cast_it(name: str) -> None:
    assert outcome(replace(wish(Wish.MY_VOTE), ground=BY_NAME[name])) == (Fate.REJECTED, Action.REFUSE)
    assert outcome(replace(wish(Wish.STATUS), ground=BY_NAME[name])) == (Fate.COMMANDS, Action.SHOW_STATUS)


def test_r9_a_vote_is_withdrawn_by_whoever_could_replace_it() -> None:
    withdraw = replace(wish(Wish.WITHDRAW), in_force=claim(Role.DEPUTY, -5))
    assert outcome(withdraw) == (Fate.COMMANDS, Action.WITHDRAW)
    lead = replace(withdraw, in_force=claim(Role.LEAD, -5), claim=claim(Role.DEPUTY))
    assert outcome(lead) == (Fate.REJECTED, Action.REFUSE)
    assert outcome(replace(lead, revote="latest")) == (Fate.COMMANDS, Action.WITHDRAW)
    assert outcome(replace(withdraw, revote="first")) == (Fate.REJECTED, Action.REFUSE)


def test_a_withdrawal_older_than_the_vote_in_force_is_overtaken() -> None:
    stale = replace(wish(Wish.WITHDRAW), in_force=claim(Role.LEAD, 5))
    assert outcome(stale) == (Fate.REPLACED, Action.NOTHING)


@pytest.mark.parametrize(("minutes", "fate"), [(-1, Fate.COUNTED), (0, Fate.COUNTED), (1, Fate.WITHDRAWN)])
def test_a_vote_counts_unless_it_came_before_a_withdrawal_of_its_practice(minutes: int, fate: Fate) -> None:
    assert decide(replace(MATTER, withdrawn=claim(Role.LEAD, minutes))).fate is fate


def test_r9_a_deputys_withdrawal_takes_no_older_vote_of_the_lead_out() -> None:
    assert decide(replace(MATTER, withdrawn=claim(Role.DEPUTY, 1))).fate is Fate.COUNTED


def test_a_recorded_vote_and_one_that_is_held_are_for_the_manager() -> None:
    recorded = replace(wish(Wish.WITHDRAW), in_force=claim(Role.LEAD, -5), was_recorded=True)
    assert outcome(recorded) == (Fate.HELD, Action.OBJECT)
    assert outcome(replace(wish(Wish.WITHDRAW), is_held=True)) == (Fate.HELD, Action.HOLD)
