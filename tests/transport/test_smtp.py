"""The postman: at least once, a 250 for good, and the server's fault is never the recipient's."""

import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from threading import Event, Thread

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from mailvote.errors import ConfigurationError, LoginRefused, MailServerUnreachable
from mailvote.office.ports import Delivery, Disposition, Parcel
from mailvote.transport.pace import Pace
from mailvote.transport.smtp import SmtpPostman
from tests.servers.scripted import Conversation, ScriptedServer
from tests.servers.smtp_sink import Answers, SmtpSink, smtp_settings

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

SENDER = "ballots+bounce=lead=abbey.example@selg.example"


def parcel(number: int, content: bytes = b"Subject: paper\r\n\r\nVote\r\n") -> Parcel:
    return Parcel(id=number, sender=SENDER, recipient=f"lead{number}@abbey.example", content=content)


def parcels(size: int) -> list[Parcel]:
    return [parcel(number) for number in range(size)]


def outcome(postman: SmtpPostman, letters: Sequence[Parcel]) -> dict[int, Disposition]:
    found = list(postman.deliver(letters))
    assert len(found) == len({delivery.parcel_id for delivery in found})
    return {delivery.parcel_id: delivery.disposition for delivery in found}


@pytest.fixture(params=[True, False], ids=["pipelining", "step-by-step"])
def sink(request: pytest.FixtureRequest) -> Iterator[SmtpSink]:
    with SmtpSink(Answers(pipelining=request.param)) as running:
        yield running


@pytest.fixture
def postman(sink: SmtpSink) -> Iterator[SmtpPostman]:
    with closing(SmtpPostman(sink.settings())) as opened:
        yield opened


def test_every_letter_goes_to_its_recipient_from_its_sender(sink: SmtpSink, postman: SmtpPostman) -> None:
    assert set(outcome(postman, parcels(50)).values()) == {Disposition.SENT}
    assert {recipient for _, recipient, _ in sink.received} == {letter.recipient for letter in parcels(50)}
    assert {sender for sender, _, _ in sink.received} == {SENDER}


def test_nothing_to_deliver_needs_no_server() -> None:
    with SmtpSink() as sink:
        settings = sink.settings()
    assert list(SmtpPostman(settings).deliver([])) == []


def test_connections_are_few_and_kept_between_calls(sink: SmtpSink, postman: SmtpPostman) -> None:
    for _ in range(5):
        outcome(postman, parcels(20))
    assert len(sink.received) == 100
    assert sink.connections <= 4


def test_one_letter_needs_one_connection(sink: SmtpSink, postman: SmtpPostman) -> None:
    outcome(postman, parcels(1))
    assert sink.connections == 1


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: dots\r\n\r\n.\r\n..\r\n.leading\r\nmid.dle\r\n",
        b".\r\n",
        b"Subject: 8 bit\r\n\r\n\xc3\xa4\xff\x00\r\n",
        b"Subject: long\r\n\r\n" + b"x" * 900 + b"\r\n" + b".y\r\n" * 50_000,
        b"Subject: tail\r\n\r\n\r\n\r\n",
    ],
)
def test_the_stored_bytes_arrive_as_they_are(sink: SmtpSink, postman: SmtpPostman, content: bytes) -> None:
    assert outcome(postman, [parcel(1, content)]) == {1: Disposition.SENT}
    ((_, _, arrived),) = sink.received
    assert arrived == content


@given(st.lists(st.sampled_from([b".", b"..", b"a", b"", b".a", b"\xe4"]), max_size=12))
def test_any_lines_arrive_as_they_are(lines: list[bytes]) -> None:
    content = b"".join(line + b"\r\n" for line in lines) or b"\r\n"
    with SmtpSink() as sink, closing(SmtpPostman(sink.settings())) as postman:
        outcome(postman, [parcel(1, content)])
        assert [arrived for _, _, arrived in sink.received] == [content]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"recipients": "550 5.1.1 no such user"}, Disposition.REFUSED),
        ({"recipients": "501 5.1.3 bad address"}, Disposition.REFUSED),
        ({"recipients": "450 4.2.0 greylisted"}, Disposition.DELAYED),
        ({"recipients": "452 4.3.1 disk full"}, Disposition.DELAYED),
        ({"recipients": "530 5.7.0 log in first"}, Disposition.DELAYED),
        ({"contents": "554 5.6.0 not that letter"}, Disposition.REFUSED),
        ({"contents": "451 4.3.0 try later"}, Disposition.DELAYED),
        ({"contents": "503 5.5.1 bad sequence"}, Disposition.DELAYED),
    ],
)
def test_each_recipient_gets_its_own_verdict_with_the_servers_words(
    sink: SmtpSink, postman: SmtpPostman, answers: dict[str, str], expected: Disposition
) -> None:
    ((step, answer),) = answers.items()
    setattr(sink.answers, step, {parcel(2).recipient: answer})
    found = {delivery.parcel_id: delivery for delivery in postman.deliver(parcels(5))}
    assert found[2] == Delivery(parcel_id=2, disposition=expected, error=answer)
    others = {delivery for number, delivery in found.items() if number != 2}
    assert all(delivery.disposition is Disposition.SENT and not delivery.error for delivery in others)


@pytest.mark.parametrize("answer", ["550 5.7.1 you may not send as that", "451 4.3.2 later"])
def test_a_refusal_of_the_sender_delays_every_letter(sink: SmtpSink, postman: SmtpPostman, answer: str) -> None:
    sink.answers.mail = answer
    found = list(postman.deliver(parcels(6)))
    assert {(delivery.disposition, delivery.error) for delivery in found} == {(Disposition.DELAYED, answer)}


def test_the_servers_words_are_cut_and_cleaned(sink: SmtpSink, postman: SmtpPostman) -> None:
    sink.answers.recipients = {parcel(1).recipient: "550-\x1b[31mred\r\n550 " + "x" * 500}
    (delivery,) = postman.deliver([parcel(1)])
    assert delivery.disposition is Disposition.REFUSED
    assert len(delivery.error) == 200
    assert delivery.error.isprintable()


@pytest.mark.parametrize("recipient", ["dr.müller@abbey.example", "a b@x.example", "<x@y>", "x@y\r\nDATA", ""])
def test_an_address_that_smtp_cannot_carry_is_refused_before_it_is_sent(
    sink: SmtpSink, postman: SmtpPostman, recipient: str
) -> None:
    bad = Parcel(id=7, sender=SENDER, recipient=recipient, content=b"\r\n")
    assert outcome(postman, [bad, parcel(1)]) == {7: Disposition.REFUSED, 1: Disposition.SENT}


def test_a_connection_that_breaks_after_the_content_left_means_delayed(sink: SmtpSink, postman: SmtpPostman) -> None:
    sink.answers.contents = {parcel(3).recipient: "drop"}
    found = outcome(postman, parcels(8))
    assert found.pop(3) is Disposition.DELAYED
    assert set(found.values()) == {Disposition.SENT}


def test_idle_connections_that_the_server_closed_are_replaced_unnoticed(sink: SmtpSink, postman: SmtpPostman) -> None:
    for _ in range(3):
        assert set(outcome(postman, parcels(8)).values()) == {Disposition.SENT}
        sink.hang_up()
    assert len(sink.received) == 24


def test_a_server_that_restarted_is_found_again() -> None:
    with SmtpSink() as first:
        postman = SmtpPostman(first.settings())
        assert outcome(postman, parcels(2)) == dict.fromkeys(range(2), Disposition.SENT)
    with pytest.raises(MailServerUnreachable, match="accepts no connections"):
        list(postman.deliver(parcels(2)))
    with SmtpSink(port=first.port):
        assert outcome(postman, parcels(2)) == dict.fromkeys(range(2), Disposition.SENT)
    postman.close()


GREETING = "220 mail.example ESMTP"
OFFER = "250 PIPELINING"


def smtp_script(*, letters: int, then: str) -> ScriptedServer:
    """A server that takes so many letters on each connection and then says something and hangs up."""

    def play(conversation: Conversation, number: int) -> None:
        conversation.say(GREETING)
        conversation.hear()
        conversation.say("250-mail.example", OFFER)
        for _ in range(letters):
            for answer in ("250 ok", "250 ok", "354 go on"):
                conversation.hear()
                conversation.say(answer)
            while conversation.hear() != ".":
                pass
            conversation.say("250 taken")
        conversation.hear()
        if then:
            conversation.say(then)

    return ScriptedServer(play)


@pytest.mark.parametrize("then", ["421 4.7.0 enough for one connection", ""])
def test_a_server_that_takes_a_few_letters_a_connection_gets_all_of_them(then: str) -> None:
    with smtp_script(letters=3, then=then) as server:
        postman = SmtpPostman(smtp_settings(server.port, connections=2))
        assert set(outcome(postman, parcels(20)).values()) == {Disposition.SENT}
        postman.close()


def test_a_server_that_takes_nothing_is_not_asked_for_every_letter() -> None:
    with smtp_script(letters=0, then="421 4.3.2 shutting down") as server:
        postman = SmtpPostman(smtp_settings(server.port, connections=2))
        found = list(postman.deliver(parcels(50)))
        assert len(found) == 50
        assert {delivery.disposition for delivery in found} == {Disposition.DELAYED}
        assert all("421 4.3.2 shutting down" in delivery.error for delivery in found)
        assert server.connections == 2
        postman.close()


def test_a_connection_that_is_not_let_in_leaves_its_work_to_the_others() -> None:
    def play(conversation: Conversation, number: int) -> None:
        if number > 1:
            conversation.say("421 too many connections")
            return
        take_all(conversation)

    with ScriptedServer(play) as server:
        postman = SmtpPostman(smtp_settings(server.port, connections=4))
        assert set(outcome(postman, parcels(20)).values()) == {Disposition.SENT}
        postman.close()


def take_all(conversation: Conversation) -> None:
    """Take letters by the book until the other side goes."""
    conversation.say(GREETING)
    conversation.hear()
    conversation.say("250-mail.example", OFFER)
    while True:
        for answer in ("250 ok", "250 ok", "354 go on"):
            if conversation.hear() == "QUIT":
                conversation.say("221 bye")
                return
            conversation.say(answer)
        while conversation.hear() != ".":
            pass
        conversation.say("250 taken")


def test_a_server_that_hangs_after_the_content_means_delayed_after_a_long_patience() -> None:
    def play(conversation: Conversation, number: int) -> None:
        conversation.say(GREETING)
        conversation.hear()
        conversation.say("250 mail.example")
        for answer in ("250 ok", "250 ok", "354 go on"):
            conversation.hear()
            conversation.say(answer)
        conversation.hang()

    with ScriptedServer(play) as server:
        postman = SmtpPostman(smtp_settings(server.port, timeout=0.1))
        began = time.monotonic()
        (delivery,) = postman.deliver([parcel(1)])
        assert delivery.disposition is Disposition.DELAYED
        assert time.monotonic() - began >= 0.5
        postman.close()


def test_a_server_that_hangs_at_once_is_out_of_reach() -> None:
    with ScriptedServer(lambda conversation, number: conversation.hang()) as server:
        postman = SmtpPostman(smtp_settings(server.port, timeout=0.2))
        with pytest.raises(MailServerUnreachable, match="did not answer"):
            list(postman.deliver(parcels(3)))
        postman.close()


@pytest.mark.parametrize("garbage", ["hello", "999 what", "25", "250-endless"])
def test_answers_that_are_no_smtp_delay_the_letter(garbage: str) -> None:
    def play(conversation: Conversation, number: int) -> None:
        conversation.say(GREETING)
        conversation.hear()
        conversation.say("250 mail.example")
        conversation.hear()
        conversation.say(*([garbage] * 200))

    with ScriptedServer(play) as server:
        postman = SmtpPostman(smtp_settings(server.port))
        assert outcome(postman, [parcel(1)]) == {1: Disposition.DELAYED}
        postman.close()


def test_closing_from_another_thread_breaks_off_a_delivery_that_hangs() -> None:
    hangs = Event()

    def play(conversation: Conversation, number: int) -> None:
        conversation.say(GREETING)
        conversation.hear()
        conversation.say("250 mail.example")
        conversation.hear()
        hangs.set()
        conversation.hang()

    with ScriptedServer(play) as server:
        postman = SmtpPostman(smtp_settings(server.port, timeout=30.0))
        found: list[Delivery] = []
        thread = Thread(target=lambda: found.extend(postman.deliver(parcels(3))))
        thread.start()
        assert hangs.wait(5)
        postman.close()
        thread.join(5)
        assert {delivery.disposition for delivery in found} == {Disposition.DELAYED}
        assert len(found) == 3


def test_a_closed_postman_stays_at_home(sink: SmtpSink, postman: SmtpPostman) -> None:
    outcome(postman, parcels(1))
    postman.close()
    postman.close()
    with pytest.raises(MailServerUnreachable, match="gone home"):
        list(postman.deliver(parcels(1)))


def test_a_delivery_that_is_not_heard_out_leaves_the_postman_in_order(sink: SmtpSink, postman: SmtpPostman) -> None:
    deliveries = postman.deliver(parcels(50))
    next(deliveries)
    deliveries.close()  # type: ignore[attr-defined]
    assert set(outcome(postman, parcels(5)).values()) == {Disposition.SENT}


def test_greeting_tells_what_the_server_offers_and_finds_it_again(sink: SmtpSink, postman: SmtpPostman) -> None:
    assert "8bitmime" in postman.greet()
    sink.hang_up()
    assert "8bitmime" in postman.greet()
    assert outcome(postman, parcels(1)) == {0: Disposition.SENT}


def tls_context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_and_login_work_with_our_own_authority(security: str) -> None:
    authority = trustme.CA()
    context = {security: tls_context(authority, "localhost")}
    with SmtpSink(**context, login=True) as sink, authority.cert_pem.tempfile() as certificates:
        reach = {"host": "localhost", "security": security, "ca_file": certificates}
        with closing(SmtpPostman(sink.settings(**reach))) as postman:
            assert set(outcome(postman, parcels(10)).values()) == {Disposition.SENT}


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize(("name", "known"), [("localhost", False), ("smtp.other.example", True)])
def test_a_certificate_that_is_unknown_or_for_another_host_is_refused(security: str, name: str, known: bool) -> None:
    authority = trustme.CA()
    context = {security: tls_context(authority, name)}
    with SmtpSink(**context, login=True) as sink, authority.cert_pem.tempfile() as certificates:
        reach = {"host": "localhost", "security": security, "ca_file": certificates if known else None}
        with pytest.raises(MailServerUnreachable, match="certificate"):
            list(SmtpPostman(sink.settings(**reach)).deliver(parcels(1)))


def test_no_password_is_sent_to_a_server_without_starttls() -> None:
    heard: list[str] = []

    def play(conversation: Conversation, number: int) -> None:
        conversation.say(GREETING)
        heard.append(conversation.hear())
        conversation.say("250-mail.example", "250 AUTH PLAIN LOGIN")
        heard.append(conversation.hear())

    with ScriptedServer(play) as server:
        settings = smtp_settings(server.port, security="starttls", username="ballots")
        with pytest.raises(MailServerUnreachable, match="STARTTLS"):
            list(SmtpPostman(settings).deliver(parcels(1)))
    assert [line.split()[0] for line in heard] == ["EHLO"]


def test_a_wrong_password_is_refused_without_naming_it() -> None:
    with SmtpSink(login=True) as sink, pytest.raises(LoginRefused) as refused:
        list(SmtpPostman(sink.settings(password="hunter2")).deliver(parcels(3)))
    assert "hunter2" not in str(refused.value)


def test_a_server_that_offers_no_login_is_named() -> None:
    with smtp_script(letters=0, then="") as server, pytest.raises(LoginRefused, match="no login"):
        list(SmtpPostman(smtp_settings(server.port, username="ballots")).deliver(parcels(1)))


def test_a_plain_connection_to_another_machine_is_refused_however_it_was_configured(sink: SmtpSink) -> None:
    with pytest.raises(ConfigurationError):
        SmtpPostman(sink.settings().model_copy(update={"host": "smtp.selg.example"}))


@given(st.integers(1, 20), st.lists(st.floats(0, 30), max_size=60))
def test_no_minute_ever_sees_more_letters_than_the_rate_allows(rate: int, gaps: list[float]) -> None:
    pace, now, departures = Pace(rate), 0.0, []
    for gap in gaps:
        now += gap
        now += pace.wait(now)
        pace.take(now)
        departures.append(now)
    for index, departure in enumerate(departures[:-rate] if len(departures) > rate else []):
        assert departures[index + rate] - departure >= 60 - 1e-6


def test_no_rate_is_no_wait() -> None:
    pace = Pace(0)
    pace.take(5.0)
    assert pace.wait(5.0) == 0


def test_the_rate_holds_over_connections_and_calls(sink: SmtpSink) -> None:
    began = time.monotonic()
    with closing(SmtpPostman(sink.settings(per_minute=2), minute=0.2)) as postman:
        outcome(postman, parcels(3))
        outcome(postman, parcels(2))
    assert time.monotonic() - began >= 0.4
    assert len(sink.received) == 5
