"""mail.md 3: an answer of the panel is believed as every other message is."""

from itertools import product

import pytest

from mailvote.mail.panel_trust import SENTENCES, Belief, Code, trust
from mailvote.mail.sender import Authentication

CHECKED = (Authentication.PASS, Authentication.INTERNAL)
UNCHECKED = (Authentication.NONE, Authentication.NOT_CONFIGURED)


@pytest.mark.parametrize("code", Code)
def test_what_fails_the_check_of_its_sender_is_held(code: Code) -> None:
    found = trust(is_member=True, authentication=Authentication.FAIL, code=code)
    assert (found.belief, found.ground) == (Belief.HELD, "forged")


@pytest.mark.parametrize(("authentication", "code"), list(product(CHECKED, (Code.OWN, Code.NONE))))
def test_what_the_mail_server_vouches_for_is_taken_with_its_code_or_without(
    authentication: Authentication, code: Code
) -> None:
    assert trust(is_member=True, authentication=authentication, code=code).belief is Belief.TAKEN


@pytest.mark.parametrize("authentication", UNCHECKED)
def test_what_nobody_vouches_for_is_taken_with_the_code_of_the_letter_and_asked_about_without(
    authentication: Authentication,
) -> None:
    assert trust(is_member=True, authentication=authentication, code=Code.OWN).belief is Belief.TAKEN
    assert trust(is_member=True, authentication=authentication, code=Code.NONE).belief is Belief.ASKED


@pytest.mark.parametrize(("authentication", "code"), list(product((*CHECKED, *UNCHECKED), (Code.OWN, Code.FOREIGN))))
def test_what_comes_from_another_address_is_held(authentication: Authentication, code: Code) -> None:
    assert trust(is_member=False, authentication=authentication, code=code).ground == "panel-stranger"


@pytest.mark.parametrize("authentication", [*CHECKED, *UNCHECKED])
def test_what_one_member_answers_to_the_letter_of_another_is_held(authentication: Authentication) -> None:
    assert trust(is_member=True, authentication=authentication, code=Code.FOREIGN).ground == "panel-foreign"


def test_the_table_covers_every_case_and_every_held_message_has_its_sentence() -> None:
    for member, authentication, code in product((True, False), Authentication, Code):
        found = trust(is_member=member, authentication=authentication, code=code)
        assert found.belief is not Belief.HELD or found.ground in SENTENCES
