"""An account is not locked by us: a refused login is repeated after pauses that double."""

import pytest

from mailvote.errors import LoginRefused, MailServerUnreachable
from mailvote.transport.imap import ImapMailbox
from mailvote.transport.restraint import LONGEST_PAUSE, Restraint
from mailvote.transport.smtp import SmtpPostman
from tests.servers.imap_script import ScriptedImap
from tests.servers.smtp_sink import SmtpSink
from tests.transport.test_smtp import outcome, parcels

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def knock(restraint: Restraint, error: Exception | None) -> bool:
    """Whether the door was knocked at."""
    knocked = False
    try:
        with restraint.knocking():
            knocked = True
            if error is not None:
                raise error
    except (LoginRefused, MailServerUnreachable):
        pass
    return knocked


def test_the_pauses_double_up_to_the_longest() -> None:
    now = [0.0]
    restraint = Restraint(60, lambda: now[0])
    knocked = []
    for second in range(0, 2000, 20):
        now[0] = second
        if knock(restraint, LoginRefused("wrong password")):
            knocked.append(second)
    assert knocked == [0, 60, 180, 420, 720, 1020, 1320, 1620, 1920]
    assert knocked[-1] - knocked[-2] == LONGEST_PAUSE


def test_what_is_merely_out_of_reach_is_tried_each_time() -> None:
    restraint = Restraint(60, lambda: 0.0)
    assert all(knock(restraint, MailServerUnreachable("down")) for _ in range(3))


def test_after_a_login_that_succeeds_the_pauses_begin_anew() -> None:
    now = [0.0]
    restraint = Restraint(60, lambda: now[0])
    knock(restraint, LoginRefused("wrong password"))
    now[0] = 60
    assert knock(restraint, None)
    assert knock(restraint, LoginRefused("wrong password"))
    now[0] = 119
    assert not knock(restraint, None)
    now[0] = 120
    assert knock(restraint, None)


def test_a_mailbox_knocks_once_and_repeats_the_refusal() -> None:
    with ScriptedImap({"AUTHENTICATE": lambda conversation, tag, line: conversation.say(f"{tag} NO wrong")}) as server:
        mailbox = ImapMailbox(server.settings())
        for _ in range(3):
            with pytest.raises(LoginRefused, match="refused the login"):
                mailbox.folders()
        assert server.connections == 1


def test_a_postman_with_four_connections_knocks_once() -> None:
    with SmtpSink(login=True) as sink:
        postman = SmtpPostman(sink.settings(password="wrong"))
        for _ in range(3):
            with pytest.raises(LoginRefused):
                outcome(postman, parcels(20))
        assert sink.connections == 1
        postman.close()
