"""The mail programs of the demo write as their originals do, and the office reads the same words from all of them."""

from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from mailvote.demo import clients
from mailvote.demo.drafts import HTML, TEXT, Draft, content, filled_in
from mailvote.mail import letters
from mailvote.mail.automatic import automatic_reason
from mailvote.mail.compose import Envelope, compose
from mailvote.mail.intent import Vote
from mailvote.mail.message import read_message
from mailvote.mail.reply import own_words
from mailvote.mail.tokens import marks_in, message_id, plus_address
from tests.mail.letterbox import BALLOT_PAPER, HOUSE, LEAD, PAPER, TOKEN, WORDING
from tests.mail.voters import read_intent
from tests.rules.examples import local, utc

QUOTING: tuple[Callable[[Draft], EmailMessage], ...] = (
    clients.outlook,
    clients.outlook_mobile,
    clients.iphone,
    clients.gmail,
    clients.thunderbird,
    clients.k9,
    clients.nhsmail,
)


@pytest.fixture(scope="module")
def paper() -> EmailMessage:
    letter = letters.paper(WORDING, HOUSE, BALLOT_PAPER)
    envelope = Envelope(
        sender_name=HOUSE.organisation,
        sender=HOUSE.address,
        recipient_name=LEAD.name,
        recipient=LEAD.address,
        reply_to=plus_address(HOUSE.address, TOKEN),
        message_id=message_id(TOKEN, "letter", "selg.example"),
        date=utc("2026-11-23 09:30"),
    )
    return message_from_bytes(compose(letter, envelope), _class=EmailMessage, policy=default)


def draft(paper: EmailMessage | None, words: str) -> Draft:
    return Draft(
        name=LEAD.name,
        address=LEAD.address,
        to=HOUSE.address,
        words=words,
        written_at=local("2026-11-24 10:00"),
        answers=paper,
    )


@pytest.mark.parametrize("client", [*QUOTING, clients.link], ids=lambda client: client.__name__)
def test_a_vote_is_read_from_every_program_with_the_code_of_its_paper(
    client: Callable[[Draft], EmailMessage], paper: EmailMessage
) -> None:
    words = "VOTE 2" if client is clients.link else "2\n\nKind regards\nHelen Marsh"
    incoming = read_message(client(draft(paper, words)).as_bytes(policy=SMTP))
    intent = read_intent(own_words(incoming), PAPER, sender_name=LEAD.name)
    assert isinstance(intent, Vote)
    assert intent.choice == (2,)
    assert TOKEN in marks_in(incoming, HOUSE.address).tokens
    assert automatic_reason(incoming, frozenset()) is None


@pytest.mark.parametrize("client", QUOTING, ids=lambda client: client.__name__)
def test_every_program_quotes_the_whole_paper(client: Callable[[Draft], EmailMessage], paper: EmailMessage) -> None:
    reply = client(draft(paper, "2"))
    assert all(option.name in content(reply, TEXT) for option in PAPER.options)
    assert not content(reply, HTML) or PAPER.options[0].name in content(reply, HTML)


def test_the_absence_assistant_says_so_in_its_subject_alone(paper: EmailMessage) -> None:
    reply = clients.absence(draft(paper, "I am on leave."))
    assert reply["Auto-Submitted"] is None
    assert automatic_reason(read_message(reply.as_bytes(policy=SMTP)), frozenset()) == "absence"


def test_a_link_can_only_be_pressed_on_a_letter() -> None:
    with pytest.raises(ValueError, match="pressed on a letter"):
        clients.link(draft(None, "VOTE 2"))


def test_a_link_that_no_letter_has_cannot_be_pressed(paper: EmailMessage) -> None:
    with pytest.raises(ValueError, match="no link of the letter"):
        clients.link(draft(paper, "VOTE 17"))


def test_a_new_message_quotes_nothing() -> None:
    for client in (clients.outlook, clients.outlook_mobile, clients.plain):
        assert "From:" not in content(client(draft(None, "status")), TEXT)


def test_a_form_is_filled_in_line_by_line() -> None:
    form = {"Title:": ("Title: Director",), "-": (), "Opens:": ("Opens:",)}
    assert filled_in("Title:", form) == ("Title: Director",)
    assert filled_in("Opens: 24 November 2026 09:00", form) == ("Opens:",)
    assert filled_in("-", form) == ()
    assert filled_in("- - - -", form) == ("- - - -",)
