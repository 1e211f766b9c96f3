"""What a letter to a voter is about."""

from tests.mail.letterbox import BALLOT_PAPER, TOKEN


def test_a_ballot_paper_never_shows_its_token() -> None:
    assert TOKEN not in repr(BALLOT_PAPER)
