"""Every row of the table of mail.md 3, and that between them they cover whatever there is to know of a sender."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.identity import TABLE, Evidence, Finding, Standing, Token, believe
from mailvote.mail.sender import Authentication

PASS, INTERNAL, FAIL, NONE, NOT_CONFIGURED = Authentication
PROVEN, UNPROVEN = (PASS, INTERNAL), (NONE, NOT_CONFIGURED)


def found(*, registered: bool, authentication: Authentication, token: Token, fitting: int) -> Finding:
    return believe(Evidence(registered=registered, authentication=authentication, token=token, fitting=fitting))


def standing(authentication: Authentication, token: Token, fitting: int = 1, *, registered: bool = True) -> Standing:
    return found(registered=registered, authentication=authentication, token=token, fitting=fitting).standing


@pytest.mark.parametrize("authentication", PROVEN)
@pytest.mark.parametrize(("token", "fitting"), [(Token.VALID, 0), (Token.VALID, 1), (Token.VALID, 2), (Token.NONE, 1)])
def test_row_1_a_proven_sender_counts_with_a_paper_or_with_one_ballot_open(
    authentication: Authentication, token: Token, fitting: int
) -> None:
    assert standing(authentication, token, fitting) is Standing.IDENTIFIED


@pytest.mark.parametrize("authentication", PROVEN)
@pytest.mark.parametrize(
    ("fitting", "expected"), [(0, Standing.IDENTIFIED), (1, Standing.IDENTIFIED), (2, Standing.WHICH)]
)
def test_row_2_with_several_open_the_proven_sender_is_asked_which(
    authentication: Authentication, fitting: int, expected: Standing
) -> None:
    assert standing(authentication, Token.NONE, fitting) is expected


@pytest.mark.parametrize("fitting", [0, 1, 2])
def test_row_3_where_authentication_is_not_configured_the_paper_suffices(fitting: int) -> None:
    assert standing(NOT_CONFIGURED, Token.VALID, fitting) is Standing.IDENTIFIED


@pytest.mark.parametrize("fitting", [0, 1, 2])
def test_row_4_where_it_is_configured_and_says_nothing_the_paper_is_challenged(fitting: int) -> None:
    assert standing(NONE, Token.VALID, fitting) is Standing.CHALLENGED


@pytest.mark.parametrize("authentication", UNPROVEN)
def test_row_5_neither_proof_nor_paper_is_challenged(authentication: Authentication) -> None:
    assert standing(authentication, Token.NONE, 1) is Standing.CHALLENGED
    assert standing(authentication, Token.NONE, 2) is Standing.WHICH


@pytest.mark.parametrize(("token", "fitting"), tuple(product(Token, [0, 1, 2])))
def test_row_6_a_failed_check_is_held_whatever_else_it_carries(token: Token, fitting: int) -> None:
    failed = found(registered=True, authentication=FAIL, token=token, fitting=fitting)
    assert failed == Finding(standing=Standing.HELD, ground="forged")


@pytest.mark.parametrize("authentication", Authentication)
@pytest.mark.parametrize("token", [Token.VALID, Token.SEVERAL])
def test_row_7_a_stranger_with_a_paper_is_held(authentication: Authentication, token: Token) -> None:
    held = found(registered=False, authentication=authentication, token=token, fitting=0)
    assert held == Finding(standing=Standing.HELD, ground="stranger-with-paper")


@pytest.mark.parametrize("authentication", Authentication)
def test_row_8_a_stranger_without_one_is_ignored(authentication: Authentication) -> None:
    assert standing(authentication, Token.NONE, 0, registered=False) is Standing.IGNORED


@pytest.mark.parametrize("authentication", [PASS, INTERNAL, NONE, NOT_CONFIGURED])
def test_two_papers_or_another_practices_paper_are_held_however_well_proven(authentication: Authentication) -> None:
    several = found(registered=True, authentication=authentication, token=Token.SEVERAL, fitting=1)
    foreign = found(registered=True, authentication=authentication, token=Token.FOREIGN, fitting=1)
    assert several == Finding(standing=Standing.HELD, ground="several-papers")
    assert foreign == Finding(standing=Standing.HELD, ground="foreign-paper")


EVIDENCE = st.builds(
    Evidence,
    registered=st.booleans(),
    authentication=st.sampled_from(Authentication),
    token=st.sampled_from(Token),
    fitting=st.integers(min_value=0, max_value=5),
)


@given(EVIDENCE)
def test_the_table_covers_every_evidence(evidence: Evidence) -> None:
    assert believe(evidence).ground


@given(EVIDENCE)
def test_p1_nobody_is_identified_who_is_not_registered_or_whose_check_failed(evidence: Evidence) -> None:
    if not evidence.registered or evidence.authentication is FAIL:
        assert believe(evidence).standing in (Standing.HELD, Standing.IGNORED)


@given(EVIDENCE)
def test_p1_without_a_proof_only_the_practices_own_paper_identifies(evidence: Evidence) -> None:
    if believe(evidence).standing is Standing.IDENTIFIED:
        assert evidence.authentication in PROVEN or evidence.token is Token.VALID


def test_no_row_is_idle() -> None:
    everything = product((True, False), Authentication, Token, (0, 1, 2))
    evidences = [Evidence(registered=r, authentication=a, token=t, fitting=f) for r, a, t, f in everything]
    used = {next(number for number, row in enumerate(TABLE) if row.applies(evidence)) for evidence in evidences}
    assert used == set(range(len(TABLE)))


@given(st.booleans(), st.sampled_from(Authentication), st.sampled_from(Token), st.integers(0, 3), st.booleans())
def test_a_doubt_holds_whatever_else_speaks_for_the_message(
    registered: bool, authentication: Authentication, token: Token, fitting: int, proven: bool
) -> None:
    evidence = Evidence(
        registered=registered,
        authentication=authentication,
        token=token,
        fitting=fitting,
        doubt="bulk",
        proven=proven,
    )
    assert believe(evidence) == Finding(standing=Standing.HELD, ground="bulk")


@pytest.mark.parametrize("authentication", Authentication)
@pytest.mark.parametrize("token", Token)
@pytest.mark.parametrize("fitting", [0, 1, 2])
def test_the_answer_to_a_challenge_is_believed_but_never_where_the_message_is_held(
    authentication: Authentication, token: Token, fitting: int
) -> None:
    plain = Evidence(registered=True, authentication=authentication, token=token, fitting=fitting)
    without = believe(plain).standing
    answered = believe(replace(plain, proven=True)).standing
    settled = {Standing.CHALLENGED: Standing.IDENTIFIED, Standing.WHICH: Standing.IDENTIFIED}
    assert answered is settled.get(without, without)
